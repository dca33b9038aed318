// SPDX-License-Identifier: GPL-2.0
/* Events as messages. */
#include "generated/vtep_genl.h"
#include "genl_event.h"
#include "genl_msg.h"

/* Longest name of VTEP_DROPS there may ever be */
#define VTEP_GENL_REASON_SIZE	32

/* addr, port, vni, ifindex in their nest */
#define VTEP_GENL_REMOTE_SIZE						\
	nla_total_size(nla_total_size(sizeof(struct in6_addr)) +	\
		       nla_total_size(sizeof(__be16)) +			\
		       2 * nla_total_size(sizeof(u32)))

static size_t vtep_genl_event_size(void)
{
	return 4 * nla_total_size(sizeof(u32)) + nla_total_size(ETH_ALEN) +
	       2 * VTEP_GENL_REMOTE_SIZE +
	       nla_total_size(sizeof(struct in6_addr)) +
	       nla_total_size(VTEP_GENL_REASON_SIZE) +
	       2 * nla_total_size_64bit(sizeof(u64));
}

/**
 * vtep_genl_heard() - is there anybody to be told?
 * @net: network namespace
 *
 * Context: any.
 *
 * Return: true if so.
 */
bool vtep_genl_heard(struct net *net)
{
	return genl_has_listeners(&vtep_nl_family, net, VTEP_NLGRP_EVENTS);
}

/**
 * vtep_genl_note() - note an event down
 * @note: filled
 * @ev: the event
 *
 * Context: as vtep_event().
 */
void vtep_genl_note(struct vtep_note *note, const struct vtep_event *ev)
{
	*note = (struct vtep_note){
		.type = ev->type,
		.count = max(ev->count, 1U),
		.ifindex = ev->dev->ifindex,
		.vni = ev->vni,
		.has_mac = ev->mac,
		.reason = ev->reason,
	};
	if (ev->mac)
		ether_addr_copy(note->mac, ev->mac);
	if (ev->peer)
		note->peer = *ev->peer;
	if (ev->old_peer)
		note->old_peer = *ev->old_peer;
	if (ev->group)
		note->group = *ev->group;
}

static int vtep_genl_put_peer(struct sk_buff *skb, int type,
			      const struct vtep_peer_key *key)
{
	return key->port ? vtep_genl_put_remote(skb, type, key, 0) : 0;
}

static int vtep_genl_put_what(struct sk_buff *skb,
			      const struct vtep_note *note)
{
	const struct in6_addr *group = &note->group;

	if (!ipv6_addr_any(group))
		return nla_put(skb, VTEP_A_EVENT_GROUP, vtep_addr_len(group),
			       vtep_addr_data(group));
	return nla_put_u32(skb, VTEP_A_EVENT_VNI, note->vni) ||
	       (note->has_mac &&
		nla_put(skb, VTEP_A_EVENT_MAC, ETH_ALEN, note->mac)) ||
	       vtep_genl_put_peer(skb, VTEP_A_EVENT_PEER, &note->peer) ||
	       vtep_genl_put_peer(skb, VTEP_A_EVENT_OLD_PEER,
				  &note->old_peer);
}

static int vtep_genl_put_event(struct sk_buff *skb,
			       const struct vtep_note *note, u64 seq,
			       u64 suppressed)
{
	void *hdr;

	hdr = genlmsg_put(skb, 0, 0, &vtep_nl_family, 0, VTEP_CMD_EVENT);
	if (!hdr)
		return -EMSGSIZE;

	if (nla_put_u32(skb, VTEP_A_EVENT_TYPE, note->type) ||
	    (note->ifindex &&
	     (nla_put_u32(skb, VTEP_A_EVENT_IFINDEX, note->ifindex) ||
	      vtep_genl_put_what(skb, note))) ||
	    (note->reason &&
	     nla_put_string(skb, VTEP_A_EVENT_REASON, note->reason)) ||
	    (note->count > 1 &&
	     nla_put_u32(skb, VTEP_A_EVENT_COUNT, note->count)) ||
	    nla_put_u64_64bit(skb, VTEP_A_EVENT_SEQ, seq, VTEP_A_EVENT_PAD) ||
	    nla_put_u64_64bit(skb, VTEP_A_EVENT_SUPPRESSED, suppressed,
			      VTEP_A_EVENT_PAD))
		return -EMSGSIZE;

	genlmsg_end(skb, hdr);
	return 0;
}

/**
 * vtep_genl_multicast() - send an event to all listeners
 * @net: network namespace
 * @note: the event
 * @seq: its number
 * @suppressed: how many were not told up to it
 *
 * With no memory to tell them, listeners get ENOBUFS, as when they were too
 * slow: what they know is no longer complete.
 *
 * Context: any but hard interrupt.
 */
void vtep_genl_multicast(struct net *net, const struct vtep_note *note,
			 u64 seq, u64 suppressed)
{
	struct sk_buff *skb;

	skb = genlmsg_new(vtep_genl_event_size(), GFP_ATOMIC | __GFP_NOWARN);
	if (!skb)
		goto err;

	if (WARN_ON_ONCE(vtep_genl_put_event(skb, note, seq, suppressed))) {
		nlmsg_free(skb);
		goto err;
	}

	genlmsg_multicast_netns(&vtep_nl_family, net, skb, 0,
				VTEP_NLGRP_EVENTS, GFP_ATOMIC);
	return;

err:
	genl_set_err(&vtep_nl_family, net, 0, VTEP_NLGRP_EVENTS, -ENOBUFS);
}
