// SPDX-License-Identifier: GPL-2.0
/* See ledger.h. */
#include <linux/bug.h>
#include <linux/printk.h>

#include "ledger.h"

#ifdef CONFIG_DEBUG_NET

struct vtep_ledger vtep_ledger[VTEP_THING_MAX];

static const char * const vtep_things[VTEP_THING_MAX] = {
	[VTEP_THING_SEGMENT]	= "segments",
	[VTEP_THING_PEER]	= "peers",
	[VTEP_THING_REMOTES]	= "lists of remotes",
	[VTEP_THING_GROUP]	= "groups",
	[VTEP_THING_LOWER]	= "lower devices",
	[VTEP_THING_ENTRY]	= "FDB entries",
	[VTEP_THING_TABLE]	= "FDB tables",
	[VTEP_THING_SOCKET]	= "sockets",
};

/**
 * vtep_ledger_close() - say what was made, and warn of what is left
 *
 * Context: module exit; all callbacks of RCU have run.
 */
void vtep_ledger_close(void)
{
	int i;

	for (i = 0; i < VTEP_THING_MAX; i++) {
		long made = atomic_long_read(&vtep_ledger[i].made);
		long freed = atomic_long_read(&vtep_ledger[i].freed);

		WARN(made != freed, "vtep: %s: %ld made, %ld freed\n",
		     vtep_things[i], made, freed);
		pr_info("vtep: %s: %ld made and freed\n", vtep_things[i], made);
	}
}

#endif /* CONFIG_DEBUG_NET */
