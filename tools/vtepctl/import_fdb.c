// SPDX-License-Identifier: GPL-2.0
/* Entries of `bridge -j fdb show` -> flood lists and static entries. */
#include <json-c/json.h>
#include <linux/neighbour.h>
#include <stdio.h>
#include <string.h>

#include "addr.h"
#include "import.h"

static bool has_flag(struct json_object *o, const char *flag)
{
	struct json_object *list, *f;

	if (!json_object_object_get_ex(o, "flags", &list) ||
	    !json_object_is_type(list, json_type_array))
		return false;
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		f = json_object_array_get_idx(list, i);
		if (json_object_is_type(f, json_type_string) &&
		    !strcmp(json_object_get_string(f), flag))
			return true;
	}
	return false;
}

/* What was said by an administrator: the rest comes again by itself. */
static bool is_configured(struct json_object *o)
{
	const char *state = json_str(o, "state");

	return state && !has_flag(o, "extern_learn") &&
	       (!strcmp(state, "permanent") || !strcmp(state, "static"));
}

static bool read_remote(struct json_object *o, const struct source *s,
			uint32_t vni, bool flood, struct remote *r)
{
	const char *via = json_str(o, "viaIf");

	*r = (struct remote){
		.port = json_num(o, "port"),
		.has_vni = json_has(o, "vni") && json_num(o, "vni") != vni,
		.vni = json_num(o, "vni"),
		.ifindex = via ? import_ifindex(via) : 0,
	};
	if (!r->has_vni)
		r->vni = 0;
	/* in a flood list, the interface's own says its device, too */
	if (flood && r->ifindex == s->lower)
		r->ifindex = 0;
	return json_addr(o, "dst", &r->addr);
}

/* Without a filter VNIs need not be added, but for what is theirs. */
static struct segment *need_segment(struct import *im, const struct source *s,
				    uint32_t vni)
{
	const struct link *link = import_target(im, s);
	struct segment *seg = config_segment(&im->config, link, vni);
	const struct addr none = { 0 };

	if (seg)
		return seg;
	if (!link || import_add_segment(im, s, vni, &none))
		return NULL;
	return config_place_last(&im->config);
}

static int add_flood(struct segment *seg, const struct remote *r)
{
	for (size_t i = 0; !r->port && !r->has_vni && !r->ifindex &&
	     i < seg->plain.n; i++)
		if (!memcmp(&seg->plain.v[i].addr, &r->addr, sizeof(r->addr)))
			return 0;
	return config_add_flood(seg, &seg->group, r);
}

/* Destinations of one MAC follow each other. */
static bool is_last(const struct config *c, const struct link *link,
		    uint32_t vni, const uint8_t mac[6])
{
	const struct entry *e = c->fdb + c->nr_fdb - 1;

	return c->nr_fdb && e->link == link && e->vni == vni &&
	       !memcmp(e->mac, mac, sizeof(e->mac));
}

static int add_entry(struct import *im, const struct source *s, uint32_t vni,
		     const uint8_t mac[6], struct json_object *o,
		     const struct remote *r)
{
	struct remote copy = *r;
	struct record rec = {
		.ifindex = s->ifindex,
		.vni = vni,
		.nud = strcmp(json_str(o, "state"), "static") ?
		       NUD_PERMANENT : NUD_NOARP,
		.flags = (has_flag(o, "sticky") ? NTF_STICKY : 0) |
			 (has_flag(o, "router") ? NTF_ROUTER : 0),
		.remotes = { .v = &copy, .n = 1 },
	};
	const struct link *link = import_target(im, s);
	struct config *c = &im->config;

	memcpy(rec.mac, mac, sizeof(rec.mac));
	if (!is_last(c, link, vni, mac))
		return config_add_entry(c, &rec);
	if (mac[0] & 1)
		return config_add_dest(&c->fdb[c->nr_fdb - 1], r);
	import_lose(im, s->name, "%s: a unicast MAC has one destination",
		    json_str(o, "mac"));
	return 0;
}

static int take_entry(struct import *im, const struct source *s,
		      const uint8_t mac[6], struct json_object *o,
		      struct error *err)
{
	uint32_t vni = s->has_vni ? s->vni : json_num(o, "src_vni");
	const char *text = json_str(o, "mac");
	struct segment *seg;
	struct remote r;
	int rc;

	if (!s->has_vni && !json_has(o, "src_vni")) {
		import_lose(im, s->name, "%s: with external, an entry needs src_vni",
			    text);
		return 0;
	}
	if (!read_remote(o, s, vni, mac_is_zero(mac), &r)) {
		import_lose(im, s->name, "%s: nexthop groups are not supported",
			    text);
		return 0;
	}
	if (r.addr.len != (s->v6 ? 16 : 4)) {
		import_lose(im, s->name, "%s: a destination is of the other address family",
			    text);
		return 0;
	}
	if (!mac_is_zero(mac) && !(mac[0] & 1) && addr_is_group(&r.addr)) {
		import_lose(im, s->name, "%s: a unicast MAC cannot be behind a group",
			    text);
		return 0;
	}
	seg = need_segment(im, s, vni);
	if (!seg)
		return err_set(err, "out of memory");
	rc = mac_is_zero(mac) ? add_flood(seg, &r) :
			    add_entry(im, s, vni, mac, o, &r);
	return rc ? err_set(err, "out of memory") : 0;
}

int import_entry(struct import *im, struct json_object *o, struct error *err)
{
	const char *name = json_str(o, "ifname"), *text = json_str(o, "mac");
	const struct source *s = name ? import_find(im, name) : NULL;
	uint8_t mac[6];

	/* what has no destination is the bridge's above */
	if (!s || s->left_out || !text ||
	    (!json_has(o, "dst") && !json_has(o, "nhid")))
		return 0;
	if (!is_configured(o))
		return 0;
	if (sscanf(text, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &mac[0], &mac[1],
		   &mac[2], &mac[3], &mac[4], &mac[5]) != 6)
		return err_set(err, "\"%.64s\" is not a MAC", text);
	return take_entry(im, s, mac, o, err);
}
