/* SPDX-License-Identifier: GPL-2.0 */
/* The rules of VTEPs and segments as a table: what each is called, which values
 * it takes and which one needs no saying. Parser, encoder, decoder, printer and
 * `save` all walk over it. Pure.
 */
#ifndef VTEPCTL_RULES_H
#define VTEPCTL_RULES_H

#include <linux/vtep.h>

#include "model.h"

/* Text of the longest value */
#define RULE_TEXT	64

struct rule {
	const char *name;	/* the word; NULL: is told with another */
	size_t offset;		/* in struct rules */
	uint8_t size;		/* octets; 0: no such attribute, or rates */
	bool onoff;
	bool vtep_only;
	const char *const *names;	/* of values, a NULL at the end; or NULL */
	uint32_t min, max;	/* of numbers */
	uint32_t usual;		/* what a VTEP has that was told nothing */
};

/* Index: VTEP_A_RULES_* */
#define RULE_MAX	VTEP_A_RULES_FRAGMENTS
extern const struct rule rule_table[RULE_MAX + 1];

/* Index: VTEP_RATE_CLASS_*, VTEP_MAY_*; a NULL at the end */
extern const char *const rate_names[];
extern const char *const may_names[];

uint32_t rule_get(const struct rules *r, unsigned int attr);
void rule_put(struct rules *r, unsigned int attr, uint32_t val);

/**
 * rule_parse() - read the value of a rule's word
 * @r: where it goes
 * @attr: VTEP_A_RULES_*, but for rates
 * @val: the value
 * @inherit: whether "inherit" is one, the rule being a segment's
 * @err: what is wrong with it
 *
 * Return: 0 or -1.
 */
int rule_parse(struct rules *r, unsigned int attr, const char *val,
	       bool inherit, struct error *err);

/* Name of a value; NULL: it is a number, or of a newer module. */
const char *rule_value(unsigned int attr, uint32_t val);

/* As rule_parse() reads it. */
void rule_text(const struct rules *r, unsigned int attr, char buf[RULE_TEXT]);

/* none | PARTS, see rates.c */
int rate_parse(struct rate *rate, const char *val, struct error *err);
void rate_text(const struct rate *rate, char buf[RULE_TEXT]);
bool rate_is_none(const struct rate *rate);
bool rate_equal(const struct rate *a, const struct rate *b);

#endif /* VTEPCTL_RULES_H */
