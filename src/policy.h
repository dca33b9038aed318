/* SPDX-License-Identifier: GPL-2.0 */
/* Who may speak: the rules strict, min_ttl, deliver and learn. */
#ifndef VTEP_POLICY_H
#define VTEP_POLICY_H

#include "rx.h"

/* policy.c: of a frame */
enum vtep_drop vtep_policy_outer(const struct vtep_rx *rx,
				 const struct sk_buff *skb);
enum vtep_drop vtep_policy_deliver(const struct vtep_rx *rx);
enum vtep_drop vtep_policy_learn(const struct vtep_rx *rx);

/* policy_set.c: of a change; RTNL */
int vtep_policy_check_rules(const struct vtep *vtep, const struct vtep_vni *v,
			    const struct vtep_rules *rules,
			    struct netlink_ext_ack *extack);
int vtep_policy_set_sources(struct vtep *vtep, struct vtep_vni *v,
			    const struct vtep_sources_change *c,
			    struct netlink_ext_ack *extack);

#endif /* VTEP_POLICY_H */
