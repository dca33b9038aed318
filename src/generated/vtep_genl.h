/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	include/spec/vtep.yaml */
/* YNL-GEN kernel header */

#ifndef _LINUX_VTEP_GEN_H
#define _LINUX_VTEP_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <uapi/linux/vtep.h>

/* Common nested types */
extern const struct nla_policy vtep_prefix_nl_policy[VTEP_A_PREFIX_MAY + 1];
extern const struct nla_policy vtep_rate_nl_policy[VTEP_A_RATE_BURST + 1];
extern const struct nla_policy vtep_remote_nl_policy[VTEP_A_REMOTE_IFINDEX + 1];
extern const struct nla_policy vtep_rules_nl_policy[VTEP_A_RULES_FRAGMENTS + 1];

int vtep_nl_vni_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vtep_nl_vni_set_doit(struct sk_buff *skb, struct genl_info *info);
int vtep_nl_peer_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vtep_nl_group_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vtep_nl_fdb_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vtep_nl_stats_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vtep_nl_vni_new_doit(struct sk_buff *skb, struct genl_info *info);
int vtep_nl_vni_del_doit(struct sk_buff *skb, struct genl_info *info);
int vtep_nl_group_rejoin_doit(struct sk_buff *skb, struct genl_info *info);
int vtep_nl_vtep_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vtep_nl_vtep_set_doit(struct sk_buff *skb, struct genl_info *info);
int vtep_nl_source_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vtep_nl_source_set_doit(struct sk_buff *skb, struct genl_info *info);
int vtep_nl_local_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vtep_nl_local_new_doit(struct sk_buff *skb, struct genl_info *info);
int vtep_nl_local_del_doit(struct sk_buff *skb, struct genl_info *info);
int vtep_nl_peer_flush_doit(struct sk_buff *skb, struct genl_info *info);
int vtep_nl_peer_del_doit(struct sk_buff *skb, struct genl_info *info);
int vtep_nl_fdb_flush_doit(struct sk_buff *skb, struct genl_info *info);
int vtep_nl_fdb_unfreeze_doit(struct sk_buff *skb, struct genl_info *info);
int vtep_nl_drops_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);

enum {
	VTEP_NLGRP_EVENTS,
};

extern struct genl_family vtep_nl_family;

#endif /* _LINUX_VTEP_GEN_H */
