#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Hijack protection, see protect.sh, in VTEPs of several segments and bridges of
# several VLANs: a MAC is protected where the bridge has it.
#
#	vma (7) --+
#	vmb (8) --+-- br0 -- vtep0 10.0.0.1 eth0 --+-- 10.0.0.0/24
#	                    (h1)                   |
#	                          h2 10.0.0.2 -----+
#	                          h3 10.0.0.3 -----+
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"
. "$(dirname "$0")/vlans.sh"
. "$(dirname "$0")/locals.sh"

TESTS="vlans vlan_0 unaware_vlans pvid external moves_here_unaware one_segment
	deleted_segment"

# The picture above
usual_vlans()
{
	bridge_up vlan_filtering 1 vlan_default_pvid 0
	port vma
	port vmb
	trunk h1 local 10.0.0.1
	ipn h1 link set vtep0 master br0
	bridgen h1 vlan add dev vma vid 7 pvid untagged
	bridgen h1 vlan add dev vmb vid 8 pvid untagged
	bridgen h1 vlan add dev vtep0 vid 7
	bridgen h1 vlan add dev vtep0 vid 8
	vni h1 5007 7
	vni h1 5008 8
}

test_deleted_segment()
{
	trunk h1 local 10.0.0.1
	vni h1 5007 7
	vni h1 5008 8
	run ctl local add dev vtep0 vni 5007 mac $A
	run ctl local add dev vtep0 vni 5007 mac $B
	run ctl local add dev vtep0 vni 5008 mac $A
	locals '5007 01 c,5007 02 c,5008 01 c'
	run ctl vni del dev vtep0 vni 5007
	locals '5008 01 c'
	vni h1 5007 7
	locals '5008 01 c'
	protect on
	from h3 vni=5007 smac=$A
	wait_for 10 fdb_has h1 "$A dst 10.0.0.3 src_vni 5007 "
	from h3 vni=5008 smac=$A
	refused 1
}

# One MAC in two VLANs is two MACs.
test_vlans()
{
	usual_vlans
	protect on
	lives vma $A 7
	lives vmb $B 8
	locals_reach '5007 01 b,5008 02 b'
	claim 1 $A vni=5007
	from h3 vni=5008 smac=$A
	wait_for 10 fdb_has h1 "$A dst 10.0.0.3 src_vni 5008 "
	wait_for 10 br_has $A vtep0 8
	refused 1
	seg_is h1 5007 rx_dropped 1
	seg_is h1 5008 rx_dropped 0
	# It comes to live here there as well.
	lives vmb $A 8
	locals_reach '5007 01 b,5008 01 b,5008 02 b'
	unlearned $A
	claim 2 $A vni=5008
	# A VLAN without a segment, and then with one
	bridgen h1 vlan add dev vma vid 9 pvid untagged
	lives vma $C 9
	locals '5007 01 b,5008 01 b,5008 02 b'
	bridgen h1 vlan add dev vtep0 vid 9
	vni h1 5009 9
	locals '5007 01 b,5008 01 b,5008 02 b,5009 01 b'
	claim 3 $C vni=5009
	run ctl vni del dev vtep0 vni 5009
	locals '5007 01 b,5008 01 b,5008 02 b'
}

# What has no tag is in the VLAN that is the PVID of the VTEP's port.
test_vlan_0()
{
	usual_vlans
	vni h1 5000 0
	bridgen h1 vlan add dev vtep0 vid 8 pvid untagged
	protect on
	lives vma $A 7
	lives vmb $B 8
	locals_reach '5000 02 b,5007 01 b,5008 02 b'
	claim 1 $B vni=5000
	from h3 vni=5000 smac=$A
	wait_for 10 fdb_has h1 "$A dst 10.0.0.3 src_vni 5000 "
	refused 1
	# It becomes another one.
	bridgen h1 vlan add dev vtep0 vid 7 pvid untagged
	locals '5000 01 b,5007 01 b,5008 02 b'
	unlearned $A
	claim 2 $A vni=5000
	from h3 vni=5000 smac=$B
	wait_for 10 fdb_has h1 "$B dst 10.0.0.3 src_vni 5000 "
	bridgen h1 vlan del dev vtep0 vid 7
	locals '5007 01 b,5008 02 b'
}

# A bridge that does not tell VLANs apart has one FDB for all segments; and then
# it does tell them apart.
test_unaware_vlans()
{
	bridge_up vlan_default_pvid 0
	port vma
	trunk h1 local 10.0.0.1
	ipn h1 link set vtep0 master br0
	vni h1 5007 7
	vni h1 5008 8
	protect on
	lives vma $A
	locals_reach '- 01 b'
	claim 1 $A vni=5007
	claim 2 $A vni=5008
	bridgen h1 vlan add dev vma vid 7 pvid untagged
	bridgen h1 vlan add dev vtep0 vid 7
	bridgen h1 vlan add dev vtep0 vid 8
	ipn h1 link set br0 type bridge vlan_filtering 1
	lives vma $A 7
	locals_reach '5007 01 b'
	claim 3 $A vni=5007
	from h3 vni=5008 smac=$A
	wait_for 10 fdb_has h1 "$A dst 10.0.0.3 src_vni 5008 "
	refused 3
	ipn h1 link set br0 type bridge vlan_filtering 0
	unlearned $A
	locals '- 01 b'
}

# Attachment id, a VTEP for each VLAN: the MACs of other VLANs are others'.
test_pvid()
{
	local vlan
	bridge_up vlan_filtering 1 vlan_default_pvid 0
	port vma
	port vmb
	bridgen h1 vlan add dev vma vid 7 pvid untagged
	bridgen h1 vlan add dev vmb vid 8 pvid untagged
	for vlan in 7 8; do
		VTEP_DEV=vtep$vlan quiet_vtep h1 id 500$vlan local 10.0.0.1
		ipn h1 link set vtep$vlan master br0
		bridgen h1 vlan add dev vtep$vlan vid $vlan pvid untagged
		run ctl vtep set dev vtep$vlan protect on
	done
	lives vma $A 7
	from h3 vni=5008 smac=$A
	wait_for 10 fdb_has h1 "$A dst 10.0.0.3 " vtep8
	stat_is h1 rx_protected 0 vtep8
	from h3 vni=5007 smac=$A
	stat_reaches h1 rx_protected 1 vtep7
	br_has $A vma 7
	br_has $A vtep8 8
	bridgen h1 vlan add dev vtep8 vid 7 pvid untagged
	unlearned $A vtep8
	from h3 vni=5008 smac=$A
	stat_reaches h1 rx_protected 1 vtep8
}

# Which VLAN a VNI is in is for the bridge to know (vlan_tunnel): all count.
test_external()
{
	bridge_up vlan_filtering 1 vlan_default_pvid 0
	port vma
	quiet_vtep h1 external vnifilter local 10.0.0.1
	ipn h1 link set vtep0 master br0
	run ctl vni add dev vtep0 vni 5007
	run ctl vni add dev vtep0 vni 5008
	bridgen h1 link set dev vtep0 vlan_tunnel on
	bridgen h1 vlan add dev vma vid 7 pvid untagged
	for i in 7 8; do
		bridgen h1 vlan add dev vtep0 vid $i
		bridgen h1 vlan add dev vtep0 vid $i tunnel_info id 500$i
	done
	from h3 vni=5007 smac=$A
	wait_for 10 fdb_has h1 "$A dst 10.0.0.3 src_vni 5007 "
	protect on
	lives vma $A 7
	locals_reach '- 01 b'
	unlearned $A
	claim 1 $A vni=5007
	claim 2 $A vni=5008
	from h3 vni=5007 smac=$C
	wait_for 10 br_has $C vtep0 7
	bridgen h1 fdb del $A dev vma vlan 7 master
	locals ''
	from h3 vni=5007 smac=$A
	wait_for 10 br_has $A vtep0 7
	refused 2
}

test_moves_here_unaware()
{
	bridge_up
	port vma
	trunk h1 local 10.0.0.1
	ipn h1 link set vtep0 master br0
	vni h1 5007 7
	protect on
	from h3 vni=5007 smac=$A
	wait_for 10 fdb_has h1 "$A dst 10.0.0.3 src_vni 5007 "
	lives vma $A
	unlearned $A
	claim 1 $A vni=5007
}

test_one_segment()
{
	usual_vlans
	run ctl vni set dev vtep0 vni 5007 protect on
	lives vma $A 7
	lives vmb $B 8
	claim 1 $A vni=5007
	from h3 vni=5008 smac=$B
	wait_for 10 fdb_has h1 "$B dst 10.0.0.3 src_vni 5008 "
	refused 1
	# The other way round
	protect on
	run ctl vni set dev vtep0 vni 5007 protect off
	fdb_has h1 "$B dst 10.0.0.3 src_vni 5008 "
	lives vmb $B 8
	wait_for 10 fdb_lacks h1 "^$B "
	claim 2 $B vni=5008
	from h3 vni=5007 smac=$A
	wait_for 10 fdb_has h1 "$A dst 10.0.0.3 src_vni 5007 "
	lives vma $A 7
	run ctl vni set dev vtep0 vni 5007 protect inherit
	unlearned $A
	claim 3 $A vni=5007
	# A new one that is protected from the start is the last that is
	protect off
	locals ''
	run ctl vni add dev vtep0 vni 5009 vlan 9 protect on
	locals_reach '5007 01 b,5008 02 b'
	run ctl vni del dev vtep0 vni 5009
	locals ''
}

frames_start
run_tests "$@"
