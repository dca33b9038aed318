/* SPDX-License-Identifier: GPL-2.0 */
/* Values of attributes. */
#ifndef FUZZ_NETLINK_VALUE_H
#define FUZZ_NETLINK_VALUE_H

#include "netlink_table.h"
#include "rng.h"

#define VALUE_MAX	64

/* What the values of one message have in common, so that they fit together. */
struct theme {
	struct rng *r;
	bool v6;		/* family of most addresses, and of the VTEP */
	uint32_t vni;		/* the last one that was said */
};

uint32_t value_vtep(struct theme *t);

/* value_make() - a value, mostly one that makes sense
 *
 * Return: its length, at most VALUE_MAX.
 */
unsigned int value_make(struct theme *t, const struct attr *a, void *buf);

#endif /* FUZZ_NETLINK_VALUE_H */
