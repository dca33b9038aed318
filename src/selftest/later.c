// SPDX-License-Identifier: GPL-2.0
/* Time that a test does not have to wait for: a module of its own,
 * vtep_later.ko. Loading it makes the groups of the caller's network namespace
 * so much older that they are silent if nothing comes by them any more; all
 * that follows of it is left to vtep.ko.
 *
 *	ip netns exec h1 insmod vtep_later.ko && rmmod vtep_later
 *
 * Unicast that was heard is taken to have been heard ever since.
 */
#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/nsproxy.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>

#include "mcast_priv.h"

#define VTEP_LATER	(VTEP_GROUP_SILENCE + HZ)

static void vtep_later_group(struct vtep_group *group)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		struct vtep_group_counts *c = per_cpu_ptr(group->counts, cpu);

		WRITE_ONCE(c->heard, c->heard - VTEP_LATER);
		WRITE_ONCE(c->foreign_heard, c->foreign_heard - VTEP_LATER);
	}
	WRITE_ONCE(group->unicast_since, group->unicast_since - VTEP_LATER);
	group->joined -= VTEP_LATER;
	group->silent_last -= VTEP_LATER;
}

static int __init vtep_later_init(void)
{
	struct net *net = current->nsproxy->net_ns;
	struct vtep_group *group = NULL;
	int n = 0;

	rtnl_lock();
	while ((group = vtep_group_next(net, group))) {
		vtep_later_group(group);
		n++;
	}
	rtnl_unlock();
	return n ? 0 : -ENOENT;
}
module_init(vtep_later_init);

static void __exit vtep_later_exit(void)
{
}
module_exit(vtep_later_exit);

MODULE_DESCRIPTION("Groups of vtep, minutes later");
MODULE_LICENSE("GPL");
