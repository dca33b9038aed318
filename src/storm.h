/* SPDX-License-Identifier: GPL-2.0 */
/* Storm control and tenants' rates: how much of a class of frames may pass.
 *
 * Sent frames are held against the rates of their segment, which has them by
 * class and, for no other reason than that somebody asked, at all. Received
 * ones that were flooded to us are held against one rate of the VTEP, each
 * peer on its own; senders that are no peers share what one peer may.
 *
 * Frames take no lock. On the same limit no two CPUs pass what there is room
 * for once. Where packets and bits are both limited a frame looks at both
 * first, so that bits may be overdrawn by one frame of each CPU; it is paid
 * for, as a frame larger than the burst is.
 */
#ifndef VTEP_STORM_H
#define VTEP_STORM_H

#include <linux/atomic.h>
#include <linux/rcupdate.h>
#include <linux/skbuff.h>

#include <vtep/bucket.h>

#include "events.h"
#include "rules.h"
#include "stats.h"

#define VTEP_STORM_CLASSES	VTEP_RATE_CLASS_PEER	/* of a segment */

/* A rate as frames are held against it; constant. */
struct vtep_storm_limit {
	struct vtep_bucket packets;
	struct vtep_bucket bits;	/* counted in bytes */
};

/* What has passed. */
struct vtep_storm_level {
	atomic64_t packets;
	atomic64_t bits;
	atomic64_t over;	/* ns of the last frame dropped, give or take
				 * a tenth of a second; 0: none was
				 */
};

/* The rates of a segment. Replaced as a whole, under RTNL, but for levels. */
struct vtep_storm {
	struct vtep_storm_limit limits[VTEP_STORM_CLASSES];
	struct vtep_storm_level levels[VTEP_STORM_CLASSES];
	struct vtep_rate rates[VTEP_STORM_CLASSES];	/* as asked for */
	struct rcu_head rcu;
};

void vtep_storm_limit_init(struct vtep_storm_limit *limit,
			   const struct vtep_rate *rate);
struct vtep_storm *vtep_storm_make(const struct vtep_storm *old, u32 classes,
				   const struct vtep_rate *rates);

enum vtep_drop vtep_storm_tx(struct vtep_storm *storm,
			     enum vtep_rate_class class,
			     const struct sk_buff *skb,
			     const struct net_device *dev, u32 vni);
enum vtep_drop vtep_storm_rx(const struct vtep_storm_limit *limit,
			     struct vtep_storm_level *level,
			     const struct sk_buff *skb,
			     const struct net_device *dev, u32 vni,
			     const struct vtep_peer_key *from);

/* Is anything limited? */
static inline bool vtep_storm_limits(const struct vtep_storm_limit *limit)
{
	return limit->packets.each || limit->bits.each;
}

#endif /* VTEP_STORM_H */
