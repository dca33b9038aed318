// SPDX-License-Identifier: GPL-2.0
/* Limits of what is learned: of the VTEP, of a segment, of a peer. What is
 * configured does not count, and is not asked.
 *
 * A limit below what is learned already takes nothing away. With rule refuse,
 * nothing is added until there is room; with rule evict, each MAC that is added
 * costs two, until what is left is within the limit.
 */
#include "fdb_priv.h"

static u32 vtep_limit_value(const struct vtep_fdb *fdb,
			    const struct vtep_claim *c, enum vtep_limit of)
{
	switch (of) {
	case VTEP_LIMIT_PEER:
		return c->peer_limit;
	case VTEP_LIMIT_VNI:
		return READ_ONCE(c->vni->limit);
	default:
		return READ_ONCE(fdb->limit);
	}
}

/* @peer NULL: it has no object, so that nothing was learned from it. */
static bool vtep_limit_met(const struct vtep_fdb *fdb,
			   const struct vtep_claim *c,
			   const struct vtep_peer *peer, enum vtep_limit of)
{
	u32 limit = vtep_limit_value(fdb, c, of);
	u32 n;

	switch (of) {
	case VTEP_LIMIT_PEER:
		n = peer ? READ_ONCE(peer->learned.n) : 0;
		break;
	case VTEP_LIMIT_VNI:
		n = atomic_read(&c->vni->learned);
		break;
	default:
		n = atomic_read(&fdb->learned);
	}
	return limit && n >= limit;
}

static enum vtep_drop vtep_limit_reason(enum vtep_limit of)
{
	return of == VTEP_LIMIT_PEER ? VTEP_DROP_LEARN_PEER_LIMIT :
				       VTEP_DROP_LEARN_LIMIT;
}

/* Events */

static u32 *vtep_limit_said(struct vtep_fdb *fdb, struct vtep_vni *vni,
			    struct vtep_peer *peer, enum vtep_limit of)
{
	switch (of) {
	case VTEP_LIMIT_PEER:
		return &peer->limit_said;
	case VTEP_LIMIT_VNI:
		return &vni->limit_said;
	default:
		return &fdb->limit_said;
	}
}

/* After a change of the number learned: tell of the limit again next time?
 * "Room again" is an eighth of the limit, or else a full table whose entries
 * age one by one would tell of each of them.
 */
void vtep_limit_relax(u32 *said, u32 n)
{
	if (*said && n < *said - *said / 8)
		WRITE_ONCE(*said, 0);
}

/* Tell once of each limit reached, with the frame that met it; under
 * fdb->lock. It is said of a limit of that value: another one is news.
 * Return: the limits reached, bits 1 << enum vtep_limit.
 */
static u8 vtep_limit_say_locked(struct vtep_fdb *fdb,
				const struct vtep_claim *c,
				struct vtep_peer *peer)
{
	struct vtep_event ev = {
		.type = VTEP_EVENT_TYPE_LIMIT,
		.dev = fdb->dev,
		.vni = c->vni->vni,
		.mac = c->mac,
		.peer = &c->from,
	};
	bool news = false;
	enum vtep_limit of;
	u32 *said, limit;
	u8 met = 0;

	for (of = 0; of < VTEP_LIMITS; of++) {
		if (!vtep_limit_met(fdb, c, peer, of))
			continue;
		met |= BIT(of);
		said = vtep_limit_said(fdb, c->vni, peer, of);
		limit = vtep_limit_value(fdb, c, of);
		if (*said == limit)
			continue;
		WRITE_ONCE(*said, limit);
		news = true;
	}
	if (news)
		vtep_event(&ev);
	return met;
}

/* The room that was made for one that comes now is no room again. */
static void vtep_limit_keep_said(struct vtep_fdb *fdb,
				 const struct vtep_claim *c,
				 struct vtep_peer *peer, u8 met)
{
	enum vtep_limit of;

	for (of = 0; of < VTEP_LIMITS; of++)
		if (met & BIT(of))
			WRITE_ONCE(*vtep_limit_said(fdb, c->vni, peer, of),
				   vtep_limit_value(fdb, c, of));
}

/* The same without the lock, which is not taken where all was said. */
static void vtep_limit_say(struct vtep_fdb *fdb, const struct vtep_claim *c)
{
	bool news = false;
	enum vtep_limit of;

	for (of = 0; of < VTEP_LIMITS; of++)
		if (vtep_limit_met(fdb, c, c->peer, of) &&
		    READ_ONCE(*vtep_limit_said(fdb, c->vni, c->peer, of)) !=
		    vtep_limit_value(fdb, c, of))
			news = true;
	if (!news)
		return;

	spin_lock_bh(&fdb->lock);
	vtep_limit_say_locked(fdb, c, c->peer);
	spin_unlock_bh(&fdb->lock);
}

/* Room */

static bool vtep_limit_evicts(const struct vtep_claim *c)
{
	return vtep_claim_rules(c, VTEP_A_RULES_FULL)->full == VTEP_FULL_EVICT;
}

/* Whether a MAC that is not known cannot be learned anyway, by a look that
 * takes no lock and makes no peer: a flooder is worth neither.
 */
bool vtep_limit_refuses(struct vtep_fdb *fdb, struct vtep_claim *c)
{
	enum vtep_limit of;

	for (of = 0; of < VTEP_LIMITS; of++) {
		if (!vtep_limit_met(fdb, c, c->peer, of))
			continue;
		if (vtep_limit_evicts(c) &&
		    vtep_evict_may(fdb, c->vni, c->peer, of,
				   vtep_limit_value(fdb, c, of)))
			continue;
		c->refused = vtep_limit_reason(of);
		vtep_limit_say(fdb, c);
		return true;
	}
	return false;
}

/* The first limit that keeps one more from @peer out, without one that could
 * give way; under fdb->lock.
 */
static enum vtep_limit vtep_limit_stops(struct vtep_fdb *fdb,
					const struct vtep_claim *c,
					struct vtep_peer *peer)
{
	bool evicts = vtep_limit_evicts(c);
	enum vtep_limit of;

	for (of = 0; of < VTEP_LIMITS; of++)
		if (vtep_limit_met(fdb, c, peer, of) &&
		    !(evicts && vtep_evict_can(fdb, c->vni, peer, of)))
			break;
	return of;
}

/* Make room for one more from @peer, under fdb->lock; false, with c->refused
 * set, when there is none.
 */
bool vtep_limit_make_room(struct vtep_fdb *fdb, struct vtep_claim *c,
			  struct vtep_peer *peer)
{
	enum vtep_limit of, stops;
	u8 met;
	int n;

	met = vtep_limit_say_locked(fdb, c, peer);
	stops = vtep_limit_stops(fdb, c, peer);

	/* One that gave way for the peer may be the last the peer had in the
	 * segment, so that this can still come to nothing.
	 */
	for (of = 0; of < VTEP_LIMITS && stops == VTEP_LIMITS; of++) {
		for (n = 0; n < 2 && vtep_limit_met(fdb, c, peer, of); n++)
			if (!vtep_evict_one(fdb, c->vni, peer, of))
				break;
		if (!n && vtep_limit_met(fdb, c, peer, of))
			stops = of;
	}
	vtep_limit_keep_said(fdb, c, peer, met);
	if (stops == VTEP_LIMITS)
		return true;
	c->refused = vtep_limit_reason(stops);
	return false;
}
