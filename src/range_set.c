// SPDX-License-Identifier: GPL-2.0
/* Ranges of VNIs: changed; see range.h. */
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "range_priv.h"

/* What a segment was, to be put back. */
struct vtep_range_old {
	struct in6_addr remote;	/* by configuration: group or, attachment id,
				 * unicast; any: none
				 */
	u32 ageing;
	u32 limit;
	u8 pool_len;
	u8 learning;
	u8 join;
	bool named;		/* the group to come was in the flood list */
	bool listed;		/* and @remote was */
	struct vtep_fdb_kind kind; /* what the flood list was */
	struct vtep_range_own own; /* not published: new ones until they are
				    * swapped for those it had
				    */
};

static int vtep_range_there(struct vtep_range *r, u32 vni, void *arg)
{
	if (vtep_find_vni(r->vtep, vni))
		return 0;
	NL_SET_ERR_MSG_ATTR_FMT(r->extack, r->attr,
				"The VTEP has no segment with VNI %u", vni);
	return -ENOENT;
}

static const struct in6_addr *vtep_range_remote(const struct vtep *vtep,
						const struct vtep_vni *v)
{
	return v == vtep->seg ? &vtep->cfg.remote : &v->group_addr;
}

static int vtep_range_set_remote(struct vtep *vtep, struct vtep_vni *v,
				 const struct in6_addr *remote, u8 pool_len)
{
	struct in6_addr to = *remote;
	int err;

	err = vtep_segment_set_remote(vtep, v, vtep_range_remote(vtep, v),
				      vtep->cfg.link, &to);
	if (!err)
		v->pool_len = pool_len;
	return err;
}

/* The key of a group as a destination. */
static void vtep_range_group_key(const struct vtep *vtep,
				 const struct in6_addr *group,
				 struct vtep_peer_key *key)
{
	vtep_peer_key_init(key, group, vtep->cfg.port, vtep->cfg.link);
}

static int vtep_range_set_group(struct vtep_range *r, struct vtep_vni *v,
				struct vtep_range_old *old)
{
	struct vtep_peer_key key;
	struct in6_addr group;

	if (!r->set_group)
		return 0;
	vtep_range_group_key(r->vtep, &old->remote, &key);
	old->listed = vtep_segment_floods_to(v, &key, 0);
	/* A unicast remote of `ip link` gives way to a group, but stays when
	 * there is no group to remove.
	 */
	vtep_range_group(r, v->vni, &group);
	if (vtep_addr_is_any(&group) && !vtep_addr_is_multicast(&v->group_addr))
		return 0;

	if (!ipv6_addr_equal(&group, &old->remote)) {
		vtep_range_group_key(r->vtep, &group, &key);
		old->named = vtep_segment_floods_to(v, &key, 0);
	}
	return vtep_range_set_remote(r->vtep, v, &group, r->conf.pool_len);
}

/* Undo it. What `bridge fdb append` had named before goes with the group that
 * was set, and comes again; what `bridge fdb del` had taken away comes with the
 * one put back, and goes again.
 */
static int vtep_range_set_group_back(struct vtep_range *r, struct vtep_vni *v,
				     const struct vtep_range_old *old)
{
	struct vtep_peer_key key;
	struct in6_addr group;
	int err;

	if (!r->set_group)
		return 0;
	vtep_range_group_key(r->vtep, &old->remote, &key);
	if (old->listed) {
		/* The list may have to be made anew. */
		err = vtep_segment_flood_add(r->vtep, v, &key, 0, &old->kind);
		if (err && err != -EEXIST)
			return err;
	}
	err = vtep_range_set_remote(r->vtep, v, &old->remote, old->pool_len);
	if (err)
		return err;
	if (!old->listed)
		vtep_segment_flood_del(r->vtep, v, &key, 0);
	if (!old->named)
		return 0;
	vtep_range_group(r, v->vni, &group);
	vtep_range_group_key(r->vtep, &group, &key);
	return vtep_segment_flood_add(r->vtep, v, &key, 0, &old->kind);
}

/* What can fail. */
static int vtep_range_set_lists(struct vtep_range *r, struct vtep_vni *v,
				struct vtep_range_old *old)
{
	int err;

	err = vtep_range_set_group(r, v, old);
	if (err)
		return err;
	err = vtep_range_flood(r, v);
	if (err)
		vtep_range_set_group_back(r, v, old);
	return err;
}

/* What cannot fail. */
static void vtep_range_set_plain(const struct vtep_range *r, struct vtep_vni *v,
				 struct vtep_range_old *old)
{
	if (r->set_learning)
		WRITE_ONCE(v->learning, r->conf.learning);
	if (r->set_ageing)
		WRITE_ONCE(v->ageing, r->conf.ageing);
	if (r->set_limit)
		WRITE_ONCE(v->limit, r->conf.limit);
	vtep_range_own_swap(r, v, &old->own);
}

static int vtep_range_set_one(struct vtep_range *r, u32 vni, void *arg)
{
	struct vtep_range_old *old = (struct vtep_range_old *)arg +
				     (vni - r->first);
	struct vtep_vni *v = vtep_find_vni(r->vtep, vni);
	struct vtep_range_own own;
	int err;

	err = vtep_range_patience(r);
	if (!err)
		err = vtep_range_own_make(r, v, &own);
	if (err)
		return err;

	*old = (struct vtep_range_old){
		.remote	  = *vtep_range_remote(r->vtep, v),
		.ageing	  = v->ageing,
		.limit	  = v->limit,
		.pool_len = v->pool_len,
		.learning = v->learning,
		.join	  = v->join,
		.own	  = own,
	};
	vtep_segment_flood_kind(r->vtep, v, &old->kind);
	if (r->set_join)
		v->join = r->conf.join;
	err = vtep_segment_update(r->vtep, v);
	if (!err)
		err = vtep_range_set_lists(r, v, old);
	if (err) {
		v->join = old->join;
		vtep_segment_update(r->vtep, v);
		return err;
	}

	vtep_range_set_plain(r, v, old);
	return 0;
}

/* Back to what it was. Without the memory for a list or membership that it had
 * before, it stays without: the administrator is told.
 */
static int vtep_range_set_back(struct vtep_range *r, u32 vni, void *arg)
{
	struct vtep_range_old *old = (struct vtep_range_old *)arg +
				     (vni - r->first);
	struct vtep_vni *v = vtep_find_vni(r->vtep, vni);
	/* `bridge fdb` may have come between. */
	const struct vtep_fdb_list_change back = {
		.add = &r->del,
		.del = &r->add,
		.lenient = true,
	};
	int err;

	vtep_range_own_swap(r, v, &old->own);
	WRITE_ONCE(v->learning, old->learning);
	WRITE_ONCE(v->ageing, old->ageing);
	WRITE_ONCE(v->limit, old->limit);
	v->join = old->join;
	err = vtep_segment_flood_change(r->vtep, v, &back, &old->kind);
	err |= vtep_range_set_group_back(r, v, old);
	err |= vtep_segment_update(r->vtep, v);
	if (err)
		netdev_warn(r->vtep->dev,
			    "no memory to undo a change of VNI %u\n", vni);
	return 0;
}

static void vtep_range_old_free(const struct vtep_range *r,
				struct vtep_range_old *old)
{
	u32 i, n = r->last - r->first + 1;

	for (i = 0; i < n; i++)
		vtep_range_own_free(&old[i].own);
	kvfree(old);
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
	err = vtep_range_protect(r, false);
	if (!err)
		err = vtep_range_run(r, &vni, r->last, vtep_range_set_one, old);
	if (!err) {
		vtep_range_set_done(r);
	} else {
		vtep_range_say(r, vni, err);
		if (vni > r->first)
			vtep_range_run(r, &undo, vni - 1, vtep_range_set_back,
				       old);
	}
	vtep_range_protect(r, true);
	vtep_range_old_free(r, old);
	return err;
}
