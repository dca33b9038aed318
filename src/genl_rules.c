// SPDX-License-Identifier: GPL-2.0
/* Rules on netlink: of VTEPs by themselves, of segments in requests and dumps
 * of those.
 */
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "generated/vtep_genl.h"
#include "genl_ask.h"
#include "genl_msg.h"
#include "policy.h"
#include "protect.h"

#define VTEP_RULES_OF_VTEP	(BIT(VTEP_A_RULES_PEER_LIMIT) |	\
				 BIT(VTEP_A_RULES_VNI_LIMIT) |	\
				 BIT(VTEP_A_RULES_NEIGH_RATE))
/* Policy, and nothing that is copied when a segment is made */
#define VTEP_RULES_OF_BOTH	(GENMASK(VTEP_A_RULES_PROTECT,	\
					 VTEP_A_RULES_DELIVER) | \
				 BIT(VTEP_A_RULES_FRAGMENTS))
#define VTEP_BITS_MIN		1000	/* per second */

/* Requests */

static int vtep_genl_ask_rate(const struct nlattr *nest, bool segment,
			      struct vtep_rules_change *c,
			      struct netlink_ext_ack *extack)
{
	struct nlattr *tb[VTEP_A_RATE_MAX + 1];
	struct vtep_rate *rate;
	u8 class;
	int err;

	err = nla_parse_nested(tb, VTEP_A_RATE_MAX, nest, vtep_rate_nl_policy,
			       extack);
	if (err)
		return err;
	if (!tb[VTEP_A_RATE_CLASS]) {
		NL_SET_ERR_MSG_ATTR(extack, nest, "A rate without its class");
		return -EINVAL;
	}
	class = nla_get_u8(tb[VTEP_A_RATE_CLASS]);
	if (c->classes & BIT(class)) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "A rate is given twice for one class");
		return -EINVAL;
	}
	if (segment && class == VTEP_RATE_CLASS_PEER) {
		NL_SET_ERR_MSG_ATTR(extack, nest,
				    "The rate of peers is the VTEP's, not that of a segment");
		return -EINVAL;
	}

	rate = &c->limits.rates[class];
	if (tb[VTEP_A_RATE_PACKETS])
		rate->packets = nla_get_u32(tb[VTEP_A_RATE_PACKETS]);
	if (tb[VTEP_A_RATE_BITS])
		rate->bits = nla_get_u64(tb[VTEP_A_RATE_BITS]);
	if (tb[VTEP_A_RATE_BURST])
		rate->burst = nla_get_u32(tb[VTEP_A_RATE_BURST]);
	rate->burst = rate->burst ?: VTEP_BURST;
	if (rate->bits && rate->bits < VTEP_BITS_MIN) {
		NL_SET_ERR_MSG_ATTR(extack, tb[VTEP_A_RATE_BITS],
				    "A rate is at least 1000 bits per second, or 0 for none");
		return -ERANGE;
	}
	c->classes |= BIT(class);
	return 0;
}

static int vtep_genl_ask_rates(const struct nlattr *nest, bool segment,
			       struct vtep_rules_change *c,
			       struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;
	int err, rem;

	nla_for_each_nested(attr, nest, rem) {
		if (nla_type(attr) != VTEP_A_RULES_RATES)
			continue;
		err = vtep_genl_ask_rate(attr, segment, c, extack);
		if (err)
			return err;
	}
	return 0;
}

static int vtep_genl_ask_inherit(struct nlattr *tb[], bool segment,
				 struct vtep_rules_change *c,
				 struct netlink_ext_ack *extack)
{
	const struct nlattr *attr = tb[VTEP_A_RULES_INHERIT];

	if (!attr)
		return 0;
	if (!segment) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "A VTEP has nobody to inherit rules from");
		return -EINVAL;
	}
	c->inherit = nla_get_u32(attr);
	if (c->inherit & ~VTEP_RULES_OF_BOTH) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "This cannot be inherited from the VTEP");
		return -EINVAL;
	}
	if (c->inherit & c->set) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "A rule is both set and inherited");
		return -EINVAL;
	}
	return 0;
}

static void vtep_genl_ask_limit(struct nlattr *tb[], int type,
				struct vtep_rules_change *c, u32 *limit)
{
	if (!tb[type])
		return;
	*limit = nla_get_u32(tb[type]);
	c->set |= BIT(type);
}

static void vtep_genl_ask_numbers(struct nlattr *tb[],
				  struct vtep_rules_change *c)
{
	const struct vtep_rules_member *m;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vtep_rules_members); i++) {
		m = &vtep_rules_members[i];
		if (!m->size || !tb[i])
			continue;
		nla_memcpy((u8 *)&c->rules + m->off, tb[i], m->size);
		c->set |= BIT(i);
	}
	vtep_genl_ask_limit(tb, VTEP_A_RULES_PEER_LIMIT, c,
			    &c->limits.peer_limit);
	vtep_genl_ask_limit(tb, VTEP_A_RULES_VNI_LIMIT, c,
			    &c->limits.vni_limit);
	vtep_genl_ask_limit(tb, VTEP_A_RULES_NEIGH_RATE, c,
			    &c->limits.neigh_rate);
}

/**
 * vtep_genl_ask_rules() - a change of rules
 * @nest: nest of VTEP_A_RULES_*
 * @segment: of a segment, which does not have all that a VTEP has
 * @c: filled in; zero before
 * @extack: says why not
 *
 * Return: 0 or a negative error.
 */
int vtep_genl_ask_rules(const struct nlattr *nest, bool segment,
			struct vtep_rules_change *c,
			struct netlink_ext_ack *extack)
{
	struct nlattr *tb[VTEP_A_RULES_MAX + 1];
	int err, type;

	err = nla_parse_nested(tb, VTEP_A_RULES_MAX, nest, vtep_rules_nl_policy,
			       extack);
	if (err)
		return err;

	vtep_genl_ask_numbers(tb, c);
	if (segment && c->set & VTEP_RULES_OF_VTEP) {
		type = __ffs(c->set & VTEP_RULES_OF_VTEP);
		NL_SET_ERR_MSG_ATTR(extack, tb[type],
				    "This is set for the VTEP, not for a segment");
		return -EINVAL;
	}
	err = vtep_genl_ask_inherit(tb, segment, c, extack);
	if (err)
		return err;
	return vtep_genl_ask_rates(nest, segment, c, extack);
}

static int vtep_genl_set_rules(struct vtep *vtep,
			       const struct vtep_rules_change *c,
			       struct netlink_ext_ack *extack)
{
	struct vtep_rules rules = vtep->rules;
	struct vtep_live *live;
	int err;

	vtep_rules_apply(&rules, c);
	err = vtep_policy_check_rules(vtep, NULL, &rules, extack);
	if (err)
		return err;
	live = vtep_live_alloc();
	if (!live)
		return -ENOMEM;
	err = vtep_protect_prepare(vtep, c);
	if (err) {
		kfree(live);
		return err;
	}
	vtep->rules = rules;
	vtep_limits_apply(&vtep->limits, c);
	vtep_live_set(vtep, live);
	vtep_protect_changed(vtep, c);
	return 0;
}

int vtep_nl_vtep_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtep_rules_change c = {};
	struct vtep *vtep;
	int err;

	if (GENL_REQ_ATTR_CHECK(info, VTEP_A_DEV_RULES)) {
		GENL_SET_ERR_MSG(info, "The rules are missing");
		return -EINVAL;
	}
	err = vtep_genl_ask_rules(info->attrs[VTEP_A_DEV_RULES], false, &c,
				  info->extack);
	if (err)
		return err;

	rtnl_lock();
	vtep = vtep_genl_ask_vtep(info, VTEP_A_DEV_IFINDEX);
	err = PTR_ERR_OR_ZERO(vtep);
	if (!err)
		err = vtep_genl_set_rules(vtep, &c, info->extack);
	rtnl_unlock();
	return err;
}

/* Dumps */

/* Those of @rules that @which has the bits of. */
static int vtep_genl_put_rules(struct sk_buff *skb,
			       const struct vtep_rules *rules, u32 which)
{
	const struct vtep_rules_member *m;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vtep_rules_members); i++) {
		m = &vtep_rules_members[i];
		if (m->size && which & BIT(i) &&
		    nla_put(skb, i, m->size, (const u8 *)rules + m->off))
			return -EMSGSIZE;
	}
	return 0;
}

static int vtep_genl_put_rate(struct sk_buff *skb, u8 class,
			      const struct vtep_rate *rate)
{
	struct nlattr *nest;

	if (!rate->packets && !rate->bits)
		return 0;
	nest = nla_nest_start(skb, VTEP_A_RULES_RATES);
	if (!nest ||
	    nla_put_u8(skb, VTEP_A_RATE_CLASS, class) ||
	    nla_put_u32(skb, VTEP_A_RATE_PACKETS, rate->packets) ||
	    nla_put_u64_64bit(skb, VTEP_A_RATE_BITS, rate->bits,
			      VTEP_A_RATE_PAD) ||
	    nla_put_u32(skb, VTEP_A_RATE_BURST, rate->burst))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int vtep_genl_put_limits(struct sk_buff *skb,
				const struct vtep_limits *limits)
{
	int i;

	for (i = 0; i < VTEP_RATES; i++)
		if (vtep_genl_put_rate(skb, i, &limits->rates[i]))
			return -EMSGSIZE;
	return nla_put_u32(skb, VTEP_A_RULES_PEER_LIMIT, limits->peer_limit) ||
	       nla_put_u32(skb, VTEP_A_RULES_VNI_LIMIT, limits->vni_limit) ||
	       nla_put_u32(skb, VTEP_A_RULES_NEIGH_RATE, limits->neigh_rate);
}

/**
 * vtep_genl_put_segment_rules() - in what a segment differs from its VTEP, and
 *	its rates
 * @skb: message buffer
 * @type: attribute of the nest, which is left out if there is nothing
 * @v: the segment
 *
 * Context: RTNL.
 *
 * Return: 0 or -EMSGSIZE.
 */
int vtep_genl_put_segment_rules(struct sk_buff *skb, int type,
				const struct vtep_vni *v)
{
	const struct vtep_rules *rules = rtnl_dereference(v->rules);
	const struct vtep_storm *storm = rtnl_dereference(v->storm);
	struct nlattr *nest;
	int i;

	if (!rules && !storm)
		return 0;
	nest = nla_nest_start(skb, type);
	if (!nest)
		return -EMSGSIZE;
	if (rules && vtep_genl_put_rules(skb, rules, rules->own))
		return -EMSGSIZE;
	for (i = 0; storm && i < VTEP_STORM_CLASSES; i++)
		if (vtep_genl_put_rate(skb, i, &storm->rates[i]))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int vtep_genl_fill_vtep(struct sk_buff *skb,
			       struct netlink_callback *cb, struct vtep *vtep)
{
	struct nlattr *nest;
	void *hdr;

	hdr = vtep_genl_begin(skb, cb, VTEP_CMD_VTEP_GET);
	if (!hdr)
		return -EMSGSIZE;
	if (nla_put_u32(skb, VTEP_A_DEV_IFINDEX, vtep->dev->ifindex))
		goto cancel;
	nest = nla_nest_start(skb, VTEP_A_DEV_RULES);
	if (!nest ||
	    vtep_genl_put_rules(skb, &vtep->rules, VTEP_RULES_OF_BOTH) ||
	    vtep_genl_put_limits(skb, &vtep->limits))
		goto cancel;
	nla_nest_end(skb, nest);
	vtep_genl_end(skb, cb, hdr);
	return 0;

cancel:
	genlmsg_cancel(skb, hdr);
	return -EMSGSIZE;
}

int vtep_nl_vtep_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	int ret;

	rtnl_lock();
	ret = vtep_genl_dump(skb, cb,
			     genl_info_dump(cb)->attrs[VTEP_A_DEV_IFINDEX],
			     vtep_genl_fill_vtep);
	rtnl_unlock();

	return ret;
}
