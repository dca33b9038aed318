// SPDX-License-Identifier: GPL-2.0
/* Pools of multicast groups; see pool.h. */
#include <linux/inetdevice.h>
#include <linux/netlink.h>
#include <net/netlink.h>

#include "pool.h"

/* Bits that the prefix leaves open. */
static unsigned int vtep_pool_open(const struct in6_addr *addr, u8 len)
{
	return (ipv6_addr_v4mapped(addr) ? 32 : 128) - len;
}

/* Groups of this link are for its routers and protocols; switches flood them
 * whoever listens (RFC 4541 section 2.1.2).
 */
static bool vtep_pool_has_control(const struct in6_addr *prefix, u8 len)
{
	__be32 mask = len < 24 ? inet_make_mask(len) : inet_make_mask(24);

	return !((vtep_addr_get4(prefix) ^ htonl(INADDR_UNSPEC_GROUP)) & mask);
}

static bool vtep_pool_is_multicast(const struct in6_addr *prefix, u8 len)
{
	if (ipv6_addr_v4mapped(prefix))
		return len >= 4 && vtep_addr_is_multicast(prefix);
	/* Flags and scope are part of it; scopes below 2 stay in the host. */
	return len >= 16 && vtep_addr_is_multicast(prefix) &&
	       (prefix->s6_addr[1] & 0xf) >= IPV6_ADDR_SCOPE_LINKLOCAL;
}

/**
 * vtep_pool_check() - can groups be taken from a prefix?
 * @prefix: the prefix, IPv4 in mapped form
 * @len: its length in bits, less than the family's addresses have
 * @attr: attribute to blame
 * @extack: for the reason of a refusal
 *
 * Return: 0 or -EINVAL.
 */
int vtep_pool_check(const struct in6_addr *prefix, u8 len,
		    const struct nlattr *attr, struct netlink_ext_ack *extack)
{
	struct in6_addr masked;

	if (!vtep_pool_is_multicast(prefix, len)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "Pool is not a prefix of multicast groups that leave the host");
		return -EINVAL;
	}
	vtep_pool_prefix(prefix, len, &masked);
	if (!ipv6_addr_equal(&masked, prefix)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "Pool has bits set behind its prefix");
		return -EINVAL;
	}
	if (ipv6_addr_v4mapped(prefix) && vtep_pool_has_control(prefix, len)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "Pool contains 224.0.0.0/24, the groups of the link's own protocols");
		return -EINVAL;
	}
	return 0;
}

/**
 * vtep_pool_group() - the group of a pool for a VNI
 * @prefix: address of the pool, IPv4 in mapped form
 * @len: bits of the prefix, of the family's own length
 * @vni: VNI
 * @group: filled in
 */
void vtep_pool_group(const struct in6_addr *prefix, u8 len, u32 vni,
		     struct in6_addr *group)
{
	unsigned int open = vtep_pool_open(prefix, len);

	if (open < 32)
		vni &= (1U << open) - 1;
	*group = *prefix;
	group->s6_addr32[3] |= cpu_to_be32(vni);
}

/**
 * vtep_pool_prefix() - the pool a group is out of
 * @group: group
 * @len: bits of the prefix
 * @prefix: filled in
 */
void vtep_pool_prefix(const struct in6_addr *group, u8 len,
		      struct in6_addr *prefix)
{
	ipv6_addr_prefix(prefix, group, 128 - vtep_pool_open(group, len));
}
