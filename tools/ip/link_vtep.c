// SPDX-License-Identifier: GPL-2.0
/* Plugin of iproute2's `ip`: link kind "vtep".
 *
 *   ip link add vtep0 type vtep ...   parse.c     words -> model
 *                                     request.c   model -> IFLA_INFO_DATA
 *   ip -d link show vtep0             show.c      IFLA_INFO_DATA -> words
 *   ip link help vtep                 words.c
 *
 * The installed `ip` has a parser for the shared words, vxlan_link_util. It
 * is not used: it knows the words of its own version only, warns of the
 * in-tree driver's default port, insists on `dev` whenever a group is
 * changed, always sends `learning`, and its printer leaves out what is the
 * in-tree driver's default, which often is not ours.
 */
#include <linux/vtep.h>

#include "words.h"

static void print_help(struct link_util *lu, int argc, char **argv, FILE *f)
{
	(void)lu;
	(void)argc;
	(void)argv;
	vtep_help(f);
}

__attribute__((visibility("default")))
struct link_util vtep_link_util = {
	.id = "vtep",
	.maxattr = VTEP_LINK_NEST,
	.parse_opt = vtep_parse_opt,
	.print_opt = vtep_print_opt,
	.print_help = print_help,
};
