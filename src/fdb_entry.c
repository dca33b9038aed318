// SPDX-License-Identifier: GPL-2.0
/* An entry's memory.
 *
 * Where many entries go at once, they go in chains of those that one hold of
 * fdb->lock took out of the table: a chain waits for one grace period with one
 * callback, and is freed by a worker. With a callback for each of them, a
 * softirq would free them, thousands in one go, and keep frames waiting.
 */
#include <linux/llist.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "fdb_priv.h"
#include "ledger.h"

/* Smaller than a slab of all sizes would have them */
static struct kmem_cache *vtep_fdb_cache __read_mostly;

/* Chains whose grace period is over, by the @freed of their first one */
static LLIST_HEAD(vtep_fdb_chains);

/* Its memory, when nobody finds it any more */
void vtep_fdb_release(struct vtep_fdb_entry *f)
{
	kmem_cache_free(vtep_fdb_cache, f);
	vtep_freed(VTEP_THING_ENTRY);
}

static void vtep_fdb_free_chain(struct vtep_fdb_entry *f)
{
	struct vtep_fdb_entry *next;

	for (; f; f = next) {
		next = f->next;
		vtep_fdb_release(f);
		cond_resched();
	}
}

static void vtep_fdb_free_work(struct work_struct *work)
{
	struct vtep_fdb_entry *f, *next;

	llist_for_each_entry_safe(f, next, llist_del_all(&vtep_fdb_chains),
				  freed)
		vtep_fdb_free_chain(f);
}

static DECLARE_WORK(vtep_fdb_work, vtep_fdb_free_work);

/**
 * vtep_fdb_cache_init() - before there is an FDB
 *
 * Return: 0 or -ENOMEM.
 */
int __init vtep_fdb_cache_init(void)
{
	vtep_fdb_cache = KMEM_CACHE(vtep_fdb_entry, 0);
	return vtep_fdb_cache ? 0 : -ENOMEM;
}

/**
 * vtep_fdb_cache_exit() - after the last FDB
 *
 * Context: process context; all callbacks of RCU have run.
 */
void vtep_fdb_cache_exit(void)
{
	vtep_fdb_table_exit();
	flush_work(&vtep_fdb_work);
	kmem_cache_destroy(vtep_fdb_cache);
}

/* An entry nobody finds yet; the caller sets @peer or @remotes. */
struct vtep_fdb_entry *vtep_fdb_alloc(struct vtep_vni *vni, const u8 *mac,
				      u8 state, u8 flags, gfp_t gfp)
{
	struct vtep_fdb_entry *f;

	f = kmem_cache_zalloc(vtep_fdb_cache, gfp);
	if (!f)
		return NULL;

	vtep_made(VTEP_THING_ENTRY);
	f->key.vni = vni->vni;
	ether_addr_copy(f->key.mac, mac);
	f->vni = vni;
	f->state = state;
	f->flags = flags;
	vtep_fdb_changed(f);
	/* It is to age from now on, or was never heard. */
	if (vtep_fdb_can_age(f))
		vtep_fdb_heard(f);
	return f;
}

static void vtep_fdb_free_rcu(struct rcu_head *rcu)
{
	vtep_fdb_release(container_of(rcu, struct vtep_fdb_entry, rcu));
}

/* Readers may still be at its peers: see vtep_peer_put(). */
void vtep_fdb_put_refs(struct vtep_fdb *fdb, struct vtep_fdb_entry *f)
{
	struct vtep_peer *peer;

	if (f->listed) {
		vtep_remotes_free(rcu_dereference_protected(f->remotes, true));
		return;
	}
	peer = rcu_dereference_protected(f->peer, true);
	if (peer)
		vtep_peer_put(fdb->peers, peer);
}

/* And at the entry itself */
void vtep_fdb_free(struct vtep_fdb *fdb, struct vtep_fdb_entry *f)
{
	vtep_fdb_put_refs(fdb, f);
	call_rcu(&f->rcu, vtep_fdb_free_rcu);
}

/* Entries are about to go by vtep_fdb_drop(), in batches at the end of which
 * there is a vtep_fdb_breathe(); under fdb->lock, like the others here.
 */
void vtep_fdb_many_begin(struct vtep_fdb *fdb)
{
	fdb->many++;
}

void vtep_fdb_many_end(struct vtep_fdb *fdb)
{
	vtep_fdb_let_go(fdb);
	fdb->many--;
}

/* Like vtep_fdb_free(), of one that was in the table */
void vtep_fdb_drop(struct vtep_fdb *fdb, struct vtep_fdb_entry *f)
{
	if (!fdb->many) {
		vtep_fdb_free(fdb, f);
		return;
	}
	vtep_fdb_put_refs(fdb, f);
	f->next = fdb->dropped;
	fdb->dropped = f;
}

static void vtep_fdb_chain_rcu(struct rcu_head *rcu)
{
	struct vtep_fdb_entry *f = container_of(rcu, struct vtep_fdb_entry,
						rcu);

	if (llist_add(&f->freed, &vtep_fdb_chains))
		queue_work(system_dfl_wq, &vtep_fdb_work);
}

/* What was dropped waits for its grace period. */
void vtep_fdb_let_go(struct vtep_fdb *fdb)
{
	if (!fdb->dropped)
		return;
	call_rcu(&fdb->dropped->rcu, vtep_fdb_chain_rcu);
	fdb->dropped = NULL;
}
