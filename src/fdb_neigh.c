// SPDX-License-Identifier: GPL-2.0
/* How often rtnetlink's listeners are told of what was learned.
 *
 * Who asked for a limit (neigh_rate) is told no more than that, and, within a
 * second after something was left out, that it was: by ENOBUFS, as when a
 * listener is too slow, upon which routing daemons read the FDB again.
 */
#include <linux/ktime.h>

#include "fdb_priv.h"
#include "vtep.h"

/* Once a second at most: the work is not queued twice. */
static void vtep_fdb_neigh_work(struct work_struct *work)
{
	struct vtep_fdb *fdb = container_of(to_delayed_work(work),
					    struct vtep_fdb, neigh.work);

	rcu_read_lock();
	rtnl_set_sk_err(dev_net(fdb->dev), RTNLGRP_NEIGH, -ENOBUFS);
	rcu_read_unlock();
}

static u32 vtep_fdb_neigh_rate(struct vtep_fdb *fdb)
{
	struct vtep *vtep = netdev_priv(fdb->dev);
	u32 rate;

	rcu_read_lock();
	rate = vtep_live(vtep)->limits.neigh_rate;
	rcu_read_unlock();
	return rate;
}

/**
 * vtep_fdb_neigh_may() - may rtnetlink's listeners be told of an entry?
 * @fdb: the FDB
 * @f: the entry; configured ones always may
 *
 * What is not told is counted, and the listeners will know that there was
 * something.
 *
 * Context: fdb->lock; there are listeners.
 *
 * Return: true if so.
 */
bool vtep_fdb_neigh_may(struct vtep_fdb *fdb, const struct vtep_fdb_entry *f)
{
	struct vtep_fdb_neigh *n = &fdb->neigh;
	u64 now;
	u32 rate;

	if (!f->learned)
		return true;
	rate = vtep_fdb_neigh_rate(fdb);
	if (!rate)
		return true;

	if (rate != n->rate)
		vtep_bucket_conf(&n->bucket, rate, 1, MSEC_PER_SEC, 1);
	n->rate = rate;

	now = ktime_get_ns();
	if (vtep_bucket_would_pass(&n->bucket, n->state, 1, now)) {
		n->state = vtep_bucket_charge(&n->bucket, n->state, 1, now);
		return true;
	}
	atomic64_inc(&n->lost);
	queue_delayed_work(system_dfl_wq, &n->work, HZ);
	return false;
}

/**
 * vtep_fdb_neigh_init() - begin with no limit met
 * @fdb: the FDB
 */
void vtep_fdb_neigh_init(struct vtep_fdb *fdb)
{
	fdb->neigh.rate = 0;
	fdb->neigh.state = 0;
	atomic64_set(&fdb->neigh.lost, 0);
	INIT_DELAYED_WORK(&fdb->neigh.work, vtep_fdb_neigh_work);
}

/**
 * vtep_fdb_neigh_exit() - end it
 * @fdb: the FDB, of whose entries nobody is told any more
 *
 * Context: process, may sleep.
 */
void vtep_fdb_neigh_exit(struct vtep_fdb *fdb)
{
	cancel_delayed_work_sync(&fdb->neigh.work);
}
