#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# vtepctl save, restore and import: what was made is written down, made again,
# and the same.
#
#	h1  eth0 10.0.0.1, fd00::1; the VTEPs saved and restored
#	h2  eth0 10.0.0.2; a peer, of the in-tree driver in some
. "$(dirname "$0")/lib.sh"

TESTS="nothing defaults words words_ipv6 rules template not_saved stacked names round_trip
	odd_lists works exists refused_link refused_vni refused_fdb refused_set wrong_line
	interrupted terminated unheard delete netns import merge"

setup()
{
	underlay 2
}

ctl()
{
	on h1 vtepctl "$@"
}

save()
{
	ctl save >"$WORK/$1"
}

vteps()
{
	ipn h1 -br link show type vtep | sed 's/[@ ].*//' | xargs
}

# What else shows a configuration, each in its own words. Times and counters
# are left out, and indices.
state()
{
	ipn h1 -d -j link show type vtep |
		jq -S '.[] | select(.ifname) | [.ifname, .address, .linkinfo.info_data,
			(.flags | contains(["UP"]))]'
	ctl -j vni show | jq -S 'map(.flood |= (. // [] | sort)) |
		map(del(.learned)) | sort_by([.dev, .vni])'
	ctl vtep show
	ctl source show | sort
	ctl local show | sort
	bridgen h1 fdb show | grep '^..:..:..:..:..:.. dev v.* dst ' | sort
}

# round: save, delete, restore, save: nothing has changed
round()
{
	local before after
	save a
	before=$(state)
	run ctl restore check "$WORK/a"
	run ctl restore delete "$WORK/a"
	equal "VTEPs left" "$(vteps)" ""
	run ctl restore "$WORK/a"
	save b
	run diff "$WORK/a" "$WORK/b"
	after=$(state)
	run diff <(echo "$before") <(echo "$after")
}

# line N: the Nth of the saved ones that are neither empty nor comments
line()
{
	grep -v '^#\|^$' "$WORK/a" | sed -n "$1p" |
		sed 's/address [0-9a-f:]* //'
}

# count REGEX: lines of the saved ones
count()
{
	awk -v re="$1" '$0 ~ re { n++ } END { print n + 0 }' "$WORK/a"
}

test_nothing()
{
	save a
	equal lines "$(count '^[^#]')" 0
	round
	refuse '^vtepctl: save: dev: "eth0" is not a VTEP$' ctl save dev eth0
}

# What the module chooses by itself is not said, whatever the attachment.
test_defaults()
{
	ipn h1 link add v1 type vtep id 42
	ipn h1 link add v2 type vtep attach vlan dstport 4790
	ipn h1 link add v3 type vtep attach external dstport 4791
	ipn h1 link add v4 type vtep external vnifilter dstport 4792
	ctl vni add dev v2 vni 1-3 vlan 1
	ctl vni add dev v4 vni 1-3
	save a
	equal id "$(line 1)" 'link add name v1 type vtep id 42'
	equal vlan "$(line 2)" 'link add name v2 type vtep attach vlan dstport 4790'
	equal "its VNIs" "$(line 3)" 'vni add dev v2 vni 1-3 vlan 1-3'
	equal external "$(line 4)" \
		'link add name v3 type vtep attach external dstport 4791'
	equal filter "$(line 5)" \
		'link add name v4 type vtep attach external vnifilter dstport 4792'
	equal "its VNIs" "$(line 6)" 'vni add dev v4 vni 1-3'
	equal lines "$(count '^[^#]')" 6
	round
}

# Settings other than the defaults, all of them.
test_words()
{
	ipn h1 link add v1 address 02:00:00:00:00:11 type vtep id 42 \
		group 239.1.1.42 local 10.0.0.1 dev eth0 srcport 1000 2000 \
		dstport 8472 tos 0x10 ttl 7 df inherit ageing none \
		maxaddress 5 nolearning udpcsum inner_vlan pass
	ipn h1 link add v2 type vtep id 43 remote 10.0.0.9 tos inherit \
		ttl inherit df unset ageing 77 maxaddress unlimited
	ipn h1 link add v3 type vtep attach vlan pcp_dscp dstport 4791 dev eth0 \
		nolearning ageing 9
	ctl vni set dev v1 limit 12 flood add 10.0.0.3,10.0.0.2
	bridgen h1 fdb append 00:00:00:00:00:00 dev v1 dst 10.0.0.3 port 99
	bridgen h1 fdb append 00:00:00:00:00:00 dev v1 dst 10.0.0.3 vni 5
	bridgen h1 fdb append 00:00:00:00:00:00 dev v1 dst 10.0.0.3 via eth0
	bridgen h1 fdb append 00:00:00:00:00:00 dev v1 dst 239.1.1.43
	bridgen h1 fdb add 02:00:00:00:00:01 dev v2 dst 10.0.0.2 static sticky
	bridgen h1 fdb add 02:00:00:00:00:02 dev v2 dst 10.0.0.2 router port 7 \
		vni 8 via eth0
	bridgen h1 fdb add 01:00:5e:00:00:01 dev v2 dst 10.0.0.2
	bridgen h1 fdb append 01:00:5e:00:00:01 dev v2 dst 10.0.0.1
	ctl vni add dev v3 vni 1 untagged join always
	ctl vni add dev v3 vni 2 vlan 7 learning on ageing 0 limit 3 \
		group 239.1.1.1 flood 10.0.0.9
	ctl vni add dev v3 vni 3 vlan 8 learning on ageing 0 limit 3 \
		pool 239.64.0.0/24 join always
	ipn h1 link set v1 up
	save a
	equal "v1" "$(line 1)" "link add name v1 type vtep id 42 group 239.1.1.42 local 10.0.0.1 dev eth0 srcport 1000 2000 dstport 8472 tos 0x10 ttl 7 df inherit ageing none maxaddress 5 nolearning udpcsum inner_vlan pass"
	equal "its segment" "$(line 2)" \
		'vni set dev v1 vni 42 limit 12 flood add 10.0.0.2,10.0.0.3'
	matches 'address 02:00:00:00:00:11 ' cat "$WORK/a"
	matches '^vni add dev v3 vni 1 vlan 0 join always$' cat "$WORK/a"
	matches '^vni add dev v3 vni 2 vlan 7 group 239.1.1.1 learning on ageing 0 limit 3 flood 10.0.0.9$' \
		cat "$WORK/a"
	equal "v1 up" "$(count '^link set dev v1 up$')" 1
	equal "others up" "$(count '^link set')" 1
	round
}

# Who may speak, and how much: in an order in which each line is taken.
test_rules()
{
	ipn h1 link add v1 type vtep attach vlan local 10.0.0.1 dev eth0
	ipn h1 link add v2 type vtep id 42 local 10.0.0.1 dstport 4790
	ctl source add dev v1 prefix 10.1.0.0/16,10.0.0.0/8
	ctl source add dev v1 prefix 10.2.0.0/16 may deny
	ctl source add dev v1 prefix 10.3.0.0/16 may deliver
	ctl vtep set dev v1 deliver list learn known strict on min_ttl 254 \
		unknown drop full evict damp freeze moves 3/60 hold 30 \
		protect on peer_limit 9 vni_limit 7 neigh_rate 5
	ctl vni add dev v1 vni 1-9 vlan 1 unknown flood moves 4/70
	ctl source set dev v1 vni 2 prefix 10.4.0.0/16
	ctl source set dev v1 vni 3 prefix 10.4.0.0/16,10.5.0.0/16 may deliver
	ctl vni set dev v1 vni 2-3 deliver known learn list
	ctl vni set dev v1 vni 5 limit 6 unknown inherit
	ctl vni set dev v1 vni 6 limit 0
	ctl local add dev v1 vni 4 mac 02:00:00:00:00:02
	ctl local add dev v1 vni 4 mac 02:00:00:00:00:01
	ctl vni set dev v2 vni 42 deliver known full evict protect on
	ctl local add dev v2 mac 02:00:00:00:00:03
	save a
	equal "v1's lines" "$(grep ' v1 ' "$WORK/a" | tail -n +2)" "$(cat <<-'EOF'
		source add dev v1 prefix 10.0.0.0/8,10.1.0.0/16
		source add dev v1 may deliver prefix 10.3.0.0/16
		source add dev v1 may deny prefix 10.2.0.0/16
		vtep set dev v1 deliver list learn known strict on min_ttl 254 unknown drop full evict damp freeze moves 3/60 hold 30 protect on peer_limit 9 vni_limit 7 neigh_rate 5
		vni add dev v1 vni 1 vlan 1 unknown flood moves 4/70
		vni add dev v1 vni 2-3 vlan 2-3 deliver known unknown flood moves 4/70
		vni add dev v1 vni 4 vlan 4 unknown flood moves 4/70
		vni add dev v1 vni 5 vlan 5 limit 6 moves 4/70
		vni add dev v1 vni 6 vlan 6 limit 0 unknown flood moves 4/70
		vni add dev v1 vni 7-9 vlan 7-9 unknown flood moves 4/70
		source add dev v1 vni 2 prefix 10.4.0.0/16
		source add dev v1 vni 3 may deliver prefix 10.4.0.0/16,10.5.0.0/16
		vni set dev v1 vni 2-3 learn list
		local add dev v1 vni 4 mac 02:00:00:00:00:01
		local add dev v1 vni 4 mac 02:00:00:00:00:02
	EOF
	)"
	equal "v2's lines" "$(grep ' v2 ' "$WORK/a" | tail -n +2)" "$(cat <<-'EOF'
		vni set dev v2 vni 42 deliver known full evict protect on
		local add dev v2 vni 42 mac 02:00:00:00:00:03
	EOF
	)"
	round
}

# What new segments have is another thing than what those have that are there.
test_template()
{
	ipn h1 link add v1 type vtep attach vlan local 10.0.0.1 dev eth0
	ctl vtep set dev v1 vni_limit 7
	ctl vni add dev v1 vni 1 vlan 1 strict on
	ctl vtep set dev v1 storm broadcast 1000pps,10mbit,burst=50 \
		storm peer 5pps vni_limit 8
	ctl vni add dev v1 vni 10 vlan 10
	save a
	matches '^vni add dev v1 vni 1 vlan 1 limit 7 strict on storm broadcast none$' \
		cat "$WORK/a"
	matches '^vni add dev v1 vni 10 vlan 10$' cat "$WORK/a"
	round
}

test_words_ipv6()
{
	ipn h1 link add v1 type vtep id 42 group ff05::42 local fd00::1 dev eth0 \
		flowlabel 0x77 noudp6zerocsumtx noudp6zerocsumrx
	ipn h1 link add v2 type vtep attach vlan local fd00::1 dev eth0 \
		dstport 4790
	ctl vni add dev v2 vni 1-100 vlan 1 pool ff05:0:1::/96 flood fd00::2
	bridgen h1 fdb add 02:00:00:00:00:01 dev v2 dst fe80::1 src_vni 5
	bridgen h1 fdb add 02:00:00:00:00:02 dev v2 dst fd00::7 src_vni 5
	ipn h1 link set v2 up
	# neither has an address that would say the family
	ipn h1 -6 link add v3 type vtep attach vlan dev eth0 dstport 4791
	ctl vni add dev v3 vni 1 vlan 1 pool ff05:0:1::/96
	ipn h1 -6 link add v4 type vtep id 1 dstport 4792
	save a
	equal "VNIs" "$(line 3)" \
		'vni add dev v2 vni 1-100 vlan 1-100 pool ff05:0:1::/96 flood fd00::2'
	equal "v4" "$(line 9)" 'link add name v4 type vtep id 1 local :: dstport 4792'
	round
}

# What others said, or nobody.
test_not_saved()
{
	vtep h1 group 239.1.1.42 dev eth0
	vtep h2 group 239.1.1.42 dev eth0
	pings h1 192.168.0.2
	wait_for 10 fdb_has h1 "02:00:00:00:00:02 dst 10.0.0.2 "
	save a
	bridgen h1 fdb add 02:00:00:00:00:71 dev vtep0 dst 10.0.0.2 extern_learn
	bridgen h1 fdb add 02:00:00:00:00:72 dev vtep0 dst 10.0.0.2 dynamic
	save b
	run diff "$WORK/a" "$WORK/b"
	equal fdb "$(count '^fdb')" 0
}

# One upon the other, the names saying the contrary.
test_stacked()
{
	ipn h1 link add v9 type vtep id 1 dstport 5000
	ipn h1 link add v5 type vtep id 1 dstport 5001 dev v9
	ipn h1 link add v10 type vtep id 1 dstport 5002 dev v5
	save a
	equal order "$(sed -n 's/^link add name \([^ ]*\) .*/\1/p' "$WORK/a" | xargs)" \
		"v9 v5 v10"
	round
}

# Not every name can be written down; that is said, and the rest is saved.
test_names()
{
	ipn h1 link add 'a#b' type vtep id 1
	ipn h1 link add v2 type vtep id 2
	refuse 'interface [0-9]+ was left out: a name' ctl save
	ctl save >"$WORK/a" 2>/dev/null || true
	matches '^link add name v2 ' cat "$WORK/a"
	lacks 'a#b' cat "$WORK/a"
	run ctl save dev v2
}

# Thousands: a range with groups of a pool, one with a flood list, one that
# has every segment differ from the next, and entries in many of them.
test_round_trip()
{
	local i
	ipn h1 link add v1 type vtep attach vlan dev eth0 local 10.0.0.1
	ctl vni add dev v1 vni 10001-13000 vlan 1-3000 pool 239.64.0.0/22
	ctl vni add dev v1 vni 20001-21000 vlan 3001-4000 learning off \
		flood 10.0.0.2,10.0.0.3
	for i in $(seq 90); do
		echo "vni add dev v1 vni $((30000 + i)) vlan $((4000 + i))" \
			"limit $i group 239.2.$((i % 7)).1"
	done >"$WORK/batch"
	ipn h1 link add v2 type vtep attach external vnifilter dstport 4790
	echo "vni add dev v2 vni 0-4095" >>"$WORK/batch"
	run ctl -b "$WORK/batch"
	for i in $(seq 300); do
		printf 'fdb add 02:00:00:00:%02x:%02x dev v1 dst 10.0.0.%d src_vni %d\n' \
			$((i >> 8)) $((i & 255)) $((i % 200 + 1)) $((10000 + 9 * i))
	done >"$WORK/batch"
	on h1 bridge -b "$WORK/batch"
	bridgen h1 fdb append 00:00:00:00:00:00 dev v1 dst 10.0.0.9 port 99 \
		src_vni 20500
	ipn h1 link set v1 up
	ipn h1 link set v2 up
	round
	equal VNIs "$(ctl -j vni show dev v1 | jq length)" 4090
	equal "VNIs of v2" "$(ctl -j vni show dev v2 | jq length)" 4096
	equal "vni lines" "$(count '^vni')" 93
	equal "fdb lines" "$(count '^fdb')" 301
	equal "link lines" "$(count '^link')" 4
}

# Flood lists as nobody would make them, but a script that is the same on all hosts, or
# somebody in a hurry
test_odd_lists()
{
	local zero=00:00:00:00:00:00
	ipn h1 link add v1 type vtep id 1 local 10.0.0.1 remote 10.0.0.2
	run bridgen h1 fdb append $zero dev v1 dst 10.0.0.1
	run ctl vni set dev v1 vni 1 flood add 10.0.0.3 flood del 10.0.0.2
	ipn h1 link add v2 type vtep id 2 local 10.0.0.1 group 239.1.1.2 dev eth0
	run bridgen h1 fdb del $zero dev v2 dst 239.1.1.2
	ipn h1 link add v3 type vtep attach vlan dev eth0
	run ctl vni add dev v3 vni 3-5 vlan 3 pool 239.64.0.0/12
	run bridgen h1 fdb replace $zero dev v3 dst 10.0.0.9 src_vni 4
	ipn h1 link add v4 type vtep id 6 local 10.0.0.1 dev eth0
	run ctl vni set dev v4 vni 6 pool 239.64.0.0/12
	round
	equal "taken out" "$(count '^fdb del')" 3
	# a controller's
	run bridgen h1 fdb append $zero dev v2 dst 10.0.0.7 extern_learn
	save a
	equal "of the controller" "$(count 'dst 10.0.0.7')" 0
	ipn h1 link del v2
	# by a device that is no more
	ipn h1 link add gone type dummy
	run bridgen h1 fdb append $zero dev v1 dst 10.0.0.8 via gone
	ipn h1 link del gone
	refuse 'v1: left out 1 destinations whose device is gone' save a
	ctl save >"$WORK/a" 2>/dev/null || true
	run ctl restore check "$WORK/a"
}

# It is not only the same, it carries frames.
test_works()
{
	vtep h2 id 5 group 239.1.1.5 dev eth0
	ipn h1 link add v1 type vtep attach vlan dev eth0
	ctl vni add dev v1 vni 5 vlan 100 group 239.1.1.5
	ipn h1 link set v1 up
	round
	ipn h1 link add link v1 name v1.100 type vlan id 100
	ipn h1 addr add 192.168.0.1/24 dev v1.100
	ipn h1 link set v1.100 up
	pings h1 192.168.0.2
}

# Nothing is done to what is there.
test_exists()
{
	ipn h1 link add v1 type vtep id 1
	ipn h1 link add v2 type vtep id 2
	save a
	ipn h1 link del v1
	refuse 'a:[0-9]+: there is an interface "v2" already' \
		ctl restore "$WORK/a"
	equal VTEPs "$(vteps)" "v2"
}

# taken_back TEXT: a restore that is refused with it leaves what was before
taken_back()
{
	local rc=0
	ctl restore "$WORK/a" >"$WORK/out" 2>&1 || rc=$?
	matches "$1" cat "$WORK/out"
	matches 'what was done before has been taken back' cat "$WORK/out"
	equal status "$rc" 2
	equal VTEPs "$(vteps)" "${2-old}"
}

# three VTEPs, with segments and entries, in the file a; and one that is not
three()
{
	local i
	ipn h1 link add old type vtep id 99 dstport 99
	for i in 1 2 3; do
		echo "link add name v$i type vtep attach vlan dstport 500$i"
		echo "vni add dev v$i vni 1-9 vlan 1-9"
		echo "fdb add 02:00:00:00:00:01 dev v$i dst 10.0.0.2 src_vni 3"
		echo "link set dev v$i up"
	done >"$WORK/a"
}

test_refused_link()
{
	three
	sed -i 's/dstport 5002/dstport 5002 flowlabel 7/' "$WORK/a"
	taken_back 'a:5: restore: link add name v2 .*'
	matches 'flowlabel: IPv4 has none' cat "$WORK/out"
}

test_refused_vni()
{
	three
	sed -i '/v3/s/vlan 1-9/pool 224.0.0.0\/24/' "$WORK/a"
	taken_back 'a:10: vni add: '
}

test_refused_fdb()
{
	three
	sed -i '/v3/s/src_vni 3/src_vni 33/' "$WORK/a"
	taken_back 'a:11: restore: fdb add '
	matches 'no segment with this VNI' cat "$WORK/out"
}

test_refused_set()
{
	three
	sed -i '/link set dev v3/s/up/up mtu 9999999/' "$WORK/a"
	taken_back 'a:12: restore: link set dev v3 '
}

test_wrong_line()
{
	three
	echo 'link set dev old down' >>"$WORK/a"
	refuse 'a:13: no line before makes "old"' ctl restore "$WORK/a"
	equal VTEPs "$(vteps)" old
}

# many: a configuration that takes seconds, in the file a
many()
{
	local i j
	ipn h1 link add old type vtep id 99 dstport 99
	for i in $(seq 40); do
		echo "link add name v$i type vtep attach vlan dev eth0" \
			"dstport $((5000 + i))"
		for j in $(seq 200); do
			echo "vni add dev v$i vni $((i * 200 + j)) vlan $j" \
				"group 239.64.$i.$j"
		done
		echo "link set dev v$i up"
	done >"$WORK/a"
}

# in_the_midst SIGNAL TO: a restore that gets SIGNAL after it made the first
# segment ends by it, and leaves what was before. TO is "-" if its children get
# it, too, as from a terminal, or "". It comes again and again, as from those who
# cannot wait.
in_the_midst()
{
	local before rc=0 n=0
	before=$(state)
	# a job of a script ignores SIGINT, and is no group of its own
	background env --default-signal="$1" setsid \
		ip netns exec "${NSP}h1" vtepctl restore "$WORK/a" 2>"$WORK/out"
	wait_for 60 matches '^v1 vni' ctl vni show dev v1 vni 201
	while kill -s "$1" -- "$2$BG" 2>/dev/null; do
		n=$((n + 1))
		[ $n -lt 600 ] || fail "it goes on for ever"
		sleep 0.1
	done
	wait "$BG" || rc=$?
	equal status "$rc" $((128 + $(kill -l "$1")))
	matches "^vtepctl: restore: interrupted: " cat "$WORK/out"
	matches 'what was done before has been taken back' cat "$WORK/out"
	equal VTEPs "$(vteps)" old
	run diff <(echo "$before") <(state)
	# it is the signal that ended it
	run ctl restore check "$WORK/a"
}

test_interrupted()
{
	many
	in_the_midst INT -
}

test_terminated()
{
	many
	in_the_midst TERM ""
}

# Whoever listened to what it says has gone: it is taken back none the less.
test_unheard()
{
	local rc=0
	three
	sed -i '/v3/s/src_vni 3/src_vni 33/' "$WORK/a"
	mkfifo "$WORK/fifo"
	exec 8<>"$WORK/fifo"
	exec 9>"$WORK/fifo" 8<&-
	ctl restore "$WORK/a" 2>&9 || rc=$?
	equal status "$rc" 2
	equal VTEPs "$(vteps)" old
}

test_delete()
{
	three
	run ctl restore "$WORK/a"
	equal VTEPs "$(vteps)" "old v1 v2 v3"
	ipn h1 link del v2
	# of the same name, and no VTEP
	ipn h1 link add v2 type veth peer name v2p
	run ctl restore delete "$WORK/a"
	equal VTEPs "$(vteps)" old
	run ipn h1 link show v2
}

# An underlay elsewhere cannot be said by names of interfaces here.
test_netns()
{
	ns inner
	ipn h1 link add v1 type vtep id 1
	ipn h1 link set v1 netns "${NSP}inner"
	refuse 'its underlay is in another network namespace' \
		on inner vtepctl save
}

intree()
{
	modprobe vxlan || skip "this kernel has no vxlan"
}

# migrate WORD...: h1's in-tree devices become VTEPs
migrate()
{
	ipn h1 -j -d link show type vxlan >"$WORK/links"
	bridgen h1 -j fdb show >"$WORK/fdb"
	bridgen h1 -j vni show >"$WORK/vnis"
	ctl import "$@" "$WORK/links" "$WORK/fdb" "$WORK/vnis" \
		>"$WORK/a" 2>"$WORK/err"
	for d in $(ipn h1 -br link show type vxlan | sed 's/[@ ].*//'); do
		ipn h1 link del "$d"
	done
	run ctl restore "$WORK/a"
}

test_import()
{
	intree
	ipn h1 link add x5 type vxlan id 5 dev eth0 local 10.0.0.1 dstport 4789 \
		group 239.1.1.5 nolearning l2miss
	ipn h1 link add x6 type vxlan external vnifilter dstport 4790 \
		local 10.0.0.1 dev eth0
	ipn h1 link set x5 up
	ipn h1 link set x6 up
	bridgen h1 vni add dev x6 vni 100-110
	bridgen h1 vni add dev x6 vni 200 group 239.1.1.200
	bridgen h1 vni add dev x6 vni 201 remote 10.0.0.7
	bridgen h1 fdb append 00:00:00:00:00:00 dev x5 dst 10.0.0.2
	bridgen h1 fdb add 02:00:00:00:00:02 dev x5 dst 10.0.0.2
	bridgen h1 fdb add 02:00:00:00:00:09 dev x6 dst 10.0.0.9 src_vni 105
	migrate
	equal said "$(cat "$WORK/err")" \
		"vtepctl: import: not carried over: x5: l2miss: misses of MACs are not notified"
	equal VTEPs "$(vteps)" "x5 x6"
	fdb_has h1 '00:00:00:00:00:00 .*dst 239.1.1.5 via eth0' x5
	fdb_has h1 '00:00:00:00:00:00 .*dst 10.0.0.2' x5
	fdb_has h1 '02:00:00:00:00:02 .*dst 10.0.0.2 .*permanent' x5
	fdb_has h1 '02:00:00:00:00:09 .*dst 10.0.0.9 src_vni 105' x6
	equal VNIs "$(ctl -j vni show dev x6 | jq -c 'map(.vni) | [length, min, max]')" \
		"[13,100,201]"
	# and back and forth: what was imported is what is saved
	round
	# the other end has not noticed
	ipn h2 link add x5 address 02:00:00:00:00:02 type vxlan id 5 dev eth0 \
		dstport 4789 group 239.1.1.5
	ipn h2 addr add 192.168.0.2/24 dev x5
	ipn h2 link set x5 up
	ipn h1 addr add 192.168.0.1/24 dev x5
	pings h1 192.168.0.2
}

test_merge()
{
	local i
	intree
	for i in 10 11 12; do
		ipn h1 link add "x$i" type vxlan id "$i" dev eth0 dstport 4789 \
			group "239.1.1.$i"
		ipn h1 link set "x$i" up
		ipn h2 link add "x$i" type vxlan id "$i" dev eth0 dstport 4789 \
			group "239.1.1.$i"
		ipn h2 addr add "192.168.$i.2/24" dev "x$i"
		ipn h2 link set "x$i" up
	done
	migrate merge v0
	equal VTEPs "$(vteps)" v0
	equal said "$(cat "$WORK/err")" ""
	for i in 10 11 12; do
		ipn h1 link add link v0 name "v0.$i" type vlan id "$i"
		ipn h1 addr add "192.168.$i.1/24" dev "v0.$i"
		ipn h1 link set "v0.$i" up
		pings h1 "192.168.$i.2"
	done
}

run_tests "$@"
