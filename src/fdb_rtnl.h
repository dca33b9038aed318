/* SPDX-License-Identifier: GPL-2.0 */
/* The FDB over rtnetlink: `bridge fdb ... dev vtep0`. */
#ifndef VTEP_FDB_RTNL_H
#define VTEP_FDB_RTNL_H

#include "vtep.h"

/* Sets ndo_fdb_add, _del, _del_bulk, _dump and _get. The kernel changed
 * their prototypes more than once; the differences stay in this file's
 * implementation and in compat/.
 */
int vtep_ndo_fdb_add(struct ndmsg *ndm, struct nlattr *tb[],
		     struct net_device *dev, const unsigned char *addr, u16 vid,
		     u16 flags, struct netlink_ext_ack *extack);
int vtep_ndo_fdb_del(struct ndmsg *ndm, struct nlattr *tb[],
		     struct net_device *dev, const unsigned char *addr, u16 vid,
		     struct netlink_ext_ack *extack);
int vtep_ndo_fdb_del_bulk(struct ndmsg *ndm, struct nlattr *tb[],
			  struct net_device *dev, u16 vid,
			  struct netlink_ext_ack *extack);
int vtep_ndo_fdb_dump(struct sk_buff *skb, struct netlink_callback *cb,
		      struct net_device *dev, struct net_device *filter_dev,
		      int *idx);
int vtep_ndo_fdb_get(struct sk_buff *skb, struct nlattr *tb[],
		     struct net_device *dev, const unsigned char *addr, u16 vid,
		     u32 portid, u32 seq, struct netlink_ext_ack *extack);

#endif /* VTEP_FDB_RTNL_H */
