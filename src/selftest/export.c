// SPDX-License-Identifier: GPL-2.0
/* What vtep_test.ko may call of vtep.ko.
 *
 * In one place and not beside the functions: a module built for use exports
 * nothing.
 */
#include <linux/export.h>

#include "fdb.h"
#include "mcast.h"
#include "peer.h"
#include "stats.h"
#include "vni.h"

/* peer.c */
EXPORT_SYMBOL_GPL(vtep_peers_init);
EXPORT_SYMBOL_GPL(vtep_peers_destroy);
EXPORT_SYMBOL_GPL(vtep_peers_count);
EXPORT_SYMBOL_GPL(vtep_peer_find);

/* vni.c */
EXPORT_SYMBOL_GPL(vtep_vnis_init);
EXPORT_SYMBOL_GPL(vtep_vnis_destroy);
EXPORT_SYMBOL_GPL(vtep_vnis_add);
EXPORT_SYMBOL_GPL(vtep_vnis_del);
EXPORT_SYMBOL_GPL(vtep_vnis_find);
EXPORT_SYMBOL_GPL(vtep_vni_alloc);
EXPORT_SYMBOL_GPL(vtep_vni_free);

/* mcast.c */
EXPORT_SYMBOL_GPL(vtep_group_get);
EXPORT_SYMBOL_GPL(vtep_group_put);
EXPORT_SYMBOL_GPL(vtep_group_next);

/* fdb*.c */
EXPORT_SYMBOL_GPL(vtep_fdb_init);
EXPORT_SYMBOL_GPL(vtep_fdb_destroy);
EXPORT_SYMBOL_GPL(vtep_fdb_find);
EXPORT_SYMBOL_GPL(vtep_fdb_next);
EXPORT_SYMBOL_GPL(vtep_fdb_learn);
EXPORT_SYMBOL_GPL(vtep_fdb_ageing_changed);
EXPORT_SYMBOL_GPL(vtep_fdb_set);
EXPORT_SYMBOL_GPL(vtep_fdb_del);
EXPORT_SYMBOL_GPL(vtep_fdb_flush);
EXPORT_SYMBOL_GPL(vtep_fdb_close);
