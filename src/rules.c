// SPDX-License-Identifier: GPL-2.0
/* Rules and their changes; see rules.h. */
#include <linux/kernel.h>
#include <linux/string.h>

#include "rules.h"

const struct vtep_rules_member vtep_rules_members[VTEP_A_RULES_MAX + 1] = {
#define VTEP_AT(_member)	offsetof(struct vtep_rules, _member)
	[VTEP_A_RULES_DELIVER] = { VTEP_AT(deliver), sizeof(u8) },
	[VTEP_A_RULES_LEARN] = { VTEP_AT(learn), sizeof(u8) },
	[VTEP_A_RULES_STRICT] = { VTEP_AT(strict), sizeof(u8) },
	[VTEP_A_RULES_MIN_TTL] = { VTEP_AT(min_ttl), sizeof(u8) },
	[VTEP_A_RULES_UNKNOWN] = { VTEP_AT(unknown), sizeof(u8) },
	[VTEP_A_RULES_FULL] = { VTEP_AT(full), sizeof(u8) },
	[VTEP_A_RULES_DAMP] = { VTEP_AT(damp), sizeof(u8) },
	[VTEP_A_RULES_MOVES] = { VTEP_AT(moves), sizeof(u8) },
	[VTEP_A_RULES_MOVE_WINDOW] = { VTEP_AT(move_window), sizeof(u32) },
	[VTEP_A_RULES_HOLD] = { VTEP_AT(hold), sizeof(u32) },
	[VTEP_A_RULES_PROTECT] = { VTEP_AT(protect), sizeof(u8) },
	[VTEP_A_RULES_FRAGMENTS] = { VTEP_AT(fragments), sizeof(u8) },
};

/**
 * vtep_rules_defaults() - the rules of a VTEP nobody asked anything of
 * @rules: filled in
 * @limits: filled in
 *
 * Open, as RFC 7348 describes it; but all that is learned has a bound.
 */
void vtep_rules_defaults(struct vtep_rules *rules, struct vtep_limits *limits)
{
	int i;

	*rules = (struct vtep_rules){
		.damp		= VTEP_DAMP_HOLD,
		.moves		= VTEP_MOVES,
		.move_window	= VTEP_MOVE_WINDOW,
		.hold		= VTEP_HOLD,
	};
	*limits = (struct vtep_limits){
		.peer_limit	= VTEP_PEER_LIMIT,
		.vni_limit	= VTEP_VNI_LIMIT,
	};
	for (i = 0; i < VTEP_RATES; i++)
		limits->rates[i].burst = VTEP_BURST;
}

/**
 * vtep_rules_apply() - lay a change over rules
 * @rules: rules of a VTEP or segment; the latter's @own follows
 * @c: the change
 */
void vtep_rules_apply(struct vtep_rules *rules,
		      const struct vtep_rules_change *c)
{
	const struct vtep_rules_member *m;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vtep_rules_members); i++) {
		m = &vtep_rules_members[i];
		if (m->size && c->set & BIT(i)) {
			memcpy((u8 *)rules + m->off,
			       (const u8 *)&c->rules + m->off, m->size);
			rules->own |= BIT(i);
		}
		/* What is not its own is zero, and asks for nothing. */
		if (m->size && c->inherit & BIT(i))
			memset((u8 *)rules + m->off, 0, m->size);
	}
	rules->own &= ~c->inherit;
}

/**
 * vtep_limits_apply() - lay a change over the limits of a VTEP
 * @limits: the limits
 * @c: the change
 */
void vtep_limits_apply(struct vtep_limits *limits,
		       const struct vtep_rules_change *c)
{
	int i;

	if (c->set & BIT(VTEP_A_RULES_PEER_LIMIT))
		limits->peer_limit = c->limits.peer_limit;
	if (c->set & BIT(VTEP_A_RULES_VNI_LIMIT))
		limits->vni_limit = c->limits.vni_limit;
	if (c->set & BIT(VTEP_A_RULES_NEIGH_RATE))
		limits->neigh_rate = c->limits.neigh_rate;
	for (i = 0; i < VTEP_RATES; i++)
		if (c->classes & BIT(i))
			limits->rates[i] = c->limits.rates[i];
}
