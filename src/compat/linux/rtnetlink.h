/* SPDX-License-Identifier: GPL-2.0 */
#include_next <linux/rtnetlink.h>

#ifndef VTEP_COMPAT_LINUX_RTNETLINK_H
#define VTEP_COMPAT_LINUX_RTNETLINK_H

#include <linux/netlink.h>
#include <linux/version.h>

/* Where in a device's table a call of ndo_fdb_dump goes on. The place has a
 * name since 6.14.
 */
static inline void vtep_compat_fdb_dump_from(struct netlink_callback *cb,
					     int from)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 14, 0)
	cb->args[2] = from;
#else
	((struct ndo_fdb_dump_context *)cb->ctx)->fdb_idx = from;
#endif
}

#endif /* VTEP_COMPAT_LINUX_RTNETLINK_H */
