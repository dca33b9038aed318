# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The two worlds of scripts/demo-attack, alike but for the driver, and what can be
# observed in them. Sourced after demo.sh.
#
# A world is "tree" or "ours"; its hosts' namespaces are named WORLD-HOST.

ATTACK_TYPE=88b5		# of forged frames, and of no others
HV2=10.0.0.2			# a peer
HV3=10.0.0.3			# another one, which an attacker has taken over
# shellcheck disable=SC2034 # the demo's
MALLORY=10.0.0.66		# on the same wire, and no peer

on()
{
	ip netns exec "$@"
}

# mac_of VM: a1 is the VM of tenant a with number 1
mac_of()
{
	echo "52:54:00:00:0${1%[0-9]}:0${1#[ab]}"
}

address_of()
{
	case $1 in
	a?) echo "192.168.7.${1#a}" ;;
	b?) echo "192.168.8.${1#b}" ;;
	esac
}

# host WORLD NAME NUMBER
host()
{
	netns "$1-$2"
	ip -n "$1-$2" link add eth0 type veth peer name "port$3" netns "$1-fab"
	ip -n "$1-fab" link set "port$3" master fabric up
	on "$1-$2" sysctl -qw net.ipv4.conf.all.rp_filter=0 \
		net.ipv4.conf.default.rp_filter=0 net.ipv4.conf.eth0.rp_filter=0
	ip -n "$1-$2" addr add "10.0.0.$3/24" dev eth0
	ip -n "$1-$2" link set eth0 up
}

# tunnel WORLD HOST NUMBER VNI
tunnel()
{
	local kind=vtep port=

	if [ "$1" = tree ]; then
		kind=vxlan port='dstport 4789'
	fi
	# shellcheck disable=SC2086 # words
	ip -n "$1-$2" link add "vx$4" type $kind id "$4" group "239.1.1.$4" \
		dev eth0 local "10.0.0.$3" ttl 255 maxaddress 1000 $port
	ip -n "$1-$2" link add "br$4" type bridge
	ip -n "$1-$2" link set "vx$4" master "br$4" up
	ip -n "$1-$2" link set "br$4" up
}

# vm WORLD HOST NAME VNI
vm()
{
	netns "$1-$3"
	ip -n "$1-$2" link add "tap-$3" type veth peer name eth0 netns "$1-$3"
	ip -n "$1-$2" link set "tap-$3" master "br$4" up
	ip -n "$1-$3" link set eth0 address "$(mac_of "$3")" mtu 1450 up
	ip -n "$1-$3" addr add "$(address_of "$3")/24" dev eth0
	# Counts what is forged and gets here.
	tc -n "$1-$3" qdisc add dev eth0 clsact
	tc -n "$1-$3" filter add dev eth0 ingress protocol 0x$ATTACK_TYPE matchall \
		action pass
}

# knows WORLD VM VM...: the first has the addresses of the others, and does not ask
knows()
{
	local world=$1 vm=$2 other

	shift 2
	for other; do
		ip -n "$world-$vm" neigh replace "$(address_of "$other")" \
			lladdr "$(mac_of "$other")" dev eth0 nud permanent
		ip -n "$world-$other" neigh replace "$(address_of "$vm")" \
			lladdr "$(mac_of "$vm")" dev eth0 nud permanent
	done
}

# What ours can be told of who may speak, and how much
rules()
{
	local hv=ours-hv1 dev=$1 vni=$2

	on $hv vtepctl source set dev "$dev" prefix $HV2,$HV3 may learn
	on $hv vtepctl vtep set dev "$dev" deliver list learn list strict on \
		min_ttl 255 damp hold protect on full evict peer_limit 500
	on $hv vtepctl vni set dev "$dev" vni "$vni" storm broadcast 100pps
}

world()
{
	local i w=$1

	netns "$w-fab"
	ip -n "$w-fab" link add fabric type bridge mcast_snooping 0
	ip -n "$w-fab" link set fabric up
	host "$w" hv1 1
	host "$w" hv2 2
	host "$w" mallory 66
	# Another address of hv1, which is not its VTEP's
	ip -n "$w-hv1" addr add 10.0.0.101/24 dev eth0
	for i in 1 2; do
		tunnel "$w" hv$i $i 42
		tunnel "$w" hv$i $i 43
		vm "$w" hv$i a$i 42
		vm "$w" hv$i b$i 43
	done
	vm "$w" hv1 a9 42
	knows "$w" a1 a2 a9
	knows "$w" b1 b2
	if [ "$w" = ours ]; then
		rules vx42 42
		rules vx43 43
	fi
	settle "$w"
}

# settle WORLD: nothing is learned but where the VMs are
settle()
{
	ip -n "$1-hv1" link set vx42 down
	ip -n "$1-hv1" link set vx42 up
	within 30 on "$1-a2" ping -c 1 -W 1 "$(address_of a1)"
	within 30 on "$1-b2" ping -c 1 -W 1 "$(address_of b1)"
	within 30 on "$1-a9" ping -c 1 -W 1 "$(address_of a1)"
}

# forge WORLD WORD=VALUE...: mallory's wire; to hv1 unless words say another
forge()
{
	local w=$1 via

	shift
	via=$(ip -n "$w-hv1" -j link show dev eth0 | jq -r '.[0].address')
	case " $* " in
	*" to="*) ;;
	*) set -- to=10.0.0.1 "$@" ;;
	esac
	scripts/bench/forge.py "$w-mallory" eth0 via="$via" "$@" >/dev/null
}

# --- what is observed ----------------------------------------------------------

# came WORLD VM: how many forged frames
came()
{
	tc -n "$1-$2" -s filter show dev eth0 ingress |
		awk '/Sent/ { n += $4 } END { print n + 0 }'
}

# lives WORLD MAC: behind which peer hv1 has it
lives()
{
	bridge -n "$1-hv1" fdb show dev vx42 | awk -v m="$2" \
		'$1 == m && $2 == "dst" { print $3; f = 1 }
		END { if (!f) print "nowhere" }'
}

# entries WORLD [ADDRESS]: how many MACs hv1 has learned, behind that peer
entries()
{
	bridge -n "$1-hv1" fdb show dev vx42 | awk -v a="${2-}" '$2 == "dst" &&
		$1 != "00:00:00:00:00:00" && !/permanent|static/ &&
		(a == "" || $3 == a) { n++ } END { print n + 0 }'
}

# lost WORLD FROM TO COUNT: of so many pings
lost()
{
	local text

	text=$(on "$1-$2" ping -q -n -c "$4" -i 0.2 -W 2 "$(address_of "$3")") || :
	awk '/packets transmitted/ { print $1 - $4 }' <<<"$text"
}

# counters WORLD: "name value" of what hv1 says of frames it did not carry
counters()
{
	if [ "$1" = ours ]; then
		on ours-hv1 vtepctl -j -s stats show dev vx42 |
			jq -r '.[0].drops | to_entries[] | "\(.key) \(.value)"'
	else
		ip -n tree-hv1 -j -s -s link show dev vx42 | jq -r '.[0].stats64 |
			to_entries[] | .key as $way | .value | to_entries[] |
			select(.key | test("packets|bytes|multicast") | not) |
			"\($way)_\(.key) \(.value)"'
	fi
}

# told WORLD BEFORE: the counters that moved since, and by how much
told()
{
	local text

	text=$(join <(sort <<<"$2") <(counters "$1" | sort) |
		awk '$3 > $2 { print $1, $3 - $2 }' | paste -sd,)
	echo "${text:-nothing}"
}

log_lines()
{
	dmesg | wc -l
}
