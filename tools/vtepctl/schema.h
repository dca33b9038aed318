/* SPDX-License-Identifier: GPL-2.0 */
/* The attributes of the family `vtep` as tables: where each goes in a record,
 * and what it is called when the kernel complains about it.
 */
#ifndef VTEPCTL_SCHEMA_H
#define VTEPCTL_SCHEMA_H

#include "model.h"

enum field_type {
	FIELD_NONE,		/* not known: skipped */
	FIELD_ASKED,		/* in requests only: has a name and is skipped */
	FIELD_FLAG,		/* being there is all */
	FIELD_U8,
	FIELD_U16,
	FIELD_U32,
	FIELD_U64,
	FIELD_ADDR,
	FIELD_MAC,
	FIELD_REMOTE,
	FIELD_REMOTES,		/* one more of a list */
	FIELD_DROP,		/* one more of a list */
	FIELD_MEMBER,		/* one more of a list */
	FIELD_COUNTERS,
	FIELD_RULES,
	FIELD_PREFIX,		/* one more of a list */
	FIELD_REASON,
};

struct field {
	const char *name;	/* the word of the command line where it is one */
	enum field_type type;
	size_t offset;		/* in struct record */
};

struct schema {
	const struct field *fields;
	uint16_t max;
	uint64_t needed;	/* a record without them is no record */
	uint64_t list;		/* may go on in messages with @needed and it only */
};

/* Events are records of OBJ_MONITOR. */
extern const struct schema schemas[OBJ_MAX];

/**
 * attr_name() - name of an attribute
 * @kind: whose attribute; OBJ_MAX: of another family
 * @nest: type of the nest around it, 0 for none
 * @type: its type
 *
 * Return: NULL when not known.
 */
const char *attr_name(enum object_id kind, uint16_t nest, uint16_t type);

#endif /* VTEPCTL_SCHEMA_H */
