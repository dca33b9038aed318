// SPDX-License-Identifier: GPL-2.0
/* Eviction: at a limit, a MAC that was learned gives way to another one.
 *
 * Who has the most within that limit gives: the peer itself at the limit of a
 * peer, the peer with the most in the segment or in the VTEP at theirs. But
 * nobody takes from another one who would have less afterwards than who takes;
 * such a newcomer has to take from what is its own, and if it has nothing, it
 * is refused. So a peer that floods meets its own MACs as soon as it has as
 * many as the greediest of the others, and one that has few loses none to one
 * that has more. Nor do senders that show up with one MAC each, which costs who
 * forges them nothing, take the only one that somebody has.
 */
#include "fdb_priv.h"

/* Of how many is the one longest unheard taken */
#define VTEP_EVICT_OF		8
/* Most that are looked at, held ones among them */
#define VTEP_EVICT_LOOKS	64

/* Evicted entries wait for a grace period. How many do is bounded, or else a
 * flood would keep more memory than the limit says.
 */
static bool vtep_evict_crowded(const struct vtep_fdb *fdb, u32 limit)
{
	return atomic_read(&fdb->evicted) > limit / 8 + 64;
}

/* Whether @peer takes from who has @most, having @mine itself. */
static bool vtep_evict_takes(u32 most, u32 mine)
{
	return most >= mine + 2;
}

/* Whether there may be one to give way, by a look without fdb->lock. @peer is
 * NULL where nothing was learned from the sender.
 */
bool vtep_evict_may(const struct vtep_fdb *fdb, const struct vtep_vni *vni,
		    const struct vtep_peer *peer, enum vtep_limit of, u32 limit)
{
	const struct vtep_ranking *in = of == VTEP_LIMIT_VNI ? &vni->shares :
							       &fdb->greedy;

	if (vtep_evict_crowded(fdb, limit))
		return false;
	if (peer && READ_ONCE(peer->learned.n))
		return true;
	return vtep_evict_takes(READ_ONCE(in->most), 0);
}

/* The greediest share of @peer. */
static struct vtep_share *vtep_evict_of_peer(const struct vtep_peer *peer)
{
	struct vtep_rank *top = vtep_rank_top(&peer->shares);

	return top ? container_of(top, struct vtep_share, of_peer) : NULL;
}

static struct vtep_share *vtep_evict_of_vni(struct vtep_vni *vni,
					    struct vtep_peer *peer)
{
	struct vtep_rank *top = vtep_rank_top(&vni->shares);
	struct vtep_share *own = vtep_share_find(vni, peer);

	if (top && vtep_evict_takes(top->n, own ? own->of_vni.n : 0))
		return container_of(top, struct vtep_share, of_vni);
	return own;
}

static struct vtep_share *vtep_evict_of_fdb(const struct vtep_fdb *fdb,
					    struct vtep_peer *peer)
{
	struct vtep_rank *top = vtep_rank_top(&fdb->greedy);

	if (top && vtep_evict_takes(top->n, peer->learned.n))
		peer = container_of(top, struct vtep_peer, learned);
	return vtep_evict_of_peer(peer);
}

/* Whose MAC gives way to one of @peer; NULL: nobody's. */
static struct vtep_share *vtep_evict_from(const struct vtep_fdb *fdb,
					  struct vtep_vni *vni,
					  struct vtep_peer *peer,
					  enum vtep_limit of)
{
	switch (of) {
	case VTEP_LIMIT_PEER:
		return vtep_evict_of_peer(peer);
	case VTEP_LIMIT_VNI:
		return vtep_evict_of_vni(vni, peer);
	default:
		return vtep_evict_of_fdb(fdb, peer);
	}
}

/* Whether there is one to give way; under fdb->lock. */
bool vtep_evict_can(const struct vtep_fdb *fdb, struct vtep_vni *vni,
		    struct vtep_peer *peer, enum vtep_limit of)
{
	return vtep_evict_from(fdb, vni, peer, of);
}

/* To where it is looked at last. */
static void vtep_evict_spare(struct vtep_share *share, struct vtep_fdb_entry *f)
{
	vtep_share_place(f);
	list_move_tail(&f->sibling, &share->macs);
}

static struct vtep_fdb_entry *vtep_evict_older(struct vtep_fdb_entry *a,
					       struct vtep_fdb_entry *b)
{
	if (a && !time_before32(READ_ONCE(b->heard), READ_ONCE(a->heard)))
		return a;
	return b;
}

/* The one longest unheard of those that come first. Who was heard since it got
 * its place gets another one behind the rest, so that those that are silent
 * come first in time, in the order in which they fell silent. One that is held
 * gives way if there is nothing else.
 */
static struct vtep_fdb_entry *vtep_evict_which(struct vtep_share *share)
{
	unsigned int left = min_t(u32, share->of_vni.n, VTEP_EVICT_LOOKS);
	struct vtep_fdb_entry *old = NULL, *held = NULL;
	struct vtep_fdb_entry *f, *next;
	unsigned int n = 0;

	list_for_each_entry_safe(f, next, &share->macs, sibling) {
		if (!left-- || n == VTEP_EVICT_OF)
			break;
		if (vtep_fdb_is_damped(f)) {
			held = vtep_evict_older(held, f);
			vtep_evict_spare(share, f);
			continue;
		}
		n++;
		old = vtep_evict_older(old, f);
		if (!vtep_share_is_silent(f))
			vtep_evict_spare(share, f);
	}
	return old ?: held;
}

static void vtep_evict_free_rcu(struct rcu_head *rcu)
{
	struct vtep_fdb_entry *f = container_of(rcu, struct vtep_fdb_entry,
						rcu);

	/* vtep_fdb_destroy() waits for that: not to be touched afterwards */
	atomic_dec(&f->evicted->evicted);
	vtep_fdb_release(f);
}

/* @f goes, told of. */
static void vtep_evict(struct vtep_fdb *fdb, struct vtep_fdb_entry *f)
{
	struct vtep_peer *peer = vtep_fdb_peer(fdb, f);
	struct vtep_event ev = {
		.type = VTEP_EVENT_TYPE_EVICT,
		.dev = fdb->dev,
		.vni = f->key.vni,
		.mac = f->key.mac,
		.peer = &peer->key,
	};

	trace_vtep_evict(fdb->dev, f->key.vni, f->key.mac, &peer->key);
	vtep_fdb_notify_all(fdb, f, RTM_DELNEIGH);
	vtep_event(&ev);

	vtep_fdb_take_out(fdb, f);
	vtep_fdb_put_refs(fdb, f);
	f->evicted = fdb;
	atomic_inc(&fdb->evicted);
	call_rcu(&f->rcu, vtep_evict_free_rcu);
}

/* One gives way to a MAC of @peer in @vni that the limit @of keeps from being
 * learned; under fdb->lock. Return: false if none does.
 */
bool vtep_evict_one(struct vtep_fdb *fdb, struct vtep_vni *vni,
		    struct vtep_peer *peer, enum vtep_limit of)
{
	struct vtep_share *share;

	share = vtep_evict_from(fdb, vni, peer, of);
	if (!share)
		return false;
	vtep_evict(fdb, vtep_evict_which(share));
	return true;
}
