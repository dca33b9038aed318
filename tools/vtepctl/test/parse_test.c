// SPDX-License-Identifier: GPL-2.0
/* Command lines and what they mean, or what is said about them. */
#include <linux/vtep.h>
#include <stdlib.h>

#include "parse.h"
#include "table.h"
#include "tap.h"

#define G(_x) WORD_MASK(WORD_##_x)

static const struct {
	const char *line;
	const char *err;		/* NULL: it is right */
	enum verb verb;
	const char *object, *action;	/* NULL: none */
	struct command want;		/* given and values */
} rows[] = {
	/* objects and actions */
	{ "", NULL, VERB_HELP, NULL, NULL, { 0 } },
	{ "vni show", NULL, VERB_SHOW, "vni", "show", { 0 } },
	{ "vni", NULL, VERB_SHOW, "vni", "show", { 0 } },
	{ "vn sh", NULL, VERB_SHOW, "vni", "show", { 0 } },
	{ "p s", NULL, VERB_SHOW, "peer", "show", { 0 } },
	{ "group show", NULL, VERB_SHOW, "group", "show", { 0 } },
	{ "fdb show", NULL, VERB_SHOW, "fdb", "show", { 0 } },
	{ "stats show", NULL, VERB_SHOW, "stats", "show", { 0 } },
	{ "monitor", NULL, VERB_MONITOR, "monitor", NULL, { 0 } },
	{ "monitor json", NULL, VERB_MONITOR, "monitor", NULL,
	  { .given = G(JSON) } },
	{ "mon j", NULL, VERB_MONITOR, "monitor", NULL, { .given = G(JSON) } },

	/* help */
	{ "help", NULL, VERB_HELP, NULL, NULL, { 0 } },
	{ "--help", NULL, VERB_HELP, NULL, NULL, { 0 } },
	{ "help help", NULL, VERB_HELP, NULL, NULL, { 0 } },
	{ "help vni", NULL, VERB_HELP, "vni", NULL, { 0 } },
	{ "vni help", NULL, VERB_HELP, "vni", NULL, { 0 } },
	{ "vni -h", NULL, VERB_HELP, "vni", NULL, { 0 } },
	{ "help vni set", NULL, VERB_HELP, "vni", "set", { 0 } },
	{ "vni set help", NULL, VERB_HELP, "vni", "set", { 0 } },
	{ "vni set dev vtep0 help", NULL, VERB_HELP, "vni", "set",
	  { .given = G(DEV), .dev = "vtep0" } },
	{ "monitor help", NULL, VERB_HELP, "monitor", NULL, { 0 } },
	{ "help monitor", NULL, VERB_HELP, "monitor", NULL, { 0 } },

	/* words and values */
	{ "vni show dev vtep0 vni 42", NULL, VERB_SHOW, "vni", "show",
	  { .given = G(DEV) | G(VNI), .dev = "vtep0", .vni = { 42, 42 } } },
	{ "fdb show vni 5000-8999", NULL, VERB_SHOW, "fdb", "show",
	  { .given = G(VNI), .vni = { 5000, 8999 } } },
	{ "fdb show vni 0-16777215", NULL, VERB_SHOW, "fdb", "show",
	  { .given = G(VNI), .vni = { 0, 16777215 } } },
	{ "fdb show vni 7-7", NULL, VERB_SHOW, "fdb", "show",
	  { .given = G(VNI), .vni = { 7, 7 } } },
	{ "peer show dev 123456789012345", NULL, VERB_SHOW, "peer", "show",
	  { .given = G(DEV), .dev = "123456789012345" } },
	{ "group show dev eth0", NULL, VERB_SHOW, "group", "show",
	  { .given = G(LOWER), .dev = "eth0" } },
	/* a value may look like a word */
	{ "peer show dev help", NULL, VERB_SHOW, "peer", "show",
	  { .given = G(DEV), .dev = "help" } },
	{ "vni set dev vtep0 vni 42 group 239.1.1.42 learning on ageing 300 limit 10",
	  NULL, VERB_SET, "vni", "set",
	  { .given = G(DEV) | G(VNI) | G(GROUP) | G(LEARNING) | G(AGEING) |
		     G(LIMIT),
	    .dev = "vtep0", .vni = { 42, 42 },
	    .group = { 4, { 239, 1, 1, 42 } },
	    .learning = true, .ageing = 300, .limit = 10 } },
	{ "vni se dev v0 learni off", NULL, VERB_SET, "vni", "set",
	  { .given = G(DEV) | G(LEARNING), .dev = "v0" } },
	{ "vni set dev v0 group ff05::2a", NULL, VERB_SET, "vni", "set",
	  { .given = G(DEV) | G(GROUP), .dev = "v0",
	    .group = { 16, { 0xff, 5, [15] = 0x2a } } } },
	{ "vni set dev v0 group none", NULL, VERB_SET, "vni", "set",
	  { .given = G(DEV) | G(GROUP), .dev = "v0", .group = { .len = 4 } } },
	{ "vni set limit 4294967295 dev v0", NULL, VERB_SET, "vni", "set",
	  { .given = G(DEV) | G(LIMIT), .dev = "v0", .limit = 4294967295 } },

	/* segments in ranges */
	{ "vni add dev v0 vni 5001-9000 vlan 1-4000 pool 239.64.0.0/12", NULL,
	  VERB_DO, "vni", "add",
	  { .given = G(DEV) | G(VNI) | G(VLAN) | G(POOL), .dev = "v0",
	    .vni = { 5001, 9000 }, .vlan = { 1, 4000 },
	    .pool = { { 4, { 239, 64 } }, 12 } } },
	/* a VLAN alone counts on with the range */
	{ "vni add dev v0 vni 10-12 vlan 4092", NULL, VERB_DO, "vni", "add",
	  { .given = G(DEV) | G(VNI) | G(VLAN), .dev = "v0",
	    .vni = { 10, 12 }, .vlan = { 4092, 4094 } } },
	{ "vni add vlan 0 vni 10-11 dev v0", NULL, VERB_DO, "vni", "add",
	  { .given = G(DEV) | G(VNI) | G(VLAN), .dev = "v0",
	    .vni = { 10, 11 }, .vlan = { 0, 1 } } },
	{ "vni add dev v0 vni 7 untagged join active", NULL, VERB_DO, "vni",
	  "add",
	  { .given = G(DEV) | G(VNI) | G(UNTAGGED) | G(JOIN), .dev = "v0",
	    .vni = { 7, 7 }, .join = VTEP_JOIN_ACTIVE } },
	{ "vni a dev v0 vn 7 vl 9 g ff05::1 j always learni off a 0 li 5 fl 10.0.0.2",
	  NULL, VERB_DO, "vni", "add",
	  { .given = G(DEV) | G(VNI) | G(VLAN) | G(ONE_GROUP) | G(JOIN) |
		     G(LEARNING) | G(AGEING) | G(LIMIT) | G(FLOOD),
	    .dev = "v0", .vni = { 7, 7 }, .vlan = { 9, 9 },
	    .group = { 16, { 0xff, 5, [15] = 1 } }, .join = VTEP_JOIN_ALWAYS,
	    .limit = 5, .flood_add = "10.0.0.2" } },
	{ "vni add dev v0 vni 7 flood 2001:db8::1,2001:db8::2", NULL, VERB_DO,
	  "vni", "add",
	  { .given = G(DEV) | G(VNI) | G(FLOOD), .dev = "v0", .vni = { 7, 7 },
	    .flood_add = "2001:db8::1,2001:db8::2" } },
	{ "vni add dev v0 vni 7 pool ff05:0:0:1::/100", NULL, VERB_DO, "vni",
	  "add",
	  { .given = G(DEV) | G(VNI) | G(POOL), .dev = "v0", .vni = { 7, 7 },
	    .pool = { { 16, { 0xff, 5, [7] = 1 } }, 100 } } },
	{ "vni add dev v0 vni 7 pool 239.0.0.0/8 join active help", NULL,
	  VERB_HELP, "vni", "add",
	  { .given = G(DEV) | G(VNI) | G(POOL) | G(JOIN), .dev = "v0",
	    .vni = { 7, 7 }, .pool = { { 4, { 239 } }, 8 },
	    .join = VTEP_JOIN_ACTIVE } },
	{ "vni del dev v0 vni 0-16777215", NULL, VERB_DO, "vni", "del",
	  { .given = G(DEV) | G(VNI), .dev = "v0",
	    .vni = { 0, 16777215 } } },
	{ "vni set dev v0 vni 1-2 flood add 10.0.0.2,10.0.0.3 flood del 10.0.0.4",
	  NULL, VERB_SET, "vni", "set",
	  { .given = G(DEV) | G(VNI) | G(FLOOD_ADD) | G(FLOOD_DEL),
	    .dev = "v0", .vni = { 1, 2 }, .flood_add = "10.0.0.2,10.0.0.3",
	    .flood_del = "10.0.0.4" } },
	{ "vni set dev v0 fl d fd02::5 j act", NULL, VERB_SET, "vni", "set",
	  { .given = G(DEV) | G(FLOOD_DEL) | G(JOIN), .dev = "v0",
	    .join = VTEP_JOIN_ACTIVE, .flood_del = "fd02::5" } },
	{ "vni set dev v0 pool 224.128.0.0/9", NULL, VERB_SET, "vni", "set",
	  { .given = G(DEV) | G(POOL), .dev = "v0",
	    .pool = { { 4, { 224, 128 } }, 9 } } },
	{ "vni show vlan 5-7 group 239.1.1.1", NULL, VERB_SHOW, "vni", "show",
	  { .given = G(VLAN) | G(GROUP), .vlan = { 5, 7 },
	    .group = { 4, { 239, 1, 1, 1 } } } },
	{ "vni show vni 5-9 vlan 5", NULL, VERB_SHOW, "vni", "show",
	  { .given = G(VNI) | G(VLAN), .vni = { 5, 9 }, .vlan = { 5, 5 } } },
	{ "vni show untagged", NULL, VERB_SHOW, "vni", "show",
	  { .given = G(UNTAGGED) } },

	/* groups */
	{ "group show dev eth0 group 239.1.1.1", NULL, VERB_SHOW, "group",
	  "show",
	  { .given = G(LOWER) | G(ONE_GROUP), .dev = "eth0",
	    .group = { 4, { 239, 1, 1, 1 } } } },
	{ "group rejoin", NULL, VERB_DO, "group", "rejoin", { 0 } },
	{ "group re group ff05::1 dev eth0", NULL, VERB_DO, "group", "rejoin",
	  { .given = G(LOWER) | G(ONE_GROUP), .dev = "eth0",
	    .group = { 16, { 0xff, 5, [15] = 1 } } } },

	/* wrong words: named, with what there is instead */
	{ .line = "foo", .err = "unknown word \"foo\"; there is: vtep, vni, peer, source, local, group, fdb, stats, drops, monitor, save, restore, import, help" },
	{ .line = "VNI", .err = "unknown word \"VNI\"; there is: vtep, vni, peer, source, local, group, fdb, stats, drops, monitor, save, restore, import, help" },
	{ .line = "vni s", .err = "vni: \"s\" is ambiguous: show, set" },
	{ .line = "vni dev v0", .err = "vni: unknown word \"dev\"; there is: show, add, del, set, help" },
	{ .line = "vni ''", .err = "vni: unknown word \"\"; there is: show, add, del, set, help" },
	{ .line = "peer set dev v0", .err = "peer: unknown word \"set\"; there is: show, flush, del, help" },
	{ .line = "vni set l 3", .err = "vni set: \"l\" is ambiguous: learning, limit, learn" },
	{ .line = "peer show vni 3", .err = "peer show: unknown word \"vni\"; there is: dev, peer, help" },
	{ .line = "monitor foo", .err = "monitor: unknown word \"foo\"; there is: json, help" },
	{ .line = "monitor json json", .err = "monitor: \"json\" is given twice" },
	{ .line = "peer show dev a dev b", .err = "peer show: \"dev\" is given twice" },
	{ .line = "vni show -j", .err = "vni show: \"-j\": options stand before the object" },
	{ .line = "vni show dev", .err = "vni show: \"dev\" lacks its value DEV" },
	{ .line = "vni set", .err = "vni set: \"dev DEV\" is missing" },
	{ .line = "vni set limit 3", .err = "vni set: \"dev DEV\" is missing" },
	{ .line = "vni set dev v0", .err = "vni set: nothing to change; there is: group, pool, join, learning, ageing, limit, flood add, flood del, deliver, learn, strict, min_ttl, unknown, full, damp, moves, hold, protect, storm broadcast, storm multicast, storm unknown, storm unicast" },
	{ .line = "vni set dev v0 vni 5", .err = "vni set: nothing to change; there is: group, pool, join, learning, ageing, limit, flood add, flood del, deliver, learn, strict, min_ttl, unknown, full, damp, moves, hold, protect, storm broadcast, storm multicast, storm unknown, storm unicast" },

	/* wrong values */
	{ .line = "peer show dev 1234567890123456", .err = "peer show: dev: \"1234567890123456\" is not a name of an interface" },
	{ .line = "peer show dev a/b", .err = "peer show: dev: \"a/b\" is not a name of an interface" },
	{ .line = "peer show dev ''", .err = "peer show: dev: \"\" is not a name of an interface" },
	{ .line = "peer show dev ..", .err = "peer show: dev: \"..\" is not a name of an interface" },
	{ .line = "vni set dev v0 vni 16777216 limit 1", .err = "vni set: vni: \"16777216\" is not a VNI (0-16777215) or a range N-M" },
	{ .line = "vni set dev v0 vni -1 limit 1", .err = "vni set: vni: \"-1\" is not a VNI (0-16777215) or a range N-M" },
	{ .line = "vni add dev v0", .err = "vni add: \"vni RANGE\" is missing" },
	{ .line = "vni del dev v0", .err = "vni del: \"vni RANGE\" is missing" },
	{ .line = "vni del dev v0 vni 3 vlan 4", .err = "vni del: unknown word \"vlan\"; there is: dev, vni, help" },
	{ .line = "vni add v 3", .err = "vni add: \"v\" is ambiguous: vni, vlan" },
	{ .line = "vni set dev v0 vlan 3", .err = "vni set: unknown word \"vlan\"; there is: dev, vni, group, pool, join, learning, ageing, limit, flood, deliver, learn, strict, min_ttl, unknown, full, damp, moves, hold, protect, storm, help" },
	{ .line = "vni set dev v0 flood", .err = "vni set: \"flood\" lacks its second part" },
	{ .line = "vni set dev v0 flood 10.0.0.2", .err = "vni set: flood: unknown word \"10.0.0.2\"; there is: add, del" },
	{ .line = "vni set dev v0 flood add", .err = "vni set: \"flood add\" lacks its value ADDR,..." },
	{ .line = "vni set dev v0 flood add 10.0.0.2 flood add 10.0.0.3", .err = "vni set: \"flood add\" is given twice" },
	{ .line = "vni set dev v0 flood add 10.0.0.2,x", .err = "vni set: flood add: \"x\" is not an IP address" },
	{ .line = "vni add dev v0 vni 1 vlan 1 untagged", .err = "vni add: \"untagged\" and \"vlan\" exclude each other" },
	{ .line = "vni add dev v0 vni 1 untagged vlan 1", .err = "vni add: \"vlan\" and \"untagged\" exclude each other" },
	{ .line = "vni add dev v0 vni 1 group 239.1.1.1 pool 239.0.0.0/8", .err = "vni add: \"pool\" and \"group\" exclude each other" },
	{ .line = "vni set dev v0 vni 1 pool 239.0.0.0/8 group none", .err = "vni set: \"group\" and \"pool\" exclude each other" },
	{ .line = "vni add dev v0 vni 5001-9000 vlan 1-10", .err = "vni add: vlan: its range holds 10, that of vni 4000" },
	{ .line = "vni add dev v0 vni 5 vlan 1-2", .err = "vni add: vlan: its range holds 2, that of vni 1" },
	{ .line = "vni add dev v0 vni 5-6 vlan 1-1", .err = "vni add: vlan: its range holds 1, that of vni 2" },
	{ .line = "vni add dev v0 vni 10-12 vlan 4093", .err = "vni add: vlan: 3 from 4093 on would end past 4094" },
	{ .line = "vni add dev v0 vni 0-16777215 vlan 0", .err = "vni add: vlan: 16777216 from 0 on would end past 4094" },
	{ .line = "vni add dev v0 vni 5-6 untagged", .err = "vni add: \"untagged\" is one VLAN, and the range of vni holds 2" },
	{ .line = "group rejoin group none", .err = "group rejoin: group: \"none\" is not an IP address" },
	{ .line = "group show group 10.0.0.1", .err = "group show: group: \"10.0.0.1\" is not a multicast address" },
	{ .line = "group rejoin dev a/b", .err = "group rejoin: dev: \"a/b\" is not a name of an interface" },

	/* VLANs, pools, lists */
	{ .line = "vni add dev v0 vni 1 vlan 4095", .err = "vni add: vlan: \"4095\" is not a VLAN (0-4094) or a range V-W" },
	{ .line = "vni add dev v0 vni 1 vlan 5-", .err = "vni add: vlan: \"5-\" is not a VLAN (0-4094) or a range V-W" },
	{ .line = "vni add dev v0 vni 1 vlan none", .err = "vni add: vlan: \"none\" is not a VLAN (0-4094) or a range V-W" },
	{ .line = "vni add dev v0 vni 1 vlan 7-6", .err = "vni add: vlan: range \"7-6\" ends before it starts" },
	{ .line = "vni add dev v0 vni 1 join never", .err = "vni add: join: unknown word \"never\"; there is: always, active" },
	{ .line = "vni add dev v0 vni 1 join a", .err = "vni add: join: \"a\" is ambiguous: always, active" },
	{ .line = "vni add dev v0 vni 1 group none", .err = "vni add: group: \"none\" is not an IP address" },
	{ .line = "vni add dev v0 vni 1 pool 239.1.1.1", .err = "vni add: pool: \"239.1.1.1\" is not PREFIX/LEN" },
	{ .line = "vni add dev v0 vni 1 pool 239.1/16", .err = "vni add: pool: \"239.1/16\" is not PREFIX/LEN" },
	{ .line = "vni add dev v0 vni 1 pool 239.0.0.0/", .err = "vni add: pool: \"239.0.0.0/\" is not PREFIX/LEN" },
	{ .line = "vni add dev v0 vni 1 pool 239.0.0.0/8x", .err = "vni add: pool: \"239.0.0.0/8x\" is not PREFIX/LEN" },
	{ .line = "vni add dev v0 vni 1 pool 239.0.0.0/+8", .err = "vni add: pool: \"239.0.0.0/+8\" is not PREFIX/LEN" },
	{ .line = "vni add dev v0 vni 1 pool 10.0.0.0/8", .err = "vni add: pool: \"10.0.0.0/8\" is not a multicast prefix" },
	{ .line = "vni add dev v0 vni 1 pool fd00::/64", .err = "vni add: pool: \"fd00::/64\" is not a multicast prefix" },
	{ .line = "vni add dev v0 vni 1 pool 224.0.0.0/4", .err = "vni add: pool: length of \"224.0.0.0/4\" is not in 5-31" },
	{ .line = "vni add dev v0 vni 1 pool 239.0.0.0/33", .err = "vni add: pool: length of \"239.0.0.0/33\" is not in 5-31" },
	{ .line = "vni add dev v0 vni 1 pool 239.1.1.1/32", .err = "vni add: pool: \"239.1.1.1/32\" is one address: that is a group" },
	{ .line = "vni add dev v0 vni 1 pool ff05::1/128", .err = "vni add: pool: \"ff05::1/128\" is one address: that is a group" },
	{ .line = "vni add dev v0 vni 1 pool ff00::/8", .err = "vni add: pool: length of \"ff00::/8\" is not in 16-127" },
	{ .line = "vni add dev v0 vni 1 pool ff00::/15", .err = "vni add: pool: length of \"ff00::/15\" is not in 16-127" },
	{ .line = "vni add dev v0 vni 1 pool 239.64.0.1/12", .err = "vni add: pool: \"239.64.0.1/12\" has bits behind its length; without them it is 239.64.0.0/12" },
	{ .line = "vni add dev v0 vni 1 pool ff05::1:0/105", .err = "vni add: pool: \"ff05::1:0/105\" has bits behind its length; without them it is ff05::/105" },
	{ .line = "vni add dev v0 vni 1 flood ''", .err = "vni add: flood: \"\" is not an IP address" },
	{ .line = "vni add dev v0 vni 1 flood 10.0.0.2,", .err = "vni add: flood: \"\" is not an IP address" },
	{ .line = "vni add dev v0 vni 1 flood 10.0.0.2,,10.0.0.3", .err = "vni add: flood: \"\" is not an IP address" },
	{ .line = "vni add dev v0 vni 1 flood '10.0.0.2, 10.0.0.3'", .err = "vni add: flood: \" 10.0.0.3\" is not an IP address" },
	{ .line = "vni add dev v0 vni 1 flood host.example", .err = "vni add: flood: \"host.example\" is not an IP address" },
	{ .line = "vni add dev v0 vni 1 flood 0.0.0.0", .err = "vni add: flood: \"0.0.0.0\" is not a unicast address" },
	{ .line = "vni add dev v0 vni 1 flood ::", .err = "vni add: flood: \"::\" is not a unicast address" },
	{ .line = "vni add dev v0 vni 1 flood 10.0.0.2,239.1.1.1", .err = "vni add: flood: \"239.1.1.1\" is not a unicast address" },
	{ .line = "vni add dev v0 vni 1 flood 10.0.0.2,255.255.255.255", .err = "vni add: flood: \"255.255.255.255\" is not a unicast address" },
	{ .line = "vni add dev v0 vni 1 flood ff02::1", .err = "vni add: flood: \"ff02::1\" is not a unicast address" },
	{ .line = "vni add dev v0 vni 1 flood 10.0.0.2,fd00::1", .err = "vni add: flood: \"fd00::1\" is of another address family than those before" },
	{ .line = "vni add dev v0 vni 1 flood 10.0.0.2,10.0.0.3,10.0.0.2", .err = "vni add: flood: \"10.0.0.2\" is given twice" },
	{ .line = "vni set dev v0 limit +1", .err = "vni set: limit: \"+1\" is not a number in 0-4294967295" },
	{ .line = "vni set dev v0 limit 0x10", .err = "vni set: limit: \"0x10\" is not a number in 0-4294967295" },
	{ .line = "vni set dev v0 limit 4294967296", .err = "vni set: limit: \"4294967296\" is not a number in 0-4294967295" },
	{ .line = "vni set dev v0 ageing 99999999999999999999999", .err = "vni set: ageing: \"99999999999999999999999\" is not a number in 0-4294967295" },
	{ .line = "vni set dev v0 ageing 5s", .err = "vni set: ageing: \"5s\" is not a number in 0-4294967295" },
	{ .line = "vni set dev v0 ageing ''", .err = "vni set: ageing: \"\" is not a number in 0-4294967295" },
	{ .line = "vni set dev v0 learning yes", .err = "vni set: learning: \"yes\" is not on or off" },
	{ .line = "vni set dev v0 learning ON", .err = "vni set: learning: \"ON\" is not on or off" },
	{ .line = "vni set dev v0 group 10.0.0.1", .err = "vni set: group: \"10.0.0.1\" is not a multicast address" },
	{ .line = "vni set dev v0 group fe80::1", .err = "vni set: group: \"fe80::1\" is not a multicast address" },
	{ .line = "vni set dev v0 group 0.0.0.0", .err = "vni set: group: \"0.0.0.0\" is not a multicast address" },
	{ .line = "vni set dev v0 group 239.1.1", .err = "vni set: group: \"239.1.1\" is not an IP address or none" },
	{ .line = "fdb show vni 5-3", .err = "fdb show: vni: range \"5-3\" ends before it starts" },
	{ .line = "fdb show vni 5-", .err = "fdb show: vni: \"5-\" is not a VNI (0-16777215) or a range N-M" },
	{ .line = "fdb show vni -5", .err = "fdb show: vni: \"-5\" is not a VNI (0-16777215) or a range N-M" },
	{ .line = "fdb show vni 1-16777216", .err = "fdb show: vni: \"1-16777216\" is not a VNI (0-16777215) or a range N-M" },
	{ .line = "fdb show vni 1-2-3", .err = "fdb show: vni: \"1-2-3\" is not a VNI (0-16777215) or a range N-M" },
};

static void compare(const struct command *got, const struct command *want)
{
	same_uint("given", got->given, want->given);
	same_str("dev", got->dev, want->dev);
	same_uint("vni.lo", got->vni.lo, want->vni.lo);
	same_uint("vni.hi", got->vni.hi, want->vni.hi);
	same_uint("group.len", got->group.len, want->group.len);
	if (memcmp(got->group.b, want->group.b, sizeof(want->group.b)))
		fail("group differs");
	same_uint("vlan.lo", got->vlan.lo, want->vlan.lo);
	same_uint("vlan.hi", got->vlan.hi, want->vlan.hi);
	same_uint("pool.len", got->pool.len, want->pool.len);
	same_uint("pool.addr.len", got->pool.addr.len, want->pool.addr.len);
	if (memcmp(got->pool.addr.b, want->pool.addr.b,
		   sizeof(want->pool.addr.b)))
		fail("pool differs");
	same_uint("join", got->join, want->join);
	same_str("flood add", got->flood_add ?: "none",
		 want->flood_add ?: "none");
	same_str("flood del", got->flood_del ?: "none",
		 want->flood_del ?: "none");
	same_uint("learning", got->learning, want->learning);
	same_uint("ageing", got->ageing, want->ageing);
	same_uint("limit", got->limit, want->limit);
}

static void run_row(size_t i)
{
	struct error err = { "" };
	char *argv[64], *line;
	struct command cmd;
	int argc, rc;

	line = strdup(rows[i].line);
	argc = split_line(line, argv, 64, &err);
	rc = parse_command(argc, argv, &cmd, &err);
	if (rows[i].err) {
		if (!rc)
			fail("taken as right");
		same_str("message", err.text, rows[i].err);
	} else if (rc) {
		fail("refused: %s", err.text);
	} else {
		const char *obj = cmd.object ? cmd.object->name : "none";
		const char *act = cmd.action && cmd.action->name ?
				  cmd.action->name : "none";

		same_uint("verb", cmd.verb, rows[i].verb);
		same_str("object", obj, rows[i].object ?: "none");
		same_str("action", act, rows[i].action ?: "none");
		compare(&cmd, &rows[i].want);
	}
	free(line);
	test_end("parse: %s", rows[i].line);
}

static const struct {
	const char *line;
	int argc;
	const char *joined;		/* words with | between, or the message */
} splits[] = {
	{ "", 0, "" },
	{ "  \t\r\n", 0, "" },
	{ "# all of it", 0, "" },
	{ "vni show\n", 2, "vni|show" },
	{ "  vni\tshow  dev v0 # why\r\n", 4, "vni|show|dev|v0" },
	{ "a#b", 1, "a#b" },
	{ "'a b' \"c # d\" ''", 3, "a b|c # d|" },
	{ "a'b c'd", 1, "ab cd" },
	{ "\"it's\"", 1, "it's" },
	{ "'open", -1, "' is not closed" },
	{ "1 2 3 4 5 6 7 8 9", -1, "more than 8 words" },
};

static void run_split(size_t i)
{
	char *line = strdup(splits[i].line), *argv[8], joined[128] = "";
	struct error err = { "" };
	int argc = split_line(line, argv, 8, &err);

	if (argc != splits[i].argc)
		fail("%d words, want %d", argc, splits[i].argc);
	for (int w = 0; w < argc; w++) {
		if (w)
			strcat(joined, "|");
		strcat(joined, argv[w]);
	}
	same_str("words", argc < 0 ? err.text : joined, splits[i].joined);
	free(line);
	test_end("split: row %zu", i);
}

/* As many destinations as one request takes, and one more. */
static void run_long_list(size_t n, bool right)
{
	char *list = malloc(n * 16), want[128];
	char *argv[] = { "vni", "set", "dev", "v0", "flood", "add", list };
	struct error err = { "" };
	struct command cmd;
	size_t len = 0;
	int rc;

	for (size_t i = 0; i < n; i++)
		len += sprintf(list + len, "%s10.0.%zu.%zu", i ? "," : "",
			       i / 250, i % 250 + 1);
	rc = parse_command(7, argv, &cmd, &err);
	snprintf(want, sizeof(want), "vni set: flood add: more than %d destinations do not fit into one request",
		 FLOOD_MAX);
	same_uint("right", !rc, right);
	same_str("message", err.text, right ? "" : want);
	free(list);
	test_end("parse: %zu destinations", n);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		run_row(i);
	for (size_t i = 0; i < sizeof(splits) / sizeof(*splits); i++)
		run_split(i);
	run_long_list(FLOOD_MAX, true);
	run_long_list(FLOOD_MAX + 1, false);
	return tap_done();
}
