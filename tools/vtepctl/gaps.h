/* SPDX-License-Identifier: GPL-2.0 */
/* What is missing among events, and when to list the whole anew. Pure: the time
 * is the caller's, in milliseconds.
 */
#ifndef VTEPCTL_GAPS_H
#define VTEPCTL_GAPS_H

#include "model.h"

/* Between two lists */
#define RESYNC_MS	3000

struct gaps {
	bool begun;		/* the numbers below are known */
	uint64_t seq;		/* of the last event */
	uint64_t suppressed;	/* told by it */
	bool due;		/* something is missing since the last list */
	bool listed;		/* there was one */
	uint64_t when;		/* it ended */
};

/**
 * gaps_event() - look at the numbers of an event
 * @g: zeroed before the first
 * @rec: the event
 * @err: what is missing before it
 *
 * Return: 0, or -1 when something is.
 */
int gaps_event(struct gaps *g, const struct record *rec, struct error *err);

/* Some were lost, it is not known how many. */
void gaps_lost(struct gaps *g);

/* How long to wait before the next list; 0: it is time, -1: none is needed. */
int gaps_wait(const struct gaps *g, uint64_t now);

/* A list has ended; @whole: with nothing left out of it. */
void gaps_listed(struct gaps *g, uint64_t now, bool whole);

#endif /* VTEPCTL_GAPS_H */
