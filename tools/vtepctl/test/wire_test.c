// SPDX-License-Identifier: GPL-2.0
/* Requests octet by octet, and which records of the answer are wanted. */
#include <arpa/inet.h>
#include <linux/genetlink.h>
#include <linux/vtep.h>

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
	{ "vni del dev vtep0 vni 0-16777215", VTEP_CMD_VNI_DEL,
	  NLM_F_REQUEST | NLM_F_ACK,
	  "2:03000000 3:00000000 11:ffffff00", "2:00000003 3:00000000 11:00ffffff" },
};

static void run_request(size_t i)
{
	bool le = htons(1) != 1;
	char buf[REQUEST_MAX], got[512];
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
	char *argv[] = { "vni", "set", "dev", "v", "vni", "1-2", "pool",
			 "ff05::/64", "join", "active", "learning", "on",
			 "ageing", "1", "limit", "1", "flood", "add", list,
			 "flood", "del", dels };
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
		same_uint("destinations", n, 2 * FLOOD_MAX);
	}
	test_end("request: as long as can be");
}

static void test_wanted(void)
{
	struct record rec = { .ifindex = 3, .vni = 10 };
	const struct addr group = { 4, { 239, 1, 1, 1 } };
	char buf[REQUEST_MAX];
	struct command cmd;

	cmd_request(buf, "local show vni 10-20", &cmd);
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
}

int main(void)
{
	for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++)
		run_request(i);
	test_longest();
	test_wanted();
	return tap_done();
}
