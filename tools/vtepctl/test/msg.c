// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <linux/genetlink.h>
#include <linux/neighbour.h>
#include <linux/vtep.h>
#include <stdlib.h>
#include <string.h>

#include "msg.h"

struct nlmsghdr *msg_begin(void *buf, uint8_t cmd)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct genlmsghdr *genl;

	nlh->nlmsg_type = TEST_FAMILY;
	nlh->nlmsg_flags = NLM_F_MULTI;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = cmd;
	genl->version = VTEP_FAMILY_VERSION;
	return nlh;
}

struct addr read_addr(const char *text)
{
	struct addr a = { 0 };

	if (inet_pton(AF_INET, text, a.b) == 1)
		a.len = 4;
	else if (inet_pton(AF_INET6, text, a.b) == 1)
		a.len = 16;
	else
		abort();
	return a;
}

void put_addr(struct nlmsghdr *nlh, uint16_t type, const char *text)
{
	struct addr a = read_addr(text);

	mnl_attr_put(nlh, type, a.len, a.b);
}

void put_remote(struct nlmsghdr *nlh, uint16_t type, const char *addr,
		uint16_t port)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, type);

	put_addr(nlh, VTEP_A_REMOTE_ADDR, addr);
	if (port)
		mnl_attr_put_u16(nlh, VTEP_A_REMOTE_PORT, htons(port));
	mnl_attr_nest_end(nlh, nest);
}

void put_member(struct nlmsghdr *nlh, uint32_t ifindex, uint32_t vni)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, VTEP_A_GROUP_MEMBERS);

	mnl_attr_put_u32(nlh, VTEP_A_MEMBER_IFINDEX, ifindex);
	mnl_attr_put_u32(nlh, VTEP_A_MEMBER_VNI, vni);
	mnl_attr_nest_end(nlh, nest);
}

void put_drop(struct nlmsghdr *nlh, uint16_t type, const char *name,
	      uint64_t count)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, type);

	mnl_attr_put_strz(nlh, VTEP_A_DROP_NAME, name);
	mnl_attr_put_u64(nlh, VTEP_A_DROP_COUNT, count);
	mnl_attr_nest_end(nlh, nest);
}

void put_counters(struct nlmsghdr *nlh, uint16_t type)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, type);

	mnl_attr_put_u64(nlh, VTEP_A_COUNTERS_RX_PACKETS, 1);
	mnl_attr_put_u64(nlh, VTEP_A_COUNTERS_RX_BYTES, 2);
	mnl_attr_put_u64(nlh, VTEP_A_COUNTERS_RX_BUM, 3);
	mnl_attr_put_u64(nlh, VTEP_A_COUNTERS_RX_DROPPED, 4);
	mnl_attr_put_u64(nlh, VTEP_A_COUNTERS_TX_PACKETS, 5);
	/* more than a signed 64-bit number holds */
	mnl_attr_put_u64(nlh, VTEP_A_COUNTERS_TX_BYTES, UINT64_MAX);
	mnl_attr_put_u64(nlh, VTEP_A_COUNTERS_TX_BUM, 7);
	mnl_attr_put_u64(nlh, VTEP_A_COUNTERS_TX_DROPPED, 8);
	mnl_attr_put_u64(nlh, 60, 9);	/* of a newer module */
	mnl_attr_nest_end(nlh, nest);
}

void put_prefix(struct nlmsghdr *nlh, const char *addr, uint8_t len,
		uint8_t may)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, VTEP_A_SOURCE_PREFIXES);

	put_addr(nlh, VTEP_A_PREFIX_ADDR, addr);
	mnl_attr_put_u8(nlh, VTEP_A_PREFIX_LEN, len);
	mnl_attr_put_u8(nlh, VTEP_A_PREFIX_MAY, may);
	mnl_attr_nest_end(nlh, nest);
}

void put_rate(struct nlmsghdr *nlh, uint8_t class, uint32_t packets,
	      uint64_t bits, uint32_t burst)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, VTEP_A_RULES_RATES);

	mnl_attr_put_u8(nlh, VTEP_A_RATE_CLASS, class);
	mnl_attr_put_u32(nlh, VTEP_A_RATE_PACKETS, packets);
	mnl_attr_put_u64(nlh, VTEP_A_RATE_BITS, bits);
	mnl_attr_put_u32(nlh, VTEP_A_RATE_BURST, burst);
	mnl_attr_nest_end(nlh, nest);
}

struct nlmsghdr *msg_dev(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_VTEP_GET);
	struct nlattr *nest;

	mnl_attr_put_u32(nlh, VTEP_A_DEV_IFINDEX, 3);
	nest = mnl_attr_nest_start(nlh, VTEP_A_DEV_RULES);
	mnl_attr_put_u8(nlh, VTEP_A_RULES_DELIVER, VTEP_SOURCE_LIST);
	mnl_attr_put_u8(nlh, VTEP_A_RULES_LEARN, VTEP_SOURCE_KNOWN);
	mnl_attr_put_u8(nlh, VTEP_A_RULES_STRICT, 1);
	mnl_attr_put_u8(nlh, VTEP_A_RULES_MIN_TTL, 254);
	mnl_attr_put_u8(nlh, VTEP_A_RULES_UNKNOWN, VTEP_UNKNOWN_DROP);
	mnl_attr_put_u8(nlh, VTEP_A_RULES_FULL, VTEP_FULL_EVICT);
	mnl_attr_put_u8(nlh, VTEP_A_RULES_DAMP, VTEP_DAMP_FREEZE);
	mnl_attr_put_u8(nlh, VTEP_A_RULES_MOVES, 3);
	mnl_attr_put_u32(nlh, VTEP_A_RULES_MOVE_WINDOW, 60);
	mnl_attr_put_u32(nlh, VTEP_A_RULES_HOLD, 30);
	mnl_attr_put_u8(nlh, VTEP_A_RULES_PROTECT, 0);
	put_rate(nlh, VTEP_RATE_CLASS_BROADCAST, 1000, 10000000, 50);
	put_rate(nlh, VTEP_RATE_CLASS_MULTICAST, 0, 0, 100);
	put_rate(nlh, VTEP_RATE_CLASS_PEER, 0, 1500000, 100);
	put_rate(nlh, 9, 1, 1, 1);	/* of a newer module, as */
	mnl_attr_put_u32(nlh, VTEP_A_RULES_PEER_LIMIT, 32768);
	mnl_attr_put_u32(nlh, VTEP_A_RULES_VNI_LIMIT, UINT32_MAX);
	mnl_attr_put_u32(nlh, VTEP_A_RULES_NEIGH_RATE, 0);
	mnl_attr_put_u8(nlh, VTEP_A_RULES_FRAGMENTS, VTEP_FRAGMENTS_DISCARD);
	mnl_attr_put_u32(nlh, 60, 1);	/* this */
	mnl_attr_nest_end(nlh, nest);
	return nlh;
}

struct nlmsghdr *msg_vni(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_VNI_GET);
	struct nlattr *nest;

	mnl_attr_put_u32(nlh, VTEP_A_VNI_IFINDEX, 3);
	mnl_attr_put_u32(nlh, VTEP_A_VNI_VNI, 42);
	put_addr(nlh, VTEP_A_VNI_GROUP, "239.1.1.42");
	mnl_attr_put_u8(nlh, VTEP_A_VNI_LEARNING, 1);
	mnl_attr_put_u32(nlh, VTEP_A_VNI_AGEING, 300);
	mnl_attr_put_u32(nlh, VTEP_A_VNI_LIMIT, 0);
	mnl_attr_put_u32(nlh, VTEP_A_VNI_LEARNED, 3);
	put_remote(nlh, VTEP_A_VNI_FLOOD, "239.1.1.42", 4789);
	put_counters(nlh, VTEP_A_VNI_COUNTERS);
	mnl_attr_put_u16(nlh, VTEP_A_VNI_VLAN, 100);
	put_addr(nlh, VTEP_A_VNI_POOL, "239.1.0.0");
	mnl_attr_put_u8(nlh, VTEP_A_VNI_POOL_LEN, 16);
	mnl_attr_put_u8(nlh, VTEP_A_VNI_JOIN, VTEP_JOIN_ACTIVE);
	mnl_attr_put_u8(nlh, VTEP_A_VNI_ACTIVE, 1);
	nest = mnl_attr_nest_start(nlh, VTEP_A_VNI_RULES);
	mnl_attr_put_u8(nlh, VTEP_A_RULES_LEARN, VTEP_SOURCE_OPEN);
	put_rate(nlh, VTEP_RATE_CLASS_UNKNOWN, 5, 0, 100);
	mnl_attr_nest_end(nlh, nest);
	mnl_attr_put_u32(nlh, 63, 1);	/* of a newer module */
	return nlh;
}

struct nlmsghdr *msg_peer(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_PEER_GET);

	mnl_attr_put_u32(nlh, VTEP_A_PEER_IFINDEX, 3);
	put_remote(nlh, VTEP_A_PEER_REMOTE, "10.0.0.2", 4789);
	mnl_attr_put_u32(nlh, VTEP_A_PEER_MACS, 3);
	mnl_attr_put_u64(nlh, VTEP_A_PEER_HEARD, 120);
	put_counters(nlh, VTEP_A_PEER_COUNTERS);
	mnl_attr_put_u64(nlh, VTEP_A_PEER_FIRST, 86400000);
	mnl_attr_put_u32(nlh, VTEP_A_PEER_LEARNED, 2);
	mnl_attr_put_u32(nlh, VTEP_A_PEER_CONFIGURED, 1);
	mnl_attr_put_u32(nlh, VTEP_A_PEER_DAMPED, 0);
	mnl_attr_put_u32(nlh, VTEP_A_PEER_MTU, 1500);
	return nlh;
}

struct nlmsghdr *msg_source(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_SOURCE_GET);

	mnl_attr_put_u32(nlh, VTEP_A_SOURCE_IFINDEX, 3);
	mnl_attr_put_u32(nlh, VTEP_A_SOURCE_VNI, 42);
	put_prefix(nlh, "10.0.0.0", 8, VTEP_MAY_DELIVER);
	put_prefix(nlh, "10.1.0.1", 32, VTEP_MAY_LEARN);
	put_prefix(nlh, "2001:db8::", 32, 9);
	return nlh;
}

struct nlmsghdr *msg_local(void *buf)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 5 };
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_LOCAL_GET);

	mnl_attr_put_u32(nlh, VTEP_A_LOCAL_IFINDEX, 3);
	mnl_attr_put_u32(nlh, VTEP_A_LOCAL_VNI, 42);
	mnl_attr_put(nlh, VTEP_A_LOCAL_MAC, 6, mac);
	mnl_attr_put(nlh, VTEP_A_LOCAL_CONFIGURED, 0, NULL);
	mnl_attr_put(nlh, VTEP_A_LOCAL_BRIDGE, 0, NULL);
	return nlh;
}

struct nlmsghdr *msg_group(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_GROUP_GET);

	put_addr(nlh, VTEP_A_GROUP_ADDR, "239.1.1.42");
	mnl_attr_put_u32(nlh, VTEP_A_GROUP_IFINDEX, 2);
	mnl_attr_put_u32(nlh, VTEP_A_GROUP_USERS, 1);
	mnl_attr_put_u8(nlh, VTEP_A_GROUP_STATE, VTEP_GROUP_STATE_JOINED);
	mnl_attr_put_u64(nlh, VTEP_A_GROUP_PACKETS, 12);
	mnl_attr_put_u64(nlh, VTEP_A_GROUP_FOREIGN, UINT64_MAX);
	mnl_attr_put_u64(nlh, VTEP_A_GROUP_HEARD, 120);
	mnl_attr_put(nlh, VTEP_A_GROUP_SILENT, 0, NULL);
	put_member(nlh, 3, 5007);
	put_member(nlh, 3, 5002);
	put_member(nlh, 2, 16777215);
	put_member(nlh, 3, 5001);
	put_member(nlh, 3, 5003);
	put_member(nlh, 3, 5002);	/* told twice */
	return nlh;
}

struct nlmsghdr *msg_fdb(void *buf)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 1 };
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_FDB_GET);

	mnl_attr_put_u32(nlh, VTEP_A_FDB_IFINDEX, 3);
	mnl_attr_put_u32(nlh, VTEP_A_FDB_VNI, 42);
	mnl_attr_put(nlh, VTEP_A_FDB_MAC, 6, mac);
	mnl_attr_put_u16(nlh, VTEP_A_FDB_STATE, NUD_REACHABLE);
	mnl_attr_put_u32(nlh, VTEP_A_FDB_FLAGS, NTF_EXT_LEARNED | NTF_STICKY);
	put_remote(nlh, VTEP_A_FDB_REMOTES, "10.0.0.2", 4789);
	mnl_attr_put_u64(nlh, VTEP_A_FDB_HEARD, 12345);
	mnl_attr_put_u64(nlh, VTEP_A_FDB_CHANGED, 40000);
	mnl_attr_put_u8(nlh, VTEP_A_FDB_MOVES, 4);
	mnl_attr_put_u8(nlh, VTEP_A_FDB_DAMP, VTEP_DAMP_DROP);
	mnl_attr_put_u64(nlh, VTEP_A_FDB_HOLD, 170500);
	return nlh;
}

struct nlmsghdr *msg_stats(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_STATS_GET);

	mnl_attr_put_u32(nlh, VTEP_A_STATS_IFINDEX, 3);
	put_counters(nlh, VTEP_A_STATS_COUNTERS);
	put_drop(nlh, VTEP_A_STATS_DROPS, "rx_short", 0);
	put_drop(nlh, VTEP_A_STATS_DROPS, "rx_flags", 12);
	put_drop(nlh, VTEP_A_STATS_DROPS, "rx_of_tomorrow", 1);
	mnl_attr_put_u32(nlh, VTEP_A_STATS_LEARNED, 3);
	mnl_attr_put_u32(nlh, VTEP_A_STATS_LIMIT, 65536);
	mnl_attr_put_u32(nlh, VTEP_A_STATS_PEERS, 2);
	return nlh;
}

struct nlmsghdr *msg_drops(void *buf)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 9 };
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_DROPS_GET);
	struct nlattr *nest, *last;

	mnl_attr_put_u32(nlh, VTEP_A_DROPS_IFINDEX, 3);
	mnl_attr_put_u32(nlh, VTEP_A_DROPS_VNI, 42);
	put_addr(nlh, VTEP_A_DROPS_ADDR, "10.0.0.2");
	nest = mnl_attr_nest_start(nlh, VTEP_A_DROPS_DROPS);
	mnl_attr_put_strz(nlh, VTEP_A_DROP_NAME, "rx_flags");
	mnl_attr_put_u64(nlh, VTEP_A_DROP_COUNT, 12);
	last = mnl_attr_nest_start(nlh, VTEP_A_DROP_LAST);
	mnl_attr_put_u64(nlh, VTEP_A_OFFENDER_SINCE, 1200);
	put_addr(nlh, VTEP_A_OFFENDER_ADDR, "10.0.0.9");
	mnl_attr_put_u32(nlh, VTEP_A_OFFENDER_VNI, 42);
	mnl_attr_put(nlh, VTEP_A_OFFENDER_MAC, 6, mac);
	mnl_attr_nest_end(nlh, last);
	mnl_attr_nest_end(nlh, nest);
	nest = mnl_attr_nest_start(nlh, VTEP_A_DROPS_DROPS);
	mnl_attr_put_strz(nlh, VTEP_A_DROP_NAME, "rx_of_tomorrow");
	mnl_attr_put_u64(nlh, VTEP_A_DROP_COUNT, UINT64_MAX);
	mnl_attr_nest_end(nlh, nest);
	return nlh;
}

struct nlmsghdr *msg_event(void *buf)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 0xfe };
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_EVENT);

	mnl_attr_put_u32(nlh, VTEP_A_EVENT_TYPE, VTEP_EVENT_TYPE_MOVE);
	mnl_attr_put_u32(nlh, VTEP_A_EVENT_IFINDEX, 3);
	mnl_attr_put_u32(nlh, VTEP_A_EVENT_VNI, 42);
	mnl_attr_put(nlh, VTEP_A_EVENT_MAC, 6, mac);
	put_remote(nlh, VTEP_A_EVENT_PEER, "10.0.0.3", 4789);
	put_remote(nlh, VTEP_A_EVENT_OLD_PEER, "2001:db8::2", 8472);
	mnl_attr_put_strz(nlh, VTEP_A_EVENT_REASON, "rx_flags");
	mnl_attr_put_u32(nlh, VTEP_A_EVENT_COUNT, 3);
	mnl_attr_put_u64(nlh, VTEP_A_EVENT_SEQ, 17);
	mnl_attr_put_u64(nlh, VTEP_A_EVENT_SUPPRESSED, 5);
	return nlh;
}

const char *test_ifname(uint32_t ifindex, char *buf)
{
	switch (ifindex) {
	case 2:
		return strcpy(buf, "eth0");
	case 3:
		return strcpy(buf, "vtep0");
	case 9:
		return strcpy(buf, "\033[2Jx");
	default:
		return NULL;
	}
}
