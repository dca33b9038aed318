/* SPDX-License-Identifier: GPL-2.0 */
/* What the files about the bridge share. */
#ifndef VTEP_BRIDGE_PRIV_H
#define VTEP_BRIDGE_PRIV_H

#include "bridge.h"

/* vtep_bridge.todo */
enum {
	VTEP_BRIDGE_QUEUED,	/* the work, with a reference to the VTEP */
	VTEP_BRIDGE_SWEEP,
};

/* bridge.c */
void vtep_bridge_came(struct vtep *vtep, u16 vid, const u8 *mac, bool read);

/* bridge_read.c; RTNL */
int vtep_bridge_read(struct vtep *vtep);
void vtep_bridge_read_mode(struct vtep *vtep);
void vtep_bridge_ask(struct vtep *vtep);

/* bridge_work.c */
void vtep_bridge_queue(struct vtep *vtep, int todo);
void vtep_bridge_cancel(struct vtep *vtep);
int vtep_bridge_work_init(void);
void vtep_bridge_work_exit(void);

#endif /* VTEP_BRIDGE_PRIV_H */
