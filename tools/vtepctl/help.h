/* SPDX-License-Identifier: GPL-2.0 */
#ifndef VTEPCTL_HELP_H
#define VTEPCTL_HELP_H

#include <stdio.h>

#include "table.h"

/* On everything (@obj NULL), on an object (@act NULL), or on an action. */
void print_help(FILE *to, const struct object *obj, const struct action *act);
void print_task_help(FILE *to, const struct task *task);

#endif /* VTEPCTL_HELP_H */
