/* SPDX-License-Identifier: GPL-2.0 */
/* The words of `ip link ... type vtep`: one row each, which the parser and
 * the printer share, so that what is printed can be given again.
 */
#ifndef VTEP_WORDS_H
#define VTEP_WORDS_H

#include <stddef.h>
#include <stdio.h>
#include <linux/types.h>

#include "iproute.h"

/* What follows the word, and what becomes of it. */
enum word_type {
	WORD_NUM,		/* number; of @size bytes in the attribute */
	WORD_NUM_BE,		/* likewise, in network byte order */
	WORD_TOS,		/* hexadecimal, or a name of rt_dsfield */
	WORD_TTL,		/* WORD_NUM, or `inherit`: another attribute */
	WORD_BOOL,		/* nothing: the word is on, `no` + word off */
	WORD_GROUP,		/* multicast address */
	WORD_REMOTE,		/* unicast address */
	WORD_LOCAL,		/* unicast address */
	WORD_DEV,		/* name of a device */
	WORD_RANGE,		/* two ports */
};

/* A value that has a name. */
struct word_name {
	const char *name;
	__u32 value;
};

struct word {
	const char *name;	/* as printed and documented */
	const char *alias;	/* `ip link ... type vxlan` takes this, too */
	const char *json;	/* key in `ip -j` */
	enum word_type type;
	__u16 attr;		/* IFLA_VXLAN_*; VTEP_A_LINK_* if @nested */
	__u8 size;		/* of a number: 1, 2 or 4 bytes */
	bool nested;		/* lives in VTEP_LINK_NEST */
	bool names_only;	/* a number is no value */
	bool quiet_zero;	/* not printed when zero, as ip does */
	bool hex;		/* printed so */
	bool has_deflt;		/* what the module takes when not given is */
	__u32 deflt;
	__u32 deflt_high;	/* of a WORD_RANGE, its other end */
	__u32 min;
	__u32 max;
	const char *wrong;	/* says what would have been right */
	const struct word_name *names;	/* ends with a NULL name */
};

#define VTEP_MAX_WORDS	32

extern const struct word vtep_words[];
extern const size_t vtep_nwords;

/* Words of `ip link ... type vxlan` that are not ours (yet); NULL at the end.
 * Their `no` forms are not ours either.
 */
extern const char *const vtep_foreign_words[];

void vtep_help(FILE *f);

/* link_vtep.c: the one symbol `ip` looks for */
extern struct link_util vtep_link_util;

/* parse.c: implements link_util.parse_opt */
int vtep_parse_opt(struct link_util *lu, int argc, char **argv,
		   struct nlmsghdr *n);

/* show.c: implements link_util.print_opt */
void vtep_print_opt(struct link_util *lu, FILE *f, struct rtattr *tb[]);

/* The same without what the module would choose by itself: for vtepctl. */
void vtep_print_changed(struct rtattr *tb[]);

#endif /* VTEP_WORDS_H */
