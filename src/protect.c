// SPDX-License-Identifier: GPL-2.0
/* The rule `protect`; see protect.h. */
#include <linux/rtnetlink.h>

#include "bridge.h"
#include "protect.h"

/* Of a MAC that is not where it was; see vtep_local_check(). */
enum vtep_drop vtep_local_look(struct vtep_rx *rx, const struct sk_buff *skb)
{
	struct vtep_claim *c = &rx->claim;
	const struct vtep_local *l;

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
