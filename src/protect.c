// SPDX-License-Identifier: GPL-2.0
/* The rule `protect`; see protect.h. */
#include <linux/rtnetlink.h>

#include "bridge.h"
#include "protect.h"

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
enum vtep_drop vtep_local_check(struct vtep_rx *rx, const struct sk_buff *skb)
{
	struct vtep_claim *c = &rx->claim;
	const struct vtep_local *l;

	if (likely(!vtep_claim_rules(c, VTEP_A_RULES_PROTECT)->protect))
		return VTEP_PASS;
	if (likely(vtep_fdb_stays(c)))
		return VTEP_PASS;

	c->protect = true;
	c->vid = vtep_bridge_vid(rx->vtep, rx->seg,
				 eth_type_vlan(skb->protocol));
	c->mac = eth_hdr(skb)->h_source;	/* the head may have moved */
	l = vtep_local_match(&rx->vtep->fdb.locals, rx->seg->vni, c->vid,
			     c->mac);
	if (likely(!l))
		return VTEP_PASS;
	vtep_bridge_claimed(rx->vtep, l);
	return VTEP_DROP_RX_PROTECTED;
}

/**
 * vtep_protect_prepare() - before a change of rules
 * @vtep: VTEP
 * @c: the change
 *
 * When the rule comes into force, what it is about is known.
 *
 * Context: RTNL.
 *
 * Return: 0 or -ENOMEM.
 */
int vtep_protect_prepare(struct vtep *vtep, const struct vtep_rules_change *c)
{
	if (!(c->set & BIT(VTEP_A_RULES_PROTECT)) || !c->rules.protect)
		return 0;
	return vtep_bridge_watch(vtep);
}

/**
 * vtep_protect_changed() - after a change of rules, or when it failed
 * @vtep: VTEP
 * @c: the change
 *
 * Context: RTNL.
 */
void vtep_protect_changed(struct vtep *vtep, const struct vtep_rules_change *c)
{
	if (!((c->set | c->inherit) & BIT(VTEP_A_RULES_PROTECT)))
		return;
	vtep_bridge_sync(vtep);
	if (!atomic_read(&vtep->fdb.locals.ht.nelems))
		return;
	/* Frames that go by the old rules learn no more. */
	synchronize_net();
	vtep_bridge_sweep(vtep);
}
