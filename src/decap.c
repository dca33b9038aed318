// SPDX-License-Identifier: GPL-2.0
/* From the UDP socket to the VTEP's netdevice: which segment, may the frame
 * come in, what does it teach (RFC 7348 sections 4.1, 5 and 6).
 *
 * No byte behind the UDP header is trusted. Each check either goes on or
 * gives the one reason to drop the frame.
 */
#include <linux/if_vlan.h>
#include <linux/vtep.h>
#include <net/gro.h>
#include <net/inet_ecn.h>
#include <net/ip_tunnels.h>
#include <net/udp.h>

#include <vtep/wire.h>

#include "attach.h"

#define VTEP_HLEN	(sizeof(struct udphdr) + sizeof(struct vtep_wire))

/* Outer header, where it was before inner headers took its place. */
static const void *vtep_outer(const struct sk_buff *skb, int offset)
{
	return skb->head + offset;
}

/* @ifindex is where the datagram came in; it is part of who a link-local
 * address is.
 */
static void vtep_outer_source(const struct vtep_cfg *cfg,
			      const struct sk_buff *skb, int outer,
			      int ifindex, struct vtep_peer_key *key)
{
	const struct ipv6hdr *ip6h = vtep_outer(skb, outer);
	const struct iphdr *iph = vtep_outer(skb, outer);
	struct in6_addr saddr;

	if (cfg->family == AF_INET)
		vtep_addr_set4(&saddr, iph->saddr);
	else
		saddr = ip6h->saddr;
	vtep_peer_key_init(key, &saddr, cfg->port, ifindex);
}

static bool vtep_outer_is_group(sa_family_t family, const struct sk_buff *skb,
				int outer)
{
	const struct ipv6hdr *ip6h = vtep_outer(skb, outer);
	const struct iphdr *iph = vtep_outer(skb, outer);

	if (family == AF_INET)
		return ipv4_is_multicast(iph->daddr);
	return ipv6_addr_is_multicast(&ip6h->daddr);
}

/* A group of the VTEP's underlay, and where a datagram to it came in. In a
 * VRF that is the port, of which the membership is.
 */
static int vtep_outer_ifindex(sa_family_t family, const struct sk_buff *skb)
{
	int port = family == AF_INET ? inet_sdif(skb) : inet6_sdif(skb);

	return port ?: skb->dev->ifindex;
}

static void vtep_outer_group(sa_family_t family, const struct sk_buff *skb,
			     int outer, struct in6_addr *addr)
{
	const struct ipv6hdr *ip6h = vtep_outer(skb, outer);
	const struct iphdr *iph = vtep_outer(skb, outer);

	if (family == AF_INET)
		vtep_addr_set4(addr, iph->daddr);
	else
		*addr = ip6h->daddr;
}

/* What the VTEP itself says, before the frame is taken apart. */
static enum vtep_drop vtep_check_vtep(const struct vtep *vtep,
				      const struct vtep_cfg *cfg,
				      struct sk_buff *skb)
{
	if (unlikely(!(READ_ONCE(vtep->dev->flags) & IFF_UP)))
		return VTEP_DROP_RX_DOWN;

	if (cfg->family == AF_INET6 && cfg->csum6_rx &&
	    unlikely(!udp_hdr(skb)->check))
		return VTEP_DROP_RX_CSUM6;

	/* Inner Ethernet header, so that its absence has its own name. */
	if (unlikely(!pskb_may_pull(skb, VTEP_HLEN + ETH_HLEN)))
		return VTEP_DROP_RX_INNER;

	return VTEP_PASS;
}

/* A tag inside is the tenant's own. Where attachment vlan pushes none in front
 * of it, it would be taken for that of another segment.
 */
static bool vtep_refuses_tag(const struct vtep *vtep,
			     const struct vtep_vni *seg,
			     const struct vtep_cfg *cfg, __be16 proto)
{
	if (cfg->inner_vlan == VTEP_INNER_VLAN_DISCARD)
		return true;
	return vtep->vlans && !seg->vlan && proto == htons(ETH_P_8021Q);
}

/* The inner Ethernet header, at skb->data. */
static enum vtep_drop vtep_check_inner(const struct vtep *vtep,
				       const struct vtep_vni *seg,
				       const struct vtep_cfg *cfg,
				       const struct sk_buff *skb,
				       const struct vtep_peer_key *from)
{
	const struct ethhdr *eth = eth_hdr(skb);

	if (unlikely(!is_valid_ether_addr(eth->h_source)))
		return VTEP_DROP_RX_SRC_MAC;

	if (unlikely(ether_addr_equal(eth->h_source, vtep->dev->dev_addr)))
		return VTEP_DROP_RX_OWN_MAC;

	if (unlikely(ipv6_addr_equal(&from->addr, &cfg->local)))
		return VTEP_DROP_RX_OWN_ADDR;

	if (unlikely(eth_type_vlan(eth->h_proto)) &&
	    vtep_refuses_tag(vtep, seg, cfg, eth->h_proto))
		return VTEP_DROP_RX_VLAN;

	return VTEP_PASS;
}

/* RFC 6040: outer congestion marks go to the inner header or end the frame. */
static enum vtep_drop vtep_check_ecn(const struct vtep_cfg *cfg,
				     struct sk_buff *skb, int outer)
{
	int err;

	if (unlikely(!pskb_inet_may_pull(skb)))
		return VTEP_DROP_RX_INNER;

	/* Pulling may have moved the head: the outer header is looked for
	 * only now.
	 */
	if (cfg->family == AF_INET)
		err = IP_ECN_decapsulate(vtep_outer(skb, outer), skb);
	else
		err = IP6_ECN_decapsulate(vtep_outer(skb, outer), skb);

	return unlikely(err > 1) ? VTEP_DROP_RX_ECN : VTEP_PASS;
}

/* Learn from the frame; @peer becomes its sender when that is a known one. */
static enum vtep_drop vtep_learn_from(struct vtep *vtep, struct vtep_vni *seg,
				      const struct sk_buff *skb,
				      const struct vtep_peer_key *from,
				      struct vtep_peer **peer)
{
	enum vtep_drop refused = VTEP_PASS;
	enum vtep_learn verdict;

	if (!READ_ONCE(seg->learning)) {
		*peer = vtep_peer_find(&vtep->peers, from);
		return VTEP_PASS;
	}

	verdict = vtep_fdb_learn(&vtep->fdb, seg, eth_hdr(skb)->h_source, from,
				 peer, &refused);
	if (unlikely(verdict == VTEP_LEARN_STATIC))
		return VTEP_DROP_RX_STATIC;

	if (unlikely(refused != VTEP_PASS))
		vtep_drop_count(vtep->drops, seg->counts, refused);
	return VTEP_PASS;
}

/* The frame came by a group: the segment's, or another one that peers send to;
 * then it is that one's.
 */
static void vtep_count_group(const struct vtep *vtep,
			     const struct vtep_vni *seg,
			     const struct vtep_cfg *cfg,
			     const struct sk_buff *skb, int outer, int ifindex)
{
	struct vtep_group *group = rcu_dereference(seg->group);
	struct in6_addr addr;

	vtep_outer_group(cfg->family, skb, outer, &addr);
	if (unlikely(!group || !vtep_group_is(group, &addr, ifindex)))
		group = vtep_group_find(vtep->net, &addr, ifindex);
	if (group)
		vtep_group_count(group);
}

/* It came by unicast: the segment's group learns that peers are there. */
static void vtep_count_unicast(const struct vtep_vni *seg)
{
	struct vtep_group *group = rcu_dereference(seg->group);

	if (group)
		vtep_group_unicast(group);
}

/* A group brought a frame that is for nobody here: pools make tenants share
 * groups.
 */
static void vtep_count_foreign(const struct sock *sk,
			       const struct vtep_sock *vs,
			       const struct sk_buff *skb)
{
	int outer = skb_network_header(skb) - skb->head;
	struct in6_addr addr;

	if (!vtep_outer_is_group(vs->family, skb, outer))
		return;

	vtep_outer_group(vs->family, skb, outer, &addr);
	vtep_group_foreign(sock_net(sk), &addr,
			   vtep_outer_ifindex(vs->family, skb));
}

static void vtep_deliver(struct vtep *vtep, struct vtep_vni *seg,
			 struct sk_buff *skb, struct vtep_peer *peer, bool bum)
{
	unsigned int len = skb->len + ETH_HLEN;

	if (seg->vlan)
		__vlan_hwaccel_put_tag(skb, htons(ETH_P_8021Q), seg->vlan);

	vtep_count_rx(seg->counts, len, bum);
	if (peer) {
		vtep_peer_heard(peer);
		vtep_count_rx(peer->counts, len, bum);
	}
	dev_sw_netstats_rx_add(vtep->dev, len);
	gro_cells_receive(&vtep->gro, skb);
}

/* A frame of a known segment; consumes it. */
static void vtep_receive(struct vtep *vtep, struct vtep_vni *seg, u32 vni,
			 struct sk_buff *skb)
{
	const struct vtep_cfg *cfg = vtep_live_cfg(vtep);
	int port = vtep_outer_ifindex(cfg->family, skb);
	int ifindex = skb->dev->ifindex;
	struct vtep_peer_key from;
	struct vtep_peer *peer;
	enum vtep_drop why;
	bool by_group, bum, xnet;
	int outer;

	why = vtep_check_vtep(vtep, cfg, skb);
	if (unlikely(why != VTEP_PASS))
		goto drop;

	xnet = !net_eq(vtep->net, dev_net(vtep->dev));
	if (unlikely(__iptunnel_pull_header(skb, VTEP_HLEN, htons(ETH_P_TEB),
					    false, xnet))) {
		why = VTEP_DROP_RX_NOMEM;
		goto drop;
	}

	outer = skb_network_header(skb) - skb->head;
	vtep_outer_source(cfg, skb, outer, ifindex, &from);
	by_group = vtep_outer_is_group(cfg->family, skb, outer);

	skb_reset_mac_header(skb);
	why = vtep_check_inner(vtep, seg, cfg, skb, &from);
	if (unlikely(why != VTEP_PASS))
		goto drop;

	if (cfg->attach == VTEP_ATTACHMENT_EXTERNAL) {
		why = vtep_attach_rx_info(cfg, vni, skb);
		if (unlikely(why != VTEP_PASS))
			goto drop;
	}

	bum = by_group || is_multicast_ether_addr(eth_hdr(skb)->h_dest);
	skb->protocol = eth_type_trans(skb, vtep->dev);
	skb_postpull_rcsum(skb, eth_hdr(skb), ETH_HLEN);
	skb_reset_network_header(skb);

	why = vtep_check_ecn(cfg, skb, outer);
	if (unlikely(why != VTEP_PASS))
		goto drop;

	why = vtep_learn_from(vtep, seg, skb, &from, &peer);
	if (unlikely(why != VTEP_PASS))
		goto drop;

	if (by_group)
		vtep_count_group(vtep, seg, cfg, skb, outer, port);
	else
		vtep_count_unicast(seg);
	vtep_deliver(vtep, seg, skb, peer, bum);
	return;

drop:
	vtep_drop_frame(vtep, seg, vni, skb, why);
}

/* encap_rcv of the socket; skb->data is at the UDP header. */
static int vtep_rcv(struct sock *sk, struct sk_buff *skb)
{
	struct vtep_sock *vs = rcu_dereference_sk_user_data(sk);
	struct vtep_vni *seg;
	enum vtep_drop why;
	u32 vni = 0;

	if (unlikely(!vs)) {
		/* The last VTEP of this socket is just being deleted. */
		kfree_skb(skb);
		return 0;
	}

	why = VTEP_DROP_RX_SHORT;
	if (unlikely(!pskb_may_pull(skb, VTEP_HLEN)))
		goto drop;

	why = VTEP_DROP_RX_FLAGS;
	if (unlikely(!vtep_wire_parse((void *)(udp_hdr(skb) + 1), &vni)))
		goto drop;

	why = VTEP_DROP_RX_VNI;
	seg = vtep_vnis_match(&vs->vnis, vni);
	if (unlikely(!seg)) {
		vtep_count_foreign(sk, vs, skb);
		goto drop;
	}

	vtep_receive(seg->vtep, seg, vni, skb);
	return 0;

drop:
	vtep_drop(skb, NULL, vni, vs->drops, NULL, why);
	return 0;
}

/* An ICMP error about a datagram of ours is taken for real, and the path MTU
 * learned from it, only when it quotes a VNI that lives here.
 */
static int vtep_err_lookup(struct sock *sk, struct sk_buff *skb)
{
	struct vtep_sock *vs;
	u32 vni;

	if (!pskb_may_pull(skb, skb_transport_offset(skb) + VTEP_HLEN))
		return -EINVAL;

	if (!vtep_wire_parse((void *)(udp_hdr(skb) + 1), &vni))
		return -EINVAL;

	vs = rcu_dereference_sk_user_data(sk);
	if (!vs || !vtep_vnis_match(&vs->vnis, vni))
		return -ENOENT;

	return 0;
}

/* Frames of one inner flow and one segment are merged before the tunnel is
 * taken off: one walk through UDP, decapsulation and FDB for many.
 */
static struct sk_buff *vtep_gro_receive(struct sock *sk, struct list_head *head,
					struct sk_buff *skb)
{
	unsigned int off = skb_gro_offset(skb);
	const struct vtep_wire *w, *other;
	struct sk_buff *pp = NULL;
	struct sk_buff *p;
	int flush = 1;

	w = skb_gro_header(skb, off + sizeof(*w), off);
	if (unlikely(!w))
		goto out;

	skb_gro_postpull_rcsum(skb, w, sizeof(*w));
	skb_gro_pull(skb, sizeof(*w));

	list_for_each_entry(p, head, list) {
		if (!NAPI_GRO_CB(p)->same_flow)
			continue;

		other = (const struct vtep_wire *)(p->data + off);
		if (w->flags != other->flags || w->vni != other->vni)
			NAPI_GRO_CB(p)->same_flow = 0;
	}

	pp = call_gro_receive(eth_gro_receive, head, skb);
	flush = 0;
out:
	skb_gro_flush_final(skb, pp, flush);
	return pp;
}

static int vtep_gro_complete(struct sock *sk, struct sk_buff *skb, int nhoff)
{
	/* Sets inner_mac_header: skb->encapsulation is set here. */
	return eth_gro_complete(skb, nhoff + sizeof(struct vtep_wire));
}

const struct vtep_sock_ops vtep_decap_ops = {
	.rcv		= vtep_rcv,
	.err_lookup	= vtep_err_lookup,
	.gro_receive	= vtep_gro_receive,
	.gro_complete	= vtep_gro_complete,
};
