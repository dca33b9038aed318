/* SPDX-License-Identifier: GPL-2.0 */
/* Every reason for which a frame is not carried, or not learned from.
 *
 * One row is one counter: its name in `ethtool -S` and `vtepctl stats`, the
 * trace event's string, the kernel's drop reason and the operator's sentence
 * all come from here, and a selftest provokes each row. Included by the
 * module and by vtepctl.
 *
 * VTEP_DROPS(X): X(ID, name, scope, skb reason, sentence)
 *   scope  SOCK   seen before the VTEP is known; counted on the UDP socket,
 *                 which all VTEPs of one port and address family share
 *          RX     counted on the VTEP and the segment, receive side
 *          TX     counted on the VTEP and the segment, transmit side
 *          LEARN  the frame is delivered, its source is not learned
 *          RX_POLICY, LEARN_POLICY  the same, and listeners of events are told
 *                 now and then: somebody claims what is not granted
 */
#ifndef VTEP_DROPS_H
#define VTEP_DROPS_H

#define VTEP_DROPS(X)							\
	X(RX_SHORT, "rx_short", SOCK, PKT_TOO_SMALL,			\
	  "UDP datagram too short for a VXLAN header; something else sends to this port")	\
	X(RX_FLAGS, "rx_flags", SOCK, VXLAN_INVALID_HDR,		\
	  "VXLAN I flag not set; the sender does not speak VXLAN")	\
	X(RX_VNI, "rx_unknown_vni", SOCK, VXLAN_VNI_NOT_FOUND,		\
	  "no segment with this VNI here; shared group or misconfigured peer")	\
	X(RX_DOWN, "rx_down", RX, DEV_READY,				\
	  "the VTEP is down; ip link set it up")			\
	X(RX_CSUM6, "rx_zero_csum6", RX, UDP_CSUM,			\
	  "zero UDP checksum over IPv6 while udp6zerocsumrx is off")	\
	X(RX_DEST, "rx_dest", RX_POLICY, NOT_SPECIFIED,			\
	  "to another address, or by another device (strict); forged, or stale")	\
	X(RX_TTL, "rx_ttl", RX_POLICY, NOT_SPECIFIED,			\
	  "outer TTL is below min_ttl; the sender is farther away than peers are")	\
	X(RX_FRAGMENTS, "rx_fragments", RX_POLICY, NOT_SPECIFIED,	\
	  "came in fragments (fragments discard); raise the path's MTU, or find who forges")	\
	X(RX_NOT_KNOWN, "rx_not_known", RX_POLICY, NOT_SPECIFIED,		\
	  "source is no configured peer (deliver known); forged, or a peer to be added")	\
	X(RX_NOT_LISTED, "rx_not_listed", RX_POLICY, NOT_SPECIFIED,		\
	  "source prefixes do not allow the source (deliver list); forged, or to be added")	\
	X(RX_INNER, "rx_inner_short", RX, PKT_TOO_SMALL,		\
	  "inner Ethernet or IP header truncated; the sender is broken")	\
	X(RX_SRC_MAC, "rx_src_mac", RX, MAC_INVALID_SOURCE,		\
	  "inner source MAC is zero or multicast; the sender is broken or forging")	\
	X(RX_OWN_MAC, "rx_own_mac", RX, LOCAL_MAC,			\
	  "inner source MAC is the VTEP's own; a loop or a forged frame")	\
	X(RX_OWN_ADDR, "rx_own_addr", RX, NOT_SPECIFIED,		\
	  "outer source is this VTEP's own address; a loop in the underlay")	\
	X(RX_VLAN, "rx_inner_vlan", RX, NOT_SPECIFIED,			\
	  "inner 802.1Q tag discarded (RFC 7348 section 6); set inner_vlan to pass it")	\
	X(RX_ECN, "rx_ecn", RX, IP_TUNNEL_ECN,				\
	  "outer CE mark on a not ECN-capable frame (RFC 6040)")	\
	X(RX_PROTECTED, "rx_protected", RX_POLICY, LOCAL_MAC,		\
	  "source MAC lives here (protect); hijacking, a loop, or a VM not yet gone from here")	\
	X(RX_STORM, "rx_storm", RX, NOT_SPECIFIED,			\
	  "more broadcast and multicast from a peer than storm peer; find the loop")	\
	X(RX_STATIC, "rx_static_mac", RX_POLICY, VXLAN_ENTRY_EXISTS,		\
	  "source MAC is configured behind another peer; stale entry or spoofing")	\
	X(RX_DAMPED, "rx_damped", RX, NOT_SPECIFIED,			\
	  "MAC moves too often and is held behind another peer; find the loop or the twin")	\
	X(RX_NOMEM, "rx_nomem", RX, NOMEM,				\
	  "out of memory while receiving")				\
	X(TX_SHORT, "tx_short", TX, PKT_TOO_SMALL,			\
	  "frame shorter than an Ethernet header")			\
	X(TX_NO_VNI, "tx_no_vni", TX, VXLAN_VNI_NOT_FOUND,		\
	  "no segment for the frame's VLAN or tunnel key; vtepctl vni add it")	\
	X(TX_NO_INFO, "tx_no_metadata", TX, TUNNEL_TXINFO,		\
	  "no tunnel metadata, or for another address family; see attach external")	\
	X(TX_VLAN, "tx_inner_vlan", TX, NOT_SPECIFIED,			\
	  "802.1Q tag not sent (RFC 7348 section 6.1); set inner_vlan to pass it")	\
	X(TX_UNKNOWN, "tx_unknown", TX, NO_TX_TARGET,			\
	  "destination unknown, rule unknown is drop; add an FDB entry, or flood")	\
	X(TX_STORM_BROADCAST, "tx_storm_broadcast", TX, NOT_SPECIFIED,	\
	  "more than the segment's storm broadcast; find the loop, or raise it")	\
	X(TX_STORM_MULTICAST, "tx_storm_multicast", TX, NOT_SPECIFIED,	\
	  "more than the segment's storm multicast; find the flooder, or raise it")	\
	X(TX_STORM_UNKNOWN, "tx_storm_unknown", TX, NOT_SPECIFIED,	\
	  "more than the segment's storm unknown; a MAC scan, or ageing too soon")	\
	X(TX_RATE_UNICAST, "tx_rate_unicast", TX, NOT_SPECIFIED,	\
	  "more than the segment's storm unicast; the tenant is at its rate")	\
	X(TX_NO_REMOTE, "tx_no_remote", TX, NO_TX_TARGET,		\
	  "destination unknown and nowhere to flood; add a group, remote or FDB entry")	\
	X(TX_NO_ROUTE, "tx_no_route", TX, IP_OUTNOROUTES,		\
	  "no underlay route to the peer; check routes, local address and IPsec keys")	\
	X(TX_LOOP, "tx_loop", TX, NOT_SPECIFIED,			\
	  "the underlay route to the peer leads through this VTEP, or a tunnel too many")	\
	X(TX_TOO_BIG, "tx_too_big", TX, PKT_TOO_BIG,			\
	  "frame exceeds the path MTU and must not be fragmented; lower the inner MTU")	\
	X(TX_NOMEM, "tx_nomem", TX, NOMEM,				\
	  "out of memory while sending")				\
	X(LEARN_LIMIT, "learn_limit", LEARN, NOT_SPECIFIED,		\
	  "learning limit of the VTEP or segment reached; raise it or find the flooder")	\
	X(LEARN_PEER_LIMIT, "learn_peer_limit", LEARN, NOT_SPECIFIED,	\
	  "learning limit of one peer reached; raise it or find the flooder behind it")	\
	X(LEARN_DAMPED, "learn_damped", LEARN, NOT_SPECIFIED,		\
	  "MAC moves too often and is held where it is; find the loop or the twin")	\
	X(LEARN_NOT_KNOWN, "learn_not_known", LEARN_POLICY, NOT_SPECIFIED,	\
	  "source is no configured peer (learn known); add it, or leave it to a controller")	\
	X(LEARN_NOT_LISTED, "learn_not_listed", LEARN_POLICY, NOT_SPECIFIED,	\
	  "source prefixes do not let the source teach (learn list); forged, or to be added")	\
	X(LEARN_NOMEM, "learn_nomem", LEARN, NOT_SPECIFIED,		\
	  "out of memory while learning")

/* Parameters not wanted by a use of the table are named with a _. */
#define VTEP_DROP_ENUM(_id, _name, _scope, _reason, _text) VTEP_DROP_##_id,
enum vtep_drop {
	VTEP_DROPS(VTEP_DROP_ENUM)
	VTEP_DROP_MAX,		/* number of reasons */
};

enum vtep_drop_scope {
	VTEP_SCOPE_SOCK,
	VTEP_SCOPE_RX,
	VTEP_SCOPE_TX,
	VTEP_SCOPE_LEARN,
	VTEP_SCOPE_POLICY = 0x10,	/* flag in the table */
	VTEP_SCOPE_RX_POLICY = VTEP_SCOPE_RX | VTEP_SCOPE_POLICY,
	VTEP_SCOPE_LEARN_POLICY = VTEP_SCOPE_LEARN | VTEP_SCOPE_POLICY,
};

#endif /* VTEP_DROPS_H */
