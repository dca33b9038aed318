#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Hijack protection: nobody beyond the VTEP may claim a MAC that lives on this
# side of it, be it that the bridge has it there or that it was named. With
# VLANs: protect_vlan.sh.
#
#	vma eth0 -- vma --+
#	vmb eth0 -- vmb --+-- br0 -- vtep0 10.0.0.1 eth0 --+-- 10.0.0.0/24
#	                            (h1)                   |
#	                                  h2 10.0.0.2 -----+
#	                                  h3 10.0.0.3 -----+
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"
. "$(dirname "$0")/locals.sh"

TESTS="hijack hijack_ipv6 learned_later present present_many enslaved
	configured configured_twice static_port moves_away moves_here unsaid
	learning_off off_again parted bridge_mac configured_remote bound churn
	churn_gone refusals shown"

# The picture above
usual()
{
	bridge_up vlan_filtering 0
	port vma
	port vmb
	quiet_vtep h1 local 10.0.0.1
	ipn h1 link set vtep0 master br0
}

# Who speaks last has the MAC, in our FDB and in the bridge's: so it is where
# nothing is protected.
test_hijack()
{
	usual
	lives vma $A
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	wait_for 10 br_has $A vtep0
	stat_is h1 rx_protected 0
	# Back, and now it stays
	bridgen h1 fdb del $A dev vtep0
	lives vma $A
	protect on
	claim 1 $A
	claim 3 $A n=2
	unlearned $A
	equal "MACs learned" "$(fdb_count h1)" 0
	# Others are learned as ever, and may speak to it.
	capture vma eth0 ether src $C
	from h2 smac=$C dmac=$A
	lives_at h1 $C 10.0.0.2
	wait_for 10 matches $C captured vma
	refused 3
	# The VM's own frames pass; it may move between its ports.
	lives vmb $A
	claim 4 $A
	link_stat_is h1 rx dropped 4
}

test_hijack_ipv6()
{
	bridge_up vlan_filtering 0
	port vma
	quiet_vtep h1 local fd00::1
	ipn h1 link set vtep0 master br0
	protect on
	lives vma $A
	locals_reach '42 01 b'
	from h3 to=fd00::1 smac=$A
	refused 1
	br_has $A vma
}

test_learned_later()
{
	usual
	protect on
	locals ''
	from h2 smac=$C
	lives_at h1 $C 10.0.0.2
	lives vma $A
	locals_reach '42 01 b'
	claim 1 $A
	lives vmb $B
	locals_reach '42 01 b,42 02 b'
	claim 2 $B
	# What is behind the VTEP is not on this side.
	br_has $C vtep0
	from h3 smac=$C
	lives_at h1 $C 10.0.0.3
	refused 2
}

# What was learned of them before is forgotten, too: A was hijacked in our FDB
# alone.
test_present()
{
	usual
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	lives vma $A
	lives vmb $B
	locals ''
	protect on
	locals '42 01 b,42 02 b'
	unlearned $A
	claim 1 $A
	claim 2 $B
}

# As many as do not fit into one buffer of the dump, on two ports; some go while
# it runs, or do not.
test_present_many()
{
	local i
	usual
	speaks vma $A macs=3000
	speaks vmb 02:cc:00:00:00:00 macs=1500
	wait_for 30 br_has 02:cc:00:00:05:db vmb
	for i in 1 2; do
		protect on
		equal "local MACs" "$(ctl local show dev vtep0 |
			grep -c ' 02:[ac][ac]:')" 4500
		protect off
		locals ''
	done
	background flush_slowly
	protect on
	wait $BG
	locals_reach ''
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	stat_is h1 rx_protected 0
}

flush_slowly()
{
	bridgen h1 fdb flush dev vma master
	bridgen h1 fdb flush dev vmb master
}

test_enslaved()
{
	bridge_up vlan_filtering 0
	port vma
	quiet_vtep h1 local 10.0.0.1
	protect on
	lives vma $A
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	locals ''
	ipn h1 link set vtep0 master br0
	locals '42 01 b'
	unlearned $A
	claim 1 $A
}

# No bridge at all
test_configured()
{
	quiet_vtep h1 local 10.0.0.1
	run ctl local add dev vtep0 mac $A
	locals '42 01 c'
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	protect on
	unlearned $A
	from h3 smac=$A
	refused 1
	link_stat_is h1 rx packets 1
	# Named while it is known elsewhere
	from h3 smac=$B
	lives_at h1 $B 10.0.0.3
	run ctl local add dev vtep0 mac $B
	unlearned $B
	from h3 smac=$B
	refused 2
	run ctl local del dev vtep0 mac $A
	locals '42 02 c'
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	refused 2
}

# By both: each is enough.
test_configured_twice()
{
	usual
	protect on
	lives vma $A
	run ctl local add dev vtep0 mac $A
	locals '42 01 c b'
	claim 1 $A
	bridgen h1 fdb del $A dev vma master
	locals '42 01 c'
	from h3 smac=$A
	refused 2
	lives vma $A
	run ctl local del dev vtep0 mac $A
	locals '42 01 b'
	claim 3 $A
}

# An entry of the administrator's, which no frame moves
test_static_port()
{
	usual
	protect on
	bridgen h1 fdb add $A dev vma master static
	locals '42 01 b'
	claim 1 $A
	bridgen h1 fdb replace $A dev vmb master static
	claim 2 $A
	# Behind the VTEP, it is remote.
	bridgen h1 fdb replace $A dev vtep0 master static
	locals ''
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	bridgen h1 fdb replace $A dev vma master static
	locals '42 01 b'
	unlearned $A
	bridgen h1 fdb del $A dev vma master
	locals ''
}

# A VM is taken elsewhere: its port goes, and its first frame from there counts.
test_moves_away()
{
	usual
	protect on
	lives vma $A
	claim 1 $A
	ipn h1 link set vma nomaster
	locals ''
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	wait_for 10 br_has $A vtep0
	refused 1
	# The port is deleted, with the VM; it ages out
	lives vmb $B
	ipn h1 link del vmb
	from h2 smac=$B
	lives_at h1 $B 10.0.0.2
	ipn h1 link set vma master br0
	lives vma $C
	locals_reach '42 01 b'
	ipn h1 link set br0 type bridge ageing_time 100
	wait_for 30 locals ''
	from h2 smac=$C
	lives_at h1 $C 10.0.0.2
	refused 1
}

# One is brought here: its first frame counts, too, and where it was cannot have
# it back.
test_moves_here()
{
	usual
	protect on
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	wait_for 10 br_has $A vtep0
	lives vma $A
	unlearned $A
	locals '42 01 b'
	claim 1 $A
	# And away again
	ipn h1 link set vma nomaster
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	refused 1
}

# The bridge does not tell that such an entry goes: the first claims are refused
# for nothing.
test_unsaid()
{
	usual
	bridgen h1 fdb add $A dev vma master dynamic
	protect on
	locals '42 01 b'
	claim 1 $A
	bridgen h1 fdb del $A dev vma master
	from h3 smac=$A
	refused 2
	wait_for 10 locals ''
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	refused 2
}

# Nothing is learned, and each frame is looked at.
test_learning_off()
{
	usual
	ipn h1 link set vtep0 type vtep nolearning
	protect on
	lives vma $A
	claim 3 $A n=3
	from h3 smac=$C
	link_stat_reaches h1 rx packets 1
	wait_for 10 br_has $C vtep0
	refused 3
}

test_off_again()
{
	usual
	protect on
	lives vma $A
	claim 1 $A
	protect off
	locals ''
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	wait_for 10 br_has $A vtep0
	lives vma $A
	fdb_has h1 "$A dst 10.0.0.3 "
	refused 1
}

test_parted()
{
	usual
	run ctl local add dev vtep0 mac $B
	protect on
	lives vma $A
	locals_reach '42 01 b,42 02 c'
	ipn h1 link set vtep0 nomaster
	locals '42 02 c'
	from h3 smac=$A
	lives_at h1 $A 10.0.0.3
	refused 0
	ipn h1 link set vtep0 master br0
	locals '42 01 b,42 02 c'
	unlearned $A
	claim 1 $A
	# The bridge goes.
	ipn h1 link del br0
	locals '42 02 c'
}

# What the host itself has, and what comes back to it in a loop
test_bridge_mac()
{
	usual
	ipn h1 link set vma address 02:dd:00:00:00:01
	protect on
	claim 1 02:00:00:00:0b:01
	claim 2 02:dd:00:00:00:01
	ipn h1 link set br0 address 02:00:00:00:0b:02
	claim 3 02:00:00:00:0b:02
	from h3 smac=02:00:00:00:0b:01
	lives_at h1 02:00:00:00:0b:01 10.0.0.3
	refused 3
	# The VTEP's own has its own reason.
	from h3 smac=02:00:00:00:00:01
	stat_reaches h1 rx_own_mac 1
}

# What the administrator, or the control plane, has put behind a peer was meant.
test_configured_remote()
{
	usual
	protect on
	lives vma $A
	locals_reach '42 01 b'
	bridgen h1 fdb add $A dev vtep0 dst 10.0.0.2 static
	claim 1 $A
	# So it may move, and is not local any more.
	from h2 smac=$A
	wait_for 10 br_has $A vtep0
	link_stat_is h1 rx packets 1
	locals ''
	from h3 smac=$A
	stat_reaches h1 rx_static_mac 1
	lives vma $A
	locals_reach '42 01 b'
	fdb_has h1 "$A dst 10.0.0.2 .*static"
}

# Any user of a namespace can make up MACs behind a port.
test_bound()
{
	local i count
	usual
	protect on
	lives vma $A
	for i in 0 1 2 3 4 5 6; do
		speaks vmb "02:cc:00:0$i:00:00" macs=10000
	done
	wait_for 60 br_has 02:cc:00:06:27:0f vmb
	# Nearly all of them: the bridge's own count as well, in each VLAN.
	count=$(ctl local show dev vtep0 | grep -c ' 02:cc:')
	[ "$count" -gt 65500 ]
	[ "$count" -lt 65536 ]
	claim 1 $A
	claim 2 02:cc:00:00:00:01
	from h3 smac=02:cc:00:06:27:0f
	lives_at h1 02:cc:00:06:27:0f 10.0.0.3
	# They go, and there is room again.
	ipn h1 link set vmb nomaster
	locals '42 01 b'
	ipn h1 link set vmb master br0
	lives vmb 02:cc:00:06:27:0f
	claim 3 02:cc:00:06:27:0f
}

# The rule goes on and off, and the VTEP in and out, while MACs come and go.
test_churn()
{
	local i
	usual
	background keep_speaking
	for i in 1 2 3 4 5 6 7 8; do
		protect on
		from h3 smac=$A macs=50
		protect off
		ipn h1 link set vtep0 nomaster
		protect on
		ipn h1 link set vtep0 master br0
		bridgen h1 fdb flush dev vma master
		from h3 smac=$A macs=50
	done
	wait $BG
	lives vma $A
	locals_match_bridge
	ipn h1 link set vma nomaster
	ipn h1 link set vmb nomaster
	locals_reach ''
}

# By one that is not the one of the test: each has its own answers.
keep_speaking()
{
	local i
	frames_start
	for i in 1 2 3 4 5 6 7 8 9 10; do
		frames ether vma dev=eth0 smac=$A macs=400
		frames ether vmb dev=eth0 smac=$A macs=400
	done
}

locals_match_bridge()
{
	equal "MACs of the bridge" \
		"$(ctl -j local show dev vtep0 | jq -r '.[].mac' |
			grep '^02:aa:' | sort)" \
		"$(bridgen h1 fdb show br br0 | grep '^02:aa:' |
			sed -n '/dev vtep0/d; s/ .*master br0.*//p' | sort)"
}

# The VTEP, or all of the namespace, goes while the bridge tells. The counters
# of objects are looked at when the module goes.
test_churn_gone()
{
	local i
	usual
	background keep_speaking
	for i in 1 2 3 4 5 6; do
		protect on
		from h3 smac=$A macs=30
		ipn h1 link del vtep0
		quiet_vtep h1 local 10.0.0.1
		ipn h1 link set vtep0 master br0
	done
	protect on
	ip netns del "${NSP}h1"
	wait $BG || true
}

test_refusals()
{
	local dev trunk
	quiet_vtep h1 local 10.0.0.1
	VTEP_DEV=vtep1 quiet_vtep h1 attach vlan dev eth0 local 10.0.0.1 \
		dstport 4790
	run ctl local add dev vtep0 mac $A
	refuse 'already' ctl local add dev vtep0 mac $A
	refuse 'not configured' ctl local del dev vtep0 mac $B
	run ctl local del dev vtep0 mac $A
	refuse 'not configured' ctl local del dev vtep0 mac $A
	run ctl local add dev vtep0 vni 42 mac $A
	refuse 'no segment' ctl local add dev vtep0 vni 43 mac $A
	refuse '"vni N" is missing' ctl local add dev vtep1 mac $A
	dev=$(ifindex h1 vtep0)
	trunk=$(ifindex h1 vtep1)
	run on h1 "$PYTHON" "$SELFTESTS/genl.py" refuse <<-EOF
		EINVAL mac: zero or multicast | ask local-new ifindex=$dev mac=hex:000000000000
		EINVAL mac: zero or multicast | ask local-new ifindex=$dev mac=hex:01005e000001
		EINVAL mac: zero or multicast | ask local-del ifindex=$dev mac=hex:ffffffffffff
		EINVAL: MAC is missing | ask local-new ifindex=$dev
		EINVAL: index is missing | ask local-new mac=hex:02aa00000001
		EINVAL: which VNI | ask local-new ifindex=$trunk mac=hex:02aa00000001
		ENODEV ifindex: No interface | ask local-new ifindex=9999 mac=hex:02aa00000001
		EOPNOTSUPP ifindex: not a VTEP | ask local-new ifindex=1 mac=hex:02aa00000001
		EEXIST mac: already | ask local-new ifindex=$dev vni=42 mac=hex:02aa00000001
		ENOENT mac: not configured | ask local-del ifindex=$dev mac=hex:02aa00000002
		ENOENT vni: no segment | ask local-del ifindex=$dev vni=43 mac=hex:02aa00000001
	EOF
}

# A dump goes on where it stopped, whatever comes and goes.
test_shown()
{
	local i out
	quiet_vtep h1 local 10.0.0.1
	for i in $(seq 100 999); do
		echo "local add dev vtep0 mac 02:aa:00:00:0${i:0:1}:${i:1}"
	done >"$WORK/batch"
	run ctl -b "$WORK/batch"
	equal "local MACs" "$(ctl -j local show | jq length)" 900
	out=$(on h1 "$PYTHON" "$SELFTESTS/genl.py" dump local-get -- \
		vtepctl local del dev vtep0 mac 02:aa:00:00:09:99)
	equal "local MACs, one of them gone" "$(grep -c mac <<<"$out")" 899
	equal "each once" "$(grep mac <<<"$out" | sort | uniq -d)" ''
	matches '^vtep0 vni 42 02:aa:00:00:01:00 configured' \
		ctl local show dev vtep0
}

frames_start
run_tests "$@"
