/* SPDX-License-Identifier: GPL-2.0 */
/* One copy of a frame, out by the underlay. */
#ifndef VTEP_OUTPUT_H
#define VTEP_OUTPUT_H

#include "attach.h"

/* What all copies of one frame have in common; worked out once. It is small
 * enough to be cleared by plain stores: kernels clear what is on the stack
 * (INIT_STACK_ALL_ZERO), and what is longer than 40 bytes by a string
 * instruction, which takes longer to begin than these do.
 */
struct vtep_frame {
	struct vtep *vtep;
	const struct vtep_live *live;
	struct vtep_attach at;
	__be16 sport;
	u8 dsfield;		/* inner DS field, 0 when not IP */
	u8 ttl;			/* inner TTL or hop limit, likewise */
	bool df;		/* inner asks not to be fragmented */
	bool bum;		/* flooded */
};

/* Where one copy goes, and how. */
struct vtep_dest {
	const struct vtep_peer_key *key;
	const struct in6_addr *local;	/* any: the route's choice */
	struct dst_cache *cache;	/* NULL: look the route up */
	struct vtep_counts __percpu *counts; /* of the peer, or NULL */
	__be32 label;
	u32 vni;
	u8 tos;
	u8 ttl;				/* 0: the route's, 1 for groups */
	bool df;			/* IPv4 */
	bool csum;
};

u32 vtep_output_mtu(struct vtep *vtep, const struct vtep_peer_key *key);
void vtep_output(const struct vtep_frame *fr, struct sk_buff *skb,
		 const struct vtep_dest *to);

#endif /* VTEP_OUTPUT_H */
