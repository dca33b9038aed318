#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A host with this driver and one with Open vSwitch carry one segment together.
# What Open vSwitch has here is an implementation of its own, down to the header:
# the datapath in user space, not the kernel's vxlan.
#
#	h1 vtep0 192.168.0.1 -- eth0 10.0.0.1 --+
#	                                        |-- fab
#	h2 br0   192.168.0.2                    |
#	    vxlan ports    br-phy 10.0.0.2      |
#	                      eth0 -------------+
#	h3 vtep0, or nothing --- eth0 10.0.0.3 -+
#
# Open vSwitch knows unicast endpoints only, no group: every one it floods to is
# a port, and our side floods to it by a list.
. "$(dirname "$0")/lib.sh"
. "$SELFTESTS/openvswitch.sh"
. "$SELFTESTS/segment.sh"

TESTS="unicast_ipv4 unicast_ipv6 list_ipv4 list_ipv6 key_flow key_flow_learn
	csum_ipv4 csum_ipv6 source_ports ecn_ipv4 ecn_ipv6 move"

# Bytes of each TCP transfer, each way: all of them go through a process that
# shares the guest's CPU.
BULK=100000
OTHER=br0

setup()
{
	underlay 3
	# A process reads frames from eth0 as they are in memory: without what
	# the sender leaves to the hardware.
	wire h1
	wire h3
	ovs_start h2
	ovs_underlay h2
	ovs_bridge h2 br0 02:00:00:00:00:02
	ipn h2 addr add 192.168.0.2/24 dev br0
	ipn h2 addr add 2001:db8::2/64 dev br0 nodad
	ipn h2 link set br0 up
}

# wire HOST: eth0 as one that puts frames on a wire complete
wire()
{
	# Without checksums most of TSO goes by itself, AccECN's not.
	run on "$1" ethtool -K eth0 tx off tso off
	lacks '^(tx-checksumming|tcp-segmentation-offload): on' on "$1" ethtool -k eth0
}

other_learned()
{
	ovs_learned "$1" vx1
}

other_mtu()
{
	run ovs ovs-vsctl set interface br0 mtu_request="$1"
	wait_for 10 mtu_is h2 br0 "$1"
}

mtu_is()
{
	[ "$(on "$1" cat "/sys/class/net/$2/mtu")" = "$3" ]
}

test_unicast_ipv4()
{
	vtep h1 remote 10.0.0.2 local 10.0.0.1
	ovs_vxlan vx1 remote_ip=10.0.0.1 local_ip=10.0.0.2 key=42
	both_ways 10.0.0.1 10.0.0.2
	sizes
}

test_unicast_ipv6()
{
	vtep h1 remote fd00::2 local fd00::1
	ovs_vxlan vx1 remote_ip=fd00::1 local_ip=fd00::2 key=42
	both_ways fd00::1 fd00::2
	sizes
}

# Head-end replication: three hosts, of which two have this driver. As everywhere that
# is done, what came by one tunnel does not leave by another: else Open vSwitch sends
# h1 a second copy of what h3 floods, and h1 learns h3 behind whichever came last.
list()
{
	local p=$1 i j
	for i in 1 3; do
		vtep h$i local "$p$i"
		for j in 1 2 3; do
			[ $i = $j ] || bridgen h$i fdb append 00:00:00:00:00:00 \
				dev vtep0 dst "$p$j"
		done
		ovs_vxlan vx$i "remote_ip=$p$i" "local_ip=${p}2" key=42
		run ovs ovs-vsctl set port vx$i protected=true
	done
	both_ways "${p}1" "${p}2"
	pings h3 192.168.0.2
	pings h2 192.168.0.3
	pings h3 2001:db8::1
	fdb_has h1 "02:00:00:00:00:03 dst ${p}3 "
	fdb_has h3 "02:00:00:00:00:02 dst ${p}2 "
	ovs_learned 02:00:00:00:00:01 vx1
	ovs_learned 02:00:00:00:00:03 vx3
	traffic tcp h3 h2 192.168.0.2 $BULK
}

test_list_ipv4()
{
	list 10.0.0.
}

test_list_ipv6()
{
	list fd00::
}

# segments: VNIs 5007 and 5008 of h1 are VLAN interfaces upon one VTEP, with the
# same MAC in both; those of h2 are two internal ports upon one vxlan port.
segments()
{
	local n
	vtep h1 attach vlan local 10.0.0.1
	for n in 7 8; do
		run on h1 vtepctl vni add dev vtep0 vni 500$n vlan $n flood 10.0.0.2
		ipn h1 link add link vtep0 name v$n address 02:00:00:00:07:01 \
			type vlan id $n
		ipn h1 addr add 192.168.$n.1/24 dev v$n
		ipn h1 link set v$n up
		run ovs ovs-vsctl add-port br0 s$n -- set interface s$n type=internal \
			'mac="02:00:00:00:07:02"'
		wait_for 10 ipn h2 link show s$n
		ipn h2 link set s$n mtu 1450 up
		ipn h2 addr add 192.168.$n.2/24 dev s$n
	done
	run ovs ovs-ofctl del-flows br0
}

# Each by itself, in both; with the other's gone, none reaches it.
segments_apart()
{
	local n
	for n in 7 8; do
		pings h1 192.168.$n.2
		forget h1 v$n
		forget h2 s$n
		pings h2 192.168.$n.1
		fdb_has h1 "02:00:00:00:07:02 dst 10.0.0.2 .*src_vni 500$n"
		traffic tcp h1 h2 192.168.$n.2 $BULK
		traffic tcp h2 h1 192.168.$n.1 $BULK
	done
	run on h1 vtepctl vni del dev vtep0 vni 5007
	no_ping h2 192.168.7.1
	pings h2 192.168.8.1
	[ "$(ethstat h1 rx_unknown_vni)" -gt 0 ]
}

# The VNI is what a flow says, as controllers use it.
test_key_flow()
{
	local n
	ovs_vxlan vx1 remote_ip=10.0.0.1 local_ip=10.0.0.2 key=flow
	segments
	for n in 7 8; do
		ovs_flow "in_port=s$n,actions=set_field:500$n->tun_id,output:vx1"
		ovs_flow "in_port=vx1,tun_id=500$n,actions=output:s$n"
	done
	segments_apart
}

# The remote, too: where a MAC is, is learned into flows, from the source address
# of the tunnel's packets. Two remotes are flooded to.
test_key_flow_learn()
{
	local n
	ovs_vxlan vx1 remote_ip=flow local_ip=10.0.0.2 key=flow
	segments
	for n in 7 8; do
		ovs_flow "in_port=s$n,actions=set_field:500$n->tun_id,resubmit(,1)"
		ovs_flow "in_port=vx1,tun_id=500$n,actions=learn(table=1,priority=2,NXM_NX_TUN_ID[],NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],load:NXM_NX_TUN_IPV4_SRC[]->NXM_NX_TUN_IPV4_DST[],output:OXM_OF_IN_PORT[]),output:s$n"
	done
	ovs_flow 'table=1,priority=1,actions=set_field:10.0.0.1->tun_dst,output:vx1,set_field:10.0.0.3->tun_dst,output:vx1'
	capture h3 eth0 udp port 4789 and dst host 10.0.0.3
	segments_apart
	matches 'tun_id=0x138f,dl_dst=02:00:00:00:07:01 actions=load:0xa000001->' \
		ovs ovs-ofctl dump-flows br0 table=1
	# Its questions were flooded to h3, its TCP was not.
	matches 'Request who-has 192.168.8.1 ' captured h3
	lacks '5001: Flags' captured h3
}

# Open vSwitch sends a checksum when told, ours does; each takes what the other
# sends.
test_csum_ipv4()
{
	vtep h1 remote 10.0.0.2
	ovs_vxlan vx1 remote_ip=10.0.0.1 local_ip=10.0.0.2 key=42
	both_ways 10.0.0.1 10.0.0.2
	csum_seen 10.0.0. none none
	traffic tcp h1 h2 192.168.0.2 $BULK
	run ipn h1 link set vtep0 type vtep udpcsum
	csum_seen 10.0.0. good none
	traffic tcp h1 h2 192.168.0.2 $BULK
	run ovs ovs-vsctl set interface vx1 options:csum=true
	csum_seen 10.0.0. good good
	traffic tcp h1 h2 192.168.0.2 $BULK
	run ipn h1 link set vtep0 type vtep noudpcsum
	csum_seen 10.0.0. none good
	traffic tcp h1 h2 192.168.0.2 $BULK
}

# Over IPv6 Open vSwitch always sends one, and takes what comes without.
test_csum_ipv6()
{
	vtep h1 remote fd00::2
	ovs_vxlan vx1 remote_ip=fd00::1 local_ip=fd00::2 key=42
	both_ways fd00::1 fd00::2
	csum_seen fd00:: none good
	traffic tcp h1 h2 192.168.0.2 $BULK
	run ipn h1 link set vtep0 type vtep noudp6zerocsumtx noudp6zerocsumrx
	csum_seen fd00:: good good
	traffic tcp h1 h2 192.168.0.2 $BULK
	stat_is h1 rx_zero_csum6 0
}

# csum_seen PREFIX OURS THEIRS: none or good, of the outer UDP header on the wire
csum_seen()
{
	capture h1 eth0 udp port 4789
	pings h1 192.168.0.2
	wait_for 5 seen_from "${1}1"
	wait_for 5 seen_from "${1}2"
	uncapture
	equal "checksums of h1" "$(csums "${1}1")" "$2"
	equal "checksums of h2" "$(csums "${1}2")" "$3"
}

seen_from()
{
	[ -n "$(csums "$1")" ]
}

# csums ADDRESS: "none", "good", "bad" or several, of what came from there. That
# none can be sent over IPv6, tcpdump does not know.
csums()
{
	tcpdump -n -vv -r "$WORK/h1.pcap" "src host $1" 2>/dev/null |
		sed -n 's/.*4789: \[no cksum\].*/none/p
			s/.*4789: \[bad udp cksum 0x0000 .*/none/p; t
			s/.*4789: \[udp sum ok\].*/good/p
			s/.*4789: \[bad udp cksum.*/bad/p' | sort -u | paste -sd' '
}

# RFC 7348, section 5: the source port is from a hash of the inner packet. Both
# spread their flows, and take what comes from any port.
test_source_ports()
{
	vtep h1 remote 10.0.0.2
	ovs_vxlan vx1 remote_ip=10.0.0.1 local_ip=10.0.0.2 key=42
	both_ways 10.0.0.1 10.0.0.2
	capture h1 eth0 udp port 4789
	run "$PYTHON" "$SELFTESTS/traffic.py" flows "${NSP}h1" "${NSP}h2" 192.168.0.2 40
	run "$PYTHON" "$SELFTESTS/traffic.py" flows "${NSP}h2" "${NSP}h1" 192.168.0.1 40
	wait_for 5 many_ports 10.0.0.1
	wait_for 5 many_ports 10.0.0.2
}

many_ports()
{
	local n
	n=$(captured h1 "src host $1" | sed -n "s/.*$1\.\([0-9]*\) > .*/\1/p" |
		sort -u | wc -l)
	[ "$n" -ge 20 ]
}

# RFC 6040: what is ECN-capable inside is so outside, both ways; and a switch in
# between that marks the outer packet is heard by who is inside.
ecn()
{
	local p=$1 f=tos proto=ip i
	local -a field=(ip dsfield)
	if [ "$p" != 10.0.0. ]; then
		f=class proto=ipv6 field=(ip6 traffic_class)
	fi
	vtep h1 remote "${p}2" local "${p}1"
	ovs_vxlan vx1 "remote_ip=${p}1" "local_ip=${p}2" key=42
	both_ways "${p}1" "${p}2"
	capture h1 eth0 udp port 4789
	run on h1 ping -c 1 -W 5 -Q 2 192.168.0.2
	wait_for 5 ecn_pair "$p" "$f" 1
	wait_for 5 ecn_pair "$p" "$f" 2
	uncapture

	for i in 1 2; do
		run on fab tc qdisc add dev p$i clsact
		run on fab tc filter add dev p$i egress protocol $proto flower \
			ip_proto udp dst_port 4789 action pedit ex munge "${field[@]}" set 3 \
			retain 3 pipe csum ip
	done
	inside_ce h2 br0 h1 192.168.0.1 192.168.0.2
	inside_ce h1 vtep0 h2 192.168.0.2 192.168.0.1
}

# ecn_pair PREFIX WORD I: a packet of host I with ECT(0) outside and inside
ecn_pair()
{
	tcpdump -n -v -r "$WORK/h1.pcap" "src host $1$3" 2>/dev/null |
		grep -A 4 -E "$2 0x0?2[,)]" | grep -q "tos 0x2,.*ICMP"
}

# inside_ce HOST DEV FROM FROM_ADDRESS TO_ADDRESS: what FROM sends with ECT(0)
# is with congestion experienced on DEV of HOST
inside_ce()
{
	capture "$1" "$2" icmp and src host "$4"
	run on "$3" ping -c 1 -W 5 -Q 2 "$5"
	wait_for 5 matches 'tos 0x3,CE' tcpdump -n -v -r "$WORK/$1.pcap"
	uncapture
}

test_ecn_ipv4()
{
	ecn 10.0.0.
}

test_ecn_ipv6()
{
	ecn fd00::
}

# A VM moves from h3, ours, to h2 and back: with its first frame h1 knows.
test_move()
{
	vtep h1 local 10.0.0.1
	vtep h3 local 10.0.0.3
	bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.2
	bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.3
	bridgen h3 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.1
	ovs_vxlan vx1 remote_ip=10.0.0.1 local_ip=10.0.0.2 key=42
	both_ways 10.0.0.1 10.0.0.2
	ipn h2 link set br0 down
	ipn h3 addr flush dev vtep0
	ipn h3 link set vtep0 address 02:00:00:00:00:02
	ipn h3 addr add 192.168.0.2/24 dev vtep0
	pings h3 192.168.0.1
	fdb_has h1 '02:00:00:00:00:02 dst 10.0.0.3 '
	traffic tcp h1 h3 192.168.0.2 $BULK
	ipn h3 link set vtep0 down
	ipn h2 link set br0 up
	pings h2 192.168.0.1
	fdb_has h1 '02:00:00:00:00:02 dst 10.0.0.2 '
	traffic tcp h1 h2 192.168.0.2 $BULK
}

run_tests "$@"
