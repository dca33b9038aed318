// SPDX-License-Identifier: GPL-2.0
#include "selftest.h"

const struct vtep_test vtep_mcast_tests[] = {
	{}
};
