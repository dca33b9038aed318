/* SPDX-License-Identifier: GPL-2.0 */
/* What the words of a command must be together. Pure. */
#ifndef VTEPCTL_CHECK_H
#define VTEPCTL_CHECK_H

#include "model.h"

/**
 * check_command() - look at a command whose words have all been read
 * @cmd: the command; a VLAN alone becomes a range as long as that of VNIs
 * @err: what is missing, or which words do not go together
 *
 * Return: 0 or -1.
 */
int check_command(struct command *cmd, struct error *err);

#endif /* VTEPCTL_CHECK_H */
