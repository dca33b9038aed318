/* SPDX-License-Identifier: GPL-2.0 */
/* What stands inside attributes of the family: values and nests. Pure; trusts no
 * length. Each Return: false if it is malformed, or there is no memory.
 */
#ifndef VTEPCTL_NEST_H
#define VTEPCTL_NEST_H

#include <libmnl/libmnl.h>

#include "model.h"

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

bool read_uint(const struct nlattr *attr, void *to, size_t size);
/* A name of a drop reason, into DROP_NAME_MAX bytes */
bool read_name(const struct nlattr *attr, char *to);
bool read_remote(const struct nlattr *nest, struct remote *r);
bool read_counters(const struct nlattr *nest, struct record *rec);
bool read_rules(const struct nlattr *nest, struct rules *r);

/* One more of a list */
bool add_remote(const struct nlattr *attr, struct remotes *list);
bool add_drop(const struct nlattr *attr, struct drops *list);
bool add_member(const struct nlattr *attr, struct members *list);
bool add_prefix(const struct nlattr *attr, struct prefixes *list);

#endif /* VTEPCTL_NEST_H */
