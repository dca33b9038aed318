#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A group that carried frames and carries none any more, while peers are heard by
# unicast: listeners are told, once, and again when it was heard in between.
#
#	h1 vtep0 10.0.0.1 --+
#	   vtep6 fd00::1    |
#	h2       10.0.0.2 --+-- 10.0.0.0/24, fd00::/64
#
# h1's groups grow older by vtep_later.ko, which spares the test minutes. That
# they are silent is for vtep.ko to find, which looks every 15 seconds.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"

TESTS="told"

A=02:aa:00:00:00:01

setup()
{
	underlay 2
}

by_group()
{
	from h2 to=239.1.1.42 dev=eth0 source=10.0.0.2 smac=$A
	from h2 to=ff05::42 dev=eth0 source=fd00::2 port=4790 smac=$A
	from h2 to=239.1.1.43 dev=eth0 source=10.0.0.2 port=4791 vni=43 smac=$A
}

# Not in the segment of 239.1.1.43
by_unicast()
{
	from h2 smac=$A
	from h2 to=fd00::1 port=4790 smac=$A
}

later()
{
	run on h1 insmod "$VTEP_MODDIR/vtep_later.ko"
	run rmmod vtep_later
}

# silent_are JSON: what `group show` says of each, oldest first
silent_are()
{
	equal silent "$(on h1 vtepctl -j group show | jq -c 'map(.silent)')" "$1"
}

# times_told A B C: the events of 239.1.1.42, ff05::42 and 239.1.1.43
times_told()
{
	equal text "$(awk '{ n[$0]++ } END {
			e = "silent eth0 group "
			print n[e "239.1.1.42"] + 0, n[e "ff05::42"] + 0,
				n[e "239.1.1.43"] + 0 }' "$WORK/text")" "$*"
	equal json "$(jq -s -c 'map(select(.event == "silent" and
			.dev == "eth0").group) | [(map(select(. == "239.1.1.42")),
		map(select(. == "ff05::42")),
		map(select(. == "239.1.1.43"))) | length]' "$WORK/json")" \
		"[$1,$2,$3]"
	equal spec "$(awk '/"group"/ { n++ } END { print n + 0 }' "$WORK/spec")" \
		$(($1 + $2 + $3))
}

# packets_are JSON: the same of what came by them
packets_are()
{
	equal packets "$(on h1 vtepctl -j group show | jq -c 'map(.packets)')" "$1"
}

# listening: all of them have heard of a new MAC, or of one before
listening()
{
	N=$((N + 1))
	from h2 vni=42 smac="$(printf '02:bb:00:00:00:%02x' $N)"
	[ -s "$WORK/text" ] && [ -s "$WORK/json" ] && grep -q mac "$WORK/spec"
}

test_told()
{
	local N=0
	quiet_vtep h1 id 42 group 239.1.1.42 dev eth0
	VTEP_DEV=vtep6 quiet_vtep h1 id 42 group ff05::42 dev eth0 dstport 4790
	VTEP_DEV=vtep3 quiet_vtep h1 id 43 group 239.1.1.43 dev eth0 \
		dstport 4791
	background on h1 vtepctl monitor >"$WORK/text"
	background on h1 vtepctl monitor json >"$WORK/json"
	background on h1 "$PYTHON" "$SELFTESTS/genl.py" events 1000 "$WORK/spec"
	wait_for 20 listening

	by_group
	wait_for 10 packets_are '[1,1,1]'
	by_unicast
	times_told 0 0 0
	later
	by_unicast
	wait_for 60 times_told 1 1 0
	# The third hears no unicast: there may be nobody.
	silent_are '[true,true,false]'

	by_group
	wait_for 10 silent_are '[false,false,false]'
	by_unicast
	later
	by_unicast
	wait_for 60 times_told 2 2 0
	silent_are '[true,true,false]'

	# All are looked at when the third is told of, and told no more.
	from h2 port=4791 vni=43 smac=$A
	later
	from h2 port=4791 vni=43 smac=$A
	by_unicast
	wait_for 60 times_told 2 2 1
	silent_are '[true,true,true]'
}

frames_start
run_tests "$@"
