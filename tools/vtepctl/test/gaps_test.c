// SPDX-License-Identifier: GPL-2.0
/* What is missing among events, and when the whole is listed. */
#include <linux/vtep.h>

#include "gaps.h"
#include "tap.h"

static const struct row {
	const char *name;
	uint64_t seq, suppressed;
	uint32_t type;
	bool numbered;
	const char *said;	/* "": nothing is missing */
} rows[] = {
	{ "without a number", 0, 9, 0, false, "" },
	{ "the first", 100, 7, VTEP_EVENT_TYPE_MOVE, true, "" },
	{ "the next", 101, 7, 0, true, "" },
	{ "without a number between", 0, 0, 0, false, "" },
	{ "one lost", 103, 7, 0, true, "1 events were lost" },
	{ "the next again", 104, 7, 0, true, "" },
	{ "suppressed", 105, 9, 0, true,
	  "2 events were suppressed by the rate limit of events" },
	{ "the same sum", 106, 9, 0, true, "" },
	{ "both", 110, 10, 0, true,
	  "3 events were lost, and 1 suppressed by the rate limit of events" },
	{ "nothing but the sum", 111, 20, VTEP_EVENT_TYPE_SUPPRESSED, true,
	  "10 events were suppressed by the rate limit of events" },
	{ "the same number", 111, 20, 0, true,
	  "events were lost; their numbers begin anew" },
	{ "back", 3, 0, 0, true, "events were lost; their numbers begin anew" },
	{ "and on", 4, 0, 0, true, "" },
	{ "far", UINT64_MAX / 4, 0, 0, true,
	  "4611686018427387898 events were lost" },
	{ "as far as can be", UINT64_MAX, 0, 0, true,
	  "events were lost; their numbers begin anew" },
	{ "around", 0, 0, 0, true, "" },
};

static int feed(struct gaps *g, const struct row *r, struct error *err)
{
	struct record rec = {
		.event = r->type,
		.seq = r->seq,
		.suppressed = r->suppressed,
	};

	if (r->numbered)
		rec.has = 1ULL << VTEP_A_EVENT_SEQ |
			  1ULL << VTEP_A_EVENT_SUPPRESSED;
	return gaps_event(g, &rec, err);
}

static void test_rows(void)
{
	struct gaps g = { .begun = false };

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct error err = { "" };
		int rc = feed(&g, &rows[i], &err);

		same_uint("missing", !!rc, !!*rows[i].said);
		same_str("said", err.text, rows[i].said);
		test_end("gaps: %s", rows[i].name);
	}
}

static void test_first(void)
{
	const struct row only = {
		.seq = 5, .suppressed = 3, .numbered = true,
		.type = VTEP_EVENT_TYPE_SUPPRESSED,
	};
	struct gaps g = { .begun = false };
	struct error err = { "" };

	same_uint("missing", !!feed(&g, &only, &err), true);
	same_uint("wait", gaps_wait(&g, 0), 0);
	test_end("gaps: the first event tells of suppressed ones alone");
}

/* At once, then seldom, and once more when a burst is over. */
static void test_wait(void)
{
	struct gaps g = { .begun = false };

	same_uint("nothing missing", gaps_wait(&g, 5), -1);
	gaps_lost(&g);
	same_uint("the first", gaps_wait(&g, 5), 0);
	gaps_listed(&g, 1000, true);
	same_uint("listed", gaps_wait(&g, 1000), -1);
	for (int i = 0; i < 10; i++)
		gaps_lost(&g);
	same_uint("too soon", gaps_wait(&g, 1000), RESYNC_MS);
	same_uint("still", gaps_wait(&g, 999 + RESYNC_MS), 1);
	same_uint("time", gaps_wait(&g, 1000 + RESYNC_MS), 0);
	same_uint("overdue", gaps_wait(&g, 9999999), 0);
	gaps_listed(&g, 1000 + RESYNC_MS, true);
	same_uint("once", gaps_wait(&g, 9999999), -1);
	test_end("gaps: lists are seldom, the last of them at the end");

	gaps_lost(&g);
	gaps_listed(&g, 20000, false);
	same_uint("tried again", gaps_wait(&g, 20000), RESYNC_MS);
	same_uint("in its time", gaps_wait(&g, 20000 + RESYNC_MS), 0);
	test_end("gaps: a list that fails is tried again");
}

int main(void)
{
	test_rows();
	test_first();
	test_wait();
	return tap_done();
}
