// SPDX-License-Identifier: GPL-2.0
/* Requests of the generic netlink family: what their handlers share. */
#include <net/rtnetlink.h>

#include "genl_ask.h"

/**
 * vtep_genl_ask_vtep() - the VTEP a request wants to change
 * @info: the request
 * @type: number of the attribute with its interface index
 *
 * Context: RTNL.
 *
 * Return: the VTEP, or an ERR_PTR with the reason in extack.
 */
struct vtep *vtep_genl_ask_vtep(struct genl_info *info, int type)
{
	const struct nlattr *ifindex = info->attrs[type];
	struct net_device *dev;
	struct vtep *vtep;

	if (GENL_REQ_ATTR_CHECK(info, type)) {
		GENL_SET_ERR_MSG(info, "The VTEP's interface index is missing");
		return ERR_PTR(-EINVAL);
	}
	dev = __dev_get_by_index(genl_info_net(info), nla_get_u32(ifindex));
	if (!dev) {
		NL_SET_ERR_MSG_ATTR(info->extack, ifindex,
				    "No interface with this index");
		return ERR_PTR(-ENODEV);
	}
	if (!netif_is_vtep(dev)) {
		NL_SET_ERR_MSG_ATTR(info->extack, ifindex,
				    "The interface is not a VTEP");
		return ERR_PTR(-EOPNOTSUPP);
	}

	/* As for `ip link set`: the underlay may be another's. */
	vtep = netdev_priv(dev);
	if (!rtnl_dev_link_net_capable(dev, vtep->net)) {
		NL_SET_ERR_MSG(info->extack,
			       "No permission in the underlay's namespace");
		return ERR_PTR(-EPERM);
	}
	return vtep;
}

/**
 * vtep_genl_ask_addr() - an address of the VTEP's family
 * @vtep: the VTEP
 * @attr: attribute with the address
 * @addr: where it goes
 * @extack: says why not
 *
 * Return: 0, -EAFNOSUPPORT or -EINVAL.
 */
int vtep_genl_ask_addr(const struct vtep *vtep, const struct nlattr *attr,
		       struct in6_addr *addr, struct netlink_ext_ack *extack)
{
	bool v4 = vtep->cfg.family == AF_INET;

	if (nla_len(attr) != (v4 ? sizeof(__be32) : sizeof(*addr))) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "Address is not of the VTEP's address family");
		return -EAFNOSUPPORT;
	}
	if (v4) {
		vtep_addr_set4(addr, nla_get_in_addr(attr));
		return 0;
	}
	/* Our own form of IPv4 addresses: it would be taken for one. */
	*addr = nla_get_in6_addr(attr);
	if (ipv6_addr_v4mapped(addr)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "IPv4-mapped IPv6 address; give the IPv4 address");
		return -EINVAL;
	}
	return 0;
}
