// SPDX-License-Identifier: GPL-2.0
/* What groups carry, and which of them have fallen silent.
 *
 * A multicast tree that broke is not seen by those who only send: unicast
 * goes on, and broadcasts vanish. A group is called silent when it carried
 * frames once and none for VTEP_GROUP_SILENCE, while its members heard their
 * peers by unicast all that time. Frames of VNIs that are not here count as
 * life: the tree that brings them stands.
 */
#include <linux/rtnetlink.h>
#include <linux/workqueue.h>

#include "events.h"
#include "mcast_priv.h"

/* Groups looked at in one RTNL hold */
#define VTEP_LOOK_BATCH	256

static void vtep_look_work_fn(struct work_struct *work);

/* Under RTNL */
static LIST_HEAD(vtep_looks);		/* vtep_group.look, next one first */
static unsigned int vtep_looks_n;	/* how many they are */
static unsigned int vtep_looks_left;	/* of this round */
static DECLARE_DELAYED_WORK(vtep_look_work, vtep_look_work_fn);

/**
 * vtep_group_counts_init() - make a group's counters
 * @group: the group; free_percpu() frees them
 *
 * Return: 0 or -ENOMEM.
 */
int vtep_group_counts_init(struct vtep_group *group)
{
	int cpu;

	group->counts = alloc_percpu_gfp(struct vtep_group_counts,
					 GFP_KERNEL_ACCOUNT);
	if (!group->counts)
		return -ENOMEM;
	for_each_possible_cpu(cpu)
		u64_stats_init(&per_cpu_ptr(group->counts, cpu)->syncp);
	return 0;
}

/**
 * vtep_group_count() - a datagram for a segment here came by a group
 * @group: by this one
 *
 * Context: RCU read section, BH off.
 */
void vtep_group_count(struct vtep_group *group)
{
	struct vtep_group_counts *c = this_cpu_ptr(group->counts);

	u64_stats_update_begin(&c->syncp);
	u64_stats_inc(&c->packets);
	u64_stats_update_end(&c->syncp);
	WRITE_ONCE(c->heard, jiffies);
}

/**
 * vtep_group_foreign() - a datagram of a VNI that is not here came by a group
 * @net: namespace of the underlay
 * @addr: outer destination, a multicast address, IPv4 in mapped form
 * @ifindex: device it came in by, the one below a VRF's
 *
 * Nothing happens if no segment here is a member of such a group.
 *
 * Context: RCU read section, BH off.
 */
void vtep_group_foreign(struct net *net, const struct in6_addr *addr,
			int ifindex)
{
	struct vtep_group *group = vtep_group_find(net, addr, ifindex);
	struct vtep_group_counts *c;

	if (!group)
		return;
	c = this_cpu_ptr(group->counts);
	u64_stats_update_begin(&c->syncp);
	u64_stats_inc(&c->foreign);
	u64_stats_update_end(&c->syncp);
	WRITE_ONCE(c->foreign_heard, jiffies);
}

/**
 * vtep_group_unicast_slow() - a member heard a peer by unicast
 * @group: the group; vtep_group_unicast() asks whether it is worth a write
 *
 * CPUs that write at the same time write the same, or nearly so.
 *
 * Context: RCU read section.
 */
void vtep_group_unicast_slow(struct vtep_group *group)
{
	unsigned long last = READ_ONCE(group->unicast);
	unsigned long now = jiffies ?: 1;

	if (!last || now - last > VTEP_GROUP_GAP)
		WRITE_ONCE(group->unicast_since, now);
	WRITE_ONCE(group->unicast, now);
}

/**
 * vtep_group_sum() - add up a group's counters
 * @group: the group
 * @sums: filled
 *
 * Context: RTNL held or RCU read section.
 */
void vtep_group_sum(const struct vtep_group *group,
		    struct vtep_group_sums *sums)
{
	unsigned long stamp;
	bool any = false;
	int cpu;

	memset(sums, 0, sizeof(*sums));
	for_each_possible_cpu(cpu) {
		const struct vtep_group_counts *c =
			per_cpu_ptr(group->counts, cpu);
		u64 packets, foreign;
		unsigned int start;

		do {
			start = u64_stats_fetch_begin(&c->syncp);
			packets = u64_stats_read(&c->packets);
			foreign = u64_stats_read(&c->foreign);
		} while (u64_stats_fetch_retry(&c->syncp, start));

		stamp = READ_ONCE(c->heard);
		if (packets && (!sums->packets ||
				time_after(stamp, sums->heard)))
			sums->heard = stamp;
		if (packets && (!any || time_after(stamp, sums->last)))
			sums->last = stamp;
		any |= packets;
		stamp = READ_ONCE(c->foreign_heard);
		if (foreign && (!any || time_after(stamp, sums->last)))
			sums->last = stamp;
		any |= foreign;

		sums->packets += packets;
		sums->foreign += foreign;
	}
}

/**
 * vtep_group_is_silent() - whether a group has been called silent
 * @group: the group
 * @sums: of vtep_group_sum(), just now
 *
 * Context: process, RTNL held.
 * Return: true if so, and nothing was heard since.
 */
bool vtep_group_is_silent(const struct vtep_group *group,
			  const struct vtep_group_sums *sums)
{
	return group->silent && sums->last == group->silent_last;
}

/* Has the group been joined, and its members heard unicast, all the time of
 * its silence?
 */
static bool vtep_group_silent_at(const struct vtep_group *group,
				 const struct vtep_group_sums *sums,
				 unsigned long now)
{
	unsigned long since = READ_ONCE(group->unicast_since);
	unsigned long unicast = READ_ONCE(group->unicast);

	if (group->state != VTEP_GROUP_STATE_JOINED || !sums->packets ||
	    !unicast)
		return false;

	return time_after_eq(now, sums->last + VTEP_GROUP_SILENCE) &&
	       time_after_eq(now, group->joined + VTEP_GROUP_SILENCE) &&
	       time_after_eq(now, since + VTEP_GROUP_SILENCE) &&
	       time_before_eq(now, unicast + VTEP_GROUP_GAP);
}

/**
 * vtep_group_look() - has a group fallen silent?
 * @group: the group
 * @now: jiffies, or what a test takes for it
 *
 * If so, the listeners are told, once until it is heard again.
 *
 * Context: process, RTNL held.
 */
void vtep_group_look(struct vtep_group *group, unsigned long now)
{
	struct vtep_group_sums sums;
	struct vtep_event ev = {
		.type = VTEP_EVENT_TYPE_SILENT,
		.group = &group->addr,
	};

	vtep_group_sum(group, &sums);
	if (vtep_group_is_silent(group, &sums))
		return;

	group->silent = vtep_group_silent_at(group, &sums, now);
	if (!group->silent)
		return;

	group->silent_last = sums.last;
	ev.dev = vtep_lower_dev(group);
	vtep_event(&ev);
}

/**
 * vtep_look_add() - begin to look at a group now and then
 * @group: a new one
 *
 * Context: process, RTNL held.
 */
void vtep_look_add(struct vtep_group *group)
{
	list_add_tail(&group->look, &vtep_looks);
	if (!vtep_looks_n++)
		queue_delayed_work(system_dfl_wq, &vtep_look_work,
				   VTEP_MCAST_LOOK);
}

/**
 * vtep_look_del() - undo vtep_look_add()
 * @group: about to be freed
 *
 * Context: process, RTNL held.
 */
void vtep_look_del(struct vtep_group *group)
{
	list_del(&group->look);
	vtep_looks_n--;
}

/* A part of a round: all groups there were when it began, or, when some have
 * gone meanwhile, others once more.
 */
static void vtep_look_work_fn(struct work_struct *work)
{
	unsigned long delay = VTEP_MCAST_LOOK;
	unsigned int n = VTEP_LOOK_BATCH;
	struct vtep_group *group;

	rtnl_lock();
	if (!vtep_looks_left)
		vtep_looks_left = vtep_looks_n;
	for (; n && vtep_looks_left && vtep_looks_n; n--, vtep_looks_left--) {
		group = list_first_entry(&vtep_looks, struct vtep_group, look);
		list_move_tail(&group->look, &vtep_looks);
		vtep_group_look(group, jiffies);
		/* There may be memory now that there was none for it. */
		if (group->state == VTEP_GROUP_STATE_PENDING) {
			vtep_lower_check_now(group->lower);
			vtep_group_start(group);
		}
	}
	if (!vtep_looks_n)
		vtep_looks_left = 0;
	else if (vtep_looks_left)
		delay = 1;
	/* The first group to come starts it again. */
	if (vtep_looks_n)
		queue_delayed_work(system_dfl_wq, &vtep_look_work, delay);
	rtnl_unlock();
}

/**
 * vtep_look_exit() - end the looking
 *
 * Context: process, may sleep, RTNL not held; there are no groups any more.
 */
void vtep_look_exit(void)
{
	cancel_delayed_work_sync(&vtep_look_work);
}
