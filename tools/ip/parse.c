// SPDX-License-Identifier: GPL-2.0
/* Words -> IFLA_INFO_DATA, in two steps: every argument is read into a model
 * of one slot per word, then the slots are written. Nothing is sent for a
 * word that is not given.
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
#include <linux/vtep.h>

#include "words.h"

#define MAX_WORDS	32

struct slot {
	__u16 attr;		/* 0: not given */
	__u16 len;
	sa_family_t family;	/* of an address; AF_UNSPEC: `any` */
	union {
		__u8 u8;
		__be16 be16;
		__u32 u32;
		__be32 be32;
		struct ifla_vxlan_port_range range;
		struct in_addr in4;
		struct in6_addr in6;
	} data;
};

struct model {
	struct slot slots[MAX_WORDS];	/* as vtep_words[] */
	const struct slot *remote;	/* of `group` or `remote` */
	const struct slot *local;
};

/* The arguments not read yet. */
struct args {
	int argc;
	char **argv;
};

static int wrong(const char *arg, const char *why)
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
	if (get_number(arg, w->min, w->max, val))
		return true;
	return w->type == WORD_TOS && !rtnl_dsfield_a2n(val, arg) &&
	       *val <= w->max;
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
		return wrong(arg, w->wrong);
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
			return wrong(arg, w->wrong);
		if (i && port[0] > port[1])
			return wrong(arg, "the range ends before it begins");
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

/* `any` takes its family from what else is given, see settle_any(). */
static int parse_addr(const struct word *w, struct slot *s, struct args *a)
{
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
			return wrong(arg, w->wrong);
	} else if (inet_pton(AF_INET6, arg, &s->data.in6) == 1) {
		s->family = AF_INET6;
		s->len = sizeof(s->data.in6);
		mcast = IN6_IS_ADDR_MULTICAST(&s->data.in6);
		any = IN6_IS_ADDR_UNSPECIFIED(&s->data.in6);
	} else {
		return wrong(arg, "not an IPv4 or IPv6 address");
	}
	if (!any && mcast != (w->type == WORD_GROUP))
		return wrong(arg, w->wrong);
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
		fputs("Error: either \"group\" or \"remote\" can be given, not both\n",
		      stderr);
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

/* The underlay's address family, from the first that knows. */
static sa_family_t family_of(const struct model *m)
{
	if (m->remote && m->remote->family)
		return m->remote->family;
	if (m->local && m->local->family)
		return m->local->family;
	return preferred_family == AF_INET6 ? AF_INET6 : AF_INET;
}

static int put_addr(struct nlmsghdr *n, const struct word *w,
		    const struct slot *s, sa_family_t family)
{
	__u16 attr = w->attr;
	int len = 4;

	if (s->family && s->family != family) {
		fputs("Error: \"local\" and \"group\" or \"remote\" must be of one address family\n",
		      stderr);
		return -1;
	}
	if (family == AF_INET6) {
		len = 16;
		attr = w->attr == IFLA_VXLAN_LOCAL ? IFLA_VXLAN_LOCAL6 :
						     IFLA_VXLAN_GROUP6;
	}
	/* of `any` all bytes are zero */
	return addattr_l(n, IPROUTE_REQ_MAX, attr, &s->data, len);
}

static bool is_addr(const struct word *w)
{
	return w->type == WORD_GROUP || w->type == WORD_REMOTE ||
	       w->type == WORD_LOCAL;
}

/* The nest is built aside, so that its length is known when it is written. */
static int put_nest(struct nlmsghdr *n, const struct model *m)
{
	unsigned char buf[MAX_WORDS * RTA_SPACE(sizeof(__u32))] = { 0 };
	int len = 0;
	size_t i;

	for (i = 0; i < vtep_nwords; i++) {
		const struct slot *s = &m->slots[i];
		struct rtattr rta;

		if (!s->attr || !vtep_words[i].nested)
			continue;
		rta.rta_type = s->attr;
		rta.rta_len = RTA_LENGTH(s->len);
		memcpy(buf + len, &rta, sizeof(rta));
		memcpy(buf + len + RTA_LENGTH(0), &s->data, s->len);
		len += RTA_SPACE(s->len);
	}
	if (!len)
		return 0;
	return addattr_l(n, IPROUTE_REQ_MAX, VTEP_LINK_NEST | NLA_F_NESTED,
			 buf, len);
}

static int put_model(struct nlmsghdr *n, const struct model *m)
{
	sa_family_t family = family_of(m);
	size_t i;
	int err;

	for (i = 0; i < vtep_nwords; i++) {
		const struct word *w = &vtep_words[i];
		const struct slot *s = &m->slots[i];

		if (!s->attr || w->nested)
			continue;
		if (is_addr(w))
			err = put_addr(n, w, s, family);
		else
			err = addattr_l(n, IPROUTE_REQ_MAX, s->attr, &s->data,
					s->len);
		if (err)
			return -1;
	}
	return put_nest(n, m);
}

/* A new link without any address is of the family `ip -6` asks for. Not so
 * when a link is changed: its group would be taken away.
 */
static int put_family(struct nlmsghdr *n, const struct model *m)
{
	static const struct in6_addr any;

	if (m->remote || m->local || preferred_family != AF_INET6 ||
	    !(n->nlmsg_flags & NLM_F_CREATE))
		return 0;
	return addattr_l(n, IPROUTE_REQ_MAX, IFLA_VXLAN_GROUP6, &any,
			 sizeof(any));
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
	if (put_model(n, &m))
		return -1;
	return put_family(n, &m);
}
