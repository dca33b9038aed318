// SPDX-License-Identifier: GPL-2.0
/* From the VTEP's netdevice to the underlay: which segment, which peer,
 * which outer headers (RFC 7348 sections 4 and 5).
 */
#include <linux/icmpv6.h>
#include <linux/if_vlan.h>
#include <linux/vtep.h>
#include <net/dst_metadata.h>
#include <net/icmp.h>
#include <net/inet_ecn.h>
#include <net/ip.h>
#include <net/ip6_route.h>
#include <net/ip_tunnels.h>
#include <net/udp.h>
#include <net/udp_tunnel.h>

#include <vtep/wire.h>

#include "trace.h"
#include "vtep.h"

/* What all copies of one frame have in common; worked out once. */
struct vtep_frame {
	struct vtep *vtep;
	struct vtep_vni *seg;
	const struct vtep_cfg *cfg;
	const struct vtep_sock *vs;	/* read once: it changes with the VRF */
	__be16 sport;
	u8 dsfield;		/* inner DS field, 0 when not IP */
	u8 ttl;			/* inner TTL or hop limit, likewise */
	bool df;		/* inner asks not to be fragmented */
};

static void vtep_tx_drop(const struct vtep_frame *fr, struct sk_buff *skb,
			 enum vtep_drop why)
{
	vtep_drop_frame(fr->vtep, fr->seg, skb, why);
}

/* Look into the frame, as far as its bytes are really there. */
static void vtep_frame_init(struct vtep_frame *fr, struct sk_buff *skb)
{
	fr->vs = READ_ONCE(fr->vtep->sock);
	fr->dsfield = 0;
	fr->ttl = 0;
	fr->df = false;

	if (skb->protocol == htons(ETH_P_IP) &&
	    pskb_network_may_pull(skb, sizeof(struct iphdr))) {
		fr->dsfield = ipv4_get_dsfield(ip_hdr(skb));
		fr->ttl = ip_hdr(skb)->ttl;
		fr->df = ip_hdr(skb)->frag_off & htons(IP_DF);
	} else if (skb->protocol == htons(ETH_P_IPV6) &&
		   pskb_network_may_pull(skb, sizeof(struct ipv6hdr))) {
		fr->dsfield = ipv6_get_dsfield(ipv6_hdr(skb));
		fr->ttl = ipv6_hdr(skb)->hop_limit;
		fr->df = true;
	}

	/* Entropy for the underlay's ECMP (section 5). The hash stays in the
	 * skb, so that copies of a flooded frame share it. The callee's range
	 * ends before its maximum, and an empty one means another range.
	 */
	fr->sport = udp_flow_src_port(fr->vtep->net, skb,
				      fr->cfg->sport_min,
				      fr->cfg->sport_max + 1, true);
}

static u8 vtep_outer_tos(const struct vtep_frame *fr)
{
	return fr->cfg->tos == 1 ? fr->dsfield : fr->cfg->tos;
}

/* RFC 6040 section 4.1, normal mode: the outer ECN field is the inner one.
 * INET_ECN_encapsulate() is RFC 3168's, which hides a CE mark.
 */
static u8 vtep_add_ecn(const struct vtep_frame *fr, u8 tos)
{
	return (tos & ~INET_ECN_MASK) | (fr->dsfield & INET_ECN_MASK);
}

/* 0 leaves it to the route. */
static u8 vtep_outer_ttl(const struct vtep_frame *fr,
			 const struct vtep_peer *peer)
{
	if (fr->cfg->ttl_inherit)
		return fr->ttl;
	if (!fr->cfg->ttl && vtep_addr_is_multicast(&peer->key.addr))
		return 1;
	return fr->cfg->ttl;
}

static int vtep_outer_oif(const struct vtep_frame *fr,
			  const struct vtep_peer *peer)
{
	return peer->key.ifindex ?: fr->vs->l3mdev;
}

/* The inner frame came back as ICMP "too big" to its own sender. */
static void vtep_reflect(struct vtep *vtep, struct sk_buff *skb)
{
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
	unsigned int overhead = vtep_overhead(fr->cfg->family);
	struct net_device *dev = fr->vtep->dev;
	bool reply;

	if (likely(vtep_fits(skb, dst_mtu(dst) - overhead)))
		return true;

	reply = !skb_dst(skb) || netif_is_any_bridge_port(dev);
	if (skb_tunnel_check_pmtu(skb, dst, overhead, reply) > 0) {
		/* The frame became the answer: count, but do not free it. */
		vtep_drop_count(fr->vtep->drops, fr->seg->counts,
				VTEP_DROP_TX_TOO_BIG);
		vtep_reflect(fr->vtep, skb);
		return false;
	}
	if (!reply && skb->skb_iif)
		vtep_tell_routed(skb, dst_mtu(dst) - overhead);
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

static struct rtable *vtep_route4(const struct vtep_frame *fr,
				  struct vtep_peer *peer, u8 tos,
				  __be32 *saddr)
{
	struct vtep *vtep = fr->vtep;
	struct flowi4 fl4 = {};
	struct rtable *rt;
	bool cached;

	/* The cache holds the route of the configured TOS. */
	cached = fr->cfg->tos != 1 || !RT_TOS(tos);
	if (cached) {
		rt = dst_cache_get_ip4(&peer->route, saddr);
		if (rt)
			return rt;
	}

	fl4.flowi4_oif = vtep_outer_oif(fr, peer);
	fl4.flowi4_tos = RT_TOS(tos);
	fl4.flowi4_proto = IPPROTO_UDP;
	fl4.daddr = vtep_addr_get4(&peer->key.addr);
	fl4.saddr = vtep_addr_get4(&fr->cfg->local);
	fl4.fl4_dport = peer->key.port;
	fl4.fl4_sport = fr->sport;

	rt = ip_route_output_key(vtep->net, &fl4);
	if (IS_ERR(rt))
		return rt;

	*saddr = fl4.saddr;
	if (cached && rt->dst.dev != vtep->dev)
		dst_cache_set_ip4(&peer->route, &rt->dst, fl4.saddr);
	return rt;
}

static void vtep_send4(const struct vtep_frame *fr, struct sk_buff *skb,
		       struct vtep_peer *peer, u32 vni)
{
	struct vtep *vtep = fr->vtep;
	unsigned int len = skb->len;
	u8 tos = vtep_outer_tos(fr);
	struct rtable *rt;
	__be16 df = 0;
	__be32 saddr;
	bool csum;
	u8 ttl;

	rt = vtep_route4(fr, peer, tos, &saddr);
	if (IS_ERR(rt)) {
		vtep_tx_drop(fr, skb, VTEP_DROP_TX_NO_ROUTE);
		return;
	}
	if (unlikely(rt->dst.dev == vtep->dev)) {
		vtep_tx_drop(fr, skb, VTEP_DROP_TX_LOOP);
		goto release;
	}

	switch (fr->cfg->df) {
	case VXLAN_DF_SET:
		df = htons(IP_DF);
		break;
	case VXLAN_DF_INHERIT:
		df = fr->df ? htons(IP_DF) : 0;
		break;
	}
	if (df && !vtep_check_pmtu(fr, skb, &rt->dst))
		goto release;

	csum = fr->cfg->csum;
	if (!vtep_push_header(fr, skb, &rt->dst, sizeof(struct iphdr), vni,
			      csum)) {
		vtep_tx_drop(fr, skb, VTEP_DROP_TX_NOMEM);
		goto release;
	}

	vtep_count_tx(fr->seg->counts, len);
	vtep_count_tx(peer->counts, len);
	ttl = vtep_outer_ttl(fr, peer) ?: ip4_dst_hoplimit(&rt->dst);
	udp_tunnel_xmit_skb(rt, fr->vs->sock->sk, skb, saddr,
			    vtep_addr_get4(&peer->key.addr),
			    vtep_add_ecn(fr, tos), ttl, df, fr->sport,
			    peer->key.port,
			    !net_eq(vtep->net, dev_net(vtep->dev)), !csum);
	return;

release:
	ip_rt_put(rt);
}

#if IS_ENABLED(CONFIG_IPV6)
static struct dst_entry *vtep_route6(const struct vtep_frame *fr,
				     struct vtep_peer *peer, u8 tos,
				     __be32 label, struct in6_addr *saddr)
{
	struct vtep *vtep = fr->vtep;
	struct flowi6 fl6 = {};
	struct dst_entry *dst;
	bool cached;

	cached = fr->cfg->tos != 1 || !RT_TOS(tos);
	if (cached) {
		dst = dst_cache_get_ip6(&peer->route, saddr);
		if (dst)
			return dst;
	}

	fl6.flowi6_oif = vtep_outer_oif(fr, peer);
	fl6.flowlabel = ip6_make_flowinfo(tos, label);
	fl6.flowi6_proto = IPPROTO_UDP;
	fl6.daddr = peer->key.addr;
	fl6.saddr = fr->cfg->local;
	fl6.fl6_dport = peer->key.port;
	fl6.fl6_sport = fr->sport;

	dst = ipv6_stub->ipv6_dst_lookup_flow(vtep->net, fr->vs->sock->sk,
					      &fl6, NULL);
	if (IS_ERR(dst))
		return dst;

	*saddr = fl6.saddr;
	if (cached && dst->dev != vtep->dev)
		dst_cache_set_ip6(&peer->route, dst, &fl6.saddr);
	return dst;
}

static void vtep_send6(const struct vtep_frame *fr, struct sk_buff *skb,
		       struct vtep_peer *peer, u32 vni)
{
	struct vtep *vtep = fr->vtep;
	__be32 label = fr->cfg->label;
	unsigned int len = skb->len;
	u8 tos = vtep_outer_tos(fr);
	struct dst_entry *dst;
	struct in6_addr saddr;
	bool csum;
	u8 ttl;

	dst = vtep_route6(fr, peer, tos, label, &saddr);
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
	csum = fr->cfg->csum6;
	if (!vtep_push_header(fr, skb, dst, sizeof(struct ipv6hdr), vni,
			      csum)) {
		vtep_tx_drop(fr, skb, VTEP_DROP_TX_NOMEM);
		goto release;
	}

	vtep_count_tx(fr->seg->counts, len);
	vtep_count_tx(peer->counts, len);
	ttl = vtep_outer_ttl(fr, peer) ?: ip6_dst_hoplimit(dst);
	udp_tunnel6_xmit_skb(dst, fr->vs->sock->sk, skb, vtep->dev, &saddr,
			     &peer->key.addr,
			     vtep_add_ecn(fr, tos), ttl,
			     label, fr->sport, peer->key.port, !csum);
	return;

release:
	dst_release(dst);
}
#else
static void vtep_send6(const struct vtep_frame *fr, struct sk_buff *skb,
		       struct vtep_peer *peer, u32 vni)
{
	vtep_tx_drop(fr, skb, VTEP_DROP_TX_NO_ROUTE);
}
#endif

static void vtep_send(const struct vtep_frame *fr, struct sk_buff *skb,
		      struct vtep_peer *peer, u32 vni)
{
	if (fr->cfg->family == AF_INET)
		vtep_send4(fr, skb, peer, vni ?: fr->seg->vni);
	else
		vtep_send6(fr, skb, peer, vni ?: fr->seg->vni);
}

/* One copy to each; the last takes the frame itself. */
static void vtep_send_list(const struct vtep_frame *fr, struct sk_buff *skb,
			   const struct vtep_remotes *list)
{
	unsigned int last = list->n - 1;
	struct sk_buff *copy;
	unsigned int i;

	for (i = 0; i < last; i++) {
		copy = skb_clone(skb, GFP_ATOMIC);
		if (likely(copy))
			vtep_send(fr, copy, list->r[i].peer, list->r[i].vni);
		else
			vtep_drop_count(fr->vtep->drops, fr->seg->counts,
					VTEP_DROP_TX_NOMEM);
	}
	vtep_send(fr, skb, list->r[last].peer, list->r[last].vni);
}

static void vtep_flood(const struct vtep_frame *fr, struct sk_buff *skb,
		       const struct vtep_remotes *list)
{
	vtep_count_bum(fr->seg->counts);
	trace_vtep_flood(fr->vtep->dev, fr->seg->vni, skb, list->n);
	vtep_send_list(fr, skb, list);
}

/* A known destination: one peer, or the list configured for the MAC. */
static void vtep_forward(const struct vtep_frame *fr, struct sk_buff *skb,
			 const struct vtep_fdb_entry *f)
{
	struct vtep_remotes *list = rcu_dereference(f->remotes);
	struct vtep_peer *peer;

	if (list) {
		if (is_multicast_ether_addr(f->key.mac))
			vtep_flood(fr, skb, list);
		else
			vtep_send_list(fr, skb, list);
		return;
	}

	peer = rcu_dereference(f->peer);
	vtep_send(fr, skb, peer, 0);
}

static bool vtep_tagged(const struct sk_buff *skb)
{
	return skb_vlan_tag_present(skb) ||
	       eth_type_vlan(eth_hdr(skb)->h_proto);
}

/* Consumes the frame. RCU read section. */
static void vtep_xmit_frame(struct vtep_frame *fr, struct sk_buff *skb)
{
	const struct vtep_remotes *flood;
	const struct vtep_fdb_entry *f;

	if (unlikely(!pskb_may_pull(skb, ETH_HLEN))) {
		vtep_tx_drop(fr, skb, VTEP_DROP_TX_SHORT);
		return;
	}
	skb_reset_mac_header(skb);

	if (unlikely(vtep_tagged(skb)) &&
	    fr->cfg->inner_vlan == VTEP_INNER_VLAN_DISCARD) {
		vtep_tx_drop(fr, skb, VTEP_DROP_TX_VLAN);
		return;
	}

	vtep_frame_init(fr, skb);

	f = vtep_fdb_find(&fr->vtep->fdb, fr->seg->vni, eth_hdr(skb)->h_dest);
	if (f) {
		vtep_forward(fr, skb, f);
		return;
	}

	flood = rcu_dereference(fr->seg->flood);
	if (unlikely(!flood)) {
		vtep_tx_drop(fr, skb, VTEP_DROP_TX_NO_REMOTE);
		return;
	}

	vtep_flood(fr, skb, flood);
}

/**
 * vtep_xmit() - ndo_start_xmit
 * @skb: Ethernet frame
 * @dev: the VTEP
 *
 * Unicast to a known MAC goes to its peer, all else to the segment's flood
 * list (RFC 7348 section 4.2). Sending never refreshes an FDB entry.
 *
 * Context: BH off.
 *
 * Return: NETDEV_TX_OK; the frame is consumed.
 */
netdev_tx_t vtep_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct vtep *vtep = netdev_priv(dev);
	/* Set before the device can be up, and until after it is down. */
	struct vtep_frame fr = { .vtep = vtep, .seg = READ_ONCE(vtep->seg) };

	/* The caller's is of the BH flavour, for which lockdep does not let
	 * rcu_dereference() pass.
	 */
	rcu_read_lock();
	fr.cfg = vtep_live_cfg(vtep);
	vtep_xmit_frame(&fr, skb);
	rcu_read_unlock();
	return NETDEV_TX_OK;
}
