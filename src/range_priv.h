/* SPDX-License-Identifier: GPL-2.0 */
/* What making and changing ranges share. */
#ifndef VTEP_RANGE_PRIV_H
#define VTEP_RANGE_PRIV_H

#include "range.h"

typedef int (*vtep_range_fn)(struct vtep_range *r, u32 vni, void *arg);

int vtep_range_run(struct vtep_range *r, u32 *vni, u32 last,
		   vtep_range_fn fn, void *arg);
int vtep_range_patience(struct vtep_range *r);
int vtep_range_protect(struct vtep_range *r, bool done);
int vtep_range_say(struct vtep_range *r, u32 vni, int err);
int vtep_range_flood(struct vtep_range *r, struct vtep_vni *v);
void vtep_range_group(const struct vtep_range *r, u32 vni,
		      struct in6_addr *group);

/* A segment's own rules and rates, where the range changes them; NULL: none */
struct vtep_range_own {
	struct vtep_rules *rules;
	struct vtep_storm *storm;
};

int vtep_range_own_make(const struct vtep_range *r, const struct vtep_vni *v,
			struct vtep_range_own *own);
void vtep_range_own_swap(const struct vtep_range *r, struct vtep_vni *v,
			 struct vtep_range_own *own);
void vtep_range_own_free(struct vtep_range_own *own);

#endif /* VTEP_RANGE_PRIV_H */
