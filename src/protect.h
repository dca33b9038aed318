/* SPDX-License-Identifier: GPL-2.0 */
/* The rule `protect`: nobody beyond the VTEP may claim a MAC that lives on this
 * side, see local.h. What is configured behind a peer in the FDB may speak from
 * there all the same: it was meant.
 */
#ifndef VTEP_PROTECT_H
#define VTEP_PROTECT_H

#include "rx.h"

enum vtep_drop vtep_local_look(struct vtep_rx *rx, const struct sk_buff *skb);

/**
 * vtep_local_check() - is the source of a received frame a MAC that lives here?
 * @rx: the frame, its claim complete
 * @skb: the frame, its protocol known
 *
 * Nothing is looked up for a MAC that is where it was.
 *
 * Context: softirq, RCU read section.
 *
 * Return: VTEP_PASS or VTEP_DROP_RX_PROTECTED.
 */
static inline enum vtep_drop vtep_local_check(struct vtep_rx *rx,
					      const struct sk_buff *skb)
{
	if (likely(vtep_fdb_stays(&rx->claim)))
		return VTEP_PASS;
	if (!vtep_claim_rules(&rx->claim, VTEP_A_RULES_PROTECT)->protect)
		return VTEP_PASS;
	return vtep_local_look(rx, skb);
}

/* Around a change of rules, in which @c may be that of a segment. RTNL. */
int vtep_protect_prepare(struct vtep *vtep, const struct vtep_rules_change *c);
void vtep_protect_changed(struct vtep *vtep, const struct vtep_rules_change *c);

#endif /* VTEP_PROTECT_H */
