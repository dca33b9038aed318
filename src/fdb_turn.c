// SPDX-License-Identifier: GPL-2.0
/* One destination of a list in the place of another, in two steps: the first
 * may fail, the second does not. What else has to be changed with it can be
 * tried in between. To add one and then delete the other would need memory for
 * both: a list is never changed but followed by another one.
 */
#include "fdb_priv.h"

/**
 * vtep_fdb_turn_begin() - make ready to change the destinations of a list
 * @fdb: the FDB
 * @from: the destination that is to go; not there, it is none
 * @to: the one that is to come, with its list if that is not there yet; NULL:
 *	none. It is no fault that it is there already.
 * @turn: filled in, for vtep_fdb_turn_end()
 *
 * All that needs memory. No frame notices, but that of a new list.
 *
 * Context: RTNL, not to be let go of in between.
 *
 * Return: 0, -ENOSPC or -ENOMEM; then there is no end to it.
 */
int vtep_fdb_turn_begin(struct vtep_fdb *fdb, const struct vtep_fdb_conf *from,
			const struct vtep_fdb_conf *to,
			struct vtep_fdb_turn *turn)
{
	const struct vtep_remotes *old;
	struct vtep_fdb_entry *f;
	unsigned int n;

	ASSERT_RTNL();
	*turn = (struct vtep_fdb_turn){ .from = from, .at = -1 };
	f = vtep_fdb_find(fdb, from->vni->vni, from->mac);
	if (!f) {
		turn->to = to;
		return to ? vtep_fdb_set(fdb, to, NULL) : 0;
	}

	old = vtep_fdb_remotes(fdb, f);
	turn->f = f;
	turn->at = vtep_remotes_index(old, &from->peer, from->remote_vni);
	if (to && vtep_remotes_index(old, &to->peer, to->remote_vni) < 0)
		turn->to = to;
	n = old->n - (turn->at >= 0) + !!turn->to;
	if (n > VTEP_REMOTES_MAX)
		return -ENOSPC;
	if (!n || (turn->at < 0 && !turn->to))
		return 0;
	turn->list = vtep_fdb_list(fdb, old, turn->at, n, turn->to);
	return turn->list ? 0 : -ENOMEM;
}

/* The list is there: it becomes the one that was made. */
static void vtep_fdb_turn(struct vtep_fdb *fdb, struct vtep_fdb_turn *turn)
{
	const struct vtep_remotes *old = vtep_fdb_remotes(fdb, turn->f);
	struct vtep_remotes *list = turn->list;

	if (turn->to)
		vtep_fdb_notify(fdb, turn->f, &list->r[list->n - 1],
				RTM_NEWNEIGH);
	if (turn->at >= 0)
		vtep_fdb_notify(fdb, turn->f, &old->r[turn->at], RTM_DELNEIGH);
	vtep_fdb_set_list(fdb, turn->f, list);
}

/**
 * vtep_fdb_turn_end() - change the destinations of a list, or not
 * @fdb: the FDB
 * @turn: from vtep_fdb_turn_begin()
 * @go: do it; else all is as before
 *
 * Context: RTNL.
 */
void vtep_fdb_turn_end(struct vtep_fdb *fdb, struct vtep_fdb_turn *turn,
		       bool go)
{
	ASSERT_RTNL();
	if (turn->list && go) {
		spin_lock_bh(&fdb->lock);
		vtep_fdb_turn(fdb, turn);
		spin_unlock_bh(&fdb->lock);
	} else if (turn->list) {
		vtep_remotes_free(turn->list);
	} else if (turn->f && turn->at >= 0 && go) {
		vtep_fdb_del(fdb, turn->from, true, NULL);
	} else if (!turn->f && turn->to && !go) {
		vtep_fdb_del(fdb, turn->to, true, NULL);
	}
}
