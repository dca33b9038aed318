#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What a VTEP knows of its peers, and how it is made to forget them; entries of
# the FDB named by segment, MAC and peer.
#
#	h1 vtep0 10.0.0.1 eth0 --+-- 10.0.0.0/24, fd00::/64
#	h2       10.0.0.2 -------+
#	h3       10.0.0.3 -------+
#
# h2 and h3 have no VTEP: frames.py speaks for theirs.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"
. "$(dirname "$0")/nomem.sh"

TESTS="heard counts bum mtu mtu_ipv6 flush del del_port del_via del_remote del_linklocal
	del_nomem fdb_show fdb_flush refusals"

A=02:aa:00:00:00:01
B=02:bb:00:00:00:01
ZERO=00:00:00:00:00:00
GROUP=01:00:5e:01:01:01

setup()
{
	underlay 3
}

ctl()
{
	on h1 vtepctl "$@"
}

test_heard()
{
	quiet_vtep h1 remote 10.0.0.2
	peer_is h1 10.0.0.2 '[.heard_ms, .first_ms]' '[null,null]'
	from h2 smac=$A
	lives_at h1 $A 10.0.0.2
	wait_for 10 peer_is h1 10.0.0.2 '.first_ms > 500' true
	peer_is h1 10.0.0.2 '.first_ms - .heard_ms | . < 400 and . > -400' true
	from h2 smac=$A
	wait_for 10 peer_is h1 10.0.0.2 '.first_ms - .heard_ms >= 400' true
}

test_counts()
{
	quiet_vtep h1 remote 10.0.0.2
	peer_is h1 10.0.0.2 '[.macs, .learned, .configured, .damped]' '[1,0,1,0]'
	from h2 smac=$A macs=3
	stat_reaches h1 fdb_learned 3
	bridgen h1 fdb add $B dev vtep0 dst 10.0.0.2 static
	bridgen h1 fdb append $GROUP dev vtep0 dst 10.0.0.2
	bridgen h1 fdb append $GROUP dev vtep0 dst 10.0.0.2 vni 7
	peer_is h1 10.0.0.2 '[.macs, .learned, .configured, .damped]' '[7,3,4,0]'
	# Learned becomes configured, and the other way round.
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2 extern_learn
	peer_is h1 10.0.0.2 '[.macs, .learned, .configured, .damped]' '[7,2,5,0]'
	bridgen h1 fdb del $A dev vtep0
	bridgen h1 fdb del $GROUP dev vtep0
	from h2 smac=$A
	stat_reaches h1 fdb_learned 3
	peer_is h1 10.0.0.2 '[.macs, .learned, .configured, .damped]' '[5,3,2,0]'
}

# Each copy of a flooded frame is one to its peer, and the frame one to the
# segment.
test_bum()
{
	quiet_vtep h1 local 10.0.0.1
	bridgen h1 fdb append $ZERO dev vtep0 dst 10.0.0.2
	bridgen h1 fdb append $ZERO dev vtep0 dst 10.0.0.3
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2 static
	bridgen h1 fdb append $GROUP dev vtep0 dst 10.0.0.3
	into h1 n=4
	into h1 dmac=$B
	into h1 dmac=$A n=2
	into h1 dmac=$GROUP
	peer_is h1 10.0.0.2 '[.counters.tx_packets, .counters.tx_bum]' '[7,5]'
	peer_is h1 10.0.0.3 '[.counters.tx_packets, .counters.tx_bum]' '[6,6]'
	stat_is h1 tx_bum 6
}

test_mtu()
{
	quiet_vtep h1 local 10.0.0.1
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2 static
	bridgen h1 fdb add $B dev vtep0 dst 172.16.0.1 static
	peer_is h1 10.0.0.2 .mtu 1500
	peer_is h1 172.16.0.1 .mtu null
	# Nothing was sent to them. What routing says now, is said.
	ipn h1 route add 10.0.0.2/32 dev eth0 mtu 1300
	ipn h1 route add 172.16.0.1/32 via 10.0.0.3
	peer_is h1 10.0.0.2 .mtu 1300
	peer_is h1 172.16.0.1 .mtu 1500
	ipn h1 route replace 172.16.0.1/32 dev vtep0
	peer_is h1 172.16.0.1 .mtu null
	peer_is h1 10.0.0.2 .counters.tx_packets 0
}

test_mtu_ipv6()
{
	quiet_vtep h1 local fd00::1
	bridgen h1 fdb add $A dev vtep0 dst fd00::2 static
	bridgen h1 fdb add $B dev vtep0 dst fd02::2 static
	peer_is h1 fd00::2 .mtu 1500
	peer_is h1 fd02::2 .mtu null
	ipn h1 route add fd00::2/128 dev eth0 mtu 1400
	peer_is h1 fd00::2 .mtu 1400
}

# left: entries, the MACs shortened to what tells them apart
left()
{
	equal "entries left" "$(on h1 vtepctl -j fdb show dev vtep0 | jq -c \
		'map("\(.vni) \(.mac[3:5]):\(.mac[15:])") | sort')" "$1"
}

segments()
{
	quiet_vtep h1 attach vlan local 10.0.0.1
	run ctl vni add dev vtep0 vni 42-44 vlan 42 flood 10.0.0.2,10.0.0.3
}

test_flush()
{
	segments
	from h2 vni=42 smac=$A macs=2
	from h2 vni=44 smac=$A macs=2
	from h3 vni=44 smac=$B
	stat_reaches h1 fdb_learned 5
	bridgen h1 fdb add 02:cc:00:00:00:01 dev vtep0 dst 10.0.0.2 static src_vni 42
	run ctl peer flush dev vtep0 peer 10.0.0.2
	left '["42 00:00","42 cc:01","43 00:00","44 00:00","44 bb:01"]'
	peer_is h1 10.0.0.2 '[.learned, .configured]' '[0,4]'
	# Once more is no fault: it is there.
	run ctl peer flush dev vtep0 peer 10.0.0.2
	refuse 'no such peer' ctl peer flush dev vtep0 peer 10.0.0.9
}

test_del()
{
	segments
	from h2 vni=42 smac=$A macs=2
	from h3 vni=44 smac=$B
	stat_reaches h1 fdb_learned 3
	bridgen h1 fdb add 02:cc:00:00:00:01 dev vtep0 dst 10.0.0.2 static src_vni 42
	bridgen h1 fdb add 02:dd:00:00:00:01 dev vtep0 dst 10.0.0.3 static src_vni 42
	bridgen h1 fdb append $GROUP dev vtep0 dst 10.0.0.2 src_vni 43
	run ctl peer del dev vtep0 peer 10.0.0.2
	left '["42 00:00","42 dd:01","43 00:00","44 00:00","44 bb:01"]'
	equal "peers" "$(ethstat h1 peers)" 1
	equal "flood lists" "$(ctl -j vni show dev vtep0 |
		jq -c 'map(.flood | map(.addr)) | unique')" '[["10.0.0.3"]]'
	refuse 'no such peer' ctl peer del dev vtep0 peer 10.0.0.2
	# It may come back.
	from h2 vni=42 smac=$A
	stat_reaches h1 fdb_learned 2
	# And the last one leaves nothing behind.
	run ctl peer del dev vtep0 peer 10.0.0.2
	run ctl peer del dev vtep0 peer 10.0.0.3
	left '[]'
	equal "peers" "$(ethstat h1 peers)" 0
}

# The port is part of who a peer is, and need not be named.
test_del_port()
{
	local i
	quiet_vtep h1 local 10.0.0.1
	i=$(ifindex h1 vtep0)
	for port in 4789 4790 4791; do
		bridgen h1 fdb append $ZERO dev vtep0 dst 10.0.0.2 port $port
	done
	bridgen h1 fdb append $ZERO dev vtep0 dst 10.0.0.3
	run on h1 "$PYTHON" "$SELFTESTS/genl.py" ask peer-del "ifindex=$i" \
		"remote=[addr=10.0.0.2;port=hex:12b6]"
	equal "ports left" "$(ctl -j peer show | jq -c 'map(.port) | sort')" \
		'[4789,4789,4791]'
	run ctl peer del dev vtep0 peer 10.0.0.2
	equal "peers left" "$(ctl -j peer show | jq -c 'map(.peer)')" \
		'["10.0.0.3"]'
}

# Neither need the lower device that `via` gave it; by name it is this one alone.
test_del_via()
{
	local i eth0
	quiet_vtep h1 local 10.0.0.1
	i=$(ifindex h1 vtep0)
	eth0=$(ifindex h1 eth0)
	bridgen h1 fdb append $ZERO dev vtep0 dst 10.0.0.2
	bridgen h1 fdb append $ZERO dev vtep0 dst 10.0.0.2 via eth0
	bridgen h1 fdb append $ZERO dev vtep0 dst 10.0.0.3 via eth0
	run on h1 "$PYTHON" "$SELFTESTS/genl.py" ask peer-del "ifindex=$i" \
		"remote=[addr=10.0.0.2;ifindex=$eth0]"
	fdb_has h1 "^$ZERO dst 10.0.0.2 self"
	fdb_lacks h1 "^$ZERO dst 10.0.0.2 via"
	run ctl peer del dev vtep0 peer 10.0.0.2
	run ctl peer del dev vtep0 peer 10.0.0.3
	fdb_lacks h1 "^$ZERO"
}

# What `ip link` shows is what is: the remote goes with the peer.
test_del_remote()
{
	quiet_vtep h1 remote 10.0.0.2
	bridgen h1 fdb append $ZERO dev vtep0 dst 10.0.0.3
	run ctl peer del dev vtep0 peer 10.0.0.3
	matches 'remote 10.0.0.2' ip -n "${NSP}h1" -d link show vtep0
	run ctl peer del dev vtep0 peer 10.0.0.2
	lacks 'remote' ip -n "${NSP}h1" -d link show vtep0
	into h1
	stat_is h1 tx_no_remote 1
	ipn h1 link set vtep0 type vtep remote 10.0.0.2
	into h1
	peer_stat_is h1 10.0.0.2 tx_packets 1
	# A group stays: it is that of the segment.
	ipn h1 link del vtep0
	quiet_vtep h1 group 239.1.1.42 dev eth0
	refuse 'not a unicast address' ctl peer del dev vtep0 peer 239.1.1.42
	from h2 smac=$A
	lives_at h1 $A 10.0.0.2
	run ctl peer del dev vtep0 peer 10.0.0.2
	matches 'group 239.1.1.42' ip -n "${NSP}h1" -d link show vtep0
	fdb_has h1 "^$ZERO dst 239.1.1.42 "
}

test_del_linklocal()
{
	ipn h1 addr add fe80::1/64 dev eth0 nodad
	ipn h2 addr add fe80::2/64 dev eth0 nodad
	quiet_vtep h1 group ff05::42 dev eth0
	from h2 to=fe80::1 source=fe80::2 dev=eth0 smac=$A
	wait_for 10 fdb_has h1 "^$A dst fe80::2 via eth0 "
	run ctl peer del dev vtep0 peer fe80::2
	gone h1 $A
	equal "peers" "$(ethstat h1 peers)" 0
}

# What is left of a list is a new list, for which there may be no memory.
test_del_nomem()
{
	local i out
	nomem_init
	quiet_vtep h1 remote 10.0.0.2
	bridgen h1 fdb append $ZERO dev vtep0 dst 10.0.0.3
	i=$(ifindex h1 vtep0)
	on h1 bridge fdb show dev vtep0 | sort >"$WORK/before"
	out=$(starve h1 "bridge fdb show dev vtep0 | sort | diff $WORK/before - >&2" \
		"bridge fdb append $ZERO dev vtep0 dst 10.0.0.3" \
		ask peer-del "ifindex=$i" "remote=[addr=10.0.0.3]")
	note "peer-del: $out"
	[ "$(jq .refused <<<"$out")" -ge 2 ]
	fdb_lacks h1 "^$ZERO dst 10.0.0.3"
	fdb_has h1 "^$ZERO dst 10.0.0.2"
}

many()
{
	segments
	from h2 vni=42 smac=$A macs=2
	from h2 vni=43 smac=$A
	from h3 vni=43 smac=$B macs=2
	from h3 vni=44 smac=$B
	stat_reaches h1 fdb_learned 6
}

# shown WORDS LIST: the kernel tells of no other, whoever asks
shown()
{
	# shellcheck disable=SC2086 # words
	equal "fdb show $1" "$(on h1 vtepctl -j fdb show dev vtep0 $1 | jq -c \
		'map("\(.vni) \(.mac[3:5]):\(.mac[15:])") | sort')" "$2"
}

# dumped WORDS LIST: what the kernel itself leaves out
dumped()
{
	# shellcheck disable=SC2086 # words
	equal "fdb-get $1" "$(on h1 "$PYTHON" "$SELFTESTS/genl.py" dump fdb-get \
		$1 | jq -sc 'map(select(.mac) |
		"\(.vni) \(.mac[3:5]):\(.mac[15:])") | sort')" "$2"
}

test_fdb_show()
{
	many
	dumped 'vni=42' '["42 00:00","42 aa:01","42 aa:02"]'
	dumped 'vni=43 vni-last=44 addr=10.0.0.3' \
		'["43 00:00","43 bb:01","43 bb:02","44 00:00","44 bb:01"]'
	dumped 'mac=hex:02aa00000000 mac-len=16' '["42 aa:01","42 aa:02","43 aa:01"]'
	dumped 'mac=hex:02bb00000001' '["43 bb:01","44 bb:01"]'
	dumped 'mac=hex:000000000000 mac-len=0 vni=44' '["44 00:00","44 bb:01"]'
	dumped 'addr=10.0.0.9' '[]'
	dumped 'addr=fd00::2' '[]'
	dumped 'vni=45' '[]'
	shown 'vni 42-43 peer 10.0.0.2 mac 02:00:00:00:00:00/8' \
		'["42 aa:01","42 aa:02","43 aa:01"]'
	shown 'mac 02:bb:00:00:00:02' '["43 bb:02"]'
}

test_fdb_flush()
{
	local floods='"42 00:00","43 00:00","44 00:00"'
	many
	bridgen h1 fdb add 02:aa:00:00:00:09 dev vtep0 dst 10.0.0.2 static src_vni 42
	run ctl fdb flush dev vtep0 vni 40-42 mac $A
	left '["42 00:00","42 aa:02","42 aa:09","43 00:00","43 aa:01","43 bb:01","43 bb:02","44 00:00","44 bb:01"]'
	run ctl fdb flush dev vtep0 vni 43-44 peer 10.0.0.3
	left '["42 00:00","42 aa:02","42 aa:09","43 00:00","43 aa:01","44 00:00"]'
	run ctl fdb flush dev vtep0 peer 10.0.0.9
	run ctl fdb flush dev vtep0 mac 02:bb:00:00:00:00/16
	run ctl fdb flush dev vtep0 mac 02:aa:00:00:00:02/47
	left '["42 00:00","42 aa:09","43 00:00","43 aa:01","44 00:00"]'
	run ctl fdb flush dev vtep0
	left "$(jq -nc "[$floods, \"42 aa:09\"] | sort")"
	# Nothing is left to be forgotten: no fault.
	run ctl fdb flush dev vtep0
	equal "MACs learned" "$(fdb_count h1)" 0
}

test_refusals()
{
	local i cmd
	quiet_vtep h1 remote 10.0.0.2
	i=$(ifindex h1 vtep0)
	for cmd in fdb-flush fdb-unfreeze; do
		run on h1 "$PYTHON" "$SELFTESTS/genl.py" refuse <<-EOF
			EINVAL: index is missing | ask $cmd
			ENODEV ifindex: No interface | ask $cmd ifindex=99999
			EINVAL vni-last: without its start | ask $cmd ifindex=$i vni-last=5
			EINVAL vni-last: before it starts | ask $cmd ifindex=$i vni=6 vni-last=5
			ERANGE vni: range | ask $cmd ifindex=$i vni=16777216
			EINVAL mac-len: without the MAC | ask $cmd ifindex=$i mac-len=8
			ERANGE mac-len: range | ask $cmd ifindex=$i mac=hex:020000000000 mac-len=49
			EINVAL mac: not zero | ask $cmd ifindex=$i mac=hex:02aa00000001 mac-len=16
			EAFNOSUPPORT addr: family | ask $cmd ifindex=$i addr=fd00::2
			EAFNOSUPPORT addr: family | ask $cmd ifindex=$i addr=hex:0a
			EINVAL addr: no peer | ask $cmd ifindex=$i addr=0.0.0.0
		EOF
	done
	run on h1 "$PYTHON" "$SELFTESTS/genl.py" refuse <<-EOF
		EINVAL vni-last: without its start | dump fdb-get vni-last=5
		EINVAL mac-len: without the MAC | dump fdb-get mac-len=5
		EINVAL addr: 4 nor 16 | dump fdb-get addr=hex:0a
	EOF
	for cmd in peer-flush peer-del; do
		run on h1 "$PYTHON" "$SELFTESTS/genl.py" refuse <<-EOF
			EINVAL: address is missing | ask $cmd ifindex=$i
			EINVAL: index is missing | ask $cmd remote=[addr=10.0.0.2]
			EINVAL remote: without an address | ask $cmd ifindex=$i remote=[port=hex:12b5]
			EINVAL remote.port: no UDP port | ask $cmd ifindex=$i remote=[addr=10.0.0.2;port=0]
			EINVAL remote.vni: for all VNIs | ask $cmd ifindex=$i remote=[addr=10.0.0.2;vni=5]
			EINVAL remote.addr: unicast | ask $cmd ifindex=$i remote=[addr=239.1.1.1]
			EINVAL remote.addr: unicast | ask $cmd ifindex=$i remote=[addr=0.0.0.0]
			EAFNOSUPPORT remote.addr: family | ask $cmd ifindex=$i remote=[addr=fd00::2]
			ENOENT remote: no such peer | ask $cmd ifindex=$i remote=[addr=10.0.0.9]
			ENOENT remote: no such peer | ask $cmd ifindex=$i remote=[addr=10.0.0.2;port=hex:12b6]
		EOF
	done
	peer_is h1 10.0.0.2 .configured 1
}

frames_start
run_tests "$@"
