// SPDX-License-Identifier: GPL-2.0
/* Group memberships against counts kept by hand, on real devices whose own
 * lists of memberships are looked at: a group that somebody uses is there
 * once, on every device that has IP state for it, and nothing else is.
 */
#include <linux/etherdevice.h>
#include <linux/igmp.h>
#include <linux/inetdevice.h>
#include <linux/nsproxy.h>
#include <linux/rcupdate.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>

#include "genl_msg.h"
#include "mcast.h"
#include "selftest.h"
#include "vni.h"

#define DEVS	2
#define USERS	4	/* most segments in one group */
#define FEW	8	/* joined at once */
#define STEPS	4000
#define GROUPS	200	/* joined in turn */
#define ROUNDS	200
#define MANY	500	/* igmp_max_memberships: 20; optmem_max: 426 */
#define AT_ONCE	64	/* of many */

struct model {
	struct net *net;
	int groups;				/* how many are used */
	struct net_device *dev[DEVS];		/* NULL: unregistered now */
	int ifindex[DEVS];
	struct vtep_vni *member[DEVS][GROUPS][USERS];
	unsigned int users[DEVS][GROUPS];	/* the first ones of them */
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

/* A segment that is a member; NULL when there is no memory. */
static struct vtep_vni *get(struct net *net, int ifindex, u32 i)
{
	struct in6_addr addr = addr_of(i);
	struct vtep_vni *v;

	v = kzalloc(sizeof(*v), GFP_KERNEL);
	if (!VTEP_EXPECT(v))
		return NULL;
	if (!VTEP_EXPECT(!vtep_group_join(v, net, &addr, ifindex))) {
		kfree(v);
		return NULL;
	}
	return v;
}

static struct vtep_group *group_of(struct vtep_vni *v)
{
	return rtnl_dereference(v->group);
}

static void put(struct vtep_vni *v)
{
	if (!v)
		return;
	vtep_group_leave(v);
	VTEP_EXPECT(!group_of(v));
	kfree(v);
}

/* What waits is done. RTNL not held. */
static void run_all(void)
{
	int max = 1000;

	while (VTEP_EXPECT(max) && vtep_mcast_run())
		max--;
}

/* Two VNIs on one group: the first to go must not take it from the other. */
static void mcast_shared(void)
{
	struct net *net = current->nsproxy->net_ns;
	struct vtep_vni *a, *b;
	struct net_device *dev;
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
		VTEP_EXPECT(group_of(a) == group_of(b));
		VTEP_EXPECT(group_of(a)->users == 2);
		VTEP_EXPECT(group_of(a)->state == VTEP_GROUP_STATE_JOINED);
		VTEP_EXPECT(joins(dev, i) == 1);
		put(a);
		VTEP_EXPECT(group_of(b)->users == 1);
		VTEP_EXPECT(joins(dev, i) == 1);
		put(b);
		VTEP_EXPECT(joins(dev, i) == 0);
	}
	unregister_netdevice(dev);
unlock:
	rtnl_unlock();
}

/* On a fresh device, with the first member of group 0, which @steps puts.
 * @steps runs under RTNL.
 */
static void with_member(void (*steps)(struct net *net, struct net_device *dev,
				      struct vtep_vni *v))
{
	struct net *net = current->nsproxy->net_ns;
	struct net_device *dev;
	struct vtep_vni *v;

	rtnl_lock();
	dev = sink_new(net, 0);
	if (!dev)
		goto unlock;
	v = get(net, dev->ifindex, 0);
	if (v)
		steps(net, dev, v);
	unregister_netdevice(dev);
unlock:
	rtnl_unlock();
}

/* From one group to another, and twice to the same. */
static void moved_steps(struct net *net, struct net_device *dev,
			struct vtep_vni *v)
{
	struct in6_addr addr = addr_of(2);

	VTEP_EXPECT(!vtep_group_join(v, net, &addr, dev->ifindex));
	VTEP_EXPECT(joins(dev, 0) == 0);
	VTEP_EXPECT(joins(dev, 2) == 1);
	VTEP_EXPECT(!vtep_group_join(v, net, &addr, dev->ifindex));
	VTEP_EXPECT(joins(dev, 2) == 1);
	VTEP_EXPECT(group_of(v)->users == 1);
	/* What cannot be had leaves it where it is. */
	VTEP_EXPECT(vtep_group_join(v, net, &in6addr_loopback,
				    dev->ifindex) == -EINVAL);
	VTEP_EXPECT(joins(dev, 2) == 1);
	VTEP_EXPECT(group_of(v) == vtep_group_find(net, &addr, dev->ifindex));
	put(v);
	VTEP_EXPECT(joins(dev, 2) == 0);
	VTEP_EXPECT(!vtep_group_find(net, &addr, dev->ifindex));
}

static void mcast_moved(void)
{
	with_member(moved_steps);
}

/* Others' memberships of the same group are not ours to end. */
static void mcast_foreign(void)
{
	struct net *net = current->nsproxy->net_ns;
	struct in6_addr addr4 = addr_of(0);
	struct in6_addr addr6 = addr_of(1);
	struct net_device *dev;
	struct vtep_vni *v;
	u32 i;

	rtnl_lock();
	dev = sink_new(net, 0);
	if (!dev)
		goto unlock;

	ip_mc_inc_group(__in_dev_get_rtnl(dev), vtep_addr_get4(&addr4));
	VTEP_EXPECT(!ipv6_dev_mc_inc(dev, &addr6));
	for (i = 0; i < 2; i++) {
		v = get(net, dev->ifindex, i);
		if (!v)
			break;
		VTEP_EXPECT(joins(dev, i) == 2);
		put(v);
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
	struct vtep_vni v = {};
	struct in6_addr addr;

	rtnl_lock();
	vtep_addr_set4(&addr, htonl(INADDR_LOOPBACK));
	VTEP_EXPECT(vtep_group_join(&v, net, &addr, 1) == -EINVAL);
	vtep_addr_set4(&addr, 0);
	VTEP_EXPECT(vtep_group_join(&v, net, &addr, 1) == -EINVAL);
	VTEP_EXPECT(vtep_group_join(&v, net, &in6addr_any, 1) == -EINVAL);
	VTEP_EXPECT(vtep_group_join(&v, net, &in6addr_loopback, 1) ==
		    -EINVAL);
	VTEP_EXPECT(vtep_group_join(&v, net, &group, 0) == -EINVAL);
	VTEP_EXPECT(vtep_group_join(&v, net, &group, -1) == -EINVAL);
	VTEP_EXPECT(!group_of(&v));
	vtep_group_leave(&v);
	rtnl_unlock();
}

static int in_state(struct vtep_vni **vs, int n, enum vtep_group_state state)
{
	int i, found = 0;

	for (i = 0; i < n; i++)
		found += vs[i] && group_of(vs[i])->state == state;
	return found;
}

static int joins_of_all(struct net_device *dev, int n)
{
	int i, found = 0;

	for (i = 0; i < n; i++)
		found += joins(dev, i);
	return found;
}

/* No limit of a socket's applies, the first are joined at once and the others
 * in their turn; so they leave, too, and not in the order they came.
 */
static void mcast_many(void)
{
	struct net *net = current->nsproxy->net_ns;
	struct vtep_vni **vs;
	struct net_device *dev;
	int n, i;

	vs = kcalloc(MANY, sizeof(*vs), GFP_KERNEL);
	if (!VTEP_EXPECT(vs))
		return;

	rtnl_lock();
	dev = sink_new(net, 0);
	if (!dev)
		goto unlock;
	for (n = 0; n < MANY; n++) {
		vs[n] = get(net, dev->ifindex, n);
		if (!vs[n])
			break;
	}
	VTEP_EXPECT(joins_of_all(dev, n) == AT_ONCE);
	VTEP_EXPECT(in_state(vs, n, VTEP_GROUP_STATE_JOINED) == AT_ONCE);
	VTEP_EXPECT(in_state(vs, n, VTEP_GROUP_STATE_PENDING) == n - AT_ONCE);

	/* Part of them goes before their turn, and comes back. */
	for (i = 0; i < n / 4; i++) {
		put(vs[n - 1 - i]);
		vs[n - 1 - i] = NULL;
	}
	rtnl_unlock();
	run_all();
	rtnl_lock();
	VTEP_EXPECT(joins_of_all(dev, MANY) == n - n / 4);
	VTEP_EXPECT(in_state(vs, n, VTEP_GROUP_STATE_JOINED) == n - n / 4);

	for (i = 0; i < n; i++) {
		put(vs[(i + n / 2) % n]);
		vs[(i + n / 2) % n] = NULL;
	}
	VTEP_EXPECT(joins_of_all(dev, MANY) > 0);
	rtnl_unlock();
	run_all();
	rtnl_lock();
	VTEP_EXPECT(joins_of_all(dev, MANY) == 0);
	unregister_netdevice(dev);
unlock:
	rtnl_unlock();
	kfree(vs);
}

/* A device that goes takes the queue along, in the middle of it. */
static void mcast_many_gone(void)
{
	struct net *net = current->nsproxy->net_ns;
	struct net_device *dev;
	struct vtep_vni **vs;
	int ifindex, i;

	vs = kcalloc(MANY, sizeof(*vs), GFP_KERNEL);
	if (!VTEP_EXPECT(vs))
		return;

	rtnl_lock();
	dev = sink_new(net, 0);
	if (!dev)
		goto unlock;
	ifindex = dev->ifindex;
	for (i = 0; i < MANY; i++)
		vs[i] = get(net, ifindex, i);
	rtnl_unlock();
	vtep_mcast_run();
	rtnl_lock();
	for (i = 0; i < MANY / 2; i++) {
		put(vs[i]);
		vs[i] = NULL;
	}
	/* Some to be joined yet, some to be left. */
	unregister_netdevice(dev);
	VTEP_EXPECT(in_state(vs, MANY, VTEP_GROUP_STATE_PENDING) == MANY / 2);
	for (i = 0; i < MANY / 2; i++) {
		struct in6_addr addr = addr_of(i);

		VTEP_EXPECT(!vtep_group_find(net, &addr, ifindex));
	}
	rtnl_unlock();
	run_all();

	/* Back under the same number: joined again. */
	rtnl_lock();
	dev = sink_new(net, ifindex);
	rtnl_unlock();
	run_all();
	rtnl_lock();
	if (dev) {
		VTEP_EXPECT(joins_of_all(dev, MANY) == MANY / 2);
		unregister_netdevice(dev);
	}
	for (i = 0; i < MANY; i++)
		put(vs[i]);
unlock:
	rtnl_unlock();
	kfree(vs);
}

/* Leave and join: the kernel's own record of it is a new one. */
static void rejoin_steps(struct net *net, struct net_device *dev,
			 struct vtep_vni *v)
{
	struct in6_addr addr = addr_of(0), other = addr_of(2);

	VTEP_EXPECT(vtep_group_rejoin(net, &addr, dev->ifindex) == 1);
	VTEP_EXPECT(vtep_group_rejoin(net, &addr, 0) == 1);
	VTEP_EXPECT(vtep_group_rejoin(net, NULL, dev->ifindex) == 1);
	VTEP_EXPECT(vtep_group_rejoin(net, &other, dev->ifindex) == 0);
	VTEP_EXPECT(vtep_group_rejoin(net, &addr, dev->ifindex + 1) == 0);
	VTEP_EXPECT(joins(dev, 0) == 1);
	VTEP_EXPECT(group_of(v)->state == VTEP_GROUP_STATE_JOINED);
	put(v);
	VTEP_EXPECT(joins(dev, 0) == 0);
}

static void mcast_rejoin(void)
{
	with_member(rejoin_steps);
}

static unsigned int silent_events;
static struct in6_addr silent_group;

static void count_silent(const struct vtep_event *ev)
{
	if (ev->type != VTEP_EVENT_TYPE_SILENT || !ev->group)
		return;
	silent_events++;
	silent_group = *ev->group;
}

static void heard_by_group(struct vtep_group *group, bool foreign)
{
	rcu_read_lock_bh();
	if (foreign)
		vtep_group_foreign(group->net, &group->addr, group->ifindex);
	else
		vtep_group_count(group);
	rcu_read_unlock_bh();
}

/* At @now, whether it has been called silent. */
static bool silent_at(struct vtep_group *group, unsigned long now)
{
	struct vtep_group_sums sums;

	vtep_group_look(group, now);
	vtep_group_sum(group, &sums);
	return vtep_group_is_silent(group, &sums);
}

static void group_silence_steps(struct vtep_group *group)
{
	unsigned long now = jiffies, late = now + 181 * HZ;
	struct vtep_group_sums sums;

	/* Never carried anything */
	vtep_group_unicast(group);
	VTEP_EXPECT(group->unicast && group->unicast_since);
	group->unicast = late;
	VTEP_EXPECT(!silent_at(group, late));

	heard_by_group(group, false);
	vtep_group_sum(group, &sums);
	VTEP_EXPECT(sums.packets == 1 && !sums.foreign);
	VTEP_EXPECT(!silent_at(group, now + 170 * HZ));
	/* Nor is unicast heard */
	group->unicast = now;
	VTEP_EXPECT(!silent_at(group, late));
	/* or not for long */
	group->unicast = late;
	group->unicast_since = late - 100 * HZ;
	VTEP_EXPECT(!silent_at(group, late));
	VTEP_EXPECT(!silent_events);

	group->unicast_since = now;
	VTEP_EXPECT(silent_at(group, late + HZ));
	VTEP_EXPECT(silent_events == 1);
	VTEP_EXPECT(ipv6_addr_equal(&silent_group, &group->addr));
	group->unicast = late + 20 * HZ;
	VTEP_EXPECT(silent_at(group, late + 20 * HZ));
	VTEP_EXPECT(silent_events == 1);

	/* Heard: not silent, and told anew when it is. */
	heard_by_group(group, true);
	vtep_group_sum(group, &sums);
	VTEP_EXPECT(sums.packets == 1 && sums.foreign == 1);
	if (sums.last == group->silent_last)	/* within the same jiffy */
		group->silent_last--;
	VTEP_EXPECT(!silent_at(group, jiffies + HZ));
	now = jiffies;
	group->unicast = now + 190 * HZ;
	VTEP_EXPECT(silent_at(group, now + 190 * HZ));
	VTEP_EXPECT(silent_events == 2);
}

static void silence_steps(struct net *net, struct net_device *dev,
			  struct vtep_vni *v)
{
	struct in6_addr other = addr_of(2);
	struct vtep_group_sums sums;

	group_silence_steps(group_of(v));

	/* Of another group, or device, it is none of ours. */
	rcu_read_lock_bh();
	vtep_group_foreign(net, &other, dev->ifindex);
	vtep_group_foreign(net, &group_of(v)->addr, dev->ifindex + 1);
	rcu_read_unlock_bh();
	vtep_group_sum(group_of(v), &sums);
	VTEP_EXPECT(sums.foreign == 1);
	put(v);
}

static void mcast_silence(void)
{
	vtep_event_set_sender(count_silent);
	silent_events = 0;
	with_member(silence_steps);
	vtep_event_set_sender(vtep_genl_send_event);
}

/* @idle: nothing waits, so that everything is what it should become. */
static void model_check_group(struct model *m, int d, int i, bool idle)
{
	struct vtep_vni *v = m->member[d][i][0];
	struct vtep_group *group = v ? group_of(v) : NULL;
	bool joined = group && has_ip(m->dev[d], i);
	int n = joins(m->dev[d], i);

	/* It may be waiting to be left. */
	VTEP_EXPECT(idle ? n == joined : n <= 1);
	if (!group)
		return;
	VTEP_EXPECT(group->users == m->users[d][i]);
	VTEP_EXPECT(group->ifindex == m->ifindex[d]);
	VTEP_EXPECT(group->state == (n ? VTEP_GROUP_STATE_JOINED :
					 VTEP_GROUP_STATE_PENDING));
}

static void model_check(struct model *m, bool idle)
{
	struct vtep_group *pos = NULL;
	int used = 0, listed = 0;
	int d, i;

	for (d = 0; d < DEVS; d++)
		for (i = 0; i < m->groups; i++) {
			model_check_group(m, d, i, idle);
			used += !!m->users[d][i];
		}

	while ((pos = vtep_group_next(m->net, pos)))
		if (pos->ifindex == m->ifindex[0] ||
		    pos->ifindex == m->ifindex[1]) {
			if (idle)
				VTEP_EXPECT(pos->users);
			VTEP_EXPECT(!pos->users ==
				    (pos->state == VTEP_GROUP_STATE_LEAVING));
			listed += !!pos->users;
		}
	VTEP_EXPECT(listed == used);
}

static void model_get(struct model *m, int d, int i)
{
	struct vtep_vni **vs = m->member[d][i];
	unsigned int n = m->users[d][i];

	if (n == USERS)
		return;
	vs[n] = get(m->net, m->ifindex[d], i);
	if (!vs[n])
		return;
	VTEP_EXPECT(group_of(vs[0]) == group_of(vs[n]));
	m->users[d][i]++;
}

static void model_put(struct model *m, int d, int i)
{
	if (!m->users[d][i])
		return;
	put(m->member[d][i][--m->users[d][i]]);
	m->member[d][i][m->users[d][i]] = NULL;
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

static void model_step(struct model *m)
{
	int d = vtep_test_rand(DEVS);
	int i = vtep_test_rand(m->groups);

	if (!vtep_test_rand(m->groups * 2))
		model_disturb(m, d);
	else if (vtep_test_rand(2))
		model_get(m, d, i);
	else
		model_put(m, d, i);
}

/* With few groups, everything is as it should be after every step. */
static void model_run_few(struct model *m)
{
	int step;

	for (step = 0; step < STEPS && !vtep_test_failed(); step++) {
		/* Unlocking waits for an unregistered device's references. */
		rtnl_lock();
		model_step(m);
		model_check(m, true);
		rtnl_unlock();
		cond_resched();
	}
}

/* With many, it is when nothing waits; the module's own work comes in between
 * as it likes.
 */
static void model_run_many(struct model *m)
{
	int round, step;

	for (round = 0; round < ROUNDS && !vtep_test_failed(); round++) {
		rtnl_lock();
		for (step = vtep_test_rand(m->groups); step; step--)
			model_step(m);
		if (!vtep_test_rand(4))
			vtep_group_rejoin(m->net, NULL,
					  m->ifindex[vtep_test_rand(DEVS)]);
		model_check(m, false);
		rtnl_unlock();

		if (vtep_test_rand(2))
			vtep_mcast_run();
		if (vtep_test_rand(4))
			continue;
		run_all();
		rtnl_lock();
		model_check(m, true);
		rtnl_unlock();
		cond_resched();
	}
}

static void mcast_model(int groups, void (*run)(struct model *m))
{
	struct model *m;
	int d, i;

	m = kvzalloc(sizeof(*m), GFP_KERNEL);
	if (!VTEP_EXPECT(m))
		return;
	m->net = current->nsproxy->net_ns;
	m->groups = groups;

	rtnl_lock();
	for (d = 0; d < DEVS; d++) {
		m->dev[d] = sink_new(m->net, 0);
		if (m->dev[d])
			m->ifindex[d] = m->dev[d]->ifindex;
	}
	rtnl_unlock();

	run(m);

	rtnl_lock();
	for (d = 0; d < DEVS; d++)
		for (i = 0; i < groups; i++)
			while (m->users[d][i])
				model_put(m, d, i);
	rtnl_unlock();
	run_all();
	rtnl_lock();
	model_check(m, true);
	for (d = 0; d < DEVS; d++)
		if (m->dev[d])
			unregister_netdevice(m->dev[d]);
	rtnl_unlock();
	kvfree(m);
}

static void mcast_model_few(void)
{
	mcast_model(FEW, model_run_few);
}

static void mcast_model_many(void)
{
	mcast_model(GROUPS, model_run_many);
}

const struct vtep_test vtep_mcast_tests[] = {
	{ "mcast: shared, left by the last user", mcast_shared },
	{ "mcast: from one group to another", mcast_moved },
	{ "mcast: others' memberships stay", mcast_foreign },
	{ "mcast: no group or no device refused", mcast_refused },
	{ "mcast: no limit of a socket's, in turn", mcast_many },
	{ "mcast: the device goes, and those in turn", mcast_many_gone },
	{ "mcast: rejoined", mcast_rejoin },
	{ "mcast: silence said once", mcast_silence },
	{ "mcast: like counts kept by hand", mcast_model_few },
	{ "mcast: the same in turn", mcast_model_many },
	{}
};
