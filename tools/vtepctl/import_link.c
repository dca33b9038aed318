// SPDX-License-Identifier: GPL-2.0
/* One interface of `ip -j -d link show type vxlan` -> struct source. */
#include <json-c/json.h>
#include <linux/vtep.h>
#include <string.h>

#include "import.h"
#include "parts.h"
#include "vtep/wire.h"

#define AGEING_MAX	864000		/* the module's */

/* What of the in-tree driver there is no such thing of here. Its reserved_bits,
 * which newer kernels tell of every device, are none: bits to be refused, of which
 * RFC 7348 says that they are to be ignored, as they are here.
 */
static const struct {
	const char *key;
	const char *why;
} foreign[] = {
	{ "proxy", "ARP and ND are not answered for others" },
	{ "rsc", "there is no route short circuit" },
	{ "l2miss", "misses of MACs are not notified" },
	{ "l3miss", "misses of addresses are not notified" },
	{ "gbp", "there is no Group Policy extension" },
	{ "remcsum_tx", "there is no remote checksum offload" },
	{ "remcsum_rx", "there is no remote checksum offload" },
	{ "mcroute", "multicast is sent on the lower device, not routed" },
};

static void print_tos(FILE *f, struct import *im, const struct source *s,
		      struct json_object *info)
{
	const char *text = json_str(info, "tos");
	uint32_t tos = json_num(info, "tos");

	if (tos == 1 || (text && !strcmp(text, "inherit"))) {
		fputs(" tos inherit", f);
		return;
	}
	if (tos & 3)
		import_lose(im, s->name, "tos 0x%x: its ECN bits are RFC 6040's business",
			    tos);
	if (tos & ~3U)
		fprintf(f, " tos 0x%x", tos & 0xfc);
}

static void print_ports(FILE *f, struct import *im, const struct source *s,
			struct json_object *info)
{
	struct json_object *range;
	uint32_t low, high;

	/* 0 0: the driver's default, in whose place is ours */
	if (json_object_object_get_ex(info, "port_range", &range)) {
		low = json_num(range, "low");
		high = json_num(range, "high");
		if (low && low <= high && high <= 65535)
			fprintf(f, " srcport %u %u", low, high);
		else if (low || high)
			import_lose(im, s->name, "srcport %u %u is no range",
				    low, high);
	}
	if (s->port != VTEP_PORT)
		fprintf(f, " dstport %u", s->port);
}

/* ip(8) prints no TTL in JSON when it is inherited. */
static void print_ttl(FILE *f, struct json_object *info)
{
	if (!json_has(info, "ttl") || json_on(info, "ttl_inherit") ||
	    json_str(info, "ttl"))
		fputs(" ttl inherit", f);
	else if (json_num(info, "ttl"))
		fprintf(f, " ttl %u", json_num(info, "ttl"));
}

/* The defaults of the two drivers differ here; those of the other family say
 * nothing.
 */
static void print_checksums(FILE *f, const struct source *s,
			    struct json_object *info)
{
	if (!s->v6) {
		if (json_on(info, "udp_csum"))
			fputs(" udpcsum", f);
		return;
	}
	if (!json_on(info, "udp_zero_csum6_tx"))
		fputs(" noudp6zerocsumtx", f);
	if (!json_on(info, "udp_zero_csum6_rx"))
		fputs(" noudp6zerocsumrx", f);
}

static void print_words(FILE *f, struct import *im, const struct source *s,
			struct json_object *info)
{
	const char *df = json_str(info, "df"), *dev = json_str(info, "link");
	char text[INET6_ADDRSTRLEN];
	struct addr local;

	if (s->external)
		fputs(" attach external", f);
	if (s->vnifilter)
		fputs(" vnifilter", f);
	if (json_addr(info, "local", &local) ||
	    json_addr(info, "local6", &local))
		fprintf(f, " local %s", addr_str(&local, text));
	if (dev)
		fprintf(f, " dev %s", dev);
	print_ports(f, im, s, info);
	print_tos(f, im, s, info);
	print_ttl(f, info);
	if (df && strcmp(df, "set"))
		fprintf(f, " df %s", df);
	if (s->v6 && json_num(info, "label"))
		fprintf(f, " flowlabel 0x%x", json_num(info, "label"));
	print_checksums(f, s, info);
}

static void lose_foreign(struct import *im, const struct source *s,
			 struct json_object *info)
{
	for (size_t i = 0; i < ARRAY_SIZE(foreign); i++)
		if (json_on(info, foreign[i].key))
			import_lose(im, s->name, "%s: %s", foreign[i].key,
				    foreign[i].why);
	/* a whole flow of another kind, not a setting */
	if (json_on(info, "gpe"))
		import_lose(im, s->name, "gpe: there is no Generic Protocol Extension; the interface is left out");
	if (json_has(info, "label_policy") &&
	    strcmp(json_str(info, "label_policy") ?: "", "fixed"))
		import_lose(im, s->name, "flowlabel: there is no policy but a fixed one");
}

static void read_addrs(struct source *s, struct json_object *info)
{
	static const char *const keys[] = { "group", "group6", "remote",
					    "remote6" };
	struct addr local;

	for (size_t i = 0; i < 4 && !s->remote.len; i++)
		json_addr(info, keys[i], &s->remote);
	s->v6 = s->remote.len == 16 ||
		(!s->remote.len && json_addr(info, "local6", &local));
}

static void read_settings(struct import *im, struct source *s,
			  struct json_object *info)
{
	const char *dev = json_str(info, "link");

	s->external = json_on(info, "external");
	s->vnifilter = json_on(info, "vnifilter");
	s->has_vni = !s->external && json_has(info, "id");
	s->vni = json_num(info, "id");
	s->learning = json_on(info, "learning");
	s->ageing = json_num(info, "ageing");
	s->limit = json_num(info, "limit");
	s->port = json_num(info, "port") ?: VTEP_PORT;
	s->lower = dev ? import_ifindex(dev) : 0;
	s->left_out = json_on(info, "gpe");
	read_addrs(s, info);
	/* an old ip(8) says no more than `external` */
	if (!json_has(info, "port"))
		import_lose(im, s->name, "settings: this ip(8) did not print them");
	if (s->ageing > AGEING_MAX) {
		import_lose(im, s->name, "ageing %u: is at most ten days",
			    s->ageing);
		s->ageing = AGEING_MAX;
	}
}

static void read_core(struct source *s, struct json_object *o)
{
	const char *mac = json_str(o, "address");
	struct json_object *flags, *f;

	if (!mac || sscanf(mac, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &s->mac[0],
			   &s->mac[1], &s->mac[2], &s->mac[3], &s->mac[4],
			   &s->mac[5]) != 6)
		memset(s->mac, 0, sizeof(s->mac));
	if (!json_object_object_get_ex(o, "flags", &flags) ||
	    !json_object_is_type(flags, json_type_array))
		return;
	for (size_t i = 0; i < json_object_array_length(flags); i++) {
		f = json_object_array_get_idx(flags, i);
		if (json_object_is_type(f, json_type_string) &&
		    !strcmp(json_object_get_string(f), "UP"))
			s->up = true;
	}
}

static struct json_object *find_info(struct json_object *o)
{
	struct json_object *info = NULL;
	const char *kind;

	if (!json_object_object_get_ex(o, "linkinfo", &o))
		return NULL;
	kind = json_str(o, "info_kind");
	if (!kind || strcmp(kind, "vxlan"))
		return NULL;
	json_object_object_get_ex(o, "info_data", &info);
	return info;
}

static struct source *new_source(struct import *im)
{
	void *v = list_room(im->v, im->n + 1, &im->cap, sizeof(*im->v));

	if (!v)
		return NULL;
	im->v = v;
	im->v[im->n] = (struct source){ 0 };
	return &im->v[im->n++];
}

int import_link(struct import *im, struct json_object *o, struct error *err)
{
	struct json_object *info = find_info(o);
	const char *name = json_str(o, "ifname");
	struct source *s;
	size_t len;
	FILE *f;

	if (!info || !name)
		return 0;	/* ip(8) was asked for more than vxlan */
	if (strlen(name) >= IFNAMSIZ)
		return err_set(err, "\"%.64s\" is not a name of an interface",
			       name);
	s = new_source(im);
	if (!s)
		return err_set(err, "out of memory");
	strcpy(s->name, name);
	read_core(s, o);
	read_settings(im, s, info);
	lose_foreign(im, s, info);
	if (json_str(o, "master"))
		import_note(im, name, "was a port of %s",
			    json_str(o, "master"));
	f = open_memstream(&s->words, &len);
	if (!f)
		return err_set(err, "out of memory");
	print_words(f, im, s, info);
	return fclose(f) ? err_set(err, "out of memory") : 0;
}
