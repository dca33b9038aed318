// SPDX-License-Identifier: GPL-2.0
/* Commands whose parts are not there yet. */
#include "generated/vtep_genl.h"
#include "genl_msg.h"

static int vtep_genl_not_yet(struct netlink_ext_ack *extack)
{
	NL_SET_ERR_MSG(extack, "Not supported by this version of the module");
	return -EOPNOTSUPP;
}

int vtep_nl_drops_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vtep_genl_not_yet(cb->extack);
}
