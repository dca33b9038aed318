// SPDX-License-Identifier: GPL-2.0
/* See budget.h. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "budget.h"

static uint64_t number(const char *what, const char *text)
{
	char *end;
	uint64_t n;

	errno = 0;
	n = strtoull(text, &end, 0);
	if (errno || end == text || *end || text[0] == '-') {
		fprintf(stderr, "%s %s: not a number\n", what, text);
		exit(2);
	}
	return n;
}

static uint64_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec;
}

int budget_parse(struct budget *b, int argc, char **argv, const char *usage)
{
	int option;

	*b = (struct budget){};
	while ((option = getopt(argc, argv, "+n:t:s:")) != -1) {
		switch (option) {
		case 'n':
			b->count = number("-n", optarg);
			break;
		case 't':
			b->seconds = number("-t", optarg);
			break;
		case 's':
			b->seed = number("-s", optarg);
			break;
		default:
			fputs(usage, stderr);
			exit(2);
		}
	}
	if (!b->count && !b->seconds) {
		fputs(usage, stderr);
		exit(2);
	}
	if (!b->seed)
		b->seed = (uint64_t)time(NULL) << 20 ^ (uint64_t)getpid();
	printf("# seed %" PRIu64 "\n", b->seed);
	fflush(stdout);
	b->end = now() + b->seconds;
	return optind;
}

/* The clock is a system call: asked once in a while. */
bool budget_next(struct budget *b)
{
	if (b->count && b->done >= b->count)
		return false;
	if (b->seconds && b->done % 64 == 0 && now() >= b->end)
		return false;
	b->done++;
	return true;
}
