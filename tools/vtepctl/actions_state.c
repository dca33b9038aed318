// SPDX-License-Identifier: GPL-2.0
/* Actions of what comes about by itself. */
#include <linux/vtep.h>

#include "actions.h"

/* Which entries */
#define FILTER	(W(DEV) | W(VNI) | W(PEER) | W(MACS))

const struct action peer_actions[NR_PEER_ACTIONS] = {
	{
		.name = "show",
		.verb = VERB_SHOW,
		.nl_cmd = VTEP_CMD_PEER_GET,
		.words = W(DEV) | W(PEER),
		.summary = "list peers",
		.text =
"One line a remote VTEP: its address and UDP port, how many FDB entries point\n"
"to it, how long ago the last frame came from it and the first, how many MACs\n"
"are learned from it, how many entries are configured, how many MACs are held\n"
"at it for having moved too often, and the MTU of the path to it. With -s a\n"
"line of counters follows; rx_dropped are its frames that were refused.\n",
	}, {
		.name = "flush",
		.verb = VERB_DO,
		.nl_cmd = VTEP_CMD_PEER_FLUSH,
		.words = W(DEV) | W(PEER),
		.required = W(DEV) | W(PEER),
		.summary = "forget the MACs learned from a peer",
		.text =
"In all segments of the VTEP. What is configured stays.\n",
	}, {
		.name = "del",
		.verb = VERB_DO,
		.nl_cmd = VTEP_CMD_PEER_DEL,
		.words = W(DEV) | W(PEER),
		.required = W(DEV) | W(PEER),
		.summary = "delete all that points to a peer",
		.text =
"Learned and configured entries, and its places in flood lists, in all segments\n"
"of the VTEP, the remote of ip link among them. When it is heard again it is\n"
"learned again, if the rules let it.\n",
	},
};

const struct action group_actions[NR_GROUP_ACTIONS] = {
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

const struct action fdb_actions[NR_FDB_ACTIONS] = {
	{
		.name = "show",
		.verb = VERB_SHOW,
		.nl_cmd = VTEP_CMD_FDB_GET,
		.words = FILTER,
		.summary = "list forwarding entries",
		.text =
"One line an entry: segment, MAC, the peers behind it (several where a frame\n"
"is replicated), state, how long ago a frame was heard from the MAC, how long\n"
"ago the entry was made or changed, how often it has moved lately, what is done\n"
"to it for having moved too often and for how long yet, and its flags. Entries\n"
"are added, changed and deleted with bridge(8):\n"
"bridge fdb add|append|replace|del ... dev DEV.\n",
	}, {
		.name = "flush",
		.verb = VERB_DO,
		.nl_cmd = VTEP_CMD_FDB_FLUSH,
		.words = FILTER,
		.required = W(DEV),
		.summary = "forget learned entries",
		.text =
"Those that match all that is given. What is configured stays.\n",
	}, {
		.name = "unfreeze",
		.verb = VERB_DO,
		.nl_cmd = VTEP_CMD_FDB_UNFREEZE,
		.words = FILTER,
		.required = W(DEV),
		.summary = "let entries move again",
		.text =
"Those that moved too often and match all that is given, whatever is done to\n"
"them: damp freeze ends by nothing else.\n",
	},
};

const struct action stats_actions[NR_STATS_ACTIONS] = {
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

const struct action drops_actions[NR_DROPS_ACTIONS] = {
	{
		.verb = VERB_DROPS,
		.nl_cmd = VTEP_CMD_DROPS_GET,
		.words = W(DEV) | W(ONE_VNI) | W(PEER),
		.summary = "why frames are dropped, how fast, and whose they are",
		.text =
"One line a VTEP and reason: how many frames were dropped or not learned from\n"
"for it, how many a second now, of the last one the peer, VNI and inner source\n"
"MAC and how long ago it came, and what to do. With vni or peer only frames of\n"
"that segment or peer count. Reasons that never happened are left out unless\n"
"-s is given. With -w (-watch), before the object: each second again, those\n"
"that went on.\n",
	},
};

const struct action monitor_actions[NR_MONITOR_ACTIONS] = {
	{
		.verb = VERB_MONITOR,
		.nl_cmd = VTEP_CMD_EVENT,
		.words = W(JSON),
		.summary = "print events as they happen",
		.text =
"One line an event, until interrupted: learn (a MAC was learned), move (it\n"
"moved to another peer), age (it was not heard for the ageing time), limit (a\n"
"learning limit was reached), evict (it gave way to another at a limit), damped\n"
"(it moved too often and stays), storm (frames are dropped for a rate), policy\n"
"(frames are refused), silent (a group that carried frames carries none any\n"
"more), suppressed (events were not told, so many in all). With -t every line\n"
"starts with the time. When events were lost or suppressed that is said on\n"
"standard error, and the FDB is listed: between the lines \"resync begin\" and\n"
"\"resync end\" is what holds now.\n",
	},
};
