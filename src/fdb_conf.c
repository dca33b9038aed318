// SPDX-License-Identifier: GPL-2.0
/* What the administrator puts into the FDB and takes out of it.
 *
 * Writers of configured entries hold RTNL. So entries that neither learning
 * nor ageing touches, which those with several destinations are, stay as
 * they are while memory is allocated without fdb->lock.
 */
#include "fdb_priv.h"

/* May what @conf says take the place of @f? Under fdb->lock. */
static int vtep_fdb_may_replace(const struct vtep_fdb_entry *f,
				const struct vtep_fdb_conf *conf,
				struct netlink_ext_ack *extack)
{
	/* What was learned gives way to what was said. */
	if (f->learned)
		return 0;

	if (!(conf->nlflags & NLM_F_REPLACE)) {
		NL_SET_ERR_MSG(extack,
			       "MAC has a configured entry already; replace it");
		return -EEXIST;
	}

	if (conf->flags & NTF_EXT_LEARNED && !(f->flags & NTF_EXT_LEARNED)) {
		NL_SET_ERR_MSG(extack,
			       "Entry configured by a user does not give way to an externally learned one");
		return -EEXIST;
	}
	return 0;
}

/* Does @f say the very thing already? Under fdb->lock. */
static bool vtep_fdb_same(struct vtep_fdb *fdb, const struct vtep_fdb_entry *f,
			  const struct vtep_fdb_conf *conf)
{
	const struct vtep_remotes *list = vtep_fdb_remotes(fdb, f);

	return list && list->n == 1 && f->state == conf->state &&
	       f->flags == conf->flags &&
	       vtep_remotes_index(list, &conf->peer, conf->remote_vni) == 0;
}

/* A list of @n destinations whose last is @conf's and whose others are those
 * of @old but its row @except (-1: none). @n is as many as that makes.
 */
struct vtep_remotes *vtep_fdb_list(struct vtep_fdb *fdb,
				   const struct vtep_remotes *old, int except,
				   unsigned int n,
				   const struct vtep_fdb_conf *conf)
{
	struct vtep_remotes *list;
	unsigned int i, k = 0;

	list = vtep_remotes_alloc(fdb->peers, n, GFP_KERNEL_ACCOUNT);
	if (!list)
		return NULL;

	for (i = 0; old && i < old->n; i++) {
		if (i == except)
			continue;
		list->r[k] = old->r[i];
		refcount_inc(&list->r[k++].peer->ref);
	}

	if (!conf)
		return list;

	list->r[k].vni = conf->remote_vni;
	list->r[k].peer = vtep_peer_get(fdb->peers, &conf->peer);
	if (!list->r[k].peer) {
		vtep_remotes_free(list);
		return NULL;
	}
	return list;
}

/* A whole entry as @conf says, which nobody finds yet. */
static struct vtep_fdb_entry *vtep_fdb_make(struct vtep_fdb *fdb,
					    const struct vtep_fdb_conf *conf)
{
	struct vtep_remotes *list;
	struct vtep_fdb_entry *f;

	f = vtep_fdb_alloc(conf->vni, conf->mac, conf->state, conf->flags,
			   GFP_KERNEL_ACCOUNT);
	if (!f)
		return NULL;

	list = vtep_fdb_list(fdb, NULL, -1, 1, conf);
	if (!list) {
		vtep_fdb_free(fdb, f);
		return NULL;
	}
	f->listed = true;
	rcu_assign_pointer(f->remotes, list);
	return f;
}

/* Put @f in the place of @old, if any; under fdb->lock. */
static int vtep_fdb_put(struct vtep_fdb *fdb, struct vtep_fdb_entry *old,
			struct vtep_fdb_entry *f,
			const struct vtep_fdb_conf *conf,
			struct netlink_ext_ack *extack)
{
	int err;

	if (!old && !(conf->nlflags & NLM_F_CREATE)) {
		NL_SET_ERR_MSG(extack, "No such FDB entry to replace");
		return -ENOENT;
	}

	err = old ? vtep_fdb_may_replace(old, conf, extack) : 0;
	if (err)
		return err;

	/* Only the flood and multicast lists have more destinations than the
	 * one that the news of the new entry tells of.
	 */
	if (old && vtep_fdb_is_list(conf->mac))
		vtep_fdb_notify_list(fdb, old, RTM_DELNEIGH);

	if (old)
		vtep_fdb_swap(fdb, old, f);
	else
		err = vtep_fdb_link(fdb, f);
	if (err) {
		NL_SET_ERR_MSG(extack, "No memory for the FDB entry");
		return err;
	}

	vtep_fdb_notify_all(fdb, f, RTM_NEWNEIGH);
	return 0;
}

/* The entry is to be exactly what @conf says. */
static int vtep_fdb_set_entry(struct vtep_fdb *fdb,
			      const struct vtep_fdb_conf *conf,
			      struct netlink_ext_ack *extack)
{
	struct vtep_fdb_entry *f, *old;
	int err = 0;

	f = vtep_fdb_make(fdb, conf);
	if (!f)
		return -ENOMEM;
	vtep_fdb_make_room(fdb);

	spin_lock_bh(&fdb->lock);
	old = vtep_fdb_find(fdb, conf->vni->vni, conf->mac);
	if (old && !(conf->nlflags & NLM_F_EXCL) &&
	    vtep_fdb_same(fdb, old, conf)) {
		/* `bridge fdb replace ... use` says that it is alive. */
		vtep_fdb_heard(old);
	} else {
		err = vtep_fdb_put(fdb, old, f, conf, extack);
		if (!err)
			f = NULL;
	}
	spin_unlock_bh(&fdb->lock);

	if (f)
		vtep_fdb_free(fdb, f);
	return err;
}

/* One more destination for @f, which stays what it is otherwise. */
static int vtep_fdb_append(struct vtep_fdb *fdb, struct vtep_fdb_entry *f,
			   const struct vtep_fdb_conf *conf,
			   struct netlink_ext_ack *extack)
{
	const struct vtep_remotes *old = vtep_fdb_remotes(fdb, f);
	struct vtep_remotes *list;

	if (vtep_remotes_index(old, &conf->peer, conf->remote_vni) >= 0) {
		if (!(conf->nlflags & NLM_F_EXCL))
			return 0;
		NL_SET_ERR_MSG(extack,
			       "The entry has this destination already");
		return -EEXIST;
	}
	if (old->n >= VTEP_REMOTES_MAX) {
		NL_SET_ERR_MSG(extack,
			       "An entry has at most 4096 destinations");
		return -ENOSPC;
	}

	list = vtep_fdb_list(fdb, old, -1, old->n + 1, conf);
	if (!list)
		return -ENOMEM;

	spin_lock_bh(&fdb->lock);
	vtep_fdb_set_list(fdb, f, list);
	vtep_fdb_notify(fdb, f, &list->r[list->n - 1], RTM_NEWNEIGH);
	spin_unlock_bh(&fdb->lock);
	return 0;
}

/**
 * vtep_fdb_set() - add, replace or append a configured entry
 * @fdb: the FDB
 * @conf: what is to be; its nlflags decide as in `bridge fdb`:
 *	CREATE|EXCL (add): not there yet; a learned entry does not count;
 *	CREATE: the same, or there in the same words;
 *	REPLACE (with CREATE: or new): the destination, or the whole list;
 *	APPEND: one more destination of a multicast or the all-zero MAC
 * @extack: says why not
 *
 * Context: RTNL.
 *
 * Return: 0 or -EEXIST, -ENOENT, -EINVAL, -EOPNOTSUPP, -ENOSPC, -ENOMEM.
 */
int vtep_fdb_set(struct vtep_fdb *fdb, const struct vtep_fdb_conf *conf,
		 struct netlink_ext_ack *extack)
{
	bool is_list = vtep_fdb_is_list(conf->mac);
	struct vtep_fdb_entry *f;

	ASSERT_RTNL();

	if (conf->nlflags & NLM_F_APPEND && !is_list) {
		NL_SET_ERR_MSG(extack,
			       "Only multicast and all-zero MACs have more than one destination");
		return -EOPNOTSUPP;
	}

	if (!is_list && vtep_addr_is_multicast(&conf->peer.addr)) {
		NL_SET_ERR_MSG(extack,
			       "A unicast MAC cannot be behind a multicast group");
		return -EINVAL;
	}

	/* No frame has it for a source, so nothing would refresh it. */
	if (is_list && !(conf->state & (NUD_PERMANENT | NUD_NOARP)) &&
	    !(conf->flags & NTF_EXT_LEARNED)) {
		NL_SET_ERR_MSG(extack,
			       "Multicast and all-zero MACs cannot be dynamic");
		return -EINVAL;
	}

	if (conf->nlflags & NLM_F_APPEND) {
		f = vtep_fdb_find(fdb, conf->vni->vni, conf->mac);
		if (f)
			return vtep_fdb_append(fdb, f, conf, extack);
	}
	return vtep_fdb_set_entry(fdb, conf, extack);
}

/**
 * vtep_fdb_kind() - what a configured entry is
 * @fdb: the FDB
 * @vni: its segment
 * @mac: its MAC; a multicast or the all-zero one, whose entries do not age
 * @kind: filled in; left alone when there is no entry
 *
 * Context: RTNL.
 */
void vtep_fdb_kind(struct vtep_fdb *fdb, const struct vtep_vni *vni,
		   const u8 *mac, struct vtep_fdb_kind *kind)
{
	const struct vtep_fdb_entry *f = vtep_fdb_find(fdb, vni->vni, mac);

	ASSERT_RTNL();
	if (f)
		*kind = (struct vtep_fdb_kind){ f->state, f->flags };
}

/* Take one destination out of a list of several. */
static int vtep_fdb_del_remote(struct vtep_fdb *fdb, struct vtep_fdb_entry *f,
			       int at)
{
	struct vtep_remotes *old = vtep_fdb_remotes(fdb, f);
	struct vtep_remote r = old->r[at];
	struct vtep_remotes *list;

	list = vtep_fdb_list(fdb, old, at, old->n - 1, NULL);
	if (!list)
		return -ENOMEM;

	spin_lock_bh(&fdb->lock);
	vtep_fdb_notify(fdb, f, &r, RTM_DELNEIGH);
	vtep_fdb_set_list(fdb, f, list);
	spin_unlock_bh(&fdb->lock);
	return 0;
}

/* Is @conf's destination the only one of @f? Under fdb->lock. */
static bool vtep_fdb_only(struct vtep_fdb *fdb, const struct vtep_fdb_entry *f,
			  const struct vtep_fdb_conf *conf)
{
	const struct vtep_remotes *list = vtep_fdb_remotes(fdb, f);
	const struct vtep_peer *peer = vtep_fdb_peer(fdb, f);

	if (list)
		return list->n == 1 &&
		       !vtep_remotes_index(list, &conf->peer, conf->remote_vni);
	return !conf->remote_vni &&
	       !memcmp(&peer->key, &conf->peer, sizeof(peer->key));
}

/**
 * vtep_fdb_del() - delete an entry or one destination of it
 * @fdb: the FDB
 * @conf: segment, MAC and destination; the rest is not looked at
 * @all: whatever the destination
 * @extack: says why not
 *
 * Learned entries can be deleted as well.
 *
 * Context: RTNL.
 *
 * Return: 0, -ENOENT or -ENOMEM.
 */
int vtep_fdb_del(struct vtep_fdb *fdb, const struct vtep_fdb_conf *conf,
		 bool all, struct netlink_ext_ack *extack)
{
	const struct vtep_remotes *list;
	struct vtep_fdb_entry *f;
	int at = -ENOENT;
	int err = 0;

	ASSERT_RTNL();

	if (!all && vtep_fdb_is_list(conf->mac)) {
		f = vtep_fdb_find(fdb, conf->vni->vni, conf->mac);
		list = f ? vtep_fdb_remotes(fdb, f) : NULL;
		if (list && list->n > 1)
			at = vtep_remotes_index(list, &conf->peer,
						conf->remote_vni);
		if (at >= 0)
			return vtep_fdb_del_remote(fdb, f, at);
	}

	spin_lock_bh(&fdb->lock);
	f = vtep_fdb_find(fdb, conf->vni->vni, conf->mac);
	if (!f) {
		NL_SET_ERR_MSG(extack, "No FDB entry with this MAC");
		err = -ENOENT;
	} else if (!all && !vtep_fdb_only(fdb, f, conf)) {
		NL_SET_ERR_MSG(extack, "The FDB entry has no such destination");
		err = -ENOENT;
	} else {
		vtep_fdb_notify_list(fdb, f, RTM_DELNEIGH);
		vtep_fdb_unlink(fdb, f);
	}
	spin_unlock_bh(&fdb->lock);
	return err;
}
