/* SPDX-License-Identifier: GPL-2.0 */
/* rtnl_link_ops of kind "vtep". */
#ifndef VTEP_LINK_H
#define VTEP_LINK_H

#include "vtep.h"

struct nlattr;

/* link.c */
int vtep_link_init(void);
void vtep_link_exit(void);

/* link_attrs.c: one table of attributes, and what is made of it */
extern struct nla_policy vtep_link_policy[VTEP_LINK_NEST + 1];

void vtep_link_policy_init(void);
void vtep_link_defaults(struct vtep_cfg *cfg);
int vtep_link_parse(struct vtep_cfg *cfg, struct nlattr *data[], bool change,
		    struct netlink_ext_ack *extack);
size_t vtep_link_attrs_size(void);
int vtep_link_attrs_fill(struct sk_buff *skb, const struct vtep_cfg *cfg);

/* link_check.c: do the settings agree with each other and the underlay? */
int vtep_link_check_attach(const struct vtep_cfg *cfg, struct nlattr *data[],
			   struct netlink_ext_ack *extack);
int vtep_link_check(struct vtep *vtep, const struct vtep_cfg *cfg,
		    struct nlattr *data[], struct netlink_ext_ack *extack);

#endif /* VTEP_LINK_H */
