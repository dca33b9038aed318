// SPDX-License-Identifier: GPL-2.0
/* Message -> record -> text and JSON, against what a person would write. */
#include <linux/neighbour.h>
#include <linux/vtep.h>
#include <stdlib.h>

#include "decode.h"
#include "msg.h"
#include "print.h"
#include "tap.h"

enum { TEXT, TEXT_S, JSON, JSON_S, PRETTY, LINES };

#define CTR_TEXT "\n    rx_packets 1 rx_bytes 2 rx_bum 3 rx_dropped 4 " \
	"tx_packets 5 tx_bytes 18446744073709551615 tx_bum 7 tx_dropped 8"
#define CTR_JSON "\"counters\":{\"rx_packets\":1,\"rx_bytes\":2," \
	"\"rx_bum\":3,\"rx_dropped\":4,\"tx_packets\":5," \
	"\"tx_bytes\":18446744073709551615,\"tx_bum\":7,\"tx_dropped\":8}"
#define FLAGS_TEXT "rx_flags 12 -- VXLAN I flag not set; the sender does not speak VXLAN"

/* Variants of messages: what is not there, what is unusual. */
static struct nlmsghdr *vni_bare(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_VNI_GET);

	mnl_attr_put_u32(nlh, VTEP_A_VNI_IFINDEX, 77);
	mnl_attr_put_u32(nlh, VTEP_A_VNI_VNI, 16777215);
	return nlh;
}

static struct nlmsghdr *vni_flood(void *buf)
{
	struct nlmsghdr *nlh = vni_bare(buf);
	struct nlattr *nest;

	mnl_attr_put_u8(nlh, VTEP_A_VNI_LEARNING, 0);
	put_remote(nlh, VTEP_A_VNI_FLOOD, "10.0.0.2", 4789);
	put_remote(nlh, VTEP_A_VNI_FLOOD, "10.0.0.3", 4790);
	nest = mnl_attr_nest_start(nlh, VTEP_A_VNI_FLOOD);
	put_addr(nlh, VTEP_A_REMOTE_ADDR, "fe80::1");
	mnl_attr_put_u32(nlh, VTEP_A_REMOTE_VNI, 0);
	mnl_attr_put_u32(nlh, VTEP_A_REMOTE_IFINDEX, 2);
	mnl_attr_nest_end(nlh, nest);
	return nlh;
}

static struct nlmsghdr *vni_pool6(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_VNI_GET);

	mnl_attr_put_u32(nlh, VTEP_A_VNI_IFINDEX, 3);
	mnl_attr_put_u32(nlh, VTEP_A_VNI_VNI, 5);
	mnl_attr_put_u16(nlh, VTEP_A_VNI_VLAN, 0);
	put_addr(nlh, VTEP_A_VNI_GROUP, "ff05::5");
	put_addr(nlh, VTEP_A_VNI_POOL, "ff05::");
	mnl_attr_put_u8(nlh, VTEP_A_VNI_POOL_LEN, 104);
	mnl_attr_put_u8(nlh, VTEP_A_VNI_JOIN, VTEP_JOIN_ALWAYS);
	mnl_attr_put_u8(nlh, VTEP_A_VNI_ACTIVE, 0);
	return nlh;
}

static struct nlmsghdr *vni_join9(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_VNI_GET);

	mnl_attr_put_u32(nlh, VTEP_A_VNI_IFINDEX, 3);
	mnl_attr_put_u32(nlh, VTEP_A_VNI_VNI, 5);
	mnl_attr_put_u8(nlh, VTEP_A_VNI_JOIN, 9);
	return nlh;
}

static struct nlmsghdr *peer_silent(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_PEER_GET);

	mnl_attr_put_u32(nlh, VTEP_A_PEER_IFINDEX, 9);
	put_remote(nlh, VTEP_A_PEER_REMOTE, "2001:db8::1", 8472);
	mnl_attr_put_u32(nlh, VTEP_A_PEER_MACS, 0);
	return nlh;
}

static struct nlmsghdr *group_pending(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_GROUP_GET);

	put_addr(nlh, VTEP_A_GROUP_ADDR, "ff05::2a");
	mnl_attr_put_u32(nlh, VTEP_A_GROUP_IFINDEX, 2);
	mnl_attr_put_u8(nlh, VTEP_A_GROUP_STATE, VTEP_GROUP_STATE_PENDING);
	return nlh;
}

static struct nlmsghdr *group_leaving(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_GROUP_GET);

	put_addr(nlh, VTEP_A_GROUP_ADDR, "ff05::2a");
	mnl_attr_put_u32(nlh, VTEP_A_GROUP_IFINDEX, 2);
	mnl_attr_put_u32(nlh, VTEP_A_GROUP_USERS, 0);
	mnl_attr_put_u8(nlh, VTEP_A_GROUP_STATE, VTEP_GROUP_STATE_LEAVING);
	mnl_attr_put_u64(nlh, VTEP_A_GROUP_PACKETS, 0);
	mnl_attr_put_u64(nlh, VTEP_A_GROUP_FOREIGN, 5);
	return nlh;
}

static struct nlmsghdr *fdb_permanent(void *buf)
{
	static const uint8_t mac[6] = { 0 };
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_FDB_GET);

	mnl_attr_put_u32(nlh, VTEP_A_FDB_IFINDEX, 3);
	mnl_attr_put_u32(nlh, VTEP_A_FDB_VNI, 0);
	mnl_attr_put(nlh, VTEP_A_FDB_MAC, 6, mac);
	mnl_attr_put_u16(nlh, VTEP_A_FDB_STATE, NUD_PERMANENT | NUD_NOARP);
	mnl_attr_put_u32(nlh, VTEP_A_FDB_FLAGS, 1U << 31);
	put_remote(nlh, VTEP_A_FDB_REMOTES, "10.0.0.2", 0);
	put_remote(nlh, VTEP_A_FDB_REMOTES, "10.0.0.3", 8472);
	mnl_attr_put_u64(nlh, VTEP_A_FDB_CHANGED, 9999);
	return nlh;
}

static struct nlmsghdr *fdb_odd_state(void *buf)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 9 };
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_FDB_GET);

	mnl_attr_put_u32(nlh, VTEP_A_FDB_IFINDEX, 3);
	mnl_attr_put_u32(nlh, VTEP_A_FDB_VNI, 5);
	mnl_attr_put(nlh, VTEP_A_FDB_MAC, 6, mac);
	mnl_attr_put_u16(nlh, VTEP_A_FDB_STATE, NUD_REACHABLE | NUD_STALE);
	mnl_attr_put_u32(nlh, VTEP_A_FDB_FLAGS, 0);
	return nlh;
}

static struct nlmsghdr *fdb_noarp(void *buf)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 9 };
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_FDB_GET);

	mnl_attr_put_u32(nlh, VTEP_A_FDB_IFINDEX, 3);
	mnl_attr_put_u32(nlh, VTEP_A_FDB_VNI, 5);
	mnl_attr_put(nlh, VTEP_A_FDB_MAC, 6, mac);
	mnl_attr_put_u16(nlh, VTEP_A_FDB_STATE, NUD_NOARP | NUD_REACHABLE);
	return nlh;
}

static struct nlmsghdr *event_limit(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_EVENT);

	mnl_attr_put_u32(nlh, VTEP_A_EVENT_TYPE, VTEP_EVENT_TYPE_LIMIT);
	mnl_attr_put_u32(nlh, VTEP_A_EVENT_IFINDEX, 3);
	mnl_attr_put_u32(nlh, VTEP_A_EVENT_VNI, 7);
	return nlh;
}

static struct nlmsghdr *event_silent(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_EVENT);

	mnl_attr_put_u32(nlh, VTEP_A_EVENT_TYPE, VTEP_EVENT_TYPE_SILENT);
	mnl_attr_put_u32(nlh, VTEP_A_EVENT_IFINDEX, 2);
	put_addr(nlh, VTEP_A_EVENT_GROUP, "239.1.1.42");
	return nlh;
}

static struct nlmsghdr *event_new(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_EVENT);

	mnl_attr_put_u32(nlh, VTEP_A_EVENT_TYPE, 99);
	mnl_attr_put_u32(nlh, VTEP_A_EVENT_IFINDEX, 3);
	return nlh;
}

static struct nlmsghdr *event_of(void *buf, uint32_t type)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_EVENT);

	mnl_attr_put_u32(nlh, VTEP_A_EVENT_TYPE, type);
	return nlh;
}

static struct nlmsghdr *event_suppressed(void *buf)
{
	struct nlmsghdr *nlh = event_of(buf, VTEP_EVENT_TYPE_SUPPRESSED);

	mnl_attr_put_u64(nlh, VTEP_A_EVENT_SEQ, 9);
	mnl_attr_put_u64(nlh, VTEP_A_EVENT_SUPPRESSED, UINT64_MAX);
	return nlh;
}

static struct nlmsghdr *event_storm(void *buf)
{
	struct nlmsghdr *nlh = event_of(buf, VTEP_EVENT_TYPE_STORM);

	mnl_attr_put_u32(nlh, VTEP_A_EVENT_IFINDEX, 3);
	mnl_attr_put_u32(nlh, VTEP_A_EVENT_VNI, 7);
	mnl_attr_put_strz(nlh, VTEP_A_EVENT_REASON, "tx_storm_broadcast");
	mnl_attr_put_u64(nlh, VTEP_A_EVENT_SUPPRESSED, 5);
	return nlh;
}

static struct nlmsghdr *event_policy(void *buf)
{
	struct nlmsghdr *nlh = event_of(buf, VTEP_EVENT_TYPE_POLICY);

	mnl_attr_put_u32(nlh, VTEP_A_EVENT_IFINDEX, 3);
	put_remote(nlh, VTEP_A_EVENT_PEER, "10.0.0.9", 0);
	mnl_attr_put_strz(nlh, VTEP_A_EVENT_REASON, "rx_not_known");
	return nlh;
}

static struct nlmsghdr *event_damped(void *buf)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 0xfe };
	struct nlmsghdr *nlh = event_of(buf, VTEP_EVENT_TYPE_DAMPED);

	mnl_attr_put_u32(nlh, VTEP_A_EVENT_IFINDEX, 3);
	mnl_attr_put(nlh, VTEP_A_EVENT_MAC, 6, mac);
	put_remote(nlh, VTEP_A_EVENT_PEER, "10.0.0.3", 0);
	put_remote(nlh, VTEP_A_EVENT_OLD_PEER, "10.0.0.4", 0);
	return nlh;
}

static struct nlmsghdr *event_evict(void *buf)
{
	return event_of(buf, VTEP_EVENT_TYPE_EVICT);
}

static struct nlmsghdr *dev_bare(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_VTEP_GET);

	mnl_attr_put_u32(nlh, VTEP_A_DEV_IFINDEX, 3);
	return nlh;
}

/* Values of a newer module, and half of a pair */
static struct nlmsghdr *dev_odd(void *buf)
{
	struct nlmsghdr *nlh = dev_bare(buf);
	struct nlattr *nest = mnl_attr_nest_start(nlh, VTEP_A_DEV_RULES);

	mnl_attr_put_u8(nlh, VTEP_A_RULES_DELIVER, 200);
	mnl_attr_put_u32(nlh, VTEP_A_RULES_MOVE_WINDOW, 9);
	mnl_attr_nest_end(nlh, nest);
	return nlh;
}

static struct nlmsghdr *source_dev(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_SOURCE_GET);

	mnl_attr_put_u32(nlh, VTEP_A_SOURCE_IFINDEX, 3);
	put_prefix(nlh, "0.0.0.0", 0, VTEP_MAY_DENY);
	return nlh;
}

static struct nlmsghdr *source_empty(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_SOURCE_GET);

	mnl_attr_put_u32(nlh, VTEP_A_SOURCE_IFINDEX, 3);
	return nlh;
}

static struct nlmsghdr *local_bare(void *buf)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 6 };
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_LOCAL_GET);

	mnl_attr_put_u32(nlh, VTEP_A_LOCAL_IFINDEX, 3);
	mnl_attr_put(nlh, VTEP_A_LOCAL_MAC, 6, mac);
	return nlh;
}

static struct nlmsghdr *fdb_frozen(void *buf)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 9 };
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_FDB_GET);

	mnl_attr_put_u32(nlh, VTEP_A_FDB_IFINDEX, 3);
	mnl_attr_put_u32(nlh, VTEP_A_FDB_VNI, 5);
	mnl_attr_put(nlh, VTEP_A_FDB_MAC, 6, mac);
	mnl_attr_put_u8(nlh, VTEP_A_FDB_MOVES, 0);
	mnl_attr_put_u8(nlh, VTEP_A_FDB_DAMP, VTEP_DAMP_FREEZE);
	return nlh;
}

static const struct {
	const char *name;
	struct nlmsghdr *(*msg)(void *buf);
	enum object_id kind;
	int form;
	const char *want;
} rows[] = {
	{ "vtep", msg_dev, OBJ_VTEP, TEXT,
	  "vtep0 deliver list learn known strict on min_ttl 254 unknown drop full evict damp freeze moves 3/60 hold 30 protect off "
	  "peer_limit 32768 vni_limit 4294967295 neigh_rate 0 fragments discard storm broadcast 1000pps,10mbit,burst=50 storm peer 1500kbit\n" },
	{ "vtep -j", msg_dev, OBJ_VTEP, JSON,
	  "[{\"dev\":\"vtep0\",\"deliver\":\"list\",\"learn\":\"known\",\"strict\":true,\"min_ttl\":254,\"unknown\":\"drop\",\"full\":\"evict\","
	  "\"damp\":\"freeze\",\"moves\":3,\"move_window\":60,\"hold\":30,\"protect\":false,\"peer_limit\":32768,\"vni_limit\":4294967295,"
	  "\"neigh_rate\":0,\"fragments\":\"discard\",\"storm\":{\"broadcast\":{\"packets\":1000,\"bits\":10000000,\"burst\":50},\"peer\":{\"bits\":1500000,\"burst\":100}}}]\n" },
	{ "vtep without rules", dev_bare, OBJ_VTEP, TEXT, "vtep0\n" },
	{ "vtep of a newer module, half a pair", dev_odd, OBJ_VTEP, TEXT,
	  "vtep0 deliver 200 moves 5/9\n" },
	{ "vtep of a newer module -j", dev_odd, OBJ_VTEP, JSON,
	  "[{\"dev\":\"vtep0\",\"deliver\":200,\"moves\":5,\"move_window\":9}]\n" },

	{ "source", msg_source, OBJ_SOURCE, TEXT,
	  "vtep0 vni 42 prefix 10.0.0.0/8 may deliver\n"
	  "vtep0 vni 42 prefix 10.1.0.1/32 may learn\n"
	  "vtep0 vni 42 prefix 2001:db8::/32 may 9\n" },
	{ "source -j", msg_source, OBJ_SOURCE, JSON,
	  "[{\"dev\":\"vtep0\",\"vni\":42,\"prefix\":\"10.0.0.0/8\",\"may\":\"deliver\"},"
	  "{\"dev\":\"vtep0\",\"vni\":42,\"prefix\":\"10.1.0.1/32\",\"may\":\"learn\"},"
	  "{\"dev\":\"vtep0\",\"vni\":42,\"prefix\":\"2001:db8::/32\",\"may\":9}]\n" },
	{ "source of the VTEP", source_dev, OBJ_SOURCE, TEXT,
	  "vtep0 prefix 0.0.0.0/0 may deny\n" },
	{ "source, none", source_empty, OBJ_SOURCE, TEXT, "" },
	{ "source, none -j", source_empty, OBJ_SOURCE, JSON, "[]\n" },

	{ "local", msg_local, OBJ_LOCAL, TEXT,
	  "vtep0 vni 42 02:00:00:00:00:05 configured bridge\n" },
	{ "local -j", msg_local, OBJ_LOCAL, JSON,
	  "[{\"dev\":\"vtep0\",\"vni\":42,\"mac\":\"02:00:00:00:00:05\",\"configured\":true,\"bridge\":true}]\n" },
	{ "local in each segment", local_bare, OBJ_LOCAL, TEXT,
	  "vtep0 02:00:00:00:00:06\n" },
	{ "local in each segment -j", local_bare, OBJ_LOCAL, JSON,
	  "[{\"dev\":\"vtep0\",\"mac\":\"02:00:00:00:00:06\",\"configured\":false,\"bridge\":false}]\n" },

	{ "drops", msg_drops, OBJ_DROPS, TEXT,
	  "vtep0 vni 42 peer 10.0.0.2 rx_flags count 12 rate 0/s last 1.20s peer 10.0.0.9 vni 42 02:00:00:00:00:09 -- VXLAN I flag not set; the sender does not speak VXLAN\n"
	  "vtep0 vni 42 peer 10.0.0.2 rx_of_tomorrow count 18446744073709551615 rate 0/s\n" },
	{ "drops -j", msg_drops, OBJ_DROPS, JSON,
	  "[{\"dev\":\"vtep0\",\"vni\":42,\"peer\":\"10.0.0.2\",\"reason\":\"rx_flags\",\"count\":12,\"rate\":0,"
	  "\"last\":{\"since_ms\":1200,\"peer\":\"10.0.0.9\",\"vni\":42,\"mac\":\"02:00:00:00:00:09\"},"
	  "\"text\":\"VXLAN I flag not set; the sender does not speak VXLAN\"},"
	  "{\"dev\":\"vtep0\",\"vni\":42,\"peer\":\"10.0.0.2\",\"reason\":\"rx_of_tomorrow\",\"count\":18446744073709551615,\"rate\":0}]\n" },

	{ "vni", msg_vni, OBJ_VNI, TEXT,
	  "vtep0 vni 42 vlan 100 active on group 239.1.1.42 pool 239.1.0.0/16 join active learning on ageing 300 limit 0 learned 3 learn open storm unknown 5pps flood 239.1.1.42\n" },
	{ "vni -s", msg_vni, OBJ_VNI, TEXT_S,
	  "vtep0 vni 42 vlan 100 active on group 239.1.1.42 pool 239.1.0.0/16 join active learning on ageing 300 limit 0 learned 3 learn open storm unknown 5pps flood 239.1.1.42"
	  CTR_TEXT "\n" },
	{ "vni -j", msg_vni, OBJ_VNI, JSON,
	  "[{\"dev\":\"vtep0\",\"vni\":42,\"vlan\":100,\"active\":true,\"group\":\"239.1.1.42\",\"pool\":\"239.1.0.0/16\",\"join\":\"active\",\"learning\":true,"
	  "\"ageing\":300,\"limit\":0,\"learned\":3,\"learn\":\"open\",\"storm\":{\"unknown\":{\"packets\":5,\"burst\":100}},"
	  "\"flood\":[{\"addr\":\"239.1.1.42\",\"port\":4789}]}]\n" },
	{ "vni -s -j", msg_vni, OBJ_VNI, JSON_S,
	  "[{\"dev\":\"vtep0\",\"vni\":42,\"vlan\":100,\"active\":true,\"group\":\"239.1.1.42\",\"pool\":\"239.1.0.0/16\",\"join\":\"active\",\"learning\":true,"
	  "\"ageing\":300,\"limit\":0,\"learned\":3,\"learn\":\"open\",\"storm\":{\"unknown\":{\"packets\":5,\"burst\":100}},"
	  "\"flood\":[{\"addr\":\"239.1.1.42\",\"port\":4789}]," CTR_JSON "}]\n" },
	{ "vni, nothing but its name", vni_bare, OBJ_VNI, TEXT_S,
	  "if77 vni 16777215\n" },
	{ "vni, nothing but its name -j", vni_bare, OBJ_VNI, JSON_S,
	  "[{\"dev\":\"if77\",\"vni\":16777215,\"flood\":[]}]\n" },
	{ "vni, flood list", vni_flood, OBJ_VNI, TEXT,
	  "if77 vni 16777215 learning off flood 10.0.0.2 flood 10.0.0.3 port 4790 flood fe80::1 vni 0 dev eth0\n" },
	{ "vni, flood list -j", vni_flood, OBJ_VNI, JSON,
	  "[{\"dev\":\"if77\",\"vni\":16777215,\"learning\":false,\"flood\":["
	  "{\"addr\":\"10.0.0.2\",\"port\":4789},{\"addr\":\"10.0.0.3\",\"port\":4790},"
	  "{\"addr\":\"fe80::1\",\"vni\":0,\"dev\":\"eth0\"}]}]\n" },

	{ "vni, IPv6 pool, untagged, not in use", vni_pool6, OBJ_VNI, TEXT,
	  "vtep0 vni 5 vlan 0 active off group ff05::5 pool ff05::/104 join always\n" },
	{ "vni, join of a newer module", vni_join9, OBJ_VNI, TEXT,
	  "vtep0 vni 5 join 9\n" },
	{ "vni, join of a newer module -j", vni_join9, OBJ_VNI, JSON,
	  "[{\"dev\":\"vtep0\",\"vni\":5,\"join\":9,\"flood\":[]}]\n" },

	{ "peer", msg_peer, OBJ_PEER, TEXT,
	  "vtep0 peer 10.0.0.2 port 4789 macs 3 heard 0.12s first 86400s learned 2 configured 1 damped 0 mtu 1500\n" },
	{ "peer -s", msg_peer, OBJ_PEER, TEXT_S,
	  "vtep0 peer 10.0.0.2 port 4789 macs 3 heard 0.12s first 86400s learned 2 configured 1 damped 0 mtu 1500" CTR_TEXT "\n" },
	{ "peer -j", msg_peer, OBJ_PEER, JSON,
	  "[{\"dev\":\"vtep0\",\"peer\":\"10.0.0.2\",\"port\":4789,\"macs\":3,\"heard_ms\":120,\"first_ms\":86400000,\"learned\":2,\"configured\":1,\"damped\":0,\"mtu\":1500}]\n" },
	{ "peer never heard, hostile name", peer_silent, OBJ_PEER, TEXT,
	  "if9 peer 2001:db8::1 port 8472 macs 0 heard never\n" },
	{ "peer never heard -j", peer_silent, OBJ_PEER, JSON_S,
	  "[{\"dev\":\"if9\",\"peer\":\"2001:db8::1\",\"port\":8472,\"macs\":0}]\n" },

	{ "group", msg_group, OBJ_GROUP, TEXT,
	  "239.1.1.42 dev eth0 users 1 state joined packets 12 foreign 18446744073709551615 heard 0.12s "
	  "SILENT members eth0:16777215 vtep0:5001-5003,5007\n" },
	{ "group -j", msg_group, OBJ_GROUP, JSON,
	  "[{\"group\":\"239.1.1.42\",\"dev\":\"eth0\",\"users\":1,\"state\":\"joined\",\"packets\":12,"
	  "\"foreign\":18446744073709551615,\"heard_ms\":120,\"silent\":true,\"members\":["
	  "{\"dev\":\"eth0\",\"vni\":16777215,\"vni_last\":16777215},"
	  "{\"dev\":\"vtep0\",\"vni\":5001,\"vni_last\":5003},"
	  "{\"dev\":\"vtep0\",\"vni\":5007,\"vni_last\":5007}]}]\n" },
	{ "group never heard, leaving", group_leaving, OBJ_GROUP, TEXT,
	  "ff05::2a dev eth0 users 0 state leaving packets 0 foreign 5 heard never\n" },
	{ "group pending", group_pending, OBJ_GROUP, TEXT,
	  "ff05::2a dev eth0 state pending\n" },

	{ "fdb", msg_fdb, OBJ_FDB, TEXT,
	  "vtep0 vni 42 02:00:00:00:00:01 peer 10.0.0.2 state reachable heard 12s changed 40s moves 4 damp drop hold 170s flags extern_learn sticky\n" },
	{ "fdb -j", msg_fdb, OBJ_FDB, JSON,
	  "[{\"dev\":\"vtep0\",\"vni\":42,\"mac\":\"02:00:00:00:00:01\","
	  "\"peers\":[{\"addr\":\"10.0.0.2\",\"port\":4789}],\"state\":\"reachable\","
	  "\"heard_ms\":12345,\"changed_ms\":40000,\"moves\":4,\"damp\":\"drop\",\"hold_ms\":170500,\"flags\":[\"extern_learn\",\"sticky\"]}]\n" },
	{ "fdb permanent, two peers, unknown flag", fdb_permanent, OBJ_FDB, TEXT,
	  "vtep0 vni 0 00:00:00:00:00:00 peer 10.0.0.2 peer 10.0.0.3 port 8472 state permanent changed 9.99s flags 0x80000000\n" },
	{ "fdb permanent -j", fdb_permanent, OBJ_FDB, JSON,
	  "[{\"dev\":\"vtep0\",\"vni\":0,\"mac\":\"00:00:00:00:00:00\","
	  "\"peers\":[{\"addr\":\"10.0.0.2\"},{\"addr\":\"10.0.0.3\",\"port\":8472}],"
	  "\"state\":\"permanent\",\"changed_ms\":9999,\"flags\":[\"0x80000000\"]}]\n" },
	{ "fdb static", fdb_noarp, OBJ_FDB, TEXT,
	  "vtep0 vni 5 02:00:00:00:00:09 state static\n" },
	{ "fdb odd state", fdb_odd_state, OBJ_FDB, TEXT,
	  "vtep0 vni 5 02:00:00:00:00:09 state 0x6\n" },

	{ "fdb frozen", fdb_frozen, OBJ_FDB, TEXT,
	  "vtep0 vni 5 02:00:00:00:00:09 damp freeze\n" },
	{ "fdb frozen -j", fdb_frozen, OBJ_FDB, JSON,
	  "[{\"dev\":\"vtep0\",\"vni\":5,\"mac\":\"02:00:00:00:00:09\",\"peers\":[],\"moves\":0,\"damp\":\"freeze\"}]\n" },

	{ "stats", msg_stats, OBJ_STATS, TEXT,
	  "vtep0 learned 3 limit 65536 peers 2" CTR_TEXT
	  "\n    " FLAGS_TEXT "\n    rx_of_tomorrow 1\n" },
	{ "stats -s", msg_stats, OBJ_STATS, TEXT_S,
	  "vtep0 learned 3 limit 65536 peers 2" CTR_TEXT
	  "\n    rx_short 0 -- UDP datagram too short for a VXLAN header; something else sends to this port"
	  "\n    " FLAGS_TEXT "\n    rx_of_tomorrow 1\n" },
	{ "stats -j", msg_stats, OBJ_STATS, JSON,
	  "[{\"dev\":\"vtep0\",\"learned\":3,\"limit\":65536,\"peers\":2," CTR_JSON
	  ",\"drops\":{\"rx_short\":0,\"rx_flags\":12,\"rx_of_tomorrow\":1}}]\n" },

	{ "event move", msg_event, OBJ_MONITOR, TEXT,
	  "move vtep0 vni 42 02:00:00:00:00:fe peer 10.0.0.3 from 2001:db8::2 port 8472 reason rx_flags count 3 seq 17\n" },
	{ "event move, json", msg_event, OBJ_MONITOR, LINES,
	  "{\"event\":\"move\",\"dev\":\"vtep0\",\"vni\":42,\"mac\":\"02:00:00:00:00:fe\","
	  "\"peer\":{\"addr\":\"10.0.0.3\",\"port\":4789},"
	  "\"old_peer\":{\"addr\":\"2001:db8::2\",\"port\":8472},\"reason\":\"rx_flags\",\"count\":3,\"suppressed\":5,\"seq\":17}\n" },
	{ "event limit", event_limit, OBJ_MONITOR, TEXT,
	  "limit vtep0 vni 7\n" },
	{ "event silent", event_silent, OBJ_MONITOR, TEXT,
	  "silent eth0 group 239.1.1.42\n" },
	{ "event silent, json", event_silent, OBJ_MONITOR, LINES,
	  "{\"event\":\"silent\",\"dev\":\"eth0\",\"group\":\"239.1.1.42\"}\n" },
	{ "event suppressed", event_suppressed, OBJ_MONITOR, TEXT,
	  "suppressed total 18446744073709551615 seq 9\n" },
	{ "event suppressed, json", event_suppressed, OBJ_MONITOR, LINES,
	  "{\"event\":\"suppressed\",\"suppressed\":18446744073709551615,\"seq\":9}\n" },
	{ "event storm", event_storm, OBJ_MONITOR, TEXT,
	  "storm vtep0 vni 7 reason tx_storm_broadcast\n" },
	{ "event storm, json", event_storm, OBJ_MONITOR, LINES,
	  "{\"event\":\"storm\",\"dev\":\"vtep0\",\"vni\":7,\"reason\":\"tx_storm_broadcast\",\"suppressed\":5}\n" },
	{ "event policy", event_policy, OBJ_MONITOR, TEXT,
	  "policy vtep0 peer 10.0.0.9 reason rx_not_known\n" },
	{ "event damped", event_damped, OBJ_MONITOR, TEXT,
	  "damped vtep0 02:00:00:00:00:fe peer 10.0.0.3 from 10.0.0.4\n" },
	{ "event evict, no interface", event_evict, OBJ_MONITOR, TEXT,
	  "evict\n" },
	{ "event of a newer module", event_new, OBJ_MONITOR, TEXT,
	  "event99 vtep0\n" },
};

static char *print_all(int form, const struct record *rec, int times)
{
	struct view view = {
		.statistics = form == TEXT_S || form == JSON_S,
		.ifname = test_ifname,
	};
	struct out out = {
		.json = form >= JSON,
		.pretty = form == PRETTY,
		.lines = form == LINES,
	};
	char *text = NULL;
	size_t len;

	out.to = open_memstream(&text, &len);
	out_open(&out);
	for (int i = 0; i < times; i++)
		if (print_record(&out, &view, rec))
			fail("print_record");
	out_close(&out);
	fclose(out.to);
	return text;
}

static void run_row(size_t i, struct record *rec)
{
	static char buf[MSG_MAX];
	struct error err;
	char *text;

	if (decode_record(rows[i].msg(buf), rows[i].kind, rec, &err)) {
		fail("decode: %s", err.text);
	} else {
		text = print_all(rows[i].form, rec, 1);
		same_str("output", text, rows[i].want);
		free(text);
	}
	test_end("print: %s", rows[i].name);
}

/* json-c before 0.18 ends an empty array on a line of its own. */
static void close_empty(char *text)
{
	char *at = strstr(text, "[\n  ]");

	if (at)
		memmove(at + 1, at + 4, strlen(at + 4) + 1);
}

static void test_arrays(struct record *rec)
{
	static const struct {
		int form, times;
		const char *want;
	} cases[] = {
		{ TEXT, 0, "" },
		{ JSON, 0, "[]\n" },
		{ PRETTY, 0, "[]\n" },
		{ LINES, 0, "" },
		{ JSON, 3, "[{\"group\":\"ff05::2a\",\"dev\":\"eth0\",\"state\":\"pending\",\"silent\":false,\"members\":[]},"
			   "{\"group\":\"ff05::2a\",\"dev\":\"eth0\",\"state\":\"pending\",\"silent\":false,\"members\":[]},"
			   "{\"group\":\"ff05::2a\",\"dev\":\"eth0\",\"state\":\"pending\",\"silent\":false,\"members\":[]}]\n" },
		{ PRETTY, 1, "[\n{\n  \"group\": \"ff05::2a\",\n  \"dev\": \"eth0\",\n  \"state\": \"pending\",\n  \"silent\": false,\n  \"members\": []\n}\n]\n" },
		{ LINES, 2, "{\"group\":\"ff05::2a\",\"dev\":\"eth0\",\"state\":\"pending\",\"silent\":false,\"members\":[]}\n"
			    "{\"group\":\"ff05::2a\",\"dev\":\"eth0\",\"state\":\"pending\",\"silent\":false,\"members\":[]}\n" },
	};
	static char buf[MSG_MAX];
	struct error err;
	char *text;

	if (decode_record(group_pending(buf), OBJ_GROUP, rec, &err))
		fail("decode: %s", err.text);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		text = print_all(cases[i].form, rec, cases[i].times);
		close_empty(text);
		same_str("output", text, cases[i].want);
		free(text);
		test_end("list: row %zu", i);
	}
}

static void test_stamp(struct record *rec)
{
	static char buf[MSG_MAX];
	struct error err;
	char *text;

	setenv("TZ", "XYZ-5:30", 1);
	tzset();
	if (decode_record(event_limit(buf), OBJ_MONITOR, rec, &err))
		fail("decode: %s", err.text);
	rec->stamped = true;
	rec->stamp = (struct timespec){ 1700000000, 1234567 };
	text = print_all(TEXT, rec, 1);
	same_str("text", text, "2023-11-15T03:43:20.001234+0530 limit vtep0 vni 7\n");
	free(text);
	text = print_all(LINES, rec, 1);
	same_str("json", text, "{\"time\":\"2023-11-15T03:43:20.001234+0530\",\"event\":\"limit\",\"dev\":\"vtep0\",\"vni\":7}\n");
	free(text);
	test_end("print: time stamp");
}

/* A full output is told, not swallowed. */
static void test_full(struct record *rec)
{
	struct view view = { .ifname = test_ifname };
	struct out out = { .to = fopen("/dev/full", "w") };

	if (!out.to) {
		fail("/dev/full");
	} else {
		setvbuf(out.to, NULL, _IONBF, 0);
		if (!print_record(&out, &view, rec))
			fail("no failure");
		fclose(out.to);
	}
	test_end("print: no room");
}

int main(void)
{
	struct record rec = { 0 };

	/* one record for all: what is left of one must not show in the next */
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		run_row(i, &rec);
	test_arrays(&rec);
	test_stamp(&rec);
	test_full(&rec);
	record_free(&rec);
	return tap_done();
}
