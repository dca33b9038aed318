// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <linux/genetlink.h>
#include <net/if.h>
#include <stdarg.h>
#include <string.h>

#include "encode.h"
#include "help.h"
#include "parse.h"
#include "print.h"
#include "run.h"

int complain(const struct app *app, int status, const char *fmt, ...)
{
	va_list ap;

	/* what was printed before the complaint shall stand before it */
	fflush(app->out.to);
	fprintf(stderr, "vtepctl: %s", app->where);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return status;
}

int finish_output(struct app *app, int status)
{
	errno = 0;
	if (!fflush(app->out.to) && !ferror(app->out.to))
		return status;
	/* nobody reads on: `vtepctl fdb show | head` is no error to tell of */
	if (errno != EPIPE)
		complain(app, 0, "standard output: %s",
			 strerror(errno ?: EIO));
	return STATUS_REFUSED;
}

static const char *action_name(const struct command *cmd, char buf[64])
{
	snprintf(buf, 64, "%s%s%s", cmd->object->name,
		 cmd->action->name ? " " : "",
		 cmd->action->name ? cmd->action->name : "");
	return buf;
}

/* if_indextoname() costs three system calls; a dump asks for the same few
 * interfaces over and over.
 */
static struct {
	uint32_t ifindex;	/* 0: free */
	bool known;
	char name[IFNAMSIZ];
} names[16];

static const char *cached_ifname(uint32_t ifindex, char *buf)
{
	size_t i = ifindex % (sizeof(names) / sizeof(*names));

	if (names[i].ifindex != ifindex) {
		names[i].ifindex = ifindex;
		names[i].known = if_indextoname(ifindex, names[i].name);
	}
	if (!ifindex || !names[i].known)
		return NULL;
	return strcpy(buf, names[i].name);
}

struct show {
	struct app *app;
	const struct command *cmd;
	uint32_t ifindex;
	struct view view;
	struct record rec;
};

static int show_record(void *ctx, const struct nlmsghdr *nlh,
		       struct error *err)
{
	struct show *s = ctx;

	if (decode_record(nlh, s->cmd->object->id, &s->rec, err))
		return -1;
	if (!wanted(s->cmd, s->ifindex, &s->rec))
		return 0;
	if (print_record(&s->app->out, &s->view, &s->rec))
		return err_set(err, "output: %s", strerror(errno));
	return 0;
}

/* The whole of what was sent and came back; -1 after a complaint. */
static int exchange(struct app *app, const struct command *cmd,
		    struct nl_exchange *x)
{
	struct error err = { "" };
	char name[64], text[512];

	if (nl_do(&app->nl, x, &err)) {
		if (!ferror(app->out.to))
			complain(app, 0, "%s: %s", action_name(cmd, name),
				 err.text);
		return -1;
	}
	if (!x->verdict.error && !x->verdict.msg[0])
		return 0;
	verdict_text(&x->verdict, text, sizeof(text));
	complain(app, 0, "%s: %s%s", action_name(cmd, name),
		 x->verdict.error ? "" : "warning: ", text);
	return x->verdict.error ? -1 : 0;
}

static int run_show(struct app *app, const struct command *cmd,
		    struct nl_exchange *x, uint32_t ifindex)
{
	struct show s = {
		.app = app,
		.cmd = cmd,
		.ifindex = ifindex,
		.view = {
			.statistics = app->statistics,
			.ifname = cached_ifname,
		},
	};
	int rc;

	memset(names, 0, sizeof(names));
	x->record = show_record;
	x->ctx = &s;
	out_open(&app->out);
	rc = exchange(app, cmd, x);
	/* half an array is closed for the reader's sake; none is none */
	if (!rc || app->out.begun)
		out_close(&app->out);
	record_free(&s.rec);
	if (rc)
		return STATUS_REFUSED;
	if (x->interrupted) {
		char name[64];

		complain(app, 0, "%s: warning: the list changed while it was read; it may lack entries or have some twice",
			 action_name(cmd, name));
	}
	return STATUS_DONE;
}

static int run_command(struct app *app, const struct command *cmd)
{
	char buf[REQUEST_MAX], name[64];
	struct nl_exchange x = { .kind = cmd->object->id };
	uint32_t ifindex = 0;
	struct error err;

	/* the missing module is worth more words than the missing device */
	if (nl_open(&app->nl, &err))
		return complain(app, STATUS_REFUSED, "%s", err.text);
	if (cmd->dev[0]) {
		ifindex = if_nametoindex(cmd->dev);
		if (!ifindex)
			return complain(app, STATUS_REFUSED,
					"%s: dev: \"%s\": %s",
					action_name(cmd, name), cmd->dev,
					strerror(errno));
	}
	if (cmd->verb == VERB_MONITOR)
		return run_monitor(app, cmd);
	x.req = encode_command(buf, cmd, ifindex, app->nl.family,
			       ++app->nl.seq);
	if (cmd->verb == VERB_SHOW)
		return run_show(app, cmd, &x, ifindex);
	return exchange(app, cmd, &x) ? STATUS_REFUSED : STATUS_DONE;
}

int run_words(struct app *app, int argc, char *const argv[])
{
	struct command cmd;
	struct error err;

	if (parse_command(argc, argv, &cmd, &err))
		return complain(app, STATUS_USAGE, "%s", err.text);
	if (cmd.verb == VERB_HELP) {
		print_help(app->out.to, cmd.object, cmd.action);
		return STATUS_DONE;
	}
	if (cmd.verb == VERB_MONITOR && app->batch)
		return complain(app, STATUS_USAGE,
				"monitor: never ends and has no place in a batch");
	return run_command(app, &cmd);
}
