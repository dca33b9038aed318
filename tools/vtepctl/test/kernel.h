/* SPDX-License-Identifier: GPL-2.0 */
/* A kernel made of functions: libmnl's socket calls are replaced by ones that
 * answer from a list, and whole commands run against it.
 */
#ifndef VTEPCTL_TEST_KERNEL_H
#define VTEPCTL_TEST_KERNEL_H

#include <libmnl/libmnl.h>

#include "run.h"

extern struct kernel {
	bool no_family;
	bool stop_at_end;		/* send SIGTERM when all is said */
	bool stop_at_last;		/* likewise, with the last answer */
	int fail_errno;			/* of a receive at the end */
	char *answers[64];		/* datagrams; nlmsghdr in each */
	size_t lens[64];
	int errors[64];			/* in the place of an answer */
	size_t nr, next;
	uint32_t seq;
	bool asked_family;
	uint32_t vni_set;		/* of the last vni-set */
	uint8_t cmd;			/* the last one */
	uint32_t attrs;			/* 1 << type, of the last one */
	size_t prefixes;		/* of the last source-set */
	int opened, closed, sent;
	int fd;
} kernel;

/* Once before the first test; the tests do it after each. */
void kernel_reset(void);

/* What is answered, in this order; the copy may be changed. A sequence number
 * that is not 0 makes it an answer to something else.
 */
struct nlmsghdr *answer(const struct nlmsghdr *nlh);
struct nlmsghdr *answer_msg(struct nlmsghdr *(*msg)(void *buf));
struct nlmsghdr *answer_peer(const char *addr);
/* A receive that fails, in the place of an answer */
void answer_error(int error);
struct nlmsghdr *answer_done(int error, const char *msg);
void answer_ack(int error, const char *msg);

#endif /* VTEPCTL_TEST_KERNEL_H */
