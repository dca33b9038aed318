// SPDX-License-Identifier: GPL-2.0
/* ethtool: the driver's name, the lower device's speed, the counters. */
#include <linux/ethtool.h>
#include <linux/rtnetlink.h>

#include <vtep/wire.h>

#include "device.h"

/* What `ethtool -S` shows before the reasons for drops. */
enum vtep_ethtool_stat {
	VTEP_ES_RX_BUM,
	VTEP_ES_TX_BUM,
	VTEP_ES_FDB_LEARNED,
	VTEP_ES_FDB_LIMIT,
	VTEP_ES_PEERS,
	VTEP_ES_SEGMENTS,
	VTEP_ES_NEIGH_SUPPRESSED,
	VTEP_ES_MAX,
};

static const char *const vtep_ethtool_names[VTEP_ES_MAX] = {
	[VTEP_ES_RX_BUM]	= "rx_bum",
	[VTEP_ES_TX_BUM]	= "tx_bum",
	[VTEP_ES_FDB_LEARNED]	= "fdb_learned",
	[VTEP_ES_FDB_LIMIT]	= "fdb_limit",
	[VTEP_ES_PEERS]		= "peers",
	[VTEP_ES_SEGMENTS]	= "segments",
	[VTEP_ES_NEIGH_SUPPRESSED] = "neigh_suppressed",
};

static void vtep_get_drvinfo(struct net_device *dev,
			     struct ethtool_drvinfo *info)
{
	strscpy(info->driver, VTEP_KIND, sizeof(info->driver));
}

/* A VTEP asks the device below it. Which that is addresses and routes tell, by
 * which it may be above it as well: a bridge whose port the VTEP is asks back,
 * and so do two VTEPs with each other's address. So none asks while one does.
 */
static bool vtep_ksettings_asking;	/* under RTNL */

static int vtep_get_link_ksettings(struct net_device *dev,
				   struct ethtool_link_ksettings *cmd)
{
	struct vtep *vtep = netdev_priv(dev);
	int err;

	ASSERT_RTNL();
	if (vtep->lower && !vtep_ksettings_asking) {
		vtep_ksettings_asking = true;
		err = __ethtool_get_link_ksettings(vtep->lower, cmd);
		vtep_ksettings_asking = false;
		return err;
	}

	cmd->base.duplex = DUPLEX_UNKNOWN;
	cmd->base.port = PORT_OTHER;
	cmd->base.speed = SPEED_UNKNOWN;
	return 0;
}

static int vtep_get_sset_count(struct net_device *dev, int set)
{
	return set == ETH_SS_STATS ? VTEP_ES_MAX + VTEP_DROP_MAX : -EOPNOTSUPP;
}

static void vtep_get_strings(struct net_device *dev, u32 set, u8 *data)
{
	unsigned int i;

	if (set != ETH_SS_STATS)
		return;
	for (i = 0; i < VTEP_ES_MAX; i++)
		ethtool_sprintf(&data, "%s", vtep_ethtool_names[i]);
	for (i = 0; i < VTEP_DROP_MAX; i++)
		ethtool_sprintf(&data, "%s", vtep_drop_rows[i].name);
}

static void vtep_get_ethtool_stats(struct net_device *dev,
				   struct ethtool_stats *stats, u64 *data)
{
	struct vtep *vtep = netdev_priv(dev);
	struct vtep_sums sums = {};
	unsigned long vni;
	struct vtep_vni *v;
	unsigned int i;

	memset(data, 0, VTEP_ES_MAX * sizeof(*data));
	vtep_for_each_vni(vtep, vni, v) {
		vtep_sum_counts(v->counts, &sums);
		data[VTEP_ES_SEGMENTS] += v->vni <= VTEP_VNI_MAX;
	}
	data[VTEP_ES_RX_BUM] = sums.rx_bum;
	data[VTEP_ES_TX_BUM] = sums.tx_bum;
	data[VTEP_ES_FDB_LEARNED] = atomic_read(&vtep->fdb.learned);
	data[VTEP_ES_FDB_LIMIT] = READ_ONCE(vtep->fdb.limit);
	data[VTEP_ES_PEERS] = vtep_peers_count(&vtep->peers);
	data[VTEP_ES_NEIGH_SUPPRESSED] = atomic64_read(&vtep->fdb.neigh.lost);

	for (i = 0; i < VTEP_DROP_MAX; i++)
		data[VTEP_ES_MAX + i] = vtep_drop_sum(vtep, i);
}

const struct ethtool_ops vtep_ethtool_ops = {
	.get_drvinfo		= vtep_get_drvinfo,
	.get_link		= ethtool_op_get_link,
	.get_link_ksettings	= vtep_get_link_ksettings,
	.get_sset_count		= vtep_get_sset_count,
	.get_strings		= vtep_get_strings,
	.get_ethtool_stats	= vtep_get_ethtool_stats,
};
