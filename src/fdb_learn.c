// SPDX-License-Identifier: GPL-2.0
/* Learning from received frames (RFC 7348 section 4.1): the inner source MAC
 * lives behind the VTEP that is the outer source.
 *
 * A frame that tells nothing new, nearly all do, takes no lock and writes
 * one word at most once a jiffy. Nor does one that is not to be learned from.
 */
#include <linux/sched/mm.h>

#include "fdb_priv.h"

/* The sender is known by its address; by its port only to learned entries,
 * since the port a peer listens on (NDA_PORT) is not the one it sends from.
 * A link-local address says who it is only together with its link.
 */
static bool vtep_fdb_is_from(const struct vtep_peer *peer,
			     const struct vtep_peer_key *from)
{
	return ipv6_addr_equal(&peer->key.addr, &from->addr) &&
	       (!vtep_addr_is_linklocal(&from->addr) ||
		peer->key.ifindex == from->ifindex);
}

/* The peer that @f has for @from, NULL when it is elsewhere. */
static struct vtep_peer *vtep_fdb_peer_from(const struct vtep_fdb *fdb,
					    const struct vtep_fdb_entry *f,
					    const struct vtep_peer_key *from)
{
	struct vtep_peer *peer = vtep_fdb_first(fdb, f);

	return vtep_fdb_is_from(peer, from) ? peer : NULL;
}

/* A configured but dynamic entry moves: it takes the other shape. */
static struct vtep_fdb_entry *vtep_fdb_reshape(struct vtep_fdb *fdb,
					       struct vtep_fdb_entry *f,
					       struct vtep_peer *to)
{
	struct vtep_fdb_entry *moved;

	moved = vtep_fdb_alloc(f->vni, f->key.mac, f->state, f->flags,
			       VTEP_LEARN_GFP);
	if (!moved)
		return NULL;
	moved->moves = f->moves;
	moved->since = f->since;

	rcu_assign_pointer(moved->peer, to);
	vtep_fdb_swap(fdb, f, moved);
	return moved;
}

/* An entry that was learned, or has moved before, points to another peer. */
static int vtep_fdb_point(struct vtep_fdb *fdb, struct vtep_fdb_entry *f,
			  struct vtep_peer *to)
{
	struct vtep_peer *old = vtep_fdb_peer(fdb, f);
	struct vtep_share *share = NULL;

	if (f->learned) {
		share = vtep_share_get(f->vni, to);
		if (!share)
			return -ENOMEM;
		vtep_share_del(fdb, f);
	}

	atomic_inc(&to->macs);
	rcu_assign_pointer(f->peer, to);
	vtep_fdb_update(fdb, f);
	atomic_dec(&old->macs);
	vtep_peer_put(fdb->peers, old);
	vtep_fdb_changed(f);
	vtep_fdb_heard(f);
	if (share)
		vtep_share_add(fdb, share, f);
	return 0;
}

/* @f, under fdb->lock, now lives behind @to, whose reference is taken over
 * on success. The next frame to it takes @to's route.
 */
static int vtep_fdb_move(struct vtep_fdb *fdb, struct vtep_fdb_entry *f,
			 struct vtep_peer *to, const struct vtep_claim *c)
{
	/* Good after it is put, in the RCU read section of the frame. */
	struct vtep_peer *old = vtep_fdb_first(fdb, f);
	struct vtep_event ev = {
		.type = VTEP_EVENT_TYPE_MOVE,
		.dev = fdb->dev,
		.vni = f->key.vni,
		.peer = &to->key,
		.old_peer = &old->key,
	};
	struct vtep_remote r = { .peer = to };

	if (f->listed)
		f = vtep_fdb_reshape(fdb, f, to);
	else if (vtep_fdb_point(fdb, f, to))
		f = NULL;
	if (!f)
		return -ENOMEM;

	vtep_damp_count(f, c);
	trace_vtep_move(fdb->dev, f->key.vni, f->key.mac,
			&old->key, &to->key);
	vtep_fdb_notify(fdb, f, &r, RTM_NEWNEIGH);
	ev.mac = f->key.mac;
	vtep_event(&ev);
	return 0;
}

/* A MAC not seen before, under fdb->lock; @peer's reference is taken over on
 * success.
 */
static int vtep_fdb_learn_new(struct vtep_fdb *fdb, struct vtep_vni *vni,
			      const u8 *mac, struct vtep_peer *peer)
{
	struct vtep_event ev = {
		.type = VTEP_EVENT_TYPE_LEARN,
		.dev = fdb->dev,
		.vni = vni->vni,
		.mac = mac,
		.peer = &peer->key,
	};
	struct vtep_remote r = { .peer = peer };
	struct vtep_fdb_entry *f;
	int err;

	f = vtep_fdb_alloc(vni, mac, NUD_REACHABLE, 0, VTEP_LEARN_GFP);
	if (!f)
		return -ENOMEM;

	f->learned = true;
	rcu_assign_pointer(f->peer, peer);
	err = vtep_fdb_link(fdb, f);
	if (err) {
		RCU_INIT_POINTER(f->peer, NULL);
		vtep_fdb_free(fdb, f);
		return err;
	}

	trace_vtep_learn(fdb->dev, vni->vni, mac, &peer->key);
	vtep_fdb_notify(fdb, f, &r, RTM_NEWNEIGH);
	vtep_event(&ev);
	return 0;
}

/* Under fdb->lock, which others may have had since the lookup without it.
 * @fresh is a reference, NULLed where it was taken over.
 */
static enum vtep_learn vtep_fdb_learn_locked(struct vtep_fdb *fdb,
					     struct vtep_claim *c,
					     struct vtep_peer **fresh)
{
	struct vtep_vni *vni = c->vni;
	struct vtep_fdb_entry *f;
	int err;

	/* Being deleted: nothing is left behind by frames still under way. */
	if (fdb->dead || vni->dead)
		return VTEP_LEARN_OK;

	f = vtep_fdb_find(fdb, vni->vni, c->mac);
	if (f) {
		if (vtep_fdb_peer_from(fdb, f, &c->from)) {
			vtep_fdb_heard(f);
			return VTEP_LEARN_OK;
		}
		if (vtep_fdb_is_fixed(f))
			return VTEP_LEARN_STATIC;
	}
	if (unlikely(vtep_fdb_is_local(fdb, c)))
		return VTEP_LEARN_LOCAL;

	if (f) {
		if (vtep_damp_move(fdb, f, c))
			return vtep_damp_refuse(c, f);
		/* Whatever the limits say: there is not one more of them, and
		 * a machine that migrates is to be reached where it is now.
		 */
		err = vtep_fdb_move(fdb, f, *fresh, c);
	} else {
		if (!vtep_limit_make_room(fdb, c, *fresh))
			return VTEP_LEARN_OK;
		err = vtep_fdb_learn_new(fdb, vni, c->mac, *fresh);
	}

	if (err)
		c->refused = VTEP_DROP_LEARN_NOMEM;
	else
		*fresh = NULL;
	return VTEP_LEARN_OK;
}

/**
 * vtep_fdb_who() - who sent a frame, and what is known of its source MAC
 * @fdb: the FDB
 * @c: vni, mac, which need not be a valid one, and from are set; f, stays and
 *	peer will be
 *
 * Nothing is changed by it.
 *
 * Context: RCU read section, within which the results are good.
 */
void vtep_fdb_who(struct vtep_fdb *fdb, struct vtep_claim *c)
{
	u32 vni = c->vni->vni;
	struct vtep_fdb_aim aim;

	/* Not any earlier: to keep it in a frame's claim until it is used took
	 * as long as could be won by that.
	 */
	aim = vtep_fdb_aim(fdb, vni, c->mac);
	c->f = vtep_fdb_route(fdb, &aim, vni, c->mac, &c->peer);
	if (likely(c->peer)) {
		/* To write that it was heard, a little later */
		prefetch(c->f);
		if (unlikely(!vtep_fdb_is_from(c->peer, &c->from)))
			c->peer = NULL;
	} else if (c->f) {
		c->peer = vtep_fdb_peer_from(fdb, c->f, &c->from);
	}
	c->stays = c->peer;
	if (!c->peer)
		c->peer = vtep_peer_find(fdb->peers, &c->from);
}

/**
 * vtep_fdb_is_anothers() - is the MAC configured behind another peer?
 * @c: claim after vtep_fdb_who(), of one that did not stay
 *
 * Context: the RCU read section of vtep_fdb_who().
 *
 * Return: true if so: the frame is stale or forged.
 */
bool vtep_fdb_is_anothers(const struct vtep_claim *c)
{
	return c->f && vtep_fdb_is_fixed(c->f);
}

/* The sender's object with a reference; it may be going just now. */
static struct vtep_peer *vtep_fdb_sender(struct vtep_fdb *fdb,
					 const struct vtep_claim *c)
{
	if (c->peer && likely(vtep_peer_counts(c->peer)) &&
	    refcount_inc_not_zero(&c->peer->ref))
		return c->peer;
	return vtep_peer_learn(fdb->peers, &c->from);
}

/* There is something to be learned, as it seems without fdb->lock. */
static enum vtep_learn vtep_fdb_learn_from(struct vtep_fdb *fdb,
					   struct vtep_claim *c)
{
	struct vtep_peer *fresh = vtep_fdb_sender(fdb, c);
	enum vtep_learn verdict;

	c->peer = fresh;
	if (unlikely(!fresh)) {
		c->refused = VTEP_DROP_LEARN_NOMEM;
		return VTEP_LEARN_OK;
	}

	spin_lock_bh(&fdb->lock);
	verdict = vtep_fdb_learn_locked(fdb, c, &fresh);
	spin_unlock_bh(&fdb->lock);

	/* Not needed after all; its memory outlives this RCU read section. */
	if (fresh)
		vtep_peer_put(fdb->peers, fresh);
	return verdict;
}

/**
 * vtep_fdb_learn() - learn from a received frame
 * @fdb: the FDB
 * @c: what it says, after vtep_fdb_who(); its segment learns, and mac is a
 *	valid unicast address. peer and refused are set.
 *
 * Context: softirq (BH off), RCU read section.
 *
 * Return: VTEP_LEARN_STATIC when the MAC is configured behind another peer, or
 *	VTEP_LEARN_LOCAL when it just came to live here, so that the frame is
 *	stale or forged; VTEP_LEARN_DAMPED when it is held behind another peer
 *	and frames from elsewhere are not wanted; else VTEP_LEARN_OK.
 */
enum vtep_learn vtep_fdb_learn(struct vtep_fdb *fdb, struct vtep_claim *c)
{
	struct vtep_fdb_entry *f = c->f;
	struct mem_cgroup *memcg;
	enum vtep_learn verdict;

	c->refused = VTEP_PASS;
	if (likely(f)) {
		if (likely(c->stays)) {
			vtep_fdb_heard(f);
			return VTEP_LEARN_OK;
		}
		if (vtep_fdb_is_fixed(f))
			return VTEP_LEARN_STATIC;
		if (unlikely(vtep_fdb_is_damped(f)))
			return vtep_damp_refuse(c, f);
	} else if (unlikely(vtep_limit_refuses(fdb, c))) {
		return VTEP_LEARN_OK;
	}

	memcg = set_active_memcg(fdb->memcg);
	verdict = vtep_fdb_learn_from(fdb, c);
	set_active_memcg(memcg);
	return verdict;
}
