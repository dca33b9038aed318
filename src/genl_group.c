// SPDX-License-Identifier: GPL-2.0
/* Group memberships: dump and rejoin. Groups are the network namespace's, not
 * a VTEP's.
 */
#include "generated/vtep_genl.h"
#include "genl_msg.h"

static int vtep_genl_put_group_name(struct sk_buff *skb,
				    const struct vtep_genl_cursor *cur,
				    const void *obj)
{
	const struct vtep_group *group = obj;

	return nla_put(skb, VTEP_A_GROUP_ADDR, vtep_addr_len(&group->addr),
		       vtep_addr_data(&group->addr)) ||
	       nla_put_u32(skb, VTEP_A_GROUP_IFINDEX, group->ifindex);
}

static int vtep_genl_put_group_facts(struct sk_buff *skb, const void *obj)
{
	const struct vtep_group *group = obj;
	struct vtep_group_sums sums;

	vtep_group_sum(group, &sums);

	return nla_put_u32(skb, VTEP_A_GROUP_USERS, group->users) ||
	       nla_put_u8(skb, VTEP_A_GROUP_STATE, group->state) ||
	       nla_put_u64_64bit(skb, VTEP_A_GROUP_PACKETS, sums.packets,
				 VTEP_A_GROUP_PAD) ||
	       nla_put_u64_64bit(skb, VTEP_A_GROUP_FOREIGN, sums.foreign,
				 VTEP_A_GROUP_PAD) ||
	       (sums.packets &&
		vtep_genl_put_since(skb, VTEP_A_GROUP_HEARD, sums.heard,
				    VTEP_A_GROUP_PAD)) ||
	       (vtep_group_is_silent(group, &sums) &&
		nla_put_flag(skb, VTEP_A_GROUP_SILENT));
}

static int vtep_genl_put_member(struct sk_buff *skb, const struct vtep_vni *v)
{
	struct nlattr *nest;

	nest = nla_nest_start(skb, VTEP_A_GROUP_MEMBERS);
	if (!nest)
		return -EMSGSIZE;

	if (nla_put_u32(skb, VTEP_A_MEMBER_IFINDEX, v->vtep->dev->ifindex) ||
	    nla_put_u32(skb, VTEP_A_MEMBER_VNI, v->vni)) {
		nla_nest_cancel(skb, nest);
		return -EMSGSIZE;
	}

	nla_nest_end(skb, nest);
	return 0;
}

/* As many members as fit, from the cursor's @sent on. */
static int vtep_genl_put_members(struct sk_buff *skb,
				 struct netlink_callback *cb, const void *obj)
{
	struct vtep_genl_cursor *cur = vtep_genl_cursor(cb);
	const struct vtep_group *group = obj;
	const struct vtep_vni *v;
	u32 skip = cur->sent;

	list_for_each_entry(v, &group->members, member) {
		if (skip) {
			skip--;
			continue;
		}
		if (vtep_genl_put_member(skb, v))
			return -EMSGSIZE;
		cur->sent++;
	}

	cur->sent = 0;
	return 0;
}

/* Is this the rest of a group begun in another message? If its members have
 * changed, it is begun again, and the reader told.
 */
static bool vtep_genl_group_goes_on(struct netlink_callback *cb,
				    const struct vtep_group *group)
{
	struct vtep_genl_cursor *cur = vtep_genl_cursor(cb);

	if (cur->sent && (cur->list != group || cur->id != group->changes)) {
		cur->sent = 0;
		vtep_genl_changed(cb);
	}
	cur->list = group;
	cur->id = group->changes;

	return cur->sent;
}

static const struct vtep_genl_item vtep_genl_group_item = {
	.cmd	= VTEP_CMD_GROUP_GET,
	.name	= vtep_genl_put_group_name,
	.facts	= vtep_genl_put_group_facts,
	.list	= vtep_genl_put_members,
};

/* The group a dump goes on with, or NULL. RTNL. */
static struct vtep_group *vtep_genl_resume_group(struct netlink_callback *cb,
						 struct net *net)
{
	struct vtep_genl_cursor *cur = vtep_genl_cursor(cb);
	struct vtep_group *group = NULL;
	u32 skip = cur->pos;

	if (cur->ifindex) {
		group = vtep_group_find(net, &cur->addr, cur->ifindex);
		if (group)
			return group;

		/* Left meanwhile: count instead. */
		vtep_genl_changed(cb);
		cur->sent = 0;
	}

	while ((group = vtep_group_next(net, group)) && skip)
		skip--;
	return group;
}

int vtep_nl_group_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct vtep_genl_cursor *cur = vtep_genl_cursor(cb);
	struct net *net = sock_net(cb->skb->sk);
	struct vtep_group *group;
	bool goes_on;
	int err;

	err = vtep_compat_no_attrs(cb);
	if (err)
		return err;

	if (cur->done)
		return 0;
	if (!cb->seq)
		cb->seq = 1;

	rtnl_lock();
	group = vtep_genl_resume_group(cb, net);
	for (; group; group = vtep_group_next(net, group)) {
		goes_on = vtep_genl_group_goes_on(cb, group);
		err = vtep_genl_put_item(skb, cb, &vtep_genl_group_item, group,
					 goes_on);
		if (err) {
			cur->ifindex = group->ifindex;
			cur->addr = group->addr;
			break;
		}
		cur->pos++;
	}
	rtnl_unlock();

	cur->done = !err;
	return vtep_genl_dump_ret(skb, err);
}

static int vtep_genl_parse_addr(const struct nlattr *attr,
				struct in6_addr *addr,
				struct netlink_ext_ack *extack)
{
	bool multicast = false;

	/* Not by vtep_addr_is_multicast(): an IPv4-mapped group in 16 bytes is
	 * one to it, and IPv6 has no such thing.
	 */
	if (nla_len(attr) == sizeof(__be32)) {
		vtep_addr_set4(addr, nla_get_in_addr(attr));
		multicast = ipv4_is_multicast(vtep_addr_get4(addr));
	} else if (nla_len(attr) == sizeof(*addr)) {
		*addr = nla_get_in6_addr(attr);
		multicast = ipv6_addr_is_multicast(addr);
	}

	if (!multicast) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "Group must be a multicast address");
		return -EINVAL;
	}
	return 0;
}

/* Who may ask is checked by the family: memberships belong to the namespace
 * the request is made in.
 */
int vtep_nl_group_rejoin_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *ifindex = info->attrs[VTEP_A_GROUP_IFINDEX];
	const struct nlattr *attr = info->attrs[VTEP_A_GROUP_ADDR];
	struct in6_addr addr;
	int err, n;

	if (attr) {
		err = vtep_genl_parse_addr(attr, &addr, info->extack);
		if (err)
			return err;
	}
	if (ifindex && (s32)nla_get_u32(ifindex) <= 0) {
		NL_SET_ERR_MSG_ATTR(info->extack, ifindex,
				    "Not an interface index");
		return -EINVAL;
	}

	rtnl_lock();
	n = vtep_group_rejoin(genl_info_net(info), attr ? &addr : NULL,
			      ifindex ? nla_get_u32(ifindex) : 0);
	rtnl_unlock();

	if (!n) {
		NL_SET_ERR_MSG(info->extack,
			       "No segment here is a member of such a group");
		return -ENOENT;
	}
	return 0;
}
