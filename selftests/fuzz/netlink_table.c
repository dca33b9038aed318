// SPDX-License-Identifier: GPL-2.0
/* The generic netlink family as its spec has it (include/spec/vtep.yaml;
 * selftests/fuzz_netlink.sh compares them), with attributes of answers, too:
 * they are to be refused.
 */
#include <linux/vtep.h>
#include <stddef.h>
#include <stdio.h>

#include "netlink_table.h"

#define SET(_name)							\
	static const struct set _name##_set = {				\
		#_name, _name##_attrs,					\
		sizeof(_name##_attrs) / sizeof(_name##_attrs[0])	\
	}

static const struct attr own_attrs[] = {
	{ .name = "inner-vlan", .type = VTEP_A_LINK_INNER_VLAN, .wire = U8,
	  .max = 1, .often = 3 },
	{ .name = "attachment", .type = VTEP_A_LINK_ATTACHMENT, .wire = U8,
	  .max = 2, .often = 3 },
	{ .name = "pcp-dscp", .type = VTEP_A_LINK_PCP_DSCP, .wire = U8,
	  .max = 1, .often = 3 },
};

const struct set own_set = {
	"link", own_attrs, sizeof(own_attrs) / sizeof(own_attrs[0])
};

static const struct attr counters_attrs[] = {
	{ .name = "pad", .type = VTEP_A_COUNTERS_PAD, .wire = PAD },
	{ .name = "rx-packets", .type = VTEP_A_COUNTERS_RX_PACKETS,
	  .wire = U64, .max = 0xffffffff, .often = 3 },
	{ .name = "rx-bytes", .type = VTEP_A_COUNTERS_RX_BYTES, .wire = U64,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "rx-bum", .type = VTEP_A_COUNTERS_RX_BUM, .wire = U64,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "rx-dropped", .type = VTEP_A_COUNTERS_RX_DROPPED,
	  .wire = U64, .max = 0xffffffff, .often = 3 },
	{ .name = "tx-packets", .type = VTEP_A_COUNTERS_TX_PACKETS,
	  .wire = U64, .max = 0xffffffff, .often = 3 },
	{ .name = "tx-bytes", .type = VTEP_A_COUNTERS_TX_BYTES, .wire = U64,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "tx-bum", .type = VTEP_A_COUNTERS_TX_BUM, .wire = U64,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "tx-dropped", .type = VTEP_A_COUNTERS_TX_DROPPED,
	  .wire = U64, .max = 0xffffffff, .often = 3 },
};

SET(counters);

static const struct attr offender_attrs[] = {
	{ .name = "pad", .type = VTEP_A_OFFENDER_PAD, .wire = PAD },
	{ .name = "since", .type = VTEP_A_OFFENDER_SINCE, .wire = U64,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "addr", .type = VTEP_A_OFFENDER_ADDR, .wire = BINARY,
	  .value = V_ADDR, .often = 3 },
	{ .name = "vni", .type = VTEP_A_OFFENDER_VNI, .wire = U32,
	  .value = V_VNI, .often = 7 },
	{ .name = "mac", .type = VTEP_A_OFFENDER_MAC, .wire = BINARY,
	  .value = V_MAC, .often = 7 },
};

SET(offender);

static const struct attr drop_attrs[] = {
	{ .name = "pad", .type = VTEP_A_DROP_PAD, .wire = PAD },
	{ .name = "name", .type = VTEP_A_DROP_NAME, .wire = STRING,
	  .often = 3 },
	{ .name = "count", .type = VTEP_A_DROP_COUNT, .wire = U64,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "last", .type = VTEP_A_DROP_LAST, .wire = NEST,
	  .nest = &offender_set, .often = 3 },
};

SET(drop);

static const struct attr rate_attrs[] = {
	{ .name = "pad", .type = VTEP_A_RATE_PAD, .wire = PAD },
	{ .name = "class", .type = VTEP_A_RATE_CLASS, .wire = U8, .max = 4,
	  .often = 7 },
	{ .name = "packets", .type = VTEP_A_RATE_PACKETS, .wire = U32,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "bits", .type = VTEP_A_RATE_BITS, .wire = U64,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "burst", .type = VTEP_A_RATE_BURST, .wire = U32,
	  .max = 10000, .often = 3 },
};

SET(rate);

static const struct attr rules_attrs[] = {
	{ .name = "deliver", .type = VTEP_A_RULES_DELIVER, .wire = U8,
	  .max = 2, .often = 1 },
	{ .name = "learn", .type = VTEP_A_RULES_LEARN, .wire = U8, .max = 2,
	  .often = 1 },
	{ .name = "strict", .type = VTEP_A_RULES_STRICT, .wire = U8, .max = 1,
	  .often = 1 },
	{ .name = "min-ttl", .type = VTEP_A_RULES_MIN_TTL, .wire = U8,
	  .max = 255, .often = 1 },
	{ .name = "unknown", .type = VTEP_A_RULES_UNKNOWN, .wire = U8,
	  .max = 1, .often = 1 },
	{ .name = "full", .type = VTEP_A_RULES_FULL, .wire = U8, .max = 1,
	  .often = 1 },
	{ .name = "damp", .type = VTEP_A_RULES_DAMP, .wire = U8, .max = 3,
	  .often = 1 },
	{ .name = "moves", .type = VTEP_A_RULES_MOVES, .wire = U8, .min = 2,
	  .max = 255, .often = 1 },
	{ .name = "move-window", .type = VTEP_A_RULES_MOVE_WINDOW, .wire = U32,
	  .min = 1, .max = 86400, .often = 1 },
	{ .name = "hold", .type = VTEP_A_RULES_HOLD, .wire = U32, .min = 1,
	  .max = 86400, .often = 1 },
	{ .name = "protect", .type = VTEP_A_RULES_PROTECT, .wire = U8,
	  .max = 1, .often = 1 },
	{ .name = "rates", .type = VTEP_A_RULES_RATES, .wire = NEST,
	  .nest = &rate_set, .many = true, .often = 1 },
	{ .name = "peer-limit", .type = VTEP_A_RULES_PEER_LIMIT, .wire = U32,
	  .max = 0xffffffff, .often = 1 },
	{ .name = "vni-limit", .type = VTEP_A_RULES_VNI_LIMIT, .wire = U32,
	  .max = 0xffffffff, .often = 1 },
	{ .name = "neigh-rate", .type = VTEP_A_RULES_NEIGH_RATE, .wire = U32,
	  .max = 0xffffffff, .often = 1 },
	{ .name = "inherit", .type = VTEP_A_RULES_INHERIT, .wire = U32,
	  .value = V_BITS, .often = 1 },
	{ .name = "fragments", .type = VTEP_A_RULES_FRAGMENTS, .wire = U8,
	  .max = 1, .often = 1 },
};

SET(rules);

static const struct attr dev_attrs[] = {
	{ .name = "ifindex", .type = VTEP_A_DEV_IFINDEX, .wire = U32,
	  .value = V_IFINDEX, .often = 8 },
	{ .name = "rules", .type = VTEP_A_DEV_RULES, .wire = NEST,
	  .nest = &rules_set, .often = 7 },
};

SET(dev);

static const struct attr prefix_attrs[] = {
	{ .name = "addr", .type = VTEP_A_PREFIX_ADDR, .wire = BINARY,
	  .value = V_PREFIX, .often = 7 },
	{ .name = "len", .type = VTEP_A_PREFIX_LEN, .wire = U8,
	  .value = V_PREFIX_LEN, .often = 7 },
	{ .name = "may", .type = VTEP_A_PREFIX_MAY, .wire = U8, .max = 2,
	  .often = 3 },
};

SET(prefix);

static const struct attr source_attrs[] = {
	{ .name = "ifindex", .type = VTEP_A_SOURCE_IFINDEX, .wire = U32,
	  .value = V_IFINDEX, .often = 8 },
	{ .name = "vni", .type = VTEP_A_SOURCE_VNI, .wire = U32,
	  .value = V_VNI, .often = 4 },
	{ .name = "prefixes", .type = VTEP_A_SOURCE_PREFIXES, .wire = NEST,
	  .nest = &prefix_set, .many = true, .often = 3 },
	{ .name = "clear", .type = VTEP_A_SOURCE_CLEAR, .wire = FLAG,
	  .often = 3 },
	{ .name = "add", .type = VTEP_A_SOURCE_ADD, .wire = NEST,
	  .nest = &prefix_set, .many = true, .often = 3 },
	{ .name = "del", .type = VTEP_A_SOURCE_DEL, .wire = NEST,
	  .nest = &prefix_set, .many = true, .often = 3 },
};

SET(source);

static const struct attr local_attrs[] = {
	{ .name = "ifindex", .type = VTEP_A_LOCAL_IFINDEX, .wire = U32,
	  .value = V_IFINDEX, .often = 8 },
	{ .name = "vni", .type = VTEP_A_LOCAL_VNI, .wire = U32, .value = V_VNI,
	  .often = 4 },
	{ .name = "mac", .type = VTEP_A_LOCAL_MAC, .wire = BINARY,
	  .value = V_MAC, .often = 7 },
	{ .name = "configured", .type = VTEP_A_LOCAL_CONFIGURED, .wire = FLAG,
	  .often = 3 },
	{ .name = "bridge", .type = VTEP_A_LOCAL_BRIDGE, .wire = FLAG,
	  .often = 3 },
};

SET(local);

static const struct attr drops_attrs[] = {
	{ .name = "ifindex", .type = VTEP_A_DROPS_IFINDEX, .wire = U32,
	  .value = V_IFINDEX, .often = 8 },
	{ .name = "vni", .type = VTEP_A_DROPS_VNI, .wire = U32, .value = V_VNI,
	  .often = 4 },
	{ .name = "addr", .type = VTEP_A_DROPS_ADDR, .wire = BINARY,
	  .value = V_ADDR, .often = 3 },
	{ .name = "drops", .type = VTEP_A_DROPS_DROPS, .wire = NEST,
	  .nest = &drop_set, .many = true, .often = 3 },
};

SET(drops);

static const struct attr remote_attrs[] = {
	{ .name = "addr", .type = VTEP_A_REMOTE_ADDR, .wire = BINARY,
	  .value = V_ADDR, .often = 7 },
	{ .name = "port", .type = VTEP_A_REMOTE_PORT, .wire = U16,
	  .value = V_PORT, .often = 2 },
	{ .name = "vni", .type = VTEP_A_REMOTE_VNI, .wire = U32,
	  .value = V_VNI, .often = 1 },
	{ .name = "ifindex", .type = VTEP_A_REMOTE_IFINDEX, .wire = U32,
	  .value = V_DEV, .often = 1 },
};

SET(remote);

static const struct attr vni_attrs[] = {
	{ .name = "pad", .type = VTEP_A_VNI_PAD, .wire = PAD },
	{ .name = "ifindex", .type = VTEP_A_VNI_IFINDEX, .wire = U32,
	  .value = V_IFINDEX, .often = 8 },
	{ .name = "vni", .type = VTEP_A_VNI_VNI, .wire = U32, .value = V_VNI,
	  .often = 7 },
	{ .name = "group", .type = VTEP_A_VNI_GROUP, .wire = BINARY,
	  .value = V_GROUP, .often = 2 },
	{ .name = "learning", .type = VTEP_A_VNI_LEARNING, .wire = U8,
	  .max = 1, .often = 3 },
	{ .name = "ageing", .type = VTEP_A_VNI_AGEING, .wire = U32,
	  .max = 864000, .often = 3 },
	{ .name = "limit", .type = VTEP_A_VNI_LIMIT, .wire = U32,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "learned", .type = VTEP_A_VNI_LEARNED, .wire = U32,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "flood", .type = VTEP_A_VNI_FLOOD, .wire = NEST,
	  .nest = &remote_set, .many = true, .often = 3 },
	{ .name = "counters", .type = VTEP_A_VNI_COUNTERS, .wire = NEST,
	  .nest = &counters_set, .often = 3 },
	{ .name = "vni-last", .type = VTEP_A_VNI_VNI_LAST, .wire = U32,
	  .value = V_VNI_LAST, .often = 3 },
	{ .name = "vlan", .type = VTEP_A_VNI_VLAN, .wire = U16,
	  .value = V_VLAN, .often = 5 },
	{ .name = "pool", .type = VTEP_A_VNI_POOL, .wire = BINARY,
	  .value = V_POOL, .often = 2 },
	{ .name = "pool-len", .type = VTEP_A_VNI_POOL_LEN, .wire = U8,
	  .value = V_POOL_LEN, .often = 2 },
	{ .name = "join", .type = VTEP_A_VNI_JOIN, .wire = U8, .max = 1,
	  .often = 3 },
	{ .name = "active", .type = VTEP_A_VNI_ACTIVE, .wire = U8, .max = 255,
	  .often = 3 },
	{ .name = "flood-add", .type = VTEP_A_VNI_FLOOD_ADD, .wire = NEST,
	  .nest = &remote_set, .many = true, .often = 3 },
	{ .name = "flood-del", .type = VTEP_A_VNI_FLOOD_DEL, .wire = NEST,
	  .nest = &remote_set, .many = true, .often = 2 },
	{ .name = "rules", .type = VTEP_A_VNI_RULES, .wire = NEST,
	  .nest = &rules_set, .often = 2 },
};

SET(vni);

static const struct attr peer_attrs[] = {
	{ .name = "pad", .type = VTEP_A_PEER_PAD, .wire = PAD },
	{ .name = "ifindex", .type = VTEP_A_PEER_IFINDEX, .wire = U32,
	  .value = V_IFINDEX, .often = 8 },
	{ .name = "remote", .type = VTEP_A_PEER_REMOTE, .wire = NEST,
	  .nest = &remote_set, .often = 7 },
	{ .name = "macs", .type = VTEP_A_PEER_MACS, .wire = U32,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "heard", .type = VTEP_A_PEER_HEARD, .wire = U64,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "counters", .type = VTEP_A_PEER_COUNTERS, .wire = NEST,
	  .nest = &counters_set, .often = 3 },
	{ .name = "first", .type = VTEP_A_PEER_FIRST, .wire = U64,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "learned", .type = VTEP_A_PEER_LEARNED, .wire = U32,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "configured", .type = VTEP_A_PEER_CONFIGURED, .wire = U32,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "damped", .type = VTEP_A_PEER_DAMPED, .wire = U32,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "mtu", .type = VTEP_A_PEER_MTU, .wire = U32,
	  .max = 0xffffffff, .often = 3 },
};

SET(peer);

static const struct attr member_attrs[] = {
	{ .name = "ifindex", .type = VTEP_A_MEMBER_IFINDEX, .wire = U32,
	  .value = V_IFINDEX, .often = 8 },
	{ .name = "vni", .type = VTEP_A_MEMBER_VNI, .wire = U32,
	  .value = V_VNI, .often = 7 },
};

SET(member);

static const struct attr group_attrs[] = {
	{ .name = "addr", .type = VTEP_A_GROUP_ADDR, .wire = BINARY,
	  .value = V_GROUP, .often = 3 },
	{ .name = "ifindex", .type = VTEP_A_GROUP_IFINDEX, .wire = U32,
	  .value = V_DEV, .often = 3 },
	{ .name = "users", .type = VTEP_A_GROUP_USERS, .wire = U32,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "state", .type = VTEP_A_GROUP_STATE, .wire = U8, .max = 2,
	  .often = 3 },
	{ .name = "packets", .type = VTEP_A_GROUP_PACKETS, .wire = U64,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "foreign", .type = VTEP_A_GROUP_FOREIGN, .wire = U64,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "heard", .type = VTEP_A_GROUP_HEARD, .wire = U64,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "silent", .type = VTEP_A_GROUP_SILENT, .wire = FLAG,
	  .often = 3 },
	{ .name = "members", .type = VTEP_A_GROUP_MEMBERS, .wire = NEST,
	  .nest = &member_set, .many = true, .often = 3 },
	{ .name = "pad", .type = VTEP_A_GROUP_PAD, .wire = PAD },
};

SET(group);

static const struct attr fdb_attrs[] = {
	{ .name = "pad", .type = VTEP_A_FDB_PAD, .wire = PAD },
	{ .name = "ifindex", .type = VTEP_A_FDB_IFINDEX, .wire = U32,
	  .value = V_IFINDEX, .often = 8 },
	{ .name = "vni", .type = VTEP_A_FDB_VNI, .wire = U32, .value = V_VNI,
	  .often = 4 },
	{ .name = "mac", .type = VTEP_A_FDB_MAC, .wire = BINARY,
	  .value = V_MAC, .often = 3 },
	{ .name = "state", .type = VTEP_A_FDB_STATE, .wire = U16, .max = 65535,
	  .often = 3 },
	{ .name = "flags", .type = VTEP_A_FDB_FLAGS, .wire = U32,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "remotes", .type = VTEP_A_FDB_REMOTES, .wire = NEST,
	  .nest = &remote_set, .many = true, .often = 3 },
	{ .name = "heard", .type = VTEP_A_FDB_HEARD, .wire = U64,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "changed", .type = VTEP_A_FDB_CHANGED, .wire = U64,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "vni-last", .type = VTEP_A_FDB_VNI_LAST, .wire = U32,
	  .value = V_VNI_LAST, .often = 3 },
	{ .name = "mac-len", .type = VTEP_A_FDB_MAC_LEN, .wire = U8,
	  .value = V_MAC_LEN, .often = 3 },
	{ .name = "addr", .type = VTEP_A_FDB_ADDR, .wire = BINARY,
	  .value = V_ADDR, .often = 3 },
	{ .name = "moves", .type = VTEP_A_FDB_MOVES, .wire = U8, .max = 255,
	  .often = 3 },
	{ .name = "damp", .type = VTEP_A_FDB_DAMP, .wire = U8, .max = 3,
	  .often = 3 },
	{ .name = "hold", .type = VTEP_A_FDB_HOLD, .wire = U64,
	  .max = 0xffffffff, .often = 3 },
};

SET(fdb);

static const struct attr stats_attrs[] = {
	{ .name = "ifindex", .type = VTEP_A_STATS_IFINDEX, .wire = U32,
	  .value = V_IFINDEX, .often = 8 },
	{ .name = "counters", .type = VTEP_A_STATS_COUNTERS, .wire = NEST,
	  .nest = &counters_set, .often = 3 },
	{ .name = "drops", .type = VTEP_A_STATS_DROPS, .wire = NEST,
	  .nest = &drop_set, .many = true, .often = 3 },
	{ .name = "learned", .type = VTEP_A_STATS_LEARNED, .wire = U32,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "limit", .type = VTEP_A_STATS_LIMIT, .wire = U32,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "peers", .type = VTEP_A_STATS_PEERS, .wire = U32,
	  .max = 0xffffffff, .often = 3 },
};

SET(stats);

static const struct attr event_attrs[] = {
	{ .name = "pad", .type = VTEP_A_EVENT_PAD, .wire = PAD },
	{ .name = "type", .type = VTEP_A_EVENT_TYPE, .wire = U32, .max = 9,
	  .often = 3 },
	{ .name = "ifindex", .type = VTEP_A_EVENT_IFINDEX, .wire = U32,
	  .value = V_IFINDEX, .often = 8 },
	{ .name = "vni", .type = VTEP_A_EVENT_VNI, .wire = U32, .value = V_VNI,
	  .often = 7 },
	{ .name = "mac", .type = VTEP_A_EVENT_MAC, .wire = BINARY,
	  .value = V_MAC, .often = 7 },
	{ .name = "peer", .type = VTEP_A_EVENT_PEER, .wire = NEST,
	  .nest = &remote_set, .often = 3 },
	{ .name = "old-peer", .type = VTEP_A_EVENT_OLD_PEER, .wire = NEST,
	  .nest = &remote_set, .often = 3 },
	{ .name = "group", .type = VTEP_A_EVENT_GROUP, .wire = BINARY,
	  .value = V_GROUP, .often = 3 },
	{ .name = "reason", .type = VTEP_A_EVENT_REASON, .wire = STRING,
	  .often = 3 },
	{ .name = "count", .type = VTEP_A_EVENT_COUNT, .wire = U32,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "seq", .type = VTEP_A_EVENT_SEQ, .wire = U64,
	  .max = 0xffffffff, .often = 3 },
	{ .name = "suppressed", .type = VTEP_A_EVENT_SUPPRESSED, .wire = U64,
	  .max = 0xffffffff, .often = 3 },
};

SET(event);

static const uint8_t vni_get_attrs[] = {
	VTEP_A_VNI_IFINDEX,
	VTEP_A_VNI_VNI,
	VTEP_A_VNI_VNI_LAST,
	0
};

static const uint8_t vni_set_attrs[] = {
	VTEP_A_VNI_IFINDEX,
	VTEP_A_VNI_VNI,
	VTEP_A_VNI_VNI_LAST,
	VTEP_A_VNI_GROUP,
	VTEP_A_VNI_POOL,
	VTEP_A_VNI_POOL_LEN,
	VTEP_A_VNI_LEARNING,
	VTEP_A_VNI_AGEING,
	VTEP_A_VNI_LIMIT,
	VTEP_A_VNI_JOIN,
	VTEP_A_VNI_FLOOD_ADD,
	VTEP_A_VNI_FLOOD_DEL,
	VTEP_A_VNI_RULES,
	0
};

static const uint8_t peer_get_attrs[] = {
	VTEP_A_PEER_IFINDEX,
	0
};

static const uint8_t fdb_get_attrs[] = {
	VTEP_A_FDB_IFINDEX,
	VTEP_A_FDB_VNI,
	VTEP_A_FDB_VNI_LAST,
	VTEP_A_FDB_MAC,
	VTEP_A_FDB_MAC_LEN,
	VTEP_A_FDB_ADDR,
	0
};

static const uint8_t stats_get_attrs[] = {
	VTEP_A_STATS_IFINDEX,
	0
};

static const uint8_t vni_new_attrs[] = {
	VTEP_A_VNI_IFINDEX,
	VTEP_A_VNI_VNI,
	VTEP_A_VNI_VNI_LAST,
	VTEP_A_VNI_VLAN,
	VTEP_A_VNI_GROUP,
	VTEP_A_VNI_POOL,
	VTEP_A_VNI_POOL_LEN,
	VTEP_A_VNI_LEARNING,
	VTEP_A_VNI_AGEING,
	VTEP_A_VNI_LIMIT,
	VTEP_A_VNI_JOIN,
	VTEP_A_VNI_FLOOD_ADD,
	VTEP_A_VNI_RULES,
	0
};

static const uint8_t vni_del_attrs[] = {
	VTEP_A_VNI_IFINDEX,
	VTEP_A_VNI_VNI,
	VTEP_A_VNI_VNI_LAST,
	0
};

static const uint8_t group_rejoin_attrs[] = {
	VTEP_A_GROUP_ADDR,
	VTEP_A_GROUP_IFINDEX,
	0
};

static const uint8_t vtep_get_attrs[] = {
	VTEP_A_DEV_IFINDEX,
	0
};

static const uint8_t vtep_set_attrs[] = {
	VTEP_A_DEV_IFINDEX,
	VTEP_A_DEV_RULES,
	0
};

static const uint8_t source_get_attrs[] = {
	VTEP_A_SOURCE_IFINDEX,
	0
};

static const uint8_t source_set_attrs[] = {
	VTEP_A_SOURCE_IFINDEX,
	VTEP_A_SOURCE_VNI,
	VTEP_A_SOURCE_CLEAR,
	VTEP_A_SOURCE_ADD,
	VTEP_A_SOURCE_DEL,
	0
};

static const uint8_t local_get_attrs[] = {
	VTEP_A_LOCAL_IFINDEX,
	0
};

static const uint8_t local_new_attrs[] = {
	VTEP_A_LOCAL_IFINDEX,
	VTEP_A_LOCAL_VNI,
	VTEP_A_LOCAL_MAC,
	0
};

static const uint8_t local_del_attrs[] = {
	VTEP_A_LOCAL_IFINDEX,
	VTEP_A_LOCAL_VNI,
	VTEP_A_LOCAL_MAC,
	0
};

static const uint8_t peer_flush_attrs[] = {
	VTEP_A_PEER_IFINDEX,
	VTEP_A_PEER_REMOTE,
	0
};

static const uint8_t peer_del_attrs[] = {
	VTEP_A_PEER_IFINDEX,
	VTEP_A_PEER_REMOTE,
	0
};

static const uint8_t fdb_flush_attrs[] = {
	VTEP_A_FDB_IFINDEX,
	VTEP_A_FDB_VNI,
	VTEP_A_FDB_VNI_LAST,
	VTEP_A_FDB_MAC,
	VTEP_A_FDB_MAC_LEN,
	VTEP_A_FDB_ADDR,
	0
};

static const uint8_t fdb_unfreeze_attrs[] = {
	VTEP_A_FDB_IFINDEX,
	VTEP_A_FDB_VNI,
	VTEP_A_FDB_VNI_LAST,
	VTEP_A_FDB_MAC,
	VTEP_A_FDB_MAC_LEN,
	VTEP_A_FDB_ADDR,
	0
};

static const uint8_t drops_get_attrs[] = {
	VTEP_A_DROPS_IFINDEX,
	VTEP_A_DROPS_VNI,
	VTEP_A_DROPS_ADDR,
	0
};

const struct command commands[] = {
	{ .name = "vni-get", .cmd = VTEP_CMD_VNI_GET,
	  .dump = true, .set = &vni_set, .attrs = vni_get_attrs },
	{ .name = "vni-set", .cmd = VTEP_CMD_VNI_SET,
	  .write = true, .set = &vni_set, .attrs = vni_set_attrs },
	{ .name = "peer-get", .cmd = VTEP_CMD_PEER_GET,
	  .dump = true, .set = &peer_set, .attrs = peer_get_attrs },
	{ .name = "group-get", .cmd = VTEP_CMD_GROUP_GET,
	  .dump = true, .set = &group_set },
	{ .name = "fdb-get", .cmd = VTEP_CMD_FDB_GET,
	  .dump = true, .set = &fdb_set, .attrs = fdb_get_attrs },
	{ .name = "stats-get", .cmd = VTEP_CMD_STATS_GET,
	  .dump = true, .set = &stats_set, .attrs = stats_get_attrs },
	{ .name = "event", .cmd = VTEP_CMD_EVENT,
	  .set = &event_set },
	{ .name = "vni-new", .cmd = VTEP_CMD_VNI_NEW,
	  .write = true, .set = &vni_set, .attrs = vni_new_attrs },
	{ .name = "vni-del", .cmd = VTEP_CMD_VNI_DEL,
	  .write = true, .set = &vni_set, .attrs = vni_del_attrs },
	{ .name = "group-rejoin", .cmd = VTEP_CMD_GROUP_REJOIN,
	  .write = true, .set = &group_set, .attrs = group_rejoin_attrs },
	{ .name = "vtep-get", .cmd = VTEP_CMD_VTEP_GET,
	  .dump = true, .set = &dev_set, .attrs = vtep_get_attrs },
	{ .name = "vtep-set", .cmd = VTEP_CMD_VTEP_SET,
	  .write = true, .set = &dev_set, .attrs = vtep_set_attrs },
	{ .name = "source-get", .cmd = VTEP_CMD_SOURCE_GET,
	  .dump = true, .set = &source_set, .attrs = source_get_attrs },
	{ .name = "source-set", .cmd = VTEP_CMD_SOURCE_SET,
	  .write = true, .set = &source_set, .attrs = source_set_attrs },
	{ .name = "local-get", .cmd = VTEP_CMD_LOCAL_GET,
	  .dump = true, .set = &local_set, .attrs = local_get_attrs },
	{ .name = "local-new", .cmd = VTEP_CMD_LOCAL_NEW,
	  .write = true, .set = &local_set, .attrs = local_new_attrs },
	{ .name = "local-del", .cmd = VTEP_CMD_LOCAL_DEL,
	  .write = true, .set = &local_set, .attrs = local_del_attrs },
	{ .name = "peer-flush", .cmd = VTEP_CMD_PEER_FLUSH,
	  .write = true, .set = &peer_set, .attrs = peer_flush_attrs },
	{ .name = "peer-del", .cmd = VTEP_CMD_PEER_DEL,
	  .write = true, .set = &peer_set, .attrs = peer_del_attrs },
	{ .name = "fdb-flush", .cmd = VTEP_CMD_FDB_FLUSH,
	  .write = true, .set = &fdb_set, .attrs = fdb_flush_attrs },
	{ .name = "fdb-unfreeze", .cmd = VTEP_CMD_FDB_UNFREEZE,
	  .write = true, .set = &fdb_set, .attrs = fdb_unfreeze_attrs },
	{ .name = "drops-get", .cmd = VTEP_CMD_DROPS_GET,
	  .dump = true, .set = &drops_set, .attrs = drops_get_attrs },
};

const struct set *const sets[] = {
	&own_set,
	&counters_set,
	&offender_set,
	&drop_set,
	&rate_set,
	&rules_set,
	&dev_set,
	&prefix_set,
	&source_set,
	&local_set,
	&drops_set,
	&remote_set,
	&vni_set,
	&peer_set,
	&member_set,
	&group_set,
	&fdb_set,
	&stats_set,
	&event_set,
};

const unsigned int nr_commands = sizeof(commands) / sizeof(commands[0]);
const unsigned int nr_sets = sizeof(sets) / sizeof(sets[0]);

const struct attr *table_attr(const struct set *set, uint16_t type)
{
	unsigned int i;

	for (i = 0; i < set->n; i++)
		if (set->attrs[i].type == type)
			return &set->attrs[i];
	return NULL;
}

const struct command *table_command(uint8_t cmd)
{
	unsigned int i;

	for (i = 0; i < nr_commands; i++)
		if (commands[i].cmd == cmd)
			return &commands[i];
	return NULL;
}

static void show_set(const struct set *set)
{
	static const char * const wires[] = {
		[PAD] = "pad", [FLAG] = "flag", [U8] = "u8", [U16] = "u16",
		[U32] = "u32", [U64] = "u64", [STRING] = "string",
		[BINARY] = "binary", [NEST] = "nest",
	};
	const struct attr *a;

	for (a = set->attrs; a < set->attrs + set->n; a++)
		printf("attribute %s %u %s %s%s%s\n", set->name, a->type,
		       a->name, wires[a->wire], a->nest ? " " : "",
		       a->nest ? a->nest->name : "");
}

static void show_command(const struct command *c)
{
	const uint8_t *type;

	printf("command %u %s %s%s%s", c->cmd, c->name, c->set->name,
	       c->write ? " write" : "", c->dump ? " dump" : "");
	for (type = c->attrs; type && *type; type++)
		printf(" %s", table_attr(c->set, *type)->name);
	putchar('\n');
}

void table_show(void)
{
	unsigned int i;

	for (i = 0; i < nr_sets; i++)
		show_set(sets[i]);
	for (i = 0; i < nr_commands; i++)
		show_command(&commands[i]);
	show_set(&info_set);
}
