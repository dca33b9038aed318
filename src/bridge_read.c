// SPDX-License-Identifier: GPL-2.0
/* What the bridge says when it is asked, which is what it would say to `bridge
 * fdb show` and `ip link show`. Its own structs would say the same, but their
 * layout is its own business, and to call it would load it. RTNL.
 */
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <net/rtnetlink.h>

#include "bridge_priv.h"

#define VTEP_READ_SIZE	(32 * 1024 - 1024)	/* about 400 entries */
#define VTEP_READ_TURNS	1024	/* of one port; no table has as many */
#define VTEP_READ_AGAIN	64	/* entries */
#define VTEP_ASK_BATCH	256	/* questions with RTNL held */

/**
 * vtep_bridge_read_mode() - how the bridge tells VLANs apart
 * @vtep: VTEP that just became its port; no VLAN of it is known yet
 */
void vtep_bridge_read_mode(struct vtep *vtep)
{
	struct vtep_bridge *b = &vtep->bridge;
	const struct rtnl_link_ops *ops = b->dev->rtnl_link_ops;
	struct nlattr *tb[IFLA_BR_MAX + 1];
	bool filtering, other;
	struct sk_buff *skb;

	skb = nlmsg_new(NLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!skb || !ops || !ops->fill_info || ops->fill_info(skb, b->dev) ||
	    nla_parse_deprecated(tb, IFLA_BR_MAX, (struct nlattr *)skb->data,
				 skb->len, NULL, NULL)) {
		/* Whichever it is */
		filtering = true;
		other = true;
	} else {
		filtering = tb[IFLA_BR_VLAN_FILTERING] &&
			    nla_get_u8(tb[IFLA_BR_VLAN_FILTERING]);
		other = tb[IFLA_BR_VLAN_PROTOCOL] &&
			nla_get_be16(tb[IFLA_BR_VLAN_PROTOCOL]) !=
			htons(ETH_P_8021Q);
	}
	kfree_skb(skb);
	WRITE_ONCE(b->filtering, filtering);
	WRITE_ONCE(b->other_tags, other);
}

struct vtep_bridge_entry {
	const u8 *mac;
	u16 vid;
	bool here;		/* on this side of the VTEP */
};

/* What one message of the bridge says. */
static bool vtep_bridge_parse(const struct vtep *vtep,
			      const struct nlmsghdr *nlh,
			      struct vtep_bridge_entry *e)
{
	const struct ndmsg *ndm = nlmsg_data(nlh);
	struct nlattr *tb[NDA_MAX + 1];

	if (nlmsg_parse_deprecated(nlh, sizeof(*ndm), tb, NDA_MAX, NULL, NULL))
		return false;
	if (!tb[NDA_LLADDR] || nla_len(tb[NDA_LLADDR]) != ETH_ALEN)
		return false;
	e->mac = nla_data(tb[NDA_LLADDR]);
	e->vid = tb[NDA_VLAN] ? nla_get_u16(tb[NDA_VLAN]) : 0;
	/* Permanent is the bridge's word for its own. */
	e->here = ndm->ndm_state & NUD_PERMANENT ||
		  ndm->ndm_ifindex != vtep->dev->ifindex;
	return e->vid < VLAN_N_VID;
}

static void vtep_bridge_take(struct vtep *vtep, const struct sk_buff *skb)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)skb->data;
	struct vtep_bridge_entry e;
	int rem = skb->len;

	for (; nlmsg_ok(nlh, rem); nlh = nlmsg_next(nlh, &rem))
		if (vtep_bridge_parse(vtep, nlh, &e) && e.here)
			vtep_bridge_came(vtep, e.vid, e.mac, true);
}

/* All that the bridge has behind @port; its own, if @port is the bridge. It
 * counts the entries from the first for every buffer. One that comes meanwhile
 * comes before the first, which does no harm; one that goes moves those behind
 * it to the front, so that some would be missed: as many are read again as
 * were told to have gone, and some more.
 */
static void vtep_bridge_read_port(struct vtep *vtep, struct net_device *port,
				  struct sk_buff *skb)
{
	struct net_device *bridge = vtep->bridge.dev;
	struct nlmsghdr nlh = {};
	struct netlink_callback cb = { .skb = skb, .nlh = &nlh };
	int from = 0, idx, turns, deleted, err;

	for (turns = 0; turns < VTEP_READ_TURNS; turns++) {
		deleted = atomic_read(&vtep->bridge.deleted);
		skb_trim(skb, 0);
		idx = 0;
		vtep_compat_fdb_dump_from(&cb, from);
		err = bridge->netdev_ops->ndo_fdb_dump(skb, &cb, bridge, port,
						       &idx);
		vtep_bridge_take(vtep, skb);
		cond_resched();
		if (err != -EMSGSIZE)
			return;

		deleted = atomic_read(&vtep->bridge.deleted) - deleted;
		idx -= deleted + VTEP_READ_AGAIN;
		/* On it goes, whatever else is going on. */
		from = max(idx, from + VTEP_READ_AGAIN);
	}
	netdev_warn(vtep->dev, "not all MACs of the bridge could be read\n");
}

/**
 * vtep_bridge_read() - read the bridge's table
 * @vtep: VTEP
 *
 * One walk through the table per port, and a dump takes no other filter: a
 * second for a thousand ports and as many MACs as are protected at all.
 *
 * Return: 0 or -ENOMEM.
 */
int vtep_bridge_read(struct vtep *vtep)
{
	struct net_device *bridge = vtep->bridge.dev, *port;
	struct list_head *iter;
	struct sk_buff *skb;

	if (!bridge->netdev_ops->ndo_fdb_dump)
		return 0;
	skb = nlmsg_new(VTEP_READ_SIZE, GFP_KERNEL);
	if (!skb)
		return -ENOMEM;
	vtep_bridge_read_port(vtep, bridge, skb);
	netdev_for_each_lower_dev(bridge, port, iter)
		vtep_bridge_read_port(vtep, port, skb);
	kfree_skb(skb);
	return 0;
}

/* Still on this side? What the bridge cannot say just now is left as it is. */
static bool vtep_bridge_has(struct vtep *vtep, struct sk_buff *skb,
			    const struct vtep_local_key *key)
{
	struct net_device *bridge = vtep->bridge.dev;
	struct nlattr *tb[NDA_MAX + 1] = {};
	struct vtep_bridge_entry e;
	int err;

	if (!bridge->netdev_ops->ndo_fdb_get)
		return true;
	skb_trim(skb, 0);
	err = bridge->netdev_ops->ndo_fdb_get(skb, tb, bridge, key->mac,
					      key->scope & ~VTEP_LOCAL_VLAN, 0,
					      0, NULL);
	if (err)
		return err != -ENOENT;
	return !vtep_bridge_parse(vtep, (struct nlmsghdr *)skb->data, &e) ||
	       e.here;
}

/* The next entry that somebody claimed, no longer marked. One of any VLAN
 * marks all it stands for, which come sooner or later.
 */
static bool vtep_bridge_next(struct vtep_fdb *fdb, unsigned long *id,
			     struct vtep_local_key *key)
{
	struct vtep_local *l, *of;

	spin_lock_bh(&fdb->lock);
	l = xa_find(&fdb->locals.ids, id, INT_MAX, VTEP_LOCAL_CLAIMED);
	if (l) {
		xa_clear_mark(&fdb->locals.ids, l->id, VTEP_LOCAL_CLAIMED);
		hlist_for_each_entry(of, &l->vlans, sibling)
			vtep_local_claimed(&fdb->locals, of);
		*key = l->key;
		l->told = false;
	}
	spin_unlock_bh(&fdb->lock);
	return l;
}

/* The bridge does not have it, unless it has just told that it has. */
static void vtep_bridge_drop(struct vtep_fdb *fdb,
			     const struct vtep_local_key *key)
{
	struct vtep_local *l;

	spin_lock_bh(&fdb->lock);
	l = vtep_local_find(&fdb->locals, key->scope, key->mac);
	if (l && !l->told)
		vtep_local_del(&fdb->locals, l);
	spin_unlock_bh(&fdb->lock);
}

/**
 * vtep_bridge_ask() - ask the bridge whether the MACs claimed are still here
 * @vtep: VTEP
 *
 * It does not tell of all that goes: not of dynamic entries made by the
 * administrator. A VM that moved away would be refused for ever.
 */
void vtep_bridge_ask(struct vtep *vtep)
{
	struct vtep_fdb *fdb = &vtep->fdb;
	struct vtep_local_key key;
	unsigned long id = 0;
	struct sk_buff *skb;
	int n;

	skb = nlmsg_new(NLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!skb)
		return;	/* with the next claim */
	for (n = 0; n < VTEP_ASK_BATCH && vtep_bridge_next(fdb, &id, &key);
	     n++, id++)
		if (key.scope & VTEP_LOCAL_VLAN &&
		    key.scope != (VTEP_LOCAL_VLAN | VTEP_LOCAL_ANY) &&
		    !vtep_bridge_has(vtep, skb, &key))
			vtep_bridge_drop(fdb, &key);
	kfree_skb(skb);
}
