/* SPDX-License-Identifier: GPL-2.0 */
/* Token buckets: how much of something may pass in a second.
 *
 * Pure: no allocation, no kernel services, so that user-space tests compile
 * the very code the module runs.
 *
 * The state of a bucket is one number, which is what makes it cheap to share
 * between CPUs: the time by which all that has passed is paid for at the rate
 * (the "theoretical arrival time" of ITU-T I.371's GCRA). In the past: the
 * bucket is full. Ahead of now: so much of it is gone, and it is in debt when
 * that is more than the burst.
 *
 * What passes costs time, worked out without a division. Time is counted in
 * 1 / 2^fine nanoseconds, finer the higher the rate, so that a cost has
 * 20 bits or, above a million per second, at least 8. Costs are rounded up:
 * never does more pass than the rate allows.
 *
 * Time may wrap, be it after decades of a low rate or after 208 days of a
 * high one: all that counts is how far ahead of now a state is, and what is
 * further ahead than it can be is of the past. Whoever comes back to a bucket
 * in the moment it has wrapped finds it in debt, for as long as the largest
 * frame there is would take, and a second.
 */
#ifndef VTEP_BUCKET_H
#define VTEP_BUCKET_H

#include <linux/types.h>
#ifdef __KERNEL__
#include <linux/math64.h>
#else
#include <stdbool.h>
#endif

#define VTEP_BUCKET_SHIFT	16	/* fraction of vtep_bucket.each */
#define VTEP_BUCKET_FINE	10	/* at most so fine */
#define VTEP_BUCKET_BITS	20	/* wanted of a cost */
#define VTEP_BUCKET_MOST	(1U << 20) /* no frame has more bytes, or more
					    * frames in it
					    */
#define VTEP_BUCKET_SLACK	1000000000ULL /* ns by which one CPU's time may
					       * be behind another's
					       */

/* A limit as frames are held against it; times are in its own unit. */
struct vtep_bucket {
	__u64 each;	/* cost of one, << VTEP_BUCKET_SHIFT; 0: no limit */
	__u64 one;	/* cost of an ordinary frame */
	__u64 burst;	/* a state may be so far ahead of now */
	__u64 most;	/* and is never further ahead than that */
	__u32 fine;	/* the unit is 1 / 2^fine ns */
};

/* a / b, rounded up; a is not 0 */
static inline __u64 vtep_bucket_div(__u64 a, __u64 b)
{
#ifdef __KERNEL__
	return div64_u64(a - 1, b) + 1;
#else
	return (a - 1) / b + 1;
#endif
}

/* Cost of @n, rounded up. */
static inline __u64 vtep_bucket_cost(const struct vtep_bucket *b, __u32 n)
{
	const __u64 fraction = (1ULL << VTEP_BUCKET_SHIFT) - 1;

	if (n > VTEP_BUCKET_MOST)
		n = VTEP_BUCKET_MOST;
#ifdef __KERNEL__
	return mul_u64_u32_shr(b->each, n, VTEP_BUCKET_SHIFT) +
	       !!(b->each * n & fraction);
#else
	return (__u64)((__uint128_t)b->each * n >> VTEP_BUCKET_SHIFT) +
	       !!(b->each * n & fraction);
#endif
}

/**
 * vtep_bucket_conf() - work a limit out
 * @b: filled in
 * @rate: so much may pass in a second; 0: no limit
 * @unit: that is what one of those counted has of it: 1, or 8 bits of a byte
 * @burst: milliseconds of the rate that may pass at once
 * @one: how many an ordinary frame has: 1, or its bytes. At least that may
 *	pass at once
 */
static inline void vtep_bucket_conf(struct vtep_bucket *b, __u64 rate,
				    __u32 unit, __u32 burst, __u32 one)
{
	__u64 ns = 1000000000ULL * unit;

	*b = (struct vtep_bucket){};
	if (!rate)
		return;

	/* Coarser where a cost has bits enough, so that time wraps late. */
	while (b->fine < VTEP_BUCKET_FINE &&
	       vtep_bucket_div(ns << b->fine, rate) < 1U << VTEP_BUCKET_BITS)
		b->fine++;
	b->each = vtep_bucket_div(ns << (b->fine + VTEP_BUCKET_SHIFT), rate);
	b->one = vtep_bucket_cost(b, one);
	b->burst = 1000000ULL * burst << b->fine;
	if (b->burst < b->one)
		b->burst = b->one;
	/* For costs that were rounded up: the last frame of a burst passes. */
	b->burst += b->one >> 10;
	b->most = b->burst + vtep_bucket_cost(b, VTEP_BUCKET_MOST);
}

/* How far a state is ahead of now. */
static inline __u64 vtep_bucket_ahead(const struct vtep_bucket *b, __u64 state,
				      __u64 now)
{
	__u64 ahead = state - (now << b->fine);

	return ahead > b->most + (VTEP_BUCKET_SLACK << b->fine) ? 0 : ahead;
}

/**
 * vtep_bucket_would_pass() - is there room for a frame?
 * @b: the limit, which is one
 * @state: the bucket; 0 at first
 * @n: how many the frame has of what is counted
 * @now: nanoseconds
 *
 * Of a larger frame than an ordinary one, such as one to be segmented by the
 * device, only as much as that has must find room: it would never pass a small
 * bucket otherwise. It is paid for in full afterwards.
 *
 * Return: true if so.
 */
static inline bool vtep_bucket_would_pass(const struct vtep_bucket *b,
					  __u64 state, __u32 n, __u64 now)
{
	__u64 cost = vtep_bucket_cost(b, n);

	if (cost > b->one)
		cost = b->one;
	return vtep_bucket_ahead(b, state, now) + cost <= b->burst;
}

/**
 * vtep_bucket_charge() - let a frame pass
 * @b: the limit, which is one
 * @state: the bucket
 * @n: how many the frame has of what is counted
 * @now: nanoseconds
 *
 * Return: the bucket with the frame paid for.
 */
static inline __u64 vtep_bucket_charge(const struct vtep_bucket *b,
				       __u64 state, __u32 n, __u64 now)
{
	__u64 ahead = vtep_bucket_ahead(b, state, now);

	ahead += vtep_bucket_cost(b, n);
	/* Only where several CPUs found room for a large frame at once */
	if (ahead > b->most)
		ahead = b->most;
	return (now << b->fine) + ahead;
}

#endif /* VTEP_BUCKET_H */
