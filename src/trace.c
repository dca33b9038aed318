// SPDX-License-Identifier: GPL-2.0
/* The tracepoints' one definition. */
#ifndef __CHECKER__
#define CREATE_TRACE_POINTS
#endif
#include "trace.h"
