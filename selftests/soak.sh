#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Three hypervisors with tenants of all sorts, in rounds of what happens to such
# hosts, for SOAK_MINUTES: not a frame is missing but those that the fabric lost,
# all counters add up, and memory is what it was.
#
#	h1-h3  eth0 10.0.0.I, fd00::I --+-- br0 (fab)
#	h4     10.0.0.4, fd00::4, rogue +
#
# On each of h1-h3, with a bridge each and its VMs behind sN (see soak.py):
#
#	tenant	VTEP	VNI		flooded to		underlay
#	1	ta	100		group 239.1.1.100	IPv4
#	2	tb	200		the two others		IPv6
#	3-6	tc	5001-5004	groups of a pool	IPv4, VLANs 1-4
#	7, 8	tc	5005, 5006	the two others		IPv4, VLANs 5, 6
#
# Neighbours in the underlay are configured: a host that forgot another one while
# they were apart would lose the first frames after that, which no tunnel sees.
# Nothing else is spared. Grace, in which loss of what a host sends or is to get
# is none of the VTEPs', there is while a host is cut off or begins anew, until its
# carrier is back and the groups are joined.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/frames.sh"
. "$(dirname "$0")/memory.sh"

TESTS="rounds"
SOAK_MINUTES=${SOAK_MINUTES:-1}
STEP=2		# seconds of traffic in each step
APART=2		# seconds that a host is cut off
# What the kernel may have more of after the last round than after the first one:
# kB of slab and of per-CPU memory, since what it keeps of sockets, frames and routes
# comes and goes; and entries of the FDB, among which are objects of other caches of
# that size. A storm brings thousands of them.
SLAB_MAX=1024
PERCPU_MAX=512
ENTRIES_MAX=300

setup()
{
	local h
	underlay 4
	for h in 1 2 3 4; do
		neighbours $h
	done
	for h in 1 2 3; do
		on h$h sysctl -qw net.ipv6.conf.default.disable_ipv6=1
		bridges $h
		vteps $h
		attach $h
	done
	for h in 1 2 3; do
		tc -n "${NSP}fab" qdisc add dev p$h clsact
	done
	FRAMES_PROGRAM=soak.py frames_start
	frames tenants h1 prefix="${NSP}h" list="$(tenants)"
	for h in 1 2 3; do
		ready $h
	done
}

tenants()
{
	local i
	printf '1:ta:100:1/2:tb:200:2'
	for i in 1 2 3 4; do
		printf '/%s:tc:%s:1' $((2 + i)) $((5000 + i))
	done
	printf '/7:tc:5005:2/8:tc:5006:2\n'
}

# neighbours I: of host I, all others
neighbours()
{
	local i mac
	for i in 1 2 3 4; do
		[ "$i" != "$1" ] || continue
		mac=$(ipn h$i -j link show eth0 | jq -r '.[0].address')
		ipn "h$1" -b - <<-EOF
			neigh replace 10.0.0.$i lladdr $mac dev eth0 nud permanent
			neigh replace fd00::$i lladdr $mac dev eth0 nud permanent
		EOF
	done
}

# bridges I: a bridge each for ta, tb and tc, and the places of VMs
bridges()
{
	local n words
	words="type bridge mcast_snooping 0"
	{
		for n in a b; do
			echo "link add br$n $words"
		done
		echo "link add brc $words vlan_filtering 1 vlan_default_pvid 0"
		for n in a b c; do
			echo "link set br$n up"
		done
		for n in 1 2 3 4 5 6 7 8; do
			echo "link add s$n type veth peer name s${n}p"
			echo "link set s$n up"
			case $n in
			1) echo "link set s1p master bra up" ;;
			2) echo "link set s2p master brb up" ;;
			*) echo "link set s${n}p master brc up" ;;
			esac
		done
	} | ipn "h$1" -b -
	for n in 3 4 5 6 7 8; do
		echo "vlan add dev s${n}p vid $((n - 2)) pvid untagged"
	done | bridgen "h$1" -b -
}

# others I FAMILY: addresses, with commas between
others()
{
	local i list=()
	for i in 1 2 3; do
		[ "$i" = "$1" ] || list+=("$2$i")
	done
	(IFS=,; echo "${list[*]}")
}

# vteps I
vteps()
{
	local h=h$1 a
	ipn "$h" -b - <<-EOF
		link add ta type vtep id 100 group 239.1.1.100 dev eth0 local 10.0.0.$1
		link add tb type vtep id 200 local fd00::$1 dev eth0
		link add tc type vtep attach vlan local 10.0.0.$1 dev eth0
		link set ta up
		link set tb up
		link set tc up
	EOF
	for a in $(others "$1" fd00:: | tr , ' '); do
		bridgen "$h" fdb append 00:00:00:00:00:00 dev tb dst "$a"
	done
	on "$h" vtepctl -b - <<-EOF
		vni add dev tc vni 5001-5004 vlan 1-4 pool 239.64.0.0/12
		vni add dev tc vni 5005-5006 vlan 5-6 flood $(others "$1" 10.0.0.)
		vtep set dev tb deliver known
		vtep set dev tc full evict peer_limit 2000
		vni set dev tc vni 5005 learn known
	EOF
}

# attach I: to the bridges, which are the business of the host's network
attach()
{
	ipn "h$1" -b - <<-EOF
		link set ta master bra
		link set tb master brb
		link set tc master brc
	EOF
	bridgen "h$1" vlan add dev tc vid 1-6
}

# ready I: what it sends leaves, and what is sent to it comes
ready()
{
	wait_for 30 forwarding "$1"
	wait_for 30 joined "$1"
}

forwarding()
{
	[ "$(bridgen "h$1" -j link show |
		jq '[.[] | select(.state == "forwarding")] | length')" = 11 ]
}

joined()
{
	[ "$(on "h$1" vtepctl -j group show |
		jq '[.[] | select(.state == "joined")] | length')" = 5 ]
}

# step NAME WORD... -- WORD...: traffic, in a book of its own
step()
{
	local name=$1 words=()
	shift
	while [ "$1" != -- ]; do
		words+=("$1")
		shift
	done
	shift
	frames open h1 name="$WORK/$name"
	frames traffic h1 seconds=$STEP "${words[@]}"
	frames close h1 name="$WORK/$name" "$@"
	add_up "$name"
}

# add_up NAME: to the sums of all books
add_up()
{
	jq -s '.[0] as $a | .[1] as $b | $b | with_entries(.value +=
		($a[.key] // 0))' "$WORK/sums" "$WORK/$1" >"$WORK/sums.new"
	mv "$WORK/sums.new" "$WORK/sums"
}

# apart HOST COMMAND...: traffic before, while and after the host is cut off by
# COMMAND, which is given "off" and "on"; the end of it is up to the caller
apart()
{
	local host=$1
	shift
	rm -f "$WORK/stop"
	frames_begin traffic h1 cut="$host" until="$WORK/stop"
	"$@" "$host" off
	sleep $APART
	"$@" "$host" on
	touch "$WORK/stop"
	frames_end
}

# by_filter HOST off|on: the fabric drops what is to and from it, and counts that,
# one for each that does not get it
by_filter()
{
	local i mac
	mac=$(ipn "h$1" -j link show eth0 | jq -r '.[0].address')
	for i in 1 2 3; do
		if [ "$2" = on ]; then
			let_pass $i
		elif [ "$i" = "$1" ]; then
			drop_at $i
		else
			drop_at $i src_mac "$mac"
		fi
	done
}

# drop_at I WORD...: VXLAN on its way to host I
drop_at()
{
	local i=$1 proto pref=2
	shift
	for proto in ip ipv6; do
		tc -n "${NSP}fab" filter add dev "p$i" egress pref $pref \
			protocol $proto flower "$@" ip_proto udp dst_port 4789 \
			action drop
		pref=$((pref + 1))
	done
}

# let_pass I: before the filters that drop, so that these have all they will have
# when they are asked
let_pass()
{
	tc -n "${NSP}fab" filter add dev "p$1" egress pref 1 matchall action pass
	tc -n "${NSP}fab" -s -j filter show dev "p$1" egress >"$WORK/tc$1"
	tc -n "${NSP}fab" filter del dev "p$1" egress
}

# What the filters dropped, when they were taken away
filtered()
{
	jq -s '[.[][] | select(.kind == "flower") | .options.actions[]?.stats.packets] |
		add' "$WORK"/tc[123]
}

# by_cable HOST off|on
by_cable()
{
	case $2 in
	off) ipn fab link set "p$1" down ;;
	on)
		ipn fab link set "p$1" up
		ready "$1"
		neighbours "$1" ;;
	esac
}

# by_restart HOST off|on: its VTEPs are gone, and are made again of what was saved
by_restart()
{
	case $2 in
	off)
		on "h$1" vtepctl save >"$WORK/saved"
		run on "h$1" vtepctl restore delete "$WORK/saved" ;;
	on)
		run on "h$1" vtepctl restore "$WORK/saved"
		attach "$1"
		ready "$1" ;;
	esac
}

# What was learned is forgotten, here and by the bridges; what is left of all that
# is memory that somebody forgot.
forget()
{
	local h dev
	for h in 1 2 3; do
		for dev in ta tb tc; do
			on h$h vtepctl fdb flush dev $dev
		done
		for dev in bra brb brc; do
			ipn h$h link set $dev type bridge fdb_flush
		done
	done
	wait_for 30 forgotten
}

# Peers go with the last of their MACs, and their counters with them.
forgotten()
{
	local h peers
	for h in 1 2 3; do
		peers=$(on h$h vtepctl -j peer show | jq -c '[.[] | .learned]')
		[ "$peers" = '[0,0,0,0]' ] || return 1
	done
}

# round I
round()
{
	local host=$((1 + $1 % 3))
	step calm --
	step moves move=1 --
	step storm rogue=200 --
	run on h$host vtepctl vni set dev tc vni 5006 storm broadcast 50pps
	step noise noise=8:$host:200 -- noise=8
	run on h$host vtepctl vni set dev tc vni 5006 storm broadcast none

	frames open h1 name="$WORK/cut"
	apart $host by_filter
	frames close h1 name="$WORK/cut" cut="$(filtered)"
	add_up cut
	frames open h1 name="$WORK/cable"
	apart $host by_cable
	frames close h1 name="$WORK/cable" torn=$host
	add_up cable
	frames open h1 name="$WORK/restart"
	apart $host by_restart
	frames close h1 name="$WORK/restart" gone=$host
	add_up restart
	step after --
}

test_rounds()
{
	local i=0 end levels=() entries=()
	end=$(($(date +%s) + SOAK_MINUTES * 60))
	echo '{}' >"$WORK/sums"
	until [ "$i" -ge 2 ] && [ "$(date +%s)" -ge "$end" ]; do
		round $i
		forget
		levels+=("$(memory_level)")
		entries+=("$(slab_objects vtep_fdb_entry)")
		i=$((i + 1))
	done
	note "rounds $i, $(jq -c . "$WORK/sums")"
	note "kB of slab, of per-CPU memory after each: ${levels[*]}"
	note "entries of the FDB, or the like: ${entries[*]}"
	# The first one has filled what is filled once.
	no_more "${levels[0]}" "${levels[-1]}" $SLAB_MAX $PERCPU_MAX
	[ "${entries[-1]}" -le $((entries[0] + ENTRIES_MAX)) ] ||
		fail "entries of the FDB were not given back"
}

run_tests "$@"
