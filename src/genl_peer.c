// SPDX-License-Identifier: GPL-2.0
/* Requests about a peer: that what was learned from it be forgotten, or all
 * that points to it.
 */
#include <linux/rtnetlink.h>

#include "generated/vtep_genl.h"
#include "genl_ask.h"

/* Whom the nest names: an address and, if it is not to be any, a port. */
static int vtep_genl_ask_peer(const struct vtep *vtep,
			      const struct nlattr *nest,
			      struct vtep_peer_key *key,
			      struct netlink_ext_ack *extack)
{
	struct nlattr *tb[VTEP_A_REMOTE_MAX + 1];
	struct in6_addr addr;
	u32 link = vtep->cfg.link;
	__be16 port = 0;
	int err;

	err = nla_parse_nested(tb, VTEP_A_REMOTE_MAX, nest,
			       vtep_remote_nl_policy, extack);
	if (err)
		return err;
	if (!tb[VTEP_A_REMOTE_ADDR]) {
		NL_SET_ERR_MSG_ATTR(extack, nest, "A peer without an address");
		return -EINVAL;
	}
	if (tb[VTEP_A_REMOTE_VNI]) {
		NL_SET_ERR_MSG_ATTR(extack, tb[VTEP_A_REMOTE_VNI],
				    "A peer is one for all VNIs");
		return -EINVAL;
	}
	err = vtep_genl_ask_addr(vtep, tb[VTEP_A_REMOTE_ADDR], &addr, extack);
	if (err)
		return err;
	if (vtep_addr_is_any(&addr) || vtep_addr_is_multicast(&addr)) {
		NL_SET_ERR_MSG_ATTR(extack, tb[VTEP_A_REMOTE_ADDR],
				    "A peer has a unicast address; groups are those of segments");
		return -EINVAL;
	}

	if (tb[VTEP_A_REMOTE_PORT]) {
		port = nla_get_be16(tb[VTEP_A_REMOTE_PORT]);
		if (!port) {
			NL_SET_ERR_MSG_ATTR(extack, tb[VTEP_A_REMOTE_PORT],
					    "0 is no UDP port");
			return -EINVAL;
		}
	}
	if (tb[VTEP_A_REMOTE_IFINDEX])
		link = nla_get_u32(tb[VTEP_A_REMOTE_IFINDEX]);
	vtep_peer_key_init(key, &addr, port, link);
	/* Of those at the address, the one that `via` made another peer. */
	if (tb[VTEP_A_REMOTE_IFINDEX])
		key->ifindex = link;
	return 0;
}

static int vtep_genl_do_peer(struct genl_info *info,
			     int (*fn)(struct vtep *vtep,
				       const struct vtep_peer_key *key,
				       struct netlink_ext_ack *extack))
{
	const struct nlattr *nest = info->attrs[VTEP_A_PEER_REMOTE];
	struct vtep_peer_key key;
	struct vtep *vtep;
	int err;

	if (GENL_REQ_ATTR_CHECK(info, VTEP_A_PEER_REMOTE)) {
		GENL_SET_ERR_MSG(info, "The peer's address is missing");
		return -EINVAL;
	}

	rtnl_lock();
	vtep = vtep_genl_ask_vtep(info, VTEP_A_PEER_IFINDEX);
	err = PTR_ERR_OR_ZERO(vtep);
	if (!err)
		err = vtep_genl_ask_peer(vtep, nest, &key, info->extack);
	if (!err && !vtep_peers_have(&vtep->peers, &key)) {
		NL_SET_ERR_MSG_ATTR(info->extack, nest,
				    "The VTEP knows no such peer");
		err = -ENOENT;
	}
	if (!err)
		err = fn(vtep, &key, info->extack);
	rtnl_unlock();
	return err;
}

static int vtep_genl_flush_peer(struct vtep *vtep,
				const struct vtep_peer_key *key,
				struct netlink_ext_ack *extack)
{
	struct vtep_fdb_filter filter = {
		.peer = key,
		.keep_configured = true,
	};

	vtep_fdb_flush(&vtep->fdb, &filter);
	return 0;
}

int vtep_nl_peer_flush_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vtep_genl_do_peer(info, vtep_genl_flush_peer);
}

/* Does anything configured point to it? */
static bool vtep_genl_leads_to(struct vtep *vtep,
			       const struct vtep_peer_key *key)
{
	const struct vtep_peer *peer;
	bool leads;

	rcu_read_lock();
	if (key->port) {
		peer = vtep_peer_find(&vtep->peers, key);
		leads = peer && atomic_read(&peer->configured);
	} else {
		leads = vtep_peer_known(&vtep->peers, key);
	}
	rcu_read_unlock();
	return leads;
}

/* Is it the `remote` of `ip link`? */
static bool vtep_genl_is_remote(const struct vtep *vtep,
				const struct vtep_peer_key *key)
{
	const struct vtep_peer_key remote = {
		.addr		= vtep->cfg.remote,
		.port		= vtep->cfg.port,
		.ifindex	= vtep->cfg.link,
	};

	return vtep_peer_key_means(key, &remote);
}

/* All that points to it, by whatever configuration: the flood list, and with
 * it what `ip link` shows as the remote, too.
 */
static int vtep_genl_del_peer(struct vtep *vtep,
			      const struct vtep_peer_key *key,
			      struct netlink_ext_ack *extack)
{
	struct vtep_fdb_filter filter = { .peer = key };
	struct vtep_live *live;

	live = vtep_live_alloc();
	if (!live)
		return -ENOMEM;

	/* Frames that come meanwhile may be learned from again. */
	vtep_fdb_flush(&vtep->fdb, &filter);
	if (vtep_genl_leads_to(vtep, key)) {
		NL_SET_ERR_MSG(extack,
			       "No memory for what is left of a list of destinations; try again");
		kfree(live);
		return -ENOMEM;
	}

	if (vtep_genl_is_remote(vtep, key))
		vtep->cfg.remote = in6addr_any;
	vtep_live_set(vtep, live);
	return 0;
}

int vtep_nl_peer_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vtep_genl_do_peer(info, vtep_genl_del_peer);
}
