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
	local args=(-t "${FUZZ_SECONDS:-45}")
	[ -z "${FUZZ_COUNT-}" ] || args=(-n "$FUZZ_COUNT")
	[ -z "${FUZZ_SEED-}" ] || args+=(-s "$FUZZ_SEED")
	underlay 1
	on h1 "$PYTHON" "$SELFTESTS/model.py" "${args[@]}" eth0
}

run_tests "$@"
