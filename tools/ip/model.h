/* SPDX-License-Identifier: GPL-2.0 */
/* What the user said: one slot per word, in the order of vtep_words[].
 * parse.c fills it, request.c writes it into the request.
 */
#ifndef VTEP_MODEL_H
#define VTEP_MODEL_H

#include <netinet/in.h>
#include <linux/if_link.h>

#include "words.h"

struct slot {
	__u16 attr;		/* 0: not given */
	__u16 len;
	sa_family_t family;	/* of an address; AF_UNSPEC: `any` */
	union {
		__u8 u8;
		__be16 be16;
		__u32 u32;
		__be32 be32;
		struct ifla_vxlan_port_range range;
		struct in_addr in4;
		struct in6_addr in6;
	} data;
};

struct model {
	struct slot slots[VTEP_MAX_WORDS];	/* as vtep_words[] */
	const struct slot *remote;	/* of `group` or `remote` */
	const struct slot *local;
};

/* request.c: not zero: refused, and it said why */
int vtep_put_model(struct nlmsghdr *n, const struct model *m);

#endif /* VTEP_MODEL_H */
