// SPDX-License-Identifier: GPL-2.0
/* Hands events to whoever sends them; see events.h. */
#include <linux/rcupdate.h>

#include "events.h"

static vtep_event_fn vtep_event_sender;

/**
 * vtep_event_set_sender() - install or remove the sender of events
 * @fn: called for each event, from any context and under any lock the
 *	raising layer holds, BH possibly off; must not sleep. NULL: none
 *
 * Context: process context, may sleep: when it returns nobody is inside the
 *	former sender any more.
 */
void vtep_event_set_sender(vtep_event_fn fn)
{
	WRITE_ONCE(vtep_event_sender, fn);
	synchronize_net();
}

/**
 * vtep_event() - raise an event
 * @ev: the event; read before this returns
 *
 * Context: any that may hold a spinlock; enters an RCU read section.
 */
void vtep_event(const struct vtep_event *ev)
{
	vtep_event_fn fn;

	rcu_read_lock();
	fn = READ_ONCE(vtep_event_sender);
	if (fn)
		fn(ev);
	rcu_read_unlock();
}
