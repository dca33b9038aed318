/* SPDX-License-Identifier: GPL-2.0 */
/* Single words of the command line: abbreviations and values. Pure. */
#ifndef VTEPCTL_WORDS_H
#define VTEPCTL_WORDS_H

#include "model.h"

/* Names offered to match(): @name(ctx, i) is NULL for a gap. */
typedef const char *(*name_fn)(const void *ctx, size_t i);

/**
 * match() - find a word by its name or an unambiguous start of it
 * @typed: what the person wrote
 * @name: gives the names
 * @ctx: handed to @name
 * @n: how many there are
 * @err: says which word is unknown or ambiguous, and what there is
 *
 * Return: index, or -1.
 */
int match(const char *typed, name_fn name, const void *ctx, size_t n,
	  struct error *err);

/* Values of words, see struct word. */
typedef int word_parse_fn(struct command *cmd, const char *val,
			  struct error *err);

word_parse_fn word_dev;
word_parse_fn word_vni;
word_parse_fn word_one_vni;
word_parse_fn word_vlan;
word_parse_fn word_untagged;
word_parse_fn word_join;
word_parse_fn word_learning;
word_parse_fn word_ageing;
word_parse_fn word_limit;
word_parse_fn word_flag;

/* addrs.c */
word_parse_fn word_group;
word_parse_fn word_one_group;
word_parse_fn word_pool;
word_parse_fn word_flood_add;
word_parse_fn word_flood_del;

/* macs.c */
word_parse_fn word_mac;
word_parse_fn word_macs;
word_parse_fn word_peer;
bool mac_parse(const char *text, uint8_t mac[6]);

/* prefix.c */
word_parse_fn word_prefix;
word_parse_fn word_prefixes;
word_parse_fn word_may;
word_parse_fn word_file;

/* The text up to the next comma, as much as there is room for; @list moves
 * behind it, and is NULL after the last.
 */
void list_cut(const char **list, char *to, size_t size);

/**
 * dest_next() - walk over the destinations of a list
 * @list: ADDR,... where to go on; NULL behind the last
 * @to: the next of them
 *
 * Return: false when there is no more, or what comes is no address.
 */
bool dest_next(const char **list, struct addr *to);

/* Decimal digits at *@s, which moves behind them. Return: 0 or -1. */
int word_number(const char **s, uint32_t max, uint32_t *out);

#endif /* VTEPCTL_WORDS_H */
