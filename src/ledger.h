/* SPDX-License-Identifier: GPL-2.0 */
/* What the module has made, and what of it is gone, in kernels that check the
 * network stack (CONFIG_DEBUG_NET): when the module goes, nothing may be left.
 *
 * kmemleak finds what nothing points to any more, and nothing of what somebody
 * still can reach: a thing forgotten in a list, or one that another's reference
 * keeps. A count finds both.
 */
#ifndef VTEP_LEDGER_H
#define VTEP_LEDGER_H

#include <linux/atomic.h>

enum vtep_thing {
	VTEP_THING_SEGMENT,
	VTEP_THING_PEER,
	VTEP_THING_REMOTES,
	VTEP_THING_GROUP,
	VTEP_THING_LOWER,
	VTEP_THING_ENTRY,
	VTEP_THING_TABLE,
	VTEP_THING_SOCKET,
	VTEP_THING_MAX
};

#ifdef CONFIG_DEBUG_NET

struct vtep_ledger {
	atomic_long_t made;
	atomic_long_t freed;
};

extern struct vtep_ledger vtep_ledger[VTEP_THING_MAX];

static inline void vtep_made(enum vtep_thing thing)
{
	atomic_long_inc(&vtep_ledger[thing].made);
}

static inline void vtep_freed(enum vtep_thing thing)
{
	atomic_long_inc(&vtep_ledger[thing].freed);
}

void vtep_ledger_close(void);

#else

static inline void vtep_made(enum vtep_thing thing)
{
}

static inline void vtep_freed(enum vtep_thing thing)
{
}

static inline void vtep_ledger_close(void)
{
}

#endif /* CONFIG_DEBUG_NET */

#endif /* VTEP_LEDGER_H */
