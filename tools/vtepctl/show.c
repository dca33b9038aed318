// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <net/if.h>
#include <string.h>

#include "encode.h"
#include "print.h"
#include "run.h"
#include "table.h"

/* if_indextoname() costs three system calls; a dump asks for the same few
 * interfaces over and over.
 */
static struct {
	uint32_t ifindex;	/* 0: free */
	bool known;
	char name[IFNAMSIZ];
} names[16];

const char *cached_ifname(uint32_t ifindex, char *buf)
{
	size_t i = ifindex % ARRAY_SIZE(names);

	if (names[i].ifindex != ifindex) {
		names[i].ifindex = ifindex;
		names[i].known = if_indextoname(ifindex, names[i].name);
	}
	if (!ifindex || !names[i].known)
		return NULL;
	return strcpy(buf, names[i].name);
}

void forget_ifnames(void)
{
	memset(names, 0, sizeof(names));
}

struct show {
	struct app *app;
	const struct command *cmd;
	uint32_t ifindex;
	struct view view;
};

static int show_record(void *ctx, struct record *rec, struct error *err)
{
	struct show *s = ctx;

	if (!wanted(s->cmd, s->ifindex, rec))
		return 0;
	if (print_record(&s->app->out, &s->view, rec))
		return err_set(err, "output: %s", strerror(errno));
	return 0;
}

static int show_list(struct show *s, struct holder *h, bool *interrupted)
{
	char buf[REQUEST_MAX], name[64];
	struct app *app = s->app;
	struct nl_exchange x = {
		.req = encode_command(buf, s->cmd, s->ifindex, app->nl.family,
				      ++app->nl.seq),
		.kind = s->cmd->object->id,
		.record = holder_add,
		.ctx = h,
	};
	int rc = exchange(app, s->cmd, &x);
	struct error err = { "" };

	*interrupted = x.interrupted;
	if (ferror(app->out.to))
		return -1;
	if (holder_end(h, &err)) {
		complain(app, 0, "%s: %s", command_name(s->cmd, name),
			 err.text);
		return -1;
	}
	return rc;
}

static int show_all(struct show *s, bool *interrupted)
{
	struct holder h = {
		.kind = s->cmd->object->id,
		.take = show_record,
		.ctx = s,
	};
	int rc = show_list(s, &h, interrupted);

	holder_free(&h);
	return rc;
}

int run_show(struct app *app, const struct command *cmd, uint32_t ifindex)
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
	bool interrupted;
	char name[64];
	int rc;

	forget_ifnames();
	out_open(&app->out);
	rc = show_all(&s, &interrupted);
	/* half an array is closed for the reader's sake; none is none */
	if (!rc || app->out.begun)
		out_close(&app->out);
	if (rc)
		return STATUS_REFUSED;
	if (interrupted)
		complain(app, 0, "%s: warning: the list changed while it was read; it may lack entries or have some twice",
			 command_name(cmd, name));
	return STATUS_DONE;
}
