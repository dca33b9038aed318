// SPDX-License-Identifier: GPL-2.0
/* Registration of the generic netlink family. */
#include "generated/vtep_genl.h"
#include "genl.h"
#include "genl_event.h"
#include "genl_msg.h"

/**
 * vtep_genl_init() - register the family and begin to send events
 *
 * Return: 0 or a negative error.
 */
int __init vtep_genl_init(void)
{
	int err;

	err = genl_register_family(&vtep_nl_family);
	if (err)
		return err;

	err = vtep_genl_tell_init();
	if (err) {
		genl_unregister_family(&vtep_nl_family);
		return err;
	}

	vtep_event_set_sender(vtep_genl_send_event);
	return 0;
}

/**
 * vtep_genl_exit() - undo vtep_genl_init()
 *
 * Context: process context, may sleep; no handler runs and no event is sent
 *	any more when it returns.
 */
void vtep_genl_exit(void)
{
	vtep_event_set_sender(NULL);
	vtep_genl_tell_exit();
	genl_unregister_family(&vtep_nl_family);
}
