#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# vtep@.service under a systemd that runs: what it restores at boot, when, and
# what it says of files that cannot be restored.
#
#	h1  eth0 10.0.0.1; systemd as process 1 of a PID namespace
#
# systemd has no other units than the targets of a boot, ours, and stand-ins
# written here; nothing of this machine is started.
. "$(dirname "$0")/lib.sh"

TESTS="boot failures interrupted"

setup()
{
	local t
	underlay 1
	mkdir -p "$WORK/etc" "$WORK/units/vtep@.service.d" \
		"$WORK/units/multi-user.target.wants"
	for t in sysinit basic shutdown multi-user network network-pre \
		network-online; do
		cp "/lib/systemd/system/$t.target" "$WORK/units/"
	done
	# installed it would be elsewhere
	sed "s,/usr/sbin/vtepctl,$(command -v vtepctl),; s,/etc/vtep/,$WORK/etc/," \
		"$SELFTESTS/../tools/systemd/vtep@.service" \
		>"$WORK/units/vtep@.service"
	cat >"$WORK/units/vtep@.service.d/test.conf" <<-END
		[Service]
		Environment=IP_LIB_DIR=$IP_LIB_DIR
		StandardError=append:$WORK/said
	END
}

# Its end ends systemd, too, to which SIGTERM means something else.
process_one()
{
	# shellcheck disable=SC2016 # for the shell in there
	exec env -i container=other PATH="$PATH" WORK="$WORK" \
		SYSTEMD_UNIT_PATH="$WORK/units" \
		ip netns exec "${NSP}h1" bash -c 'setpriv --pdeathsig KILL \
			unshare --pid --mount --cgroup --uts --ipc --fork \
			--mount-proc --kill-child -- bash -ec "
				mount -t tmpfs run /run
				mount -t cgroup2 cgroup2 /sys/fs/cgroup
				exec /lib/systemd/systemd --system \
					--unit=multi-user.target \
					--show-status=no --log-target=console"
			exit $?'
}

# boot: until all is started that is enabled
boot()
{
	background process_one >"$WORK/console" 2>&1 </dev/null
	wait_for 60 booted
}

booted()
{
	INIT=$(pgrep -P "$(pgrep -P "$BG")") &&
		[ "$(ctl show -P ActiveState multi-user.target)" = active ]
}

# ctl WORD...: systemctl
ctl()
{
	nsenter -t "$INIT" -p -m systemctl "$@"
}

# enable UNIT: as `systemctl enable` would, for the boot to come
enable()
{
	ln -s "$WORK/units/${1/@*./@.}" \
		"$WORK/units/multi-user.target.wants/$1"
}

# stand_in NAME LINE...: a service of the boot
stand_in()
{
	local name=$1
	shift
	printf '%s\n' '[Unit]' 'DefaultDependencies=no' "$@" \
		>"$WORK/units/$name.service"
	enable "$name.service"
}

vteps()
{
	ipn h1 -br link show type vtep | sed 's/[@ ].*//' | xargs
}

# ended NAME "RESULT STATUS STATE": of vtep@NAME. One by one: several come in an
# order that depends on systemd's version.
ended()
{
	local property got=()
	for property in Result ExecMainStatus ActiveState; do
		got+=("$(ctl show -P $property "vtep@$1")")
	done
	equal "vtep@$1" "${got[*]}" "$2"
}

# What is saved comes with the boot, upon what network managers make, and before
# whoever waits for the network; and goes when it is stopped.
test_boot()
{
	ipn h1 link add eth1 type dummy
	ipn h1 link add v1 type vtep attach vlan dev eth1 local 10.0.0.1
	on h1 vtepctl vni add dev v1 vni 5001-9000 vlan 1-4000 \
		pool 239.64.0.0/12
	ipn h1 link add v2 type vtep id 42 dstport 4790
	ipn h1 link set v1 up
	on h1 vtepctl save >"$WORK/etc/host.conf"
	ipn h1 link del v1
	ipn h1 link del v2
	ipn h1 link del eth1

	enable vtep@host.service
	# a slow one
	stand_in networking 'Before=network.target' '[Service]' Type=oneshot \
		"ExecStart=/bin/sh -c 'sleep 1; ip link add eth1 type dummy'"
	stand_in client 'After=network.target' '[Service]' Type=oneshot \
		"ExecStart=/bin/sh -c 'vtepctl save >$WORK/client'" \
		"Environment=PATH=$PATH"
	boot
	ended host 'success 0 active'
	run diff "$WORK/etc/host.conf" "$WORK/client"
	run ctl stop vtep@host
	ended host 'success 0 inactive'
	equal VTEPs "$(vteps)" ""
	run ctl start vtep@host
	on h1 vtepctl save >"$WORK/again"
	run diff "$WORK/etc/host.conf" "$WORK/again"
	run ctl restart vtep@host
	on h1 vtepctl save >"$WORK/again"
	run diff "$WORK/etc/host.conf" "$WORK/again"
}

# fails NAME STATUS TEXT: to start it does, with TEXT for the journal
fails()
{
	refuse "vtep@$1.service.*failed" ctl start "vtep@$1"
	ended "$1" "exit-code $2 failed"
	matches "$3" cat "$WORK/said"
	equal VTEPs "$(vteps)" ""
}

test_failures()
{
	boot
	printf '%s\n' 'link add v1 type vtep id 1' 'link add v2 type dummy' \
		>"$WORK/etc/wrong.conf"
	fails wrong 1 'wrong\.conf:2: link add: type: only vtep'
	printf '%s\n' 'link add v1 type vtep id 1' \
		'vni set dev v1 vni 2 limit 3' >"$WORK/etc/refused.conf"
	fails refused 2 'refused\.conf:2: vni set: '
	# nothing to restore is no failure
	run ctl start vtep@absent
	ended absent 'success 0 inactive'
	# what was wrong is made right
	sed -i 's/dummy/vtep id 2/' "$WORK/etc/wrong.conf"
	run ctl start vtep@wrong
	equal VTEPs "$(vteps)" "v1 v2"
}

# Stopped while it is at work; all of the unit's processes get a SIGTERM then.
test_interrupted()
{
	local i j
	for i in $(seq 40); do
		echo "link add name v$i type vtep attach vlan dstport $((5000 + i))"
		for j in $(seq 200); do
			echo "vni add dev v$i vni $((i * 200 + j)) vlan $j"
		done
	done >"$WORK/etc/many.conf"
	boot
	run ctl start --no-block vtep@many
	wait_for 60 matches '^v1 vni' on h1 vtepctl vni show dev v1 vni 201
	ended many 'success 0 activating'
	run ctl stop vtep@many
	equal VTEPs "$(vteps)" ""
	matches 'interrupted: Terminated' cat "$WORK/said"
	run ctl reset-failed vtep@many
}

run_tests "$@"
