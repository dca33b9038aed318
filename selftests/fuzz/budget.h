/* SPDX-License-Identifier: GPL-2.0 */
/* How long to go on, and with which seed. */
#ifndef FUZZ_BUDGET_H
#define FUZZ_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

struct budget {
	uint64_t count;		/* at most so many; 0: no matter */
	unsigned int seconds;	/* at most so long; 0: no matter */
	uint64_t seed;		/* 0: of the clock */
	uint64_t done;
	uint64_t end;		/* CLOCK_MONOTONIC, seconds */
};

/* budget_parse() - take -n COUNT, -t SECONDS and -s SEED, and say which seed
 *
 * Return: the index of the first argument after them; ends the process if they make no
 * sense or set no end.
 */
int budget_parse(struct budget *b, int argc, char **argv, const char *usage);

/* One more? */
bool budget_next(struct budget *b);

#endif /* FUZZ_BUDGET_H */
