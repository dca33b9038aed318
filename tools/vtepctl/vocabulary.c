// SPDX-License-Identifier: GPL-2.0
/* The words there are, whatever the command. */
#include <linux/vtep.h>
#include <stdio.h>

#include "table.h"
#include "words.h"

#define W(_x)		WORD_MASK(WORD_##_x)
#define RULE(_x)	.rule = VTEP_A_RULES_##_x
#define RATE(_x)							\
	.name = "storm", .arg = "RATE", .rule = VTEP_A_RULES_RATES,	\
	.rate = VTEP_RATE_CLASS_##_x

const struct word words[WORD_MAX] = {
	[WORD_DEV] = {
		.name = "dev", .arg = "DEV",
		.help = "the VTEP, an interface of kind vtep",
		.parse = word_dev,
	},
	[WORD_LOWER] = {
		.name = "dev", .arg = "DEV",
		.help = "the lower device the membership is on",
		.parse = word_dev,
	},
	[WORD_VNI] = {
		.name = "vni", .arg = "RANGE",
		.help = "one segment (42) or several (5000-8999)",
		.parse = word_vni,
	},
	[WORD_ONE_VNI] = {
		.name = "vni", .arg = "N",
		.help = "one segment",
		.parse = word_one_vni,
	},
	[WORD_VLAN] = {
		.name = "vlan", .arg = "VLANS",
		.help = "VLAN, 0-4094, or one for each VNI in turn",
		.parse = word_vlan, .excludes = W(UNTAGGED),
	},
	[WORD_UNTAGGED] = {
		.name = "untagged",
		.help = "frames without a tag, as vlan 0",
		.parse = word_untagged, .excludes = W(VLAN),
	},
	[WORD_GROUP] = {
		.name = "group", .arg = "ADDR|none",
		.help = "multicast group to flood BUM to; none: no group",
		.parse = word_group, .excludes = W(POOL),
	},
	[WORD_ONE_GROUP] = {
		.name = "group", .arg = "ADDR",
		.help = "multicast group that BUM is flooded to",
		.parse = word_one_group, .excludes = W(POOL),
	},
	[WORD_POOL] = {
		.name = "pool", .arg = "PREFIX/LEN",
		.help = "groups: low bits of the VNI in the open bits",
		.parse = word_pool, .excludes = W(GROUP) | W(ONE_GROUP),
	},
	[WORD_JOIN] = {
		.name = "join", .arg = "always|active",
		.help = "be in the group always, or while it is in use",
		.parse = word_join,
	},
	[WORD_LEARNING] = {
		.name = "learning", .arg = "on|off",
		.help = "learn MACs from received frames or not",
		.parse = word_learning,
	},
	[WORD_AGEING] = {
		.name = "ageing", .arg = "SECONDS",
		.help = "forget a MAC not heard for so long; 0: never",
		.parse = word_ageing,
	},
	[WORD_LIMIT] = {
		.name = "limit", .arg = "N",
		.help = "most MACs learned in it; 0: the VTEP's limit",
		.parse = word_limit,
	},
	[WORD_FLOOD] = {
		.name = "flood", .arg = "ADDR,...",
		.help = "destinations that BUM is flooded to",
		.parse = word_flood_add,
	},
	[WORD_FLOOD_ADD] = {
		.name = "flood", .sub = "add", .arg = "ADDR,...",
		.help = "flood BUM to these destinations, too",
		.parse = word_flood_add,
	},
	[WORD_FLOOD_DEL] = {
		.name = "flood", .sub = "del", .arg = "ADDR,...",
		.help = "and to these no more",
		.parse = word_flood_del,
	},
	[WORD_DELIVER] = {
		.name = "deliver", .arg = "open|known|list",
		.help = "whose frames: all, configured peers, prefixes",
		RULE(DELIVER),
	},
	[WORD_LEARN] = {
		.name = "learn", .arg = "open|known|list",
		.help = "whose frames are learned from, of those delivered",
		RULE(LEARN),
	},
	[WORD_STRICT] = {
		.name = "strict", .arg = "on|off",
		.help = "only to the local address or the own group",
		RULE(STRICT),
	},
	[WORD_MIN_TTL] = {
		.name = "min_ttl", .arg = "N",
		.help = "least outer TTL or hop limit, 0-255",
		RULE(MIN_TTL),
	},
	[WORD_UNKNOWN] = {
		.name = "unknown", .arg = "flood|drop",
		.help = "what becomes of unicast frames to unknown MACs",
		RULE(UNKNOWN),
	},
	[WORD_FULL] = {
		.name = "full", .arg = "refuse|evict",
		.help = "at a learning limit",
		RULE(FULL),
	},
	[WORD_DAMP] = {
		.name = "damp", .arg = "none|hold|freeze|drop",
		.help = "what is done to a MAC that moves too often",
		RULE(DAMP),
	},
	[WORD_MOVES] = {
		.name = "moves", .arg = "N/SECONDS",
		.help = "how many moves in which time are too many",
		RULE(MOVES),
	},
	[WORD_HOLD] = {
		.name = "hold", .arg = "SECONDS",
		.help = "how long damp hold and drop last, 1-86400",
		RULE(HOLD),
	},
	[WORD_PROTECT] = {
		.name = "protect", .arg = "on|off",
		.help = "refuse frames that claim a local MAC",
		RULE(PROTECT),
	},
	[WORD_FRAGMENTS] = {
		.name = "fragments", .arg = "accept|discard",
		.help = "what becomes of datagrams that came in fragments",
		RULE(FRAGMENTS),
	},
	[WORD_PEER_LIMIT] = {
		.name = "peer_limit", .arg = "N",
		.help = "most MACs learned from one peer; 0: no limit",
		RULE(PEER_LIMIT),
	},
	[WORD_VNI_LIMIT] = {
		.name = "vni_limit", .arg = "N",
		.help = "limit of segments made without one",
		RULE(VNI_LIMIT),
	},
	[WORD_NEIGH_RATE] = {
		.name = "neigh_rate", .arg = "N",
		.help = "rtnetlink messages on MACs a second; 0: all",
		RULE(NEIGH_RATE),
	},
	[WORD_STORM_BROADCAST] = {
		RATE(BROADCAST), .sub = "broadcast",
		.help = "rate of broadcast sent, see vtepctl(8)",
	},
	[WORD_STORM_MULTICAST] = {
		RATE(MULTICAST), .sub = "multicast",
		.help = "rate of multicast sent",
	},
	[WORD_STORM_UNKNOWN] = {
		RATE(UNKNOWN), .sub = "unknown",
		.help = "rate of unicast sent to unknown MACs",
	},
	[WORD_STORM_UNICAST] = {
		RATE(UNICAST), .sub = "unicast",
		.help = "rate of unicast sent to known MACs",
	},
	[WORD_STORM_PEER] = {
		RATE(PEER), .sub = "peer",
		.help = "rate of BUM received from each peer",
	},
	[WORD_PEER] = {
		.name = "peer", .arg = "ADDR",
		.help = "outer address of a remote VTEP",
		.parse = word_peer,
	},
	[WORD_MAC] = {
		.name = "mac", .arg = "MAC",
		.help = "MAC of a station",
		.parse = word_mac,
	},
	[WORD_MACS] = {
		.name = "mac", .arg = "MAC[/LEN]",
		.help = "one MAC, or those with the same first LEN bits",
		.parse = word_macs,
	},
	[WORD_PREFIX] = {
		.name = "prefix", .arg = "ADDR/LEN,...",
		.help = "outer source addresses",
		.parse = word_prefix, .excludes = W(FILE),
	},
	[WORD_PREFIXES] = {
		.name = "prefix", .arg = "ADDR/LEN,...|none",
		.help = "outer source addresses",
		.parse = word_prefixes, .excludes = W(FILE),
	},
	[WORD_MAY] = {
		.name = "may", .arg = "deny|deliver|learn",
		.help = "speak not, be delivered, or learned (default)",
		.parse = word_may,
	},
	[WORD_FILE] = {
		.name = "file", .arg = "FILE",
		.help = "of lines ADDR/LEN [MAY]; -: standard input",
		.parse = word_file, .excludes = W(PREFIX) | W(PREFIXES),
	},
	[WORD_JSON] = {
		.name = "json",
		.help = "one JSON object a line, as with -j",
		.parse = word_flag,
	},
};

const char *word_title(const struct word *w, char buf[32])
{
	snprintf(buf, 32, "%s%s%s", w->name, w->sub ? " " : "",
		 w->sub ? w->sub : "");
	return buf;
}
