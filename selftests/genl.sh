#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The netlink family "vtep" as its spec has it, without vtepctl between:
# refusals, changes that are made wholly or not at all, dumps that need many
# messages and whose subject changes meanwhile, events.
#
#	h1 vtep0 --+
#	h2 vtep0 --+-- 10.0.0.0/24
. "$(dirname "$0")/lib.sh"

TESTS="refusals own_vni refusals_vlan refusals_rules dump_refusals privilege set
	set_nothing list_goes_on list_most list_changes fdb_once fdb_changes fdb_vanishes many_vteps
	vtep_vanishes filters stats events"

setup()
{
	underlay 2
}

# genl HOST dump|ask|events ...: see genl.py
genl()
{
	local h=$1
	shift
	on "$h" "$PYTHON" "$SELFTESTS/genl.py" "$@"
}

# answers JQ-FILTER WANTED HOST COMMAND [WORD...]: a dump, as one JSON array
# without its last line, put through the filter
answers()
{
	local filter=$1 want=$2 got
	shift 2
	got=$(genl "$1" dump "${@:2}" | jq -sc ".[:-1] | $filter")
	equal "$* | $filter" "$got" "$want"
}

# interrupted true|false FILE
interrupted()
{
	equal "interrupted" "$(tail -n 1 "$2")" "{\"interrupted\": $1}"
}

# remotes HOST N MAC: N FDB entries; all of one MAC, or each of its own if MAC
# is "each", and in any case each to its own remote
remotes()
{
	local i mac=$3 how=append
	for i in $(seq "$2"); do
		if [ "$3" = each ]; then
			how=add
			printf -v mac '02:00:00:00:%02x:%02x' \
				$((i / 256)) $((i % 256))
		fi
		echo "fdb $how $mac dev vtep0 dst 10.9.$((i / 250)).$((i % 250 + 1))"
	done >"$WORK/batch"
	run bridgen "$1" -batch "$WORK/batch"
}

# refused HOST <<LINES: see genl.py
refused()
{
	run genl "$1" refuse
}

test_refusals()
{
	local i
	vtep h1 group 239.1.1.42 dev eth0
	i=$(ifindex h1 vtep0)
	refused h1 <<-EOF
		EINVAL: index is missing | ask vni-set vni=42
		EINVAL: VNI is missing | ask vni-set ifindex=$i
		ENODEV ifindex: No interface | ask vni-set ifindex=99999 vni=42 learning=0
		ENODEV ifindex: No interface | ask vni-set ifindex=4294967295 vni=42
		EOPNOTSUPP ifindex: not a VTEP | ask vni-set ifindex=$(ifindex h1 eth0) vni=42
		ENOENT vni: no segment | ask vni-set ifindex=$i vni=43 learning=0
		ENOENT vni: VNI 43 | ask vni-set ifindex=$i vni=42 vni-last=44 learning=0
		EINVAL vni-last: before it starts | ask vni-set ifindex=$i vni=42 vni-last=41
		EINVAL join: attachment vlan | ask vni-set ifindex=$i vni=42 join=1
		EINVAL pool: prefix length | ask vni-set ifindex=$i vni=42 pool=239.1.0.0
		EINVAL pool-len: prefix length | ask vni-set ifindex=$i vni=42 pool-len=16
		EINVAL pool: Either | ask vni-set ifindex=$i vni=42 pool=239.1.0.0 pool-len=16 group=239.1.1.1
		EINVAL pool: bits set | ask vni-set ifindex=$i vni=42 pool=239.1.0.1 pool-len=16
		EINVAL pool: 224.0.0.0/24 | ask vni-set ifindex=$i vni=42 pool=224.0.0.0 pool-len=4
		EINVAL pool: leave the host | ask vni-set ifindex=$i vni=42 pool=192.0.0.0 pool-len=2
		EINVAL pool: leave the host | ask vni-set ifindex=$i vni=42 pool=0.0.0.0 pool-len=0
		EINVAL pool-len: too small | ask vni-set ifindex=$i vni=42 pool=239.1.1.1 pool-len=32
		EAFNOSUPPORT pool: family | ask vni-set ifindex=$i vni=42 pool=ff05:: pool-len=64
		EINVAL flood-add: without an address | ask vni-set ifindex=$i vni=42 flood-add=[port=4789]
		EINVAL flood-add.addr: not a unicast | ask vni-set ifindex=$i vni=42 flood-add=[addr=239.1.1.1]
		EINVAL flood-add.addr: not a unicast | ask vni-set ifindex=$i vni=42 flood-add=[addr=0.0.0.0]
		EAFNOSUPPORT flood-add.addr: family | ask vni-set ifindex=$i vni=42 flood-add=[addr=fd00::9]
		EINVAL flood-add.port: no UDP port | ask vni-set ifindex=$i vni=42 flood-add=[addr=10.0.0.9;port=0]
		ERANGE flood-add.vni: 16777215 | ask vni-set ifindex=$i vni=42 flood-add=[addr=10.0.0.9;vni=16777216]
		EINVAL flood-add: NLA_F_NESTED | ask vni-set ifindex=$i vni=42 flood-add=hex:00000000
		EOPNOTSUPP ifindex: attachment id | ask vni-new ifindex=$i vni=43
		EOPNOTSUPP ifindex: attachment id | ask vni-del ifindex=$i vni=42
		ERANGE vni: range | ask vni-set ifindex=$i vni=16777216
		EAFNOSUPPORT group: family | ask vni-set ifindex=$i vni=42 group=ff05::1
		EAFNOSUPPORT group: family | ask vni-set ifindex=$i vni=42 group=hex:
		EAFNOSUPPORT group: family | ask vni-set ifindex=$i vni=42 group=hex:ef0101
		EINVAL group: multicast | ask vni-set ifindex=$i vni=42 group=10.0.0.1
		EINVAL group: multicast | ask vni-set ifindex=$i vni=42 group=255.255.255.255
		ERANGE learning: range | ask vni-set ifindex=$i vni=42 learning=2
		ERANGE ageing: ten days | ask vni-set ifindex=$i vni=42 ageing=864001
		ERANGE ageing: ten days | ask vni-set ifindex=$i vni=42 ageing=4294967295
		EINVAL limit: length | ask vni-set ifindex=$i vni=42 limit=hex:0102
		EINVAL 77: Unknown | ask vni-set ifindex=$i vni=42 77=hex:01
		EINVAL learned: Unsupported | ask vni-set ifindex=$i vni=42 learned=1
		EINVAL group: multicast | ask vni-set ifindex=$i vni=42 learning=0 ageing=5 limit=5 group=10.0.0.1
		ERANGE ageing: ten days | ask vni-set ifindex=$i vni=42 learning=0 ageing=864001 group=239.1.1.43
	EOF
	# Where there was one fault nothing of the rest is done.
	answers 'map([.group, .learning, .ageing, .limit])' \
		'[["239.1.1.42",1,300,0]]' h1 vni-get
	answers 'map(.addr)' '["239.1.1.42"]' h1 group-get
	# IPv6, and no lower device
	ipn h1 link del vtep0
	vtep h1 local fd00::1
	i=$(ifindex h1 vtep0)
	refused h1 <<-EOF
		EINVAL group: lower device | ask vni-set ifindex=$i vni=42 group=ff05::42
		EINVAL group: IPv4-mapped | ask vni-set ifindex=$i vni=42 group=::ffff:239.1.1.1
		EAFNOSUPPORT group: family | ask vni-set ifindex=$i vni=42 group=239.1.1.1
		EINVAL flood-add.addr: lower device | ask vni-set ifindex=$i vni=42 flood-add=[addr=fe80::9]
		EINVAL flood-add.addr: own address | ask vni-set ifindex=$i vni=42 flood-add=[addr=fd00::1]
	EOF
}

# A segment's own VNI is no other one for being named.
test_own_vni()
{
	local i
	vtep h1 local 10.0.0.1
	i=$(ifindex h1 vtep0)
	run genl h1 ask vni-set "ifindex=$i" vni=42 "flood-add=[addr=10.0.0.9]"
	refused h1 <<-EOF
		EEXIST: VNI 42: .* destination already | ask vni-set ifindex=$i vni=42 flood-add=[addr=10.0.0.9;vni=42]
		EEXIST: VNI 42: .* destination already | ask vni-set ifindex=$i vni=42 flood-add=[addr=10.0.0.8] flood-add=[addr=10.0.0.8;vni=42]
	EOF
	run genl h1 ask vni-set "ifindex=$i" vni=42 "flood-add=[addr=10.0.0.9;vni=43]"
	run genl h1 ask vni-set "ifindex=$i" vni=42 "flood-del=[addr=10.0.0.9;vni=42]"
	equal "flood list" "$(bridgen h1 fdb show dev vtep0 |
		sed -n 's/^00:00:00:00:00:00 \(dst.*\) self.*/\1/p')" "dst 10.0.0.9 vni 43"
}

test_refusals_vlan()
{
	local i d=addr=10.0.0.9
	ipn h1 link add vlan0 type vtep attach vlan local 10.0.0.1 dev eth0
	i=$(ifindex h1 vlan0)
	refused h1 <<-EOF
		EINVAL: which VLAN | ask vni-new ifindex=$i vni=1
		ERANGE vlan: as many VLANs | ask vni-new ifindex=$i vni=1 vni-last=10 vlan=4086
		ERANGE vlan: as many VLANs | ask vni-new ifindex=$i vni=1 vni-last=16777215 vlan=1
		EINVAL pool: address and a prefix | ask vni-new ifindex=$i vni=1 vlan=1 pool=239.0.0.0
		EINVAL flood-add: named twice | ask vni-new ifindex=$i vni=1 vlan=1 flood-add=[$d] flood-add=[$d]
		EINVAL ifindex: Not an interface index | ask group-rejoin ifindex=0
		EINVAL ifindex: Not an interface index | ask group-rejoin ifindex=4294967295
	EOF
	answers . '[]' h1 vni-get
	run genl h1 ask vni-new "ifindex=$i" vni=1 vni-last=9 vlan=4086
}

# strict is attribute 3.
test_refusals_rules()
{
	local i
	ipn h1 link add vtep0 type vtep id 42 local 10.0.0.1
	i=$(ifindex h1 vtep0)
	refused h1 <<-EOF
		EINVAL: rules are missing | ask vtep-set ifindex=$i
		EINVAL rules.inherit: set and inherited | ask vni-set ifindex=$i vni=42 rules=[strict=1;inherit=8]
		EINVAL rules.inherit: cannot be inherited | ask vni-set ifindex=$i vni=42 rules=[inherit=4294967295]
		EINVAL rules.inherit: nobody to inherit | ask vtep-set ifindex=$i rules=[inherit=8]
		EINVAL add: address and a length | ask source-set ifindex=$i add=[addr=10.0.0.0]
		EINVAL add: address and a length | ask source-set ifindex=$i add=[len=8]
		EINVAL add.addr: behind the prefix | ask source-set ifindex=$i add=[addr=10.0.0.1;len=8]
		ERANGE add.len: range | ask source-set ifindex=$i add=[addr=10.0.0.0;len=129]
	EOF
	answers . '[]' h1 source-get
}

test_dump_refusals()
{
	local c
	for c in vni-get peer-get fdb-get stats-get; do
		refused h1 <<-EOF
			ENODEV ifindex: No interface | dump $c ifindex=99999
			EOPNOTSUPP ifindex: not a VTEP | dump $c ifindex=$(ifindex h1 eth0)
			EINVAL 77: Unknown | dump $c 77=hex:01
		EOF
		answers . '[]' h1 $c
	done
	answers . '[]' h1 group-get
	refused h1 <<-EOF
		EINVAL ifindex: Unknown | dump group-get ifindex=1
		ERANGE vni: range | dump fdb-get vni=16777216
		ERANGE vni: range | dump vni-get vni=16777216
	EOF
}

test_privilege()
{
	vtep h1 local 10.0.0.1
	refuse EPERM on h1 setpriv --inh-caps=-net_admin \
		--bounding-set=-net_admin "$PYTHON" "$SELFTESTS/genl.py" \
		ask vni-set "ifindex=$(ifindex h1 vtep0)" vni=42 learning=0
	run on h1 setpriv --inh-caps=-net_admin --bounding-set=-net_admin \
		"$PYTHON" "$SELFTESTS/genl.py" dump vni-get
	# The administrator of a network namespace is enough.
	run on h1 unshare -rn "$PYTHON" "$SELFTESTS/genl.py" dump vni-get
	refuse 'ENODEV ifindex' on h1 unshare -rn "$PYTHON" \
		"$SELFTESTS/genl.py" ask vni-set ifindex=99 vni=42 learning=0
}

test_set()
{
	local i
	vtep h1 group 239.1.1.42 dev eth0
	i=$(ifindex h1 vtep0)
	answers 'map([.addr, .users, .state])' '[["239.1.1.42",1,1]]' \
		h1 group-get
	run genl h1 ask vni-set "ifindex=$i" vni=42 group=239.1.1.43 learning=0 \
		ageing=60 limit=5
	answers 'map([.vni, .group, .learning, .ageing, .limit])' \
		'[[42,"239.1.1.43",0,60,5]]' h1 vni-get
	answers 'map(.flood[0].addr)' '["239.1.1.43"]' h1 vni-get
	answers 'map([.addr, .ifindex])' \
		"[[\"239.1.1.43\",$(ifindex h1 eth0)]]" h1 group-get
	run genl h1 ask vni-set "ifindex=$i" vni=42 group=0.0.0.0
	answers 'map([.group, .flood])' '[[null,null]]' h1 vni-get
	answers . '[]' h1 group-get
	run genl h1 ask vni-set "ifindex=$i" vni=42 ageing=0 learning=1
	answers 'map([.learning, .ageing, .limit])' '[[1,0,5]]' h1 vni-get
}

# What is not given stays, a unicast remote where there is no group to remove.
test_set_nothing()
{
	local i
	vtep h1 remote 10.0.0.2
	i=$(ifindex h1 vtep0)
	genl h1 dump vni-get | jq -c 'del(.counters)' >"$WORK/before"
	run genl h1 ask vni-set "ifindex=$i" vni=42
	run genl h1 ask vni-set "ifindex=$i" vni=42 group=0.0.0.0
	genl h1 dump vni-get | jq -c 'del(.counters)' >"$WORK/after"
	run diff "$WORK/before" "$WORK/after"
	answers 'map([.group, .flood[0].addr])' '[[null,"10.0.0.2"]]' \
		h1 vni-get
}

# A list longer than a message; and as many peers.
test_list_goes_on()
{
	vtep h1 local 10.0.0.1
	remotes h1 600 00:00:00:00:00:00
	answers '[length > 1, (map(.flood | length) | add),
		  (map(.flood[].addr) | unique | length),
		  (.[1:] | map(keys) | unique)]' \
		'[true,600,600,[["flood","ifindex","vni"]]]' h1 vni-get
	answers '[length > 1, (map(.remotes | length) | add),
		  (map(.remotes[].addr) | unique | length),
		  (.[1:] | map(keys) | unique)]' \
		'[true,600,600,[["ifindex","mac","remotes","vni"]]]' h1 fdb-get
	answers '[length, (map(.remote.addr) | unique | length)]' \
		'[600,600]' h1 peer-get
}

# dests FIRST LAST: words for the request
dests()
{
	seq "$1" "$2" | awk '{ printf "flood-add=[addr=10.%d.%d.%d]\n",
		9 + $1 / 65536, $1 / 256 % 256, $1 % 256 }'
}

# What a frame may become is bounded, and so is the time a request takes.
test_list_most()
{
	local i
	ipn h1 link add vtep0 type vtep id 42 local 10.0.0.1 dev eth0
	i=$(ifindex h1 vtep0)
	mapfile -t D < <(dests 1 4097)
	refuse "ENOSPC flood-add: .*at most 4096 destinations" \
		genl h1 ask vni-set "ifindex=$i" vni=42 "${D[@]}"
	answers 'map(.flood)' '[null]' h1 vni-get
	run genl h1 ask vni-set "ifindex=$i" vni=42 "${D[@]:0:4096}"
	refuse "ENOSPC.*VNI 42: a flood list has at most 4096" \
		genl h1 ask vni-set "ifindex=$i" vni=42 "${D[4096]}"
	refuse "at most 4096 destinations" \
		bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.9
	refuse "ENOSPC.*VNI 42: a flood list has at most 4096" \
		genl h1 ask vni-set "ifindex=$i" vni=42 group=239.1.1.42
	refuse "flood list has 4096 destinations" \
		ipn h1 link set vtep0 type vtep group 239.1.1.42
	answers '[.[0].group, (map(.flood | length) | add)]' '[null,4096]' h1 vni-get
	run bridgen h1 fdb del 00:00:00:00:00:00 dev vtep0 dst 10.9.0.7
	run bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.9
}

test_fdb_once()
{
	vtep h1 local 10.0.0.1
	remotes h1 2000 each
	genl h1 dump fdb-get >"$WORK/dump"
	interrupted false "$WORK/dump"
	equal "MACs" "$(head -n -1 "$WORK/dump" | jq -r .mac | sort -u | wc -l)" \
		2000
	equal "entries" "$(head -n -1 "$WORK/dump" | wc -l)" 2000
	lacks heard cat "$WORK/dump"
}

# Entries that were there all the time are seen once, whatever else goes.
test_fdb_changes()
{
	vtep h1 local 10.0.0.1
	remotes h1 2000 each
	{
		seq -f 'fdb del 02:00:00:00:03:%02.0f dev vtep0' 10 99
		echo "fdb add 02:11:11:11:11:11 dev vtep0 dst 10.0.0.2"
	} >"$WORK/changes"
	genl h1 dump fdb-get -- bridge -batch "$WORK/changes" >"$WORK/dump"
	interrupted false "$WORK/dump"
	jq -r '.mac // empty' "$WORK/dump" |
		grep -v '^02:00:00:00:03:\|^02:11' | sort >"$WORK/macs"
	equal "of those that stayed" "$(wc -l <"$WORK/macs")" 1744
	equal "twice" "$(uniq -d <"$WORK/macs" | wc -l)" 0
	lacks '02:00:00:00:03:9[0-9]' cat "$WORK/dump"
}

test_fdb_vanishes()
{
	vtep h1 local 10.0.0.1
	remotes h1 2000 each
	genl h1 dump fdb-get -- ip link del vtep0 >"$WORK/dump"
	interrupted true "$WORK/dump"
}

# The list is another one when the dump comes back to it.
test_list_changes()
{
	vtep h1 local 10.0.0.1
	remotes h1 600 00:00:00:00:00:00
	genl h1 dump vni-get -- \
		bridge fdb del 00:00:00:00:00:00 dev vtep0 dst 10.9.0.2 \
		>"$WORK/dump"
	interrupted true "$WORK/dump"
	genl h1 dump fdb-get -- \
		bridge fdb del 00:00:00:00:00:00 dev vtep0 dst 10.9.0.3 \
		>"$WORK/dump"
	interrupted true "$WORK/dump"
}

# many HOST N: v1..vN, each with a VNI and a group of its own
many()
{
	local i
	for i in $(seq "$2"); do
		echo "link add v$i type vtep id $i group 239.2.0.$i dev eth0"
		echo "link set v$i up"
	done >"$WORK/batch"
	run ipn "$1" -batch "$WORK/batch"
}

test_many_vteps()
{
	local i
	many h1 40
	answers '[length, (map(.vni) | unique | length)]' '[40,40]' h1 vni-get
	answers '[length, (map(.addr) | unique | length)]' '[40,40]' \
		h1 group-get
	answers '[length, (map(.ifindex) | unique | length)]' '[40,40]' \
		h1 stats-get
	# Groups are no peers.
	answers length 0 h1 peer-get
	for i in $(seq 40); do
		echo "fdb add 02:00:00:00:00:99 dev v$i dst 10.0.0.2"
	done >"$WORK/batch"
	bridgen h1 -batch "$WORK/batch"
	answers '[length, (map(.ifindex) | unique | length)]' '[40,40]' \
		h1 peer-get
	# Not those of other network namespaces.
	answers length 0 h2 vni-get
	answers length 0 h2 group-get
}

# Each that stays is seen once; and the reader is told when the dump stood at
# the one that went.
test_vtep_vanishes()
{
	local i
	many h1 40
	for i in 1 20 40; do
		genl h1 dump stats-get -- ip link del "v$i" >"$WORK/dump"
		equal "twice" "$(jq '.ifindex // empty' "$WORK/dump" |
			sort | uniq -d | wc -l)" 0
		genl h1 dump stats-get >"$WORK/left"
		equal "not seen" "$(comm -13 \
			<(jq '.ifindex // empty' "$WORK/dump" | sort) \
			<(jq '.ifindex // empty' "$WORK/left" | sort))" ""
	done
	genl h1 dump stats-get -- ip link set eth0 down >"$WORK/dump"
	interrupted false "$WORK/dump"
}

test_filters()
{
	local i
	many h1 3
	i=$(ifindex h1 v2)
	run bridgen h1 fdb add 02:00:00:00:00:99 dev v2 dst 10.0.0.2
	answers 'map(.vni)' '[2]' h1 vni-get "ifindex=$i"
	answers 'map(.vni)' '[3]' h1 vni-get vni=3
	answers 'map(.vni)' '[]' h1 vni-get vni=4
	answers 'map(.vni)' '[]' h1 vni-get vni=3 "ifindex=$i"
	answers 'map([.vni, .mac]) | sort' \
		'[[2,"00:00:00:00:00:00"],[2,"02:00:00:00:00:99"]]' \
		h1 fdb-get vni=2
	answers 'map(.vni) | unique' '[2]' h1 fdb-get "ifindex=$i"
	answers length 4 h1 fdb-get
	answers 'map(.ifindex) | unique' "[$i]" h1 peer-get "ifindex=$i"
	answers 'map(.ifindex)' "[$i]" h1 stats-get "ifindex=$i"
}

# The reasons the kernel knows are those of the table, each once.
test_stats()
{
	vtep h1 local 10.0.0.1
	# shellcheck disable=SC2016 # of sed
	sed -n 's/^\tX([A-Z0-9_]*, "\([a-z0-9_]*\)".*/\1/p' \
		"$SELFTESTS/../include/vtep/drops.h" >"$WORK/want"
	genl h1 dump stats-get | jq -r '.drops[]?.name' >"$WORK/got"
	run diff "$WORK/want" "$WORK/got"
	equal "names twice" "$(sort "$WORK/got" | uniq -d | wc -l)" 0
	matches . cat "$WORK/got"
	# Nothing to flood to: dropped, counted once everywhere.
	on h1 ping -c 1 -W 1 192.168.0.7 >/dev/null 2>&1 || true
	# shellcheck disable=SC2016 # of jq
	answers '.[0] | (.drops[] | select(.name == "tx_no_remote") | .count) as $n
		| [$n > 0, .counters."tx-dropped" >= $n]' '[true,true]' \
		h1 stats-get
}

test_events()
{
	local h
	vtep h1 group 239.1.1.42 dev eth0
	# Before h2 says its first word.
	for h in h1 fab; do
		background genl $h events 1 "$WORK/$h.events"
		wait_for 30 grep -q ready "$WORK/$h.events"
	done
	vtep h2 group 239.1.1.42 dev eth0
	pings h1 192.168.0.2
	wait_for 5 grep -q 02:00:00:00:00:02 "$WORK/h1.events"
	run jq -e -s '.[-1] | .seq > 0 and .suppressed == 0' \
		<(tail -n 1 "$WORK/h1.events")
	equal event "$(tail -n 1 "$WORK/h1.events" |
		jq -c 'del(.seq, .suppressed)')" \
		"{\"type\":0,\"ifindex\":$(ifindex h1 vtep0),\"vni\":42,\"mac\":\"02:00:00:00:00:02\",\"peer\":{\"addr\":\"10.0.0.2\",\"port\":4789}}"
	# Only where the VTEP lives.
	equal "elsewhere" "$(cat "$WORK/fab.events")" ready
}

run_tests "$@"
