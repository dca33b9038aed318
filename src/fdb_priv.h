/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of the FDB share and nobody else needs. */
#ifndef VTEP_FDB_PRIV_H
#define VTEP_FDB_PRIV_H

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "events.h"
#include "fdb.h"
#include "trace.h"

/* What fails without memory is counted and tried again with the next frame:
 * not worth a splat.
 */
#define VTEP_FDB_ATOMIC	(GFP_ATOMIC | __GFP_NOWARN)

/* Entries looked at per hold of fdb->lock, which the softirqs of other CPUs
 * may be waiting for; and nanoseconds, after which it is enough. An entry is
 * some lines of memory, and where they are far away, as in a virtual machine
 * whose host finds out which pages are in use, 32 of them held the lock for two
 * milliseconds.
 */
#define VTEP_FDB_BATCH	32
#define VTEP_FDB_HOLD	50000

#define vtep_fdb_dereference(fdb, p) \
	rcu_dereference_protected(p, lockdep_is_held(&(fdb)->lock))

/* What was learned in one segment from one peer; there while that is
 * something. Its entries hold the references to @peer.
 */
struct vtep_share {
	struct vtep_vni *vni;
	struct vtep_peer *peer;
	struct rb_node by_vni;		/* peer->by_vni */
	struct vtep_rank of_peer;	/* peer->shares; how many it has, */
	struct vtep_rank of_vni;	/* vni->shares; and again */
	struct list_head macs;		/* vtep_fdb_entry.sibling; the first are
					 * those to look at for the one longest
					 * unheard
					 */
};

/* @f gets its place among those of its share. */
static inline void vtep_share_place(struct vtep_fdb_entry *f)
{
	f->placed = READ_ONCE(f->heard);
}

/* Was it not heard since? One in 256 that was looks as if not, for which it is
 * looked at once more than it needs to be.
 */
static inline bool vtep_share_is_silent(const struct vtep_fdb_entry *f)
{
	return f->placed == (u8)READ_ONCE(f->heard);
}

/* MACs that have a list of destinations: multicast, and all-zero (flood). */
static inline bool vtep_fdb_is_list(const u8 *mac)
{
	return is_multicast_ether_addr(mac) || is_zero_ether_addr(mac);
}

/* Learning never changes it. */
static inline bool vtep_fdb_is_fixed(const struct vtep_fdb_entry *f)
{
	return f->state & (NUD_PERMANENT | NUD_NOARP) ||
	       f->flags & (NTF_EXT_LEARNED | NTF_STICKY);
}

/* Unheard for its segment's ageing time, it goes. A sticky entry may. */
static inline bool vtep_fdb_can_age(const struct vtep_fdb_entry *f)
{
	return !(f->state & (NUD_PERMANENT | NUD_NOARP)) &&
	       !(f->flags & NTF_EXT_LEARNED);
}

static inline void vtep_fdb_heard(struct vtep_fdb_entry *f)
{
	u32 now = (u32)jiffies ?: 1;

	if (READ_ONCE(f->heard) != now)
		WRITE_ONCE(f->heard, now);
}

static inline void vtep_fdb_changed(struct vtep_fdb_entry *f)
{
	WRITE_ONCE(f->changed, vtep_fdb_clock());
}

/* fdb_conf.c */
struct vtep_remotes *vtep_fdb_list(struct vtep_fdb *fdb,
				   const struct vtep_remotes *old, int except,
				   unsigned int n,
				   const struct vtep_fdb_conf *conf);

/* fdb_entry.c */
struct vtep_fdb_entry *vtep_fdb_alloc(struct vtep_vni *vni, const u8 *mac,
				      u8 state, u8 flags, gfp_t gfp);
void vtep_fdb_release(struct vtep_fdb_entry *f);
void vtep_fdb_put_refs(struct vtep_fdb *fdb, struct vtep_fdb_entry *f);
void vtep_fdb_free(struct vtep_fdb *fdb, struct vtep_fdb_entry *f);
void vtep_fdb_many_begin(struct vtep_fdb *fdb);
void vtep_fdb_many_end(struct vtep_fdb *fdb);
void vtep_fdb_drop(struct vtep_fdb *fdb, struct vtep_fdb_entry *f);
void vtep_fdb_let_go(struct vtep_fdb *fdb);

/* fdb.c */
int vtep_fdb_link(struct vtep_fdb *fdb, struct vtep_fdb_entry *f);
void vtep_fdb_take_out(struct vtep_fdb *fdb, struct vtep_fdb_entry *f);
void vtep_fdb_unlink(struct vtep_fdb *fdb, struct vtep_fdb_entry *f);
void vtep_fdb_swap(struct vtep_fdb *fdb, struct vtep_fdb_entry *old,
		   struct vtep_fdb_entry *f);
void vtep_fdb_set_list(struct vtep_fdb *fdb, struct vtep_fdb_entry *f,
		       struct vtep_remotes *list);
void vtep_fdb_notify_list(struct vtep_fdb *fdb, const struct vtep_fdb_entry *f,
			  int type);
void vtep_fdb_notify_all(struct vtep_fdb *fdb, const struct vtep_fdb_entry *f,
			 int type);
struct vtep_peer *vtep_fdb_first(const struct vtep_fdb *fdb,
				 const struct vtep_fdb_entry *f);

/* fdb_grow.c */
void vtep_fdb_grow_init(struct vtep_fdb *fdb);
void vtep_fdb_grow_stop(struct vtep_fdb *fdb);
bool vtep_fdb_insert(struct vtep_fdb *fdb, struct vtep_fdb_entry *f);
void vtep_fdb_remove(struct vtep_fdb *fdb, struct vtep_fdb_entry *f);
void vtep_fdb_update(struct vtep_fdb *fdb, struct vtep_fdb_entry *f);
void vtep_fdb_make_room(struct vtep_fdb *fdb);

/* fdb_share.c */
struct vtep_share *vtep_share_find(struct vtep_vni *vni,
				   struct vtep_peer *peer);
struct vtep_share *vtep_share_of(struct vtep_fdb *fdb,
				 const struct vtep_fdb_entry *f);
struct vtep_share *vtep_share_get(struct vtep_vni *vni, struct vtep_peer *peer);
void vtep_share_put(struct vtep_share *share);
void vtep_share_add(struct vtep_fdb *fdb, struct vtep_share *share,
		    struct vtep_fdb_entry *f);
void vtep_share_del(struct vtep_fdb *fdb, struct vtep_fdb_entry *f);

/* fdb_limit.c */
enum vtep_limit {	/* narrowest first */
	VTEP_LIMIT_PEER,
	VTEP_LIMIT_VNI,
	VTEP_LIMIT_FDB,
	VTEP_LIMITS
};

bool vtep_limit_refuses(struct vtep_fdb *fdb, struct vtep_claim *c);
bool vtep_limit_make_room(struct vtep_fdb *fdb, struct vtep_claim *c,
			  struct vtep_peer *peer);
void vtep_limit_relax(u32 *said, u32 n);

/* fdb_evict.c */
bool vtep_evict_may(const struct vtep_fdb *fdb, const struct vtep_vni *vni,
		    const struct vtep_peer *peer, enum vtep_limit of,
		    u32 limit);
bool vtep_evict_can(const struct vtep_fdb *fdb, struct vtep_vni *vni,
		    struct vtep_peer *peer, enum vtep_limit of);
bool vtep_evict_one(struct vtep_fdb *fdb, struct vtep_vni *vni,
		    struct vtep_peer *peer, enum vtep_limit of);

/* fdb_damp.c */
enum vtep_learn vtep_damp_refuse(struct vtep_claim *c,
				 const struct vtep_fdb_entry *f);
bool vtep_damp_move(struct vtep_fdb *fdb, struct vtep_fdb_entry *f,
		    const struct vtep_claim *c);
void vtep_damp_count(struct vtep_fdb_entry *f, const struct vtep_claim *c);
void vtep_damp_clear(struct vtep_fdb *fdb, struct vtep_fdb_entry *f);
void vtep_damp_end(struct vtep_fdb *fdb, struct vtep_fdb_entry *f);

/* fdb_local.c */
bool vtep_fdb_is_local(struct vtep_fdb *fdb, const struct vtep_claim *c);

/* fdb_age.c */
void vtep_fdb_age_init(struct vtep_fdb *fdb);
void vtep_fdb_age_stop(struct vtep_fdb *fdb);
void vtep_fdb_wheel_add(struct vtep_fdb *fdb, struct vtep_fdb_entry *f);
void vtep_fdb_wheel_del(struct vtep_fdb *fdb, struct vtep_fdb_entry *f);

/* fdb_match.c */
bool vtep_fdb_match_remote(const struct vtep_fdb_filter *filter,
			   const struct vtep_fdb_entry *f,
			   const struct vtep_remote *r);
unsigned int vtep_fdb_matches(struct vtep_fdb *fdb,
			      const struct vtep_fdb_filter *filter,
			      const struct vtep_fdb_entry *f);

#endif /* VTEP_FDB_PRIV_H */
