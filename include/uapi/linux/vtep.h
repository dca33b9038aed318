/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	include/spec/vtep.yaml */
/* YNL-GEN uapi header */

#ifndef _UAPI_LINUX_VTEP_H
#define _UAPI_LINUX_VTEP_H

#define VTEP_FAMILY_NAME	"vtep"
#define VTEP_FAMILY_VERSION	1

#define VTEP_LINK_NEST	48

/**
 * enum vtep_inner_vlan - What becomes of an 802.1Q tag inside (RFC 7348
 *   sections 6 and 6.1).
 * @VTEP_INNER_VLAN_DISCARD: Tagged frames are dropped and counted, both ways
 *   (default).
 * @VTEP_INNER_VLAN_PASS: Tagged frames are carried as they are.
 */
enum vtep_inner_vlan {
	VTEP_INNER_VLAN_DISCARD,
	VTEP_INNER_VLAN_PASS,
};

/**
 * enum vtep_attachment - How a frame on the VTEP names its segment.
 * @VTEP_ATTACHMENT_ID: The VTEP has one segment, and its frames no tag
 *   (default).
 * @VTEP_ATTACHMENT_VLAN: The 802.1Q tag names it; stripped from frames sent,
 *   pushed on those received. Untagged and priority-tagged frames have VLAN 0.
 * @VTEP_ATTACHMENT_EXTERNAL: Tunnel metadata names it (tc, eBPF, bridge
 *   vlan_tunnel).
 */
enum vtep_attachment {
	VTEP_ATTACHMENT_ID,
	VTEP_ATTACHMENT_VLAN,
	VTEP_ATTACHMENT_EXTERNAL,
};

/**
 * enum vtep_join - When the group of a segment is joined.
 * @VTEP_JOIN_ALWAYS: While the VTEP is up.
 * @VTEP_JOIN_ACTIVE: While the VTEP is up and something above it (a VLAN
 *   interface, a VLAN-aware bridge) asks for the segment's VLAN.
 */
enum vtep_join {
	VTEP_JOIN_ALWAYS,
	VTEP_JOIN_ACTIVE,
};

/**
 * enum vtep_group_state
 * @VTEP_GROUP_STATE_PENDING: Not a member yet: waiting for its turn, or for a
 *   lower device that can hold the membership.
 * @VTEP_GROUP_STATE_JOINED: The lower device holds the membership.
 * @VTEP_GROUP_STATE_LEAVING: Nobody uses it any more; waiting for its turn to
 *   be left.
 */
enum vtep_group_state {
	VTEP_GROUP_STATE_PENDING,
	VTEP_GROUP_STATE_JOINED,
	VTEP_GROUP_STATE_LEAVING,
};

/**
 * enum vtep_event_type
 * @VTEP_EVENT_TYPE_LEARN: A MAC was learned.
 * @VTEP_EVENT_TYPE_MOVE: A learned MAC moved from old-peer to peer.
 * @VTEP_EVENT_TYPE_AGE: A learned MAC was not heard for the ageing time.
 * @VTEP_EVENT_TYPE_LIMIT: A learning limit was reached; said once until there
 *   is room again.
 * @VTEP_EVENT_TYPE_SILENT: A group that carried frames carries none any more,
 *   while its segments still hear peers by unicast; said once until it does.
 */
enum vtep_event_type {
	VTEP_EVENT_TYPE_LEARN,
	VTEP_EVENT_TYPE_MOVE,
	VTEP_EVENT_TYPE_AGE,
	VTEP_EVENT_TYPE_LIMIT,
	VTEP_EVENT_TYPE_SILENT,
};

enum {
	VTEP_A_LINK_INNER_VLAN = 1,
	VTEP_A_LINK_ATTACHMENT,
	VTEP_A_LINK_PCP_DSCP,

	__VTEP_A_LINK_MAX,
	VTEP_A_LINK_MAX = (__VTEP_A_LINK_MAX - 1)
};

enum {
	VTEP_A_COUNTERS_PAD = 1,
	VTEP_A_COUNTERS_RX_PACKETS,
	VTEP_A_COUNTERS_RX_BYTES,
	VTEP_A_COUNTERS_RX_BUM,
	VTEP_A_COUNTERS_RX_DROPPED,
	VTEP_A_COUNTERS_TX_PACKETS,
	VTEP_A_COUNTERS_TX_BYTES,
	VTEP_A_COUNTERS_TX_BUM,
	VTEP_A_COUNTERS_TX_DROPPED,

	__VTEP_A_COUNTERS_MAX,
	VTEP_A_COUNTERS_MAX = (__VTEP_A_COUNTERS_MAX - 1)
};

enum {
	VTEP_A_DROP_PAD = 1,
	VTEP_A_DROP_NAME,
	VTEP_A_DROP_COUNT,

	__VTEP_A_DROP_MAX,
	VTEP_A_DROP_MAX = (__VTEP_A_DROP_MAX - 1)
};

enum {
	VTEP_A_REMOTE_ADDR = 1,
	VTEP_A_REMOTE_PORT,
	VTEP_A_REMOTE_VNI,
	VTEP_A_REMOTE_IFINDEX,

	__VTEP_A_REMOTE_MAX,
	VTEP_A_REMOTE_MAX = (__VTEP_A_REMOTE_MAX - 1)
};

enum {
	VTEP_A_VNI_PAD = 1,
	VTEP_A_VNI_IFINDEX,
	VTEP_A_VNI_VNI,
	VTEP_A_VNI_GROUP,
	VTEP_A_VNI_LEARNING,
	VTEP_A_VNI_AGEING,
	VTEP_A_VNI_LIMIT,
	VTEP_A_VNI_LEARNED,
	VTEP_A_VNI_FLOOD,
	VTEP_A_VNI_COUNTERS,
	VTEP_A_VNI_VNI_LAST,
	VTEP_A_VNI_VLAN,
	VTEP_A_VNI_POOL,
	VTEP_A_VNI_POOL_LEN,
	VTEP_A_VNI_JOIN,
	VTEP_A_VNI_ACTIVE,
	VTEP_A_VNI_FLOOD_ADD,
	VTEP_A_VNI_FLOOD_DEL,

	__VTEP_A_VNI_MAX,
	VTEP_A_VNI_MAX = (__VTEP_A_VNI_MAX - 1)
};

enum {
	VTEP_A_PEER_PAD = 1,
	VTEP_A_PEER_IFINDEX,
	VTEP_A_PEER_REMOTE,
	VTEP_A_PEER_MACS,
	VTEP_A_PEER_HEARD,
	VTEP_A_PEER_COUNTERS,

	__VTEP_A_PEER_MAX,
	VTEP_A_PEER_MAX = (__VTEP_A_PEER_MAX - 1)
};

enum {
	VTEP_A_GROUP_ADDR = 1,
	VTEP_A_GROUP_IFINDEX,
	VTEP_A_GROUP_USERS,
	VTEP_A_GROUP_STATE,
	VTEP_A_GROUP_PACKETS,
	VTEP_A_GROUP_FOREIGN,
	VTEP_A_GROUP_HEARD,
	VTEP_A_GROUP_SILENT,
	VTEP_A_GROUP_MEMBERS,
	VTEP_A_GROUP_PAD,

	__VTEP_A_GROUP_MAX,
	VTEP_A_GROUP_MAX = (__VTEP_A_GROUP_MAX - 1)
};

enum {
	VTEP_A_MEMBER_IFINDEX = 1,
	VTEP_A_MEMBER_VNI,

	__VTEP_A_MEMBER_MAX,
	VTEP_A_MEMBER_MAX = (__VTEP_A_MEMBER_MAX - 1)
};

enum {
	VTEP_A_FDB_PAD = 1,
	VTEP_A_FDB_IFINDEX,
	VTEP_A_FDB_VNI,
	VTEP_A_FDB_MAC,
	VTEP_A_FDB_STATE,
	VTEP_A_FDB_FLAGS,
	VTEP_A_FDB_REMOTES,
	VTEP_A_FDB_HEARD,
	VTEP_A_FDB_CHANGED,

	__VTEP_A_FDB_MAX,
	VTEP_A_FDB_MAX = (__VTEP_A_FDB_MAX - 1)
};

enum {
	VTEP_A_STATS_IFINDEX = 1,
	VTEP_A_STATS_COUNTERS,
	VTEP_A_STATS_DROPS,
	VTEP_A_STATS_LEARNED,
	VTEP_A_STATS_LIMIT,
	VTEP_A_STATS_PEERS,

	__VTEP_A_STATS_MAX,
	VTEP_A_STATS_MAX = (__VTEP_A_STATS_MAX - 1)
};

enum {
	VTEP_A_EVENT_PAD = 1,
	VTEP_A_EVENT_TYPE,
	VTEP_A_EVENT_IFINDEX,
	VTEP_A_EVENT_VNI,
	VTEP_A_EVENT_MAC,
	VTEP_A_EVENT_PEER,
	VTEP_A_EVENT_OLD_PEER,
	VTEP_A_EVENT_GROUP,

	__VTEP_A_EVENT_MAX,
	VTEP_A_EVENT_MAX = (__VTEP_A_EVENT_MAX - 1)
};

enum {
	VTEP_CMD_VNI_GET = 1,
	VTEP_CMD_VNI_SET,
	VTEP_CMD_PEER_GET,
	VTEP_CMD_GROUP_GET,
	VTEP_CMD_FDB_GET,
	VTEP_CMD_STATS_GET,
	VTEP_CMD_EVENT,
	VTEP_CMD_VNI_NEW,
	VTEP_CMD_VNI_DEL,
	VTEP_CMD_GROUP_REJOIN,

	__VTEP_CMD_MAX,
	VTEP_CMD_MAX = (__VTEP_CMD_MAX - 1)
};

#define VTEP_MCGRP_EVENTS	"events"

#endif /* _UAPI_LINUX_VTEP_H */
