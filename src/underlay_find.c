// SPDX-License-Identifier: GPL-2.0
/* Which device of the underlay a VTEP's frames leave by, as far as that is
 * known without a frame.
 */
#include <linux/inetdevice.h>
#include <net/addrconf.h>
#include <net/ip6_fib.h>
#include <net/ip6_route.h>
#include <net/l3mdev.h>
#include <net/route.h>

#include "device.h"

/* Is @dev made of the VTEP, as a bridge is of its ports? */
static bool vtep_underlay_above(const struct vtep *vtep,
				struct net_device *dev)
{
	bool above;

	rcu_read_lock();
	above = netdev_has_upper_dev_all_rcu(vtep->dev, dev);
	rcu_read_unlock();
	return above;
}

/* Devices that frames merely pass on their way out (or never leave by): an
 * address on a loopback device is a common choice for `local`, and its MTU
 * of 64 KB says nothing about the wire. The same goes for a VRF. And what
 * stands upon the VTEP has its MTU from the VTEP.
 */
static bool vtep_underlay_usable(const struct vtep *vtep,
				 struct net_device *dev,
				 const struct net_device *except)
{
	return dev && dev != vtep->dev && dev != except &&
	       !(dev->flags & IFF_LOOPBACK) && !netif_is_l3_master(dev) &&
	       !vtep_underlay_above(vtep, dev);
}

/* The same address may be in several VRFs; ours is the one of the socket. */
static bool vtep_underlay_ours(const struct vtep *vtep,
			       struct net_device *dev)
{
	return l3mdev_master_ifindex(dev) == vtep->sock->l3mdev;
}

static struct net_device *vtep_underlay_owner4(const struct vtep *vtep)
{
	__be32 local = vtep_addr_get4(&vtep->cfg.local);
	const struct in_device *in_dev;
	const struct in_ifaddr *ifa;
	struct net_device *dev;

	/* The quick way gives any device, of whatever VRF. */
	dev = __ip_dev_find(vtep->net, local, false);
	if (!dev || vtep_underlay_ours(vtep, dev))
		return dev;
	for_each_netdev(vtep->net, dev) {
		in_dev = __in_dev_get_rtnl(dev);
		if (!in_dev || !vtep_underlay_ours(vtep, dev))
			continue;
		in_dev_for_each_ifa_rtnl(ifa, in_dev)
			if (ifa->ifa_local == local)
				return dev;
	}
	return NULL;
}

#if IS_ENABLED(CONFIG_IPV6)
static struct net_device *vtep_underlay_owner6(const struct vtep *vtep)
{
	const struct in6_addr *local = &vtep->cfg.local;
	struct net_device *scope = vtep->link_dev;
	bool global = !vtep_addr_is_linklocal(local);
	struct net *net = vtep->net;
	struct net_device *dev;

	/* Anywhere in the lower device's L3 domain. A tentative address
	 * counts: it is about to be usable, and nothing will tell when.
	 */
	if (!ipv6_chk_addr_and_flags(net, local, scope, global, 1, 0))
		return NULL;
	if (!global)
		return scope;

	/* The quick way sees neither tentative addresses nor VRFs. */
	dev = ipv6_dev_find(net, local, NULL);
	if (dev && vtep_underlay_ours(vtep, dev))
		return dev;
	for_each_netdev(net, dev)
		if (vtep_underlay_ours(vtep, dev) &&
		    ipv6_chk_addr_and_flags(net, local, dev, false, 1, 0))
			return dev;
	return NULL;
}
#else
static struct net_device *vtep_underlay_owner6(const struct vtep *vtep)
{
	return NULL;
}
#endif

/**
 * vtep_underlay_owner() - the device that has the VTEP's local address
 * @vtep: VTEP with a local address
 *
 * Context: RTNL; no reference is taken.
 *
 * Return: the device or NULL.
 */
struct net_device *vtep_underlay_owner(const struct vtep *vtep)
{
	ASSERT_RTNL();
	if (vtep->cfg.family == AF_INET6)
		return vtep_underlay_owner6(vtep);
	return vtep_underlay_owner4(vtep);
}

static struct net_device *vtep_underlay_route4(const struct vtep *vtep)
{
	const struct vtep_cfg *cfg = &vtep->cfg;
	struct flowi4 fl4 = {
		.daddr		= vtep_addr_get4(&cfg->remote),
		.saddr		= vtep_addr_is_any(&cfg->local) ? 0 :
				  vtep_addr_get4(&cfg->local),
		.flowi4_oif	= vtep->sock->l3mdev,
		.flowi4_proto	= IPPROTO_UDP,
		.fl4_dport	= cfg->port,
	};
	struct net_device *dev;
	struct rtable *rt;

	rt = ip_route_output_key(vtep->net, &fl4);
	if (IS_ERR(rt))
		return NULL;
	dev = rt->dst.dev;
	ip_rt_put(rt);
	return dev;
}

static struct net_device *vtep_underlay_route6(const struct vtep *vtep)
{
	struct net_device *dev = NULL;
#if IS_ENABLED(CONFIG_IPV6)
	const struct vtep_cfg *cfg = &vtep->cfg;
	struct flowi6 fl6 = {
		.daddr		= cfg->remote,
		.saddr		= cfg->local,
		.flowi6_oif	= vtep->sock->l3mdev,
		.flowi6_proto	= IPPROTO_UDP,
		.fl6_dport	= cfg->port,
	};
	struct dst_entry *dst;

	dst = ip6_route_output(vtep->net, NULL, &fl6);
	if (!dst->error)
		dev = dst->dev;
	dst_release(dst);
#endif
	return dev;
}

/**
 * vtep_underlay_find() - the device whose MTU and carrier a VTEP follows
 * @vtep: VTEP
 * @except: device that is going away, or NULL
 *
 * The configured lower device; else the one that has the local address; else
 * the one the route to the unicast remote leads through.
 *
 * Context: RTNL; no reference is taken.
 *
 * Return: the device or NULL.
 */
struct net_device *vtep_underlay_find(const struct vtep *vtep,
				      const struct net_device *except)
{
	const struct vtep_cfg *cfg = &vtep->cfg;
	struct net_device *dev = vtep->link_dev;

	if (dev && !netif_is_l3_master(dev))
		return dev;

	if (!vtep_addr_is_any(&cfg->local)) {
		dev = vtep_underlay_owner(vtep);
		if (vtep_underlay_usable(vtep, dev, except))
			return dev;
	}

	if (!vtep_addr_is_any(&cfg->remote) &&
	    !vtep_addr_is_multicast(&cfg->remote)) {
		dev = cfg->family == AF_INET ? vtep_underlay_route4(vtep) :
					       vtep_underlay_route6(vtep);
		if (vtep_underlay_usable(vtep, dev, except))
			return dev;
	}
	return NULL;
}
