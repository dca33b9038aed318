/* SPDX-License-Identifier: GPL-2.0 */
/* A saved configuration, read and checked: what `restore` will do. Nothing in
 * here speaks to the kernel but to ask whether an interface is there.
 */
#ifndef VTEPCTL_PLAN_H
#define VTEPCTL_PLAN_H

#include <stdio.h>

#include "model.h"

#define PLAN_WORDS 64

enum line_kind {
	LINE_LINK_ADD,
	LINE_OWN,		/* a command of vtepctl's */
	LINE_FDB,
	LINE_LINK_SET,
};

struct line {
	unsigned long nr;
	enum line_kind kind;
	char *text;		/* words, one blank between, as read and judged */
	char dev[IFNAMSIZ];
};

/* What it is read for, which decides what is asked of interfaces. */
enum plan_use {
	PLAN_MAKE,		/* VTEPs must not be there, lower devices must */
	PLAN_CHECK,		/* lower devices must be there */
	PLAN_DELETE,		/* all is well */
};

struct plan {
	enum plan_use use;
	struct line *v;
	size_t n, cap;
};

/**
 * plan_read() - read a whole configuration
 * @plan: emptied, with @use set; to be freed whatever comes
 * @from: the text
 * @nr: number of the line at fault, 0 if none is
 * @err: what is wrong with it
 *
 * Return: 0 or -1.
 */
int plan_read(struct plan *plan, FILE *from, unsigned long *nr,
	      struct error *err);
void plan_free(struct plan *plan);

/* The line that makes a VTEP; NULL: none does. */
const struct line *plan_find(const struct plan *plan, const char *dev);

/* plan_link.c, plan_fdb.c: judge the words behind `link`, `fdb`, and set the
 * line's kind and dev. Return: 0 or -1.
 */
int plan_link(const struct plan *plan, int argc, char *argv[],
	      struct line *line, struct error *err);
int plan_fdb(int argc, char *argv[], struct line *line, struct error *err);

/* A word with its value. */
struct clause {
	const char *name;
	int (*check)(const char *val, struct error *err); /* NULL: no value */
};

/* Read one clause out of @list, which ends with a NULL name. Return: how many
 * words it has, or -1.
 */
int plan_clause(const struct clause *list, int argc, char *argv[],
		struct error *err);

/* Checks of values */
int check_dev(const char *val, struct error *err);
int check_mac(const char *val, struct error *err);
int check_number(const char *val, struct error *err);
int check_addr(const char *val, struct error *err);

#endif /* VTEPCTL_PLAN_H */
