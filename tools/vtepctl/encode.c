// SPDX-License-Identifier: GPL-2.0
#include <linux/genetlink.h>
#include <linux/vtep.h>
#include <string.h>

#include "addr.h"
#include "encode.h"
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

static void put_vni(struct nlmsghdr *nlh, const struct command *cmd)
{
	mnl_attr_put_u32(nlh, VTEP_A_VNI_VNI, cmd->vni.lo);
	if (cmd->vni.hi != cmd->vni.lo)
		mnl_attr_put_u32(nlh, VTEP_A_VNI_VNI_LAST, cmd->vni.hi);
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
}

static void put_group(struct nlmsghdr *nlh, const struct command *cmd,
		      uint32_t ifindex)
{
	if (given(cmd, WORD_ONE_GROUP))
		put_addr(nlh, VTEP_A_GROUP_ADDR, &cmd->group);
	if (given(cmd, WORD_LOWER))
		mnl_attr_put_u32(nlh, VTEP_A_GROUP_IFINDEX, ifindex);
}

static void put_attrs(struct nlmsghdr *nlh, const struct command *cmd,
		      uint32_t ifindex)
{
	/* every set with a VTEP in it has its index at its own number */
	static const uint16_t dev_type[OBJ_MAX] = {
		[OBJ_VNI] = VTEP_A_VNI_IFINDEX,
		[OBJ_PEER] = VTEP_A_PEER_IFINDEX,
		[OBJ_FDB] = VTEP_A_FDB_IFINDEX,
		[OBJ_STATS] = VTEP_A_STATS_IFINDEX,
	};
	bool show = cmd->verb == VERB_SHOW;

	if (given(cmd, WORD_DEV))
		mnl_attr_put_u32(nlh, dev_type[cmd->object->id], ifindex);
	switch (cmd->object->id) {
	case OBJ_VNI:
		if (given(cmd, WORD_VNI))
			put_vni(nlh, cmd);
		if (!show)
			put_settings(nlh, cmd);
		break;
	case OBJ_GROUP:
		if (!show)	/* the list takes no filter */
			put_group(nlh, cmd, ifindex);
		break;
	case OBJ_FDB:
		if (given(cmd, WORD_VNI) && cmd->vni.lo == cmd->vni.hi)
			mnl_attr_put_u32(nlh, VTEP_A_FDB_VNI, cmd->vni.lo);
		break;
	default:
		break;
	}
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
	nlh->nlmsg_flags |= cmd->verb == VERB_SHOW ? NLM_F_DUMP : NLM_F_ACK;
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
	return cmd->object->id != OBJ_FDB || !given(cmd, WORD_VNI) ||
	       within(&cmd->vni, rec->vni);
}
