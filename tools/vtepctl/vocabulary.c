// SPDX-License-Identifier: GPL-2.0
/* The words there are, whatever the command. */
#include <stdio.h>

#include "table.h"
#include "words.h"

#define W(_x)		(1U << WORD_##_x)

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
		.help = "multicast group that BUM is flooded to; none: no group",
		.parse = word_group, .excludes = W(POOL),
	},
	[WORD_ONE_GROUP] = {
		.name = "group", .arg = "ADDR",
		.help = "multicast group that BUM is flooded to",
		.parse = word_one_group, .excludes = W(POOL),
	},
	[WORD_POOL] = {
		.name = "pool", .arg = "PREFIX/LEN",
		.help = "groups: low bits of the VNI in the prefix's open bits",
		.parse = word_pool, .excludes = W(GROUP) | W(ONE_GROUP),
	},
	[WORD_JOIN] = {
		.name = "join", .arg = "always|active",
		.help = "be in the group always, or while the VLAN is in use",
		.parse = word_join,
	},
	[WORD_LEARNING] = {
		.name = "learning", .arg = "on|off",
		.help = "learn MACs from received frames or not",
		.parse = word_learning,
	},
	[WORD_AGEING] = {
		.name = "ageing", .arg = "SECONDS",
		.help = "forget a learned MAC not heard for so long; 0: never",
		.parse = word_ageing,
	},
	[WORD_LIMIT] = {
		.name = "limit", .arg = "N",
		.help = "most MACs learned in the segment; 0: the VTEP's limit",
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
