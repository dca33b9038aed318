/* SPDX-License-Identifier: GPL-2.0 */
/* A received frame on its way from the UDP socket to the VTEP's netdevice. */
#ifndef VTEP_RX_H
#define VTEP_RX_H

#include "vtep.h"

/* What its steps have found out; lives as long as their RCU read section. */
struct vtep_rx {
	struct vtep *vtep;
	struct vtep_vni *seg;
	const struct vtep_live *live;
	const struct vtep_cfg *cfg;	/* of @live */
	u32 vni;		/* on the wire; @seg's may be VTEP_VNI_ANY */
	int outer;		/* outer IP header, as an offset from
				 * skb->head: inner headers take its place
				 */
	struct in6_addr dest;	/* outer destination */
	int ifindex;		/* where a datagram to a group came in */
	bool by_group;		/* outer destination is a group */
	bool bum;		/* flooded to us */
	struct vtep_claim claim; /* who says to have which MAC */
};

/* The outer IP header. Pulling may move the head: not to be kept. */
static inline const void *vtep_rx_outer(const struct vtep_rx *rx,
					const struct sk_buff *skb)
{
	return skb->head + rx->outer;
}

#endif /* VTEP_RX_H */
