/* SPDX-License-Identifier: GPL-2.0 */
/* rtnl_link_ops of kind "vtep". */
#ifndef VTEP_LINK_H
#define VTEP_LINK_H

#include "vtep.h"

int vtep_link_init(void);
void vtep_link_exit(void);

#endif /* VTEP_LINK_H */
