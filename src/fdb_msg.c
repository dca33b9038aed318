// SPDX-License-Identifier: GPL-2.0
/* FDB entries as rtnetlink messages: notifications, dumps, single answers.
 *
 * One message per destination, laid out as other VXLAN-like devices do, so
 * that `bridge fdb` and routing daemons read them.
 */
#include "fdb_rtnl.h"
#include "fdb_priv.h"

struct vtep_fdb_msg {
	u32 portid;
	u32 seq;
	int type;
	int nlflags;
};

static size_t vtep_fdb_msg_size(void)
{
	return NLMSG_ALIGN(sizeof(struct ndmsg)) +
	       nla_total_size(sizeof(s32)) +		/* NDA_LINK_NETNSID */
	       nla_total_size(ETH_ALEN) +		/* NDA_LLADDR */
	       nla_total_size(sizeof(struct in6_addr)) + /* NDA_DST */
	       nla_total_size(sizeof(__be16)) +		/* NDA_PORT */
	       nla_total_size(sizeof(u32)) +		/* NDA_VNI */
	       nla_total_size(sizeof(u32)) +		/* NDA_IFINDEX */
	       nla_total_size(sizeof(u32)) +		/* NDA_SRC_VNI */
	       nla_total_size(sizeof(struct nda_cacheinfo));
}

static int vtep_fdb_put_remote(struct sk_buff *skb, const struct vtep *vtep,
			       const struct vtep_remote *r)
{
	const struct vtep_peer_key *key = &r->peer->key;

	if (nla_put(skb, NDA_DST, vtep_addr_len(&key->addr),
		    vtep_addr_data(&key->addr)))
		return -EMSGSIZE;

	if (key->port != vtep->cfg.port &&
	    nla_put_be16(skb, NDA_PORT, key->port))
		return -EMSGSIZE;

	if (r->vni && nla_put_u32(skb, NDA_VNI, r->vni))
		return -EMSGSIZE;

	if (key->ifindex && nla_put_u32(skb, NDA_IFINDEX, key->ifindex))
		return -EMSGSIZE;

	return 0;
}

static int vtep_fdb_put_times(struct sk_buff *skb,
			      const struct vtep_fdb_entry *f)
{
	u32 changed = div_u64(vtep_fdb_since_changed(f),
			      MSEC_PER_SEC / USER_HZ);
	struct nda_cacheinfo ci = {
		.ndm_used = changed,
		.ndm_updated = changed,
	};
	u32 silent;

	if (vtep_fdb_was_heard(f, &silent))
		ci.ndm_used = jiffies_to_clock_t(silent);

	return nla_put(skb, NDA_CACHEINFO, sizeof(ci), &ci);
}

/* @f towards @r; under RCU or fdb->lock. */
static int vtep_fdb_fill(struct sk_buff *skb, const struct vtep *vtep,
			 const struct vtep_fdb_entry *f,
			 const struct vtep_remote *r,
			 const struct vtep_fdb_msg *msg)
{
	struct net *net = dev_net(vtep->dev);
	struct nlmsghdr *nlh;
	struct ndmsg *ndm;

	nlh = nlmsg_put(skb, msg->portid, msg->seq, msg->type, sizeof(*ndm),
			msg->nlflags);
	if (!nlh)
		return -EMSGSIZE;

	ndm = nlmsg_data(nlh);
	memset(ndm, 0, sizeof(*ndm));
	ndm->ndm_family = AF_BRIDGE;
	ndm->ndm_state = f->state;
	ndm->ndm_ifindex = vtep->dev->ifindex;
	ndm->ndm_flags = NTF_SELF | f->flags;
	ndm->ndm_type = RTN_UNICAST;

	if (!net_eq(net, vtep->net) &&
	    nla_put_s32(skb, NDA_LINK_NETNSID, peernet2id(net, vtep->net)))
		goto cancel;

	if (nla_put(skb, NDA_LLADDR, ETH_ALEN, f->key.mac) ||
	    vtep_fdb_put_remote(skb, vtep, r))
		goto cancel;

	/* The one segment of attachment `id` goes without saying. */
	if (f->vni != READ_ONCE(vtep->seg) &&
	    nla_put_u32(skb, NDA_SRC_VNI, f->key.vni))
		goto cancel;

	if (vtep_fdb_put_times(skb, f))
		goto cancel;

	nlmsg_end(skb, nlh);
	return 0;

cancel:
	nlmsg_cancel(skb, nlh);
	return -EMSGSIZE;
}

/**
 * vtep_fdb_notify() - tell `bridge monitor fdb` of a change
 * @fdb: the FDB
 * @f: the entry
 * @r: its destination that came or goes
 * @type: RTM_NEWNEIGH or RTM_DELNEIGH
 *
 * Context: fdb->lock; or RTNL, of an entry that neither learning nor ageing
 *	touches.
 */
void vtep_fdb_notify(struct vtep_fdb *fdb, const struct vtep_fdb_entry *f,
		     const struct vtep_remote *r, int type)
{
	const struct vtep_fdb_msg msg = { .type = type };
	struct net *net = dev_net(fdb->dev);
	struct sk_buff *skb;
	int err;

	/* Learning is per frame: for nobody, nothing is built. */
	if (!rtnl_has_listeners(net, RTNLGRP_NEIGH) ||
	    !vtep_fdb_neigh_may(fdb, f))
		return;

	skb = nlmsg_new(vtep_fdb_msg_size(), VTEP_FDB_ATOMIC);
	if (!skb) {
		rtnl_set_sk_err(net, RTNLGRP_NEIGH, -ENOBUFS);
		return;
	}

	err = vtep_fdb_fill(skb, netdev_priv(fdb->dev), f, r, &msg);
	if (WARN_ON_ONCE(err)) {
		/* vtep_fdb_msg_size() forgot something. */
		kfree_skb(skb);
		rtnl_set_sk_err(net, RTNLGRP_NEIGH, err);
		return;
	}
	rtnl_notify(skb, net, 0, RTNLGRP_NEIGH, NULL, VTEP_FDB_ATOMIC);
}

/* Where a dump of one device stands, in the part of cb->args that rtnetlink
 * leaves to nobody.
 */
struct vtep_fdb_dump {
	struct vtep_fdb_msg msg;
	u32 id;			/* the entry to go on with, */
	unsigned int remote;	/* and its destination */
};

#define VTEP_DUMP_DEV		3	/* ifindex + 1 of the device, 0: none */
#define VTEP_DUMP_ID		4
#define VTEP_DUMP_REMOTE	5

/* All destinations of @f from d->remote on; under RCU. */
static int vtep_fdb_dump_entry(struct sk_buff *skb, const struct vtep *vtep,
			       const struct vtep_fdb_entry *f,
			       struct vtep_fdb_dump *d)
{
	const struct vtep_remotes *list = vtep_fdb_remotes(&vtep->fdb, f);
	struct vtep_remote r = {};
	int err;

	if (!list) {
		r.peer = vtep_fdb_peer(&vtep->fdb, f);
		return vtep_fdb_fill(skb, vtep, f, &r, &d->msg);
	}

	for (; d->remote < list->n; d->remote++) {
		err = vtep_fdb_fill(skb, vtep, f, &list->r[d->remote], &d->msg);
		if (err)
			return err;
	}
	return 0;
}

static int vtep_fdb_dump_all(struct sk_buff *skb, struct vtep *vtep,
			     struct vtep_fdb_dump *d)
{
	const struct vtep_fdb_entry *f;
	u32 next = d->id;
	int err = 0;

	rcu_read_lock();
	while ((f = vtep_fdb_next(&vtep->fdb, &next))) {
		/* Not the entry we stopped in: that one has gone. */
		if (f->id != d->id)
			d->remote = 0;
		d->id = f->id;

		err = vtep_fdb_dump_entry(skb, vtep, f, d);
		if (err)
			break;
		d->remote = 0;
		d->id = next;
	}
	rcu_read_unlock();
	return err;
}

/**
 * vtep_ndo_fdb_dump() - ndo_fdb_dump
 * @skb: where messages go
 * @cb: the dump; see below
 * @dev: the VTEP
 * @filter_dev: not used, only bridges have it
 * @idx: running number of the entries of this device and, before them, of
 *	those its bridge has for it
 *
 * rtnetlink would have each driver count from the first entry again for
 * every buffer and skip those below cb->args[2], which makes a dump quadratic.
 * We go on with the id of the entry we stopped at instead, and tell the
 * bridge, which does count, that its entries are all behind us.
 *
 * Context: RTNL.
 *
 * Return: 0, or -EMSGSIZE when @skb is full.
 */
int vtep_ndo_fdb_dump(struct sk_buff *skb, struct netlink_callback *cb,
		      struct net_device *dev, struct net_device *filter_dev,
		      int *idx)
{
	struct vtep_fdb_dump d = {
		.msg = {
			.portid = NETLINK_CB(cb->skb).portid,
			.seq = cb->nlh->nlmsg_seq,
			.type = RTM_NEWNEIGH,
			.nlflags = NLM_F_MULTI,
		},
	};
	int err;

	if (cb->args[VTEP_DUMP_DEV] == dev->ifindex + 1L) {
		d.id = cb->args[VTEP_DUMP_ID];
		d.remote = cb->args[VTEP_DUMP_REMOTE];
	}

	err = vtep_fdb_dump_all(skb, netdev_priv(dev), &d);
	if (err) {
		cb->args[VTEP_DUMP_DEV] = dev->ifindex + 1L;
		cb->args[VTEP_DUMP_ID] = d.id;
		cb->args[VTEP_DUMP_REMOTE] = d.remote;
		*idx = INT_MAX;
	} else {
		cb->args[VTEP_DUMP_DEV] = 0;
	}
	return err;
}

/**
 * vtep_ndo_fdb_get() - ndo_fdb_get
 * @skb: where the one message goes
 * @tb: attributes; rtnetlink lets none through but NDA_VNI, which we take
 *	for the segment's VNI
 * @dev: the VTEP
 * @addr: MAC
 * @vid: VLAN, which a VTEP's FDB does not know; not used
 * @portid: who asks
 * @seq: number of the question
 * @extack: says why not
 *
 * Context: RTNL.
 *
 * Return: 0 with the first destination in @skb, or -ENOENT.
 */
int vtep_ndo_fdb_get(struct sk_buff *skb, struct nlattr *tb[],
		     struct net_device *dev, const unsigned char *addr, u16 vid,
		     u32 portid, u32 seq, struct netlink_ext_ack *extack)
{
	const struct vtep_fdb_msg msg = {
		.portid = portid,
		.seq = seq,
		.type = RTM_NEWNEIGH,
	};
	struct vtep *vtep = netdev_priv(dev);
	const struct vtep_remotes *list;
	const struct vtep_fdb_entry *f;
	struct vtep_remote r = {};
	struct vtep_vni *v;
	int err;

	v = vtep_fdb_segment(vtep, tb[NDA_VNI], extack);
	if (IS_ERR(v))
		return PTR_ERR(v);

	rcu_read_lock();
	f = vtep_fdb_find(&vtep->fdb, v->vni, addr);
	if (!f) {
		NL_SET_ERR_MSG(extack, "No FDB entry with this MAC");
		err = -ENOENT;
		goto out;
	}

	list = vtep_fdb_remotes(&vtep->fdb, f);
	r.peer = vtep_fdb_peer(&vtep->fdb, f);
	err = vtep_fdb_fill(skb, vtep, f, list ? &list->r[0] : &r, &msg);
out:
	rcu_read_unlock();
	return err;
}
