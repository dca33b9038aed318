#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The unit tests in the kernel: loading vtep_test.ko beside vtep.ko runs them.
# Its lines in the kernel log are KTAP already; here they get to standard
# output, and a load that fails without a failed test becomes one.
set -u

dir=${VTEP_MODDIR:?scripts/vm sets VTEP_MODDIR}
rc=0
mark="vtep unit tests, run $$"
echo "$mark" >/dev/kmsg
insmod "$dir/vtep_test.ko" || rc=1
[ $rc != 0 ] || rmmod vtep_test

dmesg | sed -n "/$mark/,\$s/^\(\[[^]]*\] \)\?vtep_test: //p"
exit $rc
