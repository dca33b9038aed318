// SPDX-License-Identifier: GPL-2.0
/* Ranges of VNIs: made and deleted; see range.h. */
#include <linux/ktime.h>
#include <linux/rtnetlink.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "bridge.h"
#include "pool.h"
#include "protect.h"
#include "range_priv.h"

/**
 * vtep_range_run() - do something for each VNI of a range
 * @r: the range
 * @vni: the first; then the one that failed, or the one behind @last
 * @last: the last
 * @fn: what to do; ends it by an error
 * @arg: for @fn
 *
 * Context: process, RTNL not held: it is taken, in short turns.
 *
 * Return: 0, what @fn returned, or -ENODEV when the VTEP is being deleted.
 */
int vtep_range_run(struct vtep_range *r, u32 *vni, u32 last,
		   vtep_range_fn fn, void *arg)
{
	int err = 0;
	u64 until;

	while (!err && *vni <= last) {
		rtnl_lock();
		until = ktime_get_ns() + VTEP_RTNL_HOLD;
		if (r->vtep->dev->reg_state != NETREG_REGISTERED)
			err = -ENODEV;
		while (!err && *vni <= last && ktime_get_ns() < until) {
			err = fn(r, *vni, arg);
			if (!err)
				++*vni;
		}
		rtnl_unlock();
		cond_resched();
	}
	return err;
}

/**
 * vtep_range_patience() - has the user lost patience?
 * @r: the range, which is being made or changed
 *
 * Return: 0, or -EINTR with the reason in r->extack.
 */
int vtep_range_patience(struct vtep_range *r)
{
	if (!fatal_signal_pending(current))
		return 0;
	NL_SET_ERR_MSG(r->extack, "Interrupted; nothing was changed");
	return -EINTR;
}

/**
 * vtep_range_say() - give words to an error that came without
 * @r: the range
 * @vni: the VNI that failed
 * @err: the error
 *
 * Return: @err.
 */
int vtep_range_say(struct vtep_range *r, u32 vni, int err)
{
	if (err == -ENODEV)
		NL_SET_ERR_MSG(r->extack, "The VTEP is being deleted");
	else if (err == -ENOMEM)
		NL_SET_ERR_MSG_FMT(r->extack,
				   "No memory for VNI %u; nothing was changed",
				   vni);
	else if (err == -ENOSPC)
		NL_SET_ERR_MSG_FMT(r->extack,
				   "VNI %u: a flood list has at most 4096 destinations",
				   vni);
	return err;
}

/**
 * vtep_range_flood() - give and take a segment the destinations of the range
 * @r: the range
 * @v: the segment
 *
 * Context: RTNL.
 *
 * Return: 0; or an error with its reason in r->extack, and nothing changed.
 */
int vtep_range_flood(struct vtep_range *r, struct vtep_vni *v)
{
	const struct vtep_fdb_list_change change = {
		.add = &r->add,
		.del = &r->del,
	};
	int err;

	err = vtep_segment_flood_change(r->vtep, v, &change, NULL);
	if (err == -EEXIST)
		NL_SET_ERR_MSG_FMT(r->extack,
				   "VNI %u: the flood list has this destination already",
				   v->vni);
	else if (err == -ENOENT)
		NL_SET_ERR_MSG_FMT(r->extack,
				   "VNI %u: the flood list has no such destination",
				   v->vni);
	return err;
}

/**
 * vtep_range_group() - the group that the range gives to a segment
 * @r: the range
 * @vni: VNI of the segment
 * @group: filled in; any: none
 */
void vtep_range_group(const struct vtep_range *r, u32 vni,
		      struct in6_addr *group)
{
	*group = r->conf.group;
	if (r->conf.pool_len)
		vtep_pool_group(&r->conf.group, r->conf.pool_len, vni, group);
}

/**
 * vtep_range_protect() - make ready for the rule `protect`, or follow it
 * @r: the range
 * @done: its segments are made or changed, or as they were
 *
 * Context: process, RTNL not held.
 *
 * Return: 0; or -ENOMEM, before it is @done only.
 */
int vtep_range_protect(struct vtep_range *r, bool done)
{
	int err = 0;

	if (!((r->rules.set | r->rules.inherit) & BIT(VTEP_A_RULES_PROTECT)))
		return 0;
	rtnl_lock();
	if (r->vtep->dev->reg_state == NETREG_REGISTERED) {
		if (done)
			vtep_protect_changed(r->vtep, &r->rules);
		else
			err = vtep_protect_prepare(r->vtep, &r->rules);
	}
	rtnl_unlock();
	return err;
}

/* Adding */

static int vtep_range_add_one(struct vtep_range *r, u32 vni, void *arg)
{
	struct vtep_segment_conf conf = r->conf;
	struct vtep *vtep = r->vtep;
	struct vtep_range_own own;
	struct vtep_vni *v;
	int err;

	err = vtep_range_patience(r);
	if (err)
		return err;

	conf.vni = vni;
	conf.vlan += vtep->vlans ? vni - r->first : 0;
	v = vtep_segment_add(vtep, &conf, r->extack);
	if (IS_ERR(v))
		return PTR_ERR(v);

	err = vtep_range_own_make(r, v, &own);
	if (!err) {
		vtep_range_own_swap(r, v, &own);
		vtep_range_own_free(&own);
	}
	vtep_range_group(r, vni, &conf.group);
	if (!err)
		err = vtep_segment_set_remote(vtep, v, &in6addr_any, 0,
					      &conf.group);
	if (!err)
		err = vtep_range_flood(r, v);
	if (err)
		vtep_segment_del(vtep, v);
	else
		v->pool_len = conf.pool_len;
	return err;
}

static int vtep_range_del_one(struct vtep_range *r, u32 vni, void *arg)
{
	struct vtep_vni *v = vtep_find_vni(r->vtep, vni);

	if (v)
		vtep_segment_del(r->vtep, v);
	return 0;
}

/**
 * vtep_range_add() - make the segments of a range
 * @r: the range; a reference to its VTEP's device is held
 *
 * Context: process, RTNL not held; r->vtep->ranges held.
 *
 * Return: 0; or a negative error with its reason in r->extack, and no segment
 *	made.
 */
int vtep_range_add(struct vtep_range *r)
{
	u32 vni = r->first, undo = r->first;
	int err;

	err = vtep_range_protect(r, false);
	if (!err)
		err = vtep_range_run(r, &vni, r->last, vtep_range_add_one,
				     NULL);
	if (err)
		vtep_range_say(r, vni, err);
	if (err && vni > r->first)
		vtep_range_run(r, &undo, vni - 1, vtep_range_del_one, NULL);
	vtep_range_protect(r, true);
	return err;
}

/* Deleting */

/* Not VNI by VNI: 16 million may be asked for where there are ten. */
static int vtep_range_del_next(struct vtep_range *r, u32 dummy, void *arg)
{
	unsigned long *next = arg;
	struct vtep_vni *v;

	v = xa_find(&r->vtep->vnis, next, r->last, XA_PRESENT);
	if (!v)
		return -ENOENT;
	vtep_segment_del(r->vtep, v);
	return 0;
}

/**
 * vtep_range_del() - delete those segments of a range that there are
 * @r: the range; a reference to its VTEP's device is held
 *
 * Context: process, RTNL not held; r->vtep->ranges held.
 *
 * Return: 0; or -ENOENT when there was none.
 */
int vtep_range_del(struct vtep_range *r)
{
	unsigned long next = r->first;
	u32 n = 0;
	int err;

	err = vtep_range_run(r, &n, VTEP_VNI_ANY, vtep_range_del_next, &next);
	if (err == -ENODEV)
		return vtep_range_say(r, r->first, err);
	/* The last that wanted to know the bridge's MACs may be gone. */
	rtnl_lock();
	vtep_bridge_sync(r->vtep);
	rtnl_unlock();
	if (n)
		return 0;
	NL_SET_ERR_MSG_ATTR(r->extack, r->attr,
			    "The VTEP has no segment in this range");
	return -ENOENT;
}
