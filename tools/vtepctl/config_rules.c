// SPDX-License-Identifier: GPL-2.0
/* Rules, source prefixes and local MACs as configuration. */
#include <linux/vtep.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "prefix.h"

int config_add_vtep(struct config *c, const struct record *rec)
{
	const struct link *link = links_at(&c->links, rec->ifindex);
	void *v;

	if (!link)
		return 0;
	v = list_room(c->vteps, c->nr_vteps + 1, &c->cap_vteps,
		      sizeof(*c->vteps));
	if (!v)
		return -1;
	c->vteps = v;
	c->vteps[c->nr_vteps++] = (struct vtep){ link, rec->rules };
	return 0;
}

int config_add_permits(struct config *c, const struct record *rec)
{
	const struct link *link = links_at(&c->links, rec->ifindex);
	size_t n = rec->prefixes.n;
	void *v;

	if (!link || !n)
		return 0;
	v = list_room(c->permits, c->nr_permits + n, &c->cap_permits,
		      sizeof(*c->permits));
	if (!v)
		return -1;
	c->permits = v;
	for (size_t i = 0; i < n; i++)
		c->permits[c->nr_permits++] = (struct permit){
			.link = link,
			.has_vni = rec->has & 1ULL << VTEP_A_SOURCE_VNI,
			.vni = rec->vni,
			.prefix = rec->prefixes.v[i],
		};
	return 0;
}

/* What the bridge has learned it will learn again. */
int config_add_local(struct config *c, const struct record *rec)
{
	const struct link *link = links_at(&c->links, rec->ifindex);
	struct local l = { .link = link, .vni = rec->vni };
	void *v;

	if (!link || !(rec->has & 1ULL << VTEP_A_LOCAL_CONFIGURED))
		return 0;
	memcpy(l.mac, rec->mac, sizeof(l.mac));
	v = list_room(c->locals, c->nr_locals + 1, &c->cap_locals,
		      sizeof(*c->locals));
	if (!v)
		return -1;
	c->locals = v;
	c->locals[c->nr_locals++] = l;
	return 0;
}

const struct rules *config_rules(const struct config *c,
				 const struct link *link)
{
	static const struct rules none;

	for (size_t i = 0; i < c->nr_vteps; i++)
		if (c->vteps[i].link == link)
			return &c->vteps[i].rules;
	return &none;
}

static int by_table(const void *a, const void *b)
{
	const struct permit *l = a, *r = b;

	if (l->link != r->link)
		return l->link < r->link ? -1 : 1;
	if (l->has_vni != r->has_vni)
		return l->has_vni - r->has_vni;
	if (l->vni != r->vni)
		return l->vni < r->vni ? -1 : 1;
	return prefix_cmp(&l->prefix, &r->prefix);
}

static int by_mac(const void *a, const void *b)
{
	const struct local *l = a, *r = b;

	if (l->link != r->link)
		return l->link < r->link ? -1 : 1;
	if (l->vni != r->vni)
		return l->vni < r->vni ? -1 : 1;
	return memcmp(l->mac, r->mac, sizeof(l->mac));
}

void config_sort_rules(struct config *c)
{
	if (c->nr_permits)
		qsort(c->permits, c->nr_permits, sizeof(*c->permits),
		      by_table);
	if (c->nr_locals)
		qsort(c->locals, c->nr_locals, sizeof(*c->locals), by_mac);
}
