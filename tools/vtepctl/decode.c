// SPDX-License-Identifier: GPL-2.0
#include <linux/genetlink.h>
#include <linux/vtep.h>

#include "addr.h"
#include "decode.h"
#include "nest.h"
#include "schema.h"

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
	case FIELD_RULES:
		return read_rules(attr, to);
	case FIELD_PREFIX:
		return add_prefix(attr, to);
	case FIELD_REASON:
		return read_name(attr, to);
	}
	return false;
}

static void record_reset(struct record *rec, enum object_id kind)
{
	struct remotes remotes = rec->remotes;
	struct drops drops = rec->drops;
	struct members members = rec->members;
	struct prefixes prefixes = rec->prefixes;

	remotes.n = 0;
	drops.n = 0;
	members.n = 0;
	prefixes.n = 0;
	*rec = (struct record){
		.kind = kind,
		.remotes = remotes,
		.drops = drops,
		.members = members,
		.prefixes = prefixes,
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
