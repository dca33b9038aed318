/* SPDX-License-Identifier: GPL-2.0 */
/* Underlay multicast memberships, shared and counted.
 *
 * One object per (netns, group, lower device), however many segments of
 * however many VTEPs are its members: joined with the first, left with the
 * last. Memberships are the lower device's (ip_mc_inc_group(),
 * ipv6_dev_mc_inc()), not the socket's: a socket's are limited to
 * igmp_max_memberships and optmem_max, and are walked for every multicast
 * datagram received.
 *
 * The kernel walks the lower device's list for every join, so that n joins
 * cost O(n^2). A device with few groups joins and leaves at once; where there
 * are many, groups wait in a queue, PENDING or LEAVING, and a work item takes
 * RTNL for some milliseconds at a time (mcast_queue.c).
 *
 * A lower device without IP state (its MTU below the family's minimum, being
 * set up, gone), or without memory, leaves the group PENDING; netdevice
 * events join it later, and again after the device lost its IP state
 * (mcast_lower.c). A device that is down holds memberships, the kernel
 * announces them when it comes up: such a group is JOINED.
 *
 * What groups carry is counted, and silence noticed (mcast_count.c).
 */
#ifndef VTEP_MCAST_H
#define VTEP_MCAST_H

#include <linux/netdevice.h>
#include <linux/rhashtable.h>
#include <linux/u64_stats_sync.h>
#include <linux/vtep.h>

#include "addr.h"

/* Whoever has many groups or segments to see to holds RTNL for so long at a
 * time, in nanoseconds, but for the last of them.
 */
#define VTEP_RTNL_HOLD	(4 * NSEC_PER_MSEC)

struct vtep_lower;
struct vtep_vni;

/* What a group carried. Per CPU, written with BH off. */
struct vtep_group_counts {
	u64_stats_t packets;
	u64_stats_t foreign;
	unsigned long heard;		/* jiffies, of packets */
	unsigned long foreign_heard;
	struct u64_stats_sync syncp;
};

/* The same, summed. */
struct vtep_group_sums {
	u64 packets;			/* for segments here */
	u64 foreign;			/* of VNIs not here */
	unsigned long heard;		/* last of packets, if there are any */
	unsigned long last;		/* last of both, if there are any */
};

struct vtep_group {
	/* read by every frame that comes by it, or by unicast to its members */
	struct rhash_head node;		/* of the netns, by key */
	struct in6_addr addr;		/* constant; key, with the next */
	int ifindex;			/* constant; lower device */
	struct vtep_group_counts __percpu *counts;
	unsigned long unicast;		/* jiffies, to the second: a member last
					 * heard a peer by unicast; 0: never
					 */
	unsigned long unicast_since;	/* and how long without a gap; both
					 * written by frames, on any CPU
					 */

	/* under RTNL */
	struct net *net;		/* constant */
	struct vtep_lower *lower;	/* constant */
	struct list_head list;		/* of the netns, oldest first */
	struct list_head lower_list;	/* lower->groups */
	struct list_head queue;		/* lower->queue; empty: not waiting */
	struct list_head look;		/* those of all namespaces, in turn */
	struct list_head members;	/* vtep_vni.member */
	unsigned int users;		/* their number */
	u32 changes;			/* and how often it changed */
	enum vtep_group_state state;
	bool rejoin;			/* JOINED, queued to leave and join */
	bool silent;			/* said so; see vtep_group_look() */
	unsigned long silent_last;	/* last frame before that */
	unsigned long joined;		/* jiffies */
	struct rcu_head rcu;
};

int vtep_mcast_init(void);
void vtep_mcast_exit(void);

/* Memberships. RTNL; vtep_vni.group is read under RCU, too. */
int vtep_group_join(struct vtep_vni *v, struct net *net,
		    const struct in6_addr *addr, int ifindex);
void vtep_group_leave(struct vtep_vni *v);
int vtep_group_rejoin(struct net *net, const struct in6_addr *addr,
		      int ifindex);
struct vtep_group *vtep_group_next(struct net *net, struct vtep_group *pos);
bool vtep_mcast_run(void);

/* RTNL or RCU read section, within which the result is good. */
struct vtep_group *vtep_group_find(struct net *net, const struct in6_addr *addr,
				   int ifindex);

/* What they carry. RCU read section, BH off. */
void vtep_group_count(struct vtep_group *group);
void vtep_group_foreign(struct net *net, const struct in6_addr *addr,
			int ifindex);
void vtep_group_unicast_slow(struct vtep_group *group);

void vtep_group_sum(const struct vtep_group *group,
		    struct vtep_group_sums *sums);
bool vtep_group_is_silent(const struct vtep_group *group,
			  const struct vtep_group_sums *sums);
void vtep_group_look(struct vtep_group *group, unsigned long now);

/* A member of @group heard a peer by unicast. Written once a second, so that
 * the cache line stays shared between CPUs. RCU read section.
 */
static inline void vtep_group_unicast(struct vtep_group *group)
{
	if (unlikely(jiffies - READ_ONCE(group->unicast) >= HZ))
		vtep_group_unicast_slow(group);
}

/* Whether @group is the one of these names, in a netns known to be its own */
static inline bool vtep_group_is(const struct vtep_group *group,
				 const struct in6_addr *addr, int ifindex)
{
	return group->ifindex == ifindex && ipv6_addr_equal(&group->addr, addr);
}

#endif /* VTEP_MCAST_H */
