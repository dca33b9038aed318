/* SPDX-License-Identifier: GPL-2.0 */
/* Prefixes of addresses: one, lists of them, files of them. Pure. */
#ifndef VTEPCTL_PREFIX_H
#define VTEPCTL_PREFIX_H

#include <stdio.h>

#include "model.h"

/* ADDR/LEN, and with room for the zero */
#define PREFIX_TEXT	52

/* Clear what is behind the first @len bits. Return: whether something was. */
bool bits_trim(uint8_t *b, size_t size, unsigned int len);

/* ADDR/LEN, or ADDR for it alone. Return: 0 or -1. */
int prefix_parse(const char *text, struct prefix *to, struct error *err);
void prefix_text(const struct prefix *p, char buf[PREFIX_TEXT]);

/* In the order of addresses, the shorter first; not by what they may. */
int prefix_cmp(const void *a, const void *b);

/**
 * prefix_next() - walk over the prefixes of a list
 * @list: PREFIX,... where to go on; NULL behind the last
 * @to: the next of them, but for what it may
 *
 * Return: false when there is no more, or what comes is no prefix.
 */
bool prefix_next(const char **list, struct prefix *to);

/**
 * prefixes_read() - read a file of prefixes
 * @list: empty; to be freed whatever comes
 * @from: lines PREFIX [deny|deliver|learn], comments after #
 * @may: what those may that say nothing, VTEP_MAY_*
 * @nr: number of the line at fault, 0 if none is
 * @err: what is wrong with it
 *
 * Return: 0 or -1.
 */
int prefixes_read(struct prefixes *list, FILE *from, uint8_t may,
		  unsigned long *nr, struct error *err);

#endif /* VTEPCTL_PREFIX_H */
