// SPDX-License-Identifier: GPL-2.0
/* Segments -> `vni` lines, neighbours that agree in one. Pure. */
#include <linux/vtep.h>
#include <string.h>

#include "addr.h"
#include "config.h"
#include "parts.h"

static bool same_flood(const struct remotes *a, const struct remotes *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!addr_equal(&a->v[i].addr, &b->v[i].addr))
			return false;
	return true;
}

/* Can @b go into the range that ends with @a? VLANs count along. */
static bool goes_on(const struct part *p, const struct segment *a,
		    const struct segment *b)
{
	return b->vni == a->vni + 1 && a->has_vlan == b->has_vlan &&
	       (!a->has_vlan || b->vlan == a->vlan + 1) &&
	       addr_equal(&a->group, &b->group) &&
	       addr_equal(&a->pool.addr, &b->pool.addr) &&
	       a->pool.len == b->pool.len && a->has_join == b->has_join &&
	       a->join == b->join && a->learning == b->learning &&
	       a->ageing == b->ageing && a->limit == b->limit &&
	       same_rules(p, a, b) && same_flood(&a->plain, &b->plain);
}

void print_range(FILE *to, const char *word, uint32_t lo, uint32_t hi)
{
	fprintf(to, " %s %u", word, lo);
	if (hi != lo)
		fprintf(to, "-%u", hi);
}

static void print_flood(FILE *to, const char *word, const struct remotes *list)
{
	char text[INET6_ADDRSTRLEN];

	for (size_t i = 0; i < list->n && i < FLOOD_MAX; i++)
		fprintf(to, "%s%s", i ? "," : word,
			addr_str(&list->v[i].addr, text));
}

/* That of attachment id was made before its VTEP was told one. */
static uint32_t usual_limit(const struct part *p)
{
	return p->link->attachment == VTEP_ATTACHMENT_ID ? 0 :
							   p->rules->vni_limit;
}

/* What a segment gets that was told nothing is the VTEP's. */
static void print_settings(FILE *to, const struct part *p,
			   const struct segment *s)
{
	const struct link *l = s->link;
	uint8_t join = l->attachment == VTEP_ATTACHMENT_VLAN ?
		       VTEP_JOIN_ACTIVE : VTEP_JOIN_ALWAYS;
	char text[INET6_ADDRSTRLEN];

	if (s->pool.addr.len)
		fprintf(to, " pool %s/%u", addr_str(&s->pool.addr, text),
			s->pool.len);
	else if (s->group.len)
		fprintf(to, " group %s", addr_str(&s->group, text));
	if (s->has_join && s->join != join)
		fprintf(to, " join %s",
			s->join == VTEP_JOIN_ACTIVE ? "active" : "always");
	if (s->learning != l->learning)
		fprintf(to, " learning %s", s->learning ? "on" : "off");
	if (s->ageing != l->ageing)
		fprintf(to, " ageing %u", s->ageing);
	if (s->limit != usual_limit(p))
		fprintf(to, " limit %u", s->limit);
}

/* Attachment id: the segment was made with the link, and most is there. */
static void print_only(FILE *to, const struct part *p, const struct segment *s)
{
	bool limit = s->limit != usual_limit(p);
	char text[INET6_ADDRSTRLEN];

	if (!limit && !s->plain.n && !s->pool.addr.len &&
	    !has_own_rules(p, s, false))
		return;
	fprintf(to, "vni set dev %s vni %u", s->link->name, s->vni);
	if (s->pool.addr.len)
		fprintf(to, " pool %s/%u", addr_str(&s->pool.addr, text),
			s->pool.len);
	if (limit)
		fprintf(to, " limit %u", s->limit);
	print_flood(to, " flood add ", &s->plain);
	print_own_rules(to, p, s, false);
	fputc('\n', to);
}

static void print_line(FILE *to, const struct part *p,
		       const struct segment *first,
		       const struct segment *last)
{
	fprintf(to, "vni add dev %s", first->link->name);
	print_range(to, "vni", first->vni, last->vni);
	if (first->has_vlan)
		print_range(to, "vlan", first->vlan, last->vlan);
	print_settings(to, p, first);
	print_flood(to, " flood ", &first->plain);
	print_own_rules(to, p, first, false);
	fputc('\n', to);
}

void print_segments(FILE *to, const struct part *p)
{
	const struct segment *v = p->segs;

	for (size_t i = 0, j; i < p->nr_segs; i = j) {
		for (j = i + 1; j < p->nr_segs; j++)
			if (!goes_on(p, &v[j - 1], &v[j]))
				break;
		if (p->link->attachment == VTEP_ATTACHMENT_ID)
			print_only(to, p, &v[i]);
		else
			print_line(to, p, &v[i], &v[j - 1]);
	}
}

/* What had to wait for source prefixes. */
void print_late(FILE *to, const struct part *p)
{
	const struct segment *v = p->segs;

	for (size_t i = 0, j; i < p->nr_segs; i = j) {
		for (j = i + 1; j < p->nr_segs; j++)
			if (v[j].vni != v[j - 1].vni + 1 ||
			    !same_rules(p, &v[j - 1], &v[j]))
				break;
		if (!has_own_rules(p, &v[i], true))
			continue;
		fprintf(to, "vni set dev %s", p->link->name);
		print_range(to, "vni", v[i].vni, v[j - 1].vni);
		print_own_rules(to, p, &v[i], true);
		fputc('\n', to);
	}
}
