/* SPDX-License-Identifier: GPL-2.0 */
/* Rules: who may speak in a segment, and how much.
 *
 * A VTEP has all of them. A segment has those in which it is to differ, and
 * takes the others from its VTEP frame by frame, so that a change of the
 * VTEP's needs no look at its segments.
 *
 * Changed under RTNL. Frames go by immutable copies: the VTEP's in struct
 * vtep_live, the segment's in vtep_vni.rules, which is NULL where nothing
 * differs.
 */
#ifndef VTEP_RULES_H
#define VTEP_RULES_H

#include <linux/bits.h>
#include <linux/rcupdate.h>
#include <linux/types.h>
#include <linux/vtep.h>

#define VTEP_MOVES		5	/* too many within */
#define VTEP_MOVE_WINDOW	180	/* seconds: RFC 7432, section 15.1 */
#define VTEP_HOLD		180	/* seconds */
#define VTEP_PEER_LIMIT		32768	/* MACs learned from one peer */
#define VTEP_VNI_LIMIT		16384	/* and in one segment of many */
#define VTEP_BURST		100	/* milliseconds of a rate */

#define VTEP_RATES		(VTEP_RATE_CLASS_PEER + 1)

/* How much of a class there may be; both limits hold. */
struct vtep_rate {
	u64 bits;		/* per second; 0: no such limit */
	u32 packets;		/* per second; 0: no such limit */
	u32 burst;		/* milliseconds; never 0 */
};

struct vtep_rules {
	u32 own;		/* of a segment: the members that count, bits
				 * 1 << VTEP_A_RULES_*
				 */
	u8 deliver;		/* enum vtep_source */
	u8 learn;		/* enum vtep_source */
	u8 strict;		/* 0 or 1 */
	u8 min_ttl;		/* 0: any */
	u8 unknown;		/* enum vtep_unknown */
	u8 full;		/* enum vtep_full */
	u8 damp;		/* enum vtep_damp */
	u8 moves;		/* too many of them within */
	u32 move_window;	/* seconds */
	u32 hold;		/* seconds */
	u8 protect;		/* 0 or 1 */
	u8 fragments;		/* enum vtep_fragments */
	struct rcu_head rcu;
};

/* What only a VTEP has. */
struct vtep_limits {
	u32 peer_limit;		/* MACs learned from one peer; 0: none */
	u32 vni_limit;		/* of segments that are told none */
	u32 neigh_rate;		/* rtnetlink messages about learned MACs per
				 * second; 0: no limit
				 */
	/* of segments to be made; of VTEP_RATE_CLASS_PEER, each peer's */
	struct vtep_rate rates[VTEP_RATES];
};

/* Where to look for a rule: at the segment's, which may be NULL, or at the
 * VTEP's.
 */
static inline const struct vtep_rules *
vtep_rules_of(const struct vtep_rules *own, const struct vtep_rules *all,
	      int attr)
{
	return own && own->own & BIT(attr) ? own : all;
}

/* Where a rule is in struct vtep_rules, and how long; @size 0: it is none */
struct vtep_rules_member {
	u8 off;
	u8 size;
};

/* By attribute: on netlink each has the type that it has here. */
extern const struct vtep_rules_member
	vtep_rules_members[VTEP_A_RULES_MAX + 1];

/* A change of rules as it was asked for, see genl_ask.h */
struct vtep_rules_change {
	u32 set;		/* members of the following that count */
	u32 inherit;		/* segment: what is the VTEP's again; no bit is
				 * in both
				 */
	u32 classes;		/* rates that count, bits 1 << class */
	struct vtep_rules rules;
	struct vtep_limits limits;
};

void vtep_rules_defaults(struct vtep_rules *rules, struct vtep_limits *limits);
void vtep_rules_apply(struct vtep_rules *rules,
		      const struct vtep_rules_change *c);
void vtep_limits_apply(struct vtep_limits *limits,
		       const struct vtep_rules_change *c);

#endif /* VTEP_RULES_H */
