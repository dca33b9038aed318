/* SPDX-License-Identifier: GPL-2.0 */
/* The exits of the packet path: a frame and the reason why it ends there. */
#ifndef VTEP_DROP_H
#define VTEP_DROP_H

#include "output.h"
#include "rx.h"

/* Received */
void vtep_rx_drop(const struct vtep_rx *rx, struct sk_buff *skb,
		  enum vtep_drop why);
void vtep_rx_blame(const struct vtep_rx *rx, const struct sk_buff *skb,
		   enum vtep_drop why);
void vtep_sock_drop(struct vtep_sock *vs, struct sk_buff *skb, u32 vni,
		    enum vtep_drop why);

/* To be sent */
void vtep_tx_drop(const struct vtep_frame *fr, struct sk_buff *skb,
		  enum vtep_drop why);
void vtep_tx_blame(const struct vtep_frame *fr, const u8 *mac,
		   enum vtep_drop why);

#endif /* VTEP_DROP_H */
