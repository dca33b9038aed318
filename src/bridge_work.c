// SPDX-License-Identifier: GPL-2.0
/* What is done about the bridge a moment later, with RTNL: at once, but not
 * more often than once a second.
 */
#include <linux/rtnetlink.h>
#include <linux/workqueue.h>

#include "bridge_priv.h"

static struct workqueue_struct *vtep_bridge_wq;

/* The device is there until its reference is put; all else may be gone, but
 * then the VTEP is no port any more.
 */
static void vtep_bridge_work(struct work_struct *work)
{
	struct vtep_bridge *b = container_of(to_delayed_work(work),
					     struct vtep_bridge, work);
	struct vtep *vtep = container_of(b, struct vtep, bridge);

	rtnl_lock();
	WRITE_ONCE(b->worked, jiffies);
	clear_bit(VTEP_BRIDGE_QUEUED, &b->todo);
	if (test_and_clear_bit(VTEP_BRIDGE_SWEEP, &b->todo) && b->watching)
		vtep_bridge_sweep(vtep);
	if (b->watching)
		vtep_bridge_ask(vtep);
	if (b->watching &&
	    xa_marked(&vtep->fdb.locals.ids, VTEP_LOCAL_CLAIMED))
		vtep_bridge_queue(vtep, VTEP_BRIDGE_QUEUED);
	rtnl_unlock();
	dev_put(vtep->dev);
}

/* Have the work run. RCU read section in which @vtep was found, or RTNL. */
void vtep_bridge_queue(struct vtep *vtep, int todo)
{
	struct vtep_bridge *b = &vtep->bridge;
	unsigned long now = jiffies, wait = 0;

	if (todo != VTEP_BRIDGE_QUEUED)
		set_bit(todo, &b->todo);
	if (test_bit(VTEP_BRIDGE_QUEUED, &b->todo) ||
	    test_and_set_bit(VTEP_BRIDGE_QUEUED, &b->todo))
		return;

	if (time_before(now, READ_ONCE(b->worked) + HZ))
		wait = min_t(unsigned long, READ_ONCE(b->worked) + HZ - now,
			     HZ);
	dev_hold(vtep->dev);
	queue_delayed_work(vtep_bridge_wq, &b->work, wait);
}

/* There is nothing to do any more, so that nobody waits for the reference.
 * RTNL.
 */
void vtep_bridge_cancel(struct vtep *vtep)
{
	struct vtep_bridge *b = &vtep->bridge;

	if (!cancel_delayed_work(&b->work))
		return;
	clear_bit(VTEP_BRIDGE_QUEUED, &b->todo);
	dev_put(vtep->dev);
}

/**
 * vtep_bridge_claimed() - somebody claimed a MAC that the bridge has here
 * @vtep: VTEP
 * @l: what was found of it
 *
 * The bridge is asked whether it is so still.
 *
 * Context: BH off, RCU read section.
 */
void vtep_bridge_claimed(struct vtep *vtep, const struct vtep_local *l)
{
	if (!vtep_local_is_bridged(l))
		return;
	vtep_local_claimed(&vtep->fdb.locals, l);
	vtep_bridge_queue(vtep, VTEP_BRIDGE_QUEUED);
}

/**
 * vtep_bridge_setup() - before anything else about the bridge
 * @vtep: fresh VTEP
 */
void vtep_bridge_setup(struct vtep *vtep)
{
	INIT_DELAYED_WORK(&vtep->bridge.work, vtep_bridge_work);
	vtep->bridge.worked = jiffies - HZ;
}

int __init vtep_bridge_work_init(void)
{
	vtep_bridge_wq = alloc_workqueue("vtep_bridge", WQ_UNBOUND, 0);
	return vtep_bridge_wq ? 0 : -ENOMEM;
}

void vtep_bridge_work_exit(void)
{
	destroy_workqueue(vtep_bridge_wq);
}
