/* SPDX-License-Identifier: GPL-2.0 */
/* Routes over IPv6 where that may be a module. */
#ifndef VTEP_COMPAT_NET_IPV6_H
#define VTEP_COMPAT_NET_IPV6_H

#include_next <net/ipv6.h>

/* Where IPv6 can be a module, others reach it through this table. */
#ifdef VTEP_COMPAT_IPV6_STUB
#include <net/ipv6_stubs.h>

#define ip6_dst_lookup_flow(net, sk, fl6, final)			\
	ipv6_stub->ipv6_dst_lookup_flow(net, sk, fl6, final)
#endif

#endif /* VTEP_COMPAT_NET_IPV6_H */
