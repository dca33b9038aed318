/* SPDX-License-Identifier: GPL-2.0 */
/* What the installed `ip` exports and the plugin uses.
 *
 * No package ships a header for plugins of `ip`, so these are declarations
 * of our own. They are kept few: each has had the same signature in all of
 * iproute2 6.1 to 7.1, and `make check` compares the names with those the
 * installed `ip` exports. Everything else (numbers, addresses, messages) the
 * plugin does itself.
 */
#ifndef VTEP_IPROUTE_H
#define VTEP_IPROUTE_H

#include <stdbool.h>
#include <stdio.h>
#include <linux/rtnetlink.h>
#include <linux/types.h>

/* How `ip` meets a link kind. It looks for the symbol KIND_link_util in
 * link_KIND.so and then in itself.
 */
struct link_util {
	struct link_util *next;		/* written by ip */
	const char *id;			/* the kind */
	int maxattr;			/* last index of print_opt()'s @tb */

	/* Appends the contents of IFLA_INFO_DATA; not zero: refused. */
	int (*parse_opt)(struct link_util *lu, int argc, char **argv,
			 struct nlmsghdr *n);
	/* @tb is NULL if there was no IFLA_INFO_DATA. */
	void (*print_opt)(struct link_util *lu, FILE *f, struct rtattr *tb[]);
	void (*print_xstats)(struct link_util *lu, FILE *f, struct rtattr *x);
	void (*print_help)(struct link_util *lu, int argc, char **argv,
			   FILE *f);
	int (*parse_ifla_xstats)(struct link_util *lu, int argc, char **argv);
	int (*print_ifla_xstats)(struct nlmsghdr *n, void *arg);
};

/* @n has room for this many bytes, as ip's own link kinds assume. */
#define IPROUTE_REQ_MAX	1024

/* Output: text, JSON, or whichever of the two the user asked for. */
enum output_type {
	PRINT_FP = 1,
	PRINT_JSON = 2,
	PRINT_ANY = 4,
};

/* The last of enum color_attr. */
#define IPROUTE_COLOR_NONE	6

bool is_json_context(void);
void open_json_object(const char *key);
void close_json_object(void);
int print_color_uint(enum output_type t, int color, const char *key,
		     const char *fmt, unsigned int value);
int print_color_string(enum output_type t, int color, const char *key,
		       const char *fmt, const char *value);
int print_color_bool(enum output_type t, int color, const char *key,
		     const char *fmt, bool value);

/* Appends an attribute; not zero: no room, and it said so. */
int addattr_l(struct nlmsghdr *n, int maxlen, int type, const void *data,
	      int alen);

/* 0: no such device. */
unsigned int ll_name_to_index(const char *name);
/* "if%u" if there is no such device. */
const char *ll_index_to_name(unsigned int index);
/* An address, or with `ip -r` a host name. */
const char *format_host(int family, int len, const void *addr);
/* Name in /etc/iproute2/rt_dsfield or hexadecimal; not zero: neither. */
int rtnl_dsfield_a2n(__u32 *id, const char *arg);

/* `ip -4`, `ip -6`; AF_UNSPEC without. */
extern int preferred_family;

#endif /* VTEP_IPROUTE_H */
