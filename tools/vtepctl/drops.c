// SPDX-License-Identifier: GPL-2.0
/* `vtepctl drops`: two samples of the counts make rates; with -w one more each
 * second, until a signal asks to stop.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "encode.h"
#include "parts.h"
#include "run.h"
#include "stop.h"
#include "table.h"

#define FIRST_MS	500
#define WATCH_MS	1000

struct count {
	uint32_t ifindex;
	struct drop drop;
};

struct sample {
	uint64_t at;		/* milliseconds */
	struct count *v;
	size_t n, cap;
};

struct watch {
	struct app *app;
	const struct command *cmd;
	uint32_t ifindex;
	int stop_fd;		/* -1: none */
	struct view view;
	struct record rec;
	struct sample now, before;
};

static int take_record(void *ctx, const struct nlmsghdr *nlh,
		       struct error *err)
{
	struct watch *w = ctx;
	struct sample *s = &w->now;
	size_t more;
	void *v;

	if (decode_record(nlh, OBJ_DROPS, &w->rec, err))
		return -1;
	if (!wanted(w->cmd, w->ifindex, &w->rec))
		return 0;
	more = w->rec.drops.n;
	v = list_room(s->v, s->n + more, &s->cap, sizeof(*s->v));
	if (!v && more)
		return err_set(err, "out of memory");
	s->v = v;
	for (size_t i = 0; i < more; i++)
		s->v[s->n++] = (struct count){ w->rec.ifindex,
					       w->rec.drops.v[i] };
	return 0;
}

/* Return: 0, or -1, having said why. */
static int take_sample(struct watch *w)
{
	struct app *app = w->app;
	struct sample old = w->before;
	char buf[REQUEST_MAX];
	struct nl_exchange x = {
		.req = encode_command(buf, w->cmd, w->ifindex, app->nl.family,
				      ++app->nl.seq),
		.kind = OBJ_DROPS,
		.record = take_record,
		.ctx = w,
	};

	w->before = w->now;
	w->now = old;
	w->now.n = 0;
	w->now.at = now_ms();
	return exchange(app, w->cmd, &x);
}

/* The lists are of the same order, but for VTEPs that came or went. */
static const struct count *find_before(const struct sample *s, size_t at,
				       const struct count *c)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct count *b = &s->v[(at + i) % s->n];

		if (b->ifindex == c->ifindex &&
		    !strcmp(b->drop.name, c->drop.name))
			return b;
	}
	return NULL;
}

/* Upwards: what happens is not told as nothing. */
static uint64_t rate_of(const struct watch *w, size_t i)
{
	const struct count *c = &w->now.v[i];
	const struct count *b = find_before(&w->before, i, c);
	uint64_t ms = w->now.at - w->before.at;
	uint64_t grown;

	if (!b || b->drop.count >= c->drop.count || !ms)
		return 0;
	grown = c->drop.count - b->drop.count;
	if (grown > UINT64_MAX / 1000)
		return grown / ms * 1000;
	return (grown * 1000 + ms - 1) / ms;
}

/* @all: not only what went on */
static int print_counts(struct watch *w, bool all)
{
	const struct command *cmd = w->cmd;
	struct app *app = w->app;
	struct timespec stamp;

	clock_gettime(CLOCK_REALTIME, &stamp);
	for (size_t i = 0; i < w->now.n; i++) {
		const struct drop *d = &w->now.v[i].drop;
		const struct drop_line l = {
			.stamp = app->timestamp && app->watch ? &stamp : NULL,
			.ifindex = w->now.v[i].ifindex,
			.has_vni = given(cmd, WORD_ONE_VNI),
			.vni = cmd->vni.lo,
			.peer = cmd->peer,
			.drop = d,
			.rate = rate_of(w, i),
		};
		bool whole = app->statistics || (app->out.json && !app->watch);

		if (!whole && (!d->count || (!all && !l.rate)))
			continue;
		if (print_drop(&app->out, &w->view, &l))
			return -1;
	}
	return app->watch && fflush(app->out.to) ? -1 : 0;
}

/* Return: whether it was asked to stop. */
static bool wait_ms(const struct watch *w, uint64_t ms)
{
	struct pollfd pfd = { .fd = w->stop_fd, .events = POLLIN };

	return poll(&pfd, 1, ms) > 0;
}

/* Return: a status. */
static int watch_on(struct watch *w)
{
	uint64_t due, now;

	while (!ferror(w->app->out.to)) {
		due = w->now.at + WATCH_MS;
		now = now_ms();
		if (wait_ms(w, due > now ? due - now : 0))
			return STATUS_DONE;
		forget_ifnames();
		if (take_sample(w) || print_counts(w, false))
			break;
	}
	return STATUS_REFUSED;
}

static int run_samples(struct watch *w)
{
	struct out *out = &w->app->out;
	int rc;

	if (take_sample(w))
		return STATUS_REFUSED;
	if (wait_ms(w, FIRST_MS))
		return STATUS_DONE;
	if (take_sample(w))
		return STATUS_REFUSED;
	out->lines = w->app->watch;
	out_open(out);
	rc = print_counts(w, true);
	if (!w->app->watch)
		out_close(out);
	if (rc)
		return STATUS_REFUSED;
	return w->app->watch ? watch_on(w) : STATUS_DONE;
}

int run_drops(struct app *app, const struct command *cmd, uint32_t ifindex)
{
	struct watch w = {
		.app = app,
		.cmd = cmd,
		.ifindex = ifindex,
		.stop_fd = -1,
		.view.ifname = cached_ifname,
	};
	int status;

	forget_ifnames();
	if (app->watch) {
		w.stop_fd = stop_open();
		if (w.stop_fd < 0)
			return complain(app, STATUS_REFUSED,
					"drops: signalfd: %s",
					strerror(errno));
	}
	status = run_samples(&w);
	if (w.stop_fd >= 0)
		close(w.stop_fd);
	record_free(&w.rec);
	free(w.now.v);
	free(w.before.v);
	return status;
}
