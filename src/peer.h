/* SPDX-License-Identifier: GPL-2.0 */
/* Peers: the remote VTEPs, and the groups, that one VTEP sends to or hears.
 *
 * One object per (address, port, lower device) and VTEP, however many FDB
 * entries point to it: the route cache, the counters and the limits live here
 * once. A MAC that moves points to another peer and so uses the other peer's
 * route with its very next frame.
 *
 * A peer also has a short number, by which the FDB's table names it; it can be
 * another one's as soon as the peer is unlinked.
 *
 * The table finds them by address and lower device; those that differ in
 * nothing but the port hang together. A datagram does not tell which port its
 * sender listens on, so that whether it is known is a question about all of
 * them, answered with one lookup.
 *
 * Lifetime: refcounted. FDB entries and flood lists each hold a reference.
 * The last put unlinks under peers->lock and frees after a grace period, so
 * a pointer read under RCU stays good for that read section.
 */
#ifndef VTEP_PEER_H
#define VTEP_PEER_H

#include <linux/refcount.h>
#include <linux/rhashtable.h>
#include <net/dst_cache.h>

#include "addr.h"
#include "blame.h"
#include "peer_id.h"
#include "rank.h"
#include "storm.h"

struct vtep_peer {
	struct rhlist_head node;	/* peers->table */
	struct vtep_peer_key key;	/* constant */
	u16 id;				/* constant; in peers->ids. 0: there
					 * were too many, it has none
					 */
	refcount_t ref;
	atomic_t macs;			/* FDB entries that point here */
	atomic_t configured;		/* destinations of configured ones that
					 * do
					 */
	unsigned long heard;		/* jiffies of the last frame, 0: never;
					 * written at most once a jiffy
					 */
	u32 memo;			/* what source prefixes say of it, see
					 * vtep_sources_memo(); 0: not asked
					 * yet. Written by frames, on any CPU
					 */
	unsigned long first;		/* and of the first one; written once */

	/* what was learned from it, under fdb->lock; see fdb_priv.h */
	struct vtep_rank learned;	/* MACs, among the FDB's peers */
	struct vtep_ranking shares;	/* vtep_share.of_peer */
	struct rb_root by_vni;		/* the same */
	u32 damped;			/* MACs held here; read lockless */
	u32 limit_said;			/* as in struct vtep_fdb */

	struct vtep_storm_level bum;	/* received of it */
	struct dst_cache route;		/* per CPU, BH off; see @counts */
	struct vtep_counts __percpu *counts; /* NULL: it has none yet, nor a
					      * @route; set once, under
					      * peers->lock. Read by
					      * vtep_peer_counts() and
					      * vtep_peer_route()
					      */
	bool lent;			/* it has them though it is only heard;
					 * under peers->lock
					 */
	struct vtep_tally *tally;	/* NULL: nothing of it was dropped */
	struct rcu_head rcu;
};

struct vtep_peers {
	struct rhltable table;
	spinlock_t lock;	/* insertion and removal; BH-safe */
	struct vtep_peer_ids __rcu *ids; /* written likewise; RCU */
	unsigned int groups;	/* members of @table that are groups, no remote
				 * VTEPs; under @lock, read lockless
				 */
	unsigned int lent;	/* members of @table that are; likewise */
	u32 changes;		/* of who is in @table; likewise */
};

/* What a peer has on each CPU, 7 kB on 64, would be a stranger's to ask for: by
 * a datagram, from an address that is not its own. So of peers that are only
 * heard, and never were configured, no more than this have it. The others have
 * no counters, and what is sent to them takes a lookup of the route each time.
 */
#define VTEP_PEERS_LENT	4096

/* One destination of a flood list or of an FDB entry. */
struct vtep_remote {
	struct vtep_peer *peer;	/* a reference is held */
	u32 vni;		/* VNI on the wire; 0: the segment's own */
};

/* How many there may be: a flooded frame becomes as many copies, one after
 * the other with softirqs off, in a millisecond or two; and to add one copies
 * the list, under RTNL.
 */
#define VTEP_REMOTES_MAX	4096

/* An immutable list of destinations, replaced as a whole under RCU. */
struct vtep_remotes {
	struct rcu_head rcu;
	struct vtep_peers *peers;	/* where the references go back to */
	unsigned int n;
	struct vtep_remote r[];
};

/* The rest of a key whose address is there */
static inline void vtep_peer_key_fill(struct vtep_peer_key *key, __be16 port,
				      u32 ifindex)
{
	key->port = port;
	key->zero = 0;
	key->ifindex = vtep_addr_is_multicast(&key->addr) ||
		       vtep_addr_is_linklocal(&key->addr) ? ifindex : 0;
}

/* Make the key of a peer. A lower device belongs to it only where the address
 * means nothing without one: groups and IPv6 link-local addresses. All else
 * goes where routing says, so that a peer is one object however it is named.
 */
static inline void vtep_peer_key_init(struct vtep_peer_key *key,
				      const struct in6_addr *addr, __be16 port,
				      u32 ifindex)
{
	key->addr = *addr;
	vtep_peer_key_fill(key, port, ifindex);
}

/* The peer that has a number now, or NULL. RCU read section, within which the
 * result is good.
 */
static inline struct vtep_peer *vtep_peer_by_id(const struct vtep_peers *peers,
						u16 id)
{
	return vtep_peer_ids_get(rcu_dereference(peers->ids), id);
}

/* NULL: it has none */
static inline struct vtep_counts __percpu *
vtep_peer_counts(const struct vtep_peer *peer)
{
	/* Pairs with the release in vtep_peer_fill(). */
	return smp_load_acquire(&peer->counts);
}

/* NULL: it has none */
static inline struct dst_cache *vtep_peer_route(struct vtep_peer *peer)
{
	return vtep_peer_counts(peer) ? &peer->route : NULL;
}

/* Does a request mean that peer? What is all zero in @whom means any. */
static inline bool vtep_peer_key_means(const struct vtep_peer_key *whom,
				       const struct vtep_peer_key *peer)
{
	return (ipv6_addr_any(&whom->addr) ||
		ipv6_addr_equal(&whom->addr, &peer->addr)) &&
	       (!whom->port || whom->port == peer->port) &&
	       (!whom->ifindex || whom->ifindex == peer->ifindex);
}

int vtep_peers_init(struct vtep_peers *peers);
void vtep_peers_destroy(struct vtep_peers *peers);
void vtep_peers_reset_routes(struct vtep_peers *peers);
bool vtep_peers_have(struct vtep_peers *peers, const struct vtep_peer_key *key);
unsigned int vtep_peers_count(const struct vtep_peers *peers);

struct vtep_peer *vtep_peer_get(struct vtep_peers *peers,
				const struct vtep_peer_key *key);
struct vtep_peer *vtep_peer_learn(struct vtep_peers *peers,
				  const struct vtep_peer_key *key);
struct vtep_peer *vtep_peer_find(struct vtep_peers *peers,
				 const struct vtep_peer_key *key);
bool vtep_peer_known(struct vtep_peers *peers,
		     const struct vtep_peer_key *from);
void vtep_peer_put(struct vtep_peers *peers, struct vtep_peer *peer);
unsigned int vtep_peers_tally(struct vtep_peers *peers,
			      const struct in6_addr *addr, u64 *sums);

static inline void vtep_peer_heard(struct vtep_peer *peer)
{
	unsigned long now = jiffies ?: 1;

	if (READ_ONCE(peer->heard) == now)
		return;
	if (unlikely(!READ_ONCE(peer->first)))
		WRITE_ONCE(peer->first, now);
	WRITE_ONCE(peer->heard, now);
}

struct vtep_remotes *vtep_remotes_alloc(struct vtep_peers *peers,
					unsigned int n, gfp_t gfp);
void vtep_remotes_free(struct vtep_remotes *list);
int vtep_remotes_index(const struct vtep_remotes *list,
		       const struct vtep_peer_key *key, u32 vni);

#endif /* VTEP_PEER_H */
