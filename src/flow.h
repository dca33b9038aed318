/* SPDX-License-Identifier: GPL-2.0 */
/* The flow of an inner frame, as one number. */
#ifndef VTEP_FLOW_H
#define VTEP_FLOW_H

#include <linux/skbuff.h>

u32 vtep_flow_hash(struct sk_buff *skb);

#endif /* VTEP_FLOW_H */
