/* SPDX-License-Identifier: GPL-2.0 */
#include_next <linux/workqueue.h>

#ifndef VTEP_COMPAT_LINUX_WORKQUEUE_H
#define VTEP_COMPAT_LINUX_WORKQUEUE_H

#include <linux/version.h>

/* 6.18 gave the unbound queue the name for everyday use. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 18, 0)
#define system_dfl_wq	system_unbound_wq
#endif

#endif /* VTEP_COMPAT_LINUX_WORKQUEUE_H */
