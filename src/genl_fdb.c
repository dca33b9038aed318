// SPDX-License-Identifier: GPL-2.0
/* Dump of the FDB. Resumes by the entries' ids, so that the whole costs O(n)
 * and no lock is held while it lasts.
 */
#include "generated/vtep_genl.h"
#include "genl_ask.h"
#include "genl_msg.h"

static int vtep_genl_put_fdb_name(struct sk_buff *skb,
				  const struct vtep_genl_cursor *cur,
				  const void *obj)
{
	const struct vtep_fdb_entry *f = obj;

	return nla_put_u32(skb, VTEP_A_FDB_IFINDEX, cur->ifindex) ||
	       nla_put_u32(skb, VTEP_A_FDB_VNI, f->key.vni) ||
	       nla_put(skb, VTEP_A_FDB_MAC, ETH_ALEN, f->key.mac);
}

/* How often it moved of late, and what is done about it. */
static int vtep_genl_put_fdb_damp(struct sk_buff *skb,
				  const struct vtep_fdb_entry *f)
{
	const struct vtep_live *live = vtep_live(f->vni->vtep);
	const struct vtep_rules *rules;
	u32 since = READ_ONCE(f->since);
	u8 moves = READ_ONCE(f->moves);
	u8 damp = READ_ONCE(f->damp);
	s32 left = since - (u32)jiffies;

	rules = vtep_rules_in(f->vni, live, VTEP_A_RULES_MOVE_WINDOW);
	if (!vtep_fdb_is_damped(f)) {
		if (damp || !vtep_fdb_in_window(f, rules->move_window))
			return 0;
		return nla_put_u8(skb, VTEP_A_FDB_MOVES, moves);
	}
	return nla_put_u8(skb, VTEP_A_FDB_MOVES, moves) ||
	       nla_put_u8(skb, VTEP_A_FDB_DAMP, damp) ||
	       (damp != VTEP_DAMP_FREEZE &&
		nla_put_u64_64bit(skb, VTEP_A_FDB_HOLD,
				  left > 0 ? jiffies_to_msecs(left) : 0,
				  VTEP_A_FDB_PAD));
}

static int vtep_genl_put_fdb_facts(struct sk_buff *skb, const void *obj)
{
	const struct vtep_fdb_entry *f = obj;
	u64 changed = vtep_fdb_since_changed(f);
	u32 silent;

	return nla_put_u16(skb, VTEP_A_FDB_STATE, f->state) ||
	       nla_put_u32(skb, VTEP_A_FDB_FLAGS, f->flags) ||
	       (vtep_fdb_was_heard(f, &silent) &&
		nla_put_u64_64bit(skb, VTEP_A_FDB_HEARD,
				  jiffies64_to_msecs(silent),
				  VTEP_A_FDB_PAD)) ||
	       nla_put_u64_64bit(skb, VTEP_A_FDB_CHANGED, changed,
				 VTEP_A_FDB_PAD) ||
	       vtep_genl_put_fdb_damp(skb, f);
}

/* Learned entries have one destination, configured ones a list. */
static int vtep_genl_put_fdb_remotes(struct sk_buff *skb,
				     struct netlink_callback *cb,
				     const void *obj)
{
	const struct vtep_fdb_entry *f = obj;
	const struct vtep_fdb *fdb = &f->vni->vtep->fdb;
	const struct vtep_remotes *list = vtep_fdb_remotes(fdb, f);
	const struct vtep_peer *peer = vtep_fdb_peer(fdb, f);

	if (!list && peer)
		return vtep_genl_put_remote(skb, VTEP_A_FDB_REMOTES,
					    &peer->key, 0);

	return vtep_genl_put_remotes(skb, cb, VTEP_A_FDB_REMOTES, list);
}

static const struct vtep_genl_item vtep_genl_fdb_item = {
	.cmd	= VTEP_CMD_FDB_GET,
	.name	= vtep_genl_put_fdb_name,
	.facts	= vtep_genl_put_fdb_facts,
	.list	= vtep_genl_put_fdb_remotes,
};

static int vtep_genl_fill_fdb(struct sk_buff *skb, struct netlink_callback *cb,
			      struct vtep *vtep)
{
	struct vtep_genl_cursor *cur = vtep_genl_cursor(cb);
	struct vtep_fdb *fdb = &vtep->fdb;
	struct vtep_fdb_filter filter = {};
	const struct vtep_fdb_entry *f;
	struct vtep_peer_key peer;
	u32 id = cur->id;
	bool goes_on;
	int err;

	err = vtep_genl_ask_entries(NULL, genl_info_dump(cb)->attrs, &filter,
				    &peer, cb->extack);
	if (err)
		return err;

	while ((f = vtep_fdb_next(fdb, &id))) {
		cur->id = f->id;
		if (!vtep_fdb_match(fdb, &filter, f))
			continue;

		goes_on = vtep_genl_goes_on(cb, vtep_fdb_remotes(fdb, f));
		err = vtep_genl_put_item(skb, cb, &vtep_genl_fdb_item, f,
					 goes_on);
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
