// SPDX-License-Identifier: GPL-2.0
/* Group memberships against counts kept by hand, on real devices whose own
 * lists of memberships are looked at: a group that somebody uses is there
 * once, on every device that has IP state for it, and nothing else is.
 */
#include <linux/etherdevice.h>
#include <linux/igmp.h>
#include <linux/inetdevice.h>
#include <linux/nsproxy.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>

#include "mcast.h"
#include "selftest.h"

#define DEVS	2
#define GROUPS	8
#define STEPS	4000
#define MANY	500	/* igmp_max_memberships: 20; optmem_max: 426 */

struct model {
	struct net *net;
	struct net_device *dev[DEVS];		/* NULL: unregistered now */
	int ifindex[DEVS];
	struct vtep_group *group[DEVS][GROUPS];
	unsigned int users[DEVS][GROUPS];
};

static netdev_tx_t sink_xmit(struct sk_buff *skb, struct net_device *dev)
{
	dev_kfree_skb(skb);
	return NETDEV_TX_OK;
}

static const struct net_device_ops sink_ops = {
	.ndo_start_xmit = sink_xmit,
};

static void sink_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->netdev_ops = &sink_ops;
	dev->needs_free_netdev = true;
	dev->priv_flags |= IFF_NO_QUEUE;
	dev->min_mtu = 0;
	dev->max_mtu = 0;
	eth_hw_addr_random(dev);
}

/* A device that is up, with @ifindex unless that is 0. RTNL. */
static struct net_device *sink_new(struct net *net, int ifindex)
{
	struct net_device *dev;

	dev = alloc_netdev(0, "vteptest%d", NET_NAME_ENUM, sink_setup);
	if (!VTEP_EXPECT(dev))
		return NULL;
	dev_net_set(dev, net);
	dev->ifindex = ifindex;
	if (!VTEP_EXPECT(!register_netdevice(dev))) {
		free_netdev(dev);
		return NULL;
	}
	VTEP_EXPECT(!dev_open(dev, NULL));
	VTEP_EXPECT(__in_dev_get_rtnl(dev));
	VTEP_EXPECT(__in6_dev_get(dev));
	return dev;
}

/* Even ones are IPv4. */
static struct in6_addr addr_of(u32 i)
{
	struct in6_addr addr;

	if (i % 2)
		ipv6_addr_set(&addr, htonl(0xff050000), 0, 0, htonl(i));
	else
		vtep_addr_set4(&addr, htonl(0xefc10000 + i));
	return addr;
}

static bool has_ip(struct net_device *dev, u32 i)
{
	if (!dev)
		return false;
	return i % 2 ? !!__in6_dev_get(dev) : !!__in_dev_get_rtnl(dev);
}

/* How often the kernel says that group @i was joined on @dev. RTNL. */
static int joins4(struct net_device *dev, __be32 addr)
{
	struct in_device *in4 = __in_dev_get_rtnl(dev);
	struct ip_mc_list *im;

	if (!in4)
		return 0;
	for (im = rtnl_dereference(in4->mc_list); im;
	     im = rtnl_dereference(im->next_rcu))
		if (im->multiaddr == addr)
			return im->users;
	return 0;
}

static int joins6(struct net_device *dev, const struct in6_addr *addr)
{
	struct inet6_dev *in6 = __in6_dev_get(dev);
	struct ifmcaddr6 *im;
	int users = 0;

	if (!in6)
		return 0;
	mutex_lock(&in6->mc_lock);
	for (im = rcu_dereference_protected(in6->mc_list, 1); im;
	     im = rcu_dereference_protected(im->next, 1))
		if (ipv6_addr_equal(&im->mca_addr, addr))
			users = im->mca_users;
	mutex_unlock(&in6->mc_lock);
	return users;
}

static int joins(struct net_device *dev, u32 i)
{
	struct in6_addr addr = addr_of(i);

	if (!dev)
		return 0;
	return i % 2 ? joins6(dev, &addr) : joins4(dev, vtep_addr_get4(&addr));
}

static struct vtep_group *get(struct net *net, int ifindex, u32 i)
{
	struct in6_addr addr = addr_of(i);
	struct vtep_group *group;

	group = vtep_group_get(net, &addr, ifindex);
	if (!VTEP_EXPECT(!IS_ERR(group)))
		return NULL;
	return group;
}

/* Two VNIs on one group: the first to go must not take it from the other. */
static void mcast_shared(void)
{
	struct net *net = current->nsproxy->net_ns;
	struct net_device *dev;
	struct vtep_group *a, *b;
	u32 i;

	rtnl_lock();
	dev = sink_new(net, 0);
	if (!dev)
		goto unlock;

	for (i = 0; i < 2; i++) {
		VTEP_EXPECT(joins(dev, i) == 0);
		a = get(net, dev->ifindex, i);
		b = get(net, dev->ifindex, i);
		if (!a || !b)
			break;
		VTEP_EXPECT(a == b);
		VTEP_EXPECT(a->users == 2);
		VTEP_EXPECT(a->state == VTEP_GROUP_STATE_JOINED);
		VTEP_EXPECT(joins(dev, i) == 1);
		vtep_group_put(a);
		VTEP_EXPECT(b->users == 1);
		VTEP_EXPECT(joins(dev, i) == 1);
		vtep_group_put(b);
		VTEP_EXPECT(joins(dev, i) == 0);
	}
	unregister_netdevice(dev);
unlock:
	rtnl_unlock();
}

/* Others' memberships of the same group are not ours to end. */
static void mcast_foreign(void)
{
	struct net *net = current->nsproxy->net_ns;
	struct in6_addr addr4 = addr_of(0);
	struct in6_addr addr6 = addr_of(1);
	struct vtep_group *group;
	struct net_device *dev;
	u32 i;

	rtnl_lock();
	dev = sink_new(net, 0);
	if (!dev)
		goto unlock;

	ip_mc_inc_group(__in_dev_get_rtnl(dev), vtep_addr_get4(&addr4));
	VTEP_EXPECT(!ipv6_dev_mc_inc(dev, &addr6));
	for (i = 0; i < 2; i++) {
		group = get(net, dev->ifindex, i);
		if (!group)
			break;
		VTEP_EXPECT(joins(dev, i) == 2);
		vtep_group_put(group);
		VTEP_EXPECT(joins(dev, i) == 1);
	}
	ip_mc_dec_group(__in_dev_get_rtnl(dev), vtep_addr_get4(&addr4));
	ipv6_dev_mc_dec(dev, &addr6);
	unregister_netdevice(dev);
unlock:
	rtnl_unlock();
}

static void mcast_refused(void)
{
	struct net *net = current->nsproxy->net_ns;
	struct in6_addr group = addr_of(0);
	struct in6_addr addr;

	rtnl_lock();
	vtep_addr_set4(&addr, htonl(INADDR_LOOPBACK));
	VTEP_EXPECT(vtep_group_get(net, &addr, 1) == ERR_PTR(-EINVAL));
	vtep_addr_set4(&addr, 0);
	VTEP_EXPECT(vtep_group_get(net, &addr, 1) == ERR_PTR(-EINVAL));
	VTEP_EXPECT(vtep_group_get(net, &in6addr_any, 1) == ERR_PTR(-EINVAL));
	VTEP_EXPECT(vtep_group_get(net, &in6addr_loopback, 1) ==
		    ERR_PTR(-EINVAL));
	VTEP_EXPECT(vtep_group_get(net, &group, 0) == ERR_PTR(-EINVAL));
	VTEP_EXPECT(vtep_group_get(net, &group, -1) == ERR_PTR(-EINVAL));
	rtnl_unlock();
}

/* No limit of a socket's applies. */
static void mcast_many(void)
{
	struct net *net = current->nsproxy->net_ns;
	struct vtep_group **groups;
	struct net_device *dev;
	int n, i;

	groups = kcalloc(MANY, sizeof(*groups), GFP_KERNEL);
	if (!VTEP_EXPECT(groups))
		return;

	rtnl_lock();
	dev = sink_new(net, 0);
	if (!dev)
		goto unlock;
	for (n = 0; n < MANY; n++) {
		groups[n] = get(net, dev->ifindex, n);
		if (!groups[n])
			break;
		VTEP_EXPECT(joins(dev, n) == 1);
	}
	/* Not in the order they came. */
	for (i = 0; i < n; i++) {
		vtep_group_put(groups[(i + n / 2) % n]);
		VTEP_EXPECT(joins(dev, (i + n / 2) % n) == 0);
	}
	unregister_netdevice(dev);
unlock:
	rtnl_unlock();
	kfree(groups);
}

static void model_check(struct model *m)
{
	struct vtep_group *pos = NULL;
	int used = 0, listed = 0;
	struct vtep_group *group;
	bool joined;
	int d, i;

	for (d = 0; d < DEVS; d++)
		for (i = 0; i < GROUPS; i++) {
			group = m->group[d][i];
			joined = group && has_ip(m->dev[d], i);

			VTEP_EXPECT(joins(m->dev[d], i) == joined);
			if (!group)
				continue;
			used++;
			VTEP_EXPECT(group->users == m->users[d][i]);
			VTEP_EXPECT(group->ifindex == m->ifindex[d]);
			VTEP_EXPECT(group->state ==
				    (joined ? VTEP_GROUP_STATE_JOINED :
					      VTEP_GROUP_STATE_PENDING));
		}

	while ((pos = vtep_group_next(m->net, pos)))
		if (pos->ifindex == m->ifindex[0] ||
		    pos->ifindex == m->ifindex[1])
			listed++;
	VTEP_EXPECT(listed == used);
}

static void model_get(struct model *m, int d, int i)
{
	struct vtep_group *group;

	group = get(m->net, m->ifindex[d], i);
	if (!group)
		return;
	VTEP_EXPECT(!m->group[d][i] || m->group[d][i] == group);
	m->group[d][i] = group;
	m->users[d][i]++;
}

static void model_put(struct model *m, int d, int i)
{
	if (!m->users[d][i])
		return;
	vtep_group_put(m->group[d][i]);
	if (!--m->users[d][i])
		m->group[d][i] = NULL;
}

/* The device goes, or comes back under the same number. */
static void model_plug(struct model *m, int d)
{
	if (m->dev[d]) {
		unregister_netdevice(m->dev[d]);
		m->dev[d] = NULL;
	} else {
		m->dev[d] = sink_new(m->net, m->ifindex[d]);
	}
}

static void model_disturb(struct model *m, int d)
{
	/* Too small for both families, for IPv6, and for neither. */
	static const int mtus[] = { 60, 67, 68, 1279, 1280, 1500 };
	int mtu = mtus[vtep_test_rand(ARRAY_SIZE(mtus))];
	struct net_device *dev = m->dev[d];

	if (!vtep_test_rand(8) || !dev)
		model_plug(m, d);
	else if (vtep_test_rand(2))
		VTEP_EXPECT(!dev_set_mtu(dev, mtu));
	else if (dev->flags & IFF_UP)
		dev_close(dev);
	else
		VTEP_EXPECT(!dev_open(dev, NULL));
}

static void mcast_model(void)
{
	struct model m = { .net = current->nsproxy->net_ns };
	int step, d, i;

	rtnl_lock();
	for (d = 0; d < DEVS; d++) {
		m.dev[d] = sink_new(m.net, 0);
		if (m.dev[d])
			m.ifindex[d] = m.dev[d]->ifindex;
	}
	rtnl_unlock();

	for (step = 0; step < STEPS && !vtep_test_failed(); step++) {
		d = vtep_test_rand(DEVS);
		i = vtep_test_rand(GROUPS);
		/* Unlocking waits for an unregistered device's references. */
		rtnl_lock();
		if (!vtep_test_rand(16))
			model_disturb(&m, d);
		else if (vtep_test_rand(2))
			model_get(&m, d, i);
		else
			model_put(&m, d, i);
		model_check(&m);
		rtnl_unlock();
		cond_resched();
	}

	rtnl_lock();
	for (d = 0; d < DEVS; d++)
		for (i = 0; i < GROUPS; i++)
			while (m.users[d][i])
				model_put(&m, d, i);
	model_check(&m);
	for (d = 0; d < DEVS; d++)
		if (m.dev[d])
			unregister_netdevice(m.dev[d]);
	rtnl_unlock();
}

const struct vtep_test vtep_mcast_tests[] = {
	{ "mcast: shared, left by the last user", mcast_shared },
	{ "mcast: others' memberships stay", mcast_foreign },
	{ "mcast: no group or no device refused", mcast_refused },
	{ "mcast: no limit of a socket's", mcast_many },
	{ "mcast: like counts kept by hand", mcast_model },
	{}
};
