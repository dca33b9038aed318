/* SPDX-License-Identifier: GPL-2.0 */
/* A received frame on its way from the UDP socket to the VTEP's netdevice. */
#ifndef VTEP_RX_H
#define VTEP_RX_H

#include <linux/ipv6.h>
#include <linux/udp.h>
#include <net/ip.h>

#include <vtep/wire.h>

#include "vtep.h"

/* What is between a datagram and the frame in it. */
#define VTEP_HLEN	(sizeof(struct udphdr) + sizeof(struct vtep_wire))

/* What its steps have found out; lives as long as their RCU read section. It is
 * cleared for each frame: what another member tells has none of its own.
 */
struct vtep_rx {
	struct vtep *vtep;
	struct vtep_vni *seg;
	const struct vtep_live *live;
	u32 vni;		/* on the wire; @seg's may be VTEP_VNI_ANY */
	int outer;		/* outer IP header, as an offset from
				 * skb->head: inner headers take its place
				 */
	int inner;		/* inner Ethernet header, likewise */
	int ifindex;		/* where it came in; a VRF's port */
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

/* To whom a datagram was sent whose outer IP header is @outer. */
static inline void vtep_outer_dest(sa_family_t family, const void *outer,
				   struct in6_addr *addr)
{
	const struct ipv6hdr *ip6h = outer;
	const struct iphdr *iph = outer;

	if (family == AF_INET)
		vtep_addr_set4(addr, iph->daddr);
	else
		*addr = ip6h->daddr;
}

/* Where a datagram came in. In a VRF that is the port, of which memberships of
 * groups and link-local addresses are.
 */
static inline int vtep_outer_ifindex(sa_family_t family,
				     const struct sk_buff *skb)
{
	int port = family == AF_INET ? inet_sdif(skb) : inet6_sdif(skb);

	return port ?: skb->dev->ifindex;
}

/* Who sent a datagram, whose IP header is the network header still. Where it
 * came in is part of who a link-local address is.
 */
static inline void vtep_outer_source(sa_family_t family, __be16 port,
				     const struct sk_buff *skb,
				     struct vtep_peer_key *from)
{
	if (family == AF_INET)
		vtep_addr_set4(&from->addr, ip_hdr(skb)->saddr);
	else
		from->addr = ipv6_hdr(skb)->saddr;
	vtep_peer_key_fill(from, port, vtep_outer_ifindex(family, skb));
}

#endif /* VTEP_RX_H */
