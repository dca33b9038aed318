// SPDX-License-Identifier: GPL-2.0
/* Who may speak: what RFC 7348 section 7 leaves to the underlay, and may be
 * refused by section 4.3. Each refusal has a reason of its own.
 */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <net/ip.h>

#include "policy.h"

/* The lower device, or what it is a port of: a VM to which the host has an
 * address in its segment would reach any other of the host's by that.
 */
static bool vtep_policy_way(const struct vtep_rx *rx, const struct sk_buff *skb)
{
	int link = rx->live->cfg.link;

	return !link || link == rx->ifindex || link == skb->dev->ifindex;
}

/* Of the groups only the segment's own; of unicast addresses the VTEP's, or
 * any that this host has if the VTEP has none. What came by a broadcast of
 * either layer was not sent to anybody.
 */
static bool vtep_policy_dest(const struct vtep_rx *rx,
			     const struct sk_buff *skb)
{
	const struct vtep_cfg *cfg = &rx->live->cfg;
	const struct vtep_group *group;
	struct in6_addr dest;

	vtep_outer_dest(cfg->family, skb_network_header(skb), &dest);
	if (rx->by_group) {
		group = rcu_dereference(rx->seg->group);
		return group && vtep_group_is(group, &dest, rx->ifindex);
	}
	if (skb->pkt_type == PACKET_BROADCAST ||
	    skb->pkt_type == PACKET_MULTICAST)
		return false;
	return vtep_policy_way(rx, skb) &&
	       (vtep_addr_is_any(&cfg->local) ||
		ipv6_addr_equal(&cfg->local, &dest));
}

/* RFC 7348 section 4.3: other VTEPs must not fragment, and what a router on the
 * way did may be discarded. IP tells of a datagram it has put together by the
 * size of the largest piece.
 */
static bool vtep_policy_pieces(const struct vtep_rx *rx,
			       const struct sk_buff *skb)
{
	if (rx->live->cfg.family == AF_INET)
		return IPCB(skb)->frag_max_size;
	return IP6CB(skb)->frag_max_size;
}

/**
 * vtep_policy_outer() - judge a frame by its outer headers
 * @rx: the frame; its sender is known by address only
 * @skb: with its outer headers; what the link layer and IP say of it still
 *	 holds
 *
 * Context: RCU read section.
 *
 * Return: VTEP_PASS or the reason to drop the frame.
 */
enum vtep_drop vtep_policy_outer(const struct vtep_rx *rx,
				 const struct sk_buff *skb)
{
	const struct vtep_claim *c = &rx->claim;
	u8 min_ttl, ttl;

	if (vtep_claim_rules(c, VTEP_A_RULES_STRICT)->strict &&
	    unlikely(!vtep_policy_dest(rx, skb)))
		return VTEP_DROP_RX_DEST;
	if (unlikely(vtep_policy_pieces(rx, skb)) &&
	    vtep_claim_rules(c, VTEP_A_RULES_FRAGMENTS)->fragments ==
	    VTEP_FRAGMENTS_DISCARD)
		return VTEP_DROP_RX_FRAGMENTS;

	min_ttl = vtep_claim_rules(c, VTEP_A_RULES_MIN_TTL)->min_ttl;
	if (!min_ttl)
		return VTEP_PASS;
	ttl = rx->live->cfg.family == AF_INET ? ip_hdr(skb)->ttl :
						ipv6_hdr(skb)->hop_limit;
	return unlikely(ttl < min_ttl) ? VTEP_DROP_RX_TTL : VTEP_PASS;
}

/* What the source prefixes say of the sender; a peer remembers. */
static enum vtep_may vtep_policy_may(const struct vtep_rx *rx)
{
	struct vtep_peer *peer = rx->claim.peer;
	const struct vtep_sources *t;
	enum vtep_may may;
	u32 memo;

	t = rcu_dereference(rx->seg->sources);
	if (!t)
		t = rcu_dereference(rx->vtep->sources);
	/* Refused when it is set; the two are not one change, though. */
	if (unlikely(!t))
		return VTEP_MAY_DENY;

	if (likely(peer)) {
		memo = READ_ONCE(peer->memo);
		if (likely(vtep_sources_memo_of(t, memo)))
			return vtep_sources_memo_may(memo);
	}
	may = vtep_sources_may(t, &rx->claim.from.addr);
	if (peer)
		WRITE_ONCE(peer->memo, vtep_sources_memo(t, may));
	return may;
}

static bool vtep_policy_known(const struct vtep_rx *rx)
{
	const struct vtep_peer *peer = rx->claim.peer;
	struct vtep_peer_key from;

	if (likely(peer && atomic_read(&peer->configured)))
		return true;
	if (vtep_peer_known(&rx->vtep->peers, &rx->claim.from))
		return true;
	/* One that is reached by `via`, from that device */
	from = rx->claim.from;
	from.ifindex = rx->ifindex;
	return vtep_peer_known(&rx->vtep->peers, &from);
}

/* Where not any sender's are; see vtep_policy_deliver(). */
enum vtep_drop vtep_policy_deliver_from(const struct vtep_rx *rx)
{
	switch (vtep_claim_rules(&rx->claim, VTEP_A_RULES_DELIVER)->deliver) {
	case VTEP_SOURCE_KNOWN:
		return likely(vtep_policy_known(rx)) ? VTEP_PASS :
						       VTEP_DROP_RX_NOT_KNOWN;
	case VTEP_SOURCE_LIST:
		return likely(vtep_policy_may(rx) != VTEP_MAY_DENY) ?
		       VTEP_PASS : VTEP_DROP_RX_NOT_LISTED;
	}
	return VTEP_PASS;
}

/* Likewise; see vtep_policy_learn(). */
enum vtep_drop vtep_policy_learn_from(const struct vtep_rx *rx)
{
	switch (vtep_claim_rules(&rx->claim, VTEP_A_RULES_LEARN)->learn) {
	case VTEP_SOURCE_KNOWN:
		return likely(vtep_policy_known(rx)) ?
		       VTEP_PASS : VTEP_DROP_LEARN_NOT_KNOWN;
	case VTEP_SOURCE_LIST:
		return likely(vtep_policy_may(rx) == VTEP_MAY_LEARN) ?
		       VTEP_PASS : VTEP_DROP_LEARN_NOT_LISTED;
	}
	return VTEP_PASS;
}
