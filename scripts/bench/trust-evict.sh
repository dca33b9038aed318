# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Random MACs by one allowed peer, "full evict". Sourced by scripts/bench-trust.

EVICT_LIMIT=10000
EVICT_FRAMES=200000
EVICT_OTHERS=10			# peers, 10.0.0.11 and on, with
EVICT_MACS=50			# MACs each

# others_left [DEV]: how many of the MACs of the others are still where they were
others_left()
{
	local i n=0

	for ((i = 0; i < EVICT_OTHERS; i++)); do
		n=$((n + $(behind "10.0.0.$((11 + i))" "$@")))
	done
	echo $n
}

# evict_flood: the others speak, then one floods; sets LIMIT_MEM and END_MEM, KiB
# beyond what was in use before
evict_flood()
{
	local start i

	for ((i = 0; i < EVICT_OTHERS; i++)); do
		forge from="10.0.0.$((11 + i))" macs=$EVICT_MACS n=$EVICT_MACS \
			mac="02:0b:00:00:$(printf %02x $i):00" >/dev/null
	done
	start=$(memory)
	forge from=10.0.0.3 mac=random n=$((2 * EVICT_LIMIT)) >/dev/null
	LIMIT_MEM=$(($(memory) - start))
	forge from=10.0.0.3 mac=random n=$EVICT_FRAMES >/dev/null
	END_MEM=$(($(memory) - start))
}

bench_evict()
{
	local all=$((EVICT_OTHERS * EVICT_MACS)) left tree_left n bound
	local newcomer=0 tree_newcomer=0

	# Half a KiB each
	bound=$((EVICT_LIMIT / 2))
	wires
	tunnels tree_tunnel maxaddress $EVICT_LIMIT
	evict_flood
	tree_left=$(others_left vxlan0)
	forge from=10.0.0.11 mac=02:0b:00:00:ff:01 >/dev/null
	tree_newcomer=$(($(others_left vxlan0) - tree_left))
	unwires

	wires
	tunnels tunnel maxaddress $EVICT_LIMIT
	on hv1 vtepctl vtep set dev vtep0 full evict peer_limit 0
	evict_flood
	left=$(others_left)
	n=$(stat_of fdb_learned)
	forge from=10.0.0.11 mac=02:0b:00:00:ff:01 >/dev/null
	newcomer=$(($(others_left) - left))
	note "kernel memory: $LIMIT_MEM KiB more at the limit, $END_MEM KiB in the end"

	row "$EVICT_FRAMES random MACs by one peer: MACs of $EVICT_OTHERS others that survive" \
		"$left of $all" "$tree_left of $all" - "$all" "$left == $all"
	row '  a new MAC of one of the others: learned' "$newcomer" \
		"$tree_newcomer" - 1 "$newcomer == 1"
	row "  MACs learned, the limit being $EVICT_LIMIT" "$n" - - \
		"<= $EVICT_LIMIT" "$n <= $EVICT_LIMIT"
	row "  kernel memory for them" "$END_MEM KiB" - - "<= $bound KiB" \
		"$END_MEM <= $bound"
	row '  of that, since the limit was met' \
		"$((END_MEM - LIMIT_MEM)) KiB" - - '<= 512 KiB' \
		"$END_MEM - $LIMIT_MEM <= 512"
	unwires
}
