// SPDX-License-Identifier: GPL-2.0
/* Storm control and tenants' rates; see storm.h. */
#include <linux/etherdevice.h>
#include <linux/ktime.h>
#include <linux/slab.h>

#include "storm.h"

#define VTEP_STORM_QUIET	(10 * NSEC_PER_SEC)	/* it is over then */

static const enum vtep_drop vtep_storm_reasons[VTEP_STORM_CLASSES] = {
	[VTEP_RATE_CLASS_BROADCAST]	= VTEP_DROP_TX_STORM_BROADCAST,
	[VTEP_RATE_CLASS_MULTICAST]	= VTEP_DROP_TX_STORM_MULTICAST,
	[VTEP_RATE_CLASS_UNKNOWN]	= VTEP_DROP_TX_STORM_UNKNOWN,
	[VTEP_RATE_CLASS_UNICAST]	= VTEP_DROP_TX_RATE_UNICAST,
};

/**
 * vtep_storm_limit_init() - work a rate out
 * @limit: filled in
 * @rate: the rate, which may be none
 */
void vtep_storm_limit_init(struct vtep_storm_limit *limit,
			   const struct vtep_rate *rate)
{
	vtep_bucket_conf(&limit->packets, rate->packets, 1, rate->burst, 1);
	vtep_bucket_conf(&limit->bits, rate->bits, BITS_PER_BYTE, rate->burst,
			 ETH_FRAME_LEN);
}

static bool vtep_rate_is(const struct vtep_rate *a, const struct vtep_rate *b)
{
	return a->bits == b->bits && a->packets == b->packets &&
	       a->burst == b->burst;
}

/* Frames go on with @from for a grace period; what they still charge there is
 * forgiven.
 */
static void vtep_storm_level_copy(struct vtep_storm_level *to,
				  const struct vtep_storm_level *from)
{
	atomic64_set(&to->packets, atomic64_read(&from->packets));
	atomic64_set(&to->bits, atomic64_read(&from->bits));
	atomic64_set(&to->over, atomic64_read(&from->over));
}

/* Return: whether there is any rate. */
static bool vtep_storm_rates(struct vtep_rate *to,
			     const struct vtep_storm *old, u32 classes,
			     const struct vtep_rate *rates)
{
	bool any = false;
	int i;

	for (i = 0; i < VTEP_STORM_CLASSES; i++) {
		to[i] = (struct vtep_rate){};
		if (classes & BIT(i))
			to[i] = rates[i];
		else if (old)
			to[i] = old->rates[i];
		any |= to[i].packets || to[i].bits;
	}
	return any;
}

/**
 * vtep_storm_make() - the rates of a segment after a change
 * @old: those before, or NULL
 * @classes: classes that change, bits 1 << class
 * @rates: their rates, by class
 *
 * A class whose rate stays keeps what it has used up.
 *
 * Context: process.
 *
 * Return: the new ones, to be published and, once replaced, given to
 *	kfree_rcu(); NULL when there is no rate; ERR_PTR(-ENOMEM).
 */
struct vtep_storm *vtep_storm_make(const struct vtep_storm *old, u32 classes,
				   const struct vtep_rate *rates)
{
	struct vtep_rate now[VTEP_STORM_CLASSES];
	struct vtep_storm *storm;
	int i;

	if (!vtep_storm_rates(now, old, classes, rates))
		return NULL;
	storm = kzalloc(sizeof(*storm), GFP_KERNEL_ACCOUNT);
	if (!storm)
		return ERR_PTR(-ENOMEM);

	for (i = 0; i < VTEP_STORM_CLASSES; i++) {
		storm->rates[i] = now[i];
		vtep_storm_limit_init(&storm->limits[i], &now[i]);
		if (old && vtep_rate_is(&old->rates[i], &now[i]))
			vtep_storm_level_copy(&storm->levels[i],
					      &old->levels[i]);
	}
	return storm;
}

/* Room for a frame on one limit? If so, it is taken. */
static bool vtep_storm_take(const struct vtep_bucket *b, atomic64_t *level,
			    u32 n, u64 now)
{
	s64 old = atomic64_read(level);

	/* Again only when another CPU has let a frame pass meanwhile */
	do {
		if (!vtep_bucket_would_pass(b, old, n, now))
			return false;
	} while (!atomic64_try_cmpxchg(level, &old,
				       vtep_bucket_charge(b, old, n, now)));
	return true;
}

/* The frame passes. */
static void vtep_storm_charge(const struct vtep_bucket *b, atomic64_t *level,
			      u32 n, u64 now)
{
	s64 old = atomic64_read(level);

	while (!atomic64_try_cmpxchg(level, &old,
				     vtep_bucket_charge(b, old, n, now)))
		;
}

static bool vtep_storm_pass(const struct vtep_storm_limit *limit,
			    struct vtep_storm_level *level,
			    const struct sk_buff *skb, u32 len, u64 now)
{
	u32 packets = 1;

	/* What the device, or the receiver, makes of it or made it from */
	if (skb_is_gso(skb) && skb_shinfo(skb)->gso_segs)
		packets = skb_shinfo(skb)->gso_segs;

	if (!limit->bits.each)
		return vtep_storm_take(&limit->packets, &level->packets,
				       packets, now);
	if (!limit->packets.each)
		return vtep_storm_take(&limit->bits, &level->bits, len, now);

	if (!vtep_bucket_would_pass(&limit->bits, atomic64_read(&level->bits),
				    len, now) ||
	    !vtep_storm_take(&limit->packets, &level->packets, packets, now))
		return false;
	vtep_storm_charge(&limit->bits, &level->bits, len, now);
	return true;
}

/* Is it the first frame over the rate after a time without? Others, on whatever
 * CPU, write a word at most ten times a second.
 */
static bool vtep_storm_begins(struct vtep_storm_level *level, u64 now)
{
	s64 last = atomic64_read(&level->over);
	s64 since = now - last;

	if (last && since < VTEP_STORM_QUIET) {
		if (since > NSEC_PER_SEC / 10)
			atomic64_set(&level->over, now);
		return false;
	}
	return atomic64_try_cmpxchg(&level->over, &last, now);
}

static enum vtep_drop vtep_storm_check(const struct vtep_storm_limit *limit,
				       struct vtep_storm_level *level,
				       const struct sk_buff *skb, u32 len,
				       enum vtep_drop why,
				       struct vtep_event *ev)
{
	u64 now = ktime_get_ns();

	if (likely(vtep_storm_pass(limit, level, skb, len, now)))
		return VTEP_PASS;
	if (vtep_storm_begins(level, now)) {
		ev->reason = vtep_drop_rows[why].name;
		vtep_event(ev);
	}
	return why;
}

/**
 * vtep_storm_tx() - may a frame be sent?
 * @storm: rates of its segment
 * @class: class of the frame
 * @skb: the frame; skb->data is at its Ethernet header. It counts once,
 *	however many copies of it are sent
 * @dev: the VTEP
 * @vni: VNI of the segment
 *
 * Context: RCU read section, BH off.
 *
 * Return: VTEP_PASS, with the frame paid for, or the reason to drop it.
 */
enum vtep_drop vtep_storm_tx(struct vtep_storm *storm,
			     enum vtep_rate_class class,
			     const struct sk_buff *skb,
			     const struct net_device *dev, u32 vni)
{
	struct vtep_event ev = {
		.type = VTEP_EVENT_TYPE_STORM,
		.dev = dev,
		.vni = vni,
	};

	if (!vtep_storm_limits(&storm->limits[class]))
		return VTEP_PASS;
	return vtep_storm_check(&storm->limits[class], &storm->levels[class],
				skb, skb->len, vtep_storm_reasons[class], &ev);
}

/**
 * vtep_storm_rx() - may a frame that was flooded to us come in?
 * @limit: rate of each peer
 * @level: what its sender has used up, or all who are no peers have
 * @skb: the frame; skb->data is behind its Ethernet header
 * @dev: the VTEP
 * @vni: VNI it came with
 * @from: its sender
 *
 * Context: RCU read section, BH off.
 *
 * Return: VTEP_PASS, with the frame paid for, or the reason to drop it.
 */
enum vtep_drop vtep_storm_rx(const struct vtep_storm_limit *limit,
			     struct vtep_storm_level *level,
			     const struct sk_buff *skb,
			     const struct net_device *dev, u32 vni,
			     const struct vtep_peer_key *from)
{
	struct vtep_event ev = {
		.type = VTEP_EVENT_TYPE_STORM,
		.dev = dev,
		.vni = vni,
		.peer = from,
	};

	if (likely(!vtep_storm_limits(limit)))
		return VTEP_PASS;
	return vtep_storm_check(limit, level, skb, skb->len + ETH_HLEN,
				VTEP_DROP_RX_STORM, &ev);
}
