/* SPDX-License-Identifier: GPL-2.0 */
/* Ranges of VNIs: what `vtepctl vni add`, `set` and `del` do.
 *
 * A range is all or nothing: when one VNI fails, what was done to those before
 * it is undone. It is not one step for the rest of the kernel, though: RTNL is
 * held for a few milliseconds at a time, so that a range of any length keeps
 * nobody waiting. vtep->ranges orders the requests of one VTEP.
 */
#ifndef VTEP_RANGE_H
#define VTEP_RANGE_H

#include "segment.h"

/* What a request says. Members of @conf that were not said are the defaults
 * when segments are made, and are not looked at when they are changed.
 */
struct vtep_range {
	struct vtep *vtep;
	u32 first, last;
	struct vtep_segment_conf conf;	/* of @first; its group, if out of a
					 * pool, is the pool's prefix
					 */
	struct vtep_rules_change rules;
	bool set_group;
	bool set_learning;
	bool set_ageing;
	bool set_limit;
	bool set_join;
	struct vtep_fdb_dests add, del;	/* unicast, sorted */
	const struct nlattr *attr;	/* names @first, to blame it */
	struct netlink_ext_ack *extack;
};

int vtep_range_add(struct vtep_range *r);
int vtep_range_set(struct vtep_range *r);
int vtep_range_del(struct vtep_range *r);

#endif /* VTEP_RANGE_H */
