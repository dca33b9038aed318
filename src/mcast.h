/* SPDX-License-Identifier: GPL-2.0 */
/* Underlay multicast memberships, shared and counted.
 *
 * One object per (netns, group, lower device), however many segments of
 * however many VTEPs use it: joined with the first, left with the last.
 * Memberships are the lower device's (ip_mc_inc_group(), ipv6_dev_mc_inc()),
 * not the socket's: a socket's are limited to igmp_max_memberships and
 * optmem_max, and are walked for every multicast datagram received.
 *
 * A lower device without IP state (its MTU below the family's minimum, being
 * set up, gone), or without memory, leaves the group PENDING; netdevice
 * events join it later, and again after the device lost its IP state. A
 * device that is down holds memberships, the kernel announces them when it
 * comes up: such a group is JOINED.
 *
 * All of it under RTNL.
 */
#ifndef VTEP_MCAST_H
#define VTEP_MCAST_H

#include <linux/netdevice.h>
#include <linux/rhashtable.h>
#include <linux/vtep.h>

#include "addr.h"

struct vtep_lower;

struct vtep_group {
	struct rhash_head node;		/* of the netns, by key */
	struct in6_addr addr;		/* constant; key, with the next */
	int ifindex;			/* constant; lower device */
	struct net *net;		/* constant */
	struct vtep_lower *lower;	/* constant */
	struct list_head list;		/* of the netns, oldest first */
	struct list_head lower_list;	/* lower->groups */
	unsigned int users;
	enum vtep_group_state state;
	struct rcu_head rcu;
};

int vtep_mcast_init(void);
void vtep_mcast_exit(void);

struct vtep_group *vtep_group_get(struct net *net, const struct in6_addr *addr,
				  int ifindex);
void vtep_group_put(struct vtep_group *group);

struct vtep_group *vtep_group_next(struct net *net, struct vtep_group *pos);

#endif /* VTEP_MCAST_H */
