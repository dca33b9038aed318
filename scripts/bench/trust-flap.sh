# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# One MAC at two peers, as fast as the link allows. Sourced by
# scripts/bench-trust.

FLAP_SECONDS=10
FLAP_MAC=02:f1:a9:00:00:01
FLAP_OTHERS=100			# MACs of each of the two peers

# About the MAC that flaps
told()
{
	grep -c "$FLAP_MAC" "$1" || :
}

# listens DEV FILE...: each has heard of a MAC that comes and goes
listens()
{
	local file dev=$1

	shift
	forge from=10.0.0.3 mac=02:f1:a9:00:00:02 >/dev/null
	bridge -n hv1 fdb del 02:f1:a9:00:00:02 dev "$dev"
	for file; do
		grep -q 02:f1:a9:00:00:02 "$file" || return 1
	done
}

# flap DEV: sets MESSAGES of rtnetlink, EVENTS of vtepctl if it is ours, FRAMES, and
# OTHERS, how many MACs are where they were
flap()
{
	local dev=$1 pids=()

	forge from=10.0.0.3 mac=02:03:00:00:00:00 macs=$FLAP_OTHERS \
		n=$FLAP_OTHERS >/dev/null
	forge from=10.0.0.4 mac=02:04:00:00:00:00 macs=$FLAP_OTHERS \
		n=$FLAP_OTHERS >/dev/null
	ip netns exec hv1 bridge monitor fdb >/tmp/messages 2>/dev/null &
	pids+=($!)
	: >/tmp/events
	if [ "$dev" = vtep0 ]; then
		ip netns exec hv1 vtepctl -j monitor >/tmp/events 2>/tmp/monitor &
		pids+=($!)
		until_true 20 listens "$dev" /tmp/messages /tmp/events
	else
		until_true 20 listens "$dev" /tmp/messages
	fi
	pinging /tmp/pings
	read -r FRAMES _ < <(forge from=10.0.0.3,10.0.0.4 mac=$FLAP_MAC \
		seconds=$FLAP_SECONDS)
	# What is told late is told within a second or two.
	sleep 3
	pinged
	kill "${pids[@]}"
	wait "${pids[@]}" 2>/dev/null || :
	MESSAGES=$(told /tmp/messages)
	EVENTS=$(told /tmp/events)
	# The flapping one is with one of them.
	OTHERS=$(bridge -n hv1 fdb show dev "$dev" | awk '
		$2 == "dst" && $1 ~ /^02:03:/ && $3 == "10.0.0.3" { n++ }
		$2 == "dst" && $1 ~ /^02:04:/ && $3 == "10.0.0.4" { n++ }
		END { print n + 0 }')
	note "$dev: $FRAMES frames in $FLAP_SECONDS s, $MESSAGES messages of rtnetlink"
}

bench_flap()
{
	local tree_frames tree_messages tree_lost tree_others

	wires
	tunnels tree_tunnel
	flap vxlan0
	tree_frames=$FRAMES tree_messages=$MESSAGES tree_others=$OTHERS
	tree_lost="$LOST of $PINGS"
	unwires

	wires
	tunnels tunnel
	flap vtep0
	grep "$FLAP_MAC" /tmp/events | head -n 3 || :
	row "one MAC at two peers for $FLAP_SECONDS s: frames" "$FRAMES" \
		"$tree_frames" - '' ''
	row '  events' "$EVENTS" - - '1-10' "$EVENTS >= 1 && $EVENTS <= 10"
	row '  messages of rtnetlink' "$MESSAGES" "$tree_messages" - '<= 10' \
		"$MESSAGES <= 10"
	row '  other MACs of the two peers, where they were' \
		"$OTHERS of $((2 * FLAP_OTHERS))" \
		"$tree_others of $((2 * FLAP_OTHERS))" - $((2 * FLAP_OTHERS)) \
		"$OTHERS == 2 * $FLAP_OTHERS"
	row '  pings of a third peer that were lost' "$LOST of $PINGS" \
		"$tree_lost" - 0 "$LOST == 0 && $PINGS > 20"
	unwires
}
