// SPDX-License-Identifier: GPL-2.0
/* Segments: dump. */
#include "generated/vtep_genl.h"
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

/* What does not repeat when the flood list goes on in another item. */
static int vtep_genl_put_vni_facts(struct sk_buff *skb,
				   const struct vtep_vni *v)
{
	struct vtep_sums sums = {};

	vtep_sum_counts(v->counts, &sums);

	if (vtep_genl_put_attached(skb, v) || vtep_genl_put_pool(skb, v) ||
	    nla_put_u8(skb, VTEP_A_VNI_JOIN, v->join) ||
	    (vtep_addr_is_multicast(&v->group_addr) &&
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
