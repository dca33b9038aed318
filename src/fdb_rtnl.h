/* SPDX-License-Identifier: GPL-2.0 */
/* The FDB over rtnetlink: `bridge fdb ... dev vtep0`. */
#ifndef VTEP_FDB_RTNL_H
#define VTEP_FDB_RTNL_H

#include "vtep.h"

/* ndo_fdb_add, _del, _del_bulk, _dump and _get in one shape for all kernels;
 * what a kernel wants in its net_device_ops is made of them by the macro
 * VTEP_NDO_FDB in <vtep/ndo_fdb.h>.
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

/* For the files that implement them. */
struct vtep_vni *vtep_fdb_segment(struct vtep *vtep, const struct nlattr *attr,
				  struct netlink_ext_ack *extack);

#endif /* VTEP_FDB_RTNL_H */
