/* SPDX-License-Identifier: GPL-2.0 */
/* Frames that are dropped or not learned from: counted wherever they belong,
 * and who it was.
 *
 * A VTEP counts each reason and keeps the last frame of it; so does a UDP
 * socket for what is dropped before the VTEP is known. A segment and a peer
 * count by reason, too, from the first such frame on: while there is no memory
 * for that only the VTEP, and their plain sums, count.
 */
#ifndef VTEP_BLAME_H
#define VTEP_BLAME_H

#include <linux/etherdevice.h>
#include <linux/seqlock.h>
#include <linux/spinlock.h>

#include "addr.h"
#include "stats.h"

#define VTEP_VNI_UNKNOWN	U32_MAX

/* Drops of a segment or a peer by reason. Made with the first of them, then
 * there until its owner is freed.
 */
struct vtep_tally {
	atomic64_t n[VTEP_DROP_MAX];
};

/* A frame as it is remembered. */
struct vtep_offender {
	unsigned long when;	/* jiffies; 0: there was none */
	struct in6_addr addr;	/* outer source; any: sent by this side */
	u32 vni;		/* or VTEP_VNI_UNKNOWN */
	u8 mac[ETH_ALEN];	/* inner source */
	bool has_mac;
};

/* The last offender of one reason, nearly so: the first one of its jiffy.
 * Nobody waits: a frame that finds another one here is not remembered.
 */
struct vtep_last {
	spinlock_t lock;	/* of writers; BH off */
	seqcount_spinlock_t seq;
	struct vtep_offender who; /* @when is read lockless */
	u64 told;		/* policy: count when listeners were told */
};

struct vtep_blame {
	struct vtep_last last[VTEP_DROP_MAX];
};

/* Where a segment or a peer counts; all NULL: there is none. */
struct vtep_account {
	struct vtep_counts __percpu *counts;
	struct vtep_tally **tally;
};

/* What is known of a frame when it is dropped or not learned from. */
struct vtep_offence {
	const struct net_device *dev;	/* the VTEP, NULL: not known yet */
	struct mem_cgroup *memcg;	/* whose tallies are made, likewise */
	struct vtep_drops __percpu *drops; /* of the VTEP or the socket */
	struct vtep_blame *blame;	/* likewise */
	struct vtep_account seg;
	struct vtep_account peer;	/* its sender, if received */
	const struct vtep_peer_key *from; /* NULL: sent by this side */
	u32 vni;			/* or VTEP_VNI_UNKNOWN */
	const u8 *mac;			/* inner source, NULL: not known */
};

struct vtep_blame *vtep_blame_alloc(gfp_t gfp);
void vtep_blame_last(const struct vtep_blame *blame, enum vtep_drop why,
		     struct vtep_offender *who);
u64 vtep_tally_get(struct vtep_tally *const *tally, enum vtep_drop why);

void vtep_blame(const struct vtep_offence *o, enum vtep_drop why);
void vtep_drop(struct sk_buff *skb, const struct vtep_offence *o,
	       enum vtep_drop why);

#endif /* VTEP_BLAME_H */
