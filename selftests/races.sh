#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Who changes, who asks, who ends and who sends, all at once: nothing hangs,
# nothing breaks, nothing stays behind, and VTEPs made afterwards work. Each test
# goes on for RACES_SECONDS, longer where two CPUs are emulated that check everything;
# the last one, in which everything happens, for three times as long. What is to be
# found by this is found by two CPUs and by the kernel's checkers: scripts/vm -k smp --
# selftests/races.sh.
#
#	h1  vtep0, vlan0, eth0 10.0.0.1 --+
#	h2  vtep0, vlan0, eth0 10.0.0.2 --+-- br0 (fab) -- namespaces that come
#	h3  eth0 10.0.0.3, .31-.33, forger-+               and go, 10.0.0.9
#	c1  where devices of h1 are moved to
#
# The actors are those of races.py.
. "$(dirname "$0")/lib.sh"

TESTS="alone links vnis fdb policy netns groups growth unload everything"
case ${VTEP_KERNEL-} in
smp|kcsan) RACES_SECONDS=${RACES_SECONDS:-12} ;;
*) RACES_SECONDS=${RACES_SECONDS:-4} ;;
esac

setup()
{
	local i
	load
	underlay 3
	ns c1
	# With the last tunnel the kernel takes code for it out of its paths, and back
	# with the next one. Once is enough: see scripts/test.
	ipn fab link add tunnels type vxlan external dstport 8472
	ipn fab link set tunnels up
	for i in 31 32 33; do
		ipn h3 addr add "10.0.0.$i/24" dev eth0
	done
	for i in 1 2; do
		ipn h$i -b - <<-EOF
			link add vtep0 type vtep id 42 local 10.0.0.$i dev eth0
			link add vlan0 type vtep attach vlan local 10.0.0.$i dev eth0
			link set vtep0 addrgenmode none up
			link set vlan0 addrgenmode none up
		EOF
		bridgen h$i fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.$((3 - i))
	done
	bridgen h1 fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.0.9
	on h2 vtepctl vni add dev vlan0 vni 5000-5063 vlan 1-64 flood 10.0.0.1
}

# race ACTOR...: and then all must be as it was
race()
{
	run_race "$@"
	afterwards
}

# run_race ACTOR...: see races.py; frames always come and go
run_race()
{
	local line rc=0 seconds=$((RACES_SECONDS * ${TIMES:-1}))
	"$PYTHON" "$SELFTESTS/races.py" "$seconds" "$NSP" \
		forges@h3:macs="${MACS:-4096}" sends@h1 sends@h2 "$@" \
		>"$WORK/counts" || rc=$?
	while read -r line; do
		note "$line"
	done <"$WORK/counts"
	[ $rc = 0 ]
}

vteps()
{
	ipn "$1" -br link show type vtep | sed 's/[@ ].*//'
}

# All goes, a pair made anew works, and then the module has nothing left that
# would keep it, nor objects of its own (which the kernel tells of).
afterwards()
{
	local h dev
	for h in h1 h2 c1; do
		for dev in $(vteps $h); do
			run ipn $h link del "$dev"
		done
	done
	for h in h1 h2; do
		equal "UDP sockets of $h" "$(on $h ss -uanH)" ""
	done
	vtep h1 remote 10.0.0.2 local 10.0.0.1 dev eth0
	vtep h2 remote 10.0.0.1 local 10.0.0.2 dev eth0
	pings h1 192.168.0.2
	pings h2 2001:db8::1
	ended
	run rmmod vtep
	load
}

# Where many change things, each waits for RTNL most of the time, and for a CPU: who is
# alone meets the frames far more often.
test_alone()
{
	local one
	for one in settings fdb flushes locals bridged underlay policy; do
		run_race $one@h1
	done
	run_race vnis@h1 sends@h1:dev=vlan0,tagged=1 sends@h2:dev=vlan0,tagged=1
	afterwards
}

# The device goes while frames are on their way into it and out of it.
test_links()
{
	race links@h1 links@h1 links@h1 sends@h1:dev=r3.0/r3.1/r4.0/r4.1/r5.0
}

# Segments go that frames are learned in and sent to.
test_vnis()
{
	race vnis@h1 vnis@h1 sends@h1:dev=vlan0,tagged=1 \
		sends@h2:dev=vlan0,tagged=1 dumps@h1
}

# Entries are made, changed, flushed, aged, learned, looked up and listed.
test_fdb()
{
	race fdb@h1 fdb@h1 flushes@h1 settings@h1 dumps@h1
}

# Rules change under the frames that are judged by them.
test_policy()
{
	race policy@h1 policy@h1:dev=vlan0,vni=5000 settings@h1 locals@h1 \
		vnis@h1 bridged@h1 monitors@h1
}

# Namespaces end with all that is in them, and devices change theirs.
test_netns()
{
	race deaths@fab deaths@fab moves@h1 moves@h1 dumps@h1 monitors@h1 \
		forges@h3:to=10.0.0.9 carrier@fab
}

# Groups wait for their turn while their devices go.
test_groups()
{
	race lowers@h1 lowers@h1 groups@h1 vnis@h1 dumps@h1 underlay@h1
}

# The table grows and shrinks under those who list it and look into it.
test_growth()
{
	MACS=1000000 race flushes@h1 dumps@h1 dumps@h1 \
		fdb@h1:macs=65536 forges@h3:macs=1000000
}

# The module itself goes and comes.
test_unload()
{
	race reloads@h1 links@h1 vnis@h1 fdb@h1 deaths@fab dumps@h1 monitors@h1 \
		policy@h1 lowers@h1
}

test_everything()
{
	TIMES=3 race links@h1 links@h1 vnis@h1 fdb@h1 flushes@h1 policy@h1 \
		settings@h1 locals@h1 groups@h1 bridged@h1 underlay@h1 \
		carrier@fab lowers@h1 moves@h1 deaths@fab dumps@h1 monitors@h1 \
		rmmod@h1 sends@h1:dev=vlan0,tagged=1 forges@h3:to=10.0.0.9
}

# Also when a test failed half way: others come after this file.
trap load EXIT
run_tests "$@"
