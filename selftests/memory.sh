# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# How much memory the kernel has, before and after. Sourced by test files.

# kilobytes NAME: of /proc/meminfo
kilobytes()
{
	awk -v name="$1:" '$1 == name { print $2 }' /proc/meminfo
}

# slab_caches: kB of each of the kernel's caches
slab_caches()
{
	awk 'NR > 2 { print $1, int($3 * $4 / 1024) }' /proc/slabinfo
}

# slab_grew BEFORE NOW: those that grew most, of two files with slab_caches
slab_grew()
{
	awk 'NR == FNR { was[$1] = $2; next }
		$2 > was[$1] { print $2 - was[$1], "kB more of", $1 }' "$1" "$2" |
		sort -rn | head -n 8 | sed 's/^/# /'
}

# give_back: what the kernel's caches keep for the next time. In 7.2, all of them
# together kept 10 MB after 200 namespaces, and next to nothing when asked to give it
# back.
give_back()
{
	local cache
	echo 3 >/proc/sys/vm/drop_caches
	for cache in /sys/kernel/slab/*/shrink; do
		echo 1 >"$cache"
	done
}

# memory_level: kB that the kernel has for good, in its caches and in per-CPU
# memory: the least in a few seconds, in which some of it is still given back
memory_level()
{
	local slab percpu slab_least='' percpu_least=''
	for _ in 1 2 3 4 5 6 7 8; do
		give_back
		slab=$(kilobytes SUnreclaim)
		percpu=$(kilobytes Percpu)
		[ "$slab" -ge "${slab_least:-$slab}" ] || slab_least=$slab
		[ "$percpu" -ge "${percpu_least:-$percpu}" ] || percpu_least=$percpu
		: "${slab_least:=$slab}" "${percpu_least:=$percpu}"
		sleep 0.3
	done
	if [ -e "$WORK/slab.first" ]; then
		slab_caches >"$WORK/slab.last"
	else
		slab_caches >"$WORK/slab.first"
	fi
	echo "$slab_least $percpu_least"
}

# no_more FIRST LAST SLAB PERCPU: of a test's levels the last is at most that above
# the first. Where
# KASAN holds back what was freed, and kmemleak keeps books in the same caches, the
# level says nothing, and kmemleak itself says at the end what was lost.
no_more()
{
	local slab percpu slab_now percpu_now
	if [ -e /sys/kernel/debug/kmemleak ]; then
		note "left to kmemleak"
		return
	fi
	read -r slab percpu <<<"$1"
	read -r slab_now percpu_now <<<"$2"
	[ "$slab_now" -le $((slab + $3)) ] ||
		slab_grew "$WORK/slab.first" "$WORK/slab.last"
	[ "$slab_now" -le $((slab + $3)) ] ||
		fail "slab memory grew from $slab to $slab_now kB, more than $3"
	[ "$percpu_now" -le $((percpu + $4)) ] ||
		fail "per-CPU memory grew from $percpu to $percpu_now kB, more than $4"
}

# slab_objects CACHE: how many there are of it, with those of caches that the kernel
# has merged with it. First the CPUs give back what they keep.
slab_objects()
{
	echo 1 >"/sys/kernel/slab/$1/shrink"
	awk '{ print $1 }' "/sys/kernel/slab/$1/objects"
}
