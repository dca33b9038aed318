// SPDX-License-Identifier: GPL-2.0
/* Local MACs and the FDB: what lives here is not learned behind a peer. */
#include "fdb_priv.h"

/* Is what a claim says of its MAC to be refused? Only vtep_local_check() asks
 * for that. Under fdb->lock: nothing becomes local while it is learned.
 */
bool vtep_fdb_is_local(struct vtep_fdb *fdb, const struct vtep_claim *c)
{
	lockdep_assert_held(&fdb->lock);
	return c->protect &&
	       vtep_local_match(&fdb->locals, c->vni->vni, c->vid, c->mac);
}

/* Where @mac was learned to be it is no more; under fdb->lock. What was
 * configured stays: it was meant.
 */
void vtep_fdb_unlearn(struct vtep_fdb *fdb, struct vtep_vni *vni,
		      const u8 *mac)
{
	struct vtep_fdb_entry *f;

	lockdep_assert_held(&fdb->lock);
	f = vtep_fdb_find(fdb, vni->vni, mac);
	if (!f || vtep_fdb_is_fixed(f))
		return;
	vtep_fdb_notify_all(fdb, f, RTM_DELNEIGH);
	vtep_fdb_unlink(fdb, f);
}

/**
 * vtep_fdb_local_new() - configure a local MAC
 * @fdb: the FDB
 * @vni: segment
 * @mac: valid unicast MAC
 * @unlearn: a peer it was learned from has lost it
 *
 * Context: RTNL.
 *
 * Return: 0, -EEXIST or -ENOMEM.
 */
int vtep_fdb_local_new(struct vtep_fdb *fdb, struct vtep_vni *vni,
		       const u8 *mac, bool unlearn)
{
	int err;

	spin_lock_bh(&fdb->lock);
	err = vtep_local_set(&fdb->locals, vni->vni, mac, &vni->locals);
	if (!err && unlearn)
		vtep_fdb_unlearn(fdb, vni, mac);
	spin_unlock_bh(&fdb->lock);
	return err;
}

/**
 * vtep_fdb_local_del() - undo vtep_fdb_local_new()
 * @fdb: the FDB
 * @vni: segment
 * @mac: MAC
 *
 * Context: RTNL.
 *
 * Return: 0 or -ENOENT.
 */
int vtep_fdb_local_del(struct vtep_fdb *fdb, struct vtep_vni *vni,
		       const u8 *mac)
{
	struct vtep_local *l;

	spin_lock_bh(&fdb->lock);
	l = vtep_local_find(&fdb->locals, vni->vni, mac);
	if (l)
		vtep_local_del(&fdb->locals, l);
	spin_unlock_bh(&fdb->lock);
	return l ? 0 : -ENOENT;
}
