// SPDX-License-Identifier: GPL-2.0
/* Dump of why frames were dropped, and who the last one was. */
#include <linux/rtnetlink.h>

#include "generated/vtep_genl.h"
#include "genl_ask.h"
#include "genl_msg.h"

/* What is asked for: a VTEP, or one segment or peer of it. */
struct vtep_genl_drops {
	const struct vtep *vtep;
	bool trusted;			/* with what is the socket's */
	const struct vtep_vni *v;	/* NULL: not by segment */
	bool by_peer;
	struct in6_addr addr;		/* of the peer, */
	u64 sums[VTEP_DROP_MAX];	/* and what it has */
};

/* What is seen before the VTEP is known is no segment's and no peer's. */
static bool vtep_genl_drops_has(const struct vtep_genl_drops *d,
				enum vtep_drop why)
{
	return !vtep_drop_of_sock(why) || (!d->v && !d->by_peer);
}

static u64 vtep_genl_drops_count(const struct vtep_genl_drops *d,
				 enum vtep_drop why)
{
	if (d->v)
		return vtep_tally_get(&d->v->tally, why);
	if (d->by_peer)
		return d->sums[why];
	return vtep_drop_sum(d->vtep, why);
}

/* May the reader know who sent to the UDP socket? VTEPs share it: in another
 * namespace than their underlay's it would be news of others' tenants.
 */
static bool vtep_genl_drops_trusts(const struct netlink_callback *cb,
				   const struct vtep *vtep)
{
	return net_eq(dev_net(vtep->dev), vtep->net) ||
	       netlink_ns_capable(cb->skb, vtep->net->user_ns, CAP_NET_ADMIN);
}

/* The last offender, if it is of what is asked for. */
static bool vtep_genl_drops_last(const struct vtep_genl_drops *d,
				 enum vtep_drop why, struct vtep_offender *who)
{
	const struct vtep *vtep = d->vtep;

	if (vtep_drop_of_sock(why) && !d->trusted)
		return false;
	vtep_blame_last(vtep_drop_of_sock(why) ? vtep->sock->blame :
						 vtep->blame, why, who);
	if (!who->when)
		return false;
	if (d->v)
		return who->vni == d->v->vni;
	return !d->by_peer || ipv6_addr_equal(&who->addr, &d->addr);
}

static int vtep_genl_put_offender(struct sk_buff *skb,
				  const struct vtep_offender *who)
{
	struct nlattr *nest;

	nest = nla_nest_start(skb, VTEP_A_DROP_LAST);
	if (!nest ||
	    vtep_genl_put_since(skb, VTEP_A_OFFENDER_SINCE, who->when,
				VTEP_A_OFFENDER_PAD))
		return -EMSGSIZE;
	if (!ipv6_addr_any(&who->addr) &&
	    nla_put(skb, VTEP_A_OFFENDER_ADDR, vtep_addr_len(&who->addr),
		    vtep_addr_data(&who->addr)))
		return -EMSGSIZE;
	if (who->vni != VTEP_VNI_UNKNOWN &&
	    nla_put_u32(skb, VTEP_A_OFFENDER_VNI, who->vni))
		return -EMSGSIZE;
	if (who->has_mac &&
	    nla_put(skb, VTEP_A_OFFENDER_MAC, ETH_ALEN, who->mac))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int vtep_genl_put_drop(struct sk_buff *skb,
			      const struct vtep_genl_drops *d,
			      enum vtep_drop why)
{
	struct vtep_offender who;
	struct nlattr *nest;

	nest = nla_nest_start(skb, VTEP_A_DROPS_DROPS);
	if (!nest)
		return -EMSGSIZE;

	if (nla_put_string(skb, VTEP_A_DROP_NAME, vtep_drop_rows[why].name) ||
	    nla_put_u64_64bit(skb, VTEP_A_DROP_COUNT,
			      vtep_genl_drops_count(d, why),
			      VTEP_A_DROP_PAD) ||
	    (vtep_genl_drops_last(d, why, &who) &&
	     vtep_genl_put_offender(skb, &who))) {
		nla_nest_cancel(skb, nest);
		return -EMSGSIZE;
	}

	nla_nest_end(skb, nest);
	return 0;
}

static int vtep_genl_put_drops_name(struct sk_buff *skb,
				    const struct vtep_genl_cursor *cur,
				    const void *obj)
{
	const struct vtep_genl_drops *d = obj;

	return nla_put_u32(skb, VTEP_A_DROPS_IFINDEX, cur->ifindex) ||
	       (d->v && nla_put_u32(skb, VTEP_A_DROPS_VNI, d->v->vni)) ||
	       (d->by_peer &&
		nla_put(skb, VTEP_A_DROPS_ADDR, vtep_addr_len(&d->addr),
			vtep_addr_data(&d->addr)));
}

static int vtep_genl_put_drops_list(struct sk_buff *skb,
				    struct netlink_callback *cb,
				    const void *obj)
{
	struct vtep_genl_cursor *cur = vtep_genl_cursor(cb);

	for (; cur->sent < VTEP_DROP_MAX; cur->sent++)
		if (vtep_genl_drops_has(obj, cur->sent) &&
		    vtep_genl_put_drop(skb, obj, cur->sent))
			return -EMSGSIZE;

	cur->sent = 0;
	return 0;
}

static const struct vtep_genl_item vtep_genl_drops_item = {
	.cmd	= VTEP_CMD_DROPS_GET,
	.name	= vtep_genl_put_drops_name,
	.list	= vtep_genl_put_drops_list,
};

static int vtep_genl_find_segment(struct vtep *vtep, const struct nlattr *attr,
				  struct vtep_genl_drops *d,
				  struct netlink_ext_ack *extack)
{
	d->v = vtep_find_vni(vtep, nla_get_u32(attr));
	if (d->v)
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, attr, "VTEP has no segment with this VNI");
	return -ENOENT;
}

static int vtep_genl_find_peer(struct vtep *vtep, const struct nlattr *attr,
			       struct vtep_genl_drops *d,
			       struct netlink_ext_ack *extack)
{
	int err;

	err = vtep_genl_ask_addr(vtep, attr, &d->addr, extack);
	if (err)
		return err;
	d->by_peer = true;
	if (vtep_peers_tally(&vtep->peers, &d->addr, d->sums))
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, attr, "VTEP has no peer with this address");
	return -ENOENT;
}

/* Of a VTEP that was named. Of all others, those that do not have what is
 * asked for are passed over.
 */
static int vtep_genl_fill_drops(struct sk_buff *skb,
				struct netlink_callback *cb, struct vtep *vtep)
{
	struct nlattr *const *attrs = genl_info_dump(cb)->attrs;
	struct netlink_ext_ack *extack = NULL;
	struct vtep_genl_drops d = {
		.vtep = vtep,
		.trusted = vtep_genl_drops_trusts(cb, vtep),
	};
	u32 sent = vtep_genl_cursor(cb)->sent;
	int err = 0;

	if (attrs[VTEP_A_DROPS_IFINDEX] && !sent)
		extack = cb->extack;
	if (attrs[VTEP_A_DROPS_VNI])
		err = vtep_genl_find_segment(vtep, attrs[VTEP_A_DROPS_VNI], &d,
					     extack);
	else if (attrs[VTEP_A_DROPS_ADDR])
		err = vtep_genl_find_peer(vtep, attrs[VTEP_A_DROPS_ADDR], &d,
					  extack);
	if (!err)
		return vtep_genl_put_item(skb, cb, &vtep_genl_drops_item, &d,
					  sent);

	/* It went away halfway. */
	if (sent)
		vtep_genl_changed(cb);
	return extack ? err : 0;
}

/* One filter, and a well-formed one; VTEPs may be of either family. */
static int vtep_genl_check_drops(struct nlattr *const *attrs,
				 struct netlink_ext_ack *extack)
{
	const struct nlattr *addr = attrs[VTEP_A_DROPS_ADDR];

	if (!addr)
		return 0;
	if (attrs[VTEP_A_DROPS_VNI]) {
		NL_SET_ERR_MSG_ATTR(extack, addr,
				    "Either of a segment or of a peer");
		return -EINVAL;
	}
	if (nla_len(addr) != sizeof(struct in_addr) &&
	    nla_len(addr) != sizeof(struct in6_addr)) {
		NL_SET_ERR_MSG_ATTR(extack, addr,
				    "Address is neither an IPv4 nor an IPv6 address");
		return -EINVAL;
	}
	return 0;
}

int vtep_nl_drops_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct nlattr *const *attrs = genl_info_dump(cb)->attrs;
	int ret;

	ret = vtep_genl_check_drops(attrs, cb->extack);
	if (ret)
		return ret;

	/* For the UDP socket, which may become another one. */
	rtnl_lock();
	ret = vtep_genl_dump(skb, cb, attrs[VTEP_A_DROPS_IFINDEX],
			     vtep_genl_fill_drops);
	rtnl_unlock();

	return ret;
}
