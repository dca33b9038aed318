// SPDX-License-Identifier: GPL-2.0
/* What of the module's packet path is pure, under libFuzzer: the VXLAN header and the
 * token buckets, against readings of their own of what they promise.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <vtep/bucket.h>
#include <vtep/wire.h>

static void must(bool held)
{
	if (!held)
		abort();
}

/* RFC 7348 section 5, byte by byte */
static void fuzz_parse(const uint8_t *p)
{
	const uint32_t before = 0xdeadbeef;
	struct vtep_wire w;
	uint32_t vni = before;
	uint8_t built[8];

	memcpy(&w, p, sizeof(w));
	if (!vtep_wire_parse(&w, &vni)) {
		must(!(p[0] & 0x08));
		must(vni == before);
		return;
	}
	must(p[0] & 0x08);
	must(vni == ((uint32_t)p[4] << 16 | p[5] << 8 | p[6]));
	must(vni <= VTEP_VNI_MAX);

	/* Built, it is the same but for what is reserved. */
	memset(&w, 0xff, sizeof(w));
	vtep_wire_build(&w, vni);
	memcpy(built, &w, sizeof(w));
	must(built[0] == 0x08 && !built[1] && !built[2] && !built[3]);
	must(!memcmp(built + 4, p + 4, 3) && !built[7]);
}

/* What genl lets in */
struct limit {
	uint64_t rate;
	uint32_t unit;		/* 1: packets; 8: bits, counted in bytes */
	uint32_t burst;		/* ms */
	uint32_t one;
};

static uint64_t take(const uint8_t **p, size_t *len, size_t bytes)
{
	uint64_t v = 0;

	for (; bytes && *len; bytes--, (*len)--)
		v = v << 8 | *(*p)++;
	return v;
}

static struct limit take_limit(const uint8_t **p, size_t *len)
{
	struct limit l = { .unit = 1, .one = 1 };

	if (take(p, len, 1) & 1) {
		l.unit = 8;
		l.one = 1514;
		l.rate = take(p, len, 8);
		if (l.rate < 1000)
			l.rate = 1000;
	} else {
		l.rate = take(p, len, 4);
		l.rate += !l.rate;
	}
	l.burst = 1 + take(p, len, 2) % 10000;
	return l;
}

/* The limit's own promises: costs that are not less than the rate has them, times that
 * do not come near the end of theirs.
 */
static void check_conf(const struct limit *l, const struct vtep_bucket *b)
{
	__uint128_t ns = (__uint128_t)1000000000 * l->unit << b->fine;

	must(b->fine <= VTEP_BUCKET_FINE);
	must((__uint128_t)b->each * l->rate >= ns << VTEP_BUCKET_SHIFT);
	must((__uint128_t)b->one * l->rate >= ns * l->one);
	must(b->one && b->burst >= b->one && b->most > b->burst);
	must(b->most <= UINT64_MAX / 4);
}

/* Frames at any times: never does more pass than burst and rate allow. A frame larger
 * than an ordinary one passes where that would, and is paid for afterwards.
 */
static void fuzz_bucket(const uint8_t *p, size_t len)
{
	struct limit l = take_limit(&p, &len);
	uint64_t now, start, state = 0;
	__uint128_t passed = 0;
	struct vtep_bucket b;
	uint32_t n, most = 1;

	vtep_bucket_conf(&b, l.rate, l.unit, l.burst, l.one);
	check_conf(&l, &b);
	/* A bucket that is not in use is of the past, unless time has wrapped. */
	start = take(&p, &len, 5) + 1;
	now = start;
	while (len) {
		now += take(&p, &len, 4);
		n = 1 + take(&p, &len, 3) % VTEP_BUCKET_MOST;
		if (!vtep_bucket_would_pass(&b, state, n, now))
			continue;
		state = vtep_bucket_charge(&b, state, n, now);
		must(vtep_bucket_ahead(&b, state, now) <= b.most);
		passed += n;
		if (n > most)
			most = n;
	}

	/* In units of time: what passed, less the last one's debt, costs no more than
	 * the time there was and the burst.
	 */
	__uint128_t had = ((__uint128_t)(now - start) << b.fine) + b.burst +
			  vtep_bucket_cost(&b, most);
	__uint128_t cost = passed * (((__uint128_t)1000000000 * l.unit) << b.fine) /
			   l.rate;

	must(cost <= had);
}

/* States and times of any kind, as after time has wrapped: no answer is out of range.
 */
static void fuzz_wrap(const uint8_t *p, size_t len)
{
	struct limit l = take_limit(&p, &len);
	uint64_t state = take(&p, &len, 8);
	uint64_t now = take(&p, &len, 8);
	uint32_t n = take(&p, &len, 4);
	struct vtep_bucket b;
	uint64_t ahead;

	vtep_bucket_conf(&b, l.rate, l.unit, l.burst, l.one);
	ahead = vtep_bucket_ahead(&b, state, now);
	must(ahead <= b.most + (VTEP_BUCKET_SLACK << b.fine));
	state = vtep_bucket_charge(&b, state, n, now);
	must(vtep_bucket_ahead(&b, state, now) <= b.most);
	/* Charged once more it is no fuller. */
	ahead = vtep_bucket_ahead(&b, state, now);
	state = vtep_bucket_charge(&b, state, n, now);
	must(vtep_bucket_ahead(&b, state, now) >= ahead);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size)
		return 0;
	switch (data[0] & 3) {
	case 0:
	case 1:
		if (size >= 9)
			fuzz_parse(data + 1);
		break;
	case 2:
		fuzz_bucket(data + 1, size - 1);
		break;
	default:
		fuzz_wrap(data + 1, size - 1);
	}
	return 0;
}
