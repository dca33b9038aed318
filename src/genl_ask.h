/* SPDX-License-Identifier: GPL-2.0 */
/* Requests of the generic netlink family: what their handlers share. */
#ifndef VTEP_GENL_ASK_H
#define VTEP_GENL_ASK_H

#include <net/genetlink.h>

#include "rules.h"
#include "vtep.h"

/* The VTEP that attribute number @type names, for a change. RTNL. */
struct vtep *vtep_genl_ask_vtep(struct genl_info *info, int type);

/* The segment whose VNI an attribute has. RTNL. */
struct vtep_vni *vtep_genl_ask_segment(struct vtep *vtep,
				       const struct nlattr *attr,
				       struct netlink_ext_ack *extack);

/* One member of a list: read @attr into number @nr of @list. */
typedef int (*vtep_genl_ask_fn)(const struct vtep *vtep,
				const struct nlattr *attr, void *list,
				unsigned int nr,
				struct netlink_ext_ack *extack);

void *vtep_genl_ask_list(struct genl_info *info, int type, size_t size,
			 vtep_genl_ask_fn fn, const struct vtep *vtep,
			 unsigned int *nr);

/* An address of the VTEP's family. */
int vtep_genl_ask_addr(const struct vtep *vtep, const struct nlattr *attr,
		       struct in6_addr *addr, struct netlink_ext_ack *extack);

/* Entries of the FDB that attributes VTEP_A_FDB_* name; @peer is where the
 * filter's is. @vtep NULL: of whatever VTEP.
 */
int vtep_genl_ask_entries(const struct vtep *vtep, struct nlattr *attrs[],
			  struct vtep_fdb_filter *filter,
			  struct vtep_peer_key *peer,
			  struct netlink_ext_ack *extack);

/* genl_rules.c: a nest of VTEP_A_RULES_*, of a VTEP or of a segment */
int vtep_genl_ask_rules(const struct nlattr *nest, bool segment,
			struct vtep_rules_change *c,
			struct netlink_ext_ack *extack);
int vtep_genl_put_segment_rules(struct sk_buff *skb, int type,
				const struct vtep_vni *v);

#endif /* VTEP_GENL_ASK_H */
