// SPDX-License-Identifier: GPL-2.0
/* Which interfaces become which VTEPs, and the VTEPs themselves. */
#include <linux/vtep.h>
#include <string.h>

#include "addr.h"
#include "import.h"
#include "parts.h"
#include "rules.h"

#define VLANS		4094

/* The module's defaults, which need no word. */
#define AGEING		300
#define LIMIT		65536

struct source *import_find(struct import *im, const char *name)
{
	for (size_t i = 0; i < im->n; i++)
		if (!strcmp(im->v[i].name, name))
			return &im->v[i];
	return NULL;
}

const struct link *import_target(const struct import *im,
				 const struct source *s)
{
	return links_at(&im->config.links, s->ifindex);
}

static bool can_merge(const struct source *s)
{
	return s->has_vni && !s->left_out;
}

/* What differs otherwise is a setting of segments. */
static bool agree(const struct source *a, const struct source *b)
{
	return a->v6 == b->v6 && !strcmp(a->words, b->words);
}

/* The first of those that agree with the most. */
static const struct source *find_model(const struct import *im)
{
	const struct source *best = NULL;
	size_t most = 0;

	for (size_t i = 0; i < im->n; i++) {
		size_t n = 0;

		/* those before have been counted already */
		for (size_t j = i; can_merge(&im->v[i]) && j < im->n; j++)
			n += can_merge(&im->v[j]) &&
			     agree(&im->v[i], &im->v[j]);
		if (n > most) {
			best = &im->v[i];
			most = n;
		}
	}
	return best;
}

/* Return: how many are one now. */
static size_t mark_merged(struct import *im, const struct source *model)
{
	size_t n = 0;

	for (size_t i = 0; i < im->n; i++) {
		struct source *s = &im->v[i];

		if (!can_merge(s))
			continue;
		s->merged = agree(s, model);
		n += s->merged;
		if (!s->merged)
			import_lose(im, s->name, "is not merged: its settings differ from those of %s",
				    model->name);
	}
	return n;
}

static int add_link(struct import *im, const struct link *l)
{
	struct links *list = &im->config.links;
	void *v = list_room(list->v, list->n + 1, &list->cap, sizeof(*l));

	if (!v)
		return -1;
	list->v = v;
	list->v[list->n++] = *l;
	return 0;
}

/* The in-tree driver looks at no tag inside; but one that chooses the segment
 * is not inside.
 */
static void print_rest(FILE *f, const struct source *s, uint32_t limit,
		       uint8_t attachment)
{
	if (!s->ageing)
		fputs(" ageing none", f);
	else if (s->ageing != AGEING)
		fprintf(f, " ageing %u", s->ageing);
	if (!limit)
		fputs(" maxaddress unlimited", f);
	else if (limit != LIMIT)
		fprintf(f, " maxaddress %u", limit);
	if (!s->learning)
		fputs(" nolearning", f);
	if (attachment != VTEP_ATTACHMENT_VLAN)
		fputs(" inner_vlan pass", f);
}

static void print_own(FILE *f, const struct source *s)
{
	char text[INET6_ADDRSTRLEN];

	if (!s->has_vni)
		return;
	fprintf(f, "id %u", s->vni);
	if (s->remote.len)
		fprintf(f, " %s %s",
			addr_is_group(&s->remote) ? "group" : "remote",
			addr_str(&s->remote, text));
}

/* @attach: NULL for attachment id; external is among the source's words */
static int make_link(struct import *im, const struct source *s,
		     const char *name, uint8_t attachment, const char *attach,
		     struct error *err)
{
	struct link l = {
		.ifindex = import_ifindex(name),
		.up = s->up,
		.attachment = attachment,
		.lower = s->lower,
		.port = s->port,
		.learning = s->learning,
		.ageing = s->ageing,
	};
	size_t len;
	FILE *f = open_memstream(&l.words, &len);

	if (!f)
		return err_set(err, "out of memory");
	strcpy(l.name, name);
	memcpy(l.mac, s->mac, sizeof(l.mac));
	if (attachment == VTEP_ATTACHMENT_ID)
		l.remote = s->remote;
	if (attach)
		fputs(attach, f);
	else
		print_own(f, s);
	fputs(s->words, f);
	/* of merged ones, limits are their segments' */
	print_rest(f, s, attach ? 0 : s->limit, attachment);
	if (fclose(f) || !l.ifindex || add_link(im, &l))
		return err_set(err, "out of memory");
	/* all but id begin with the blank between words */
	if (*l.words == ' ')
		memmove(l.words, l.words + 1, strlen(l.words));
	return 0;
}

static int make_merged(struct import *im, struct error *err)
{
	const struct source *model = find_model(im);
	const struct source *other = import_find(im, im->merge);
	bool up = false;
	size_t n;
	int rc;

	if (!model)
		return err_set(err, "merge: no interface has one VNI");
	n = mark_merged(im, model);
	if (other && !other->merged)
		return err_set(err, "merge: \"%s\" is the name of one that is not merged",
			       im->merge);
	for (size_t i = 0; i < im->n; i++) {
		if (!im->v[i].merged)
			continue;
		im->v[i].ifindex = import_ifindex(im->merge);
		up = up || im->v[i].up;
	}
	if (n > VLANS)
		import_lose(im, im->merge, "more VNIs than VLANs: it has attachment external, and what stands above must use tunnel metadata");
	rc = n > VLANS ?
	     make_link(im, model, im->merge, VTEP_ATTACHMENT_EXTERNAL,
		       "attach external vnifilter", err) :
	     make_link(im, model, im->merge, VTEP_ATTACHMENT_VLAN,
		       "attach vlan", err);
	if (!rc)
		im->config.links.v[im->config.links.n - 1].up = up;
	return rc;
}

/* The in-tree driver has one limit, that of an interface. The peer and segment
 * limits that a VTEP has by itself might let it learn less.
 */
static int lift_limits(struct import *im)
{
	for (size_t i = 0; i < im->config.links.n; i++) {
		const struct link *l = &im->config.links.v[i];
		struct record rec = { .ifindex = l->ifindex };

		rule_put(&rec.rules, VTEP_A_RULES_PEER_LIMIT, 0);
		if (l->attachment != VTEP_ATTACHMENT_ID)
			rule_put(&rec.rules, VTEP_A_RULES_VNI_LIMIT, 0);
		if (config_add_vtep(&im->config, &rec))
			return -1;
	}
	return 0;
}

int import_links(struct import *im, struct error *err)
{
	if (im->merge && make_merged(im, err))
		return -1;
	for (size_t i = 0; i < im->n; i++) {
		struct source *s = &im->v[i];
		uint8_t attachment = s->external ? VTEP_ATTACHMENT_EXTERNAL :
						   VTEP_ATTACHMENT_ID;

		if (s->merged || s->left_out)
			continue;
		s->ifindex = import_ifindex(s->name);
		if (make_link(im, s, s->name, attachment, NULL, err))
			return -1;
	}
	links_sort(&im->config.links);
	return lift_limits(im) ? err_set(err, "out of memory") : 0;
}
