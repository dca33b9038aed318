#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The conformance suite as a test: a line for each case that this driver is
# judged by; first, whether the suite finds out wrong drivers (mutant.py).
# The in-tree driver is judged beside it by "make conformance".
cd "$(dirname "$0")/conformance" || exit 1
PYTHON=/usr/bin/python3
[ -x $PYTHON ] || PYTHON=python3
exec $PYTHON ./run -d vtep --tap "$@"
