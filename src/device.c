// SPDX-License-Identifier: GPL-2.0
/* The netdevice of a VTEP. */
#include <linux/etherdevice.h>
#include <linux/mm.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include <vtep/ndo_fdb.h>

#include "attach.h"
#include "bridge.h"
#include "device.h"
#include "segment.h"

static const struct device_type vtep_device_type = {
	.name = VTEP_KIND,	/* for udev */
};

static int vtep_init_counters(struct vtep *vtep)
{
	vtep->drops = vtep_drops_alloc(GFP_KERNEL_ACCOUNT);
	if (!vtep->drops)
		return -ENOMEM;
	vtep->blame = vtep_blame_alloc(GFP_KERNEL_ACCOUNT);
	if (!vtep->blame)
		goto drops;
	return 0;

drops:
	free_percpu(vtep->drops);
	return -ENOMEM;
}

static void vtep_free_counters(struct vtep *vtep)
{
	kfree(vtep->blame);
	free_percpu(vtep->drops);
}

/**
 * vtep_live_alloc() - room for the settings frames go by
 *
 * Before anything is changed, so that the change itself cannot fail.
 *
 * Context: process.
 *
 * Return: for vtep_live_set() or kfree(); NULL without memory.
 */
struct vtep_live *vtep_live_alloc(void)
{
	return kzalloc(sizeof(struct vtep_live), GFP_KERNEL_ACCOUNT);
}

/**
 * vtep_live_set() - take the settings as they are now to the frames
 * @vtep: VTEP
 * @live: room for them, taken over
 *
 * Each frame goes by the old ones or the new ones as a whole.
 *
 * Context: RTNL.
 */
void vtep_live_set(struct vtep *vtep, struct vtep_live *live)
{
	struct vtep_live *old = rtnl_dereference(vtep->live);

	live->cfg = vtep->cfg;
	live->rules = vtep->rules;
	live->limits = vtep->limits;
	vtep_storm_limit_init(&live->peer_rate,
			      &live->limits.rates[VTEP_RATE_CLASS_PEER]);
	rcu_assign_pointer(vtep->live, live);
	if (old)
		kfree_rcu(old, rcu);
}

/* The settings are complete before the device is registered. */
static int vtep_init_live(struct vtep *vtep)
{
	struct vtep_live *live = vtep_live_alloc();

	if (!live)
		return -ENOMEM;
	vtep_live_set(vtep, live);
	return 0;
}

static int vtep_ndo_init(struct net_device *dev)
{
	struct vtep *vtep = netdev_priv(dev);
	int err;

	err = vtep_init_live(vtep);
	if (err)
		return err;
	err = vtep_attach_init(vtep);
	if (err)
		goto live;
	err = vtep_init_counters(vtep);
	if (err)
		goto attach;
	err = gro_cells_init(&vtep->gro, dev);
	if (err)
		goto counters;
	err = vtep_peers_init(&vtep->peers);
	if (err)
		goto gro;
	err = vtep_fdb_init(&vtep->fdb, dev, &vtep->peers);
	if (err)
		goto peers;
	WRITE_ONCE(vtep->fdb.limit, vtep->cfg.limit);

	netdev_lockdep_set_classes(dev);
	return 0;

peers:
	vtep_peers_destroy(&vtep->peers);
gro:
	gro_cells_destroy(&vtep->gro);
counters:
	vtep_free_counters(vtep);
attach:
	vtep_attach_destroy(vtep);
live:
	kfree(rtnl_dereference(vtep->live));
	RCU_INIT_POINTER(vtep->live, NULL);
	return err;
}

/* No frame is on its way here any more: the core closed the device and let a
 * grace period pass since dellink took the segments out of reach.
 */
static void vtep_ndo_uninit(struct net_device *dev)
{
	struct vtep *vtep = netdev_priv(dev);

	vtep_segments_del(vtep);
	vtep_fdb_destroy(&vtep->fdb);
	vtep_peers_destroy(&vtep->peers);
	gro_cells_destroy(&vtep->gro);
	vtep_free_counters(vtep);
	vtep_attach_destroy(vtep);
	kvfree(rtnl_dereference(vtep->sources));
	kfree(rtnl_dereference(vtep->live));
	if (vtep->sock)
		vtep_sock_put(vtep->sock);
	vtep->sock = NULL;
}

static int vtep_ndo_open(struct net_device *dev)
{
	struct vtep *vtep = netdev_priv(dev);

	vtep_underlay_bind(vtep);
	vtep_segments_open(vtep);
	return 0;
}

static int vtep_ndo_stop(struct net_device *dev)
{
	struct vtep_fdb_filter learned = { .keep_configured = true };
	struct vtep *vtep = netdev_priv(dev);

	vtep_segments_close(vtep);
	vtep_fdb_flush(&vtep->fdb, &learned);
	return 0;
}

/* The core has checked max_mtu, which follows the underlay. */
static int vtep_ndo_change_mtu(struct net_device *dev, int mtu)
{
	struct vtep *vtep = netdev_priv(dev);

	WRITE_ONCE(dev->mtu, mtu);
	vtep->user_mtu = true;
	return 0;
}

static void vtep_ndo_get_stats64(struct net_device *dev,
				 struct rtnl_link_stats64 *stats)
{
	struct vtep *vtep = netdev_priv(dev);
	enum vtep_drop why;
	u64 n;

	dev_get_tstats64(dev, stats);
	/* The IP layer counts what we send, from the inner network header on;
	 * received frames, and those of segments and peers, count whole.
	 */
	stats->tx_bytes += stats->tx_packets * ETH_HLEN;
	for (why = 0; why < VTEP_DROP_MAX; why++) {
		n = vtep_sum_drop(vtep->drops, why);
		if (vtep_drop_rows[why].scope == VTEP_SCOPE_RX)
			stats->rx_dropped += n;
		else if (vtep_drop_rows[why].scope == VTEP_SCOPE_TX)
			stats->tx_dropped += n;
	}
	/* Also what they mean to other drivers' users */
	stats->rx_frame_errors += vtep_sum_drop(vtep->drops,
						VTEP_DROP_RX_INNER);
	stats->tx_carrier_errors += vtep_sum_drop(vtep->drops,
						  VTEP_DROP_TX_NO_ROUTE);
	stats->collisions += vtep_sum_drop(vtep->drops, VTEP_DROP_TX_LOOP);
}

/* What is above tells which VLANs it uses (NETIF_F_HW_VLAN_CTAG_FILTER): it
 * is their segments' groups that are worth joining.
 */
static int vtep_ndo_vlan_rx_add_vid(struct net_device *dev, __be16 proto,
				    u16 vid)
{
	return vtep_segment_vid(netdev_priv(dev), vid, true);
}

static int vtep_ndo_vlan_rx_kill_vid(struct net_device *dev, __be16 proto,
				     u16 vid)
{
	return vtep_segment_vid(netdev_priv(dev), vid, false);
}

static int vtep_ndo_get_iflink(const struct net_device *dev)
{
	const struct vtep *vtep = netdev_priv(dev);

	return READ_ONCE(vtep->cfg.link) ?: dev->ifindex;
}

static const struct net_device_ops vtep_netdev_ops = {
	.ndo_init		= vtep_ndo_init,
	.ndo_uninit		= vtep_ndo_uninit,
	.ndo_open		= vtep_ndo_open,
	.ndo_stop		= vtep_ndo_stop,
	.ndo_start_xmit		= vtep_xmit,
	.ndo_get_stats64	= vtep_ndo_get_stats64,
	.ndo_change_mtu		= vtep_ndo_change_mtu,
	.ndo_validate_addr	= eth_validate_addr,
	.ndo_set_mac_address	= eth_mac_addr,
	.ndo_get_iflink		= vtep_ndo_get_iflink,
	.ndo_vlan_rx_add_vid	= vtep_ndo_vlan_rx_add_vid,
	.ndo_vlan_rx_kill_vid	= vtep_ndo_vlan_rx_kill_vid,
	VTEP_NDO_FDB,
};

/**
 * vtep_device_setup() - make a fresh netdevice a VTEP's
 * @dev: netdevice with room for a struct vtep behind it
 */
void vtep_device_setup(struct net_device *dev)
{
	const netdev_features_t offloads = NETIF_F_SG | NETIF_F_HW_CSUM |
					   NETIF_F_FRAGLIST | NETIF_F_RXCSUM |
					   NETIF_F_GSO_SOFTWARE;
	struct vtep *vtep = netdev_priv(dev);

	ether_setup(dev);
	eth_hw_addr_random(dev);
	SET_NETDEV_DEVTYPE(dev, &vtep_device_type);
	dev->netdev_ops = &vtep_netdev_ops;
	dev->ethtool_ops = &vtep_ethtool_ops;
	dev->needs_free_netdev = true;

	vtep_compat_set_lltx(dev);
	dev->pcpu_stat_type = NETDEV_PCPU_STAT_TSTATS;
	dev->features |= offloads;
	dev->vlan_features |= offloads;
	dev->hw_features |= offloads;
	netif_keep_dst(dev);
	dev->priv_flags |= IFF_NO_QUEUE | IFF_LIVE_ADDR_CHANGE;
	dev->priv_flags &= ~IFF_TX_SKB_SHARING;

	/* The real bound is known with the underlay. */
	dev->min_mtu = ETH_MIN_MTU;
	dev->max_mtu = ETH_MAX_MTU;

	vtep->dev = dev;
	vtep_rules_defaults(&vtep->rules, &vtep->limits);
	xa_init_flags(&vtep->vnis, XA_FLAGS_ACCOUNT);
	mutex_init(&vtep->ranges);
	vtep_segments_setup(vtep);
	vtep_bridge_setup(vtep);
	INIT_LIST_HEAD(&vtep->list);
}
