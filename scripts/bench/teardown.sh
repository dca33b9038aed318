# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# How long others are kept waiting by the end of 100,000 VNIs with 100,000 MACs.
# Sourced by scripts/bench-scale.

# big HOST: 100,000 VNIs and as many MACs
big()
{
	host "$1"
	ip -n "$1" link add vtep0 type vtep external vnifilter local 10.0.0.1 \
		dev eth0
	ip -n "$1" link set vtep0 up
	on "$1" vtepctl vni add dev vtep0 vni 1-100000 pool 239.64.0.0/22
	seq 100000 | awk '{ printf "fdb add 02:00:00:%02x:%02x:%02x dev vtep0 " \
		"dst 10.0.0.2 src_vni %d static\n",
		$1 / 65536, $1 / 256 % 256, $1 % 256, $1 }' >/tmp/batch
	timed bridge -n "$1" -batch /tmp/batch
	note "ours: 100,000 MACs by bridge -batch in $(seconds "$TIME")"
}

complaints()
{
	dmesg | awk -v mark="$1" 'index($0, mark) { on = 1 } on' |
		grep -cE 'soft lockup|hard LOCKUP|stalls? (on|detected)|blocked for more' ||
		:
}

# Reports what a machine outside a test reports: scripts/vm waits longer.
bench_teardown()
{
	local mark netns
	mark="bench-scale teardown $(now)"

	sysctl -qw kernel.watchdog_thresh=10
	echo 21 >/sys/module/rcupdate/parameters/rcu_cpu_stall_timeout
	echo "$mark" >/dev/kmsg
	big big1
	timed del_netns big1
	netns=$TIME
	big big2
	timed rmmod vtep
	row '100,000 VNIs and MACs: deletion of their namespace' \
		"$(seconds "$netns")" - - '' ''
	row '  rmmod' "$(seconds "$TIME")" - - '' ''
	row '  lockup and stall reports of the kernel' \
		"$(complaints "$mark")" - - 0 "$(complaints "$mark") == 0"
	insmod "$VTEP_MODDIR/vtep.ko"
	del_netns big2
}
