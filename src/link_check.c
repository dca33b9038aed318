// SPDX-License-Identifier: GPL-2.0
/* Do the settings of a VTEP agree with each other and with the underlay? */
#include <linux/inetdevice.h>
#include <net/addrconf.h>
#include <net/l3mdev.h>
#include <net/route.h>

#include <linux/vtep.h>

#include "link.h"

/* The attribute that gave an address, whichever family it is of. */
static const struct nlattr *vtep_attr_remote(struct nlattr *data[])
{
	return data[IFLA_VXLAN_GROUP] ?: data[IFLA_VXLAN_GROUP6];
}

static const struct nlattr *vtep_attr_local(struct nlattr *data[])
{
	return data[IFLA_VXLAN_LOCAL] ?: data[IFLA_VXLAN_LOCAL6];
}

/* Broadcast is what the routing tables say it is. A namespace that never had
 * an address has no table, and every address counts as broadcast: even one
 * that cannot be.
 */
static bool vtep_is_broadcast(const struct vtep *vtep,
			      const struct vtep_cfg *cfg,
			      const struct in6_addr *addr)
{
	const __be32 never = htonl(INADDR_LOOPBACK);
	struct net *net = vtep->net;
	struct net_device *dev = NULL;
	__be32 ip;

	if (vtep_addr_family(addr) != AF_INET)
		return false;
	ip = vtep_addr_get4(addr);
	if (ipv4_is_lbcast(ip))
		return true;

	if (cfg->link)
		dev = __dev_get_by_index(net, cfg->link);
	return inet_addr_type_dev_table(net, dev, ip) == RTN_BROADCAST &&
	       inet_addr_type_dev_table(net, dev, never) != RTN_BROADCAST;
}

static int vtep_check_local(const struct vtep *vtep,
			    const struct vtep_cfg *cfg, struct nlattr *data[],
			    struct netlink_ext_ack *extack)
{
	const struct nlattr *attr = vtep_attr_local(data);

	if (vtep_addr_is_any(&cfg->local))
		return 0;
	if (vtep_addr_is_multicast(&cfg->local)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "local: is a multicast address");
		return -EINVAL;
	}
	if (vtep_is_broadcast(vtep, cfg, &cfg->local)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "local: is a broadcast address");
		return -EINVAL;
	}
	if (vtep_addr_is_linklocal(&cfg->local) && !cfg->link) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "local: a link-local address needs dev");
		return -EINVAL;
	}
	return 0;
}

static int vtep_check_remote(const struct vtep *vtep,
			     const struct vtep_cfg *cfg, struct nlattr *data[],
			     struct netlink_ext_ack *extack)
{
	const struct nlattr *attr = vtep_attr_remote(data);

	if (vtep_addr_is_any(&cfg->remote))
		return 0;
	/* `dev` may be what is being taken away */
	if (!attr)
		attr = data[IFLA_VXLAN_LINK];
	if (vtep_is_broadcast(vtep, cfg, &cfg->remote)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "remote: is a broadcast address");
		return -EINVAL;
	}
	if (ipv6_addr_equal(&cfg->remote, &cfg->local)) {
		NL_SET_ERR_MSG_ATTR(extack, attr ?: vtep_attr_local(data),
				    "remote: is the local address");
		return -EINVAL;
	}
	if (vtep_addr_is_multicast(&cfg->remote) && !cfg->link) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "group: a multicast group needs dev");
		return -EINVAL;
	}
	if (vtep_addr_is_linklocal(&cfg->remote) && !cfg->link) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "remote: a link-local address needs dev");
		return -EINVAL;
	}
	if (vtep_addr_is_linklocal(&cfg->local) &&
	    !vtep_addr_is_linklocal(&cfg->remote) &&
	    !vtep_addr_is_multicast(&cfg->remote)) {
		NL_SET_ERR_MSG_ATTR(extack, attr ?: vtep_attr_local(data),
				    "remote: cannot be reached from a link-local address");
		return -EINVAL;
	}
	return 0;
}

static bool vtep_ipv6_disabled(const struct net_device *dev)
{
#if IS_ENABLED(CONFIG_IPV6)
	const struct inet6_dev *idev = __in6_dev_get(dev);

	return idev && idev->cnf.disable_ipv6;
#else
	return true;
#endif
}

static int vtep_check_link(const struct vtep *vtep, const struct vtep_cfg *cfg,
			   struct nlattr *data[],
			   struct netlink_ext_ack *extack)
{
	const struct nlattr *attr = data[IFLA_VXLAN_LINK];
	struct net_device *dev;

	if (!cfg->link)
		return 0;
	dev = __dev_get_by_index(vtep->net, cfg->link);
	if (!dev) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "dev: not found in the underlay's namespace");
		return -ENODEV;
	}
	if (dev == vtep->dev) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "dev: is the VTEP itself");
		return -ELOOP;
	}
	if (netif_is_l3_master(dev) && vtep_addr_is_multicast(&cfg->remote)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "dev: a group is joined on a device, not on a VRF; name the port");
		return -EINVAL;
	}
	if (cfg->family == AF_INET6 && vtep_ipv6_disabled(dev)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "dev: IPv6 is disabled on it");
		return -EPERM;
	}
	return 0;
}

/* The socket is bound to the L3 domain; it is open when the VTEP exists. */
static int vtep_check_l3mdev(const struct vtep *vtep,
			     const struct vtep_cfg *cfg, struct nlattr *data[],
			     struct netlink_ext_ack *extack)
{
	int l3mdev = 0;

	if (!vtep->sock || cfg->link == vtep->cfg.link)
		return 0;
	if (cfg->link)
		l3mdev = l3mdev_master_upper_ifindex_by_index(vtep->net,
							      cfg->link);
	if (l3mdev == vtep->sock->l3mdev)
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, data[IFLA_VXLAN_LINK],
			    "dev: is in another VRF; create the VTEP anew");
	return -EOPNOTSUPP;
}

/* An attribute of our own nest, to blame it. */
static const struct nlattr *vtep_attr_nested(struct nlattr *data[], int type)
{
	const struct nlattr *nest = data[VTEP_LINK_NEST];

	return nest ? nla_find_nested(nest, type) : NULL;
}

/**
 * vtep_link_check_attach() - judge the attachment of a VTEP to be made
 * @cfg: settings
 * @data: attributes they came from, to blame one
 * @extack: for the reason of a refusal
 *
 * Return: 0 or -EINVAL.
 */
int vtep_link_check_attach(const struct vtep_cfg *cfg, struct nlattr *data[],
			   struct netlink_ext_ack *extack)
{
	const struct nlattr *id = data[IFLA_VXLAN_ID];

	if (cfg->attach == VTEP_ATTACHMENT_ID && !id) {
		NL_SET_ERR_MSG(extack, "id: a VTEP needs a VNI");
		return -EINVAL;
	}
	/* Tools that know the in-tree driver send 0 for none. */
	if (cfg->attach != VTEP_ATTACHMENT_ID && id && cfg->vni) {
		NL_SET_ERR_MSG_ATTR(extack, id,
				    "id: this attachment has VNIs of its own; add them with vtepctl vni add");
		return -EINVAL;
	}
	if (cfg->vnifilter && cfg->attach != VTEP_ATTACHMENT_EXTERNAL) {
		NL_SET_ERR_MSG_ATTR(extack, data[IFLA_VXLAN_VNIFILTER],
				    "vnifilter: only attachment external can be without");
		return -EINVAL;
	}
	return 0;
}

/* What not every attachment has. */
static int vtep_check_attach(const struct vtep_cfg *cfg, struct nlattr *data[],
			     struct netlink_ext_ack *extack)
{
	if (cfg->attach != VTEP_ATTACHMENT_ID &&
	    !vtep_addr_is_any(&cfg->remote)) {
		NL_SET_ERR_MSG_ATTR(extack, vtep_attr_remote(data),
				    "remote: belongs to a VNI; give it with vtepctl vni add");
		return -EINVAL;
	}
	if (cfg->attach != VTEP_ATTACHMENT_VLAN && cfg->pcp_dscp) {
		NL_SET_ERR_MSG_ATTR(extack,
				    vtep_attr_nested(data,
						     VTEP_A_LINK_PCP_DSCP),
				    "pcp_dscp: only tags of attachment vlan have a priority");
		return -EINVAL;
	}
	return 0;
}

/* A lower device cannot go while groups are joined on it. */
static int vtep_check_groups(struct vtep *vtep, const struct vtep_cfg *cfg,
			     struct nlattr *data[],
			     struct netlink_ext_ack *extack)
{
	const struct net_device *dev = NULL;
	unsigned long vni;
	struct vtep_vni *v;

	if (vtep->seg || cfg->link == vtep->cfg.link)
		return 0;
	if (cfg->link)
		dev = __dev_get_by_index(vtep->net, cfg->link);
	if (dev && !netif_is_l3_master(dev))
		return 0;

	vtep_for_each_vni(vtep, vni, v) {
		if (!vtep_addr_is_multicast(&v->group_addr))
			continue;
		NL_SET_ERR_MSG_ATTR_FMT(extack, data[IFLA_VXLAN_LINK],
					"dev: the group of VNI %u needs one",
					v->vni);
		return -EINVAL;
	}
	return 0;
}

/**
 * vtep_link_check() - judge settings as a whole
 * @vtep: VTEP they are for; its @net is set, and its @sock if it exists
 * @cfg: settings
 * @data: attributes they came from, to blame one
 * @extack: for the reason of a refusal
 *
 * Context: RTNL.
 *
 * Return: 0 or a negative error.
 */
int vtep_link_check(struct vtep *vtep, const struct vtep_cfg *cfg,
		    struct nlattr *data[], struct netlink_ext_ack *extack)
{
	int err;

	ASSERT_RTNL();
	err = vtep_check_attach(cfg, data, extack);
	if (!err)
		err = vtep_check_local(vtep, cfg, data, extack);
	if (!err)
		err = vtep_check_remote(vtep, cfg, data, extack);
	if (!err)
		err = vtep_check_link(vtep, cfg, data, extack);
	if (!err)
		err = vtep_check_groups(vtep, cfg, data, extack);
	if (!err)
		err = vtep_check_l3mdev(vtep, cfg, data, extack);
	if (err)
		return err;

	if (cfg->label && cfg->family == AF_INET) {
		NL_SET_ERR_MSG_ATTR(extack, data[IFLA_VXLAN_LABEL],
				    "flowlabel: IPv4 has none");
		return -EINVAL;
	}
	return 0;
}
