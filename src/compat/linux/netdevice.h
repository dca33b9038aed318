/* SPDX-License-Identifier: GPL-2.0 */
#ifndef VTEP_COMPAT_LINUX_NETDEVICE_H
#define VTEP_COMPAT_LINUX_NETDEVICE_H

#include_next <linux/netdevice.h>
#include <linux/version.h>

/* "The driver does its own transmit locking" was a feature bit before 6.12
 * and is a bit of struct net_device since.
 */
static inline void vtep_compat_set_lltx(struct net_device *dev)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
	dev->features |= NETIF_F_LLTX;
#else
	dev->lltx = true;
#endif
}

#endif /* VTEP_COMPAT_LINUX_NETDEVICE_H */
