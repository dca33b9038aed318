/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of the FDB share and nobody else needs. */
#ifndef VTEP_FDB_PRIV_H
#define VTEP_FDB_PRIV_H

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "events.h"
#include "fdb.h"
#include "trace.h"

/* Entries looked at per hold of fdb->lock, which the softirqs of other CPUs
 * may be waiting for.
 */
#define VTEP_FDB_BATCH	64

/* What fails without memory is counted and tried again with the next frame:
 * not worth a splat.
 */
#define VTEP_FDB_ATOMIC	(GFP_ATOMIC | __GFP_NOWARN)

#define vtep_fdb_dereference(fdb, p) \
	rcu_dereference_protected(p, lockdep_is_held(&(fdb)->lock))

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
	unsigned long now = jiffies;

	if (READ_ONCE(f->heard) != now)
		WRITE_ONCE(f->heard, now);
}

/* fdb.c */
struct vtep_fdb_entry *vtep_fdb_alloc(struct vtep_vni *vni, const u8 *mac,
				      u16 state, u8 flags, gfp_t gfp);
void vtep_fdb_free(struct vtep_fdb *fdb, struct vtep_fdb_entry *f);
int vtep_fdb_link(struct vtep_fdb *fdb, struct vtep_fdb_entry *f);
void vtep_fdb_unlink(struct vtep_fdb *fdb, struct vtep_fdb_entry *f);
int vtep_fdb_swap(struct vtep_fdb *fdb, struct vtep_fdb_entry *old,
		  struct vtep_fdb_entry *f);
void vtep_fdb_set_list(struct vtep_fdb *fdb, struct vtep_fdb_entry *f,
		       struct vtep_remotes *list);
void vtep_fdb_notify_all(struct vtep_fdb *fdb, const struct vtep_fdb_entry *f,
			 int type);
struct vtep_peer *vtep_fdb_first(struct vtep_fdb *fdb,
				 const struct vtep_fdb_entry *f);

/* fdb_learn.c */
void vtep_fdb_limit_relax(struct vtep_fdb *fdb, struct vtep_vni *vni);

/* fdb_local.c */
bool vtep_fdb_is_local(struct vtep_fdb *fdb, const struct vtep_claim *c);

/* fdb_age.c */
void vtep_fdb_age_init(struct vtep_fdb *fdb);
void vtep_fdb_age_stop(struct vtep_fdb *fdb);
void vtep_fdb_wheel_add(struct vtep_fdb *fdb, struct vtep_fdb_entry *f);
void vtep_fdb_wheel_del(struct vtep_fdb *fdb, struct vtep_fdb_entry *f);

#endif /* VTEP_FDB_PRIV_H */
