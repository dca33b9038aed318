#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Attachment external: tunnel metadata are a frame's segment, and often the
# peer as well. They come from tc, eBPF or a bridge, and go there on receipt.
#
#	vma -- h1 vtep0 10.0.0.1 fd00::1 --+
#	vmb -- h2 vtep0 10.0.0.2 fd00::2 --+-- 10.0.0.0/24, fd00::/64
#	       h3       10.0.0.3 fd00::3 --+
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"
. "$(dirname "$0")/vlans.sh"

TESTS="source_changes tc_ipv4 tc_ipv6 bridge_tunnel ebpf_ipv4 ebpf_ipv6 key_only unknown_open
	unknown_filter no_metadata wrong_family vni_of_open flags_ipv4
	flags_ipv6"

A=02:aa:00:00:00:01

setup()
{
	underlay 3
}

# ext HOST WORD...: vtep0, up, and silent of its own
ext()
{
	local h=$1
	shift
	quiet_vtep "$h" external dev eth0 "$@"
}

# by_tc HOST VM VNI LOCAL REMOTE: the VM's frames go to that peer by that VNI,
# and what comes from there by it to the VM
by_tc()
{
	to_vtep "$1" "$2" id "$3" src_ip "$4" dst_ip "$5" dst_port 4789 nocsum
	to_vm "$1" "$2" "$3" "$4" "$5"
}

# to_vtep HOST VM KEY...
to_vtep()
{
	run on "$1" tc qdisc replace dev "$2" clsact
	# matchall cannot be replaced.
	on "$1" tc filter del dev "$2" ingress 2>/dev/null || true
	run on "$1" tc filter add dev "$2" ingress \
		matchall action tunnel_key set "${@:3}" \
		action mirred egress redirect dev vtep0
}

to_vm()
{
	run on "$1" tc qdisc replace dev vtep0 clsact
	run on "$1" tc filter add dev vtep0 ingress protocol all \
		flower enc_key_id "$3" enc_dst_ip "$4" enc_src_ip "$5" \
		enc_dst_port 4789 action tunnel_key unset \
		action mirred egress redirect dev "$2"
}

# sink HOST VNI: a device that counts as sent what comes with this VNI
sink()
{
	ipn "$1" link add "sink$2" type dummy
	ipn "$1" link set "sink$2" addrgenmode none
	ipn "$1" link set "sink$2" up
	run on "$1" tc qdisc replace dev vtep0 clsact
	run on "$1" tc filter add dev vtep0 ingress protocol all \
		flower enc_key_id "$2" action mirred egress redirect \
		dev "sink$2"
}

# bpf HOST set|get DEV WORD...: such a program on what comes in by the device
bpf()
{
	local h=$1 what=$2 dev=$3 file=$WORK/bpf/$1-$3-$BASHPID rc=0 to
	shift 3
	if [ ! -d "$WORK/bpf" ]; then
		mkdir "$WORK/bpf"
		trap 'umount "$WORK/bpf"; cleanup' EXIT
		mount -t bpf bpf "$WORK/bpf"
	fi
	to=${*: -1}
	set -- "${@:1:$#-1}" "redirect=$(ifindex "$h" "$to")"
	rm -f "$file"
	"$PYTHON" "$SELFTESTS/bpf.py" "$what" "$file" "$@" || rc=$?
	[ "$rc" != 4 ] || skip "this kernel has no bpf(2)"
	[ "$rc" = 0 ]
	run on "$h" tc qdisc replace dev "$dev" clsact
	on "$h" tc filter del dev "$dev" ingress 2>/dev/null || true
	run on "$h" tc filter add dev "$dev" ingress bpf direct-action \
		object-pinned "$file"
}

# tenant HOST VM I: a VM whose MTU leaves no room for the outer headers: the VTEP
# has to tell it
tenant()
{
	vm "$1" "$2" "$3"
}

# Two tenants with the same addresses on both hosts
by_tc_pairs()
{
	local p=$1 t
	ext h1 local "${p}1"
	ext h2 local "${p}2"
	for t in 7 8; do
		tenant h1 vma$t 1
		tenant h2 vmb$t 2
		by_tc h1 vma$t 500$t "${p}1" "${p}2"
		by_tc h2 vmb$t 500$t "${p}2" "${p}1"
	done
	capture h3 eth0
	for t in 7 8; do
		pings vma$t 192.168.7.2
		pings vmb$t 2001:db8:7::1
		traffic tcp vma$t vmb$t 192.168.7.2,2001:db8:7::2 1000000
	done
	# Straight to the peer, never flooded; nothing learned
	lacks VXLAN captured h3
	equal "learned" "$(fdb_count h1)" 0
	stat_is h1 tx_bum 0
	ipn vmb8 link set eth0 down
	no_ping vma8 192.168.7.2
	pings vma7 192.168.7.2
}

test_tc_ipv4()
{
	by_tc_pairs 10.0.0.
}

test_tc_ipv6()
{
	by_tc_pairs fd00::
}

# A bridge that translates VLANs to VNIs; the kernel's own driver on h3
test_bridge_tunnel()
{
	local t
	modprobe vxlan 2>/dev/null || true
	ext h1 local 10.0.0.1 vnifilter
	run on h1 vtepctl vni add dev vtep0 vni 5007-5008
	ipn h1 link add br0 type bridge vlan_filtering 1 vlan_default_pvid 0
	ipn h1 link set br0 up
	ipn h1 link set vtep0 master br0
	run bridgen h1 link set dev vtep0 vlan_tunnel on
	for t in 7 8; do
		run bridgen h1 vlan add dev vtep0 vid $t
		run bridgen h1 vlan add dev vtep0 vid $t tunnel_info id 500$t
		vm h1 vma$t 1
		ipn h1 link set vma$t master br0
		bridgen h1 vlan add dev vma$t vid $t pvid untagged
		run bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 \
			dst 10.0.0.3 src_vni 500$t
		ns vmc$t
		ipn h3 link add vx$t address 02:00:00:00:08:03 type vxlan \
			id 500$t remote 10.0.0.1 dev eth0 dstport 4789
		ipn h3 link set vx$t netns "${NSP}vmc$t"
		addresses vmc$t vx$t 3
	done
	capture h3 eth0 udp port 4789
	for t in 7 8; do
		pings vma$t 192.168.7.3
		pings vmc$t 2001:db8:7::1
		fdb_has h1 "02:00:00:00:08:03 dst 10.0.0.3 src_vni 500$t "
	done
	lacks '802\.1Q|vlan' captured h3 -v
	uncapture
	traffic tcp vma7 vmc7 192.168.7.3,2001:db8:7::3 1000000
	ipn vmc8 link set vx8 down
	no_ping vma8 192.168.7.3
	pings vma7 192.168.7.3
	# A VNI of the bridge's that is not the VTEP's
	run on h1 vtepctl vni del dev vtep0 vni 5007
	no_ping vma7 192.168.7.3
	[ "$(ethstat h1 tx_no_vni)" -gt 0 ]
}

ebpf()
{
	local p=$1
	ext h1 local "${p}1"
	ext h2 local "${p}2"
	tenant h1 vma 1
	tenant h2 vmb 2
	bpf h1 set vma id=5007 remote="${p}2" vtep0
	bpf h1 get vtep0 id=5007 remote="${p}2" vma
	bpf h2 set vmb id=5007 remote="${p}1" vtep0
	bpf h2 get vtep0 id=5007 remote="${p}1" vmb
	pings vma 192.168.7.2
	pings vmb 2001:db8:7::1
	traffic tcp vma vmb 192.168.7.2,2001:db8:7::2 1000000
	# Neither another VNI nor another peer
	bpf h2 get vtep0 id=5008 remote="${p}1" vmb
	no_ping vma 192.168.7.2
	bpf h2 get vtep0 id=5007 remote="${p}3" vmb
	no_ping vma 192.168.7.2
	bpf h2 get vtep0 id=5007 remote="${p}1" vmb
	pings vma 192.168.7.2
}

test_ebpf_ipv4()
{
	ebpf 10.0.0.
}

test_ebpf_ipv6()
{
	ebpf fd00::
}

# Metadata that say no peer: the FDB and the flood list of the segment decide.
test_key_only()
{
	ext h1 local 10.0.0.1 vnifilter
	run on h1 vtepctl vni add dev vtep0 vni 5007 flood 10.0.0.3
	run bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2 src_vni 5007
	vm h1 vma 1
	ipn vma link set eth0 down
	ipn vma link set eth0 addrgenmode none
	ipn vma addr flush dev eth0
	ipn vma link set eth0 up
	bpf h1 set vma id=5007 vtep0
	capture h2 eth0 udp port 4789
	into vma dev=eth0 dmac=$A type=88b5
	into vma dev=eth0 dmac=02:aa:00:00:00:02 type=88b5 n=2
	peer_stat_is h1 10.0.0.2 tx_packets 1
	peer_stat_is h1 10.0.0.3 tx_packets 2
	wire_reaches h2 1 "$(of_vni 5007)" and 'udp[28:2] = 0x88b5'
	# An open VTEP has neither.
	ipn h1 link del vtep0
	ext h1 local 10.0.0.1
	bpf h1 set vma id=5007 vtep0
	into vma dev=eth0 type=88b5 n=3
	stat_is h1 tx_no_remote 3
	link_stat_is h1 tx packets 0
}

# Any VNI comes in, and says which it was
test_unknown_open()
{
	ext h1 local 10.0.0.1
	sink h1 5007
	sink h1 16777215
	from h2 vni=5007 type=88b5 n=2
	from h2 vni=16777215 type=88b5
	from h2 vni=0 type=88b5
	link_stat_reaches h1 rx packets 4
	link_stat_is h1 tx packets 2 sink5007
	link_stat_is h1 tx packets 1 sink16777215
	stat_is h1 rx_unknown_vni 0
	equal "learned" "$(fdb_count h1)" 0
	# But what another VTEP has is that one's.
	VTEP_DEV=vtep1 quiet_vtep h1 id 42
	from h2 vni=42 type=88b5
	link_stat_reaches h1 rx packets 1 vtep1
	link_stat_is h1 rx packets 4
}

test_unknown_filter()
{
	ext h1 local 10.0.0.1 vnifilter
	run on h1 vtepctl vni add dev vtep0 vni 5007
	sink h1 5007
	from h2 vni=5008 type=88b5 n=2
	from h2 vni=5007 type=88b5
	link_stat_reaches h1 tx packets 1 sink5007
	link_stat_is h1 rx packets 1
	stat_is h1 rx_unknown_vni 2
}

# A frame that says nothing, and one of a VNI that is not here
test_no_metadata()
{
	ext h1 local 10.0.0.1
	into h1 type=88b5 n=3
	stat_is h1 tx_no_metadata 3
	link_stat_is h1 tx dropped 3
	ipn h1 link del vtep0
	ext h1 local 10.0.0.1 vnifilter
	run on h1 vtepctl vni add dev vtep0 vni 5007 flood 10.0.0.2
	into h1 type=88b5 n=2
	stat_is h1 tx_no_metadata 2
	ipn h1 link add in0 type veth peer name out0
	ipn h1 link set in0 addrgenmode none up
	ipn h1 link set out0 addrgenmode none up
	to_vtep h1 out0 id 5008 src_ip 10.0.0.1 dst_ip 10.0.0.2
	into h1 dev=in0 type=88b5
	stat_is h1 tx_no_vni 1
	to_vtep h1 out0 id 5007 src_ip 10.0.0.1 dst_ip 10.0.0.2
	into h1 dev=in0 type=88b5
	seg_is h1 5007 tx_packets 1
}

test_wrong_family()
{
	ext h1 local 10.0.0.1
	ipn h1 link add in0 type veth peer name out0
	ipn h1 link set in0 addrgenmode none up
	ipn h1 link set out0 addrgenmode none up
	to_vtep h1 out0 id 5007 src_ip fd00::1 dst_ip fd00::2
	into h1 dev=in0 type=88b5 n=3
	stat_is h1 tx_no_metadata 3
	ipn h1 link del vtep0
	ext h1 local fd00::1
	to_vtep h1 out0 id 5007 src_ip 10.0.0.1 dst_ip 10.0.0.2
	into h1 dev=in0 type=88b5 n=2
	stat_is h1 tx_no_metadata 2
	link_stat_is h1 tx packets 0
}

# A VNI of its own on a VTEP that takes all: counters, FDB, flood list
test_vni_of_open()
{
	ext h1 local 10.0.0.1
	run on h1 vtepctl vni add dev vtep0 vni 5007 flood 10.0.0.2
	from h2 vni=5007 smac=$A type=88b5 n=2
	from h2 vni=5008 smac=02:aa:00:00:00:02 type=88b5 n=3
	link_stat_reaches h1 rx packets 5
	seg_is h1 5007 rx_packets 2
	fdb_has h1 "^$A dst 10.0.0.2 src_vni 5007 "
	fdb_lacks h1 02:aa:00:00:00:02
	run on h1 vtepctl vni del dev vtep0 vni 5007
	fdb_lacks h1 "$A"
	from h2 vni=5007 type=88b5
	link_stat_reaches h1 rx packets 6
}

# What the metadata say of the outer headers: on the wire. FIELDS is a filter
# for TOS 0x20 and TTL 9, CSUM the place of the UDP checksum.
flags()
{
	local p=$1 fields=$2 csum=$3 f
	ext h1 local "${p}1" df unset
	ipn h1 link add in0 type veth peer name out0
	ipn h1 link set in0 addrgenmode none up
	ipn h1 link set out0 addrgenmode none up
	capture h2 eth0 udp port 4789
	to_vtep h1 out0 id 1 src_ip "${p}1" dst_ip "${p}2" tos 0x20 ttl 9 nocsum
	into h1 dev=in0 type=88b5
	to_vtep h1 out0 id 2 src_ip "${p}1" dst_ip "${p}2" dst_port 4789 csum
	into h1 dev=in0 type=88b5
	bpf h1 set out0 id=3 remote="${p}2" tos=0x20 ttl=9 flags=2 vtep0
	into h1 dev=in0 type=88b5
	bpf h1 set out0 id=4 remote="${p}2" flags=4 vtep0
	into h1 dev=in0 type=88b5
	wire_reaches h2 4 udp port 4789
	for f in 1 3; do
		wire h2 1 "$(by_vni "$p" $f) and $fields and $csum = 0"
	done
	for f in 2 4; do
		wire h2 0 "$(by_vni "$p" $f) and $fields"
		wire h2 1 "$(by_vni "$p" $f) and $csum != 0"
	done
}

# by_vni PREFIX VNI: likewise over IPv6, of which udp[] knows nothing
by_vni()
{
	case $1 in
	*:*) echo "ip6[52:4] = $(($2 << 8))" ;;
	*) of_vni "$2" ;;
	esac
}

test_flags_ipv4()
{
	flags 10.0.0. 'ip[1] = 0x20 and ip[8] = 9' 'udp[6:2]'
	wire h2 1 "$(of_vni 4)" and 'ip[6] & 0x40 != 0'
	wire h2 1 'ip[6] & 0x40 != 0'
	# Else the VTEP says whether, for all
	ipn h1 link set vtep0 type vtep df set
	bpf h1 set out0 id=5 remote=10.0.0.2 vtep0
	into h1 dev=in0 type=88b5
	wire_reaches h2 1 "$(of_vni 5)" and 'ip[6] & 0x40 != 0'
}

test_flags_ipv6()
{
	flags fd00:: 'ip6[0:2] & 0x0ff0 = 0x0200 and ip6[7] = 9' 'ip6[46:2]'
}

# source_of ADDRESS: what is sent to .2 of the routed network has that outside
source_of()
{
	capture h2 eth0 udp port 4789
	on h1 ping -c 1 -W 1 192.168.50.2 >/dev/null || true
	wait_for 10 matches "$1\.[0-9]* > 10\.0\.0\.2\.4789" captured h2
	uncapture
}

# Metadata of a route that say nothing of the source: it is the VTEP's, at any time.
test_source_changes()
{
	ext h1 local 10.0.0.1
	ipn h1 addr add 192.168.50.1/32 dev vtep0
	ipn h1 route add 192.168.50.0/24 encap ip id 5 dst 10.0.0.2 dev vtep0
	ipn h1 neigh add 192.168.50.2 lladdr 02:00:00:00:50:02 dev vtep0 nud permanent
	source_of '10\.0\.0\.1'
	ipn h1 addr add 10.0.0.11/24 dev eth0
	run ipn h1 link set vtep0 type vtep local 10.0.0.11
	source_of '10\.0\.0\.11'
}

frames_start
run_tests "$@"
