// SPDX-License-Identifier: GPL-2.0
/* Messages of the generic netlink family; see genl_msg.h. */
#include "generated/vtep_genl.h"
#include "genl_msg.h"

/**
 * vtep_genl_begin() - begin an item of a dump
 * @skb: message buffer
 * @cb: the dump
 * @cmd: command it answers
 *
 * Return: header for vtep_genl_end() or genlmsg_cancel(); NULL when full.
 */
void *vtep_genl_begin(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd)
{
	return genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
			   &vtep_nl_family, NLM_F_MULTI, cmd);
}

/**
 * vtep_genl_end() - complete an item of a dump
 * @skb: message buffer
 * @cb: the dump
 * @hdr: header of vtep_genl_begin()
 */
void vtep_genl_end(struct sk_buff *skb, struct netlink_callback *cb, void *hdr)
{
	genl_dump_check_consistent(cb, hdr);
	genlmsg_end(skb, hdr);
}

/**
 * vtep_genl_put_item() - an item of a dump, or its rest, or a part of that
 * @skb: message buffer
 * @cb: the dump, whose cursor counts what of the list is said
 * @item: how to say it
 * @obj: of what
 * @goes_on: its facts and the first part of its list are said
 *
 * Context: that of the functions of @item.
 *
 * Return: 0 when all is said, -EMSGSIZE when there is more.
 */
int vtep_genl_put_item(struct sk_buff *skb, struct netlink_callback *cb,
		       const struct vtep_genl_item *item, const void *obj,
		       bool goes_on)
{
	struct vtep_genl_cursor *cur = vtep_genl_cursor(cb);
	u32 sent = cur->sent;
	void *hdr;
	int err;

	hdr = vtep_genl_begin(skb, cb, item->cmd);
	if (!hdr)
		return -EMSGSIZE;

	if (item->name(skb, cur, obj))
		goto cancel;
	if (!goes_on && item->facts && item->facts(skb, obj))
		goto cancel;

	err = item->list(skb, cb, obj);
	if (err && cur->sent == sent)
		goto cancel;

	vtep_genl_end(skb, cb, hdr);
	return err;

cancel:
	genlmsg_cancel(skb, hdr);
	return -EMSGSIZE;
}

/**
 * vtep_genl_changed() - the place where a dump stopped is not what it was
 * @cb: the dump, whose next item or end is marked NLM_F_DUMP_INTR
 */
void vtep_genl_changed(struct netlink_callback *cb)
{
	cb->seq++;
}

/**
 * vtep_genl_put_since() - milliseconds since a moment
 * @skb: message buffer
 * @type: attribute
 * @stamp: the moment, in jiffies; read before
 * @pad: padding attribute of the set
 *
 * Return: 0 or -EMSGSIZE.
 */
int vtep_genl_put_since(struct sk_buff *skb, int type, unsigned long stamp,
			int pad)
{
	unsigned long now = jiffies;

	/* Another CPU may have made it this very moment. */
	if (time_after(stamp, now))
		now = stamp;

	return nla_put_u64_64bit(skb, type, jiffies64_to_msecs(now - stamp),
				 pad);
}

/**
 * vtep_genl_put_counters() - counters as a nest
 * @skb: message buffer
 * @type: attribute of the nest
 * @sums: the counters
 *
 * Return: 0 or -EMSGSIZE, which leaves nothing of the nest.
 */
int vtep_genl_put_counters(struct sk_buff *skb, int type,
			   const struct vtep_sums *sums)
{
	const struct {
		int type;
		u64 value;
	} rows[] = {
		{ VTEP_A_COUNTERS_RX_PACKETS, sums->rx_packets },
		{ VTEP_A_COUNTERS_RX_BYTES, sums->rx_bytes },
		{ VTEP_A_COUNTERS_RX_BUM, sums->rx_bum },
		{ VTEP_A_COUNTERS_RX_DROPPED, sums->rx_dropped },
		{ VTEP_A_COUNTERS_TX_PACKETS, sums->tx_packets },
		{ VTEP_A_COUNTERS_TX_BYTES, sums->tx_bytes },
		{ VTEP_A_COUNTERS_TX_BUM, sums->tx_bum },
		{ VTEP_A_COUNTERS_TX_DROPPED, sums->tx_dropped },
	};
	struct nlattr *nest;
	unsigned int i;

	nest = nla_nest_start(skb, type);
	if (!nest)
		return -EMSGSIZE;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		if (nla_put_u64_64bit(skb, rows[i].type, rows[i].value,
				      VTEP_A_COUNTERS_PAD)) {
			nla_nest_cancel(skb, nest);
			return -EMSGSIZE;
		}
	}

	nla_nest_end(skb, nest);
	return 0;
}

/**
 * vtep_genl_put_remote() - one destination as a nest
 * @skb: message buffer
 * @type: attribute of the nest
 * @key: peer
 * @vni: VNI on the wire, 0 for the segment's own
 *
 * Return: 0 or -EMSGSIZE, which leaves nothing of the nest.
 */
int vtep_genl_put_remote(struct sk_buff *skb, int type,
			 const struct vtep_peer_key *key, u32 vni)
{
	struct nlattr *nest;

	nest = nla_nest_start(skb, type);
	if (!nest)
		return -EMSGSIZE;

	if (nla_put(skb, VTEP_A_REMOTE_ADDR, vtep_addr_len(&key->addr),
		    vtep_addr_data(&key->addr)) ||
	    nla_put_be16(skb, VTEP_A_REMOTE_PORT, key->port) ||
	    (vni && nla_put_u32(skb, VTEP_A_REMOTE_VNI, vni)) ||
	    (key->ifindex &&
	     nla_put_u32(skb, VTEP_A_REMOTE_IFINDEX, key->ifindex))) {
		nla_nest_cancel(skb, nest);
		return -EMSGSIZE;
	}

	nla_nest_end(skb, nest);
	return 0;
}

/**
 * vtep_genl_goes_on() - is this the rest of a list begun in another message?
 * @cb: the dump
 * @list: list of the item that is said next, or NULL
 *
 * Lists are never changed but replaced, so that another one is told by its
 * address. It is begun again, and the reader told.
 *
 * Return: true if so; false if @list is said from its start.
 */
bool vtep_genl_goes_on(struct netlink_callback *cb, const void *list)
{
	struct vtep_genl_cursor *cur = vtep_genl_cursor(cb);

	if (cur->sent && cur->list != list) {
		cur->sent = 0;
		vtep_genl_changed(cb);
	}
	cur->list = list;

	return cur->sent;
}

/**
 * vtep_genl_put_remotes() - as much of a list of destinations as fits
 * @skb: message buffer
 * @cb: the dump, whose cursor counts those sent
 * @type: attribute of each destination's nest
 * @list: the list given to vtep_genl_goes_on(), or NULL
 *
 * Context: RCU read section that @list was read in.
 *
 * Return: 0 when the list has been said to its end; -EMSGSIZE when the rest,
 *	from the cursor's @sent on, is to follow in the next message.
 */
int vtep_genl_put_remotes(struct sk_buff *skb, struct netlink_callback *cb,
			  int type, const struct vtep_remotes *list)
{
	struct vtep_genl_cursor *cur = vtep_genl_cursor(cb);

	for (; list && cur->sent < list->n; cur->sent++)
		if (vtep_genl_put_remote(skb, type,
					 &list->r[cur->sent].peer->key,
					 list->r[cur->sent].vni))
			return -EMSGSIZE;

	cur->sent = 0;
	return 0;
}

/* The one VTEP a dump was asked for; NULL when it went away halfway. */
static struct net_device *vtep_genl_only(struct net *net,
					 struct netlink_callback *cb,
					 const struct nlattr *only)
{
	struct net_device *dev;

	dev = dev_get_by_index_rcu(net, nla_get_u32(only));
	if (dev && netif_is_vtep(dev))
		return dev;

	if (vtep_genl_cursor(cb)->ifindex) {
		vtep_genl_changed(cb);
		return NULL;
	}

	if (dev) {
		NL_SET_ERR_MSG_ATTR(cb->extack, only,
				    "The interface is not a VTEP");
		return ERR_PTR(-EOPNOTSUPP);
	}

	NL_SET_ERR_MSG_ATTR(cb->extack, only, "No interface with this index");
	return ERR_PTR(-ENODEV);
}

/* The device a dump of all VTEPs goes on with. */
static struct net_device *vtep_genl_resume(struct net *net,
					   struct netlink_callback *cb)
{
	struct vtep_genl_cursor *cur = vtep_genl_cursor(cb);
	struct net_device *dev;

	if (!cur->ifindex) {
		for_each_netdev_rcu(net, dev)
			return dev;
		return NULL;
	}

	dev = dev_get_by_index_rcu(net, cur->ifindex);
	if (dev && netif_is_vtep(dev))
		return dev;

	/* It went away meanwhile. Devices are listed as they came, which is
	 * nearly always the order of their indices.
	 */
	vtep_genl_changed(cb);
	for_each_netdev_rcu(net, dev)
		if (dev->ifindex > cur->ifindex)
			return dev;
	return NULL;
}

static int vtep_genl_dump_devs(struct sk_buff *skb,
			       struct netlink_callback *cb,
			       const struct nlattr *only,
			       vtep_genl_fill_fn fill)
{
	struct vtep_genl_cursor *cur = vtep_genl_cursor(cb);
	struct net *net = sock_net(cb->skb->sk);
	struct net_device *dev;
	int err;

	dev = only ? vtep_genl_only(net, cb, only) : vtep_genl_resume(net, cb);
	if (IS_ERR(dev))
		return PTR_ERR(dev);

	for (; dev; dev = only ? NULL : next_net_device_rcu(dev)) {
		if (!netif_is_vtep(dev))
			continue;

		if (cur->ifindex != dev->ifindex) {
			memset(cur, 0, sizeof(*cur));
			cur->ifindex = dev->ifindex;
		}

		err = fill(skb, cb, netdev_priv(dev));
		if (err)
			return err;
	}

	cur->done = true;
	return 0;
}

/**
 * vtep_genl_dump() - fill the next message of a dump, VTEP by VTEP
 * @skb: message buffer
 * @cb: the dump
 * @only: attribute with the one VTEP's ifindex; NULL: all of the reader's
 *	network namespace
 * @fill: says what is to be said of a VTEP
 *
 * Context: any; RTNL if @fill needs it. Enters an RCU read section.
 *
 * Return: as a dumpit handler.
 */
int vtep_genl_dump(struct sk_buff *skb, struct netlink_callback *cb,
		   const struct nlattr *only, vtep_genl_fill_fn fill)
{
	int err = 0;

	/* 0 would not do: zero is "never compared" to the netlink core. */
	if (!cb->seq)
		cb->seq = 1;

	rcu_read_lock();
	if (!vtep_genl_cursor(cb)->done)
		err = vtep_genl_dump_devs(skb, cb, only, fill);
	rcu_read_unlock();

	return vtep_genl_dump_ret(skb, err);
}

/**
 * vtep_genl_dump_ret() - what a dumpit handler returns
 * @skb: message buffer
 * @err: 0, -EMSGSIZE when the message is full, or another error
 *
 * Return: length of the message while there is more to be asked for, 0 at
 *	the end, or an error; a full message is one only if nothing is in it.
 */
int vtep_genl_dump_ret(const struct sk_buff *skb, int err)
{
	if (err && err != -EMSGSIZE)
		return err;
	return skb->len ?: err;
}
