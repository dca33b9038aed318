// SPDX-License-Identifier: GPL-2.0
/* Messages that make sense, mostly: the rest is done to them by mutations. */
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <linux/vtep.h>
#include <string.h>
#include <sys/socket.h>

#include "netlink.h"
#include "netlink_value.h"

#define MANY_MAX	4	/* times that an attribute is given */

static struct nlmsghdr *start(struct msg *m, uint16_t type, uint16_t flags,
			      const void *header, unsigned int len)
{
	struct nlmsghdr *h = mnl_nlmsg_put_header(m->data);

	h->nlmsg_type = type;
	h->nlmsg_flags = flags | NLM_F_REQUEST;
	memcpy(mnl_nlmsg_put_extra_header(h, len), header, len);
	return h;
}

static bool in_request(struct rng *r, const struct attr *a)
{
	/* even what has to be there is missing at times, and the contrary */
	if (a->often == 8)
		return !rng_one_in(r, 64);
	return a->often ? rng_below(r, 8) < a->often : rng_one_in(r, 40);
}

static void put_set(struct theme *t, struct nlmsghdr *h, const struct set *s);

static void put_one(struct theme *t, struct nlmsghdr *h, const struct attr *a)
{
	uint8_t buf[VALUE_MAX];
	struct nlattr *nest;
	unsigned int len;

	if (a->wire != NEST) {
		len = value_make(t, a, buf);
		mnl_attr_put_check(h, MSG_MAX, a->type, len, buf);
		return;
	}
	nest = mnl_attr_nest_start_check(h, MSG_MAX, a->type);
	if (!nest)
		return;
	put_set(t, h, a->nest);
	mnl_attr_nest_end(h, nest);
}

static void put(struct theme *t, struct nlmsghdr *h, const struct attr *a)
{
	unsigned int n = a->many ? 1 + rng_below(t->r, MANY_MAX) : 1;

	while (n--)
		put_one(t, h, a);
}

static void put_set(struct theme *t, struct nlmsghdr *h, const struct set *s)
{
	const struct attr *a;

	for (a = s->attrs; a < s->attrs + s->n; a++)
		if (in_request(t->r, a))
			put(t, h, a);
}

/* Generic netlink */

static void make_genl(struct theme *t, struct msg *m)
{
	const struct command *c = &commands[rng_below(t->r, nr_commands)];
	struct genlmsghdr header = {
		.cmd = c->cmd,
		.version = VTEP_FAMILY_VERSION,
	};
	bool dump = c->dump != rng_one_in(t->r, 32);
	const uint8_t *type;
	struct nlmsghdr *h;

	h = start(m, talk_vtep(), dump ? NLM_F_DUMP : NLM_F_ACK, &header,
		  sizeof(header));
	for (type = c->attrs; type && *type; type++)
		if (in_request(t->r, table_attr(c->set, *type)))
			put(t, h, table_attr(c->set, *type));
	/* one that the command does not know */
	if (rng_one_in(t->r, 24))
		put(t, h, &c->set->attrs[rng_below(t->r, c->set->n)]);
}

/* Links */

static void put_info(struct theme *t, struct nlmsghdr *h, bool new)
{
	struct nlattr *info, *data;

	if (!new && rng_one_in(t->r, 3))
		return;
	info = mnl_attr_nest_start_check(h, MSG_MAX, IFLA_LINKINFO);
	if (!info)
		return;
	mnl_attr_put_strz_check(h, MSG_MAX, IFLA_INFO_KIND, "vtep");
	data = mnl_attr_nest_start_check(h, MSG_MAX, IFLA_INFO_DATA);
	if (data) {
		put_set(t, h, &info_set);
		mnl_attr_nest_end(h, data);
	}
	mnl_attr_nest_end(h, info);
}

static void make_link(struct theme *t, struct msg *m)
{
	static const struct {
		uint16_t type, flags;
	} kinds[] = {
		{ RTM_NEWLINK, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL },
		{ RTM_NEWLINK, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL },
		{ RTM_NEWLINK, NLM_F_ACK },
		{ RTM_NEWLINK, NLM_F_ACK },
		{ RTM_NEWLINK, NLM_F_ACK },
		{ RTM_SETLINK, NLM_F_ACK },
		{ RTM_DELLINK, NLM_F_ACK },
		{ RTM_GETLINK, NLM_F_ACK },
		{ RTM_GETLINK, NLM_F_DUMP },
	};
	unsigned int i = rng_below(t->r, sizeof(kinds) / sizeof(kinds[0]));
	bool new = kinds[i].flags & NLM_F_CREATE;
	struct ifinfomsg header = {
		.ifi_index = new ? SPARE + rng_below(t->r, SPARES) :
				   value_vtep(t),
		.ifi_flags = rng_one_in(t->r, 4) ? rng_next(t->r) : IFF_UP,
		.ifi_change = rng_one_in(t->r, 3) ? 0 : IFF_UP,
	};
	struct nlmsghdr *h;

	/* What is taken away must be made again, which takes time. */
	if (kinds[i].type == RTM_DELLINK && rng_below(t->r, 8))
		header.ifi_index = SPARE + rng_below(t->r, SPARES);
	if (!new && rng_one_in(t->r, 3))
		header.ifi_flags = 0;
	h = start(m, kinds[i].type, kinds[i].flags, &header, sizeof(header));
	if (kinds[i].type == RTM_DELLINK)
		return;
	put_set(t, h, &link_set);
	if (new)
		mnl_attr_put_u32_check(h, MSG_MAX, IFLA_GROUP, SPARE_GROUP);
	put_info(t, h, new);
}

/* The FDB */

static void make_fdb(struct theme *t, struct msg *m)
{
	static const struct {
		uint16_t type, flags;
	} kinds[] = {
		{ RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_EXCL },
		{ RTM_NEWNEIGH, NLM_F_CREATE },
		{ RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE },
		{ RTM_NEWNEIGH, NLM_F_REPLACE },
		{ RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_APPEND },
		{ RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_APPEND | NLM_F_EXCL },
		{ RTM_NEWNEIGH, 0 },
		{ RTM_DELNEIGH, 0 },
		{ RTM_DELNEIGH, 0 },
		{ RTM_DELNEIGH, NLM_F_BULK },
		{ RTM_GETNEIGH, 0 },
		{ RTM_GETNEIGH, NLM_F_DUMP },
	};
	static const uint16_t states[] = {
		0, NUD_PERMANENT, NUD_NOARP, NUD_REACHABLE, NUD_STALE,
		NUD_PERMANENT | NUD_NOARP,
	};
	static const uint8_t flags[] = {
		0, 0, 0, NTF_EXT_LEARNED, NTF_STICKY, NTF_ROUTER, NTF_USE,
		NTF_MASTER, NTF_EXT_LEARNED | NTF_STICKY,
	};
	unsigned int i = rng_below(t->r, sizeof(kinds) / sizeof(kinds[0]));
	struct rng *r = t->r;
	struct ndmsg header = {
		.ndm_family = rng_one_in(r, 64) ? AF_INET : AF_BRIDGE,
		.ndm_ifindex = value_vtep(t),
		.ndm_state = rng_one_in(r, 16) ? rng_next(r) :
			     states[rng_below(r, 6)],
		.ndm_flags = rng_one_in(r, 16) ? rng_next(r) :
			     flags[rng_below(r, sizeof(flags))] | NTF_SELF,
	};

	put_set(t, start(m, kinds[i].type, kinds[i].flags | NLM_F_ACK, &header,
			 sizeof(header)), &fdb_msg_set);
}

/* make_msg() - a message of a kind */
void make_msg(struct rng *r, enum kind kind, struct msg *m)
{
	struct theme t = { .r = r, .v6 = rng_one_in(r, 5) };
	enum kind of = kind == KIND_RAW ? rng_below(r, KIND_RAW) : kind;

	m->kind = kind;
	m->route = of != KIND_GENL;
	m->there = rng_one_in(r, 24);
	t.vni = 40 + rng_below(r, 12);
	if (of == KIND_GENL)
		make_genl(&t, m);
	else if (of == KIND_LINK)
		make_link(&t, m);
	else
		make_fdb(&t, m);
	m->len = ((struct nlmsghdr *)m->data)->nlmsg_len;
}
