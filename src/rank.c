// SPDX-License-Identifier: GPL-2.0
/* Rankings; see rank.h. */
#include <linux/compiler.h>

#include "rank.h"

static u32 vtep_rank_n(const struct rb_node *node)
{
	return rb_entry(node, struct vtep_rank, node)->n;
}

static bool vtep_rank_before(struct rb_node *a, const struct rb_node *b)
{
	return vtep_rank_n(a) > vtep_rank_n(b);
}

/* Is its place right, now that it has one more or less? */
static bool vtep_rank_fits(const struct vtep_rank *r, int by)
{
	const struct rb_node *beside = by > 0 ? rb_prev(&r->node) :
						rb_next(&r->node);

	if (!beside)
		return true;
	return by > 0 ? vtep_rank_n(beside) >= r->n :
			vtep_rank_n(beside) <= r->n;
}

/**
 * vtep_rank_add() - change a count
 * @in: ranking it is in while it is not 0
 * @r: the count
 * @by: 1 or -1
 *
 * Context: the lock of @in.
 */
void vtep_rank_add(struct vtep_ranking *in, struct vtep_rank *r, int by)
{
	const struct vtep_rank *top;
	bool was_in = r->n;

	WRITE_ONCE(r->n, r->n + by);
	if (!was_in || !r->n || !vtep_rank_fits(r, by)) {
		if (was_in)
			rb_erase_cached(&r->node, &in->tree);
		if (r->n)
			rb_add_cached(&r->node, &in->tree, vtep_rank_before);
	}

	top = vtep_rank_top(in);
	WRITE_ONCE(in->most, top ? top->n : 0);
}
