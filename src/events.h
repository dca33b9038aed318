/* SPDX-License-Identifier: GPL-2.0 */
/* Events for listeners on the generic netlink group, raised from any layer.
 *
 * The layers that raise them sit below genl, so genl hands in its sender
 * when it starts and takes it back when it ends.
 */
#ifndef VTEP_EVENTS_H
#define VTEP_EVENTS_H

#include <linux/netdevice.h>
#include <linux/vtep.h>

struct vtep_peer_key;

struct vtep_event {
	enum vtep_event_type type;
	u32 count;		/* what it stands for, if more than one */
	const struct net_device *dev;
	u32 vni;
	const u8 *mac;				/* NULL: none */
	const struct vtep_peer_key *peer;	/* NULL: none */
	const struct vtep_peer_key *old_peer;	/* NULL: none */
	const struct in6_addr *group;		/* NULL: none; @dev is then its
						 * lower device, and @vni not
						 * said
						 */
	const char *reason;	/* NULL: none; else a name of VTEP_DROPS, which
				 * is not copied
				 */
};

typedef void (*vtep_event_fn)(const struct vtep_event *ev);

void vtep_event_set_sender(vtep_event_fn fn);
void vtep_event(const struct vtep_event *ev);

#endif /* VTEP_EVENTS_H */
