# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the parts of scripts/bench-trust share: hosts on a switch, a host that
# forges, and what came of it. Sourced after bench.sh.
#
#	hv1 vtep0 192.168.0.1 --- eth0 10.0.0.1 --+
#	hv2 vtep0 192.168.0.2 --- eth0 10.0.0.2 --+-- switch, in namespace fab
#	mallory                   eth0            --+

# wire NAME I: a namespace with eth0, 10.0.0.I, on the switch
wire()
{
	ip netns add "$1"
	on "$1" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 \
		net.ipv6.conf.default.disable_ipv6=1 \
		net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0
	ip -n fab link add "port$2" type veth peer name eth0 netns "$1"
	ip -n fab link set "port$2" master fabric up
	# Here to be missed when the namespace is gone
	ip link add "$1" type veth peer name mark netns "$1"
	ip -n "$1" link set lo up
	ip -n "$1" addr add "10.0.0.$2/24" dev eth0
	ip -n "$1" link set eth0 up
}

# wires: the hosts, each heard from once so that the switch knows it
wires()
{
	ip netns add fab
	on fab sysctl -qw net.ipv6.conf.default.disable_ipv6=1
	ip -n fab link add fabric type bridge mcast_snooping 0
	ip -n fab link set fabric up
	wire hv1 1
	wire hv2 2
	wire mallory 66
	until_true 10 on mallory ping -q -c 1 -W 1 10.0.0.1 >/dev/null
	VIA=$(ip -n hv1 -j link show dev eth0 | jq -r '.[0].address')
}

unwires()
{
	local n

	for n in hv1 hv2 mallory; do
		del_netns $n
	done
	ip netns del fab
}

# tunnel HOST I PEER [WORD...]: vtep0, VNI 42, flooding to the peer
tunnel()
{
	local hv=$1 i=$2 peer=$3

	shift 3
	ip -n "$hv" link add vtep0 address "02:00:00:00:00:0$i" type vtep id 42 \
		local "10.0.0.$i" dev eth0 "$@"
	tunnel_up "$hv" "$i" "$peer" vtep0
}

# tree_tunnel HOST I PEER [WORD...]: the same by the in-tree driver, vxlan0
tree_tunnel()
{
	local hv=$1 i=$2 peer=$3

	shift 3
	ip -n "$hv" link add vxlan0 address "02:00:00:00:00:0$i" type vxlan id 42 \
		local "10.0.0.$i" dev eth0 dstport 4789 "$@"
	tunnel_up "$hv" "$i" "$peer" vxlan0
}

tunnel_up()
{
	bridge -n "$1" fdb append 00:00:00:00:00:00 dev "$4" dst "$3"
	ip -n "$1" addr add "192.168.0.$2/24" dev "$4"
	ip -n "$1" link set "$4" up
}

# tunnels KIND [WORD...]: on hv1, with these words, and hv2
tunnels()
{
	local make=$1

	shift
	"$make" hv1 1 10.0.0.2 "$@"
	"$make" hv2 2 10.0.0.1
	until_true 20 on hv2 ping -q -c 1 -W 1 192.168.0.1 >/dev/null
}

# forge WORD=VALUE...: mallory's, to the VTEP of hv1
forge()
{
	scripts/bench/forge.py mallory eth0 via="$VIA" to=10.0.0.1 "$@"
}

# stat NAME: of the VTEP of hv1
stat_of()
{
	on hv1 ethtool -S vtep0 | awk -v n="$1:" '$1 == n { print $2; f = 1 }
		END { if (!f) exit 1 }'
}

# behind ADDRESS [DEV]: how many MACs hv1 has learned there
behind()
{
	bridge -n hv1 fdb show dev "${2-vtep0}" | awk -v a="$1" '$2 == "dst" &&
		$3 == a && $1 != "00:00:00:00:00:00" && !/permanent|static/ { n++ }
		END { print n + 0 }'
}

# pinging FILE: hv2 pings hv1 until pinged is called
pinging()
{
	PING_LOG=$1
	ip netns exec hv2 ping -q -n -i 0.02 192.168.0.1 >"$1" 2>&1 &
	PING=$!
}

# Sets PINGS and LOST. The last one may be on its way.
pinged()
{
	kill -INT "$PING"
	wait "$PING" || :
	read -r PINGS LOST < <(awk '/packets transmitted/ {
		print $1, $1 - $4 }' "$PING_LOG")
	note "pings: $PINGS, without an answer: $LOST"
}

log_lines()
{
	dmesg | wc -l
}
