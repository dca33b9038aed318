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

#include "attach.h"
#include "drop.h"
#include "policy.h"
#include "protect.h"

static bool vtep_outer_is_group(sa_family_t family, const void *outer)
{
	const struct ipv6hdr *ip6h = outer;
	const struct iphdr *iph = outer;

	if (family == AF_INET)
		return ipv4_is_multicast(iph->daddr);
	return ipv6_addr_is_multicast(&ip6h->daddr);
}

/* What the VTEP itself says, before the frame is taken apart. */
static enum vtep_drop vtep_check_vtep(const struct vtep_rx *rx,
				      struct sk_buff *skb)
{
	/* Not IFF_UP, which it still has while its MACs are flushed. */
	if (unlikely(!netif_running(rx->vtep->dev)))
		return VTEP_DROP_RX_DOWN;

	if (rx->live->cfg.family == AF_INET6 && rx->live->cfg.csum6_rx &&
	    unlikely(!udp_hdr(skb)->check))
		return VTEP_DROP_RX_CSUM6;

	/* Inner Ethernet header, so that its absence has its own name. */
	if (unlikely(!pskb_may_pull(skb, VTEP_HLEN + ETH_HLEN)))
		return VTEP_DROP_RX_INNER;

	return VTEP_PASS;
}

/* What the outer headers say, before they are taken off. */
static void vtep_rx_outer_read(struct vtep_rx *rx, const struct sk_buff *skb)
{
	const void *outer = skb_network_header(skb);
	struct vtep_claim *c = &rx->claim;

	rx->by_group = vtep_outer_is_group(rx->live->cfg.family, outer);
	rx->ifindex = vtep_outer_ifindex(rx->live->cfg.family, skb);

	c->vni = rx->seg;
	c->own = rcu_dereference(rx->seg->rules);
	c->all = &rx->live->rules;
	c->peer_limit = rx->live->limits.peer_limit;
}

/* A checksum to be completed that is not in the frame is none of the frame's.
 * The pull has seen to one in front of it. But if a sender on this host, say a
 * VM, asks for one in front of UDP's header, UDP keeps a sum where the place of
 * the checksum was, which then seems to be behind the end.
 */
static void vtep_rx_csum(struct sk_buff *skb)
{
	if (likely(skb->ip_summed != CHECKSUM_PARTIAL))
		return;
	if (skb_checksum_start_offset(skb) + skb->csum_offset +
	    sizeof(__sum16) > skb_headlen(skb))
		skb->ip_summed = CHECKSUM_NONE;
}

/* What UDP has verified and left as the datagram's sum is 0 when that of its
 * pseudo header is, too. There are two zeroes, and from this one the
 * kernel's skb_postpull_rcsum() subtracts wrongly: the log would call a
 * good frame a fault of the hardware.
 */
static void vtep_rx_sum(struct sk_buff *skb)
{
	if (skb->ip_summed == CHECKSUM_COMPLETE && unlikely(!skb->csum))
		skb->csum = (__force __wsum)~0;
}

/* Take the outer headers off. */
static enum vtep_drop vtep_rx_pull(struct vtep_rx *rx, struct sk_buff *skb)
{
	const struct vtep *vtep = rx->vtep;
	bool xnet = !net_eq(vtep->net, dev_net(vtep->dev));

	vtep_rx_sum(skb);
	if (unlikely(__iptunnel_pull_header(skb, VTEP_HLEN, htons(ETH_P_TEB),
					    false, xnet)))
		return VTEP_DROP_RX_NOMEM;

	vtep_rx_csum(skb);
	skb_reset_mac_header(skb);
	return VTEP_PASS;
}

/* Who it is, by which its right to speak is judged. */
static enum vtep_drop vtep_rx_who(struct vtep_rx *rx,
				  const struct sk_buff *skb)
{
	rx->claim.mac = eth_hdr(skb)->h_source;
	vtep_fdb_who(&rx->vtep->fdb, &rx->claim);
	return vtep_policy_deliver(rx);
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
static enum vtep_drop vtep_check_inner(const struct vtep_rx *rx,
				       const struct sk_buff *skb)
{
	const struct ethhdr *eth = eth_hdr(skb);

	if (unlikely(!is_valid_ether_addr(eth->h_source)))
		return VTEP_DROP_RX_SRC_MAC;

	if (unlikely(ether_addr_equal(eth->h_source, rx->vtep->dev->dev_addr)))
		return VTEP_DROP_RX_OWN_MAC;

	if (unlikely(ipv6_addr_equal(&rx->claim.from.addr,
				     &rx->live->cfg.local)))
		return VTEP_DROP_RX_OWN_ADDR;

	if (unlikely(eth_type_vlan(eth->h_proto)) &&
	    vtep_refuses_tag(rx->vtep, rx->seg, &rx->live->cfg, eth->h_proto))
		return VTEP_DROP_RX_VLAN;

	return VTEP_PASS;
}

/* The inner IP header is the network header. */
static enum vtep_drop vtep_pass_ecn(const struct vtep_rx *rx,
				    struct sk_buff *skb)
{
	int err;

	/* Pulling may have moved the head: the outer header is looked for
	 * only now.
	 */
	if (rx->live->cfg.family == AF_INET)
		err = IP_ECN_decapsulate(vtep_rx_outer(rx, skb), skb);
	else
		err = IP6_ECN_decapsulate(vtep_rx_outer(rx, skb), skb);

	return unlikely(err > 1) ? VTEP_DROP_RX_ECN : VTEP_PASS;
}

/* More tags than that nobody looks behind. */
#define VTEP_ECN_TAGS	2

/* The IP header is behind tags, which the kernel's helpers would look for where
 * the outer headers were. What is cut short in there is the tenant's business,
 * and has no marks.
 */
static enum vtep_drop vtep_check_ecn_tagged(const struct vtep_rx *rx,
					    struct sk_buff *skb)
{
	__be16 tag = skb->protocol, proto = tag;
	const struct vlan_hdr *vlan;
	enum vtep_drop why;
	struct vlan_hdr room;
	unsigned int len, off = 0;

	while (eth_type_vlan(proto) && off < VTEP_ECN_TAGS * VLAN_HLEN) {
		vlan = skb_header_pointer(skb, off, sizeof(room), &room);
		if (unlikely(!vlan))
			return VTEP_PASS;
		proto = vlan->h_vlan_encapsulated_proto;
		off += VLAN_HLEN;
	}
	if (proto == htons(ETH_P_IP))
		len = sizeof(struct iphdr);
	else if (proto == htons(ETH_P_IPV6))
		len = sizeof(struct ipv6hdr);
	else
		return VTEP_PASS;
	if (unlikely(!pskb_may_pull(skb, off + len)))
		return VTEP_PASS;

	skb_set_network_header(skb, off);
	skb->protocol = proto;
	why = vtep_pass_ecn(rx, skb);
	skb->protocol = tag;
	skb_reset_network_header(skb);
	return why;
}

/* RFC 6040: outer congestion marks go to the inner header or end the frame. */
static enum vtep_drop vtep_check_ecn(const struct vtep_rx *rx,
				     struct sk_buff *skb)
{
	if (unlikely(eth_type_vlan(skb->protocol)))
		return vtep_check_ecn_tagged(rx, skb);
	if (unlikely(!pskb_inet_may_pull(skb)))
		return VTEP_DROP_RX_INNER;
	return vtep_pass_ecn(rx, skb);
}

/* The frame becomes one of the netdevice; skb->data is behind its Ethernet
 * header.
 */
static enum vtep_drop vtep_rx_inner(struct vtep_rx *rx, struct sk_buff *skb)
{
	enum vtep_drop why;

	if (rx->live->cfg.attach == VTEP_ATTACHMENT_EXTERNAL) {
		why = vtep_attach_rx_info(&rx->live->cfg, rx->vni, skb);
		if (unlikely(why != VTEP_PASS))
			return why;
	}

	rx->bum = rx->by_group ||
		  is_multicast_ether_addr(eth_hdr(skb)->h_dest);
	skb->protocol = eth_type_trans(skb, rx->vtep->dev);
	skb_postpull_rcsum(skb, eth_hdr(skb), ETH_HLEN);
	skb_reset_network_header(skb);
	return vtep_check_ecn(rx, skb);
}

/* Which of the frames that were flooded to us was unknown unicast nobody can
 * tell.
 */
static enum vtep_drop vtep_rx_rate(struct vtep_rx *rx,
				   const struct sk_buff *skb)
{
	struct vtep_peer *peer = rx->claim.peer;

	if (!rx->bum)
		return VTEP_PASS;
	return vtep_storm_rx(&rx->live->peer_rate,
			     peer ? &peer->bum : &rx->vtep->strangers, skb,
			     rx->vtep->dev, rx->vni, &rx->claim.from);
}

static enum vtep_drop vtep_learn_from(struct vtep_rx *rx,
				      const struct sk_buff *skb)
{
	enum vtep_learn verdict = VTEP_LEARN_OK;
	struct vtep_claim *c = &rx->claim;

	/* Also where nothing is learned: it has been looked up anyway. */
	if (unlikely(!vtep_fdb_stays(c) && vtep_fdb_is_anothers(c)))
		return VTEP_DROP_RX_STATIC;
	if (!READ_ONCE(rx->seg->learning))
		return VTEP_PASS;

	c->refused = vtep_policy_learn(rx);
	c->mac = eth_hdr(skb)->h_source;	/* the head may have moved */
	if (likely(c->refused == VTEP_PASS))
		verdict = vtep_fdb_learn(&rx->vtep->fdb, c);
	switch (verdict) {
	case VTEP_LEARN_STATIC:
		return VTEP_DROP_RX_STATIC;
	case VTEP_LEARN_LOCAL:
		return VTEP_DROP_RX_PROTECTED;
	case VTEP_LEARN_DAMPED:
		return VTEP_DROP_RX_DAMPED;
	case VTEP_LEARN_OK:
		break;
	}

	if (unlikely(c->refused != VTEP_PASS))
		vtep_rx_blame(rx, skb, c->refused);
	return VTEP_PASS;
}

/* The frame came by a group: the segment's, or another one that peers send to;
 * then it is that one's.
 */
static void vtep_count_group(const struct vtep_rx *rx,
			     const struct sk_buff *skb)
{
	struct vtep_group *group = rcu_dereference(rx->seg->group);
	struct in6_addr dest;

	vtep_outer_dest(rx->live->cfg.family, vtep_rx_outer(rx, skb), &dest);
	if (unlikely(!group || !vtep_group_is(group, &dest, rx->ifindex)))
		group = vtep_group_find(rx->vtep->net, &dest, rx->ifindex);
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
	const void *outer = skb_network_header(skb);
	struct in6_addr addr;

	if (!vtep_outer_is_group(vs->family, outer))
		return;

	vtep_outer_dest(vs->family, outer, &addr);
	vtep_group_foreign(sock_net(sk), &addr,
			   vtep_outer_ifindex(vs->family, skb));
}

/* Merging is for TCP, and for what else the administrator wants merged. Asked
 * of what does not change within a flow, so that its frames keep their order.
 */
static bool vtep_gro_helps(const struct net_device *dev,
			   const struct sk_buff *skb)
{
	if (dev->features & (NETIF_F_GRO_FRAGLIST | NETIF_F_GRO_UDP_FWD))
		return true;
	switch (skb->protocol) {
	case htons(ETH_P_IP):
		return ip_hdr(skb)->protocol == IPPROTO_TCP;
	case htons(ETH_P_IPV6):
		return ipv6_hdr(skb)->nexthdr == IPPROTO_TCP;
	}
	return eth_type_vlan(skb->protocol);
}

/* A frame is being handed up on this CPU. BH off. */
static DEFINE_PER_CPU(bool, vtep_handing_up);

/* What cannot be merged goes up at once, and spares the host a queue and a turn
 * of NAPI for each batch. But not out of another one: a frame in a frame in a
 * frame would find the end of the stack.
 */
static void vtep_hand_up(struct vtep *vtep, struct sk_buff *skb)
{
	if (vtep_gro_helps(vtep->dev, skb) ||
	    unlikely(__this_cpu_read(vtep_handing_up))) {
		gro_cells_receive(&vtep->gro, skb);
		return;
	}
	/* UDP cuts a GSO datagram for us, and leaves each piece on the list it
	 * walks. A bridge would send that on with the first of them.
	 */
	skb_mark_not_on_list(skb);
	__this_cpu_write(vtep_handing_up, true);
	netif_receive_skb(skb);
	__this_cpu_write(vtep_handing_up, false);
}

static void vtep_deliver(const struct vtep_rx *rx, struct sk_buff *skb)
{
	struct vtep_peer *peer = rx->claim.peer;
	unsigned int len = skb->len + ETH_HLEN;
	struct vtep_counts __percpu *counts;
	struct vtep_vni *seg = rx->seg;

	if (seg->vlan)
		__vlan_hwaccel_put_tag(skb, htons(ETH_P_8021Q), seg->vlan);

	vtep_count_rx(seg->counts, len, rx->bum);
	if (peer) {
		vtep_peer_heard(peer);
		counts = vtep_peer_counts(peer);
		if (likely(counts))
			vtep_count_rx(counts, len, rx->bum);
	}
	dev_sw_netstats_rx_add(rx->vtep->dev, len);
	vtep_hand_up(rx->vtep, skb);
}

/* The steps of a frame of a known segment, in their order. */
static enum vtep_drop vtep_rx_steps(struct vtep_rx *rx, struct sk_buff *skb)
{
	enum vtep_drop why;

	why = vtep_check_vtep(rx, skb);
	if (unlikely(why != VTEP_PASS))
		return why;

	vtep_rx_outer_read(rx, skb);
	why = vtep_policy_outer(rx, skb);
	if (unlikely(why != VTEP_PASS))
		return why;
	why = vtep_rx_pull(rx, skb);
	if (unlikely(why != VTEP_PASS))
		return why;

	why = vtep_rx_who(rx, skb);
	if (unlikely(why != VTEP_PASS))
		return why;
	why = vtep_check_inner(rx, skb);
	if (unlikely(why != VTEP_PASS))
		return why;
	why = vtep_rx_inner(rx, skb);
	if (unlikely(why != VTEP_PASS))
		return why;
	why = vtep_local_check(rx, skb);
	if (unlikely(why != VTEP_PASS))
		return why;
	why = vtep_rx_rate(rx, skb);
	if (unlikely(why != VTEP_PASS))
		return why;
	return vtep_learn_from(rx, skb);
}

/* A frame of a known segment; consumes it. */
static void vtep_receive(struct vtep *vtep, struct vtep_vni *seg, u32 vni,
			 struct sk_buff *skb)
{
	const struct vtep_live *live = vtep_live(vtep);
	struct vtep_rx rx = {
		.vtep	= vtep,
		.seg	= seg,
		.vni	= vni,
		.live	= live,
		.outer	= skb_network_header(skb) - skb->head,
		.inner	= skb->data - skb->head + VTEP_HLEN,
	};
	enum vtep_drop why;

	vtep_outer_source(live->cfg.family, live->cfg.port, skb,
			  &rx.claim.from);
	why = vtep_rx_steps(&rx, skb);
	if (unlikely(why != VTEP_PASS)) {
		vtep_rx_drop(&rx, skb, why);
		return;
	}

	if (rx.by_group)
		vtep_count_group(&rx, skb);
	else
		vtep_count_unicast(seg);
	vtep_deliver(&rx, skb);
}

/* encap_rcv of the socket; skb->data is at the UDP header. */
static int vtep_rcv(struct sock *sk, struct sk_buff *skb)
{
	struct vtep_sock *vs = rcu_dereference_sk_user_data(sk);
	struct vtep_vni *seg;
	enum vtep_drop why;
	u32 vni = VTEP_VNI_UNKNOWN;

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
	vtep_sock_drop(vs, skb, vni, why);
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
