// SPDX-License-Identifier: GPL-2.0
/* `vtepctl monitor`: events as they come, and when some are missing the FDB as
 * it is, by a socket of its own so that no events are lost meanwhile.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <net/if.h>
#include <string.h>
#include <unistd.h>

#include "encode.h"
#include "gaps.h"
#include "print.h"
#include "run.h"
#include "stop.h"
#include "table.h"

static const char *fresh_ifname(uint32_t ifindex, char *buf)
{
	/* not cached: interfaces come, go and change names meanwhile */
	return if_indextoname(ifindex, buf);
}

struct monitor {
	struct app *app;
	const struct command *cmd;
	struct view view;
	struct record rec;
	struct gaps gaps;
	struct nl list;
	uint64_t entries;	/* of a list */
};

static int print_stamped(struct monitor *m, struct record *rec,
			 struct error *err)
{
	if (m->app->timestamp) {
		rec->stamped = true;
		clock_gettime(CLOCK_REALTIME, &rec->stamp);
	}
	if (print_record(&m->app->out, &m->view, rec))
		return err_set(err, "output: %s", strerror(errno));
	return 0;
}

static int flush(struct monitor *m, struct error *err)
{
	return fflush(m->app->out.to) ?
	       err_set(err, "output: %s", strerror(errno)) : 0;
}

static int print_event(void *ctx, const struct nlmsghdr *nlh,
		       struct error *err)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	struct error missing = { "" };
	struct monitor *m = ctx;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*genl) ||
	    genl->cmd != m->cmd->action->nl_cmd)
		return 0;	/* of a newer module */
	if (decode_record(nlh, OBJ_MONITOR, &m->rec, err))
		return -1;
	if (gaps_event(&m->gaps, &m->rec, &missing))
		complain(m->app, 0, "monitor: warning: %s", missing.text);
	if (print_stamped(m, &m->rec, err))
		return -1;
	return flush(m, err);
}

static void say_lost(void *ctx)
{
	struct monitor *m = ctx;

	gaps_lost(&m->gaps);
	complain(m->app, 0, "monitor: warning: events were lost; they came faster than they were read");
}

static int wait_ms(void *ctx)
{
	const struct monitor *m = ctx;

	return gaps_wait(&m->gaps, now_ms());
}

static int print_entry(void *ctx, struct record *rec, struct error *err)
{
	struct monitor *m = ctx;

	m->entries++;
	rec->resync = true;
	return print_stamped(m, rec, err);
}

static int print_mark(struct monitor *m, const char *mark, struct error *err)
{
	struct record rec = {
		.kind = OBJ_MONITOR,
		.mark = mark,
		.entries = m->entries,
	};

	return print_stamped(m, &rec, err);
}

/* Return: 0 or -1. */
static int list_entries(struct monitor *m, struct error *err)
{
	const struct command list = {
		.object = &objects[OBJ_FDB],
		.action = &objects[OBJ_FDB].actions[0],
		.verb = VERB_SHOW,
	};
	struct holder h = { .kind = OBJ_FDB, .take = print_entry, .ctx = m };
	struct nl_exchange x = {
		.kind = OBJ_FDB,
		.record = holder_add,
		.ctx = &h,
	};
	char buf[REQUEST_MAX], text[512];
	int rc;

	/* what changes meanwhile is told by events */
	x.req = encode_command(buf, &list, 0, m->list.family, ++m->list.seq);
	rc = nl_do(&m->list, &x, err) || holder_end(&h, err) ? -1 : 0;
	holder_free(&h);
	if (rc || !x.verdict.error)
		return rc;
	verdict_text(&x.verdict, text, sizeof(text));
	return err_set(err, "%s", text);
}

/* A list that fails is tried again, in its time; output that fails is the end.
 */
static int list_anew(void *ctx, struct error *err)
{
	struct error why = { "" };
	struct monitor *m = ctx;
	int rc;

	m->entries = 0;
	if (print_mark(m, "begin", err))
		return -1;
	rc = nl_open(&m->list, &why) || list_entries(m, &why);
	if (ferror(m->app->out.to))
		return err_set(err, "%s", why.text);
	if (print_mark(m, rc ? "failed" : "end", err) || flush(m, err))
		return -1;
	if (rc)
		complain(m->app, 0, "monitor: resync: %s", why.text);
	gaps_listed(&m->gaps, now_ms(), !rc);
	return 0;
}

int run_monitor(struct app *app, const struct command *cmd)
{
	struct monitor m = {
		.app = app,
		.cmd = cmd,
		.view = {
			.statistics = app->statistics,
			.ifname = fresh_ifname,
		},
	};
	struct nl_listener listener = {
		.record = print_event,
		.lost = say_lost,
		.wait = wait_ms,
		.due = list_anew,
		.ctx = &m,
	};
	struct error err = { "" };
	int rc;

	if (given(cmd, WORD_JSON))
		app->out.json = true;
	app->out.lines = true;

	listener.stop_fd = stop_open();
	if (listener.stop_fd < 0)
		return complain(app, STATUS_REFUSED, "monitor: signalfd: %s",
				strerror(errno));
	rc = nl_listen(&app->nl, &listener, &err);
	close(listener.stop_fd);
	nl_close(&m.list);
	record_free(&m.rec);
	if (!rc)
		return STATUS_DONE;
	if (!ferror(app->out.to))
		complain(app, 0, "monitor: %s", err.text);
	return STATUS_REFUSED;
}
