// SPDX-License-Identifier: GPL-2.0
/* A frame on the VTEP's netdevice: which segment, which peers, with what in the
 * outer headers (RFC 7348 section 4.2).
 */
#include <linux/if_vlan.h>
#include <linux/vtep.h>
#include <net/inet_dscp.h>
#include <net/ip.h>
#include <net/ip_tunnels.h>
#include <net/udp.h>
#include <net/udp_tunnel.h>

#include "drop.h"
#include "flow.h"
#include "output.h"
#include "trace.h"

/* Entropy for the underlay's ECMP (RFC 7348 section 5), in the range that is
 * configured, both ends included: whether the maximum of the kernel's
 * udp_flow_src_port() is a port of the range depends on its version. Of the
 * hash, what goes out tells as little as there.
 */
static __be16 vtep_sport(const struct vtep_cfg *cfg, u32 hash)
{
	u32 ports = cfg->sport_max - cfg->sport_min + 1;

	hash ^= hash << 16;
	return htons(cfg->sport_min + reciprocal_scale(hash, ports));
}

/* Look into the frame, as far as its bytes are really there. */
static void vtep_frame_init(struct vtep_frame *fr, struct sk_buff *skb)
{
	fr->dsfield = 0;
	fr->ttl = 0;
	fr->df = false;
	fr->bum = false;

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

	/* The hash stays in the skb, so that copies of a flooded frame share
	 * it.
	 */
	fr->sport = vtep_sport(&fr->live->cfg, vtep_flow_hash(skb));
}

/* The TOS whose route is in the cache of a peer: the configured one, 0 where
 * frames bring their own. Rules may look at all of the DSCP, and never at ECN.
 */
static bool vtep_tos_cached(const struct vtep_cfg *cfg, u8 tos)
{
	u8 cached = cfg->pcp_dscp || cfg->tos == 1 ? 0 : cfg->tos;

	return !((tos ^ cached) & INET_DSCP_MASK);
}

static u8 vtep_outer_tos(const struct vtep_frame *fr)
{
	if (fr->live->cfg.pcp_dscp)
		return fr->at.tos;
	return fr->live->cfg.tos == 1 ? fr->dsfield : fr->live->cfg.tos;
}

static bool vtep_peer_df(const struct vtep_frame *fr)
{
	return fr->live->cfg.df == VXLAN_DF_SET ||
	       (fr->live->cfg.df == VXLAN_DF_INHERIT && fr->df);
}

/* To a peer or group, as the VTEP is set. @vni 0: the segment's own. */
static void vtep_send(const struct vtep_frame *fr, struct sk_buff *skb,
		      struct vtep_peer *peer, u32 vni)
{
	const struct vtep_cfg *cfg = &fr->live->cfg;
	struct vtep_dest to = {
		.key	= &peer->key,
		.local	= &cfg->local,
		.counts	= vtep_peer_counts(peer),
		.label	= cfg->label,
		.vni	= vni ?: fr->at.vni,
		.tos	= vtep_outer_tos(fr),
		.ttl	= cfg->ttl_inherit ? fr->ttl : cfg->ttl,
		.df	= vtep_peer_df(fr),
		.csum	= cfg->family == AF_INET ? cfg->csum : cfg->csum6,
	};

	if (likely(vtep_tos_cached(cfg, to.tos)))
		to.cache = vtep_peer_route(peer);
	vtep_output(fr, skb, &to);
}

/* To where its metadata says. What a VTEP must not do, fragment, it does not
 * do for them either (section 4.3).
 */
static void vtep_send_info(const struct vtep_frame *fr, struct sk_buff *skb)
{
	const struct ip_tunnel_info *info = fr->at.info;
	const struct ip_tunnel_key *key = &info->key;
	const struct vtep_cfg *cfg = &fr->live->cfg;
	struct in6_addr remote, local;
	struct vtep_peer_key peer;
	struct vtep_dest to = {
		.key	= &peer,
		.local	= &local,
		.label	= key->label,
		.vni	= fr->at.vni,
		.tos	= key->tos,
		.ttl	= key->ttl,
		.df	= vtep_peer_df(fr) || vtep_compat_info_df(info),
		.csum	= vtep_compat_info_csum(info),
	};
	bool ours;

	if (cfg->family == AF_INET) {
		vtep_addr_set4(&remote, key->u.ipv4.dst);
		vtep_addr_set4(&local, key->u.ipv4.src);
	} else {
		remote = key->u.ipv6.dst;
		local = key->u.ipv6.src;
	}
	vtep_peer_key_init(&peer, &remote, key->tp_dst ?: cfg->port,
			   cfg->link);
	/* The metadata's cache may be others', too, and nobody empties it when
	 * settings change: what depends on ours has no place in it.
	 */
	ours = peer.ifindex;
	if (vtep_addr_is_any(&local) && !vtep_addr_is_any(&cfg->local)) {
		local = cfg->local;
		ours = true;
	}
	if (!ours && ip_tunnel_dst_cache_usable(skb, info))
		to.cache = (struct dst_cache *)&info->dst_cache;
	vtep_output(fr, skb, &to);
}

/* Each copy of a frame gets outer headers of its own, so that a clone would
 * need a new head at once. A short frame is cheaper copied as a whole, to
 * memory that is neither cleared nor of the slab; of a long one the copies
 * share what is behind the head.
 */
#define VTEP_COPY_MAX	2048

static struct sk_buff *vtep_copy(const struct vtep_frame *fr,
				 struct sk_buff *skb)
{
	unsigned int room = max_t(unsigned int, skb_headroom(skb),
				  fr->vtep->dev->needed_headroom);
	struct sk_buff *copy;
	unsigned int size;
	void *head;

	if (room + skb->len > VTEP_COPY_MAX || skb_is_gso(skb))
		return skb_clone(skb, GFP_ATOMIC);

	size = SKB_DATA_ALIGN(room + skb->len) +
	       SKB_DATA_ALIGN(sizeof(struct skb_shared_info));
	head = napi_alloc_frag(size);
	if (unlikely(!head))
		return NULL;
	copy = napi_build_skb(head, size);
	if (unlikely(!copy)) {
		skb_free_frag(head);
		return NULL;
	}

	skb_reserve(copy, room);
	skb_put(copy, skb->len);
	skb_copy_header(copy, skb);
	skb_headers_offset_update(copy, room - skb_headroom(skb));
	if (unlikely(skb_copy_bits(skb, 0, copy->data, skb->len))) {
		kfree_skb(copy);
		return NULL;
	}
	return copy;
}

/* One copy to each; the last takes the frame itself. */
static void vtep_send_list(const struct vtep_frame *fr, struct sk_buff *skb,
			   const struct vtep_remotes *list)
{
	unsigned int last = list->n - 1;
	struct sk_buff *copy;
	unsigned int i;

	for (i = 0; i < last; i++) {
		copy = vtep_copy(fr, skb);
		if (likely(copy))
			vtep_send(fr, copy, list->r[i].peer, list->r[i].vni);
		else
			vtep_tx_blame(fr, eth_hdr(skb)->h_source,
				      VTEP_DROP_TX_NOMEM);
	}
	vtep_send(fr, skb, list->r[last].peer, list->r[last].vni);
}

static void vtep_flood(struct vtep_frame *fr, struct sk_buff *skb,
		       const struct vtep_remotes *list)
{
	fr->bum = true;
	vtep_count_bum(fr->at.seg->counts);
	trace_vtep_flood(fr->vtep->dev, fr->at.vni, skb, list->n);
	vtep_send_list(fr, skb, list);
}

/* A known destination: one peer, or the list configured for the MAC. */
static void vtep_forward(struct vtep_frame *fr, struct sk_buff *skb,
			 const struct vtep_fdb_entry *f)
{
	const struct vtep_fdb *fdb = &fr->vtep->fdb;
	struct vtep_remotes *list = vtep_fdb_remotes(fdb, f);

	if (list) {
		if (is_multicast_ether_addr(f->key.mac))
			vtep_flood(fr, skb, list);
		else
			vtep_send_list(fr, skb, list);
		return;
	}

	vtep_send(fr, skb, vtep_fdb_peer(fdb, f), 0);
}

static bool vtep_tagged(const struct sk_buff *skb)
{
	return skb_vlan_tag_present(skb) ||
	       eth_type_vlan(eth_hdr(skb)->h_proto);
}

/* Which segment is the frame's? */
static enum vtep_drop vtep_attach(struct vtep_frame *fr, struct sk_buff *skb)
{
	if (fr->live->cfg.attach == VTEP_ATTACHMENT_ID) {
		/* Set before the device can be up, until after it is down. */
		fr->at.seg = READ_ONCE(fr->vtep->seg);
		fr->at.vni = fr->at.seg->vni;
	}

	if (unlikely(!pskb_may_pull(skb, ETH_HLEN)))
		return VTEP_DROP_TX_SHORT;
	skb_reset_mac_header(skb);
	/* AF_XDP, for one, does not say where it is. */
	if (unlikely(skb_network_offset(skb) < ETH_HLEN))
		skb_set_network_header(skb, ETH_HLEN);

	if (fr->live->cfg.attach != VTEP_ATTACHMENT_ID) {
		enum vtep_drop why;

		why = vtep_attach_tx(fr->vtep, &fr->live->cfg, skb, &fr->at);
		if (unlikely(why != VTEP_PASS))
			return why;
	}

	if (unlikely(vtep_tagged(skb)) &&
	    fr->live->cfg.inner_vlan == VTEP_INNER_VLAN_DISCARD)
		return VTEP_DROP_TX_VLAN;
	return VTEP_PASS;
}

/* A list of the FDB is one destination, but for that of the all-zero MAC, which
 * is the flood list.
 */
static enum vtep_rate_class vtep_tx_class(const struct vtep_frame *fr,
					  const u8 *dest, bool known)
{
	if (fr->at.info)
		return VTEP_RATE_CLASS_UNICAST;
	if (unlikely(is_broadcast_ether_addr(dest)))
		return VTEP_RATE_CLASS_BROADCAST;
	if (unlikely(is_multicast_ether_addr(dest)))
		return VTEP_RATE_CLASS_MULTICAST;
	if (likely(known && !is_zero_ether_addr(dest)))
		return VTEP_RATE_CLASS_UNICAST;
	return VTEP_RATE_CLASS_UNKNOWN;
}

/* Once for the frame, before there are copies of it. @known: the FDB has its
 * destination.
 */
static enum vtep_drop vtep_may_send(const struct vtep_frame *fr,
				    const struct sk_buff *skb, bool known)
{
	enum vtep_rate_class class = vtep_tx_class(fr, eth_hdr(skb)->h_dest,
						   known);
	struct vtep_vni *seg = fr->at.seg;
	struct vtep_storm *storm;

	if (class == VTEP_RATE_CLASS_UNKNOWN &&
	    vtep_rules_in(seg, fr->live, VTEP_A_RULES_UNKNOWN)->unknown ==
	    VTEP_UNKNOWN_DROP)
		return VTEP_DROP_TX_UNKNOWN;

	storm = rcu_dereference(seg->storm);
	if (likely(!storm))
		return VTEP_PASS;
	return vtep_storm_tx(storm, class, skb, fr->vtep->dev, fr->at.vni);
}

/* Consumes the frame. RCU read section. */
static void vtep_xmit_frame(struct vtep_frame *fr, struct sk_buff *skb)
{
	const struct vtep_fdb_entry *f = NULL;
	const struct vtep_remotes *flood;
	struct vtep_peer *peer = NULL;
	struct vtep_fdb_aim aim;
	enum vtep_drop why;

	why = vtep_attach(fr, skb);
	if (unlikely(why != VTEP_PASS)) {
		vtep_tx_drop(fr, skb, why);
		return;
	}

	/* First of all, since it is the longest wait. A pull may move what was
	 * aimed at, but does not change it.
	 */
	if (!fr->at.info)
		aim = vtep_fdb_aim(&fr->vtep->fdb, fr->at.seg->vni,
				   eth_hdr(skb)->h_dest);
	vtep_frame_init(fr, skb);
	if (!fr->at.info)
		f = vtep_fdb_route(&fr->vtep->fdb, &aim, fr->at.seg->vni,
				   eth_hdr(skb)->h_dest, &peer);

	why = vtep_may_send(fr, skb, f);
	if (unlikely(why != VTEP_PASS)) {
		vtep_tx_drop(fr, skb, why);
		return;
	}

	if (fr->at.info) {
		vtep_send_info(fr, skb);
		return;
	}

	if (likely(peer)) {
		vtep_send(fr, skb, peer, 0);
		return;
	}

	if (f) {
		vtep_forward(fr, skb, f);
		return;
	}

	flood = rcu_dereference(fr->at.seg->flood);
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
 * list (RFC 7348 section 4.2), unless tunnel metadata say where. Sending never
 * refreshes an FDB entry.
 *
 * Context: BH off.
 *
 * Return: NETDEV_TX_OK; the frame is consumed.
 */
netdev_tx_t vtep_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct vtep *vtep = netdev_priv(dev);
	struct vtep_frame fr = { .vtep = vtep };

	/* The caller's is of the BH flavour, for which lockdep does not let
	 * rcu_dereference() pass.
	 */
	rcu_read_lock();
	fr.live = vtep_live(vtep);
	vtep_xmit_frame(&fr, skb);
	rcu_read_unlock();
	return NETDEV_TX_OK;
}
