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

int word_dev(struct command *cmd, const char *val, struct error *err);
int word_vni(struct command *cmd, const char *val, struct error *err);
int word_vnis(struct command *cmd, const char *val, struct error *err);
int word_group(struct command *cmd, const char *val, struct error *err);
int word_learning(struct command *cmd, const char *val, struct error *err);
int word_ageing(struct command *cmd, const char *val, struct error *err);
int word_limit(struct command *cmd, const char *val, struct error *err);
int word_json(struct command *cmd, const char *val, struct error *err);

#endif /* VTEPCTL_WORDS_H */
