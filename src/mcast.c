// SPDX-License-Identifier: GPL-2.0
/* Underlay multicast memberships; see mcast.h.
 *
 * A membership lives in the IP state of its lower device, struct in_device
 * or inet6_dev. That state can be destroyed, memberships included, and made
 * anew while the device stays: by an MTU too small for the family and back,
 * or by a move to another netns and back. The state joined on is therefore
 * referenced: as long as it is, no new one has its address, and comparing
 * pointers tells whether what was joined still exists.
 */
#include <linux/igmp.h>
#include <linux/inetdevice.h>
#include <linux/module.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <linux/stddef.h>
#include <linux/xarray.h>
#include <net/addrconf.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "mcast.h"

struct vtep_mcast_net {
	struct rhashtable groups;	/* vtep_group.node */
	struct list_head list;		/* vtep_group.list */
	struct xarray lowers;		/* ifindex -> vtep_lower */
};

/* What the groups of one lower device have in common. */
struct vtep_lower {
	int ifindex;			/* constant */
	struct list_head groups;	/* vtep_group.lower_list */
	unsigned int pending;		/* how many of them */
	/* The device's IP state that JOINED groups are joined on, referenced;
	 * NULL: none, and no group of that family is JOINED. The state refers
	 * to the device: it must be dropped when the device goes.
	 */
	struct in_device *in4;
	struct inet6_dev *in6;
};

/* vtep_group.addr and what follows it */
struct vtep_group_key {
	struct in6_addr addr;
	int ifindex;
};

static unsigned int vtep_mcast_net_id __read_mostly;

static const struct rhashtable_params vtep_group_params = {
	.head_offset = offsetof(struct vtep_group, node),
	.key_offset = offsetof(struct vtep_group, addr),
	.key_len = sizeof(struct vtep_group_key),
	.automatic_shrinking = true,
};

static_assert(offsetof(struct vtep_group, ifindex) -
	      offsetof(struct vtep_group, addr) ==
	      offsetof(struct vtep_group_key, ifindex));
static_assert(sizeof(struct vtep_group_key) ==
	      offsetofend(struct vtep_group_key, ifindex));

static bool vtep_group_is4(const struct vtep_group *group)
{
	return ipv6_addr_v4mapped(&group->addr);
}

/* The lower device */

static struct vtep_lower *vtep_lower_get(struct vtep_mcast_net *mn,
					 int ifindex)
{
	struct vtep_lower *lower;
	int err;

	lower = xa_load(&mn->lowers, ifindex);
	if (lower)
		return lower;

	lower = kzalloc(sizeof(*lower), GFP_KERNEL_ACCOUNT);
	if (!lower)
		return ERR_PTR(-ENOMEM);
	lower->ifindex = ifindex;
	INIT_LIST_HEAD(&lower->groups);
	err = xa_err(xa_store(&mn->lowers, ifindex, lower,
			      GFP_KERNEL_ACCOUNT));
	if (err) {
		kfree(lower);
		return ERR_PTR(err);
	}
	return lower;
}

static void vtep_lower_forget4(struct vtep_lower *lower)
{
	if (!lower->in4)
		return;
	in_dev_put(lower->in4);
	lower->in4 = NULL;
}

static void vtep_lower_forget6(struct vtep_lower *lower)
{
	if (!lower->in6)
		return;
	in6_dev_put(lower->in6);
	lower->in6 = NULL;
}

static void vtep_lower_put(struct vtep_mcast_net *mn, struct vtep_lower *lower)
{
	if (!list_empty(&lower->groups))
		return;
	xa_erase(&mn->lowers, lower->ifindex);
	vtep_lower_forget4(lower);
	vtep_lower_forget6(lower);
	kfree(lower);
}

static void vtep_lower_lost(struct vtep_lower *lower, bool is4)
{
	struct vtep_group *group;

	list_for_each_entry(group, &lower->groups, lower_list)
		if (group->state == VTEP_GROUP_STATE_JOINED &&
		    vtep_group_is4(group) == is4) {
			group->state = VTEP_GROUP_STATE_PENDING;
			lower->pending++;
		}
}

/* Compare with the IP state the device has now (@dev NULL: it is gone). Where
 * it changed, the memberships went with the old: the kernel frees them
 * whatever their count, so there is nothing to leave, only to forget.
 */
static void vtep_lower_check(struct vtep_lower *lower, struct net_device *dev)
{
	struct in_device *in4 = dev ? __in_dev_get_rtnl(dev) : NULL;
	struct inet6_dev *in6 = dev ? __in6_dev_get(dev) : NULL;

	if (lower->in4 != in4) {
		if (lower->in4)
			vtep_lower_lost(lower, true);
		vtep_lower_forget4(lower);
		if (in4)
			in_dev_hold(in4);
		lower->in4 = in4;
	}
	if (lower->in6 != in6) {
		if (lower->in6)
			vtep_lower_lost(lower, false);
		vtep_lower_forget6(lower);
		if (in6)
			in6_dev_hold(in6);
		lower->in6 = in6;
	}
}

/* Joining and leaving */

/* ip_mc_inc_group() cannot tell that it had no memory for a new membership;
 * that there is none afterwards does. Where there was one already, the call
 * only counts and cannot fail. A new one is the first of the list.
 */
static bool vtep_join4(struct in_device *in4, __be32 addr)
{
	struct ip_mc_list *im;

	ip_mc_inc_group(in4, addr);
	for (im = rtnl_dereference(in4->mc_list); im;
	     im = rtnl_dereference(im->next_rcu))
		if (im->multiaddr == addr)
			return true;
	return false;
}

/* Join if that is possible now; vtep_lower_check() came before. */
static void vtep_group_try_join(struct vtep_group *group)
{
	struct vtep_lower *lower = group->lower;
	bool joined = false;

	if (group->state == VTEP_GROUP_STATE_JOINED)
		return;

	if (vtep_group_is4(group) && lower->in4)
		joined = vtep_join4(lower->in4,
				    vtep_addr_get4(&group->addr));
	else if (!vtep_group_is4(group) && lower->in6)
		joined = !ipv6_dev_mc_inc(lower->in6->dev, &group->addr);

	if (joined) {
		group->state = VTEP_GROUP_STATE_JOINED;
		lower->pending--;
	}
}

/* vtep_lower_check() came before: JOINED means joined on what is there. */
static void vtep_group_leave(struct vtep_group *group)
{
	struct vtep_lower *lower = group->lower;

	if (group->state == VTEP_GROUP_STATE_PENDING) {
		lower->pending--;
		return;
	}
	if (vtep_group_is4(group))
		ip_mc_dec_group(lower->in4, vtep_addr_get4(&group->addr));
	else
		ipv6_dev_mc_dec(lower->in6->dev, &group->addr);
}

static struct vtep_group *vtep_group_add(struct vtep_mcast_net *mn,
					 struct net *net,
					 const struct vtep_group_key *key)
{
	struct vtep_group *group;
	struct vtep_lower *lower;
	int err;

	group = kzalloc(sizeof(*group), GFP_KERNEL_ACCOUNT);
	if (!group)
		return ERR_PTR(-ENOMEM);
	group->addr = key->addr;
	group->ifindex = key->ifindex;
	group->net = net;
	group->state = VTEP_GROUP_STATE_PENDING;

	lower = vtep_lower_get(mn, key->ifindex);
	if (IS_ERR(lower)) {
		err = PTR_ERR(lower);
		goto free;
	}
	err = rhashtable_insert_fast(&mn->groups, &group->node,
				     vtep_group_params);
	if (err)
		goto put_lower;

	group->lower = lower;
	lower->pending++;
	list_add_tail(&group->lower_list, &lower->groups);
	list_add_tail(&group->list, &mn->list);
	return group;

put_lower:
	vtep_lower_put(mn, lower);
free:
	kfree(group);
	return ERR_PTR(err);
}

/**
 * vtep_group_get() - use a multicast group on a lower device
 * @net: namespace of the underlay
 * @addr: the group, IPv4 in mapped form
 * @ifindex: the lower device, which need not exist at this moment
 *
 * The first user joins. That the device cannot hold the membership now is no
 * error: the group is then PENDING and joined as soon as it can.
 *
 * Context: process, RTNL held.
 * Return: the group, to be given back by vtep_group_put(), or ERR_PTR:
 * -EINVAL if @addr is no multicast address or @ifindex no ifindex, -ENOMEM.
 */
struct vtep_group *vtep_group_get(struct net *net, const struct in6_addr *addr,
				  int ifindex)
{
	struct vtep_mcast_net *mn = net_generic(net, vtep_mcast_net_id);
	struct vtep_group_key key = { .addr = *addr, .ifindex = ifindex };
	struct vtep_group *group;

	ASSERT_RTNL();

	if (!vtep_addr_is_multicast(addr) || ifindex <= 0)
		return ERR_PTR(-EINVAL);

	group = rhashtable_lookup_fast(&mn->groups, &key, vtep_group_params);
	if (!group) {
		group = vtep_group_add(mn, net, &key);
		if (IS_ERR(group))
			return group;
	}
	group->users++;

	vtep_lower_check(group->lower, __dev_get_by_index(net, ifindex));
	vtep_group_try_join(group);
	return group;
}

/**
 * vtep_group_put() - use a group no more; the last user leaves it
 * @group: from vtep_group_get()
 *
 * Context: process, RTNL held.
 */
void vtep_group_put(struct vtep_group *group)
{
	struct vtep_lower *lower = group->lower;
	struct net *net = group->net;
	struct vtep_mcast_net *mn;

	ASSERT_RTNL();

	if (--group->users)
		return;

	mn = net_generic(net, vtep_mcast_net_id);
	vtep_lower_check(lower, __dev_get_by_index(net, lower->ifindex));
	vtep_group_leave(group);

	rhashtable_remove_fast(&mn->groups, &group->node, vtep_group_params);
	list_del(&group->list);
	list_del(&group->lower_list);
	vtep_lower_put(mn, lower);
	kfree_rcu(group, rcu);
}

/**
 * vtep_group_next() - iterate the groups of a namespace, oldest first
 * @net: the namespace
 * @pos: where the last call was; NULL for the first group
 *
 * Context: process, RTNL held since the first call.
 * Return: the group after @pos, or NULL.
 */
struct vtep_group *vtep_group_next(struct net *net, struct vtep_group *pos)
{
	struct vtep_mcast_net *mn = net_generic(net, vtep_mcast_net_id);

	ASSERT_RTNL();

	if (!pos)
		return list_first_entry_or_null(&mn->list, struct vtep_group,
						list);
	if (list_is_last(&pos->list, &mn->list))
		return NULL;
	return list_next_entry(pos, list);
}

/* Following the lower devices */

static int vtep_mcast_netdev_event(struct notifier_block *nb,
				   unsigned long event, void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct vtep_mcast_net *mn;
	struct vtep_group *group;
	struct vtep_lower *lower;

	mn = net_generic(dev_net(dev), vtep_mcast_net_id);
	lower = xa_load(&mn->lowers, dev->ifindex);
	if (!lower)
		return NOTIFY_DONE;

	switch (event) {
	case NETDEV_UNREGISTER:
		/* Both families end here, even if one of them let its state
		 * stand: the device waits for the references to go. Repeated
		 * by the kernel while it waits; nothing is left then.
		 */
		vtep_lower_check(lower, NULL);
		break;
	case NETDEV_REGISTER:	/* came back from another netns */
	case NETDEV_UP:
	case NETDEV_CHANGE:
	case NETDEV_CHANGEMTU:
		/* What was missing may have come, be it memory. */
		vtep_lower_check(lower, dev);
		if (!lower->pending)
			break;
		list_for_each_entry(group, &lower->groups, lower_list)
			vtep_group_try_join(group);
		break;
	}
	return NOTIFY_DONE;
}

/* inetdev_event() and addrconf_notify() make and destroy the IP state, both
 * at priority 0. Ours comes after them in every event, even if IPv6 is a
 * module loaded later: then the state it sees is the one that will stay.
 * After them is right for NETDEV_UNREGISTER, too: they have freed the
 * memberships, and only references are left to drop.
 */
static struct notifier_block vtep_mcast_notifier = {
	.notifier_call = vtep_mcast_netdev_event,
	.priority = ADDRCONF_NOTIFY_PRIORITY - 100,
};

static int __net_init vtep_mcast_net_init(struct net *net)
{
	struct vtep_mcast_net *mn = net_generic(net, vtep_mcast_net_id);

	INIT_LIST_HEAD(&mn->list);
	xa_init(&mn->lowers);
	return rhashtable_init(&mn->groups, &vtep_group_params);
}

/* The VTEPs of a namespace go before it does, and their groups with them. */
static void __net_exit vtep_mcast_net_exit(struct net *net)
{
	struct vtep_mcast_net *mn = net_generic(net, vtep_mcast_net_id);

	WARN_ON_ONCE(!list_empty(&mn->list));
	rhashtable_destroy(&mn->groups);
}

static struct pernet_operations vtep_mcast_net_ops = {
	.init = vtep_mcast_net_init,
	.exit = vtep_mcast_net_exit,
	.id = &vtep_mcast_net_id,
	.size = sizeof(struct vtep_mcast_net),
};

/**
 * vtep_mcast_init() - start the memberships' part of the module
 *
 * Must come before the part that deletes the VTEPs of a dying namespace:
 * namespaces are left in the reverse order.
 *
 * Context: process, module load.
 * Return: 0 or a negative errno.
 */
int vtep_mcast_init(void)
{
	int err;

	err = register_pernet_subsys(&vtep_mcast_net_ops);
	if (err)
		return err;
	err = register_netdevice_notifier(&vtep_mcast_notifier);
	if (err)
		unregister_pernet_subsys(&vtep_mcast_net_ops);
	return err;
}

/**
 * vtep_mcast_exit() - end the memberships' part of the module
 *
 * Context: process, module unload; all groups have been put.
 */
void vtep_mcast_exit(void)
{
	unregister_netdevice_notifier(&vtep_mcast_notifier);
	unregister_pernet_subsys(&vtep_mcast_net_ops);
}
