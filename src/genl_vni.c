// SPDX-License-Identifier: GPL-2.0
/* Segments: dump. */
#include "generated/vtep_genl.h"
#include "genl_ask.h"
#include "genl_msg.h"
#include "pool.h"
#include "segment.h"

#include <vtep/wire.h>

static int vtep_genl_put_attached(struct sk_buff *skb,
				  const struct vtep_vni *v)
{
	if (!v->vtep->vlans)
		return 0;
	return nla_put_u16(skb, VTEP_A_VNI_VLAN, v->vlan) ||
	       nla_put_u8(skb, VTEP_A_VNI_ACTIVE,
			  vtep_segment_active(v->vtep, v));
}

static int vtep_genl_put_pool(struct sk_buff *skb, const struct vtep_vni *v)
{
	struct in6_addr prefix;

	if (!v->pool_len)
		return 0;
	vtep_pool_prefix(&v->group_addr, v->pool_len, &prefix);
	return nla_put(skb, VTEP_A_VNI_POOL, vtep_addr_len(&prefix),
		       vtep_addr_data(&prefix)) ||
	       nla_put_u8(skb, VTEP_A_VNI_POOL_LEN, v->pool_len);
}

static int vtep_genl_put_vni_name(struct sk_buff *skb,
				  const struct vtep_genl_cursor *cur,
				  const void *obj)
{
	const struct vtep_vni *v = obj;

	return nla_put_u32(skb, VTEP_A_VNI_IFINDEX, cur->ifindex) ||
	       nla_put_u32(skb, VTEP_A_VNI_VNI, v->vni);
}

static int vtep_genl_put_vni_facts(struct sk_buff *skb, const void *obj)
{
	const struct vtep_vni *v = obj;
	struct vtep_sums sums = {};

	vtep_sum_counts(v->counts, &sums);

	return vtep_genl_put_attached(skb, v) || vtep_genl_put_pool(skb, v) ||
	       nla_put_u8(skb, VTEP_A_VNI_JOIN, v->join) ||
	       (vtep_addr_is_multicast(&v->group_addr) &&
		nla_put(skb, VTEP_A_VNI_GROUP, vtep_addr_len(&v->group_addr),
			vtep_addr_data(&v->group_addr))) ||
	       nla_put_u8(skb, VTEP_A_VNI_LEARNING, v->learning) ||
	       nla_put_u32(skb, VTEP_A_VNI_AGEING, v->ageing) ||
	       nla_put_u32(skb, VTEP_A_VNI_LIMIT, v->limit) ||
	       nla_put_u32(skb, VTEP_A_VNI_LEARNED,
			   atomic_read(&v->learned)) ||
	       vtep_genl_put_segment_rules(skb, VTEP_A_VNI_RULES, v) ||
	       vtep_genl_put_counters(skb, VTEP_A_VNI_COUNTERS, &sums);
}

static int vtep_genl_put_vni_flood(struct sk_buff *skb,
				   struct netlink_callback *cb, const void *obj)
{
	const struct vtep_vni *v = obj;

	return vtep_genl_put_remotes(skb, cb, VTEP_A_VNI_FLOOD,
				     rcu_dereference(v->flood));
}

static const struct vtep_genl_item vtep_genl_vni_item = {
	.cmd	= VTEP_CMD_VNI_GET,
	.name	= vtep_genl_put_vni_name,
	.facts	= vtep_genl_put_vni_facts,
	.list	= vtep_genl_put_vni_flood,
};

static int vtep_genl_fill_vnis(struct sk_buff *skb,
			       struct netlink_callback *cb, struct vtep *vtep)
{
	struct nlattr **attrs = genl_info_dump(cb)->attrs;
	struct vtep_genl_cursor *cur = vtep_genl_cursor(cb);
	unsigned long vni = cur->id, last = VTEP_VNI_MAX;
	struct vtep_vni *v;
	bool goes_on;
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
		goes_on = vtep_genl_goes_on(cb, rcu_dereference(v->flood));
		err = vtep_genl_put_item(skb, cb, &vtep_genl_vni_item, v,
					 goes_on);
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
