// SPDX-License-Identifier: GPL-2.0
/* One copy of a frame, out by the underlay: route, path MTU, outer headers
 * (RFC 7348 sections 4.3 and 5).
 */
#include <linux/icmpv6.h>
#include <linux/if_vlan.h>
#include <net/dst_metadata.h>
#include <net/flow.h>
#include <net/icmp.h>
#include <net/inet_ecn.h>
#include <net/ip.h>
#include <net/ip6_route.h>
#include <net/ip_tunnels.h>
#include <net/ipv6.h>
#include <net/udp.h>
#include <net/udp_tunnel.h>

#include <vtep/wire.h>

#include "drop.h"
#include "output.h"

/* Tunnels in tunnels, on one stack; those that send by each other are endless.
 * The kernel's limit for any device is higher, but tunnels need more of the
 * stack: newer ones have this one for theirs.
 */
#define VTEP_NEST_MAX	5

/* RFC 6040 section 4.1, normal mode: the outer ECN field is the inner one.
 * INET_ECN_encapsulate() is RFC 3168's, which hides a CE mark.
 */
static u8 vtep_add_ecn(const struct vtep_frame *fr, u8 tos)
{
	return (tos & ~INET_ECN_MASK) | (fr->dsfield & INET_ECN_MASK);
}

/* 0 leaves it to the route. */
static u8 vtep_outer_ttl(const struct vtep_dest *to)
{
	if (!to->ttl && vtep_addr_is_multicast(&to->key->addr))
		return 1;
	return to->ttl;
}

/* Another one once the VTEP is in another VRF; either of them will do. */
static const struct vtep_sock *vtep_out_sock(const struct vtep_frame *fr)
{
	return READ_ONCE(fr->vtep->sock);
}

static int vtep_outer_oif(const struct vtep_frame *fr,
			  const struct vtep_dest *to)
{
	return to->key->ifindex ?: vtep_out_sock(fr)->l3mdev;
}

/* Metadata of a frame that was to be sent, made those of one received: from
 * where it was to go. Left out without memory; the frame is then one without.
 */
static void vtep_reflect_info(struct sk_buff *skb, sa_family_t family)
{
	struct ip_tunnel_info *info;

	if (!skb_tunnel_info(skb))
		return;
	info = skb_tunnel_info_unclone(skb);
	if (!info) {
		skb_dst_drop(skb);
		return;
	}
	if (family == AF_INET)
		swap(info->key.u.ipv4.src, info->key.u.ipv4.dst);
	else
		swap(info->key.u.ipv6.src, info->key.u.ipv6.dst);
	info->mode &= ~IP_TUNNEL_INFO_TX;
}

/* The inner frame came back as ICMP "too big" to its own sender, who is in the
 * VLAN that it came from.
 */
static void vtep_reflect(const struct vtep_frame *fr, struct sk_buff *skb)
{
	const struct vtep_vni *seg = fr->at.seg;
	struct vtep *vtep = fr->vtep;

	vtep_reflect_info(skb, fr->live->cfg.family);
	if (seg->vlan)
		__vlan_hwaccel_put_tag(skb, htons(ETH_P_8021Q), seg->vlan);
	skb->pkt_type = PACKET_HOST;
	skb->encapsulation = 0;
	skb->dev = vtep->dev;
	__skb_pull(skb, skb_network_offset(skb));
	netif_rx(skb);
}

static bool vtep_fits(const struct sk_buff *skb, unsigned int mtu)
{
	if (skb_is_gso(skb))
		return skb_gso_validate_network_len(skb, mtu);
	return skb->len - skb_network_offset(skb) <= mtu;
}

/* A frame that was routed here: its sender is told by us, the router. Updating
 * our route would not do it, as forwarding does not look at learned path MTUs.
 */
static void vtep_tell_routed(struct sk_buff *skb, unsigned int mtu)
{
	if (skb->protocol == htons(ETH_P_IP) &&
	    pskb_network_may_pull(skb, sizeof(struct iphdr)) &&
	    ip_hdr(skb)->frag_off & htons(IP_DF))
		icmp_ndo_send(skb, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED,
			      htonl(mtu));
	else if (skb->protocol == htons(ETH_P_IPV6) &&
		 pskb_network_may_pull(skb, sizeof(struct ipv6hdr)))
		icmpv6_ndo_send(skb, ICMPV6_PKT_TOOBIG, 0, mtu);
}

/* A VTEP must not fragment (section 4.3), so a frame that the path does not
 * hold goes back to its sender as ICMP where that is possible: by the route
 * of a local sender, by ICMP to one that is routed, by a forged answer to one
 * behind a bridge or macvlan.
 *
 * Return: true when the frame may go on; otherwise it is gone.
 */
static bool vtep_check_pmtu(const struct vtep_frame *fr, struct sk_buff *skb,
			    struct dst_entry *dst)
{
	unsigned int overhead = vtep_overhead(fr->live->cfg.family);
	/* Of a route it can be anything. */
	unsigned int mtu = max(dst_mtu(dst), overhead);
	struct net_device *dev = fr->vtep->dev;
	bool reply;

	if (likely(vtep_fits(skb, mtu - overhead)))
		return true;

	reply = !skb_valid_dst(skb) || netif_is_any_bridge_port(dev);
	if (skb_tunnel_check_pmtu(skb, dst, overhead, reply) > 0) {
		/* The frame became the answer, to whom it came from: count,
		 * but do not free it.
		 */
		vtep_tx_blame(fr, eth_hdr(skb)->h_dest, VTEP_DROP_TX_TOO_BIG);
		vtep_reflect(fr, skb);
		return false;
	}
	if (!reply && skb->skb_iif)
		vtep_tell_routed(skb, mtu - overhead);
	vtep_tx_drop(fr, skb, VTEP_DROP_TX_TOO_BIG);
	return false;
}

/* Room and offload state for the outer headers, then the VXLAN header. */
static bool vtep_push_header(const struct vtep_frame *fr, struct sk_buff *skb,
			     struct dst_entry *dst, unsigned int iphdr_len,
			     u32 vni, bool csum)
{
	unsigned int room = LL_RESERVED_SPACE(dst->dev) + dst->header_len +
			    iphdr_len + sizeof(struct udphdr) +
			    sizeof(struct vtep_wire);

	if (unlikely(skb_cow_head(skb, room)) ||
	    unlikely(udp_tunnel_handle_offloads(skb, csum)))
		return false;

	vtep_wire_build(__skb_push(skb, sizeof(struct vtep_wire)), vni);
	skb_set_inner_protocol(skb, htons(ETH_P_TEB));
	return true;
}

static void vtep_count_sent(const struct vtep_frame *fr,
			    const struct vtep_dest *to, unsigned int len)
{
	vtep_count_tx(fr->at.seg->counts, len);
	if (!to->counts)
		return;
	vtep_count_tx(to->counts, len);
	/* To the segment it is one frame, whatever the copies. */
	if (fr->bum)
		vtep_count_bum(to->counts);
}

/* IPsec answers a lookup for a peer it has no keys for with a route that throws
 * away what it is given, and with no error. Such a frame is dropped, and is to
 * be counted as that.
 */
static bool vtep_route_discards(const struct dst_entry *dst)
{
	return dst->output == dst_discard_out;
}

/* Not inlined, nor is that for IPv6: a flow is cleared where it is declared,
 * which the many frames whose route is in the cache need not wait for.
 */
static noinline struct rtable *vtep_lookup4(const struct vtep_frame *fr,
					    const struct vtep_dest *to,
					    __be32 *saddr)
{
	struct vtep *vtep = fr->vtep;
	struct flowi4 fl4 = {};
	struct rtable *rt;

	fl4.flowi4_oif = vtep_outer_oif(fr, to);
	vtep_compat_flow_set_tos(&fl4, to->tos);
	fl4.flowi4_proto = IPPROTO_UDP;
	fl4.daddr = vtep_addr_get4(&to->key->addr);
	fl4.saddr = vtep_addr_get4(to->local);
	fl4.fl4_dport = to->key->port;
	fl4.fl4_sport = fr->sport;

	rt = ip_route_output_key(vtep->net, &fl4);
	if (IS_ERR(rt))
		return rt;
	if (unlikely(vtep_route_discards(&rt->dst))) {
		ip_rt_put(rt);
		return ERR_PTR(-ENOKEY);
	}

	*saddr = fl4.saddr;
	if (to->cache && rt->dst.dev != vtep->dev)
		dst_cache_set_ip4(to->cache, &rt->dst, fl4.saddr);
	return rt;
}

static struct rtable *vtep_route4(const struct vtep_frame *fr,
				  const struct vtep_dest *to, __be32 *saddr)
{
	struct rtable *rt = NULL;

	if (to->cache)
		rt = dst_cache_get_ip4(to->cache, saddr);
	return rt ?: vtep_lookup4(fr, to, saddr);
}

/* The UDP header and an IPv4 header, and out. udp_tunnel_xmit_skb() chooses an
 * identification for each datagram, which those that are not to be fragmented
 * have no need of (RFC 6864 section 4.1).
 */
static void vtep_xmit4(const struct vtep_frame *fr, struct sk_buff *skb,
		       const struct vtep_dest *to, struct rtable *rt,
		       __be32 saddr)
{
	bool xnet = !net_eq(fr->vtep->net, dev_net(fr->vtep->dev));
	int inner = skb->len - skb_inner_network_offset(skb);
	__be32 daddr = vtep_addr_get4(&to->key->addr);
	struct iphdr *iph;
	struct udphdr *uh;
	int err;

	uh = __skb_push(skb, sizeof(*uh));
	skb_reset_transport_header(skb);
	uh->source = fr->sport;
	uh->dest = to->key->port;
	uh->len = htons(skb->len);
	udp_set_csum(!to->csum, skb, saddr, daddr, skb->len);

	skb_scrub_packet(skb, xnet);
	skb_clear_hash_if_not_l4(skb);
	skb_dst_set(skb, &rt->dst);
	memset(IPCB(skb), 0, sizeof(*IPCB(skb)));

	iph = __skb_push(skb, sizeof(*iph));
	skb_reset_network_header(skb);
	iph->version = 4;
	iph->ihl = sizeof(*iph) / 4;
	iph->tos = vtep_add_ecn(fr, to->tos);
	iph->ttl = vtep_outer_ttl(to) ?: ip4_dst_hoplimit(&rt->dst);
	iph->protocol = IPPROTO_UDP;
	iph->saddr = saddr;
	iph->daddr = daddr;
	if (to->df) {
		iph->frag_off = htons(IP_DF);
		iph->id = 0;
	} else {
		iph->frag_off = 0;
		__ip_select_ident(fr->vtep->net, iph,
				  skb_shinfo(skb)->gso_segs ?: 1);
	}

	err = ip_local_out(fr->vtep->net, vtep_out_sock(fr)->sk, skb);
	if (unlikely(net_xmit_eval(err)))
		inner = 0;
	iptunnel_xmit_stats(fr->vtep->dev, inner);
}

static void vtep_send4(const struct vtep_frame *fr, struct sk_buff *skb,
		       const struct vtep_dest *to)
{
	struct vtep *vtep = fr->vtep;
	unsigned int len = skb->len;
	struct rtable *rt;
	__be32 saddr;

	rt = vtep_route4(fr, to, &saddr);
	if (IS_ERR(rt)) {
		vtep_tx_drop(fr, skb, VTEP_DROP_TX_NO_ROUTE);
		return;
	}
	if (unlikely(rt->dst.dev == vtep->dev)) {
		vtep_tx_drop(fr, skb, VTEP_DROP_TX_LOOP);
		goto release;
	}

	if (to->df && !vtep_check_pmtu(fr, skb, &rt->dst))
		goto release;

	if (!vtep_push_header(fr, skb, &rt->dst, sizeof(struct iphdr), to->vni,
			      to->csum)) {
		vtep_tx_drop(fr, skb, VTEP_DROP_TX_NOMEM);
		goto release;
	}

	vtep_count_sent(fr, to, len);
	vtep_xmit4(fr, skb, to, rt, saddr);
	return;

release:
	ip_rt_put(rt);
}

#if IS_ENABLED(CONFIG_IPV6)
static noinline struct dst_entry *vtep_lookup6(const struct vtep_frame *fr,
					       const struct vtep_dest *to,
					       struct in6_addr *saddr)
{
	struct vtep *vtep = fr->vtep;
	struct flowi6 fl6 = {};
	struct dst_entry *dst;

	fl6.flowi6_oif = vtep_outer_oif(fr, to);
	fl6.flowlabel = ip6_make_flowinfo(to->tos, to->label);
	fl6.flowi6_proto = IPPROTO_UDP;
	fl6.daddr = to->key->addr;
	fl6.saddr = *to->local;
	fl6.fl6_dport = to->key->port;
	fl6.fl6_sport = fr->sport;

	dst = ip6_dst_lookup_flow(vtep->net, vtep_out_sock(fr)->sk, &fl6,
				  NULL);
	if (IS_ERR(dst))
		return dst;
	if (unlikely(vtep_route_discards(dst))) {
		dst_release(dst);
		return ERR_PTR(-ENOKEY);
	}

	*saddr = fl6.saddr;
	if (to->cache && dst->dev != vtep->dev)
		dst_cache_set_ip6(to->cache, dst, &fl6.saddr);
	return dst;
}

static struct dst_entry *vtep_route6(const struct vtep_frame *fr,
				     const struct vtep_dest *to,
				     struct in6_addr *saddr)
{
	struct dst_entry *dst = NULL;

	if (to->cache)
		dst = dst_cache_get_ip6(to->cache, saddr);
	return dst ?: vtep_lookup6(fr, to, saddr);
}

static void vtep_send6(const struct vtep_frame *fr, struct sk_buff *skb,
		       const struct vtep_dest *to)
{
	struct vtep *vtep = fr->vtep;
	struct in6_addr daddr = to->key->addr;
	unsigned int len = skb->len;
	struct dst_entry *dst;
	struct in6_addr saddr;
	u8 ttl;

	dst = vtep_route6(fr, to, &saddr);
	if (IS_ERR(dst)) {
		vtep_tx_drop(fr, skb, VTEP_DROP_TX_NO_ROUTE);
		return;
	}
	if (unlikely(dst->dev == vtep->dev)) {
		vtep_tx_drop(fr, skb, VTEP_DROP_TX_LOOP);
		goto release;
	}

	/* No DF to look at: IPv6 does not fragment on the way. */
	if (!vtep_check_pmtu(fr, skb, dst))
		goto release;

	skb_scrub_packet(skb, !net_eq(vtep->net, dev_net(vtep->dev)));
	if (!vtep_push_header(fr, skb, dst, sizeof(struct ipv6hdr), to->vni,
			      to->csum)) {
		vtep_tx_drop(fr, skb, VTEP_DROP_TX_NOMEM);
		goto release;
	}

	vtep_count_sent(fr, to, len);
	ttl = vtep_outer_ttl(to) ?: ip6_dst_hoplimit(dst);
	udp_tunnel6_xmit_skb(dst, vtep_out_sock(fr)->sk, skb, vtep->dev,
			     &saddr, &daddr, vtep_add_ecn(fr, to->tos), ttl,
			     to->label, fr->sport, to->key->port, !to->csum,
			     0);
	return;

release:
	dst_release(dst);
}
#else
static struct dst_entry *vtep_route6(const struct vtep_frame *fr,
				     const struct vtep_dest *to,
				     struct in6_addr *saddr)
{
	return ERR_PTR(-EAFNOSUPPORT);
}

static void vtep_send6(const struct vtep_frame *fr, struct sk_buff *skb,
		       const struct vtep_dest *to)
{
	vtep_tx_drop(fr, skb, VTEP_DROP_TX_NO_ROUTE);
}
#endif

static struct dst_entry *vtep_route(const struct vtep_frame *fr,
				    const struct vtep_dest *to)
{
	struct in6_addr saddr6;
	struct rtable *rt;
	__be32 saddr;

	if (fr->live->cfg.family == AF_INET6)
		return vtep_route6(fr, to, &saddr6);
	rt = vtep_route4(fr, to, &saddr);
	return IS_ERR(rt) ? ERR_CAST(rt) : &rt->dst;
}

/**
 * vtep_output_mtu() - path MTU of the underlay
 * @vtep: VTEP
 * @key: peer
 *
 * Looked up, so that it is there for a peer that nothing is sent to.
 *
 * Context: RCU read section.
 *
 * Return: the MTU, outer headers included; 0 without a route.
 */
u32 vtep_output_mtu(struct vtep *vtep, const struct vtep_peer_key *key)
{
	const struct vtep_live *live = vtep_live(vtep);
	const struct vtep_cfg *cfg = &live->cfg;
	const struct vtep_frame fr = {
		.vtep	= vtep,
		.live	= live,
		.sport	= htons(cfg->sport_min),
	};
	const struct vtep_dest to = {
		.key	= key,
		.local	= &cfg->local,
		.label	= cfg->label,
		.tos	= cfg->tos == 1 ? 0 : cfg->tos,
	};
	struct dst_entry *dst = vtep_route(&fr, &to);
	u32 mtu = 0;

	if (IS_ERR(dst))
		return 0;
	if (dst->dev != vtep->dev)
		mtu = dst_mtu(dst);
	dst_release(dst);
	return mtu;
}

/**
 * vtep_output() - send one copy of a frame
 * @fr: the frame
 * @skb: the copy, consumed
 * @to: where to, and how
 *
 * Context: RCU read section, BH off.
 */
void vtep_output(const struct vtep_frame *fr, struct sk_buff *skb,
		 const struct vtep_dest *to)
{
	if (unlikely(dev_recursion_level() > VTEP_NEST_MAX)) {
		vtep_tx_drop(fr, skb, VTEP_DROP_TX_LOOP);
		return;
	}
	if (fr->live->cfg.family == AF_INET)
		vtep_send4(fr, skb, to);
	else
		vtep_send6(fr, skb, to);
}
