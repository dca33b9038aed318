// SPDX-License-Identifier: GPL-2.0
/* What vtep_test.ko may call of vtep.ko.
 *
 * In one place and not beside the functions: a module built for use exports
 * nothing.
 */
#include <linux/export.h>

#include "events.h"
#include "fdb_priv.h"
#include "genl_msg.h"
#include "mcast.h"
#include "peer.h"
#include "peer_id.h"
#include "stats.h"
#include "vni.h"

/* peer_id.c */
EXPORT_SYMBOL_GPL(vtep_peer_ids_alloc);
EXPORT_SYMBOL_GPL(vtep_peer_ids_take);
EXPORT_SYMBOL_GPL(vtep_peer_ids_give);

/* peer.c */
EXPORT_SYMBOL_GPL(vtep_peers_init);
EXPORT_SYMBOL_GPL(vtep_peers_destroy);
EXPORT_SYMBOL_GPL(vtep_peers_count);
EXPORT_SYMBOL_GPL(vtep_peer_find);
EXPORT_SYMBOL_GPL(vtep_peer_known);

/* vni.c */
EXPORT_SYMBOL_GPL(vtep_vnis_init);
EXPORT_SYMBOL_GPL(vtep_vnis_destroy);
EXPORT_SYMBOL_GPL(vtep_vnis_add);
EXPORT_SYMBOL_GPL(vtep_vnis_del);
EXPORT_SYMBOL_GPL(vtep_vnis_find);
EXPORT_SYMBOL_GPL(vtep_vni_alloc);
EXPORT_SYMBOL_GPL(vtep_vni_free);

/* mcast*.c */
EXPORT_SYMBOL_GPL(vtep_group_join);
EXPORT_SYMBOL_GPL(vtep_group_leave);
EXPORT_SYMBOL_GPL(vtep_group_find);
EXPORT_SYMBOL_GPL(vtep_group_next);
EXPORT_SYMBOL_GPL(vtep_group_rejoin);
EXPORT_SYMBOL_GPL(vtep_mcast_run);
EXPORT_SYMBOL_GPL(vtep_group_count);
EXPORT_SYMBOL_GPL(vtep_group_foreign);
EXPORT_SYMBOL_GPL(vtep_group_unicast_slow);
EXPORT_SYMBOL_GPL(vtep_group_sum);
EXPORT_SYMBOL_GPL(vtep_group_is_silent);
EXPORT_SYMBOL_GPL(vtep_group_look);

/* source.c */
EXPORT_SYMBOL_GPL(vtep_sources_may);
EXPORT_SYMBOL_GPL(vtep_sources_make);

/* events.c, and the sender there was before a test's */
EXPORT_SYMBOL_GPL(vtep_event_set_sender);
EXPORT_SYMBOL_GPL(vtep_genl_send_event);

/* rules.c */
EXPORT_SYMBOL_GPL(vtep_rules_defaults);

/* fdb*.c */
EXPORT_SYMBOL_GPL(vtep_fdb_init);
EXPORT_SYMBOL_GPL(vtep_fdb_destroy);
EXPORT_SYMBOL_GPL(vtep_fdb_find);
EXPORT_SYMBOL_GPL(vtep_fdb_is_empty);
EXPORT_SYMBOL_GPL(vtep_fdb_next);
EXPORT_SYMBOL_GPL(vtep_fdb_who);
EXPORT_SYMBOL_GPL(vtep_fdb_learn);
EXPORT_SYMBOL_GPL(vtep_fdb_ageing_changed);
EXPORT_SYMBOL_GPL(vtep_fdb_set);
EXPORT_SYMBOL_GPL(vtep_fdb_del);
EXPORT_SYMBOL_GPL(vtep_fdb_dests_sort);
EXPORT_SYMBOL_GPL(vtep_fdb_list_change);
EXPORT_SYMBOL_GPL(vtep_fdb_in_window);
EXPORT_SYMBOL_GPL(vtep_fdb_is_damped);
EXPORT_SYMBOL_GPL(vtep_fdb_unfreeze);
EXPORT_SYMBOL_GPL(vtep_fdb_flush);
EXPORT_SYMBOL_GPL(vtep_fdb_close);

/* fdb_table.c */
EXPORT_SYMBOL_GPL(vtep_fdb_table_find);

/* fdb_share.c */
EXPORT_SYMBOL_GPL(vtep_share_of);
