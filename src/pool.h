/* SPDX-License-Identifier: GPL-2.0 */
/* Pools: a multicast prefix out of which each VNI gets a group.
 *
 * The group is the prefix with its open bits, as many as there are, taken
 * from the low end of the VNI. So the same VNI has the same group on every
 * host with the same pool, whatever else lives there; neighbouring VNIs have
 * different ones; and VNIs share a group only where the pool has fewer of
 * them than there are VNIs. Part of the interface (vtep.7): never to be
 * changed.
 */
#ifndef VTEP_POOL_H
#define VTEP_POOL_H

#include "addr.h"

int vtep_pool_check(const struct in6_addr *prefix, u8 len,
		    const struct nlattr *attr, struct netlink_ext_ack *extack);
void vtep_pool_group(const struct in6_addr *prefix, u8 len, u32 vni,
		     struct in6_addr *group);
void vtep_pool_prefix(const struct in6_addr *group, u8 len,
		      struct in6_addr *prefix);

#endif /* VTEP_POOL_H */
