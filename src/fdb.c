// SPDX-License-Identifier: GPL-2.0
/* Entries in and out of the FDB, whoever changes it; see fdb.h. */
#include <linux/delay.h>
#include <linux/memcontrol.h>

#include "fdb_priv.h"

/* Ids fit the signed positions of netlink dumps. */
#define VTEP_FDB_IDS	XA_LIMIT(0, INT_MAX - 1)

/**
 * vtep_fdb_init() - make an empty FDB
 * @fdb: the FDB
 * @dev: netdevice it belongs to, for notifications
 * @peers: where its entries' peers are
 *
 * What it learns is charged to the caller's control group.
 *
 * Context: process context.
 *
 * Return: 0 or -ENOMEM.
 */
int vtep_fdb_init(struct vtep_fdb *fdb, struct net_device *dev,
		  struct vtep_peers *peers)
{
	struct vtep_fdb_table *t;
	int err;

	t = vtep_fdb_table_alloc(0, GFP_KERNEL_ACCOUNT);
	if (!t)
		return -ENOMEM;
	RCU_INIT_POINTER(fdb->table, t);
	spin_lock_init(&fdb->lock);
	xa_init_flags(&fdb->ids, XA_FLAGS_ALLOC | XA_FLAGS_ACCOUNT);
	fdb->dev = dev;
	fdb->peers = peers;
	fdb->limit = VTEP_FDB_LIMIT;
	atomic_set(&fdb->learned, 0);
	atomic_set(&fdb->evicted, 0);
	fdb->greedy = (struct vtep_ranking){};
	fdb->limit_said = 0;
	fdb->many = 0;
	fdb->dropped = NULL;
	fdb->dead = false;
	vtep_fdb_age_init(fdb);
	vtep_fdb_neigh_init(fdb);
	vtep_fdb_grow_init(fdb);
	err = vtep_locals_init(&fdb->locals);
	if (err) {
		vtep_fdb_table_free(t);
		return err;
	}
	fdb->memcg = get_mem_cgroup_from_mm(current->mm);
	return 0;
}

/**
 * vtep_fdb_destroy() - free an FDB
 * @fdb: the FDB, which vtep_fdb_init() has made
 *
 * Entries of segments that were not closed go without notification.
 *
 * Context: process context. No reader is left: a grace period has passed
 *	since frames could last find the VTEP.
 */
void vtep_fdb_destroy(struct vtep_fdb *fdb)
{
	struct vtep_fdb_entry *f;
	unsigned long id;

	vtep_fdb_age_stop(fdb);

	spin_lock_bh(&fdb->lock);
	vtep_fdb_many_begin(fdb);
	xa_for_each(&fdb->ids, id, f)
		vtep_fdb_unlink(fdb, f);
	vtep_fdb_many_end(fdb);
	spin_unlock_bh(&fdb->lock);

	vtep_fdb_grow_stop(fdb);
	vtep_fdb_neigh_exit(fdb);
	/* Those evicted are counted in @fdb until they are freed. */
	if (atomic_read(&fdb->evicted))
		rcu_barrier();
	xa_destroy(&fdb->ids);
	vtep_fdb_table_free(rcu_dereference_protected(fdb->table, true));
	vtep_locals_destroy(&fdb->locals);
	mem_cgroup_put(fdb->memcg);
}

/**
 * vtep_fdb_find() - look a MAC up
 * @fdb: the FDB
 * @vni: segment
 * @mac: Ethernet address
 *
 * Context: RCU read section, within which the result is good; or fdb->lock, or
 *	RTNL for what neither learning nor ageing touches.
 *
 * Return: the entry or NULL.
 */
struct vtep_fdb_entry *vtep_fdb_find(struct vtep_fdb *fdb, u32 vni,
				     const u8 *mac)
{
	struct vtep_fdb_entry *f;
	struct vtep_fdb_table *t;

	/* Of the table, whatever keeps the entry. */
	rcu_read_lock();
	t = rcu_dereference(fdb->table);
	f = vtep_fdb_table_find(t, vtep_fdb_table_home(t, vni, mac), vni, mac,
				NULL, NULL);
	rcu_read_unlock();
	return f;
}

/**
 * vtep_fdb_is_empty() - is there no entry at all?
 * @fdb: the FDB
 *
 * Context: RCU read section or fdb->lock.
 *
 * Return: true if so.
 */
bool vtep_fdb_is_empty(const struct vtep_fdb *fdb)
{
	const struct vtep_fdb_table *t =
		rcu_dereference_check(fdb->table, lockdep_is_held(&fdb->lock));

	return !READ_ONCE(t->n);
}

/**
 * vtep_fdb_next() - iterate the entries
 * @fdb: the FDB
 * @id: where to go on: 0 at first; moved behind the entry returned. To see
 *	that entry once more, go on with its own id.
 *
 * Each entry that exists during the whole iteration is seen once, however
 * many calls and whatever changes in between.
 *
 * Context: RCU read section, within which the result is good.
 *
 * Return: the entry with the smallest id not below *@id, or NULL.
 */
struct vtep_fdb_entry *vtep_fdb_next(struct vtep_fdb *fdb, u32 *id)
{
	unsigned long i = *id;
	struct vtep_fdb_entry *f;

	f = xa_find(&fdb->ids, &i, INT_MAX, XA_PRESENT);
	if (f)
		*id = i + 1;
	return f;
}

/* Whoever waits comes first, now that the lock is free. */
static void vtep_fdb_rest(const struct vtep_fdb_hold *hold)
{
	if (hold->nap && !(hold->seen % hold->nap))
		usleep_range(50, 100);
	else
		cond_resched();
}

/**
 * vtep_fdb_breathe() - after one entry of many: let others have the lock
 * @fdb: the FDB, its lock held, as it is again afterwards
 * @hold: of this work; zeroes at first, but for nap
 *
 * Context: process context, may sleep: everything may have changed.
 */
void vtep_fdb_breathe(struct vtep_fdb *fdb, struct vtep_fdb_hold *hold)
{
	if (++hold->seen % VTEP_FDB_BATCH && ktime_get_ns() < hold->until)
		return;
	vtep_fdb_let_go(fdb);
	spin_unlock_bh(&fdb->lock);
	vtep_fdb_rest(hold);
	spin_lock_bh(&fdb->lock);
	hold->until = ktime_get_ns() + VTEP_FDB_HOLD;
}

static void vtep_fdb_count_list(const struct vtep_remotes *list, int by)
{
	unsigned int i;

	for (i = 0; list && i < list->n; i++) {
		atomic_add(by, &list->r[i].peer->macs);
		atomic_add(by, &list->r[i].peer->configured);
	}
}

/* Count an entry that comes (@by 1) or goes (-1). */
static void vtep_fdb_account(struct vtep_fdb *fdb, struct vtep_fdb_entry *f,
			     int by)
{
	struct vtep_peer *peer = vtep_fdb_peer(fdb, f);

	if (peer)
		atomic_add(by, &peer->macs);
	vtep_fdb_count_list(vtep_fdb_remotes(fdb, f), by);
}

/* Among those of its kind; @share is for what is learned */
static void vtep_fdb_join(struct vtep_fdb *fdb, struct vtep_fdb_entry *f,
			  struct vtep_share *share)
{
	if (f->learned)
		vtep_share_add(fdb, share, f);
	else
		list_add_tail(&f->sibling, &f->vni->macs);
	vtep_fdb_account(fdb, f, 1);
	vtep_fdb_wheel_add(fdb, f);
}

static void vtep_fdb_leave(struct vtep_fdb *fdb, struct vtep_fdb_entry *f)
{
	vtep_fdb_wheel_del(fdb, f);
	vtep_damp_clear(fdb, f);
	vtep_fdb_account(fdb, f, -1);
	if (f->learned)
		vtep_share_del(fdb, f);
	else
		list_del(&f->sibling);
}

/* The list of the all-zero MAC is the segment's flood list. */
static void vtep_fdb_publish(struct vtep_fdb *fdb, struct vtep_fdb_entry *f,
			     struct vtep_remotes *list)
{
	if (is_zero_ether_addr(f->key.mac))
		rcu_assign_pointer(f->vni->flood, list);
}

/* Put a complete entry into the table, where its key is not yet. When that
 * fails the entry is still the caller's, but only for vtep_fdb_free().
 */
int vtep_fdb_link(struct vtep_fdb *fdb, struct vtep_fdb_entry *f)
{
	struct vtep_share *share = NULL;
	int err;

	lockdep_assert_held(&fdb->lock);

	if (f->learned) {
		share = vtep_share_get(f->vni, vtep_fdb_peer(fdb, f));
		if (!share)
			return -ENOMEM;
	}

	err = xa_alloc(&fdb->ids, &f->id, f, VTEP_FDB_IDS, VTEP_LEARN_GFP);
	if (err)
		goto put;

	if (!vtep_fdb_insert(fdb, f)) {
		err = -ENOMEM;
		goto erase;
	}

	vtep_fdb_join(fdb, f, share);
	vtep_fdb_publish(fdb, f, vtep_fdb_remotes(fdb, f));
	return 0;

erase:
	xa_erase(&fdb->ids, f->id);
put:
	if (share)
		vtep_share_put(share);
	return err;
}

/* Take an entry out of the table; it is the caller's, and whoever found it
 * still may be at it.
 */
void vtep_fdb_take_out(struct vtep_fdb *fdb, struct vtep_fdb_entry *f)
{
	lockdep_assert_held(&fdb->lock);

	vtep_fdb_leave(fdb, f);
	vtep_fdb_publish(fdb, f, NULL);
	vtep_fdb_remove(fdb, f);
	xa_erase(&fdb->ids, f->id);
}

/* Take an entry out of the table and free it after a grace period. */
void vtep_fdb_unlink(struct vtep_fdb *fdb, struct vtep_fdb_entry *f)
{
	vtep_fdb_take_out(fdb, f);
	vtep_fdb_drop(fdb, f);
}

/* Put @f, which is no learned one, where @old is, which is freed after a grace
 * period: readers find the one or the other, never none. Both have the same
 * key.
 */
void vtep_fdb_swap(struct vtep_fdb *fdb, struct vtep_fdb_entry *old,
		   struct vtep_fdb_entry *f)
{
	lockdep_assert_held(&fdb->lock);

	f->id = old->id;
	vtep_fdb_update(fdb, f);
	/* Over an entry that is there: needs no memory. */
	xa_store(&fdb->ids, f->id, f, VTEP_FDB_ATOMIC);
	vtep_fdb_leave(fdb, old);
	vtep_fdb_join(fdb, f, NULL);
	vtep_fdb_publish(fdb, f, vtep_fdb_remotes(fdb, f));
	vtep_fdb_free(fdb, old);
}

/* Replace the list of an entry that has one. */
void vtep_fdb_set_list(struct vtep_fdb *fdb, struct vtep_fdb_entry *f,
		       struct vtep_remotes *list)
{
	struct vtep_remotes *old = vtep_fdb_remotes(fdb, f);

	vtep_fdb_count_list(list, 1);
	rcu_assign_pointer(f->remotes, list);
	vtep_fdb_update(fdb, f);
	vtep_fdb_publish(fdb, f, list);
	vtep_fdb_changed(f);

	vtep_fdb_count_list(old, -1);
	vtep_remotes_free(old);
}

/* One message per destination, as rtnetlink has it. */
void vtep_fdb_notify_all(struct vtep_fdb *fdb, const struct vtep_fdb_entry *f,
			 int type)
{
	const struct vtep_remotes *list = vtep_fdb_remotes(fdb, f);
	struct vtep_remote r = {};
	unsigned int i;

	for (i = 0; list && i < list->n; i++)
		vtep_fdb_notify(fdb, f, &list->r[i], type);
	if (list)
		return;

	r.peer = vtep_fdb_peer(fdb, f);
	vtep_fdb_notify(fdb, f, &r, type);
}

/* The same, for what may have thousands of them: the lock is let go of
 * meanwhile. Under RTNL, which is held, such an entry stays.
 */
void vtep_fdb_notify_list(struct vtep_fdb *fdb, const struct vtep_fdb_entry *f,
			  int type)
{
	ASSERT_RTNL();
	lockdep_assert_held(&fdb->lock);

	if (!vtep_fdb_is_list(f->key.mac)) {
		vtep_fdb_notify_all(fdb, f, type);
		return;
	}
	spin_unlock_bh(&fdb->lock);
	vtep_fdb_notify_all(fdb, f, type);
	spin_lock_bh(&fdb->lock);
}

/* The peer of a unicast entry of either shape. */
struct vtep_peer *vtep_fdb_first(const struct vtep_fdb *fdb,
				 const struct vtep_fdb_entry *f)
{
	const struct vtep_remotes *list = vtep_fdb_remotes(fdb, f);

	return list ? list->r[0].peer : vtep_fdb_peer(fdb, f);
}
