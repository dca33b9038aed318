// SPDX-License-Identifier: GPL-2.0
/* Requests that entries of the FDB be forgotten, or be let go where they want.
 */
#include <linux/rtnetlink.h>

#include "generated/vtep_genl.h"
#include "genl_ask.h"

int vtep_nl_fdb_flush_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtep_fdb_filter filter = { .keep_configured = true };
	struct vtep_peer_key peer;
	struct vtep *vtep;
	int err;

	rtnl_lock();
	vtep = vtep_genl_ask_vtep(info, VTEP_A_FDB_IFINDEX);
	err = PTR_ERR_OR_ZERO(vtep);
	if (!err)
		err = vtep_genl_ask_entries(vtep, info->attrs, &filter, &peer,
					    info->extack);
	/* Nothing there is no fault, as for `bridge fdb flush`. */
	if (!err)
		vtep_fdb_flush(&vtep->fdb, &filter);
	rtnl_unlock();
	return err;
}

int vtep_nl_fdb_unfreeze_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtep_fdb_filter filter = {};
	struct vtep_peer_key peer;
	struct vtep *vtep;
	int err;

	rtnl_lock();
	vtep = vtep_genl_ask_vtep(info, VTEP_A_FDB_IFINDEX);
	err = PTR_ERR_OR_ZERO(vtep);
	if (!err)
		err = vtep_genl_ask_entries(vtep, info->attrs, &filter, &peer,
					    info->extack);
	if (!err && !vtep_fdb_unfreeze(&vtep->fdb, &filter)) {
		GENL_SET_ERR_MSG(info, "No MAC that matches is held or frozen");
		err = -ENOENT;
	}
	rtnl_unlock();
	return err;
}
