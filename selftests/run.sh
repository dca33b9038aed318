#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Run the selftests: all files of LIST, or those named. To be called where the
# module is loaded, usually by scripts/vm. Ends with the line
# "N passed, N failed, N skipped" and fails unless all passed and some ran.
# With -l, the names are printed instead.
set -u
cd "$(dirname "$0")" || exit 1

# In the order in which they help to find a fault: what others build on first.
LIST="unit link conformance flood learn limits damp peer policy protect protect_vlan
	storm fdb mcast mcast_many silence events vni attach active external interop
	ovs offload mtu secure underlay netns badinput fuzz_packets counters drops
	genl model fuzz_netlink ctl save systemd plugin trace rmmod cycles races soak"

# Longest time one file may take, seconds. A slow emulated machine is allowed
# for, and a kernel that checks everything; a hang is not.
LIMIT=600
case ${VTEP_KERNEL-} in
debug) LIMIT=1500 ;;
smp|kcsan) LIMIT=2400 ;;
esac

if [ "${1-}" = -l ]; then
	# shellcheck disable=SC2086 # a list of words
	printf '%s\n' $LIST
	exit
fi
# shellcheck disable=SC2086 # a list of words
[ $# -gt 0 ] || set -- $LIST
passed=0 failed=0 skipped=0
out=$(mktemp /tmp/vtep-run.XXXXXX)
for name in "$@"; do
	name=${name%.sh}
	echo "# $name.sh"
	start=$(date +%s)
	rc=0
	timeout -k 10 $LIMIT ./"$name.sh" 2>&1 | tee "$out"
	rc=${PIPESTATUS[0]}
	p=$(grep -c '^ok ' "$out")
	s=$(grep -c '^ok .*# SKIP' "$out")
	f=$(grep -c '^not ok ' "$out")
	plan=$(sed -n 's/^1\.\.//p' "$out" | head -n 1)
	# A file that died or ran fewer tests than it planned has failed.
	if [ $((p + f)) != "${plan:-0}" ] || [ "${plan:-0}" = 0 ]; then
		echo "not ok - $name.sh ended early, status $rc"
		f=$((f + 1))
	elif [ "$rc" != 0 ] && [ "$f" = 0 ]; then
		echo "not ok - $name.sh ended with status $rc"
		f=1
	fi
	passed=$((passed + p - s)) failed=$((failed + f)) skipped=$((skipped + s))
	echo "# $name.sh: $((p - s)) passed, $f failed, $s skipped, $(($(date +%s) - start)) s"
done
rm -f "$out"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
