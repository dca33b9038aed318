/* SPDX-License-Identifier: GPL-2.0 */
/* Tracepoints: learn, move, age, evict, damp, flood, drop. */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM vtep

#if !defined(VTEP_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define VTEP_TRACE_H

#include <linux/etherdevice.h>
#include <linux/netdevice.h>
#include <linux/tracepoint.h>

#include <vtep/drops.h>

#include "addr.h"

/* Reasons by name in the trace's text, from the one table. */
#define VTEP_TRACE_SYM(_id, _name, _scope, _reason, _text) \
	{ VTEP_DROP_##_id, _name },

TRACE_EVENT(vtep_drop,
	TP_PROTO(const struct sk_buff *skb, const struct net_device *dev,
		 u32 vni, const struct vtep_peer_key *from, const u8 *mac,
		 enum vtep_drop why),
	TP_ARGS(skb, dev, vni, from, mac, why),
	TP_STRUCT__entry(
		__field(const void *, skbaddr)
		__string(dev, dev ? dev->name : "-")
		__field(unsigned int, len)
		__field(u32, vni)
		__field(u32, why)
		__array(u8, peer, sizeof(struct in6_addr))
		__array(u8, mac, ETH_ALEN)
	),
	TP_fast_assign(
		__entry->skbaddr = skb;
		vtep_assign_str(dev, dev ? dev->name : "-");
		__entry->len = skb->len;
		/* What is not known is zero. */
		__entry->vni = vni == U32_MAX ? 0 : vni;
		__entry->why = why;
		memset(__entry->peer, 0, sizeof(struct in6_addr));
		if (from)
			memcpy(__entry->peer, &from->addr,
			       sizeof(struct in6_addr));
		memset(__entry->mac, 0, ETH_ALEN);
		if (mac)
			memcpy(__entry->mac, mac, ETH_ALEN);
	),
	TP_printk("dev=%s vni=%u len=%u skbaddr=%p reason=%s peer=%pI6c mac=%pM",
		  __get_str(dev), __entry->vni, __entry->len, __entry->skbaddr,
		  __print_symbolic(__entry->why,
				   VTEP_DROPS(VTEP_TRACE_SYM) { -1, NULL }),
		  __entry->peer, __entry->mac)
);

DECLARE_EVENT_CLASS(vtep_mac,
	TP_PROTO(const struct net_device *dev, u32 vni, const u8 *mac,
		 const struct vtep_peer_key *peer),
	TP_ARGS(dev, vni, mac, peer),
	TP_STRUCT__entry(
		__string(dev, dev->name)
		__field(u32, vni)
		__array(u8, mac, ETH_ALEN)
		__array(u8, peer, sizeof(struct in6_addr))
		__field(u16, port)
	),
	TP_fast_assign(
		vtep_assign_str(dev, dev->name);
		__entry->vni = vni;
		memcpy(__entry->mac, mac, ETH_ALEN);
		memcpy(__entry->peer, &peer->addr, sizeof(struct in6_addr));
		__entry->port = ntohs(peer->port);
	),
	TP_printk("dev=%s vni=%u mac=%pM peer=%pI6c port=%u",
		  __get_str(dev), __entry->vni, __entry->mac, __entry->peer,
		  __entry->port)
);

DEFINE_EVENT(vtep_mac, vtep_learn,
	TP_PROTO(const struct net_device *dev, u32 vni, const u8 *mac,
		 const struct vtep_peer_key *peer),
	TP_ARGS(dev, vni, mac, peer)
);

DEFINE_EVENT(vtep_mac, vtep_age,
	TP_PROTO(const struct net_device *dev, u32 vni, const u8 *mac,
		 const struct vtep_peer_key *peer),
	TP_ARGS(dev, vni, mac, peer)
);

DEFINE_EVENT(vtep_mac, vtep_evict,
	TP_PROTO(const struct net_device *dev, u32 vni, const u8 *mac,
		 const struct vtep_peer_key *peer),
	TP_ARGS(dev, vni, mac, peer)
);

DEFINE_EVENT(vtep_mac, vtep_damp,
	TP_PROTO(const struct net_device *dev, u32 vni, const u8 *mac,
		 const struct vtep_peer_key *peer),
	TP_ARGS(dev, vni, mac, peer)
);

TRACE_EVENT(vtep_move,
	TP_PROTO(const struct net_device *dev, u32 vni, const u8 *mac,
		 const struct vtep_peer_key *from,
		 const struct vtep_peer_key *to),
	TP_ARGS(dev, vni, mac, from, to),
	TP_STRUCT__entry(
		__string(dev, dev->name)
		__field(u32, vni)
		__array(u8, mac, ETH_ALEN)
		__array(u8, from, sizeof(struct in6_addr))
		__array(u8, to, sizeof(struct in6_addr))
	),
	TP_fast_assign(
		vtep_assign_str(dev, dev->name);
		__entry->vni = vni;
		memcpy(__entry->mac, mac, ETH_ALEN);
		memcpy(__entry->from, &from->addr, sizeof(struct in6_addr));
		memcpy(__entry->to, &to->addr, sizeof(struct in6_addr));
	),
	TP_printk("dev=%s vni=%u mac=%pM from=%pI6c to=%pI6c",
		  __get_str(dev), __entry->vni, __entry->mac, __entry->from,
		  __entry->to)
);

TRACE_EVENT(vtep_flood,
	TP_PROTO(const struct net_device *dev, u32 vni,
		 const struct sk_buff *skb, unsigned int remotes),
	TP_ARGS(dev, vni, skb, remotes),
	TP_STRUCT__entry(
		__string(dev, dev->name)
		__field(u32, vni)
		__array(u8, mac, ETH_ALEN)
		__field(unsigned int, len)
		__field(unsigned int, remotes)
	),
	TP_fast_assign(
		vtep_assign_str(dev, dev->name);
		__entry->vni = vni;
		memcpy(__entry->mac, eth_hdr(skb)->h_dest, ETH_ALEN);
		__entry->len = skb->len;
		__entry->remotes = remotes;
	),
	TP_printk("dev=%s vni=%u mac=%pM len=%u remotes=%u",
		  __get_str(dev), __entry->vni, __entry->mac, __entry->len,
		  __entry->remotes)
);

#endif /* VTEP_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
