// SPDX-License-Identifier: GPL-2.0
/* Refusals of the kernel, and messages that are malformed: refused or read,
 * never read past their end.
 */
#include <errno.h>
#include <limits.h>
#include <linux/genetlink.h>
#include <linux/vtep.h>

#include "cmdline.h"
#include "decode.h"
#include "encode.h"
#include "msg.h"
#include "tap.h"

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

	req = cmd_request(rbuf, "vni set dev vtep0 vni 42 group 239.1.1.1 learning on",
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

	req = cmd_request(rbuf, "vni set dev vtep0 vni 1-2 flood add 10.0.0.2,10.0.0.3 flood del 10.0.0.4",
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

/* The attribute at fault, by the word that it was made from. @type at the top, at
 * @inside its payload when not 0, and there at @deeper likewise.
 */
static void run_blame(const char *line, enum object_id kind, uint16_t type,
		      uint16_t inside, uint16_t deeper, const char *want)
{
	char rbuf[REQUEST_MAX], buf[1024], text[512];
	struct ack a = { .error = EINVAL, .msg = "no", .miss = -1 };
	const struct nlmsghdr *req, *nlh;
	const struct nlattr *attr, *in, *deep;
	struct command cmd;
	struct verdict v;
	struct error err;

	req = cmd_request(rbuf, line, &cmd);
	mnl_attr_for_each(attr, req, GENL_HDRLEN) {
		if (mnl_attr_get_type(attr) != type)
			continue;
		a.offs = (const char *)attr - rbuf;
		if (!inside)
			continue;
		mnl_attr_for_each_nested(in, attr) {
			if (mnl_attr_get_type(in) != inside)
				continue;
			a.offs = (const char *)in - rbuf;
			if (!deeper)
				continue;
			mnl_attr_for_each_nested(deep, in)
				if (mnl_attr_get_type(deep) == deeper)
					a.offs = (const char *)deep - rbuf;
		}
	}
	nlh = build_ack(buf, req, &a);
	if (!a.offs || decode_verdict(nlh, req, kind, &v, &err))
		fail("no verdict");
	verdict_text(&v, text, sizeof(text));
	same_str("text", text, want);
	test_end("verdict: %s: %s", line, want);
}

#define NO " no (Invalid argument)"

static void test_blame(void)
{
	static const char vtep[] = "vtep set dev v strict on min_ttl 9 moves 3/60 storm peer 5pps";
	static const char vni[] = "vni set dev v vni 5 deliver list learn inherit";
	static const char fdb[] = "fdb flush dev v vni 5-6 mac 02:00:00:00:00:00/24 peer 10.0.0.2";
	static const char source[] = "source set dev v vni 5 prefix 10.0.0.0/8,10.1.0.0/16";
	static const char del[] = "source del dev v prefix 10.0.0.0/8";
	static const char local[] = "local add dev v vni 5 mac 02:00:00:00:00:01";
	static const char peer[] = "peer del dev v peer 10.0.0.2";
	static const char drops[] = "drops dev v vni 5 peer 10.0.0.2";

	run_blame(vtep, OBJ_VTEP, VTEP_A_DEV_IFINDEX, 0, 0, "dev:" NO);
	run_blame(vtep, OBJ_VTEP, VTEP_A_DEV_RULES, 0, 0, "rules:" NO);
	run_blame(vtep, OBJ_VTEP, VTEP_A_DEV_RULES, VTEP_A_RULES_STRICT, 0,
		  "strict:" NO);
	run_blame(vtep, OBJ_VTEP, VTEP_A_DEV_RULES, VTEP_A_RULES_MIN_TTL, 0,
		  "min_ttl:" NO);
	run_blame(vtep, OBJ_VTEP, VTEP_A_DEV_RULES, VTEP_A_RULES_MOVE_WINDOW,
		  0, "moves:" NO);
	run_blame(vtep, OBJ_VTEP, VTEP_A_DEV_RULES, VTEP_A_RULES_RATES, 0,
		  "storm:" NO);
	run_blame(vtep, OBJ_VTEP, VTEP_A_DEV_RULES, VTEP_A_RULES_RATES,
		  VTEP_A_RATE_PACKETS, "storm:" NO);
	run_blame(vni, OBJ_VNI, VTEP_A_VNI_RULES, VTEP_A_RULES_DELIVER, 0,
		  "deliver:" NO);
	run_blame(vni, OBJ_VNI, VTEP_A_VNI_RULES, VTEP_A_RULES_INHERIT, 0,
		  "inherit:" NO);
	run_blame(fdb, OBJ_FDB, VTEP_A_FDB_VNI_LAST, 0, 0, "vni:" NO);
	run_blame(fdb, OBJ_FDB, VTEP_A_FDB_MAC_LEN, 0, 0, "mac:" NO);
	run_blame(fdb, OBJ_FDB, VTEP_A_FDB_ADDR, 0, 0, "peer:" NO);
	run_blame(source, OBJ_SOURCE, VTEP_A_SOURCE_VNI, 0, 0, "vni:" NO);
	run_blame(source, OBJ_SOURCE, VTEP_A_SOURCE_ADD, 0, 0, "prefix:" NO);
	run_blame(source, OBJ_SOURCE, VTEP_A_SOURCE_ADD, VTEP_A_PREFIX_LEN, 0,
		  "prefix:" NO);
	run_blame(del, OBJ_SOURCE, VTEP_A_SOURCE_DEL, 0, 0, "prefix:" NO);
	run_blame(local, OBJ_LOCAL, VTEP_A_LOCAL_MAC, 0, 0, "mac:" NO);
	run_blame(peer, OBJ_PEER, VTEP_A_PEER_REMOTE, 0, 0, "peer:" NO);
	run_blame(peer, OBJ_PEER, VTEP_A_PEER_REMOTE, VTEP_A_REMOTE_ADDR, 0,
		  "peer:" NO);
	run_blame(drops, OBJ_DROPS, VTEP_A_DROPS_ADDR, 0, 0, "peer:" NO);
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

static struct nlmsghdr *no_local(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_LOCAL_GET);

	mnl_attr_put_u32(nlh, VTEP_A_LOCAL_IFINDEX, 3);
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

static struct nlmsghdr *prefix_of(void *buf, const char *addr, uint8_t len)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_SOURCE_GET);

	mnl_attr_put_u32(nlh, VTEP_A_SOURCE_IFINDEX, 3);
	put_prefix(nlh, addr, len, VTEP_MAY_LEARN);
	return nlh;
}

static struct nlmsghdr *prefix_long(void *buf)
{
	return prefix_of(buf, "10.0.0.0", 33);
}

static struct nlmsghdr *prefix_bare(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_SOURCE_GET);

	mnl_attr_put_u32(nlh, VTEP_A_SOURCE_IFINDEX, 3);
	mnl_attr_nest_end(nlh, mnl_attr_nest_start(nlh,
						   VTEP_A_SOURCE_PREFIXES));
	return nlh;
}

static struct nlmsghdr *rules_with(void *buf, uint16_t type, uint16_t inside)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_VTEP_GET);
	struct nlattr *nest, *in;

	mnl_attr_put_u32(nlh, VTEP_A_DEV_IFINDEX, 3);
	nest = mnl_attr_nest_start(nlh, VTEP_A_DEV_RULES);
	if (inside) {
		in = mnl_attr_nest_start(nlh, type);
		mnl_attr_put_u16(nlh, inside, 1);
		mnl_attr_nest_end(nlh, in);
	} else {
		mnl_attr_put_u16(nlh, type, 1);
	}
	mnl_attr_nest_end(nlh, nest);
	return nlh;
}

static struct nlmsghdr *rule_wide(void *buf)
{
	return rules_with(buf, VTEP_A_RULES_STRICT, 0);
}

static struct nlmsghdr *rule_narrow(void *buf)
{
	return rules_with(buf, VTEP_A_RULES_HOLD, 0);
}

static struct nlmsghdr *rate_narrow(void *buf)
{
	return rules_with(buf, VTEP_A_RULES_RATES, VTEP_A_RATE_BITS);
}

static struct nlmsghdr *rate_classless(void *buf)
{
	return rules_with(buf, VTEP_A_RULES_RATES, 60);
}

static struct nlmsghdr *offender_odd(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_DROPS_GET);
	struct nlattr *nest, *last;

	mnl_attr_put_u32(nlh, VTEP_A_DROPS_IFINDEX, 3);
	nest = mnl_attr_nest_start(nlh, VTEP_A_DROPS_DROPS);
	mnl_attr_put_strz(nlh, VTEP_A_DROP_NAME, "rx_flags");
	mnl_attr_put_u64(nlh, VTEP_A_DROP_COUNT, 1);
	last = mnl_attr_nest_start(nlh, VTEP_A_DROP_LAST);
	mnl_attr_put(nlh, VTEP_A_OFFENDER_MAC, 5, "\2\0\0\0\0");
	mnl_attr_nest_end(nlh, last);
	mnl_attr_nest_end(nlh, nest);
	return nlh;
}

static struct nlmsghdr *reason_long(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_EVENT);

	mnl_attr_put_u32(nlh, VTEP_A_EVENT_TYPE, 1);
	mnl_attr_put_strz(nlh, VTEP_A_EVENT_REASON,
			  "a_reason_longer_than_any_there_ever_was");
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
		{ "prefix of 33 bits", "attribute prefix from the kernel is malformed", prefix_long, OBJ_SOURCE },
		{ "prefix without address", "attribute prefix from the kernel is malformed", prefix_bare, OBJ_SOURCE },
		{ "rule of two octets for one", "attribute rules from the kernel is malformed", rule_wide, OBJ_VTEP },
		{ "rule of two octets for four", "attribute rules from the kernel is malformed", rule_narrow, OBJ_VTEP },
		{ "rate of two octets", "attribute rules from the kernel is malformed", rate_narrow, OBJ_VTEP },
		{ "rate without a class", "attribute rules from the kernel is malformed", rate_classless, OBJ_VTEP },
		{ "offender with a short MAC", "attribute drops from the kernel is malformed", offender_odd, OBJ_DROPS },
		{ "reason that is too long", "attribute reason from the kernel is malformed", reason_long, OBJ_MONITOR },
		{ "local without a MAC", "a message from the kernel lacks attribute mac", no_local, OBJ_LOCAL },
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
	test_ack_list();
	test_blame();
	test_odd_code();
	for (size_t i = 0; i < sizeof(acks) / sizeof(*acks); i++)
		run_ack(i);
	test_refused();
	return tap_done();
}
