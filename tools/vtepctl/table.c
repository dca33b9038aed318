// SPDX-License-Identifier: GPL-2.0
#include <linux/vtep.h>

#include "table.h"
#include "words.h"

#define W(_x)		(1U << WORD_##_x)
#define ACTIONS(_a)	.actions = (_a), .nr_actions = sizeof(_a) / sizeof(*(_a))

const struct word words[WORD_MAX] = {
	[WORD_DEV] = {
		"dev", "DEV", "the VTEP, an interface of kind vtep", word_dev,
	},
	[WORD_LOWER] = {
		"dev", "DEV", "the lower device the membership is on", word_dev,
	},
	[WORD_VNI] = {
		"vni", "N",
		"the segment, 0-16777215; not needed when DEV has only one",
		word_vni,
	},
	[WORD_VNIS] = {
		"vni", "RANGE", "one segment (42) or several (5000-8999)",
		word_vnis,
	},
	[WORD_GROUP] = {
		"group", "ADDR|none",
		"multicast group that BUM is flooded to; none: no group",
		word_group,
	},
	[WORD_LEARNING] = {
		"learning", "on|off", "learn MACs from received frames or not",
		word_learning,
	},
	[WORD_AGEING] = {
		"ageing", "SECONDS",
		"forget a learned MAC not heard for so long; 0: never",
		word_ageing,
	},
	[WORD_LIMIT] = {
		"limit", "N",
		"most MACs learned in the segment; 0: only the VTEP's limit",
		word_limit,
	},
	[WORD_JSON] = {
		"json", NULL, "one JSON object a line, as with -j", word_json,
	},
};

static const struct action vni_actions[] = {
	{
		.name = "show",
		.verb = VERB_SHOW,
		.nl_cmd = VTEP_CMD_VNI_GET,
		.words = W(DEV) | W(VNIS),
		.summary = "list segments",
		.text =
"One line a segment: its group, whether it learns, the ageing time in\n"
"seconds, its learning limit (0: the VTEP's), how many MACs are learned now,\n"
"and every destination that broadcast, unknown unicast and multicast (BUM)\n"
"frames are flooded to. With -s a line of counters follows.\n",
	}, {
		.name = "set",
		.verb = VERB_SET,
		.nl_cmd = VTEP_CMD_VNI_SET,
		.words = W(DEV) | W(VNI) | W(GROUP) | W(LEARNING) | W(AGEING) |
			 W(LIMIT),
		.required = W(DEV),
		.changes = W(GROUP) | W(LEARNING) | W(AGEING) | W(LIMIT),
		.summary = "change a segment",
		.text =
"What is not given stays as it is. The change acts at once on frames to come;\n"
"a group is left when its last segment is taken from it. A lower limit does\n"
"not remove MACs that are learned already.\n",
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
		.words = W(LOWER),
		.summary = "list multicast memberships",
		.text =
"One line a membership held in this network namespace: the group, the lower\n"
"device, how many segments use it, and whether the device holds it (joined)\n"
"or cannot yet (pending).\n",
	},
};

static const struct action fdb_actions[] = {
	{
		.name = "show",
		.verb = VERB_SHOW,
		.nl_cmd = VTEP_CMD_FDB_GET,
		.words = W(DEV) | W(VNIS),
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
"learning limit was reached). With -t every line starts with the time. When\n"
"events come faster than they are read some are lost; that is said on\n"
"standard error.\n",
	},
};

const struct object objects[OBJ_MAX] = {
	[OBJ_VNI] = {
		.name = "vni",
		.id = OBJ_VNI,
		.summary = "segments (VNIs): list and change them",
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
		.summary = "multicast groups joined",
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
