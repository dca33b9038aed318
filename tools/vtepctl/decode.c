// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <linux/genetlink.h>
#include <linux/vtep.h>
#include <string.h>

#include "addr.h"
#include "decode.h"
#include "schema.h"

/* libmnl's own loop over a message rounds the length up to 4 and may so read
 * past an odd end; these stop at the exact end.
 */
#define ATTR_LOOP(attr, start, size)					\
	for (const struct nlattr *attr = (const void *)(start);		\
	     mnl_attr_ok(attr, (const char *)(start) + (size) -		\
			       (const char *)attr);			\
	     attr = mnl_attr_next(attr))
#define NEST_LOOP(attr, nest)						\
	ATTR_LOOP(attr, (const char *)mnl_attr_get_payload(nest),	\
		  mnl_attr_get_payload_len(nest))

static bool read_uint(const struct nlattr *attr, void *to, size_t size)
{
	if (mnl_attr_get_payload_len(attr) != size)
		return false;
	memcpy(to, mnl_attr_get_payload(attr), size);
	return true;
}

static bool read_remote(const struct nlattr *nest, struct remote *r)
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

static bool read_counters(const struct nlattr *nest, struct record *rec)
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

static bool read_drop(const struct nlattr *nest, struct drop *d)
{
	bool counted = false;
	size_t len;

	*d = (struct drop){ 0 };
	NEST_LOOP(attr, nest) {
		switch (mnl_attr_get_type(attr)) {
		case VTEP_A_DROP_NAME:
			len = strnlen(mnl_attr_get_payload(attr),
				      mnl_attr_get_payload_len(attr));
			if (!len || len >= sizeof(d->name))
				return false;
			memcpy(d->name, mnl_attr_get_payload(attr), len);
			d->name[len] = '\0';
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

static bool add_remote(const struct nlattr *attr, struct remotes *list)
{
	void *v = list_room(list->v, list->n + 1, &list->cap,
			    sizeof(*list->v));

	if (!v)
		return false;
	list->v = v;
	return read_remote(attr, &list->v[list->n]) && ++list->n;
}

static bool add_drop(const struct nlattr *attr, struct drops *list)
{
	void *v = list_room(list->v, list->n + 1, &list->cap,
			    sizeof(*list->v));

	if (!v)
		return false;
	list->v = v;
	return read_drop(attr, &list->v[list->n]) && ++list->n;
}

static bool add_member(const struct nlattr *attr, struct members *list)
{
	void *v = list_room(list->v, list->n + 1, &list->cap,
			    sizeof(*list->v));

	if (!v)
		return false;
	list->v = v;
	return read_member(attr, &list->v[list->n]) && ++list->n;
}

static bool read_field(const struct nlattr *attr, const struct field *f,
		       struct record *rec)
{
	void *to = (char *)rec + f->offset;

	switch (f->type) {
	case FIELD_NONE:
	case FIELD_ASKED:
	case FIELD_FLAG:
		return true;
	case FIELD_U8:
		return read_uint(attr, to, 1);
	case FIELD_U16:
		return read_uint(attr, to, 2);
	case FIELD_U32:
		return read_uint(attr, to, 4);
	case FIELD_U64:
		return read_uint(attr, to, 8);
	case FIELD_MAC:
		return read_uint(attr, to, 6);
	case FIELD_ADDR:
		return addr_get(attr, to);
	case FIELD_REMOTE:
		return read_remote(attr, to);
	case FIELD_REMOTES:
		return add_remote(attr, to);
	case FIELD_DROP:
		return add_drop(attr, to);
	case FIELD_MEMBER:
		return add_member(attr, to);
	case FIELD_COUNTERS:
		return read_counters(attr, rec);
	}
	return false;
}

static void record_reset(struct record *rec, enum object_id kind)
{
	struct remotes remotes = rec->remotes;
	struct drops drops = rec->drops;
	struct members members = rec->members;

	remotes.n = 0;
	drops.n = 0;
	members.n = 0;
	*rec = (struct record){
		.kind = kind,
		.remotes = remotes,
		.drops = drops,
		.members = members,
	};
}

int decode_record(const struct nlmsghdr *nlh, enum object_id kind,
		  struct record *rec, struct error *err)
{
	size_t off = NLMSG_HDRLEN + GENL_HDRLEN;
	const struct schema *s = &schemas[kind];

	record_reset(rec, kind);
	if (nlh->nlmsg_len < off)
		return err_set(err, "a message from the kernel is too short");

	ATTR_LOOP(attr, (const char *)nlh + off, nlh->nlmsg_len - off) {
		uint16_t type = mnl_attr_get_type(attr);

		if (type > s->max || type >= 64)
			continue;
		if (!read_field(attr, &s->fields[type], rec))
			return err_set(err, "attribute %s from the kernel is malformed",
				       s->fields[type].name);
		rec->has |= 1ULL << type;
	}

	for (uint16_t i = 0; i <= s->max; i++)
		if (s->needed & ~rec->has & 1ULL << i)
			return err_set(err, "a message from the kernel lacks attribute %s",
				       s->fields[i].name);
	return 0;
}
