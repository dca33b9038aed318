// SPDX-License-Identifier: GPL-2.0
/* Parser and printer of link_vtep.so, without `ip` and without the module:
 * words in, netlink attributes out, and the other way round.
 *
 *   plugin              run the tests, KTAP on stdout
 *   plugin FILE         write a RTM_NEWLINK message for `ip monitor file`
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <linux/if_link.h>
#include <linux/vtep.h>

#include "stubs.h"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define MAX_ARGS	64

static int tests, failures;

static void result(bool ok, const char *name, const char *got,
		   const char *want)
{
	tests++;
	if (!ok) {
		failures++;
		printf("# got:  %s\n# want: %s\n", got, want);
	}
	printf("%sok %d %s\n", ok ? "" : "not ", tests, name);
}

/* Numbers in the host's byte order are shown as numbers, the rest as bytes. */
static void dump_attr(char *buf, size_t size, const struct rtattr *rta,
		      bool nested)
{
	unsigned int type = rta->rta_type, len = RTA_PAYLOAD(rta), i;
	const unsigned char *p = RTA_DATA(rta);
	size_t at = strlen(buf);

	at += (size_t)snprintf(buf + at, size - at, "%u%s:",
			       type & NLA_TYPE_MASK,
			       type & NLA_F_NESTED ? "n" : "");
	if (!nested && (type == IFLA_VXLAN_ID || type == IFLA_VXLAN_LINK ||
			type == IFLA_VXLAN_AGEING ||
			type == IFLA_VXLAN_LIMIT)) {
		__u32 val;

		memcpy(&val, p, sizeof(val));
		snprintf(buf + at, size - at, "%u/%u ", val, len);
		return;
	}
	if (type & NLA_F_NESTED) {
		struct rtattr *sub = RTA_DATA(rta);
		int left = (int)len;

		for (; RTA_OK(sub, left); sub = RTA_NEXT(sub, left))
			dump_attr(buf, size, sub, true);
		return;
	}
	for (i = 0; i < len; i++)
		at += (size_t)snprintf(buf + at, size - at, "%02x", p[i]);
	snprintf(buf + at, size - at, " ");
}

static int parse(struct request *req, const char *words, __u16 flags)
{
	char copy[1024], *argv[MAX_ARGS], *save = NULL, *w;
	int argc = 0;

	snprintf(copy, sizeof(copy), "%s", words);
	for (w = strtok_r(copy, " ", &save); w && argc < MAX_ARGS;
	     w = strtok_r(NULL, " ", &save))
		argv[argc++] = w;
	request_init(req, flags);
	return vtep_link_util.parse_opt(&vtep_link_util, argc, argv, &req->n);
}

static void dump_request(char *buf, size_t size, struct request *req)
{
	struct rtattr *rta = (struct rtattr *)NLMSG_DATA(&req->n);
	int left = (int)NLMSG_PAYLOAD(&req->n, 0);

	buf[0] = '\0';
	for (; RTA_OK(rta, left); rta = RTA_NEXT(rta, left))
		dump_attr(buf, size, rta, false);
}

static void index_request(struct request *req,
			  struct rtattr *tb[VTEP_LINK_NEST + 1])
{
	struct rtattr *rta = (struct rtattr *)NLMSG_DATA(&req->n);
	int left = (int)NLMSG_PAYLOAD(&req->n, 0);

	for (; RTA_OK(rta, left); rta = RTA_NEXT(rta, left))
		if ((rta->rta_type & NLA_TYPE_MASK) <= VTEP_LINK_NEST)
			tb[rta->rta_type & NLA_TYPE_MASK] = rta;
}

static void print(struct request *req, bool json)
{
	struct rtattr *tb[VTEP_LINK_NEST + 1] = { NULL };

	index_request(req, tb);
	stub_reset(json);
	vtep_link_util.print_opt(&vtep_link_util, stdout, tb);
}

/* Words and the attributes they must become, in the table's order. */
static const struct {
	const char *words;
	const char *want;
} good[] = {
	{ "id 42", "1:42/4 " },
	{ "vni 0x2a", "1:42/4 " },
	{ "id 0", "1:0/4 " },
	{ "id 16777215", "1:16777215/4 " },
	{ "id 42 group 239.1.1.42 dev eth0", "1:42/4 2:ef01012a 3:7/4 " },
	{ "dev eth0 group ff05::42",
	  "16:ff050000000000000000000000000042 3:7/4 " },
	{ "remote 192.0.2.1 local 192.0.2.2", "2:c0000201 4:c0000202 " },
	{ "local 2001:db8::2 remote 2001:db8::1",
	  "16:20010db8000000000000000000000001 "
	  "17:20010db8000000000000000000000002 " },
	{ "remote any", "2:00000000 " },
	{ "group 0.0.0.0", "2:00000000 " },
	{ "remote ::", "16:00000000000000000000000000000000 " },
	{ "group any local 2001:db8::2",
	  "16:00000000000000000000000000000000 "
	  "17:20010db8000000000000000000000002 " },
	{ "local default remote 192.0.2.1", "2:c0000201 4:00000000 " },
	{ "srcport 49152 65535", "10:c000ffff " },
	{ "port 1 1", "10:00010001 " },
	{ "dstport 4789", "15:12b5 " },
	{ "ttl 64", "5:40 " },
	{ "hoplimit 255", "5:ff " },
	{ "ttl auto", "5:00 " },
	{ "ttl inherit", "28: " },
	{ "tos 0x10", "6:10 " },
	{ "dsfield EF", "6:b8 " },
	{ "tos 10", "6:10 " },
	{ "tos inherit", "6:01 " },
	{ "df set", "29:01 " },
	{ "df unset", "29:00 " },
	{ "df inherit", "29:02 " },
	{ "flowlabel 0xabcde", "26:000abcde " },
	{ "label 1", "26:00000001 " },
	{ "ageing 300", "8:300/4 " },
	{ "ageing none", "8:0/4 " },
	{ "maxaddress 65536", "9:65536/4 " },
	{ "maxaddr unlimited", "9:0/4 " },
	{ "learning", "7:01 " },
	{ "nolearning", "7:00 " },
	{ "udpcsum", "18:01 " },
	{ "noudpcsum", "18:00 " },
	{ "udp6zerocsumtx noudp6zerocsumrx", "19:01 20:00 " },
	{ "noudp6zerocsumtx udp6zerocsumrx", "19:00 20:01 " },
	{ "id 42 attach id", "1:42/4 48n:2:00 " },
	{ "attach vlan local 192.0.2.1 dev eth0",
	  "4:c0000201 3:7/4 48n:2:01 " },
	{ "attach external", "48n:2:02 " },
	{ "external", "25:01 " },
	{ "noexternal id 1", "1:1/4 25:00 " },
	{ "external vnifilter", "25:01 30:01 " },
	{ "novnifilter", "30:00 " },
	{ "attach vlan pcp_dscp", "48n:2:01 3:01 " },
	{ "nopcp_dscp inner_vlan pass", "48n:3:00 1:01 " },
	{ "", "" },
	{ "inner_vlan pass", "48n:1:01 " },
	{ "inner_vlan discard id 5", "1:5/4 48n:1:00 " },
};

/* What must be refused without asking the kernel. */
static const char *const bad[] = {
	"id", "id 16777216", "id -1", "id x", "id 1x", "id 4294967297",
	"id 0x", "id 1 id 1", "id 1 vni 1", "i 1",
	"group 10.0.0.1", "group", "group 239.1", "group 239.1.1.256",
	"group 239.1.1.1/24", "group 255.255.255.255", "group fe80::1",
	"remote 239.1.1.1", "remote ff02::1", "remote 255.255.255.255",
	"remote host.example", "local 224.0.0.1", "local",
	"group 239.1.1.1 remote 10.0.0.1", "remote 10.0.0.1 group 239.1.1.1",
	"group 239.1.1.1 group 239.1.1.1",
	"group 239.1.1.1 local fd00::1", "remote fd00::1 local 10.0.0.1",
	"dev", "dev eth9",
	"srcport", "srcport 1", "srcport 2 1", "srcport 0 0",
	"srcport 1 65536", "dstport 0", "dstport 65536", "dstport any",
	"ttl", "ttl 256", "ttl -1", "ttl never", "tos 256", "tos 0x100",
	"tos x", "df", "df 1", "df on", "flowlabel 0x100000",
	"flowlabel inherit", "ageing forever", "ageing 4294967296",
	"maxaddress many", "learning nolearning", "learning on",
	"noid", "nottl", "inner_vlan", "inner_vlan 1", "inner_vlan keep",
	"inner_vlan pass inner_vlan pass",
	"attach", "attach 1", "attach tag", "attach VLAN", "noattach",
	"attach id attach vlan", "external noexternal", "external on",
	"vnifilter novnifilter", "pcp_dscp 1", "nopcp_dscp pcp_dscp",
	"proxy", "noproxy", "rsc", "l2miss", "l3miss", "gbp", "gpe",
	"remcsumtx", "remcsumrx", "nolocalbypass", "help", "bogus",
};

/* Printed as given: text goes in, the same text comes out. */
static const struct {
	const char *words;
	const char *json;
	const char *text;	/* but for this */
} shown[] = {
	{ "id 42 group 239.1.1.42 local 192.0.2.1 dev eth0 srcport "
	  "49152 65535 dstport 4789 ttl auto df set ageing 300 "
	  "maxaddress 65536 learning noudpcsum udp6zerocsumtx "
	  "udp6zerocsumrx inner_vlan discard ",
	  "id=42 group=\"239.1.1.42\" local=\"192.0.2.1\" "
	  "link=\"eth0\" port_range{low=49152 high=65535 } "
	  "port=4789 ttl=0 df=\"set\" ageing=300 limit=65536 "
	  "learning=true udp_csum=false udp_zero_csum6_tx=true "
	  "udp_zero_csum6_rx=true inner_vlan=\"discard\" " },
	{ "id 1 remote 2001:db8::1 local 2001:db8::2 tos 0x10 ttl "
	  "7 df inherit flowlabel 0xabcde ageing none maxaddress "
	  "unlimited nolearning udpcsum inner_vlan pass ",
	  "id=1 remote6=\"2001:db8::1\" local6=\"2001:db8::2\" "
	  "tos=\"0x10\" ttl=7 df=\"inherit\" label=\"0xabcde\" "
	  "ageing=0 limit=0 learning=false udp_csum=true "
	  "inner_vlan=\"pass\" " },
	{ "remote 192.0.2.1 tos inherit ttl inherit df unset ",
	  "remote=\"192.0.2.1\" tos=\"0x1\" ttl_inherit=true df=\"unset\" " },
	{ "group ff05::1 ", "group6=\"ff05::1\" " },
	{ "local :: ", "" },
	{ "attach vlan local 192.0.2.1 dev eth0 pcp_dscp inner_vlan discard ",
	  "attach=\"vlan\" local=\"192.0.2.1\" link=\"eth0\" pcp_dscp=true "
	  "inner_vlan=\"discard\" " },
	/* the kernel says it twice */
	{ "external attach external vnifilter dstport 4789 ",
	  "attach=\"external\" external=true vnifilter=true port=4789 ",
	  "attach external vnifilter dstport 4789 " },
};

static void test_parse(void)
{
	struct request req;
	char got[1024];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(good); i++) {
		bool ok = !parse(&req, good[i].words, 0);

		dump_request(got, sizeof(got), &req);
		result(ok && !strcmp(got, good[i].want), good[i].words, got,
		       good[i].want);
	}
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		char name[128];

		snprintf(name, sizeof(name), "refused: %s", bad[i]);
		result(parse(&req, bad[i], NLM_F_CREATE), name, "accepted",
		       "refused");
	}
}

/* `ip -6` chooses the family of a link without addresses, once. */
static void test_family(void)
{
	static const char zeros[] = "00000000000000000000000000000000";
	struct request req;
	char got[1024], want[128];

	preferred_family = AF_INET6;
	parse(&req, "id 1", NLM_F_CREATE);
	dump_request(got, sizeof(got), &req);
	snprintf(want, sizeof(want), "1:1/4 16:%s ", zeros);
	result(!strcmp(got, want), "ip -6 link add", got, want);

	parse(&req, "ttl 3", 0);
	dump_request(got, sizeof(got), &req);
	result(!strcmp(got, "5:03 "), "ip -6 link set", got, "5:03 ");

	parse(&req, "remote any", 0);
	dump_request(got, sizeof(got), &req);
	snprintf(want, sizeof(want), "16:%s ", zeros);
	result(!strcmp(got, want), "ip -6 link set remote any", got, want);
	preferred_family = AF_UNSPEC;
}

static void test_show(void)
{
	struct request req;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(shown); i++) {
		bool ok = !parse(&req, shown[i].words, NLM_F_CREATE);
		const char *text = shown[i].text ? shown[i].text :
						   shown[i].words;

		print(&req, false);
		result(ok && !strcmp(stub_out, text), "text again", stub_out,
		       text);
		print(&req, true);
		result(ok && !strcmp(stub_out, shown[i].json), "json",
		       stub_out, shown[i].json);
	}
	/* the attachment that `id` tells of, and what is off by default */
	parse(&req, "attach id noexternal novnifilter nopcp_dscp ttl 1",
	      NLM_F_CREATE);
	print(&req, false);
	result(!strcmp(stub_out, "ttl 1 "), "quiet words", stub_out,
	       "ttl 1 ");
	print(&req, true);
	result(!strcmp(stub_out, "ttl=1 "), "quiet words in json", stub_out,
	       "ttl=1 ");
	stub_reset(false);
	vtep_link_util.print_opt(&vtep_link_util, stdout, NULL);
	result(!stub_out[0], "no data, no text", stub_out, "");
}

/* An attachment that only a newer module has is shown by number. */
static void test_newer(void)
{
	static const struct {
		struct rtattr rta;
		__u8 val[4];
	} nest = { { RTA_LENGTH(1), VTEP_A_LINK_ATTACHMENT }, { 9 } };
	struct request req;

	request_init(&req, 0);
	addattr_l(&req.n, sizeof(req), VTEP_LINK_NEST | NLA_F_NESTED, &nest,
		  sizeof(nest));
	print(&req, false);
	result(!strcmp(stub_out, "attach 9 "), "attachment of a newer module",
	       stub_out, "attach 9 ");
	print(&req, true);
	result(!strcmp(stub_out, "attach=9 "),
	       "attachment of a newer module in json", stub_out, "attach=9 ");
}

/* What is the default says nothing, and what is not is said. */
static const struct {
	const char *words;
	const char *want;
} changed[] = {
	{ "id 0 srcport 49152 65535 dstport 4789 ttl auto df set ageing 300 "
	  "maxaddress 65536 learning noudpcsum udp6zerocsumtx udp6zerocsumrx "
	  "inner_vlan discard", "id 0 " },
	{ "id 1 srcport 49152 65534 dstport 4790 ttl inherit df unset "
	  "ageing none maxaddress unlimited nolearning udpcsum "
	  "noudp6zerocsumtx noudp6zerocsumrx inner_vlan pass ",
	  "id 1 srcport 49152 65534 dstport 4790 ttl inherit df unset "
	  "ageing none maxaddress unlimited nolearning udpcsum "
	  "noudp6zerocsumtx noudp6zerocsumrx inner_vlan pass " },
	{ "attach id noexternal novnifilter nopcp_dscp id 2", "id 2 " },
	{ "attach vlan pcp_dscp dstport 4789", "attach vlan pcp_dscp " },
	{ "external attach external vnifilter",
	  "attach external vnifilter " },
	{ "external", "external " },
	{ "attach vlan pcp_dscp", "attach vlan pcp_dscp " },
	{ "id 1 group 239.1.1.1 local 192.0.2.1 dev eth0 tos 0x10 ttl 1 ",
	  "id 1 group 239.1.1.1 local 192.0.2.1 dev eth0 tos 0x10 ttl 1 " },
};

static void test_changed(void)
{
	struct request req;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(changed); i++) {
		struct rtattr *tb[VTEP_LINK_NEST + 1] = { NULL };
		bool ok = !parse(&req, changed[i].words, NLM_F_CREATE);

		index_request(&req, tb);
		stub_reset(false);
		vtep_print_changed(tb);
		result(ok && !strcmp(stub_out, changed[i].want),
		       "without defaults", stub_out, changed[i].want);
	}
}

/* Attributes of every wrong length: nothing is printed, nothing read beyond
 * (build with -fsanitize=address to see the latter).
 */
static void test_lengths(void)
{
	static const unsigned char ones[8] = { 255, 255, 255, 255,
					       255, 255, 255, 255 };
	int type, len, odd = 0;

	for (type = 1; type <= VTEP_LINK_NEST; type++) {
		for (len = 0; len <= 8; len++) {
			struct request req;

			if (type == IFLA_VXLAN_TTL_INHERIT)
				continue;
			request_init(&req, 0);
			addattr_l(&req.n, sizeof(req), type, ones, len);
			print(&req, false);
			if (len != 1 && len != 2 && len != 4 && stub_out[0])
				odd++;
		}
	}
	result(!odd, "wrong lengths are not printed", "printed", "nothing");
}

/* The message of a link with index 9, as the kernel sends it. */
static int write_message(const char *path)
{
	static const unsigned char no;
	struct request req, data;
	struct ifinfomsg ifi = { .ifi_index = 9, .ifi_type = 1 };
	struct rtattr *info;
	FILE *f;

	if (parse(&data, shown[0].words, NLM_F_CREATE))
		return 1;
	addattr_l(&data.n, sizeof(data), IFLA_VXLAN_TTL_INHERIT, &no, 1);
	request_init(&req, 0);
	memcpy(NLMSG_DATA(&req.n), &ifi, sizeof(ifi));
	req.n.nlmsg_len = NLMSG_LENGTH(sizeof(ifi));
	addattr_l(&req.n, sizeof(req), IFLA_IFNAME, "vtep0", 6);
	info = (struct rtattr *)((char *)&req + req.n.nlmsg_len);
	addattr_l(&req.n, sizeof(req), IFLA_LINKINFO, NULL, 0);
	addattr_l(&req.n, sizeof(req), IFLA_INFO_KIND, "vtep", 5);
	addattr_l(&req.n, sizeof(req), IFLA_INFO_DATA | NLA_F_NESTED,
		  NLMSG_DATA(&data.n), (int)NLMSG_PAYLOAD(&data.n, 0));
	info->rta_len = (__u16)((char *)&req + req.n.nlmsg_len -
				(char *)info);
	f = fopen(path, "w");
	if (!f || fwrite(&req, req.n.nlmsg_len, 1, f) != 1 || fclose(f)) {
		perror(path);
		return 1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 2)
		return write_message(argv[1]);
	printf("KTAP version 1\n1..%zu\n",
	       ARRAY_SIZE(good) + ARRAY_SIZE(bad) + 3 +
	       2 * ARRAY_SIZE(shown) + ARRAY_SIZE(changed) + 6);
	/* the messages of the refusals are not what is tested here */
	if (!freopen("/dev/null", "w", stderr))
		return 1;
	test_parse();
	test_family();
	test_show();
	test_newer();
	test_changed();
	test_lengths();
	return failures ? 1 : 0;
}
