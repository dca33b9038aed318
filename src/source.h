/* SPDX-License-Identifier: GPL-2.0 */
/* Source prefixes: what policy `list` goes by.
 *
 * A table is immutable and replaced as a whole under RCU, so that frames meet
 * the old one or the new one, never a half. It is sorted; the longest prefix
 * that an address is in decides. A lookup is a binary search and a walk from
 * the prefix found to those around it, which are as many as the
 * administrator has nested; what it came to is kept with the peer.
 */
#ifndef VTEP_SOURCE_H
#define VTEP_SOURCE_H

#include <linux/netlink.h>
#include <linux/rcupdate.h>
#include <linux/vtep.h>

#include "addr.h"

#define VTEP_SOURCES_MAX	65536	/* prefixes of one table */

struct vtep_prefix {
	struct in6_addr addr;	/* bits behind the prefix are zero */
	u32 up;			/* place of the next shorter prefix that this
				 * one is in
				 */
	u8 len;			/* of the 128 bits; IPv4: 96 and more */
	u8 may;			/* enum vtep_may */
};

struct vtep_sources {
	struct rcu_head rcu;
	u32 gen;		/* no two tables have the same, 30 bits */
	u32 n;
	struct vtep_prefix p[];	/* by address, then by length */
};

/* What is to become of a table, in this order. */
struct vtep_sources_change {
	bool clear;			/* begin with none */
	unsigned int nr_del, nr_add;
	struct vtep_prefix *del, *add;	/* @up is not looked at */
};

enum vtep_may vtep_sources_may(const struct vtep_sources *t,
			       const struct in6_addr *addr);
struct vtep_sources *vtep_sources_make(const struct vtep_sources *old,
				       const struct vtep_sources_change *c,
				       struct netlink_ext_ack *extack);

/* What a lookup came to, in one word that goes with the table it was of. */
static inline u32 vtep_sources_memo(const struct vtep_sources *t,
				    enum vtep_may may)
{
	return t->gen << 2 | may;
}

static inline bool vtep_sources_memo_of(const struct vtep_sources *t, u32 memo)
{
	return memo >> 2 == t->gen;
}

static inline enum vtep_may vtep_sources_memo_may(u32 memo)
{
	return memo & 3;
}

#endif /* VTEP_SOURCE_H */
