/* SPDX-License-Identifier: GPL-2.0 */
/* The commands as a table: the parser, the help texts, the encoder and the
 * tests of completion and man page all read it, so that none can disagree.
 */
#ifndef VTEPCTL_TABLE_H
#define VTEPCTL_TABLE_H

#include "model.h"

struct word {
	const char *name;
	const char *sub;	/* second part: "add" of "flood add"; or NULL */
	const char *arg;	/* NULL: a flag without a value */
	const char *help;
	/* @val is NULL for a flag. On failure @err holds what is wrong with
	 * the value; the caller puts the word before it.
	 */
	int (*parse)(struct command *cmd, const char *val, struct error *err);
	uint64_t excludes;	/* 1 << enum word_id */
	/* In the place of @parse: the rule it sets, VTEP_A_RULES_*, and of
	 * rates the class. 0: none
	 */
	uint8_t rule;
	uint8_t rate;
};

struct action {
	const char *name;	/* NULL: the object is its own action */
	enum verb verb;
	int nl_cmd;		/* VTEP_CMD_* */
	uint64_t words;		/* allowed, 1 << enum word_id */
	uint64_t required;
	uint64_t changes;	/* one of them at least; 0 asks for none */
	const char *summary;	/* one line, lower case */
	const char *text;	/* paragraphs */
};

struct object {
	const char *name;
	enum object_id id;
	const char *summary;
	const struct action *actions;
	size_t nr_actions;	/* the first is done when none is named */
};

/* What works on the configuration as a whole. Its arguments are files and
 * words of its own, which the parser leaves to it.
 */
struct task {
	const char *name;
	const char *args;
	const char *summary;	/* one line, lower case */
	const char *text;	/* paragraphs */
};

extern const struct task tasks[TASK_MAX];
extern const struct object objects[OBJ_MAX];
extern const struct word words[WORD_MAX];

/* "flood add", for messages and help */
const char *word_title(const struct word *w, char buf[32]);

#endif /* VTEPCTL_TABLE_H */
