/* SPDX-License-Identifier: GPL-2.0 */
/* The generic netlink family "vtep"; see include/spec/vtep.yaml. */
#ifndef VTEP_GENL_H
#define VTEP_GENL_H

int vtep_genl_init(void);
void vtep_genl_exit(void);

#endif /* VTEP_GENL_H */
