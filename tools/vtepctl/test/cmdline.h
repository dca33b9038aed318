/* SPDX-License-Identifier: GPL-2.0 */
/* From a line of words to what is sent for it. */
#ifndef VTEPCTL_TEST_CMDLINE_H
#define VTEPCTL_TEST_CMDLINE_H

#include <libmnl/libmnl.h>

#include "model.h"

/* The request as parser and encoder make it, for interface 3; @buf has
 * REQUEST_MAX bytes. A line that is wrong ends the test. Lists in @cmd are
 * gone when it returns.
 */
struct nlmsghdr *cmd_request(void *buf, const char *text,
			     struct command *cmd);

#endif /* VTEPCTL_TEST_CMDLINE_H */
