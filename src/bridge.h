/* SPDX-License-Identifier: GPL-2.0 */
/* The bridge that a VTEP is a port of, and the MACs that it has on this side.
 *
 * The bridge tells of changes by switchdev's FDB notifications, as to drivers
 * of switches; what it had before is read from it. Nothing is asked for and
 * nothing kept while no rule wants it (vtep_bridge_sync()). Without
 * CONFIG_NET_SWITCHDEV there is only what was configured.
 *
 * In which VLAN of the bridge a received frame is, if the bridge tells VLANs
 * apart (vlan_filtering):
 *   attachment vlan      that of its segment. Of the segment with VLAN 0, whose
 *                        frames have no tag: the PVID of the VTEP's port
 *   attachment id        the PVID of the VTEP's port
 *   attachment external, a frame with a tag of its own, VLANs of 802.1ad
 *                        only the bridge knows; MACs of all its VLANs are
 *                        protected then
 * and if it does not, there is but one FDB for all segments of the VTEP.
 *
 * Not known are entries that the administrator made as dynamic (`bridge fdb add
 * ... master dynamic`) after the table was read: the bridge keeps these to
 * itself.
 */
#ifndef VTEP_BRIDGE_H
#define VTEP_BRIDGE_H

#include "vtep.h"

int vtep_bridge_init(void);
void vtep_bridge_exit(void);
void vtep_bridge_setup(struct vtep *vtep);

/* Of a frame of the segment; RCU read section or RTNL. */
u16 vtep_bridge_vid(const struct vtep *vtep, const struct vtep_vni *v,
		    bool tagged);

/* Does any rule want the MACs of the bridge? RTNL. */
int vtep_bridge_watch(struct vtep *vtep);
void vtep_bridge_sync(struct vtep *vtep);

/* What was learned before its MAC was local, or known to be, goes. RTNL. */
void vtep_bridge_sweep(struct vtep *vtep);

bool vtep_bridge_protects(const struct vtep *vtep, const struct vtep_vni *v);
void vtep_bridge_claimed(struct vtep *vtep, const struct vtep_local *l);

#endif /* VTEP_BRIDGE_H */
