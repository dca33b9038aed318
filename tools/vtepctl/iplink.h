/* SPDX-License-Identifier: GPL-2.0 */
/* The words after `type vtep`, by the very table, parser and printer that the
 * plugin of ip(8) has (../ip). Their names and enumerators are not ours, and
 * nobody but iplink.c sees them.
 */
#ifndef VTEPCTL_IPLINK_H
#define VTEPCTL_IPLINK_H

#include <stdbool.h>
#include <stdio.h>

struct nlattr;

/**
 * iplink_print() - write the settings of a VTEP that are not the default
 * @to: where to; each word and value with a blank behind it
 * @info: IFLA_INFO_DATA, whose length has been looked at
 */
void iplink_print(FILE *to, const struct nlattr *info);

/**
 * iplink_check() - would ip(8) understand these words?
 * @argc: number of words
 * @argv: the words after `type vtep`
 * @create: of `ip link add`, not `set`
 * @known: whether there will be a device of this name; NULL: any will do
 * @ctx: handed to @known
 *
 * What is wrong is told on standard error, as ip(8) would.
 *
 * Return: 0 or -1.
 */
int iplink_check(int argc, char *argv[], bool create,
		 bool (*known)(const void *ctx, const char *name),
		 const void *ctx);

#endif /* VTEPCTL_IPLINK_H */
