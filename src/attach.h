/* SPDX-License-Identifier: GPL-2.0 */
/* Attachments: how a frame on the VTEP's netdevice names its segment.
 *
 *   id        the VTEP has one; frames say nothing
 *   vlan      the 802.1Q tag says it, which is not part of what is sent:
 *             stripped on the way out, pushed on the way in
 *   external  tunnel metadata say it, and often the destination as well
 *
 * The attachment of a VTEP is constant.
 */
#ifndef VTEP_ATTACH_H
#define VTEP_ATTACH_H

#include <net/ip_tunnels.h>

#include "vtep.h"

/* What a frame says of itself before its Ethernet header is looked at. */
struct vtep_attach {
	struct vtep_vni *seg;		/* NULL only while none is known */
	u32 vni;			/* to be sent with */
	u8 tos;				/* of the tag's priority */
	const struct ip_tunnel_info *info; /* destination; NULL: ask the FDB */
};

enum vtep_drop vtep_attach_tx(struct vtep *vtep, const struct vtep_cfg *cfg,
			      struct sk_buff *skb, struct vtep_attach *at);
enum vtep_drop vtep_attach_rx_info(const struct vtep_cfg *cfg, u32 vni,
				   struct sk_buff *skb);

int vtep_attach_init(struct vtep *vtep);
void vtep_attach_destroy(struct vtep *vtep);

#endif /* VTEP_ATTACH_H */
