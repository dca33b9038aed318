// SPDX-License-Identifier: GPL-2.0
/* Requests about ranges of VNIs: from netlink attributes to range.h's terms. */
#include <linux/slab.h>

#include <vtep/wire.h>

#include "generated/vtep_genl.h"
#include "genl_ask.h"
#include "genl_msg.h"
#include "pool.h"
#include "range.h"

/* Addresses */

/* Groups are joined on a device, and not on a VRF. */
static int vtep_genl_check_link(const struct vtep *vtep,
				const struct nlattr *attr,
				struct netlink_ext_ack *extack)
{
	if (!vtep->cfg.link) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "A group needs a lower device; set the VTEP's dev first");
		return -EINVAL;
	}
	if (vtep->link_dev && netif_is_l3_master(vtep->link_dev)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "A group is joined on a device, not on a VRF; set the VTEP's dev to the port");
		return -EINVAL;
	}
	return 0;
}

/* The group asked for: multicast, or unspecified for none. */
static int vtep_genl_parse_group(struct vtep_range *r,
				 const struct nlattr *attr)
{
	struct in6_addr *group = &r->conf.group;
	int len = nla_len(attr);
	int err;

	/* No group is none in either family: who asks may not know the VTEP's.
	 */
	if ((len == sizeof(__be32) || len == sizeof(*group)) &&
	    !memchr_inv(nla_data(attr), 0, len)) {
		*group = in6addr_any;
		return 0;
	}

	err = vtep_genl_ask_addr(r->vtep, attr, group, r->extack);
	if (err)
		return err;
	if (!vtep_addr_is_multicast(group)) {
		NL_SET_ERR_MSG_ATTR(r->extack, attr,
				    "Group must be a multicast or the unspecified address");
		return -EINVAL;
	}
	return vtep_genl_check_link(r->vtep, attr, r->extack);
}

static int vtep_genl_parse_pool(struct vtep_range *r, struct nlattr *attrs[])
{
	const struct nlattr *len = attrs[VTEP_A_VNI_POOL_LEN];
	const struct nlattr *attr = attrs[VTEP_A_VNI_POOL];
	u8 max;
	int err;

	if (!attr || !len) {
		NL_SET_ERR_MSG_ATTR(r->extack, attr ?: len,
				    "A pool is an address and a prefix length");
		return -EINVAL;
	}
	if (attrs[VTEP_A_VNI_GROUP]) {
		NL_SET_ERR_MSG_ATTR(r->extack, attr,
				    "Either a group or a pool of them");
		return -EINVAL;
	}
	err = vtep_genl_ask_addr(r->vtep, attr, &r->conf.group, r->extack);
	if (err)
		return err;

	r->conf.pool_len = nla_get_u8(len);
	max = r->vtep->cfg.family == AF_INET ? 31 : 127;
	if (r->conf.pool_len > max) {
		NL_SET_ERR_MSG_ATTR(r->extack, len,
				    "Pool is too small; one address is a group");
		return -EINVAL;
	}
	err = vtep_pool_check(&r->conf.group, r->conf.pool_len, attr,
			      r->extack);
	if (err)
		return err;
	return vtep_genl_check_link(r->vtep, attr, r->extack);
}

/* Destinations */

static int vtep_genl_check_dest(const struct vtep *vtep,
				const struct in6_addr *addr,
				const struct nlattr *attr,
				struct netlink_ext_ack *extack)
{
	if (vtep_addr_is_any(addr) || vtep_addr_is_multicast(addr) ||
	    (vtep_addr_family(addr) == AF_INET &&
	     ipv4_is_lbcast(vtep_addr_get4(addr)))) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "Destination is not a unicast address");
		return -EINVAL;
	}
	if (ipv6_addr_equal(addr, &vtep->cfg.local)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "Destination is the VTEP's own address");
		return -EINVAL;
	}
	if (vtep_addr_is_linklocal(addr) && !vtep->cfg.link) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "A link-local destination needs a lower device; set the VTEP's dev first");
		return -EINVAL;
	}
	return 0;
}

static int vtep_genl_parse_dest(const struct vtep *vtep,
				const struct nlattr *nest,
				struct vtep_fdb_dest *dest,
				struct netlink_ext_ack *extack)
{
	struct nlattr *tb[VTEP_A_REMOTE_MAX + 1];
	__be16 port = vtep->cfg.port;
	struct in6_addr addr;
	int err;

	err = nla_parse_nested(tb, VTEP_A_REMOTE_MAX, nest,
			       vtep_remote_nl_policy, extack);
	if (err)
		return err;
	if (!tb[VTEP_A_REMOTE_ADDR]) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "A destination without an address");
		return -EINVAL;
	}
	if (tb[VTEP_A_REMOTE_IFINDEX]) {
		NL_SET_ERR_MSG_ATTR(extack, tb[VTEP_A_REMOTE_IFINDEX],
				    "The lower device is the VTEP's");
		return -EOPNOTSUPP;
	}
	err = vtep_genl_ask_addr(vtep, tb[VTEP_A_REMOTE_ADDR], &addr, extack);
	if (!err)
		err = vtep_genl_check_dest(vtep, &addr, tb[VTEP_A_REMOTE_ADDR],
					   extack);
	if (err)
		return err;

	if (tb[VTEP_A_REMOTE_PORT])
		port = nla_get_be16(tb[VTEP_A_REMOTE_PORT]);
	if (!port) {
		NL_SET_ERR_MSG_ATTR(extack, tb[VTEP_A_REMOTE_PORT],
				    "0 is no UDP port");
		return -EINVAL;
	}
	dest->vni = 0;
	if (tb[VTEP_A_REMOTE_VNI])
		dest->vni = nla_get_u32(tb[VTEP_A_REMOTE_VNI]);
	if (dest->vni > VTEP_VNI_MAX) {
		NL_SET_ERR_MSG_ATTR(extack, tb[VTEP_A_REMOTE_VNI],
				    "A VNI is at most 16777215");
		return -ERANGE;
	}
	vtep_peer_key_init(&dest->peer, &addr, port, vtep->cfg.link);
	return 0;
}

static int vtep_genl_parse_dests(const struct vtep *vtep,
				 const struct nlattr *attr, void *list,
				 unsigned int nr,
				 struct netlink_ext_ack *extack)
{
	struct vtep_fdb_dest *dests = list;

	if (nr == VTEP_REMOTES_MAX) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "A flood list has at most 4096 destinations");
		return -ENOSPC;
	}
	return vtep_genl_parse_dest(vtep, attr, &dests[nr], extack);
}

static int vtep_genl_parse_flood(struct vtep_range *r, struct genl_info *info,
				 int type, struct vtep_fdb_dests *dests)
{
	void *list = vtep_genl_ask_list(info, type, sizeof(*dests->v),
					vtep_genl_parse_dests, r->vtep,
					&dests->n);

	if (IS_ERR(list))
		return PTR_ERR(list);
	dests->v = list;
	if (!vtep_fdb_dests_sort(dests))
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[type],
			    "A destination is named twice");
	return -EINVAL;
}

/* Settings */

static int vtep_genl_parse_vlan(struct vtep_range *r, const struct nlattr *attr)
{
	if (!attr && !r->vtep->vlans)
		return 0;
	if (!attr) {
		NL_SET_ERR_MSG(r->extack,
			       "vlan: which VLAN is the VNI's? The VTEP is of attachment vlan");
		return -EINVAL;
	}
	if (!r->vtep->vlans) {
		NL_SET_ERR_MSG_ATTR(r->extack, attr,
				    "vlan: the VTEP is not of attachment vlan");
		return -EINVAL;
	}
	r->conf.vlan = nla_get_u16(attr);
	if (r->last - r->first > VLAN_N_VID - 2 - r->conf.vlan) {
		NL_SET_ERR_MSG_ATTR(r->extack, attr,
				    "vlan: there are not as many VLANs from there to 4094");
		return -ERANGE;
	}
	return 0;
}

static int vtep_genl_parse_settings(struct vtep_range *r,
				    struct nlattr *attrs[])
{
	const struct nlattr *learning = attrs[VTEP_A_VNI_LEARNING];
	const struct nlattr *ageing = attrs[VTEP_A_VNI_AGEING];
	const struct nlattr *limit = attrs[VTEP_A_VNI_LIMIT];
	const struct nlattr *join = attrs[VTEP_A_VNI_JOIN];

	r->set_learning = learning;
	if (learning)
		r->conf.learning = nla_get_u8(learning);
	r->set_ageing = ageing;
	if (ageing)
		r->conf.ageing = nla_get_u32(ageing);
	r->set_limit = limit;
	if (limit)
		r->conf.limit = nla_get_u32(limit);
	r->set_join = join;
	if (join)
		r->conf.join = nla_get_u8(join);

	if (r->conf.ageing > VTEP_FDB_AGEING_MAX) {
		NL_SET_ERR_MSG_ATTR(r->extack, ageing,
				    "Ageing time is more than ten days");
		return -ERANGE;
	}
	if (r->conf.join == VTEP_JOIN_ACTIVE && !r->vtep->vlans) {
		NL_SET_ERR_MSG_ATTR(r->extack, join,
				    "join: only attachment vlan can tell when a segment is active");
		return -EINVAL;
	}
	return 0;
}

static int vtep_genl_parse_lists(struct vtep_range *r, struct genl_info *info)
{
	struct nlattr **attrs = info->attrs;
	int err = 0;

	if (attrs[VTEP_A_VNI_POOL] || attrs[VTEP_A_VNI_POOL_LEN])
		err = vtep_genl_parse_pool(r, attrs);
	else if (attrs[VTEP_A_VNI_GROUP])
		err = vtep_genl_parse_group(r, attrs[VTEP_A_VNI_GROUP]);
	r->set_group = attrs[VTEP_A_VNI_POOL] || attrs[VTEP_A_VNI_GROUP];

	if (!err)
		err = vtep_genl_parse_flood(r, info, VTEP_A_VNI_FLOOD_ADD,
					    &r->add);
	if (!err && info->genlhdr->cmd == VTEP_CMD_VNI_SET)
		err = vtep_genl_parse_flood(r, info, VTEP_A_VNI_FLOOD_DEL,
					    &r->del);
	return err;
}

/* Attachment id has its segment from `ip link`, and no other. */
static int vtep_genl_check_own(const struct vtep *vtep, struct genl_info *info)
{
	if (vtep->cfg.attach != VTEP_ATTACHMENT_ID ||
	    info->genlhdr->cmd == VTEP_CMD_VNI_SET)
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[VTEP_A_VNI_IFINDEX],
			    "The VTEP has one segment, of attachment id; ip link makes and deletes it");
	return -EOPNOTSUPP;
}

/* Everything a request says. RTNL. */
static int vtep_genl_parse_range(struct vtep_range *r, struct genl_info *info)
{
	const u8 cmd = info->genlhdr->cmd;
	int err;

	r->vtep = vtep_genl_ask_vtep(info, VTEP_A_VNI_IFINDEX);
	if (IS_ERR(r->vtep))
		return PTR_ERR(r->vtep);
	err = vtep_genl_check_own(r->vtep, info);
	if (err || cmd == VTEP_CMD_VNI_DEL)
		return err;

	vtep_segment_conf_init(r->vtep, r->first, &r->conf);
	err = vtep_genl_parse_settings(r, info->attrs);
	if (!err && info->attrs[VTEP_A_VNI_RULES])
		err = vtep_genl_ask_rules(info->attrs[VTEP_A_VNI_RULES], true,
					  &r->rules, info->extack);
	if (!err && cmd == VTEP_CMD_VNI_NEW)
		err = vtep_genl_parse_vlan(r, info->attrs[VTEP_A_VNI_VLAN]);
	if (!err)
		err = vtep_genl_parse_lists(r, info);
	return err;
}

static int vtep_genl_parse_vnis(struct vtep_range *r, struct genl_info *info)
{
	if (GENL_REQ_ATTR_CHECK(info, VTEP_A_VNI_IFINDEX)) {
		GENL_SET_ERR_MSG(info, "The VTEP's interface index is missing");
		return -EINVAL;
	}
	if (GENL_REQ_ATTR_CHECK(info, VTEP_A_VNI_VNI)) {
		GENL_SET_ERR_MSG(info, "The segment's VNI is missing");
		return -EINVAL;
	}
	r->attr = info->attrs[VTEP_A_VNI_VNI];
	r->first = nla_get_u32(r->attr);
	r->last = r->first;
	if (info->attrs[VTEP_A_VNI_VNI_LAST])
		r->last = nla_get_u32(info->attrs[VTEP_A_VNI_VNI_LAST]);
	if (r->last < r->first) {
		NL_SET_ERR_MSG_ATTR(info->extack,
				    info->attrs[VTEP_A_VNI_VNI_LAST],
				    "The range ends before it starts");
		return -EINVAL;
	}
	return 0;
}

static int vtep_genl_do_range(struct genl_info *info,
			      int (*fn)(struct vtep_range *r))
{
	struct vtep_range r = { .extack = info->extack };
	netdevice_tracker tracker;
	bool held = false;
	int err;

	err = vtep_genl_parse_vnis(&r, info);
	if (err)
		return err;

	rtnl_lock();
	err = vtep_genl_parse_range(&r, info);
	if (!err) {
		netdev_hold(r.vtep->dev, &tracker, GFP_KERNEL);
		held = true;
	}
	rtnl_unlock();

	if (!err)
		err = mutex_lock_killable(&r.vtep->ranges);
	if (!err) {
		err = fn(&r);
		mutex_unlock(&r.vtep->ranges);
	}
	if (held)
		netdev_put(r.vtep->dev, &tracker);
	kvfree(r.add.v);
	kvfree(r.del.v);
	return err;
}

int vtep_nl_vni_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vtep_genl_do_range(info, vtep_range_add);
}

int vtep_nl_vni_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vtep_genl_do_range(info, vtep_range_set);
}

int vtep_nl_vni_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vtep_genl_do_range(info, vtep_range_del);
}
