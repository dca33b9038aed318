# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Open vSwitch in a host of lib.sh, for test files that source this after it.
# Its datapath is the one in user space ("netdev"): the kernel's openvswitch
# module, which would use the kernel's vxlan, has no part in it.

# Where it is not installed, scripts/deps has put its files into the cache.
OVS_SCHEMA=/usr/share/openvswitch/vswitch.ovsschema
if [ ! -e $OVS_SCHEMA ]; then
	OVS_FILES=$(realpath -m "${VTEP_CACHE:-$HOME/.cache/vtep}")/packages/openvswitch-switch
	OVS_SCHEMA=$OVS_FILES$OVS_SCHEMA
	PATH=$PATH:$OVS_FILES/usr/bin:$OVS_FILES/usr/lib/openvswitch-switch
fi

# ovs TOOL ARG...: ovs-vsctl and the like, towards the daemons of this test
ovs()
{
	local tool=$1
	shift
	OVS_RUNDIR=$WORK/ovs "$tool" --timeout=20 "$@"
}

# ovs_start HOST: its two daemons, which end with the test. They are called by
# "ip", not by "on", so that the ids noted are their own.
ovs_start()
{
	local d=$WORK/ovs h=$NSP$1
	# Its internal ports are tap devices; nothing to load where built in.
	modprobe tun 2>/dev/null || true
	mkdir "$d"
	run ovsdb-tool create "$d/conf.db" "$OVS_SCHEMA"
	OVS_RUNDIR=$d background ip netns exec "$h" ovsdb-server "$d/conf.db" \
		--remote="punix:$d/db.sock" --unixctl="$d/db.ctl" >"$d/db.log" 2>&1
	wait_for 20 ovs ovs-vsctl --no-wait init
	OVS_RUNDIR=$d background ip netns exec "$h" ovs-vswitchd "unix:$d/db.sock" \
		--pidfile >"$d/switch.log" 2>&1
	wait_for 20 ovs ovs-appctl version
}

# ovs_bridge HOST NAME MAC: a bridge, and the device of that name at its port LOCAL
ovs_bridge()
{
	run ovs ovs-vsctl add-br "$2" -- set bridge "$2" datapath_type=netdev \
		fail_mode=standalone "other_config:hwaddr=\"$3\""
	wait_for 10 ipn "$1" link show "$2"
}

# ovs_underlay HOST: the host's addresses move from eth0 to br-phy, of which eth0
# becomes a port: packets of tunnels go where the route to the remote leads, and
# to get there without the kernel, that must be a bridge of the same datapath.
ovs_underlay()
{
	local h=$1 i=${1#h}
	on "$h" sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1
	ipn "$h" addr flush dev eth0
	ovs_bridge "$h" br-phy "$(on "$h" cat /sys/class/net/eth0/address)"
	run ovs ovs-vsctl add-port br-phy eth0
	ipn "$h" addr add "10.0.0.$i/24" dev br-phy
	ipn "$h" addr add "fd00::$i/64" dev br-phy nodad
	ipn "$h" link set br-phy up
}

# ovs_vxlan NAME OPTION=VALUE...: a tunnel port of br0
ovs_vxlan()
{
	local name=$1 o
	local -a words=()
	shift
	for o in "$@"; do
		words+=("options:${o%%=*}=\"${o#*=}\"")
	done
	run ovs ovs-vsctl add-port br0 "$name" -- set interface "$name" type=vxlan \
		options:dst_port=4789 "${words[@]}"
	# A port that cannot be made is there all the same, with number -1.
	matches '^[0-9]+$' ovs ovs-vsctl get interface "$name" ofport
}

# ovs_flow FLOW: one more of br0
ovs_flow()
{
	run ovs ovs-ofctl add-flow br0 "$1"
}

# ovs_learned MAC PORT: br0 has learned MAC at that port
ovs_learned()
{
	local n
	n=$(ovs ovs-vsctl get interface "$2" ofport)
	matches "^ *$n +0 +$1 " ovs ovs-appctl fdb/show br0
}
