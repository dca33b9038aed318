/* SPDX-License-Identifier: GPL-2.0 */
/* The forwarding database of a VTEP: (VNI, MAC) -> peer(s).
 *
 * Readers are lockless under RCU. Every writer, be it learning in softirq,
 * ageing in a worker or the administrator under RTNL, holds fdb->lock.
 *
 * Two shapes of entry; an entry keeps its shape, a change of shape puts a new
 * entry in the old one's place:
 *  - learned: there is a @peer, which may change (a move), and the VNI on the
 *    wire is the segment's own;
 *  - configured: it is @listed and has @remotes, an immutable list replaced as
 *    a whole; a
 *    unicast MAC has one destination, a multicast or the all-zero MAC has
 *    several (head-end replication). The all-zero entry's list is the
 *    segment's flood list, to which vni->flood points as well.
 *
 * A configured entry is "fixed" when it is permanent, static, externally
 * learned or sticky: learning never changes it. One that is none of these
 * (`bridge fdb add ... dynamic`) ages and moves like a learned one, but does
 * not count against the limits.
 *
 * Limits: of MACs learned in the VTEP, in a segment, and from a peer. Those
 * of one peer in one segment are a share; shares and peers are ranked by how
 * many they have, so that at a limit it is clear who has the most to give.
 *
 * Damping: an entry that moves too often stays where it is for a while, or
 * until it is told to go on; see fdb_damp.c.
 *
 * Ageing: an entry that can age sits in one slot of a wheel of seconds,
 * where it is looked at once per ageing time, not once per scan; a refresh
 * only writes @heard. Frames sent never refresh an entry.
 *
 * Frames find entries by the table of fdb_table.h, which grows before it is
 * full; see fdb_grow.c.
 *
 * @id numbers the entries densely for dumps that resume where they stopped.
 *
 * Notifications, events and trace points are raised under fdb->lock, so that
 * listeners see the changes in the order in which they were made.
 */
#ifndef VTEP_FDB_H
#define VTEP_FDB_H

#include <linux/etherdevice.h>
#include <linux/ktime.h>
#include <linux/llist.h>
#include <linux/math64.h>
#include <linux/rtnetlink.h>
#include <linux/mutex.h>
#include <linux/prefetch.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

#include <vtep/bucket.h>

#include "fdb_table.h"
#include "local.h"
#include "peer.h"
#include "vni.h"

#define VTEP_FDB_LIMIT		65536	/* learned MACs, default of a VTEP */
#define VTEP_FDB_AGEING		300	/* seconds, default */
#define VTEP_FDB_AGEING_MAX	(10 * 24 * 3600) /* fits jiffies on 32 bits */
#define VTEP_FDB_WHEEL		256	/* slots of one second */

struct vtep_fdb_key {
	u32 vni;
	u8 mac[ETH_ALEN];
} __packed __aligned(2);

/* There can be millions. So times are the low 32 bits of jiffies where nobody
 * asks for those long past, and the share, which is only needed where something
 * changes, is looked up then.
 */
struct vtep_fdb_entry {
	u32 heard;		/* jiffies, 0: never; lockless, at most once a
				 * jiffy
				 */
	u32 changed;		/* vtep_fdb_clock(); under fdb->lock, read
				 * lockless
				 */
	struct vtep_fdb_key key; /* constant */
	u8 state;		/* NUD_*; constant */
	u8 flags;		/* NTF_* but NTF_SELF; constant */
	u8 learned:1;		/* counts against the limits; constant */
	u8 listed:1;		/* has @remotes; constant */

	/* read where it moves; under fdb->lock, read lockless */
	u8 damp;		/* enum vtep_damp in force; over when @since
				 * has come
				 */
	u8 moves;		/* in the window that began at @since */
	u8 placed;		/* see vtep_share_place() */
	u32 since;		/* jiffies */

	u32 id;			/* constant; fdb->ids */
	struct vtep_vni *vni;	/* constant; outlives its entries */
	union {
		struct vtep_peer __rcu *peer;
		struct vtep_remotes __rcu *remotes;
	};
	union {
		struct list_head sibling; /* vtep_share.macs, of configured ones
					   * vni->macs; under fdb->lock
					   */
		struct vtep_fdb *evicted; /* out of it, until it is freed; or */
		struct vtep_fdb_entry *next; /* who goes with it */
	};
	union {
		struct hlist_node wheel; /* unhashed when it does not age;
					  * likewise
					  */
		struct rcu_head rcu;	 /* when it is out of all tables, */
		struct llist_node freed; /* and afterwards */
	};
};

static_assert(sizeof(struct vtep_fdb_entry) <= 80);

/* What rtnetlink's listeners are told of learned entries; see fdb_neigh.c. */
struct vtep_fdb_neigh {
	u32 rate;			/* per second, that of @bucket; under */
	u64 state;			/* fdb->lock, like the others */
	struct vtep_bucket bucket;
	atomic64_t lost;		/* messages not sent; read lockless */
	struct delayed_work work;
};

struct vtep_fdb {
	struct vtep_fdb_table __rcu *table; /* changes under @lock, RCU */
	spinlock_t lock;	/* BH-safe; all changes. Outside peers->lock */
	struct vtep_fdb_table *next; /* to come after @table, being filled;
				      * under @lock
				      */
	u32 filled;		/* lines of @table that are in @next, too */
	struct mutex growing;	/* who fills @next; outside @lock */
	struct work_struct grow_work;
	struct xarray ids;	/* id -> entry; changes under @lock, RCU */
	struct vtep_locals locals; /* changes under @lock, RCU */
	struct net_device *dev;
	struct vtep_peers *peers;
	struct mem_cgroup *memcg; /* of who made the VTEP; constant */
	u32 limit;		/* learned entries; 0: none. READ_ONCE */
	atomic_t learned;
	u32 limit_said;		/* limit that a LIMIT event told of, 0: there
				 * has been room since; under @lock
				 */
	struct vtep_ranking greedy; /* peers, by what was learned from them;
				     * under @lock
				     */
	atomic_t evicted;	/* entries not freed yet */
	unsigned int many;	/* who is taking out many entries, */
	struct vtep_fdb_entry *dropped; /* which are these; under @lock */
	bool dead;		/* no learning any more; under @lock */

	/* ageing, under @lock; see fdb_age.c */
	bool planned;		/* @age_work will run, not after @due */
	bool resort;		/* ageing times changed: look at all entries */
	unsigned int waiting;	/* entries on the wheel */
	unsigned int slot;	/* the wheel's hand, */
	unsigned long hand;	/* and the jiffies at which it got there */
	unsigned long due;
	unsigned long resort_id; /* how far @resort has come */
	struct hlist_head wheel[VTEP_FDB_WHEEL];
	struct delayed_work age_work;
	struct vtep_fdb_neigh neigh;
};

/* What learning says of a frame. */
enum vtep_learn {
	VTEP_LEARN_OK,		/* learned, refreshed, moved, or not allowed
				 * to and counted: deliver the frame
				 */
	VTEP_LEARN_STATIC,	/* the MAC is configured elsewhere: drop it */
	VTEP_LEARN_LOCAL,	/* it lives here: drop it, see local.h */
	VTEP_LEARN_DAMPED,	/* it moves too often: drop it */
};

/* Where a MAC is going to be looked for; see vtep_fdb_aim(). */
struct vtep_fdb_aim {
	struct vtep_fdb_table *table;
	u32 home;
};

/* What a received frame says: its inner source MAC lives behind its sender. */
struct vtep_claim {
	struct vtep_vni *vni;		/* segment of the frame */
	const u8 *mac;			/* inner source */
	struct vtep_peer_key from;	/* outer source */
	const struct vtep_rules *own;	/* rules of the segment, or NULL, */
	const struct vtep_rules *all;	/* and of the VTEP */
	struct vtep_fdb_entry *f;	/* of @mac when it was looked up */
	struct vtep_peer *peer;		/* sender's object; NULL: it has none */
	bool stays;			/* @f is behind the sender already */
	bool protect;			/* not for a MAC that lives here, */
	u16 vid;			/* in this VLAN of the bridge */
	u32 peer_limit;			/* MACs one peer may have; 0: any */
	enum vtep_drop refused;		/* why it could not be learned, the
					 * frame to be delivered all the same;
					 * else VTEP_PASS
					 */
};

/* After vtep_fdb_who(): is the MAC where it was? */
static inline bool vtep_fdb_stays(const struct vtep_claim *c)
{
	return c->stays;
}

/* Where to look for a rule of its segment. */
static inline const struct vtep_rules *
vtep_claim_rules(const struct vtep_claim *c, int attr)
{
	return vtep_rules_of(c->own, c->all, attr);
}

/* Which entries an operation is about; zero members match everything, as do
 * zero members of @peer. A list loses those destinations that match.
 */
struct vtep_fdb_filter {
	const struct vtep_vni *vni;
	bool in_range;		/* only VNIs @first to @last */
	u32 first, last;
	u8 mac_len;		/* bits of @mac that count */
	u8 mac[ETH_ALEN];
	const struct vtep_peer_key *peer;
	bool by_remote_vni;	/* only what is sent with: */
	u32 remote_vni;		/* which may be the segment's own */
	u16 state, state_mask;
	u8 flags, flags_mask;
	bool keep_configured;	/* only learned ones */
	bool keep_flood;	/* not the flood lists */
};

/* A fifteenth of a second and nine years fit into a word. */
#define VTEP_FDB_CLOCK_SHIFT	26

static inline u32 vtep_fdb_clock(void)
{
	return ktime_get_coarse_ns() >> VTEP_FDB_CLOCK_SHIFT;
}

/* Milliseconds since what an entry says was changed. */
static inline u64 vtep_fdb_since_changed(const struct vtep_fdb_entry *f)
{
	u32 changed = READ_ONCE(f->changed);
	u32 since = vtep_fdb_clock() - changed;

	return div_u64((u64)since << VTEP_FDB_CLOCK_SHIFT, NSEC_PER_MSEC);
}

/* Was @f ever heard, or is taken to have been? Then jiffies since. */
static inline bool
vtep_fdb_was_heard(const struct vtep_fdb_entry *f, u32 *since)
{
	u32 heard = READ_ONCE(f->heard);

	*since = (u32)jiffies - heard;
	/* Another CPU may have made it this very moment. */
	if (*since > (u32)-HZ)
		*since = 0;
	return heard;
}

/* The list of an entry, NULL: it has none, but vtep_fdb_peer(). Context: RCU
 * read section, or a lock it is changed under.
 */
static inline struct vtep_remotes *
vtep_fdb_remotes(const struct vtep_fdb *fdb, const struct vtep_fdb_entry *f)
{
	if (!f->listed)
		return NULL;
	return rcu_dereference_check(f->remotes,
				     lockdep_is_held(&fdb->lock) ||
				     lockdep_rtnl_is_held());
}

static inline struct vtep_peer *
vtep_fdb_peer(const struct vtep_fdb *fdb, const struct vtep_fdb_entry *f)
{
	if (f->listed)
		return NULL;
	return rcu_dereference_check(f->peer, lockdep_is_held(&fdb->lock));
}

/* What the administrator says of an entry; see vtep_fdb_set(). */
struct vtep_fdb_conf {
	struct vtep_vni *vni;
	const u8 *mac;
	struct vtep_peer_key peer;
	u32 remote_vni;		/* 0: the segment's own */
	u16 state;
	u8 flags;
	u16 nlflags;		/* NLM_F_CREATE, EXCL, REPLACE, APPEND */
};

/* One destination of a list, as it is named. */
struct vtep_fdb_dest {
	struct vtep_peer_key peer;
	u32 vni;		/* on the wire; the segment's own if 0 */
	bool found;		/* of vtep_fdb_list_change() */
};

struct vtep_fdb_dests {
	struct vtep_fdb_dest *v;
	unsigned int n;
};

/* What is to become of a list; see fdb_list.c. */
struct vtep_fdb_list_change {
	const struct vtep_fdb_dests *add, *del;
	bool lenient;		/* as far as it is not so already */
};

/* A destination that is about to take the place of another; see fdb_turn.c. */
struct vtep_fdb_turn {
	const struct vtep_fdb_conf *from, *to;	/* @to: NULL, none comes */
	struct vtep_fdb_entry *f;	/* whose; NULL: was not there */
	struct vtep_remotes *list;	/* what it will have; NULL: the same
					 * or, if @at is one, nothing
					 */
	int at;				/* @from's place now, or negative */
};

/* What an entry is, wherever it leads. */
struct vtep_fdb_kind {
	u8 state;		/* NUD_* */
	u8 flags;		/* NTF_* but NTF_SELF */
};

/**
 * vtep_fdb_aim() - a MAC is going to be looked up
 * @fdb: the FDB
 * @vni: segment
 * @mac: Ethernet address
 *
 * Where many MACs are known, what says where this one is was last used long
 * ago. It is asked for now, and what needs to be done to the frame anyway is
 * done while it is on its way from memory.
 *
 * Context: RCU read section, for vtep_fdb_route() in the same one.
 *
 * Return: where it will be looked for.
 */
static inline struct vtep_fdb_aim vtep_fdb_aim(const struct vtep_fdb *fdb,
					       u32 vni, const u8 *mac)
{
	struct vtep_fdb_aim aim = { .table = rcu_dereference(fdb->table) };

	aim.home = vtep_fdb_table_home(aim.table, vni, mac);
	prefetch(vtep_fdb_table_line(aim.table, aim.home));
	return aim;
}

/**
 * vtep_fdb_route() - look up where a MAC is
 * @fdb: the FDB
 * @aim: what vtep_fdb_aim() said
 * @vni: segment
 * @mac: Ethernet address
 * @peer: set to its only destination, under the segment's own VNI; NULL: the
 *	entry says where it is
 *
 * Context: RCU read section, within which the results are good.
 *
 * Return: the entry or NULL.
 */
static inline struct vtep_fdb_entry *
vtep_fdb_route(struct vtep_fdb *fdb, const struct vtep_fdb_aim *aim, u32 vni,
	       const u8 *mac, struct vtep_peer **peer)
{
	struct vtep_fdb_entry *f;

	f = vtep_fdb_table_find(aim->table, aim->home, vni, mac, fdb->peers,
				peer);
	/* Nobody keeps one up to date that was replaced meanwhile: what it says
	 * may be another peer's number by now. The entry knows.
	 */
	if (unlikely(rcu_access_pointer(fdb->table) != aim->table))
		*peer = NULL;
	return f;
}

/* For how long somebody who sees to many entries has held fdb->lock. */
struct vtep_fdb_hold {
	unsigned int seen;	/* entries so far, of all holds */
	unsigned int nap;	/* sleep for a moment after each so many of
				 * them, a multiple of VTEP_FDB_BATCH; 0: never
				 */
	u64 until;		/* this one; ns */
};

int vtep_fdb_cache_init(void);
void vtep_fdb_cache_exit(void);

int vtep_fdb_init(struct vtep_fdb *fdb, struct net_device *dev,
		  struct vtep_peers *peers);
void vtep_fdb_destroy(struct vtep_fdb *fdb);

struct vtep_fdb_entry *vtep_fdb_find(struct vtep_fdb *fdb, u32 vni,
				     const u8 *mac);
bool vtep_fdb_is_empty(const struct vtep_fdb *fdb);
struct vtep_fdb_entry *vtep_fdb_next(struct vtep_fdb *fdb, u32 *id);
void vtep_fdb_breathe(struct vtep_fdb *fdb, struct vtep_fdb_hold *hold);

/* fdb_damp.c */
bool vtep_fdb_is_damped(const struct vtep_fdb_entry *f);
bool vtep_fdb_in_window(const struct vtep_fdb_entry *f, u32 window);
unsigned int vtep_fdb_unfreeze(struct vtep_fdb *fdb,
			       const struct vtep_fdb_filter *filter);

/* fdb_learn.c */
void vtep_fdb_who(struct vtep_fdb *fdb, struct vtep_claim *c);
bool vtep_fdb_is_anothers(const struct vtep_claim *c);
enum vtep_learn vtep_fdb_learn(struct vtep_fdb *fdb, struct vtep_claim *c);

/* fdb_age.c */
void vtep_fdb_ageing_changed(struct vtep_fdb *fdb);

/* fdb_conf.c */
int vtep_fdb_set(struct vtep_fdb *fdb, const struct vtep_fdb_conf *conf,
		 struct netlink_ext_ack *extack);
int vtep_fdb_dests_sort(struct vtep_fdb_dests *dests);
int vtep_fdb_list_change(struct vtep_fdb *fdb, const struct vtep_fdb_conf *conf,
			 const struct vtep_fdb_list_change *c);
void vtep_fdb_kind(struct vtep_fdb *fdb, const struct vtep_vni *vni,
		   const u8 *mac, struct vtep_fdb_kind *kind);
int vtep_fdb_del(struct vtep_fdb *fdb, const struct vtep_fdb_conf *conf,
		 bool all, struct netlink_ext_ack *extack);

/* fdb_turn.c */
int vtep_fdb_turn_begin(struct vtep_fdb *fdb, const struct vtep_fdb_conf *from,
			const struct vtep_fdb_conf *to,
			struct vtep_fdb_turn *turn);
void vtep_fdb_turn_end(struct vtep_fdb *fdb, struct vtep_fdb_turn *turn,
		       bool go);

/* fdb_match.c */
bool vtep_fdb_match(struct vtep_fdb *fdb, const struct vtep_fdb_filter *filter,
		    const struct vtep_fdb_entry *f);

/* fdb_flush.c */
unsigned int vtep_fdb_flush(struct vtep_fdb *fdb,
			    const struct vtep_fdb_filter *filter);
void vtep_fdb_close(struct vtep_fdb *fdb, struct vtep_vni *vni);

/* fdb_local.c */
void vtep_fdb_unlearn(struct vtep_fdb *fdb, struct vtep_vni *vni,
		      const u8 *mac);
int vtep_fdb_local_new(struct vtep_fdb *fdb, struct vtep_vni *vni,
		       const u8 *mac, bool unlearn);
int vtep_fdb_local_del(struct vtep_fdb *fdb, struct vtep_vni *vni,
		       const u8 *mac);

/* fdb_neigh.c */
void vtep_fdb_neigh_init(struct vtep_fdb *fdb);
void vtep_fdb_neigh_exit(struct vtep_fdb *fdb);
bool vtep_fdb_neigh_may(struct vtep_fdb *fdb, const struct vtep_fdb_entry *f);

/* fdb_msg.c, the rtnetlink side of the table */
void vtep_fdb_notify(struct vtep_fdb *fdb, const struct vtep_fdb_entry *f,
		     const struct vtep_remote *r, int type);

#endif /* VTEP_FDB_H */
