// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "rules.h"
#include "words.h"

#define DAY	86400

static const char *const source_names[] = {
	[VTEP_SOURCE_OPEN] = "open",
	[VTEP_SOURCE_KNOWN] = "known",
	[VTEP_SOURCE_LIST] = "list",
	NULL
};

static const char *const unknown_names[] = {
	[VTEP_UNKNOWN_FLOOD] = "flood",
	[VTEP_UNKNOWN_DROP] = "drop",
	NULL
};

static const char *const fragments_names[] = {
	[VTEP_FRAGMENTS_ACCEPT] = "accept",
	[VTEP_FRAGMENTS_DISCARD] = "discard",
	NULL
};

static const char *const full_names[] = {
	[VTEP_FULL_REFUSE] = "refuse",
	[VTEP_FULL_EVICT] = "evict",
	NULL
};

static const char *const damp_names[] = {
	[VTEP_DAMP_NONE] = "none",
	[VTEP_DAMP_HOLD] = "hold",
	[VTEP_DAMP_FREEZE] = "freeze",
	[VTEP_DAMP_DROP] = "drop",
	NULL
};

const char *const rate_names[] = {
	[VTEP_RATE_CLASS_BROADCAST] = "broadcast",
	[VTEP_RATE_CLASS_MULTICAST] = "multicast",
	[VTEP_RATE_CLASS_UNKNOWN] = "unknown",
	[VTEP_RATE_CLASS_UNICAST] = "unicast",
	[VTEP_RATE_CLASS_PEER] = "peer",
	NULL
};

_Static_assert(ARRAY_SIZE(rate_names) == RATE_CLASSES + 1, "a name a class");

const char *const may_names[] = {
	[VTEP_MAY_DENY] = "deny",
	[VTEP_MAY_DELIVER] = "deliver",
	[VTEP_MAY_LEARN] = "learn",
	NULL
};

#define AT(_member)							\
	.offset = offsetof(struct rules, _member),			\
	.size = sizeof(((struct rules *)0)->_member)

const struct rule rule_table[RULE_MAX + 1] = {
	[VTEP_A_RULES_DELIVER] = {
		"deliver", AT(deliver), .names = source_names,
	},
	[VTEP_A_RULES_LEARN] = {
		"learn", AT(learn), .names = source_names,
	},
	[VTEP_A_RULES_STRICT] = { "strict", AT(strict), .onoff = true },
	[VTEP_A_RULES_MIN_TTL] = { "min_ttl", AT(min_ttl), .max = 255 },
	[VTEP_A_RULES_UNKNOWN] = {
		"unknown", AT(unknown), .names = unknown_names,
	},
	[VTEP_A_RULES_FULL] = { "full", AT(full), .names = full_names },
	[VTEP_A_RULES_DAMP] = {
		"damp", AT(damp), .names = damp_names, .usual = VTEP_DAMP_HOLD,
	},
	[VTEP_A_RULES_MOVES] = {
		"moves", AT(moves), .min = 2, .max = 255, .usual = 5,
	},
	[VTEP_A_RULES_MOVE_WINDOW] = {
		NULL, AT(move_window), .min = 1, .max = DAY, .usual = 180,
	},
	[VTEP_A_RULES_HOLD] = {
		"hold", AT(hold), .min = 1, .max = DAY, .usual = 180,
	},
	[VTEP_A_RULES_PROTECT] = { "protect", AT(protect), .onoff = true },
	[VTEP_A_RULES_PEER_LIMIT] = {
		"peer_limit", AT(peer_limit), .vtep_only = true,
		.max = UINT32_MAX, .usual = 32768,
	},
	[VTEP_A_RULES_VNI_LIMIT] = {
		"vni_limit", AT(vni_limit), .vtep_only = true,
		.max = UINT32_MAX, .usual = 16384,
	},
	[VTEP_A_RULES_NEIGH_RATE] = {
		"neigh_rate", AT(neigh_rate), .vtep_only = true,
		.max = UINT32_MAX,
	},
	[VTEP_A_RULES_FRAGMENTS] = {
		"fragments", AT(fragments), .names = fragments_names,
	},
};

uint32_t rule_get(const struct rules *r, unsigned int attr)
{
	const void *p = (const char *)r + rule_table[attr].offset;

	return rule_table[attr].size == 1 ? *(const uint8_t *)p :
					    *(const uint32_t *)p;
}

void rule_put(struct rules *r, unsigned int attr, uint32_t val)
{
	void *p = (char *)r + rule_table[attr].offset;

	if (rule_table[attr].size == 1)
		*(uint8_t *)p = val;
	else
		*(uint32_t *)p = val;
	r->has |= 1U << attr;
}

static const char *name_of(const void *ctx, size_t i)
{
	return ((const char *const *)ctx)[i];
}

static size_t count(const char *const *names)
{
	size_t n = 0;

	while (names[n])
		n++;
	return n;
}

static int parse_onoff(const char *val, uint32_t *to, struct error *err)
{
	*to = !strcmp(val, "on");
	if (*to || !strcmp(val, "off"))
		return 0;
	return err_set(err, "\"%.64s\" is not on or off", val);
}

static int parse_number(const struct rule *rule, const char *val,
			uint32_t *to, struct error *err)
{
	const char *p = val;

	if (!word_number(&p, rule->max, to) && !*p && *to >= rule->min)
		return 0;
	return err_set(err, "\"%.64s\" is not a number in %u-%u", val,
		       rule->min, rule->max);
}

/* N/SECONDS, two attributes in one word */
static int parse_moves(struct rules *r, const char *val, struct error *err)
{
	const struct rule *n = &rule_table[VTEP_A_RULES_MOVES];
	const struct rule *window = &rule_table[VTEP_A_RULES_MOVE_WINDOW];
	uint32_t moves, seconds;
	const char *p = val;

	if (word_number(&p, n->max, &moves) || moves < n->min || *p++ != '/' ||
	    word_number(&p, window->max, &seconds) || *p ||
	    seconds < window->min)
		return err_set(err, "\"%.64s\" is not N/SECONDS, N in %u-%u and SECONDS in %u-%u",
			       val, n->min, n->max, window->min, window->max);
	rule_put(r, VTEP_A_RULES_MOVES, moves);
	rule_put(r, VTEP_A_RULES_MOVE_WINDOW, seconds);
	return 0;
}

int rule_parse(struct rules *r, unsigned int attr, const char *val,
	       bool inherit, struct error *err)
{
	const struct rule *rule = &rule_table[attr];
	uint32_t num = 0;
	int i;

	if (!strcmp(val, "inherit")) {
		if (!inherit)
			return err_set(err, "\"inherit\" is for segments that are there, with vni set");
		r->inherit |= 1U << attr;
		if (attr == VTEP_A_RULES_MOVES)
			r->inherit |= 1U << VTEP_A_RULES_MOVE_WINDOW;
		return 0;
	}
	if (attr == VTEP_A_RULES_MOVES)
		return parse_moves(r, val, err);
	if (rule->names) {
		i = match(val, name_of, rule->names, count(rule->names), err);
		if (i < 0)
			return -1;
		num = i;
	} else if (rule->onoff ? parse_onoff(val, &num, err) :
				 parse_number(rule, val, &num, err)) {
		return -1;
	}
	rule_put(r, attr, num);
	return 0;
}

const char *rule_value(unsigned int attr, uint32_t val)
{
	const char *const *names = rule_table[attr].names;

	return names && val < count(names) ? names[val] : NULL;
}

void rule_text(const struct rules *r, unsigned int attr, char buf[RULE_TEXT])
{
	const struct rule *rule = &rule_table[attr];
	uint32_t val = rule_get(r, attr);

	if (attr == VTEP_A_RULES_MOVES)
		snprintf(buf, RULE_TEXT, "%u/%u", val, r->move_window);
	else if (rule->onoff)
		snprintf(buf, RULE_TEXT, "%s", val ? "on" : "off");
	else if (rule_value(attr, val))
		snprintf(buf, RULE_TEXT, "%s", rule_value(attr, val));
	else
		snprintf(buf, RULE_TEXT, "%u", val);
}
