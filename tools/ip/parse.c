// SPDX-License-Identifier: GPL-2.0
/* Words -> model.
 *
 * What can be told wrong without the kernel's state is refused here. What
 * may be changed, and what contradicts what, is the module's to say: it
 * answers with the attribute and a sentence, which `ip` prints.
 *
 * Refusals return -1 instead of ending the process, so that `ip -force
 * -batch` goes on with the next line.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <linux/if_link.h>

#include "model.h"

/* The arguments not read yet. */
struct args {
	int argc;
	char **argv;
};

static int refuse(const char *arg, const char *why)
{
	fprintf(stderr, "Error: argument \"%s\" is wrong: %s\n", arg, why);
	return -1;
}

static const char *next(struct args *a, const struct word *w)
{
	if (a->argc < 1) {
		fprintf(stderr, "Error: argument of \"%s\" is required\n",
			w->name);
		return NULL;
	}
	a->argc--;
	return *a->argv++;
}

/* Stricter than strtoul(): no sign, no blanks, nothing left over. */
static bool get_number(const char *s, __u32 min, __u32 max, __u32 *val)
{
	unsigned long long v;
	char *end;

	if (*s < '0' || *s > '9')
		return false;
	errno = 0;
	v = strtoull(s, &end, 0);
	if (errno || *end || v < min || v > max)
		return false;
	*val = (__u32)v;
	return true;
}

static bool get_value(const struct word *w, const char *arg, __u32 *val)
{
	const struct word_name *n;

	for (n = w->names; n && n->name; n++) {
		if (!strcmp(arg, n->name)) {
			*val = n->value;
			return true;
		}
	}
	if (w->names_only)
		return false;
	/* as everywhere in ip: a name, or hexadecimal, with 0x or without */
	if (w->type == WORD_TOS)
		return !rtnl_dsfield_a2n(val, arg) && *val <= w->max;
	return get_number(arg, w->min, w->max, val);
}

static int set_number(const struct word *w, struct slot *s, __u32 val)
{
	bool be = w->type == WORD_NUM_BE;

	s->len = w->size;
	if (w->size == 1)
		s->data.u8 = (__u8)val;
	else if (w->size == 2)
		s->data.be16 = htons((__u16)val);	/* all are ports */
	else if (be)
		s->data.be32 = htonl(val);
	else
		s->data.u32 = val;
	return 0;
}

static int parse_number(const struct word *w, struct slot *s, struct args *a)
{
	const char *arg = next(a, w);
	__u32 val;

	if (!arg)
		return -1;
	if (w->type == WORD_TTL && !strcmp(arg, "inherit")) {
		s->attr = IFLA_VXLAN_TTL_INHERIT;	/* a flag */
		return 0;
	}
	if (!get_value(w, arg, &val))
		return refuse(arg, w->wrong);
	return set_number(w, s, val);
}

static int parse_range(const struct word *w, struct slot *s, struct args *a)
{
	__u32 port[2];
	int i;

	for (i = 0; i < 2; i++) {
		const char *arg = next(a, w);

		if (!arg)
			return -1;
		if (!get_number(arg, w->min, w->max, &port[i]))
			return refuse(arg, w->wrong);
		if (i && port[0] > port[1])
			return refuse(arg, "the range ends before it begins");
	}
	s->len = sizeof(s->data.range);
	s->data.range.low = htons((__u16)port[0]);
	s->data.range.high = htons((__u16)port[1]);
	return 0;
}

static int parse_dev(const struct word *w, struct slot *s, struct args *a)
{
	const char *arg = next(a, w);
	unsigned int index;

	if (!arg)
		return -1;
	index = ll_name_to_index(arg);
	if (!index) {
		fprintf(stderr, "Cannot find device \"%s\"\n", arg);
		return -1;
	}
	return set_number(w, s, index);
}

/* `any` takes its family from what else is given, see request.c. */
static int parse_addr(const struct word *w, struct slot *s, struct args *a)
{
	bool want_mcast = w->type == WORD_GROUP;
	const char *arg = next(a, w);
	bool mcast, any;

	if (!arg)
		return -1;
	if (!strcmp(arg, "any") || !strcmp(arg, "default"))
		return 0;
	if (inet_pton(AF_INET, arg, &s->data.in4) == 1) {
		__u32 ip = ntohl(s->data.in4.s_addr);

		s->family = AF_INET;
		s->len = sizeof(s->data.in4);
		mcast = IN_MULTICAST(ip);
		any = ip == INADDR_ANY;
		if (ip == INADDR_BROADCAST)
			return refuse(arg, w->wrong);
	} else if (inet_pton(AF_INET6, arg, &s->data.in6) == 1) {
		s->family = AF_INET6;
		s->len = sizeof(s->data.in6);
		mcast = IN6_IS_ADDR_MULTICAST(&s->data.in6);
		any = IN6_IS_ADDR_UNSPECIFIED(&s->data.in6);
	} else {
		return refuse(arg, "not an IPv4 or IPv6 address");
	}
	if (!any && mcast != want_mcast)
		return refuse(arg, w->wrong);
	return 0;
}

static int parse_value(const struct word *w, struct slot *s, struct args *a)
{
	switch (w->type) {
	case WORD_NUM:
	case WORD_NUM_BE:
	case WORD_TOS:
	case WORD_TTL:
		return parse_number(w, s, a);
	case WORD_GROUP:
	case WORD_REMOTE:
	case WORD_LOCAL:
		return parse_addr(w, s, a);
	case WORD_DEV:
		return parse_dev(w, s, a);
	case WORD_RANGE:
		return parse_range(w, s, a);
	case WORD_BOOL:
		break;		/* has no value */
	}
	return -1;
}

/* `no` in front of a word that can be switched off is part of it. */
static const struct word *find_word(const char *arg, bool *off)
{
	const struct word *w;

	for (w = vtep_words; w < vtep_words + vtep_nwords; w++) {
		*off = false;
		if (!strcmp(arg, w->name) ||
		    (w->alias && !strcmp(arg, w->alias)))
			return w;
		*off = true;
		if (w->type == WORD_BOOL && !strncmp(arg, "no", 2) &&
		    !strcmp(arg + 2, w->name))
			return w;
	}
	return NULL;
}

static int unknown_word(const char *arg)
{
	const char *bare = strncmp(arg, "no", 2) ? arg : arg + 2;
	const char *const *f;

	for (f = vtep_foreign_words; *f; f++) {
		if (!strcmp(arg, *f) || !strcmp(bare, *f)) {
			fprintf(stderr,
				"vtep: \"%s\" is of type vxlan; type vtep does not support it\n",
				arg);
			return -1;
		}
	}
	fprintf(stderr,
		"vtep: unknown option \"%s\", try \"ip link help vtep\"\n",
		arg);
	return -1;
}

static int parse_word(struct model *m, const char *arg, struct args *a)
{
	const struct word *w;
	struct slot *s;
	bool off;

	w = find_word(arg, &off);
	if (!w)
		return unknown_word(arg);
	s = &m->slots[w - vtep_words];
	if (s->attr) {
		fprintf(stderr, "Error: \"%s\" is given twice\n", w->name);
		return -1;
	}
	if ((w->type == WORD_GROUP || w->type == WORD_REMOTE) && m->remote) {
		fprintf(stderr,
			"Error: either \"group\" or \"remote\" can be given, not both\n");
		return -1;
	}
	s->attr = w->attr;
	if (w->type == WORD_BOOL)
		return set_number(w, s, !off);
	if (w->type == WORD_LOCAL)
		m->local = s;
	else if (w->type == WORD_GROUP || w->type == WORD_REMOTE)
		m->remote = s;
	return parse_value(w, s, a);
}

int vtep_parse_opt(struct link_util *lu, int argc, char **argv,
		   struct nlmsghdr *n)
{
	struct args a = { argc, argv };
	struct model m = { 0 };

	(void)lu;
	while (a.argc > 0) {
		const char *arg = *a.argv;

		a.argc--;
		a.argv++;
		if (!strcmp(arg, "help")) {
			vtep_help(stderr);
			return -1;
		}
		if (parse_word(&m, arg, &a))
			return -1;
	}
	return vtep_put_model(n, &m);
}
