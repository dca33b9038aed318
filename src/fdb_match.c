// SPDX-License-Identifier: GPL-2.0
/* Which entries an operation is about. */
#include "fdb_priv.h"

static bool vtep_fdb_match_mac(const struct vtep_fdb_filter *filter,
			       const struct vtep_fdb_entry *f)
{
	u64 diff = ether_addr_to_u64(filter->mac) ^
		   ether_addr_to_u64(f->key.mac);

	return !(diff >> (8 * ETH_ALEN - filter->mac_len));
}

static bool vtep_fdb_match_entry(const struct vtep_fdb_filter *filter,
				 const struct vtep_fdb_entry *f)
{
	if (filter->vni && filter->vni != f->vni)
		return false;
	if (filter->in_range &&
	    (f->key.vni < filter->first || f->key.vni > filter->last))
		return false;
	if (!vtep_fdb_match_mac(filter, f))
		return false;
	if (filter->keep_configured && !f->learned)
		return false;
	if (filter->keep_flood && is_zero_ether_addr(f->key.mac))
		return false;

	return !((f->state ^ filter->state) & filter->state_mask) &&
	       !((f->flags ^ filter->flags) & filter->flags_mask);
}

/* Does one destination of @f match, if the entry does? */
bool vtep_fdb_match_remote(const struct vtep_fdb_filter *filter,
			   const struct vtep_fdb_entry *f,
			   const struct vtep_remote *r)
{
	const struct vtep_peer_key *peer = filter->peer;

	if (filter->by_remote_vni &&
	    filter->remote_vni != (r->vni ? r->vni : f->key.vni))
		return false;
	return !peer || vtep_peer_key_means(peer, &r->peer->key);
}

/* How many destinations of @f match. */
unsigned int vtep_fdb_matches(struct vtep_fdb *fdb,
			      const struct vtep_fdb_filter *filter,
			      const struct vtep_fdb_entry *f)
{
	const struct vtep_remotes *list;
	struct vtep_remote r = {};
	unsigned int i, n = 0;

	if (!vtep_fdb_match_entry(filter, f))
		return 0;

	list = vtep_fdb_remotes(fdb, f);
	if (!list) {
		r.peer = vtep_fdb_peer(fdb, f);
		return vtep_fdb_match_remote(filter, f, &r);
	}

	for (i = 0; i < list->n; i++)
		n += vtep_fdb_match_remote(filter, f, &list->r[i]);
	return n;
}

/**
 * vtep_fdb_match() - whether an entry is among those a filter means
 * @fdb: the FDB
 * @filter: which
 * @f: the entry
 *
 * Context: RCU read section, or fdb->lock.
 *
 * Return: true if it, or one destination of it, is.
 */
bool vtep_fdb_match(struct vtep_fdb *fdb, const struct vtep_fdb_filter *filter,
		    const struct vtep_fdb_entry *f)
{
	return vtep_fdb_matches(fdb, filter, f);
}
