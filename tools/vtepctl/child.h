/* SPDX-License-Identifier: GPL-2.0 */
/* Batches for ip(8) and bridge(8), run without a shell. */
#ifndef VTEPCTL_CHILD_H
#define VTEPCTL_CHILD_H

#include "model.h"

enum {
	CHILD_FAILED = -1,	/* not started, or ended in an odd way */
	CHILD_DONE = 0,
};

enum child_flags {
	CHILD_FORCE = 1 << 0,	/* it goes on after a line that failed */
	CHILD_SHIELD = 1 << 1,	/* signals to stop do not reach it */
};

/**
 * child_batch() - run `PROGRAM -batch -`
 * @program: its name, looked for in PATH
 * @flags: of enum child_flags
 * @text: what it reads, @len octets
 * @err: what happened, when that was not the failure of a line
 *
 * What it says on standard error is passed on.
 *
 * Return: CHILD_DONE; CHILD_FAILED with @err; or the number of the (first)
 * line that failed.
 */
long child_batch(const char *program, unsigned int flags, const char *text,
		 size_t len, struct error *err);

#endif /* VTEPCTL_CHILD_H */
