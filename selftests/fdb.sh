#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The forwarding database as bridge(8) and vtepctl(8) show and change it, and
# as its listeners hear of it.
#
#	h1 vtep0 10.0.0.1 --+
#	h2       10.0.0.2 --+-- 10.0.0.0/24, fd00::/64
#	h3       10.0.0.3 --+
#
# h2 and h3 have no VTEP: frames.py speaks for theirs.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"

TESTS="states add_refused over_learned replace lists lists_replaced refused
	destination get flush flush_vni monitor monitor_lists ip_monitor dump dump_lists
	dump_changing bridge_port ctl_agrees"

A=02:aa:00:00:00:01
B=02:aa:00:00:00:02
ZERO=00:00:00:00:00:00
GROUP=01:00:5e:01:01:01

setup()
{
	underlay 3
}

# fdb WORD...: bridge fdb on h1
fdb()
{
	bridgen h1 fdb "$@"
}

# entries [TEXT]: number of lines of bridge fdb show
entries()
{
	fdb show dev vtep0 | grep -c -- "${1:-}" || true
}

test_states()
{
	quiet_vtep h1 local 10.0.0.1
	fdb add 02:cc:00:00:00:01 dev vtep0 dst 10.0.0.2
	fdb add 02:cc:00:00:00:02 dev vtep0 dst 10.0.0.2 static
	fdb add 02:cc:00:00:00:03 dev vtep0 dst 10.0.0.2 dynamic
	fdb add 02:cc:00:00:00:04 dev vtep0 dst 10.0.0.2 dynamic extern_learn
	fdb add 02:cc:00:00:00:05 dev vtep0 dst 10.0.0.2 sticky static
	fdb add 02:cc:00:00:00:06 dev vtep0 dst 10.0.0.2 router
	fdb add 02:cc:00:00:00:07 dev vtep0 dst 10.0.0.2 local
	fdb_has h1 '^02:cc:00:00:00:01 dst 10.0.0.2 self permanent'
	fdb_has h1 '^02:cc:00:00:00:02 dst 10.0.0.2 self static'
	fdb_has h1 '^02:cc:00:00:00:03 dst 10.0.0.2 self *$'
	fdb_has h1 '^02:cc:00:00:00:04 dst 10.0.0.2 self extern_learn *$'
	fdb_has h1 '^02:cc:00:00:00:05 dst 10.0.0.2 self sticky static'
	fdb_has h1 '^02:cc:00:00:00:06 dst 10.0.0.2 self router permanent'
	fdb_has h1 '^02:cc:00:00:00:07 dst 10.0.0.2 self permanent'
	equal entries "$(entries)" 7
	# None was learned, and each can be deleted.
	equal "MACs learned" "$(fdb_count h1)" 0
	for i in 1 2 3 4 5 6 7; do
		fdb del 02:cc:00:00:00:0$i dev vtep0
	done
	equal entries "$(entries)" 0
	equal peers "$(ethstat h1 peers)" 0
}

test_add_refused()
{
	quiet_vtep h1 local 10.0.0.1
	fdb add $A dev vtep0 dst 10.0.0.2 static
	refuse 'configured entry already' fdb add $A dev vtep0 dst 10.0.0.3 static
	refuse 'configured entry already' fdb add $A dev vtep0 dst 10.0.0.2 static
	refuse 'configured entry already' fdb add $A dev vtep0 dst 10.0.0.2
	fdb_has h1 "^$A dst 10.0.0.2 self static"
	refuse 'needs a destination' fdb add $B dev vtep0 static
	refuse 'No FDB entry' fdb del $B dev vtep0
	refuse 'no such destination' fdb del $A dev vtep0 dst 10.0.0.3
	fdb del $A dev vtep0 dst 10.0.0.2
	refuse 'No FDB entry' fdb del $A dev vtep0 dst 10.0.0.2
	equal entries "$(entries)" 0
}

# What was learned gives way to what is said, and is no EEXIST.
test_over_learned()
{
	quiet_vtep h1 local 10.0.0.1
	from h2 smac=$A macs=2
	lives_at h1 $B 10.0.0.2
	fdb add $A dev vtep0 dst 10.0.0.3 static
	fdb_has h1 "^$A dst 10.0.0.3 self static"
	fdb_lacks h1 "^$A dst 10.0.0.2 "
	equal "MACs learned" "$(fdb_count h1)" 1
	into h1 dmac=$A
	peer_stat_is h1 10.0.0.3 tx_packets 1
	# To the same peer as well
	fdb add $B dev vtep0 dst 10.0.0.2 extern_learn
	fdb_has h1 "^$B dst 10.0.0.2 self extern_learn"
	equal "MACs learned" "$(fdb_count h1)" 0
	# And learned ones can be deleted.
	from h2 smac=02:aa:00:00:00:03
	lives_at h1 02:aa:00:00:00:03 10.0.0.2
	fdb del 02:aa:00:00:00:03 dev vtep0 dst 10.0.0.2
	gone h1 02:aa:00:00:00:03
}

test_replace()
{
	quiet_vtep h1 local 10.0.0.1
	fdb replace $A dev vtep0 dst 10.0.0.2 static
	fdb_has h1 "^$A dst 10.0.0.2 self static"
	into h1 dmac=$A
	peer_stat_is h1 10.0.0.2 tx_packets 1
	fdb replace $A dev vtep0 dst 10.0.0.3 static
	fdb_has h1 "^$A dst 10.0.0.3 self static"
	into h1 dmac=$A n=2
	peer_stat_is h1 10.0.0.3 tx_packets 2
	fdb replace $A dev vtep0 dst 10.0.0.3 dynamic
	fdb_has h1 "^$A dst 10.0.0.3 self *$"
	fdb replace $A dev vtep0 dst 10.0.0.3 port 4790 vni 7
	fdb_has h1 "^$A dst 10.0.0.3 port 4790 vni 7 self permanent"
	equal entries "$(entries)" 1
	# A daemon does not take over what the user said.
	refuse 'does not give way' fdb replace $A dev vtep0 dst 10.0.0.2 extern_learn
	fdb_has h1 "^$A dst 10.0.0.3 "
}

test_lists()
{
	quiet_vtep h1 local 10.0.0.1
	for mac in $ZERO $GROUP; do
		fdb append "$mac" dev vtep0 dst 10.0.0.2
		fdb append "$mac" dev vtep0 dst 10.0.0.3
		fdb append "$mac" dev vtep0 dst 10.0.0.3 vni 43
		fdb append "$mac" dev vtep0 dst 10.0.0.3 port 4790
		equal "$mac" "$(entries "^$mac ")" 4
		# Once more is the same.
		fdb append "$mac" dev vtep0 dst 10.0.0.3
		equal "$mac" "$(entries "^$mac ")" 4
		refuse 'configured entry already' \
			fdb add "$mac" dev vtep0 dst 10.0.0.4
		refuse 'no such destination' \
			fdb del "$mac" dev vtep0 dst 10.0.0.4
		refuse 'no such destination' \
			fdb del "$mac" dev vtep0 dst 10.0.0.2 vni 43
		fdb del "$mac" dev vtep0 dst 10.0.0.3
		equal "$mac" "$(entries "^$mac ")" 3
		fdb_lacks h1 "^$mac dst 10.0.0.3 self"
		fdb_has h1 "^$mac dst 10.0.0.2 self permanent"
		fdb_has h1 "^$mac dst 10.0.0.3 vni 43 self permanent"
		fdb_has h1 "^$mac dst 10.0.0.3 port 4790 self permanent"
	done
	# Sent to each; the multicast MAC has its own list.
	into h1 dmac=$GROUP n=2
	peer_stat_is h1 10.0.0.2 tx_packets 2
	peer_stat_is h1 10.0.0.3 tx_packets 4
	# All destinations at once
	fdb del $GROUP dev vtep0
	equal $GROUP "$(entries "^$GROUP ")" 0
	equal $ZERO "$(entries "^$ZERO ")" 3
	# One by one, the last of which takes the entry with it
	fdb del $ZERO dev vtep0 dst 10.0.0.3 vni 43
	fdb del $ZERO dev vtep0 dst 10.0.0.3 port 4790
	fdb del $ZERO dev vtep0 dst 10.0.0.2
	equal entries "$(entries)" 0
	into h1 n=1
	stat_is h1 tx_no_remote 1
}

test_lists_replaced()
{
	quiet_vtep h1 local 10.0.0.1
	for i in 2 3 4 5; do
		fdb append $ZERO dev vtep0 dst 10.0.0.$i
	done
	fdb replace $ZERO dev vtep0 dst 10.0.0.6
	equal $ZERO "$(entries "^$ZERO ")" 1
	fdb_has h1 "^$ZERO dst 10.0.0.6 "
	equal peers "$(ethstat h1 peers)" 1
}

# What has no meaning is refused in words, and changes nothing.
test_refused()
{
	quiet_vtep h1 local 10.0.0.1
	refuse 'more than one destination' fdb append $A dev vtep0 dst 10.0.0.2
	refuse 'cannot be dynamic' fdb append $ZERO dev vtep0 dst 10.0.0.2 dynamic
	refuse 'cannot be dynamic' fdb add $GROUP dev vtep0 dst 10.0.0.2 dynamic
	refuse 'address family' fdb add $A dev vtep0 dst fd00::2
	refuse 'not a unicast or multicast' fdb add $A dev vtep0 dst 0.0.0.0
	refuse 'not a unicast or multicast' fdb add $A dev vtep0 dst 255.255.255.255
	refuse 'behind a multicast group' fdb add $A dev vtep0 dst 239.1.1.1 via eth0
	refuse 'needs a lower device' fdb add $ZERO dev vtep0 dst 239.1.1.1
	refuse 'its own underlay' fdb add $A dev vtep0 dst 10.0.0.2 via vtep0
	refuse 'Nexthop groups' fdb add $A dev vtep0 nhid 1
	refuse 'no segment with this VNI' fdb add $A dev vtep0 dst 10.0.0.2 src_vni 43
	refuse '' fdb add $A dev vtep0 dst 10.0.0.2 vni 16777216
	refuse 'has no VLANs' fdb flush dev vtep0 vlan 5
	equal entries "$(entries)" 0
	equal peers "$(ethstat h1 peers)" 0
	ip -n "${NSP}h1" -6 link add vtep6 type vtep id 42
	refuse 'address family' fdb add $A dev vtep6 dst 10.0.0.2
	refuse 'mapped or loopback' fdb add $A dev vtep6 dst ::1
	refuse 'mapped or loopback' fdb add $A dev vtep6 dst ::ffff:10.0.0.2
	refuse 'link-local destination needs' fdb add $A dev vtep6 dst fe80::2
	fdb add $A dev vtep6 dst fe80::2 via eth0
	fdb_has h1 "^$A dst fe80::2 via eth0 self permanent" vtep6
}

# Port, VNI and lower device of an entry are those on the wire.
test_destination()
{
	quiet_vtep h1 local 10.0.0.1
	fdb add $A dev vtep0 dst 10.0.0.2 port 5000 vni 77 via eth0 src_vni 42
	fdb_has h1 "^$A dst 10.0.0.2 port 5000 vni 77 via eth0 self permanent"
	# What is the default is not shown.
	fdb add $B dev vtep0 dst 10.0.0.2 port 4789 vni 42
	fdb_has h1 "^$B dst 10.0.0.2 self permanent"
	capture h2 eth0 udp
	into h1 dmac=$A
	into h1 dmac=$B
	# VXLAN header: flags, reserved, VNI (77 = 0x4d, 42 = 0x2a), reserved
	wait_for 10 matches . captured h2 'udp dst port 4789 and udp[8:4] = 0x08000000 and udp[12:4] = 0x2a00'
	matches . captured h2 'udp dst port 5000 and udp[8:4] = 0x08000000 and udp[12:4] = 0x4d00'
	# By "via" it goes out of that device, whatever routes say.
	ipn h1 link add eth1 type dummy
	ipn h1 link set eth1 up
	fdb replace $A dev vtep0 dst 10.0.0.2 via eth1
	into h1 dmac=$A
	equal "datagrams by eth1" "$(peer_stat h1 10.0.0.2 tx_packets)" 2
	wait_for 10 test "$(link_stat h1 tx packets eth1)" -gt 0
}

test_get()
{
	quiet_vtep h1 local 10.0.0.1
	fdb add $A dev vtep0 dst 10.0.0.2 static
	fdb append $ZERO dev vtep0 dst 10.0.0.3
	matches "^$A dev vtep0 dst 10.0.0.2 self static" fdb get $A dev vtep0 self
	matches "^$A dev vtep0 dst 10.0.0.2 self static" fdb get $A dev vtep0 self vni 42
	matches "^$ZERO dev vtep0 dst 10.0.0.3 " fdb get $ZERO dev vtep0 self
	refuse 'No FDB entry' fdb get $B dev vtep0 self
	refuse 'no segment with this VNI' fdb get $A dev vtep0 self vni 43
	from h3 smac=$B
	lives_at h1 $B 10.0.0.3
	matches "^$B dev vtep0 dst 10.0.0.3 self" fdb get $B dev vtep0 self
}

# One of each kind, learned too
fill()
{
	fdb replace 02:cc:00:00:00:01 dev vtep0 dst 10.0.0.2
	fdb replace 02:cc:00:00:00:02 dev vtep0 dst 10.0.0.2 static
	fdb replace 02:cc:00:00:00:03 dev vtep0 dst 10.0.0.2 dynamic
	fdb replace 02:cc:00:00:00:04 dev vtep0 dst 10.0.0.2 static extern_learn
	fdb replace 02:cc:00:00:00:05 dev vtep0 dst 10.0.0.2 static sticky
	fdb replace $ZERO dev vtep0 dst 10.0.0.3
	from h2 smac=02:cc:00:00:00:06
	lives_at h1 02:cc:00:00:00:06 10.0.0.2
}

# left DIGITS: those of 02:cc:00:00:00:0x that are there, 0 for the flood list
left()
{
	equal "left by flush" "$(fdb show dev vtep0 |
		sed -n 's/^0[02]:..:00:00:00:0\(.\) .*/\1/p' | sort | tr -d '\n')" "$1"
}

# No VNI goes by 0 but 0. Before 6.7 there is no such filter, nor a word for it in
# bridge(8).
test_flush_vni()
{
	if ! bridge fdb help 2>&1 | sed '1,/fdb flush/d' | grep -q 'vni VNI'; then
		note "no such word here"
		return
	fi
	quiet_vtep h1 local 10.0.0.1
	fill
	fdb flush dev vtep0 vni 0
	left 0123456
	fdb append $ZERO dev vtep0 dst 10.0.0.9 vni 43
	refuse 'invalid VNI|at most 16777215' fdb flush dev vtep0 vni 16777216
	fdb flush dev vtep0 vni 43
	left 0123456
	lacks 'vni 43' fdb show dev vtep0
	fdb flush dev vtep0 vni 42
	left ''
}

test_flush()
{
	quiet_vtep h1 local 10.0.0.1
	fill
	left 0123456
	fdb flush dev vtep0 static
	left 0136
	fill
	fdb flush dev vtep0 nopermanent
	left 01
	fill
	fdb flush dev vtep0 dynamic
	left 01245
	fill
	fdb flush dev vtep0 extern_learn
	left 012356
	fill
	fdb flush dev vtep0 sticky static
	left 012346
	fill
	fdb flush dev vtep0 nosticky
	left 05
	fill
	# All but where floods go; that is named by "permanent".
	fdb flush dev vtep0
	left 0
	fill
	fdb flush dev vtep0 permanent
	left 23456
	fdb flush dev vtep0
	equal entries "$(entries)" 0
	# Nothing there to flush is no fault.
	fdb flush dev vtep0
	equal peers "$(ethstat h1 peers)" 0
}

# listen COMMAND...: into $WORK/news, started when an entry of its own is heard
listen()
{
	background "$@" >"$WORK/news" 2>&1
	wait_for 10 heard_marker
}

heard_marker()
{
	fdb replace 02:ff:00:00:00:0a dev vtep0 dst 10.0.0.2
	fdb del 02:ff:00:00:00:0a dev vtep0
	grep -q 02:ff:00:00:00:0a "$WORK/news"
}

# news TEXT [COUNT]: wait until that was heard so often, 1 is the default
news()
{
	wait_for 15 count_news "$1" "${2:-1}" && return 0
	indent "$(grep -v 02:ff "$WORK/news")" >&2
	return 1
}

count_news()
{
	equal "news of $1" "$(grep -Ec -- "$1" "$WORK/news")" "$2"
}

test_monitor()
{
	quiet_vtep h1 local 10.0.0.1
	listen bridge -n "${NSP}h1" monitor fdb
	fdb add $A dev vtep0 dst 10.0.0.2 static
	news "^$A dev vtep0 dst 10.0.0.2 self static"
	fdb replace $A dev vtep0 dst 10.0.0.3 static
	news "^$A dev vtep0 dst 10.0.0.3 self static"
	fdb del $A dev vtep0
	news "^Deleted $A dev vtep0 dst 10.0.0.3 self static"
	# Learned, moved, aged
	from h2 smac=$B
	news "^$B dev vtep0 dst 10.0.0.2 self *$"
	from h2 smac=$B n=5
	from h3 smac=$B
	news "^$B dev vtep0 dst 10.0.0.3 self *$"
	# What tells nothing new is no news.
	news "^$B dev vtep0 dst 10.0.0.2 self *$" 1
	on h1 vtepctl vni set dev vtep0 ageing 1
	news "^Deleted $B dev vtep0 dst 10.0.0.3 self *$"
	# Flushed, by hand and by link down
	from h2 smac=02:bb:00:00:00:01 macs=2
	news '^02:bb:00:00:00:02 dev vtep0 dst 10.0.0.2 '
	fdb add 02:bb:00:00:00:03 dev vtep0 dst 10.0.0.2 extern_learn
	fdb flush dev vtep0
	news '^Deleted 02:bb:00:00:00:03 dev vtep0 dst 10.0.0.2 self extern_learn'
	on h1 vtepctl vni set dev vtep0 ageing 300
	from h2 smac=02:bb:00:00:00:04
	news '^02:bb:00:00:00:04 dev vtep0 dst 10.0.0.2 '
	ipn h1 link set vtep0 down
	news '^Deleted 02:bb:00:00:00:04 dev vtep0 dst 10.0.0.2 '
	# Each came and went as often.
	fdb append $ZERO dev vtep0 dst 10.0.0.2
	ipn h1 link del vtep0
	news "^Deleted $ZERO .*dst 10.0.0.2 "
}

# One message for each destination that came or went. rtnetlink tells of what
# bridge(8) did once more by itself, without a destination: those do not count.
test_monitor_lists()
{
	quiet_vtep h1 local 10.0.0.1
	listen bridge -n "${NSP}h1" monitor fdb
	for i in 2 3 4; do
		fdb append $ZERO dev vtep0 dst 10.0.0.$i
		news "^$ZERO dev vtep0 dst 10.0.0.$i self permanent"
	done
	fdb append $ZERO dev vtep0 dst 10.0.0.3
	fdb del $ZERO dev vtep0 dst 10.0.0.3
	news "^Deleted $ZERO dev vtep0 dst 10.0.0.3 self permanent"
	news "^Deleted $ZERO .*dst" 1
	fdb replace $ZERO dev vtep0 dst 10.0.0.5
	news "^$ZERO dev vtep0 dst 10.0.0.5 self permanent"
	news "^Deleted $ZERO dev vtep0 dst 10.0.0.2 "
	news "^Deleted $ZERO dev vtep0 dst 10.0.0.4 "
	news "^$ZERO .*dst" 4
	fdb del $ZERO dev vtep0
	news "^Deleted $ZERO .*dst" 4
}

test_ip_monitor()
{
	quiet_vtep h1 local 10.0.0.1
	listen ip -n "${NSP}h1" monitor neigh
	fdb add $A dev vtep0 dst 10.0.0.2 static
	news "^10.0.0.2 dev vtep0 lladdr $A"
	fdb del $A dev vtep0
	news "^Deleted 10.0.0.2 dev vtep0 lladdr $A"
}

# many N: a batch that adds MACs 02:dd:00:00:xx:yy
many()
{
	awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++)
		printf "fdb add 02:dd:00:00:%02x:%02x dev vtep0 dst 10.0.0.%d static\n",
			int(i / 256), i % 256, 2 + i % 3 }' >"$WORK/batch"
	bridge -n "${NSP}h1" -batch "$WORK/batch"
}

test_dump()
{
	quiet_vtep h1 local 10.0.0.1
	many 5000
	fdb show dev vtep0 | cut -d' ' -f 1 | sort >"$WORK/shown"
	equal "MACs shown" "$(wc -l <"$WORK/shown")" 5000
	equal "MACs shown, each once" "$(uniq "$WORK/shown" | wc -l)" 5000
	cut -d' ' -f 3 "$WORK/batch" | sort | run cmp - "$WORK/shown"
	on h1 vtepctl -j fdb show dev vtep0 | jq -r '.[].mac' | sort |
		run cmp - "$WORK/shown"
	equal "MACs behind 10.0.0.2" "$(on h1 vtepctl -j peer show |
		jq '.[] | select(.peer == "10.0.0.2").macs')" 1667
	# Another VTEP's is apart, in the dump of all as well.
	VTEP_DEV=vtep1 quiet_vtep h1 id 43 local 10.0.0.1
	fdb add 02:dd:00:00:00:00 dev vtep1 dst 10.0.0.2
	equal "MACs of vtep1" "$(fdb show dev vtep1 | wc -l)" 1
	equal "MACs of both" "$(fdb show | grep -c '^02:dd:.* dst ')" 5001
	fdb flush dev vtep0
	equal entries "$(entries)" 0
	equal "MACs of vtep1" "$(fdb show dev vtep1 | wc -l)" 1
}

# An entry longer than one message buffer
test_dump_lists()
{
	quiet_vtep h1 local 10.0.0.1
	awk 'BEGIN { for (i = 0; i < 600; i++)
		printf "fdb append 00:00:00:00:00:00 dev vtep0 dst 10.9.%d.%d\n",
			int(i / 250), 1 + i % 250 }' >"$WORK/batch"
	bridge -n "${NSP}h1" -batch "$WORK/batch"
	fdb add $A dev vtep0 dst 10.0.0.2
	fdb show dev vtep0 | sed -n "s/^$ZERO dst \([^ ]*\) .*/\1/p" |
		sort >"$WORK/shown"
	equal destinations "$(wc -l <"$WORK/shown")" 600
	sed 's/.* //' "$WORK/batch" | sort | run cmp - "$WORK/shown"
	on h1 vtepctl -j fdb show dev vtep0 | jq -r --arg z $ZERO \
		'.[] | select(.mac == $z).peers[].addr' | sort |
		run cmp - "$WORK/shown"
	fdb_has h1 "^$A dst 10.0.0.2 "
}

# While others come and go, those that stay are shown once.
test_dump_changing()
{
	quiet_vtep h1 local 10.0.0.1
	many 2000
	background churn
	for i in 1 2 3 4 5; do
		fdb show dev vtep0 | grep '^02:dd:' | cut -d' ' -f 1 |
			sort >"$WORK/shown"
		cut -d' ' -f 3 "$WORK/batch" | sort | run cmp - "$WORK/shown"
	done
	kill -0 "$BG"
}

churn()
{
	awk 'BEGIN { for (j = 0; j < 200; j++) {
		for (i = 0; i < 100; i++)
			printf "fdb add 02:ee:00:00:00:%02x dev vtep0 dst 10.0.0.2\n", i
		for (i = 0; i < 100; i++)
			printf "fdb del 02:ee:00:00:00:%02x dev vtep0\n", i } }' |
		exec bridge -n "${NSP}h1" -batch -
}

test_bridge_port()
{
	quiet_vtep h1 local 10.0.0.1
	ipn h1 link add br1 type bridge
	ipn h1 link set vtep0 master br1
	ipn h1 link set br1 up
	wait_for 10 matches 'state forwarding' bridgen h1 link show dev vtep0
	# One frame teaches both; both are shown for the port.
	from h2 smac=$A
	lives_at h1 $A 10.0.0.2
	wait_for 10 fdb_has h1 "^$A (vlan 1 )?master br1 "
	# The bridge's learning is its own.
	bridgen h1 link set dev vtep0 learning off
	from h2 smac=$B
	lives_at h1 $B 10.0.0.2
	fdb_lacks h1 "^$B .*master"
	bridgen h1 link set dev vtep0 learning on
	from h2 smac=$B
	wait_for 10 fdb_has h1 "^$B (vlan 1 )?master br1 "
	# self is ours, which is the default; master the bridge's.
	fdb add 02:cc:00:00:00:01 dev vtep0 dst 10.0.0.2 self static
	fdb add 02:cc:00:00:00:02 dev vtep0 master static
	fdb_has h1 '^02:cc:00:00:00:01 dst 10.0.0.2 self static'
	fdb_lacks h1 '^02:cc:00:00:00:01 .*master'
	fdb_has h1 '^02:cc:00:00:00:02 .*master br1 static'
	fdb_lacks h1 '^02:cc:00:00:00:02 dst'
	fdb add 02:cc:00:00:00:03 dev vtep0 dst 10.0.0.2 self master static
	fdb_has h1 '^02:cc:00:00:00:03 dst 10.0.0.2 self static'
	fdb_has h1 '^02:cc:00:00:00:03 .*master br1 static'
	fdb del 02:cc:00:00:00:02 dev vtep0 master
	fdb_lacks h1 '^02:cc:00:00:00:02 '
	# All in one dump: ours each once behind a bridge that has many
	many 1000
	awk 'BEGIN { for (i = 0; i < 1000; i++)
		printf "fdb add 02:de:00:00:%02x:%02x dev vtep0 master static\n",
			int(i / 256), i % 256 }' >"$WORK/batch2"
	bridge -n "${NSP}h1" -batch "$WORK/batch2"
	equal "ours" "$(fdb show dev vtep0 | grep '^02:dd.* dst ' |
		sort -u | wc -l)" 1000
	equal "ours, each once" "$(entries '^02:dd.* dst ')" 1000
	equal "the bridge's" "$(fdb show dev vtep0 | grep '^02:de.*master br1' |
		cut -d' ' -f 1 | sort -u | wc -l)" 1000
	# Flushing ours leaves the bridge its own, but does not survive there.
	fdb flush dev vtep0 self
	equal "ours" "$(entries ' dst ')" 0
	[ "$(fdb show dev vtep0 | grep -c '^02:de.*master br1')" -ge 1000 ]
}

test_ctl_agrees()
{
	quiet_vtep h1 remote 10.0.0.2
	fill
	fdb append $ZERO dev vtep0 dst 10.0.0.4 port 4790
	fdb add $GROUP dev vtep0 dst 10.0.0.3 vni 43
	bridge -n "${NSP}h1" -j fdb show dev vtep0 |
		jq -r '.[] | "\(.mac) \(.dst) \(.port // 4789) \(.vni // 42) \(
			if .state == "" then "reachable" else .state end)"' |
		sort >"$WORK/bridge"
	on h1 vtepctl -j fdb show dev vtep0 |
		jq -r '.[] | . as $e | .peers[] | "\($e.mac) \(.addr) \(
			.port) \(.vni // 42) \($e.state)"' | sort >"$WORK/ctl"
	[ "$(wc -l <"$WORK/ctl")" = 9 ]
	run diff "$WORK/bridge" "$WORK/ctl"
	equal "entries of VNI 42" "$(on h1 vtepctl -j fdb show dev vtep0 vni 42 |
		jq length)" 8
	equal "entries of VNI 43" "$(on h1 vtepctl -j fdb show dev vtep0 vni 43 |
		jq length)" 0
}

frames_start
run_tests "$@"
