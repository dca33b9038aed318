/* SPDX-License-Identifier: GPL-2.0 */
/* Underlay multicast memberships, shared and counted.
 *
 * One object per (netns, group, lower device), however many segments of
 * however many VTEPs use it: joined with the first, left with the last.
 * Memberships are the lower device's (ip_mc_inc_group(), ipv6_dev_mc_inc()),
 * not the socket's: a socket's are limited to igmp_max_memberships and
 * optmem_max, and are walked for every multicast datagram received.
 *
 * A lower device that cannot hold a membership now (down, no IP state, being
 * set up) leaves the group PENDING; netdevice events join it later, and
 * again after the device lost its IP state (MTU below the family's minimum).
 * All of it under RTNL.
 */
#ifndef VTEP_MCAST_H
#define VTEP_MCAST_H

#include <linux/netdevice.h>
#include <linux/vtep.h>

#include "addr.h"

struct in_device;
struct inet6_dev;

struct vtep_group {
	struct list_head list;		/* of the netns */
	struct net *net;
	struct in6_addr addr;
	int ifindex;			/* lower device */
	unsigned int users;
	enum vtep_group_state state;
	/* The IP state joined on, referenced, so that a device's new one
	 * (never at the same address meanwhile) is told from the old.
	 */
	struct in_device *in4;
	struct inet6_dev *in6;
	netdevice_tracker tracker;	/* for users that need one */
};

int vtep_mcast_init(void);
void vtep_mcast_exit(void);

struct vtep_group *vtep_group_get(struct net *net, const struct in6_addr *addr,
				  int ifindex);
void vtep_group_put(struct vtep_group *group);

/* Iterate the groups of @net; RTNL. @pos NULL: the first. */
struct vtep_group *vtep_group_next(struct net *net, struct vtep_group *pos);

#endif /* VTEP_MCAST_H */
