// SPDX-License-Identifier: GPL-2.0
#include <linux/vtep.h>

#include "gaps.h"

static bool has(const struct record *rec, unsigned int attr)
{
	return rec->has & 1ULL << attr;
}

/* How many were suppressed since the event before. Of the first event there is
 * none before; but one that tells of nothing else was not sent for nothing.
 */
static uint64_t new_suppressed(const struct gaps *g, const struct record *rec)
{
	if (!has(rec, VTEP_A_EVENT_SUPPRESSED))
		return 0;
	if (!g->begun)
		return rec->event == VTEP_EVENT_TYPE_SUPPRESSED ?
		       rec->suppressed : 0;
	return rec->suppressed > g->suppressed ?
	       rec->suppressed - g->suppressed : 0;
}

int gaps_event(struct gaps *g, const struct record *rec, struct error *err)
{
	uint64_t suppressed = new_suppressed(g, rec);
	bool first = !g->begun;
	uint64_t lost;

	if (!has(rec, VTEP_A_EVENT_SEQ))
		return 0;	/* of an older module, which counts nothing */
	lost = rec->seq - g->seq - 1;
	g->begun = true;
	g->seq = rec->seq;
	g->suppressed = rec->suppressed;
	if (first)
		lost = 0;
	if (!lost && !suppressed)
		return 0;
	g->due = true;
	/* numbers that go back say that there are gaps, and not of what */
	if (lost > INT64_MAX)
		return err_set(err, "events were lost; their numbers begin anew");
	if (!suppressed)
		return err_set(err, "%llu events were lost",
			       (unsigned long long)lost);
	if (!lost)
		return err_set(err, "%llu events were suppressed by the rate limit of events",
			       (unsigned long long)suppressed);
	return err_set(err, "%llu events were lost, and %llu suppressed by the rate limit of events",
		       (unsigned long long)lost,
		       (unsigned long long)suppressed);
}

void gaps_lost(struct gaps *g)
{
	g->due = true;
}

int gaps_wait(const struct gaps *g, uint64_t now)
{
	if (!g->due)
		return -1;
	if (!g->listed || now - g->when >= RESYNC_MS)
		return 0;
	return RESYNC_MS - (now - g->when);
}

void gaps_listed(struct gaps *g, uint64_t now, bool whole)
{
	g->due = !whole;
	g->listed = true;
	g->when = now;
}
