# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What a received packet costs when everything looks at it. Sourced by
# scripts/bench-trust.
#
# The packets are those of receive.sh: of one peer, to the group of a segment, from
# a MAC that is known.

COST_PREFIXES=10000

# shellcheck source=scripts/bench/receive.sh
. scripts/bench/receive.sh

# So many prefixes that say something of others, and one that rx.py sends from
cost_prefixes()
{
	echo '10.0.0.0/24 learn'
	awk -v n=$((COST_PREFIXES - 1)) 'BEGIN { for (i = 0; i < n; i++)
		printf "172.%d.%d.%d/%d %s\n", 16 + i / 65536, i / 256 % 256,
			i % 256, 32, i % 3 ? "learn" : "deliver" }'
}

# Nothing but what RFC 7348 says
cost_off()
{
	rx_ours "$1" 1
	on "$1" vtepctl vtep set dev vtep0 deliver open learn open strict off \
		damp none protect off peer_limit 0
	on "$1" vtepctl vni set dev vtep0 vni 1 limit 0
}

cost_on()
{
	rx_ours "$1" 1
	cost_prefixes >/tmp/prefixes
	on "$1" vtepctl source set dev vtep0 file /tmp/prefixes
	on "$1" vtepctl vtep set dev vtep0 deliver list learn list strict on \
		min_ttl 1 damp hold protect on full evict peer_limit 1000 \
		storm peer 10000000pps
	on "$1" vtepctl vni set dev vtep0 vni 1 limit 1000
	[ "$(on "$1" vtepctl -j source show dev vtep0 | jq length)" = \
	  "$COST_PREFIXES" ]
}

bench_cost()
{
	local out ratio h

	cost_off off
	cost_off again
	cost_on on
	ip link add bench-null type dummy
	ip link set bench-null up
	out=$(scripts/bench/rx.py 50 400 off:off:4789:1:1:vtep0 \
		again:again:4789:1:1:vtep0 on:on:4789:1:1:vtep0 on/off again/off)
	note "nanoseconds of CPU for a packet: $out"
	ratio=$(figure "$out" ratio on/off)
	row "a received packet: list of $COST_PREFIXES prefixes, strict, limits, damping, protect, peer rate; all off" \
		"$(spread "$out" cost on ' ns')" - \
		"$(spread "$out" ratio on/off x)" '<= 1.10x' "$ratio <= 1.10"
	row '  the same against itself, all off' \
		"$(spread "$out" cost off ' ns')" - \
		"$(spread "$out" ratio again/off x)" '' ''
	ip link del bench-null
	for h in off again on; do
		del_netns $h
	done
}
