// SPDX-License-Identifier: GPL-2.0
/* Local MACs on netlink: those configured, and those of the bridge by the
 * segments in which they are protected, should the rule say so.
 */
#include <linux/etherdevice.h>
#include <linux/rtnetlink.h>

#include "bridge.h"
#include "generated/vtep_genl.h"
#include "genl_ask.h"
#include "genl_msg.h"

/* Requests */

static struct vtep_vni *vtep_genl_local_segment(struct vtep *vtep,
						struct genl_info *info)
{
	const struct nlattr *attr = info->attrs[VTEP_A_LOCAL_VNI];

	if (attr)
		return vtep_genl_ask_segment(vtep, attr, info->extack);
	if (vtep->seg)
		return vtep->seg;
	GENL_SET_ERR_MSG(info,
			 "The VTEP can have several segments; which VNI?");
	return ERR_PTR(-EINVAL);
}

static int vtep_genl_check_mac(struct genl_info *info)
{
	const struct nlattr *attr = info->attrs[VTEP_A_LOCAL_MAC];

	if (GENL_REQ_ATTR_CHECK(info, VTEP_A_LOCAL_MAC)) {
		GENL_SET_ERR_MSG(info, "The MAC is missing");
		return -EINVAL;
	}
	if (!is_valid_ether_addr(nla_data(attr))) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "Not the MAC of a host: zero or multicast");
		return -EINVAL;
	}
	return 0;
}

static int vtep_genl_do_local(struct genl_info *info, bool add)
{
	const struct nlattr *attr = info->attrs[VTEP_A_LOCAL_MAC];
	struct vtep_vni *v;
	struct vtep *vtep;
	int err;

	vtep = vtep_genl_ask_vtep(info, VTEP_A_LOCAL_IFINDEX);
	if (IS_ERR(vtep))
		return PTR_ERR(vtep);
	v = vtep_genl_local_segment(vtep, info);
	if (IS_ERR(v))
		return PTR_ERR(v);

	if (add)
		err = vtep_fdb_local_new(&vtep->fdb, v, nla_data(attr),
					 vtep_bridge_protects(vtep, v));
	else
		err = vtep_fdb_local_del(&vtep->fdb, v, nla_data(attr));
	if (err == -EEXIST)
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "The MAC is configured as a local one already");
	else if (err == -ENOENT)
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "The MAC is not configured as a local one");
	return err;
}

static int vtep_genl_change_local(struct genl_info *info, bool add)
{
	int err;

	err = vtep_genl_check_mac(info);
	if (err)
		return err;
	rtnl_lock();
	err = vtep_genl_do_local(info, add);
	rtnl_unlock();
	return err;
}

int vtep_nl_local_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vtep_genl_change_local(info, true);
}

int vtep_nl_local_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vtep_genl_change_local(info, false);
}

/* Dump */

/* One entry of the table: in which segments, VTEP_VNI_ANY for each of them. */
struct vtep_genl_local {
	const u8 *mac;
	u32 vnis[2];
	unsigned int n;
	bool configured;
	bool bridge;
};

/* A segment whose frames are in the VLAN of an entry of the bridge; NULL: none.
 * Those that are configured as well are said with their own entry.
 */
static void vtep_genl_add_local(struct vtep *vtep, const struct vtep_vni *v,
				struct vtep_genl_local *item)
{
	if (v && !vtep_local_find(&vtep->fdb.locals, v->vni, item->mac))
		item->vnis[item->n++] = v->vni;
}

static void vtep_genl_configured(struct vtep *vtep, const struct vtep_local *l,
				 struct vtep_genl_local *item)
{
	const struct vtep_vni *v = vtep_find_vni(vtep, l->key.scope);
	u16 vid;

	if (!v)
		return;
	vid = vtep_bridge_vid(vtep, v, false);
	item->configured = true;
	item->bridge = vtep_local_find(&vtep->fdb.locals,
				       VTEP_LOCAL_VLAN | vid, item->mac);
	item->vnis[item->n++] = v->vni;
}

static void vtep_genl_bridged(struct vtep *vtep, const struct vtep_local *l,
			      struct vtep_genl_local *item)
{
	const struct vtep_vni *seg = READ_ONCE(vtep->seg);
	u16 vid = vtep_local_vid(l);

	item->bridge = true;
	if (seg) {
		if (vtep_bridge_vid(vtep, seg, false) == vid)
			vtep_genl_add_local(vtep, seg, item);
		return;
	}
	if (!vtep->vlans || !READ_ONCE(vtep->bridge.filtering) ||
	    READ_ONCE(vtep->bridge.other_tags)) {
		/* In all segments, or in none */
		if (vid == (READ_ONCE(vtep->bridge.filtering) ?
			    VTEP_LOCAL_ANY : 0))
			item->vnis[item->n++] = VTEP_VNI_ANY;
		return;
	}
	if (vid == VTEP_LOCAL_ANY)
		return;
	if (vid)
		vtep_genl_add_local(vtep,
				    rcu_dereference(vtep->vlans->seg[vid]),
				    item);
	if (vid == READ_ONCE(vtep->bridge.pvid))
		vtep_genl_add_local(vtep, rcu_dereference(vtep->vlans->seg[0]),
				    item);
}

static int vtep_genl_put_local(struct sk_buff *skb, struct netlink_callback *cb,
			       const struct vtep_genl_local *item, u32 vni)
{
	void *hdr;

	hdr = vtep_genl_begin(skb, cb, VTEP_CMD_LOCAL_GET);
	if (!hdr)
		return -EMSGSIZE;
	if (nla_put_u32(skb, VTEP_A_LOCAL_IFINDEX,
			vtep_genl_cursor(cb)->ifindex) ||
	    (vni != VTEP_VNI_ANY && nla_put_u32(skb, VTEP_A_LOCAL_VNI, vni)) ||
	    nla_put(skb, VTEP_A_LOCAL_MAC, ETH_ALEN, item->mac) ||
	    (item->configured &&
	     nla_put_flag(skb, VTEP_A_LOCAL_CONFIGURED)) ||
	    (item->bridge && nla_put_flag(skb, VTEP_A_LOCAL_BRIDGE))) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	vtep_genl_end(skb, cb, hdr);
	return 0;
}

static int vtep_genl_fill_local(struct sk_buff *skb,
				struct netlink_callback *cb, struct vtep *vtep)
{
	struct vtep_genl_cursor *cur = vtep_genl_cursor(cb);
	struct vtep_genl_local item;
	const struct vtep_local *l;
	u32 id = cur->id;
	int err;

	while ((l = vtep_local_next(&vtep->fdb.locals, &id))) {
		if (l->id != cur->id)
			cur->sent = 0;
		cur->id = l->id;
		item = (struct vtep_genl_local){ .mac = l->key.mac };
		if (!vtep_local_is_bridged(l))
			vtep_genl_configured(vtep, l, &item);
		else if (!READ_ONCE(l->gone))
			vtep_genl_bridged(vtep, l, &item);

		for (; cur->sent < item.n; cur->sent++) {
			err = vtep_genl_put_local(skb, cb, &item,
						  item.vnis[cur->sent]);
			if (err)
				return err;
		}
	}
	return 0;
}

int vtep_nl_local_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vtep_genl_dump(skb, cb,
			      genl_info_dump(cb)->attrs[VTEP_A_LOCAL_IFINDEX],
			      vtep_genl_fill_local);
}
