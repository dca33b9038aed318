// SPDX-License-Identifier: GPL-2.0
/* What rtnetlink takes of our devices: links, with their kind's attributes by
 * the names that src/link_attrs.c has for them, and entries of the FDB.
 */
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/vtep.h>

#include "netlink_table.h"

/* Younger than the headers of some machines; the numbers are ABI. */
#define VTEP_IFLA_LOCALBYPASS	31
#define VTEP_IFLA_LABEL_POLICY	32
#define VTEP_IFLA_RESERVED_BITS	33
#define VTEP_IFLA_MC_ROUTE	34

#define ROW(_type, _wire, _often, ...)					\
	{ .name = #_type, .type = _type, .wire = _wire, .often = _often,	\
	  __VA_ARGS__ }

#define SET(_name, _attrs)						\
	const struct set _name##_set = {				\
		#_name, _attrs, sizeof(_attrs) / sizeof(_attrs[0])	\
	}

static const struct attr info_attrs[] = {
	ROW(IFLA_VXLAN_ID, U32, 6, .value = V_VNI),
	ROW(IFLA_VXLAN_GROUP, BINARY, 1, .value = V_ADDR4),
	ROW(IFLA_VXLAN_GROUP6, BINARY, 1, .value = V_ADDR6),
	ROW(IFLA_VXLAN_LOCAL, BINARY, 1, .value = V_ADDR4),
	ROW(IFLA_VXLAN_LOCAL6, BINARY, 1, .value = V_ADDR6),
	ROW(IFLA_VXLAN_LINK, U32, 4, .value = V_DEV),
	ROW(IFLA_VXLAN_TTL, U8, 1, .max = 255),
	ROW(IFLA_VXLAN_TTL_INHERIT, U8, 1, .max = 1),
	ROW(IFLA_VXLAN_TOS, U8, 1, .max = 255),
	ROW(IFLA_VXLAN_LABEL, U32, 1, .max = 0xffffffff),
	ROW(IFLA_VXLAN_DF, U8, 1, .max = 2),
	ROW(IFLA_VXLAN_LEARNING, U8, 1, .max = 1),
	ROW(IFLA_VXLAN_AGEING, U32, 1, .max = 864000),
	ROW(IFLA_VXLAN_LIMIT, U32, 1, .max = 0xffffffff),
	ROW(IFLA_VXLAN_PORT, U16, 2, .value = V_PORT),
	ROW(IFLA_VXLAN_PORT_RANGE, BINARY, 1, .value = V_PORTS),
	ROW(IFLA_VXLAN_UDP_CSUM, U8, 1, .max = 1),
	ROW(IFLA_VXLAN_UDP_ZERO_CSUM6_TX, U8, 1, .max = 1),
	ROW(IFLA_VXLAN_UDP_ZERO_CSUM6_RX, U8, 1, .max = 1),
	ROW(IFLA_VXLAN_COLLECT_METADATA, U8, 1, .max = 1),
	ROW(IFLA_VXLAN_VNIFILTER, U8, 1, .max = 1),
	ROW(VTEP_LINK_NEST, NEST, 3, .nest = &own_set),
	/* not supported: refused unless zero */
	ROW(IFLA_VXLAN_PROXY, U8, 0, .max = 1),
	ROW(IFLA_VXLAN_RSC, U8, 0, .max = 1),
	ROW(IFLA_VXLAN_L2MISS, U8, 0, .max = 1),
	ROW(IFLA_VXLAN_L3MISS, U8, 0, .max = 1),
	ROW(IFLA_VXLAN_REMCSUM_TX, U8, 0, .max = 1),
	ROW(IFLA_VXLAN_REMCSUM_RX, U8, 0, .max = 1),
	ROW(IFLA_VXLAN_REMCSUM_NOPARTIAL, FLAG, 0),
	ROW(IFLA_VXLAN_GBP, FLAG, 0),
	ROW(IFLA_VXLAN_GPE, FLAG, 0),
	ROW(VTEP_IFLA_LOCALBYPASS, U8, 0, .max = 1),
	ROW(VTEP_IFLA_LABEL_POLICY, U32, 0, .max = 1),
	ROW(VTEP_IFLA_RESERVED_BITS, U64, 0, .max = 1),
	ROW(VTEP_IFLA_MC_ROUTE, U8, 0, .max = 1),
};

SET(info, info_attrs);

/* Of any link; IFLA_LINKINFO is made apart. Queues and the like are not here: they
 * are the kernel's own.
 */
static const struct attr link_attrs[] = {
	ROW(IFLA_ADDRESS, BINARY, 1, .value = V_MAC),
	ROW(IFLA_IFNAME, STRING, 2, .value = V_NAME),
	ROW(IFLA_MTU, U32, 1, .max = 9000),
	ROW(IFLA_LINK, U32, 1, .value = V_DEV),
	ROW(IFLA_MASTER, U32, 1, .value = V_DEV),
	ROW(IFLA_NET_NS_FD, U32, 0, .value = V_NETNS),
	ROW(IFLA_LINK_NETNSID, U32, 0, .max = 1),
	ROW(IFLA_TARGET_NETNSID, U32, 0, .max = 1),
	ROW(IFLA_GROUP, U32, 0, .max = 2),
	ROW(IFLA_CARRIER, U8, 0, .max = 1),
	ROW(IFLA_PROTO_DOWN, U8, 0, .max = 1),
};

SET(link, link_attrs);

static const struct attr fdb_msg_attrs[] = {
	ROW(NDA_LLADDR, BINARY, 7, .value = V_MAC),
	ROW(NDA_DST, BINARY, 6, .value = V_ADDR),
	ROW(NDA_SRC_VNI, U32, 5, .value = V_VNI),
	ROW(NDA_PORT, U16, 1, .value = V_PORT),
	ROW(NDA_VNI, U32, 1, .value = V_VNI),
	ROW(NDA_IFINDEX, U32, 1, .value = V_DEV),
	ROW(NDA_NDM_STATE_MASK, U16, 2, .value = V_BITS),
	ROW(NDA_NDM_FLAGS_MASK, U8, 2, .value = V_BITS),
	ROW(NDA_MASTER, U32, 0, .value = V_DEV),
	ROW(NDA_VLAN, U16, 0, .value = V_VLAN),
	ROW(NDA_NH_ID, U32, 0, .max = 2),
	ROW(NDA_FLAGS_EXT, U32, 0, .value = V_BITS),
	ROW(NDA_CACHEINFO, BINARY, 0),
	ROW(NDA_PROBES, U32, 0, .max = 4),
	ROW(NDA_PROTOCOL, U8, 0, .max = 255),
	ROW(NDA_LINK_NETNSID, U32, 0, .max = 1),
	ROW(NDA_FDB_EXT_ATTRS, NEST, 0, .nest = &own_set),
};

SET(fdb_msg, fdb_msg_attrs);
