// SPDX-License-Identifier: GPL-2.0
/* Dumps of peers and statistics. */
#include "generated/vtep_genl.h"
#include "genl_msg.h"
#include "output.h"

/* What the VTEP has to do with it */
static int vtep_genl_put_peer_facts(struct sk_buff *skb, struct vtep *vtep,
				    const struct vtep_peer *peer)
{
	unsigned long heard = READ_ONCE(peer->heard);
	unsigned long first = READ_ONCE(peer->first);
	u32 mtu = vtep_output_mtu(vtep, &peer->key);

	return nla_put_u32(skb, VTEP_A_PEER_MACS, atomic_read(&peer->macs)) ||
	       (heard && vtep_genl_put_since(skb, VTEP_A_PEER_HEARD, heard,
					     VTEP_A_PEER_PAD)) ||
	       (first && vtep_genl_put_since(skb, VTEP_A_PEER_FIRST, first,
					     VTEP_A_PEER_PAD)) ||
	       nla_put_u32(skb, VTEP_A_PEER_LEARNED,
			   READ_ONCE(peer->learned.n)) ||
	       nla_put_u32(skb, VTEP_A_PEER_CONFIGURED,
			   atomic_read(&peer->configured)) ||
	       nla_put_u32(skb, VTEP_A_PEER_DAMPED, READ_ONCE(peer->damped)) ||
	       (mtu && nla_put_u32(skb, VTEP_A_PEER_MTU, mtu));
}

static int vtep_genl_put_peer(struct sk_buff *skb, struct netlink_callback *cb,
			      struct vtep *vtep, const struct vtep_peer *peer)
{
	struct vtep_counts __percpu *counts = vtep_peer_counts(peer);
	struct vtep_sums sums = {};
	void *hdr;

	hdr = vtep_genl_begin(skb, cb, VTEP_CMD_PEER_GET);
	if (!hdr)
		return -EMSGSIZE;

	if (counts)
		vtep_sum_counts(counts, &sums);

	if (nla_put_u32(skb, VTEP_A_PEER_IFINDEX, vtep->dev->ifindex) ||
	    vtep_genl_put_remote(skb, VTEP_A_PEER_REMOTE, &peer->key, 0) ||
	    vtep_genl_put_peer_facts(skb, vtep, peer) ||
	    (counts &&
	     vtep_genl_put_counters(skb, VTEP_A_PEER_COUNTERS, &sums))) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}

	vtep_genl_end(skb, cb, hdr);
	return 0;
}

/* Peers are in no order but their hash table's: the dump counts to where it
 * was. That no longer holds when the table has been resized, or peers have come
 * or gone, which the reader is told of.
 */
static int vtep_genl_fill_peers(struct sk_buff *skb,
				struct netlink_callback *cb, struct vtep *vtep)
{
	struct vtep_genl_cursor *cur = vtep_genl_cursor(cb);
	struct rhashtable *ht = &vtep->peers.table.ht;
	u32 changes = READ_ONCE(vtep->peers.changes);
	const struct vtep_peer *peer;
	struct rhashtable_iter it;
	u32 skip = cur->pos;
	int err = 0;

	if (cur->pos && (cur->list != rcu_access_pointer(ht->tbl) ||
			 cur->id != changes))
		vtep_genl_changed(cb);
	cur->list = rcu_access_pointer(ht->tbl);
	cur->id = changes;

	rhashtable_walk_enter(ht, &it);
	rhashtable_walk_start(&it);
	while (!err && (peer = rhashtable_walk_next(&it))) {
		if (IS_ERR(peer)) {
			/* Being resized just now; some may come twice. */
			vtep_genl_changed(cb);
			continue;
		}
		if (skip) {
			skip--;
			continue;
		}

		/* Groups are no remote VTEPs; group-get lists them. */
		if (!vtep_addr_is_multicast(&peer->key.addr))
			err = vtep_genl_put_peer(skb, cb, vtep, peer);
		if (!err)
			cur->pos++;
	}
	rhashtable_walk_stop(&it);
	rhashtable_walk_exit(&it);

	return err;
}

int vtep_nl_peer_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vtep_genl_dump(skb, cb,
			      genl_info_dump(cb)->attrs[VTEP_A_PEER_IFINDEX],
			      vtep_genl_fill_peers);
}

static int vtep_genl_put_drops(struct sk_buff *skb, const struct vtep *vtep)
{
	struct nlattr *nest;
	unsigned int i;

	for (i = 0; i < VTEP_DROP_MAX; i++) {
		nest = nla_nest_start(skb, VTEP_A_STATS_DROPS);
		if (!nest ||
		    nla_put_string(skb, VTEP_A_DROP_NAME,
				   vtep_drop_rows[i].name) ||
		    nla_put_u64_64bit(skb, VTEP_A_DROP_COUNT,
				      vtep_drop_sum(vtep, i),
				      VTEP_A_DROP_PAD))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}

	return 0;
}

/* Frames are counted by segment; drops by reason, since some know of no
 * segment.
 */
static void vtep_genl_sum_vtep(struct vtep *vtep, struct vtep_sums *sums)
{
	const struct vtep_vni *v;
	unsigned long vni;
	unsigned int i;

	vtep_for_each_vni(vtep, vni, v)
		vtep_sum_counts(v->counts, sums);

	sums->rx_dropped = 0;
	sums->tx_dropped = 0;
	for (i = 0; i < VTEP_DROP_MAX; i++) {
		if (vtep_drop_rows[i].scope == VTEP_SCOPE_RX)
			sums->rx_dropped += vtep_sum_drop(vtep->drops, i);
		else if (vtep_drop_rows[i].scope == VTEP_SCOPE_TX)
			sums->tx_dropped += vtep_sum_drop(vtep->drops, i);
	}
}

static int vtep_genl_fill_stats(struct sk_buff *skb,
				struct netlink_callback *cb, struct vtep *vtep)
{
	struct vtep_sums sums = {};
	void *hdr;

	hdr = vtep_genl_begin(skb, cb, VTEP_CMD_STATS_GET);
	if (!hdr)
		return -EMSGSIZE;

	vtep_genl_sum_vtep(vtep, &sums);

	if (nla_put_u32(skb, VTEP_A_STATS_IFINDEX, vtep->dev->ifindex) ||
	    vtep_genl_put_counters(skb, VTEP_A_STATS_COUNTERS, &sums) ||
	    vtep_genl_put_drops(skb, vtep) ||
	    nla_put_u32(skb, VTEP_A_STATS_LEARNED,
			atomic_read(&vtep->fdb.learned)) ||
	    nla_put_u32(skb, VTEP_A_STATS_LIMIT, READ_ONCE(vtep->fdb.limit)) ||
	    nla_put_u32(skb, VTEP_A_STATS_PEERS,
			vtep_peers_count(&vtep->peers))) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}

	vtep_genl_end(skb, cb, hdr);
	return 0;
}

int vtep_nl_stats_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	int ret;

	rtnl_lock();
	ret = vtep_genl_dump(skb, cb,
			     genl_info_dump(cb)->attrs[VTEP_A_STATS_IFINDEX],
			     vtep_genl_fill_stats);
	rtnl_unlock();

	return ret;
}
