/* SPDX-License-Identifier: GPL-2.0 */
/* Events on their way to the listeners of a network namespace. */
#ifndef VTEP_GENL_EVENT_H
#define VTEP_GENL_EVENT_H

#include <linux/etherdevice.h>
#include <net/net_namespace.h>

#include "addr.h"
#include "events.h"

/* An event that can be kept: it points to nothing that goes away. */
struct vtep_note {
	u32 type;
	u32 count;
	int ifindex;			/* 0: none */
	u32 vni;			/* not said with a group, or without
					 * @ifindex
					 */
	bool has_mac;
	u8 mac[ETH_ALEN];
	struct vtep_peer_key peer;	/* port 0: none, */
	struct vtep_peer_key old_peer;	/* likewise */
	struct in6_addr group;		/* any: none */
	const char *reason;		/* of VTEP_DROPS, or NULL */
};

/* genl_event.c */
bool vtep_genl_heard(struct net *net);
void vtep_genl_note(struct vtep_note *note, const struct vtep_event *ev);
void vtep_genl_multicast(struct net *net, const struct vtep_note *note,
			 u64 seq, u64 suppressed);

/* genl_tell.c */
int vtep_genl_tell_init(void);
void vtep_genl_tell_exit(void);

#endif /* VTEP_GENL_EVENT_H */
