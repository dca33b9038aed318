// SPDX-License-Identifier: GPL-2.0
/* What the plugin of ip(8) takes from `ip`, as much of it as vtepctl needs:
 * text goes to a stream, and requests are built for being looked at only.
 */
#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <linux/vtep.h>

#include "../ip/words.h"
#include "iplink.h"

static FILE *out;
static bool (*known_dev)(const void *ctx, const char *name);
static const void *known_ctx;

int preferred_family;

/* What `ip` exports, see ../ip/iproute.h. The formats are the caller's. */
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

bool is_json_context(void)
{
	return false;
}

void open_json_object(const char *key)
{
	(void)key;
}

void close_json_object(void)
{
}

int print_color_uint(enum output_type t, int color, const char *key,
		     const char *fmt, unsigned int value)
{
	(void)color;
	(void)key;
	return t == PRINT_JSON ? 0 : fprintf(out, fmt, value);
}

int print_color_string(enum output_type t, int color, const char *key,
		       const char *fmt, const char *value)
{
	(void)color;
	(void)key;
	return t == PRINT_JSON ? 0 : fprintf(out, fmt, value);
}

int print_color_bool(enum output_type t, int color, const char *key,
		     const char *fmt, bool value)
{
	(void)t;
	(void)color;
	(void)key;
	(void)fmt;
	(void)value;
	return 0;		/* only ever JSON */
}

int addattr_l(struct nlmsghdr *n, int maxlen, int type, const void *data,
	      int alen)
{
	if (mnl_attr_put_check(n, maxlen, type, alen, data))
		return 0;
	fputs("Error: too many words\n", stderr);
	return -1;
}

unsigned int ll_name_to_index(const char *name)
{
	return !known_dev || known_dev(known_ctx, name);
}

const char *ll_index_to_name(unsigned int index)
{
	static char name[IF_NAMESIZE];

	if (!if_indextoname(index, name))
		snprintf(name, sizeof(name), "if%u", index);
	return name;
}

const char *format_host(int family, int len, const void *addr)
{
	static char text[INET6_ADDRSTRLEN];

	(void)len;
	return inet_ntop(family, addr, text, sizeof(text));
}

/* Names are in a file of `ip`, which may not be where we think: a word that is
 * no number is left to `ip` to judge.
 */
int rtnl_dsfield_a2n(__u32 *id, const char *arg)
{
	char *end;

	*id = strtoul(arg, &end, 16);
	if (*end)
		*id = 0;
	return 0;
}

void iplink_print(FILE *to, const struct nlattr *info)
{
	struct rtattr *tb[VTEP_LINK_NEST + 1] = { NULL };
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, info) {
		/* the two structures are one in two names */
		if (mnl_attr_get_type(attr) <= VTEP_LINK_NEST)
			tb[mnl_attr_get_type(attr)] = (struct rtattr *)attr;
	}
	out = to;
	vtep_print_changed(tb);
}

int iplink_check(int argc, char *argv[], bool create,
		 bool (*known)(const void *ctx, const char *name),
		 const void *ctx)
{
	char buf[IPROUTE_REQ_MAX];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);

	nlh->nlmsg_type = RTM_NEWLINK;
	nlh->nlmsg_flags = NLM_F_REQUEST | (create ? NLM_F_CREATE : 0);
	mnl_nlmsg_put_extra_header(nlh, sizeof(struct ifinfomsg));
	known_dev = known;
	known_ctx = ctx;
	return vtep_parse_opt(NULL, argc, argv, nlh) ? -1 : 0;
}
