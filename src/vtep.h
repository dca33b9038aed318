/* SPDX-License-Identifier: GPL-2.0 */
/* struct vtep: one tunnel endpoint, the private part of its netdevice. */
#ifndef VTEP_VTEP_H
#define VTEP_VTEP_H

#include <linux/if_link.h>
#include <linux/if_vlan.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>
#include <net/gro_cells.h>
#include <net/rtnetlink.h>

#include "fdb.h"
#include "mcast.h"
#include "peer.h"
#include "rules.h"
#include "socket.h"
#include "source.h"
#include "storm.h"
#include "vni.h"

#define VTEP_KIND	"vtep"

/* Settings, as `ip link` gives them; under RTNL. Frames go by a copy of them,
 * struct vtep_live, whose writer is vtep_live_set().
 */
struct vtep_cfg {
	sa_family_t family;	/* of the underlay; constant */
	__be16 port;		/* UDP port, ours and the peers'; constant */
	u32 vni;		/* attachment id; constant */
	struct in6_addr local;	/* outer source; any: the route's choice */
	struct in6_addr remote;	/* group or unicast remote; any: none */
	int link;		/* ifindex of lower device or VRF; 0: none */
	u16 sport_min;
	u16 sport_max;
	u8 ttl;			/* 0: the route's, 1 for groups */
	bool ttl_inherit;
	u8 tos;			/* 1: inherit the inner */
	u8 df;			/* enum ifla_vxlan_df */
	u8 inner_vlan;		/* enum vtep_inner_vlan */
	__be32 label;		/* IPv6 flow label */
	bool learning;		/* of the one segment of attachment id; of
				 * others, what new segments start with
				 */
	u32 ageing;		/* seconds; likewise */
	u32 limit;		/* learned MACs of the VTEP; 0: none */
	bool csum;		/* IPv4: send UDP checksums */
	bool csum6;		/* IPv6: send UDP checksums */
	bool csum6_rx;		/* IPv6: refuse zero UDP checksums */
	u8 attach;		/* enum vtep_attachment; constant */
	bool vnifilter;		/* attachment external: only the VNIs that
				 * were added; constant
				 */
	bool pcp_dscp;		/* attachment vlan: priority to outer DSCP */
};

/* The settings frames go by: an immutable copy, replaced as a whole under
 * RCU, so that each frame sees one state of them, never half of a change.
 */
struct vtep_live {
	struct vtep_cfg cfg;
	struct vtep_rules rules;
	struct vtep_limits limits;
	struct vtep_storm_limit peer_rate; /* of @limits, worked out */
	struct rcu_head rcu;
};

/* Attachment vlan: the segments by their VLAN, and which VLANs are in use
 * above the VTEP. Written under RTNL.
 */
struct vtep_vlans {
	struct vtep_vni __rcu *seg[VLAN_N_VID];
	DECLARE_BITMAP(active, VLAN_N_VID);
};

/* The bridge that the VTEP is a port of; see bridge.h. Frames read how it tells
 * VLANs apart.
 */
struct vtep_bridge {
	bool filtering;		/* it does; written under RTNL */
	bool other_tags;	/* not by 802.1Q tags; likewise */
	u16 pvid;		/* VLAN of what has no tag, 0: none; likewise */
	bool watching;		/* in vtep_bridge_watchers, by @dev; RTNL */
	struct net_device *dev;	/* NULL: none; under RTNL. No reference: it
				 * says when it goes. RCU while @watching
				 */
	struct hlist_node node;
	atomic_t deleted;	/* entries of it, while @watching */
	unsigned long todo;	/* bits, see bridge_priv.h */
	unsigned long worked;	/* jiffies */
	struct delayed_work work;
};

struct vtep {
	/* read by every frame */
	struct net_device *dev;
	struct net *net;		/* underlay; stays when @dev moves */
	struct vtep_sock *sock;		/* from link add to link del */
	struct vtep_vni *seg;		/* attachment id: the one segment */
	struct vtep_vni *any;		/* attachment external without filter:
					 * that of VTEP_VNI_ANY; else NULL
					 */
	struct vtep_vlans *vlans;	/* attachment vlan, else NULL; from
					 * ndo_init to ndo_uninit
					 */
	struct vtep_live __rcu *live;	/* written under RTNL */
	struct vtep_sources __rcu *sources; /* NULL: none; likewise */
	struct vtep_drops __percpu *drops;
	struct vtep_blame *blame;	/* last frames of those */
	struct vtep_fdb fdb;
	struct vtep_peers peers;
	struct vtep_bridge bridge;
	struct vtep_storm_level strangers; /* BUM of those no peers */
	struct gro_cells gro;

	/* configuration, under RTNL */
	struct vtep_cfg cfg;
	struct vtep_rules rules;	/* `vtepctl vtep set` */
	struct vtep_limits limits;	/* likewise */
	struct xarray vnis;		/* its segments, by VNI; an entry is
					 * gone before the segment is freed
					 */
	struct mutex ranges;		/* orders requests about ranges of
					 * VNIs, see range.h; outside RTNL
					 */
	struct list_head list;		/* vtep_net.vteps of @net */
	struct work_struct open_work;	/* segment_open.c */
	unsigned long open_next;	/* VNI it goes on with */
	bool opening;			/* queued, with a reference to @dev: */
	netdevice_tracker open_tracker;
	struct net_device *link_dev;	/* the device cfg.link names, NULL:
					 * none; its upper device is @dev
					 */
	struct net_device *lower;	/* underlay device followed, NULL: none;
					 * not referenced: forgotten on its
					 * NETDEV_UNREGISTER
					 */
	bool user_mtu;			/* set by the administrator: lowered,
					 * never raised, when the underlay's
					 * changes
					 */
};

extern struct rtnl_link_ops vtep_link_ops;

static inline bool netif_is_vtep(const struct net_device *dev)
{
	return dev->rtnl_link_ops == &vtep_link_ops;
}

/* Outer headers: IP, UDP, VXLAN and the inner Ethernet header. */
static inline unsigned int vtep_overhead(sa_family_t family)
{
	return (family == AF_INET ? sizeof(struct iphdr) :
				    sizeof(struct ipv6hdr)) +
	       sizeof(struct udphdr) + 8 + ETH_HLEN;
}

/* All segments of @vtep in the order of their VNIs; @vni is an unsigned long.
 * RTNL. The body may delete @v.
 */
#define vtep_for_each_vni(vtep, vni, v)	xa_for_each(&(vtep)->vnis, vni, v)

/* A segment of @vtep, NULL: not here (those of others may be on the same
 * socket). RTNL, under which it stays, or an RCU read section.
 */
static inline struct vtep_vni *vtep_find_vni(struct vtep *vtep, u32 vni)
{
	return xa_load(&vtep->vnis, vni);
}

/* The settings for one frame; RCU read section. */
static inline const struct vtep_live *vtep_live(const struct vtep *vtep)
{
	return rcu_dereference(vtep->live);
}

/* Is a reason seen before the VTEP is known? It is the socket's then: all VTEPs
 * of one port and address family show the same.
 */
static inline bool vtep_drop_of_sock(enum vtep_drop why)
{
	return vtep_drop_rows[why].scope == VTEP_SCOPE_SOCK;
}

/* How often frames were dropped for a reason. RTNL, for the socket. */
static inline u64 vtep_drop_sum(const struct vtep *vtep, enum vtep_drop why)
{
	return vtep_sum_drop(vtep_drop_of_sock(why) ? vtep->sock->drops :
						      vtep->drops, why);
}

/* Where to look for a rule of a segment; RCU read section. */
static inline const struct vtep_rules *
vtep_rules_in(const struct vtep_vni *v, const struct vtep_live *live, int attr)
{
	return vtep_rules_of(rcu_dereference(v->rules), &live->rules, attr);
}

/* May the sender of a request change the VTEP? That it may change the device
 * its netlink family has seen to; where the frames go is also the business of
 * who has the underlay, which may be another's. RTNL.
 */
static inline int vtep_may_change(const struct vtep *vtep,
				  struct netlink_ext_ack *extack)
{
	if (rtnl_dev_link_net_capable(vtep->dev, vtep->net))
		return 0;
	NL_SET_ERR_MSG(extack, "No permission in the underlay's namespace");
	return -EPERM;
}

/* device.c */
struct vtep_live *vtep_live_alloc(void);
void vtep_live_set(struct vtep *vtep, struct vtep_live *live);

/* encap.c */
netdev_tx_t vtep_xmit(struct sk_buff *skb, struct net_device *dev);

/* decap.c */
extern const struct vtep_sock_ops vtep_decap_ops;

#endif /* VTEP_VTEP_H */
