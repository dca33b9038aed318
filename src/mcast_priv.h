/* SPDX-License-Identifier: GPL-2.0 */
/* What the parts of mcast share. All of it under RTNL. */
#ifndef VTEP_MCAST_PRIV_H
#define VTEP_MCAST_PRIV_H

#include <linux/inetdevice.h>
#include <linux/xarray.h>
#include <net/addrconf.h>

#include "mcast.h"

/* A lower device with fewer groups joins and leaves at once. */
#define VTEP_MCAST_FEW		64

/* Look for silence this often. */
#define VTEP_MCAST_LOOK		(15 * HZ)

/* A group that carried frames has been silent for so long... */
#define VTEP_GROUP_SILENCE	(180 * HZ)

/* ...and all that time its members heard unicast, without a longer gap. */
#define VTEP_GROUP_GAP		(30 * HZ)

struct vtep_mcast_net {
	struct rhashtable groups;	/* vtep_group.node */
	struct list_head list;		/* vtep_group.list */
	struct xarray lowers;		/* ifindex -> vtep_lower */
};

/* What the groups of one lower device have in common. There while it has
 * groups.
 */
struct vtep_lower {
	struct net *net;		/* constant */
	int ifindex;			/* constant */
	struct list_head groups;	/* vtep_group.lower_list */
	unsigned int n;			/* how many they are */
	unsigned int pending;		/* how many of them are PENDING */
	struct list_head queue;		/* vtep_group.queue */
	struct list_head busy;		/* those with a queue, in turn */
	/* The device's IP state that JOINED and LEAVING groups are joined on,
	 * referenced; NULL: none, and no group of that family is either. The
	 * state refers to the device: it must be dropped when the device goes.
	 */
	struct in_device *in4;
	struct inet6_dev *in6;
};

static inline bool vtep_group_is4(const struct vtep_group *group)
{
	return ipv6_addr_v4mapped(&group->addr);
}

/* mcast.c */
struct vtep_mcast_net *vtep_mcast_net(const struct net *net);
void vtep_group_free(struct vtep_group *group);

/* mcast_lower.c */
struct vtep_lower *vtep_lower_get(struct net *net, int ifindex);
void vtep_lower_put(struct vtep_lower *lower);
void vtep_lower_check(struct vtep_lower *lower, struct net_device *dev);
void vtep_lower_check_now(struct vtep_lower *lower);
struct net_device *vtep_lower_dev(const struct vtep_group *group);
int vtep_lower_init(void);
void vtep_lower_exit(void);

/* mcast_queue.c */
void vtep_group_start(struct vtep_group *group);
void vtep_group_stop(struct vtep_group *group);
void vtep_queue_del(struct vtep_group *group);
void vtep_queue_exit(void);

/* mcast_count.c */
int vtep_group_counts_init(struct vtep_group *group);
void vtep_look_add(struct vtep_group *group);
void vtep_look_del(struct vtep_group *group);
void vtep_look_exit(void);

#endif /* VTEP_MCAST_PRIV_H */
