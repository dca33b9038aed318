/* SPDX-License-Identifier: GPL-2.0 */
/* Rankings: who has how many, and who has the most.
 *
 * A count and its place among others' counts change together, one up or down
 * at a time, which nearly always leaves the place as it is. Both are under a
 * lock of their owner's.
 */
#ifndef VTEP_RANK_H
#define VTEP_RANK_H

#include <linux/rbtree.h>
#include <linux/types.h>

/* One count; zeroed is none. */
struct vtep_rank {
	struct rb_node node;	/* in the ranking, unless @n is 0 */
	u32 n;			/* read lockless */
};

/* All of them; zeroed is an empty one. */
struct vtep_ranking {
	struct rb_root_cached tree;	/* the most first */
	u32 most;		/* how many that are; read lockless */
};

void vtep_rank_add(struct vtep_ranking *in, struct vtep_rank *r, int by);

/* Who has the most, NULL: nobody has any. Of equals, always the same one until
 * they no longer are.
 */
static inline struct vtep_rank *vtep_rank_top(const struct vtep_ranking *in)
{
	return rb_entry_safe(rb_first_cached(&in->tree), struct vtep_rank,
			     node);
}

#endif /* VTEP_RANK_H */
