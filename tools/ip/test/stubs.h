/* SPDX-License-Identifier: GPL-2.0 */
/* Stand-ins for what `ip` exports, which record instead of doing. */
#ifndef VTEP_TEST_STUBS_H
#define VTEP_TEST_STUBS_H

#include "words.h"

extern bool stub_json;
extern char stub_out[4096];	/* what was printed, text or JSON members */

void stub_reset(bool json);

/* An empty request as `ip link add` (@flags NLM_F_CREATE) or `set` has it. */
struct request {
	struct nlmsghdr n;
	char room[IPROUTE_REQ_MAX];
};

void request_init(struct request *req, __u16 flags);

#endif /* VTEP_TEST_STUBS_H */
