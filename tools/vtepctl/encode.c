// SPDX-License-Identifier: GPL-2.0
#include <linux/genetlink.h>
#include <linux/vtep.h>
#include <string.h>

#include "addr.h"
#include "encode.h"
#include "prefix.h"
#include "rules.h"
#include "table.h"
#include "words.h"

static void put_addr(struct nlmsghdr *nlh, uint16_t type,
		     const struct addr *addr)
{
	mnl_attr_put(nlh, type, addr->len, addr->b);
}

/* Only the address: the port and all else are the VTEP's own. */
static void put_dests(struct nlmsghdr *nlh, uint16_t type, const char *list)
{
	struct nlattr *nest;
	struct addr addr;

	while (dest_next(&list, &addr)) {
		nest = mnl_attr_nest_start(nlh, type);
		put_addr(nlh, VTEP_A_REMOTE_ADDR, &addr);
		mnl_attr_nest_end(nlh, nest);
	}
}

static void put_range(struct nlmsghdr *nlh, uint16_t first, uint16_t last,
		      const struct range *r)
{
	mnl_attr_put_u32(nlh, first, r->lo);
	if (r->hi != r->lo)
		mnl_attr_put_u32(nlh, last, r->hi);
}

static void put_rate(struct nlmsghdr *nlh, uint8_t class,
		     const struct rate *rate)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, VTEP_A_RULES_RATES);

	mnl_attr_put_u8(nlh, VTEP_A_RATE_CLASS, class);
	mnl_attr_put_u32(nlh, VTEP_A_RATE_PACKETS, rate->packets);
	mnl_attr_put_u64(nlh, VTEP_A_RATE_BITS, rate->bits);
	if (rate->burst)
		mnl_attr_put_u32(nlh, VTEP_A_RATE_BURST, rate->burst);
	mnl_attr_nest_end(nlh, nest);
}

static void put_rules(struct nlmsghdr *nlh, uint16_t type,
		      const struct rules *r)
{
	struct nlattr *nest;

	if (!r->has && !r->inherit && !r->has_rates)
		return;
	nest = mnl_attr_nest_start(nlh, type);
	for (unsigned int i = 0; i <= RULE_MAX; i++) {
		if (!(r->has & 1U << i))
			continue;
		if (rule_table[i].size == 1)
			mnl_attr_put_u8(nlh, i, rule_get(r, i));
		else
			mnl_attr_put_u32(nlh, i, rule_get(r, i));
	}
	for (int i = 0; i < RATE_CLASSES; i++)
		if (r->has_rates & 1U << i)
			put_rate(nlh, i, &r->rates[i]);
	if (r->inherit)
		mnl_attr_put_u32(nlh, VTEP_A_RULES_INHERIT, r->inherit);
	mnl_attr_nest_end(nlh, nest);
}

/* What segments are made with or changed to. */
static void put_settings(struct nlmsghdr *nlh, const struct command *cmd)
{
	if (given(cmd, WORD_VLAN) || given(cmd, WORD_UNTAGGED))
		mnl_attr_put_u16(nlh, VTEP_A_VNI_VLAN, cmd->vlan.lo);
	if (given(cmd, WORD_GROUP) || given(cmd, WORD_ONE_GROUP))
		put_addr(nlh, VTEP_A_VNI_GROUP, &cmd->group);
	if (given(cmd, WORD_POOL)) {
		put_addr(nlh, VTEP_A_VNI_POOL, &cmd->pool.addr);
		mnl_attr_put_u8(nlh, VTEP_A_VNI_POOL_LEN, cmd->pool.len);
	}
	if (given(cmd, WORD_LEARNING))
		mnl_attr_put_u8(nlh, VTEP_A_VNI_LEARNING, cmd->learning);
	if (given(cmd, WORD_AGEING))
		mnl_attr_put_u32(nlh, VTEP_A_VNI_AGEING, cmd->ageing);
	if (given(cmd, WORD_LIMIT))
		mnl_attr_put_u32(nlh, VTEP_A_VNI_LIMIT, cmd->limit);
	if (given(cmd, WORD_JOIN))
		mnl_attr_put_u8(nlh, VTEP_A_VNI_JOIN, cmd->join);
	put_dests(nlh, VTEP_A_VNI_FLOOD_ADD, cmd->flood_add);
	put_dests(nlh, VTEP_A_VNI_FLOOD_DEL, cmd->flood_del);
	put_rules(nlh, VTEP_A_VNI_RULES, &cmd->rules);
}

static void put_group(struct nlmsghdr *nlh, const struct command *cmd,
		      uint32_t ifindex)
{
	if (given(cmd, WORD_ONE_GROUP))
		put_addr(nlh, VTEP_A_GROUP_ADDR, &cmd->group);
	if (given(cmd, WORD_LOWER))
		mnl_attr_put_u32(nlh, VTEP_A_GROUP_IFINDEX, ifindex);
}

/* Any port and lower device. */
static void put_peer(struct nlmsghdr *nlh, const struct command *cmd)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, VTEP_A_PEER_REMOTE);

	put_addr(nlh, VTEP_A_REMOTE_ADDR, &cmd->peer);
	mnl_attr_nest_end(nlh, nest);
}

static void put_prefix(struct nlmsghdr *nlh, uint16_t type,
		       const struct prefix *p)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, type);

	put_addr(nlh, VTEP_A_PREFIX_ADDR, &p->addr);
	mnl_attr_put_u8(nlh, VTEP_A_PREFIX_LEN, p->len);
	if (type == VTEP_A_SOURCE_ADD && p->may != VTEP_MAY_LEARN)
		mnl_attr_put_u8(nlh, VTEP_A_PREFIX_MAY, p->may);
	mnl_attr_nest_end(nlh, nest);
}

static void put_source(struct nlmsghdr *nlh, const struct command *cmd)
{
	bool del = given(cmd, WORD_PREFIX) && !(cmd->action->words &
						 WORD_MASK(WORD_MAY));
	uint16_t type = del ? VTEP_A_SOURCE_DEL : VTEP_A_SOURCE_ADD;
	const char *list = cmd->prefixes;
	struct prefix p;

	if (given(cmd, WORD_ONE_VNI))
		mnl_attr_put_u32(nlh, VTEP_A_SOURCE_VNI, cmd->vni.lo);
	if (cmd->action->words & WORD_MASK(WORD_PREFIXES))
		mnl_attr_put(nlh, VTEP_A_SOURCE_CLEAR, 0, NULL);
	while (prefix_next(&list, &p)) {
		p.may = cmd->may;
		put_prefix(nlh, type, &p);
	}
	for (size_t i = 0; cmd->from_file && i < cmd->from_file->n; i++)
		put_prefix(nlh, type, &cmd->from_file->v[i]);
}

static void put_local(struct nlmsghdr *nlh, const struct command *cmd)
{
	if (given(cmd, WORD_ONE_VNI))
		mnl_attr_put_u32(nlh, VTEP_A_LOCAL_VNI, cmd->vni.lo);
	mnl_attr_put(nlh, VTEP_A_LOCAL_MAC, sizeof(cmd->mac), cmd->mac);
}

static void put_filter(struct nlmsghdr *nlh, const struct command *cmd)
{
	if (given(cmd, WORD_VNI))
		put_range(nlh, VTEP_A_FDB_VNI, VTEP_A_FDB_VNI_LAST, &cmd->vni);
	if (given(cmd, WORD_MACS))
		mnl_attr_put(nlh, VTEP_A_FDB_MAC, sizeof(cmd->mac), cmd->mac);
	if (given(cmd, WORD_MACS) && cmd->mac_len < 48)
		mnl_attr_put_u8(nlh, VTEP_A_FDB_MAC_LEN, cmd->mac_len);
	if (given(cmd, WORD_PEER))
		put_addr(nlh, VTEP_A_FDB_ADDR, &cmd->peer);
}

static void put_attrs(struct nlmsghdr *nlh, const struct command *cmd,
		      uint32_t ifindex)
{
	/* every set with a VTEP in it has its index at its own number */
	static const uint16_t dev_type[OBJ_MAX] = {
		[OBJ_VTEP] = VTEP_A_DEV_IFINDEX,
		[OBJ_VNI] = VTEP_A_VNI_IFINDEX,
		[OBJ_PEER] = VTEP_A_PEER_IFINDEX,
		[OBJ_SOURCE] = VTEP_A_SOURCE_IFINDEX,
		[OBJ_LOCAL] = VTEP_A_LOCAL_IFINDEX,
		[OBJ_FDB] = VTEP_A_FDB_IFINDEX,
		[OBJ_STATS] = VTEP_A_STATS_IFINDEX,
		[OBJ_DROPS] = VTEP_A_DROPS_IFINDEX,
	};
	bool show = cmd->verb == VERB_SHOW;

	if (given(cmd, WORD_DEV))
		mnl_attr_put_u32(nlh, dev_type[cmd->object->id], ifindex);
	switch (cmd->object->id) {
	case OBJ_VNI:
		if (given(cmd, WORD_VNI))
			put_range(nlh, VTEP_A_VNI_VNI, VTEP_A_VNI_VNI_LAST,
				  &cmd->vni);
		if (!show)
			put_settings(nlh, cmd);
		break;
	case OBJ_GROUP:
		if (!show)	/* the list takes no filter */
			put_group(nlh, cmd, ifindex);
		break;
	case OBJ_FDB:
		put_filter(nlh, cmd);
		break;
	case OBJ_DROPS:
		if (given(cmd, WORD_ONE_VNI))
			mnl_attr_put_u32(nlh, VTEP_A_DROPS_VNI, cmd->vni.lo);
		if (given(cmd, WORD_PEER))
			put_addr(nlh, VTEP_A_DROPS_ADDR, &cmd->peer);
		break;
	/* the lists of these take no more than the VTEP */
	case OBJ_VTEP:
		if (!show)
			put_rules(nlh, VTEP_A_DEV_RULES, &cmd->rules);
		break;
	case OBJ_PEER:
		if (!show)
			put_peer(nlh, cmd);
		break;
	case OBJ_SOURCE:
		if (!show)
			put_source(nlh, cmd);
		break;
	case OBJ_LOCAL:
		if (!show)
			put_local(nlh, cmd);
		break;
	default:
		break;
	}
}

size_t request_size(const struct command *cmd)
{
	return REQUEST_MAX +
	       (cmd->from_file ? cmd->from_file->n * PREFIX_SIZE : 0);
}

struct nlmsghdr *encode_command(void *buf, const struct command *cmd,
				uint32_t ifindex, uint16_t family,
				uint32_t seq)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct genlmsghdr *genl;

	nlh->nlmsg_type = family;
	nlh->nlmsg_seq = seq;
	nlh->nlmsg_flags = NLM_F_REQUEST;
	nlh->nlmsg_flags |= cmd->verb == VERB_SHOW || cmd->verb == VERB_DROPS ?
			    NLM_F_DUMP : NLM_F_ACK;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = cmd->action->nl_cmd;
	genl->version = VTEP_FAMILY_VERSION;
	put_attrs(nlh, cmd, ifindex);
	return nlh;
}

static bool within(const struct range *r, uint32_t n)
{
	return r->lo <= n && n <= r->hi;
}

/* "none" is the unspecified address of either family, and no address. */
static bool same_group(const struct addr *want, const struct addr *addr)
{
	static const uint8_t any[16];

	if (!memcmp(want->b, any, sizeof(any)))
		return !memcmp(addr->b, any, sizeof(any));
	return addr_equal(want, addr);
}

bool wanted(const struct command *cmd, uint32_t ifindex,
	    const struct record *rec)
{
	if ((given(cmd, WORD_DEV) || given(cmd, WORD_LOWER)) &&
	    rec->ifindex != ifindex)
		return false;
	if ((given(cmd, WORD_GROUP) || given(cmd, WORD_ONE_GROUP)) &&
	    !same_group(&cmd->group, &rec->addr))
		return false;
	if ((given(cmd, WORD_VLAN) || given(cmd, WORD_UNTAGGED)) &&
	    (!(rec->has & 1ULL << VTEP_A_VNI_VLAN) ||
	     !within(&cmd->vlan, rec->vlan)))
		return false;
	switch (cmd->object->id) {
	case OBJ_PEER:
		return !given(cmd, WORD_PEER) ||
		       addr_equal(&cmd->peer, &rec->peer.addr);
	case OBJ_SOURCE:
		return !given(cmd, WORD_VNI) ||
		       (rec->has & 1ULL << VTEP_A_SOURCE_VNI &&
			within(&cmd->vni, rec->vni));
	case OBJ_LOCAL:
		/* without a VNI it is local in each segment */
		return !given(cmd, WORD_VNI) ||
		       !(rec->has & 1ULL << VTEP_A_LOCAL_VNI) ||
		       within(&cmd->vni, rec->vni);
	default:
		return true;
	}
}
