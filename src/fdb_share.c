// SPDX-License-Identifier: GPL-2.0
/* Shares: what was learned in each segment from each peer, and who has the
 * most of it. All under fdb->lock.
 */
#include <linux/slab.h>

#include "fdb_priv.h"

static int vtep_share_cmp(const void *vni, const struct rb_node *node)
{
	const struct vtep_share *share =
		rb_entry(node, struct vtep_share, by_vni);

	if (vni == share->vni)
		return 0;
	return vni < (const void *)share->vni ? -1 : 1;
}

static bool vtep_share_less(struct rb_node *a, const struct rb_node *b)
{
	return vtep_share_cmp(rb_entry(a, struct vtep_share, by_vni)->vni,
			      b) < 0;
}

/* NULL when nothing of @vni was learned from @peer. */
struct vtep_share *vtep_share_find(struct vtep_vni *vni,
				   struct vtep_peer *peer)
{
	return rb_entry_safe(rb_find(vni, &peer->by_vni, vtep_share_cmp),
			     struct vtep_share, by_vni);
}

/* Found or made, then for vtep_share_put() if nothing gets into it. NULL
 * without memory.
 */
struct vtep_share *vtep_share_get(struct vtep_vni *vni, struct vtep_peer *peer)
{
	struct vtep_share *share;

	share = vtep_share_find(vni, peer);
	if (share)
		return share;

	share = kzalloc(sizeof(*share), VTEP_LEARN_GFP);
	if (!share)
		return NULL;
	share->vni = vni;
	share->peer = peer;
	INIT_LIST_HEAD(&share->macs);
	rb_add(&share->by_vni, &peer->by_vni, vtep_share_less);
	return share;
}

/* That of @f, which is learned. */
struct vtep_share *vtep_share_of(struct vtep_fdb *fdb,
				 const struct vtep_fdb_entry *f)
{
	return vtep_share_find(f->vni, vtep_fdb_peer(fdb, f));
}

/* Free @share if nothing is in it. */
void vtep_share_put(struct vtep_share *share)
{
	if (!list_empty(&share->macs))
		return;
	rb_erase(&share->by_vni, &share->peer->by_vni);
	kfree(share);
}

static void vtep_share_count(struct vtep_fdb *fdb, struct vtep_share *share,
			     int by)
{
	struct vtep_peer *peer = share->peer;
	struct vtep_vni *vni = share->vni;

	vtep_rank_add(&vni->shares, &share->of_vni, by);
	vtep_rank_add(&peer->shares, &share->of_peer, by);
	vtep_rank_add(&fdb->greedy, &peer->learned, by);
	atomic_add(by, &vni->learned);
	atomic_add(by, &fdb->learned);

	vtep_limit_relax(&peer->limit_said, peer->learned.n);
	vtep_limit_relax(&vni->limit_said, atomic_read(&vni->learned));
	vtep_limit_relax(&fdb->limit_said, atomic_read(&fdb->learned));
}

/* @f, which is learned and in no share, gets into @share. */
void vtep_share_add(struct vtep_fdb *fdb, struct vtep_share *share,
		    struct vtep_fdb_entry *f)
{
	vtep_share_place(f);
	list_add_tail(&f->sibling, &share->macs);
	vtep_share_count(fdb, share, 1);
}

/* @f leaves its share, while its peer is the one it has there. */
void vtep_share_del(struct vtep_fdb *fdb, struct vtep_fdb_entry *f)
{
	struct vtep_share *share = vtep_share_of(fdb, f);

	list_del(&f->sibling);
	vtep_share_count(fdb, share, -1);
	vtep_share_put(share);
}
