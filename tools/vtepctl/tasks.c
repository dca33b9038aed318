// SPDX-License-Identifier: GPL-2.0
/* The tasks: what is about the configuration as a whole. */
#include "table.h"

const struct task tasks[TASK_MAX] = {
	[TASK_SAVE] = {
		.name = "save",
		.args = "[dev DEV]",
		.summary = "print what makes the configuration again",
		.text =
"Prints, as text for vtepctl restore, the VTEPs of this network namespace (or\n"
"DEV alone), their rules, source prefixes, segments, flood lists, local MACs and\n"
"static FDB entries. One command a line; its first word says whose it is:\n"
"\"link\" of ip(8), \"fdb\" of bridge(8), all others of vtepctl. The same\n"
"configuration always gives the same text.\n"
"\n"
"Not saved: what was learned, what a controller put in (extern_learn), MTUs,\n"
"IP addresses of the VTEPs, and what they are ports of.\n",
	},
	[TASK_RESTORE] = {
		.name = "restore",
		.args = "[check|delete] [FILE|-]",
		.summary = "make what a saved configuration says",
		.text =
"Makes the VTEPs that FILE (-, or none: standard input) says, with all that\n"
"belongs to them. The whole is read and checked before anything is done; if\n"
"the kernel then refuses a part, or a signal interrupts it, the VTEPs made\n"
"until then are taken away.\n"
"\n"
"  check             read and check, and do nothing\n"
"  delete            delete the VTEPs that FILE would make\n"
"\n"
"Lines are those of vtepctl save: link add ... type vtep ..., link set dev DEV\n"
"..., vtep set dev DEV ..., source add|set dev DEV ..., vni add|set dev DEV ...,\n"
"local add dev DEV ..., fdb add|append|replace ... dev DEV ..., each DEV being\n"
"made by a line before, and comments after #.\n",
	},
	[TASK_IMPORT] = {
		.name = "import",
		.args = "[merge DEV] [strict] [LINKS [FDB [VNIS]]]",
		.summary = "turn configuration of the in-tree driver into ours",
		.text =
"Reads what ip -j -d link show type vxlan prints (LINKS; none or -: standard\n"
"input), and when given what bridge -j fdb show (FDB) and bridge -j vni show\n"
"(VNIS) print, and prints what vtepctl restore makes the same VTEPs from. What\n"
"cannot be carried over is said on standard error and in comments.\n"
"\n"
"  merge DEV         one VTEP with the name DEV and attachment vlan instead of\n"
"                    one VTEP for each VNI\n"
"  strict            fail with status 2 if anything is not carried over\n",
	},
};
