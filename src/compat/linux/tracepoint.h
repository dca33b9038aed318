/* SPDX-License-Identifier: GPL-2.0 */
/* __assign_str() takes the destination only since 6.10. */
#ifndef VTEP_COMPAT_LINUX_TRACEPOINT_H
#define VTEP_COMPAT_LINUX_TRACEPOINT_H

#include_next <linux/tracepoint.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 10, 0)
#define vtep_assign_str(_dst, _src)	__assign_str(_dst, _src)
#else
#define vtep_assign_str(_dst, _src)	__assign_str(_dst)
#endif

#endif /* VTEP_COMPAT_LINUX_TRACEPOINT_H */
