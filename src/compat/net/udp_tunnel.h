/* SPDX-License-Identifier: GPL-2.0 */
/* Tunnel metadata, whose flags became a bitmap with 6.10, and sockets. */
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

/* Since 6.17 they are told of the flags of the outer packet as well; for older
 * ones 0 is all there is.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 17, 0)
#define udp_tunnel_xmit_skb(rt, sk, skb, src, dst, tos, ttl, df, sport,	\
			    dport, xnet, nocheck, flags)		\
	((udp_tunnel_xmit_skb)(rt, sk, skb, src, dst, tos, ttl, df,	\
			       sport, dport, xnet, nocheck))

#define udp_tunnel6_xmit_skb(dst, sk, skb, dev, saddr, daddr, prio,	\
			     ttl, label, sport, dport, nocheck, flags)	\
	((udp_tunnel6_xmit_skb)(dst, sk, skb, dev, saddr, daddr, prio,	\
				ttl, label, sport, dport, nocheck))
#endif

/* What newer kernels take as struct sock, older ones want as the struct socket
 * of it. Told by the type, so that it holds for all of them.
 */
#define vtep_compat_tunnel_sock(sk) ({					\
	struct sock *_sk = (sk);					\
									\
	__builtin_choose_expr(__builtin_types_compatible_p(		\
			typeof(udp_tunnel_sock_release),		\
			void (struct sock *)),				\
		_sk, _sk->sk_socket);					\
})

#define setup_udp_tunnel_sock(net, sk, cfg)				\
	((setup_udp_tunnel_sock)(net, vtep_compat_tunnel_sock(sk), cfg))
#define udp_tunnel_sock_release(sk)					\
	((udp_tunnel_sock_release)(vtep_compat_tunnel_sock(sk)))
#define udp_tunnel_push_rx_port(dev, sk, type)				\
	((udp_tunnel_push_rx_port)(dev, vtep_compat_tunnel_sock(sk), type))
#define udp_tunnel_drop_rx_port(dev, sk, type)				\
	((udp_tunnel_drop_rx_port)(dev, vtep_compat_tunnel_sock(sk), type))
#define udp_tunnel_notify_add_rx_port(sk, type)				\
	((udp_tunnel_notify_add_rx_port)(vtep_compat_tunnel_sock(sk), type))
#define udp_tunnel_notify_del_rx_port(sk, type)				\
	((udp_tunnel_notify_del_rx_port)(vtep_compat_tunnel_sock(sk), type))

#endif /* VTEP_COMPAT_NET_UDP_TUNNEL_H */
