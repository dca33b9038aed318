/* SPDX-License-Identifier: GPL-2.0 */
/* What generated netlink code and its handlers use of newer kernels. */
#ifndef VTEP_COMPAT_NET_GENETLINK_H
#define VTEP_COMPAT_NET_GENETLINK_H

#include <linux/version.h>
#include_next <net/genetlink.h>

/* Before 6.2 an operation had its do and its dump in one row. Each of ours
 * has but one of the two, so that one row says the same in both.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
#define genl_split_ops	genl_ops
#define split_ops	ops
#define n_split_ops	n_ops
#endif

/* Used as genl_info_dump(cb)->attrs only. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 6, 0)
#define genl_info_dump(cb)	genl_dumpit_info(cb)
#endif

/* For a dump that has no attributes: some kernels (6.12) do not look then. */
static inline int vtep_compat_no_attrs(const struct netlink_callback *cb)
{
	if (!nlmsg_attrlen(cb->nlh, GENL_HDRLEN))
		return 0;
	NL_SET_ERR_MSG(cb->extack, "Unknown attribute type");
	return -EINVAL;
}

#endif /* VTEP_COMPAT_NET_GENETLINK_H */
