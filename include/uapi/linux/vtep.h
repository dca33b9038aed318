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
 * enum vtep_source - Which outer source addresses are let in, or learned from.
 * @VTEP_SOURCE_OPEN: All (default).
 * @VTEP_SOURCE_KNOWN: Those of configured FDB entries: remotes, flood lists,
 *   static and externally learned MACs.
 * @VTEP_SOURCE_LIST: Those the source prefixes allow it.
 */
enum vtep_source {
	VTEP_SOURCE_OPEN,
	VTEP_SOURCE_KNOWN,
	VTEP_SOURCE_LIST,
};

/**
 * enum vtep_may - What a source prefix may do under policy list; the longest
 *   decides.
 * @VTEP_MAY_DENY: Nothing.
 * @VTEP_MAY_DELIVER: Its frames are delivered, and not learned from.
 * @VTEP_MAY_LEARN: Its frames are delivered and learned from.
 */
enum vtep_may {
	VTEP_MAY_DENY,
	VTEP_MAY_DELIVER,
	VTEP_MAY_LEARN,
};

/**
 * enum vtep_full - What becomes of a MAC to be learned at a learning limit.
 * @VTEP_FULL_REFUSE: It is not learned (default).
 * @VTEP_FULL_EVICT: It takes the place of the one longest unheard of the peer
 *   that has the most.
 */
enum vtep_full {
	VTEP_FULL_REFUSE,
	VTEP_FULL_EVICT,
};

/**
 * enum vtep_unknown - What becomes of a unicast frame to an unknown MAC.
 * @VTEP_UNKNOWN_FLOOD: It is flooded (default).
 * @VTEP_UNKNOWN_DROP: It is dropped and counted.
 */
enum vtep_unknown {
	VTEP_UNKNOWN_FLOOD,
	VTEP_UNKNOWN_DROP,
};

/**
 * enum vtep_fragments - What becomes of a datagram that came in fragments.
 * @VTEP_FRAGMENTS_ACCEPT: It is taken as any other (default).
 * @VTEP_FRAGMENTS_DISCARD: It is dropped and counted.
 */
enum vtep_fragments {
	VTEP_FRAGMENTS_ACCEPT,
	VTEP_FRAGMENTS_DISCARD,
};

/**
 * enum vtep_damp - What becomes of a MAC that moves too often.
 * @VTEP_DAMP_NONE: It goes on moving.
 * @VTEP_DAMP_HOLD: For the hold time it stays where it is; frames are
 *   delivered.
 * @VTEP_DAMP_FREEZE: The same, until fdb-unfreeze.
 * @VTEP_DAMP_DROP: For the hold time it stays where it is; frames that claim
 *   it from elsewhere are dropped.
 */
enum vtep_damp {
	VTEP_DAMP_NONE,
	VTEP_DAMP_HOLD,
	VTEP_DAMP_FREEZE,
	VTEP_DAMP_DROP,
};

/**
 * enum vtep_rate_class - Frames that have a rate of their own.
 * @VTEP_RATE_CLASS_BROADCAST: Sent, per segment.
 * @VTEP_RATE_CLASS_MULTICAST: Sent, per segment.
 * @VTEP_RATE_CLASS_UNKNOWN: Sent to unknown unicast MACs, per segment.
 * @VTEP_RATE_CLASS_UNICAST: Sent to known unicast MACs, per segment.
 * @VTEP_RATE_CLASS_PEER: Broadcast, multicast and unknown received, per peer.
 */
enum vtep_rate_class {
	VTEP_RATE_CLASS_BROADCAST,
	VTEP_RATE_CLASS_MULTICAST,
	VTEP_RATE_CLASS_UNKNOWN,
	VTEP_RATE_CLASS_UNICAST,
	VTEP_RATE_CLASS_PEER,
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
 * @VTEP_EVENT_TYPE_EVICT: A learned MAC gave way to another at a limit.
 * @VTEP_EVENT_TYPE_DAMPED: A MAC moved too often and stays at peer now;
 *   old-peer claimed it last.
 * @VTEP_EVENT_TYPE_STORM: Frames are dropped for a rate; reason says which.
 * @VTEP_EVENT_TYPE_POLICY: Frames are refused or not learned from; reason says
 *   why.
 * @VTEP_EVENT_TYPE_SUPPRESSED: Nothing but the number of events that were not
 *   told, once there was a moment without any; of no interface.
 */
enum vtep_event_type {
	VTEP_EVENT_TYPE_LEARN,
	VTEP_EVENT_TYPE_MOVE,
	VTEP_EVENT_TYPE_AGE,
	VTEP_EVENT_TYPE_LIMIT,
	VTEP_EVENT_TYPE_SILENT,
	VTEP_EVENT_TYPE_EVICT,
	VTEP_EVENT_TYPE_DAMPED,
	VTEP_EVENT_TYPE_STORM,
	VTEP_EVENT_TYPE_POLICY,
	VTEP_EVENT_TYPE_SUPPRESSED,
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
	VTEP_A_DROP_LAST,

	__VTEP_A_DROP_MAX,
	VTEP_A_DROP_MAX = (__VTEP_A_DROP_MAX - 1)
};

enum {
	VTEP_A_OFFENDER_PAD = 1,
	VTEP_A_OFFENDER_SINCE,
	VTEP_A_OFFENDER_ADDR,
	VTEP_A_OFFENDER_VNI,
	VTEP_A_OFFENDER_MAC,

	__VTEP_A_OFFENDER_MAX,
	VTEP_A_OFFENDER_MAX = (__VTEP_A_OFFENDER_MAX - 1)
};

enum {
	VTEP_A_RATE_PAD = 1,
	VTEP_A_RATE_CLASS,
	VTEP_A_RATE_PACKETS,
	VTEP_A_RATE_BITS,
	VTEP_A_RATE_BURST,

	__VTEP_A_RATE_MAX,
	VTEP_A_RATE_MAX = (__VTEP_A_RATE_MAX - 1)
};

enum {
	VTEP_A_RULES_DELIVER = 1,
	VTEP_A_RULES_LEARN,
	VTEP_A_RULES_STRICT,
	VTEP_A_RULES_MIN_TTL,
	VTEP_A_RULES_UNKNOWN,
	VTEP_A_RULES_FULL,
	VTEP_A_RULES_DAMP,
	VTEP_A_RULES_MOVES,
	VTEP_A_RULES_MOVE_WINDOW,
	VTEP_A_RULES_HOLD,
	VTEP_A_RULES_PROTECT,
	VTEP_A_RULES_RATES,
	VTEP_A_RULES_PEER_LIMIT,
	VTEP_A_RULES_VNI_LIMIT,
	VTEP_A_RULES_NEIGH_RATE,
	VTEP_A_RULES_INHERIT,
	VTEP_A_RULES_FRAGMENTS,

	__VTEP_A_RULES_MAX,
	VTEP_A_RULES_MAX = (__VTEP_A_RULES_MAX - 1)
};

enum {
	VTEP_A_DEV_IFINDEX = 1,
	VTEP_A_DEV_RULES,

	__VTEP_A_DEV_MAX,
	VTEP_A_DEV_MAX = (__VTEP_A_DEV_MAX - 1)
};

enum {
	VTEP_A_PREFIX_ADDR = 1,
	VTEP_A_PREFIX_LEN,
	VTEP_A_PREFIX_MAY,

	__VTEP_A_PREFIX_MAX,
	VTEP_A_PREFIX_MAX = (__VTEP_A_PREFIX_MAX - 1)
};

enum {
	VTEP_A_SOURCE_IFINDEX = 1,
	VTEP_A_SOURCE_VNI,
	VTEP_A_SOURCE_PREFIXES,
	VTEP_A_SOURCE_CLEAR,
	VTEP_A_SOURCE_ADD,
	VTEP_A_SOURCE_DEL,

	__VTEP_A_SOURCE_MAX,
	VTEP_A_SOURCE_MAX = (__VTEP_A_SOURCE_MAX - 1)
};

enum {
	VTEP_A_LOCAL_IFINDEX = 1,
	VTEP_A_LOCAL_VNI,
	VTEP_A_LOCAL_MAC,
	VTEP_A_LOCAL_CONFIGURED,
	VTEP_A_LOCAL_BRIDGE,

	__VTEP_A_LOCAL_MAX,
	VTEP_A_LOCAL_MAX = (__VTEP_A_LOCAL_MAX - 1)
};

enum {
	VTEP_A_DROPS_IFINDEX = 1,
	VTEP_A_DROPS_VNI,
	VTEP_A_DROPS_ADDR,
	VTEP_A_DROPS_DROPS,

	__VTEP_A_DROPS_MAX,
	VTEP_A_DROPS_MAX = (__VTEP_A_DROPS_MAX - 1)
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
	VTEP_A_VNI_RULES,

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
	VTEP_A_PEER_FIRST,
	VTEP_A_PEER_LEARNED,
	VTEP_A_PEER_CONFIGURED,
	VTEP_A_PEER_DAMPED,
	VTEP_A_PEER_MTU,

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
	VTEP_A_FDB_VNI_LAST,
	VTEP_A_FDB_MAC_LEN,
	VTEP_A_FDB_ADDR,
	VTEP_A_FDB_MOVES,
	VTEP_A_FDB_DAMP,
	VTEP_A_FDB_HOLD,

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
	VTEP_A_EVENT_REASON,
	VTEP_A_EVENT_COUNT,
	VTEP_A_EVENT_SEQ,
	VTEP_A_EVENT_SUPPRESSED,

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
	VTEP_CMD_VTEP_GET,
	VTEP_CMD_VTEP_SET,
	VTEP_CMD_SOURCE_GET,
	VTEP_CMD_SOURCE_SET,
	VTEP_CMD_LOCAL_GET,
	VTEP_CMD_LOCAL_NEW,
	VTEP_CMD_LOCAL_DEL,
	VTEP_CMD_PEER_FLUSH,
	VTEP_CMD_PEER_DEL,
	VTEP_CMD_FDB_FLUSH,
	VTEP_CMD_FDB_UNFREEZE,
	VTEP_CMD_DROPS_GET,

	__VTEP_CMD_MAX,
	VTEP_CMD_MAX = (__VTEP_CMD_MAX - 1)
};

#define VTEP_MCGRP_EVENTS	"events"

#endif /* _UAPI_LINUX_VTEP_H */
