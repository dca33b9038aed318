// SPDX-License-Identifier: GPL-2.0
#include <linux/genetlink.h>
#include <linux/vtep.h>

#include "encode.h"
#include "table.h"

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

	if (given(cmd, WORD_DEV)) {
		/* every set with a VTEP in it has its index at its own number */
		static const uint16_t type[OBJ_MAX] = {
			[OBJ_VNI] = VTEP_A_VNI_IFINDEX,
			[OBJ_PEER] = VTEP_A_PEER_IFINDEX,
			[OBJ_FDB] = VTEP_A_FDB_IFINDEX,
			[OBJ_STATS] = VTEP_A_STATS_IFINDEX,
		};

		mnl_attr_put_u32(nlh, type[cmd->object->id], ifindex);
	}
	if (given(cmd, WORD_VNI) ||
	    (given(cmd, WORD_VNIS) && cmd->vni.lo == cmd->vni.hi))
		mnl_attr_put_u32(nlh, cmd->object->id == OBJ_FDB ?
				      VTEP_A_FDB_VNI : VTEP_A_VNI_VNI,
				 cmd->vni.lo);
	if (given(cmd, WORD_GROUP))
		mnl_attr_put(nlh, VTEP_A_VNI_GROUP, cmd->group.len,
			     cmd->group.b);
	if (given(cmd, WORD_LEARNING))
		mnl_attr_put_u8(nlh, VTEP_A_VNI_LEARNING, cmd->learning);
	if (given(cmd, WORD_AGEING))
		mnl_attr_put_u32(nlh, VTEP_A_VNI_AGEING, cmd->ageing);
	if (given(cmd, WORD_LIMIT))
		mnl_attr_put_u32(nlh, VTEP_A_VNI_LIMIT, cmd->limit);
	return nlh;
}

bool wanted(const struct command *cmd, uint32_t ifindex,
	    const struct record *rec)
{
	if ((given(cmd, WORD_DEV) || given(cmd, WORD_LOWER)) &&
	    rec->ifindex != ifindex)
		return false;
	if (given(cmd, WORD_VNIS) &&
	    (rec->vni < cmd->vni.lo || rec->vni > cmd->vni.hi))
		return false;
	return true;
}
