// SPDX-License-Identifier: GPL-2.0
/* The link attributes: one row each, for policy, parsing and reporting.
 *
 * Numbers, types and meaning are those of IFLA_VXLAN_* where there is one;
 * what the in-tree driver has no number for is in the nest VTEP_LINK_NEST.
 * What is reported is what may be sent, so that a dump can be fed back.
 */
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/vtep.h>
#include <net/netlink.h>
#include <vtep/wire.h>

#include "link.h"

/* Younger than some of the kernels we build for; the numbers are ABI. */
#define VTEP_IFLA_LOCALBYPASS	31
#define VTEP_IFLA_LABEL_POLICY	32
#define VTEP_IFLA_RESERVED_BITS	33
#define VTEP_IFLA_MC_ROUTE	34

struct vtep_link_msg {
	struct vtep_cfg *cfg;		/* being filled in */
	struct nlattr **data;
	bool change;			/* not creation */
	struct netlink_ext_ack *extack;
};

struct vtep_link_attr {
	u16 type;
	u8 size;			/* as reported; 0: never reported */
	u8 off;				/* of the member of struct vtep_cfg */
	struct nla_policy policy;
	int (*parse)(const struct vtep_link_attr *row,
		     const struct nlattr *attr, struct vtep_link_msg *msg);
	int (*fill)(const struct vtep_link_attr *row, struct sk_buff *skb,
		    const struct vtep_cfg *cfg);
	const char *refusal;		/* parse says it, if it refuses */
};

/* Refuse with the row's text. (The macros of netlink.h take literals.) */
static int vtep_refuse(const struct vtep_link_attr *row,
		       const struct nlattr *attr, struct vtep_link_msg *msg,
		       int err)
{
	if (msg->extack) {
		msg->extack->_msg = row->refusal;
		NL_SET_BAD_ATTR(msg->extack, attr);
	}
	return err;
}

static void *vtep_member(const struct vtep_link_attr *row, struct vtep_cfg *cfg)
{
	return (u8 *)cfg + row->off;
}

static const void *vtep_value(const struct vtep_link_attr *row,
			      const struct vtep_cfg *cfg)
{
	return (const u8 *)cfg + row->off;
}

/* Kinds of attributes */

static int vtep_parse_u8(const struct vtep_link_attr *row,
			 const struct nlattr *attr, struct vtep_link_msg *msg)
{
	*(u8 *)vtep_member(row, msg->cfg) = nla_get_u8(attr);
	return 0;
}

static int vtep_fill_u8(const struct vtep_link_attr *row, struct sk_buff *skb,
			const struct vtep_cfg *cfg)
{
	return nla_put_u8(skb, row->type, *(const u8 *)vtep_value(row, cfg));
}

static int vtep_parse_bool(const struct vtep_link_attr *row,
			   const struct nlattr *attr,
			   struct vtep_link_msg *msg)
{
	*(bool *)vtep_member(row, msg->cfg) = nla_get_u8(attr);
	return 0;
}

static int vtep_fill_bool(const struct vtep_link_attr *row,
			  struct sk_buff *skb, const struct vtep_cfg *cfg)
{
	return nla_put_u8(skb, row->type, *(const bool *)vtep_value(row, cfg));
}

/* "Zero checksum" on netlink, "checksum" with us. */
static int vtep_parse_not(const struct vtep_link_attr *row,
			  const struct nlattr *attr, struct vtep_link_msg *msg)
{
	*(bool *)vtep_member(row, msg->cfg) = !nla_get_u8(attr);
	return 0;
}

static int vtep_fill_not(const struct vtep_link_attr *row, struct sk_buff *skb,
			 const struct vtep_cfg *cfg)
{
	return nla_put_u8(skb, row->type, !*(const bool *)vtep_value(row, cfg));
}

static int vtep_parse_u32(const struct vtep_link_attr *row,
			  const struct nlattr *attr, struct vtep_link_msg *msg)
{
	*(u32 *)vtep_member(row, msg->cfg) = nla_get_u32(attr);
	return 0;
}

static int vtep_fill_u32(const struct vtep_link_attr *row, struct sk_buff *skb,
			 const struct vtep_cfg *cfg)
{
	return nla_put_u32(skb, row->type, *(const u32 *)vtep_value(row, cfg));
}

/* All addresses of a VTEP are of one family, which never changes. */
static int vtep_parse_family(sa_family_t family, const struct nlattr *attr,
			     struct vtep_link_msg *msg)
{
	if (msg->cfg->family == AF_UNSPEC)
		msg->cfg->family = family;
	if (msg->cfg->family == family)
		return 0;

	if (msg->change) {
		NL_SET_ERR_MSG_ATTR(msg->extack, attr,
				    "The address family cannot be changed; create the VTEP anew");
		return -EOPNOTSUPP;
	}
	NL_SET_ERR_MSG_ATTR(msg->extack, attr,
			    "IPv4 and IPv6 addresses given; a VTEP has one family");
	return -EINVAL;
}

static int vtep_parse_addr4(const struct vtep_link_attr *row,
			    const struct nlattr *attr,
			    struct vtep_link_msg *msg)
{
	struct in6_addr *addr = vtep_member(row, msg->cfg);
	__be32 ip = nla_get_in_addr(attr);
	int err;

	err = vtep_parse_family(AF_INET, attr, msg);
	if (err)
		return err;
	if (ip)
		vtep_addr_set4(addr, ip);
	else
		*addr = in6addr_any;
	return 0;
}

static int vtep_parse_addr6(const struct vtep_link_attr *row,
			    const struct nlattr *attr,
			    struct vtep_link_msg *msg)
{
	struct in6_addr *addr = vtep_member(row, msg->cfg);
	struct in6_addr ip = nla_get_in6_addr(attr);
	int err;

	if (!IS_ENABLED(CONFIG_IPV6)) {
		NL_SET_ERR_MSG_ATTR(msg->extack, attr,
				    "This kernel has no IPv6");
		return -EPFNOSUPPORT;
	}
	/* Our own form of IPv4 addresses: it would be taken for one. */
	if (ipv6_addr_v4mapped(&ip)) {
		NL_SET_ERR_MSG_ATTR(msg->extack, attr,
				    "IPv4-mapped IPv6 address; give the IPv4 address");
		return -EINVAL;
	}
	err = vtep_parse_family(AF_INET6, attr, msg);
	if (err)
		return err;
	*addr = ip;
	return 0;
}

static int vtep_fill_addr4(const struct vtep_link_attr *row,
			   struct sk_buff *skb, const struct vtep_cfg *cfg)
{
	const struct in6_addr *addr = vtep_value(row, cfg);

	if (cfg->family != AF_INET || vtep_addr_is_any(addr))
		return 0;
	return nla_put_in_addr(skb, row->type, vtep_addr_get4(addr));
}

static int vtep_fill_addr6(const struct vtep_link_attr *row,
			   struct sk_buff *skb, const struct vtep_cfg *cfg)
{
	const struct in6_addr *addr = vtep_value(row, cfg);

	if (cfg->family != AF_INET6)
		return 0;
	/* Without any address, that of nobody tells the family. */
	if (vtep_addr_is_any(addr) &&
	    (row->type != IFLA_VXLAN_LOCAL6 || !vtep_addr_is_any(&cfg->remote)))
		return 0;
	return nla_put_in6_addr(skb, row->type, addr);
}

/* Single attributes that need more than that */

static int vtep_parse_id(const struct vtep_link_attr *row,
			 const struct nlattr *attr, struct vtep_link_msg *msg)
{
	u32 vni = nla_get_u32(attr);

	if (vni > VTEP_VNI_MAX) {
		NL_SET_ERR_MSG_ATTR(msg->extack, attr,
				    "id: a VNI is at most 16777215");
		return -ERANGE;
	}
	if (msg->change && vni != msg->cfg->vni)
		return vtep_refuse(row, attr, msg, -EOPNOTSUPP);
	msg->cfg->vni = vni;
	return 0;
}

static int vtep_fill_id(const struct vtep_link_attr *row, struct sk_buff *skb,
			const struct vtep_cfg *cfg)
{
	if (cfg->attach != VTEP_ATTACHMENT_ID)
		return 0;
	return nla_put_u32(skb, row->type, cfg->vni);
}

/* The attachment, by its name of ours or by the in-tree driver's. */
static int vtep_parse_attach(u8 attach, const struct nlattr *attr,
			     struct vtep_link_msg *msg)
{
	if (msg->change && attach != msg->cfg->attach) {
		NL_SET_ERR_MSG_ATTR(msg->extack, attr,
				    "attach: cannot be changed; create the VTEP anew");
		return -EOPNOTSUPP;
	}
	if (msg->cfg->attach == VTEP_ATTACHMENT_EXTERNAL &&
	    attach != VTEP_ATTACHMENT_EXTERNAL) {
		NL_SET_ERR_MSG_ATTR(msg->extack, attr,
				    "attach: contradicts external");
		return -EINVAL;
	}
	msg->cfg->attach = attach;
	return 0;
}

static int vtep_parse_external(const struct vtep_link_attr *row,
			       const struct nlattr *attr,
			       struct vtep_link_msg *msg)
{
	bool was = msg->cfg->attach == VTEP_ATTACHMENT_EXTERNAL;
	bool external = nla_get_u8(attr);

	if (msg->change && external != was)
		return vtep_refuse(row, attr, msg, -EOPNOTSUPP);
	if (external)
		msg->cfg->attach = VTEP_ATTACHMENT_EXTERNAL;
	return 0;
}

static int vtep_fill_external(const struct vtep_link_attr *row,
			      struct sk_buff *skb, const struct vtep_cfg *cfg)
{
	return nla_put_u8(skb, row->type,
			  cfg->attach == VTEP_ATTACHMENT_EXTERNAL);
}

static int vtep_parse_vnifilter(const struct vtep_link_attr *row,
				const struct nlattr *attr,
				struct vtep_link_msg *msg)
{
	bool vnifilter = nla_get_u8(attr);

	if (msg->change && vnifilter != msg->cfg->vnifilter)
		return vtep_refuse(row, attr, msg, -EOPNOTSUPP);
	msg->cfg->vnifilter = vnifilter;
	return 0;
}

static int vtep_parse_link(const struct vtep_link_attr *row,
			   const struct nlattr *attr,
			   struct vtep_link_msg *msg)
{
	u32 link = nla_get_u32(attr);

	if (link > INT_MAX)
		return vtep_refuse(row, attr, msg, -EINVAL);
	msg->cfg->link = link;
	return 0;
}

static int vtep_fill_link(const struct vtep_link_attr *row,
			  struct sk_buff *skb, const struct vtep_cfg *cfg)
{
	return cfg->link ? nla_put_u32(skb, row->type, cfg->link) : 0;
}

static int vtep_parse_ttl(const struct vtep_link_attr *row,
			  const struct nlattr *attr, struct vtep_link_msg *msg)
{
	msg->cfg->ttl = nla_get_u8(attr);
	msg->cfg->ttl_inherit = false;
	return 0;
}

/* A flag when it comes from `ip`, a byte when it is reported: both taken. */
static int vtep_parse_ttl_inherit(const struct vtep_link_attr *row,
				  const struct nlattr *attr,
				  struct vtep_link_msg *msg)
{
	const struct nlattr *ttl = msg->data[IFLA_VXLAN_TTL];
	bool inherit = !nla_len(attr) || nla_get_u8(attr);

	if (inherit && ttl && nla_get_u8(ttl))
		return vtep_refuse(row, attr, msg, -EINVAL);
	msg->cfg->ttl_inherit = inherit;
	if (inherit)
		msg->cfg->ttl = 0;
	return 0;
}

/* 1 means "inherit"; otherwise the two ECN bits are RFC 6040's business. */
static int vtep_parse_tos(const struct vtep_link_attr *row,
			  const struct nlattr *attr, struct vtep_link_msg *msg)
{
	u8 tos = nla_get_u8(attr);

	if (tos != 1 && (tos & 3))
		return vtep_refuse(row, attr, msg, -EINVAL);
	msg->cfg->tos = tos;
	return 0;
}

static int vtep_parse_label(const struct vtep_link_attr *row,
			    const struct nlattr *attr,
			    struct vtep_link_msg *msg)
{
	__be32 label = nla_get_be32(attr);

	if (label & ~IPV6_FLOWLABEL_MASK)
		return vtep_refuse(row, attr, msg, -ERANGE);
	msg->cfg->label = label;
	return 0;
}

static int vtep_fill_label(const struct vtep_link_attr *row,
			   struct sk_buff *skb, const struct vtep_cfg *cfg)
{
	return nla_put_be32(skb, row->type, cfg->label);
}

static int vtep_parse_ageing(const struct vtep_link_attr *row,
			     const struct nlattr *attr,
			     struct vtep_link_msg *msg)
{
	if (nla_get_u32(attr) > VTEP_FDB_AGEING_MAX)
		return vtep_refuse(row, attr, msg, -ERANGE);
	return vtep_parse_u32(row, attr, msg);
}

static int vtep_parse_port(const struct vtep_link_attr *row,
			   const struct nlattr *attr,
			   struct vtep_link_msg *msg)
{
	__be16 port = nla_get_be16(attr);

	if (!port) {
		NL_SET_ERR_MSG_ATTR(msg->extack, attr,
				    "dstport: 0 is no UDP port");
		return -EINVAL;
	}
	if (msg->change && port != msg->cfg->port)
		return vtep_refuse(row, attr, msg, -EOPNOTSUPP);
	msg->cfg->port = port;
	return 0;
}

static int vtep_fill_port(const struct vtep_link_attr *row,
			  struct sk_buff *skb, const struct vtep_cfg *cfg)
{
	return nla_put_be16(skb, row->type, cfg->port);
}

static int vtep_parse_range(const struct vtep_link_attr *row,
			    const struct nlattr *attr,
			    struct vtep_link_msg *msg)
{
	const struct ifla_vxlan_port_range *range = nla_data(attr);
	u16 low = ntohs(range->low), high = ntohs(range->high);

	if (!low || low > high)
		return vtep_refuse(row, attr, msg, -EINVAL);
	msg->cfg->sport_min = low;
	msg->cfg->sport_max = high;
	return 0;
}

static int vtep_fill_range(const struct vtep_link_attr *row,
			   struct sk_buff *skb, const struct vtep_cfg *cfg)
{
	struct ifla_vxlan_port_range range = {
		.low = htons(cfg->sport_min),
		.high = htons(cfg->sport_max),
	};

	return nla_put(skb, row->type, sizeof(range), &range);
}

static const struct nla_policy vtep_nest_policy[VTEP_A_LINK_MAX + 1] = {
	[VTEP_A_LINK_INNER_VLAN] = NLA_POLICY_MAX(NLA_U8, VTEP_INNER_VLAN_PASS),
	[VTEP_A_LINK_ATTACHMENT] = NLA_POLICY_MAX(NLA_U8,
						  VTEP_ATTACHMENT_EXTERNAL),
	[VTEP_A_LINK_PCP_DSCP] = NLA_POLICY_MAX(NLA_U8, 1),
};

static int vtep_parse_nest(const struct vtep_link_attr *row,
			   const struct nlattr *attr,
			   struct vtep_link_msg *msg)
{
	struct nlattr *tb[VTEP_A_LINK_MAX + 1];
	int err;

	err = nla_parse_nested(tb, VTEP_A_LINK_MAX, attr, vtep_nest_policy,
			       msg->extack);
	if (err)
		return err;
	if (tb[VTEP_A_LINK_INNER_VLAN])
		msg->cfg->inner_vlan = nla_get_u8(tb[VTEP_A_LINK_INNER_VLAN]);
	if (tb[VTEP_A_LINK_PCP_DSCP])
		msg->cfg->pcp_dscp = nla_get_u8(tb[VTEP_A_LINK_PCP_DSCP]);
	attr = tb[VTEP_A_LINK_ATTACHMENT];
	return attr ? vtep_parse_attach(nla_get_u8(attr), attr, msg) : 0;
}

static int vtep_fill_nest(const struct vtep_link_attr *row,
			  struct sk_buff *skb, const struct vtep_cfg *cfg)
{
	struct nlattr *nest = nla_nest_start(skb, row->type);

	if (!nest)
		return -EMSGSIZE;
	if (nla_put_u8(skb, VTEP_A_LINK_INNER_VLAN, cfg->inner_vlan) ||
	    nla_put_u8(skb, VTEP_A_LINK_ATTACHMENT, cfg->attach) ||
	    nla_put_u8(skb, VTEP_A_LINK_PCP_DSCP, cfg->pcp_dscp)) {
		nla_nest_cancel(skb, nest);
		return -EMSGSIZE;
	}
	nla_nest_end(skb, nest);
	return 0;
}

/* What the in-tree driver has and we have not, unless it is said to be off:
 * tools send zeros for what was not asked for.
 */
static int vtep_parse_unsupported(const struct vtep_link_attr *row,
				  const struct nlattr *attr,
				  struct vtep_link_msg *msg)
{
	const u8 *p = nla_data(attr);
	int i, len = nla_len(attr);

	if (!len)		/* a flag is on by being there */
		return vtep_refuse(row, attr, msg, -EOPNOTSUPP);
	for (i = 0; i < len; i++)
		if (p[i])
			return vtep_refuse(row, attr, msg, -EOPNOTSUPP);
	return 0;
}

#define VTEP_MEMBER(_member)	.off = offsetof(struct vtep_cfg, _member)
#define VTEP_ROW(_type, _size, _policy, _parse, _fill)			\
	.type = (_type), .size = (_size), .policy = _policy,		\
	.parse = vtep_parse_##_parse, .fill = vtep_fill_##_fill

#define VTEP_POLICY(_type)	{ .type = _type }
#define VTEP_POLICY_BOOL	NLA_POLICY_MAX(NLA_U8, 1)
#define VTEP_POLICY_UPTO(_len)	{ .type = NLA_BINARY, .len = (_len) }
#define VTEP_POLICY_EXACT(_len)	NLA_POLICY_EXACT_LEN(_len)

#define VTEP_UNSUPPORTED(_type, _nla_type, _name)			\
	{ .type = (_type), .policy = VTEP_POLICY(_nla_type),		\
	  .parse = vtep_parse_unsupported,				\
	  .refusal = _name ": not supported by vtep" }

/* In the order in which they are parsed. */
static const struct vtep_link_attr vtep_link_attrs[] = {
	{ VTEP_ROW(IFLA_VXLAN_ID, 4, VTEP_POLICY(NLA_U32), id, id),
	  .refusal = "id: cannot be changed; create the VTEP anew" },
	{ VTEP_ROW(IFLA_VXLAN_GROUP, 4, VTEP_POLICY_EXACT(4), addr4, addr4),
	  VTEP_MEMBER(remote) },
	{ VTEP_ROW(IFLA_VXLAN_GROUP6, 16, VTEP_POLICY_EXACT(16), addr6, addr6),
	  VTEP_MEMBER(remote) },
	{ VTEP_ROW(IFLA_VXLAN_LOCAL, 4, VTEP_POLICY_EXACT(4), addr4, addr4),
	  VTEP_MEMBER(local) },
	{ VTEP_ROW(IFLA_VXLAN_LOCAL6, 16, VTEP_POLICY_EXACT(16), addr6, addr6),
	  VTEP_MEMBER(local) },
	{ VTEP_ROW(IFLA_VXLAN_LINK, 4, VTEP_POLICY(NLA_U32), link, link),
	  .refusal = "dev: no such interface index" },
	{ VTEP_ROW(IFLA_VXLAN_TTL, 1, VTEP_POLICY(NLA_U8), ttl, u8),
	  VTEP_MEMBER(ttl) },
	{ VTEP_ROW(IFLA_VXLAN_TTL_INHERIT, 1, VTEP_POLICY_UPTO(1),
		   ttl_inherit, bool),
	  VTEP_MEMBER(ttl_inherit),
	  .refusal = "ttl: a number and inherit contradict each other" },
	{ VTEP_ROW(IFLA_VXLAN_TOS, 1, VTEP_POLICY(NLA_U8), tos, u8),
	  VTEP_MEMBER(tos),
	  .refusal = "tos: the two ECN bits cannot be set" },
	{ VTEP_ROW(IFLA_VXLAN_LABEL, 4, VTEP_POLICY(NLA_U32), label, label),
	  .refusal = "flowlabel: has 20 bits" },
	{ VTEP_ROW(IFLA_VXLAN_DF, 1, NLA_POLICY_MAX(NLA_U8, VXLAN_DF_MAX),
		   u8, u8),
	  VTEP_MEMBER(df) },
	{ VTEP_ROW(IFLA_VXLAN_LEARNING, 1, VTEP_POLICY_BOOL, bool, bool),
	  VTEP_MEMBER(learning) },
	{ VTEP_ROW(IFLA_VXLAN_AGEING, 4, VTEP_POLICY(NLA_U32), ageing, u32),
	  VTEP_MEMBER(ageing),
	  .refusal = "ageing: is at most ten days, 864000 seconds" },
	{ VTEP_ROW(IFLA_VXLAN_LIMIT, 4, VTEP_POLICY(NLA_U32), u32, u32),
	  VTEP_MEMBER(limit) },
	{ VTEP_ROW(IFLA_VXLAN_PORT, 2, VTEP_POLICY(NLA_U16), port, port),
	  .refusal = "dstport: cannot be changed; create the VTEP anew" },
	{ VTEP_ROW(IFLA_VXLAN_PORT_RANGE, sizeof(struct ifla_vxlan_port_range),
		   VTEP_POLICY_EXACT(sizeof(struct ifla_vxlan_port_range)),
		   range, range),
	  .refusal = "srcport: needs two ports from 1 up, lower one first" },
	{ VTEP_ROW(IFLA_VXLAN_UDP_CSUM, 1, VTEP_POLICY_BOOL, bool, bool),
	  VTEP_MEMBER(csum) },
	{ VTEP_ROW(IFLA_VXLAN_UDP_ZERO_CSUM6_TX, 1, VTEP_POLICY_BOOL, not, not),
	  VTEP_MEMBER(csum6) },
	{ VTEP_ROW(IFLA_VXLAN_UDP_ZERO_CSUM6_RX, 1, VTEP_POLICY_BOOL, not, not),
	  VTEP_MEMBER(csum6_rx) },
	{ VTEP_ROW(IFLA_VXLAN_COLLECT_METADATA, 1, VTEP_POLICY_BOOL, external,
		   external),
	  .refusal = "external: cannot be changed; create the VTEP anew" },
	{ VTEP_ROW(IFLA_VXLAN_VNIFILTER, 1, VTEP_POLICY_BOOL, vnifilter, bool),
	  VTEP_MEMBER(vnifilter),
	  .refusal = "vnifilter: cannot be changed; create the VTEP anew" },
	{ VTEP_ROW(VTEP_LINK_NEST, 3 * (NLA_HDRLEN + NLA_ALIGN(1)),
		   NLA_POLICY_NESTED(vtep_nest_policy), nest, nest) },

	VTEP_UNSUPPORTED(IFLA_VXLAN_PROXY, NLA_U8, "proxy"),
	VTEP_UNSUPPORTED(IFLA_VXLAN_RSC, NLA_U8, "rsc"),
	VTEP_UNSUPPORTED(IFLA_VXLAN_L2MISS, NLA_U8, "l2miss"),
	VTEP_UNSUPPORTED(IFLA_VXLAN_L3MISS, NLA_U8, "l3miss"),
	VTEP_UNSUPPORTED(IFLA_VXLAN_REMCSUM_TX, NLA_U8, "remcsumtx"),
	VTEP_UNSUPPORTED(IFLA_VXLAN_REMCSUM_RX, NLA_U8, "remcsumrx"),
	VTEP_UNSUPPORTED(IFLA_VXLAN_REMCSUM_NOPARTIAL, NLA_FLAG,
			 "remcsum nopartial"),
	VTEP_UNSUPPORTED(IFLA_VXLAN_GBP, NLA_FLAG, "gbp"),
	VTEP_UNSUPPORTED(IFLA_VXLAN_GPE, NLA_FLAG, "gpe"),
	VTEP_UNSUPPORTED(VTEP_IFLA_LOCALBYPASS, NLA_U8, "localbypass"),
	VTEP_UNSUPPORTED(VTEP_IFLA_LABEL_POLICY, NLA_U32, "flowlabel policy"),
	VTEP_UNSUPPORTED(VTEP_IFLA_RESERVED_BITS, NLA_U64, "reserved_bits"),
	VTEP_UNSUPPORTED(VTEP_IFLA_MC_ROUTE, NLA_U8, "mcroute"),
};

/* Made of the table; rtnetlink wants it by attribute number. */
struct nla_policy vtep_link_policy[VTEP_LINK_NEST + 1] __ro_after_init;

/**
 * vtep_link_policy_init() - make the policy rtnetlink checks attributes by
 */
void __init vtep_link_policy_init(void)
{
	const struct vtep_link_attr *row;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vtep_link_attrs); i++) {
		row = &vtep_link_attrs[i];
		memcpy(&vtep_link_policy[row->type], &row->policy,
		       sizeof(row->policy));
	}
	/* Every attribute, and what is in no row is refused. */
	vtep_link_policy[0].strict_start_type = 1;
}

/**
 * vtep_link_defaults() - the settings of a VTEP nobody asked anything of
 * @cfg: settings; family and VNI are left open
 */
void vtep_link_defaults(struct vtep_cfg *cfg)
{
	*cfg = (struct vtep_cfg){
		.family		= AF_UNSPEC,
		.port		= htons(VTEP_PORT),
		.sport_min	= VTEP_SPORT_MIN,
		.sport_max	= VTEP_SPORT_MAX,
		.df		= VXLAN_DF_SET,
		.inner_vlan	= VTEP_INNER_VLAN_DISCARD,
		.learning	= true,
		.ageing		= VTEP_FDB_AGEING,
		.limit		= VTEP_FDB_LIMIT,
	};
}

/**
 * vtep_link_parse() - what the attributes say, laid over what there is
 * @cfg: defaults or present settings; on failure, half changed
 * @data: attributes, checked by vtep_link_policy
 * @change: @cfg is a VTEP's: id, port and family must stay
 * @extack: for the reason of a refusal
 *
 * Every attribute is looked at for itself; vtep_link_check() does the rest.
 *
 * Return: 0 or a negative error.
 */
int vtep_link_parse(struct vtep_cfg *cfg, struct nlattr *data[], bool change,
		    struct netlink_ext_ack *extack)
{
	struct vtep_link_msg msg = {
		.cfg = cfg,
		.data = data,
		.change = change,
		.extack = extack,
	};
	const struct vtep_link_attr *row;
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(vtep_link_attrs); i++) {
		row = &vtep_link_attrs[i];
		if (!data[row->type])
			continue;
		err = row->parse(row, data[row->type], &msg);
		if (err)
			return err;
	}
	if (cfg->family == AF_UNSPEC)
		cfg->family = AF_INET;
	return 0;
}

/**
 * vtep_link_attrs_size() - room that vtep_link_attrs_fill() needs
 */
size_t vtep_link_attrs_size(void)
{
	size_t size = 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vtep_link_attrs); i++)
		if (vtep_link_attrs[i].size)
			size += nla_total_size(vtep_link_attrs[i].size);
	return size;
}

/**
 * vtep_link_attrs_fill() - report all settings
 * @skb: message
 * @cfg: settings
 *
 * Return: 0 or -EMSGSIZE.
 */
int vtep_link_attrs_fill(struct sk_buff *skb, const struct vtep_cfg *cfg)
{
	const struct vtep_link_attr *row;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vtep_link_attrs); i++) {
		row = &vtep_link_attrs[i];
		if (row->fill && row->fill(row, skb, cfg))
			return -EMSGSIZE;
	}
	return 0;
}
