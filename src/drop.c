// SPDX-License-Identifier: GPL-2.0
/* What is known of a frame where its way ends. That may be anywhere: only the
 * outer IP and UDP headers can be taken for granted.
 */
#include <linux/etherdevice.h>

#include "drop.h"

static void vtep_offence_init(struct vtep_offence *o, struct vtep *vtep,
			      struct vtep_vni *v)
{
	*o = (struct vtep_offence){
		.dev	= vtep->dev,
		.memcg	= vtep->fdb.memcg,
		.drops	= vtep->drops,
		.blame	= vtep->blame,
	};
	if (!v)
		return;
	o->seg.counts = v->counts;
	o->seg.tally = &v->tally;
}

/* The inner source MAC, if it has come, be it in the linear part or not. @inner
 * is the offset of the inner Ethernet header from skb->head, since skb->data
 * moves on.
 */
static const u8 *vtep_inner_source(const struct sk_buff *skb, int inner,
				   u8 *room)
{
	int off = inner + ETH_ALEN - (int)skb_headroom(skb);

	return skb_header_pointer(skb, off, ETH_ALEN, room);
}

static void vtep_rx_offence(const struct vtep_rx *rx,
			    const struct sk_buff *skb, u8 *room,
			    struct vtep_offence *o)
{
	struct vtep_peer *peer = rx->claim.peer;

	vtep_offence_init(o, rx->vtep, rx->seg);
	/* Nobody has looked yet. */
	if (!rx->claim.mac)
		peer = vtep_peer_find(&rx->vtep->peers, &rx->claim.from);
	if (peer) {
		o->peer.counts = vtep_peer_counts(peer);
		o->peer.tally = &peer->tally;
	}
	o->from = &rx->claim.from;
	o->vni = rx->vni;
	o->mac = vtep_inner_source(skb, rx->inner, room);
}

/**
 * vtep_rx_drop() - drop a received frame
 * @rx: what its steps have found out, whichever of them it got to
 * @skb: the frame; gone when this returns
 * @why: the reason, of scope RX
 *
 * Context: RCU read section, BH off.
 */
void vtep_rx_drop(const struct vtep_rx *rx, struct sk_buff *skb,
		  enum vtep_drop why)
{
	struct vtep_offence o;
	u8 room[ETH_ALEN];

	vtep_rx_offence(rx, skb, room, &o);
	vtep_drop(skb, &o, why);
}

/**
 * vtep_rx_blame() - a received frame is delivered, but not learned from
 * @rx: what its steps have found out
 * @skb: the frame
 * @why: the reason, of scope LEARN
 *
 * Context: RCU read section, BH off.
 */
void vtep_rx_blame(const struct vtep_rx *rx, const struct sk_buff *skb,
		   enum vtep_drop why)
{
	struct vtep_offence o;
	u8 room[ETH_ALEN];

	vtep_rx_offence(rx, skb, room, &o);
	vtep_blame(&o, why);
}

/**
 * vtep_sock_drop() - drop a datagram for which there is no segment
 * @vs: UDP socket it came in by
 * @skb: the datagram, at its UDP header; gone when this returns
 * @vni: VNI, or VTEP_VNI_UNKNOWN if it has none: it is no VXLAN then
 * @why: the reason, of scope SOCK
 *
 * Context: RCU read section, BH off.
 */
void vtep_sock_drop(struct vtep_sock *vs, struct sk_buff *skb, u32 vni,
		    enum vtep_drop why)
{
	struct vtep_peer_key from;
	u8 room[ETH_ALEN];
	struct vtep_offence o = {
		.drops	= vs->drops,
		.blame	= vs->blame,
		.from	= &from,
		.vni	= vni,
	};

	vtep_outer_source(vs->family, vs->port, skb, &from);
	if (vni != VTEP_VNI_UNKNOWN)
		o.mac = vtep_inner_source(skb, skb_headroom(skb) + VTEP_HLEN,
					  room);
	vtep_drop(skb, &o, why);
}

static void vtep_tx_offence(const struct vtep_frame *fr, const u8 *mac,
			    struct vtep_offence *o)
{
	vtep_offence_init(o, fr->vtep, fr->at.seg);
	o->vni = fr->at.seg || fr->at.vni ? fr->at.vni : VTEP_VNI_UNKNOWN;
	o->mac = mac;
}

/**
 * vtep_tx_drop() - drop a frame that was to be sent, or one copy of it
 * @fr: the frame
 * @skb: the copy; gone when this returns
 * @why: the reason, of scope TX
 *
 * Context: RCU read section, BH off.
 */
void vtep_tx_drop(const struct vtep_frame *fr, struct sk_buff *skb,
		  enum vtep_drop why)
{
	struct vtep_offence o;

	/* Shorter ones have no Ethernet header. */
	vtep_tx_offence(fr, why == VTEP_DROP_TX_SHORT ? NULL :
			    eth_hdr(skb)->h_source, &o);
	vtep_drop(skb, &o, why);
}

/**
 * vtep_tx_blame() - a frame, or a copy of it, is not sent, but not dropped here
 * @fr: the frame
 * @mac: whose it is
 * @why: the reason, of scope TX
 *
 * Context: RCU read section, BH off.
 */
void vtep_tx_blame(const struct vtep_frame *fr, const u8 *mac,
		   enum vtep_drop why)
{
	struct vtep_offence o;

	vtep_tx_offence(fr, mac, &o);
	vtep_blame(&o, why);
}
