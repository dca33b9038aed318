// SPDX-License-Identifier: GPL-2.0
/* Source prefixes on netlink. */
#include <linux/mm.h>
#include <linux/rtnetlink.h>

#include "generated/vtep_genl.h"
#include "genl_ask.h"
#include "genl_msg.h"
#include "policy.h"

/* An IPv4 prefix is one of 96 bits more with us. */
static u8 vtep_genl_bits(const struct vtep *vtep)
{
	return vtep->cfg.family == AF_INET ? 96 : 0;
}

static int vtep_genl_ask_prefix(const struct vtep *vtep,
				const struct nlattr *nest, void *list,
				unsigned int nr, struct netlink_ext_ack *extack)
{
	struct vtep_prefix *p = (struct vtep_prefix *)list + nr;
	struct nlattr *tb[VTEP_A_PREFIX_MAX + 1];
	const struct nlattr *addr, *len;
	struct in6_addr net;
	int err;

	err = nla_parse_nested(tb, VTEP_A_PREFIX_MAX, nest,
			       vtep_prefix_nl_policy, extack);
	if (err)
		return err;
	addr = tb[VTEP_A_PREFIX_ADDR];
	len = tb[VTEP_A_PREFIX_LEN];
	if (!addr || !len) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "A prefix is an address and a length");
		return -EINVAL;
	}
	err = vtep_genl_ask_addr(vtep, addr, &p->addr, extack);
	if (err)
		return err;
	if (nla_get_u8(len) + vtep_genl_bits(vtep) > 128) {
		NL_SET_ERR_MSG_ATTR(extack, len,
				    "A prefix of IPv4 has at most 32 bits");
		return -ERANGE;
	}
	p->len = nla_get_u8(len) + vtep_genl_bits(vtep);
	ipv6_addr_prefix(&net, &p->addr, p->len);
	if (!ipv6_addr_equal(&net, &p->addr)) {
		NL_SET_ERR_MSG_ATTR(extack, addr,
				    "The address has bits set behind the prefix");
		return -EINVAL;
	}
	if (vtep_addr_is_multicast(&p->addr)) {
		NL_SET_ERR_MSG_ATTR(extack, addr,
				    "Nobody sends from a multicast address");
		return -EINVAL;
	}
	p->may = VTEP_MAY_LEARN;
	if (tb[VTEP_A_PREFIX_MAY])
		p->may = nla_get_u8(tb[VTEP_A_PREFIX_MAY]);
	return 0;
}

static int vtep_genl_set_sources(struct genl_info *info,
				 struct vtep_sources_change *c)
{
	const struct nlattr *vni = info->attrs[VTEP_A_SOURCE_VNI];
	struct vtep_vni *v = NULL;
	struct vtep_prefix *list;
	struct vtep *vtep;

	vtep = vtep_genl_ask_vtep(info, VTEP_A_SOURCE_IFINDEX);
	if (IS_ERR(vtep))
		return PTR_ERR(vtep);
	if (vni)
		v = vtep_genl_ask_segment(vtep, vni, info->extack);
	if (IS_ERR(v))
		return PTR_ERR(v);

	list = vtep_genl_ask_list(info, VTEP_A_SOURCE_DEL, sizeof(*list),
				  vtep_genl_ask_prefix, vtep, &c->nr_del);
	if (IS_ERR(list))
		return PTR_ERR(list);
	c->del = list;
	list = vtep_genl_ask_list(info, VTEP_A_SOURCE_ADD, sizeof(*list),
				  vtep_genl_ask_prefix, vtep, &c->nr_add);
	if (IS_ERR(list))
		return PTR_ERR(list);
	c->add = list;
	return vtep_policy_set_sources(vtep, v, c, info->extack);
}

int vtep_nl_source_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtep_sources_change c = {
		.clear = info->attrs[VTEP_A_SOURCE_CLEAR],
	};
	int err;

	rtnl_lock();
	err = vtep_genl_set_sources(info, &c);
	rtnl_unlock();
	kvfree(c.add);
	kvfree(c.del);
	return err;
}

/* Dump */

/* A table, and whose it is. */
struct vtep_genl_sources {
	const struct vtep *vtep;
	const struct vtep_vni *v;	/* NULL: the VTEP's */
	const struct vtep_sources *t;
};

static int vtep_genl_put_source_name(struct sk_buff *skb,
				     const struct vtep_genl_cursor *cur,
				     const void *obj)
{
	const struct vtep_genl_sources *s = obj;

	return nla_put_u32(skb, VTEP_A_SOURCE_IFINDEX, cur->ifindex) ||
	       (s->v && nla_put_u32(skb, VTEP_A_SOURCE_VNI, s->v->vni));
}

static int vtep_genl_put_prefix(struct sk_buff *skb, const struct vtep *vtep,
				const struct vtep_prefix *p)
{
	struct nlattr *nest;

	nest = nla_nest_start(skb, VTEP_A_SOURCE_PREFIXES);
	if (!nest)
		return -EMSGSIZE;
	/* By the VTEP's family: ::/0 would pass for IPv4's. */
	if ((vtep->cfg.family == AF_INET ?
	     nla_put_in_addr(skb, VTEP_A_PREFIX_ADDR,
			     vtep_addr_get4(&p->addr)) :
	     nla_put_in6_addr(skb, VTEP_A_PREFIX_ADDR, &p->addr)) ||
	    nla_put_u8(skb, VTEP_A_PREFIX_LEN, p->len - vtep_genl_bits(vtep)) ||
	    nla_put_u8(skb, VTEP_A_PREFIX_MAY, p->may)) {
		nla_nest_cancel(skb, nest);
		return -EMSGSIZE;
	}
	nla_nest_end(skb, nest);
	return 0;
}

static int vtep_genl_put_prefixes(struct sk_buff *skb,
				  struct netlink_callback *cb, const void *obj)
{
	struct vtep_genl_cursor *cur = vtep_genl_cursor(cb);
	const struct vtep_genl_sources *s = obj;

	for (; cur->sent < s->t->n; cur->sent++)
		if (vtep_genl_put_prefix(skb, s->vtep, &s->t->p[cur->sent]))
			return -EMSGSIZE;
	cur->sent = 0;
	return 0;
}

static const struct vtep_genl_item vtep_genl_source_item = {
	.cmd	= VTEP_CMD_SOURCE_GET,
	.name	= vtep_genl_put_source_name,
	.list	= vtep_genl_put_prefixes,
};

static int vtep_genl_fill_table(struct sk_buff *skb,
				struct netlink_callback *cb,
				const struct vtep *vtep,
				const struct vtep_vni *v,
				const struct vtep_sources *t)
{
	struct vtep_genl_sources s = { .vtep = vtep, .v = v, .t = t };

	if (!t)
		return 0;
	return vtep_genl_put_item(skb, cb, &vtep_genl_source_item, &s,
				  vtep_genl_goes_on(cb, t));
}

/* The VTEP's own table comes first; then cur->id is 1 and a VNI. */
static int vtep_genl_fill_sources(struct sk_buff *skb,
				  struct netlink_callback *cb,
				  struct vtep *vtep)
{
	struct vtep_genl_cursor *cur = vtep_genl_cursor(cb);
	unsigned long vni;
	struct vtep_vni *v;
	int err;

	if (!cur->id) {
		err = vtep_genl_fill_table(skb, cb, vtep, NULL,
					   rtnl_dereference(vtep->sources));
		if (err)
			return err;
		cur->id = 1;
	}

	vni = cur->id - 1;
	xa_for_each_start(&vtep->vnis, vni, v, vni) {
		cur->id = vni + 1;
		err = vtep_genl_fill_table(skb, cb, vtep, v,
					   rtnl_dereference(v->sources));
		if (err)
			return err;
	}
	return 0;
}

int vtep_nl_source_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	int ret;

	rtnl_lock();
	ret = vtep_genl_dump(skb, cb,
			     genl_info_dump(cb)->attrs[VTEP_A_SOURCE_IFINDEX],
			     vtep_genl_fill_sources);
	rtnl_unlock();

	return ret;
}
