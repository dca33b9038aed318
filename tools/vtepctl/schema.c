// SPDX-License-Identifier: GPL-2.0
#include <linux/vtep.h>

#include "rules.h"
#include "schema.h"

#define AT(_member)	offsetof(struct record, _member)
#define FIELDS(_f)							\
	.fields = (_f), .max = sizeof(_f) / sizeof(*(_f)) - 1
#define BIT(_nr)	(1ULL << (_nr))

static const struct field dev_fields[] = {
	[VTEP_A_DEV_IFINDEX] = { "dev", FIELD_U32, AT(ifindex) },
	[VTEP_A_DEV_RULES] = { "rules", FIELD_RULES, AT(rules) },
};

static const struct field vni_fields[] = {
	[VTEP_A_VNI_IFINDEX] = { "dev", FIELD_U32, AT(ifindex) },
	[VTEP_A_VNI_VNI] = { "vni", FIELD_U32, AT(vni) },
	[VTEP_A_VNI_GROUP] = { "group", FIELD_ADDR, AT(addr) },
	[VTEP_A_VNI_LEARNING] = { "learning", FIELD_U8, AT(learning) },
	[VTEP_A_VNI_AGEING] = { "ageing", FIELD_U32, AT(ageing) },
	[VTEP_A_VNI_LIMIT] = { "limit", FIELD_U32, AT(limit) },
	[VTEP_A_VNI_LEARNED] = { "learned", FIELD_U32, AT(learned) },
	[VTEP_A_VNI_FLOOD] = { "flood", FIELD_REMOTES, AT(remotes) },
	[VTEP_A_VNI_COUNTERS] = { "counters", FIELD_COUNTERS, AT(counters) },
	[VTEP_A_VNI_VNI_LAST] = { "vni", FIELD_ASKED, 0 },
	[VTEP_A_VNI_VLAN] = { "vlan", FIELD_U16, AT(vlan) },
	[VTEP_A_VNI_POOL] = { "pool", FIELD_ADDR, AT(pool.addr) },
	[VTEP_A_VNI_POOL_LEN] = { "pool", FIELD_U8, AT(pool.len) },
	[VTEP_A_VNI_JOIN] = { "join", FIELD_U8, AT(join) },
	[VTEP_A_VNI_ACTIVE] = { "active", FIELD_U8, AT(active) },
	[VTEP_A_VNI_FLOOD_ADD] = { "flood", FIELD_ASKED, 0 },
	[VTEP_A_VNI_FLOOD_DEL] = { "flood del", FIELD_ASKED, 0 },
	[VTEP_A_VNI_RULES] = { "rules", FIELD_RULES, AT(rules) },
};

static const struct field peer_fields[] = {
	[VTEP_A_PEER_IFINDEX] = { "dev", FIELD_U32, AT(ifindex) },
	[VTEP_A_PEER_REMOTE] = { "peer", FIELD_REMOTE, AT(peer) },
	[VTEP_A_PEER_MACS] = { "macs", FIELD_U32, AT(macs) },
	[VTEP_A_PEER_HEARD] = { "heard", FIELD_U64, AT(heard) },
	[VTEP_A_PEER_COUNTERS] = { "counters", FIELD_COUNTERS, AT(counters) },
	[VTEP_A_PEER_FIRST] = { "first", FIELD_U64, AT(first) },
	[VTEP_A_PEER_LEARNED] = { "learned", FIELD_U32, AT(learned) },
	[VTEP_A_PEER_CONFIGURED] = { "configured", FIELD_U32, AT(configured) },
	[VTEP_A_PEER_DAMPED] = { "damped", FIELD_U32, AT(damped) },
	[VTEP_A_PEER_MTU] = { "mtu", FIELD_U32, AT(mtu) },
};

static const struct field source_fields[] = {
	[VTEP_A_SOURCE_IFINDEX] = { "dev", FIELD_U32, AT(ifindex) },
	[VTEP_A_SOURCE_VNI] = { "vni", FIELD_U32, AT(vni) },
	[VTEP_A_SOURCE_PREFIXES] = { "prefix", FIELD_PREFIX, AT(prefixes) },
	[VTEP_A_SOURCE_CLEAR] = { "set", FIELD_ASKED, 0 },
	[VTEP_A_SOURCE_ADD] = { "prefix", FIELD_ASKED, 0 },
	[VTEP_A_SOURCE_DEL] = { "prefix", FIELD_ASKED, 0 },
};

static const struct field local_fields[] = {
	[VTEP_A_LOCAL_IFINDEX] = { "dev", FIELD_U32, AT(ifindex) },
	[VTEP_A_LOCAL_VNI] = { "vni", FIELD_U32, AT(vni) },
	[VTEP_A_LOCAL_MAC] = { "mac", FIELD_MAC, AT(mac) },
	[VTEP_A_LOCAL_CONFIGURED] = { "configured", FIELD_FLAG, 0 },
	[VTEP_A_LOCAL_BRIDGE] = { "bridge", FIELD_FLAG, 0 },
};

static const struct field group_fields[] = {
	[VTEP_A_GROUP_ADDR] = { "group", FIELD_ADDR, AT(addr) },
	[VTEP_A_GROUP_IFINDEX] = { "dev", FIELD_U32, AT(ifindex) },
	[VTEP_A_GROUP_USERS] = { "users", FIELD_U32, AT(users) },
	[VTEP_A_GROUP_STATE] = { "state", FIELD_U8, AT(group_state) },
	[VTEP_A_GROUP_PACKETS] = { "packets", FIELD_U64, AT(packets) },
	[VTEP_A_GROUP_FOREIGN] = { "foreign", FIELD_U64, AT(foreign) },
	[VTEP_A_GROUP_HEARD] = { "heard", FIELD_U64, AT(heard) },
	[VTEP_A_GROUP_SILENT] = { "silent", FIELD_FLAG, 0 },
	[VTEP_A_GROUP_MEMBERS] = { "members", FIELD_MEMBER, AT(members) },
};

static const struct field fdb_fields[] = {
	[VTEP_A_FDB_IFINDEX] = { "dev", FIELD_U32, AT(ifindex) },
	[VTEP_A_FDB_VNI] = { "vni", FIELD_U32, AT(vni) },
	[VTEP_A_FDB_MAC] = { "mac", FIELD_MAC, AT(mac) },
	[VTEP_A_FDB_STATE] = { "state", FIELD_U16, AT(nud) },
	[VTEP_A_FDB_FLAGS] = { "flags", FIELD_U32, AT(flags) },
	[VTEP_A_FDB_REMOTES] = { "remotes", FIELD_REMOTES, AT(remotes) },
	[VTEP_A_FDB_HEARD] = { "heard", FIELD_U64, AT(heard) },
	[VTEP_A_FDB_CHANGED] = { "changed", FIELD_U64, AT(changed) },
	[VTEP_A_FDB_VNI_LAST] = { "vni", FIELD_ASKED, 0 },
	[VTEP_A_FDB_MAC_LEN] = { "mac", FIELD_ASKED, 0 },
	[VTEP_A_FDB_ADDR] = { "peer", FIELD_ASKED, 0 },
	[VTEP_A_FDB_MOVES] = { "moves", FIELD_U8, AT(moves) },
	[VTEP_A_FDB_DAMP] = { "damp", FIELD_U8, AT(damp) },
	[VTEP_A_FDB_HOLD] = { "hold", FIELD_U64, AT(hold) },
};

static const struct field stats_fields[] = {
	[VTEP_A_STATS_IFINDEX] = { "dev", FIELD_U32, AT(ifindex) },
	[VTEP_A_STATS_COUNTERS] = { "counters", FIELD_COUNTERS, AT(counters) },
	[VTEP_A_STATS_DROPS] = { "drops", FIELD_DROP, AT(drops) },
	[VTEP_A_STATS_LEARNED] = { "learned", FIELD_U32, AT(learned) },
	[VTEP_A_STATS_LIMIT] = { "limit", FIELD_U32, AT(limit) },
	[VTEP_A_STATS_PEERS] = { "peers", FIELD_U32, AT(peers) },
};

static const struct field drops_fields[] = {
	[VTEP_A_DROPS_IFINDEX] = { "dev", FIELD_U32, AT(ifindex) },
	[VTEP_A_DROPS_VNI] = { "vni", FIELD_U32, AT(vni) },
	[VTEP_A_DROPS_ADDR] = { "peer", FIELD_ADDR, AT(addr) },
	[VTEP_A_DROPS_DROPS] = { "drops", FIELD_DROP, AT(drops) },
};

static const struct field event_fields[] = {
	[VTEP_A_EVENT_TYPE] = { "type", FIELD_U32, AT(event) },
	[VTEP_A_EVENT_IFINDEX] = { "dev", FIELD_U32, AT(ifindex) },
	[VTEP_A_EVENT_VNI] = { "vni", FIELD_U32, AT(vni) },
	[VTEP_A_EVENT_MAC] = { "mac", FIELD_MAC, AT(mac) },
	[VTEP_A_EVENT_PEER] = { "peer", FIELD_REMOTE, AT(peer) },
	[VTEP_A_EVENT_OLD_PEER] = { "old-peer", FIELD_REMOTE, AT(old_peer) },
	[VTEP_A_EVENT_GROUP] = { "group", FIELD_ADDR, AT(addr) },
	[VTEP_A_EVENT_REASON] = { "reason", FIELD_REASON, AT(reason) },
	[VTEP_A_EVENT_COUNT] = { "count", FIELD_U32, AT(count) },
	[VTEP_A_EVENT_SEQ] = { "seq", FIELD_U64, AT(seq) },
	[VTEP_A_EVENT_SUPPRESSED] = { "suppressed", FIELD_U64, AT(suppressed) },
};

const struct schema schemas[OBJ_MAX] = {
	[OBJ_VTEP] = {
		FIELDS(dev_fields),
		.needed = BIT(VTEP_A_DEV_IFINDEX),
	},
	[OBJ_VNI] = {
		FIELDS(vni_fields),
		.needed = BIT(VTEP_A_VNI_IFINDEX) | BIT(VTEP_A_VNI_VNI),
		.list = BIT(VTEP_A_VNI_FLOOD),
	},
	[OBJ_PEER] = {
		FIELDS(peer_fields),
		.needed = BIT(VTEP_A_PEER_IFINDEX) | BIT(VTEP_A_PEER_REMOTE),
	},
	/* each message of a long list is a list of its own */
	[OBJ_SOURCE] = {
		FIELDS(source_fields),
		.needed = BIT(VTEP_A_SOURCE_IFINDEX),
	},
	[OBJ_LOCAL] = {
		FIELDS(local_fields),
		.needed = BIT(VTEP_A_LOCAL_IFINDEX) | BIT(VTEP_A_LOCAL_MAC),
	},
	[OBJ_GROUP] = {
		FIELDS(group_fields),
		.needed = BIT(VTEP_A_GROUP_ADDR) | BIT(VTEP_A_GROUP_IFINDEX),
		.list = BIT(VTEP_A_GROUP_MEMBERS),
	},
	[OBJ_FDB] = {
		FIELDS(fdb_fields),
		.needed = BIT(VTEP_A_FDB_IFINDEX) | BIT(VTEP_A_FDB_VNI) |
			  BIT(VTEP_A_FDB_MAC),
		.list = BIT(VTEP_A_FDB_REMOTES),
	},
	[OBJ_STATS] = {
		FIELDS(stats_fields),
		.needed = BIT(VTEP_A_STATS_IFINDEX),
	},
	[OBJ_DROPS] = {
		FIELDS(drops_fields),
		.needed = BIT(VTEP_A_DROPS_IFINDEX),
	},
	/* not all are about an interface */
	[OBJ_MONITOR] = {
		FIELDS(event_fields),
		.needed = BIT(VTEP_A_EVENT_TYPE),
	},
};

static const char *const remote_names[] = {
	[VTEP_A_REMOTE_ADDR] = "addr",
	[VTEP_A_REMOTE_PORT] = "port",
	[VTEP_A_REMOTE_VNI] = "vni",
	[VTEP_A_REMOTE_IFINDEX] = "ifindex",
};

static const char *rule_name(uint16_t type)
{
	if (type == VTEP_A_RULES_RATES)
		return "storm";
	if (type == VTEP_A_RULES_INHERIT)
		return "inherit";
	if (type == VTEP_A_RULES_MOVE_WINDOW)
		return "moves";
	return type <= RULE_MAX ? rule_table[type].name : NULL;
}

const char *attr_name(enum object_id kind, uint16_t nest, uint16_t type)
{
	const struct schema *s;

	if (kind >= OBJ_MAX)
		return NULL;
	s = &schemas[kind];
	if (!nest)
		return type <= s->max ? s->fields[type].name : NULL;
	if (nest > s->max)
		return NULL;
	switch (s->fields[nest].type) {
	case FIELD_RULES:
		return rule_name(type);
	case FIELD_REMOTES:
		return type < sizeof(remote_names) / sizeof(*remote_names) ?
		       remote_names[type] : NULL;
	default:
		return s->fields[nest].name;
	}
}
