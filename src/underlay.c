// SPDX-License-Identifier: GPL-2.0
/* How a VTEP follows its underlay: MTU, headroom, carrier, addresses, VRF.
 *
 * Everything is done under RTNL. Notifiers of devices and of IPv4 addresses
 * are called with it held; the one of IPv6 addresses is atomic, and its work
 * is done a moment later.
 */
#include <linux/inetdevice.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/workqueue.h>
#include <net/addrconf.h>
#include <net/l3mdev.h>
#include <net/net_namespace.h>

#include "device.h"
#include "netns.h"
#include "segment.h"

/* How deep VTEPs may stand upon VTEPs for MTU changes to run through them
 * all; as MAX_NEST_DEV of the core, which bounds only declared stacking. A
 * circle made by routes or addresses ends here, and so does the stack.
 */
#define VTEP_UNDERLAY_DEPTH	8

static unsigned int vtep_underlay_depth;	/* under RTNL */

/**
 * vtep_underlay_max_mtu() - the largest inner MTU the underlay carries
 * @vtep: VTEP
 *
 * Bounded by the outer IP datagram when no lower device is known.
 */
unsigned int vtep_underlay_max_mtu(const struct vtep *vtep)
{
	unsigned int mtu = IP_MAX_MTU, over = vtep_overhead(vtep->cfg.family);

	if (vtep->lower)
		mtu = min_t(unsigned int, mtu, READ_ONCE(vtep->lower->mtu));
	return mtu > over + ETH_MIN_MTU ? mtu - over : ETH_MIN_MTU;
}

/* Not the administrator's doing, so user_mtu stays as it is. */
static void vtep_underlay_set_mtu(struct vtep *vtep, unsigned int mtu)
{
	struct net_device *dev = vtep->dev;
	bool user_mtu = vtep->user_mtu;

	if (dev->mtu == mtu)
		return;
	if (dev->reg_state != NETREG_REGISTERED) {
		dev->mtu = mtu;
		return;
	}
	if (vtep_underlay_depth >= VTEP_UNDERLAY_DEPTH)
		return;

	vtep_underlay_depth++;
	dev_set_mtu(dev, mtu);	/* another's veto is respected */
	vtep_underlay_depth--;
	vtep->user_mtu = user_mtu;
}

static void vtep_underlay_sync_mtu(struct vtep *vtep)
{
	unsigned int max = vtep_underlay_max_mtu(vtep);
	struct net_device *dev = vtep->dev;
	unsigned int mtu = max;

	if (!vtep->lower)
		mtu = ETH_DATA_LEN - vtep_overhead(vtep->cfg.family);
	if (vtep->user_mtu)
		mtu = min(dev->mtu, max);

	dev->max_mtu = max;
	vtep_underlay_set_mtu(vtep, mtu);
}

static void vtep_underlay_sync_room(struct vtep *vtep)
{
	const struct net_device *lower = vtep->lower;
	struct net_device *dev = vtep->dev;
	unsigned int link = LL_MAX_HEADER;

	if (lower)
		link = lower->hard_header_len + lower->needed_headroom;
	dev->needed_headroom = vtep_overhead(vtep->cfg.family) - ETH_HLEN +
			       link;
	dev->needed_tailroom = lower ? lower->needed_tailroom : 0;
	if (lower)
		netif_inherit_tso_max(dev, lower);
}

static bool vtep_underlay_dev_ok(const struct net_device *dev)
{
	return !dev || (netif_running(dev) && netif_carrier_ok(dev));
}

static void vtep_underlay_sync_carrier(struct vtep *vtep)
{
	bool ok = vtep_underlay_dev_ok(vtep->link_dev) &&
		  vtep_underlay_dev_ok(vtep->lower);

	if (!vtep_addr_is_any(&vtep->cfg.local) && !vtep_underlay_owner(vtep))
		ok = false;

	/* What "dormant" and "testing" of the lower device are told by is a
	 * list of the core's, which a device that is not registered must not
	 * get on: it may never be.
	 */
	if (!ok)
		netif_carrier_off(vtep->dev);
	else if (vtep->lower && vtep->dev->reg_state == NETREG_REGISTERED)
		netif_stacked_transfer_operstate(vtep->lower, vtep->dev);
	else
		netif_carrier_on(vtep->dev);
}

static void vtep_underlay_rebind(struct vtep *vtep,
				 const struct net_device *except)
{
	vtep->lower = vtep_underlay_find(vtep, except);
	vtep_underlay_sync_room(vtep);
	vtep_underlay_sync_mtu(vtep);
	vtep_underlay_sync_carrier(vtep);
}

/**
 * vtep_underlay_bind() - find the device to follow, and follow it
 * @vtep: VTEP, registered or about to be
 *
 * Context: RTNL.
 */
void vtep_underlay_bind(struct vtep *vtep)
{
	ASSERT_RTNL();
	vtep_underlay_rebind(vtep, NULL);
}

/* The lower device ends or leaves the namespace: a VTEP that names it ends
 * with it, others look for a new one.
 */
static void vtep_underlay_gone(struct net *net, struct net_device *dev)
{
	struct vtep *vtep, *next;
	LIST_HEAD(kill);

	for (vtep = vtep_netns_next(net, NULL); vtep; vtep = next) {
		next = vtep_netns_next(net, vtep);
		if (vtep->link_dev == dev)
			vtep_link_ops.dellink(vtep->dev, &kill);
		else if (vtep->lower == dev)
			vtep_underlay_rebind(vtep, dev);
	}
	unregister_netdevice_many(&kill);
}

static void vtep_underlay_changed(struct net *net, struct net_device *dev,
				  bool up)
{
	struct vtep *vtep, *next;

	for (vtep = vtep_netns_next(net, NULL); vtep; vtep = next) {
		next = vtep_netns_next(net, vtep);
		/* A device that came up may bring the route that was missing */
		if (vtep->lower == dev || vtep->link_dev == dev ||
		    (up && !vtep->lower))
			vtep_underlay_bind(vtep);
	}
}

static int vtep_underlay_l3mdev(const struct vtep *vtep)
{
	if (!vtep->cfg.link)
		return 0;
	return l3mdev_master_upper_ifindex_by_index(vtep->net, vtep->cfg.link);
}

/* Are all VTEPs of @vs in this L3 domain now? */
static bool vtep_underlay_all_in(struct net *net, const struct vtep_sock *vs,
				 int l3mdev)
{
	struct vtep *vtep = NULL;

	while ((vtep = vtep_netns_next(net, vtep)))
		if (vtep->sock == vs && vtep_underlay_l3mdev(vtep) != l3mdev)
			return false;
	return true;
}

/* A device became the port of a VRF, or of a bridge in one, or ceased to be:
 * what is below it may be in another L3 domain now, and sockets are bound to
 * theirs. Where that cannot be followed (the port or a VNI is taken in the
 * new domain, others stay behind on the same port, or who made the change may
 * not bind to devices) the VTEP stays with the old one and hears nothing;
 * deleting and creating it anew tells why. A socket of others that was bound
 * there already is not noticed: both are then bound, and one of them hears.
 */
static void vtep_underlay_l3_changed(struct net *net)
{
	struct vtep *vtep = NULL;
	bool changed = false;
	int l3mdev;

	while ((vtep = vtep_netns_next(net, vtep))) {
		l3mdev = vtep_underlay_l3mdev(vtep);
		if (l3mdev == vtep->sock->l3mdev)
			continue;
		changed = true;
		if (!vtep_underlay_all_in(net, vtep->sock, l3mdev) ||
		    vtep_sock_rebind(net, vtep->sock, l3mdev))
			vtep_segments_move(vtep, l3mdev);
	}
	if (!changed)
		return;
	/* Routes of the old domain, and of those whose socket went along; a
	 * frame on its way may find one more.
	 */
	synchronize_net();
	while ((vtep = vtep_netns_next(net, vtep)))
		vtep_peers_reset_routes(&vtep->peers);
}

static int vtep_underlay_netdev_event(struct notifier_block *nb,
				      unsigned long event, void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct net *net = dev_net(dev);

	switch (event) {
	case NETDEV_UNREGISTER:
		vtep_underlay_gone(net, dev);
		break;
	case NETDEV_UP:
	case NETDEV_DOWN:
	case NETDEV_CHANGE:
	case NETDEV_CHANGEMTU:
		vtep_underlay_changed(net, dev, event == NETDEV_UP);
		break;
	case NETDEV_CHANGEUPPER:
		/* What it followed may stand upon it now. */
		if (netif_is_vtep(dev))
			vtep_underlay_bind(netdev_priv(dev));
		vtep_underlay_l3_changed(net);
		break;
	}
	return NOTIFY_DONE;
}

static struct notifier_block vtep_underlay_netdev_nb = {
	.notifier_call = vtep_underlay_netdev_event,
};

/* An address came or went. @addr NULL: some address of @family. */
static void vtep_underlay_addr_changed(struct net *net, sa_family_t family,
				       const struct in6_addr *addr)
{
	struct vtep *vtep, *next;
	bool local;

	for (vtep = vtep_netns_next(net, NULL); vtep; vtep = next) {
		next = vtep_netns_next(net, vtep);
		if (vtep->cfg.family != family)
			continue;
		local = !vtep_addr_is_any(&vtep->cfg.local) &&
			(!addr || ipv6_addr_equal(addr, &vtep->cfg.local));
		if (local)
			vtep_peers_reset_routes(&vtep->peers);
		if (local || !vtep->lower)
			vtep_underlay_bind(vtep);
	}
}

static int vtep_underlay_inet_event(struct notifier_block *nb,
				    unsigned long event, void *ptr)
{
	const struct in_ifaddr *ifa = ptr;
	struct in6_addr addr;

	vtep_addr_set4(&addr, ifa->ifa_local);
	vtep_underlay_addr_changed(dev_net(ifa->ifa_dev->dev), AF_INET, &addr);
	return NOTIFY_DONE;
}

static struct notifier_block vtep_underlay_inet_nb = {
	.notifier_call = vtep_underlay_inet_event,
};

/* For all namespaces at once: address changes are rare, and a work item per
 * namespace would have to be ended with it.
 */
static void vtep_underlay_inet6_work(struct work_struct *work)
{
	struct net *net;

	rtnl_lock();
	down_read(&net_rwsem);
	for_each_net(net)
		vtep_underlay_addr_changed(net, AF_INET6, NULL);
	up_read(&net_rwsem);
	rtnl_unlock();
}

static DECLARE_WORK(vtep_underlay_work, vtep_underlay_inet6_work);

static int vtep_underlay_inet6_event(struct notifier_block *nb,
				     unsigned long event, void *ptr)
{
	const struct inet6_ifaddr *ifa = ptr;

	if (!vtep_netns_empty(dev_net(ifa->idev->dev)))
		schedule_work(&vtep_underlay_work);
	return NOTIFY_DONE;
}

static struct notifier_block vtep_underlay_inet6_nb = {
	.notifier_call = vtep_underlay_inet6_event,
};

/**
 * vtep_underlay_init() - start following
 *
 * After netns: the notifiers ask for the VTEPs of namespaces.
 */
int __init vtep_underlay_init(void)
{
	int err;

	err = register_netdevice_notifier(&vtep_underlay_netdev_nb);
	if (err)
		return err;
	err = register_inetaddr_notifier(&vtep_underlay_inet_nb);
	if (err)
		goto netdev;
	err = register_inet6addr_notifier(&vtep_underlay_inet6_nb);
	if (err)
		goto inet;
	return 0;

inet:
	unregister_inetaddr_notifier(&vtep_underlay_inet_nb);
netdev:
	unregister_netdevice_notifier(&vtep_underlay_netdev_nb);
	return err;
}

/**
 * vtep_underlay_exit() - undo vtep_underlay_init()
 */
void vtep_underlay_exit(void)
{
	unregister_inet6addr_notifier(&vtep_underlay_inet6_nb);
	cancel_work_sync(&vtep_underlay_work);
	unregister_inetaddr_notifier(&vtep_underlay_inet_nb);
	unregister_netdevice_notifier(&vtep_underlay_netdev_nb);
}
