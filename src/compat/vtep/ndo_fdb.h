/* SPDX-License-Identifier: GPL-2.0 */
/* The FDB functions of struct net_device_ops as this kernel wants them. */
#ifndef VTEP_COMPAT_VTEP_NDO_FDB_H
#define VTEP_COMPAT_VTEP_NDO_FDB_H

#include <linux/if_vlan.h>
#include <linux/version.h>

#include "fdb_rtnl.h"

/* Since 6.13 drivers say that they sent the notification, so that rtnetlink
 * need not send one more, which knows no destination.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
#define vtep_compat_fdb_add	vtep_ndo_fdb_add
#define vtep_compat_fdb_del	vtep_ndo_fdb_del
#else
static int vtep_compat_fdb_add(struct ndmsg *ndm, struct nlattr *tb[],
			       struct net_device *dev,
			       const unsigned char *addr, u16 vid, u16 flags,
			       bool *notified, struct netlink_ext_ack *extack)
{
	int err;

	err = vtep_ndo_fdb_add(ndm, tb, dev, addr, vid, flags, extack);
	*notified = !err;
	return err;
}

static int vtep_compat_fdb_del(struct ndmsg *ndm, struct nlattr *tb[],
			       struct net_device *dev,
			       const unsigned char *addr, u16 vid,
			       bool *notified, struct netlink_ext_ack *extack)
{
	int err;

	err = vtep_ndo_fdb_del(ndm, tb, dev, addr, vid, extack);
	*notified = !err;
	return err;
}
#endif

/* Since 6.7 drivers parse the filters of a flush themselves. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
#define vtep_compat_fdb_del_bulk	vtep_ndo_fdb_del_bulk
#else
static const struct nla_policy vtep_compat_bulk_policy[NDA_MAX + 1] = {
	[NDA_DST]		= NLA_POLICY_RANGE(NLA_BINARY, 4, 16),
	[NDA_VLAN]		= NLA_POLICY_RANGE(NLA_U16, 1,
						   VLAN_VID_MASK - 1),
	[NDA_PORT]		= { .type = NLA_U16 },
	[NDA_VNI]		= { .type = NLA_U32 },
	[NDA_IFINDEX]		= NLA_POLICY_MIN(NLA_S32, 1),
	[NDA_SRC_VNI]		= { .type = NLA_U32 },
	[NDA_NH_ID]		= { .type = NLA_U32 },
	[NDA_NDM_STATE_MASK]	= { .type = NLA_U16 },
	[NDA_NDM_FLAGS_MASK]	= { .type = NLA_U8 },
};

static int vtep_compat_fdb_del_bulk(struct nlmsghdr *nlh,
				    struct net_device *dev,
				    struct netlink_ext_ack *extack)
{
	struct nlattr *tb[NDA_MAX + 1];
	u16 vid = 0;
	int err;

	err = nlmsg_parse(nlh, sizeof(struct ndmsg), tb, NDA_MAX,
			  vtep_compat_bulk_policy, extack);
	if (err)
		return err;

	if (tb[NDA_VLAN])
		vid = nla_get_u16(tb[NDA_VLAN]);
	return vtep_ndo_fdb_del_bulk(nlmsg_data(nlh), tb, dev, vid, extack);
}
#endif

#define VTEP_NDO_FDB						\
	.ndo_fdb_add		= vtep_compat_fdb_add,		\
	.ndo_fdb_del		= vtep_compat_fdb_del,		\
	.ndo_fdb_del_bulk	= vtep_compat_fdb_del_bulk,	\
	.ndo_fdb_dump		= vtep_ndo_fdb_dump,		\
	.ndo_fdb_get		= vtep_ndo_fdb_get

#endif /* VTEP_COMPAT_VTEP_NDO_FDB_H */
