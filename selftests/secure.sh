#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The tunnel under the kernel's IPsec, in transport mode, as vtep(7) sets it up:
# nothing but ESP on the wire, nothing in plain accepted, and the MTU right with
# no setting by hand.
#
#	h1 vtep0 192.168.0.1 --- eth0 10.0.0.1 fd00::1 --+
#	h2 vtep0 192.168.0.2 --- eth0 10.0.0.2 fd00::2 --+-- switch
#	h3                       eth0 10.0.0.3 fd00::3 --+
#
# h1 and h2 are peers that share keys. h3 is what a test makes of it; frames.py
# speaks for its VTEP.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"

TESTS="only_esp_ipv4 only_esp_ipv6 plain_refused_ipv4 plain_refused_ipv6
	unknown_sa other_name no_sa_ipv4 no_sa_ipv6 multicast on_off rekey
	mtu_ipv4 mtu_ipv6 mtu_csum mtu_narrow_ipv4 mtu_narrow_ipv6
	mtu_bridge_ipv4 mtu_bridge_ipv6 gso_ipv4 gso_ipv6"

A=02:aa:00:00:00:01

setup()
{
	SPI=4096
	frames_start
}

# What protects what: all of VXLAN, whoever the other is.
policies()
{
	local h=$1 any dir
	for any in 0.0.0.0/0 ::/0; do
		for dir in out in; do
			ipn "$h" xfrm policy add src $any dst $any proto udp dport 4789 \
				dir $dir tmpl proto esp mode transport reqid 4789
		done
	done
}

key()
{
	od -An -v -tx1 -N20 /dev/urandom | tr -d ' \n'
}

# sa FROM TO SRC DST: one direction, with a key of its own. The selector binds
# it to the addresses, which ESP itself does not in transport mode.
sa()
{
	local h k
	SPI=$((SPI + 1))
	k=0x$(key)
	for h in "$1" "$2"; do
		[ "$h" = - ] ||
		ipn "$h" xfrm state add src "$3" dst "$4" proto esp spi $SPI \
			reqid 4789 mode transport flag esn replay-window 128 \
			aead 'rfc4106(gcm(aes))' "$k" 128 \
			sel src "$3" dst "$4" proto udp dport 4789
	done
}

# sas A B NET: both directions; NET is 10.0.0. or fd00::
sas()
{
	sa "$1" "$2" "$3${1#h}" "$3${2#h}"
	sa "$2" "$1" "$3${2#h}" "$3${1#h}"
}

net()
{
	case $1 in
	4) echo 10.0.0. ;;
	6) echo fd00:: ;;
	esac
}

# pair FAMILY WORD...: h1 and h2, secured, with VTEPs that flood to each other
pair()
{
	local n
	n=$(net "$1")
	shift
	underlay 3
	policies h1
	policies h2
	sas h1 h2 "$n"
	vtep h1 local "${n}1" "$@"
	vtep h2 local "${n}2" "$@"
	flood_to h1 "${n}2"
	flood_to h2 "${n}1"
}

flood_to()
{
	bridgen "$1" fdb append 00:00:00:00:00:00 dev vtep0 dst "$2"
}

# xfrm_stat HOST NAME: a kernel without statistics has none to be right
xfrm_stat()
{
	# shellcheck disable=SC2016 # awk's
	on "$1" awk -v n="$2" '$1 == n { print $2; f = 1 } END { if (!f) print "none" }' \
		/proc/net/xfrm_stat 2>/dev/null || echo none
}

# xfrm_reaches HOST NAME N: at least that
xfrm_reaches()
{
	local n
	n=$(xfrm_stat "$1" "$2")
	[ "$n" -ge "$3" ]
}

# xfrm_counts HOST NAME N COMMAND...: it moves the counter by that, at least: VTEPs
# with an address speak unasked
xfrm_counts()
{
	local h=$1 name=$2 n=$3 before
	shift 3
	before=$(xfrm_stat "$h" "$name")
	run "$@"
	[ "$before" != none ] || return 0
	wait_for 10 xfrm_reaches "$h" "$name" $((before + n))
}

# Between the hosts was ESP, and of VXLAN nothing; WHAT was inside, for sure.
only_esp()
{
	equal "VXLAN in plain" "$(captured fab udp | wc -l)" 0
	[ "$(captured fab esp | wc -l)" -ge "$1" ]
	# Neighbours and multicast listeners (behind a hop-by-hop header) speak
	# for themselves.
	lacks . captured fab 'not esp and not arp and not icmp6 and not igmp and
		not ip6[6] = 0'
	! exposed
}

# secret N: pings that say "not for you"
secret()
{
	run on h1 ping -c "$1" -i 0.2 -W 5 -p 6e6f7420666f7220796f7520 192.168.0.2
}

exposed()
{
	grep -qa 'not for you' "$WORK/fab.pcap"
}

only_esp_over()
{
	pair "$1"
	# The switch's port of h1: what is on the wire.
	capture fab p1
	pings h1 192.168.0.2
	pings h1 2001:db8::2
	secret 5
	traffic udp h1 h2 192.168.0.2 10,1000 count=5
	uncapture
	only_esp 30
	stat_is h1 rx_unknown_vni 0
}

test_only_esp_ipv4()
{
	only_esp_over 4
	fdb_has h1 '^02:00:00:00:00:02 dst 10.0.0.2 '
}

test_only_esp_ipv6()
{
	only_esp_over 6
	fdb_has h1 '^02:00:00:00:00:02 dst fd00::2 '
}

# A third host, and the peer itself once it forgot its policies. Their frames are
# refused before the VTEP sees them: nothing is learned, nothing arrives. It hears
# the same frame from a VTEP that asks for nothing.
plain_refused()
{
	local n
	n=$(net "$1")
	pair "$1"
	pings h1 192.168.0.2
	capture h1 vtep0 ether src $A
	xfrm_counts h1 XfrmInTmplMismatch 3 from h3 to="${n}1" smac=$A n=3
	ipn h2 xfrm policy flush
	xfrm_counts h1 XfrmInTmplMismatch 2 from h2 to="${n}1" smac=$A n=2
	gone h1 $A
	equal "frames of $A" "$(captured h1 | wc -l)" 0
	ipn h1 xfrm policy flush
	from h3 to="${n}1" smac=$A
	lives_at h1 $A "${n}3"
	uncapture
	equal "frames of $A" "$(captured h1 | wc -l)" 1
}

test_plain_refused_ipv4()
{
	plain_refused 4
}

test_plain_refused_ipv6()
{
	plain_refused 6
}

# ESP of one h1 has no keys for
test_unknown_sa()
{
	pair 4
	pings h1 192.168.0.2
	policies h3
	sa h3 - 10.0.0.3 10.0.0.1
	xfrm_counts h1 XfrmInNoStates 3 from h3 smac=$A n=3
	gone h1 $A
}

# A peer with keys of its own speaks with another's address.
test_other_name()
{
	pair 4
	pings h1 192.168.0.2
	policies h3
	sas h1 h3 10.0.0.
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	# The same SA, said to be that of 10.0.0.2
	on h3 sysctl -qw net.ipv4.conf.all.arp_ignore=1
	ipn h3 addr add 10.0.0.2/32 dev lo
	ipn h3 xfrm state flush
	SPI=$((SPI - 2))
	k=$(ipn h1 xfrm state list src 10.0.0.3 | sed -n 's/.*(aes)) \(0x[^ ]*\) 128/\1/p')
	ipn h3 xfrm state add src 10.0.0.2 dst 10.0.0.1 proto esp spi $((SPI + 2)) \
		reqid 4789 mode transport flag esn replay-window 128 replay-oseq 100 \
		aead 'rfc4106(gcm(aes))' "$k" 128
	xfrm_counts h1 XfrmInStateMismatch 3 from h3 source=10.0.0.2 smac=$A n=3
	fdb_has h1 "^$A dst 10.0.0.3 "
	fdb_lacks h1 "^$A dst 10.0.0.2 "
	pings h1 192.168.0.2
}

# To a destination without keys nothing goes, least of all in plain; that is
# counted as a drop; and those who have keys miss nothing.
no_sa()
{
	local n
	n=$(net "$1")
	pair "$1"
	flood_to h1 "${n}3"
	pings h1 192.168.0.2
	capture fab p1
	xfrm_counts h1 XfrmOutNoStates 3 into h1 n=3
	run on h1 ping -c 1 -W 5 192.168.0.2
	uncapture
	only_esp 5
	equal "packets to h3" "$(captured fab esp and dst host "${n}3" | wc -l)" 0
	[ "$(ethstat h1 tx_no_route)" -ge 3 ]
	peer_stat_is h1 "${n}3" tx_packets 0
}

test_no_sa_ipv4()
{
	no_sa 4
}

test_no_sa_ipv6()
{
	no_sa 6
}

# A group has no SA: that flooding fails closed, too.
test_multicast()
{
	underlay 2
	policies h1
	quiet_vtep h1 group 239.1.1.42 dev eth0
	capture fab p1
	xfrm_counts h1 XfrmOutNoStates 3 into h1 n=3
	uncapture
	equal "VXLAN in plain" "$(captured fab udp | wc -l)" 0
	equal "ESP" "$(captured fab esp | wc -l)" 0
	[ "$(ethstat h1 tx_no_route)" -ge 3 ]
}

# Policies come and go under a tunnel that is in use: the very next frame is as
# they say, whatever routes peers had cached.
test_on_off()
{
	local i before
	underlay 2
	vtep h1 local 10.0.0.1
	vtep h2 local 10.0.0.2
	flood_to h1 10.0.0.2
	flood_to h2 10.0.0.1
	sas h1 h2 10.0.0.
	pings h1 192.168.0.2
	run ipn h1 neigh replace 192.168.0.2 lladdr 02:00:00:00:00:02 dev vtep0 nud permanent
	for i in 1 2; do
		policies h1
		policies h2
		capture fab p1
		secret 1
		uncapture
		only_esp 2
		ipn h1 xfrm policy flush
		ipn h2 xfrm policy flush
		capture fab p1
		secret 1
		uncapture
		exposed
		equal "ESP" "$(captured fab esp | wc -l)" 0
		[ "$(captured fab udp port 4789 | wc -l)" -ge 2 ]
	done
}

# New keys beside the old ones, then in their place: no frame is lost.
test_rekey()
{
	local spi lost
	pair 4
	pings h1 192.168.0.2
	run ipn h1 neigh replace 192.168.0.2 lladdr 02:00:00:00:00:02 dev vtep0 nud permanent
	run ipn h2 neigh replace 192.168.0.1 lladdr 02:00:00:00:00:01 dev vtep0 nud permanent
	capture fab p1
	for i in 1 2 3; do
		spi=$SPI
		sas h1 h2 10.0.0.
		run on h1 ping -c 3 -i 0.2 -W 5 192.168.0.2
		for h in h1 h2; do
			ipn $h xfrm state delete src 10.0.0.1 dst 10.0.0.2 proto esp \
				spi $((spi - 1))
			ipn $h xfrm state delete src 10.0.0.2 dst 10.0.0.1 proto esp \
				spi $spi
		done
		lost=$(on h1 ping -c 3 -i 0.2 -W 5 192.168.0.2 | grep -c ' 0% packet loss')
		equal "pings without loss" "$lost" 1
	done
	uncapture
	only_esp 30
}

# What is left of 1500 bytes: ESP has a header of 16, a trailer of 2 and an ICV
# of 16, and pads to 4 bytes.
inner_mtu()
{
	case $1 in
	4) echo $((1466 - 50)) ;;
	6) echo $((1466 - 70)) ;;
	esac
}

# A sender in h1: its routes learn, at the first packet that is too large, and
# what it is told is right to the byte.
mtu_over()
{
	local fam=$1 mtu
	shift
	mtu=$(inner_mtu "$fam")
	pair "$fam" "$@"
	pings h1 192.168.0.2
	capture fab p1
	# The first is answered to h1's route, the second by it.
	refuse 'message too long|frag needed|mtu' \
		on h1 ping -c 2 -i 0.2 -W 1 -M "do" -s $((mtu - 27)) 192.168.0.2
	matches "mtu $mtu" ipn h1 route get 192.168.0.2
	run on h1 ping -c 1 -W 5 -M "do" -s $((mtu - 28)) 192.168.0.2
	on h1 ping -c 2 -i 0.2 -W 1 -s 1400 2001:db8::2 >/dev/null || true
	wait_for 5 matches "mtu $mtu" ipn h1 -6 route get 2001:db8::2
	traffic tcp h1 h2 192.168.0.2,2001:db8::2 50000
	uncapture
	only_esp 100
	# It fills the wire, and is in one piece.
	[ "$(captured fab esp and 'greater 1512' | wc -l)" -gt 0 ]
	no_fragments
}

no_fragments()
{
	equal "IPv4 fragments" "$(captured fab 'ip[6:2] & 0x3fff != 0' | wc -l)" 0
	equal "IPv6 fragments" "$(captured fab 'ip6[6] = 44' | wc -l)" 0
}

test_mtu_ipv4()
{
	mtu_over 4
}

test_mtu_ipv6()
{
	mtu_over 6
}

test_mtu_csum()
{
	mtu_over 4 udpcsum
}

# A narrower path: the router's ICMP speaks of ESP, and is about us all the same.
#
#	h1 eth0 10.0.1.1 --- 10.0.1.9 r 10.0.2.9 --- eth0 10.0.2.2 h2
#	        fd01::1      fd01::9    fd02::9          fd02::2
narrow()
{
	local i h
	ns h1 r h2
	for i in 1 2; do
		h=h$i
		ipn r link add "r$i" type veth peer name eth0 netns "$NSP$h"
		ipn r addr add "10.0.$i.9/24" dev "r$i"
		ipn r addr add "fd0$i::9/64" dev "r$i" nodad
		ipn r link set "r$i" up
		ipn $h addr add "10.0.$i.$i/24" dev eth0
		ipn $h addr add "fd0$i::$i/64" dev eth0 nodad
		ipn $h link set eth0 up
		ipn $h route add default via "10.0.$i.9"
		ipn $h -6 route add default via "fd0$i::9"
		policies $h
	done
	ipn r link set r2 mtu 1400
	ipn h2 link set eth0 mtu 1400
	on r sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
		net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0
}

narrow_over()
{
	local fam=$1 a=10.0.1.1 b=10.0.2.2 mtu
	narrow
	if [ "$fam" = 6 ]; then
		a=fd01::1 b=fd02::2
	fi
	sa h1 h2 $a $b
	sa h2 h1 $b $a
	vtep h1 local $a
	vtep h2 local $b
	flood_to h1 $b
	flood_to h2 $a
	pings h1 192.168.0.2
	mtu=$(($(inner_mtu "$fam") - 100))
	capture r r1
	# The first is lost to the router, which tells h1.
	on h1 ping -c 1 -W 1 -M "do" -s 1350 192.168.0.2 >/dev/null || true
	wait_for 10 refuse 'message too long|frag needed|mtu' \
		on h1 ping -c 1 -W 1 -M "do" -s $((mtu - 27)) 192.168.0.2
	wait_for 5 matches "mtu $mtu" ipn h1 route get 192.168.0.2
	run on h1 ping -c 1 -W 5 -M "do" -s $((mtu - 28)) 192.168.0.2
	traffic tcp h1 h2 192.168.0.2 100000
	uncapture
	equal "VXLAN in plain" "$(captured r udp | wc -l)" 0
	equal "IPv4 fragments" "$(captured r 'ip[6:2] & 0x3fff != 0' | wc -l)" 0
	equal "IPv6 fragments" "$(captured r 'ip6[6] = 44' | wc -l)" 0
}

test_mtu_narrow_ipv4()
{
	narrow_over 4
}

test_mtu_narrow_ipv6()
{
	narrow_over 6
}

# VMs behind bridges, of the tunnel's own MTU: they are told by ICMP.
#
#	vm1 eth0 192.168.0.11 --- br1 h1 vtep0 ... vtep0 h2 br1 --- eth0 192.168.0.12 vm2
bridged()
{
	local i h mtu
	pair "$1"
	mtu=$(on h1 cat /sys/class/net/vtep0/mtu)
	for i in 1 2; do
		h=h$i
		ns "vm$i"
		ipn $h addr flush dev vtep0
		ipn $h link add br1 type bridge
		ipn $h link add vm type veth peer name eth0 netns "${NSP}vm$i"
		ipn $h link set vtep0 master br1
		ipn $h link set vm master br1
		ipn $h link set br1 up
		ipn $h link set vm up
		ipn "vm$i" addr add "192.168.0.1$i/24" dev eth0
		ipn "vm$i" addr add "2001:db8::1$i/64" dev eth0 nodad
		ipn "vm$i" link set eth0 mtu "$mtu"
		ipn "vm$i" link set eth0 up
	done
	pings vm1 192.168.0.12
	pings vm1 2001:db8::12
}

bridge_over()
{
	local mtu
	mtu=$(inner_mtu "$1")
	bridged "$1"
	capture fab p1
	refuse 'message too long|frag needed|mtu' \
		on vm1 ping -c 2 -W 1 -M "do" -s $((mtu - 27)) 192.168.0.12
	wait_for 5 matches "mtu $mtu" ipn vm1 route get 192.168.0.12
	run on vm1 ping -c 1 -W 5 -M "do" -s $((mtu - 28)) 192.168.0.12
	on vm1 ping -c 2 -i 0.2 -W 1 -s 1380 2001:db8::12 >/dev/null || true
	wait_for 5 matches "mtu $mtu" ipn vm1 -6 route get 2001:db8::12
	traffic tcp vm1 vm2 192.168.0.12,2001:db8::12 50000
	uncapture
	only_esp 100
	no_fragments
	[ "$(ethstat h1 tx_too_big)" -gt 0 ]
}

test_mtu_bridge_ipv4()
{
	bridge_over 4
}

test_mtu_bridge_ipv6()
{
	bridge_over 6
}

# TCP that was told nothing sends large segments straight away, offloads on.
gso_over()
{
	pair "$1"
	pings h1 192.168.0.2
	capture fab p1 -s 200
	traffic tcp h1 h2 192.168.0.2 300000 1000
	uncapture
	only_esp 200
	no_fragments
}

test_gso_ipv4()
{
	gso_over 4
}

test_gso_ipv6()
{
	gso_over 6
}

run_tests "$@"
