// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <linux/vtep.h>
#include <string.h>

#include "addr.h"
#include "nest.h"
#include "rules.h"

bool read_uint(const struct nlattr *attr, void *to, size_t size)
{
	if (mnl_attr_get_payload_len(attr) != size)
		return false;
	memcpy(to, mnl_attr_get_payload(attr), size);
	return true;
}

bool read_remote(const struct nlattr *nest, struct remote *r)
{
	bool ok = true;

	*r = (struct remote){ 0 };
	NEST_LOOP(attr, nest) {
		switch (mnl_attr_get_type(attr)) {
		case VTEP_A_REMOTE_ADDR:
			ok = addr_get(attr, &r->addr);
			break;
		case VTEP_A_REMOTE_PORT:
			ok = read_uint(attr, &r->port, sizeof(r->port));
			r->port = ntohs(r->port);
			break;
		case VTEP_A_REMOTE_VNI:
			ok = read_uint(attr, &r->vni, sizeof(r->vni));
			r->has_vni = ok;
			break;
		case VTEP_A_REMOTE_IFINDEX:
			ok = read_uint(attr, &r->ifindex, sizeof(r->ifindex));
			break;
		}
		if (!ok)
			return false;
	}
	return r->addr.len;
}

static bool read_member(const struct nlattr *nest, struct member *m)
{
	bool vni = false, ok = true;

	*m = (struct member){ 0 };
	NEST_LOOP(attr, nest) {
		switch (mnl_attr_get_type(attr)) {
		case VTEP_A_MEMBER_IFINDEX:
			ok = read_uint(attr, &m->ifindex, sizeof(m->ifindex));
			break;
		case VTEP_A_MEMBER_VNI:
			ok = read_uint(attr, &m->vni, sizeof(m->vni));
			vni = true;
			break;
		}
		if (!ok)
			return false;
	}
	return m->ifindex && vni;
}

bool read_counters(const struct nlattr *nest, struct record *rec)
{
	static const uint8_t slot[VTEP_A_COUNTERS_MAX + 1] = {
		[VTEP_A_COUNTERS_RX_PACKETS] = CTR_RX_PACKETS + 1,
		[VTEP_A_COUNTERS_RX_BYTES] = CTR_RX_BYTES + 1,
		[VTEP_A_COUNTERS_RX_BUM] = CTR_RX_BUM + 1,
		[VTEP_A_COUNTERS_RX_DROPPED] = CTR_RX_DROPPED + 1,
		[VTEP_A_COUNTERS_TX_PACKETS] = CTR_TX_PACKETS + 1,
		[VTEP_A_COUNTERS_TX_BYTES] = CTR_TX_BYTES + 1,
		[VTEP_A_COUNTERS_TX_BUM] = CTR_TX_BUM + 1,
		[VTEP_A_COUNTERS_TX_DROPPED] = CTR_TX_DROPPED + 1,
	};

	NEST_LOOP(attr, nest) {
		uint16_t type = mnl_attr_get_type(attr);
		int i = type <= VTEP_A_COUNTERS_MAX ? slot[type] - 1 : -1;

		if (i < 0)
			continue;
		if (!read_uint(attr, &rec->counters[i], sizeof(uint64_t)))
			return false;
		rec->has_counters |= 1U << i;
	}
	return true;
}

bool read_name(const struct nlattr *attr, char *to)
{
	size_t len = strnlen(mnl_attr_get_payload(attr),
			     mnl_attr_get_payload_len(attr));

	if (!len || len >= DROP_NAME_MAX)
		return false;
	memcpy(to, mnl_attr_get_payload(attr), len);
	to[len] = '\0';
	return true;
}

static bool read_offender(const struct nlattr *nest, struct offender *last)
{
	bool ok = true;

	*last = (struct offender){ .there = true };
	NEST_LOOP(attr, nest) {
		switch (mnl_attr_get_type(attr)) {
		case VTEP_A_OFFENDER_SINCE:
			ok = read_uint(attr, &last->since, sizeof(last->since));
			last->has_since = ok;
			break;
		case VTEP_A_OFFENDER_ADDR:
			ok = addr_get(attr, &last->addr);
			break;
		case VTEP_A_OFFENDER_VNI:
			ok = read_uint(attr, &last->vni, sizeof(last->vni));
			last->has_vni = ok;
			break;
		case VTEP_A_OFFENDER_MAC:
			ok = read_uint(attr, last->mac, sizeof(last->mac));
			last->has_mac = ok;
			break;
		}
		if (!ok)
			return false;
	}
	return true;
}

static bool read_drop(const struct nlattr *nest, struct drop *d)
{
	bool counted = false;

	*d = (struct drop){ 0 };
	NEST_LOOP(attr, nest) {
		switch (mnl_attr_get_type(attr)) {
		case VTEP_A_DROP_NAME:
			if (!read_name(attr, d->name))
				return false;
			break;
		case VTEP_A_DROP_LAST:
			if (!read_offender(attr, &d->last))
				return false;
			break;
		case VTEP_A_DROP_COUNT:
			counted = read_uint(attr, &d->count, sizeof(d->count));
			if (!counted)
				return false;
			break;
		}
	}
	return counted && d->name[0];
}

bool add_remote(const struct nlattr *attr, struct remotes *list)
{
	void *v = list_room(list->v, list->n + 1, &list->cap,
			    sizeof(*list->v));

	if (!v)
		return false;
	list->v = v;
	return read_remote(attr, &list->v[list->n]) && ++list->n;
}

bool add_drop(const struct nlattr *attr, struct drops *list)
{
	void *v = list_room(list->v, list->n + 1, &list->cap,
			    sizeof(*list->v));

	if (!v)
		return false;
	list->v = v;
	return read_drop(attr, &list->v[list->n]) && ++list->n;
}

bool add_member(const struct nlattr *attr, struct members *list)
{
	void *v = list_room(list->v, list->n + 1, &list->cap,
			    sizeof(*list->v));

	if (!v)
		return false;
	list->v = v;
	return read_member(attr, &list->v[list->n]) && ++list->n;
}

static bool read_rate(const struct nlattr *nest, struct rules *r)
{
	struct rate rate = { 0 };
	uint8_t class = UINT8_MAX;
	bool ok = true;

	NEST_LOOP(attr, nest) {
		switch (mnl_attr_get_type(attr)) {
		case VTEP_A_RATE_CLASS:
			ok = read_uint(attr, &class, sizeof(class));
			break;
		case VTEP_A_RATE_PACKETS:
			ok = read_uint(attr, &rate.packets,
				       sizeof(rate.packets));
			break;
		case VTEP_A_RATE_BITS:
			ok = read_uint(attr, &rate.bits, sizeof(rate.bits));
			break;
		case VTEP_A_RATE_BURST:
			ok = read_uint(attr, &rate.burst, sizeof(rate.burst));
			break;
		}
		if (!ok)
			return false;
	}
	if (class >= RATE_CLASSES)
		return class != UINT8_MAX;	/* of a newer module */
	r->rates[class] = rate;
	r->has_rates |= 1U << class;
	return true;
}

/* One word tells both. */
static void complete_moves(struct rules *r)
{
	static const unsigned int both[] = { VTEP_A_RULES_MOVES,
					     VTEP_A_RULES_MOVE_WINDOW };
	uint32_t mask = 1U << both[0] | 1U << both[1];

	if (!(r->has & mask))
		return;
	for (size_t i = 0; i < ARRAY_SIZE(both); i++)
		if (!(r->has & 1U << both[i]))
			rule_put(r, both[i], rule_table[both[i]].usual);
}

bool read_rules(const struct nlattr *nest, struct rules *r)
{
	*r = (struct rules){ 0 };
	NEST_LOOP(attr, nest) {
		uint16_t type = mnl_attr_get_type(attr);

		if (type == VTEP_A_RULES_RATES) {
			if (!read_rate(attr, r))
				return false;
		} else if (type <= RULE_MAX && rule_table[type].size) {
			uint32_t val = 0;
			uint8_t byte = 0;
			bool one = rule_table[type].size == 1;

			if (one ? !read_uint(attr, &byte, sizeof(byte)) :
				  !read_uint(attr, &val, sizeof(val)))
				return false;
			rule_put(r, type, one ? byte : val);
		}
	}
	complete_moves(r);
	return true;
}

static bool read_prefix(const struct nlattr *nest, struct prefix *p)
{
	bool ok = true;

	*p = (struct prefix){ .may = VTEP_MAY_LEARN };
	NEST_LOOP(attr, nest) {
		switch (mnl_attr_get_type(attr)) {
		case VTEP_A_PREFIX_ADDR:
			ok = addr_get(attr, &p->addr);
			break;
		case VTEP_A_PREFIX_LEN:
			ok = read_uint(attr, &p->len, sizeof(p->len));
			break;
		case VTEP_A_PREFIX_MAY:
			ok = read_uint(attr, &p->may, sizeof(p->may));
			break;
		}
		if (!ok)
			return false;
	}
	return p->addr.len && p->len <= p->addr.len * 8;
}

bool add_prefix(const struct nlattr *attr, struct prefixes *list)
{
	void *v = list_room(list->v, list->n + 1, &list->cap,
			    sizeof(*list->v));

	if (!v)
		return false;
	list->v = v;
	return read_prefix(attr, &list->v[list->n]) && ++list->n;
}
