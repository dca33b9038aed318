#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Attachment vlan: the 802.1Q tag of a frame on the VTEP is its segment, and is
# not part of what is sent. Where groups are joined: active.sh.
#
#	h1 vtep0 10.0.0.1 fd00::1 --+
#	h2 vtep0 10.0.0.2 fd00::2 --+-- 10.0.0.0/24, fd00::/64
#	h3       10.0.0.3 fd00::3 --+
#
# VNI 5007 is VLAN 7, 5008 is VLAN 8, 5000 is what has no tag; on h2 the VLANs
# are 77 and 78. What is upon vtep0 is drawn with each test.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"
. "$(dirname "$0")/vlans.sh"

TESTS="subif_ipv4 subif_ipv6 isolation bridge_aware bridge_unaware macvlan
	macvtap upon_vtep no_tag no_vni payload_tag qinq qinq_untagged
	offload_ipv4 offload_ipv6 pcp_dscp pcp_dscp_ipv6 interop refusals
	refusals_raw constant"

setup()
{
	underlay 3
}

# no_tags HOST VNI: frames of it were captured, and none with a tag
no_tags()
{
	matches "vni $2" captured "$1" -v
	lacks '802\.1Q|vlan' captured "$1" -v
}

# Three hosts with VLAN interfaces upon their VTEPs. The tag is not sent, and
# each host has its own VLAN for the VNI.
subif()
{
	local group=$1 i j
	for i in 1 2 3; do
		trunk h$i local "$2$i"
	done
	for i in 1 3; do
		vni h$i 5007 7 group "$group"
		sub h$i 7
	done
	vni h2 5007 77 group "$group"
	sub h2 77
	capture h3 eth0 udp port 4789
	for i in 1 2 3; do
		for j in 1 2 3; do
			[ $i = $j ] || pings h$i 192.168.7.$j
			[ $i = $j ] || pings h$i 2001:db8:7::$j
		done
	done
	uncapture
	no_tags h3 5007
	# What is received has the tag of this host
	capture h2 vtep0
	pings h1 192.168.7.2
	wait_for 10 matches 'vlan 77, p 0, ethertype IPv4' captured h2
	lacks 'vlan 7,' captured h2
	lacks 'ethertype IPv4 .0x0800., length' captured h2 not vlan
	fdb_has h1 "02:00:00:00:07:02 dst ${2}2 src_vni 5007 "
}

test_subif_ipv4()
{
	subif 239.1.1.7 10.0.0.
}

test_subif_ipv6()
{
	subif ff05::7 fd00::
}

# Two tenants with the same MAC and IP addresses know nothing of each other.
test_isolation()
{
	local i
	for i in 1 2; do
		trunk h$i local 10.0.0.$i
		ns "t7h$i" "t8h$i"
		vni h$i 5007 7
		vni h$i 5008 8
		sub h$i 7 t7h$i
		sub h$i 8 t8h$i
	done
	pings t7h1 192.168.7.2
	pings t8h1 2001:db8:7::2
	ipn t8h2 link set v8 down
	run on t7h1 ping -c 1 -W 5 -n 192.168.7.2
	no_ping t8h1 192.168.7.2
	ipn t8h2 link set v8 up
	pings t8h1 192.168.7.2
	ipn t7h2 link set v7 down
	no_ping t7h1 192.168.7.2
	# One MAC, in two segments; and it moves in one of them only.
	fdb_has h1 '02:00:00:00:07:02 dst 10.0.0.2 src_vni 5007 '
	fdb_has h1 '02:00:00:00:07:02 dst 10.0.0.2 src_vni 5008 '
	from h3 vni=5007 smac=02:00:00:00:07:02
	wait_for 10 fdb_has h1 '02:00:00:00:07:02 dst 10.0.0.3 src_vni 5007 '
	fdb_has h1 '02:00:00:00:07:02 dst 10.0.0.2 src_vni 5008 '
	pings t8h1 192.168.7.2
}

# VMs are ports of their VLAN, the VTEP is the trunk:
#	vma (7) --+
#	vmb (8) --+-- br0 -- vtep0
test_bridge_aware()
{
	trunk h1 local 10.0.0.1
	vni h1 5007 7
	vni h1 5008 8
	ipn h1 link add br0 type bridge vlan_filtering 1 vlan_default_pvid 0
	ipn h1 link set br0 up
	ipn h1 link set vtep0 master br0
	vm h1 vma 1
	vm h1 vmb 1
	ipn h1 link set vma master br0
	ipn h1 link set vmb master br0
	bridgen h1 vlan add dev vma vid 7 pvid untagged
	bridgen h1 vlan add dev vmb vid 8 pvid untagged
	bridgen h1 vlan add dev vtep0 vid 7
	bridgen h1 vlan add dev vtep0 vid 8
	trunk h2 local 10.0.0.2
	ns t7h2 t8h2
	vni h2 5007 77
	vni h2 5008 78
	sub h2 77 t7h2
	sub h2 78 t8h2
	capture h2 eth0 udp port 4789
	pings vma 192.168.7.2
	uncapture
	no_tags h2 5007
	pings vmb 2001:db8:7::2
	pings t7h2 192.168.7.1
	pings t8h2 192.168.7.1
	ipn t8h2 link set v78 down
	no_ping vmb 192.168.7.2
	pings vma 192.168.7.2
	traffic tcp vma t7h2 192.168.7.2,2001:db8:7::2 1000000
	# A VLAN that the trunk has no more
	bridgen h1 vlan del dev vtep0 vid 7
	no_ping vma 192.168.7.2
}

# The bridge leaves tags alone, the VM has them: VLAN 7, 8 and none
test_bridge_unaware()
{
	local v
	trunk h1 local 10.0.0.1
	trunk h2 local 10.0.0.2
	ipn h1 link add br0 type bridge vlan_default_pvid 0
	ipn h1 link set br0 up
	ipn h1 link set vtep0 master br0
	vm h1 vma 1
	ipn h1 link set vma master br0
	for v in 7 8; do
		# 239/8, but joined: nobody asks for the VLAN
		vni h1 500$v $v group 239.1.1.$v join always
		vni h2 500$v 7$v group 239.1.1.$v
		ipn vma link add link eth0 name e$v type vlan id $v
		ipn vma addr add 192.168.1$v.1/24 dev e$v
		ipn vma link set e$v up
		ipn h2 link add link vtep0 name v7$v type vlan id 7$v
		ipn h2 addr add 192.168.1$v.2/24 dev v7$v
		ipn h2 link set v7$v up
	done
	vni h1 5000 0
	vni h2 5000 0
	addresses h2 vtep0 2
	capture h2 eth0 udp port 4789
	pings vma 192.168.17.2
	pings vma 192.168.18.2
	pings h2 192.168.17.1
	pings h2 192.168.18.1
	pings vma 192.168.7.2
	uncapture
	no_tags h2 5000
	no_tags h2 5007
	no_tags h2 5008
}

# Two VMs upon a VLAN interface, and the other host
test_macvlan()
{
	trunk h1 local 10.0.0.1
	trunk h2 local 10.0.0.2
	vni h1 5007 7
	vni h2 5007 77
	ipn h1 link add link vtep0 name v7 type vlan id 7
	ipn h1 link set v7 up
	sub h2 77
	ns vma vmb
	ipn h1 link add link v7 name mva type macvlan mode bridge
	ipn h1 link add link v7 name mvb type macvlan mode bridge
	ipn h1 link set mva netns "${NSP}vma"
	ipn h1 link set mvb netns "${NSP}vmb"
	addresses vma mva 4
	addresses vmb mvb 5
	pings vma 192.168.7.2
	pings vma 192.168.7.5
	pings h2 2001:db8:7::4
	pings h2 192.168.7.5
	traffic tcp vma h2 192.168.7.2,2001:db8:7::2 1000000
}

# An ARP request for 192.168.7.2 out of the character device, and its answer
test_macvtap()
{
	local node
	trunk h1 local 10.0.0.1
	trunk h2 local 10.0.0.2
	vni h1 5007 7
	vni h2 5007 77
	sub h2 77
	ipn h1 link add link vtep0 name v7 type vlan id 7
	ipn h1 link set v7 up
	ipn h1 link add link v7 name mvt address 02:aa:00:00:00:07 \
		type macvtap mode bridge
	ipn h1 link set mvt up
	node=$(on h1 sh -c 'cat /sys/class/net/mvt/macvtap/tap*/dev')
	mknod "$WORK/tap" c "${node%:*}" "${node#*:}"
	frames macvtap h1 node="$WORK/tap" \
		raw=ffffffffffff02aa0000000708060001080006040001"02aa00000007c0a80706000000000000c0a80702" \
		until=02aa00000007020000000702080600010800060400020200000007"02c0a80702"
	fdb_has h1 '02:00:00:00:07:02 dst 10.0.0.2 src_vni 5007 '
	fdb_has h2 '02:aa:00:00:00:07 dst 10.0.0.1 src_vni 5007 '
}

# macvlan upon the VTEP itself: its own frames have no tag, those of a VLAN
# interface upon it have
test_upon_vtep()
{
	trunk h1 local 10.0.0.1
	trunk h2 local 10.0.0.2
	ns vma
	ipn h1 link add link vtep0 name mva type macvlan mode bridge
	ipn h1 link set mva netns "${NSP}vma"
	addresses vma mva 4
	ipn vma link add link mva name v7 type vlan id 7
	ipn vma addr add 192.168.17.4/24 dev v7
	ipn vma link set v7 up
	vni h1 5000 0
	vni h1 5007 7
	vni h2 5000 0
	vni h2 5007 77
	addresses h2 vtep0 2
	ipn h2 link add link vtep0 name v77 type vlan id 77
	ipn h2 addr add 192.168.17.2/24 dev v77
	ipn h2 link set v77 up
	pings vma 192.168.7.2
	pings vma 192.168.17.2
	pings h2 2001:db8:7::4
	pings h2 192.168.17.4
	no_ping vma 192.168.17.9
}

# Untagged, and with a tag that says nothing but the priority: VLAN 0
test_no_tag()
{
	trunk h1 local 10.0.0.1
	vni h1 5000 0 flood 10.0.0.2
	vni h1 5007 7 flood 10.0.0.2
	capture h2 eth0 udp port 4789
	into h1 type=88b5
	into h1 type=88b5 tag=81000000
	into h1 type=88b5 tag=8100a000
	into h1 type=88b5 tag=81000007
	into h1 type=88b5 tag=8100e007
	wire_reaches h2 2 "$(of_vni 5007)" and 'udp[28:2] = 0x88b5'
	wire h2 3 "$(of_vni 5000)" and 'udp[28:2] = 0x88b5'
	wire h2 5 udp port 4789
	# 14 bytes and 46 each: the tag is not counted either.
	seg_is h1 5000 tx_packets 3
	seg_is h1 5000 tx_bytes 180
	seg_is h1 5007 tx_bytes 120
	capture h1 vtep0
	from h2 vni=5000 type=88b5
	from h2 vni=5007 type=88b5
	wire_reaches h1 1 vlan 7 and ether proto 0x88b5
	wire h1 1 ether proto 0x88b5
	wire h1 1 vlan
}

# A VLAN that is no segment's, and one that is so no more
test_no_vni()
{
	trunk h1 local 10.0.0.1
	vni h1 5007 7 flood 10.0.0.2
	ipn h1 link add link vtep0 name v9 type vlan id 9
	ipn h1 link set v9 addrgenmode none
	ipn h1 link set v9 up
	into h1 type=88b5 n=2
	into h1 type=88b5 tag=81000009
	into h1 type=88b5 tag=81000fff
	into h1 type=88b5 dev=v9 n=2
	stat_is h1 tx_no_vni 6
	link_stat_is h1 tx dropped 6
	seg_is h1 5007 tx_packets 0
	vni h1 5009 9 flood 10.0.0.2
	into h1 type=88b5 dev=v9
	into h1 type=88b5 tag=81000009
	seg_is h1 5009 tx_packets 2
	run on h1 vtepctl vni del dev vtep0 vni 5009
	into h1 type=88b5 dev=v9
	stat_is h1 tx_no_vni 7
	# Nor is there anybody for what is received.
	from h2 vni=5009 type=88b5
	stat_reaches h1 rx_unknown_vni 1
}

# The tag is in the frame's bytes, not beside them; also in one large packet,
# which is cut behind it: four packets with right checksums.
test_payload_tag()
{
	trunk h1 local 10.0.0.1
	vni h1 5007 7 flood 10.0.0.2
	capture h2 eth0 udp port 4789
	into h1 type=88b5 tag=81000007
	run on h1 ethtool -K eth0 tso off gso off tx off
	into h1 tag=81000007 gso=500 size=2000
	wire_reaches h2 4 "$(of_vni 5007)" and 'udp[28:2] = 0x0800'
	wire h2 1 "$(of_vni 5007)" and 'udp[28:2] = 0x88b5'
	equal "right checksums" "$(captured h2 -vv | grep -c 'Flags .* cksum .*(correct)')" 4
	# A tag and nothing behind it
	into h1 raw=ffffffffffff02aa0000000181000007
	stat_is h1 tx_short 1
	link_stat_is h1 tx dropped 1
}

# A second tag is one of the tenant's own.
test_qinq()
{
	local i
	for i in 1 2; do
		trunk h$i local 10.0.0.$i
		vni h$i 5007 7 flood 10.0.0.$((3 - i))
		sub h$i 7
		ipn h$i link add link v7 name q100 type vlan id 100
		ipn h$i addr add 192.168.17.$i/24 dev q100
		ipn h$i link set q100 up
	done
	pings h1 192.168.7.2
	no_ping h1 192.168.17.2
	[ "$(ethstat h1 tx_inner_vlan)" -ge 2 ]
	stat_is h1 tx_no_vni 0
	from h1 to=10.0.0.2 vni=5007 tag=81000064 smac=02:bb:00:00:00:01
	stat_reaches h2 rx_inner_vlan 1
	seg_is h2 5007 rx_dropped 1
	for i in 1 2; do
		ipn h$i link set vtep0 type vtep inner_vlan pass
	done
	capture h2 eth0 udp port 4789
	pings h1 192.168.17.2
	pings h2 192.168.17.1
	into h1 type=88b5 tag=8100000781000064
	into h1 type=88b5 tag=8100000788a80064
	wire_reaches h2 1 "$(of_vni 5007)" and 'udp[28:4] = 0x88a80064'
	wire h2 1 "$(of_vni 5007)" and 'udp[28:4] = 0x81000064 and udp[32:2] = 0x88b5'
	lacks 'vlan 7,' captured h2 -v
}

# Without a tag of its own, a tenant's must not be taken for that of another
# segment when it is received.
test_qinq_untagged()
{
	trunk h1 local 10.0.0.1 inner_vlan pass
	vni h1 5000 0
	vni h1 5007 7
	capture h1 vtep0
	from h2 vni=5000 type=88b5 tag=81000007
	stat_reaches h1 rx_inner_vlan 1
	seg_is h1 5000 rx_dropped 1
	from h2 vni=5000 type=88b5 tag=81000000
	stat_reaches h1 rx_inner_vlan 2
	from h2 vni=5000 type=88b5 tag=88a80007
	from h2 vni=5007 type=88b5 tag=81000008
	wire_reaches h1 1 vlan 7 and vlan 8
	wire h1 2
}

# Bytes of a TCP transfer, each way
BULK=2000000

offload()
{
	local i
	for i in 1 2; do
		trunk h$i local "$1$i"
		vni h$i 5007 7 flood "$1$((3 - i))"
		sub h$i 7
	done
	pings h1 192.168.7.2
	pings h1 2001:db8:7::2
	matches 'tcp-segmentation-offload: on' on h1 ethtool -k v7
	matches 'tx-checksumming: on' on h1 ethtool -k v7
	capture h2 eth0 -s 128 udp port 4789 and greater 3000
	traffic tcp h1 h2 192.168.7.2,2001:db8:7::2 $BULK
	uncapture
	[ "$(packets h2)" -gt 20 ]
	for dev in eth0 vtep0 v7; do
		run on h1 ethtool -K $dev tso off gso off
		run on h2 ethtool -K $dev gro on
		traffic tcp h1 h2 192.168.7.2,2001:db8:7::2 $BULK
	done
	for dev in eth0 vtep0 v7; do
		run on h1 ethtool -K $dev tx off sg off
		run on h2 ethtool -K $dev gro off
	done
	traffic tcp h1 h2 192.168.7.2,2001:db8:7::2 $BULK
}

test_offload_ipv4()
{
	offload 10.0.0.
}

test_offload_ipv6()
{
	offload fd00::
}

# The priority is one of eight class selectors; only where it is asked for
pcp_dscp()
{
	local field=$1 to=$2 shift=$3 p n
	vni h1 5000 0 flood "$to"
	vni h1 5007 7 flood "$to"
	capture h2 eth0 udp port 4789
	into h1 tag=8100a007
	wire_reaches h2 1 "$field = 0"
	ipn h1 link set vtep0 type vtep pcp_dscp
	matches ' pcp_dscp ' ipn h1 -d link show vtep0
	for p in 1 2 3 4 5 6 7; do
		into h1 "tag=8100$(printf '%04x' $((p << 13 | 7)))"
		wire_reaches h2 1 "$field = $((p << 5 << shift))"
	done
	# Also where no segment's tag is, and none beside none; DSCP 40 is CS5.
	into h1 tag=8100a000
	wire_reaches h2 2 "$field = $((40 << 2 << shift))"
	into h1
	wire_reaches h2 2 "$field = 0"
	# From a VLAN interface; congestion marks stay the frame's own.
	ipn h1 link add link vtep0 name v7 type vlan id 7 egress-qos-map 0:6
	ipn h1 link set v7 addrgenmode none
	ipn h1 link set v7 up
	into h1 dev=v7 tos_in=1
	wire_reaches h2 1 "$field = $((0xc1 << shift))"
	ipn h1 link set vtep0 type vtep nopcp_dscp
	n=$(packets h2 "$field = 0")
	into h1 tag=8100a007
	wire_reaches h2 $((n + 1)) "$field = 0"
}

test_pcp_dscp()
{
	trunk h1 local 10.0.0.1
	pcp_dscp 'ip[1]' 10.0.0.2 0
}

test_pcp_dscp_ipv6()
{
	trunk h1 local fd00::1
	pcp_dscp 'ip6[0:2] & 0x0ff0' fd00::2 4
}

# The kernel's own driver on h3 has a device for each VNI.
test_interop()
{
	local t
	modprobe vxlan 2>/dev/null || true
	trunk h1 local 10.0.0.1
	for t in 7 8; do
		ns t${t}h1 t${t}h3
		vni h1 500$t $t group 239.1.1.$t
		sub h1 $t t${t}h1
		ipn h3 link add vx$t address 02:00:00:00:07:03 type vxlan \
			id 500$t group 239.1.1.$t dev eth0 dstport 4789
		ipn h3 link set vx$t netns "${NSP}t${t}h3"
		addresses t${t}h3 vx$t 3
	done
	for t in 7 8; do
		pings t${t}h1 192.168.7.3
		pings t${t}h3 2001:db8:7::1
		traffic tcp t${t}h1 t${t}h3 192.168.7.3,2001:db8:7::3 1000000
	done
	ipn t8h3 link set vx8 down
	no_ping t8h1 192.168.7.3
	pings t7h1 192.168.7.3
}

# refused TEXT WORD...: such a VTEP is not made
refused()
{
	local text=$1
	shift
	refuse "$text" ipn h1 link add vtep9 type vtep "$@"
	lacks vtep9 ipn h1 -br link show
}

test_refusals()
{
	refused 'id: a VTEP needs a VNI' local 10.0.0.1
	refused 'id: this attachment has VNIs of its own' attach vlan id 42
	refused 'id: this attachment has VNIs of its own' external id 42
	refused 'vnifilter: only attachment external' attach vlan vnifilter
	refused 'vnifilter: only attachment external' id 42 vnifilter
	refused 'contradicts external' attach vlan external
	refused 'remote: belongs to a VNI' attach vlan remote 10.0.0.2
	refused 'remote: belongs to a VNI' external remote fd00::2
	refused 'remote: belongs to a VNI' attach vlan group 239.1.1.1 dev eth0
	refused 'pcp_dscp: only tags of attachment vlan' id 42 pcp_dscp
	refused 'pcp_dscp: only tags of attachment vlan' external pcp_dscp
	refused 'not "id", "vlan" or "external"' attach tag
	# One takes what nobody else on the port does.
	run ipn h1 link add vtep0 type vtep external
	refused 'VTEP vtep0 takes any VNI already' external
	run ipn h1 link add vtep1 type vtep external dstport 4790
	run ipn h1 link add vtep2 type vtep external vnifilter
	run ipn h1 link add vtep3 type vtep attach vlan
	run ipn h1 link add vtep4 type vtep id 42
	run ipn h1 -6 link add vtep5 type vtep external
	ipn h1 link del vtep0
	run ipn h1 link add vtep6 type vtep external
}

# The same from the kernel alone
test_refusals_raw()
{
	run on h1 "$PYTHON" "$SELFTESTS/rawlink.py" <<-EOF
		EINVAL needs a VNI | add vtep9 attachment=00
		EINVAL needs a VNI | add vtep9 COLLECT_METADATA=00
		ERANGE range | add vtep9 attachment=03
		EINVAL . | add vtep9 attachment=
		EINVAL this attachment has VNIs | add vtep9 attachment=01 ID=u32:42
		EINVAL this attachment has VNIs | add vtep9 attachment=02 ID=u32:42
		EINVAL this attachment has VNIs | add vtep9 COLLECT_METADATA=01 ID=u32:42
		EINVAL only attachment external | add vtep9 attachment=01 VNIFILTER=01
		EINVAL only attachment external | add vtep9 ID=u32:42 VNIFILTER=01
		EINVAL contradicts external | add vtep9 COLLECT_METADATA=01 attachment=01
		EINVAL contradicts external | add vtep9 attachment=00 COLLECT_METADATA=01 ID=u32:42
		EINVAL belongs to a VNI | add vtep9 attachment=01 GROUP=10.0.0.2
		EINVAL belongs to a VNI | add vtep9 attachment=02 GROUP6=fd00::2
		EINVAL belongs to a VNI | add vtep9 attachment=01 GROUP=239.1.1.1
		EINVAL only tags of attachment vlan | add vtep9 ID=u32:42 pcp_dscp=01
		ERANGE range | add vtep9 attachment=01 pcp_dscp=02
		# Of the in-tree driver's tools
		OK | add vtep0 COLLECT_METADATA=01 ID=u32:0 VNIFILTER=00
		EEXIST vtep0 takes any VNI | add vtep9 COLLECT_METADATA=01 ID=u32:0
		EEXIST vtep0 takes any VNI | add vtep9 attachment=02
		OK | add vtep1 attachment=01 pcp_dscp=01
		OK | add vtep2 COLLECT_METADATA=01 VNIFILTER=01
		OK | add vtep3 ID=u32:42 attachment=00 COLLECT_METADATA=00
		EOPNOTSUPP cannot be changed | set vtep0 attachment=01
		EOPNOTSUPP . | set vtep0 COLLECT_METADATA=00
		EOPNOTSUPP . | set vtep0 VNIFILTER=01
		EOPNOTSUPP cannot be changed | set vtep1 attachment=00
		EOPNOTSUPP . | set vtep1 COLLECT_METADATA=01
		EOPNOTSUPP . | set vtep2 VNIFILTER=00
		EOPNOTSUPP cannot be changed | set vtep3 attachment=02
		EINVAL only tags of attachment vlan | set vtep3 pcp_dscp=01
		EINVAL belongs to a VNI | set vtep1 GROUP=10.0.0.2
		EOPNOTSUPP . | set vtep1 ID=u32:42
		# What it is already
		OK | set vtep0 COLLECT_METADATA=01 VNIFILTER=00
		OK | set vtep1 attachment=01 pcp_dscp=00
		OK | set vtep2 attachment=02
	EOF
	lacks vtep9 ipn h1 -br link show
}

# Attachments are for ever, and remotes belong to their VNIs.
test_constant()
{
	trunk h1 local 10.0.0.1
	vni h1 5007 7
	refuse 'attach: cannot be changed' ipn h1 link set vtep0 type vtep attach id
	refuse 'attach: cannot be changed' \
		ipn h1 link set vtep0 type vtep attach external
	refuse 'external' ipn h1 link set vtep0 type vtep external
	refuse 'vnifilter' ipn h1 link set vtep0 type vtep vnifilter
	refuse 'id' ipn h1 link set vtep0 type vtep id 5007
	refuse 'remote: belongs to a VNI' \
		ipn h1 link set vtep0 type vtep remote 10.0.0.2
	run ipn h1 link set vtep0 type vtep attach vlan pcp_dscp ttl 9
	matches 'vtep attach vlan .* pcp_dscp ' ipn h1 -d link show vtep0
	ipn h1 link add vtep1 type vtep id 42
	refuse 'attach: cannot be changed' ipn h1 link set vtep1 type vtep attach vlan
	refuse 'pcp_dscp: only tags' ipn h1 link set vtep1 type vtep pcp_dscp
	run ipn h1 link set vtep1 type vtep attach id
	refuse 'one segment, of attachment id' \
		on h1 vtepctl vni add dev vtep1 vni 43
	refuse 'one segment, of attachment id' \
		on h1 vtepctl vni del dev vtep1 vni 42
	# FDB entries say which segment's they are.
	refuse 'name one with src_vni' \
		bridgen h1 fdb add 02:aa:00:00:00:01 dev vtep0 dst 10.0.0.2
	refuse 'no segment with this VNI' bridgen h1 fdb add 02:aa:00:00:00:01 \
		dev vtep0 dst 10.0.0.2 src_vni 5008
	run bridgen h1 fdb add 02:aa:00:00:00:01 dev vtep0 dst 10.0.0.2 \
		src_vni 5007
}

frames_start
run_tests "$@"
