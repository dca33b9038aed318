// SPDX-License-Identifier: GPL-2.0
/* What drop reasons look like, with the sentence that each has. */
#include <linux/vtep.h>
#include <string.h>

#include "parts.h"
#include "vtep/drops.h"

static const char *drop_sentence(const char *name)
{
#define ROW(_id, _name, _scope, _reason, _text) { _name, _text },
	static const struct {
		const char *name, *text;
	} rows[] = { VTEP_DROPS(ROW) };
#undef ROW

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (!strcmp(rows[i].name, name))
			return rows[i].text;
	return NULL;	/* the module is newer than this program */
}

void part_drops(struct out *o, const struct drops *drops, bool all)
{
	for (size_t i = 0; i < drops->n; i++) {
		const struct drop *d = &drops->v[i];
		const char *text = drop_sentence(d->name);

		if (!d->count && !all && !o->json)
			continue;
		out_line(o);
		out_uint(o, d->name, d->count);
		if (!text || o->json)
			continue;
		out_text(o, "--");
		out_text(o, text);
	}
}

static void print_last(struct out *o, const struct offender *last)
{
	char buf[INET6_ADDRSTRLEN];

	if (!last->there)
		return;
	out_obj(o, "last");
	out_text(o, "last");
	if (last->has_since)
		part_since(o, last->since);
	if (last->addr.len)
		out_str(o, "peer", addr_str(&last->addr, buf));
	if (last->has_vni)
		out_uint(o, "vni", last->vni);
	if (last->has_mac)
		part_mac(o, last->mac);
	out_up(o);
}

/* Without rates, which one list does not tell. */
int print_drops(struct out *o, const struct view *view,
		const struct record *rec)
{
	struct drop_line l = {
		.ifindex = rec->ifindex,
		.has_vni = HAS(rec, VTEP_A_DROPS_VNI),
		.vni = rec->vni,
		.peer = rec->addr,
	};
	int rc = 0;

	for (size_t i = 0; !rc && i < rec->drops.n; i++) {
		l.drop = &rec->drops.v[i];
		rc = print_drop(o, view, &l);
	}
	return rc;
}

int print_drop(struct out *o, const struct view *view,
	       const struct drop_line *l)
{
	const char *text = drop_sentence(l->drop->name);
	char buf[INET6_ADDRSTRLEN + 4];

	out_begin(o);
	if (l->stamp)
		part_stamp(o, l->stamp);
	part_dev(o, view, l->ifindex, false);
	if (l->has_vni)
		out_uint(o, "vni", l->vni);
	if (l->peer.len)
		out_str(o, "peer", addr_str(&l->peer, buf));
	out_bare(o, "reason", l->drop->name);
	out_uint(o, "count", l->drop->count);
	snprintf(buf, sizeof(buf), "%llu/s", (unsigned long long)l->rate);
	out_text(o, "rate");
	out_text(o, buf);
	out_json_uint(o, "rate", l->rate);
	print_last(o, &l->drop->last);
	if (text) {
		out_text(o, "--");
		out_bare(o, "text", text);
	}
	return out_end(o);
}
