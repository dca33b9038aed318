// SPDX-License-Identifier: GPL-2.0
/* rtnl_link_ops of kind "vtep": `ip link add`, `set`, `del` and `show`. */
#include <linux/etherdevice.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <net/l3mdev.h>
#include <net/netlink.h>
#include <net/rtnetlink.h>

#include <vtep/newlink.h>

#include "device.h"
#include "link.h"
#include "netns.h"
#include "segment.h"

static int vtep_validate(struct nlattr *tb[], struct nlattr *data[],
			 struct netlink_ext_ack *extack)
{
	const struct nlattr *addr = tb[IFLA_ADDRESS];

	if (!addr)
		return 0;
	if (nla_len(addr) != ETH_ALEN) {
		NL_SET_ERR_MSG_ATTR(extack, addr,
				    "address: not an Ethernet address");
		return -EINVAL;
	}
	if (!is_valid_ether_addr(nla_data(addr))) {
		NL_SET_ERR_MSG_ATTR(extack, addr,
				    "address: not a unicast Ethernet address");
		return -EADDRNOTAVAIL;
	}
	return 0;
}

/* The end: whoever receives must not find the VTEP any more; what frames on
 * their way use goes in ndo_uninit, a grace period later.
 */
static void vtep_dellink(struct net_device *dev, struct list_head *head)
{
	struct vtep *vtep = netdev_priv(dev);

	vtep_netns_del(vtep);
	vtep_segments_hide(vtep);
	if (vtep->link_dev)
		netdev_upper_dev_unlink(vtep->link_dev, dev);
	vtep->link_dev = NULL;
	vtep->lower = NULL;
	unregister_netdevice_queue(dev, head);
}

/* The core's refusals to stack devices come without words. */
static void vtep_say_stacking(int err, const struct nlattr *attr,
			      struct netlink_ext_ack *extack)
{
	if (!extack || extack->_msg)
		return;
	if (err == -EBUSY)
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "dev: stands upon this VTEP");
	else if (err == -EMLINK)
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "dev: too many devices stand upon each other");
}

/* Creation */

static int vtep_new_cfg(struct vtep *vtep, struct nlattr *tb[],
			struct nlattr *data[], struct netlink_ext_ack *extack)
{
	struct vtep_cfg *cfg = &vtep->cfg;
	int err;

	if (!data) {
		NL_SET_ERR_MSG(extack, "id: a VTEP needs a VNI");
		return -EINVAL;
	}

	vtep_link_defaults(cfg);
	err = vtep_link_parse(cfg, data, false, extack);
	if (err)
		return err;
	err = vtep_link_check_attach(cfg, data, extack);
	if (err)
		return err;

	/* `ip link add link eth0` is reported like `dev eth0`; take it, too. */
	if (tb[IFLA_LINK]) {
		int link = nla_get_u32(tb[IFLA_LINK]);

		if (data[IFLA_VXLAN_LINK] && link != cfg->link) {
			NL_SET_ERR_MSG_ATTR(extack, tb[IFLA_LINK],
					    "link: is another device than dev");
			return -EINVAL;
		}
		cfg->link = link;
	}
	return vtep_link_check(vtep, cfg, data, extack);
}

/* Takes any VNI? */
static bool vtep_link_open(const struct vtep_cfg *cfg)
{
	return cfg->attach == VTEP_ATTACHMENT_EXTERNAL && !cfg->vnifilter;
}

/* The socket of the underlay, with the VNI free on it. */
static int vtep_new_sock(struct vtep *vtep, struct nlattr *data[],
			 struct netlink_ext_ack *extack)
{
	const struct vtep_cfg *cfg = &vtep->cfg;
	struct vtep_sock *vs;
	int l3mdev = 0;
	int err = 0;

	if (cfg->link)
		l3mdev = l3mdev_master_upper_ifindex_by_index(vtep->net,
							      cfg->link);
	vs = vtep_sock_get(vtep->net, cfg->family, cfg->port, l3mdev,
			   &vtep_decap_ops, extack);
	if (IS_ERR(vs))
		return PTR_ERR(vs);

	if (cfg->attach == VTEP_ATTACHMENT_ID)
		err = vtep_segment_check(vs, cfg->vni, data[IFLA_VXLAN_ID],
					 extack);
	else if (vtep_link_open(cfg))
		err = vtep_segment_check(vs, VTEP_VNI_ANY, NULL, extack);
	if (err) {
		vtep_sock_put(vs);
		return err;
	}
	vtep->sock = vs;
	return 0;
}

/* The administrator's MTU was put into the fresh device by rtnetlink. */
static int vtep_new_mtu(struct vtep *vtep, const struct nlattr *attr,
			struct netlink_ext_ack *extack)
{
	unsigned int mtu = vtep->dev->mtu, max;

	vtep->user_mtu = attr;
	vtep_underlay_bind(vtep);
	max = vtep_underlay_max_mtu(vtep);
	if (!attr || mtu <= max)
		return 0;
	NL_SET_ERR_MSG_ATTR_FMT(extack, attr,
				"mtu: the underlay carries at most %u", max);
	return -EINVAL;
}

/* The segment a VTEP has from the start, if it has one. */
static int vtep_new_segment(struct vtep *vtep, struct netlink_ext_ack *extack)
{
	bool open = vtep_link_open(&vtep->cfg);
	struct in6_addr remote = vtep->cfg.remote;
	struct vtep_segment_conf conf;
	struct vtep_vni *v;

	if (vtep->cfg.attach != VTEP_ATTACHMENT_ID && !open)
		return 0;

	vtep_segment_conf_init(vtep, open ? VTEP_VNI_ANY : vtep->cfg.vni,
			       &conf);
	/* The same MAC in two VNIs is two MACs: none is learned for all. */
	if (open)
		conf.learning = false;
	v = vtep_segment_add(vtep, &conf, extack);
	if (IS_ERR(v))
		return PTR_ERR(v);
	if (open) {
		WRITE_ONCE(vtep->any, v);
		return 0;
	}
	WRITE_ONCE(vtep->seg, v);

	return vtep_segment_set_remote(vtep, v, &in6addr_any, 0, &remote);
}

static int vtep_newlink(struct net *src_net, struct net_device *dev,
			struct nlattr *tb[], struct nlattr *data[],
			struct netlink_ext_ack *extack)
{
	struct vtep *vtep = netdev_priv(dev);
	struct net_device *link = NULL;
	int err;

	vtep->net = src_net;
	err = vtep_new_cfg(vtep, tb, data, extack);
	if (err)
		return err;
	if (vtep->cfg.link)
		link = __dev_get_by_index(src_net, vtep->cfg.link);
	vtep->link_dev = link;
	err = vtep_new_sock(vtep, data, extack);
	if (err)
		return err;
	err = vtep_new_mtu(vtep, tb[IFLA_MTU], extack);
	if (err)
		goto sock;
	err = register_netdevice(dev);
	if (err)
		goto sock;

	vtep->link_dev = NULL;
	if (link) {
		/* Keeps VTEPs from standing upon themselves. */
		err = netdev_upper_dev_link(link, dev, extack);
		if (err) {
			vtep_say_stacking(err, data[IFLA_VXLAN_LINK], extack);
			goto del;
		}
		vtep->link_dev = link;
	}
	err = vtep_new_segment(vtep, extack);
	if (err)
		goto del;
	vtep_netns_add(vtep);
	/* Once more: only now it can take over what is up with the underlay. */
	vtep_underlay_bind(vtep);
	return 0;

del:
	vtep_dellink(dev, NULL);
	return err;
sock:
	if (vtep->sock)	/* NULL: registering failed late, ndo_uninit did it */
		vtep_sock_put(vtep->sock);
	vtep->sock = NULL;
	return err;
}

/* Change: everything that can fail comes before anything that shows. */

/* The settings as they are: those of the segment can be changed there, too. */
static void vtep_present_cfg(const struct vtep *vtep, struct vtep_cfg *cfg)
{
	const struct vtep_vni *v = vtep->seg;

	*cfg = vtep->cfg;
	if (!v)
		return;
	cfg->learning = READ_ONCE(v->learning);
	cfg->ageing = READ_ONCE(v->ageing);
}

/* Stand upon @link instead: asked for, then done or not done. */
static int vtep_link_prepare(struct vtep *vtep, struct net_device *link,
			     const struct nlattr *attr,
			     struct netlink_ext_ack *extack)
{
	int err;

	if (!link || link == vtep->link_dev)
		return 0;
	err = netdev_adjacent_change_prepare(vtep->link_dev, link, vtep->dev,
					     extack);
	if (err)
		vtep_say_stacking(err, attr, extack);
	return err;
}

static void vtep_link_abort(struct vtep *vtep, struct net_device *link)
{
	if (link && link != vtep->link_dev)
		netdev_adjacent_change_abort(vtep->link_dev, link, vtep->dev);
}

static void vtep_link_commit(struct vtep *vtep, struct net_device *link)
{
	if (link == vtep->link_dev)
		return;
	if (link)
		netdev_adjacent_change_commit(vtep->link_dev, link, vtep->dev);
	else
		netdev_upper_dev_unlink(vtep->link_dev, vtep->dev);
	vtep->link_dev = link;
}

/* @live, with room for them, takes the settings to the frames. */
static void vtep_apply_cfg(struct vtep *vtep, const struct vtep_cfg *cfg,
			   struct vtep_live *live)
{
	struct vtep_vni *v = vtep->seg;
	bool ageing = v && v->ageing != cfg->ageing;

	vtep->cfg = *cfg;
	vtep_live_set(vtep, live);

	if (v) {
		WRITE_ONCE(v->learning, cfg->learning);
		WRITE_ONCE(v->ageing, cfg->ageing);
	}
	WRITE_ONCE(vtep->fdb.limit, cfg->limit);
	if (ageing)
		vtep_fdb_ageing_changed(&vtep->fdb);

	vtep_underlay_bind(vtep);
	/* Routes depend on local, dev and tos; those of frames that go by the
	 * old ones still, too.
	 */
	synchronize_net();
	vtep_peers_reset_routes(&vtep->peers);
}

static int vtep_changelink(struct net_device *dev, struct nlattr *tb[],
			   struct nlattr *data[],
			   struct netlink_ext_ack *extack)
{
	struct vtep *vtep = netdev_priv(dev);
	int old_link = vtep->cfg.link;
	struct net_device *link;
	struct vtep_live *live;
	struct vtep_cfg cfg;
	int err;

	err = vtep_may_change(vtep, extack);
	if (err)
		return err;
	if (!data)
		return 0;

	vtep_present_cfg(vtep, &cfg);
	err = vtep_link_parse(&cfg, data, true, extack);
	if (err)
		return err;
	err = vtep_link_check(vtep, &cfg, data, extack);
	if (err)
		return err;

	live = vtep_live_alloc();
	if (!live)
		return -ENOMEM;
	link = cfg.link ? __dev_get_by_index(vtep->net, cfg.link) : NULL;
	err = vtep_link_prepare(vtep, link, data[IFLA_VXLAN_LINK], extack);
	if (err)
		goto free;
	WRITE_ONCE(vtep->cfg.link, cfg.link);
	if (vtep->seg)
		err = vtep_segment_set_remote(vtep, vtep->seg,
					      &vtep->cfg.remote, old_link,
					      &cfg.remote);
	else if (cfg.link != old_link)
		err = vtep_segments_relink(vtep, old_link);
	if (err == -ENOSPC)
		NL_SET_ERR_MSG(extack,
			       "The flood list has 4096 destinations already");
	if (err) {
		WRITE_ONCE(vtep->cfg.link, old_link);
		vtep_link_abort(vtep, link);
		goto free;
	}
	vtep_link_commit(vtep, link);
	vtep_apply_cfg(vtep, &cfg, live);
	return 0;

free:
	kfree(live);
	return err;
}

static size_t vtep_get_size(const struct net_device *dev)
{
	return vtep_link_attrs_size();
}

static int vtep_fill_info(struct sk_buff *skb, const struct net_device *dev)
{
	struct vtep_cfg cfg;

	vtep_present_cfg(netdev_priv(dev), &cfg);
	return vtep_link_attrs_fill(skb, &cfg);
}

static struct net *vtep_get_link_net(const struct net_device *dev)
{
	const struct vtep *vtep = netdev_priv(dev);

	return READ_ONCE(vtep->net);
}

struct rtnl_link_ops vtep_link_ops __read_mostly = {
	.kind		= VTEP_KIND,
	.maxtype	= VTEP_LINK_NEST,
	.policy		= vtep_link_policy,
	.priv_size	= sizeof(struct vtep),
	.setup		= vtep_device_setup,
	.validate	= vtep_validate,
	.newlink	= vtep_compat_newlink,
	.changelink	= vtep_changelink,
	.dellink	= vtep_dellink,
	.get_size	= vtep_get_size,
	.fill_info	= vtep_fill_info,
	.get_link_net	= vtep_get_link_net,
};

/**
 * vtep_link_init() - let VTEPs be created
 */
int __init vtep_link_init(void)
{
	vtep_link_policy_init();
	return rtnl_link_register(&vtep_link_ops);
}

/**
 * vtep_link_exit() - delete all VTEPs and let no more be created
 */
void vtep_link_exit(void)
{
	rtnl_link_unregister(&vtep_link_ops);
}
