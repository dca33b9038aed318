// SPDX-License-Identifier: GPL-2.0
/* Peers and lists of them; see peer.h. */
#include <linux/slab.h>

#include "ledger.h"
#include "peer.h"

static const struct rhashtable_params vtep_peer_params = {
	.head_offset = offsetof(struct vtep_peer, node),
	.key_offset = offsetof(struct vtep_peer, key),
	.key_len = offsetof(struct vtep_peer_key, port),
	.automatic_shrinking = true,
};

/**
 * vtep_peers_init() - make an empty table of peers
 * @peers: the table
 *
 * Return: 0 or -ENOMEM.
 */
int vtep_peers_init(struct vtep_peers *peers)
{
	struct vtep_peer_ids *ids = vtep_peer_ids_alloc(NULL,
							GFP_KERNEL_ACCOUNT);
	int err;

	if (!ids)
		return -ENOMEM;
	err = rhltable_init(&peers->table, &vtep_peer_params);
	if (err) {
		kfree(ids);
		return err;
	}

	spin_lock_init(&peers->lock);
	RCU_INIT_POINTER(peers->ids, ids);
	peers->groups = 0;
	peers->lent = 0;
	peers->changes = 0;
	return 0;
}

/**
 * vtep_peers_destroy() - free a table whose peers have all been put
 * @peers: the table
 */
void vtep_peers_destroy(struct vtep_peers *peers)
{
	WARN_ON_ONCE(atomic_read(&peers->table.ht.nelems));
	rhltable_destroy(&peers->table);
	kfree(rcu_dereference_protected(peers->ids, true));
}

/**
 * vtep_peers_count() - how many remote VTEPs there are
 * @peers: the table, whose groups do not count
 *
 * Return: their number, nearly so while it changes.
 */
unsigned int vtep_peers_count(const struct vtep_peers *peers)
{
	return atomic_read(&peers->table.ht.nelems) - READ_ONCE(peers->groups);
}

static void vtep_peers_count_group(struct vtep_peers *peers,
				   const struct vtep_peer *peer, int by)
{
	if (vtep_addr_is_multicast(&peer->key.addr))
		WRITE_ONCE(peers->groups, peers->groups + by);
}

/**
 * vtep_peers_reset_routes() - forget every cached route
 * @peers: the table
 *
 * For changes the routing generation does not tell, such as another source
 * address or lower device of the VTEP.
 *
 * Context: any but hard interrupt; enters an RCU read section.
 */
void vtep_peers_reset_routes(struct vtep_peers *peers)
{
	struct rhashtable_iter it;
	struct vtep_peer *peer;

	rhltable_walk_enter(&peers->table, &it);
	rhashtable_walk_start(&it);
	while ((peer = rhashtable_walk_next(&it))) {
		/* A resize restarts the walk; a peer may be reset twice. */
		if (IS_ERR(peer) || !vtep_peer_route(peer))
			continue;
		dst_cache_reset(&peer->route);
	}
	rhashtable_walk_stop(&it);
	rhashtable_walk_exit(&it);
}

/**
 * vtep_peer_find() - look a peer up
 * @peers: the table
 * @key: whom; port 0: any of them at the address
 *
 * Context: RCU read section, within which the result is good; no reference
 *	is taken.
 *
 * Return: the peer or NULL.
 */
struct vtep_peer *vtep_peer_find(struct vtep_peers *peers,
				 const struct vtep_peer_key *key)
{
	struct rhlist_head *list, *pos;
	struct vtep_peer *peer;

	list = rhltable_lookup(&peers->table, key, vtep_peer_params);
	rhl_for_each_entry_rcu(peer, pos, list, node)
		if (peer->key.port == key->port || !key->port)
			return peer;
	return NULL;
}

/**
 * vtep_peers_have() - whether there is any peer that a request means
 * @peers: the table
 * @key: whom, as vtep_peer_key_means() has it
 *
 * Context: process context.
 *
 * Return: true if so.
 */
bool vtep_peers_have(struct vtep_peers *peers, const struct vtep_peer_key *key)
{
	struct rhashtable_iter it;
	struct vtep_peer *peer;
	bool has = false;

	rhltable_walk_enter(&peers->table, &it);
	rhashtable_walk_start(&it);
	while (!has && (peer = rhashtable_walk_next(&it)))
		has = !IS_ERR(peer) && vtep_peer_key_means(key, &peer->key);
	rhashtable_walk_stop(&it);
	rhashtable_walk_exit(&it);
	return has;
}

/**
 * vtep_peer_known() - whether anything configured leads to a sender
 * @peers: the table
 * @from: who sent a datagram; the port is not looked at
 *
 * Context: RCU read section.
 *
 * Return: true if a destination of a configured FDB entry, the flood list
 *	among them, is at that address.
 */
bool vtep_peer_known(struct vtep_peers *peers,
		     const struct vtep_peer_key *from)
{
	struct rhlist_head *list, *pos;
	struct vtep_peer *peer;

	list = rhltable_lookup(&peers->table, from, vtep_peer_params);
	rhl_for_each_entry_rcu(peer, pos, list, node)
		if (atomic_read(&peer->configured))
			return true;
	return false;
}

static void vtep_peer_free_rcu(struct rcu_head *rcu)
{
	struct vtep_peer *peer = container_of(rcu, struct vtep_peer, rcu);

	/* Only now: a sender may hold the peer in its RCU section. */
	dst_cache_destroy(&peer->route);
	free_percpu(peer->counts);
	kfree(peer->tally);
	kfree(peer);
	vtep_freed(VTEP_THING_PEER);
}

static struct vtep_peer *vtep_peer_alloc(const struct vtep_peer_key *key,
					 gfp_t gfp)
{
	struct vtep_peer *peer;

	peer = kzalloc(sizeof(*peer), gfp);
	if (!peer)
		return NULL;

	peer->key = *key;
	refcount_set(&peer->ref, 1);
	vtep_made(VTEP_THING_PEER);
	return peer;
}

/* May a peer that is only heard have per-CPU memory? */
static bool vtep_peers_lend(const struct vtep_peers *peers)
{
	return READ_ONCE(peers->lent) < VTEP_PEERS_LENT;
}

/* Give @peer its per-CPU memory, if it has none: of one that is only heard, if
 * there is some to lend.
 *
 * Return: it has it.
 */
static bool vtep_peer_fill(struct vtep_peers *peers, struct vtep_peer *peer,
			   bool heard, gfp_t gfp)
{
	struct vtep_counts __percpu *counts;
	struct dst_cache route;
	bool give;

	if (likely(vtep_peer_counts(peer)))
		return true;
	if (heard && !vtep_peers_lend(peers))
		return false;
	counts = vtep_counts_alloc(gfp);
	if (!counts)
		return false;
	if (dst_cache_init(&route, gfp)) {
		free_percpu(counts);
		return false;
	}

	spin_lock_bh(&peers->lock);
	give = !peer->counts && (!heard || vtep_peers_lend(peers));
	if (give) {
		peer->lent = heard;
		WRITE_ONCE(peers->lent, peers->lent + heard);
		peer->route = route;
		/* Pairs with the acquire in vtep_peer_counts(). */
		smp_store_release(&peer->counts, counts);
	}
	spin_unlock_bh(&peers->lock);

	if (!give) {
		dst_cache_destroy(&route);
		free_percpu(counts);
	}
	return vtep_peer_counts(peer);
}

static struct vtep_peer_ids *vtep_peers_ids(const struct vtep_peers *peers)
{
	return rcu_dereference_protected(peers->ids,
					 lockdep_is_held(&peers->lock));
}

/* A peer can do without a number; see fdb_table.h. */
static u16 vtep_peer_take_id(struct vtep_peers *peers, struct vtep_peer *peer)
{
	struct vtep_peer_ids *old = vtep_peers_ids(peers);
	u16 id = vtep_peer_ids_take(old, peer);
	struct vtep_peer_ids *ids;

	if (likely(id))
		return id;
	ids = vtep_peer_ids_alloc(old, VTEP_LEARN_GFP);
	if (!ids)
		return 0;
	id = vtep_peer_ids_take(ids, peer);
	rcu_assign_pointer(peers->ids, ids);
	kfree_rcu(old, rcu);
	return id;
}

static void vtep_peer_give_id(struct vtep_peers *peers, struct vtep_peer *peer)
{
	if (peer->id)
		vtep_peer_ids_give(vtep_peers_ids(peers), peer->id);
}

/* Under peers->lock */
static int vtep_peer_link(struct vtep_peers *peers, struct vtep_peer *peer)
{
	int err;

	WRITE_ONCE(peers->changes, peers->changes + 1);
	peer->id = vtep_peer_take_id(peers, peer);
	err = rhltable_insert(&peers->table, &peer->node, vtep_peer_params);
	if (!err)
		vtep_peers_count_group(peers, peer, 1);
	else
		vtep_peer_give_id(peers, peer);
	return err;
}

static void vtep_peer_unlink(struct vtep_peers *peers, struct vtep_peer *peer)
{
	WRITE_ONCE(peers->changes, peers->changes + 1);
	vtep_peers_count_group(peers, peer, -1);
	WRITE_ONCE(peers->lent, peers->lent - peer->lent);
	vtep_peer_give_id(peers, peer);
	rhltable_remove(&peers->table, &peer->node, vtep_peer_params);
}

/* Find it or make it, and take a reference. */
static struct vtep_peer *vtep_peer_ref(struct vtep_peers *peers,
				       const struct vtep_peer_key *key,
				       gfp_t gfp)
{
	struct vtep_peer *peer, *fresh;

	rcu_read_lock();
	peer = vtep_peer_find(peers, key);
	if (peer && refcount_inc_not_zero(&peer->ref)) {
		rcu_read_unlock();
		return peer;
	}
	rcu_read_unlock();

	fresh = vtep_peer_alloc(key, gfp);
	if (!fresh)
		return NULL;

	/* Somebody may have made it meanwhile. Whoever is in the table under
	 * the lock has a reference left: the last put unlinks under it.
	 */
	spin_lock_bh(&peers->lock);
	rcu_read_lock();
	peer = vtep_peer_find(peers, key);
	if (peer)
		refcount_inc(&peer->ref);
	else if (!vtep_peer_link(peers, fresh))
		swap(peer, fresh);
	rcu_read_unlock();
	spin_unlock_bh(&peers->lock);

	if (fresh)
		vtep_peer_free_rcu(&fresh->rcu);
	return peer;
}

/**
 * vtep_peer_get() - find or make a peer that is configured, take a reference
 * @peers: the table
 * @key: whom; every byte counts, so padding must be zero
 *
 * Context: process; takes peers->lock.
 *
 * Return: the peer, to be put with vtep_peer_put(), or NULL without memory.
 */
struct vtep_peer *vtep_peer_get(struct vtep_peers *peers,
				const struct vtep_peer_key *key)
{
	struct vtep_peer *peer;

	peer = vtep_peer_ref(peers, key, GFP_KERNEL_ACCOUNT);
	if (!peer || vtep_peer_fill(peers, peer, false, GFP_KERNEL_ACCOUNT))
		return peer;
	vtep_peer_put(peers, peer);
	return NULL;
}

/**
 * vtep_peer_learn() - find or make a peer that is heard, take a reference
 * @peers: the table
 * @key: whom; every byte counts, so padding must be zero
 *
 * Context: any but hard interrupt; takes peers->lock.
 *
 * Return: the peer, to be put with vtep_peer_put(), or NULL without memory.
 */
struct vtep_peer *vtep_peer_learn(struct vtep_peers *peers,
				  const struct vtep_peer_key *key)
{
	struct vtep_peer *peer = vtep_peer_ref(peers, key, VTEP_LEARN_GFP);

	/* It does without. */
	if (peer)
		vtep_peer_fill(peers, peer, true, VTEP_LEARN_GFP);
	return peer;
}

/**
 * vtep_peer_put() - give a reference back
 * @peers: the table the peer is in
 * @peer: the peer; not to be used afterwards except within an RCU read
 *	section entered before
 *
 * Context: any but hard interrupt; takes peers->lock for the last one.
 */
void vtep_peer_put(struct vtep_peers *peers, struct vtep_peer *peer)
{
	bool last;

	if (refcount_dec_not_one(&peer->ref))
		return;

	spin_lock_bh(&peers->lock);
	last = refcount_dec_and_test(&peer->ref);
	if (last)
		vtep_peer_unlink(peers, peer);
	spin_unlock_bh(&peers->lock);

	if (last)
		call_rcu(&peer->rcu, vtep_peer_free_rcu);
}

static void vtep_peer_tally(const struct vtep_peer *peer, u64 *sums)
{
	enum vtep_drop why;

	for (why = 0; why < VTEP_DROP_MAX; why++)
		sums[why] += vtep_tally_get(&peer->tally, why);
}

/**
 * vtep_peers_tally() - drops of a remote VTEP by reason
 * @peers: the table
 * @addr: address of the remote VTEP, whatever its ports and links
 * @sums: VTEP_DROP_MAX of them, filled
 *
 * Costs a look at every peer.
 *
 * Context: any but hard interrupt; enters an RCU read section.
 *
 * Return: how many peers there are with this address.
 */
unsigned int vtep_peers_tally(struct vtep_peers *peers,
			      const struct in6_addr *addr, u64 *sums)
{
	const size_t size = VTEP_DROP_MAX * sizeof(*sums);
	struct rhashtable_iter it;
	struct vtep_peer *peer;
	unsigned int n = 0;

	memset(sums, 0, size);
	if (vtep_addr_is_multicast(addr))
		return 0;

	rhltable_walk_enter(&peers->table, &it);
	rhashtable_walk_start(&it);
	while ((peer = rhashtable_walk_next(&it))) {
		/* A resize restarts the walk. */
		if (IS_ERR(peer)) {
			memset(sums, 0, size);
			n = 0;
			continue;
		}
		if (!ipv6_addr_equal(&peer->key.addr, addr))
			continue;
		vtep_peer_tally(peer, sums);
		n++;
	}
	rhashtable_walk_stop(&it);
	rhashtable_walk_exit(&it);
	return n;
}

/**
 * vtep_remotes_alloc() - make a list of destinations
 * @peers: table its peers are in
 * @n: how many
 * @gfp: allocation flags
 *
 * Return: the list with empty rows, which the caller fills with referenced
 *	peers, or NULL. vtep_remotes_free() gives it and the references back.
 */
struct vtep_remotes *vtep_remotes_alloc(struct vtep_peers *peers,
					unsigned int n, gfp_t gfp)
{
	struct vtep_remotes *list;

	list = kzalloc(struct_size(list, r, n), gfp);
	if (!list)
		return NULL;

	list->peers = peers;
	list->n = n;
	vtep_made(VTEP_THING_REMOTES);
	return list;
}

/**
 * vtep_remotes_free() - put the peers of a list and free it
 * @list: the list, already unpublished, or NULL
 *
 * Readers may still be at it: the memory, and that of peers nobody else
 * uses, is freed after a grace period.
 */
void vtep_remotes_free(struct vtep_remotes *list)
{
	unsigned int i;

	if (!list)
		return;

	for (i = 0; i < list->n; i++)
		if (list->r[i].peer)
			vtep_peer_put(list->peers, list->r[i].peer);
	kfree_rcu(list, rcu);
	vtep_freed(VTEP_THING_REMOTES);
}

/**
 * vtep_remotes_index() - find a destination in a list
 * @list: the list, or NULL
 * @key: peer
 * @vni: VNI on the wire, 0 for the segment's own
 *
 * Context: RCU read section, or the lock the list is written under.
 *
 * Return: its place, or -ENOENT.
 */
int vtep_remotes_index(const struct vtep_remotes *list,
		       const struct vtep_peer_key *key, u32 vni)
{
	unsigned int i;

	if (!list)
		return -ENOENT;

	for (i = 0; i < list->n; i++)
		if (list->r[i].vni == vni &&
		    !memcmp(&list->r[i].peer->key, key, sizeof(*key)))
			return i;
	return -ENOENT;
}
