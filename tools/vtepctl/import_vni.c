// SPDX-License-Identifier: GPL-2.0
/* Segments: those of `bridge -j vni show`, and the one that an interface with
 * one VNI is.
 */
#include <json-c/json.h>
#include <linux/vtep.h>
#include <string.h>

#include "addr.h"
#include "import.h"
#include "vtep/wire.h"

int import_add_segment(struct import *im, const struct source *s, uint32_t vni,
		       const struct addr *remote)
{
	const struct link *link = import_target(im, s);
	struct remote flood = { .addr = *remote };
	struct record rec = {
		.ifindex = s->ifindex,
		.vni = vni,
		.learning = s->learning,
		.ageing = s->ageing,
		.limit = s->merged ? s->limit : 0,
	};

	/* of attachment id it is the link's */
	if (addr_is_group(remote) && link->attachment != VTEP_ATTACHMENT_ID)
		rec.addr = *remote;
	else if (remote->len && !addr_is_group(remote))
		rec.remotes = (struct remotes){ .v = &flood, .n = 1 };
	if (config_add_segment(&im->config, &rec))
		return -1;
	/* Only what the FDB's list has beside it is looked for. */
	im->config.segs[im->config.nr_segs - 1].own_gone = false;
	return 0;
}

static int add_range(struct import *im, const struct source *s,
		     struct json_object *o, struct error *err)
{
	static const char *const keys[] = { "group", "remote", "group6",
					    "remote6" };
	uint32_t lo = json_num(o, "vni"), hi = lo;
	struct addr remote = { 0 };

	if (json_has(o, "vniEnd"))
		hi = json_num(o, "vniEnd");
	if (hi < lo || hi > VTEP_VNI_MAX)
		return err_set(err, "%s: %u-%u is no range of VNIs", s->name,
			       lo, hi);
	for (size_t i = 0; i < 4 && !remote.len; i++)
		json_addr(o, keys[i], &remote);
	/* that of the interface is for all that have none */
	if (!remote.len)
		remote = s->remote;
	for (uint32_t vni = lo; vni <= hi; vni++)
		if (import_add_segment(im, s, vni, &remote))
			return err_set(err, "out of memory");
	return 0;
}

int import_vnis(struct import *im, struct json_object *o, struct error *err)
{
	const char *name = json_str(o, "ifname") ?: json_str(o, "dev");
	struct source *s = name ? import_find(im, name) : NULL;
	struct json_object *list;

	if (!s || s->left_out || !s->vnifilter ||
	    !json_object_object_get_ex(o, "vnis", &list) ||
	    !json_object_is_type(list, json_type_array))
		return 0;
	s->listed = true;
	for (size_t i = 0; i < json_object_array_length(list); i++)
		if (add_range(im, s, json_object_array_get_idx(list, i), err))
			return -1;
	return 0;
}

/* The VLAN is the VNI, if that can be for all; else they are counted. */
static void choose_vlans(struct import *im)
{
	struct config *c = &im->config;
	uint32_t nr = 0;
	bool same = true;

	for (size_t i = 0; i < c->nr_segs; i++)
		if (c->segs[i].link->attachment == VTEP_ATTACHMENT_VLAN)
			same = same && c->segs[i].vni &&
			       c->segs[i].vni <= VLAN_LAST;
	for (size_t i = 0; i < c->nr_segs; i++) {
		struct segment *s = &c->segs[i];

		if (s->link->attachment != VTEP_ATTACHMENT_VLAN)
			continue;
		s->has_vlan = true;
		s->vlan = same ? s->vni : ++nr;
	}
}

static void note_merged(struct import *im)
{
	for (size_t i = 0; i < im->n; i++) {
		const struct source *s = &im->v[i];
		const struct segment *seg;

		if (!s->merged)
			continue;
		seg = config_segment(&im->config, import_target(im, s),
				     s->vni);
		if (seg && seg->has_vlan)
			import_note(im, s->name, "is VLAN %u of %s",
				    seg->vlan, im->merge);
	}
}

int import_segments(struct import *im, struct error *err)
{
	for (size_t i = 0; i < im->n; i++) {
		struct source *s = &im->v[i];

		if (s->left_out)
			continue;
		if (s->vnifilter && !s->listed)
			import_lose(im, s->name, "its VNIs are not known: give what bridge -j vni show prints");
		if (s->external && !s->vnifilter && s->remote.len)
			import_lose(im, s->name, "group or remote: with external, metadata say where frames go");
		if (s->has_vni &&
		    import_add_segment(im, s, s->vni, &s->remote))
			return err_set(err, "out of memory");
	}
	config_sort(&im->config);
	for (size_t i = 1; i < im->config.nr_segs; i++) {
		const struct segment *a = &im->config.segs[i - 1];

		if (a->link == a[1].link && a->vni == a[1].vni)
			return err_set(err, "%s: VNI %u is there twice",
				       a->link->name, a->vni);
	}
	choose_vlans(im);
	note_merged(im);
	return 0;
}
