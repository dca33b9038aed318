// SPDX-License-Identifier: GPL-2.0
/* What rules, source prefixes, local MACs and drops look like. */
#include <linux/vtep.h>
#include <string.h>

#include "parts.h"
#include "prefix.h"
#include "rules.h"

static void print_rule(struct out *o, const struct rules *r, unsigned int attr)
{
	const struct rule *rule = &rule_table[attr];
	char text[RULE_TEXT];

	if (rule->name) {
		rule_text(r, attr, text);
		out_text(o, rule->name);
		out_text(o, text);
	}
	if (rule->onoff)
		out_json_bool(o, rule->name, rule_get(r, attr));
	else if (rule_value(attr, rule_get(r, attr)))
		out_json_str(o, rule->name, text);
	else
		out_json_uint(o, rule->name ? rule->name : "move_window",
			      rule_get(r, attr));
}

static void print_rates(struct out *o, const struct rules *r)
{
	char text[RULE_TEXT];

	if (!r->has_rates)
		return;
	out_obj(o, "storm");
	for (int i = 0; i < RATE_CLASSES; i++) {
		const struct rate *rate = &r->rates[i];

		if (!(r->has_rates & 1U << i) || rate_is_none(rate))
			continue;
		rate_text(rate, text);
		out_text(o, "storm");
		out_text(o, rate_names[i]);
		out_text(o, text);
		out_obj(o, rate_names[i]);
		if (rate->packets)
			out_json_uint(o, "packets", rate->packets);
		if (rate->bits)
			out_json_uint(o, "bits", rate->bits);
		if (rate->burst)
			out_json_uint(o, "burst", rate->burst);
		out_up(o);
	}
	out_up(o);
}

void part_rules(struct out *o, const struct rules *r)
{
	for (unsigned int i = 0; i <= RULE_MAX; i++)
		if (r->has & 1U << i)
			print_rule(o, r, i);
	print_rates(o, r);
}

void print_dev(struct out *o, const struct view *view,
	       const struct record *rec)
{
	part_dev(o, view, rec->ifindex, false);
	part_rules(o, &rec->rules);
}

/* A line a prefix: they come by the thousand. */
int print_source(struct out *o, const struct view *view,
		 const struct record *rec)
{
	static const char *const *names = may_names;
	char text[PREFIX_TEXT];
	int rc = 0;

	for (size_t i = 0; !rc && i < rec->prefixes.n; i++) {
		const struct prefix *p = &rec->prefixes.v[i];

		out_begin(o);
		part_dev(o, view, rec->ifindex, false);
		if (HAS(rec, VTEP_A_SOURCE_VNI))
			out_uint(o, "vni", rec->vni);
		prefix_text(p, text);
		out_str(o, "prefix", text);
		part_name(o, "may", names, VTEP_MAY_LEARN + 1, p->may);
		rc = out_end(o);
	}
	return rc;
}

void print_local(struct out *o, const struct view *view,
		 const struct record *rec)
{
	bool configured = HAS(rec, VTEP_A_LOCAL_CONFIGURED);
	bool bridge = HAS(rec, VTEP_A_LOCAL_BRIDGE);

	part_dev(o, view, rec->ifindex, false);
	if (HAS(rec, VTEP_A_LOCAL_VNI))
		out_uint(o, "vni", rec->vni);
	part_mac(o, rec->mac);
	if (configured)
		out_text(o, "configured");
	if (bridge)
		out_text(o, "bridge");
	out_json_bool(o, "configured", configured);
	out_json_bool(o, "bridge", bridge);
}
