#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# How much may be said: rates of broadcast, multicast, unknown and known unicast
# that a segment sends, of what peers flood to us; and rule unknown.
#
#	h1 vtep0 10.0.0.1 --+
#	h2       10.0.0.2 --+-- 10.0.0.0/24, fd00::/64
#	h3       10.0.0.3 --+
#
# h2 and h3 have no VTEP unless a test gives them one: frames.py speaks for
# theirs. Rates are so low that time does not matter: 1pps,burst=5000 lets five
# frames pass that come at once, and after one of 30000 bytes 1kbit lets none pass
# for minutes.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/nomem.sh"
. "$(dirname "$0")/frames.sh"

TESTS="packets bits both burst once_per_frame lists gso gso_received
	segments tenants metadata peers peers_ipv6 group peer_is_a_peer
	strangers nothing_learned rate_goes_on template change none ranges nomem
	unknown_drop unknown_zero events events_peer bad_rates shown"

A=02:aa:00:00:00:01
U=02:aa:00:00:00:99
M=01:00:5e:00:00:01
F=ff:ff:ff:ff:ff:ff
FIVE=1pps,burst=5000

declare -A MAC=([broadcast]=$F [multicast]=$M [unknown]=$U [unicast]=$A)
declare -A REASON=([broadcast]=tx_storm_broadcast [multicast]=tx_storm_multicast
	[unknown]=tx_storm_unknown [unicast]=tx_rate_unicast)

setup()
{
	underlay 3
}

ctl()
{
	on h1 vtepctl "$@"
}

# storm WORD...: set what the segment of vtep0 has; vstorm: what the VTEP has
storm()
{
	run ctl vni set dev vtep0 vni 42 "$@"
}

vstorm()
{
	run ctl vtep set dev vtep0 storm "$@"
}

# one: the VTEP of most tests; it knows where A is
one()
{
	quiet_vtep h1 remote 10.0.0.2
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2
}

# rates WANT [VNI]: of the segment, as JSON
rates()
{
	equal "rates" "$(ctl -j vni show dev vtep0 vni "${2:-42}" |
		jq -c '.[0].storm')" "$1"
}

# Each class by its own rate, and no other
each_class()
{
	local rate=$1 size=$2 n=$3 lost=$4 class other
	one
	for class in "${!MAC[@]}"; do
		storm storm "$class" "$rate"
		for other in "${!MAC[@]}"; do
			into h1 dmac="${MAC[$other]}" size="$size" n="$n"
		done
		storm storm "$class" none
		stat_is h1 "${REASON[$class]}" "$lost"
	done
	link_stat_is h1 tx dropped $((4 * lost))
	link_stat_is h1 tx packets $((16 * n - 4 * lost))
}

test_packets()
{
	each_class $FIVE 46 12 7
}

test_bits()
{
	each_class 1kbit 1386 4 3
}

# Both hold: the one that is met first decides.
test_both()
{
	one
	storm storm broadcast 1pps,1gbit,burst=3000
	into h1 n=5
	stat_is h1 tx_storm_broadcast 2
	storm storm broadcast 1000pps,1kbit
	into h1 size=1386 n=5
	stat_is h1 tx_storm_broadcast 6
	# What packets refuse is not charged to bits: 1500 bytes in 12 s
	storm storm broadcast 1pps,1kbit,burst=2000
	into h1 size=386 n=5
	stat_is h1 tx_storm_broadcast 9
}

# At once passes what the burst has, and one frame at least.
test_burst()
{
	one
	storm storm broadcast 1pps
	into h1 n=3
	stat_is h1 tx_storm_broadcast 2
	storm storm broadcast 1pps,burst=10000
	into h1 n=15
	stat_is h1 tx_storm_broadcast 7
	storm storm broadcast 1kbit,burst=1
	into h1 size=1386 n=3
	stat_is h1 tx_storm_broadcast 9
}

# A frame counts once, however many copies of it are sent.
test_once_per_frame()
{
	local i
	one
	for i in 3 4; do
		bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.$i
		ipn h1 neigh replace 10.0.0.$i lladdr 02:99:00:00:00:0$i dev eth0
	done
	storm storm broadcast $FIVE storm unknown $FIVE
	into h1 n=12
	stat_is h1 tx_storm_broadcast 7
	stat_is h1 tx_bum 5
	link_stat_is h1 tx packets 15
	into h1 dmac=$U n=12
	stat_is h1 tx_storm_unknown 7
	link_stat_is h1 tx packets 30
}

# What the FDB has a list for: multicast is multicast. What would be sent to the
# flood list by its own MAC is no known unicast.
test_lists()
{
	one
	bridgen h1 fdb append $M dev vtep0 dst 10.0.0.3
	storm storm multicast $FIVE
	into h1 dmac=$M n=12
	stat_is h1 tx_storm_multicast 7
	peer_stat_is h1 10.0.0.3 tx_packets 5
	bridgen h1 fdb append $F dev vtep0 dst 10.0.0.3
	storm storm broadcast $FIVE
	into h1 n=12
	stat_is h1 tx_storm_broadcast 7
	storm storm unknown $FIVE
	into h1 dmac=00:00:00:00:00:00 n=12
	stat_is h1 tx_storm_unknown 7
}

# A packet of many segments counts as so many. It passes where one of them
# would, and is paid for: 4 and 4 of 5; of the bytes of 2054 in 16 s.
test_gso()
{
	one
	storm storm unicast $FIVE
	into h1 dmac=$A gso=500 size=2000 n=5
	stat_is h1 tx_rate_unicast 3
	storm storm unicast 1kbit
	into h1 dmac=$A gso=500 size=2000 n=3
	stat_is h1 tx_rate_unicast 5
	into h1 dmac=$A
	stat_is h1 tx_rate_unicast 6
	# A segment is at least a frame: 1 of 4 pays for the others.
	storm storm unicast 1pps
	into h1 dmac=$A gso=500 size=2000 n=3
	stat_is h1 tx_rate_unicast 8
}

test_gso_received()
{
	quiet_vtep h1 local 10.0.0.1
	quiet_vtep h2 remote 10.0.0.1
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2
	vstorm peer $FIVE
	into h2 gso=500 size=2000 n=5
	stat_reaches h1 rx_storm 3
	stat_is h1 rx_bum 2
}

# two HOST ADDRESS: VLANs 1 and 2 of vtep0, VNIs 41 and 42
two()
{
	quiet_vtep "$1" attach vlan local "10.0.0.${1#h}"
	run on "$1" vtepctl vni add dev vtep0 vni 41-42 vlan 1 flood "$2"
}

test_segments()
{
	two h1 10.0.0.2
	run ctl vni set dev vtep0 vni 41 storm broadcast $FIVE
	into h1 tag=81000001 n=12
	into h1 tag=81000002 n=12
	stat_is h1 tx_storm_broadcast 7
	equal "dropped by segment" "$(ctl -j -s vni show dev vtep0 |
		jq -c 'map(.counters.tx_dropped)')" '[7,0]'
	# Both have the same, and each its own.
	run ctl vni set dev vtep0 vni 41-42 storm broadcast 1pps,burst=3000
	into h1 tag=81000001 n=5
	into h1 tag=81000002 n=5
	stat_is h1 tx_storm_broadcast 11
}

# One tenant storms, the other does not notice.
test_tenants()
{
	local h i stormed
	two h1 10.0.0.2
	two h2 10.0.0.1
	for h in h1 h2; do
		for i in 1 2; do
			ipn $h link add link vtep0 name vl$i address \
				"02:00:00:00:0$i:0${h#h}" type vlan id $i
			ipn $h addr add "192.168.$i.${h#h}/24" dev vl$i
			ipn $h link set vl$i up
		done
	done
	pings h1 192.168.2.2
	run ctl vni set dev vtep0 vni 41 storm broadcast 100pps,1mbit
	background storm_on
	run on h1 ping -c 40 -i 0.05 -W 5 -n 192.168.2.2
	touch "$WORK/enough"
	wait "$BG"
	stormed=$(cat "$WORK/stormed")
	note "$stormed frames of a storm"
	[ "$stormed" -ge 1000 ]
	[ "$(ethstat h1 tx_storm_broadcast)" -gt $((stormed / 2)) ]
	# nor does the first one lose its unicast
	pings h1 192.168.1.2
	stat_is h1 tx_rate_unicast 0
}

# broadcast by tenant 1 until $WORK/enough is there
storm_on()
{
	local n=0
	until [ -e "$WORK/enough" ] && [ $n -ge 1000 ]; do
		into h1 tag=81000001 size=1000 n=200
		n=$((n + 200))
	done
	echo $n >"$WORK/stormed"
}

# Whoever says where a frame goes knows where it goes.
test_metadata()
{
	quiet_vtep h1 external vnifilter local 10.0.0.1
	run ctl vni add dev vtep0 vni 42 storm unicast $FIVE storm broadcast 1pps
	ipn h1 link add dum type dummy
	ipn h1 link set dum addrgenmode none
	ipn h1 link set dum up
	on h1 tc qdisc add dev dum clsact
	run on h1 tc filter add dev dum egress matchall action tunnel_key set \
		id 42 src_ip 10.0.0.1 dst_ip 10.0.0.2 dst_port 4789 nocsum \
		action mirred egress redirect dev vtep0
	into h1 dev=dum n=12
	stat_is h1 tx_rate_unicast 7
	stat_is h1 tx_storm_broadcast 0
	link_stat_is h1 tx packets 5
}

# Each peer has a bucket of its own, for all that it floods; unicast needs none.
peers()
{
	local to=$1
	shift
	local h
	quiet_vtep h1 local "$to"
	bridgen h1 fdb add $A dev vtep0 dst "$1"
	bridgen h1 fdb add 02:bb:00:00:00:01 dev vtep0 dst "$2"
	vstorm peer $FIVE
	from h2 to="$to" n=6
	from h2 to="$to" dmac=$M n=6
	stat_reaches h1 rx_storm 7
	from h3 to="$to" n=5
	from h2 to="$to" dmac=02:00:00:00:00:01 n=12
	link_stat_reaches h1 rx packets 22
	stat_is h1 rx_storm 7
	peer_stat_is h1 "$1" rx_dropped 7
	peer_stat_is h1 "$2" rx_dropped 0
	vstorm peer none
	from h2 to="$to" n=12
	link_stat_reaches h1 rx packets 34
}

test_peers()
{
	peers 10.0.0.1 10.0.0.2 10.0.0.3
}

test_peers_ipv6()
{
	peers fd00::1 fd00::2 fd00::3
}

# What comes by a group was flooded, whatever it says itself.
test_group()
{
	quiet_vtep h1 group 239.1.1.42 dev eth0
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2
	vstorm peer $FIVE
	from h2 to=239.1.1.42 dev=eth0 source=10.0.0.2 dmac=$U n=12
	stat_reaches h1 rx_storm 7
}

# In all segments, by whatever VNI
test_peer_is_a_peer()
{
	two h1 10.0.0.2
	vstorm peer $FIVE
	from h2 vni=41 n=6
	from h2 vni=42 n=6
	stat_reaches h1 rx_storm 7
}

# Without an object they have one bucket for all of them: what sources can be
# made up for cannot be had once more for each.
test_strangers()
{
	quiet_vtep h1 local 10.0.0.1 nolearning
	vstorm peer 1kbit
	from h2 type=88b5 size=30000
	link_stat_reaches h1 rx packets 1
	from h2 n=2
	from h3 n=3
	stat_reaches h1 rx_storm 5
	# One that is known now has its own.
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.3
	from h3 n=3
	link_stat_reaches h1 rx packets 4
	stat_is h1 rx_storm 5
}

# Over the rate nothing is taught.
test_nothing_learned()
{
	quiet_vtep h1 local 10.0.0.1
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2
	vstorm peer $FIVE
	from h2 smac=02:cc:00:00:00:01 macs=12
	stat_reaches h1 rx_storm 7
	equal "MACs learned" "$(fdb_count h1)" 5
}

sent_more()
{
	into h1 n=1
	[ "$(link_stat h1 tx packets)" -ge 4 ]
}

# A storm is held to the rate, not cut off.
test_rate_goes_on()
{
	one
	storm storm broadcast 4pps,burst=250
	into h1 n=12
	wait_for 10 sent_more
	[ "$(ethstat h1 tx_storm_broadcast)" -ge 8 ]
}

# New segments start with the VTEP's rates, but for what they are told.
test_template()
{
	quiet_vtep h1 attach vlan local 10.0.0.1
	vstorm broadcast 10pps
	vstorm multicast 1mbit,burst=50
	vstorm peer 100pps
	run ctl vni add dev vtep0 vni 41 vlan 1 flood 10.0.0.2
	rates '{"broadcast":{"packets":10,"burst":100},"multicast":{"bits":1000000,"burst":50}}' 41
	run ctl vni add dev vtep0 vni 42 vlan 2 flood 10.0.0.2 \
		storm broadcast 1pps,burst=5000 storm multicast none
	rates '{"broadcast":{"packets":1,"burst":5000}}' 42
	into h1 tag=81000002 n=12
	stat_is h1 tx_storm_broadcast 7
	# What the VTEP has later is for others.
	vstorm broadcast 20pps
	rates '{"broadcast":{"packets":1,"burst":5000}}' 42
	run ctl vni add dev vtep0 vni 43 vlan 3 storm multicast none
	rates '{"broadcast":{"packets":20,"burst":100}}' 43
	vstorm broadcast none
	vstorm multicast none
	run ctl vni add dev vtep0 vni 44 vlan 4
	rates null 44
	# Nor is it that of the one segment of attachment id.
	ipn h1 link del vtep0
	quiet_vtep h1 remote 10.0.0.2
	vstorm broadcast 1pps
	rates null
	into h1 n=5
	stat_is h1 tx_storm_broadcast 0
}

# Classes that were not named keep what they have used up.
test_change()
{
	one
	storm storm broadcast 1kbit storm unknown 1kbit
	into h1 gso=1000 size=30000
	into h1 dmac=$U gso=1000 size=30000
	storm storm unicast 10mbit storm unknown 2kbit
	into h1
	stat_is h1 tx_storm_broadcast 1
	# its rate is another one: it starts anew
	into h1 dmac=$U
	stat_is h1 tx_storm_unknown 0
	# the same one said again is not
	storm storm broadcast 1kbit
	into h1
	stat_is h1 tx_storm_broadcast 2
	rates '{"broadcast":{"bits":1000,"burst":100},"unknown":{"bits":2000,"burst":100},"unicast":{"bits":10000000,"burst":100}}'
}

test_none()
{
	one
	storm storm broadcast 1pps storm unknown 1pps
	storm storm broadcast none
	into h1 n=12
	stat_is h1 tx_storm_broadcast 0
	rates '{"unknown":{"packets":1,"burst":100}}'
	storm storm unknown none
	into h1 dmac=$U n=12
	stat_is h1 tx_storm_unknown 0
	rates null
}

# all that a range can change
state()
{
	ctl -j vni show dev vtep0 | jq -c '.[] | .flood |= sort'
}

test_ranges()
{
	two h1 10.0.0.2
	run ctl vni add dev vtep0 vni 43 vlan 3 flood 10.0.0.3
	run ctl vni set dev vtep0 vni 41 storm unknown 7pps
	state >"$WORK/before"
	# the last one cannot be changed like that
	refuse 'VNI 43: .*no such' ctl vni set dev vtep0 vni 41-43 \
		storm broadcast 1pps storm unknown none flood del 10.0.0.2
	state | diff "$WORK/before" - >&2
	refuse 'VNI 41 .*served' ctl vni add dev vtep0 vni 40-41 vlan 5 \
		storm broadcast 1pps
	state | diff "$WORK/before" - >&2
	into h1 tag=81000001 n=12
	stat_is h1 tx_storm_broadcast 0
	run ctl vni set dev vtep0 vni 41-43 storm broadcast $FIVE
	rates '{"broadcast":{"packets":1,"burst":5000},"unknown":{"packets":7,"burst":100}}' 41
	for v in 42 43; do
		rates '{"broadcast":{"packets":1,"burst":5000}}' $v
	done
}

brief()
{
	vtepctl -j vni show | jq -c '.[] | .flood |= sort'
}

# Each allocation of a request fails once: the rates are those from before.
test_nomem()
{
	local i out
	nomem_init
	quiet_vtep h1 attach vlan local 10.0.0.1
	vstorm broadcast 10pps
	run ctl vni add dev vtep0 vni 41-42 vlan 1 flood 10.0.0.2
	i=$(ifindex h1 vtep0)
	export -f brief
	on h1 bash -c brief >"$WORK/before"
	out=$(starve h1 "brief | diff $WORK/before - >&2" \
		'vtepctl vni del dev vtep0 vni 50' \
		ask vni-new "ifindex=$i" vni=50 vlan=50 join=0 \
		'rules=[min-ttl=9;rates=[class=1;packets=9]]')
	note "vni-new: $out"
	[ "$(jq .refused <<<"$out")" -gt 4 ]
	run ctl vni del dev vtep0 vni 50
	out=$(starve h1 "brief | diff $WORK/before - >&2" \
		'vtepctl vni set dev vtep0 vni 41-42 storm multicast none min_ttl inherit' \
		ask vni-set "ifindex=$i" vni=41 vni-last=42 \
		'rules=[min-ttl=9;rates=[class=1;packets=9]]')
	note "vni-set: $out"
	[ "$(jq .refused <<<"$out")" -ge 4 ]
	rates '{"broadcast":{"packets":10,"burst":100},"multicast":{"packets":9,"burst":100}}' 42
}

# Of a VTEP, of a segment, and of the VTEP again
test_unknown_drop()
{
	two h1 10.0.0.2
	run ctl vtep set dev vtep0 unknown drop
	into h1 tag=81000001 dmac=$U n=3
	stat_is h1 tx_unknown 3
	run ctl vni set dev vtep0 vni 42 unknown flood
	into h1 tag=81000002 dmac=$U n=3
	stat_is h1 tx_unknown 3
	link_stat_is h1 tx packets 3
	run ctl vni set dev vtep0 vni 42 unknown inherit
	into h1 tag=81000002 dmac=$U n=3
	stat_is h1 tx_unknown 6
	run ctl vtep set dev vtep0 unknown flood
	run ctl vni set dev vtep0 vni 41 unknown drop
	into h1 tag=81000001 dmac=$U n=3
	into h1 tag=81000002 dmac=$U n=3
	stat_is h1 tx_unknown 9
	# Broadcast, multicast and what is known go on.
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2 src_vni 41
	into h1 tag=81000001
	into h1 tag=81000001 dmac=$M
	into h1 tag=81000001 dmac=$A
	link_stat_is h1 tx packets 9
	stat_is h1 tx_unknown 9
}

# The MAC that the flood list goes by is nobody's.
test_unknown_zero()
{
	one
	run ctl vtep set dev vtep0 unknown drop
	into h1 dmac=00:00:00:00:00:00 n=3
	stat_is h1 tx_unknown 3
	link_stat_is h1 tx packets 0
}

# listen N: events of h1 into $WORK/events
listen()
{
	background on h1 "$PYTHON" "$SELFTESTS/genl.py" events "$1" "$WORK/events"
	wait_for 10 grep -q ready "$WORK/events"
}

# told N: so many storms so far
told()
{
	equal "events" "$(grep -c '"type": 7' "$WORK/events")" "$1"
}

# reasons WANT: of all that was told
reasons()
{
	equal "reasons" "$(tail -n +2 "$WORK/events" |
		jq -sc 'map(select(.type == 7) | [.vni, .reason])')" "$1"
}

ten_seconds_after()
{
	[ "$(date +%s)" -gt $(($1 + 10)) ]
}

# Told once when it begins, by segment and class, and again after a rest
test_events()
{
	local since
	two h1 10.0.0.2
	run ctl vni set dev vtep0 vni 41-42 storm broadcast $FIVE \
		storm unknown $FIVE
	listen 10
	into h1 tag=81000001 n=12
	into h1 tag=81000001 n=12
	into h1 tag=81000001 dmac=$U n=12
	into h1 tag=81000002 n=12
	wait_for 5 told 3
	reasons '[[41,"tx_storm_broadcast"],[41,"tx_storm_unknown"],[42,"tx_storm_broadcast"]]'
	since=$(date +%s)
	wait_for 20 ten_seconds_after "$since"
	into h1 tag=81000001 n=20
	into h1 tag=81000001 n=20
	wait_for 5 told 4
	# What follows is not kept from being told.
	into h1 tag=81000002 dmac=$U n=12
	wait_for 5 told 5
	reasons '[[41,"tx_storm_broadcast"],[41,"tx_storm_unknown"],[42,"tx_storm_broadcast"],[41,"tx_storm_broadcast"],[42,"tx_storm_unknown"]]'
}

# And of peers, by peer
test_events_peer()
{
	quiet_vtep h1 local 10.0.0.1
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2
	bridgen h1 fdb add 02:bb:00:00:00:01 dev vtep0 dst 10.0.0.3
	vstorm peer $FIVE
	listen 10
	from h2 n=12
	from h2 n=12
	from h3 n=12
	wait_for 5 told 2
	equal "events" "$(tail -n +2 "$WORK/events" | jq -sc \
		'map(select(.type == 7) | [.vni, .reason, .peer.addr])')" \
		'[[42,"rx_storm","10.0.0.2"],[42,"rx_storm","10.0.0.3"]]'
}

test_bad_rates()
{
	local i
	quiet_vtep h1 attach vlan local 10.0.0.1
	run ctl vni add dev vtep0 vni 42 vlan 1 storm broadcast 5pps
	i=$(ifindex h1 vtep0)
	run on h1 "$PYTHON" "$SELFTESTS/genl.py" refuse <<-EOF
		EINVAL rules.rates: twice | ask vni-set ifindex=$i vni=42 rules=[rates=[class=0;packets=1];rates=[class=0;packets=2]]
		EINVAL rules.rates: twice | ask vtep-set ifindex=$i rules=[rates=[class=4;packets=1];rates=[class=4;packets=1]]
		EINVAL rules.rates: VTEP's | ask vni-set ifindex=$i vni=42 rules=[rates=[class=4;packets=1]]
		EINVAL rules.rates: VTEP's | ask vni-new ifindex=$i vni=43 vlan=2 rules=[rates=[class=4;packets=1]]
		EINVAL rules.rates: class | ask vni-set ifindex=$i vni=42 rules=[rates=[packets=1]]
		ERANGE rules.rates.class: range | ask vni-set ifindex=$i vni=42 rules=[rates=[class=5;packets=1]]
		ERANGE rules.rates.bits: 1000 | ask vni-set ifindex=$i vni=42 rules=[rates=[class=0;bits=999]]
		ERANGE rules.rates.bits: 1000 | ask vtep-set ifindex=$i rules=[rates=[class=4;bits=1]]
		ERANGE rules.rates.burst: range | ask vni-set ifindex=$i vni=42 rules=[rates=[class=0;packets=1;burst=10001]]
		ENOENT vni: no segment | ask vni-set ifindex=$i vni=41 rules=[rates=[class=0;packets=1]]
	EOF
	refuse "no rate" ctl vni set dev vtep0 vni 42 storm broadcast 0pps
	refuse "no rate" ctl vni set dev vtep0 vni 42 storm broadcast 999bit
	refuse "too much" ctl vni set dev vtep0 vni 42 storm broadcast 4294967296pps
	refuse "peer" ctl vni set dev vtep0 vni 42 storm peer 1pps
	rates '{"broadcast":{"packets":5,"burst":100}}'
	# The largest there are
	run ctl vni set dev vtep0 vni 42 flood add 10.0.0.2 \
		storm broadcast 4294967295pps,18446744073709551615bit,burst=10000
	into h1 tag=81000001 n=12
	link_stat_is h1 tx packets 12
	# Zero of both is none.
	run on h1 "$PYTHON" "$SELFTESTS/genl.py" ask vni-set "ifindex=$i" vni=42 \
		'rules=[rates=[class=0;packets=0;bits=0]]'
	rates null
}

test_shown()
{
	one
	storm storm broadcast 1000pps,10mbit,burst=50 storm unicast 1gbit
	matches "storm broadcast 1000pps,10mbit,burst=50 storm unicast 1gbit" \
		ctl vni show dev vtep0
	# The words it is shown with are those it is set with, beside its rules.
	storm min_ttl 64
	matches "min_ttl 64 storm broadcast 1000pps" ctl vni show dev vtep0
	lacks "storm (multicast|unknown|peer)" ctl vni show dev vtep0
	vstorm peer 5kbit
	matches "storm peer 5kbit" ctl vtep show dev vtep0
}

frames_start
run_tests "$@"
