// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <linux/genetlink.h>
#include <net/if.h>
#include <string.h>
#include <unistd.h>

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
};

static int print_event(void *ctx, const struct nlmsghdr *nlh,
		       struct error *err)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	struct monitor *m = ctx;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*genl) ||
	    genl->cmd != m->cmd->action->nl_cmd)
		return 0;	/* of a newer module */
	if (decode_record(nlh, OBJ_MONITOR, &m->rec, err))
		return -1;
	if (m->app->timestamp) {
		m->rec.stamped = true;
		clock_gettime(CLOCK_REALTIME, &m->rec.stamp);
	}
	if (print_record(&m->app->out, &m->view, &m->rec) ||
	    fflush(m->app->out.to))
		return err_set(err, "output: %s", strerror(errno));
	return 0;
}

static void say_lost(void *ctx)
{
	const struct monitor *m = ctx;

	complain(m->app, 0, "monitor: warning: events were lost; they came faster than they were read");
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
	struct error err = { "" };
	int rc, stop_fd;

	if (given(cmd, WORD_JSON))
		app->out.json = true;
	app->out.lines = true;

	stop_fd = stop_open();
	if (stop_fd < 0)
		return complain(app, STATUS_REFUSED, "monitor: signalfd: %s",
				strerror(errno));
	rc = nl_listen(&app->nl, stop_fd, print_event, say_lost, &m, &err);
	close(stop_fd);
	record_free(&m.rec);
	if (!rc)
		return STATUS_DONE;
	if (!ferror(app->out.to))
		complain(app, 0, "monitor: %s", err.text);
	return STATUS_REFUSED;
}
