// SPDX-License-Identifier: GPL-2.0
/* Actions of what is configured. */
#include <linux/vtep.h>

#include "actions.h"

/* Of VTEPs and of segments */
#define RULES	(W(DELIVER) | W(LEARN) | W(STRICT) | W(MIN_TTL) | W(UNKNOWN) | \
		 W(FULL) | W(DAMP) | W(MOVES) | W(HOLD) | W(PROTECT) | \
		 W(FRAGMENTS))
#define STORM	(W(STORM_BROADCAST) | W(STORM_MULTICAST) | \
		 W(STORM_UNKNOWN) | W(STORM_UNICAST))
#define VTEP	(RULES | STORM | W(STORM_PEER) | W(PEER_LIMIT) | \
		 W(VNI_LIMIT) | W(NEIGH_RATE))

const struct action vtep_actions[NR_VTEP_ACTIONS] = {
	{
		.name = "show",
		.verb = VERB_SHOW,
		.nl_cmd = VTEP_CMD_VTEP_GET,
		.words = W(DEV),
		.summary = "list VTEPs with their rules",
		.text =
"One line a VTEP, in the words of vtep set; rates that are none are left out.\n"
"The rest of a VTEP is shown by ip -d link show type vtep.\n",
	}, {
		.name = "set",
		.verb = VERB_DO,
		.nl_cmd = VTEP_CMD_VTEP_SET,
		.words = W(DEV) | VTEP,
		.required = W(DEV),
		.changes = VTEP,
		.summary = "change rules of a VTEP",
		.text =
"What is not given stays as it is. It acts at once, also on the segments that\n"
"have no such rule of their own. But vni_limit and all storm words except that\n"
"of peer are what segments are made with, and change none that is there. A\n"
"lower limit does not remove MACs that are learned already.\n",
	},
};

const struct action vni_actions[NR_VNI_ACTIONS] = {
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
"many MACs are learned now, the rules it has of its own, its rates, and every\n"
"destination that broadcast, unknown unicast and multicast (BUM) frames are\n"
"flooded to. With -s a line of counters follows.\n",
	}, {
		.name = "add",
		.verb = VERB_DO,
		.nl_cmd = VTEP_CMD_VNI_NEW,
		.words = W(DEV) | W(VNI) | W(VLAN) | W(UNTAGGED) |
			 W(ONE_GROUP) | W(POOL) | W(JOIN) | W(LEARNING) |
			 W(AGEING) | W(LIMIT) | W(FLOOD) | RULES | STORM,
		.required = W(DEV) | W(VNI),
		.summary = "make segments",
		.text =
"For VTEPs of attachment vlan or external. All segments of the range are made,\n"
"with the same settings, or none. Attachment vlan needs as many VLANs as there\n"
"are VNIs; one alone is counted on for the rest of the range. With a pool each\n"
"VNI has its own group, or shares one with those whose low bits are the same.\n"
"What is not given comes from the VTEP: limit from its vni_limit and rates from\n"
"its storm words for good, other rules as they change there. Defaults of join:\n"
"active with attachment vlan, always with external.\n",
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
			 W(FLOOD_DEL) | RULES | STORM,
		.required = W(DEV),
		.changes = W(GROUP) | W(POOL) | W(JOIN) | W(LEARNING) |
			   W(AGEING) | W(LIMIT) | W(FLOOD_ADD) | W(FLOOD_DEL) |
			   RULES | STORM,
		.summary = "change segments",
		.text =
"Every segment of the range must be there; all are changed or none. The range\n"
"may be left out when the VTEP has one segment only. What is not given stays\n"
"as it is. The change acts at once on frames to come; a group is left when its\n"
"last segment is taken from it. A lower limit does not remove MACs that are\n"
"learned already. A rule set to inherit is the VTEP's again.\n",
	},
};

const struct action source_actions[NR_SOURCE_ACTIONS] = {
	{
		.name = "show",
		.verb = VERB_SHOW,
		.nl_cmd = VTEP_CMD_SOURCE_GET,
		.words = W(DEV) | W(VNI),
		.summary = "list source prefixes",
		.text =
"One line a prefix, of VTEPs and of segments that have prefixes of their own,\n"
"and what it may. With vni: those of segments alone.\n",
	}, {
		.name = "add",
		.verb = VERB_SOURCE,
		.nl_cmd = VTEP_CMD_SOURCE_SET,
		.words = W(DEV) | W(ONE_VNI) | W(PREFIX) | W(MAY) | W(FILE),
		.required = W(DEV),
		.changes = W(PREFIX) | W(FILE),
		.summary = "add source prefixes",
		.text =
"What outer sources may under deliver list and learn list: the longest prefix\n"
"that holds an address decides, and one in none may nothing. A segment with\n"
"prefixes of its own is judged by these alone. A prefix that is there already\n"
"gets the new may. Frames meet all of a change or nothing of it.\n",
	}, {
		.name = "del",
		.verb = VERB_SOURCE,
		.nl_cmd = VTEP_CMD_SOURCE_SET,
		.words = W(DEV) | W(ONE_VNI) | W(PREFIX),
		.required = W(DEV) | W(PREFIX),
		.summary = "delete source prefixes",
		.text =
"The last of them cannot be taken from where list is in force.\n",
	}, {
		.name = "set",
		.verb = VERB_SOURCE,
		.nl_cmd = VTEP_CMD_SOURCE_SET,
		.words = W(DEV) | W(ONE_VNI) | W(PREFIXES) | W(MAY) | W(FILE),
		.required = W(DEV),
		.changes = W(PREFIXES) | W(FILE),
		.summary = "replace all source prefixes",
		.text =
"Those that were there go, and these come in their place, in one step. With\n"
"none a segment is judged by the VTEP's prefixes again.\n",
	},
};

const struct action local_actions[NR_LOCAL_ACTIONS] = {
	{
		.name = "show",
		.verb = VERB_SHOW,
		.nl_cmd = VTEP_CMD_LOCAL_GET,
		.words = W(DEV) | W(VNI),
		.summary = "list local MACs",
		.text =
"One line a MAC that lives on this side of the VTEP, and how that is known:\n"
"configured, or learned by the bridge that the VTEP is a port of, which is read\n"
"while protect is on anywhere on the VTEP. With protect on, no frame received\n"
"may claim it; without a VNI, in no segment.\n",
	}, {
		.name = "add",
		.verb = VERB_SET,
		.nl_cmd = VTEP_CMD_LOCAL_NEW,
		.words = W(DEV) | W(ONE_VNI) | W(MAC),
		.required = W(DEV) | W(MAC),
		.summary = "name a local MAC",
		.text =
"The VNI may be left out when the VTEP has one segment only.\n",
	}, {
		.name = "del",
		.verb = VERB_SET,
		.nl_cmd = VTEP_CMD_LOCAL_DEL,
		.words = W(DEV) | W(ONE_VNI) | W(MAC),
		.required = W(DEV) | W(MAC),
		.summary = "name it no more",
		.text =
"What the bridge has learned stays local.\n",
	},
};
