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
extern const struct nla_policy vtep_remote_nl_policy[VTEP_A_REMOTE_IFINDEX + 1];

int vtep_nl_vni_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vtep_nl_vni_set_doit(struct sk_buff *skb, struct genl_info *info);
int vtep_nl_peer_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vtep_nl_group_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vtep_nl_fdb_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vtep_nl_stats_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vtep_nl_vni_new_doit(struct sk_buff *skb, struct genl_info *info);
int vtep_nl_vni_del_doit(struct sk_buff *skb, struct genl_info *info);
int vtep_nl_group_rejoin_doit(struct sk_buff *skb, struct genl_info *info);

enum {
	VTEP_NLGRP_EVENTS,
};

extern struct genl_family vtep_nl_family;

#endif /* _LINUX_VTEP_GEN_H */
