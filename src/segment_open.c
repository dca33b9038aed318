// SPDX-License-Identifier: GPL-2.0
/* A VTEP comes up: the groups of its segments are joined, as many as there may
 * be, with RTNL held for a few milliseconds at a time. The first turn is part
 * of `ip link set up`, so that a VTEP with few of them is done when that is.
 */
#include <linux/ktime.h>
#include <linux/rtnetlink.h>
#include <linux/workqueue.h>

#include "segment.h"

static struct workqueue_struct *vtep_open_wq;

/* Return: whether there are more. */
static bool vtep_segments_open_turn(struct vtep *vtep)
{
	u64 until = ktime_get_ns() + VTEP_RTNL_HOLD;
	unsigned long vni = vtep->open_next;
	struct vtep_vni *v;

	/* A group that cannot be joined is pending, or tried again with the
	 * next up.
	 */
	xa_for_each_start(&vtep->vnis, vni, v, vni) {
		if (ktime_get_ns() >= until) {
			vtep->open_next = vni;
			return true;
		}
		vtep_segment_update(vtep, v);
	}
	return false;
}

/* The device is there until its reference is put. */
static void vtep_segments_open_work(struct work_struct *work)
{
	struct vtep *vtep = container_of(work, struct vtep, open_work);

	rtnl_lock();
	if (netif_running(vtep->dev) && vtep_segments_open_turn(vtep)) {
		queue_work(vtep_open_wq, work);
	} else {
		vtep->opening = false;
		netdev_put(vtep->dev, &vtep->open_tracker);
	}
	rtnl_unlock();
}

/**
 * vtep_segments_setup() - before anything else of the below
 * @vtep: fresh VTEP
 */
void vtep_segments_setup(struct vtep *vtep)
{
	INIT_WORK(&vtep->open_work, vtep_segments_open_work);
}

/**
 * vtep_segments_open() - join the groups of all segments, now or soon
 * @vtep: VTEP that comes up
 *
 * Context: RTNL.
 */
void vtep_segments_open(struct vtep *vtep)
{
	ASSERT_RTNL();
	vtep->open_next = 0;
	if (vtep->opening || !vtep_segments_open_turn(vtep))
		return;
	vtep->opening = true;
	netdev_hold(vtep->dev, &vtep->open_tracker, GFP_KERNEL);
	queue_work(vtep_open_wq, &vtep->open_work);
}

/**
 * vtep_segments_close() - leave the groups of all segments
 * @vtep: VTEP that goes down
 *
 * In one turn: groups that are many wait in a queue of their own to be left.
 *
 * Context: RTNL.
 */
void vtep_segments_close(struct vtep *vtep)
{
	struct vtep_vni *v;
	unsigned long vni;

	vtep_for_each_vni(vtep, vni, v)
		vtep_group_leave(v);
}

/**
 * vtep_segments_init() - module load
 *
 * Return: 0 or -ENOMEM.
 */
int __init vtep_segments_init(void)
{
	vtep_open_wq = alloc_workqueue("vtep", WQ_UNBOUND, 0);
	return vtep_open_wq ? 0 : -ENOMEM;
}

/**
 * vtep_segments_exit() - module unload, when there is no VTEP any more
 */
void vtep_segments_exit(void)
{
	destroy_workqueue(vtep_open_wq);
}
