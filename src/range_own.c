// SPDX-License-Identifier: GPL-2.0
/* Rules and rates that a range gives to its segments as their own. */
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "range_priv.h"

static bool vtep_range_gives_rules(const struct vtep_range *r)
{
	return r->rules.set || r->rules.inherit;
}

/**
 * vtep_range_own_make() - what takes the place of a segment's rules and rates
 * @r: the range
 * @v: the segment
 * @own: filled in, for vtep_range_own_swap() or vtep_range_own_free()
 *
 * Context: RTNL.
 *
 * Return: 0; or an error, of the rules with its reason in r->extack, and
 *	nothing to be freed.
 */
int vtep_range_own_make(const struct vtep_range *r, const struct vtep_vni *v,
			struct vtep_range_own *own)
{
	struct vtep_storm *storm = NULL;
	struct vtep_rules *rules = NULL;

	if (vtep_range_gives_rules(r))
		rules = vtep_segment_rules(v, &r->rules, r->extack);
	if (IS_ERR(rules))
		return PTR_ERR(rules);

	if (r->rules.classes)
		storm = vtep_storm_make(rtnl_dereference(v->storm),
					r->rules.classes,
					r->rules.limits.rates);
	if (IS_ERR(storm)) {
		kfree(rules);
		return PTR_ERR(storm);
	}
	*own = (struct vtep_range_own){ .rules = rules, .storm = storm };
	return 0;
}

/**
 * vtep_range_own_swap() - publish rules and rates
 * @r: the range; what it does not change is not looked at
 * @v: the segment
 * @own: what it is given; then what it had, for vtep_range_own_free() or to be
 *	given back
 *
 * Context: RTNL.
 */
void vtep_range_own_swap(const struct vtep_range *r, struct vtep_vni *v,
			 struct vtep_range_own *own)
{
	if (vtep_range_gives_rules(r))
		own->rules = rcu_replace_pointer(v->rules, own->rules,
						 lockdep_rtnl_is_held());
	if (r->rules.classes)
		own->storm = rcu_replace_pointer(v->storm, own->storm,
						 lockdep_rtnl_is_held());
}

/**
 * vtep_range_own_free() - free rules and rates that are not published
 * @own: the rules and rates; frames may still be at them
 */
void vtep_range_own_free(struct vtep_range_own *own)
{
	kfree_rcu(own->rules, rcu);
	kfree_rcu(own->storm, rcu);
}
