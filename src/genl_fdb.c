// SPDX-License-Identifier: GPL-2.0
/* Dump of the FDB. Resumes by the entries' ids, so that the whole costs O(n)
 * and no lock is held while it lasts.
 */
#include "generated/vtep_genl.h"
#include "genl_msg.h"

/* What does not repeat when the list of remotes goes on in another item. */
static int vtep_genl_put_fdb_facts(struct sk_buff *skb,
				   const struct vtep_fdb_entry *f)
{
	unsigned long changed = READ_ONCE(f->changed);
	unsigned long heard = READ_ONCE(f->heard);
	bool ever;

	/* Of a configured entry, heard starts as the time it was made. */
	ever = f->learned || time_after(heard, changed);

	if (nla_put_u16(skb, VTEP_A_FDB_STATE, f->state) ||
	    nla_put_u32(skb, VTEP_A_FDB_FLAGS, f->flags) ||
	    (ever && vtep_genl_put_since(skb, VTEP_A_FDB_HEARD, heard,
					 VTEP_A_FDB_PAD)) ||
	    vtep_genl_put_since(skb, VTEP_A_FDB_CHANGED, changed,
				VTEP_A_FDB_PAD))
		return -EMSGSIZE;

	return 0;
}

/* Learned entries have one destination, configured ones a list. */
static int vtep_genl_put_fdb_remotes(struct sk_buff *skb,
				     struct netlink_callback *cb,
				     const struct vtep_fdb_entry *f,
				     const struct vtep_remotes *list)
{
	const struct vtep_peer *peer = rcu_dereference(f->peer);

	if (!list && peer)
		return vtep_genl_put_remote(skb, VTEP_A_FDB_REMOTES,
					    &peer->key, 0);

	return vtep_genl_put_remotes(skb, cb, VTEP_A_FDB_REMOTES, list);
}

static int vtep_genl_put_fdb(struct sk_buff *skb, struct netlink_callback *cb,
			     const struct vtep *vtep,
			     const struct vtep_fdb_entry *f)
{
	const struct vtep_remotes *list = rcu_dereference(f->remotes);
	struct vtep_genl_cursor *cur = vtep_genl_cursor(cb);
	bool goes_on = vtep_genl_goes_on(cb, list);
	u32 sent = cur->sent;
	void *hdr;
	int err;

	hdr = vtep_genl_begin(skb, cb, VTEP_CMD_FDB_GET);
	if (!hdr)
		return -EMSGSIZE;

	if (nla_put_u32(skb, VTEP_A_FDB_IFINDEX, vtep->dev->ifindex) ||
	    nla_put_u32(skb, VTEP_A_FDB_VNI, f->key.vni) ||
	    nla_put(skb, VTEP_A_FDB_MAC, ETH_ALEN, f->key.mac))
		goto cancel;
	if (!goes_on && vtep_genl_put_fdb_facts(skb, f))
		goto cancel;

	err = vtep_genl_put_fdb_remotes(skb, cb, f, list);
	if (err && cur->sent == sent)
		goto cancel;

	vtep_genl_end(skb, cb, hdr);
	return err;

cancel:
	genlmsg_cancel(skb, hdr);
	return -EMSGSIZE;
}

static int vtep_genl_fill_fdb(struct sk_buff *skb, struct netlink_callback *cb,
			      struct vtep *vtep)
{
	const struct nlattr *only = genl_info_dump(cb)->attrs[VTEP_A_FDB_VNI];
	struct vtep_genl_cursor *cur = vtep_genl_cursor(cb);
	const struct vtep_fdb_entry *f;
	u32 id = cur->id;
	int err;

	while ((f = vtep_fdb_next(&vtep->fdb, &id))) {
		cur->id = f->id;
		if (only && nla_get_u32(only) != f->key.vni)
			continue;

		err = vtep_genl_put_fdb(skb, cb, vtep, f);
		if (err)
			return err;
	}

	return 0;
}

/* The handlers are declared in generated code. */
int vtep_nl_fdb_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vtep_genl_dump(skb, cb,
			      genl_info_dump(cb)->attrs[VTEP_A_FDB_IFINDEX],
			      vtep_genl_fill_fdb);
}
