# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# VTEPs of attachment vlan and what is upon them, for test files that source
# this after lib.sh and frames.sh.

# trunk HOST WORD...: vtep0 of attachment vlan, up, and silent of its own
trunk()
{
	local h=$1
	shift
	quiet_vtep "$h" attach vlan dev eth0 "$@"
}

# vni HOST VNI VLAN WORD...: one more segment; flooded to the others by unicast
# unless words say how
vni()
{
	local h=$1 vni=$2 vlan=$3
	shift 3
	[ $# -gt 0 ] || set -- flood "$(others "$h" 10.0.0.)"
	run on "$h" vtepctl vni add dev vtep0 vni "$vni" vlan "$vlan" "$@"
}

# others HOST PREFIX: addresses of the other two, separated by a comma
others()
{
	seq -f "$2%g" 3 | grep -v "${1#h}$" | paste -sd,
}

# sub HOST VLAN [NETNS]: VLAN interface upon vtep0, in the host or elsewhere,
# with an address of the segment: that of VLAN 7 and of 77 ends in the host
sub()
{
	local h=$1 vlan=$2 i=${1#h} in=${3:-$1}
	ipn "$h" link add link vtep0 name "v$vlan" \
		address "02:00:00:00:07:0$i" type vlan id "$vlan"
	[ "$in" = "$h" ] || ipn "$h" link set "v$vlan" netns "$NSP$in"
	addresses "$in" "v$vlan" "$i"
}

# addresses NS DEV I: 192.168.7.I and 2001:db8:7::I, and up
addresses()
{
	ipn "$1" addr add "192.168.7.$3/24" dev "$2"
	ipn "$1" addr add "2001:db8:7::$3/64" dev "$2" nodad
	ipn "$1" link set "$2" up
}

# vm HOST NAME I: a VM, which is a namespace with eth0; at the host it is NAME
vm()
{
	ns "$2"
	ipn "$1" link add "$2" type veth peer name eth0 netns "$NSP$2"
	ipn "$1" link set "$2" up
	ipn "$2" link set eth0 address "02:00:00:00:08:0$3"
	addresses "$2" eth0 "$3"
}

# seg HOST VNI NAME: a counter of a segment
seg()
{
	on "$1" vtepctl -j -s vni show dev vtep0 vni "$2" |
		jq -r ".[0].counters.$3"
}

seg_is()
{
	equal "$3 of VNI $2 on $1" "$(seg "$1" "$2" "$3")" "$4"
}

seg_reaches()
{
	wait_for 10 seg_is "$@" || seg_is "$@"
}

# wire HOST N FILTER...: so many of the packets captured there are such. Behind
# the UDP header, where tcpdump's udp[0] is its first byte, stand at
#	12 the VNI   16 inner MAC addresses   28 EtherType, or tag (and so on)
wire()
{
	local h=$1 n=$2
	shift 2
	equal "packets at $h of $*" "$(packets "$h" "$@")" "$n"
}

# packets HOST FILTER...: their number. With time stamps like these no other
# line, as of a frame inside, starts like that of a packet.
packets()
{
	captured "$1" -tt "${@:2}" | grep -Ec '^[0-9]+\.' || true
}

wire_reaches()
{
	wait_for 10 wire "$@" || wire "$@"
}

# of_vni VNI: for the filter of wire
of_vni()
{
	echo "udp port 4789 and udp[12:4] = $(($1 << 8))"
}

# member HOST GROUP [DEV]: the device holds the membership
member()
{
	matches "inet6? +${2//./\\.}( |\$)" ipn "$1" maddr show dev "${3:-eth0}"
}

no_member()
{
	lacks "inet6? +${2//./\\.}( |\$)" ipn "$1" maddr show dev "${3:-eth0}"
}
