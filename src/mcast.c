// SPDX-License-Identifier: GPL-2.0
/* Groups and their members; see mcast.h. */
#include <linux/module.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <linux/stddef.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "ledger.h"
#include "mcast_priv.h"
#include "vni.h"

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

/**
 * vtep_mcast_net() - the memberships of a namespace
 * @net: the namespace
 *
 * Return: what is kept about them.
 */
struct vtep_mcast_net *vtep_mcast_net(const struct net *net)
{
	return net_generic(net, vtep_mcast_net_id);
}

static struct vtep_group *vtep_group_alloc(struct net *net,
					   const struct in6_addr *addr,
					   int ifindex)
{
	struct vtep_group *group;

	group = kzalloc(sizeof(*group), GFP_KERNEL_ACCOUNT);
	if (!group)
		return NULL;
	if (vtep_group_counts_init(group)) {
		kfree(group);
		return NULL;
	}
	group->addr = *addr;
	group->ifindex = ifindex;
	group->net = net;
	group->state = VTEP_GROUP_STATE_PENDING;
	INIT_LIST_HEAD(&group->members);
	INIT_LIST_HEAD(&group->queue);
	vtep_made(VTEP_THING_GROUP);
	return group;
}

/* Its memory, when nobody finds it any more */
static void vtep_group_release(struct vtep_group *group)
{
	free_percpu(group->counts);
	kfree(group);
	vtep_freed(VTEP_THING_GROUP);
}

static struct vtep_group *vtep_group_add(struct net *net,
					 const struct in6_addr *addr,
					 int ifindex)
{
	struct vtep_mcast_net *mn = vtep_mcast_net(net);
	struct vtep_group *group;
	struct vtep_lower *lower;
	int err;

	group = vtep_group_alloc(net, addr, ifindex);
	if (!group)
		return ERR_PTR(-ENOMEM);

	lower = vtep_lower_get(net, ifindex);
	if (IS_ERR(lower)) {
		err = PTR_ERR(lower);
		goto free;
	}
	err = rhashtable_insert_fast(&mn->groups, &group->node,
				     vtep_group_params);
	if (err)
		goto put_lower;

	group->lower = lower;
	lower->n++;
	lower->pending++;
	list_add_tail(&group->lower_list, &lower->groups);
	list_add_tail(&group->list, &mn->list);
	vtep_look_add(group);
	return group;

put_lower:
	vtep_lower_put(lower);
free:
	vtep_group_release(group);
	return ERR_PTR(err);
}

static void vtep_group_free_rcu(struct rcu_head *rcu)
{
	vtep_group_release(container_of(rcu, struct vtep_group, rcu));
}

/**
 * vtep_group_free() - forget a group
 * @group: without members, and not a membership any more; frames that have
 *	found it may count on it until a grace period is over
 *
 * The caller calls vtep_lower_put() when it needs the lower device no more.
 *
 * Context: process, RTNL held.
 */
void vtep_group_free(struct vtep_group *group)
{
	struct vtep_lower *lower = group->lower;

	WARN_ON_ONCE(group->users);
	if (group->state == VTEP_GROUP_STATE_PENDING)
		lower->pending--;
	lower->n--;
	vtep_queue_del(group);
	vtep_look_del(group);
	rhashtable_remove_fast(&vtep_mcast_net(group->net)->groups,
			       &group->node, vtep_group_params);
	list_del(&group->list);
	list_del(&group->lower_list);
	call_rcu(&group->rcu, vtep_group_free_rcu);
}

/* One member more. A group nobody has left yet is as good as it was. */
static void vtep_group_hold(struct vtep_group *group)
{
	group->users++;
	group->changes++;
	if (group->state == VTEP_GROUP_STATE_LEAVING) {
		group->state = VTEP_GROUP_STATE_JOINED;
		vtep_queue_del(group);
	}
}

/* One member less; the last one leaves. */
static void vtep_group_put(struct vtep_group *group)
{
	struct vtep_lower *lower = group->lower;

	group->changes++;
	if (group->users > 1) {
		group->users--;
		return;
	}

	vtep_lower_check_now(lower);
	group->users = 0;
	vtep_group_stop(group);
	vtep_lower_put(lower);
}

/**
 * vtep_group_join() - make a segment a member of a multicast group
 * @v: the segment; it may be a member of another group, which it then leaves
 * @net: namespace of the underlay
 * @addr: the group, IPv4 in mapped form
 * @ifindex: the lower device, which need not exist at this moment
 *
 * The first member joins the group at the lower device: now, or soon when
 * there are many. That the device cannot hold the membership now is no
 * error: the group is then PENDING and joined as soon as it can. All or
 * nothing: on an error the segment is a member of what it was before.
 *
 * Context: process, RTNL held.
 * Return: 0; -EINVAL if @addr is no multicast address or @ifindex no ifindex;
 * -ENOMEM.
 */
int vtep_group_join(struct vtep_vni *v, struct net *net,
		    const struct in6_addr *addr, int ifindex)
{
	struct vtep_group *old = rtnl_dereference(v->group);
	struct vtep_group *group;

	ASSERT_RTNL();

	if (!vtep_addr_is_multicast(addr) || ifindex <= 0)
		return -EINVAL;
	if (old && net_eq(old->net, net) && vtep_group_is(old, addr, ifindex))
		return 0;

	group = vtep_group_find(net, addr, ifindex);
	if (!group) {
		group = vtep_group_add(net, addr, ifindex);
		if (IS_ERR(group))
			return PTR_ERR(group);
	}
	vtep_group_hold(group);
	vtep_lower_check_now(group->lower);
	vtep_group_start(group);

	if (old)
		list_del(&v->member);
	list_add_tail(&v->member, &group->members);
	rcu_assign_pointer(v->group, group);
	if (old)
		vtep_group_put(old);
	return 0;
}

/**
 * vtep_group_leave() - end a segment's membership
 * @v: the segment; harmless if it is no member
 *
 * The last member leaves the group at the lower device: now, or soon when
 * there are many.
 *
 * Context: process, RTNL held.
 */
void vtep_group_leave(struct vtep_vni *v)
{
	struct vtep_group *group = rtnl_dereference(v->group);

	ASSERT_RTNL();

	if (!group)
		return;
	RCU_INIT_POINTER(v->group, NULL);
	list_del(&v->member);
	vtep_group_put(group);
}

/**
 * vtep_group_find() - look a group up
 * @net: namespace of the underlay
 * @addr: the group, IPv4 in mapped form
 * @ifindex: the lower device
 *
 * Context: RTNL held or RCU read section.
 * Return: the group, or NULL. Under RTNL it may be LEAVING, with no members.
 */
struct vtep_group *vtep_group_find(struct net *net, const struct in6_addr *addr,
				   int ifindex)
{
	struct vtep_group_key key = { .addr = *addr, .ifindex = ifindex };

	return rhashtable_lookup_fast(&vtep_mcast_net(net)->groups, &key,
				      vtep_group_params);
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
	struct vtep_mcast_net *mn = vtep_mcast_net(net);

	ASSERT_RTNL();

	if (!pos)
		return list_first_entry_or_null(&mn->list, struct vtep_group,
						list);
	if (list_is_last(&pos->list, &mn->list))
		return NULL;
	return list_next_entry(pos, list);
}

/**
 * vtep_group_rejoin() - leave groups and join them again
 * @net: namespace of the underlay
 * @addr: this group only, IPv4 in mapped form; NULL: any
 * @ifindex: on this lower device only; 0: any
 *
 * So that routers and snooping switches hear of it anew: now, or soon when
 * there are many. PENDING groups are tried again. A membership that others
 * (sockets, autojoin addresses) hold as well is not left, and nobody hears.
 *
 * Context: process, RTNL held.
 * Return: how many groups that is.
 */
int vtep_group_rejoin(struct net *net, const struct in6_addr *addr,
		      int ifindex)
{
	struct vtep_mcast_net *mn = vtep_mcast_net(net);
	struct vtep_lower *lower;
	struct vtep_group *group;
	unsigned long i;
	int n = 0;

	ASSERT_RTNL();

	xa_for_each(&mn->lowers, i, lower) {
		vtep_lower_check_now(lower);
		vtep_lower_put(lower);
	}

	/* None of those with members goes by being started. */
	list_for_each_entry(group, &mn->list, list) {
		if ((addr && !ipv6_addr_equal(&group->addr, addr)) ||
		    (ifindex && group->ifindex != ifindex) || !group->users)
			continue;
		group->rejoin = group->state == VTEP_GROUP_STATE_JOINED;
		vtep_group_start(group);
		n++;
	}
	return n;
}

static int __net_init vtep_mcast_net_init(struct net *net)
{
	struct vtep_mcast_net *mn = vtep_mcast_net(net);

	INIT_LIST_HEAD(&mn->list);
	xa_init(&mn->lowers);
	return rhashtable_init(&mn->groups, &vtep_group_params);
}

/* The VTEPs of a namespace go before it does, and its devices, too: no group
 * has a member, and none is waiting to be left.
 */
static void __net_exit vtep_mcast_net_exit(struct net *net)
{
	struct vtep_mcast_net *mn = vtep_mcast_net(net);

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
	err = vtep_lower_init();
	if (err)
		unregister_pernet_subsys(&vtep_mcast_net_ops);
	return err;
}

/**
 * vtep_mcast_exit() - end the memberships' part of the module
 *
 * Groups that are still waiting to be left are left before it returns.
 *
 * Context: process, module unload, may sleep; no segment is a member any
 *	more, and the caller waits for RCU callbacks.
 */
void vtep_mcast_exit(void)
{
	vtep_queue_exit();
	vtep_lower_exit();
	vtep_look_exit();
	unregister_pernet_subsys(&vtep_mcast_net_ops);
}
