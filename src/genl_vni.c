// SPDX-License-Identifier: GPL-2.0
/* Segments: dump and change. */
#include "generated/vtep_genl.h"
#include "genl_msg.h"
#include "segment.h"

#include <vtep/wire.h>

/* What does not repeat when the flood list goes on in another item. */
static int vtep_genl_put_vni_facts(struct sk_buff *skb,
				   const struct vtep_vni *v)
{
	struct vtep_sums sums = {};

	vtep_sum_counts(v->counts, &sums);

	if ((vtep_addr_is_multicast(&v->group_addr) &&
	     nla_put(skb, VTEP_A_VNI_GROUP, vtep_addr_len(&v->group_addr),
		     vtep_addr_data(&v->group_addr))) ||
	    nla_put_u8(skb, VTEP_A_VNI_LEARNING, v->learning) ||
	    nla_put_u32(skb, VTEP_A_VNI_AGEING, v->ageing) ||
	    nla_put_u32(skb, VTEP_A_VNI_LIMIT, v->limit) ||
	    nla_put_u32(skb, VTEP_A_VNI_LEARNED, atomic_read(&v->learned)) ||
	    vtep_genl_put_counters(skb, VTEP_A_VNI_COUNTERS, &sums))
		return -EMSGSIZE;

	return 0;
}

static int vtep_genl_put_vni(struct sk_buff *skb, struct netlink_callback *cb,
			     const struct vtep *vtep, const struct vtep_vni *v)
{
	const struct vtep_remotes *list = rcu_dereference(v->flood);
	struct vtep_genl_cursor *cur = vtep_genl_cursor(cb);
	bool goes_on = vtep_genl_goes_on(cb, list);
	u32 sent = cur->sent;
	void *hdr;
	int err;

	hdr = vtep_genl_begin(skb, cb, VTEP_CMD_VNI_GET);
	if (!hdr)
		return -EMSGSIZE;

	if (nla_put_u32(skb, VTEP_A_VNI_IFINDEX, vtep->dev->ifindex) ||
	    nla_put_u32(skb, VTEP_A_VNI_VNI, v->vni))
		goto cancel;
	if (!goes_on && vtep_genl_put_vni_facts(skb, v))
		goto cancel;

	err = vtep_genl_put_remotes(skb, cb, VTEP_A_VNI_FLOOD, list);
	if (err && cur->sent == sent)
		goto cancel;

	vtep_genl_end(skb, cb, hdr);
	return err;

cancel:
	genlmsg_cancel(skb, hdr);
	return -EMSGSIZE;
}

static int vtep_genl_fill_vnis(struct sk_buff *skb,
			       struct netlink_callback *cb, struct vtep *vtep)
{
	struct nlattr **attrs = genl_info_dump(cb)->attrs;
	struct vtep_genl_cursor *cur = vtep_genl_cursor(cb);
	unsigned long vni = cur->id, last = VTEP_VNI_MAX;
	struct vtep_vni *v;
	int err;

	/* The first, the one that did not fit, or the one after it if that
	 * one is gone.
	 */
	if (attrs[VTEP_A_VNI_VNI]) {
		last = nla_get_u32(attrs[VTEP_A_VNI_VNI]);
		vni = max(vni, last);
	}
	if (attrs[VTEP_A_VNI_VNI_LAST])
		last = nla_get_u32(attrs[VTEP_A_VNI_VNI_LAST]);

	xa_for_each_range(&vtep->vnis, vni, v, vni, last) {
		if (cur->sent && cur->id != vni) {
			vtep_genl_changed(cb);
			cur->sent = 0;
		}
		cur->id = vni;
		err = vtep_genl_put_vni(skb, cb, vtep, v);
		if (err)
			return err;
	}

	return 0;
}

int vtep_nl_vni_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	int ret;

	rtnl_lock();
	ret = vtep_genl_dump(skb, cb,
			     genl_info_dump(cb)->attrs[VTEP_A_VNI_IFINDEX],
			     vtep_genl_fill_vnis);
	rtnl_unlock();

	return ret;
}

/* The segment that a request names by ifindex and vni. RTNL. */
static struct vtep_vni *vtep_genl_named_vni(struct genl_info *info)
{
	const struct nlattr *ifindex = info->attrs[VTEP_A_VNI_IFINDEX];
	const struct nlattr *vni = info->attrs[VTEP_A_VNI_VNI];
	struct net_device *dev;
	struct vtep_vni *v;

	dev = __dev_get_by_index(genl_info_net(info), nla_get_u32(ifindex));
	if (!dev) {
		NL_SET_ERR_MSG_ATTR(info->extack, ifindex,
				    "No interface with this index");
		return ERR_PTR(-ENODEV);
	}
	if (!netif_is_vtep(dev)) {
		NL_SET_ERR_MSG_ATTR(info->extack, ifindex,
				    "The interface is not a VTEP");
		return ERR_PTR(-EOPNOTSUPP);
	}

	v = vtep_find_vni(netdev_priv(dev), nla_get_u32(vni));
	if (!v) {
		NL_SET_ERR_MSG_ATTR(info->extack, vni,
				    "The VTEP has no segment with this VNI");
		return ERR_PTR(-ENOENT);
	}

	return v;
}

/* The group asked for: multicast, or unspecified for none. */
static int vtep_genl_parse_group(const struct vtep *vtep,
				 const struct nlattr *attr,
				 struct in6_addr *group,
				 struct netlink_ext_ack *extack)
{
	bool v4 = vtep->cfg.family == AF_INET;
	int len = nla_len(attr);
	bool multicast;

	/* No group is none in either family: who asks may not know the VTEP's.
	 */
	if ((len == sizeof(__be32) || len == sizeof(*group)) &&
	    !memchr_inv(nla_data(attr), 0, len)) {
		*group = in6addr_any;
		if (v4)
			vtep_addr_set4(group, 0);
		return 0;
	}

	if (len != (v4 ? sizeof(__be32) : sizeof(*group))) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "Group is not of the VTEP's address family");
		return -EAFNOSUPPORT;
	}

	/* Not by vtep_addr_is_multicast(): an IPv4-mapped group in 16 bytes is
	 * one to it, and IPv6 sends no such thing.
	 */
	if (v4) {
		vtep_addr_set4(group, nla_get_in_addr(attr));
		multicast = ipv4_is_multicast(vtep_addr_get4(group));
	} else {
		*group = nla_get_in6_addr(attr);
		multicast = ipv6_addr_is_multicast(group);
		if (!multicast && !ipv6_addr_any(group))
			goto err_unicast;
	}

	if (!multicast && !vtep_addr_is_any(group))
		goto err_unicast;

	if (multicast && !vtep->cfg.link) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "A group needs a lower device; set the VTEP's dev first");
		return -EINVAL;
	}

	return 0;

err_unicast:
	NL_SET_ERR_MSG_ATTR(extack, attr,
			    "Group must be a multicast or the unspecified address");
	return -EINVAL;
}

/* Flood to another group, or to none. */
static int vtep_genl_set_group(struct vtep_vni *v, const struct nlattr *attr,
			       struct netlink_ext_ack *extack)
{
	struct vtep *vtep = v->vtep;
	const struct in6_addr *old;
	struct in6_addr group;
	int err;

	err = vtep_genl_parse_group(vtep, attr, &group, extack);
	if (err)
		return err;

	/* A unicast remote of `ip link` gives way to a group, but stays when
	 * there is no group to remove.
	 */
	if (vtep_addr_is_any(&group) && !vtep_addr_is_multicast(&v->group_addr))
		return 0;

	old = v == vtep->seg ? &vtep->cfg.remote : &v->group_addr;
	return vtep_segment_set_remote(vtep, v, old, vtep->cfg.link, &group);
}

static void vtep_genl_set_ageing(struct vtep_vni *v, u32 seconds)
{
	WRITE_ONCE(v->ageing, seconds);
	if (v == v->vtep->seg)
		v->vtep->cfg.ageing = seconds;
	vtep_fdb_ageing_changed(&v->vtep->fdb);
}

static void vtep_genl_set_learning(struct vtep_vni *v, bool learning)
{
	WRITE_ONCE(v->learning, learning);
	if (v == v->vtep->seg)
		WRITE_ONCE(v->vtep->cfg.learning, learning);
}

/* All or nothing: what can fail comes first, and once. RTNL. */
static int vtep_genl_set_vni(struct genl_info *info)
{
	const struct nlattr *learning = info->attrs[VTEP_A_VNI_LEARNING];
	const struct nlattr *ageing = info->attrs[VTEP_A_VNI_AGEING];
	const struct nlattr *group = info->attrs[VTEP_A_VNI_GROUP];
	const struct nlattr *limit = info->attrs[VTEP_A_VNI_LIMIT];
	struct vtep_vni *v;
	int err;

	v = vtep_genl_named_vni(info);
	if (IS_ERR(v))
		return PTR_ERR(v);

	/* As for `ip link set`: the underlay may be another's. */
	if (!rtnl_dev_link_net_capable(v->vtep->dev, v->vtep->net)) {
		NL_SET_ERR_MSG(info->extack,
			       "No permission in the underlay's namespace");
		return -EPERM;
	}

	if (ageing && nla_get_u32(ageing) > VTEP_FDB_AGEING_MAX) {
		NL_SET_ERR_MSG_ATTR(info->extack, ageing,
				    "Ageing time is more than ten days");
		return -ERANGE;
	}

	if (group) {
		err = vtep_genl_set_group(v, group, info->extack);
		if (err)
			return err;
	}

	if (learning)
		vtep_genl_set_learning(v, nla_get_u8(learning));
	if (ageing)
		vtep_genl_set_ageing(v, nla_get_u32(ageing));
	if (limit)
		WRITE_ONCE(v->limit, nla_get_u32(limit));

	/* `ip monitor link` shows what changed of attachment `id`. */
	if (v == v->vtep->seg)
		netdev_state_change(v->vtep->dev);

	return 0;
}

int vtep_nl_vni_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	int err;

	if (GENL_REQ_ATTR_CHECK(info, VTEP_A_VNI_IFINDEX)) {
		GENL_SET_ERR_MSG(info, "The VTEP's interface index is missing");
		return -EINVAL;
	}
	if (GENL_REQ_ATTR_CHECK(info, VTEP_A_VNI_VNI)) {
		GENL_SET_ERR_MSG(info, "The segment's VNI is missing");
		return -EINVAL;
	}

	rtnl_lock();
	err = vtep_genl_set_vni(info);
	rtnl_unlock();

	return err;
}

/* Until segments can be added. */
int vtep_nl_vni_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return -EOPNOTSUPP;
}

int vtep_nl_vni_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return -EOPNOTSUPP;
}
