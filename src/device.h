/* SPDX-License-Identifier: GPL-2.0 */
/* The netdevice: what the kernel calls, and how it follows its underlay. */
#ifndef VTEP_DEVICE_H
#define VTEP_DEVICE_H

#include "vtep.h"

/* device.c */
void vtep_device_setup(struct net_device *dev);

/* underlay.c: the lower device's MTU, headroom, carrier and addresses */
int vtep_underlay_init(void);
void vtep_underlay_exit(void);
void vtep_underlay_bind(struct vtep *vtep);
unsigned int vtep_underlay_max_mtu(const struct vtep *vtep);

/* underlay_find.c: which device that is; RTNL, no references */
struct net_device *vtep_underlay_owner(const struct vtep *vtep);
struct net_device *vtep_underlay_find(const struct vtep *vtep,
				      const struct net_device *except);

/* ethtool.c */
extern const struct ethtool_ops vtep_ethtool_ops;

#endif /* VTEP_DEVICE_H */
