#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# vtepctl(8) and the module: what is shown, what is changed and to what effect,
# what is refused and how.
#
#	h1  vtep0 192.168.0.1, eth0 10.0.0.1, fd00::1
#	h2  eth0 10.0.0.2; has a VTEP, or sends by hand
#	h3  eth0 10.0.0.3; likewise
. "$(dirname "$0")/lib.sh"

TESTS="vni_show vni_range vni_range_refused peer_show group_show fdb_show stats_show set_group set_learning
	set_ageing set_limit refused usage monitor batch"

setup()
{
	underlay 3
}

ctl()
{
	on h1 vtepctl "$@"
}

# json FILTER WORD...: one line of JSON of what vtepctl shows
json()
{
	local filter=$1
	shift
	ctl -j "$@" | jq -c "$filter"
}

# shows FILTER WANT WORD...: the JSON, through the filter, is that
shows()
{
	local filter=$1 want=$2
	shift 2
	equal "$* | $filter" "$(json "$filter" "$@")" "$want"
}

# status STATUS TEXT COMMAND...: it ends with that, and says the text
status()
{
	local want=$1 text=$2 out rc=0
	shift 2
	out=$("$@" 2>&1) || rc=$?
	if [ "$rc" != "$want" ] || ! grep -Eq -- "$text" <<<"$out"; then
		echo "# status $rc, want $want and \"$text\": $*" >&2
		indent "$out" >&2
		return 1
	fi
}

# inject HOST MAC...: one frame from each MAC to h1's VTEP
inject()
{
	local h=$1
	shift
	printf 'vxlan src=%s\n' "$@" |
		on "$h" "$PYTHON" "$SELFTESTS/inject.py" 10.0.0.1 >/dev/null
}

# learned HOST MAC...: inject, and have them learned
learned()
{
	local h=$1 m
	inject "$@"
	shift
	for m in "$@"; do
		wait_for 10 fdb_has h1 "$m dst 10.0.0.${h#h} "
	done
}

test_vni_show()
{
	vtep h1 group 239.1.1.42 dev eth0
	ipn h1 link add vtep6 type vtep id 7 local fd00::1
	bridgen h1 fdb append 00:00:00:00:00:00 dev vtep6 dst fd00::2
	bridgen h1 fdb append 00:00:00:00:00:00 dev vtep6 dst fd00::3 port 8472
	equal text "$(ctl vni show dev vtep0)" \
		"vtep0 vni 42 group 239.1.1.42 join always learning on ageing 300 limit 0 learned 0 flood 239.1.1.42 dev eth0"
	equal "text over IPv6" "$(ctl vni show dev vtep6)" \
		"vtep6 vni 7 join always learning on ageing 300 limit 0 learned 0 flood fd00::2 flood fd00::3 port 8472"
	shows '.[0] | [.dev, .vni, .group, .learning, .ageing, .limit, .learned]' \
		'["vtep0",42,"239.1.1.42",true,300,0,0]' vni show dev vtep0
	shows '.[0].flood[0] | [.addr, .dev]' '["239.1.1.42","eth0"]' \
		vni show dev vtep0
	shows '.[0].flood | map([.addr, .port])' '[["fd00::2",4789],["fd00::3",8472]]' \
		vni show dev vtep6
	# all, without its action's name; a range; what is in none
	shows 'map(.vni) | sort' '[7,42]' vni
	shows 'map(.vni)' '[42]' vni show vni 8-100
	shows . '[]' vni show vni 8-41
	matches '^ +rx_packets [0-9]+ .*tx_dropped [0-9]+$' ctl -s vni show dev vtep0
	shows '.[0].counters | has("rx_bum")' true -s vni show dev vtep0
}

# On a VTEP of attachment vlan
test_vni_range()
{
	ipn h1 link add vtep0 type vtep attach vlan dev eth0 local 10.0.0.1
	ctl vni add dev vtep0 vni 5001-5004 vlan 1-4 pool 239.64.0.0/12
	ctl vni add dev vtep0 vni 7 untagged group 239.1.1.7 learning off \
		ageing 60 limit 5 join always flood 10.0.0.2,10.0.0.3
	matches '^vtep0 vni 5001 vlan 1 active off group 239\.64\.19\.137 pool 239\.64\.0\.0/12 join active learning on ageing 300 limit [0-9]+ learned 0 flood 239\.64\.19\.137 dev eth0$' \
		ctl vni show vni 5001
	shows '.[0] | [.vlan, .active, .group, .pool, .join, .learning, .ageing, .limit]' \
		'[0,true,"239.1.1.7",null,"always",false,60,5]' vni show vni 7
	shows '.[0].flood | map(.addr) | sort' \
		'["10.0.0.2","10.0.0.3","239.1.1.7"]' vni show vni 7

	shows 'map(.vni)' '[7,5001,5002,5003,5004]' vni show
	shows 'map(.vni)' '[5002,5003]' vni show vni 5002-5003
	shows 'map(.vni)' '[5003,5004]' vni show dev vtep0 vni 5003-16777215
	shows 'map(.vni)' '[5003,5004]' vni show vlan 3-4
	shows 'map(.vni)' '[7]' vni show untagged
	shows 'map(.vni)' '[7]' vni show group 239.1.1.7
	shows . '[]' vni show group none

	ctl vni set dev vtep0 vni 5001-5002 flood add 10.0.0.2,10.0.0.3 limit 9
	ctl vni set dev vtep0 vni 5002 flood del 10.0.0.2 group none
	shows 'map([.vni, .limit, .pool, (.flood | map(.addr) | sort)])' \
		'[[5001,9,"239.64.0.0/12",["10.0.0.2","10.0.0.3","239.64.19.137"]],[5002,9,null,["10.0.0.3"]]]' \
		vni show vni 5001-5002
	shows 'map(.vni)' '[5002]' vni show group none

	# as long a list as a request takes, in several messages of the answer
	ctl vni set dev vtep0 vni 5003 group none \
		flood add "$(printf '10.1.%s\n' {1..8}.{1..128} | paste -sd,)"
	shows '.[0].flood | map(.addr) | unique | length' 1024 \
		vni show vni 5003
	shows length 1 vni show vni 5003

	ctl vni del dev vtep0 vni 5000-5003
	shows 'map(.vni)' '[7,5004]' vni show
	ctl vni del dev vtep0 vni 0-16777215
	shows . '[]' vni show
	# all that was used is free again
	ctl vni add dev vtep0 vni 16777211-16777215 vlan 0
	shows 'map([.vni, .vlan]) | last' '[16777215,4]' vni show
}

# Said by the module, with the word at fault once; nothing is left of it.
test_vni_range_refused()
{
	ipn h1 link add vtep0 type vtep attach vlan dev eth0 local 10.0.0.1
	ipn h1 link add vtep1 type vtep id 42
	ctl vni add dev vtep0 vni 10-19 vlan 10
	status 2 '^vtepctl: vni add: .*VNI 10' \
		ctl vni add dev vtep0 vni 5-10 vlan 100
	status 2 '^vtepctl: vni add: .*VNI 42' \
		ctl vni add dev vtep0 vni 40-45 vlan 100
	status 2 '^vtepctl: vni add: .*VLAN 10' \
		ctl vni add dev vtep0 vni 100-105 vlan 5
	status 2 '^vtepctl: vni add: vlan: which VLAN' \
		ctl vni add dev vtep0 vni 5
	status 2 '^vtepctl: vni add: dev: .*attachment id' \
		ctl vni add dev vtep1 vni 5
	status 2 '^vtepctl: vni add: pool: .*224\.0\.0\.0/24' \
		ctl vni add dev vtep0 vni 5 vlan 5 pool 224.0.0.0/16
	status 2 '^vtepctl: vni add: pool: .*family' \
		ctl vni add dev vtep0 vni 5 vlan 5 pool ff05::/104
	status 2 '^vtepctl: vni add: flood: .*own address' \
		ctl vni add dev vtep0 vni 5 vlan 5 flood 10.0.0.2,10.0.0.1
	status 2 '^vtepctl: vni set: .*VNI 20' \
		ctl vni set dev vtep0 vni 19-20 limit 1
	status 2 '^vtepctl: vni set: .*VNI 10.*no such destination' \
		ctl vni set dev vtep0 vni 10-12 limit 1 flood del 10.0.0.9
	status 2 '^vtepctl: vni del: .*no segment' \
		ctl vni del dev vtep0 vni 20-30
	status 1 'that of vni 2' ctl vni add dev vtep0 vni 5-6 vlan 5-7
	shows 'map(.vni)' '[10,11,12,13,14,15,16,17,18,19]' vni show dev vtep0
	shows 'map(.limit) | unique | length' 1 vni show dev vtep0
}

test_peer_show()
{
	vtep h1 group 239.1.1.42 dev eth0
	# a group is no peer
	equal peers "$(ctl peer show)" ""
	bridgen h1 fdb add 02:00:00:00:00:09 dev vtep0 dst 10.0.0.9
	matches '^vtep0 peer 10\.0\.0\.9 port 4789 macs 1 heard never learned 0 configured 1 damped 0 mtu 1500$' \
		ctl peer show
	vtep h2 group 239.1.1.42 dev eth0
	pings h1 192.168.0.2
	matches '^vtep0 peer 10\.0\.0\.2 port 4789 macs 1 heard [0-9.]+s first [0-9.]+s learned 1 configured 0 damped 0 mtu 1500$' \
		ctl peer show dev vtep0
	shows 'map(.peer) | sort' '["10.0.0.2","10.0.0.9"]' peer show
	shows '.[] | select(.peer == "10.0.0.2") | [.dev, .port, .macs, .heard_ms < 60000]' \
		'["vtep0",4789,1,true]' peer show
	shows '.[] | select(.peer == "10.0.0.2").counters | .rx_packets > 0 and .tx_packets > 0' \
		true -s peer show
	ipn h1 link del vtep0
	shows . '[]' peer show
}

test_group_show()
{
	vtep h1 group 239.1.1.42 dev eth0
	ipn h1 link add vtep1 type vtep id 43 group 239.1.1.42 dev eth0
	ipn h1 link add vtep6 type vtep id 43 group ff05::43 dev eth0
	wait_for 10 matches \
		'^239\.1\.1\.42 dev eth0 users 1 state joined packets 0 foreign 0 heard never members vtep0:42$' \
		ctl group show
	ipn h1 link set vtep1 up
	ipn h1 link set vtep6 up
	wait_for 10 shows 'map([.group, .dev, .users, .state]) | sort' \
		'[["239.1.1.42","eth0",2,"joined"],["ff05::43","eth0",1,"joined"]]' \
		group show dev eth0
	shows '.[0].members' \
		'[{"dev":"vtep0","vni":42,"vni_last":42},{"dev":"vtep1","vni":43,"vni_last":43}]' \
		group show group 239.1.1.42
	shows . '[]' group show dev lo
	shows . '[]' group show group 239.1.1.43
	ctl group rejoin group 239.1.1.42
	ctl group rejoin dev eth0
	status 2 'is a member of such a group' \
		ctl group rejoin group 239.1.1.43 dev eth0
	wait_for 10 shows 'map([.users, .state]) | sort' \
		'[[1,"joined"],[2,"joined"]]' group show
	ipn h1 link del vtep0
	ipn h1 link set vtep6 down
	wait_for 10 shows 'map([.group, .users])' '[["239.1.1.42",1]]' group show
}

test_fdb_show()
{
	vtep h1 remote 10.0.0.9
	learned h2 02:00:00:00:00:71
	bridgen h1 fdb add 02:00:00:00:00:72 dev vtep0 dst 10.0.0.3 port 8472 static
	bridgen h1 fdb add 02:00:00:00:00:73 dev vtep0 dst 10.0.0.3
	bridgen h1 fdb add 02:00:00:00:00:74 dev vtep0 dst 10.0.0.3 extern_learn
	ctl fdb show dev vtep0 >"$WORK/fdb"
	matches '^vtep0 vni 42 02:00:00:00:00:71 peer 10\.0\.0\.2 state reachable heard [0-9.]+s changed [0-9.]+s$' \
		cat "$WORK/fdb"
	matches '^vtep0 vni 42 02:00:00:00:00:72 peer 10\.0\.0\.3 port 8472 state static ' \
		cat "$WORK/fdb"
	matches '^vtep0 vni 42 02:00:00:00:00:73 peer 10\.0\.0\.3 state permanent ' \
		cat "$WORK/fdb"
	matches ':74 peer 10\.0\.0\.3 .* flags extern_learn$' cat "$WORK/fdb"
	matches '^vtep0 vni 42 00:00:00:00:00:00 peer 10\.0\.0\.9 state permanent' \
		cat "$WORK/fdb"
	equal lines "$(wc -l <"$WORK/fdb")" 5
	shows '.[] | select(.mac == "02:00:00:00:00:71") |
		[.dev, .vni, .peers[0].addr, .peers[0].port, .state, (.heard_ms | type)]' \
		'["vtep0",42,"10.0.0.2",4789,"reachable","number"]' fdb show
	shows '.[] | select(.mac == "02:00:00:00:00:72") | [.peers[0].port, .state, .heard_ms]' \
		'[8472,"static",null]' fdb show
	shows '.[] | select(.mac == "02:00:00:00:00:74").flags' '["extern_learn"]' \
		fdb show vni 42
	shows . '[]' fdb show vni 43
}

test_stats_show()
{
	vtep h1 local 10.0.0.1
	inject h2 01:00:00:00:00:00 02:00:00:00:00:71
	wait_for 10 stat_is h1 fdb_learned 1
	on h1 ping -c 1 -W 1 192.168.0.2 >/dev/null || true
	matches '^vtep0 learned 1 limit 65536 peers 1$' ctl stats show dev vtep0
	matches '^ +rx_src_mac 1 -- inner source MAC is zero or multicast' ctl stats
	matches '^ +tx_no_remote [1-9][0-9]* -- destination unknown' ctl stats
	lacks 'rx_short' ctl stats
	matches '^ +rx_short 0 -- UDP datagram too short' ctl -s stats
	# it has what ethtool has
	ipn h1 link set vtep0 down
	equal drops "$(ctl -j stats show dev vtep0 |
		jq -r '.[0].drops | to_entries | .[] | "\(.key) \(.value)"' | sort)" \
		"$(on h1 ethtool -S vtep0 | sed -n 's/^ *\([a-z_0-9]*\): /\1 /p' |
			grep -Ev '^(.x_bum|fdb_.*|peers|segments|neigh_suppressed) ' | sort)"
	[ "$(json '.[0].drops | length' stats)" -gt 20 ]
	shows '.[0].counters | [.rx_packets, .rx_dropped]' '[1,1]' stats show
}

test_set_group()
{
	vtep h1 group 239.1.1.42 dev eth0
	vtep h2 group 239.1.1.43 dev eth0
	ctl vni set dev vtep0 vni 42 group 239.1.1.43
	matches ' group 239.1.1.43 ' ctl vni
	matches ' group 239.1.1.43 ' ipn h1 -d link show vtep0
	matches 'inet +239\.1\.1\.43$' ipn h1 maddr show dev eth0
	lacks '239\.1\.1\.42' ipn h1 maddr show dev eth0
	pings h1 192.168.0.2
	# what was heard of it is sent to without
	ctl vni set dev vtep0 group none
	lacks ' group ' ctl vni
	lacks '239\.1\.1' ipn h1 maddr show dev eth0
	fdb_lacks h1 '00:00:00:00:00:00 '
	pings h1 192.168.0.2
	on h1 ping -c 1 -W 1 192.168.0.77 >/dev/null || true
	[ "$(ethstat h1 tx_no_remote)" -gt 0 ]
	# over IPv6
	ipn h1 link add vtep6 type vtep id 7 local fd00::1 dev eth0
	ipn h1 link set vtep6 up
	ctl vni set dev vtep6 group ff05::7
	matches 'inet6 ff05::7$' ipn h1 maddr show dev eth0
	ctl vni set dev vtep6 group none
	lacks 'ff05::7' ipn h1 maddr show dev eth0
}

test_set_learning()
{
	vtep h1 local 10.0.0.1
	ctl vni set dev vtep0 learning off
	matches ' nolearning ' ipn h1 -d link show vtep0
	inject h2 02:00:00:00:00:71 02:00:00:00:00:72
	wait_for 10 shows '.[0].counters.rx_packets' 2 stats show dev vtep0
	stat_is h1 fdb_learned 0
	ctl vni set dev vtep0 learning on
	matches ' learning on ' ctl vni
	learned h2 02:00:00:00:00:71
	fdb_lacks h1 02:00:00:00:00:72
}

test_set_ageing()
{
	vtep h1 local 10.0.0.1
	learned h2 02:00:00:00:00:71
	ctl vni set dev vtep0 ageing 1
	matches ' ageing 1 ' ipn h1 -d link show vtep0
	shows '.[0].ageing' 1 vni
	wait_for 10 fdb_lacks h1 02:00:00:00:00:71
	stat_is h1 fdb_learned 0
	ctl vni set dev vtep0 ageing 0
	matches ' ageing none ' ipn h1 -d link show vtep0
}

test_set_limit()
{
	vtep h1 local 10.0.0.1
	ctl vni set dev vtep0 limit 2
	learned h2 02:00:00:00:00:71 02:00:00:00:00:72
	inject h2 02:00:00:00:00:73 02:00:00:00:00:74 02:00:00:00:00:75
	wait_for 10 stat_is h1 learn_limit 3
	stat_is h1 fdb_learned 2
	shows '.[0] | [.limit, .learned]' '[2,2]' vni
	# of the segment, not of the VTEP
	matches ' maxaddress 65536 ' ipn h1 -d link show vtep0
	# what is configured is not in its way
	bridgen h1 fdb add 02:00:00:00:00:76 dev vtep0 dst 10.0.0.2 static
	# a frame from who is known is no reason to complain
	inject h2 02:00:00:00:00:71
	ctl vni set dev vtep0 limit 0
	learned h2 02:00:00:00:00:73
	stat_is h1 learn_limit 3
}

test_refused()
{
	local before
	vtep h1 local 10.0.0.1
	ipn h1 link add vtep1 type vtep id 43 dev eth0
	before=$(ctl vni)
	status 2 'dev: "nosuch": No such device' ctl vni show dev nosuch
	status 2 'dev: "nosuch"' ctl vni set dev nosuch limit 1
	status 2 'not a VTEP' ctl vni show dev eth0
	status 2 'not a VTEP' ctl fdb show dev eth0
	status 2 'not a VTEP' ctl vni set dev eth0 vni 42 limit 1
	status 2 'vni: The VTEP has no segment with VNI 43' \
		ctl vni set dev vtep0 vni 43 limit 1
	status 2 'ageing: Ageing time is more than ten days' \
		ctl vni set dev vtep0 limit 7 learning off ageing 864001
	status 2 'group: Address is not of the VTEP.s address family' \
		ctl vni set dev vtep1 limit 7 group ff05::1
	status 2 'group: A group needs a lower device' \
		ctl vni set dev vtep0 limit 7 learning off group 239.1.1.1
	equal "segments" "$(ctl vni)" "$before"
	# who may not, may not
	status 2 'Operation not permitted' on h1 unshare -Ur \
		"$(command -v vtepctl)" vni set dev vtep0 limit 1
	equal "segments" "$(ctl vni)" "$before"
}

test_usage()
{
	vtep h1 local 10.0.0.1
	status 1 'unknown word "wibble"; there is: ' ctl wibble
	status 1 'vni: unknown word "wibble"' ctl vni wibble
	status 1 'vni show: unknown word "wibble"' ctl vni show wibble
	status 1 'nothing to change; there is: group' ctl vni set dev vtep0
	status 1 '"dev DEV" is missing' ctl vni set limit 1
	status 1 '"limit" lacks its value' ctl vni set dev vtep0 limit
	status 1 'limit: "-1" is not a number' ctl vni set dev vtep0 limit -1
	status 1 'limit: "4294967296" is not a number' \
		ctl vni set dev vtep0 limit 4294967296
	status 1 'learning: "maybe" is not on or off' \
		ctl vni set dev vtep0 learning maybe
	status 1 'group: "10.0.0.1" is not a multicast address' \
		ctl vni set dev vtep0 group 10.0.0.1
	status 1 'group: "x" is not an IP address' ctl vni set dev vtep0 group x
	status 1 '"limit" is given twice' ctl vni set dev vtep0 limit 1 limit 1
	status 1 '"16777216" is not a VNI' ctl vni show vni 16777216
	status 1 'ends before it starts' ctl vni show vni 5-3
	status 1 'is ambiguous' ctl vni set dev vtep0 l 1
	status 1 'options stand before the object' ctl vni show -j
	status 1 . ctl -wibble vni show
	status 0 '^vtep0 vni 42 ' ctl vn sh
	status 0 'Usage: vtepctl' ctl --help
	status 0 'limit N' ctl vni set help
	status 0 . ctl -V
}

# event FILTER: a line of the monitor's that is so
event()
{
	jq -e -s "map(select($1)) | length > 0" "$WORK/events"
}

# heard FILE: of a new MAC, or of one before
heard()
{
	N=$((N + 1))
	inject h2 "$(printf '02:aa:00:00:00:%02x' $N)"
	[ -s "$1" ]
}

test_monitor()
{
	local N=0 mac='.mac == "02:00:00:00:00:71"'
	vtep h1 local 10.0.0.1
	background on h1 vtepctl monitor json >"$WORK/events"
	background on h1 vtepctl -t monitor >"$WORK/text"
	# both listen when both have heard of something
	wait_for 20 heard "$WORK/events"
	wait_for 20 heard "$WORK/text"

	inject h2 02:00:00:00:00:71
	wait_for 10 event ".event == \"learn\" and $mac and .dev == \"vtep0\" and
		.vni == 42 and .peer.addr == \"10.0.0.2\""
	inject h3 02:00:00:00:00:71
	wait_for 10 event ".event == \"move\" and $mac and
		.peer.addr == \"10.0.0.3\" and .old_peer.addr == \"10.0.0.2\""
	matches '^20[0-9T:.+-]+ move vtep0 vni 42 02:00:00:00:00:71 peer 10\.0\.0\.3 from 10\.0\.0\.2( seq [0-9]+)?$' \
		cat "$WORK/text"
	ctl vni set dev vtep0 ageing 1
	wait_for 10 event ".event == \"age\" and $mac and .peer.addr == \"10.0.0.3\""
	wait_for 10 stat_is h1 fdb_learned 0
	ctl vni set dev vtep0 limit 1 ageing 300
	inject h2 02:00:00:00:00:72 02:00:00:00:00:73 02:00:00:00:00:74
	wait_for 10 event '.event == "limit" and .vni == 42 and
		.mac == "02:00:00:00:00:73"'
	wait_for 10 stat_is h1 learn_limit 2
	equal "times the limit was told" \
		"$(jq -s 'map(select(.event == "limit")) | length' "$WORK/events")" 1
	# each event is a line, and each line is JSON
	equal lines "$(wc -l <"$WORK/events")" "$(jq -s length "$WORK/events")"
}

test_batch()
{
	vtep h1 local 10.0.0.1
	ipn h1 link add vtep1 type vtep id 43 dev eth0
	cat >"$WORK/batch" <<-'EOF'
		# a comment
		vni set dev vtep0 limit 5 ageing 60

		vni set dev "vtep1" vni '43' group 239.1.1.43	# more
		vni show dev vtep1
	EOF
	matches '^vtep1 vni 43 group 239.1.1.43 ' ctl -b "$WORK/batch"
	shows 'map([.vni, .limit, .ageing])' '[[42,5,60],[43,0,300]]' vni
	printf '%s\n' 'vni set dev vtep0 limit 6' 'vni set dev vtep0 vni 9 limit 7' \
		'vni set dev vtep0 limit 8' >"$WORK/batch"
	status 2 "$WORK/batch:2: vni set: vni: The VTEP has no segment" \
		ctl -b "$WORK/batch"
	shows '.[0].limit' 6 vni show dev vtep0
	status 2 ':2: ' ctl -force -b "$WORK/batch"
	shows '.[0].limit' 8 vni show dev vtep0
	status 1 'nosuchfile' ctl -b "$WORK/nosuchfile"
	status 1 ':1: unknown word "wibble"' on h1 sh -c 'echo wibble | vtepctl -b -'
	status 1 'has no place in a batch' on h1 sh -c 'echo monitor | vtepctl -b -'
}

run_tests "$@"
