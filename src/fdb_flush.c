// SPDX-License-Identifier: GPL-2.0
/* Deleting many entries at once. */
#include "fdb_priv.h"

/* What is left of the list of @f, which stays under RTNL. */
static struct vtep_remotes *vtep_fdb_rest(struct vtep_fdb *fdb,
					  const struct vtep_fdb_filter *filter,
					  const struct vtep_fdb_entry *f,
					  unsigned int gone)
{
	const struct vtep_remotes *old = vtep_fdb_remotes(fdb, f);
	struct vtep_remotes *list;
	unsigned int i, k = 0;

	list = vtep_remotes_alloc(fdb->peers, old->n - gone,
				  GFP_KERNEL_ACCOUNT);
	if (!list)
		return NULL;

	for (i = 0; i < old->n; i++) {
		if (vtep_fdb_match_remote(filter, f, &old->r[i])) {
			vtep_fdb_notify(fdb, f, &old->r[i], RTM_DELNEIGH);
			continue;
		}
		list->r[k] = old->r[i];
		refcount_inc(&list->r[k++].peer->ref);
	}
	return list;
}

/* Delete of @f what matches; under fdb->lock. Return: false if memory for
 * the rest of a list was missing, with nothing done.
 */
static bool vtep_fdb_flush_one(struct vtep_fdb *fdb,
			       const struct vtep_fdb_filter *filter,
			       struct vtep_fdb_entry *f, unsigned int *n)
{
	struct vtep_remotes *list = vtep_fdb_remotes(fdb, f);
	unsigned int gone;

	gone = vtep_fdb_matches(fdb, filter, f);
	if (!gone)
		return true;

	if (list && gone < list->n) {
		spin_unlock_bh(&fdb->lock);
		list = vtep_fdb_rest(fdb, filter, f, gone);
		spin_lock_bh(&fdb->lock);
		if (!list)
			return false;
		vtep_fdb_set_list(fdb, f, list);
	} else {
		vtep_fdb_notify_list(fdb, f, RTM_DELNEIGH);
		vtep_fdb_unlink(fdb, f);
	}
	++*n;
	return true;
}

/**
 * vtep_fdb_flush() - delete all entries that match
 * @fdb: the FDB
 * @filter: which
 *
 * Entries learned during the call may stay.
 *
 * Context: process context, RTNL; sleeps between batches.
 *
 * Return: how many entries went or lost destinations. Less than all that
 *	match only if memory was missing for the rest of a list.
 */
unsigned int vtep_fdb_flush(struct vtep_fdb *fdb,
			    const struct vtep_fdb_filter *filter)
{
	struct vtep_fdb_hold hold = {};
	struct vtep_fdb_entry *f;
	unsigned int n = 0;
	u32 id = 0;

	spin_lock_bh(&fdb->lock);
	vtep_fdb_many_begin(fdb);
	while ((f = vtep_fdb_next(fdb, &id))) {
		if (!vtep_fdb_flush_one(fdb, filter, f, &n))
			net_warn_ratelimited("%s: no memory to shorten a list of destinations\n",
					     fdb->dev->name);
		vtep_fdb_breathe(fdb, &hold);
	}
	vtep_fdb_many_end(fdb);
	spin_unlock_bh(&fdb->lock);
	return n;
}

/* The local MACs that were configured for the segment. */
static void vtep_fdb_close_locals(struct vtep_fdb *fdb, struct vtep_vni *vni)
{
	struct vtep_fdb_hold hold = {};
	struct vtep_local *l;

	spin_lock_bh(&fdb->lock);
	while (!hlist_empty(&vni->locals)) {
		l = hlist_entry(vni->locals.first, struct vtep_local, sibling);
		vtep_local_del(&fdb->locals, l);
		vtep_fdb_breathe(fdb, &hold);
	}
	spin_unlock_bh(&fdb->lock);
}

/* An entry of @vni, NULL: none is left. */
static struct vtep_fdb_entry *vtep_fdb_any_of(struct vtep_vni *vni)
{
	struct vtep_rank *top = vtep_rank_top(&vni->shares);
	struct vtep_share *share;

	if (!top)
		return list_first_entry_or_null(&vni->macs,
						struct vtep_fdb_entry,
						sibling);
	share = container_of(top, struct vtep_share, of_vni);
	return list_first_entry(&share->macs, struct vtep_fdb_entry, sibling);
}

/**
 * vtep_fdb_close() - delete all entries of a segment for good
 * @fdb: the FDB
 * @vni: the segment; frames of it that are still under way are no longer
 *	learned from, so that it can be freed after a grace period
 *
 * Costs as many steps as the segment has entries.
 *
 * Context: process context, RTNL; sleeps between batches.
 */
void vtep_fdb_close(struct vtep_fdb *fdb, struct vtep_vni *vni)
{
	struct vtep_fdb_hold hold = {};
	struct vtep_fdb_entry *f;

	spin_lock_bh(&fdb->lock);
	vni->dead = true;
	vtep_fdb_many_begin(fdb);
	while ((f = vtep_fdb_any_of(vni))) {
		vtep_fdb_notify_list(fdb, f, RTM_DELNEIGH);
		vtep_fdb_unlink(fdb, f);
		vtep_fdb_breathe(fdb, &hold);
	}
	vtep_fdb_many_end(fdb);
	spin_unlock_bh(&fdb->lock);
	vtep_fdb_close_locals(fdb, vni);
}
