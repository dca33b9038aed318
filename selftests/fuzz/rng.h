/* SPDX-License-Identifier: GPL-2.0 */
/* Random numbers that a seed repeats, on any machine (SplitMix64, by Sebastiano
 * Vigna, public domain: https://prng.di.unimi.it/splitmix64.c).
 */
#ifndef FUZZ_RNG_H
#define FUZZ_RNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct rng {
	uint64_t state;
};

static inline uint64_t rng_next(struct rng *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

/* Of 0 .. n - 1; n is not 0. */
static inline uint32_t rng_below(struct rng *r, uint32_t n)
{
	return (rng_next(r) >> 32) * n >> 32;
}

/* True once in n times */
static inline bool rng_one_in(struct rng *r, uint32_t n)
{
	return rng_below(r, n) == 0;
}

static inline void rng_fill(struct rng *r, void *buf, size_t len)
{
	uint8_t *p = buf;

	for (; len; len--)
		*p++ = rng_next(r) >> 56;
}

#endif /* FUZZ_RNG_H */
