// SPDX-License-Identifier: GPL-2.0
/* The lower devices of groups, and how they are followed.
 *
 * A membership lives in the IP state of its lower device, struct in_device
 * or inet6_dev. That state can be destroyed, memberships included, and made
 * anew while the device stays: by an MTU too small for the family and back,
 * or by a move to another netns and back. The state joined on is therefore
 * referenced: as long as it is, no new one has its address, and comparing
 * pointers tells whether what was joined still exists.
 */
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "ledger.h"
#include "mcast_priv.h"

/**
 * vtep_lower_get() - the common part of a lower device's groups
 * @net: namespace of the underlay
 * @ifindex: the lower device
 *
 * Context: process, RTNL held.
 * Return: it, made if need be, or ERR_PTR(-ENOMEM). Goes away by
 * vtep_lower_put() when it has no groups.
 */
struct vtep_lower *vtep_lower_get(struct net *net, int ifindex)
{
	struct vtep_mcast_net *mn = vtep_mcast_net(net);
	struct vtep_lower *lower;
	int err;

	lower = xa_load(&mn->lowers, ifindex);
	if (lower)
		return lower;

	lower = kzalloc(sizeof(*lower), GFP_KERNEL_ACCOUNT);
	if (!lower)
		return ERR_PTR(-ENOMEM);
	lower->net = net;
	lower->ifindex = ifindex;
	INIT_LIST_HEAD(&lower->groups);
	INIT_LIST_HEAD(&lower->queue);
	INIT_LIST_HEAD(&lower->busy);
	err = xa_err(xa_store(&mn->lowers, ifindex, lower,
			      GFP_KERNEL_ACCOUNT));
	if (err) {
		kfree(lower);
		return ERR_PTR(err);
	}
	vtep_made(VTEP_THING_LOWER);
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

/**
 * vtep_lower_put() - the caller needs it no more
 * @lower: freed unless it has groups
 *
 * Context: process, RTNL held.
 */
void vtep_lower_put(struct vtep_lower *lower)
{
	if (!list_empty(&lower->groups))
		return;
	xa_erase(&vtep_mcast_net(lower->net)->lowers, lower->ifindex);
	vtep_lower_forget4(lower);
	vtep_lower_forget6(lower);
	kfree(lower);
	vtep_freed(VTEP_THING_LOWER);
}

/**
 * vtep_lower_dev() - the device a group is joined on
 * @group: JOINED
 *
 * Context: process, RTNL held.
 * Return: the device.
 */
struct net_device *vtep_lower_dev(const struct vtep_group *group)
{
	return vtep_group_is4(group) ? group->lower->in4->dev :
				       group->lower->in6->dev;
}

/* The memberships of one family are gone; what was to be left is. */
static void vtep_lower_lost(struct vtep_lower *lower, bool is4)
{
	struct vtep_group *group, *next;

	list_for_each_entry_safe(group, next, &lower->groups, lower_list) {
		if (vtep_group_is4(group) != is4)
			continue;
		if (group->state == VTEP_GROUP_STATE_LEAVING) {
			vtep_group_free(group);
		} else if (group->state == VTEP_GROUP_STATE_JOINED) {
			vtep_queue_del(group);
			group->rejoin = false;
			group->state = VTEP_GROUP_STATE_PENDING;
			lower->pending++;
		}
	}
}

/* Join what is pending, now or soon. None of it goes by that. */
static void vtep_lower_retry(struct vtep_lower *lower)
{
	struct vtep_group *group;

	if (!lower->pending)
		return;
	list_for_each_entry(group, &lower->groups, lower_list)
		if (group->state == VTEP_GROUP_STATE_PENDING)
			vtep_group_start(group);
}

/**
 * vtep_lower_check() - compare with the IP state a lower device has now
 * @lower: what was joined on
 * @dev: the device; NULL: it is gone
 *
 * Where it changed, the memberships went with the old: the kernel frees them
 * whatever their count, so there is nothing to leave, only to forget. Groups
 * without members are freed then, @lower is not.
 *
 * Context: process, RTNL held.
 */
void vtep_lower_check(struct vtep_lower *lower, struct net_device *dev)
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

/**
 * vtep_lower_check_now() - the same, with the device of that number
 * @lower: what was joined on
 *
 * Between the events that are followed: the IP state may be gone, or new,
 * and our notifier not called yet.
 *
 * Context: process, RTNL held.
 */
void vtep_lower_check_now(struct vtep_lower *lower)
{
	vtep_lower_check(lower,
			 __dev_get_by_index(lower->net, lower->ifindex));
}

static int vtep_lower_netdev_event(struct notifier_block *nb,
				   unsigned long event, void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct vtep_lower *lower;

	lower = xa_load(&vtep_mcast_net(dev_net(dev))->lowers, dev->ifindex);
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
		vtep_lower_retry(lower);
		break;
	}
	vtep_lower_put(lower);
	return NOTIFY_DONE;
}

/* inetdev_event() and addrconf_notify() make and destroy the IP state, both
 * at priority 0. Ours comes after them in every event, even if IPv6 is a
 * module loaded later: then the state it sees is the one that will stay.
 * After them is right for NETDEV_UNREGISTER, too: they have freed the
 * memberships, and only references are left to drop.
 */
static struct notifier_block vtep_lower_notifier = {
	.notifier_call = vtep_lower_netdev_event,
	.priority = ADDRCONF_NOTIFY_PRIORITY - 100,
};

/**
 * vtep_lower_init() - start following devices
 *
 * Return: 0 or a negative errno.
 */
int vtep_lower_init(void)
{
	return register_netdevice_notifier(&vtep_lower_notifier);
}

/**
 * vtep_lower_exit() - undo vtep_lower_init()
 *
 * The kernel tells a notifier that goes of every device as if it went: there
 * must be nothing left to leave.
 */
void vtep_lower_exit(void)
{
	unregister_netdevice_notifier(&vtep_lower_notifier);
}
