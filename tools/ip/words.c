// SPDX-License-Identifier: GPL-2.0
/* The table of words, and the help text that goes with it.
 *
 * A word that is not given sends nothing: the module has the defaults, and
 * they are the same for every program that creates the link. They stand here
 * for one purpose, to be left out by vtep_print_changed().
 */
#include <assert.h>
#include <linux/if_link.h>
#include <linux/vtep.h>
#include <vtep/wire.h>

#include "words.h"

static const struct word_name df_names[] = {
	{ "unset", VXLAN_DF_UNSET },
	{ "set", VXLAN_DF_SET },
	{ "inherit", VXLAN_DF_INHERIT },
	{ NULL, 0 }
};

static const struct word_name inner_vlan_names[] = {
	{ "discard", VTEP_INNER_VLAN_DISCARD },
	{ "pass", VTEP_INNER_VLAN_PASS },
	{ NULL, 0 }
};

static const struct word_name attach_names[] = {
	{ "id", VTEP_ATTACHMENT_ID },
	{ "vlan", VTEP_ATTACHMENT_VLAN },
	{ "external", VTEP_ATTACHMENT_EXTERNAL },
	{ NULL, 0 }
};

static const struct word_name auto_name[] = { { "auto", 0 }, { NULL, 0 } };
static const struct word_name none_name[] = { { "none", 0 }, { NULL, 0 } };
static const struct word_name unlimited_name[] = {
	{ "unlimited", 0 },
	{ NULL, 0 }
};

/* 1 would be an ECN bit, which is not the user's to set. */
static const struct word_name inherit_name[] = {
	{ "inherit", 1 },
	{ NULL, 0 }
};

/* In the order of printing. `group` stands before `remote`: both are kept in
 * one attribute and the printer takes the first that fits the address.
 */
const struct word vtep_words[] = {
	{
		.name = "id", .alias = "vni", .json = "id",
		.type = WORD_NUM, .attr = IFLA_VXLAN_ID, .size = 4,
		.max = VTEP_VNI_MAX,
		.wrong = "a VNI is a number in 0-16777215",
	}, {
		.name = "attach", .json = "attach",
		.type = WORD_NUM, .attr = VTEP_A_LINK_ATTACHMENT, .size = 1,
		.nested = true, .names_only = true, .quiet_zero = true,
		.wrong = "not \"id\", \"vlan\" or \"external\"",
		.names = attach_names,
		.has_deflt = true, .deflt = VTEP_ATTACHMENT_ID,
	}, {
		/* of type vxlan; it and `attach external` mean the same */
		.name = "external", .json = "external",
		.type = WORD_BOOL, .attr = IFLA_VXLAN_COLLECT_METADATA,
		.size = 1, .quiet_zero = true,
		.has_deflt = true, .deflt = 0,
	}, {
		.name = "vnifilter", .json = "vnifilter",
		.type = WORD_BOOL, .attr = IFLA_VXLAN_VNIFILTER, .size = 1,
		.quiet_zero = true,
		.has_deflt = true, .deflt = 0,
	}, {
		.name = "group", .json = "group",
		.type = WORD_GROUP, .attr = IFLA_VXLAN_GROUP,
		.wrong = "not a multicast address",
	}, {
		.name = "remote", .json = "remote",
		.type = WORD_REMOTE, .attr = IFLA_VXLAN_GROUP,
		.wrong = "not a unicast address",
	}, {
		.name = "local", .json = "local",
		.type = WORD_LOCAL, .attr = IFLA_VXLAN_LOCAL,
		.wrong = "not a unicast address",
	}, {
		.name = "dev", .json = "link",
		.type = WORD_DEV, .attr = IFLA_VXLAN_LINK, .size = 4,
		.wrong = "no such device",
	}, {
		.name = "srcport", .alias = "port", .json = "port_range",
		.type = WORD_RANGE, .attr = IFLA_VXLAN_PORT_RANGE,
		.min = 1, .max = 65535,
		.wrong = "a port is a number in 1-65535",
		.has_deflt = true, .deflt = VTEP_SPORT_MIN,
		.deflt_high = VTEP_SPORT_MAX,
	}, {
		.name = "dstport", .json = "port",
		.type = WORD_NUM_BE, .attr = IFLA_VXLAN_PORT, .size = 2,
		.min = 1, .max = 65535,
		.wrong = "a port is a number in 1-65535",
		.has_deflt = true, .deflt = VTEP_PORT,
	}, {
		.name = "tos", .alias = "dsfield", .json = "tos",
		.type = WORD_TOS, .attr = IFLA_VXLAN_TOS, .size = 1,
		.max = 255, .quiet_zero = true, .hex = true,
		.wrong = "not a number in 0-ff, a DSCP name or \"inherit\"",
		.names = inherit_name,
		.has_deflt = true, .deflt = 0,
	}, {
		.name = "pcp_dscp", .json = "pcp_dscp",
		.type = WORD_BOOL, .attr = VTEP_A_LINK_PCP_DSCP, .size = 1,
		.nested = true, .quiet_zero = true,
		.has_deflt = true, .deflt = 0,
	}, {
		.name = "ttl", .alias = "hoplimit", .json = "ttl",
		.type = WORD_TTL, .attr = IFLA_VXLAN_TTL, .size = 1,
		.max = 255,
		.wrong = "not a number in 1-255, \"auto\" or \"inherit\"",
		.names = auto_name,
		.has_deflt = true, .deflt = 0,
	}, {
		.name = "df", .json = "df",
		.type = WORD_NUM, .attr = IFLA_VXLAN_DF, .size = 1,
		.names_only = true,
		.wrong = "not \"set\", \"unset\" or \"inherit\"",
		.names = df_names,
		.has_deflt = true, .deflt = VXLAN_DF_SET,
	}, {
		.name = "flowlabel", .alias = "label", .json = "label",
		.type = WORD_NUM_BE, .attr = IFLA_VXLAN_LABEL, .size = 4,
		.max = 0xfffff, .quiet_zero = true, .hex = true,
		.wrong = "a flow label is a number in 0-0xfffff",
		.has_deflt = true, .deflt = 0,
	}, {
		.name = "ageing", .json = "ageing",
		.type = WORD_NUM, .attr = IFLA_VXLAN_AGEING, .size = 4,
		.max = 0xffffffff,
		.wrong = "not a number of seconds or \"none\"",
		.names = none_name,
		.has_deflt = true, .deflt = 300,
	}, {
		.name = "maxaddress", .alias = "maxaddr", .json = "limit",
		.type = WORD_NUM, .attr = IFLA_VXLAN_LIMIT, .size = 4,
		.max = 0xffffffff,
		.wrong = "not a number of MACs or \"unlimited\"",
		.names = unlimited_name,
		.has_deflt = true, .deflt = 65536,
	}, {
		.name = "learning", .json = "learning",
		.type = WORD_BOOL, .attr = IFLA_VXLAN_LEARNING, .size = 1,
		.has_deflt = true, .deflt = 1,
	}, {
		.name = "udpcsum", .json = "udp_csum",
		.type = WORD_BOOL, .attr = IFLA_VXLAN_UDP_CSUM, .size = 1,
		.has_deflt = true, .deflt = 0,
	}, {
		.name = "udp6zerocsumtx", .json = "udp_zero_csum6_tx",
		.type = WORD_BOOL, .attr = IFLA_VXLAN_UDP_ZERO_CSUM6_TX,
		.size = 1,
		.has_deflt = true, .deflt = 1,
	}, {
		.name = "udp6zerocsumrx", .json = "udp_zero_csum6_rx",
		.type = WORD_BOOL, .attr = IFLA_VXLAN_UDP_ZERO_CSUM6_RX,
		.size = 1,
		.has_deflt = true, .deflt = 1,
	}, {
		.name = "inner_vlan", .json = "inner_vlan",
		.type = WORD_NUM, .attr = VTEP_A_LINK_INNER_VLAN, .size = 1,
		.nested = true, .names_only = true,
		.wrong = "not \"discard\" or \"pass\"",
		.names = inner_vlan_names,
		.has_deflt = true, .deflt = VTEP_INNER_VLAN_DISCARD,
	},
};

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

const size_t vtep_nwords = ARRAY_SIZE(vtep_words);

static_assert(ARRAY_SIZE(vtep_words) <= VTEP_MAX_WORDS, "raise it");

const char *const vtep_foreign_words[] = {
	"proxy", "rsc", "l2miss", "l3miss", "gbp", "gpe", "remcsumtx",
	"remcsumrx", "localbypass", "mcroute", "reserved_bits", NULL
};

void vtep_help(FILE *f)
{
	fputs("Usage: ... vtep [ id VNI ]\n"
	      "\t\t[ attach { id | vlan | external } ]\n"
	      "\t\t[ [no]external ] [ [no]vnifilter ]\n"
	      "\t\t[ { group MCAST | remote ADDR } ]\n"
	      "\t\t[ dev DEV ]\n"
	      "\t\t[ local ADDR ]\n"
	      "\t\t[ srcport MIN MAX ]\n"
	      "\t\t[ dstport PORT ]\n"
	      "\t\t[ ttl { 1-255 | auto | inherit } ]\n"
	      "\t\t[ tos { TOS | inherit } ]\n"
	      "\t\t[ [no]pcp_dscp ]\n"
	      "\t\t[ df { set | unset | inherit } ]\n"
	      "\t\t[ flowlabel LABEL ]\n"
	      "\t\t[ ageing { SECONDS | none } ]\n"
	      "\t\t[ maxaddress { NUMBER | unlimited } ]\n"
	      "\t\t[ [no]learning ]\n"
	      "\t\t[ [no]udpcsum ]\n"
	      "\t\t[ [no]udp6zerocsumtx ]\n"
	      "\t\t[ [no]udp6zerocsumrx ]\n"
	      "\t\t[ inner_vlan { discard | pass } ]\n"
	      "\n"
	      "Where:\tVNI   := 0-16777215\n"
	      "\tMCAST := IPv4 or IPv6 multicast address | any\n"
	      "\tADDR  := IPv4 or IPv6 unicast address | any\n"
	      "\tLABEL := 0-1048575\n"
	      "\n"
	      "attach says how a frame names its segment: there is one, with the\n"
	      "VNI of id (default); by its VLAN; or by tunnel metadata, which\n"
	      "external says, too. Segments of the latter two are made with\n"
	      "vtepctl(8); without vnifilter, external takes any VNI. pcp_dscp\n"
	      "goes with attach vlan.\n"
	      "\n"
	      "Defaults are RFC 7348's: dstport 4789, srcport 49152 65535,\n"
	      "df set, noudpcsum, udp6zerocsumtx, udp6zerocsumrx, inner_vlan\n"
	      "discard; further ttl auto, tos 0, flowlabel 0, learning, ageing\n"
	      "300, maxaddress 65536. \"ip link set\" changes all but id, attach,\n"
	      "external, vnifilter and dstport. See ip-link-vtep(8).\n", f);
}
