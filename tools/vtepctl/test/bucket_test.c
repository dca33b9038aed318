// SPDX-License-Identifier: GPL-2.0
/* Token buckets against an exact model: time in 1 / rate nanoseconds, in which
 * every cost is a whole number, in 128 bits.
 *
 * The model is told what the bucket let pass. That is never more than the rate
 * and the burst, in no stretch of the run (the model's state would be ahead of
 * now by more than the burst), and what is refused would have been too much but
 * for costs rounded up.
 */
#include <stdint.h>
#include <stdlib.h>
#include <vtep/bucket.h>

#include "tap.h"

#define NS	1000000000ULL
#define DAY	(86400 * NS)
#define FRAME	1514

struct limit {
	const char *name;
	uint64_t rate;
	uint32_t unit;		/* 1: packets, 8: bytes of a rate in bits */
	uint32_t burst;		/* ms */
};

static const struct limit limits[] = {
	{ "1 packet/s", 1, 1, 100 },
	{ "1 packet/s, 10 s", 1, 1, 10000 },
	{ "3 packets/s, 1 s", 3, 1, 1000 },
	{ "7 packets/s, 1 ms", 7, 1, 1 },
	{ "1000 packets/s", 1000, 1, 100 },
	{ "999983 packets/s", 999983, 1, 100 },
	{ "2^32 - 1 packets/s", UINT32_MAX, 1, 100 },
	{ "2^32 - 1 packets/s, 10 s", UINT32_MAX, 1, 10000 },
	{ "2^32 - 1 packets/s, 1 ms", UINT32_MAX, 1, 1 },
	{ "1000 bit/s", 1000, 8, 100 },
	{ "1000 bit/s, 10 s", 1000, 8, 10000 },
	{ "1001 bit/s, 10 s", 1001, 8, 10000 },
	{ "10 Mbit/s", 10000000, 8, 50 },
	{ "10 Gbit/s less 1", 9999999999, 8, 1 },
	{ "400 Gbit/s", 400000000000, 8, 100 },
	{ "400 Gbit/s, 10 s", 400000000000, 8, 10000 },
	{ "400 Gbit/s, 1 ms", 400000000000, 8, 1 },
};

#define LIMITS	(sizeof(limits) / sizeof(*limits))

static uint64_t seed = 88172645463325252ULL;

static uint64_t rnd(uint64_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return below ? seed % below : 0;
}

static uint32_t ordinary(const struct limit *l)
{
	return l->unit == 1 ? 1 : FRAME;
}

static void conf(struct vtep_bucket *b, const struct limit *l)
{
	vtep_bucket_conf(b, l->rate, l->unit, l->burst, ordinary(l));
}

/* The exact model */

struct model {
	const struct limit *l;
	__int128_t paid;		/* 1 / rate ns */
	uint64_t rounded;	/* units that rounding may have added since it
				 * was full
				 */
	__int128_t passed;		/* cost of all of it */
};

static __int128_t exact_cost(const struct limit *l, uint32_t n)
{
	return (__int128_t)n * l->unit * NS;
}

static __int128_t exact_ahead(const struct model *m, __int128_t now)
{
	__int128_t ahead = m->paid - now * m->l->rate;

	return ahead > 0 ? ahead : 0;
}

static __int128_t exact_burst(const struct limit *l)
{
	__int128_t burst = (__int128_t)l->burst * 1000000 * l->rate;
	__int128_t one = exact_cost(l, ordinary(l));

	return burst > one ? burst : one;
}

static void exact_pass(struct model *m, uint32_t n, __int128_t now)
{
	__int128_t ahead = exact_ahead(m, now);

	if (!ahead)
		m->rounded = 0;
	/* a cost is rounded up, and so is what of it each one has */
	m->rounded += 2 + (n >> 16);
	m->paid = now * m->l->rate + ahead + exact_cost(m->l, n);
	m->passed += exact_cost(m->l, n);
}

/* The same in 1 / rate ns. */
static __int128_t exact_error(const struct vtep_bucket *b, const struct model *m)
{
	return ((__int128_t)m->rounded * m->l->rate >> b->fine) + 1;
}

static uint32_t some_frame(const struct limit *l)
{
	bool gso = !rnd(20);

	if (l->unit == 1)
		return gso ? 2 + rnd(60) : 1;
	return gso ? FRAME + rnd(64000) : 14 + rnd(FRAME - 13);
}

/* Between two frames, in all not quite as long as the rate wants */
static uint64_t some_gap(const struct limit *l)
{
	uint64_t one = exact_cost(l, ordinary(l)) / l->rate + 1;

	switch (rnd(5)) {
	case 0:
		return 0;
	case 1:
		return rnd(2);
	case 2:
		return one;
	default:
		return rnd(one + 1);
	}
}

/* One frame; false when something is wrong. */
static bool step(const struct vtep_bucket *b, struct model *m, uint64_t *state,
		 uint32_t n, uint64_t now, __int128_t exact_now, bool *passed)
{
	__int128_t one = exact_cost(m->l, ordinary(m->l));
	__int128_t cost = exact_cost(m->l, n);
	__int128_t need = cost > one ? one : cost;
	__int128_t burst = exact_burst(m->l), ahead;

	*passed = vtep_bucket_would_pass(b, *state, n, now);
	if (*passed) {
		*state = vtep_bucket_charge(b, *state, n, now);
		exact_pass(m, n, exact_now);
		ahead = exact_ahead(m, exact_now);
		if (ahead > burst + one / 1000 + cost - need) {
			fail("too much passed");
			return false;
		}
		return true;
	}
	ahead = exact_ahead(m, exact_now) + exact_error(b, m);
	if (ahead + need <= burst) {
		fail("refused, and there was room");
		return false;
	}
	return true;
}

/* The burst, which may be of many millions, in few steps */
static bool drain(const struct vtep_bucket *b, struct model *m,
		  uint64_t *state, uint64_t now)
{
	bool passed;

	do {
		if (!step(b, m, state, VTEP_BUCKET_MOST, now, now, &passed))
			return false;
	} while (passed);
	return true;
}

static void random_schedule(const struct limit *l, uint64_t start)
{
	struct model m = { l, (__int128_t)start * l->rate, 0, 0 };
	uint64_t now = start, state = 0, n = 0;
	struct vtep_bucket b;
	bool passed;
	int i;

	conf(&b, l);
	for (i = 0; i < 200000; i++) {
		now += some_gap(l);
		/* now and then a rest, and all at once behind it */
		if (i % 20000 == 10000)
			now += rnd(l->burst * 2000000ULL);
		if (i % 20000 == 10000 + 5000 * (int)rnd(2) &&
		    !drain(&b, &m, &state, now))
			return;
		if (!step(&b, &m, &state, some_frame(l), now, now, &passed))
			return;
		n += passed;
	}
	if (n < 1000 || n > 199000)
		fail("%llu of 200000 passed", (unsigned long long)n);
}

/* Wanting to send always: what passes is the rate. */
static void backlogged(const struct limit *l)
{
	__int128_t one = exact_cost(l, ordinary(l)), all;
	struct model m = { l, (__int128_t)NS * l->rate, 0, 0 };
	uint64_t now = NS, state = 0, gap;
	struct vtep_bucket b;
	bool passed;
	int i;

	conf(&b, l);
	if (!drain(&b, &m, &state, now))
		return;
	/* looked at ten times in the time of a frame, or of many */
	gap = one / l->rate / 10 + 1;
	for (i = 0; i < 300000; i++) {
		now += gap;
		do {
			if (!step(&b, &m, &state, ordinary(l), now, now,
				  &passed))
				return;
		} while (passed);
	}
	all = (__int128_t)(now - NS) * l->rate;
	if (m.passed > all + exact_burst(l) + exact_cost(l, VTEP_BUCKET_MOST))
		fail("more than the rate and the burst");
	if (m.passed < all - exact_error(&b, &m))
		fail("less than the rate");
	/* 1 in 200 at 2^32 packets a second, and nothing at usual rates */
	if (m.passed < all - all / 200)
		fail("rounding takes more than 1 in 200");
	if (l->rate / ordinary(l) <= 1000000 && m.passed < all - all / 100000)
		fail("rounding takes more than 1 in 100000");
}

/* How many ordinary frames pass in one moment. */
static uint64_t at_once(const struct vtep_bucket *b, uint32_t n, uint64_t now,
			uint64_t *state)
{
	uint64_t k;

	for (k = 0; vtep_bucket_would_pass(b, *state, n, now); k++)
		*state = vtep_bucket_charge(b, *state, n, now);
	return k;
}

static void moment(void)
{
	static const struct {
		uint64_t rate;
		uint32_t unit, burst, n;
		uint64_t want;
	} rows[] = {
		{ 1, 1, 100, 1, 1 },
		{ 1, 1, 1000, 1, 1 },
		{ 1, 1, 1999, 1, 1 },
		{ 1, 1, 5000, 1, 5 },
		{ 1, 1, 10000, 1, 10 },
		{ 3, 1, 1000, 1, 3 },
		{ 7, 1, 1000, 1, 7 },
		{ 333, 1, 1000, 1, 333 },
		{ 1000, 1, 10, 1, 10 },
		{ 1000, 1, 1, 1, 1 },
		{ 30000, 1, 10, 1, 300 },
		{ UINT32_MAX, 1, 1, 1, 4294967 },
		{ 1000, 8, 1, FRAME, 1 },
		{ 1000, 8, 10000, 500, 3 },
		{ 1000, 8, 10000, FRAME, 1 },
		{ 12112, 8, 10000, FRAME, 10 },
		{ 10000000, 8, 50, 625, 100 },
	};
	struct vtep_bucket b;
	uint64_t state, got;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		vtep_bucket_conf(&b, rows[i].rate, rows[i].unit, rows[i].burst,
				 rows[i].unit == 1 ? 1 : FRAME);
		state = 0;
		got = at_once(&b, rows[i].n, 1000 * NS, &state);
		/* rounding may take one in a thousand of a great burst */
		if (got > rows[i].want ||
		    got < rows[i].want - rows[i].want / 200)
			fail("row %zu: %llu at once, want %llu", i,
			     (unsigned long long)got,
			     (unsigned long long)rows[i].want);
	}
	test_end("bursts are as long as they were asked for");
}

/* The packets of a frame to be segmented are paid for when it has passed. */
static void gso(void)
{
	const uint64_t t = 1000 * NS;
	struct vtep_bucket b;
	uint64_t state;

	vtep_bucket_conf(&b, 1, 1, 100, 1);
	if (!vtep_bucket_would_pass(&b, 0, 44, t))
		fail("44 packets do not pass a full bucket");
	state = vtep_bucket_charge(&b, 0, 44, t);
	if (vtep_bucket_would_pass(&b, state, 1, t + 43 * NS))
		fail("not paid for");
	if (!vtep_bucket_would_pass(&b, state, 1, t + 44 * NS))
		fail("paid for more than once");

	vtep_bucket_conf(&b, 1000, 8, 100, FRAME);
	if (!vtep_bucket_would_pass(&b, 0, 65536, t))
		fail("64 KiB do not pass a full bucket");
	state = vtep_bucket_charge(&b, 0, 65536, t);
	/* 524.288 s, less what the bucket holds: 12.112 s */
	if (vtep_bucket_would_pass(&b, state, FRAME, t + 524 * NS))
		fail("bytes are not paid for");
	if (!vtep_bucket_would_pass(&b, state, FRAME, t + 525 * NS))
		fail("bytes are paid for more than once");
	test_end("a large frame passes and is paid for");
}

/* Charged by many CPUs that all found room: a debt that has an end. */
static void overdrawn(void)
{
	uint64_t state, now = 1000 * NS;
	struct vtep_bucket b;
	size_t i, k;

	for (i = 0; i < LIMITS; i++) {
		conf(&b, &limits[i]);
		state = 0;
		at_once(&b, VTEP_BUCKET_MOST, now, &state);
		for (k = 0; k < 1000; k++)
			state = vtep_bucket_charge(&b, state, UINT32_MAX, now);
		if (vtep_bucket_would_pass(&b, state, 1, now))
			fail("%s: passes in debt", limits[i].name);
		if (vtep_bucket_would_pass(&b, state, 1, now - NS / 2))
			fail("%s: passes on a CPU that is behind",
			     limits[i].name);
		if (!vtep_bucket_would_pass(&b, state, 1,
					    now + (b.most >> b.fine) + 1))
			fail("%s: in debt for ever", limits[i].name);
	}
	test_end("a debt is bounded");
}

/* After any time without a frame a bucket is full, but for the moment in which
 * time has wrapped; then it is soon.
 */
static void rested(void)
{
	static const uint64_t days[] = { 1, 30, 52, 53, 60, 100, 104, 105, 150,
					 200, 207, 209, 300, 365, 1000, 3000,
					 30000 };
	uint64_t state, now, full, got, wrap;
	struct vtep_bucket b;
	size_t i, k;

	for (i = 0; i < LIMITS; i++) {
		const struct limit *l = &limits[i];

		/* the large ones take long to count */
		if (l->rate / ordinary(l) * l->burst / 1000 > 100000)
			continue;
		conf(&b, l);
		for (k = 0; k < sizeof(days) / sizeof(*days); k++) {
			now = 5 * NS;
			state = 0;
			full = at_once(&b, ordinary(l), now, &state);
			now += days[k] * DAY;
			got = at_once(&b, ordinary(l), now, &state);
			if (got != full)
				fail("%s, %llu days: %llu at once, want %llu",
				     l->name, (unsigned long long)days[k],
				     (unsigned long long)got,
				     (unsigned long long)full);
		}
		if (!b.fine)
			continue;
		wrap = 1ULL << (64 - b.fine);
		state = 0;
		at_once(&b, ordinary(l), 5 * NS, &state);
		now = 5 * NS + wrap + (vtep_bucket_cost(&b, VTEP_BUCKET_MOST) >>
				       b.fine) + NS + 1;
		if (!vtep_bucket_would_pass(&b, state, 1, now))
			fail("%s: still shut when time has wrapped", l->name);
	}
	test_end("an idle bucket is full");
}

/* CPUs do not quite agree on the time: nobody gains by that. */
static void backwards(void)
{
	uint64_t now, seen, k;
	struct vtep_bucket b;
	uint64_t state;
	bool passed;
	size_t i;

	for (i = 0; i < LIMITS; i++) {
		struct model m = { &limits[i], 0, 0, 0 };

		conf(&b, &limits[i]);
		now = 1000 * NS;
		state = 0;
		m.paid = (__int128_t)now * limits[i].rate;
		for (k = 0; k < 50000; k++) {
			now += some_gap(&limits[i]);
			seen = now - rnd(1000000);
			passed = vtep_bucket_would_pass(&b, state,
							some_frame(&limits[i]),
							seen);
			if (!passed)
				continue;
			state = vtep_bucket_charge(&b, state,
						   ordinary(&limits[i]), seen);
			exact_pass(&m, ordinary(&limits[i]), now);
			if (exact_ahead(&m, now) > exact_burst(&limits[i]) +
			    exact_cost(&limits[i], ordinary(&limits[i])) +
			    (__int128_t)1000000 * limits[i].rate) {
				fail("%s: too much passed", limits[i].name);
				break;
			}
		}
	}
	test_end("time that goes back gives nothing away");
}

/* The limit was another one before: what the state says shuts the bucket for no
 * longer than the debt of the largest frame does.
 */
static void changed(void)
{
	struct vtep_bucket from, to;
	uint64_t state, now, most;
	size_t i, k;
	int t;

	for (i = 0; i < LIMITS; i++)
		for (k = 0; k < LIMITS; k++) {
			conf(&from, &limits[i]);
			conf(&to, &limits[k]);
			now = 1000 * NS;
			state = vtep_bucket_charge(&from, 0, UINT32_MAX, now);
			most = (to.most >> to.fine) + NS + 1;
			for (t = 0; t < 10000; t++, now += NS / 10)
				if (!vtep_bucket_would_pass(&to, state, 1,
							    now) &&
				    !vtep_bucket_would_pass(&to, state, 1,
							    now + most)) {
					fail("from %s to %s: shut",
					     limits[i].name, limits[k].name);
					break;
				}
		}
	test_end("a bucket outlives a change of its limit");
}

/* Rates that nobody has; arithmetic must hold. */
static void extremes(void)
{
	static const uint64_t rates[] = { 1, 2, 999, UINT32_MAX, 1ULL << 40,
					  1ULL << 62, UINT64_MAX };
	static const uint32_t bursts[] = { 0, 1, 10000, UINT32_MAX };
	struct vtep_bucket b;
	size_t i, k;
	int unit;

	for (i = 0; i < sizeof(rates) / sizeof(*rates); i++)
		for (k = 0; k < sizeof(bursts) / sizeof(*bursts); k++)
			for (unit = 1; unit <= 8; unit += 7) {
				vtep_bucket_conf(&b, rates[i], unit, bursts[k],
						 unit == 1 ? 1 : FRAME);
				if (!b.each || !b.one || b.burst < b.one ||
				    b.most < b.burst)
					fail("%llu: not a limit",
					     (unsigned long long)rates[i]);
				/* bits would be lost above */
				if (vtep_bucket_cost(&b, UINT32_MAX) > b.most)
					fail("%llu: a cost above all",
					     (unsigned long long)rates[i]);
				if (!vtep_bucket_would_pass(&b, 0, UINT32_MAX,
							    NS))
					fail("%llu: shut from the start",
					     (unsigned long long)rates[i]);
			}
	vtep_bucket_conf(&b, 0, 1, 100, 1);
	if (b.each)
		fail("no rate is a limit");
	test_end("any rate and burst");
}

int main(void)
{
	struct vtep_bucket b;
	size_t i;

	for (i = 0; i < LIMITS; i++) {
		conf(&b, &limits[i]);
		random_schedule(&limits[i], 5 * NS);
		test_end("%s: random schedule", limits[i].name);
		/* time as the bucket counts it wraps on the way */
		if (b.fine) {
			random_schedule(&limits[i],
					(1ULL << (64 - b.fine)) - 1000);
			test_end("%s: random schedule, time wraps",
				 limits[i].name);
		}
		backlogged(&limits[i]);
		test_end("%s: backlogged", limits[i].name);
	}
	moment();
	gso();
	overdrawn();
	rested();
	backwards();
	changed();
	extremes();
	return tap_done();
}
