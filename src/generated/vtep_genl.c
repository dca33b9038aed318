// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	include/spec/vtep.yaml */
/* YNL-GEN kernel source */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "vtep_genl.h"

#include <uapi/linux/vtep.h>

/* Integer value ranges */
static const struct netlink_range_validation vtep_a_rules_move_window_range = {
	.min	= 1ULL,
	.max	= 86400ULL,
};

static const struct netlink_range_validation vtep_a_rules_hold_range = {
	.min	= 1ULL,
	.max	= 86400ULL,
};

static const struct netlink_range_validation vtep_a_source_vni_range = {
	.max	= 16777215ULL,
};

static const struct netlink_range_validation vtep_a_local_vni_range = {
	.max	= 16777215ULL,
};

static const struct netlink_range_validation vtep_a_drops_vni_range = {
	.max	= 16777215ULL,
};

static const struct netlink_range_validation vtep_a_vni_vni_range = {
	.max	= 16777215ULL,
};

static const struct netlink_range_validation vtep_a_vni_vni_last_range = {
	.max	= 16777215ULL,
};

static const struct netlink_range_validation vtep_a_fdb_vni_range = {
	.max	= 16777215ULL,
};

static const struct netlink_range_validation vtep_a_fdb_vni_last_range = {
	.max	= 16777215ULL,
};

/* Common nested types */
const struct nla_policy vtep_prefix_nl_policy[VTEP_A_PREFIX_MAY + 1] = {
	[VTEP_A_PREFIX_ADDR] = { .type = NLA_BINARY, },
	[VTEP_A_PREFIX_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
	[VTEP_A_PREFIX_MAY] = NLA_POLICY_MAX(NLA_U8, 2),
};

const struct nla_policy vtep_rate_nl_policy[VTEP_A_RATE_BURST + 1] = {
	[VTEP_A_RATE_CLASS] = NLA_POLICY_MAX(NLA_U8, 4),
	[VTEP_A_RATE_PACKETS] = { .type = NLA_U32, },
	[VTEP_A_RATE_BITS] = { .type = NLA_U64, },
	[VTEP_A_RATE_BURST] = NLA_POLICY_MAX(NLA_U32, 10000),
};

const struct nla_policy vtep_remote_nl_policy[VTEP_A_REMOTE_IFINDEX + 1] = {
	[VTEP_A_REMOTE_ADDR] = { .type = NLA_BINARY, },
	[VTEP_A_REMOTE_PORT] = { .type = NLA_U16, },
	[VTEP_A_REMOTE_VNI] = { .type = NLA_U32, },
	[VTEP_A_REMOTE_IFINDEX] = { .type = NLA_U32, },
};

const struct nla_policy vtep_rules_nl_policy[VTEP_A_RULES_FRAGMENTS + 1] = {
	[VTEP_A_RULES_DELIVER] = NLA_POLICY_MAX(NLA_U8, 2),
	[VTEP_A_RULES_LEARN] = NLA_POLICY_MAX(NLA_U8, 2),
	[VTEP_A_RULES_STRICT] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTEP_A_RULES_MIN_TTL] = { .type = NLA_U8, },
	[VTEP_A_RULES_UNKNOWN] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTEP_A_RULES_FULL] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTEP_A_RULES_DAMP] = NLA_POLICY_MAX(NLA_U8, 3),
	[VTEP_A_RULES_MOVES] = NLA_POLICY_MIN(NLA_U8, 2),
	[VTEP_A_RULES_MOVE_WINDOW] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtep_a_rules_move_window_range),
	[VTEP_A_RULES_HOLD] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtep_a_rules_hold_range),
	[VTEP_A_RULES_PROTECT] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTEP_A_RULES_RATES] = NLA_POLICY_NESTED(vtep_rate_nl_policy),
	[VTEP_A_RULES_PEER_LIMIT] = { .type = NLA_U32, },
	[VTEP_A_RULES_VNI_LIMIT] = { .type = NLA_U32, },
	[VTEP_A_RULES_NEIGH_RATE] = { .type = NLA_U32, },
	[VTEP_A_RULES_INHERIT] = { .type = NLA_U32, },
	[VTEP_A_RULES_FRAGMENTS] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* VTEP_CMD_VNI_GET - dump */
static const struct nla_policy vtep_vni_get_nl_policy[VTEP_A_VNI_VNI_LAST + 1] = {
	[VTEP_A_VNI_IFINDEX] = { .type = NLA_U32, },
	[VTEP_A_VNI_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtep_a_vni_vni_range),
	[VTEP_A_VNI_VNI_LAST] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtep_a_vni_vni_last_range),
};

/* VTEP_CMD_VNI_SET - do */
static const struct nla_policy vtep_vni_set_nl_policy[VTEP_A_VNI_RULES + 1] = {
	[VTEP_A_VNI_IFINDEX] = { .type = NLA_U32, },
	[VTEP_A_VNI_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtep_a_vni_vni_range),
	[VTEP_A_VNI_VNI_LAST] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtep_a_vni_vni_last_range),
	[VTEP_A_VNI_GROUP] = { .type = NLA_BINARY, },
	[VTEP_A_VNI_POOL] = { .type = NLA_BINARY, },
	[VTEP_A_VNI_POOL_LEN] = NLA_POLICY_MAX(NLA_U8, 127),
	[VTEP_A_VNI_LEARNING] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTEP_A_VNI_AGEING] = { .type = NLA_U32, },
	[VTEP_A_VNI_LIMIT] = { .type = NLA_U32, },
	[VTEP_A_VNI_JOIN] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTEP_A_VNI_FLOOD_ADD] = NLA_POLICY_NESTED(vtep_remote_nl_policy),
	[VTEP_A_VNI_FLOOD_DEL] = NLA_POLICY_NESTED(vtep_remote_nl_policy),
	[VTEP_A_VNI_RULES] = NLA_POLICY_NESTED(vtep_rules_nl_policy),
};

/* VTEP_CMD_PEER_GET - dump */
static const struct nla_policy vtep_peer_get_nl_policy[VTEP_A_PEER_IFINDEX + 1] = {
	[VTEP_A_PEER_IFINDEX] = { .type = NLA_U32, },
};

/* VTEP_CMD_FDB_GET - dump */
static const struct nla_policy vtep_fdb_get_nl_policy[VTEP_A_FDB_ADDR + 1] = {
	[VTEP_A_FDB_IFINDEX] = { .type = NLA_U32, },
	[VTEP_A_FDB_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtep_a_fdb_vni_range),
	[VTEP_A_FDB_VNI_LAST] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtep_a_fdb_vni_last_range),
	[VTEP_A_FDB_MAC] = NLA_POLICY_EXACT_LEN(6),
	[VTEP_A_FDB_MAC_LEN] = NLA_POLICY_MAX(NLA_U8, 48),
	[VTEP_A_FDB_ADDR] = { .type = NLA_BINARY, },
};

/* VTEP_CMD_STATS_GET - dump */
static const struct nla_policy vtep_stats_get_nl_policy[VTEP_A_STATS_IFINDEX + 1] = {
	[VTEP_A_STATS_IFINDEX] = { .type = NLA_U32, },
};

/* VTEP_CMD_VNI_NEW - do */
static const struct nla_policy vtep_vni_new_nl_policy[VTEP_A_VNI_RULES + 1] = {
	[VTEP_A_VNI_IFINDEX] = { .type = NLA_U32, },
	[VTEP_A_VNI_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtep_a_vni_vni_range),
	[VTEP_A_VNI_VNI_LAST] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtep_a_vni_vni_last_range),
	[VTEP_A_VNI_VLAN] = NLA_POLICY_MAX(NLA_U16, 4094),
	[VTEP_A_VNI_GROUP] = { .type = NLA_BINARY, },
	[VTEP_A_VNI_POOL] = { .type = NLA_BINARY, },
	[VTEP_A_VNI_POOL_LEN] = NLA_POLICY_MAX(NLA_U8, 127),
	[VTEP_A_VNI_LEARNING] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTEP_A_VNI_AGEING] = { .type = NLA_U32, },
	[VTEP_A_VNI_LIMIT] = { .type = NLA_U32, },
	[VTEP_A_VNI_JOIN] = NLA_POLICY_MAX(NLA_U8, 1),
	[VTEP_A_VNI_FLOOD_ADD] = NLA_POLICY_NESTED(vtep_remote_nl_policy),
	[VTEP_A_VNI_RULES] = NLA_POLICY_NESTED(vtep_rules_nl_policy),
};

/* VTEP_CMD_VNI_DEL - do */
static const struct nla_policy vtep_vni_del_nl_policy[VTEP_A_VNI_VNI_LAST + 1] = {
	[VTEP_A_VNI_IFINDEX] = { .type = NLA_U32, },
	[VTEP_A_VNI_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtep_a_vni_vni_range),
	[VTEP_A_VNI_VNI_LAST] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtep_a_vni_vni_last_range),
};

/* VTEP_CMD_GROUP_REJOIN - do */
static const struct nla_policy vtep_group_rejoin_nl_policy[VTEP_A_GROUP_IFINDEX + 1] = {
	[VTEP_A_GROUP_ADDR] = { .type = NLA_BINARY, },
	[VTEP_A_GROUP_IFINDEX] = { .type = NLA_U32, },
};

/* VTEP_CMD_VTEP_GET - dump */
static const struct nla_policy vtep_vtep_get_nl_policy[VTEP_A_DEV_IFINDEX + 1] = {
	[VTEP_A_DEV_IFINDEX] = { .type = NLA_U32, },
};

/* VTEP_CMD_VTEP_SET - do */
static const struct nla_policy vtep_vtep_set_nl_policy[VTEP_A_DEV_RULES + 1] = {
	[VTEP_A_DEV_IFINDEX] = { .type = NLA_U32, },
	[VTEP_A_DEV_RULES] = NLA_POLICY_NESTED(vtep_rules_nl_policy),
};

/* VTEP_CMD_SOURCE_GET - dump */
static const struct nla_policy vtep_source_get_nl_policy[VTEP_A_SOURCE_IFINDEX + 1] = {
	[VTEP_A_SOURCE_IFINDEX] = { .type = NLA_U32, },
};

/* VTEP_CMD_SOURCE_SET - do */
static const struct nla_policy vtep_source_set_nl_policy[VTEP_A_SOURCE_DEL + 1] = {
	[VTEP_A_SOURCE_IFINDEX] = { .type = NLA_U32, },
	[VTEP_A_SOURCE_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtep_a_source_vni_range),
	[VTEP_A_SOURCE_CLEAR] = { .type = NLA_FLAG, },
	[VTEP_A_SOURCE_ADD] = NLA_POLICY_NESTED(vtep_prefix_nl_policy),
	[VTEP_A_SOURCE_DEL] = NLA_POLICY_NESTED(vtep_prefix_nl_policy),
};

/* VTEP_CMD_LOCAL_GET - dump */
static const struct nla_policy vtep_local_get_nl_policy[VTEP_A_LOCAL_IFINDEX + 1] = {
	[VTEP_A_LOCAL_IFINDEX] = { .type = NLA_U32, },
};

/* VTEP_CMD_LOCAL_NEW - do */
static const struct nla_policy vtep_local_new_nl_policy[VTEP_A_LOCAL_MAC + 1] = {
	[VTEP_A_LOCAL_IFINDEX] = { .type = NLA_U32, },
	[VTEP_A_LOCAL_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtep_a_local_vni_range),
	[VTEP_A_LOCAL_MAC] = NLA_POLICY_EXACT_LEN(6),
};

/* VTEP_CMD_LOCAL_DEL - do */
static const struct nla_policy vtep_local_del_nl_policy[VTEP_A_LOCAL_MAC + 1] = {
	[VTEP_A_LOCAL_IFINDEX] = { .type = NLA_U32, },
	[VTEP_A_LOCAL_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtep_a_local_vni_range),
	[VTEP_A_LOCAL_MAC] = NLA_POLICY_EXACT_LEN(6),
};

/* VTEP_CMD_PEER_FLUSH - do */
static const struct nla_policy vtep_peer_flush_nl_policy[VTEP_A_PEER_REMOTE + 1] = {
	[VTEP_A_PEER_IFINDEX] = { .type = NLA_U32, },
	[VTEP_A_PEER_REMOTE] = NLA_POLICY_NESTED(vtep_remote_nl_policy),
};

/* VTEP_CMD_PEER_DEL - do */
static const struct nla_policy vtep_peer_del_nl_policy[VTEP_A_PEER_REMOTE + 1] = {
	[VTEP_A_PEER_IFINDEX] = { .type = NLA_U32, },
	[VTEP_A_PEER_REMOTE] = NLA_POLICY_NESTED(vtep_remote_nl_policy),
};

/* VTEP_CMD_FDB_FLUSH - do */
static const struct nla_policy vtep_fdb_flush_nl_policy[VTEP_A_FDB_ADDR + 1] = {
	[VTEP_A_FDB_IFINDEX] = { .type = NLA_U32, },
	[VTEP_A_FDB_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtep_a_fdb_vni_range),
	[VTEP_A_FDB_VNI_LAST] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtep_a_fdb_vni_last_range),
	[VTEP_A_FDB_MAC] = NLA_POLICY_EXACT_LEN(6),
	[VTEP_A_FDB_MAC_LEN] = NLA_POLICY_MAX(NLA_U8, 48),
	[VTEP_A_FDB_ADDR] = { .type = NLA_BINARY, },
};

/* VTEP_CMD_FDB_UNFREEZE - do */
static const struct nla_policy vtep_fdb_unfreeze_nl_policy[VTEP_A_FDB_ADDR + 1] = {
	[VTEP_A_FDB_IFINDEX] = { .type = NLA_U32, },
	[VTEP_A_FDB_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtep_a_fdb_vni_range),
	[VTEP_A_FDB_VNI_LAST] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtep_a_fdb_vni_last_range),
	[VTEP_A_FDB_MAC] = NLA_POLICY_EXACT_LEN(6),
	[VTEP_A_FDB_MAC_LEN] = NLA_POLICY_MAX(NLA_U8, 48),
	[VTEP_A_FDB_ADDR] = { .type = NLA_BINARY, },
};

/* VTEP_CMD_DROPS_GET - dump */
static const struct nla_policy vtep_drops_get_nl_policy[VTEP_A_DROPS_ADDR + 1] = {
	[VTEP_A_DROPS_IFINDEX] = { .type = NLA_U32, },
	[VTEP_A_DROPS_VNI] = NLA_POLICY_FULL_RANGE(NLA_U32, &vtep_a_drops_vni_range),
	[VTEP_A_DROPS_ADDR] = { .type = NLA_BINARY, },
};

/* Ops table for vtep */
static const struct genl_split_ops vtep_nl_ops[] = {
	{
		.cmd		= VTEP_CMD_VNI_GET,
		.dumpit		= vtep_nl_vni_get_dumpit,
		.policy		= vtep_vni_get_nl_policy,
		.maxattr	= VTEP_A_VNI_VNI_LAST,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= VTEP_CMD_VNI_SET,
		.doit		= vtep_nl_vni_set_doit,
		.policy		= vtep_vni_set_nl_policy,
		.maxattr	= VTEP_A_VNI_RULES,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VTEP_CMD_PEER_GET,
		.dumpit		= vtep_nl_peer_get_dumpit,
		.policy		= vtep_peer_get_nl_policy,
		.maxattr	= VTEP_A_PEER_IFINDEX,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd	= VTEP_CMD_GROUP_GET,
		.dumpit	= vtep_nl_group_get_dumpit,
		.flags	= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= VTEP_CMD_FDB_GET,
		.dumpit		= vtep_nl_fdb_get_dumpit,
		.policy		= vtep_fdb_get_nl_policy,
		.maxattr	= VTEP_A_FDB_ADDR,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= VTEP_CMD_STATS_GET,
		.dumpit		= vtep_nl_stats_get_dumpit,
		.policy		= vtep_stats_get_nl_policy,
		.maxattr	= VTEP_A_STATS_IFINDEX,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= VTEP_CMD_VNI_NEW,
		.doit		= vtep_nl_vni_new_doit,
		.policy		= vtep_vni_new_nl_policy,
		.maxattr	= VTEP_A_VNI_RULES,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VTEP_CMD_VNI_DEL,
		.doit		= vtep_nl_vni_del_doit,
		.policy		= vtep_vni_del_nl_policy,
		.maxattr	= VTEP_A_VNI_VNI_LAST,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VTEP_CMD_GROUP_REJOIN,
		.doit		= vtep_nl_group_rejoin_doit,
		.policy		= vtep_group_rejoin_nl_policy,
		.maxattr	= VTEP_A_GROUP_IFINDEX,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VTEP_CMD_VTEP_GET,
		.dumpit		= vtep_nl_vtep_get_dumpit,
		.policy		= vtep_vtep_get_nl_policy,
		.maxattr	= VTEP_A_DEV_IFINDEX,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= VTEP_CMD_VTEP_SET,
		.doit		= vtep_nl_vtep_set_doit,
		.policy		= vtep_vtep_set_nl_policy,
		.maxattr	= VTEP_A_DEV_RULES,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VTEP_CMD_SOURCE_GET,
		.dumpit		= vtep_nl_source_get_dumpit,
		.policy		= vtep_source_get_nl_policy,
		.maxattr	= VTEP_A_SOURCE_IFINDEX,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= VTEP_CMD_SOURCE_SET,
		.doit		= vtep_nl_source_set_doit,
		.policy		= vtep_source_set_nl_policy,
		.maxattr	= VTEP_A_SOURCE_DEL,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VTEP_CMD_LOCAL_GET,
		.dumpit		= vtep_nl_local_get_dumpit,
		.policy		= vtep_local_get_nl_policy,
		.maxattr	= VTEP_A_LOCAL_IFINDEX,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= VTEP_CMD_LOCAL_NEW,
		.doit		= vtep_nl_local_new_doit,
		.policy		= vtep_local_new_nl_policy,
		.maxattr	= VTEP_A_LOCAL_MAC,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VTEP_CMD_LOCAL_DEL,
		.doit		= vtep_nl_local_del_doit,
		.policy		= vtep_local_del_nl_policy,
		.maxattr	= VTEP_A_LOCAL_MAC,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VTEP_CMD_PEER_FLUSH,
		.doit		= vtep_nl_peer_flush_doit,
		.policy		= vtep_peer_flush_nl_policy,
		.maxattr	= VTEP_A_PEER_REMOTE,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VTEP_CMD_PEER_DEL,
		.doit		= vtep_nl_peer_del_doit,
		.policy		= vtep_peer_del_nl_policy,
		.maxattr	= VTEP_A_PEER_REMOTE,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VTEP_CMD_FDB_FLUSH,
		.doit		= vtep_nl_fdb_flush_doit,
		.policy		= vtep_fdb_flush_nl_policy,
		.maxattr	= VTEP_A_FDB_ADDR,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VTEP_CMD_FDB_UNFREEZE,
		.doit		= vtep_nl_fdb_unfreeze_doit,
		.policy		= vtep_fdb_unfreeze_nl_policy,
		.maxattr	= VTEP_A_FDB_ADDR,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= VTEP_CMD_DROPS_GET,
		.dumpit		= vtep_nl_drops_get_dumpit,
		.policy		= vtep_drops_get_nl_policy,
		.maxattr	= VTEP_A_DROPS_ADDR,
		.flags		= GENL_CMD_CAP_DUMP,
	},
};

static const struct genl_multicast_group vtep_nl_mcgrps[] = {
	[VTEP_NLGRP_EVENTS] = { "events", },
};

struct genl_family vtep_nl_family __ro_after_init = {
	.name		= VTEP_FAMILY_NAME,
	.version	= VTEP_FAMILY_VERSION,
	.netnsok	= true,
	.parallel_ops	= true,
	.module		= THIS_MODULE,
	.split_ops	= vtep_nl_ops,
	.n_split_ops	= ARRAY_SIZE(vtep_nl_ops),
	.mcgrps		= vtep_nl_mcgrps,
	.n_mcgrps	= ARRAY_SIZE(vtep_nl_mcgrps),
};
