# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# A bridge with VMs and the VTEP for its ports, and who claims what, for test
# files that source this after lib.sh and frames.sh. The VMs are silent:
# frames.py speaks for them, and for h2 and h3, which have no VTEP.

# MACs of VMs here, and of one elsewhere
A=02:aa:00:00:00:01
B=02:aa:00:00:00:02
C=02:cc:00:00:00:01
export A B C

setup()
{
	underlay 3
}

ctl()
{
	on h1 vtepctl "$@"
}

protect()
{
	run ctl vtep set dev vtep0 protect "$1"
}

# bridge_up WORD...: br0, with nothing in it
bridge_up()
{
	ipn h1 link add br0 address 02:00:00:00:0b:01 type bridge \
		mcast_snooping 0 "$@"
	ipn h1 link set br0 addrgenmode none
	ipn h1 link set br0 up
}

# port NAME: a silent VM with its port
port()
{
	ns "$1"
	ipn h1 link add "$1" type veth peer name eth0 netns "$NSP$1"
	ipn h1 link set "$1" addrgenmode none
	ipn "$1" link set eth0 addrgenmode none
	ipn h1 link set "$1" master br0 up
	ipn "$1" link set eth0 up
}

# speaks VM MAC [WORD=VALUE...]
speaks()
{
	local vm=$1 mac=$2
	shift 2
	frames ether "$vm" dev=eth0 smac="$mac" "$@"
}

# br_has MAC PORT [VLAN]: the bridge has it there
br_has()
{
	matches "^$1 dev $2 ${3:+vlan $3 }master br0" \
		bridgen h1 fdb show br br0
}

# lives VM MAC [VLAN]: it has spoken, and the bridge knows it
lives()
{
	speaks "$1" "$2"
	wait_for 10 br_has "$2" "$1" "${3-}"
}

# unlearned MAC [DEV]: not in the FDB, whatever the bridge has
unlearned()
{
	wait_for 10 fdb_lacks h1 "^$1 dst " "${2:-vtep0}" ||
		fdb_lacks h1 "^$1 dst " "${2:-vtep0}"
}

refused()
{
	stat_reaches h1 rx_protected "$1"
}

# claim N MAC [WORD=VALUE...]: h3 claims it and is the Nth to be refused; what
# the bridge and the FDB have stays.
claim()
{
	local n=$1 mac=$2 before received
	shift 2
	before=$(bridgen h1 fdb show br br0 | grep "^$mac")
	received=$(link_stat h1 rx packets)
	from h3 smac="$mac" "$@"
	refused "$n"
	link_stat_is h1 rx packets "$received"
	equal "$mac at the bridge" "$(bridgen h1 fdb show br br0 |
		grep "^$mac")" "$before"
}

# locals TEXT: what local show has, MACs of A and so on without their start,
# one after the other: VNI MAC-END FLAGS
locals()
{
	equal "local MACs" "$(ctl -j local show dev vtep0 | jq -r '.[] |
		select(.mac | test("^02:(aa|cc)")) | "\(.vni // "-") " +
		.mac[-2:] + (if .configured then " c" else "" end) +
		(if .bridge then " b" else "" end)' | sort | paste -sd,)" "$1"
}

locals_reach()
{
	wait_for 10 locals "$1" || locals "$1"
}
