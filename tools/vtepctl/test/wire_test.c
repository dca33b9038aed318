// SPDX-License-Identifier: GPL-2.0
/* Requests octet by octet, refusals of the kernel, and messages that are
 * malformed: refused or read, never read past their end.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <linux/genetlink.h>
#include <linux/vtep.h>
#include <stdlib.h>

#include "decode.h"
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
	  "", "" },
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

/* A request as parser and encoder make it; @buf has REQUEST_MAX bytes. */
static struct nlmsghdr *request(void *buf, const char *text,
				struct command *cmd)
{
	char *argv[32], line[256];
	struct error err;
	int argc;

	snprintf(line, sizeof(line), "%s", text);
	argc = split_line(line, argv, 32, &err);
	if (argc < 0 || parse_command(argc, argv, cmd, &err)) {
		printf("Bail out! %s\n", err.text);
		exit(1);
	}
	return encode_command(buf, cmd, 3, TEST_FAMILY, 5);
}

static void run_request(size_t i)
{
	bool le = htons(1) != 1;
	char buf[REQUEST_MAX], got[512];
	const struct genlmsghdr *genl;
	struct command cmd;
	struct nlmsghdr *nlh = request(buf, requests[i].line, &cmd);

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

	request(buf, "fdb show vni 10-20", &cmd);
	same_uint("low end", wanted(&cmd, 0, &rec), true);
	rec.vni = 20;
	same_uint("high end", wanted(&cmd, 0, &rec), true);
	rec.vni = 21;
	same_uint("above", wanted(&cmd, 0, &rec), false);
	rec.vni = 9;
	same_uint("below", wanted(&cmd, 0, &rec), false);
	request(buf, "group show dev eth0", &cmd);
	same_uint("lower device", wanted(&cmd, 3, &rec), true);
	same_uint("other lower device", wanted(&cmd, 4, &rec), false);
	request(buf, "vni show", &cmd);
	same_uint("all", wanted(&cmd, 0, &rec), true);
	/* the kernel has filtered */
	request(buf, "vni show vni 1-2", &cmd);
	same_uint("range of segments", wanted(&cmd, 0, &rec), true);
	test_end("filter: ranges and devices");

	request(buf, "vni show group 239.1.1.1", &cmd);
	same_uint("no group", wanted(&cmd, 0, &rec), false);
	rec.addr = group;
	same_uint("group", wanted(&cmd, 0, &rec), true);
	rec.addr.b[3] = 2;
	same_uint("other group", wanted(&cmd, 0, &rec), false);
	request(buf, "vni show group none", &cmd);
	same_uint("a group for none", wanted(&cmd, 0, &rec), false);
	rec.addr = (struct addr){ .len = 16 };
	same_uint("unspecified group for none", wanted(&cmd, 0, &rec), true);
	rec.addr.len = 0;
	same_uint("no group for none", wanted(&cmd, 0, &rec), true);
	request(buf, "group show group 239.1.1.1", &cmd);
	rec.addr = group;
	same_uint("group listed", wanted(&cmd, 0, &rec), true);
	rec.addr.b[0] = 224;
	same_uint("other group listed", wanted(&cmd, 0, &rec), false);
	test_end("filter: groups");

	request(buf, "vni show vlan 5-6", &cmd);
	rec.vlan = 5;
	same_uint("no VLAN", wanted(&cmd, 0, &rec), false);
	rec.has = 1ULL << VTEP_A_VNI_VLAN;
	same_uint("VLAN", wanted(&cmd, 0, &rec), true);
	rec.vlan = 7;
	same_uint("VLAN above", wanted(&cmd, 0, &rec), false);
	request(buf, "vni show untagged", &cmd);
	same_uint("tagged", wanted(&cmd, 0, &rec), false);
	rec.vlan = 0;
	same_uint("untagged", wanted(&cmd, 0, &rec), true);
	test_end("filter: VLANs");
}

/* Acknowledgements */

struct ack {
	int error;
	bool quoted;		/* the request is quoted whole */
	bool done;		/* NLMSG_DONE instead */
	const char *msg;
	uint32_t offs;		/* 0: none */
	int miss;		/* -1: none */
};

static struct nlmsghdr *build_ack(void *buf, const struct nlmsghdr *req,
				  const struct ack *a)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	int code = -a->error;

	nlh->nlmsg_type = a->done ? NLMSG_DONE : NLMSG_ERROR;
	nlh->nlmsg_flags = NLM_F_ACK_TLVS | (a->quoted ? 0 : NLM_F_CAPPED);
	memcpy(mnl_nlmsg_put_extra_header(nlh, sizeof(code)), &code,
	       sizeof(code));
	if (!a->done) {
		size_t len = a->quoted ? req->nlmsg_len : sizeof(*req);

		memcpy(mnl_nlmsg_put_extra_header(nlh, len), req, len);
	}
	if (a->msg)
		mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, a->msg);
	if (a->offs)
		mnl_attr_put_u32(nlh, NLMSGERR_ATTR_OFFS, a->offs);
	if (a->miss >= 0)
		mnl_attr_put_u32(nlh, NLMSGERR_ATTR_MISS_TYPE, a->miss);
	return nlh;
}

/* The request is "vni set dev vtep0 vni 42 group 239.1.1.1 learning on":
 * ifindex at 20, vni at 28, group at 36, learning at 44.
 */
static const struct {
	const char *name;
	struct ack ack;
	const char *want;
} acks[] = {
	{ "done", { .miss = -1 }, "Success" },
	{ "refused, no text", { .error = EPERM, .miss = -1 },
	  "Operation not permitted" },
	{ "text", { .error = EINVAL, .msg = "no such segment", .miss = -1 },
	  "no such segment (Invalid argument)" },
	{ "text and attribute",
	  { .error = EINVAL, .msg = "not of the VTEP's family", .offs = 36,
	    .miss = -1 },
	  "group: not of the VTEP's family (Invalid argument)" },
	{ "text that names the attribute itself",
	  { .error = EINVAL, .msg = "group: the VTEP has no lower device",
	    .offs = 36, .miss = -1 },
	  "group: the VTEP has no lower device (Invalid argument)" },
	{ "text that begins like the attribute",
	  { .error = EINVAL, .msg = "groups: none", .offs = 36, .miss = -1 },
	  "group: groups: none (Invalid argument)" },
	{ "attribute, no text", { .error = ENOENT, .offs = 28, .miss = -1 },
	  "vni: No such file or directory" },
	{ "request quoted",
	  { .error = EINVAL, .quoted = true, .msg = "no", .offs = 44,
	    .miss = -1 },
	  "learning: no (Invalid argument)" },
	{ "end of a dump",
	  { .error = ENODEV, .done = true, .msg = "not a VTEP", .offs = 20,
	    .miss = -1 },
	  "dev: not a VTEP (No such device)" },
	{ "offset inside an attribute",
	  { .error = EINVAL, .msg = "no", .offs = 30, .miss = -1 },
	  "no (Invalid argument)" },
	{ "offset past the request",
	  { .error = EINVAL, .msg = "no", .offs = 4000000000, .miss = -1 },
	  "no (Invalid argument)" },
	{ "missing attribute", { .error = EINVAL, .miss = VTEP_A_VNI_VNI },
	  "vni: needed and not given (Invalid argument)" },
	{ "missing attribute with text",
	  { .error = EINVAL, .msg = "which segment?", .miss = VTEP_A_VNI_VNI },
	  "vni: which segment? (Invalid argument)" },
	{ "missing attribute nobody knows", { .error = EINVAL, .miss = 99 },
	  "Invalid argument" },
	{ "missing VLAN", { .error = EINVAL, .miss = VTEP_A_VNI_VLAN },
	  "vlan: needed and not given (Invalid argument)" },
	{ "missing pool length", { .error = EINVAL, .miss = VTEP_A_VNI_POOL_LEN },
	  "pool: needed and not given (Invalid argument)" },
	{ "warning", { .msg = "shared with others", .miss = -1 },
	  "shared with others" },
};

static void run_ack(size_t i)
{
	char rbuf[REQUEST_MAX], buf[1024], text[512];
	const struct nlmsghdr *req, *nlh;
	struct command cmd;
	struct verdict v;
	struct error err;

	req = request(rbuf, "vni set dev vtep0 vni 42 group 239.1.1.1 learning on",
		      &cmd);
	nlh = build_ack(buf, req, &acks[i].ack);
	if (decode_verdict(nlh, req, OBJ_VNI, &v, &err))
		fail("%s", err.text);
	same_uint("error", v.error, acks[i].ack.error);
	verdict_text(&v, text, sizeof(text));
	same_str("text", text, acks[i].want);
	test_end("verdict: %s", acks[i].name);
}

/* Of a list of destinations, the words are blamed it was made from. */
static void test_ack_list(void)
{
	char rbuf[REQUEST_MAX], buf[1024], text[512];
	const struct nlmsghdr *req, *nlh;
	const struct nlattr *attr;
	struct command cmd;
	struct verdict v;
	struct error err;

	req = request(rbuf, "vni set dev vtep0 vni 1-2 flood add 10.0.0.2,10.0.0.3 flood del 10.0.0.4",
		      &cmd);
	mnl_attr_for_each(attr, req, GENL_HDRLEN) {
		struct ack a = { .error = EEXIST, .msg = "is there", .miss = -1 };
		uint16_t type = mnl_attr_get_type(attr);

		if (type < VTEP_A_VNI_FLOOD_ADD)
			continue;
		a.offs = (const char *)attr - rbuf;
		for (int inside = 0; inside < 2; inside++, a.offs += 4) {
			nlh = build_ack(buf, req, &a);
			if (decode_verdict(nlh, req, OBJ_VNI, &v, &err))
				fail("%s", err.text);
			verdict_text(&v, text, sizeof(text));
			same_str("text", text,
				 type == VTEP_A_VNI_FLOOD_ADD ?
				 "flood: is there (File exists)" :
				 "flood del: is there (File exists)");
		}
	}
	test_end("verdict: destinations");
}

/* A number that is no errno, and has no negative of its own */
static void test_odd_code(void)
{
	struct ack a = { .done = true, .miss = -1 };
	char buf[1024];
	struct nlmsghdr *nlh = build_ack(buf, NULL, &a);
	struct verdict v;
	struct error err = { "" };

	memcpy(mnl_nlmsg_get_payload(nlh), &(int){ INT_MIN }, sizeof(int));
	if (!decode_verdict(nlh, nlh, OBJ_VNI, &v, &err))
		fail("taken");
	same_str("message", err.text,
		 "an acknowledgment of the kernel is malformed");
	test_end("verdict: a code that is no errno");
}

/* Refused messages */

static struct nlmsghdr *no_mac(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_FDB_GET);

	mnl_attr_put_u32(nlh, VTEP_A_FDB_IFINDEX, 3);
	mnl_attr_put_u32(nlh, VTEP_A_FDB_VNI, 42);
	return nlh;
}

static struct nlmsghdr *short_mac(void *buf)
{
	struct nlmsghdr *nlh = no_mac(buf);

	mnl_attr_put(nlh, VTEP_A_FDB_MAC, 5, "\2\0\0\0\0");
	return nlh;
}

static struct nlmsghdr *long_u32(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_FDB_GET);

	mnl_attr_put_u64(nlh, VTEP_A_FDB_IFINDEX, 3);
	return nlh;
}

static struct nlmsghdr *odd_addr(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_FDB_GET);
	struct nlattr *nest = mnl_attr_nest_start(nlh, VTEP_A_FDB_REMOTES);

	mnl_attr_put(nlh, VTEP_A_REMOTE_ADDR, 6, "\1\2\3\4\5\6");
	mnl_attr_nest_end(nlh, nest);
	return nlh;
}

static struct nlmsghdr *no_addr(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_FDB_GET);
	struct nlattr *nest = mnl_attr_nest_start(nlh, VTEP_A_FDB_REMOTES);

	mnl_attr_nest_end(nlh, nest);
	return nlh;
}

static struct nlmsghdr *group_begin(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_GROUP_GET);

	put_addr(nlh, VTEP_A_GROUP_ADDR, "239.1.1.1");
	mnl_attr_put_u32(nlh, VTEP_A_GROUP_IFINDEX, 2);
	return nlh;
}

static struct nlmsghdr *member_nameless(void *buf)
{
	struct nlmsghdr *nlh = group_begin(buf);
	struct nlattr *nest = mnl_attr_nest_start(nlh, VTEP_A_GROUP_MEMBERS);

	mnl_attr_put_u32(nlh, VTEP_A_MEMBER_IFINDEX, 3);
	mnl_attr_nest_end(nlh, nest);
	return nlh;
}

static struct nlmsghdr *member_short(void *buf)
{
	struct nlmsghdr *nlh = group_begin(buf);
	struct nlattr *nest = mnl_attr_nest_start(nlh, VTEP_A_GROUP_MEMBERS);

	mnl_attr_put_u32(nlh, VTEP_A_MEMBER_IFINDEX, 3);
	mnl_attr_put_u16(nlh, VTEP_A_MEMBER_VNI, 3);
	mnl_attr_nest_end(nlh, nest);
	return nlh;
}

static struct nlmsghdr *long_pool(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_VNI_GET);

	mnl_attr_put(nlh, VTEP_A_VNI_POOL, 8, "12345678");
	return nlh;
}

static struct nlmsghdr *headless(void *buf)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);

	return nlh;
}

static void test_refused(void)
{
	static const struct {
		const char *name, *want;
		struct nlmsghdr *(*msg)(void *buf);
		enum object_id kind;
	} cases[] = {
		{ "no generic header", "a message from the kernel is too short", headless, OBJ_FDB },
		{ "no MAC", "a message from the kernel lacks attribute mac", no_mac, OBJ_FDB },
		{ "short MAC", "attribute mac from the kernel is malformed", short_mac, OBJ_FDB },
		{ "long number", "attribute dev from the kernel is malformed", long_u32, OBJ_FDB },
		{ "address of 6 octets", "attribute remotes from the kernel is malformed", odd_addr, OBJ_FDB },
		{ "remote without address", "attribute remotes from the kernel is malformed", no_addr, OBJ_FDB },
		{ "member without VNI", "attribute members from the kernel is malformed", member_nameless, OBJ_GROUP },
		{ "member with a short VNI", "attribute members from the kernel is malformed", member_short, OBJ_GROUP },
		{ "pool of 8 octets", "attribute pool from the kernel is malformed", long_pool, OBJ_VNI },
	};
	struct record rec = { 0 };
	static char buf[MSG_MAX];

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct error err = { "" };

		if (!decode_record(cases[i].msg(buf), cases[i].kind, &rec, &err))
			fail("taken");
		same_str("message", err.text, cases[i].want);
		test_end("refused: %s", cases[i].name);
	}
	record_free(&rec);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++)
		run_request(i);
	test_longest();
	test_wanted();
	test_ack_list();
	test_odd_code();
	for (size_t i = 0; i < sizeof(acks) / sizeof(*acks); i++)
		run_ack(i);
	test_refused();
	return tap_done();
}
