# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Tenant a broadcasts as fast as its VM can; what is left to tenant b. Sourced by
# scripts/bench-trust.
#
#	a1 --- br42 --- VNI 42 --+                +-- VNI 42
#	b1 --- br43 --- VNI 43 --+- hv1 ---- hv2 -+-- VNI 43 --- br43 --- b2
#
# The link between is slow, so that it is the link that tenants compete for, as
# they do on fast machines, and not the one CPU there is.

STORM_LINK=10mbit
STORM_SECONDS=4			# of each measurement
STORM_ROUNDS=3			# with and without, in turns
STORM_RATE=20pps

# storm_segment HOST I VNI KIND [WORD...]
storm_segment()
{
	local hv=$1 i=$2 vni=$3 kind=$4 port=

	[ "$kind" = vtep ] || port='dstport 4789'
	# shellcheck disable=SC2086 # words
	ip -n "$hv" link add "t$vni" type "$kind" id "$vni" local "10.0.0.$i" \
		dev eth0 $port
	bridge -n "$hv" fdb append 00:00:00:00:00:00 dev "t$vni" \
		dst "10.0.0.$((3 - i))"
	ip -n "$hv" link add "br$vni" type bridge
	ip -n "$hv" link set "t$vni" master "br$vni" up
	ip -n "$hv" link set "br$vni" up
}

# storm_vm HOST NAME VNI I
storm_vm()
{
	ip netns add "$2"
	on "$2" sysctl -qw net.ipv6.conf.default.disable_ipv6=1
	ip -n "$1" link add "tap-$2" type veth peer name eth0 netns "$2"
	ip -n "$1" link set "tap-$2" master "br$3" up
	ip -n "$2" link set eth0 mtu 1450 up
	ip -n "$2" addr add "192.168.$3.$4/24" dev eth0
}

# storm_tenant: what b gets; sets TPUT in bits per second, and adds to PINGS and LOST
storm_tenant()
{
	local pings lost

	on b1 ping -q -n -i 0.02 -w $STORM_SECONDS 192.168.43.2 >/tmp/pings 2>&1 || :
	read -r pings lost < <(awk '/packets transmitted/ {
		print $1, $1 - $4 }' /tmp/pings)
	PINGS=$((PINGS + pings))
	LOST=$((LOST + lost))
	TPUT=$(scripts/bench/tput.py b1 b2 192.168.43.2 $STORM_SECONDS)
	note "tenant b: $lost of $pings pings lost, $TPUT bit/s"
}

# greatest NAME VALUE: the variable becomes the greatest it was given: who is kept
# from running by others on this machine gets less, never more
greatest()
{
	local -n variable=$1

	[ "$2" -le "$variable" ] || variable=$2
}

storm_hosts()
{
	local i kind=$1

	wires
	for i in 1 2; do
		storm_segment hv$i $i 42 "$kind"
		storm_segment hv$i $i 43 "$kind"
		storm_vm hv$i b$i 43 $i
	done
	storm_vm hv1 a1 42 1
	if [ "$kind" = vtep ]; then
		on hv1 vtepctl vni set dev t42 vni 42 storm broadcast $STORM_RATE
	fi
	for i in 1 2; do
		tc -n hv$i qdisc add dev eth0 root handle 1: tbf \
			rate $STORM_LINK burst 16k limit 64k
		# Like a NIC's ring the queue counts packets.
		tc -n hv$i qdisc add dev eth0 parent 1:1 pfifo limit 60
	done
	until_true 30 on b1 ping -q -c 1 -W 1 192.168.43.2 >/dev/null
}

# storm KIND: sets IDLE and BUSY, what b gets without and with it, and PINGS and LOST
# of with it
storm()
{
	local i n pid

	IDLE=0 BUSY=0
	storm_hosts "$1"
	PINGS=0 LOST=0
	storm_tenant		# what comes first is slower
	PINGS=0 LOST=0
	for ((i = 0; i < STORM_ROUNDS; i++)); do
		n="$PINGS $LOST"
		storm_tenant
		greatest IDLE "$TPUT"
		read -r PINGS LOST <<<"$n"
		scripts/bench/forge.py a1 eth0 bare=1 mac=02:0a:00:00:00:01 \
			size=1000 seconds=60 >/dev/null &
		pid=$!
		storm_tenant
		greatest BUSY "$TPUT"
		kill $pid
		wait $pid 2>/dev/null || :
	done
	note "$1: a1 has sent $(ip -n a1 -j -s link show dev eth0 |
		jq '.[0].stats64.tx.packets') frames"
	for n in a1 b1 b2; do
		ip netns del $n
	done
	unwires
}

bench_storm()
{
	local tree tree_lost ratio

	storm vxlan
	tree=$(calc "$BUSY / $IDLE")
	tree_lost="$LOST of $PINGS"
	storm vtep
	ratio=$(calc "$BUSY / $IDLE")
	row "tenant a broadcasts as fast as it can, limit $STORM_RATE: pings of tenant b lost" \
		"$LOST of $PINGS" "$tree_lost" - 0 "$LOST == 0 && $PINGS > 20"
	row '  throughput of tenant b, of that without the storm' "${ratio}x" \
		"${tree}x" - '>= 0.9x' "$ratio >= 0.9"
}
