// SPDX-License-Identifier: GPL-2.0
/* What is in the FDB's table, and its size.
 *
 * A table that is crowded, or sparse, is followed by another one. It is filled
 * by a worker, a few lines at a time, while frames are served by the old one
 * and whatever changes does so in both. So nobody waits for it, and fdb->lock
 * is never held for long. Who adds entries by netlink may sleep, and does not
 * go on before there is room.
 *
 * MACs can be learned faster than a worker gets to run. There is room for some
 * of them before a table is full, each of them helps to fill the one that
 * follows, and small tables, where room is little, are followed at once. Where
 * all that is not enough, a MAC is learned from a later frame.
 */
#include <linux/sched/mm.h>

#include "fdb_priv.h"

/* Entries that are put into another table in one go, under fdb->lock: a tenth
 * of a millisecond's work.
 */
#define VTEP_FDB_AT_ONCE	2048

/* Lines that each new entry puts into a table that is being filled: so it is
 * complete before the other one is full, whatever the worker gets of the CPU.
 * Between crowded and full are 0.4 entries for each line.
 */
#define VTEP_FDB_HELP		4

static struct vtep_fdb_table *vtep_fdb_table(struct vtep_fdb *fdb)
{
	return vtep_fdb_dereference(fdb, fdb->table);
}

/* The number of @f's only destination, if nothing else is to be known of it */
static u16 vtep_fdb_peer_id(struct vtep_fdb *fdb,
			    const struct vtep_fdb_entry *f)
{
	const struct vtep_remotes *list = vtep_fdb_remotes(fdb, f);

	if (!list)
		return vtep_fdb_peer(fdb, f)->id;
	if (vtep_fdb_is_list(f->key.mac) || list->n != 1 || list->r[0].vni)
		return 0;
	return list->r[0].peer->id;
}

/* @next takes the place of the table, which is freed after a grace period. */
static void vtep_fdb_follow(struct vtep_fdb *fdb, struct vtep_fdb_table *next)
{
	struct vtep_fdb_table *old = vtep_fdb_table(fdb);

	rcu_assign_pointer(fdb->table, next);
	vtep_fdb_table_free_rcu(old);
}

/* A small table is followed at once. Return: false without memory. */
static bool vtep_fdb_grow_now(struct vtep_fdb *fdb)
{
	struct vtep_fdb_table *old = vtep_fdb_table(fdb);
	struct vtep_fdb_table *next;
	u32 i;

	next = vtep_fdb_table_alloc(old->n * 2, VTEP_LEARN_GFP);
	if (!next)
		return false;
	for (i = 0; i < old->lines; i++)
		vtep_fdb_table_fill(next, vtep_fdb_table_line(old, i));
	vtep_fdb_follow(fdb, next);
	return true;
}

/* See to a table of the right size, sooner or later. */
static void vtep_fdb_fit(struct vtep_fdb *fdb)
{
	const struct vtep_fdb_table *t = vtep_fdb_table(fdb);

	if (fdb->dead || fdb->next)
		return;
	if (!vtep_fdb_table_is_misfit(t))
		return;
	if (vtep_fdb_table_is_crowded(t) && t->n <= VTEP_FDB_AT_ONCE &&
	    vtep_fdb_grow_now(fdb))
		return;
	queue_work(system_dfl_wq, &fdb->grow_work);
}

/* The table that was to follow does not: it was made for less. */
static void vtep_fdb_give_up(struct vtep_fdb *fdb)
{
	vtep_fdb_table_free_rcu(fdb->next);
	fdb->next = NULL;
}

/* One more line of the table into the one that follows, which takes its place
 * after the last one.
 */
static void vtep_fdb_fill_line(struct vtep_fdb *fdb)
{
	const struct vtep_fdb_table *old = vtep_fdb_table(fdb);
	struct vtep_fdb_table *next = fdb->next;

	if (!vtep_fdb_table_fill(next, vtep_fdb_table_line(old, fdb->filled))) {
		vtep_fdb_give_up(fdb);
		return;
	}
	if (++fdb->filled < old->lines)
		return;
	fdb->next = NULL;
	vtep_fdb_follow(fdb, next);
}

/* @f gets into the table, which does not have its key. Return: false if that is
 * full.
 */
bool vtep_fdb_insert(struct vtep_fdb *fdb, struct vtep_fdb_entry *f)
{
	u16 peer = vtep_fdb_peer_id(fdb, f);
	u32 vni = f->key.vni;
	int i;

	lockdep_assert_held(&fdb->lock);

	for (i = 0; fdb->next && i < VTEP_FDB_HELP; i++)
		vtep_fdb_fill_line(fdb);
	vtep_fdb_fit(fdb);
	if (!vtep_fdb_table_add(vtep_fdb_table(fdb), vni, f->key.mac, f, peer))
		return false;
	if (fdb->next &&
	    !vtep_fdb_table_add(fdb->next, vni, f->key.mac, f, peer))
		vtep_fdb_give_up(fdb);
	return true;
}

/* @f leaves the table. */
void vtep_fdb_remove(struct vtep_fdb *fdb, struct vtep_fdb_entry *f)
{
	vtep_fdb_table_del(vtep_fdb_table(fdb), f->key.vni, f->key.mac);
	if (fdb->next)
		vtep_fdb_table_del(fdb->next, f->key.vni, f->key.mac);
	else
		vtep_fdb_fit(fdb);
}

/* @f has another destination, or takes the place of another one. */
void vtep_fdb_update(struct vtep_fdb *fdb, struct vtep_fdb_entry *f)
{
	u16 peer = vtep_fdb_peer_id(fdb, f);

	vtep_fdb_table_set(vtep_fdb_table(fdb), f->key.vni, f->key.mac, f,
			   peer);
	if (fdb->next)
		vtep_fdb_table_set(fdb->next, f->key.vni, f->key.mac, f, peer);
}

/* Without __GFP_NORETRY somebody in that control group would be killed. */
static struct vtep_fdb_table *
vtep_fdb_table_alloc_charged(struct vtep_fdb *fdb, u32 n)
{
	struct mem_cgroup *old = set_active_memcg(fdb->memcg);
	struct vtep_fdb_table *t;

	t = vtep_fdb_table_alloc(n, GFP_KERNEL_ACCOUNT | __GFP_NOWARN |
				 __GFP_NORETRY);
	set_active_memcg(old);
	return t;
}

/* With fdb->lock, and fdb->growing, which keeps everybody else from putting
 * another table in place. Return: false if it is to be tried again, as there is
 * more in the table now than it was thought to be.
 */
static bool vtep_fdb_refit(struct vtep_fdb *fdb)
{
	struct vtep_fdb_table *t = vtep_fdb_table(fdb);
	struct vtep_fdb_hold hold = {};
	struct vtep_fdb_table *next;
	u32 n = t->n;

	if (!vtep_fdb_table_is_misfit(t))
		return true;

	spin_unlock_bh(&fdb->lock);
	next = vtep_fdb_table_alloc_charged(fdb, n);
	spin_lock_bh(&fdb->lock);
	if (!next)
		return true;

	fdb->next = next;
	fdb->filled = 0;
	while (fdb->next) {
		vtep_fdb_fill_line(fdb);
		vtep_fdb_breathe(fdb, &hold);
	}
	return !vtep_fdb_table_is_misfit(vtep_fdb_table(fdb));
}

/* Tries until the size is right, which others may change all the time */
#define VTEP_FDB_TRIES		8

static void vtep_fdb_grow(struct vtep_fdb *fdb)
{
	unsigned int tries = VTEP_FDB_TRIES;

	mutex_lock(&fdb->growing);
	spin_lock_bh(&fdb->lock);
	while (!vtep_fdb_refit(fdb) && --tries)
		;
	spin_unlock_bh(&fdb->lock);
	mutex_unlock(&fdb->growing);
}

static void vtep_fdb_grow_work(struct work_struct *work)
{
	vtep_fdb_grow(container_of(work, struct vtep_fdb, grow_work));
}

/* Before an entry is added where one may sleep. */
void vtep_fdb_make_room(struct vtep_fdb *fdb)
{
	bool crowded;

	rcu_read_lock();
	crowded = vtep_fdb_table_is_crowded(rcu_dereference(fdb->table));
	rcu_read_unlock();
	if (crowded)
		vtep_fdb_grow(fdb);
}

void vtep_fdb_grow_init(struct vtep_fdb *fdb)
{
	fdb->next = NULL;
	mutex_init(&fdb->growing);
	INIT_WORK(&fdb->grow_work, vtep_fdb_grow_work);
}

/* The FDB is dead. */
void vtep_fdb_grow_stop(struct vtep_fdb *fdb)
{
	cancel_work_sync(&fdb->grow_work);
	mutex_destroy(&fdb->growing);
}
