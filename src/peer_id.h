/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers of peers: the short names by which lines of the FDB's table call
 * them, and the way back, which every frame goes.
 *
 * An array, since that way is then one load behind its beginning. It is doubled
 * when it is full. A place has the peer of its number, or, as a value that is
 * no pointer, the next place that is free; the first one, of the number that no
 * peer has, begins that list.
 */
#ifndef VTEP_PEER_ID_H
#define VTEP_PEER_ID_H

#include <linux/rcupdate.h>
#include <linux/xarray.h>

struct vtep_peer;

struct vtep_peer_ids {
	struct rcu_head rcu;
	u32 n;
	void __rcu *at[];
};

/**
 * vtep_peer_ids_get() - the peer that has a number
 * @ids: the array
 * @id: its number
 *
 * Context: RCU read section, within which the result is good.
 *
 * Return: the peer that has it now, or NULL.
 */
static inline struct vtep_peer *
vtep_peer_ids_get(const struct vtep_peer_ids *ids, u16 id)
{
	void *p;

	/* One just given, and the array of before */
	if (unlikely(id >= ids->n))
		return NULL;
	p = rcu_dereference(ids->at[id]);
	return unlikely(xa_is_value(p)) ? NULL : p;
}

struct vtep_peer_ids *vtep_peer_ids_alloc(const struct vtep_peer_ids *old,
					  gfp_t gfp);
u16 vtep_peer_ids_take(struct vtep_peer_ids *ids, struct vtep_peer *peer);
void vtep_peer_ids_give(struct vtep_peer_ids *ids, u16 id);

#endif /* VTEP_PEER_ID_H */
