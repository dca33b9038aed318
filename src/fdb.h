/* SPDX-License-Identifier: GPL-2.0 */
/* The forwarding database of a VTEP: (VNI, MAC) -> peer(s).
 *
 * Readers are lockless under RCU. Every writer, be it learning in softirq,
 * ageing in a worker or the administrator under RTNL, holds fdb->lock.
 *
 * Two shapes of entry:
 *  - learned: @peer is set and may change (a move); @remotes is NULL and the
 *    VNI on the wire is the segment's own;
 *  - configured: @remotes is set, an immutable list replaced as a whole; a
 *    unicast MAC has one destination, a multicast or the all-zero MAC has
 *    several (head-end replication). The all-zero entry's list is the
 *    segment's flood list, to which vni->flood points as well.
 *
 * Ageing: an entry that can age sits in one slot of a wheel of seconds,
 * where it is looked at once per ageing time, not once per scan; a refresh
 * only writes @heard. Frames sent never refresh an entry.
 *
 * @id numbers the entries densely for dumps that resume where they stopped.
 */
#ifndef VTEP_FDB_H
#define VTEP_FDB_H

#include <linux/etherdevice.h>
#include <linux/rhashtable.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

#include "peer.h"
#include "vni.h"

#define VTEP_FDB_LIMIT		65536	/* learned MACs, default of a VTEP */
#define VTEP_FDB_AGEING		300	/* seconds, default */
#define VTEP_FDB_AGEING_MAX	(10 * 24 * 3600) /* fits jiffies on 32 bits */
#define VTEP_FDB_WHEEL		256	/* slots of one second */

struct vtep_fdb_key {
	u32 vni;
	u8 mac[ETH_ALEN];
	u8 zero[2];		/* keeps the key free of padding */
};

struct vtep_fdb_entry {
	struct rhash_head node;			/* fdb->ht */
	struct vtep_fdb_key key;		/* constant */
	u32 id;					/* constant; fdb->ids */
	struct vtep_peer __rcu *peer;		/* learned entries */
	struct vtep_remotes __rcu *remotes;	/* configured entries */
	unsigned long heard;	/* jiffies; lockless, at most once a jiffy */
	unsigned long changed;	/* jiffies; under fdb->lock */
	u16 state;		/* NUD_*; under fdb->lock, read lockless */
	u8 flags;		/* NTF_*; likewise */
	u8 ext_flags;		/* NTF_EXT_* >> NTF_EXT_SHIFT; likewise */
	bool learned;		/* counted against the limits */
	struct vtep_vni *vni;	/* constant; outlives its entries */
	struct hlist_node wheel; /* unhashed when it cannot age */
	struct rcu_head rcu;
};

struct vtep_fdb {
	struct rhashtable ht;
	spinlock_t lock;	/* BH-safe; all changes */
	struct xarray ids;	/* id -> entry; changes under @lock, RCU */
	struct net_device *dev;
	struct vtep_peers *peers;
	u32 limit;		/* learned entries; 0: none. READ_ONCE */
	atomic_t learned;
	bool limit_said;	/* LIMIT event sent; under @lock */
	bool dead;		/* no learning any more; under @lock */
	unsigned int slot;	/* the wheel's hand; under @lock */
	struct hlist_head wheel[VTEP_FDB_WHEEL];
	struct delayed_work age_work;
};

/* What learning says of a frame. */
enum vtep_learn {
	VTEP_LEARN_OK,		/* learned, refreshed, moved, or not allowed
				 * to and counted: deliver the frame
				 */
	VTEP_LEARN_STATIC,	/* the MAC is configured elsewhere: drop it */
};

/* Which entries an operation is about; zero members match everything. */
struct vtep_fdb_filter {
	const struct vtep_vni *vni;
	const struct vtep_peer_key *peer;
	u16 state, state_mask;
	u8 flags, flags_mask;
	bool keep_configured;	/* only learned ones */
};

/* What the administrator says of an entry; see vtep_fdb_set(). */
struct vtep_fdb_conf {
	struct vtep_vni *vni;
	const u8 *mac;
	struct vtep_peer_key peer;
	u32 remote_vni;		/* 0: the segment's own */
	u16 state;
	u8 flags;
	u8 ext_flags;
	u16 nlflags;		/* NLM_F_CREATE, EXCL, REPLACE, APPEND */
};

int vtep_fdb_init(struct vtep_fdb *fdb, struct net_device *dev,
		  struct vtep_peers *peers);
void vtep_fdb_destroy(struct vtep_fdb *fdb);

struct vtep_fdb_entry *vtep_fdb_find(struct vtep_fdb *fdb, u32 vni,
				     const u8 *mac);
enum vtep_learn vtep_fdb_learn(struct vtep_fdb *fdb, struct vtep_vni *vni,
			       const u8 *mac,
			       const struct vtep_peer_key *from,
			       struct vtep_peer **peer,
			       enum vtep_drop *refused);

int vtep_fdb_set(struct vtep_fdb *fdb, const struct vtep_fdb_conf *conf,
		 struct netlink_ext_ack *extack);
int vtep_fdb_del(struct vtep_fdb *fdb, const struct vtep_fdb_conf *conf,
		 bool all, struct netlink_ext_ack *extack);
unsigned int vtep_fdb_flush(struct vtep_fdb *fdb,
			    const struct vtep_fdb_filter *filter);
void vtep_fdb_ageing_changed(struct vtep_fdb *fdb);

struct vtep_fdb_entry *vtep_fdb_next(struct vtep_fdb *fdb, u32 *id);

/* rtnetlink side of the table; fdb_rtnl.c */
void vtep_fdb_notify(struct vtep_fdb *fdb, const struct vtep_fdb_entry *f,
		     int type);

#endif /* VTEP_FDB_H */
