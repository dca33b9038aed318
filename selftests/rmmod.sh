#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The module goes whatever there is of it, and nothing of it stays.
#
#	h1  vtep0 192.168.0.1, eth0 10.0.0.1, fd00::1 --+
#	h2  vtep0 192.168.0.2, eth0 10.0.0.2, fd00::2 --+-- br0 (fab)
. "$(dirname "$0")/lib.sh"

TESTS="devices other_netns traffic listeners fdb ageing stacked cycles"

setup()
{
	load
	underlay 2
}

pair()
{
	vtep h1 group 239.1.1.42 dev eth0
	vtep h2 group 239.1.1.42 dev eth0
	ipn h1 link add vtep6 type vtep id 6 group ff05::6 dev eth0
	ipn h1 link set vtep6 up
	pings h1 192.168.0.2
	matches '239\.1\.1\.42' ipn h1 maddr show dev eth0
	matches 'ff05::6' ipn h1 maddr show dev eth0
}

# unload: with devices, since it has no reason to refuse; then look around
unload()
{
	local n
	run rmmod vtep
	[ ! -e /sys/module/vtep ]
	[ ! -e /sys/kernel/tracing/events/vtep ]
	for n in h1 h2 "$@"; do
		lacks 'vtep' ipn "$n" link show
		equal "UDP sockets of $n" "$(on "$n" ss -uanH)" ""
		lacks '239\.1\.1|ff05::' ipn "$n" maddr show
		lacks 'vtep' on "$n" ls /proc/sys/net/ipv4/conf \
			/proc/sys/net/ipv6/conf /sys/class/net
	done
}

test_devices()
{
	pair
	unload
	# and it comes back to the same place
	load
	pair
}

# Device here, underlay there.
test_other_netns()
{
	ns c1
	pair
	ipn h1 link set vtep0 netns "${NSP}c1"
	ipn c1 addr add 192.168.0.1/24 dev vtep0
	ipn c1 link set vtep0 up
	pings c1 192.168.0.2
	unload c1
}

test_traffic()
{
	local before
	pair
	background on h1 ping -f -q -w 60 192.168.0.2 >/dev/null 2>&1
	background on h2 ping -f -q -w 60 192.168.0.1 >/dev/null 2>&1
	before=$(link_stat h2 rx packets)
	wait_for 10 more_than $((before + 50))
	unload
}

more_than()
{
	[ "$(link_stat h2 rx packets)" -gt "$1" ]
}

# Captures on both levels, a socket bound to the device, a monitor.
test_listeners()
{
	local mon rc=0
	pair
	capture h1 vtep0
	capture h2 any udp port 4789
	background on h1 "$PYTHON" -c 'import socket, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"vtep0")
s.bind(("192.168.0.1", 5555))
time.sleep(60)'
	wait_for 10 matches ':5555' on h1 ss -uanH
	background on h1 vtepctl monitor >"$WORK/monitor" 2>&1
	mon=$BG
	background on h1 ip monitor all >/dev/null
	pings h1 192.168.0.2
	run rmmod vtep
	[ ! -e /sys/module/vtep ]
	lacks vtep ipn h1 link show
	lacks ':4789' on h1 ss -uanH
	# whether it listened already or not, it hears that there is no more
	wait_for 10 matches 'unloaded|is the vtep module loaded' cat "$WORK/monitor"
	wait "$mon" || rc=$?
	equal "status of vtepctl monitor" "$rc" 2
}

# Entries of all kinds, many of them.
test_fdb()
{
	pair
	seq -f 'fdb add 02:00:00:01:%g dev vtep0 dst 10.0.0.9' 1000 1999 |
		sed 's/\(:..\)\(..\) dev/\1:\2 dev/' >"$WORK/batch"
	seq -f 'fdb append 00:00:00:00:00:00 dev vtep0 dst 10.0.1.%g' 100 \
		>>"$WORK/batch"
	bridgen h1 -b "$WORK/batch"
	bridgen h1 fdb append 01:00:5e:01:01:01 dev vtep0 dst 10.0.0.2
	equal entries "$(bridgen h1 fdb show dev vtep0 | grep -c '02:00:00:01')" 1000
	unload
}

# Entries about to age, and IPv6 addresses whose change is still to be told.
test_ageing()
{
	pair
	printf 'vxlan src=02:00:00:00:01:%02x\n' $(seq 0 200) |
		on h2 "$PYTHON" "$SELFTESTS/inject.py" 10.0.0.1 >/dev/null
	wait_for 10 learned_many
	# not before: a slow machine takes longer to look than they live
	ipn h1 link set vtep0 type vtep ageing 1
	ipn h1 addr add fd00::77/64 dev eth0 nodad
	ipn h1 addr del fd00::77/64 dev eth0
	unload
}

learned_many()
{
	[ "$(ethstat h1 fdb_learned)" -gt 100 ]
}

# Under a bridge, under a VLAN, under another VTEP.
test_stacked()
{
	pair
	ipn h1 link add br1 type bridge
	ipn h1 link set vtep0 master br1
	ipn h1 link set br1 up
	ipn h1 link add link vtep6 name vl5 type vlan id 5
	ipn h1 link add vtepx type vtep id 9 dev vl5 dstport 4790
	ipn h1 link set vtepx up
	# gone with what they stood upon
	run rmmod vtep
	[ ! -e /sys/module/vtep ]
	lacks 'vtep|vl5' ipn h1 link show
	matches br1 ipn h1 link show
	equal "UDP sockets" "$(on h1 ss -uanH)" ""
}

# Twenty times, with a device every time and frames in some.
test_cycles()
{
	local i
	for i in $(seq 20); do
		load
		ipn h1 link add vtep0 type vtep id "$i" group 239.1.1.42 dev eth0
		ipn h1 link set vtep0 up
		[ $((i % 5)) != 0 ] ||
			on h1 ping -c 1 -W 1 -I vtep0 192.168.0.9 >/dev/null 2>&1 || true
		run rmmod vtep
	done
	load
	unload
}

# Also when a test failed half way: others come after this file.
trap load EXIT
run_tests "$@"
