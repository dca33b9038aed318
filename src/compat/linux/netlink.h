/* SPDX-License-Identifier: GPL-2.0 */
/* Formatted extack messages for kernels before 6.3, which have none. */
#ifndef VTEP_COMPAT_LINUX_NETLINK_H
#define VTEP_COMPAT_LINUX_NETLINK_H

#include_next <linux/netlink.h>

#ifndef NL_SET_ERR_MSG_FMT_MOD

#define VTEP_COMPAT_EXTACK_FMT	1

__printf(3, 4)
void vtep_compat_extack(struct netlink_ext_ack *extack,
			const struct nlattr *attr, const char *fmt, ...);

#define NL_SET_ERR_MSG_FMT(extack, fmt, ...)				\
	vtep_compat_extack((extack), NULL, fmt, ##__VA_ARGS__)

#define NL_SET_ERR_MSG_FMT_MOD(extack, fmt, ...)			\
	vtep_compat_extack((extack), NULL, KBUILD_MODNAME ": " fmt,	\
			   ##__VA_ARGS__)

#define NL_SET_ERR_MSG_ATTR_FMT(extack, attr, fmt, ...)			\
	vtep_compat_extack((extack), (attr), fmt, ##__VA_ARGS__)

#endif /* NL_SET_ERR_MSG_FMT_MOD */

#endif /* VTEP_COMPAT_LINUX_NETLINK_H */
