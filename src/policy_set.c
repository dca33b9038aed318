// SPDX-License-Identifier: GPL-2.0
/* Changes of who may speak: none that would silence a segment by accident. */
#include <linux/mm.h>
#include <linux/rtnetlink.h>

#include "policy.h"

static bool vtep_rules_ask_list(const struct vtep_rules *rules)
{
	return rules->deliver == VTEP_SOURCE_LIST ||
	       rules->learn == VTEP_SOURCE_LIST;
}

/* By rules of its own; those that are not are zero, that is open. */
static bool vtep_segment_asks_list(const struct vtep_vni *v)
{
	const struct vtep_rules *own = rtnl_dereference(v->rules);

	return own && vtep_rules_ask_list(own);
}

/**
 * vtep_policy_check_rules() - is there a list where rules ask for one?
 * @vtep: VTEP
 * @v: segment the rules are for; NULL: the VTEP itself
 * @rules: rules to be, of a segment those of its own
 * @extack: says why not
 *
 * Context: RTNL.
 *
 * Return: 0 or -EINVAL.
 */
int vtep_policy_check_rules(const struct vtep *vtep, const struct vtep_vni *v,
			    const struct vtep_rules *rules,
			    struct netlink_ext_ack *extack)
{
	ASSERT_RTNL();
	if (!vtep_rules_ask_list(rules) ||
	    rtnl_dereference(vtep->sources) ||
	    (v && rtnl_dereference(v->sources)))
		return 0;
	NL_SET_ERR_MSG(extack,
		       "Policy list without source prefixes lets nobody speak; add them first");
	return -EINVAL;
}

/* Whom taking the VTEP's last prefix away would silence. */
static int vtep_policy_check_last(struct vtep *vtep,
				  struct netlink_ext_ack *extack)
{
	unsigned long vni;
	struct vtep_vni *v;

	if (vtep_rules_ask_list(&vtep->rules)) {
		NL_SET_ERR_MSG(extack,
			       "Policy list of the VTEP needs a source prefix; set another policy first");
		return -EBUSY;
	}
	vtep_for_each_vni(vtep, vni, v) {
		if (!vtep_segment_asks_list(v) || rtnl_dereference(v->sources))
			continue;
		NL_SET_ERR_MSG_FMT(extack,
				   "Policy list of VNI %u needs a source prefix; set another policy first",
				   v->vni);
		return -EBUSY;
	}
	return 0;
}

static int vtep_policy_check_last_of(const struct vtep *vtep,
				     const struct vtep_vni *v,
				     struct netlink_ext_ack *extack)
{
	if (!vtep_segment_asks_list(v) || rtnl_dereference(vtep->sources))
		return 0;
	NL_SET_ERR_MSG(extack,
		       "Policy list of the segment needs a source prefix; set another policy first");
	return -EBUSY;
}

/**
 * vtep_policy_set_sources() - change source prefixes
 * @vtep: VTEP
 * @v: segment they are of; NULL: the VTEP itself
 * @c: the change
 * @extack: says why not
 *
 * A segment that loses its last one is judged by those of the VTEP again.
 *
 * Context: RTNL.
 *
 * Return: 0, -EBUSY if a policy in force would be left without any, or what
 *	vtep_sources_make() says.
 */
int vtep_policy_set_sources(struct vtep *vtep, struct vtep_vni *v,
			    const struct vtep_sources_change *c,
			    struct netlink_ext_ack *extack)
{
	struct vtep_sources __rcu **at = v ? &v->sources : &vtep->sources;
	struct vtep_sources *old, *t;
	int err = 0;

	ASSERT_RTNL();
	old = rtnl_dereference(*at);
	t = vtep_sources_make(old, c, extack);
	if (IS_ERR(t))
		return PTR_ERR(t);
	if (!t && old)
		err = v ? vtep_policy_check_last_of(vtep, v, extack) :
			  vtep_policy_check_last(vtep, extack);
	if (err)
		return err;
	rcu_assign_pointer(*at, t);
	if (old)
		kvfree_rcu(old, rcu);
	return 0;
}
