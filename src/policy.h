/* SPDX-License-Identifier: GPL-2.0 */
/* Who may speak: the rules strict, min_ttl, deliver and learn. */
#ifndef VTEP_POLICY_H
#define VTEP_POLICY_H

#include "rx.h"

/* policy.c: of a frame */
enum vtep_drop vtep_policy_outer(const struct vtep_rx *rx,
				 const struct sk_buff *skb);
enum vtep_drop vtep_policy_deliver_from(const struct vtep_rx *rx);
enum vtep_drop vtep_policy_learn_from(const struct vtep_rx *rx);

/* policy_set.c: of a change; RTNL */
int vtep_policy_check_rules(const struct vtep *vtep, const struct vtep_vni *v,
			    const struct vtep_rules *rules,
			    struct netlink_ext_ack *extack);
int vtep_policy_set_sources(struct vtep *vtep, struct vtep_vni *v,
			    const struct vtep_sources_change *c,
			    struct netlink_ext_ack *extack);

/**
 * vtep_policy_deliver() - may the sender's frames be delivered?
 * @rx: the frame, its claim looked up
 *
 * Context: RCU read section.
 *
 * Return: VTEP_PASS or the reason to drop the frame.
 */
static inline enum vtep_drop vtep_policy_deliver(const struct vtep_rx *rx)
{
	if (likely(vtep_claim_rules(&rx->claim, VTEP_A_RULES_DELIVER)->deliver
		   == VTEP_SOURCE_OPEN))
		return VTEP_PASS;
	return vtep_policy_deliver_from(rx);
}

/**
 * vtep_policy_learn() - may the sender's frames be learned from?
 * @rx: the frame, which may be delivered
 *
 * Context: RCU read section.
 *
 * Return: VTEP_PASS or the reason not to learn.
 */
static inline enum vtep_drop vtep_policy_learn(const struct vtep_rx *rx)
{
	if (likely(vtep_claim_rules(&rx->claim, VTEP_A_RULES_LEARN)->learn ==
		   VTEP_SOURCE_OPEN))
		return VTEP_PASS;
	return vtep_policy_learn_from(rx);
}

#endif /* VTEP_POLICY_H */
