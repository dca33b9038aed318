// SPDX-License-Identifier: GPL-2.0
/* Requests of the generic netlink family: what their handlers share. */
#include <linux/mm.h>
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
	int err;

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

	vtep = netdev_priv(dev);
	err = vtep_may_change(vtep, info->extack);
	return err ? ERR_PTR(err) : vtep;
}

/**
 * vtep_genl_ask_segment() - the segment a request is about
 * @vtep: the VTEP
 * @attr: attribute with a VNI
 * @extack: says why not
 *
 * Context: RTNL.
 *
 * Return: the segment, or ERR_PTR(-ENOENT).
 */
struct vtep_vni *vtep_genl_ask_segment(struct vtep *vtep,
				       const struct nlattr *attr,
				       struct netlink_ext_ack *extack)
{
	struct vtep_vni *v = vtep_find_vni(vtep, nla_get_u32(attr));

	if (v)
		return v;
	NL_SET_ERR_MSG_ATTR_FMT(extack, attr,
				"The VTEP has no segment with VNI %u",
				nla_get_u32(attr));
	return ERR_PTR(-ENOENT);
}

/**
 * vtep_genl_ask_list() - all that an attribute, given several times, says
 * @info: the request
 * @type: number of the attribute
 * @size: of a member of the list
 * @fn: reads one member
 * @vtep: the VTEP, for @fn
 * @nr: set to how many members there are
 *
 * Context: process, may sleep.
 *
 * Return: the list, for kvfree(); NULL: the attribute was not given; or an
 *	ERR_PTR.
 */
void *vtep_genl_ask_list(struct genl_info *info, int type, size_t size,
			 vtep_genl_ask_fn fn, const struct vtep *vtep,
			 unsigned int *nr)
{
	const int len = genlmsg_len(info->genlhdr);
	const struct nlattr *attr;
	unsigned int n = 0;
	void *list;
	int err, rem;

	*nr = 0;
	nla_for_each_attr(attr, genlmsg_data(info->genlhdr), len, rem)
		n += nla_type(attr) == type;
	if (!n)
		return NULL;
	list = kvcalloc(n, size, GFP_KERNEL_ACCOUNT);
	if (!list)
		return ERR_PTR(-ENOMEM);

	nla_for_each_attr(attr, genlmsg_data(info->genlhdr), len, rem) {
		if (nla_type(attr) != type)
			continue;
		err = fn(vtep, attr, list, *nr, info->extack);
		if (err) {
			kvfree(list);
			return ERR_PTR(err);
		}
		++*nr;
	}
	return list;
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

static int vtep_genl_ask_vnis(struct nlattr *attrs[],
			      struct vtep_fdb_filter *filter,
			      struct netlink_ext_ack *extack)
{
	const struct nlattr *first = attrs[VTEP_A_FDB_VNI];
	const struct nlattr *last = attrs[VTEP_A_FDB_VNI_LAST];

	if (!first) {
		if (!last)
			return 0;
		NL_SET_ERR_MSG_ATTR(extack, last,
				    "The end of a range without its start");
		return -EINVAL;
	}
	filter->in_range = true;
	filter->first = nla_get_u32(first);
	filter->last = last ? nla_get_u32(last) : filter->first;
	if (filter->last < filter->first) {
		NL_SET_ERR_MSG_ATTR(extack, last,
				    "The range ends before it starts");
		return -EINVAL;
	}
	return 0;
}

static int vtep_genl_ask_mac(struct nlattr *attrs[],
			     struct vtep_fdb_filter *filter,
			     struct netlink_ext_ack *extack)
{
	const struct nlattr *mac = attrs[VTEP_A_FDB_MAC];
	const struct nlattr *len = attrs[VTEP_A_FDB_MAC_LEN];

	if (!mac) {
		if (!len)
			return 0;
		NL_SET_ERR_MSG_ATTR(extack, len,
				    "The length of a MAC prefix without the MAC");
		return -EINVAL;
	}
	nla_memcpy(filter->mac, mac, ETH_ALEN);
	filter->mac_len = len ? nla_get_u8(len) : 8 * ETH_ALEN;
	if (ether_addr_to_u64(filter->mac) &
	    (BIT_ULL(8 * ETH_ALEN - filter->mac_len) - 1)) {
		NL_SET_ERR_MSG_ATTR(extack, mac,
				    "Bits of the MAC behind the prefix are not zero");
		return -EINVAL;
	}
	return 0;
}

/* Of a VTEP's family, or of either when it may be any VTEP's */
static int vtep_genl_ask_at(const struct vtep *vtep, const struct nlattr *attr,
			    struct in6_addr *addr,
			    struct netlink_ext_ack *extack)
{
	if (vtep)
		return vtep_genl_ask_addr(vtep, attr, addr, extack);

	if (nla_len(attr) == sizeof(__be32)) {
		vtep_addr_set4(addr, nla_get_in_addr(attr));
		return 0;
	}
	if (nla_len(attr) == sizeof(*addr)) {
		*addr = nla_get_in6_addr(attr);
		return 0;
	}
	NL_SET_ERR_MSG_ATTR(extack, attr, "Address has neither 4 nor 16 bytes");
	return -EINVAL;
}

/**
 * vtep_genl_ask_entries() - which entries of the FDB a request is about
 * @vtep: the VTEP, NULL: any
 * @attrs: attributes VTEP_A_FDB_*
 * @filter: filled in, zeroed before; what is not named matches all
 * @peer: room for the filter's
 * @extack: says why not
 *
 * Return: 0 or a negative error.
 */
int vtep_genl_ask_entries(const struct vtep *vtep, struct nlattr *attrs[],
			  struct vtep_fdb_filter *filter,
			  struct vtep_peer_key *peer,
			  struct netlink_ext_ack *extack)
{
	const struct nlattr *attr = attrs[VTEP_A_FDB_ADDR];
	int err;

	err = vtep_genl_ask_vnis(attrs, filter, extack);
	if (!err)
		err = vtep_genl_ask_mac(attrs, filter, extack);
	if (err || !attr)
		return err;

	*peer = (struct vtep_peer_key){};
	err = vtep_genl_ask_at(vtep, attr, &peer->addr, extack);
	if (err)
		return err;
	/* It would match all. */
	if (vtep_addr_is_any(&peer->addr)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "The unspecified address is no peer's");
		return -EINVAL;
	}
	filter->peer = peer;
	return 0;
}
