// SPDX-License-Identifier: GPL-2.0
/* See kcov.h, and the kernel's Documentation/dev-tools/kcov.rst. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kcov.h"

#define KCOV_FILE	"/sys/kernel/debug/kcov"
#define KCOV_INIT_TRACE	_IOR('c', 1, unsigned long)
#define KCOV_ENABLE	_IO('c', 100)
#define KCOV_TRACE_PC	0
#define KCOV_WORDS	(64 * 1024)

/* Places by their hash, one byte each: two that share one are taken for the same.
 * Large beside the ten thousand that there are.
 */
#define SEEN_BITS	20

static unsigned long *cover;
static unsigned char *seen;
static unsigned int total;

bool kcov_open(void)
{
	int fd = open(KCOV_FILE, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return false;
	seen = calloc(1, 1 << SEEN_BITS);
	if (!seen || ioctl(fd, KCOV_INIT_TRACE, KCOV_WORDS))
		goto err;
	cover = mmap(NULL, KCOV_WORDS * sizeof(*cover), PROT_READ | PROT_WRITE,
		     MAP_SHARED, fd, 0);
	if (cover == MAP_FAILED || ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC))
		goto err;
	/* It stays open and watching until the process ends. */
	return true;

err:
	perror(KCOV_FILE);
	exit(2);
}

void kcov_start(void)
{
	if (cover)
		__atomic_store_n(&cover[0], 0, __ATOMIC_RELAXED);
}

/* By whom a place was seen */
#define SEEN_ONE	1
#define SEEN_MANY	2

static unsigned int unseen_by(unsigned char whom, unsigned char mark)
{
	unsigned int new = 0;
	unsigned long i, n;

	if (!cover)
		return 0;
	n = __atomic_load_n(&cover[0], __ATOMIC_RELAXED);
	for (i = 1; i <= n; i++) {
		uint32_t h = ((uint64_t)cover[i] * 0x9e3779b97f4a7c15) >>
			     (64 - SEEN_BITS);

		new += !(seen[h] & whom);
		total += !seen[h];
		seen[h] |= mark;
	}
	return new;
}

unsigned int kcov_new(void)
{
	return unseen_by(SEEN_ONE, SEEN_ONE | SEEN_MANY);
}

unsigned int kcov_new_of_many(void)
{
	return unseen_by(SEEN_MANY, SEEN_MANY);
}

unsigned int kcov_total(void)
{
	return total;
}
