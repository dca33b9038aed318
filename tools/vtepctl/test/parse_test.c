// SPDX-License-Identifier: GPL-2.0
/* Command lines and what they mean, or what is said about them. */
#include <linux/vtep.h>
#include <stdlib.h>

#include "parse.h"
#include "rules.h"
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

	/* rules */
	{ "vtep", NULL, VERB_SHOW, "vtep", "show", { 0 } },
	{ "vt sh dev v0", NULL, VERB_SHOW, "vtep", "show",
	  { .given = G(DEV), .dev = "v0" } },
	{ "vtep set dev v0 deliver list learn known strict on min_ttl 255 unknown drop full evict damp freeze moves 255/86400 hold 86400 protect on fragments discard",
	  NULL, VERB_DO, "vtep", "set",
	  { .given = G(DEV) | G(DELIVER) | G(LEARN) | G(STRICT) | G(MIN_TTL) |
		     G(UNKNOWN) | G(FULL) | G(DAMP) | G(MOVES) | G(HOLD) |
		     G(PROTECT) | G(FRAGMENTS),
	    .dev = "v0",
	    .rules = { .has = 0xffe | 1 << VTEP_A_RULES_FRAGMENTS,
		       .deliver = VTEP_SOURCE_LIST,
		       .learn = VTEP_SOURCE_KNOWN, .strict = 1,
		       .min_ttl = 255, .unknown = VTEP_UNKNOWN_DROP,
		       .full = VTEP_FULL_EVICT, .damp = VTEP_DAMP_FREEZE,
		       .moves = 255, .move_window = 86400, .hold = 86400,
		       .protect = 1,
		       .fragments = VTEP_FRAGMENTS_DISCARD } } },
	{ "vtep set dev v0 del op lea op str off min 0 unk fl fu r da n mo 2/1 ho 1 pro off",
	  NULL, VERB_DO, "vtep", "set",
	  { .given = G(DEV) | G(DELIVER) | G(LEARN) | G(STRICT) | G(MIN_TTL) |
		     G(UNKNOWN) | G(FULL) | G(DAMP) | G(MOVES) | G(HOLD) |
		     G(PROTECT),
	    .dev = "v0",
	    .rules = { .has = 0xffe, .moves = 2, .move_window = 1,
		       .hold = 1 } } },
	{ "vtep set dev v0 peer_limit 0 vni_limit 4294967295 neigh_rate 1",
	  NULL, VERB_DO, "vtep", "set",
	  { .given = G(DEV) | G(PEER_LIMIT) | G(VNI_LIMIT) | G(NEIGH_RATE),
	    .dev = "v0",
	    .rules = { .has = 1 << VTEP_A_RULES_PEER_LIMIT |
			      1 << VTEP_A_RULES_VNI_LIMIT |
			      1 << VTEP_A_RULES_NEIGH_RATE,
		       .vni_limit = UINT32_MAX, .neigh_rate = 1 } } },
	{ "vni set dev v0 deliver inherit moves inherit strict inherit hold inherit min_ttl inherit",
	  NULL, VERB_SET, "vni", "set",
	  { .given = G(DEV) | G(DELIVER) | G(MOVES) | G(STRICT) | G(HOLD) |
		     G(MIN_TTL),
	    .dev = "v0",
	    .rules = { .inherit = 1 << VTEP_A_RULES_DELIVER |
				  1 << VTEP_A_RULES_MOVES |
				  1 << VTEP_A_RULES_MOVE_WINDOW |
				  1 << VTEP_A_RULES_STRICT |
				  1 << VTEP_A_RULES_HOLD |
				  1 << VTEP_A_RULES_MIN_TTL } } },
	/* learn is no abbreviation of learning */
	{ "vni add dev v0 vni 5 learning off learn known", NULL, VERB_DO,
	  "vni", "add",
	  { .given = G(DEV) | G(VNI) | G(LEARNING) | G(LEARN), .dev = "v0",
	    .vni = { 5, 5 },
	    .rules = { .has = 1 << VTEP_A_RULES_LEARN,
		       .learn = VTEP_SOURCE_KNOWN } } },

	/* rates */
	{ "vtep set dev v0 storm broadcast 1000pps storm multicast 10mbit storm unknown 1pps,1kbit,burst=1 storm unicast 3gbit,4294967295pps storm peer burst=10000,1000bit",
	  NULL, VERB_DO, "vtep", "set",
	  { .given = G(DEV) | G(STORM_BROADCAST) | G(STORM_MULTICAST) |
		     G(STORM_UNKNOWN) | G(STORM_UNICAST) | G(STORM_PEER),
	    .dev = "v0",
	    .rules = { .has_rates = 0x1f,
		       .rates = { { 1000, 0, 0 }, { 0, 10000000, 0 },
				  { 1, 1000, 1 },
				  { UINT32_MAX, 3000000000, 0 },
				  { 0, 1000, 10000 } } } } },
	{ "vni set dev v0 sto br none", NULL, VERB_SET, "vni", "set",
	  { .given = G(DEV) | G(STORM_BROADCAST), .dev = "v0",
	    .rules = { .has_rates = 1 << VTEP_RATE_CLASS_BROADCAST } } },
	{ "vni set dev v0 storm mul 18446744073709551615bit", NULL, VERB_SET,
	  "vni", "set",
	  { .given = G(DEV) | G(STORM_MULTICAST), .dev = "v0",
	    .rules = { .has_rates = 1 << VTEP_RATE_CLASS_MULTICAST,
		       .rates = { { 0 }, { 0, UINT64_MAX, 0 } } } } },

	/* source prefixes, local MACs, flushes, drops */
	{ "source show dev v0 vni 5-9", NULL, VERB_SHOW, "source", "show",
	  { .given = G(DEV) | G(VNI), .dev = "v0", .vni = { 5, 9 } } },
	{ "source add dev v0 prefix 10.0.0.0/8,10.1.1.1,0.0.0.0/0", NULL,
	  VERB_SOURCE, "source", "add",
	  { .given = G(DEV) | G(PREFIX), .dev = "v0", .may = VTEP_MAY_LEARN,
	    .prefixes = "10.0.0.0/8,10.1.1.1,0.0.0.0/0" } },
	/* one prefix within the other is not the same twice */
	{ "source add dev v0 vni 7 may deny prefix 2001:db8::/32,2001:db8::/33,::/0",
	  NULL, VERB_SOURCE, "source", "add",
	  { .given = G(DEV) | G(ONE_VNI) | G(PREFIX) | G(MAY), .dev = "v0",
	    .vni = { 7, 7 }, .may = VTEP_MAY_DENY,
	    .prefixes = "2001:db8::/32,2001:db8::/33,::/0" } },
	{ "source set dev v0 prefix none", NULL, VERB_SOURCE, "source", "set",
	  { .given = G(DEV) | G(PREFIXES), .dev = "v0" } },
	{ "source set dev v0 file - may deliver", NULL, VERB_SOURCE, "source",
	  "set",
	  { .given = G(DEV) | G(MAY) | G(FILE), .dev = "v0",
	    .may = VTEP_MAY_DELIVER, .file = "-" } },
	{ "source del dev v0 prefix 10.0.0.0/8", NULL, VERB_SOURCE, "source",
	  "del",
	  { .given = G(DEV) | G(PREFIX), .dev = "v0",
	    .prefixes = "10.0.0.0/8" } },
	{ "local", NULL, VERB_SHOW, "local", "show", { 0 } },
	{ "local add dev v0 vni 5 mac 02:00:00:0a:0B:ff", NULL, VERB_SET,
	  "local", "add",
	  { .given = G(DEV) | G(ONE_VNI) | G(MAC), .dev = "v0",
	    .vni = { 5, 5 }, .mac = { 2, 0, 0, 10, 11, 255 },
	    .mac_len = 48 } },
	{ "local del dev v0 mac 02:00:00:00:00:01", NULL, VERB_SET, "local",
	  "del",
	  { .given = G(DEV) | G(MAC), .dev = "v0",
	    .mac = { 2, 0, 0, 0, 0, 1 }, .mac_len = 48 } },
	{ "peer flush dev v0 peer 10.0.0.2", NULL, VERB_DO, "peer", "flush",
	  { .given = G(DEV) | G(PEER), .dev = "v0",
	    .peer = { 4, { 10, 0, 0, 2 } } } },
	{ "peer del dev v0 peer fe80::1", NULL, VERB_DO, "peer", "del",
	  { .given = G(DEV) | G(PEER), .dev = "v0",
	    .peer = { 16, { 0xfe, 0x80, [15] = 1 } } } },
	{ "fdb show mac 02:00:00:00:00:01 peer 10.0.0.2 vni 1-2", NULL,
	  VERB_SHOW, "fdb", "show",
	  { .given = G(MACS) | G(PEER) | G(VNI), .vni = { 1, 2 },
	    .peer = { 4, { 10, 0, 0, 2 } }, .mac = { 2, 0, 0, 0, 0, 1 },
	    .mac_len = 48 } },
	{ "fdb flush dev v0 mac 02:00:5e:80:00:00/25", NULL, VERB_DO, "fdb",
	  "flush",
	  { .given = G(DEV) | G(MACS), .dev = "v0",
	    .mac = { 2, 0, 0x5e, 0x80 }, .mac_len = 25 } },
	{ "fdb unfreeze dev v0 mac 00:00:00:00:00:00/0", NULL, VERB_DO, "fdb",
	  "unfreeze",
	  { .given = G(DEV) | G(MACS), .dev = "v0" } },
	{ "drops dev v0 vni 3 peer fd00::2", NULL, VERB_DROPS, "drops", NULL,
	  { .given = G(DEV) | G(ONE_VNI) | G(PEER), .dev = "v0",
	    .vni = { 3, 3 }, .peer = { 16, { 0xfd, [15] = 2 } } } },
	{ "drops", NULL, VERB_DROPS, "drops", NULL, { 0 } },

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
	{ .line = "vni set dev v0", .err = "vni set: nothing to change; there is: group, pool, join, learning, ageing, limit, flood add, flood del, deliver, learn, strict, min_ttl, unknown, full, damp, moves, hold, protect, fragments, storm broadcast, storm multicast, storm unknown, storm unicast" },
	{ .line = "vni set dev v0 vni 5", .err = "vni set: nothing to change; there is: group, pool, join, learning, ageing, limit, flood add, flood del, deliver, learn, strict, min_ttl, unknown, full, damp, moves, hold, protect, fragments, storm broadcast, storm multicast, storm unknown, storm unicast" },

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
	{ .line = "vni set dev v0 vlan 3", .err = "vni set: unknown word \"vlan\"; there is: dev, vni, group, pool, join, learning, ageing, limit, flood, deliver, learn, strict, min_ttl, unknown, full, damp, moves, hold, protect, fragments, storm, help" },
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

	/* rules */
	{ .line = "v", .err = "\"v\" is ambiguous: vtep, vni" },
	{ .line = "vtep add dev v0", .err = "vtep: unknown word \"add\"; there is: show, set, help" },
	{ .line = "vtep set dev v0", .err = "vtep set: nothing to change; there is: deliver, learn, strict, min_ttl, unknown, full, damp, moves, hold, protect, fragments, peer_limit, vni_limit, neigh_rate, storm broadcast, storm multicast, storm unknown, storm unicast, storm peer" },
	{ .line = "vtep set strict on", .err = "vtep set: \"dev DEV\" is missing" },
	{ .line = "vtep set dev v0 deliver all", .err = "vtep set: deliver: unknown word \"all\"; there is: open, known, list" },
	{ .line = "vtep set dev v0 deliver ''", .err = "vtep set: deliver: unknown word \"\"; there is: open, known, list" },
	{ .line = "vtep set dev v0 deliver list deliver open", .err = "vtep set: \"deliver\" is given twice" },
	{ .line = "vtep set dev v0 strict inherit", .err = "vtep set: strict: \"inherit\" is for segments that are there, with vni set" },
	{ .line = "vni add dev v0 vni 5 strict inherit", .err = "vni add: strict: \"inherit\" is for segments that are there, with vni set" },
	{ .line = "vni set dev v0 strict yes", .err = "vni set: strict: \"yes\" is not on or off" },
	{ .line = "vni set dev v0 protect 1", .err = "vni set: protect: \"1\" is not on or off" },
	{ .line = "vni set dev v0 peer_limit 5", .err = "vni set: unknown word \"peer_limit\"; there is: dev, vni, group, pool, join, learning, ageing, limit, flood, deliver, learn, strict, min_ttl, unknown, full, damp, moves, hold, protect, fragments, storm, help" },
	{ .line = "vtep set dev v0 min_ttl 256", .err = "vtep set: min_ttl: \"256\" is not a number in 0-255" },
	{ .line = "vni set dev v0 fragments drop", .err = "vni set: fragments: unknown word \"drop\"; there is: accept, discard" },
	{ .line = "vtep set dev v0 min_ttl -1", .err = "vtep set: min_ttl: \"-1\" is not a number in 0-255" },
	{ .line = "vtep set dev v0 unknown forward", .err = "vtep set: unknown: unknown word \"forward\"; there is: flood, drop" },
	{ .line = "vtep set dev v0 full drop", .err = "vtep set: full: unknown word \"drop\"; there is: refuse, evict" },
	{ .line = "vtep set dev v0 damp off", .err = "vtep set: damp: unknown word \"off\"; there is: none, hold, freeze, drop" },
	{ .line = "vtep set dev v0 hold 0", .err = "vtep set: hold: \"0\" is not a number in 1-86400" },
	{ .line = "vtep set dev v0 hold 86401", .err = "vtep set: hold: \"86401\" is not a number in 1-86400" },
	{ .line = "vtep set dev v0 hold 5s", .err = "vtep set: hold: \"5s\" is not a number in 1-86400" },
	{ .line = "vtep set dev v0 peer_limit 4294967296", .err = "vtep set: peer_limit: \"4294967296\" is not a number in 0-4294967295" },
#define MOVES(_val) \
	{ .line = "vtep set dev v0 moves '" _val "'", .err = "vtep set: moves: \"" _val "\" is not N/SECONDS, N in 2-255 and SECONDS in 1-86400" }
	MOVES(""), MOVES("5"), MOVES("5/"), MOVES("/180"), MOVES("1/180"), MOVES("256/180"), MOVES("5/0"), MOVES("5/86401"),
	MOVES("5/180s"), MOVES("5:180"), MOVES("5/180/2"), MOVES("-5/180"), MOVES("5/ 180"), MOVES("0x5/180"),
	MOVES("18446744073709551621/180"), MOVES("none"),

	/* rates */
#define RATE(_val, _said) \
	{ .line = "vtep set dev v0 storm peer '" _val "'", .err = "vtep set: storm peer: " _said }
	RATE("0pps", "\"0pps\" is no rate; none takes it away"),
	RATE("0bit", "\"0bit\" is no rate; none takes it away"),
	RATE("000gbit", "\"000gbit\" is no rate; none takes it away"),
	RATE("4294967296pps", "\"4294967296pps\" is too much"),
	RATE("18446744073709551616pps", "\"18446744073709551616pps\" is too much"),
	RATE("18446744073709551616bit", "\"18446744073709551616bit\" is too much"),
	RATE("18446744074gbit", "\"18446744074gbit\" is too much"),
	RATE("99999999999999999999999999gbit", "\"99999999999999999999999999gbit\" is too much"),
	RATE("999bit", "\"999bit\": less than 1000 bits a second are no rate"),
	RATE("10", "\"10\": unit \"\" is none of pps, bit, kbit, mbit, gbit"),
	RATE("10mb", "\"10mb\": unit \"mb\" is none of pps, bit, kbit, mbit, gbit"),
	RATE("10Mbit", "\"10Mbit\": unit \"Mbit\" is none of pps, bit, kbit, mbit, gbit"),
	RATE("10 mbit", "\"10 mbit\": unit \" mbit\" is none of pps, bit, kbit, mbit, gbit"),
	RATE("10kpps", "\"10kpps\": unit \"kpps\" is none of pps, bit, kbit, mbit, gbit"),
	RATE("1.5mbit", "\"1.5mbit\": unit \".5mbit\" is none of pps, bit, kbit, mbit, gbit"),
	RATE("-1pps", "\"-1pps\" is not none, PACKETSpps, BITSbit or burst=MS"),
	RATE("", "\"\" is not none, PACKETSpps, BITSbit or burst=MS"),
	RATE("1pps,", "\"\" is not none, PACKETSpps, BITSbit or burst=MS"),
	RATE("1pps,,1kbit", "\"\" is not none, PACKETSpps, BITSbit or burst=MS"),
	RATE("inherit", "\"inherit\" is not none, PACKETSpps, BITSbit or burst=MS"),
	RATE("1pps,2pps", "\"2pps\": packets are given twice"),
	RATE("1mbit,1pps,1gbit", "\"1gbit\": bits are given twice"),
	RATE("1pps,burst=1,burst=2", "\"burst=2\": burst is given twice"),
	RATE("1pps,burst=0", "\"burst=0\": milliseconds are in 1-10000"),
	RATE("1pps,burst=10001", "\"burst=10001\": milliseconds are in 1-10000"),
	RATE("1pps,burst=5ms", "\"burst=5ms\": milliseconds are in 1-10000"),
	RATE("1pps,burst=", "\"burst=\": milliseconds are in 1-10000"),
	RATE("burst=5", "\"burst=5\" is a burst of no rate"),
	RATE("none,1pps", "\"none\" stands alone"),
	RATE("1pps,none", "\"none\" stands alone"),
	{ .line = "vtep set dev v0 storm", .err = "vtep set: \"storm\" lacks its second part" },
	{ .line = "vtep set dev v0 storm all 1pps", .err = "vtep set: storm: unknown word \"all\"; there is: broadcast, multicast, unknown, unicast, peer" },
	{ .line = "vni set dev v0 storm peer 1pps", .err = "vni set: storm: unknown word \"peer\"; there is: broadcast, multicast, unknown, unicast" },
	{ .line = "vni set dev v0 storm un 1pps", .err = "vni set: storm: \"un\" is ambiguous: unknown, unicast" },
	{ .line = "vni set dev v0 storm unicast", .err = "vni set: \"storm unicast\" lacks its value RATE" },
	{ .line = "vni set dev v0 storm unicast 1pps storm unicast 2pps", .err = "vni set: \"storm unicast\" is given twice" },

	/* prefixes */
#define PREFIX(_val, _said) \
	{ .line = "source add dev v0 prefix '" _val "'", .err = "source add: prefix: " _said }
	PREFIX("10.0.0.1/8", "\"10.0.0.1/8\" has bits behind its length; without them it is 10.0.0.0/8"),
	PREFIX("10.0.0.0/8,10.255.255.255/0", "\"10.255.255.255/0\" has bits behind its length; without them it is 0.0.0.0/0"),
	PREFIX("2001:db8::1/127", "\"2001:db8::1/127\" has bits behind its length; without them it is 2001:db8::/127"),
	PREFIX("10.0.0.0/33", "length of \"10.0.0.0/33\" is not in 0-32"),
	PREFIX("fd00::/129", "length of \"fd00::/129\" is not in 0-128"),
	PREFIX("10.0.0.0/", "length of \"10.0.0.0/\" is not in 0-32"),
	PREFIX("10.0.0.0/8x", "length of \"10.0.0.0/8x\" is not in 0-32"),
	PREFIX("10.0.0.0/-1", "length of \"10.0.0.0/-1\" is not in 0-32"),
	PREFIX("10.0.0.0/4294967304", "length of \"10.0.0.0/4294967304\" is not in 0-32"),
	PREFIX("10/8", "\"10/8\" is not an IP address or ADDR/LEN"),
	PREFIX("/8", "\"/8\" is not an IP address or ADDR/LEN"),
	PREFIX("", "\"\" is not an IP address or ADDR/LEN"),
	PREFIX("10.0.0.0/8,", "\"\" is not an IP address or ADDR/LEN"),
	PREFIX("none", "\"none\" is not an IP address or ADDR/LEN"),
	PREFIX("10.0.0.0/8,fd00::/8", "\"fd00::/8\" is of another address family than those before"),
	PREFIX("fd00::/8,::1,10.0.0.0/8", "\"10.0.0.0/8\" is of another address family than those before"),
	PREFIX("10.0.0.0/8,10.1.0.0/16,10.0.0.0/8", "10.0.0.0/8 is given twice"),
	PREFIX("10.0.0.1,10.0.0.1/32", "10.0.0.1/32 is given twice"),
	PREFIX("1111111111111111111111111111111111111111111111111111111111111111111111111111", "\"1111111111111111111111111111111111111111111111111111111111111111\" is not an IP address or ADDR/LEN"),
	{ .line = "source set dev v0 prefix none,10.0.0.0/8", .err = "source set: prefix: \"none\" is not an IP address or ADDR/LEN" },
	{ .line = "source set dev v0 prefix none may deny", .err = "source set: \"prefix none\" and \"may\" exclude each other" },
	{ .line = "source set dev v0 prefix 10.0.0.0/8 file x", .err = "source set: \"file\" and \"prefix\" exclude each other" },
	{ .line = "source add dev v0 file x prefix 10.0.0.0/8", .err = "source add: \"prefix\" and \"file\" exclude each other" },
	{ .line = "source add dev v0 file ''", .err = "source add: file: \"\" is no file" },
	{ .line = "source add dev v0 may deny", .err = "source add: nothing to change; there is: prefix, file" },
	{ .line = "source set dev v0", .err = "source set: nothing to change; there is: prefix, file" },
	{ .line = "source add prefix 10.0.0.0/8", .err = "source add: \"dev DEV\" is missing" },
	{ .line = "source add dev v0 may allow prefix 10.0.0.0/8", .err = "source add: may: unknown word \"allow\"; there is: deny, deliver, learn" },
	{ .line = "source add dev v0 may de", .err = "source add: may: \"de\" is ambiguous: deny, deliver" },
	{ .line = "source del dev v0", .err = "source del: \"prefix ADDR/LEN,...\" is missing" },
	{ .line = "source del dev v0 prefix 10.0.0.0/8 may deny", .err = "source del: unknown word \"may\"; there is: dev, vni, prefix, help" },
	{ .line = "source del dev v0 file x", .err = "source del: unknown word \"file\"; there is: dev, vni, prefix, help" },
	{ .line = "source add dev v0 vni 5-6 prefix 10.0.0.0/8", .err = "source add: vni: \"5-6\" is a range; one VNI has a place here" },
	{ .line = "source set dev v0 vni 5-5 prefix none", .err = "source set: vni: \"5-5\" is a range; one VNI has a place here" },
	{ .line = "source del dev v0 vni 16777216 prefix 10.0.0.0/8", .err = "source del: vni: \"16777216\" is not a VNI (0-16777215)" },

	/* MACs and peers */
	{ .line = "local add dev v0", .err = "local add: \"mac MAC\" is missing" },
	{ .line = "local add dev v0 vni 1-2 mac 02:00:00:00:00:01", .err = "local add: vni: \"1-2\" is a range; one VNI has a place here" },
	{ .line = "local add dev v0 mac 02:00:00:00:00", .err = "local add: mac: \"02:00:00:00:00\" is not a MAC" },
	{ .line = "local add dev v0 mac 02:00:00:00:00:0g", .err = "local add: mac: \"02:00:00:00:00:0g\" is not a MAC" },
	{ .line = "local add dev v0 mac 02:00:00:00:00:01:", .err = "local add: mac: \"02:00:00:00:00:01:\" is not a MAC" },
	{ .line = "local add dev v0 mac 02:00:00:00:00:1", .err = "local add: mac: \"02:00:00:00:00:1\" is not a MAC" },
	{ .line = "local add dev v0 mac 02-00-00-00-00-01", .err = "local add: mac: \"02-00-00-00-00-01\" is not a MAC" },
	{ .line = "local add dev v0 mac 02:00:00:00:00:01/48", .err = "local add: mac: \"02:00:00:00:00:01/48\" is not a MAC" },
	{ .line = "local add dev v0 mac 01:00:5e:00:00:01", .err = "local add: mac: \"01:00:5e:00:00:01\" is not the MAC of one station" },
	{ .line = "local del dev v0 mac 00:00:00:00:00:00", .err = "local del: mac: \"00:00:00:00:00:00\" is not the MAC of one station" },
	{ .line = "fdb flush mac 02:00:00:00:00:01", .err = "fdb flush: \"dev DEV\" is missing" },
	{ .line = "fdb flush dev v0 mac 02:00:00:00:00:01/47", .err = "fdb flush: mac: \"02:00:00:00:00:01/47\" has bits behind its length; without them it is 02:00:00:00:00:00/47" },
	{ .line = "fdb flush dev v0 mac 02:00:00:00:00:00/49", .err = "fdb flush: mac: length of \"02:00:00:00:00:00/49\" is not in 0-48" },
	{ .line = "fdb show mac 02:00:00:00:00:00/", .err = "fdb show: mac: length of \"02:00:00:00:00:00/\" is not in 0-48" },
	{ .line = "fdb show mac 02:00:00/24", .err = "fdb show: mac: \"02:00:00/24\" is not a MAC or MAC/LEN" },
	{ .line = "fdb show mac /24", .err = "fdb show: mac: \"/24\" is not a MAC or MAC/LEN" },
	{ .line = "fdb unfreeze dev v0 peer host", .err = "fdb unfreeze: peer: \"host\" is not an IP address" },
	{ .line = "peer flush dev v0", .err = "peer flush: \"peer ADDR\" is missing" },
	{ .line = "peer del peer 10.0.0.2", .err = "peer del: \"dev DEV\" is missing" },
	{ .line = "peer del dev v0 peer 239.1.1.1", .err = "peer del: peer: \"239.1.1.1\" is not a unicast address" },
	{ .line = "peer del dev v0 peer ::", .err = "peer del: peer: \"::\" is not a unicast address" },
	{ .line = "drops vni 1-2", .err = "drops: vni: \"1-2\" is a range; one VNI has a place here" },
	{ .line = "drops -w", .err = "drops: \"-w\": options stand before the object" },
	{ .line = "drops show", .err = "drops: unknown word \"show\"; there is: dev, vni, peer, help" },
};

static void same_rules(const struct rules *got, const struct rules *want)
{
	same_uint("rules", got->has, want->has);
	same_uint("inherited", got->inherit, want->inherit);
	for (unsigned int i = 0; i <= RULE_MAX; i++)
		if (want->has & 1U << i)
			same_uint("rule", rule_get(got, i), rule_get(want, i));
	same_uint("classes", got->has_rates, want->has_rates);
	for (int i = 0; i < RATE_CLASSES; i++) {
		same_uint("packets", got->rates[i].packets,
			  want->rates[i].packets);
		same_uint("bits", got->rates[i].bits, want->rates[i].bits);
		same_uint("burst", got->rates[i].burst, want->rates[i].burst);
	}
}

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
	same_rules(&got->rules, &want->rules);
	same_uint("peer.len", got->peer.len, want->peer.len);
	if (memcmp(got->peer.b, want->peer.b, sizeof(want->peer.b)))
		fail("peer differs");
	if (memcmp(got->mac, want->mac, sizeof(want->mac)))
		fail("MAC differs");
	same_uint("mac_len", got->mac_len, want->mac_len);
	same_str("prefixes", got->prefixes ?: "none",
		 want->prefixes ?: "none");
	if (given(want, WORD_MAY))
		same_uint("may", got->may, want->may);
	same_str("file", got->file ?: "none", want->file ?: "none");
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

/* What is printed is read again as the same. */
static void test_rate_text(void)
{
	static const struct {
		struct rate rate;
		const char *text;
	} cases[] = {
		{ { 0, 0, 0 }, "none" },
		{ { 0, 0, 50 }, "none" },
		{ { 1, 0, 0 }, "1pps" },
		{ { 1, 0, 100 }, "1pps" },
		{ { UINT32_MAX, UINT64_MAX, 10000 },
		  "4294967295pps,18446744073709551615bit,burst=10000" },
		{ { 0, 1000, 1 }, "1kbit,burst=1" },
		{ { 0, 1001, 0 }, "1001bit" },
		{ { 0, 1500000, 0 }, "1500kbit" },
		{ { 0, 10000000, 0 }, "10mbit" },
		{ { 7, 25000000000, 0 }, "7pps,25gbit" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct error err = { "" };
		char text[RULE_TEXT];
		struct rate again;

		rate_text(&cases[i].rate, text);
		same_str("text", text, cases[i].text);
		if (rate_parse(&again, text, &err))
			fail("%s", err.text);
		else if (!rate_equal(&again, &cases[i].rate))
			fail("read as another");
		test_end("rate: %s", cases[i].text);
	}
}

/* As many prefixes as a word holds, and one more. */
static void run_long_prefixes(size_t n, bool right)
{
	char *list = malloc(n * 16), want[128];
	char *argv[] = { "source", "add", "dev", "v0", "prefix", list };
	struct error err = { "" };
	struct command cmd;
	size_t len = 0;
	int rc;

	for (size_t i = 0; i < n; i++)
		len += sprintf(list + len, "%s10.%zu.%zu.0/24", i ? "," : "",
			       i / 250, i % 250);
	rc = parse_command(6, argv, &cmd, &err);
	snprintf(want, sizeof(want), "source add: prefix: more than %d prefixes do not fit into one request",
		 FLOOD_MAX);
	same_uint("right", !rc, right);
	same_str("message", err.text, right ? "" : want);
	free(list);
	test_end("parse: %zu prefixes", n);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		run_row(i);
	for (size_t i = 0; i < sizeof(splits) / sizeof(*splits); i++)
		run_split(i);
	run_long_list(FLOOD_MAX, true);
	run_long_list(FLOOD_MAX + 1, false);
	run_long_prefixes(FLOOD_MAX, true);
	run_long_prefixes(FLOOD_MAX + 1, false);
	test_rate_text();
	return tap_done();
}
