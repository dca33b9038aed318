/* SPDX-License-Identifier: GPL-2.0 */
/* The newlink function of struct rtnl_link_ops as this kernel wants it; to be
 * included where vtep_newlink() is declared.
 */
#ifndef VTEP_COMPAT_VTEP_NEWLINK_H
#define VTEP_COMPAT_VTEP_NEWLINK_H

#include <linux/version.h>
#include <net/rtnetlink.h>

/* Since 6.15 all comes in one struct, and the choice between the namespace of
 * the link and that of the caller is the driver's.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 15, 0)
#define vtep_compat_newlink	vtep_newlink
#else
static int vtep_newlink(struct net *src_net, struct net_device *dev,
			struct nlattr *tb[], struct nlattr *data[],
			struct netlink_ext_ack *extack);

static int vtep_compat_newlink(struct net_device *dev,
			       struct rtnl_newlink_params *params,
			       struct netlink_ext_ack *extack)
{
	return vtep_newlink(rtnl_newlink_link_net(params), dev, params->tb,
			    params->data, extack);
}
#endif

#endif /* VTEP_COMPAT_VTEP_NEWLINK_H */
