// SPDX-License-Identifier: GPL-2.0
#include "actions.h"

#define ACTIONS(_a)	.actions = (_a), .nr_actions = ARRAY_SIZE(_a)

const struct object objects[OBJ_MAX] = {
	[OBJ_VTEP] = {
		.name = "vtep",
		.id = OBJ_VTEP,
		.summary = "rules of VTEPs: who may speak, and how much",
		ACTIONS(vtep_actions),
	},
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
	[OBJ_SOURCE] = {
		.name = "source",
		.id = OBJ_SOURCE,
		.summary = "which outer sources may speak",
		ACTIONS(source_actions),
	},
	[OBJ_LOCAL] = {
		.name = "local",
		.id = OBJ_LOCAL,
		.summary = "MACs on this side, which none may claim",
		ACTIONS(local_actions),
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
	[OBJ_DROPS] = {
		.name = "drops",
		.id = OBJ_DROPS,
		.summary = "why frames are dropped, and whose they are",
		ACTIONS(drops_actions),
	},
	[OBJ_MONITOR] = {
		.name = "monitor",
		.id = OBJ_MONITOR,
		.summary = "events as they happen",
		ACTIONS(monitor_actions),
	},
};
