/* SPDX-License-Identifier: GPL-2.0 */
/* What a route is looked up by. */
#ifndef VTEP_COMPAT_NET_FLOW_H
#define VTEP_COMPAT_NET_FLOW_H

#include_next <net/flow.h>
#include <uapi/linux/in_route.h>
#include <uapi/linux/ip.h>

/* Since 6.18 it has a DSCP where older kernels have the bits of a TOS. */
static inline void vtep_compat_flow_set_tos(struct flowi4 *fl4, u8 tos)
{
#ifdef flowi4_dscp
	fl4->flowi4_dscp = inet_dsfield_to_dscp(tos);
#else
	fl4->flowi4_tos = RT_TOS(tos);
#endif
}

#endif /* VTEP_COMPAT_NET_FLOW_H */
