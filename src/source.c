// SPDX-License-Identifier: GPL-2.0
/* Source prefixes; see source.h. */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "source.h"

#define VTEP_NO_PREFIX	U32_MAX		/* vtep_prefix.up: in no other one */

/* Where the first prefix is whose address is above @addr. */
static u32 vtep_sources_above(const struct vtep_sources *t,
			      const struct in6_addr *addr)
{
	u32 lo = 0, hi = t->n;

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (ipv6_addr_cmp(&t->p[mid].addr, addr) <= 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* The longest prefix that @addr is in, on the way up from @at. */
static u32 vtep_sources_up(const struct vtep_prefix *p, u32 at,
			   const struct in6_addr *addr)
{
	while (at != VTEP_NO_PREFIX &&
	       !ipv6_prefix_equal(&p[at].addr, addr, p[at].len))
		at = p[at].up;
	return at;
}

/**
 * vtep_sources_may() - what a source may do
 * @t: table
 * @addr: outer source
 *
 * Of the prefixes that @addr is in none is above it, and those between it
 * and the longest one are within that or within prefixes @addr is not in, so
 * that going up from the nearest one below finds it.
 *
 * Context: any under which @t stays.
 *
 * Return: what the longest prefix says; VTEP_MAY_DENY without one.
 */
enum vtep_may vtep_sources_may(const struct vtep_sources *t,
			       const struct in6_addr *addr)
{
	u32 at = vtep_sources_above(t, addr);

	at = vtep_sources_up(t->p, at ? at - 1 : VTEP_NO_PREFIX, addr);
	return at == VTEP_NO_PREFIX ? VTEP_MAY_DENY : t->p[at].may;
}

static int vtep_prefix_cmp(const struct vtep_prefix *a,
			   const struct vtep_prefix *b)
{
	return ipv6_addr_cmp(&a->addr, &b->addr) ?: a->len - b->len;
}

/* Of the same prefix the one that was said last comes last. */
static int vtep_prefix_order(const void *a, const void *b)
{
	const struct vtep_prefix *l = a, *r = b;

	return vtep_prefix_cmp(l, r) ?: (l->up > r->up) - (l->up < r->up);
}

/* What has been deleted; no prefix is that long. */
#define VTEP_PREFIX_GONE	255

static int vtep_sources_del(struct vtep_sources *t,
			    const struct vtep_prefix *gone,
			    struct netlink_ext_ack *extack)
{
	u32 lo = 0, hi = t->n;

	/* By address and length; those gone have kept their place. */
	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (vtep_prefix_cmp(&t->p[mid], gone) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == t->n || vtep_prefix_cmp(&t->p[lo], gone)) {
		NL_SET_ERR_MSG(extack, "There is no such source prefix");
		return -ENOENT;
	}
	t->p[lo].may = VTEP_PREFIX_GONE;
	return 0;
}

/* Sorted, each prefix once, without those gone. */
static void vtep_sources_sort(struct vtep_sources *t)
{
	u32 i, n = 0;

	for (i = 0; i < t->n; i++)
		t->p[i].up = i;
	sort(t->p, t->n, sizeof(*t->p), vtep_prefix_order, NULL);

	for (i = 0; i < t->n; i++) {
		if (t->p[i].may == VTEP_PREFIX_GONE)
			continue;
		if (n && !vtep_prefix_cmp(&t->p[n - 1], &t->p[i]))
			n--;
		t->p[n++] = t->p[i];
	}
	t->n = n;
	for (i = 0; i < n; i++)
		t->p[i].up = vtep_sources_up(t->p, i ? i - 1 : VTEP_NO_PREFIX,
					     &t->p[i].addr);
}

/* A number that no other table has had for a long time, and never 0, which a
 * peer has that was never looked up.
 */
static u32 vtep_sources_gen(void)
{
	static atomic_t last;
	u32 gen;

	do {
		gen = (u32)atomic_inc_return(&last) & GENMASK(29, 0);
	} while (!gen);
	return gen;
}

/**
 * vtep_sources_make() - a table after a change
 * @old: table before, or NULL
 * @c: the change
 * @extack: says why not
 *
 * Context: process, may sleep.
 *
 * Return: the new table, to be published and, once replaced, given to
 *	kvfree_rcu(); NULL when no prefix is left; or an ERR_PTR: -ENOENT,
 *	-ENOSPC, -ENOMEM.
 */
struct vtep_sources *vtep_sources_make(const struct vtep_sources *old,
				       const struct vtep_sources_change *c,
				       struct netlink_ext_ack *extack)
{
	u32 n = old && !c->clear ? old->n : 0;
	struct vtep_sources *t;
	unsigned int i;
	int err;

	t = kvzalloc(struct_size(t, p, n + c->nr_add), GFP_KERNEL_ACCOUNT);
	if (!t)
		return ERR_PTR(-ENOMEM);
	t->n = n;
	if (n)
		memcpy(t->p, old->p, n * sizeof(*t->p));

	for (i = 0; i < c->nr_del; i++) {
		err = vtep_sources_del(t, &c->del[i], extack);
		if (err)
			goto free;
	}
	if (c->nr_add)
		memcpy(t->p + n, c->add, c->nr_add * sizeof(*t->p));
	t->n += c->nr_add;
	vtep_sources_sort(t);
	if (t->n > VTEP_SOURCES_MAX) {
		NL_SET_ERR_MSG(extack,
			       "A table has at most 65536 source prefixes");
		err = -ENOSPC;
		goto free;
	}
	t->gen = vtep_sources_gen();
	if (t->n)
		return t;
	err = 0;

free:
	kvfree(t);
	return ERR_PTR(err);
}
