# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# How long others wait for RTNL while 10,000 groups are joined, and left. Sourced
# by scripts/bench-scale.

RTNL_WATCH=/sys/kernel/debug/umlwatch/rtnl

# watched WHAT COMMAND...: sets HOLD to the longest hold in milliseconds
watched()
{
	local what=$1 text

	shift
	echo start >$RTNL_WATCH
	timed "$@"
	text=$(scripts/bench/rtnl.py)
	HOLD=$(jq .max <<<"$text")
	note "RTNL holds (ms) while 10,000 groups were $what, in $(seconds "$TIME"): $text"
}

rtnl_join()
{
	on joins vtepctl vni add dev vtep0 vni 1-10000 pool 239.64.0.0/12
	until_true 120 has_groups joins 10000
}

rtnl_leave()
{
	on joins vtepctl vni del dev vtep0 vni 1-10000
	until_true 120 has_groups joins 0
}

rtnl_down()
{
	ip -n joins link set vtep0 down
	until_true 120 has_groups joins 0
}

# rtnl_row JUDGED WHAT HOLD...: the longest of three rounds; JUDGED is empty for
# what is only told
rtnl_row()
{
	local judged=$1 what=$2 longest

	shift 2
	longest=$(printf '%s\n' "$@" | sort -g | tail -n 1)
	row "$what" "$longest ms ($*)" - - "${judged:+<= 10 ms}" \
		"${judged:+$longest <= 10}"
}

bench_rtnl()
{
	local _ join=() leave=() down=() del=()

	host joins
	for _ in 1 2 3; do
		ip -n joins link add vtep0 type vtep external vnifilter \
			local 10.0.0.1 dev eth0
		ip -n joins link set vtep0 up
		watched 'joined' rtnl_join
		join+=("$HOLD")
		watched 'left' rtnl_leave
		leave+=("$HOLD")
		rtnl_join
		watched 'left as the VTEP went down' rtnl_down
		down+=("$HOLD")
		watched 'there no more, and the VTEP was deleted' \
			ip -n joins link del vtep0
		del+=("$HOLD")
	done
	del_netns joins
	rtnl_row 1 '10,000 groups joined: longest RTNL hold' "${join[@]}"
	rtnl_row 1 '  and left, as their VNIs are deleted' "${leave[@]}"
	rtnl_row 1 '  and left, as the VTEP goes down' "${down[@]}"
	# Not of groups: the kernel takes a device down in one hold.
	rtnl_row '' '  deletion of the VTEP, with 10,000 VNIs' "${del[@]}"
}
