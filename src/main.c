// SPDX-License-Identifier: GPL-2.0
/* What the module starts, in order, and ends, in reverse. */
#include <linux/module.h>
#include <linux/vtep.h>
#include <net/genetlink.h>
#include <net/rtnetlink.h>

#include "bridge.h"
#include "device.h"
#include "fdb.h"
#include "genl.h"
#include "ledger.h"
#include "link.h"
#include "mcast.h"
#include "netns.h"
#include "segment.h"
#include "socket.h"
#include "vtep.h"

static int __init vtep_init(void)
{
	int err;

	err = vtep_fdb_cache_init();
	if (err)
		return err;
	err = vtep_socket_init();
	if (err)
		goto fdb;
	err = vtep_mcast_init();
	if (err)
		goto socket;
	err = vtep_bridge_init();
	if (err)
		goto mcast;
	err = vtep_segments_init();
	if (err)
		goto bridge;
	err = vtep_netns_init();
	if (err)
		goto segments;
	err = vtep_underlay_init();
	if (err)
		goto netns;
	err = vtep_genl_init();
	if (err)
		goto underlay;
	err = vtep_link_init();
	if (err)
		goto genl;
	return 0;

genl:
	vtep_genl_exit();
underlay:
	vtep_underlay_exit();
netns:
	vtep_netns_exit();
segments:
	vtep_segments_exit();
bridge:
	vtep_bridge_exit();
mcast:
	vtep_mcast_exit();
socket:
	vtep_socket_exit();
fdb:
	vtep_fdb_cache_exit();
	return err;
}

static void __exit vtep_exit(void)
{
	vtep_link_exit();
	vtep_genl_exit();
	vtep_underlay_exit();
	vtep_netns_exit();
	vtep_segments_exit();
	vtep_bridge_exit();
	vtep_mcast_exit();
	vtep_socket_exit();
	rcu_barrier();	/* callbacks of ours must run before our code goes */
	vtep_fdb_cache_exit();
	vtep_ledger_close();
}

module_init(vtep_init);
module_exit(vtep_exit);

MODULE_DESCRIPTION("VXLAN tunnel endpoint (RFC 7348)");
MODULE_LICENSE("GPL");
MODULE_ALIAS_RTNL_LINK(VTEP_KIND);
MODULE_ALIAS_GENL_FAMILY(VTEP_FAMILY_NAME);
