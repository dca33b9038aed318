// SPDX-License-Identifier: GPL-2.0
/* Many destinations of a list at once. One by one, each of them would copy the
 * list, and thousands would hold RTNL for most of a second.
 */
#include <linux/bsearch.h>
#include <linux/sort.h>

#include "fdb_priv.h"

static int vtep_fdb_dest_cmp(const void *a, const void *b)
{
	const struct vtep_fdb_dest *l = a, *r = b;
	int diff = memcmp(&l->peer, &r->peer, sizeof(l->peer));

	if (diff)
		return diff;
	return l->vni < r->vni ? -1 : l->vni > r->vni;
}

/**
 * vtep_fdb_dests_sort() - make destinations ready for vtep_fdb_list_change()
 * @dests: in any order
 *
 * Return: 0, or -EEXIST when one is there twice.
 */
int vtep_fdb_dests_sort(struct vtep_fdb_dests *dests)
{
	unsigned int i;

	sort(dests->v, dests->n, sizeof(*dests->v), vtep_fdb_dest_cmp, NULL);
	for (i = 1; i < dests->n; i++)
		if (!vtep_fdb_dest_cmp(&dests->v[i - 1], &dests->v[i]))
			return -EEXIST;
	return 0;
}

static struct vtep_fdb_dest *
vtep_fdb_dests_find(const struct vtep_fdb_dests *dests,
		    const struct vtep_peer_key *peer, u32 vni)
{
	const struct vtep_fdb_dest key = { .peer = *peer, .vni = vni };

	return bsearch(&key, dests->v, dests->n, sizeof(key),
		       vtep_fdb_dest_cmp);
}

/* @vni as lists have it, 0 being @own, which may have been named. */
static struct vtep_fdb_dest *
vtep_fdb_dests_has(const struct vtep_fdb_dests *dests,
		   const struct vtep_peer_key *peer, u32 vni, u32 own)
{
	struct vtep_fdb_dest *d = vtep_fdb_dests_find(dests, peer, vni);

	return d || vni ? d : vtep_fdb_dests_find(dests, peer, own);
}

static u32 vtep_fdb_dest_vni(const struct vtep_fdb_dest *d, u32 own)
{
	return d->vni == own ? 0 : d->vni;
}

static void vtep_fdb_dests_clear(const struct vtep_fdb_dests *dests)
{
	unsigned int i;

	for (i = 0; i < dests->n; i++)
		dests->v[i].found = false;
}

/* How many of @old stay; those of both lists that are in there become @found.
 */
static int vtep_fdb_list_keep(const struct vtep_fdb_list_change *c, u32 own,
			      const struct vtep_remotes *old)
{
	const struct vtep_remote *r;
	struct vtep_fdb_dest *d;
	unsigned int i;
	int n = 0;

	for (i = 0; old && i < old->n; i++) {
		r = &old->r[i];
		d = vtep_fdb_dests_has(c->add, &r->peer->key, r->vni, own);
		if (d && !c->lenient)
			return -EEXIST;
		if (d)
			d->found = true;
		d = vtep_fdb_dests_has(c->del, &r->peer->key, r->vni, own);
		if (d)
			d->found = true;
		else
			n++;
	}
	return n;
}

/* How many come; those that do not become @found. */
static int vtep_fdb_list_come(const struct vtep_fdb_list_change *c, u32 own)
{
	struct vtep_fdb_dest *d, *gone;
	unsigned int i;
	int n = 0;
	u32 vni;

	for (i = 0; i < c->add->n; i++) {
		d = &c->add->v[i];
		if (d->found)
			continue;
		vni = vtep_fdb_dest_vni(d, own);
		if (vtep_fdb_dests_has(c->add, &d->peer, vni, own) != d) {
			if (!c->lenient)
				return -EEXIST;
			d->found = true;
			continue;
		}
		gone = vtep_fdb_dests_has(c->del, &d->peer, vni, own);
		if (gone) {
			gone->found = true;
			d->found = true;
		} else {
			n++;
		}
	}
	return n;
}

/* How many there will be, or why not. */
static int vtep_fdb_list_check(const struct vtep_fdb_list_change *c, u32 own,
			       const struct vtep_remotes *old)
{
	unsigned int i;
	int n, more;

	vtep_fdb_dests_clear(c->add);
	vtep_fdb_dests_clear(c->del);
	n = vtep_fdb_list_keep(c, own, old);
	if (n < 0)
		return n;
	more = vtep_fdb_list_come(c, own);
	if (more < 0)
		return more;
	for (i = 0; i < c->del->n && !c->lenient; i++)
		if (!c->del->v[i].found)
			return -ENOENT;
	return n + more > VTEP_REMOTES_MAX ? -ENOSPC : n + more;
}

/* The list of @n: what stays, then what comes. */
static struct vtep_remotes *
vtep_fdb_list_make(struct vtep_fdb *fdb, const struct vtep_fdb_list_change *c,
		   u32 own, const struct vtep_remotes *old, unsigned int n)
{
	struct vtep_remotes *list;
	struct vtep_fdb_dest *d;
	unsigned int i, k = 0;

	list = vtep_remotes_alloc(fdb->peers, n, GFP_KERNEL_ACCOUNT);
	if (!list)
		return NULL;

	for (i = 0; old && i < old->n; i++) {
		if (vtep_fdb_dests_has(c->del, &old->r[i].peer->key,
				       old->r[i].vni, own))
			continue;
		list->r[k] = old->r[i];
		refcount_inc(&list->r[k++].peer->ref);
	}
	for (i = 0; i < c->add->n; i++) {
		d = &c->add->v[i];
		if (d->found)
			continue;
		list->r[k].vni = vtep_fdb_dest_vni(d, own);
		list->r[k].peer = vtep_peer_get(fdb->peers, &d->peer);
		if (!list->r[k++].peer) {
			vtep_remotes_free(list);
			return NULL;
		}
	}
	return list;
}

/* An entry with the list, where there was none. */
static int vtep_fdb_list_begin(struct vtep_fdb *fdb,
			       const struct vtep_fdb_conf *conf,
			       struct vtep_remotes *list)
{
	struct vtep_fdb_entry *f;
	int err;

	f = vtep_fdb_alloc(conf->vni, conf->mac, conf->state, conf->flags,
			   GFP_KERNEL_ACCOUNT);
	if (!f) {
		vtep_remotes_free(list);
		return -ENOMEM;
	}
	f->listed = true;
	rcu_assign_pointer(f->remotes, list);

	vtep_fdb_make_room(fdb);
	spin_lock_bh(&fdb->lock);
	err = vtep_fdb_link(fdb, f);
	spin_unlock_bh(&fdb->lock);
	if (err)
		vtep_fdb_free(fdb, f);
	else
		vtep_fdb_notify_all(fdb, f, RTM_NEWNEIGH);
	return err;
}

/* @list in the place of the one of @f. Listeners hear of what is another. */
static void vtep_fdb_list_swap(struct vtep_fdb *fdb, struct vtep_fdb_entry *f,
			       const struct vtep_fdb_list_change *c,
			       struct vtep_remotes *list)
{
	const struct vtep_remotes *old = vtep_fdb_remotes(fdb, f);
	u32 own = f->key.vni;
	unsigned int i, kept = 0;

	for (i = 0; i < old->n; i++) {
		if (vtep_fdb_dests_has(c->del, &old->r[i].peer->key,
				       old->r[i].vni, own))
			vtep_fdb_notify(fdb, f, &old->r[i], RTM_DELNEIGH);
		else
			kept++;
	}

	spin_lock_bh(&fdb->lock);
	vtep_fdb_set_list(fdb, f, list);
	spin_unlock_bh(&fdb->lock);

	for (i = kept; i < list->n; i++)
		vtep_fdb_notify(fdb, f, &list->r[i], RTM_NEWNEIGH);
}

/**
 * vtep_fdb_list_change() - add and delete destinations of a list, all or none
 * @fdb: the FDB
 * @conf: segment and MAC; state and flags, if there is no such entry yet. Its
 *	destination is not looked at.
 * @c: what is to change; the lists are sorted, and marked in here
 *
 * A destination that is in both is as if it had come and gone.
 *
 * Context: RTNL. Costs as many steps as there are destinations, times the
 *	logarithm of those named.
 *
 * Return: 0; -EEXIST when one to be added is there, -ENOENT when one to be
 *	deleted is not (neither if @c is lenient), -ENOSPC, -ENOMEM.
 */
int vtep_fdb_list_change(struct vtep_fdb *fdb, const struct vtep_fdb_conf *conf,
			 const struct vtep_fdb_list_change *c)
{
	const struct vtep_remotes *old;
	struct vtep_remotes *list;
	struct vtep_fdb_entry *f;
	u32 own = conf->vni->vni;
	int n;

	ASSERT_RTNL();
	if (!c->add->n && !c->del->n)
		return 0;

	f = vtep_fdb_find(fdb, own, conf->mac);
	old = f ? vtep_fdb_remotes(fdb, f) : NULL;
	n = vtep_fdb_list_check(c, own, old);
	if (n < 0)
		return n;
	if (!n)
		return f ? vtep_fdb_del(fdb, conf, true, NULL) : 0;

	list = vtep_fdb_list_make(fdb, c, own, old, n);
	if (!list)
		return -ENOMEM;
	if (!f)
		return vtep_fdb_list_begin(fdb, conf, list);
	vtep_fdb_list_swap(fdb, f, c, list);
	return 0;
}
