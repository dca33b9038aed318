// SPDX-License-Identifier: GPL-2.0
/* Source prefixes against a plain array of them. */
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "selftest.h"
#include "source.h"

#define PREFIXES	300	/* at most in the array */
#define CHANGES		400
#define LOOKUPS		200	/* after each change */

struct model {
	unsigned int n;
	struct vtep_prefix p[PREFIXES];
};

/* Few bits are ever set, so that prefixes nest and addresses meet them. */
static void addr_of(bool v4, struct in6_addr *addr)
{
	int i;

	*addr = in6addr_any;
	if (v4)
		vtep_addr_set4(addr, htonl(0x0a000000));
	for (i = v4 ? 13 : 0; i < 16; i++)
		if (!vtep_test_rand(3))
			addr->s6_addr[i] = 1 << vtep_test_rand(8);
}

static void prefix_of(bool v4, struct vtep_prefix *p)
{
	struct in6_addr addr;

	*p = (struct vtep_prefix){ .may = vtep_test_rand(3) };
	addr_of(v4, &addr);
	p->len = v4 ? 96 + vtep_test_rand(33) : vtep_test_rand(129);
	ipv6_addr_prefix(&p->addr, &addr, p->len);
}

static int place_of(const struct model *m, const struct vtep_prefix *p)
{
	int i;

	for (i = 0; i < m->n; i++)
		if (m->p[i].len == p->len &&
		    ipv6_addr_equal(&m->p[i].addr, &p->addr))
			return i;
	return -1;
}

static enum vtep_may may_of(const struct model *m, const struct in6_addr *addr)
{
	int best = -1;
	int i;

	for (i = 0; i < m->n; i++)
		if (ipv6_prefix_equal(&m->p[i].addr, addr, m->p[i].len) &&
		    (best < 0 || m->p[i].len > m->p[best].len))
			best = i;
	return best < 0 ? VTEP_MAY_DENY : m->p[best].may;
}

static void model_add(struct model *m, const struct vtep_prefix *p)
{
	int at = place_of(m, p);

	m->p[at < 0 ? m->n++ : at] = *p;
}

static void model_del(struct model *m, const struct vtep_prefix *p)
{
	int at = place_of(m, p);

	m->p[at] = m->p[--m->n];
}

/* Up to three go, one twice now and then; up to three come. */
static void change_of(bool v4, const struct model *m,
		      struct vtep_sources_change *c)
{
	unsigned int i;

	c->clear = !vtep_test_rand(50);
	c->nr_del = !c->clear && m->n > 20 ? vtep_test_rand(3) : 0;
	c->nr_add = m->n < PREFIXES - 3 ? vtep_test_rand(4) : 0;
	for (i = 0; i < c->nr_del; i++)
		c->del[i] = m->p[vtep_test_rand(m->n)];
	if (c->nr_del == 2 && place_of(m, &c->del[0]) ==
			      place_of(m, &c->del[1]))
		c->nr_del = 1;
	for (i = 0; i < c->nr_add; i++) {
		prefix_of(v4, &c->add[i]);
		/* Said anew now and then, in other words */
		if (m->n && !vtep_test_rand(4)) {
			c->add[i] = m->p[vtep_test_rand(m->n)];
			c->add[i].may = vtep_test_rand(3);
		}
	}
}

static void model_apply(struct model *m, const struct vtep_sources_change *c)
{
	unsigned int i;

	if (c->clear)
		m->n = 0;
	for (i = 0; i < c->nr_del; i++)
		model_del(m, &c->del[i]);
	for (i = 0; i < c->nr_add; i++)
		model_add(m, &c->add[i]);
}

static void compare(bool v4, const struct model *m,
		    const struct vtep_sources *t)
{
	struct in6_addr addr;
	int i;

	if (!VTEP_EXPECT(m->n == (t ? t->n : 0)))
		return;
	for (i = 0; t && i < LOOKUPS; i++) {
		addr_of(v4, &addr);
		VTEP_EXPECT(vtep_sources_may(t, &addr) == may_of(m, &addr));
	}
	/* What is not there cannot go, and nothing else goes with it. */
	for (i = 0; t && i < 3; i++) {
		struct vtep_sources_change c = { .nr_del = 1 };
		struct vtep_prefix p;

		prefix_of(v4, &p);
		c.del = &p;
		if (place_of(m, &p) < 0)
			VTEP_EXPECT(vtep_sources_make(t, &c, NULL) ==
				    ERR_PTR(-ENOENT));
	}
}

static void source_model(bool v4)
{
	struct vtep_prefix del[3], add[3];
	struct vtep_sources_change c = { .del = del, .add = add };
	struct vtep_sources *t = NULL, *next;
	struct model *m;
	int i;

	m = kvzalloc(sizeof(*m), GFP_KERNEL);
	if (!VTEP_EXPECT(m))
		return;
	for (i = 0; i < CHANGES && !vtep_test_failed(); i++) {
		change_of(v4, m, &c);
		next = vtep_sources_make(t, &c, NULL);
		if (!VTEP_EXPECT(!IS_ERR(next)))
			break;
		VTEP_EXPECT(!t || !next || t->gen != next->gen);
		kvfree(t);
		t = next;
		model_apply(m, &c);
		compare(v4, m, t);
		cond_resched();
	}
	kvfree(t);
	kvfree(m);
}

static void source_model4(void)
{
	source_model(true);
}

static void source_model6(void)
{
	source_model(false);
}

const struct vtep_test vtep_source_tests[] = {
	{ "source: IPv4 prefixes like an array", source_model4 },
	{ "source: IPv6 prefixes like an array", source_model6 },
	{}
};
