// SPDX-License-Identifier: GPL-2.0
/* Requests that entries of the FDB be forgotten, or be let go where they want.
 */
#include <linux/rtnetlink.h>

#include "generated/vtep_genl.h"
#include "genl_ask.h"

typedef unsigned int (*vtep_entries_fn)(struct vtep_fdb *fdb,
					const struct vtep_fdb_filter *filter);

/* Have @fn done with the entries a request means. @filter has what it does not
 * say.
 */
static int vtep_genl_do_entries(struct genl_info *info,
				struct vtep_fdb_filter *filter,
				vtep_entries_fn fn, unsigned int *n)
{
	struct vtep_peer_key peer;
	struct vtep *vtep;
	int err;

	rtnl_lock();
	vtep = vtep_genl_ask_vtep(info, VTEP_A_FDB_IFINDEX);
	err = PTR_ERR_OR_ZERO(vtep);
	if (!err)
		err = vtep_genl_ask_entries(vtep, info->attrs, filter, &peer,
					    info->extack);
	if (!err)
		*n = fn(&vtep->fdb, filter);
	rtnl_unlock();
	return err;
}

int vtep_nl_fdb_flush_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtep_fdb_filter filter = { .keep_configured = true };
	unsigned int n;

	/* Nothing there is no fault, as for `bridge fdb flush`. */
	return vtep_genl_do_entries(info, &filter, vtep_fdb_flush, &n);
}

int vtep_nl_fdb_unfreeze_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vtep_fdb_filter filter = {};
	unsigned int n;
	int err;

	err = vtep_genl_do_entries(info, &filter, vtep_fdb_unfreeze, &n);
	if (err || n)
		return err;
	GENL_SET_ERR_MSG(info, "No MAC that matches is held or frozen");
	return -ENOENT;
}
