// SPDX-License-Identifier: GPL-2.0
/* Ageing: what was not heard for its segment's ageing time goes.
 *
 * A wheel of one-second slots. An entry sits in the slot of the second in
 * which it would have to go if it were not heard again, or in the farthest
 * one. When the hand comes by it goes, or moves on to the second its last
 * frame promises. So the work is per entry and ageing time, not per entry
 * and scan, and an entry goes less than two seconds late: one for the width
 * of a slot, and the rest for the worker to get the CPU.
 *
 * The timer is not deferrable: an idle CPU would postpone it without bound,
 * and with it the promise. It does not tick either, it is set to the next
 * slot with something in it. The work runs in process context, unbound,
 * since a slot can hold hundreds of thousands of entries.
 *
 * A damped entry does not age. It waits on the wheel for the end of its hold
 * time, or, frozen, not at all.
 */
#include "fdb_priv.h"

static unsigned int vtep_fdb_slot(const struct vtep_fdb *fdb, unsigned int in)
{
	return (fdb->slot + in) % VTEP_FDB_WHEEL;
}

/* Have the worker look at @due, unless it does so earlier anyway. */
static void vtep_fdb_plan(struct vtep_fdb *fdb, unsigned long due)
{
	unsigned long now = jiffies;

	if (fdb->dead || (fdb->planned && !time_before(due, fdb->due)))
		return;

	fdb->planned = true;
	fdb->due = due;
	mod_delayed_work(system_dfl_wq, &fdb->age_work,
			 time_after(due, now) ? due - now : 0);
}

/* In how many jiffies is @f, at the earliest, to be looked at? Not above 0:
 * now. False: never.
 */
static bool vtep_fdb_look_in(const struct vtep_fdb_entry *f, s32 *left)
{
	u32 ageing = READ_ONCE(f->vni->ageing) * HZ;
	u32 silent;

	if (f->damp) {
		*left = f->since - (u32)jiffies;
		return f->damp != VTEP_DAMP_FREEZE;
	}
	/* It may have been silent for so long that the sum of both would seem
	 * to be in the future.
	 */
	vtep_fdb_was_heard(f, &silent);
	*left = silent < ageing ? ageing - silent : 0;
	return ageing && vtep_fdb_can_age(f);
}

/* Let @f, not on the wheel, age if it can; under fdb->lock. */
void vtep_fdb_wheel_add(struct vtep_fdb *fdb, struct vtep_fdb_entry *f)
{
	s32 left;

	if (!vtep_fdb_look_in(f, &left))
		return;

	/* The hand stood still while there was nothing to point at. */
	if (!fdb->waiting++)
		fdb->hand = jiffies;

	left += (u32)jiffies - (u32)fdb->hand;
	left = clamp_t(s32, DIV_ROUND_UP(max(left, 1), HZ), 1,
		       VTEP_FDB_WHEEL - 1);
	hlist_add_head(&f->wheel, &fdb->wheel[vtep_fdb_slot(fdb, left)]);
	vtep_fdb_plan(fdb, fdb->hand + left * HZ);
}

/* Keep @f from ageing; under fdb->lock. */
void vtep_fdb_wheel_del(struct vtep_fdb *fdb, struct vtep_fdb_entry *f)
{
	if (hlist_unhashed(&f->wheel))
		return;

	hlist_del_init(&f->wheel);
	fdb->waiting--;
}

/* @f, off the wheel, goes, or back to where it is to be looked at again. */
static void vtep_fdb_age(struct vtep_fdb *fdb, struct vtep_fdb_entry *f)
{
	struct vtep_event ev = {
		.type = VTEP_EVENT_TYPE_AGE,
		.dev = fdb->dev,
		.vni = f->key.vni,
		.mac = f->key.mac,
	};
	struct vtep_peer *peer;
	s32 left;

	if (!vtep_fdb_is_damped(f))
		vtep_damp_clear(fdb, f);
	if (!vtep_fdb_look_in(f, &left) || left > 0) {
		vtep_fdb_wheel_add(fdb, f);
		return;
	}

	peer = vtep_fdb_first(fdb, f);
	ev.peer = &peer->key;
	trace_vtep_age(fdb->dev, f->key.vni, f->key.mac,
		       &peer->key);
	vtep_fdb_notify_all(fdb, f, RTM_DELNEIGH);
	vtep_event(&ev);
	vtep_fdb_unlink(fdb, f);
}

/* The next entry whose second has come, off the wheel, or NULL. Entries are
 * only ever added ahead of the hand, so this comes to an end.
 */
static struct vtep_fdb_entry *vtep_fdb_due(struct vtep_fdb *fdb)
{
	struct hlist_node *node;
	struct vtep_fdb_entry *f;

	while (fdb->waiting) {
		node = fdb->wheel[fdb->slot].first;
		if (node) {
			f = hlist_entry(node, struct vtep_fdb_entry, wheel);
			vtep_fdb_wheel_del(fdb, f);
			return f;
		}

		if (time_before(jiffies, fdb->hand + HZ))
			return NULL;
		fdb->hand += HZ;
		fdb->slot = vtep_fdb_slot(fdb, 1);
	}
	return NULL;
}

/* One entry of all, in turn, goes or to another slot: its ageing time may be
 * another one.
 */
static void vtep_fdb_resort(struct vtep_fdb *fdb)
{
	struct vtep_fdb_entry *f;

	f = xa_find(&fdb->ids, &fdb->resort_id, ULONG_MAX, XA_PRESENT);
	if (!f) {
		fdb->resort = false;
		return;
	}

	fdb->resort_id++;
	if (!vtep_fdb_can_age(f))
		return;
	vtep_fdb_wheel_del(fdb, f);
	vtep_fdb_age(fdb, f);
}

/* Do one entry's worth of work. Return: false when there is none. */
static bool vtep_fdb_age_step(struct vtep_fdb *fdb)
{
	struct vtep_fdb_entry *f;

	if (fdb->resort) {
		vtep_fdb_resort(fdb);
		return true;
	}

	f = vtep_fdb_due(fdb);
	if (!f)
		return false;

	vtep_fdb_age(fdb, f);
	return true;
}

static void vtep_fdb_plan_next(struct vtep_fdb *fdb)
{
	unsigned int in;

	fdb->planned = false;
	if (!fdb->waiting)
		return;

	for (in = 1; in < VTEP_FDB_WHEEL - 1; in++)
		if (!hlist_empty(&fdb->wheel[vtep_fdb_slot(fdb, in)]))
			break;
	vtep_fdb_plan(fdb, fdb->hand + in * HZ);
}

/* Steps after which the worker sleeps for a moment. What goes with entries, as
 * nodes of fdb->ids do, RCU frees by a softirq: so grace periods end before it
 * is much.
 */
#define VTEP_FDB_AGE_STEPS	(16 * VTEP_FDB_BATCH)

static void vtep_fdb_age_work(struct work_struct *work)
{
	struct vtep_fdb *fdb = container_of(to_delayed_work(work),
					    struct vtep_fdb, age_work);
	struct vtep_fdb_hold hold = { .nap = VTEP_FDB_AGE_STEPS };

	spin_lock_bh(&fdb->lock);
	/* Entries added meanwhile need not wake the worker: it is here. */
	fdb->planned = true;
	fdb->due = fdb->hand;

	vtep_fdb_many_begin(fdb);
	while (vtep_fdb_age_step(fdb)) {
		vtep_fdb_breathe(fdb, &hold);
		if (fdb->dead)
			break;
	}
	vtep_fdb_many_end(fdb);

	vtep_fdb_plan_next(fdb);
	spin_unlock_bh(&fdb->lock);
}

/**
 * vtep_fdb_ageing_changed() - follow a new ageing time of a segment
 * @fdb: the FDB, the segment's ageing already written
 *
 * The worker looks at all entries once, soon.
 *
 * Context: any but hard interrupt.
 */
void vtep_fdb_ageing_changed(struct vtep_fdb *fdb)
{
	spin_lock_bh(&fdb->lock);
	fdb->resort = true;
	fdb->resort_id = 0;
	fdb->planned = false;
	vtep_fdb_plan(fdb, jiffies);
	spin_unlock_bh(&fdb->lock);
}

void vtep_fdb_age_init(struct vtep_fdb *fdb)
{
	unsigned int i;

	INIT_DELAYED_WORK(&fdb->age_work, vtep_fdb_age_work);
	for (i = 0; i < VTEP_FDB_WHEEL; i++)
		INIT_HLIST_HEAD(&fdb->wheel[i]);
	fdb->planned = false;
	fdb->resort = false;
	fdb->waiting = 0;
	fdb->slot = 0;
	fdb->hand = jiffies;
}

/* No learning and no ageing from here on. */
void vtep_fdb_age_stop(struct vtep_fdb *fdb)
{
	spin_lock_bh(&fdb->lock);
	fdb->dead = true;
	spin_unlock_bh(&fdb->lock);
	cancel_delayed_work_sync(&fdb->age_work);
}
