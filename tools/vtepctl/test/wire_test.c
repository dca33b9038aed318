// SPDX-License-Identifier: GPL-2.0
/* Requests octet by octet, and which records of the answer are wanted. */
#include <arpa/inet.h>
#include <linux/genetlink.h>
#include <linux/vtep.h>
#include <stdlib.h>

#include "cmdline.h"
#include "encode.h"
#include "msg.h"
#include "parse.h"
#include "tap.h"

/* "type:hex type:hex ..." of the attributes of a message */
static void dump_attrs(const struct nlmsghdr *nlh, char *to, size_t size)
{
	const struct nlattr *attr;
	size_t len = 0;

	to[0] = '\0';
	mnl_attr_for_each(attr, nlh, GENL_HDRLEN) {
		const uint8_t *p = mnl_attr_get_payload(attr);

		len += snprintf(to + len, size - len, "%s%u:", len ? " " : "",
				mnl_attr_get_type(attr));
		for (int i = 0; i < mnl_attr_get_payload_len(attr); i++)
			len += snprintf(to + len, size - len, "%02x", p[i]);
	}
}

/* Numbers are in host order: the rows hold them through NUM. */
static const struct {
	const char *line;
	uint8_t cmd;
	uint16_t flags;
	const char *attrs_le, *attrs_be;
} requests[] = {
	{ "vni show", VTEP_CMD_VNI_GET, NLM_F_REQUEST | NLM_F_DUMP, "", "" },
	{ "vni show dev vtep0 vni 42", VTEP_CMD_VNI_GET,
	  NLM_F_REQUEST | NLM_F_DUMP,
	  "2:03000000 3:2a000000", "2:00000003 3:0000002a" },
	{ "vni show vni 1-2", VTEP_CMD_VNI_GET, NLM_F_REQUEST | NLM_F_DUMP,
	  "3:01000000 11:02000000", "3:00000001 11:00000002" },
	{ "vni show vni 5-5", VTEP_CMD_VNI_GET, NLM_F_REQUEST | NLM_F_DUMP,
	  "3:05000000", "3:00000005" },
	/* these are for us to filter */
	{ "vni show group 239.1.1.1 vlan 5", VTEP_CMD_VNI_GET,
	  NLM_F_REQUEST | NLM_F_DUMP, "", "" },
	{ "fdb show vni 1-2", VTEP_CMD_FDB_GET, NLM_F_REQUEST | NLM_F_DUMP,
	  "3:01000000 10:02000000", "3:00000001 10:00000002" },
	{ "fdb show dev vtep0 vni 42", VTEP_CMD_FDB_GET,
	  NLM_F_REQUEST | NLM_F_DUMP,
	  "2:03000000 3:2a000000", "2:00000003 3:0000002a" },
	{ "peer show dev vtep0", VTEP_CMD_PEER_GET, NLM_F_REQUEST | NLM_F_DUMP,
	  "2:03000000", "2:00000003" },
	/* the family takes no filter here */
	{ "group show dev eth0", VTEP_CMD_GROUP_GET,
	  NLM_F_REQUEST | NLM_F_DUMP, "", "" },
	{ "group show group 239.1.1.1", VTEP_CMD_GROUP_GET,
	  NLM_F_REQUEST | NLM_F_DUMP, "", "" },
	{ "group rejoin", VTEP_CMD_GROUP_REJOIN, NLM_F_REQUEST | NLM_F_ACK,
	  "", "" },
	{ "group rejoin dev eth0", VTEP_CMD_GROUP_REJOIN,
	  NLM_F_REQUEST | NLM_F_ACK, "2:03000000", "2:00000003" },
	{ "group rejoin dev eth0 group 239.1.1.1", VTEP_CMD_GROUP_REJOIN,
	  NLM_F_REQUEST | NLM_F_ACK,
	  "1:ef010101 2:03000000", "1:ef010101 2:00000003" },
	{ "stats show dev vtep0", VTEP_CMD_STATS_GET,
	  NLM_F_REQUEST | NLM_F_DUMP, "1:03000000", "1:00000003" },
	{ "vni set dev vtep0 learning off", VTEP_CMD_VNI_SET,
	  NLM_F_REQUEST | NLM_F_ACK, "2:03000000 5:00", "2:00000003 5:00" },
	{ "vni set dev vtep0 group none", VTEP_CMD_VNI_SET,
	  NLM_F_REQUEST | NLM_F_ACK,
	  "2:03000000 4:00000000", "2:00000003 4:00000000" },
	{ "vni set dev vtep0 vni 42 group ff05::2a learning on ageing 300 limit 7",
	  VTEP_CMD_VNI_SET, NLM_F_REQUEST | NLM_F_ACK,
	  "2:03000000 3:2a000000 4:ff05000000000000000000000000002a 5:01 6:2c010000 7:07000000",
	  "2:00000003 3:0000002a 4:ff05000000000000000000000000002a 5:01 6:0000012c 7:00000007" },
	{ "vni set dev vtep0 vni 5-6 flood del 10.0.0.4 flood add 10.0.0.2 join active",
	  VTEP_CMD_VNI_SET, NLM_F_REQUEST | NLM_F_ACK,
	  "2:03000000 3:05000000 11:06000000 15:01 17:080001000a000002 18:080001000a000004",
	  "2:00000003 3:00000005 11:00000006 15:01 17:000800010a000002 18:000800010a000004" },
	{ "vni add dev vtep0 vni 5001-9000 vlan 1-4000 pool 239.64.0.0/12",
	  VTEP_CMD_VNI_NEW, NLM_F_REQUEST | NLM_F_ACK,
	  "2:03000000 3:89130000 11:28230000 12:0100 13:ef400000 14:0c",
	  "2:00000003 3:00001389 11:00002328 12:0001 13:ef400000 14:0c" },
	{ "vni add dev vtep0 vni 7 untagged group 239.1.1.1 join always learning off limit 0 ageing 1",
	  VTEP_CMD_VNI_NEW, NLM_F_REQUEST | NLM_F_ACK,
	  "2:03000000 3:07000000 12:0000 4:ef010101 5:00 6:01000000 7:00000000 15:00",
	  "2:00000003 3:00000007 12:0000 4:ef010101 5:00 6:00000001 7:00000000 15:00" },
	{ "vni add dev vtep0 vni 7 flood fd00::2,fd00::3", VTEP_CMD_VNI_NEW,
	  NLM_F_REQUEST | NLM_F_ACK,
	  "2:03000000 3:07000000 17:14000100fd000000000000000000000000000002 17:14000100fd000000000000000000000000000003",
	  "2:00000003 3:00000007 17:00140001fd000000000000000000000000000002 17:00140001fd000000000000000000000000000003" },
	{ "vni add dev vtep0 vni 7 pool ff05::/104", VTEP_CMD_VNI_NEW,
	  NLM_F_REQUEST | NLM_F_ACK,
	  "2:03000000 3:07000000 13:ff050000000000000000000000000000 14:68",
	  "2:00000003 3:00000007 13:ff050000000000000000000000000000 14:68" },
	{ "vtep show dev vtep0",
	  VTEP_CMD_VTEP_GET, NLM_F_REQUEST | NLM_F_DUMP,
	  "1:03000000",
	  "1:00000003" },
	{ "vtep set dev vtep0 moves 3/60 deliver list peer_limit 7 storm peer 5pps,1kbit,burst=9",
	  VTEP_CMD_VTEP_SET, NLM_F_REQUEST | NLM_F_ACK,
	  "1:03000000 2:05000100020000000500080003000000080009003c00000008000d000700000028000c80050002000400000008000300050000000c000400e8030000000000000800050009000000",
	  "1:00000003 2:00050001020000000005000803000000000800090000003c0008000d000000070028800c00050002040000000008000300000005000c000400000000000003e80008000500000009" },
	{ "vni set dev vtep0 vni 5 strict off learn inherit moves inherit storm unknown none",
	  VTEP_CMD_VNI_SET, NLM_F_REQUEST | NLM_F_ACK,
	  "2:03000000 3:05000000 19:050003000000000020000c80050002000200000008000300000000000c00040000000000000000000800100004030000",
	  "2:00000003 3:00000005 19:00050003000000000020800c00050002020000000008000300000000000c000400000000000000000008001000000304" },
	{ "vni add dev vtep0 vni 5 min_ttl 255 storm unicast 18446744073709551615bit",
	  VTEP_CMD_VNI_NEW, NLM_F_REQUEST | NLM_F_ACK,
	  "2:03000000 3:05000000 19:05000400ff00000020000c80050002000300000008000300000000000c000400ffffffffffffffff",
	  "2:00000003 3:00000005 19:00050004ff0000000020800c00050002030000000008000300000000000c0004ffffffffffffffff" },
	{ "source show dev vtep0 vni 5",
	  VTEP_CMD_SOURCE_GET, NLM_F_REQUEST | NLM_F_DUMP,
	  "1:03000000",
	  "1:00000003" },
	{ "source add dev vtep0 prefix 10.0.0.0/8,10.1.0.1",
	  VTEP_CMD_SOURCE_SET, NLM_F_REQUEST | NLM_F_ACK,
	  "1:03000000 5:080001000a0000000500020008000000 5:080001000a0100010500020020000000",
	  "1:00000003 5:000800010a0000000005000208000000 5:000800010a0100010005000220000000" },
	{ "source set dev vtep0 vni 5 may deliver prefix fd00::/8",
	  VTEP_CMD_SOURCE_SET, NLM_F_REQUEST | NLM_F_ACK,
	  "1:03000000 2:05000000 4: 5:14000100fd00000000000000000000000000000005000200080000000500030001000000",
	  "1:00000003 2:00000005 4: 5:00140001fd00000000000000000000000000000000050002080000000005000301000000" },
	{ "source set dev vtep0 prefix none",
	  VTEP_CMD_SOURCE_SET, NLM_F_REQUEST | NLM_F_ACK,
	  "1:03000000 4:",
	  "1:00000003 4:" },
	{ "source del dev vtep0 prefix 0.0.0.0/0",
	  VTEP_CMD_SOURCE_SET, NLM_F_REQUEST | NLM_F_ACK,
	  "1:03000000 6:08000100000000000500020000000000",
	  "1:00000003 6:00080001000000000005000200000000" },
	{ "local show dev vtep0",
	  VTEP_CMD_LOCAL_GET, NLM_F_REQUEST | NLM_F_DUMP,
	  "1:03000000",
	  "1:00000003" },
	{ "local add dev vtep0 vni 5 mac 02:00:00:00:00:01",
	  VTEP_CMD_LOCAL_NEW, NLM_F_REQUEST | NLM_F_ACK,
	  "1:03000000 2:05000000 3:020000000001",
	  "1:00000003 2:00000005 3:020000000001" },
	{ "local del dev vtep0 vni 0 mac 02:00:00:00:00:01",
	  VTEP_CMD_LOCAL_DEL, NLM_F_REQUEST | NLM_F_ACK,
	  "1:03000000 2:00000000 3:020000000001",
	  "1:00000003 2:00000000 3:020000000001" },
	{ "peer show dev vtep0 peer 10.0.0.2",
	  VTEP_CMD_PEER_GET, NLM_F_REQUEST | NLM_F_DUMP,
	  "2:03000000",
	  "2:00000003" },
	{ "peer flush dev vtep0 peer 10.0.0.2",
	  VTEP_CMD_PEER_FLUSH, NLM_F_REQUEST | NLM_F_ACK,
	  "2:03000000 3:080001000a000002",
	  "2:00000003 3:000800010a000002" },
	{ "peer del dev vtep0 peer fd00::",
	  VTEP_CMD_PEER_DEL, NLM_F_REQUEST | NLM_F_ACK,
	  "2:03000000 3:14000100fd000000000000000000000000000000",
	  "2:00000003 3:00140001fd000000000000000000000000000000" },
	{ "fdb show mac 02:00:00:00:00:01 peer 10.0.0.2",
	  VTEP_CMD_FDB_GET, NLM_F_REQUEST | NLM_F_DUMP,
	  "4:020000000001 12:0a000002",
	  "4:020000000001 12:0a000002" },
	{ "fdb flush dev vtep0",
	  VTEP_CMD_FDB_FLUSH, NLM_F_REQUEST | NLM_F_ACK,
	  "2:03000000",
	  "2:00000003" },
	{ "fdb flush dev vtep0 vni 5-6 mac 02:00:5e:00:00:00/24 peer fd00::",
	  VTEP_CMD_FDB_FLUSH, NLM_F_REQUEST | NLM_F_ACK,
	  "2:03000000 3:05000000 10:06000000 4:02005e000000 11:18 12:fd000000000000000000000000000000",
	  "2:00000003 3:00000005 10:00000006 4:02005e000000 11:18 12:fd000000000000000000000000000000" },
	{ "fdb unfreeze dev vtep0 vni 5 mac 02:00:00:00:00:01/48",
	  VTEP_CMD_FDB_UNFREEZE, NLM_F_REQUEST | NLM_F_ACK,
	  "2:03000000 3:05000000 4:020000000001",
	  "2:00000003 3:00000005 4:020000000001" },
	{ "drops dev vtep0 vni 5 peer 10.0.0.2",
	  VTEP_CMD_DROPS_GET, NLM_F_REQUEST | NLM_F_DUMP,
	  "1:03000000 2:05000000 3:0a000002",
	  "1:00000003 2:00000005 3:0a000002" },
	{ "drops",
	  VTEP_CMD_DROPS_GET, NLM_F_REQUEST | NLM_F_DUMP,
	  "",
	  "" },
	{ "vni del dev vtep0 vni 0-16777215", VTEP_CMD_VNI_DEL,
	  NLM_F_REQUEST | NLM_F_ACK,
	  "2:03000000 3:00000000 11:ffffff00", "2:00000003 3:00000000 11:00ffffff" },
};

static void run_request(size_t i)
{
	bool le = htons(1) != 1;
	char buf[REQUEST_MAX] = { 0 }, got[512];
	const struct genlmsghdr *genl;
	struct command cmd;
	struct nlmsghdr *nlh = cmd_request(buf, requests[i].line, &cmd);

	genl = mnl_nlmsg_get_payload(nlh);
	same_uint("type", nlh->nlmsg_type, TEST_FAMILY);
	same_uint("seq", nlh->nlmsg_seq, 5);
	same_uint("flags", nlh->nlmsg_flags, requests[i].flags);
	same_uint("cmd", genl->cmd, requests[i].cmd);
	dump_attrs(nlh, got, sizeof(got));
	same_str("attributes", got, le ? requests[i].attrs_le :
					 requests[i].attrs_be);
	test_end("request: %s", requests[i].line);
}

/* The longest lists of the longest addresses still fit the buffer. */
static void test_longest(void)
{
	static char buf[REQUEST_MAX], list[FLOOD_MAX * 10], dels[sizeof(list)];
	char rate[] = "1pps,1kbit,burst=1";
	char *argv[] = { "vni", "set", "dev", "v", "vni", "1-2", "pool",
			 "ff05::/64", "join", "active", "learning", "on",
			 "ageing", "1", "limit", "1", "flood", "add", list,
			 "flood", "del", dels, "deliver", "list", "learn",
			 "list", "strict", "on", "min_ttl", "1", "unknown",
			 "drop", "full", "evict", "damp", "none", "moves",
			 "9/9", "hold", "9", "protect", "on", "storm",
			 "broadcast", rate, "storm", "multicast", rate,
			 "storm", "unknown", rate, "storm", "unicast", rate };
	size_t len = 0, n = 0;
	struct command cmd;
	struct error err;

	for (int i = 0; i < FLOOD_MAX; i++)
		len += sprintf(list + len, "%sfd::%x", i ? "," : "", i + 1);
	strcpy(dels, list);
	if (parse_command(sizeof(argv) / sizeof(*argv), argv, &cmd, &err)) {
		fail("%s", err.text);
	} else {
		const struct nlmsghdr *nlh = encode_command(buf, &cmd, 3,
							    TEST_FAMILY, 5);
		const struct nlattr *attr;

		mnl_attr_for_each(attr, nlh, GENL_HDRLEN)
			n += mnl_attr_get_type(attr) >= VTEP_A_VNI_FLOOD_ADD;
		same_uint("destinations and rules", n, 2 * FLOOD_MAX + 1);
		if (nlh->nlmsg_len > sizeof(buf))
			fail("%u octets", nlh->nlmsg_len);
	}
	test_end("request: as long as can be");
}

/* What a file adds is in what is asked for. */
static void test_file(void)
{
	struct prefix v[100];
	const struct prefixes list = { .v = v, .n = ARRAY_SIZE(v) };
	char *argv[] = { "source", "set", "dev", "v", "vni", "5", "file", "x" };
	const struct nlattr *attr;
	struct nlmsghdr *nlh;
	struct command cmd;
	struct error err;
	size_t n = 0;
	char *buf;

	for (size_t i = 0; i < ARRAY_SIZE(v); i++)
		v[i] = (struct prefix){ read_addr("fd00::"), 16,
					VTEP_MAY_DENY };
	if (parse_command(ARRAY_SIZE(argv), argv, &cmd, &err))
		fail("%s", err.text);
	cmd.from_file = &list;
	/* the exact room, watched by the sanitizer */
	buf = malloc(request_size(&cmd) - REQUEST_MAX + 64);
	if (!buf)
		abort();
	nlh = encode_command(buf, &cmd, 3, TEST_FAMILY, 5);
	mnl_attr_for_each(attr, nlh, GENL_HDRLEN)
		n += mnl_attr_get_type(attr) == VTEP_A_SOURCE_ADD;
	same_uint("prefixes", n, ARRAY_SIZE(v));
	free(buf);
	test_end("request: prefixes of a file");
}

static void test_wanted(void)
{
	struct record rec = { .ifindex = 3, .vni = 10 };
	const struct addr group = { 4, { 239, 1, 1, 1 } };
	char buf[REQUEST_MAX];
	struct command cmd;

	cmd_request(buf, "local show vni 10-20", &cmd);
	same_uint("of each segment", wanted(&cmd, 0, &rec), true);
	rec.has = 1ULL << VTEP_A_LOCAL_VNI;
	same_uint("low end", wanted(&cmd, 0, &rec), true);
	rec.vni = 20;
	same_uint("high end", wanted(&cmd, 0, &rec), true);
	rec.vni = 21;
	same_uint("above", wanted(&cmd, 0, &rec), false);
	rec.vni = 9;
	same_uint("below", wanted(&cmd, 0, &rec), false);
	cmd_request(buf, "group show dev eth0", &cmd);
	same_uint("lower device", wanted(&cmd, 3, &rec), true);
	same_uint("other lower device", wanted(&cmd, 4, &rec), false);
	cmd_request(buf, "vni show", &cmd);
	same_uint("all", wanted(&cmd, 0, &rec), true);
	/* the kernel has filtered */
	cmd_request(buf, "vni show vni 1-2", &cmd);
	same_uint("range of segments", wanted(&cmd, 0, &rec), true);
	rec.has = 0;
	test_end("filter: ranges and devices");

	cmd_request(buf, "vni show group 239.1.1.1", &cmd);
	same_uint("no group", wanted(&cmd, 0, &rec), false);
	rec.addr = group;
	same_uint("group", wanted(&cmd, 0, &rec), true);
	rec.addr.b[3] = 2;
	same_uint("other group", wanted(&cmd, 0, &rec), false);
	cmd_request(buf, "vni show group none", &cmd);
	same_uint("a group for none", wanted(&cmd, 0, &rec), false);
	rec.addr = (struct addr){ .len = 16 };
	same_uint("unspecified group for none", wanted(&cmd, 0, &rec), true);
	rec.addr.len = 0;
	same_uint("no group for none", wanted(&cmd, 0, &rec), true);
	cmd_request(buf, "group show group 239.1.1.1", &cmd);
	rec.addr = group;
	same_uint("group listed", wanted(&cmd, 0, &rec), true);
	rec.addr.b[0] = 224;
	same_uint("other group listed", wanted(&cmd, 0, &rec), false);
	test_end("filter: groups");

	cmd_request(buf, "vni show vlan 5-6", &cmd);
	rec.vlan = 5;
	same_uint("no VLAN", wanted(&cmd, 0, &rec), false);
	rec.has = 1ULL << VTEP_A_VNI_VLAN;
	same_uint("VLAN", wanted(&cmd, 0, &rec), true);
	rec.vlan = 7;
	same_uint("VLAN above", wanted(&cmd, 0, &rec), false);
	cmd_request(buf, "vni show untagged", &cmd);
	same_uint("tagged", wanted(&cmd, 0, &rec), false);
	rec.vlan = 0;
	same_uint("untagged", wanted(&cmd, 0, &rec), true);
	test_end("filter: VLANs");

	cmd_request(buf, "peer show peer 10.0.0.2", &cmd);
	rec.peer.addr = read_addr("10.0.0.2");
	same_uint("peer", wanted(&cmd, 0, &rec), true);
	rec.peer.addr = read_addr("10.0.0.3");
	same_uint("other peer", wanted(&cmd, 0, &rec), false);
	cmd_request(buf, "source show vni 5-6", &cmd);
	rec.has = 0;
	rec.vni = 5;
	same_uint("prefixes of the VTEP", wanted(&cmd, 0, &rec), false);
	rec.has = 1ULL << VTEP_A_SOURCE_VNI;
	same_uint("prefixes of a segment", wanted(&cmd, 0, &rec), true);
	rec.vni = 7;
	same_uint("of another", wanted(&cmd, 0, &rec), false);
	test_end("filter: peers and prefixes");
}

int main(void)
{
	for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++)
		run_request(i);
	test_longest();
	test_file();
	test_wanted();
	return tap_done();
}
