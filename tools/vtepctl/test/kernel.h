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
	int fail_errno;			/* of a receive at the end */
	char *answers[16];		/* datagrams; nlmsghdr in each */
	size_t lens[16];
	size_t nr, next;
	uint32_t seq;
	bool asked_family;
	uint32_t vni_set;		/* of the last vni-set */
	uint8_t cmd;			/* the last one */
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
struct nlmsghdr *answer_done(int error, const char *msg);
void answer_ack(int error, const char *msg);

#endif /* VTEPCTL_TEST_KERNEL_H */
