#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What is configured is what was asked for: operations at random, each with what a
# model says of it, and dumps compared with the model's; see model.py.
#
# FUZZ_SECONDS (or FUZZ_COUNT operations) is how long it goes on, FUZZ_SEED repeats
# one.
. "$(dirname "$0")/lib.sh"

TESTS="operations"

test_operations()
{
	fuzz_budget -t 45
	underlay 1
	on h1 "$PYTHON" "$SELFTESTS/model.py" "${BUDGET[@]}" eth0
}

run_tests "$@"
