// SPDX-License-Identifier: GPL-2.0
/* Numbers of peers; see peer_id.h. */
#include <linux/slab.h>

#include "peer_id.h"

#define VTEP_PEER_IDS_MIN	16
#define VTEP_PEER_IDS_MAX	(U16_MAX + 1)

static u32 vtep_peer_ids_free(const struct vtep_peer_ids *ids, u32 id)
{
	return xa_to_value(rcu_dereference_protected(ids->at[id], true));
}

static void vtep_peer_ids_set_free(struct vtep_peer_ids *ids, u32 id, u32 next)
{
	rcu_assign_pointer(ids->at[id], xa_mk_value(next));
}

/**
 * vtep_peer_ids_alloc() - make an array of numbers
 * @old: the one that it is to replace, of which no number is free, or NULL
 * @gfp: allocation flags
 *
 * Context: @old is not written meanwhile.
 *
 * Return: one twice as large with the same peers, or NULL: without memory, or
 *	when there are no more numbers. For kfree(), or kfree_rcu().
 */
struct vtep_peer_ids *vtep_peer_ids_alloc(const struct vtep_peer_ids *old,
					  gfp_t gfp)
{
	u32 n = old ? old->n * 2 : VTEP_PEER_IDS_MIN;
	struct vtep_peer_ids *ids;
	u32 i = 1;

	if (n > VTEP_PEER_IDS_MAX)
		return NULL;
	ids = kmalloc(struct_size(ids, at, n), gfp);
	if (!ids)
		return NULL;

	ids->n = n;
	for (; old && i < old->n; i++)
		rcu_assign_pointer(ids->at[i],
				   rcu_dereference_protected(old->at[i], true));
	vtep_peer_ids_set_free(ids, 0, i);
	for (; i < n; i++)
		vtep_peer_ids_set_free(ids, i, i + 1 < n ? i + 1 : 0);
	return ids;
}

/**
 * vtep_peer_ids_take() - give a peer a number
 * @ids: the array, under the lock of its writers
 * @peer: the peer
 *
 * Return: the number, or 0 if none is free.
 */
u16 vtep_peer_ids_take(struct vtep_peer_ids *ids, struct vtep_peer *peer)
{
	u32 id = vtep_peer_ids_free(ids, 0);

	if (!id)
		return 0;
	vtep_peer_ids_set_free(ids, 0, vtep_peer_ids_free(ids, id));
	rcu_assign_pointer(ids->at[id], peer);
	return id;
}

/**
 * vtep_peer_ids_give() - give a number back
 * @ids: the array, under the lock of its writers
 * @id: the number; it may be the next to be taken
 */
void vtep_peer_ids_give(struct vtep_peer_ids *ids, u16 id)
{
	vtep_peer_ids_set_free(ids, id, vtep_peer_ids_free(ids, 0));
	vtep_peer_ids_set_free(ids, 0, id);
}
