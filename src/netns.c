// SPDX-License-Identifier: GPL-2.0
/* The VTEPs of a network namespace: those whose underlay it is.
 *
 * A VTEP's netdevice may live elsewhere. It dies with either of the two
 * namespaces: with its own because the core unregisters what is in there,
 * with the underlay's because of vtep_netns_exit_batch().
 */
#include <linux/rtnetlink.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "netns.h"

struct vtep_net {
	struct list_head vteps;		/* vtep.list; under RTNL */
};

static unsigned int vtep_net_id __read_mostly;

static struct vtep_net *vtep_net(struct net *net)
{
	return net_generic(net, vtep_net_id);
}

/**
 * vtep_netns_add() - make a VTEP known to its underlay's namespace
 * @vtep: its @net is set and not going to change
 *
 * From here on the VTEP follows its underlay and dies with it.
 *
 * Context: RTNL.
 */
void vtep_netns_add(struct vtep *vtep)
{
	ASSERT_RTNL();
	list_add_tail(&vtep->list, &vtep_net(vtep->net)->vteps);
}

/**
 * vtep_netns_del() - undo vtep_netns_add()
 * @vtep: harmless if it was never added
 *
 * Context: RTNL.
 */
void vtep_netns_del(struct vtep *vtep)
{
	ASSERT_RTNL();
	list_del_init(&vtep->list);
}

/**
 * vtep_netns_next() - iterate the VTEPs of an underlay
 * @net: the underlay
 * @pos: the one before, NULL for the first
 *
 * Context: RTNL; whoever deletes @pos asks for the next one first.
 *
 * Return: the next VTEP or NULL.
 */
struct vtep *vtep_netns_next(struct net *net, struct vtep *pos)
{
	struct list_head *head = &vtep_net(net)->vteps;
	struct list_head *next = pos ? pos->list.next : head->next;

	ASSERT_RTNL();
	return next == head ? NULL : list_entry(next, struct vtep, list);
}

/**
 * vtep_netns_empty() - whether an underlay has no VTEP
 * @net: the underlay
 *
 * Context: any; without RTNL the answer is of the past.
 */
bool vtep_netns_empty(struct net *net)
{
	return list_empty(&vtep_net(net)->vteps);
}

static int __net_init vtep_netns_init_net(struct net *net)
{
	INIT_LIST_HEAD(&vtep_net(net)->vteps);
	return 0;
}

/* Before the core unregisters the devices of these namespaces: it waits then
 * until nobody holds them, and our sockets may. Of the last datagram to a group
 * UDP keeps the route by which it came, and such a route is one of lo, which
 * the core does not take back. The socket of a VTEP that lives elsewhere has
 * to be closed by us.
 */
static void __net_exit vtep_netns_exit_batch(struct list_head *nets)
{
	struct vtep *vtep, *next;
	struct net *net;
	LIST_HEAD(kill);

	rtnl_lock();
	list_for_each_entry(net, nets, exit_list)
		list_for_each_entry_safe(vtep, next, &vtep_net(net)->vteps,
					 list)
			vtep_link_ops.dellink(vtep->dev, &kill);
	unregister_netdevice_many(&kill);
	rtnl_unlock();
}

/* The list is there before there is any device of which there could be news,
 * also when the namespace is not to be after all.
 */
static struct pernet_operations vtep_netns_ops = {
	.init		= vtep_netns_init_net,
	.id		= &vtep_net_id,
	.size		= sizeof(struct vtep_net),
};

/* Those of devices end first, the core's own devices last of them. So a VTEP
 * also has socket and mcast, which are subsystems, to give back what it has of
 * them.
 */
static struct pernet_operations vtep_netns_end_ops = {
	.exit_batch	= vtep_netns_exit_batch,
};

/**
 * vtep_netns_init() - start keeping VTEPs per namespace
 *
 * Context: may sleep.
 *
 * Return: 0 or an error of the core's.
 */
int __init vtep_netns_init(void)
{
	int err;

	err = register_pernet_subsys(&vtep_netns_ops);
	if (err)
		return err;
	err = register_pernet_device(&vtep_netns_end_ops);
	if (err)
		unregister_pernet_subsys(&vtep_netns_ops);
	return err;
}

/**
 * vtep_netns_exit() - undo vtep_netns_init()
 */
void vtep_netns_exit(void)
{
	unregister_pernet_device(&vtep_netns_end_ops);
	unregister_pernet_subsys(&vtep_netns_ops);
}
