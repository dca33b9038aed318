// SPDX-License-Identifier: GPL-2.0
/* Damping: a MAC that moves too often stays where it is for a while (after
 * RFC 7432, section 15.1).
 *
 * Two that claim one MAC, or a loop, would make it move with every frame: each
 * move costs fdb->lock, a notification and an event, and frames to the MAC go
 * here and there. So the moves are counted, in a window that begins with the
 * first of them. The one that is too many is not made. From then on the entry
 * is held where it is, claims from elsewhere are told by one look at it and
 * take no lock, until the hold time is over (rules hold, drop) or somebody says
 * so (freeze). A held entry does not age: who has it may be silent because
 * frames to it go astray.
 *
 * A window holds two moves at least before the next is too many, so that one
 * move, such as that of a virtual machine, is always made, with its first
 * frame.
 */
#include "fdb_priv.h"

/**
 * vtep_fdb_is_damped() - whether an entry is held where it is
 * @f: the entry
 *
 * Context: RCU read section, or fdb->lock.
 *
 * Return: true if a claim to it from elsewhere is not followed now.
 */
bool vtep_fdb_is_damped(const struct vtep_fdb_entry *f)
{
	/* Pairs with the release in vtep_damp_begin(): @since is the end. */
	switch (smp_load_acquire(&f->damp)) {
	case VTEP_DAMP_NONE:
		return false;
	case VTEP_DAMP_FREEZE:
		return true;
	default:
		return time_before32(jiffies, READ_ONCE(f->since));
	}
}

/**
 * vtep_fdb_in_window() - whether the moves counted are recent
 * @f: the entry, not damped
 * @window: rule move_window of its segment
 *
 * Context: RCU read section, or fdb->lock.
 *
 * Return: true if the next move is one more, false if it is the first.
 */
bool vtep_fdb_in_window(const struct vtep_fdb_entry *f, u32 window)
{
	/* By what has passed, which may be a moment less than none on another
	 * CPU: which of two times is the later one cannot be told when months
	 * may lie between them.
	 */
	u32 passed = (u32)jiffies - READ_ONCE(f->since) + HZ;

	return READ_ONCE(f->moves) && passed < (window + 1) * HZ;
}

/* What becomes of the frame with a claim to @f, which is damped. */
enum vtep_learn vtep_damp_refuse(struct vtep_claim *c,
				 const struct vtep_fdb_entry *f)
{
	if (READ_ONCE(f->damp) == VTEP_DAMP_DROP)
		return VTEP_LEARN_DAMPED;
	c->refused = VTEP_DROP_LEARN_DAMPED;
	return VTEP_LEARN_OK;
}

static void vtep_damp_count_peer(struct vtep_fdb *fdb,
				 const struct vtep_fdb_entry *f, int by)
{
	struct vtep_peer *peer = vtep_fdb_first(fdb, f);

	WRITE_ONCE(peer->damped, peer->damped + by);
}

static u32 vtep_damp_window(const struct vtep_claim *c)
{
	return vtep_claim_rules(c, VTEP_A_RULES_MOVE_WINDOW)->move_window;
}

/* Hold @f where it is; @c is what it would have followed. */
static void vtep_damp_begin(struct vtep_fdb *fdb, struct vtep_fdb_entry *f,
			    const struct vtep_claim *c, u8 damp)
{
	u32 hold = vtep_claim_rules(c, VTEP_A_RULES_HOLD)->hold;
	struct vtep_peer *peer = vtep_fdb_first(fdb, f);
	struct vtep_event ev = {
		.type = VTEP_EVENT_TYPE_DAMPED,
		.dev = fdb->dev,
		.vni = f->key.vni,
		.mac = f->key.mac,
		.peer = &peer->key,
		.old_peer = &c->from,
	};

	vtep_fdb_wheel_del(fdb, f);
	WRITE_ONCE(f->moves, f->moves + 1);
	WRITE_ONCE(f->since, jiffies + hold * HZ);
	/* Pairs with the acquire in vtep_fdb_is_damped(). */
	smp_store_release(&f->damp, damp);
	vtep_damp_count_peer(fdb, f, 1);
	vtep_fdb_wheel_add(fdb, f);

	trace_vtep_damp(fdb->dev, f->key.vni, f->key.mac, &peer->key);
	vtep_event(&ev);
}

/* @f, under fdb->lock, is claimed from elsewhere: is it not to move, as one
 * more move would be too many? A hold that is over ends here.
 */
bool vtep_damp_move(struct vtep_fdb *fdb, struct vtep_fdb_entry *f,
		    const struct vtep_claim *c)
{
	u8 moves = vtep_claim_rules(c, VTEP_A_RULES_MOVES)->moves;
	u8 damp = vtep_claim_rules(c, VTEP_A_RULES_DAMP)->damp;
	u32 window = vtep_damp_window(c);

	if (vtep_fdb_is_damped(f))
		return true;
	if (f->damp)
		vtep_damp_end(fdb, f);
	if (damp == VTEP_DAMP_NONE || !vtep_fdb_in_window(f, window) ||
	    f->moves + 1 < moves)
		return false;

	vtep_damp_begin(fdb, f, c, damp);
	return true;
}

/* @f has moved as @c says; under fdb->lock. */
void vtep_damp_count(struct vtep_fdb_entry *f, const struct vtep_claim *c)
{
	u32 window = vtep_damp_window(c);

	if (vtep_fdb_in_window(f, window)) {
		WRITE_ONCE(f->moves, min(f->moves + 1, U8_MAX));
		return;
	}
	WRITE_ONCE(f->since, jiffies);
	WRITE_ONCE(f->moves, 1);
}

/* @f is not damped any more, and not on the wheel; under fdb->lock. */
void vtep_damp_clear(struct vtep_fdb *fdb, struct vtep_fdb_entry *f)
{
	if (!f->damp)
		return;
	WRITE_ONCE(f->damp, VTEP_DAMP_NONE);
	WRITE_ONCE(f->moves, 0);
	vtep_damp_count_peer(fdb, f, -1);
}

/* The same for one that stays in the table, and ages again. */
void vtep_damp_end(struct vtep_fdb *fdb, struct vtep_fdb_entry *f)
{
	vtep_fdb_wheel_del(fdb, f);
	vtep_damp_clear(fdb, f);
	vtep_fdb_wheel_add(fdb, f);
}

/**
 * vtep_fdb_unfreeze() - let damped entries move again
 * @fdb: the FDB
 * @filter: which
 *
 * Moves are counted anew from then on.
 *
 * Context: process context; sleeps between batches.
 *
 * Return: how many were damped.
 */
unsigned int vtep_fdb_unfreeze(struct vtep_fdb *fdb,
			       const struct vtep_fdb_filter *filter)
{
	struct vtep_fdb_hold hold = {};
	struct vtep_fdb_entry *f;
	unsigned int n = 0;
	u32 id = 0;

	spin_lock_bh(&fdb->lock);
	while ((f = vtep_fdb_next(fdb, &id))) {
		if (f->damp && vtep_fdb_match(fdb, filter, f)) {
			n += vtep_fdb_is_damped(f);
			vtep_damp_end(fdb, f);
		}
		vtep_fdb_breathe(fdb, &hold);
	}
	spin_unlock_bh(&fdb->lock);
	return n;
}
