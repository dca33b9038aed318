/* SPDX-License-Identifier: GPL-2.0 */
/* The actions of each object; only table.c needs them by name. */
#ifndef VTEPCTL_ACTIONS_H
#define VTEPCTL_ACTIONS_H

#include "table.h"

enum {
	NR_VTEP_ACTIONS = 2,
	NR_VNI_ACTIONS = 4,
	NR_PEER_ACTIONS = 3,
	NR_SOURCE_ACTIONS = 4,
	NR_LOCAL_ACTIONS = 3,
	NR_GROUP_ACTIONS = 2,
	NR_FDB_ACTIONS = 3,
	NR_STATS_ACTIONS = 1,
	NR_DROPS_ACTIONS = 1,
	NR_MONITOR_ACTIONS = 1,
};

/* actions.c: what is configured */
extern const struct action vtep_actions[NR_VTEP_ACTIONS];
extern const struct action vni_actions[NR_VNI_ACTIONS];
extern const struct action source_actions[NR_SOURCE_ACTIONS];
extern const struct action local_actions[NR_LOCAL_ACTIONS];

/* actions_state.c: what comes about */
extern const struct action peer_actions[NR_PEER_ACTIONS];
extern const struct action group_actions[NR_GROUP_ACTIONS];
extern const struct action fdb_actions[NR_FDB_ACTIONS];
extern const struct action stats_actions[NR_STATS_ACTIONS];
extern const struct action drops_actions[NR_DROPS_ACTIONS];
extern const struct action monitor_actions[NR_MONITOR_ACTIONS];

#define W(_x)		WORD_MASK(WORD_##_x)

#endif /* VTEPCTL_ACTIONS_H */
