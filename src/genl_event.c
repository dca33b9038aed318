// SPDX-License-Identifier: GPL-2.0
/* Events to the listeners of the VTEP's network namespace. */
#include <linux/ethtool.h>

#include "generated/vtep_genl.h"
#include "genl_msg.h"

/* addr, port, vni, ifindex in their nest */
#define VTEP_GENL_REMOTE_SIZE						\
	nla_total_size(nla_total_size(sizeof(struct in6_addr)) +	\
		       nla_total_size(sizeof(__be16)) +			\
		       2 * nla_total_size(sizeof(u32)))

/* Names are shorter than what ethtool has for them. */
#define VTEP_GENL_REASON_SIZE	ETH_GSTRING_LEN

static size_t vtep_genl_event_size(void)
{
	return 3 * nla_total_size(sizeof(u32)) + nla_total_size(ETH_ALEN) +
	       2 * VTEP_GENL_REMOTE_SIZE +
	       nla_total_size(sizeof(struct in6_addr)) +
	       nla_total_size(VTEP_GENL_REASON_SIZE);
}

static int vtep_genl_put_event(struct sk_buff *skb,
			       const struct vtep_event *ev)
{
	void *hdr;

	hdr = genlmsg_put(skb, 0, 0, &vtep_nl_family, 0, VTEP_CMD_EVENT);
	if (!hdr)
		return -EMSGSIZE;

	if (nla_put_u32(skb, VTEP_A_EVENT_TYPE, ev->type) ||
	    nla_put_u32(skb, VTEP_A_EVENT_IFINDEX, ev->dev->ifindex) ||
	    (!ev->group && nla_put_u32(skb, VTEP_A_EVENT_VNI, ev->vni)) ||
	    (ev->mac && nla_put(skb, VTEP_A_EVENT_MAC, ETH_ALEN, ev->mac)) ||
	    (ev->peer &&
	     vtep_genl_put_remote(skb, VTEP_A_EVENT_PEER, ev->peer, 0)) ||
	    (ev->old_peer &&
	     vtep_genl_put_remote(skb, VTEP_A_EVENT_OLD_PEER, ev->old_peer,
				  0)) ||
	    (ev->group &&
	     nla_put(skb, VTEP_A_EVENT_GROUP, vtep_addr_len(ev->group),
		     vtep_addr_data(ev->group))) ||
	    (ev->reason &&
	     nla_put_string(skb, VTEP_A_EVENT_REASON, ev->reason)))
		return -EMSGSIZE;

	genlmsg_end(skb, hdr);
	return 0;
}

/**
 * vtep_genl_send_event() - tell the listeners of an event
 * @ev: the event
 *
 * With no memory to tell them, listeners get ENOBUFS, as when they were too
 * slow: what they know is no longer complete.
 *
 * Context: as vtep_event_set_sender() says; in an RCU read section.
 */
void vtep_genl_send_event(const struct vtep_event *ev)
{
	struct net *net = dev_net(ev->dev);
	struct sk_buff *skb;

	/* Learning is per frame: for nobody, nothing is built. */
	if (!genl_has_listeners(&vtep_nl_family, net, VTEP_NLGRP_EVENTS))
		return;

	skb = genlmsg_new(vtep_genl_event_size(), GFP_ATOMIC | __GFP_NOWARN);
	if (!skb)
		goto err;

	if (WARN_ON_ONCE(vtep_genl_put_event(skb, ev))) {
		nlmsg_free(skb);
		goto err;
	}

	genlmsg_multicast_netns(&vtep_nl_family, net, skb, 0,
				VTEP_NLGRP_EVENTS, GFP_ATOMIC);
	return;

err:
	genl_set_err(&vtep_nl_family, net, 0, VTEP_NLGRP_EVENTS, -ENOBUFS);
}
