// SPDX-License-Identifier: GPL-2.0
#include <linux/neighbour.h>
#include <linux/vtep.h>
#include <stdlib.h>
#include <string.h>

#include "addr.h"
#include "config.h"

static bool has(const struct record *rec, unsigned int attr)
{
	return rec->has & 1ULL << attr;
}

static int by_remote(const void *a, const void *b)
{
	const struct remote *l = a, *r = b;
	int d = memcmp(l->addr.b, r->addr.b, sizeof(l->addr.b));

	if (d)
		return d;
	if (l->port != r->port)
		return l->port < r->port ? -1 : 1;
	if (l->vni != r->vni)
		return l->vni < r->vni ? -1 : 1;
	return l->ifindex < r->ifindex ? -1 : l->ifindex > r->ifindex;
}

static bool is_linklocal(const struct addr *a)
{
	return a->len == 16 && a->b[0] == 0xfe && (a->b[1] & 0xc0) == 0x80;
}

/* Leave out of @r what the kernel fills in by itself. */
static void reduce(struct remote *r, const struct link *link)
{
	if (r->port == link->port)
		r->port = 0;
	if (r->ifindex == link->lower &&
	    (addr_is_group(&r->addr) || is_linklocal(&r->addr)))
		r->ifindex = 0;
}

/* What a `vni` line can say. Of the VTEP's own address the kernel takes only an
 * entry, as which it may have been put there, on each host the same.
 */
static bool is_plain(const struct remote *r, const struct link *link)
{
	return !r->port && !r->has_vni && !r->ifindex &&
	       !addr_is_group(&r->addr) && !addr_equal(&r->addr, &link->local);
}

/* What `group`, `pool` or `remote` put into the list is not to be put there
 * again.
 */
static bool is_own(const struct remote *r, const struct link *link,
		   const struct addr *group)
{
	return !r->port && !r->has_vni && !r->ifindex &&
	       (addr_equal(&r->addr, group) ||
		addr_equal(&r->addr, &link->remote));
}

static int add_remote(struct remotes *list, const struct remote *r)
{
	void *v = list_room(list->v, list->n + 1, &list->cap, sizeof(*list->v));

	if (!v)
		return -1;
	list->v = v;
	list->v[list->n++] = *r;
	return 0;
}

static void sort_remotes(struct remotes *list)
{
	if (list->n)
		qsort(list->v, list->n, sizeof(*list->v), by_remote);
}

int config_add_flood(struct segment *s, const struct addr *group,
		     const struct remote *r)
{
	struct remotes *to = &s->special;
	struct remote short_r = *r;

	reduce(&short_r, s->link);
	if (is_own(&short_r, s->link, group)) {
		s->own_gone = false;
		return 0;
	}
	if (is_plain(&short_r, s->link))
		to = &s->plain;
	return add_remote(to, &short_r);
}

int config_add_dest(struct entry *e, const struct remote *r)
{
	struct remote short_r = *r;

	reduce(&short_r, e->link);
	return add_remote(&e->remotes, &short_r);
}

int config_add_segment(struct config *c, const struct record *rec)
{
	const struct link *link = links_at(&c->links, rec->ifindex);
	struct segment s = {
		.link = link,
		.vni = rec->vni,
		.has_vlan = has(rec, VTEP_A_VNI_VLAN),
		.vlan = rec->vlan,
		.pool = rec->pool,
		.has_join = has(rec, VTEP_A_VNI_JOIN),
		.join = rec->join,
		.learning = rec->learning,
		.ageing = rec->ageing,
		.limit = rec->limit,
		.rules = rec->rules,
	};
	void *v;

	if (!link)
		return 0;
	if (!rec->pool.addr.len)
		s.group = rec->addr;
	s.own = rec->addr;
	if (!s.own.len && link->attachment == VTEP_ATTACHMENT_ID)
		s.own = link->remote;
	/* until it is found in the list */
	s.own_gone = s.own.len;
	v = list_room(c->segs, c->nr_segs + 1, &c->cap_segs,
		      sizeof(*c->segs));
	if (!v)
		return -1;
	c->segs = v;
	for (size_t i = 0; i < rec->remotes.n; i++)
		if (config_add_flood(&s, &rec->addr, &rec->remotes.v[i]))
			return -1;
	c->segs[c->nr_segs++] = s;
	return 0;
}

/* Entries of the all-zero MAC are the flood lists, which segments tell; but not
 * that they are a controller's.
 */
static bool is_configuration(const struct record *rec)
{
	bool learned = rec->flags & NTF_EXT_LEARNED;

	if (mac_is_zero(rec->mac))
		return learned;
	return rec->nud & (NUD_PERMANENT | NUD_NOARP) && !learned;
}

int config_add_entry(struct config *c, const struct record *rec)
{
	const struct link *link = links_at(&c->links, rec->ifindex);
	struct entry e = {
		.link = link,
		.vni = rec->vni,
		.nud = rec->nud,
		.flags = rec->flags,
	};
	void *v;

	if (!link || !is_configuration(rec))
		return 0;
	memcpy(e.mac, rec->mac, sizeof(e.mac));
	v = list_room(c->fdb, c->nr_fdb + 1, &c->cap_fdb, sizeof(*c->fdb));
	if (!v)
		return -1;
	c->fdb = v;
	for (size_t i = 0; !mac_is_zero(e.mac) && i < rec->remotes.n; i++)
		if (config_add_dest(&e, &rec->remotes.v[i]))
			return -1;
	c->fdb[c->nr_fdb++] = e;
	return 0;
}

/* Links are in an array, in their order. */
static int by_vni(const void *a, const void *b)
{
	const struct segment *l = a, *r = b;

	if (l->link != r->link)
		return l->link < r->link ? -1 : 1;
	return l->vni < r->vni ? -1 : l->vni > r->vni;
}

static int by_mac(const void *a, const void *b)
{
	const struct entry *l = a, *r = b;

	if (l->link != r->link)
		return l->link < r->link ? -1 : 1;
	if (l->vni != r->vni)
		return l->vni < r->vni ? -1 : 1;
	return memcmp(l->mac, r->mac, sizeof(l->mac));
}

struct segment *config_segment(const struct config *c, const struct link *link,
			       uint32_t vni)
{
	const struct segment key = { .link = link, .vni = vni };

	return c->nr_segs ? bsearch(&key, c->segs, c->nr_segs,
				    sizeof(*c->segs), by_vni) : NULL;
}

struct segment *config_place_last(struct config *c)
{
	size_t at = c->nr_segs - 1;
	struct segment last = c->segs[at];

	while (at && by_vni(&c->segs[at - 1], &last) > 0)
		at--;
	memmove(&c->segs[at + 1], &c->segs[at],
		(c->nr_segs - 1 - at) * sizeof(*c->segs));
	c->segs[at] = last;
	return &c->segs[at];
}

/* The flood lists of controllers are theirs to make again. */
static void drop_learned_floods(struct config *c)
{
	for (size_t i = 0; i < c->nr_fdb; i++) {
		const struct entry *e = &c->fdb[i];
		struct segment *s;

		s = mac_is_zero(e->mac) ? config_segment(c, e->link, e->vni) : NULL;
		if (!s)
			continue;
		s->plain.n = 0;
		s->special.n = 0;
	}
}

void config_sort(struct config *c)
{
	for (size_t i = 0; i < c->nr_segs; i++) {
		sort_remotes(&c->segs[i].plain);
		sort_remotes(&c->segs[i].special);
	}
	for (size_t i = 0; i < c->nr_fdb; i++)
		sort_remotes(&c->fdb[i].remotes);
	if (c->nr_segs)
		qsort(c->segs, c->nr_segs, sizeof(*c->segs), by_vni);
	if (c->nr_fdb)
		qsort(c->fdb, c->nr_fdb, sizeof(*c->fdb), by_mac);
	drop_learned_floods(c);
	config_sort_rules(c);
}

void config_free(struct config *c)
{
	for (size_t i = 0; i < c->nr_segs; i++) {
		free(c->segs[i].plain.v);
		free(c->segs[i].special.v);
	}
	for (size_t i = 0; i < c->nr_fdb; i++)
		free(c->fdb[i].remotes.v);
	free(c->segs);
	free(c->fdb);
	free(c->vteps);
	free(c->permits);
	free(c->locals);
	links_free(&c->links);
	*c = (struct config){ 0 };
}
