/* SPDX-License-Identifier: GPL-2.0 */
/* What generated netlink policies use of newer kernels. */
#ifndef VTEP_COMPAT_NET_NETLINK_H
#define VTEP_COMPAT_NET_NETLINK_H

#include <linux/version.h>
#include_next <net/netlink.h>

/* Before 6.7 a policy's range was not const, though nobody wrote to it. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
#undef NLA_POLICY_FULL_RANGE
#define NLA_POLICY_FULL_RANGE(tp, _range) {				\
	.type = NLA_ENSURE_UINT_OR_BINARY_TYPE(tp),			\
	.validation_type = NLA_VALIDATE_RANGE_PTR,			\
	.range = (struct netlink_range_validation *)(_range),		\
}
#endif

#endif /* VTEP_COMPAT_NET_NETLINK_H */
