// SPDX-License-Identifier: GPL-2.0
/* Ranges of VNIs; see range.h. */
#include <linux/ktime.h>
#include <linux/rtnetlink.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "pool.h"
#include "range.h"

/* What a segment was, to be put back. */
struct vtep_range_old {
	struct in6_addr group;
	u32 ageing;
	u32 limit;
	u8 pool_len;
	u8 learning;
	u8 join;
};

typedef int (*vtep_range_fn)(struct vtep_range *r, u32 vni, void *arg);

/* Do @fn for the VNIs from *@vni to @last, RTNL held in short turns; *@vni is
 * then the one that failed, or the one behind @last.
 */
static int vtep_range_run(struct vtep_range *r, u32 *vni, u32 last,
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

/* As long as the range is being made: the user may lose patience. */
static int vtep_range_patience(struct vtep_range *r)
{
	if (!fatal_signal_pending(current))
		return 0;
	NL_SET_ERR_MSG(r->extack, "Interrupted; nothing was changed");
	return -EINTR;
}

/* Errors that came without words. */
static int vtep_range_say(struct vtep_range *r, u32 vni, int err)
{
	if (err == -ENODEV)
		NL_SET_ERR_MSG(r->extack, "The VTEP is being deleted");
	else if (err == -ENOMEM)
		NL_SET_ERR_MSG_FMT(r->extack,
				   "No memory for VNI %u; nothing was changed",
				   vni);
	return err;
}

static int vtep_range_flood_add(struct vtep_range *r, struct vtep_vni *v,
				unsigned int *n)
{
	struct vtep_range_dest *d;
	int err;

	for (*n = 0; *n < r->nr_add; ++*n) {
		d = &r->add[*n];
		err = vtep_segment_flood_add(r->vtep, v, &d->peer, d->vni);
		if (!err)
			continue;
		if (err == -EEXIST)
			NL_SET_ERR_MSG_FMT(r->extack,
					   "VNI %u: the flood list has this destination already",
					   v->vni);
		return err;
	}
	return 0;
}

/* Adding */

static int vtep_range_add_one(struct vtep_range *r, u32 vni, void *arg)
{
	struct vtep_segment_conf conf = r->conf;
	struct vtep *vtep = r->vtep;
	struct vtep_vni *v;
	unsigned int n;
	int err;

	err = vtep_range_patience(r);
	if (err)
		return err;

	conf.vni = vni;
	conf.vlan += vtep->vlans ? vni - r->first : 0;
	v = vtep_segment_add(vtep, &conf, r->extack);
	if (IS_ERR(v))
		return PTR_ERR(v);

	if (conf.pool_len)
		vtep_pool_group(&r->conf.group, conf.pool_len, vni,
				&conf.group);
	err = vtep_segment_set_remote(vtep, v, &in6addr_any, 0, &conf.group);
	if (!err)
		err = vtep_range_flood_add(r, v, &n);
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

	err = vtep_range_run(r, &vni, r->last, vtep_range_add_one, NULL);
	if (!err)
		return 0;
	vtep_range_say(r, vni, err);
	if (vni > r->first)
		vtep_range_run(r, &undo, vni - 1, vtep_range_del_one, NULL);
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
	if (n)
		return 0;
	NL_SET_ERR_MSG_ATTR(r->extack, r->attr,
			    "The VTEP has no segment in this range");
	return -ENOENT;
}

/* Changing */

static int vtep_range_there(struct vtep_range *r, u32 vni, void *arg)
{
	if (vtep_find_vni(r->vtep, vni))
		return 0;
	NL_SET_ERR_MSG_ATTR_FMT(r->extack, r->attr,
				"The VTEP has no segment with VNI %u", vni);
	return -ENOENT;
}

static int vtep_range_set_group(struct vtep_range *r, struct vtep_vni *v,
				const struct in6_addr *group, u8 pool_len)
{
	struct vtep *vtep = r->vtep;
	const struct in6_addr *old;
	struct in6_addr to = *group;
	int err;

	/* A unicast remote of `ip link` gives way to a group, but stays when
	 * there is no group to remove.
	 */
	if (vtep_addr_is_any(group) && !vtep_addr_is_multicast(&v->group_addr))
		return 0;

	old = v == vtep->seg ? &vtep->cfg.remote : &v->group_addr;
	err = vtep_segment_set_remote(vtep, v, old, vtep->cfg.link, &to);
	if (!err)
		v->pool_len = pool_len;
	return err;
}

static void vtep_range_flood_undo(struct vtep_range *r, struct vtep_vni *v,
				  unsigned int n)
{
	while (n--)
		vtep_segment_flood_del(r->vtep, v, &r->add[n].peer,
				       r->add[n].vni);
}

static int vtep_range_flood_del(struct vtep_range *r, struct vtep_vni *v,
				unsigned int *n)
{
	struct vtep_range_dest *d;
	int err;

	for (*n = 0; *n < r->nr_del; ++*n) {
		d = &r->del[*n];
		err = vtep_segment_flood_del(r->vtep, v, &d->peer, d->vni);
		if (!err)
			continue;
		if (err == -ENOENT)
			NL_SET_ERR_MSG_FMT(r->extack,
					   "VNI %u: the flood list has no such destination",
					   v->vni);
		return err;
	}
	return 0;
}

/* What can fail. */
static int vtep_range_set_lists(struct vtep_range *r, struct vtep_vni *v)
{
	struct in6_addr old_group = v->group_addr, group = r->conf.group;
	u8 old_pool = v->pool_len;
	unsigned int n = 0;
	int err;

	if (r->conf.pool_len)
		vtep_pool_group(&r->conf.group, r->conf.pool_len, v->vni,
				&group);
	if (r->set_group) {
		err = vtep_range_set_group(r, v, &group, r->conf.pool_len);
		if (err)
			return err;
	}
	err = vtep_range_flood_add(r, v, &n);
	if (err)
		goto undo_add;
	err = vtep_range_flood_del(r, v, &n);
	if (!err)
		return 0;

	while (n--)
		vtep_segment_flood_add(r->vtep, v, &r->del[n].peer,
				       r->del[n].vni);
	n = r->nr_add;
undo_add:
	vtep_range_flood_undo(r, v, n);
	if (r->set_group)
		vtep_range_set_group(r, v, &old_group, old_pool);
	return err;
}

static int vtep_range_set_one(struct vtep_range *r, u32 vni, void *arg)
{
	struct vtep_range_old *old = (struct vtep_range_old *)arg +
				     (vni - r->first);
	struct vtep_vni *v = vtep_find_vni(r->vtep, vni);
	int err;

	err = vtep_range_patience(r);
	if (err)
		return err;

	*old = (struct vtep_range_old){
		.group	  = v->group_addr,
		.ageing	  = v->ageing,
		.limit	  = v->limit,
		.pool_len = v->pool_len,
		.learning = v->learning,
		.join	  = v->join,
	};
	if (r->set_join)
		v->join = r->conf.join;
	err = vtep_segment_update(r->vtep, v);
	if (!err)
		err = vtep_range_set_lists(r, v);
	if (err) {
		v->join = old->join;
		vtep_segment_update(r->vtep, v);
		return err;
	}

	if (r->set_learning)
		WRITE_ONCE(v->learning, r->conf.learning);
	if (r->set_ageing)
		WRITE_ONCE(v->ageing, r->conf.ageing);
	if (r->set_limit)
		WRITE_ONCE(v->limit, r->conf.limit);
	return 0;
}

/* Back to what it was. Without the memory for a list or membership that it had
 * before, it stays without: the administrator is told.
 */
static int vtep_range_set_back(struct vtep_range *r, u32 vni, void *arg)
{
	const struct vtep_range_old *old = (struct vtep_range_old *)arg +
					   (vni - r->first);
	struct vtep_vni *v = vtep_find_vni(r->vtep, vni);
	unsigned int n;
	int err = 0;

	WRITE_ONCE(v->learning, old->learning);
	WRITE_ONCE(v->ageing, old->ageing);
	WRITE_ONCE(v->limit, old->limit);
	v->join = old->join;
	for (n = 0; n < r->nr_del; n++)
		err |= vtep_segment_flood_add(r->vtep, v, &r->del[n].peer,
					      r->del[n].vni);
	vtep_range_flood_undo(r, v, r->nr_add);
	if (r->set_group)
		err |= vtep_range_set_group(r, v, &old->group, old->pool_len);
	err |= vtep_segment_update(r->vtep, v);
	if (err)
		netdev_warn(r->vtep->dev,
			    "no memory to undo a change of VNI %u\n", vni);
	return 0;
}

/* What the rest of the kernel hears of it. */
static void vtep_range_set_done(struct vtep_range *r)
{
	struct vtep *vtep = r->vtep;

	rtnl_lock();
	if (r->set_ageing)
		vtep_fdb_ageing_changed(&vtep->fdb);
	if (vtep->seg) {
		if (r->set_ageing)
			vtep->cfg.ageing = r->conf.ageing;
		if (r->set_learning)
			WRITE_ONCE(vtep->cfg.learning, r->conf.learning);
		/* `ip monitor link` shows what changed of attachment id. */
		netdev_state_change(vtep->dev);
	}
	rtnl_unlock();
}

/**
 * vtep_range_set() - change the segments of a range, which must all be there
 * @r: the range; a reference to its VTEP's device is held
 *
 * Context: process, RTNL not held; r->vtep->ranges held.
 *
 * Return: 0; or a negative error with its reason in r->extack, and no segment
 *	changed.
 */
int vtep_range_set(struct vtep_range *r)
{
	u32 vni = r->first, undo = r->first;
	struct vtep_range_old *old;
	int err;

	err = vtep_range_run(r, &vni, r->last, vtep_range_there, NULL);
	if (err)
		return vtep_range_say(r, vni, err);

	old = kvcalloc(r->last - r->first + 1, sizeof(*old),
		       GFP_KERNEL_ACCOUNT);
	if (!old)
		return vtep_range_say(r, r->first, -ENOMEM);

	vni = r->first;
	err = vtep_range_run(r, &vni, r->last, vtep_range_set_one, old);
	if (!err) {
		vtep_range_set_done(r);
	} else {
		vtep_range_say(r, vni, err);
		if (vni > r->first)
			vtep_range_run(r, &undo, vni - 1, vtep_range_set_back,
				       old);
	}
	kvfree(old);
	return err;
}
