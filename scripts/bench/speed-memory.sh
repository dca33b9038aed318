# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What a MAC, a peer and a VNI take of the kernel's memory. Sourced by
# scripts/bench-speed.
#
# The kernel has one CPU here; what is per CPU is told apart, so that the same can be
# worked out for more.

MEMORY_MACS=100000
MEMORY_WARM=1000	# before: what has to be there anyway is no MAC's
MEMORY_PEERS=4000	# a flood list of ours has 4096 at most
MEMORY_VNIS=10000

# Sets BYTES, of each of N, and PER_CPU, the part of it each CPU has
# memory_of N COMMAND...
memory_of()
{
	local n=$1 all percpu

	shift
	all=$(memory) percpu=$(percpu)
	"$@"
	BYTES=$((($(memory) - all) * 1024 / n))
	PER_CPU=$((($(percpu) - percpu) * 1024 / n))
}

percpu()
{
	awk '$1 == "Percpu:" { print $2 }' /proc/meminfo
}

memory_vnis()
{
	if [ "$1" = ours ]; then
		on ours vtepctl vni add dev vnis vni "1-$MEMORY_VNIS"
	else
		bridge -n tree vni add dev vnis vni "1-$MEMORY_VNIS"
	fi
}

# memory_row WHAT TARGET|'': of OF and CPU, both of ours, in-tree
memory_row()
{
	local at64=() i

	for i in 0 1; do
		at64+=($((OF[i] + 63 * CPU[i])))
	done
	row "bytes of memory for $1" "${OF[0]}" "${OF[1]}" \
		"$(calc "${OF[0]} / ${OF[1]}")x" "${2:+<= $2 B}" \
		"${2:+${OF[0]} <= $2 && ${at64[0]} <= $2}"
	row '  worked out for 64 CPUs' "${at64[0]}" "${at64[1]}" \
		"$(calc "${at64[0]} / ${at64[1]}")x" '' ''
}

bench_memory()
{
	local n what

	for n in ours tree; do
		listener $n
		macs_tunnel $n $n
		macs_fill $n $MEMORY_WARM
	done
	ip -n ours link add vnis type vtep external vnifilter dstport 4790
	ip -n tree link add vnis type vxlan external vnifilter dstport 4790
	for what in macs peers vnis; do
		OF=() CPU=()
		for n in ours tree; do
			case $what in
			macs) memory_of $MEMORY_MACS \
				macs_fill $n $((MEMORY_MACS + MEMORY_WARM)) ;;
			peers) memory_of $MEMORY_PEERS flood_list $n $MEMORY_PEERS ;;
			vnis) memory_of $MEMORY_VNIS memory_vnis $n ;;
			esac
			OF+=("$BYTES") CPU+=("$PER_CPU")
		done
		case $what in
		macs) memory_row 'a learned MAC' 128 ;;
		peers) memory_row 'a remote VTEP of a flood list' '' ;;
		vnis) memory_row 'a VNI' '' ;;
		esac
	done
	for n in ours tree; do
		del_netns $n
	done
}
