#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The conformance suite as a test: a line for each case that this driver is
# judged by. First, whether the suite can fail at all: conformance/selftest.
# The in-tree driver is judged beside it by "make conformance".
cd "$(dirname "$0")/conformance" || exit 1
PYTHON=/usr/bin/python3
[ -x $PYTHON ] || PYTHON=python3
exec $PYTHON ./run --tap "$@"
