/* SPDX-License-Identifier: GPL-2.0 */
/* Tunnel metadata, whose flags became a bitmap with 6.10. */
#ifndef VTEP_COMPAT_NET_UDP_TUNNEL_H
#define VTEP_COMPAT_NET_UDP_TUNNEL_H

#include <linux/version.h>
#include <net/dst_metadata.h>
#include_next <net/udp_tunnel.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 10, 0)

static inline struct metadata_dst *
vtep_compat_rx_dst(struct sk_buff *skb, sa_family_t family, __be64 key)
{
	return udp_tun_rx_dst(skb, family, TUNNEL_KEY, key, 0);
}

static inline bool vtep_compat_info_csum(const struct ip_tunnel_info *info)
{
	return info->key.tun_flags & TUNNEL_CSUM;
}

static inline bool vtep_compat_info_df(const struct ip_tunnel_info *info)
{
	return info->key.tun_flags & TUNNEL_DONT_FRAGMENT;
}

#else

static inline struct metadata_dst *
vtep_compat_rx_dst(struct sk_buff *skb, sa_family_t family, __be64 key)
{
	IP_TUNNEL_DECLARE_FLAGS(flags) = { };

	__set_bit(IP_TUNNEL_KEY_BIT, flags);
	return udp_tun_rx_dst(skb, family, flags, key, 0);
}

static inline bool vtep_compat_info_csum(const struct ip_tunnel_info *info)
{
	return test_bit(IP_TUNNEL_CSUM_BIT, info->key.tun_flags);
}

static inline bool vtep_compat_info_df(const struct ip_tunnel_info *info)
{
	return test_bit(IP_TUNNEL_DONT_FRAGMENT_BIT, info->key.tun_flags);
}

#endif

#endif /* VTEP_COMPAT_NET_UDP_TUNNEL_H */
