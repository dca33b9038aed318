#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The life of a VTEP as ip(8) sees it: add, show, set, del; what each setting
# is by default, can be, and cannot be.
#
#	h1 vtep0 (never sends) -- eth0 10.0.0.1/24, fd00::1/64
. "$(dirname "$0")/lib.sh"

TESTS="defaults life create change refuse_words refuse_create refuse_change
	refuse_raw duplicate_vni feed_back all_or_nothing port_permission stacking
	address down_flushes many port_held port_shared"

setup()
{
	underlay 1
}

# add WORD..., set WORD...: vtep0 of h1
add()
{
	ipn h1 link add vtep0 type vtep "$@"
}

set_to()
{
	ipn h1 link set vtep0 type vtep "$@"
}

# settings: all of vtep0, or $DEV, in one line of JSON, sorted
settings()
{
	ipn h1 -d -j link show dev "${DEV:-vtep0}" |
		jq -Sc '.[0].linkinfo.info_data'
}

# set_are JSON: these are set so (null: not shown), whatever else there is
set_are()
{
	ipn h1 -d -j link show dev "${DEV:-vtep0}" |
		jq -e --argjson want "$1" '.[0].linkinfo.info_data as $got |
			$want | to_entries | all(.value == $got[.key])' \
			>/dev/null && return
	echo "# want $1, got $(settings)" >&2
	return 1
}

# nothing_left: neither a VTEP nor a socket of one in h1
nothing_left()
{
	equal "links of kind vtep" "$(ipn h1 link show type vtep)" ""
	equal "UDP sockets" "$(on h1 ss -uanH)" ""
}

test_defaults()
{
	local flags='"learning":true,"limit":65536,"port":4789,"port_range":{"high":65535,"low":49152},"ttl":0,"udp_csum":false,"udp_zero_csum6_rx":true,"udp_zero_csum6_tx":true}'
	add id 42
	equal defaults "$(settings)" \
		'{"ageing":300,"df":"set","id":42,"inner_vlan":"discard",'"$flags"
	ipn h1 link del vtep0
	add id 0 local fd00::1
	equal "defaults over IPv6" "$(settings)" \
		'{"ageing":300,"df":"set","id":0,"inner_vlan":"discard",'"${flags/\"port\"/\"local6\":\"fd00::1\",\"port\"}"
}

test_life()
{
	add id 16777215
	matches '^[0-9]+: vtep0: .* state DOWN' ipn h1 link show vtep0
	matches 'vtep id 16777215 ' ipn h1 -d link show vtep0
	matches ':4789' on h1 ss -uanH
	ipn h1 link set vtep0 up
	matches 'LOWER_UP' ipn h1 link show vtep0
	ipn h1 link set vtep0 down
	ipn h1 link set vtep0 name other
	matches 'vtep id 16777215 ' ipn h1 -d link show other
	ipn h1 link del other
	nothing_left
	# the VNI is free again, for a device with a name made by the kernel
	ipn h1 link add name vtep%d type vtep id 16777215
	ipn h1 link del vtep0
	nothing_left
}

# Words and what is shown of them, at creation and as a change. Where two
# lines are about one word the second undoes the first.
VALUES4='
group 239.1.1.1 dev eth0 | {"group":"239.1.1.1","link":"eth0"}
group 239.1.1.2 dev eth0 | {"group":"239.1.1.2"}
remote 10.0.0.9          | {"group":null,"remote":"10.0.0.9"}
remote any               | {"group":null,"remote":null}
local 10.0.0.1           | {"local":"10.0.0.1"}
local any                | {"local":null}
dev eth0                 | {"link":"eth0"}
srcport 1000 2000        | {"port_range":{"low":1000,"high":2000}}
srcport 1 1              | {"port_range":{"low":1,"high":1}}
srcport 65535 65535      | {"port_range":{"low":65535,"high":65535}}
ttl 255                  | {"ttl":255,"ttl_inherit":null}
ttl inherit              | {"ttl":null,"ttl_inherit":true}
ttl 1                    | {"ttl":1,"ttl_inherit":null}
ttl auto                 | {"ttl":0,"ttl_inherit":null}
tos 0xfc                 | {"tos":"0xfc"}
tos inherit              | {"tos":"0x1"}
tos 0                    | {"tos":null}
df unset                 | {"df":"unset"}
df inherit               | {"df":"inherit"}
df set                   | {"df":"set"}
ageing 864000            | {"ageing":864000}
ageing none              | {"ageing":0}
ageing 60                | {"ageing":60}
maxaddress 1             | {"limit":1}
maxaddress unlimited     | {"limit":0}
nolearning               | {"learning":false}
learning                 | {"learning":true}
udpcsum                  | {"udp_csum":true}
noudpcsum                | {"udp_csum":false}
noudp6zerocsumtx         | {"udp_zero_csum6_tx":false}
udp6zerocsumtx           | {"udp_zero_csum6_tx":true}
noudp6zerocsumrx         | {"udp_zero_csum6_rx":false}
udp6zerocsumrx           | {"udp_zero_csum6_rx":true}
inner_vlan pass          | {"inner_vlan":"pass"}
inner_vlan discard       | {"inner_vlan":"discard"}'

VALUES6='
group ff05::1 dev eth0         | {"group6":"ff05::1","link":"eth0"}
remote fd00::9 dev eth0        | {"group6":null,"remote6":"fd00::9"}
remote fe80::9 dev eth0        | {"remote6":"fe80::9"}
remote ::                      | {"remote6":null}
local fd00::1                  | {"local6":"fd00::1"}
flowlabel 0xfffff local fd00::1 | {"label":"0xfffff"}
flowlabel 0 local fd00::1      | {"label":null}
local ::                       | {"local6":null}'

test_create()
{
	local words want n=0 DEV
	# One by one: to delete each would take a grace period or two.
	while IFS='|' read -r words want; do
		[ -n "$words" ] || continue
		n=$((n + 1)) DEV=v$n
		# shellcheck disable=SC2086 # words
		run ipn h1 link add v$n type vtep id $n $words
		set_are "$want"
	done <<<"$VALUES4$VALUES6
dstport 8472 | {\"port\":8472}
dstport 65535 | {\"port\":65535}"
	[ "$n" -gt 40 ]
}

# change_values TABLE
change_values()
{
	local words want
	while IFS='|' read -r words want; do
		[ -n "$words" ] || continue
		# shellcheck disable=SC2086 # words
		run set_to $words
		set_are "$want"
	done <<<"$1"
}

test_change()
{
	local before
	add id 42
	before=$(settings)
	ipn h1 link set vtep0 up
	change_values "$VALUES4"
	set_to ageing 300 maxaddress 65536 srcport 49152 65535
	equal "settings set back" "$(settings)" \
		"${before/\"port\":/\"link\":\"eth0\",\"port\":}"
	ipn h1 link del vtep0
	ipn h1 -6 link add vtep0 type vtep id 42
	ipn h1 link set vtep0 up
	change_values "$VALUES6"
	ipn h1 link del vtep0
	nothing_left
}

# refused COMMAND...: with each line "TEXT | WORDS" of standard input
refused()
{
	local text words n=0
	while IFS='|' read -r text words; do
		n=$((n + 1))
		# shellcheck disable=SC2086 # words
		refuse "${text%"${text##*[! ]}"}" "$@" $words
	done
	[ "$n" -gt 0 ]
}

# What the plugin refuses before the kernel is asked.
test_refuse_words()
{
	refused add <<-EOF
		a VNI is a number in 0-16777215 | id 16777216
		a VNI is a number               | id -1
		a VNI is a number               | id 1x
		argument of "id" is required    | id
		a port is a number in 1-65535   | id 1 dstport 0
		a port is a number              | id 1 dstport 65536
		a port is a number              | id 1 srcport 0 5
		the range ends before it begins | id 1 srcport 2000 1000
		not a multicast address         | id 1 group 10.0.0.9 dev eth0
		not a unicast address           | id 1 remote 239.1.1.1
		not a unicast address           | id 1 remote ff05::1
		not a unicast address           | id 1 local 239.1.1.1
		not a unicast address           | id 1 local 255.255.255.255
		not an IPv4 or IPv6 address     | id 1 local nonsense
		not both                        | id 1 remote 10.0.0.9 group 239.1.1.1 dev eth0
		one address family              | id 1 group 239.1.1.1 dev eth0 local fd00::1
		one address family              | id 1 remote fd00::9 local 10.0.0.1
		Cannot find device "nosuch"     | id 1 dev nosuch
		a flow label is a number        | id 1 local fd00::1 flowlabel 0x100000
		not a number in 1-255           | id 1 ttl 256
		not a number in 0-ff            | id 1 tos 0x100
		not "set", "unset" or "inherit" | id 1 df maybe
		not a number of seconds         | id 1 ageing never
		not a number of MACs            | id 1 maxaddress -1
		not "discard" or "pass"         | id 1 inner_vlan maybe
		not "id", "vlan" or "external"  | attach tag
		"id" is given twice             | id 1 id 2
		unknown option "wibble"         | id 1 wibble
	EOF
	for w in proxy rsc l2miss l3miss gbp gpe remcsumtx remcsumrx \
		 localbypass mcroute nol2miss; do
		refuse "\"$w\" is of type vxlan; type vtep does not support it" \
			add id 1 $w
	done
	nothing_left
}

# What the kernel refuses of a new VTEP.
test_refuse_create()
{
	refused add <<-EOF
		id: a VTEP needs a VNI                       | local 10.0.0.1
		group: a multicast group needs dev           | id 1 group 239.1.1.1
		group: a multicast group needs dev           | id 1 group ff05::1
		remote: a link-local address needs dev       | id 1 remote fe80::9
		local: a link-local address needs dev        | id 1 local fe80::1
		local: is a broadcast address                | id 1 local 10.0.0.255
		remote: is a broadcast address               | id 1 remote 10.0.0.255
		remote: is the local address                 | id 1 remote 10.0.0.1 local 10.0.0.1
		remote: is the local address                 | id 1 remote fd00::1 local fd00::1
		cannot be reached from a link-local address  | id 1 local fe80::1 remote fd00::9 dev eth0
		flowlabel: IPv4 has none                     | id 1 local 10.0.0.1 flowlabel 1
		tos: the two ECN bits cannot be set          | id 1 tos 0x3
		ageing: is at most ten days, 864000 seconds  | id 1 ageing 864001
	EOF
	refuse 'id: a VTEP needs a VNI' ipn h1 link add vtep0 type vtep
	refuse 'mtu: the underlay carries at most 1450' \
		ipn h1 link add vtep0 mtu 1451 type vtep id 1 dev eth0
	refuse 'link: is another device than dev' \
		ipn h1 link add link eth0 vtep0 type vtep id 1 dev lo
	refuse 'not a unicast Ethernet address' \
		ipn h1 link add vtep0 address 01:00:5e:00:00:01 type vtep id 1
	refuse 'not a unicast Ethernet address' \
		ipn h1 link add vtep0 address 00:00:00:00:00:00 type vtep id 1

	ipn h1 link add red type vrf table 10
	refuse 'a group is joined on a device, not on a VRF' \
		add id 1 group 239.1.1.1 dev red
	on h1 sh -c 'echo 1 >/proc/sys/net/ipv6/conf/eth0/disable_ipv6'
	refuse 'dev: IPv6 is disabled on it' add id 1 remote fd00::9 dev eth0
	nothing_left
	# the largest MTU there is passes
	ipn h1 link add vtep0 mtu 1450 type vtep id 1 dev eth0
	# `link` is `dev`
	ipn h1 link del vtep0
	ipn h1 link add link eth0 vtep0 type vtep id 1
	set_are '{"link":"eth0"}'
}

# What the kernel refuses to change, the same with a VTEP up.
test_refuse_change()
{
	local before
	ipn h1 link add red type vrf table 10
	ipn h1 link add red0 type dummy
	ipn h1 link set red0 master red
	add id 42 group 239.1.1.1 dev eth0 local 10.0.0.1
	ipn h1 link set vtep0 up
	before=$(settings)
	refused set_to <<-EOF
		id: cannot be changed; create the VTEP anew      | id 43
		dstport: cannot be changed; create the VTEP anew | dstport 4790
		address family cannot be changed                 | local fd00::1
		address family cannot be changed                 | group ff05::1
		dev: is in another VRF                           | dev red0
		dev: is the VTEP itself                          | dev vtep0
		local: is a broadcast address                    | local 10.0.0.255
		remote: is a broadcast address                   | remote 10.0.0.255
		remote: is the local address                     | remote 10.0.0.1
		flowlabel: IPv4 has none                         | flowlabel 1
		tos: the two ECN bits cannot be set              | tos 0x2
		ageing: is at most ten days                      | ageing 864001
	EOF
	equal settings "$(settings)" "$before"
	# what is already so is no change
	set_to id 42 dstport 4789
	equal settings "$(settings)" "$before"
}

test_refuse_raw()
{
	local eth0
	eth0=$(ifindex h1 eth0)
	run on h1 "$PYTHON" "$SELFTESTS/rawlink.py" <<-EOF
		EINVAL id: a VTEP needs a VNI      | add v0
		ERANGE id: a VNI is at most 16777215 | add v0 ID=u32:16777216
		EINVAL .                           | add v0 ID=01
		ERANGE .                           | add v0 ID=u32:1 LOCAL=0a0000
		ERANGE .                           | add v0 ID=u32:1 LOCAL6=0a000001
		ERANGE .                           | add v0 ID=u32:1 PORT_RANGE=000a
		ERANGE .                           | add v0 ID=u32:1 PORT_RANGE=000a000b000c
		EINVAL .                           | add v0 ID=u32:1 40=01
		EINVAL dstport: 0 is no UDP port   | add v0 ID=u32:1 PORT=u16:0
		EINVAL srcport: needs two ports    | add v0 ID=u32:1 PORT_RANGE=07d003e8
		EINVAL srcport: needs two ports    | add v0 ID=u32:1 PORT_RANGE=000003e8
		ERANGE flowlabel: has 20 bits      | add v0 ID=u32:1 LOCAL6=fd00::1 LABEL=00100000
		EINVAL flowlabel: IPv4 has none    | add v0 ID=u32:1 LABEL=00000001
		EINVAL tos: the two ECN bits       | add v0 ID=u32:1 TOS=u8:2
		EINVAL ttl: a number and inherit   | add v0 ID=u32:1 TTL=u8:5 TTL_INHERIT=
		ERANGE ageing: is at most ten days | add v0 ID=u32:1 AGEING=u32:864001
		ERANGE .                           | add v0 ID=u32:1 DF=u8:3
		ERANGE .                           | add v0 ID=u32:1 LEARNING=u8:2
		ERANGE .                           | add v0 ID=u32:1 UDP_CSUM=u8:2
		ERANGE .                           | add v0 ID=u32:1 inner_vlan=u8:2
		EINVAL a VTEP has one family       | add v0 ID=u32:1 LOCAL=10.0.0.1 GROUP6=fd00::9
		EINVAL a VTEP has one family       | add v0 ID=u32:1 GROUP=10.0.0.9 GROUP6=fd00::9
		EINVAL IPv4-mapped                 | add v0 ID=u32:1 LOCAL6=::ffff:10.0.0.1
		EINVAL IPv4-mapped                 | add v0 ID=u32:1 GROUP6=::ffff:239.1.1.1 LINK=u32:$eth0
		EINVAL local: is a multicast       | add v0 ID=u32:1 LOCAL=239.1.1.1
		EINVAL local: is a multicast       | add v0 ID=u32:1 LOCAL6=ff05::1
		EINVAL local: is a broadcast       | add v0 ID=u32:1 LOCAL=255.255.255.255
		EINVAL remote: is a broadcast      | add v0 ID=u32:1 GROUP=255.255.255.255
		EINVAL dev: no such interface      | add v0 ID=u32:1 LINK=ffffffff
		ENODEV dev: not found              | add v0 ID=u32:1 LINK=u32:99999
		EINVAL address: not an Ethernet    | add v0 ID=u32:1 address=02000000
		EOPNOTSUPP proxy: not supported    | add v0 ID=u32:1 PROXY=01
		EOPNOTSUPP rsc: not supported      | add v0 ID=u32:1 RSC=01
		EOPNOTSUPP l2miss: not supported   | add v0 ID=u32:1 L2MISS=01
		EOPNOTSUPP l3miss: not supported   | add v0 ID=u32:1 L3MISS=01
		EINVAL id: .*vtepctl vni add       | add v0 ID=u32:1 COLLECT_METADATA=01
		EOPNOTSUPP remcsumtx: not          | add v0 ID=u32:1 REMCSUM_TX=01
		EOPNOTSUPP remcsumrx: not          | add v0 ID=u32:1 REMCSUM_RX=01
		EOPNOTSUPP remcsum nopartial: not  | add v0 ID=u32:1 REMCSUM_NOPARTIAL=
		EOPNOTSUPP gbp: not supported      | add v0 ID=u32:1 GBP=
		EOPNOTSUPP gpe: not supported      | add v0 ID=u32:1 GPE=
		EINVAL vnifilter: only             | add v0 ID=u32:1 VNIFILTER=01
		EOPNOTSUPP localbypass: not        | add v0 ID=u32:1 LOCALBYPASS=01
		EOPNOTSUPP flowlabel policy: not   | add v0 ID=u32:1 LABEL_POLICY=u32:1
		EOPNOTSUPP reserved_bits: not      | add v0 ID=u32:1 RESERVED_BITS=0000000000000001
		EOPNOTSUPP mcroute: not supported  | add v0 ID=u32:1 MC_ROUTE=01
	EOF
	nothing_left
	# Said to be off, they are no obstacle; the rest is about this VTEP.
	run on h1 "$PYTHON" "$SELFTESTS/rawlink.py" <<-EOF
		OK                                 | add vtep0 ID=u32:1 PROXY=00 L2MISS=00 COLLECT_METADATA=00 LOCALBYPASS=00
		EEXIST                             | add vtep0 ID=u32:2
		EOPNOTSUPP id: cannot be changed   | set vtep0 ID=u32:2
		EOPNOTSUPP dstport: cannot be      | set vtep0 PORT=u16:4790
		EOPNOTSUPP address family cannot   | set vtep0 LOCAL6=::
		EOPNOTSUPP l2miss: not supported   | set vtep0 TTL=u8:9 L2MISS=01
		ERANGE .                           | set vtep0 TTL=u8:9 inner_vlan=u8:2
		ENODEV dev: not found              | set vtep0 TTL=u8:9 LINK=u32:99999
		OK                                 | set vtep0 TTL_INHERIT=01
		OK                                 | set vtep0 TTL_INHERIT=00
		OK                                 | set vtep0
	EOF
	set_are '{"id":1,"ttl":0,"ttl_inherit":null,"port":4789}'
}

test_duplicate_vni()
{
	ipn h1 link add first type vtep id 42
	refuse 'VNI 42 on this UDP port is served by VTEP first' add id 42
	refuse 'VNI 42 on this UDP port is served by VTEP first' \
		add id 42 local 10.0.0.1 remote 10.0.0.9
	# of another port, another family, another VRF: another segment
	ipn h1 link add second type vtep id 42 dstport 8472
	ipn h1 link add third type vtep id 42 local fd00::1
	add id 43
	ipn h1 link add red type vrf table 10
	ipn h1 link set red up
	refuse 'UDP port 4789 is held by VTEPs outside a VRF' \
		ipn h1 link add fourth type vtep id 42 dev red
	ipn h1 link add fourth type vtep id 42 dev red dstport 4790
	refuse 'VNI 42 on this UDP port is served by VTEP third' \
		ipn h1 link add fifth type vtep id 42 remote fd00::9
	ipn h1 link del first
	ipn h1 link add fifth type vtep id 42
}

# What is shown makes the same VTEP again.
test_feed_back()
{
	local words before w
	for w in "id 1" \
		"id 2 group 239.1.1.1 dev eth0 local 10.0.0.1 ttl 9 tos 0x10 df inherit" \
		"id 3 remote 10.0.0.9 ttl inherit tos inherit ageing none maxaddress unlimited" \
		"id 4 group ff05::1 dev eth0 local fd00::1 flowlabel 0x12345 nolearning" \
		"id 5 remote fe80::9 dev eth0 dstport 8472 srcport 5 6 udpcsum" \
		"id 6 local fd00::1 noudp6zerocsumtx noudp6zerocsumrx inner_vlan pass"; do
		# shellcheck disable=SC2086 # words
		run add $w
		before=$(settings)
		words=$(ipn h1 -d link show vtep0 |
			sed -n 's/^ *vtep \(id .*\) addrgenmode.*/\1/p')
		[ -n "$words" ]
		# shellcheck disable=SC2086 # words
		run set_to $words
		equal "settings set again" "$(settings)" "$before"
		ipn h1 link del vtep0
		# shellcheck disable=SC2086 # words
		run add $words
		equal "settings made again" "$(settings)" "$before"
		ipn h1 link del vtep0
	done
}

# One bad word among good ones: nothing changes.
test_all_or_nothing()
{
	local before good w
	good="ttl 9 tos 0x10 df unset ageing 60 maxaddress 5 nolearning udpcsum"
	good="$good srcport 1 2 local 10.0.0.1 inner_vlan pass"
	add id 42 group 239.1.1.1 dev eth0
	ipn h1 link set vtep0 up
	before=$(settings)
	for w in "flowlabel 1" "id 43" "dstport 4790" "dev eth0 remote 10.0.0.255" \
		"group 239.1.1.2 dev vtep0" "remote 10.0.0.1"; do
		# shellcheck disable=SC2086 # words
		refuse . set_to $good $w
		equal "settings after \"$w\"" "$(settings)" "$before"
		matches 'inet +239\.1\.1\.1$' ipn h1 maddr show dev eth0
		lacks '239\.1\.1\.2' ipn h1 maddr show dev eth0
		fdb_has h1 '00:00:00:00:00:00 dst 239.1.1.1 '
	done
	# and together the good ones do
	# shellcheck disable=SC2086 # words
	run set_to $good group 239.1.1.2
	set_are '{"ttl":9,"df":"unset","group":"239.1.1.2","limit":5,"learning":false}'
	lacks '239\.1\.1\.1' ipn h1 maddr show dev eth0
}

# No VTEP stands upon itself, and the lower device takes its VTEPs along.
# A port below 1024 is not for each administrator of a network.
test_port_permission()
{
	local weak=(setpriv --inh-caps=-net_bind_service
		--bounding-set=-net_bind_service)
	refuse 'No permission to open UDP port 500' on h1 "${weak[@]}" \
		ip link add vtep0 type vtep id 1 dstport 500
	nothing_left
	on h1 "${weak[@]}" ip link add vtep0 type vtep id 1
	on h1 ip link add vtep1 type vtep id 1 dstport 500
}

test_stacking()
{
	ipn h1 link add low type dummy
	ipn h1 link add one type vtep id 1 dev low
	ipn h1 link add two type vtep id 2 dev one dstport 4790
	refuse 'dev: stands upon this VTEP' ipn h1 link set one type vtep dev two
	matches 'one@low' ipn h1 link show one
	ipn h1 link set two type vtep dev eth0
	matches 'two@eth0' ipn h1 link show two
	ipn h1 link set one type vtep dev two
	ipn h1 link del eth0
	nothing_left
	ipn h1 link add d1 type vtep id 1 dev low
	for i in 2 3 4 5 6 7; do
		ipn h1 link add d$i type vtep id 1 dev d$((i - 1)) dstport $((5000 + i))
	done
	refuse 'dev: too many devices stand upon each other' \
		ipn h1 link add d8 type vtep id 1 dev d7 dstport 5008
	ipn h1 link del d1
	nothing_left
	ipn h1 link show low >/dev/null
}

test_address()
{
	ipn h1 link add vtep0 address 02:00:00:00:00:42 type vtep id 42
	matches 'link/ether 02:00:00:00:00:42 ' ipn h1 link show vtep0
	refuse . ipn h1 link set vtep0 address 01:00:00:00:00:01
	refuse . ipn h1 link set vtep0 address 00:00:00:00:00:00
	matches 'link/ether 02:00:00:00:00:42 ' ipn h1 link show vtep0
	ipn h1 link set vtep0 up
	ipn h1 link set vtep0 address 02:00:00:00:00:43
	matches 'link/ether 02:00:00:00:00:43 ' ipn h1 link show vtep0
	# made by the kernel it is a local unicast one, and not always the same
	ipn h1 link add vtep1 type vtep id 1
	ipn h1 link add vtep2 type vtep id 2
	matches 'link/ether .[26ae]:' ipn h1 link show vtep1
	[ "$(ipn h1 -j link show vtep1 | jq -r '.[0].address')" != \
		"$(ipn h1 -j link show vtep2 | jq -r '.[0].address')" ]
}

# Down, what was learned is forgotten; what was configured stays.
test_down_flushes()
{
	host 2
	vtep h1 remote 10.0.0.2
	vtep h2 remote 10.0.0.1
	bridgen h1 fdb add 02:00:00:00:00:77 dev vtep0 dst 10.0.0.7 static
	pings h1 192.168.0.2
	fdb_has h1 '02:00:00:00:00:02 dst 10.0.0.2 '
	ipn h1 link set vtep0 down
	fdb_lacks h1 '02:00:00:00:00:02'
	fdb_has h1 '02:00:00:00:00:77 dst 10.0.0.7 .*static'
	fdb_has h1 '00:00:00:00:00:00 dst 10.0.0.2 '
	stat_is h1 fdb_learned 0
	ipn h1 link set vtep0 up
	pings h1 192.168.0.2
	fdb_has h1 '02:00:00:00:00:02 dst 10.0.0.2 '
}

test_many()
{
	local i
	for i in $(seq 50); do
		echo "link add v$i type vtep id $i group 239.1.1.$i dev eth0"
		echo "link set v$i up"
	done >"$WORK/batch"
	ipn h1 -b "$WORK/batch"
	equal VTEPs "$(ipn h1 -o link show type vtep | wc -l)" 50
	equal sockets "$(on h1 ss -uanH | wc -l)" 1
	equal groups "$(ipn h1 maddr show dev eth0 | grep -c 'inet *239\.1\.1\.')" 50
	seq -f 'link del v%g' 50 >"$WORK/batch"
	ipn h1 -b "$WORK/batch"
	nothing_left
	lacks '239\.1\.1\.' ipn h1 maddr show dev eth0
}

# A port in the hands of others; each is named as far as it can be.
test_port_held()
{
	modprobe vxlan || skip "this kernel has no vxlan"
	ipn h1 link add vxlan0 type vxlan id 1 dstport 4789 dev eth0
	ipn h1 link set vxlan0 up
	refuse 'UDP port 4789 is held by vxlan device vxlan0' add id 42
	ipn h1 link set vxlan0 down
	add id 42
	# whose turn it is now
	refuse . ipn h1 link set vxlan0 up
	ipn h1 link del vtep0
	ipn h1 link set vxlan0 up
	refuse 'held by vxlan device vxlan0' add id 42
	# other family, other port: nobody is in the way
	ipn h1 -6 link add vtep0 type vtep id 42
	ipn h1 link add vtep1 type vtep id 42 dstport 4790
	ipn h1 link del vxlan0
	ipn h1 link add vtep2 type vtep id 42
	ipn h1 link del vtep2

	ipn h1 -6 link add vxlan0 type vxlan id 1 dstport 8472 local fd00::1
	ipn h1 link set vxlan0 up
	refuse 'UDP port 8472 is held by vxlan device vxlan0' \
		ipn h1 link add vtep2 type vtep id 7 dstport 8472 local fd00::1
	background on h1 "$PYTHON" -c 'import socket, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("0.0.0.0", 4789))
time.sleep(60)'
	wait_for 10 matches '0.0.0.0:4789' on h1 ss -uanH
	refuse 'UDP port 4789 is in use by another socket' \
		ipn h1 link add vtep2 type vtep id 7
}

# VTEPs share a port; the last one closes it.
test_port_shared()
{
	ipn h1 link add vtep1 type vtep id 1
	ipn h1 link add vtep2 type vtep id 2
	ipn h1 link add vtep3 type vtep id 3 local fd00::1
	equal sockets "$(on h1 ss -uanH | wc -l)" 2
	ipn h1 link del vtep1
	equal sockets "$(on h1 ss -uanH | wc -l)" 2
	ipn h1 link del vtep2
	matches '(\*|\[::\]):4789' on h1 ss -uanH
	equal sockets "$(on h1 ss -uanH | wc -l)" 1
	ipn h1 link del vtep3
	nothing_left
}

run_tests "$@"
