// SPDX-License-Identifier: GPL-2.0
/* Following the bridge that the VTEP is a port of; see bridge.h. */
#include <linux/hashtable.h>
#include <linux/if_bridge.h>
#include <linux/rtnetlink.h>
#include <linux/sched/mm.h>
#include <net/switchdev.h>

#include "bridge_priv.h"

/* vtep_bridge.node of the VTEPs that want to know, by their bridge. Frames make
 * bridges learn, so that there are many notifications, nearly all of them about
 * other bridges. Changed under RTNL, read under RCU.
 */
static DEFINE_HASHTABLE(vtep_bridge_watchers, 8);

/**
 * vtep_bridge_vid() - in which VLAN of the bridge a received frame is
 * @vtep: VTEP
 * @v: segment of the frame
 * @tagged: it has a tag of its own
 *
 * Context: any; a change of the bridge may pass by.
 *
 * Return: the VLAN; 0 if the bridge does not tell them apart, VTEP_LOCAL_ANY if
 *	only the bridge knows.
 */
u16 vtep_bridge_vid(const struct vtep *vtep, const struct vtep_vni *v,
		    bool tagged)
{
	const struct vtep_bridge *b = &vtep->bridge;

	if (!READ_ONCE(b->filtering))
		return 0;
	if (READ_ONCE(b->other_tags) ||
	    vtep->cfg.attach == VTEP_ATTACHMENT_EXTERNAL)
		return VTEP_LOCAL_ANY;
	if (v->vlan)
		return v->vlan;
	return tagged ? VTEP_LOCAL_ANY : READ_ONCE(b->pvid);
}

/**
 * vtep_bridge_protects() - is there protection in a segment?
 * @vtep: VTEP
 * @v: its segment
 *
 * Context: RCU read section or RTNL.
 */
bool vtep_bridge_protects(const struct vtep *vtep, const struct vtep_vni *v)
{
	bool protect;

	rcu_read_lock();
	protect = vtep_rules_in(v, vtep_live(vtep),
				VTEP_A_RULES_PROTECT)->protect;
	rcu_read_unlock();
	return protect;
}

/* Coming and going */

static void vtep_bridge_unlearn(struct vtep *vtep, struct vtep_vni *v,
				const u8 *mac)
{
	if (v && vtep_bridge_protects(vtep, v))
		vtep_fdb_unlearn(&vtep->fdb, v, mac);
}

/* @mac lives here from now on, and if it was learned to live elsewhere, that is
 * past. At once where it can be told which segment that is about; with many of
 * them a moment later. Under fdb->lock.
 */
static void vtep_bridge_arrived(struct vtep *vtep, u16 vid, const u8 *mac)
{
	bool filtering = READ_ONCE(vtep->bridge.filtering);
	struct vtep_vni *v = READ_ONCE(vtep->seg);

	if (vtep_fdb_is_empty(&vtep->fdb))
		return;
	if (v) {
		if (vtep_bridge_vid(vtep, v, false) == vid)
			vtep_bridge_unlearn(vtep, v, mac);
	} else if (vtep->vlans && filtering &&
		   !READ_ONCE(vtep->bridge.other_tags)) {
		v = rcu_dereference(vtep->vlans->seg[vid]);
		vtep_bridge_unlearn(vtep, v, mac);
		v = rcu_dereference(vtep->vlans->seg[0]);
		if (vid && vid == READ_ONCE(vtep->bridge.pvid))
			vtep_bridge_unlearn(vtep, v, mac);
	} else if (filtering || !vid) {
		vtep_bridge_queue(vtep, VTEP_BRIDGE_SWEEP);
	}
}

/* The bridge has @mac on this side. RCU read section, or RTNL. What is noted is
 * charged to who made the VTEP, as what is learned: it may be a VM whose frame
 * taught the bridge.
 */
void vtep_bridge_came(struct vtep *vtep, u16 vid, const u8 *mac, bool read)
{
	struct vtep_fdb *fdb = &vtep->fdb;
	struct mem_cgroup *memcg;
	int ret;

	memcg = set_active_memcg(fdb->memcg);
	rcu_read_lock();
	spin_lock_bh(&fdb->lock);
	ret = vtep_local_came(&fdb->locals, vid, mac, read);
	if (ret > 0)
		vtep_bridge_arrived(vtep, vid, mac);
	spin_unlock_bh(&fdb->lock);
	rcu_read_unlock();
	set_active_memcg(memcg);

	if (ret == -ENOSPC)
		net_warn_ratelimited("%s: more than %u MACs on this side of the bridge; those beyond are not protected\n",
				     vtep->dev->name, VTEP_LOCAL_LIMIT);
	else if (ret < 0)
		net_warn_ratelimited("%s: no memory to protect %pM\n",
				     vtep->dev->name, mac);
}

static void vtep_bridge_left(struct vtep *vtep, u16 vid, const u8 *mac)
{
	struct vtep_fdb *fdb = &vtep->fdb;
	struct mem_cgroup *memcg;

	memcg = set_active_memcg(fdb->memcg);
	spin_lock_bh(&fdb->lock);
	vtep_local_left(&fdb->locals, vid, mac);
	spin_unlock_bh(&fdb->lock);
	set_active_memcg(memcg);
}

/* Watching */

/* Of the segments, too: one is enough. */
static bool vtep_bridge_wanted(struct vtep *vtep)
{
	const struct vtep_rules *rules;
	struct vtep_vni *v;
	unsigned long vni;

	if (vtep->rules.protect)
		return true;
	vtep_for_each_vni(vtep, vni, v) {
		rules = rtnl_dereference(v->rules);
		if (rules && rules->own & BIT(VTEP_A_RULES_PROTECT) &&
		    rules->protect)
			return true;
	}
	return false;
}

/* Delete the entries of the bridge: all, or those that are gone. */
static void vtep_bridge_forget(struct vtep *vtep, bool all)
{
	struct vtep_fdb *fdb = &vtep->fdb;
	struct vtep_fdb_hold hold = {};
	struct vtep_local *l;
	u32 id = 0;

	spin_lock_bh(&fdb->lock);
	fdb->locals.reading = false;
	while ((l = vtep_local_next(&fdb->locals, &id))) {
		/* Entries of any VLAN go with those they stand for. */
		if (vtep_local_is_bridged(l) &&
		    vtep_local_vid(l) != VTEP_LOCAL_ANY && (all || l->gone))
			vtep_local_del(&fdb->locals, l);
		vtep_fdb_breathe(fdb, &hold);
	}
	spin_unlock_bh(&fdb->lock);
}

static void vtep_bridge_unwatch(struct vtep *vtep)
{
	struct vtep_bridge *b = &vtep->bridge;

	if (!b->watching)
		return;
	b->watching = false;
	hash_del_rcu(&b->node);
	/* Nobody is about to tell of a MAC, and @node can be used again. */
	synchronize_net();
	vtep_bridge_forget(vtep, true);
	vtep_bridge_cancel(vtep);
}

/**
 * vtep_bridge_watch() - know the MACs that the bridge has on this side
 * @vtep: VTEP; may be a port of none, or know them already
 *
 * Changes are told from the start, and what was read while they were is
 * older: see vtep_local_left().
 *
 * Context: RTNL.
 *
 * Return: 0; or -ENOMEM, and then nothing is known.
 */
int vtep_bridge_watch(struct vtep *vtep)
{
	struct vtep_bridge *b = &vtep->bridge;
	struct vtep_fdb *fdb = &vtep->fdb;
	int err;

	ASSERT_RTNL();
	if (!IS_ENABLED(CONFIG_NET_SWITCHDEV) || !b->dev || b->watching)
		return 0;

	spin_lock_bh(&fdb->lock);
	fdb->locals.reading = true;
	spin_unlock_bh(&fdb->lock);
	b->watching = true;
	hash_add_rcu(vtep_bridge_watchers, &b->node, (unsigned long)b->dev);

	err = vtep_bridge_read(vtep);
	if (err)
		vtep_bridge_unwatch(vtep);
	else
		vtep_bridge_forget(vtep, false);
	return err;
}

/**
 * vtep_bridge_sync() - watch the bridge, or not, as the rules want it
 * @vtep: VTEP
 *
 * Context: RTNL.
 */
void vtep_bridge_sync(struct vtep *vtep)
{
	if (!vtep_bridge_wanted(vtep))
		vtep_bridge_unwatch(vtep);
	else if (vtep_bridge_watch(vtep))
		netdev_warn(vtep->dev,
			    "no memory to read the bridge's MACs; they are not protected\n");
}

/**
 * vtep_bridge_sweep() - forget what was learned of MACs that live here
 * @vtep: VTEP
 *
 * Context: RTNL; sleeps between batches.
 */
void vtep_bridge_sweep(struct vtep *vtep)
{
	struct vtep_fdb *fdb = &vtep->fdb;
	struct vtep_fdb_hold hold = {};
	struct vtep_fdb_entry *f;
	u32 id = 0;
	u16 vid;

	if (!atomic_read(&fdb->locals.ht.nelems))
		return;
	spin_lock_bh(&fdb->lock);
	while ((f = vtep_fdb_next(fdb, &id))) {
		vid = vtep_bridge_vid(vtep, f->vni, false);
		if (vtep_local_match(&fdb->locals, f->key.vni, vid,
				     f->key.mac))
			vtep_bridge_unlearn(vtep, f->vni, f->key.mac);
		vtep_fdb_breathe(fdb, &hold);
	}
	spin_unlock_bh(&fdb->lock);
}

/* Notifications */

static void vtep_bridge_parted(struct vtep *vtep)
{
	struct vtep_bridge *b = &vtep->bridge;

	vtep_bridge_unwatch(vtep);
	b->dev = NULL;
	WRITE_ONCE(b->filtering, false);
	WRITE_ONCE(b->other_tags, false);
	WRITE_ONCE(b->pvid, 0);
}

static int vtep_bridge_joined(struct vtep *vtep, struct net_device *bridge)
{
	int err;

	vtep->bridge.dev = bridge;
	vtep_bridge_read_mode(vtep);
	if (!vtep_bridge_wanted(vtep))
		return 0;
	err = vtep_bridge_watch(vtep);
	if (err)
		vtep_bridge_parted(vtep);
	else
		vtep_bridge_sweep(vtep);
	return err;
}

static int vtep_bridge_netdev_event(struct notifier_block *nb,
				    unsigned long event, void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct netdev_notifier_changeupper_info *info = ptr;
	struct vtep *vtep;

	if (event != NETDEV_CHANGEUPPER || !netif_is_vtep(dev) ||
	    !netif_is_bridge_master(info->upper_dev))
		return NOTIFY_DONE;

	vtep = netdev_priv(dev);
	if (info->linking)
		return notifier_from_errno(vtep_bridge_joined(vtep,
							      info->upper_dev));
	if (vtep->bridge.dev == info->upper_dev)
		vtep_bridge_parted(vtep);
	return NOTIFY_DONE;
}

/* The last to hear: nobody behind it can say no without its being told. */
static struct notifier_block vtep_bridge_netdev_nb = {
	.notifier_call = vtep_bridge_netdev_event,
	.priority = INT_MIN,
};

/* @dev is where the MAC is: a port; or, for its own, the bridge. */
static void vtep_bridge_tell(struct vtep *vtep, const struct net_device *dev,
			     unsigned long event, u16 vid, const u8 *mac)
{
	bool add = event == SWITCHDEV_FDB_ADD_TO_DEVICE;

	/* Behind the VTEP it is a remote one. That it was there, and is not
	 * any more, says nothing of this side.
	 */
	if (dev != vtep->dev && add)
		vtep_bridge_came(vtep, vid, mac, false);
	else if (dev != vtep->dev || add)
		vtep_bridge_left(vtep, vid, mac);
	if (!add)	/* see vtep_bridge_read() */
		atomic_inc(&vtep->bridge.deleted);
}

/* Called with the bridge's hash_lock held, most of the time. */
static int vtep_bridge_fdb_event(struct notifier_block *nb,
				 unsigned long event, void *ptr)
{
	struct net_device *dev = switchdev_notifier_info_to_dev(ptr), *bridge;
	const struct switchdev_notifier_fdb_info *fdb = ptr;
	struct vtep_bridge *b;

	if (event != SWITCHDEV_FDB_ADD_TO_DEVICE &&
	    event != SWITCHDEV_FDB_DEL_TO_DEVICE)
		return NOTIFY_DONE;

	rcu_read_lock();
	bridge = dev;
	if (!netif_is_bridge_master(dev))
		bridge = netdev_master_upper_dev_get_rcu(dev);
	hash_for_each_possible_rcu(vtep_bridge_watchers, b, node,
				   (unsigned long)bridge)
		if (b->dev == bridge)
			vtep_bridge_tell(container_of(b, struct vtep, bridge),
					 dev, event, fdb->vid, fdb->addr);
	rcu_read_unlock();
	return NOTIFY_DONE;
}

static struct notifier_block vtep_bridge_fdb_nb = {
	.notifier_call = vtep_bridge_fdb_event,
};

/* The VLAN of untagged frames of the VTEP's port changes. RTNL. */
static void vtep_bridge_vlan(struct vtep *vtep, unsigned long event,
			     const struct switchdev_obj_port_vlan *vlan)
{
	struct vtep_bridge *b = &vtep->bridge;
	bool pvid;

	pvid = event == SWITCHDEV_PORT_OBJ_ADD &&
	       vlan->flags & BRIDGE_VLAN_INFO_PVID;
	if (!pvid && vlan->vid != b->pvid)
		return;
	WRITE_ONCE(b->pvid, pvid ? vlan->vid : 0);
	vtep_bridge_sweep(vtep);
}

/* How the bridge tells VLANs apart changes. RTNL. */
static void vtep_bridge_attr(struct net_device *bridge,
			     const struct switchdev_attr *attr)
{
	struct net_device *port;
	struct list_head *iter;
	struct vtep *vtep;

	netdev_for_each_lower_dev(bridge, port, iter) {
		if (!netif_is_vtep(port))
			continue;
		vtep = netdev_priv(port);
		if (attr->id == SWITCHDEV_ATTR_ID_BRIDGE_VLAN_FILTERING)
			WRITE_ONCE(vtep->bridge.filtering,
				   attr->u.vlan_filtering);
		else if (attr->id == SWITCHDEV_ATTR_ID_BRIDGE_VLAN_PROTOCOL)
			WRITE_ONCE(vtep->bridge.other_tags,
				   attr->u.vlan_protocol != ETH_P_8021Q);
		else
			return;
		vtep_bridge_sweep(vtep);
	}
}

/* To say that this was handled would keep the bridge from telling VLANs by
 * ndo_vlan_rx_add_vid().
 */
static int vtep_bridge_port_event(struct notifier_block *nb,
				  unsigned long event, void *ptr)
{
	struct net_device *dev = switchdev_notifier_info_to_dev(ptr);
	const struct switchdev_notifier_port_attr_info *attr = ptr;
	const struct switchdev_notifier_port_obj_info *obj = ptr;

	if (event == SWITCHDEV_PORT_ATTR_SET && netif_is_bridge_master(dev))
		vtep_bridge_attr(dev, attr->attr);
	else if ((event == SWITCHDEV_PORT_OBJ_ADD ||
		  event == SWITCHDEV_PORT_OBJ_DEL) && netif_is_vtep(dev) &&
		 obj->obj->id == SWITCHDEV_OBJ_ID_PORT_VLAN)
		vtep_bridge_vlan(netdev_priv(dev), event,
				 SWITCHDEV_OBJ_PORT_VLAN(obj->obj));
	return NOTIFY_DONE;
}

static struct notifier_block vtep_bridge_port_nb = {
	.notifier_call = vtep_bridge_port_event,
};

/**
 * vtep_bridge_init() - module load, before there are VTEPs
 *
 * Return: 0 or a negative error.
 */
int __init vtep_bridge_init(void)
{
	int err;

	if (!IS_ENABLED(CONFIG_NET_SWITCHDEV))
		return 0;
	err = vtep_bridge_work_init();
	if (err)
		return err;
	err = register_netdevice_notifier(&vtep_bridge_netdev_nb);
	if (err)
		goto work;
	err = register_switchdev_notifier(&vtep_bridge_fdb_nb);
	if (err)
		goto netdev;
	err = register_switchdev_blocking_notifier(&vtep_bridge_port_nb);
	if (err)
		goto fdb;
	return 0;

fdb:
	unregister_switchdev_notifier(&vtep_bridge_fdb_nb);
netdev:
	unregister_netdevice_notifier(&vtep_bridge_netdev_nb);
work:
	vtep_bridge_work_exit();
	return err;
}

/**
 * vtep_bridge_exit() - undo vtep_bridge_init()
 */
void vtep_bridge_exit(void)
{
	if (!IS_ENABLED(CONFIG_NET_SWITCHDEV))
		return;
	unregister_switchdev_blocking_notifier(&vtep_bridge_port_nb);
	unregister_switchdev_notifier(&vtep_bridge_fdb_nb);
	unregister_netdevice_notifier(&vtep_bridge_netdev_nb);
	vtep_bridge_work_exit();
}
