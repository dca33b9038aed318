// SPDX-License-Identifier: GPL-2.0
#include <linux/vtep.h>

#include "table.h"

#define W(_x)		(1U << WORD_##_x)
#define ACTIONS(_a)	.actions = (_a), .nr_actions = sizeof(_a) / sizeof(*(_a))

static const struct action vni_actions[] = {
	{
		.name = "show",
		.verb = VERB_SHOW,
		.nl_cmd = VTEP_CMD_VNI_GET,
		.words = W(DEV) | W(VNI) | W(VLAN) | W(UNTAGGED) | W(GROUP),
		.summary = "list segments",
		.text =
"One line a segment: its VLAN and whether something above the VTEP uses it, its\n"
"group and the pool that came from, when the group is joined, whether it\n"
"learns, the ageing time in seconds, its learning limit (0: the VTEP's), how\n"
"many MACs are learned now, and every destination that broadcast, unknown\n"
"unicast and multicast (BUM) frames are flooded to. With -s a line of counters\n"
"follows.\n",
	}, {
		.name = "add",
		.verb = VERB_DO,
		.nl_cmd = VTEP_CMD_VNI_NEW,
		.words = W(DEV) | W(VNI) | W(VLAN) | W(UNTAGGED) |
			 W(ONE_GROUP) | W(POOL) | W(JOIN) | W(LEARNING) |
			 W(AGEING) | W(LIMIT) | W(FLOOD),
		.required = W(DEV) | W(VNI),
		.summary = "make segments",
		.text =
"For VTEPs of attachment vlan or external. All segments of the range are made,\n"
"with the same settings, or none. Attachment vlan needs as many VLANs as there\n"
"are VNIs; one alone is counted on for the rest of the range. With a pool each\n"
"VNI has its own group, or shares one with those whose low bits are the same.\n"
"What is not given comes from the VTEP. Defaults of join: active with\n"
"attachment vlan, always with external.\n",
	}, {
		.name = "del",
		.verb = VERB_DO,
		.nl_cmd = VTEP_CMD_VNI_DEL,
		.words = W(DEV) | W(VNI),
		.required = W(DEV) | W(VNI),
		.summary = "delete segments",
		.text =
"Deletes those segments of the range that there are, with their MACs and flood\n"
"lists; there must be one at least. A group is left with its last segment.\n",
	}, {
		.name = "set",
		.verb = VERB_SET,
		.nl_cmd = VTEP_CMD_VNI_SET,
		.words = W(DEV) | W(VNI) | W(GROUP) | W(POOL) | W(JOIN) |
			 W(LEARNING) | W(AGEING) | W(LIMIT) | W(FLOOD_ADD) |
			 W(FLOOD_DEL),
		.required = W(DEV),
		.changes = W(GROUP) | W(POOL) | W(JOIN) | W(LEARNING) |
			   W(AGEING) | W(LIMIT) | W(FLOOD_ADD) | W(FLOOD_DEL),
		.summary = "change segments",
		.text =
"Every segment of the range must be there; all are changed or none. The range\n"
"may be left out when the VTEP has one segment only. What is not given stays\n"
"as it is. The change acts at once on frames to come; a group is left when its\n"
"last segment is taken from it. A lower limit does not remove MACs that are\n"
"learned already.\n",
	},
};

static const struct action peer_actions[] = {
	{
		.name = "show",
		.verb = VERB_SHOW,
		.nl_cmd = VTEP_CMD_PEER_GET,
		.words = W(DEV),
		.summary = "list peers",
		.text =
"One line a remote VTEP: its address and UDP port, how many FDB entries point\n"
"to it, and how long ago a frame came from it. With -s a line of counters\n"
"follows.\n",
	},
};

static const struct action group_actions[] = {
	{
		.name = "show",
		.verb = VERB_SHOW,
		.nl_cmd = VTEP_CMD_GROUP_GET,
		.words = W(LOWER) | W(ONE_GROUP),
		.summary = "list multicast memberships",
		.text =
"One line a membership held in this network namespace: the group, the lower\n"
"device, how many segments use it, whether the device holds it (joined), does\n"
"not yet (pending) or not much longer (leaving), how many datagrams came by it,\n"
"how many of them were foreign (of VNIs that are not here), and when the last\n"
"other was heard. SILENT: it carried frames and carries none any more, while\n"
"its segments hear peers by unicast. Members are the segments that use it.\n",
	}, {
		.name = "rejoin",
		.verb = VERB_DO,
		.nl_cmd = VTEP_CMD_GROUP_REJOIN,
		.words = W(LOWER) | W(ONE_GROUP),
		.summary = "leave groups and join them again",
		.text =
"So that switches and routers that lost a membership hear of it anew. Without\n"
"words all groups are joined again, one after another.\n",
	},
};

static const struct action fdb_actions[] = {
	{
		.name = "show",
		.verb = VERB_SHOW,
		.nl_cmd = VTEP_CMD_FDB_GET,
		.words = W(DEV) | W(VNI),
		.summary = "list forwarding entries",
		.text =
"One line an entry: segment, MAC, the peers behind it (several where a frame\n"
"is replicated), state, how long ago a frame was heard from the MAC, how long\n"
"ago the entry was made or changed, and its flags. Entries are added, changed\n"
"and deleted with bridge(8): bridge fdb add|append|replace|del ... dev DEV.\n",
	},
};

static const struct action stats_actions[] = {
	{
		.name = "show",
		.verb = VERB_SHOW,
		.nl_cmd = VTEP_CMD_STATS_GET,
		.words = W(DEV),
		.summary = "counters, and why frames were dropped",
		.text =
"One line a VTEP, then its counters, then a line for every reason for which\n"
"frames were dropped or not learned from, with what it means. Reasons that\n"
"never happened are left out unless -s is given; JSON always has all.\n",
	},
};

static const struct action monitor_actions[] = {
	{
		.verb = VERB_MONITOR,
		.nl_cmd = VTEP_CMD_EVENT,
		.words = W(JSON),
		.summary = "print events as they happen",
		.text =
"One line an event, until interrupted: learn (a MAC was learned), move (it\n"
"moved to another peer), age (it was not heard for the ageing time), limit (a\n"
"learning limit was reached), silent (a group that carried frames carries none\n"
"any more). With -t every line starts with the time. When events come faster\n"
"than they are read some are lost; that is said on standard error.\n",
	},
};

const struct object objects[OBJ_MAX] = {
	[OBJ_VNI] = {
		.name = "vni",
		.id = OBJ_VNI,
		.summary = "segments (VNIs): list, make and change them",
		ACTIONS(vni_actions),
	},
	[OBJ_PEER] = {
		.name = "peer",
		.id = OBJ_PEER,
		.summary = "remote VTEPs",
		ACTIONS(peer_actions),
	},
	[OBJ_GROUP] = {
		.name = "group",
		.id = OBJ_GROUP,
		.summary = "multicast memberships",
		ACTIONS(group_actions),
	},
	[OBJ_FDB] = {
		.name = "fdb",
		.id = OBJ_FDB,
		.summary = "which MAC is behind which peer",
		ACTIONS(fdb_actions),
	},
	[OBJ_STATS] = {
		.name = "stats",
		.id = OBJ_STATS,
		.summary = "counters and drop reasons",
		ACTIONS(stats_actions),
	},
	[OBJ_MONITOR] = {
		.name = "monitor",
		.id = OBJ_MONITOR,
		.summary = "events as they happen",
		ACTIONS(monitor_actions),
	},
};
