/* SPDX-License-Identifier: GPL-2.0 */
/* The VTEPs of a network namespace: those whose underlay it is. */
#ifndef VTEP_NETNS_H
#define VTEP_NETNS_H

#include "vtep.h"

int vtep_netns_init(void);
void vtep_netns_exit(void);
void vtep_netns_add(struct vtep *vtep);
void vtep_netns_del(struct vtep *vtep);

/* Iterate; RTNL. @pos NULL: the first. */
struct vtep *vtep_netns_next(struct net *net, struct vtep *pos);

/* Whether there is none; callable without RTNL, then only a hint. */
bool vtep_netns_empty(struct net *net);

#endif /* VTEP_NETNS_H */
