// SPDX-License-Identifier: GPL-2.0
/* Commands whose parts are not there yet. */
#include "generated/vtep_genl.h"
#include "genl_msg.h"

static int vtep_genl_not_yet(struct netlink_ext_ack *extack)
{
	NL_SET_ERR_MSG(extack, "Not supported by this version of the module");
	return -EOPNOTSUPP;
}

int vtep_nl_local_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vtep_genl_not_yet(cb->extack);
}

int vtep_nl_local_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vtep_genl_not_yet(info->extack);
}

int vtep_nl_local_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vtep_genl_not_yet(info->extack);
}

int vtep_nl_peer_flush_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vtep_genl_not_yet(info->extack);
}

int vtep_nl_peer_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vtep_genl_not_yet(info->extack);
}

int vtep_nl_fdb_flush_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vtep_genl_not_yet(info->extack);
}

int vtep_nl_fdb_unfreeze_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vtep_genl_not_yet(info->extack);
}
