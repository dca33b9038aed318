// SPDX-License-Identifier: GPL-2.0
/* Rules, source prefixes and local MACs -> lines of `vtep`, `source`, `local`,
 * and the words of segments. Pure.
 *
 * A segment is made with what its VTEP says at that time, so that the VTEP's
 * rules stand before its segments, and a segment has words where it differs.
 * Policy list must have prefixes, and a segment's own ones cannot be there before
 * the segment: its words for it stand behind them.
 */
#include <linux/vtep.h>
#include <string.h>

#include "config.h"
#include "prefix.h"
#include "rules.h"

/* A line is to be looked at, too. */
#define PREFIXES_A_LINE	64

static void print_word(FILE *to, const struct rules *r, unsigned int attr)
{
	char text[RULE_TEXT];

	rule_text(r, attr, text);
	fprintf(to, " %s %s", rule_table[attr].name, text);
}

static void print_rate(FILE *to, int class, const struct rate *rate)
{
	char text[RULE_TEXT];

	rate_text(rate, text);
	fprintf(to, " storm %s %s", rate_names[class], text);
}

/* Not what a VTEP is made with? */
static bool is_unusual(const struct part *p, unsigned int attr)
{
	const struct rules *r = p->rules;

	if (!(r->has & 1U << attr))
		return false;
	if (attr == VTEP_A_RULES_MOVES &&
	    r->move_window != rule_table[VTEP_A_RULES_MOVE_WINDOW].usual)
		return true;
	return rule_get(r, attr) != rule_table[attr].usual;
}

void print_vtep_rules(FILE *to, const struct part *p)
{
	bool begun = false;

	for (unsigned int i = 0; i <= RULE_MAX; i++) {
		if (!rule_table[i].name || !is_unusual(p, i))
			continue;
		if (!begun)
			fprintf(to, "vtep set dev %s", p->link->name);
		begun = true;
		print_word(to, p->rules, i);
	}
	for (int i = 0; i < RATE_CLASSES; i++) {
		if (rate_is_none(&p->rules->rates[i]))
			continue;
		if (!begun)
			fprintf(to, "vtep set dev %s", p->link->name);
		begun = true;
		print_rate(to, i, &p->rules->rates[i]);
	}
	if (begun)
		fputc('\n', to);
}

/* Those of one table that may the same, as many as a line holds. */
static void print_table(FILE *to, const struct permit *v, size_t n,
			uint8_t may)
{
	char text[PREFIX_TEXT];
	size_t on_line = 0;

	for (size_t i = 0; i < n; i++) {
		if (v[i].prefix.may != may)
			continue;
		if (!on_line) {
			fprintf(to, "source add dev %s", v->link->name);
			if (v->has_vni)
				fprintf(to, " vni %u", v->vni);
			if (may != VTEP_MAY_LEARN && may < VTEP_MAY_LEARN + 1)
				fprintf(to, " may %s", may_names[may]);
		}
		prefix_text(&v[i].prefix, text);
		fprintf(to, "%s%s", on_line ? "," : " prefix ", text);
		if (++on_line == PREFIXES_A_LINE) {
			fputc('\n', to);
			on_line = 0;
		}
	}
	if (on_line)
		fputc('\n', to);
}

void print_permits(FILE *to, const struct part *p, bool segments)
{
	const struct permit *v = p->permits;

	for (size_t i = 0, j; i < p->nr_permits; i = j) {
		for (j = i + 1; j < p->nr_permits; j++)
			if (v[j].has_vni != v[i].has_vni ||
			    v[j].vni != v[i].vni)
				break;
		if (v[i].has_vni != segments)
			continue;
		print_table(to, &v[i], j - i, VTEP_MAY_LEARN);
		print_table(to, &v[i], j - i, VTEP_MAY_DELIVER);
		print_table(to, &v[i], j - i, VTEP_MAY_DENY);
	}
}

void print_locals(FILE *to, const struct part *p)
{
	for (size_t i = 0; i < p->nr_locals; i++) {
		const uint8_t *m = p->locals[i].mac;

		fprintf(to, "local add dev %s vni %u mac %02x:%02x:%02x:%02x:%02x:%02x\n",
			p->link->name, p->locals[i].vni, m[0], m[1], m[2],
			m[3], m[4], m[5]);
	}
}

static bool has_permits(const struct part *p, uint32_t vni)
{
	size_t lo = 0, hi = p->nr_permits;

	while (lo < hi) {
		size_t at = lo + (hi - lo) / 2;
		const struct permit *v = &p->permits[at];

		if (v->has_vni && v->vni == vni)
			return true;
		if (!v->has_vni || v->vni < vni)
			lo = at + 1;
		else
			hi = at;
	}
	return false;
}

/* Does the word have to wait for prefixes? */
static bool is_late(const struct part *p, const struct segment *s,
		    unsigned int attr)
{
	return (attr == VTEP_A_RULES_DELIVER || attr == VTEP_A_RULES_LEARN) &&
	       rule_get(&s->rules, attr) == VTEP_SOURCE_LIST &&
	       has_permits(p, s->vni);
}

static bool is_own(const struct part *p, const struct segment *s,
		   unsigned int attr, bool late)
{
	return s->rules.has & 1U << attr && rule_table[attr].name &&
	       !rule_table[attr].vtep_only && is_late(p, s, attr) == late;
}

/* Not what the segment was made with? That of attachment id was made with its
 * VTEP, which had no rates then.
 */
static bool is_own_rate(const struct part *p, const struct segment *s,
			int class)
{
	static const struct rate none;
	const struct rate *made = p->link->attachment == VTEP_ATTACHMENT_ID ?
				  &none : &p->rules->rates[class];

	return class != VTEP_RATE_CLASS_PEER &&
	       !rate_equal(&s->rules.rates[class], made);
}

void print_own_rules(FILE *to, const struct part *p, const struct segment *s,
		     bool late)
{
	for (unsigned int i = 0; i <= RULE_MAX; i++)
		if (is_own(p, s, i, late))
			print_word(to, &s->rules, i);
	for (int i = 0; !late && i < RATE_CLASSES; i++)
		if (is_own_rate(p, s, i))
			print_rate(to, i, &s->rules.rates[i]);
}

bool has_own_rules(const struct part *p, const struct segment *s, bool late)
{
	for (unsigned int i = 0; i <= RULE_MAX; i++)
		if (is_own(p, s, i, late))
			return true;
	for (int i = 0; !late && i < RATE_CLASSES; i++)
		if (is_own_rate(p, s, i))
			return true;
	return false;
}

bool same_rules(const struct part *p, const struct segment *a,
		const struct segment *b)
{
	if (a->rules.has != b->rules.has)
		return false;
	for (unsigned int i = 0; i <= RULE_MAX; i++)
		if (a->rules.has & 1U << i &&
		    (rule_get(&a->rules, i) != rule_get(&b->rules, i) ||
		     is_late(p, a, i) != is_late(p, b, i)))
			return false;
	for (int i = 0; i < RATE_CLASSES; i++)
		if (!rate_equal(&a->rules.rates[i], &b->rules.rates[i]))
			return false;
	return true;
}
