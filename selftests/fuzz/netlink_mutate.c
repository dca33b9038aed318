// SPDX-License-Identifier: GPL-2.0
/* Messages made wrong, in ways of which each would do harm to a parser that
 * believes what it reads.
 *
 * Attributes are found by NLA_F_NESTED, which all nests have as they are made. An
 * edit keeps the lengths of what is around it right, so that the parser gets to it;
 * those mutations that are about wrong lengths come on top.
 */
#include <linux/genetlink.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/vtep.h>
#include <string.h>

#include "netlink.h"

#define ATTRS_MAX	128
#define DEPTH_MAX	12
#define RANGE_MAX	64	/* segments that one message makes */

/* Where attributes are, each behind the nest that it is in. */
struct found {
	unsigned int n;
	struct {
		uint16_t at;	/* of its header */
		int16_t up;	/* the nest it is in, -1: none */
	} attrs[ATTRS_MAX];
};

static struct nlmsghdr *header(struct msg *m)
{
	return (struct nlmsghdr *)m->data;
}

static struct nlattr *attr_at(struct msg *m, unsigned int at)
{
	return (struct nlattr *)(m->data + at);
}

static unsigned int first_attr(struct msg *m)
{
	if (!m->route)
		return NLMSG_HDRLEN + GENL_HDRLEN;
	if (header(m)->nlmsg_type < RTM_NEWNEIGH)
		return NLMSG_HDRLEN + sizeof(struct ifinfomsg);
	return NLMSG_HDRLEN + sizeof(struct ndmsg);
}

static void find_in(struct msg *m, struct found *f, unsigned int at,
		    unsigned int end, int up, unsigned int depth)
{
	const struct nlattr *a;
	unsigned int i;

	while (at + NLA_HDRLEN <= end && f->n < ATTRS_MAX) {
		a = attr_at(m, at);
		if (a->nla_len < NLA_HDRLEN || at + a->nla_len > end)
			return;
		i = f->n++;
		f->attrs[i].at = at;
		f->attrs[i].up = up;
		if (a->nla_type & NLA_F_NESTED && depth < DEPTH_MAX)
			find_in(m, f, at + NLA_HDRLEN, at + a->nla_len, i,
				depth + 1);
		at += NLA_ALIGN(a->nla_len);
	}
}

static void find(struct msg *m, struct found *f)
{
	f->n = 0;
	find_in(m, f, first_attr(m), m->len, -1, 0);
}

/* The message and the nests from @up outwards are longer by @by. */
static void longer(struct msg *m, const struct found *f, int up, int by)
{
	for (; up >= 0; up = f->attrs[up].up)
		attr_at(m, f->attrs[up].at)->nla_len += by;
	header(m)->nlmsg_len += by;
	m->len += by;
}

/* Make room for, or take away, bytes at @at; both multiples of four. */
static bool insert(struct msg *m, const struct found *f, int up,
		   unsigned int at, unsigned int n)
{
	if (m->len + n > MSG_MAX)
		return false;
	memmove(m->data + at + n, m->data + at, m->len - at);
	memset(m->data + at, 0, n);
	longer(m, f, up, n);
	return true;
}

static void cut(struct msg *m, const struct found *f, int up, unsigned int at,
		unsigned int n)
{
	if (at + n > m->len)	/* without its padding */
		n = m->len - at;
	memmove(m->data + at, m->data + at + n, m->len - at - n);
	longer(m, f, up, -(int)n);
}

/* Mutations of one attribute */

static void mutate_length(struct rng *r, struct nlattr *a)
{
	static const uint16_t odd[] = { 0, 1, 3, 4, 5, 0x7fff, 0xffff };

	switch (rng_below(r, 4)) {
	case 0:
		a->nla_len++;
		break;
	case 1:
		a->nla_len--;
		break;
	case 2:
		a->nla_len = odd[rng_below(r, sizeof(odd) / sizeof(odd[0]))];
		break;
	default:
		a->nla_len = rng_next(r);
	}
}

static void mutate_type(struct rng *r, struct nlattr *a)
{
	switch (rng_below(r, 6)) {
	case 0:
		a->nla_type ^= NLA_F_NESTED;
		break;
	case 1:
		a->nla_type ^= NLA_F_NET_BYTEORDER;
		break;
	case 2:
		a->nla_type = rng_next(r);
		break;
	case 3:
		a->nla_type++;
		break;
	case 4:
		a->nla_type--;
		break;
	default:
		a->nla_type = (a->nla_type & NLA_F_NESTED) | rng_below(r, 64);
	}
}

static void mutate_value(struct rng *r, struct nlattr *a)
{
	static const uint64_t ends[] = {
		0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0xffffff,
		0x1000000, 0x7fffffff, 0x80000000, 0xffffffff,
		0x7fffffffffffffff, 0x8000000000000000, ~0ULL,
	};
	unsigned int len = a->nla_len - NLA_HDRLEN;
	uint8_t *p = (uint8_t *)a + NLA_HDRLEN;
	uint64_t end = ends[rng_below(r, sizeof(ends) / sizeof(ends[0]))];

	if (!len)
		return;
	switch (rng_below(r, 4)) {
	case 0:
		p[rng_below(r, len)] ^= 1 << rng_below(r, 8);
		break;
	case 1:
		rng_fill(r, p, len);
		break;
	case 2:
		memset(p, rng_one_in(r, 2) ? 0 : 0xff, len);
		break;
	default:
		memcpy(p, &end, len < sizeof(end) ? len : sizeof(end));
	}
}

/* Another length, which is that of the payload, too. */
static void mutate_size(struct rng *r, struct msg *m, const struct found *f,
			unsigned int i)
{
	struct nlattr *a = attr_at(m, f->attrs[i].at);
	unsigned int end = f->attrs[i].at + NLA_ALIGN(a->nla_len);
	int have = NLA_ALIGN(a->nla_len), len = a->nla_len, want;

	switch (rng_below(r, 4)) {
	case 0:
		len--;
		break;
	case 1:
		len++;
		break;
	case 2:
		len = NLA_HDRLEN;
		break;
	default:
		len += rng_below(r, rng_one_in(r, 8) ? 2048 : 32);
	}
	if (len < NLA_HDRLEN)
		len = NLA_HDRLEN;
	want = NLA_ALIGN(len);
	if (want > have) {
		if (end > m->len || !insert(m, f, f->attrs[i].up, end,
					    want - have))
			return;
		rng_fill(r, m->data + end, want - have);
	} else if (want < have) {
		cut(m, f, f->attrs[i].up, f->attrs[i].at + want, have - want);
	}
	a->nla_len = len;
}

static void mutate_drop(struct msg *m, const struct found *f, unsigned int i)
{
	unsigned int at = f->attrs[i].at;

	cut(m, f, f->attrs[i].up, at, NLA_ALIGN(attr_at(m, at)->nla_len));
}

/* A copy of it, behind any attribute of the message, in the same nest or not. */
static void mutate_copy(struct rng *r, struct msg *m, const struct found *f,
			unsigned int i)
{
	unsigned int to = rng_one_in(r, 2) ? i : rng_below(r, f->n);
	unsigned int n = NLA_ALIGN(attr_at(m, f->attrs[i].at)->nla_len);
	unsigned int at = f->attrs[to].at;
	uint8_t copy[MSG_MAX];

	if (f->attrs[i].at + n > m->len)
		return;
	memcpy(copy, m->data + f->attrs[i].at, n);
	if (insert(m, f, f->attrs[to].up, at, n))
		memcpy(m->data + at, copy, n);
}

/* As deep as the message has room: a nest in a nest in a nest. */
static void mutate_wrap(struct rng *r, struct msg *m, const struct found *f,
			unsigned int i)
{
	unsigned int at = f->attrs[i].at, n, k;
	unsigned int len = attr_at(m, at)->nla_len;
	uint16_t type = attr_at(m, at)->nla_type | NLA_F_NESTED;
	struct nlattr *a;

	n = rng_one_in(r, 8) ? 500 : 1 + rng_below(r, 4);
	if (!insert(m, f, f->attrs[i].up, at, n * NLA_HDRLEN))
		return;
	for (k = 0; k < n; k++) {
		a = attr_at(m, at + k * NLA_HDRLEN);
		a->nla_len = len + (n - k) * NLA_HDRLEN;
		a->nla_type = type;
	}
}

static void mutate_attr(struct rng *r, struct msg *m)
{
	struct found f;
	struct nlattr *a;
	unsigned int i;

	find(m, &f);
	if (!f.n)
		return;
	i = rng_below(r, f.n);
	a = attr_at(m, f.attrs[i].at);
	switch (rng_below(r, 12)) {
	case 0:
		mutate_length(r, a);
		break;
	case 1:
	case 2:
		mutate_type(r, a);
		break;
	case 3:
	case 4:
	case 5:
		mutate_value(r, a);
		break;
	case 6:
	case 7:
		mutate_size(r, m, &f, i);
		break;
	case 8:
		mutate_drop(m, &f, i);
		break;
	case 9:
	case 10:
		mutate_copy(r, m, &f, i);
		break;
	default:
		mutate_wrap(r, m, &f, i);
	}
}

/* The header said truth so far; now it may not. */
static void mutate_end(struct rng *r, struct msg *m)
{
	unsigned int n;

	if (rng_one_in(r, 2)) {
		m->len = rng_below(r, m->len + 1);
	} else {
		n = 1 + rng_below(r, 64);
		if (m->len + n > MSG_MAX)
			return;
		rng_fill(r, m->data + m->len, n);
		m->len += n;
	}
	if (m->len >= NLMSG_HDRLEN && rng_below(r, 4))
		header(m)->nlmsg_len = m->len;
}

/* mutate() - once or a few times */
void mutate(struct rng *r, struct msg *m)
{
	unsigned int n = 1 + rng_below(r, 3);

	while (n--)
		mutate_attr(r, m);
	if (rng_one_in(r, 12))
		mutate_end(r, m);
}

/* A type that is one of ours or of nobody: not a command to the rest of the kernel.
 */
static uint16_t other_type(struct rng *r, bool route)
{
	static const uint16_t ours[] = {
		RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK, RTM_SETLINK,
		RTM_NEWNEIGH, RTM_DELNEIGH, RTM_GETNEIGH,
		0, NLMSG_NOOP, NLMSG_ERROR, NLMSG_DONE, NLMSG_OVERRUN, 15,
		0x4000, 0xffff,
	};

	if (!route)
		return rng_one_in(r, 2) ? rng_below(r, 16) : 0x4000;
	return ours[rng_below(r, sizeof(ours) / sizeof(ours[0]))];
}

/* mutate_header() - of the message and of the family */
void mutate_header(struct rng *r, struct msg *m)
{
	struct nlmsghdr *h = header(m);
	uint8_t *own = m->data + NLMSG_HDRLEN;

	switch (rng_below(r, 9)) {
	case 0:
		h->nlmsg_len += rng_below(r, 17) - 8;
		break;
	case 1:
		h->nlmsg_len = rng_next(r) >> rng_below(r, 64);
		break;
	case 2:
		h->nlmsg_type = other_type(r, m->route);
		break;
	case 3:
		h->nlmsg_flags = rng_next(r);
		break;
	case 4:
		h->nlmsg_flags ^= 1 << rng_below(r, 16);
		break;
	case 5:		/* of generic netlink: command, version, reserved */
		own[rng_below(r, 4)] = rng_next(r);
		break;
	case 6:
		if (!m->route)
			own[0] = rng_below(r, VTEP_CMD_MAX + 3);
		else
			own[rng_below(r, 12)] = rng_next(r);
		break;
	default:
		mutate_end(r, m);
	}
}

/* The attribute that counts: the last one that is given. */
static struct nlattr *last_of(struct msg *m, uint16_t type)
{
	struct nlattr *a, *last = NULL;
	unsigned int at = first_attr(m);

	while (at + NLA_HDRLEN <= m->len) {
		a = attr_at(m, at);
		if (a->nla_len < NLA_HDRLEN || at + a->nla_len > m->len)
			break;
		if ((a->nla_type & NLA_TYPE_MASK) == type)
			last = a;
		at += NLA_ALIGN(a->nla_len);
	}
	return last;
}

static uint32_t *u32_of(struct msg *m, uint16_t type)
{
	struct nlattr *a = last_of(m, type);

	if (!a || a->nla_len < NLA_HDRLEN + sizeof(uint32_t))
		return NULL;
	return (uint32_t *)(a + 1);
}

/* No range of millions of segments: it would all be made, as asked. */
static void tame_range(struct msg *m)
{
	uint32_t *vni, *last;

	if (m->data[NLMSG_HDRLEN] != VTEP_CMD_VNI_NEW)
		return;
	vni = u32_of(m, VTEP_A_VNI_VNI);
	last = u32_of(m, VTEP_A_VNI_VNI_LAST);
	if (vni && last && *last > *vni && *last - *vni > RANGE_MAX)
		*last = *vni + RANGE_MAX;
}

/* A link that moves to another namespace keeps its name. Linux 6.1 makes the links in
 * sysfs, from lower devices to upper ones, before a device has its new name: where
 * there is another upper one with the old name, the kernel's log has a complaint
 * with a trace, whatever the devices are.
 */
static void tame_move(struct msg *m)
{
	uint16_t type = header(m)->nlmsg_type;
	struct nlattr *name;

	if (type != RTM_NEWLINK && type != RTM_SETLINK)
		return;
	if (!last_of(m, IFLA_NET_NS_FD) && !last_of(m, IFLA_NET_NS_PID) &&
	    !last_of(m, IFLA_TARGET_NETNSID))
		return;
	if (header(m)->nlmsg_flags & NLM_F_EXCL)
		return;		/* a new one */
	while ((name = last_of(m, IFLA_IFNAME)))
		name->nla_type = IFLA_UNSPEC;
}

/* tame() - what the kernel would do, or say, that is of no use here */
void tame(struct msg *m)
{
	if (m->len < first_attr(m))
		return;
	if (m->route)
		tame_move(m);
	else
		tame_range(m);
}
