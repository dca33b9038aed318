// SPDX-License-Identifier: GPL-2.0
/* What `save` makes of links, segments and entries, without a kernel. */
#include <arpa/inet.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <linux/vtep.h>
#include <stdlib.h>

#include "config.h"
#include "msg.h"
#include "parse.h"
#include "prefix.h"
#include "tap.h"

/* Messages of rtnetlink */

struct spec {
	uint32_t ifindex;
	const char *name;
	const char *kind;
	uint8_t attachment;
	uint32_t lower;
	bool up;
	bool elsewhere;
	const char *group;
	const char *local;
};

static void put_data(struct nlmsghdr *nlh, const struct spec *s)
{
	struct nlattr *data = mnl_attr_nest_start(nlh, IFLA_INFO_DATA), *own;
	struct in_addr addr;

	if (s->attachment == VTEP_ATTACHMENT_ID)
		mnl_attr_put_u32(nlh, IFLA_VXLAN_ID, 42);
	if (s->group && inet_pton(AF_INET, s->group, &addr) == 1)
		mnl_attr_put(nlh, IFLA_VXLAN_GROUP, sizeof(addr), &addr);
	if (s->local && inet_pton(AF_INET, s->local, &addr) == 1)
		mnl_attr_put(nlh, IFLA_VXLAN_LOCAL, sizeof(addr), &addr);
	mnl_attr_put_u32(nlh, IFLA_VXLAN_LINK, s->lower);
	mnl_attr_put_u16(nlh, IFLA_VXLAN_PORT, htons(4789));
	mnl_attr_put_u8(nlh, IFLA_VXLAN_LEARNING, 1);
	mnl_attr_put_u32(nlh, IFLA_VXLAN_AGEING, 300);
	mnl_attr_put_u8(nlh, IFLA_VXLAN_TTL, 9);
	own = mnl_attr_nest_start(nlh, VTEP_LINK_NEST);
	mnl_attr_put_u8(nlh, VTEP_A_LINK_ATTACHMENT, s->attachment);
	mnl_attr_nest_end(nlh, own);
	mnl_attr_nest_end(nlh, data);
}

static void add_link(struct links *list, const struct spec *s)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 1 };
	char buf[MSG_MAX];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct error err = { "" };
	struct ifinfomsg *ifi;
	struct nlattr *info;

	nlh->nlmsg_type = RTM_NEWLINK;
	ifi = mnl_nlmsg_put_extra_header(nlh, sizeof(*ifi));
	ifi->ifi_index = s->ifindex;
	ifi->ifi_flags = s->up ? IFF_UP : 0;
	mnl_attr_put_strz(nlh, IFLA_IFNAME, s->name);
	mnl_attr_put(nlh, IFLA_ADDRESS, sizeof(mac), mac);
	if (s->elsewhere)
		mnl_attr_put_u32(nlh, IFLA_LINK_NETNSID, 1);
	info = mnl_attr_nest_start(nlh, IFLA_LINKINFO);
	mnl_attr_put_strz(nlh, IFLA_INFO_KIND, s->kind ? s->kind : "vtep");
	put_data(nlh, s);
	mnl_attr_nest_end(nlh, info);
	if (links_add(list, nlh, &err))
		fail("links_add: %s", err.text);
}

/* Records of the family */

#define MAX_DESTS 8

/* @dests: "ADDR ADDR:PORT ADDR%IFINDEX ...", IPv4 */
static size_t set_dests(struct remote *v, const char *dests)
{
	char *copy = strdup(dests), *save = NULL, *colon;
	size_t n = 0;

	for (char *w = strtok_r(copy, " ", &save); w && n < MAX_DESTS;
	     w = strtok_r(NULL, " ", &save)) {
		v[n] = (struct remote){ .port = 4789 };
		colon = strchr(w, ':');
		if (colon) {
			*colon = '\0';
			v[n].port = atoi(colon + 1);
		}
		colon = strchr(w, '%');
		if (colon) {
			*colon = '\0';
			v[n].ifindex = atoi(colon + 1);
		}
		v[n].addr = read_addr(w);
		if ((v[n].addr.b[0] & 0xf0) == 0xe0)
			v[n].ifindex = 2;
		n++;
	}
	free(copy);
	return n;
}

/* "10.0.0.0/8 ..." of a segment, or of the VTEP (@vni 0) */
static void add_permits(struct config *c, uint32_t ifindex, uint32_t vni,
			uint8_t may, const char *list)
{
	char *copy = strdup(list), *save = NULL;
	struct prefix v[8];
	struct record rec = {
		.kind = OBJ_SOURCE, .ifindex = ifindex, .vni = vni,
		.has = vni ? 1ULL << VTEP_A_SOURCE_VNI : 0,
		.prefixes = { .v = v },
	};
	struct error err;

	for (char *w = strtok_r(copy, " ", &save); w && rec.prefixes.n < 8;
	     w = strtok_r(NULL, " ", &save)) {
		if (prefix_parse(w, &v[rec.prefixes.n], &err))
			fail("%s", err.text);
		v[rec.prefixes.n++].may = may;
	}
	free(copy);
	if (config_add_permits(c, &rec))
		fail("no memory");
}

static void add_local(struct config *c, uint32_t ifindex, uint32_t vni,
		      uint8_t last, bool configured)
{
	struct record rec = {
		.kind = OBJ_LOCAL, .ifindex = ifindex, .vni = vni,
		.mac = { 2, 0, 0, 0, 0, last },
		.has = configured ? 1ULL << VTEP_A_LOCAL_CONFIGURED :
				    1ULL << VTEP_A_LOCAL_BRIDGE,
	};

	if (config_add_local(c, &rec))
		fail("no memory");
}

/* Rules out of words, as parser and kernel would make them. */
static struct rules rules_of(const char *words)
{
	char line[512], *argv[64];
	struct command cmd;
	struct error err;
	int argc;

	snprintf(line, sizeof(line), "vtep set dev v %s", words);
	argc = split_line(line, argv, 64, &err);
	if (parse_command(argc, argv, &cmd, &err))
		fail("%s", err.text);
	return cmd.rules;
}

static void add_vtep(struct config *c, uint32_t ifindex, const char *words)
{
	struct record rec = {
		.kind = OBJ_VTEP, .ifindex = ifindex, .rules = rules_of(words),
	};

	if (config_add_vtep(c, &rec))
		fail("no memory");
}

struct seg {
	uint32_t ifindex, vni;
	int vlan;		/* -1: none */
	const char *group, *pool;
	uint8_t pool_len;
	int join;		/* -1: not said */
	bool deaf;
	uint32_t ageing;	/* 0: 300 */
	uint32_t limit;
	const char *dests;
	const char *rules;
};

static void add_seg(struct config *c, const struct seg *s)
{
	struct remote v[MAX_DESTS];
	struct record rec = {
		.kind = OBJ_VNI,
		.ifindex = s->ifindex,
		.vni = s->vni,
		.learning = !s->deaf,
		.ageing = s->ageing ? s->ageing : 300,
		.limit = s->limit,
		.remotes = { .v = v },
	};

	if (s->vlan >= 0) {
		rec.has |= 1ULL << VTEP_A_VNI_VLAN;
		rec.vlan = s->vlan;
	}
	if (s->join >= 0) {
		rec.has |= 1ULL << VTEP_A_VNI_JOIN;
		rec.join = s->join;
	}
	if (s->group)
		rec.addr = read_addr(s->group);
	if (s->pool) {
		rec.pool.addr = read_addr(s->pool);
		rec.pool.len = s->pool_len;
	}
	if (s->rules)
		rec.rules = rules_of(s->rules);
	if (s->dests)
		rec.remotes.n = set_dests(v, s->dests);
	if (config_add_segment(c, &rec))
		fail("no memory");
}

static void add_entry(struct config *c, uint32_t ifindex, uint32_t vni,
		      uint8_t first, uint8_t last, uint16_t nud,
		      uint32_t flags, const char *dests)
{
	struct remote v[MAX_DESTS];
	struct record rec = {
		.kind = OBJ_FDB, .ifindex = ifindex, .vni = vni,
		.mac = { first, 0, 0, 0, 0, last }, .nud = nud, .flags = flags,
		.remotes = { .v = v, .n = set_dests(v, dests) },
	};

	if (config_add_entry(c, &rec))
		fail("no memory");
}

static void expect(struct config *c, const char *only, const char *want,
		   const char *said, const char *name)
{
	struct error err = { "" };
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);
	int rc;

	c->ifname = test_ifname;
	config_sort(c);
	rc = config_print(f, c, only, &err);
	fclose(f);
	same_uint("failed", !!rc, !!*said);
	same_str("text", text, want);
	same_str("said", err.text, said);
	free(text);
	config_free(c);
	test_end("save: %s", name);
}

#define HEAD	"# VTEPs, for vtepctl(8) restore\n"
#define ADD	"address 02:00:00:00:00:01 type vtep "

static void test_links(void)
{
	struct config c = { 0 };

	expect(&c, NULL, HEAD, "", "nothing");

	add_link(&c.links, &(struct spec){ 7, "vtep10" });
	add_link(&c.links, &(struct spec){ 8, "vtep9", .up = true });
	add_link(&c.links, &(struct spec){ 9, "br0", .kind = "bridge" });
	links_sort(&c.links);
	expect(&c, NULL, HEAD
	       "\nlink add name vtep9 " ADD "id 42 ttl 9\n"
	       "link set dev vtep9 up\n"
	       "\nlink add name vtep10 " ADD "id 42 ttl 9\n", "",
	       "links in the order of their names, of our kind only");

	/* a stands upon c, which stands upon b */
	add_link(&c.links, &(struct spec){ 7, "a", .lower = 1 });
	add_link(&c.links, &(struct spec){ 8, "b" });
	add_link(&c.links, &(struct spec){ 9, "c" });
	c.links.v[0].lower = 9;
	c.links.v[2].lower = 8;
	links_sort(&c.links);
	same_str("first", c.links.v[0].name, "b");
	same_str("second", c.links.v[1].name, "c");
	same_str("third", c.links.v[2].name, "a");
	c.links.v[0].lower = 7;
	links_sort(&c.links);
	same_uint("links", c.links.n, 3);
	config_free(&c);
	test_end("save: a link comes after what it stands upon; circles end");

	add_link(&c.links, &(struct spec){ 7, "a" });
	add_link(&c.links, &(struct spec){ 8, "b" });
	links_sort(&c.links);
	add_seg(&c, &(struct seg){ 7, 42, -1, .join = -1, .limit = 3 });
	add_seg(&c, &(struct seg){ 8, 42, -1, .join = -1, .limit = 4 });
	expect(&c, "b", HEAD "\nlink add name b " ADD "id 42 ttl 9\n"
	       "vni set dev b vni 42 limit 4\n", "", "one link of two");

	add_link(&c.links, &(struct spec){ 7, "a#b" });
	add_link(&c.links, &(struct spec){ 8, "b", .elsewhere = true });
	links_sort(&c.links);
	expect(&c, NULL, HEAD
	       "\n# interface 7 was left out: a name in it has a character that cannot be read back\n"
	       "\n# interface 8 was left out: its underlay is in another network namespace\n",
	       "interface 8 was left out: its underlay is in another network namespace",
	       "links that cannot be written down");
}

static void test_id(void)
{
	struct config c = { 0 };
	const struct spec grouped = {
		3, "vtep0", .group = "239.1.1.42", .lower = 2,
	};
	const struct seg alone = {
		3, 42, -1, .group = "239.1.1.42", .join = VTEP_JOIN_ALWAYS,
		.dests = "239.1.1.42",
	};
	const struct seg listed = {
		3, 42, -1, .join = -1, .limit = 7,
		.dests = "10.0.0.3 10.0.0.9 10.0.0.2 10.0.0.2:8472",
	};

	add_link(&c.links, &grouped);
	add_seg(&c, &alone);
	/* "if%u", the device 2 being nothing here */
	free(c.links.v[0].words);
	c.links.v[0].words = strdup("id 42 group 239.1.1.42 dev eth0");
	expect(&c, NULL, HEAD "\nlink add name vtep0 " ADD
	       "id 42 group 239.1.1.42 dev eth0\n", "",
	       "attachment id: all is with the link");

	add_link(&c.links, &(struct spec){ 3, "vtep0", .group = "10.0.0.9" });
	add_seg(&c, &listed);
	add_entry(&c, 3, 42, 2, 1, NUD_NOARP, NTF_STICKY, "10.0.0.2");
	free(c.links.v[0].words);
	c.links.v[0].words = strdup("id 42 remote 10.0.0.9");
	expect(&c, NULL, HEAD "\nlink add name vtep0 " ADD
	       "id 42 remote 10.0.0.9\n"
	       "vni set dev vtep0 vni 42 limit 7 flood add 10.0.0.2,10.0.0.3\n"
	       "fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.2 port 8472\n"
	       "fdb add 02:00:00:00:00:01 dev vtep0 dst 10.0.0.2 static sticky\n",
	       "", "attachment id: limit, flood list, entry");
}

static void vlan_link(struct config *c)
{
	const struct spec s = {
		3, "vtep0", .lower = 2, .attachment = VTEP_ATTACHMENT_VLAN,
	};

	add_link(&c->links, &s);
	free(c->links.v[0].words);
	c->links.v[0].words = strdup("attach vlan dev eth0");
}

#define VLAN_HEAD HEAD "\nlink add name vtep0 " ADD "attach vlan dev eth0\n"

#define ZERO	"00:00:00:00:00:00 dev vtep0"

/* What a `vni` line and the link's words do not say, or say too much */
static void test_odd_lists(void)
{
	const int active = VTEP_JOIN_ACTIVE;
	const struct spec grouped = {
		3, "vtep0", .lower = 2, .group = "239.64.0.42",
	};
	const struct seg own = {
		3, 42, -1, .join = -1, .dests = "10.0.0.1 10.0.0.2",
	};
	const struct seg taken = {
		3, 42, -1, .join = -1, .dests = "10.0.0.2",
	};
	const struct seg group7 = {
		3, 7, 7, .group = "239.1.1.1", .join = active,
	};
	const struct seg group8 = {
		3, 8, 8, .group = "239.1.1.1", .join = active,
		.dests = "10.0.0.3%77 10.0.0.2%2",
	};
	const struct seg theirs = {
		3, 7, 7, .join = active,
		.dests = "10.0.0.2 10.0.0.3:8472",
	};
	const struct seg ours = {
		3, 8, 8, .join = active, .dests = "10.0.0.2",
	};
	const struct seg pooled = {
		3, 42, -1, "239.64.0.42", "239.64.0.0", 12, .join = VTEP_JOIN_ALWAYS,
		.dests = "239.64.0.42",
	};
	struct config c = { 0 };

	add_link(&c.links, &(struct spec){ 3, "vtep0", .local = "10.0.0.1" });
	add_seg(&c, &own);
	expect(&c, NULL, HEAD "\nlink add name vtep0 " ADD
	       "id 42 local 10.0.0.1 ttl 9\n"
	       "vni set dev vtep0 vni 42 flood add 10.0.0.2\n"
	       "fdb append " ZERO " dst 10.0.0.1\n", "",
	       "the VTEP's own address in its list");

	add_link(&c.links, &(struct spec){ 3, "vtep0", .group = "10.0.0.9" });
	add_seg(&c, &taken);
	expect(&c, NULL, HEAD "\nlink add name vtep0 " ADD
	       "id 42 remote 10.0.0.9 ttl 9\n"
	       "vni set dev vtep0 vni 42 flood add 10.0.0.2\n"
	       "fdb del " ZERO " dst 10.0.0.9\n", "",
	       "a remote that was taken out of the list");

	vlan_link(&c);
	add_seg(&c, &group7);
	add_seg(&c, &group8);
	add_entry(&c, 3, 8, 1, 1, NUD_PERMANENT, 0, "10.0.0.2%77 10.0.0.3");
	expect(&c, NULL, VLAN_HEAD
	       "vni add dev vtep0 vni 7-8 vlan 7-8 group 239.1.1.1\n"
	       "fdb del " ZERO " dst 239.1.1.1 src_vni 7\n"
	       "fdb del " ZERO " dst 239.1.1.1 src_vni 8\n"
	       "fdb append " ZERO " dst 10.0.0.2 via eth0 src_vni 8\n"
	       "# left out: dst 10.0.0.3 via interface 77, which is gone\n"
	       "# left out: dst 10.0.0.2 via interface 77, which is gone\n"
	       "fdb add 01:00:00:00:00:01 dev vtep0 dst 10.0.0.3 src_vni 8\n",
	       "vtep0: left out 2 destinations whose device is gone",
	       "groups taken out, devices gone");

	vlan_link(&c);
	add_seg(&c, &theirs);
	add_seg(&c, &ours);
	add_entry(&c, 3, 7, 0, 0, NUD_PERMANENT, NTF_EXT_LEARNED, "10.0.0.2");
	add_entry(&c, 3, 8, 0, 0, NUD_PERMANENT, 0, "10.0.0.2");
	expect(&c, NULL, VLAN_HEAD
	       "vni add dev vtep0 vni 7 vlan 7\n"
	       "vni add dev vtep0 vni 8 vlan 8 flood 10.0.0.2\n", "",
	       "a list of a controller's");

	add_link(&c.links, &grouped);
	add_seg(&c, &pooled);
	free(c.links.v[0].words);
	c.links.v[0].words = strdup("id 42 group 239.64.0.42 dev eth0");
	expect(&c, NULL, HEAD "\nlink add name vtep0 " ADD
	       "id 42 group 239.64.0.42 dev eth0\n"
	       "vni set dev vtep0 vni 42 pool 239.64.0.0/12\n", "",
	       "attachment id: a pool");
}

static void test_ranges(void)
{
	struct config c = { 0 };
	const int active = VTEP_JOIN_ACTIVE;
	/* groups out of a pool differ and are no reason to end a range */
	const struct seg pools[] = {
		{ 3, 1, 1, "239.64.0.1", "239.64.0.0", 12, active,
		  .dests = "239.64.0.1 10.0.0.1" },
		{ 3, 2, 2, "239.64.0.2", "239.64.0.0", 12, active,
		  .dests = "10.0.0.1 239.64.0.2" },
		{ 3, 3, 3, "239.64.0.3", "239.64.0.0", 14, active,
		  .dests = "239.64.0.3 10.0.0.1" },
	};
	const struct seg odd = {
		3, 2, -1, .join = VTEP_JOIN_ALWAYS,
		.dests = "10.0.0.1:1 10.0.0.1:2",
	};
	const struct spec external = {
		3, "vtep0", .attachment = VTEP_ATTACHMENT_EXTERNAL,
	};

	vlan_link(&c);
	for (int i = 9; i >= 0; i--)
		add_seg(&c, &(struct seg){ 3, 100 + i, i, .join = active });
	add_seg(&c, &(struct seg){ 3, 110, 11, .join = active });
	add_seg(&c, &(struct seg){ 3, 112, 12, .join = active });
	expect(&c, NULL, VLAN_HEAD
	       "vni add dev vtep0 vni 100-109 vlan 0-9\n"
	       "vni add dev vtep0 vni 110 vlan 11\n"
	       "vni add dev vtep0 vni 112 vlan 12\n", "",
	       "ranges end where VNIs or VLANs do not follow");

	vlan_link(&c);
	for (int i = 0; i < 12; i++) {
		struct seg s = { 3, i, i, .join = active };

		s.limit = i == 1;
		s.deaf = i == 3;
		s.ageing = i == 5 ? 7 : 0;
		s.join = i == 7 ? VTEP_JOIN_ALWAYS : active;
		s.group = i == 9 ? "239.1.1.1" : NULL;
		s.dests = i == 9 ? "239.1.1.1" : i == 11 ? "10.0.0.1" : NULL;
		add_seg(&c, &s);
	}
	expect(&c, NULL, VLAN_HEAD
	       "vni add dev vtep0 vni 0 vlan 0\n"
	       "vni add dev vtep0 vni 1 vlan 1 limit 1\n"
	       "vni add dev vtep0 vni 2 vlan 2\n"
	       "vni add dev vtep0 vni 3 vlan 3 learning off\n"
	       "vni add dev vtep0 vni 4 vlan 4\n"
	       "vni add dev vtep0 vni 5 vlan 5 ageing 7\n"
	       "vni add dev vtep0 vni 6 vlan 6\n"
	       "vni add dev vtep0 vni 7 vlan 7 join always\n"
	       "vni add dev vtep0 vni 8 vlan 8\n"
	       "vni add dev vtep0 vni 9 vlan 9 group 239.1.1.1\n"
	       "vni add dev vtep0 vni 10 vlan 10\n"
	       "vni add dev vtep0 vni 11 vlan 11 flood 10.0.0.1\n", "",
	       "each setting ends a range");

	vlan_link(&c);
	for (int i = 0; i < 3; i++)
		add_seg(&c, &pools[i]);
	expect(&c, NULL, VLAN_HEAD
	       "vni add dev vtep0 vni 1-2 vlan 1-2 pool 239.64.0.0/12 flood 10.0.0.1\n"
	       "vni add dev vtep0 vni 3 vlan 3 pool 239.64.0.0/14 flood 10.0.0.1\n",
	       "", "pools");

	add_link(&c.links, &external);
	free(c.links.v[0].words);
	c.links.v[0].words = strdup("attach external");
	add_seg(&c, &(struct seg){ 3, 1, -1, .join = VTEP_JOIN_ALWAYS });
	add_seg(&c, &odd);
	expect(&c, NULL, HEAD "\nlink add name vtep0 " ADD
	       "attach external\n"
	       "vni add dev vtep0 vni 1-2\n"
	       "fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.1 port 1 src_vni 2\n"
	       "fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.1 port 2 src_vni 2\n",
	       "", "attachment external; destinations with ports");
}

/* More than one `vni` line may hold: the rest goes another way. */
static void test_long(void)
{
	static struct remote v[FLOOD_MAX + 1];
	struct record rec = {
		.ifindex = 3, .vni = 1, .learning = 1, .ageing = 300,
		.remotes = { .v = v, .n = FLOOD_MAX + 1 },
	};
	struct config c = { .ifname = test_ifname };
	struct error err = { "" };
	char *text = NULL;
	size_t len, n = 0;
	FILE *f;

	/* the last comes first */
	for (uint32_t i = 0; i <= FLOOD_MAX; i++)
		v[i] = (struct remote){
			.addr = { 4, { 10, 1, (FLOOD_MAX - i) >> 8,
				       (FLOOD_MAX - i) & 255 } },
			.port = 4789,
		};
	vlan_link(&c);
	if (config_add_segment(&c, &rec))
		fail("no memory");
	config_sort(&c);
	f = open_memstream(&text, &len);
	if (config_print(f, &c, NULL, &err))
		fail("%s", err.text);
	fclose(f);
	for (const char *p = text; (p = strchr(p, ',')); p++)
		n++;
	same_uint("commas, one of the header", n, FLOOD_MAX);
	if (!strstr(text, " flood 10.1.0.0,10.1.0.1,") ||
	    !strstr(text, "\nfdb append 00:00:00:00:00:00 dev vtep0 dst 10.1.4.0 src_vni 1\n"))
		fail("%s", text);
	free(text);
	config_free(&c);
	test_end("save: a flood list of more than fits");
}

static void test_entries(void)
{
	struct config c = { 0 };

	vlan_link(&c);
	add_seg(&c, &(struct seg){ 3, 5, 5, .join = -1 });
	add_entry(&c, 3, 5, 2, 9, NUD_PERMANENT, NTF_ROUTER, "10.0.0.9");
	add_entry(&c, 3, 4, 2, 9, NUD_PERMANENT, 0, "10.0.0.9");
	add_entry(&c, 3, 5, 2, 8, NUD_PERMANENT | NUD_NOARP, 0, "10.0.0.9");
	add_entry(&c, 3, 5, 1, 1, NUD_PERMANENT, 0, "239.1.1.1 10.0.0.2");
	/* learned, a controller's, the flood list, another VTEP's */
	add_entry(&c, 3, 5, 2, 1, NUD_REACHABLE, 0, "10.0.0.9");
	add_entry(&c, 3, 5, 2, 2, NUD_PERMANENT, NTF_EXT_LEARNED, "10.0.0.9");
	add_entry(&c, 3, 5, 0, 0, NUD_PERMANENT, 0, "10.0.0.9");
	add_entry(&c, 4, 5, 2, 3, NUD_PERMANENT, 0, "10.0.0.9");
	expect(&c, NULL, VLAN_HEAD
	       "vni add dev vtep0 vni 5 vlan 5\n"
	       "fdb add 02:00:00:00:00:09 dev vtep0 dst 10.0.0.9 src_vni 4\n"
	       "fdb add 01:00:00:00:00:01 dev vtep0 dst 10.0.0.2 src_vni 5\n"
	       "fdb append 01:00:00:00:00:01 dev vtep0 dst 239.1.1.1 src_vni 5\n"
	       "fdb add 02:00:00:00:00:08 dev vtep0 dst 10.0.0.9 src_vni 5\n"
	       "fdb add 02:00:00:00:00:09 dev vtep0 dst 10.0.0.9 src_vni 5 router\n",
	       "", "entries that are configured");
}

/* What the kernel tells of a VTEP that was told nothing. */
#define USUAL "deliver open learn open strict off min_ttl 0 unknown flood full refuse damp hold moves 5/180 hold 180 protect off peer_limit 32768 neigh_rate 0"

static void test_vtep_rules(void)
{
	const struct seg alone = {
		3, 42, -1, .join = -1, .limit = 7, .dests = "10.0.0.1",
		.rules = "deliver known storm multicast 5pps",
	};
	struct config c = { 0 };

	vlan_link(&c);
	add_vtep(&c, 3, USUAL " vni_limit 16384");
	expect(&c, NULL, VLAN_HEAD, "", "rules that are the default");

	vlan_link(&c);
	add_vtep(&c, 3, "deliver known learn known strict on min_ttl 255 unknown drop full evict damp none moves 2/9 hold 1 protect on peer_limit 0 vni_limit 0 neigh_rate 7 fragments discard storm broadcast 5pps storm peer 1mbit,burst=7 storm unicast none");
	expect(&c, NULL, VLAN_HEAD
	       "vtep set dev vtep0 deliver known learn known strict on min_ttl 255 unknown drop full evict damp none moves 2/9 hold 1 protect on peer_limit 0 vni_limit 0 neigh_rate 7 fragments discard storm broadcast 5pps storm peer 1mbit,burst=7\n",
	       "", "rules of which none is the default");

	/* half of a pair */
	vlan_link(&c);
	add_vtep(&c, 3, "moves 5/181 vni_limit 16384");
	expect(&c, NULL, VLAN_HEAD "vtep set dev vtep0 moves 5/181\n", "",
	       "a window that is not the default");

	/* the segment is older than what its VTEP has been told */
	add_link(&c.links, &(struct spec){ 3, "vtep0" });
	add_vtep(&c, 3, USUAL " vni_limit 16385 storm multicast 5pps");
	add_seg(&c, &(struct seg){ 3, 42, -1, .join = -1 });
	expect(&c, NULL, HEAD "\nlink add name vtep0 " ADD "id 42 ttl 9\n"
	       "vtep set dev vtep0 vni_limit 16385 storm multicast 5pps\n",
	       "", "attachment id: what segments are made with");

	add_link(&c.links, &(struct spec){ 3, "vtep0" });
	add_vtep(&c, 3, USUAL " vni_limit 16384 storm multicast 5pps");
	add_seg(&c, &alone);
	expect(&c, NULL, HEAD "\nlink add name vtep0 " ADD "id 42 ttl 9\n"
	       "vtep set dev vtep0 storm multicast 5pps\n"
	       "vni set dev vtep0 vni 42 limit 7 flood add 10.0.0.1 deliver known storm multicast 5pps\n",
	       "", "attachment id: rules of the segment");
}

static void test_segment_rules(void)
{
	static const char *const rules[] = {
		/* as the template has it, and else */
		"storm broadcast 5pps", "storm broadcast 5pps,burst=100",
		"storm broadcast none", "storm broadcast 6pps",
		"storm broadcast 5pps strict on",
		"storm broadcast 5pps strict off",
		"storm broadcast 5pps strict off moves 3/9",
		"storm broadcast 5pps strict off moves 3/9",
	};
	const int active = VTEP_JOIN_ACTIVE;
	const struct seg unlimited = {
		3, 8, 8, .join = active, .rules = "storm broadcast 5pps",
	};
	struct config c = { 0 };

	vlan_link(&c);
	add_vtep(&c, 3, USUAL " vni_limit 9 storm broadcast 5pps");
	for (size_t i = 0; i < ARRAY_SIZE(rules); i++) {
		struct seg s = { 3, i, i, .join = active, .limit = 9 };

		s.rules = rules[i];
		add_seg(&c, &s);
	}
	add_seg(&c, &unlimited);
	expect(&c, NULL, VLAN_HEAD
	       "vtep set dev vtep0 vni_limit 9 storm broadcast 5pps\n"
	       "vni add dev vtep0 vni 0-1 vlan 0-1\n"
	       "vni add dev vtep0 vni 2 vlan 2 storm broadcast none\n"
	       "vni add dev vtep0 vni 3 vlan 3 storm broadcast 6pps\n"
	       "vni add dev vtep0 vni 4 vlan 4 strict on\n"
	       "vni add dev vtep0 vni 5 vlan 5 strict off\n"
	       "vni add dev vtep0 vni 6-7 vlan 6-7 strict off moves 3/9\n"
	       "vni add dev vtep0 vni 8 vlan 8 limit 0\n", "",
	       "segments differ from what they are made with");
}

static void test_permits(void)
{
	const int active = VTEP_JOIN_ACTIVE;
	struct config c = { 0 };

	vlan_link(&c);
	add_vtep(&c, 3, "deliver list");
	/* of no link, and of no segment that there is: as it comes */
	add_permits(&c, 4, 0, VTEP_MAY_LEARN, "10.0.0.0/8");
	add_permits(&c, 3, 2, VTEP_MAY_LEARN, "10.2.0.0/16 10.1.0.0/16");
	add_permits(&c, 3, 0, VTEP_MAY_DENY, "10.0.0.0/16 10.0.0.0/8");
	add_permits(&c, 3, 0, VTEP_MAY_LEARN, "9.0.0.0/8 0.0.0.0/0");
	add_permits(&c, 3, 3, VTEP_MAY_DELIVER, "10.3.0.0/16");
	add_permits(&c, 3, 2, VTEP_MAY_DENY, "10.1.1.0/24");
	for (int i = 1; i < 6; i++) {
		struct seg s = { 3, i, i, .join = active };

		s.rules = i == 4 ? "learn open" : "deliver known learn list";
		add_seg(&c, &s);
	}
	add_local(&c, 3, 5, 9, true);
	add_local(&c, 3, 5, 8, false);
	add_local(&c, 3, 4, 10, true);
	add_local(&c, 4, 5, 7, true);
	c.links.v[0].up = true;
	expect(&c, NULL, VLAN_HEAD
	       "source add dev vtep0 prefix 0.0.0.0/0,9.0.0.0/8\n"
	       "source add dev vtep0 may deny prefix 10.0.0.0/8,10.0.0.0/16\n"
	       "vtep set dev vtep0 deliver list\n"
	       "vni add dev vtep0 vni 1 vlan 1 deliver known learn list\n"
	       "vni add dev vtep0 vni 2-3 vlan 2-3 deliver known\n"
	       "vni add dev vtep0 vni 4 vlan 4 learn open\n"
	       "vni add dev vtep0 vni 5 vlan 5 deliver known learn list\n"
	       "source add dev vtep0 vni 2 prefix 10.1.0.0/16,10.2.0.0/16\n"
	       "source add dev vtep0 vni 2 may deny prefix 10.1.1.0/24\n"
	       "source add dev vtep0 vni 3 may deliver prefix 10.3.0.0/16\n"
	       "vni set dev vtep0 vni 2-3 learn list\n"
	       "local add dev vtep0 vni 4 mac 02:00:00:00:00:0a\n"
	       "local add dev vtep0 vni 5 mac 02:00:00:00:00:09\n"
	       "link set dev vtep0 up\n", "",
	       "prefixes stand before policy list, local MACs before up");

	/* more than a line holds */
	vlan_link(&c);
	for (int i = 0; i < 65; i++) {
		char text[32];

		snprintf(text, sizeof(text), "10.%d.0.0/16", i);
		add_permits(&c, 3, 0, VTEP_MAY_DELIVER, text);
	}
	config_sort(&c);
	{
		struct error err = { "" };
		char *text = NULL;
		size_t len;
		FILE *f = open_memstream(&text, &len);

		c.ifname = test_ifname;
		if (config_print(f, &c, NULL, &err))
			fail("%s", err.text);
		fclose(f);
		if (!strstr(text, "\nsource add dev vtep0 may deliver prefix 10.0.0.0/16,10.1.0.0/16,") ||
		    !strstr(text, ",10.63.0.0/16\nsource add dev vtep0 may deliver prefix 10.64.0.0/16\n"))
			fail("%s", text);
		free(text);
	}
	config_free(&c);
	test_end("save: more prefixes than a line holds");
}

/* What is written of two VTEPs goes to each. */
static void test_two_links(void)
{
	struct config c = { 0 };

	add_link(&c.links, &(struct spec){ 7, "a" });
	add_link(&c.links, &(struct spec){ 8, "b" });
	links_sort(&c.links);
	add_vtep(&c, 8, "strict on");
	add_vtep(&c, 7, "min_ttl 5");
	add_permits(&c, 8, 0, VTEP_MAY_LEARN, "10.8.0.0/16");
	add_permits(&c, 7, 0, VTEP_MAY_LEARN, "10.7.0.0/16");
	add_local(&c, 8, 42, 8, true);
	add_local(&c, 7, 42, 7, true);
	expect(&c, NULL, HEAD "\nlink add name a " ADD "id 42 ttl 9\n"
	       "source add dev a prefix 10.7.0.0/16\n"
	       "vtep set dev a min_ttl 5\n"
	       "local add dev a vni 42 mac 02:00:00:00:00:07\n"
	       "\nlink add name b " ADD "id 42 ttl 9\n"
	       "source add dev b prefix 10.8.0.0/16\n"
	       "vtep set dev b strict on\n"
	       "local add dev b vni 42 mac 02:00:00:00:00:08\n", "",
	       "rules of two links");
}

int main(void)
{
	test_links();
	test_id();
	test_odd_lists();
	test_ranges();
	test_long();
	test_entries();
	test_vtep_rules();
	test_segment_rules();
	test_permits();
	test_two_links();
	return tap_done();
}
