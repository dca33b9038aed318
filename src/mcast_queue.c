// SPDX-License-Identifier: GPL-2.0
/* Joining and leaving, at once or in turn.
 *
 * The queue is per lower device, and lower devices take turns, so that one
 * with thousands of groups does not hold up the others. One work item serves
 * all namespaces: nothing has to be ended with a namespace, whose groups
 * leave the queue as they are freed. It takes RTNL itself, so nobody who
 * holds RTNL may wait for it.
 */
#include <linux/igmp.h>
#include <linux/ktime.h>
#include <linux/rtnetlink.h>
#include <linux/workqueue.h>

#include "mcast_priv.h"

/* A batch is over, and RTNL released, after VTEP_RTNL_HOLD or so many. */
#define VTEP_BATCH_MAX	256

static void vtep_queue_work_fn(struct work_struct *work);

static LIST_HEAD(vtep_busy);	/* vtep_lower.busy; under RTNL */
static DECLARE_WORK(vtep_queue_work, vtep_queue_work_fn);

/* ip_mc_inc_group() cannot tell that it had no memory for a new membership;
 * that there is none afterwards does. Where there was one already, the call
 * only counts and cannot fail. A new one is the first of the list: looking
 * for it costs nothing.
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

/* PENDING; without memory it stays so, for the next event. */
static void vtep_membership_join(struct vtep_group *group)
{
	struct vtep_lower *lower = group->lower;
	bool joined = false;

	if (vtep_group_is4(group) && lower->in4)
		joined = vtep_join4(lower->in4,
				    vtep_addr_get4(&group->addr));
	else if (!vtep_group_is4(group) && lower->in6)
		joined = !ipv6_dev_mc_inc(lower->in6->dev, &group->addr);

	if (joined) {
		group->state = VTEP_GROUP_STATE_JOINED;
		group->joined = jiffies;
		lower->pending--;
	}
}

/* JOINED or LEAVING, on what is there: vtep_lower_check() came before. */
static void vtep_membership_leave(struct vtep_group *group)
{
	struct vtep_lower *lower = group->lower;

	if (vtep_group_is4(group))
		ip_mc_dec_group(lower->in4, vtep_addr_get4(&group->addr));
	else
		ipv6_dev_mc_dec(lower->in6->dev, &group->addr);
	group->state = VTEP_GROUP_STATE_PENDING;
	lower->pending++;
}

/* Do what the group waits for, or would have to; frees it if it leaves. */
static void vtep_group_settle(struct vtep_group *group)
{
	if (group->state == VTEP_GROUP_STATE_LEAVING) {
		vtep_membership_leave(group);
		vtep_group_free(group);
		return;
	}
	if (group->rejoin) {
		group->rejoin = false;
		vtep_membership_leave(group);
	}
	if (group->state == VTEP_GROUP_STATE_PENDING)
		vtep_membership_join(group);
}

static void vtep_queue_add(struct vtep_group *group, bool first)
{
	struct vtep_lower *lower = group->lower;

	if (list_empty(&group->queue))
		list_add_tail(&group->queue, &lower->queue);
	if (first)
		list_move(&group->queue, &lower->queue);
	if (list_empty(&lower->busy))
		list_add_tail(&lower->busy, &vtep_busy);
	queue_work(system_dfl_wq, &vtep_queue_work);
}

/**
 * vtep_queue_del() - take a group out of the queue
 * @group: harmless if it does not wait
 *
 * Context: process, RTNL held.
 */
void vtep_queue_del(struct vtep_group *group)
{
	struct vtep_lower *lower = group->lower;

	list_del_init(&group->queue);
	if (list_empty(&lower->queue))
		list_del_init(&lower->busy);
}

/**
 * vtep_group_start() - see to it that a group with members is joined
 * @group: PENDING or JOINED, and joined anew if @group->rejoin says so;
 *	vtep_lower_check() came before
 *
 * At once on a lower device with few groups, else in turn. Without IP state
 * there is nothing to wait for but an event.
 *
 * Context: process, RTNL held.
 */
void vtep_group_start(struct vtep_group *group)
{
	struct vtep_lower *lower = group->lower;

	if (group->state == VTEP_GROUP_STATE_JOINED && !group->rejoin)
		return;
	if (vtep_group_is4(group) ? !lower->in4 : !lower->in6)
		return;

	if (lower->n <= VTEP_MCAST_FEW) {
		vtep_queue_del(group);
		vtep_group_settle(group);
	} else {
		vtep_queue_add(group, false);
	}
}

/**
 * vtep_group_stop() - see to it that a group without members is left
 * @group: freed, now or after its turn; vtep_lower_check() came before
 *
 * What was joined last is left first: it is first in the kernel's list, and
 * segments, too, are mostly deleted in the order in which they were made.
 *
 * Context: process, RTNL held; the caller holds on to @group->lower and calls
 *	vtep_lower_put().
 */
void vtep_group_stop(struct vtep_group *group)
{
	group->rejoin = false;
	if (group->state == VTEP_GROUP_STATE_PENDING) {
		vtep_group_free(group);
		return;
	}
	group->state = VTEP_GROUP_STATE_LEAVING;
	if (group->lower->n <= VTEP_MCAST_FEW)
		vtep_group_settle(group);
	else
		vtep_queue_add(group, true);
}

/* Part of a batch; true: there is time for another lower device. */
static bool vtep_queue_run_lower(struct vtep_lower *lower, u64 end,
				 unsigned int *left)
{
	struct vtep_group *group;

	vtep_lower_check_now(lower);
	while ((group = list_first_entry_or_null(&lower->queue,
						 struct vtep_group, queue))) {
		if (!*left || ktime_get_ns() >= end) {
			list_move_tail(&lower->busy, &vtep_busy);
			return false;
		}
		--*left;
		vtep_queue_del(group);
		vtep_group_settle(group);
	}
	vtep_lower_put(lower);
	return true;
}

/**
 * vtep_mcast_run() - join and leave one batch of those that wait
 *
 * Context: process, may sleep; takes RTNL.
 * Return: true if others still wait.
 */
bool vtep_mcast_run(void)
{
	unsigned int left = VTEP_BATCH_MAX;
	struct vtep_lower *lower;
	bool more;
	u64 end;

	rtnl_lock();
	end = ktime_get_ns() + VTEP_RTNL_HOLD;
	do {
		lower = list_first_entry_or_null(&vtep_busy, struct vtep_lower,
						 busy);
	} while (lower && vtep_queue_run_lower(lower, end, &left));
	more = !list_empty(&vtep_busy);
	rtnl_unlock();

	return more;
}

/* Queued anew instead of looping: others want RTNL and the worker, too. */
static void vtep_queue_work_fn(struct work_struct *work)
{
	if (vtep_mcast_run())
		queue_work(system_dfl_wq, work);
}

/**
 * vtep_queue_exit() - leave what waits to be left, and end the work
 *
 * Context: process, may sleep, RTNL not held; no segment is a member of a
 *	group any more.
 */
void vtep_queue_exit(void)
{
	cancel_work_sync(&vtep_queue_work);
	while (vtep_mcast_run())
		cond_resched();
}
