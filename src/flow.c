// SPDX-License-Identifier: GPL-2.0
/* The flow of an inner frame, as one number: entropy for the paths of the
 * underlay (RFC 7348 section 5).
 *
 * The kernel's own flow hash looks for a dozen protocols and asks BPF before it
 * does. That is the largest single part of what a small packet costs, and most
 * packets are TCP or UDP right behind an IP header: these are looked at here,
 * and only what is not so simple is left to the kernel.
 */
#include <linux/etherdevice.h>
#include <linux/jhash.h>
#include <linux/once.h>
#include <linux/siphash.h>
#include <net/ip.h>
#include <net/ipv6.h>

#include "flow.h"

/* As in the kernel: who sees the ports does not learn the key, by which hosts
 * could be told apart, or flows be aimed at one path.
 */
static hsiphash_key_t vtep_flow_key __read_mostly;

/* The ports of @proto, whose header is at @at: false if it has none, or they
 * are not all there.
 */
static bool vtep_flow_ports(const struct sk_buff *skb, int at, u8 proto,
			    u32 *ports)
{
	int off = proto_ports_offset(proto);
	const void *p;
	u32 buf;

	if (off < 0)
		return false;
	p = skb_header_pointer(skb, at + off, sizeof(buf), &buf);
	if (!p)
		return false;
	memcpy(ports, p, sizeof(*ports));
	return true;
}

static bool vtep_flow4(const struct sk_buff *skb, u32 *hash)
{
	const struct iphdr *iph = ip_hdr(skb);
	u32 ports;

	if (iph->ihl < 5 || ip_is_fragment(iph) ||
	    !vtep_flow_ports(skb, skb_network_offset(skb) + iph->ihl * 4,
			     iph->protocol, &ports))
		return false;

	*hash = hsiphash_4u32((__force u32)iph->saddr,
			      (__force u32)iph->daddr, ports, iph->protocol,
			      &vtep_flow_key);
	return true;
}

static bool vtep_flow6(const struct sk_buff *skb, u32 *hash)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);
	struct {
		struct in6_addr saddr;
		struct in6_addr daddr;
		u32 ports;
		u32 proto;
	} __aligned(HSIPHASH_ALIGNMENT) flow;

	if (!vtep_flow_ports(skb, skb_network_offset(skb) + sizeof(*ip6h),
			     ip6h->nexthdr, &flow.ports))
		return false;

	flow.saddr = ip6h->saddr;
	flow.daddr = ip6h->daddr;
	flow.proto = ip6h->nexthdr;
	*hash = hsiphash(&flow, sizeof(flow), &vtep_flow_key);
	return true;
}

/* The kernel's hash of what is not IP covers the EtherType and little else: all
 * of a segment's ARP or FCoE would take one path. The addresses that any frame
 * has tell its flows apart.
 */
static u32 vtep_flow_macs(struct sk_buff *skb)
{
	return jhash(eth_hdr(skb), 2 * ETH_ALEN, skb_get_hash(skb));
}

/**
 * vtep_flow_hash() - which flow is it?
 * @skb: frame, its MAC and network headers set. Gets the hash, which is that of
 *	 all its copies, and if it is of ports also chooses queues below.
 *
 * A hash that it has already, of a socket or a NIC, is taken.
 *
 * Context: any.
 *
 * Return: a number that the frames of one flow share.
 */
u32 vtep_flow_hash(struct sk_buff *skb)
{
	bool found = false;
	u32 hash;

	net_get_random_once(&vtep_flow_key, sizeof(vtep_flow_key));

	if (skb->protocol != htons(ETH_P_IP) &&
	    skb->protocol != htons(ETH_P_IPV6)) {
		hash = vtep_flow_macs(skb);
		__skb_set_sw_hash(skb, hash, false);
		return hash;
	}

	if (skb->l4_hash || skb->sw_hash)
		return skb->hash;
	if (skb->protocol == htons(ETH_P_IP))
		found = pskb_network_may_pull(skb, sizeof(struct iphdr)) &&
			vtep_flow4(skb, &hash);
	else
		found = pskb_network_may_pull(skb, sizeof(struct ipv6hdr)) &&
			vtep_flow6(skb, &hash);
	if (unlikely(!found))
		return skb_get_hash(skb);

	__skb_set_sw_hash(skb, hash, true);
	return hash;
}
