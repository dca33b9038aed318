# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the parts of scripts/bench-speed share: hosts that send, with a tunnel tun0
# of either driver. Sourced after bench.sh.

# A frame for this MAC goes to the peer 10.0.0.2.
SPEED_MAC=02:00:00:00:00:0b

# What costs are counted in
SPEED_UNIT=${SPEED_UNIT:-ns}

# cputime: nanoseconds that the host has charged to this kernel, where it can tell
cputime()
{
	cat /sys/kernel/debug/umlwatch/cputime
}

# sender NAME: a namespace whose underlay throws all away, eth0
sender()
{
	ip netns add "$1"
	on "$1" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 \
		net.ipv6.conf.default.disable_ipv6=1
	ip -n "$1" link add eth0 type dummy
	ip -n "$1" addr add 10.0.0.1/8 dev eth0
	ip -n "$1" link set eth0 up
}

# speed_tunnel ours|tree HOST I [WORD...]: tun0, VNI 42, of the host 10.0.0.I. Both as
# RFC 7348 has them: port 4789, no checksum.
speed_tunnel()
{
	local driver=$1 host=$2 i=$3

	shift 3
	case $driver in
	ours)
		ip -n "$host" link add tun0 type vtep id 42 local "10.0.0.$i" \
			dev eth0 "$@" ;;
	tree)
		ip -n "$host" link add tun0 type vxlan id 42 local "10.0.0.$i" \
			dev eth0 dstport 4789 noudpcsum "$@" ;;
	esac
	ip -n "$host" link set tun0 up
}

# Three that send: base, without a tunnel, ours and tree, to SPEED_MAC
senders()
{
	local n

	sender base
	for n in ours tree; do
		sender $n
		speed_tunnel $n $n 1
		bridge -n $n fdb add "$SPEED_MAC" dev tun0 dst 10.0.0.2 static
	done
}

# pair NAME: two namespaces NAMEa and NAMEb, 10.0.0.1 and .2, that know each other
pair()
{
	local ns i=0

	for ns in "$1a" "$1b"; do
		ip netns add "$ns"
		on "$ns" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 \
			net.ipv6.conf.default.disable_ipv6=1
	done
	ip -n "$1a" link add eth0 type veth peer name eth0 netns "$1b"
	for ns in "$1a" "$1b"; do
		i=$((i + 1))
		ip -n "$ns" addr add "10.0.0.$i/8" dev eth0
		ip -n "$ns" link set eth0 up
	done
	until_true 10 on "$1a" ping -q -c 1 -W 1 10.0.0.2 >/dev/null
}

# tunnel_pair ours|tree NAME [WORD...]: a pair with a tunnel from a to b
tunnel_pair()
{
	local driver=$1 name=$2

	shift 2
	pair "$name"
	speed_tunnel "$driver" "${name}a" 1 "$@"
	speed_tunnel "$driver" "${name}b" 2 "$@"
	bridge -n "${name}a" fdb add "$SPEED_MAC" dev tun0 dst 10.0.0.2 static
}

# listener NAME: a host that receives on eth0 what is written to the device NAME
# here, and whose eth1 throws away what it sends
listener()
{
	ip netns add "$1"
	on "$1" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 \
		net.ipv6.conf.default.disable_ipv6=1 \
		net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0
	ip link add "$1" type veth peer name eth0 netns "$1"
	ip -n "$1" link add eth1 type dummy
	ip -n "$1" addr add 10.0.0.1/8 dev eth1
	ip -n "$1" link set eth1 up
	ip -n "$1" link set eth0 up
	ip link set "$1" up
}

# macs_tunnel ours|tree HOST: learns without a limit, moves without damping
macs_tunnel()
{
	case $1 in
	ours)
		ip -n "$2" link add tun0 type vtep id 42 local 10.0.0.1 \
			ageing 86400 maxaddress unlimited
		on "$2" vtepctl vtep set dev tun0 peer_limit 0 damp none ;;
	tree)
		ip -n "$2" link add tun0 type vxlan id 42 local 10.0.0.1 \
			dstport 4789 noudpcsum ageing 86400 ;;
	esac
	ip -n "$2" link set tun0 up
}

# forged HOST: words for speed.py
forged()
{
	echo "$1:via=$(ip -n "$1" -j link show dev eth0 |
		jq -r '.[0].address' | tr : -),at=$1/tun0"
}

# flood_list HOST N: to 10.1.0.0 and following
flood_list()
{
	seq 0 $(($2 - 1)) | awk '{ printf "fdb append 00:00:00:00:00:00 dev tun0 " \
		"dst 10.1.%d.%d\n", $1 / 256, $1 % 256 }' >/tmp/batch
	bridge -n "$1" -batch /tmp/batch
}

# macs_fill HOST N: received once each, from the first one on
macs_fill()
{
	ip link add bench-null type dummy
	ip link set bench-null up
	scripts/bench/speed.py 0 "fill:forged:$(forged "$1"),macs=$2"
	ip link del bench-null
}

# compete NAME WORD...: what speed.py has to say of SPEED_ROUNDS rounds; NAME is for
# those of other boots
compete()
{
	local name=$1

	shift
	scripts/bench/speed.py ${SPEED_KEEP:+-k "$SPEED_KEEP.$name"} "$SPEED_ROUNDS" \
		"$@"
}

# beside RESULT WHAT OURS TREE RATIO TARGET|'' [FLOOR]: a row of two costs and the
# expression of them that is the result; 1.25 of what FLOOR comes to is good enough
beside()
{
	local ratio target=${6:+<= ${6}x} condition

	ratio=$(figure "$1" ratio "$5")
	condition=${6:+$ratio <= $6}
	if [ -n "$target" ] && [ -n "${7-}" ]; then
		target+=' or 1.25 of the floor'
		condition+=" || $ratio <= 1.25 * $(figure "$1" ratio "$7")"
	fi
	row "$2" "$(spread "$1" cost "$3" " $SPEED_UNIT")" \
		"$(spread "$1" cost "$4" " $SPEED_UNIT")" "$(spread "$1" ratio "$5" x)" \
		"$target" "$condition"
}

# told RESULT WHAT NAME: a row of one cost, of neither driver
told()
{
	row "$2" - - "$(spread "$1" cost "$3" " $SPEED_UNIT")" '' ''
}
