// SPDX-License-Identifier: GPL-2.0
/* `save` against a kernel that answers from a list: several lists make one
 * picture, or none.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <linux/vtep.h>
#include <stdlib.h>

#include "kernel.h"
#include "msg.h"
#include "parse.h"
#include "tap.h"

#define HEAD	"# VTEPs, for vtepctl(8) restore\n"
#define LINK	HEAD "\nlink add name vtep0 type vtep attach vlan\n"

static struct nlmsghdr *answer_link(void)
{
	static char buf[MSG_MAX];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct nlattr *info, *data, *own;
	struct ifinfomsg *ifi;

	nlh->nlmsg_type = RTM_NEWLINK;
	nlh->nlmsg_flags = NLM_F_MULTI;
	ifi = mnl_nlmsg_put_extra_header(nlh, sizeof(*ifi));
	ifi->ifi_index = 3;
	mnl_attr_put_strz(nlh, IFLA_IFNAME, "vtep0");
	info = mnl_attr_nest_start(nlh, IFLA_LINKINFO);
	mnl_attr_put_strz(nlh, IFLA_INFO_KIND, "vtep");
	data = mnl_attr_nest_start(nlh, IFLA_INFO_DATA);
	mnl_attr_put_u16(nlh, IFLA_VXLAN_PORT, htons(4789));
	own = mnl_attr_nest_start(nlh, VTEP_LINK_NEST);
	mnl_attr_put_u8(nlh, VTEP_A_LINK_ATTACHMENT, VTEP_ATTACHMENT_VLAN);
	mnl_attr_nest_end(nlh, own);
	mnl_attr_nest_end(nlh, data);
	mnl_attr_nest_end(nlh, info);
	return answer(nlh);
}

/* @facts: not the rest of a flood list */
static struct nlmsghdr *answer_vni(uint32_t vni, bool facts, const char *addr)
{
	static char buf[MSG_MAX];
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_VNI_GET);

	mnl_attr_put_u32(nlh, VTEP_A_VNI_IFINDEX, 3);
	mnl_attr_put_u32(nlh, VTEP_A_VNI_VNI, vni);
	if (facts)
		mnl_attr_put_u16(nlh, VTEP_A_VNI_VLAN, vni);
	put_remote(nlh, VTEP_A_VNI_FLOOD, addr, 4789);
	return answer(nlh);
}

static struct nlmsghdr *answer_fdb(void)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 1 };
	static char buf[MSG_MAX];
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_FDB_GET);

	mnl_attr_put_u32(nlh, VTEP_A_FDB_IFINDEX, 3);
	mnl_attr_put_u32(nlh, VTEP_A_FDB_VNI, 7);
	mnl_attr_put(nlh, VTEP_A_FDB_MAC, 6, mac);
	mnl_attr_put_u16(nlh, VTEP_A_FDB_STATE, NUD_PERMANENT);
	put_remote(nlh, VTEP_A_FDB_REMOTES, "10.0.0.9", 4789);
	return answer(nlh);
}

static struct nlmsghdr *answer_dev(void)
{
	static char buf[MSG_MAX];
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_VTEP_GET);
	struct nlattr *nest;

	mnl_attr_put_u32(nlh, VTEP_A_DEV_IFINDEX, 3);
	nest = mnl_attr_nest_start(nlh, VTEP_A_DEV_RULES);
	mnl_attr_put_u8(nlh, VTEP_A_RULES_STRICT, 1);
	mnl_attr_put_u32(nlh, VTEP_A_RULES_VNI_LIMIT, 16384);
	mnl_attr_nest_end(nlh, nest);
	return answer(nlh);
}

/* @vni: 0: the VTEP's */
static struct nlmsghdr *answer_source(uint32_t vni, const char *addr,
				      uint8_t len, uint8_t may)
{
	static char buf[MSG_MAX];
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_SOURCE_GET);

	mnl_attr_put_u32(nlh, VTEP_A_SOURCE_IFINDEX, 3);
	if (vni)
		mnl_attr_put_u32(nlh, VTEP_A_SOURCE_VNI, vni);
	put_prefix(nlh, addr, len, may);
	return answer(nlh);
}

static struct nlmsghdr *answer_local(uint8_t last, bool configured)
{
	const uint8_t mac[6] = { 2, 0, 0, 0, 0, last };
	static char buf[MSG_MAX];
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_LOCAL_GET);

	mnl_attr_put_u32(nlh, VTEP_A_LOCAL_IFINDEX, 3);
	mnl_attr_put_u32(nlh, VTEP_A_LOCAL_VNI, 7);
	mnl_attr_put(nlh, VTEP_A_LOCAL_MAC, 6, mac);
	if (configured)
		mnl_attr_put(nlh, VTEP_A_LOCAL_CONFIGURED, 0, NULL);
	return answer(nlh);
}

/* All lists, none of which changes. */
static void answer_all(void)
{
	answer_link();
	answer_done(0, NULL);
	answer_dev();
	answer_done(0, NULL);
	/* one list in two messages */
	answer_source(0, "10.0.0.0", 8, VTEP_MAY_LEARN);
	answer_source(0, "10.9.0.0", 16, VTEP_MAY_DENY);
	answer_source(8, "10.0.0.2", 32, VTEP_MAY_LEARN);
	answer_done(0, NULL);
	answer_vni(7, true, "10.0.0.3");
	answer_vni(7, false, "10.0.0.2");
	answer_vni(8, true, "10.0.0.2");
	answer_done(0, NULL);
	answer_local(1, false);
	answer_local(2, true);
	answer_done(0, NULL);
	answer_fdb();
	answer_done(0, NULL);
}

#define ALL	LINK							\
	"source add dev vtep0 prefix 10.0.0.0/8\n"			\
	"source add dev vtep0 may deny prefix 10.9.0.0/16\n"		\
	"vtep set dev vtep0 strict on\n"				\
	"vni add dev vtep0 vni 7 vlan 7 limit 0 flood 10.0.0.2,10.0.0.3\n" \
	"vni add dev vtep0 vni 8 vlan 8 limit 0 flood 10.0.0.2\n"	\
	"source add dev vtep0 vni 8 prefix 10.0.0.2/32\n"		\
	"local add dev vtep0 vni 7 mac 02:00:00:00:00:02\n"		\
	"fdb add 02:00:00:00:00:01 dev vtep0 dst 10.0.0.9 src_vni 7\n"

/* Runs @line and compares what it printed and said. */
static void expect(struct app *app, const char *line, int status,
		   const char *output, const char *said, const char *name)
{
	char *out = NULL, *err = NULL, *copy = strdup(line), *argv[8];
	FILE *real_stderr = stderr;
	size_t out_len, err_len;
	struct error e;
	int argc, rc;

	argc = split_line(copy, argv, 8, &e);
	app->out.to = open_memstream(&out, &out_len);
	stderr = open_memstream(&err, &err_len);
	rc = run_words(app, argc, argv);
	fclose(stderr);
	stderr = real_stderr;
	fclose(app->out.to);
	same_uint("status", rc, status);
	same_str("output", out, output);
	same_str("said", err, said);
	free(out);
	free(err);
	free(copy);
	nl_close(&app->nl);
	same_uint("sockets closed", kernel.closed, kernel.opened);
	if (kernel.next != kernel.nr)
		fail("not all of the answer was read");
	kernel_reset();
	test_end("save: %s", name);
}

static void test_save(struct app *app)
{
	answer_all();
	answer_all();
	expect(app, "save", 0, ALL, "", "links, segments, entries");

	answer_all();
	expect(app, "save dev vtep1", 2, "",
	       "vtepctl: save: dev: \"vtep1\" is not a VTEP\n",
	       "of one that is none");

	/* a module from before there were rules */
	for (int i = 0; i < 2; i++) {
		answer_link();
		answer_done(0, NULL);
		answer_done(EOPNOTSUPP, "Not supported");
		answer_done(EOPNOTSUPP, "Not supported");
		answer_vni(7, true, "10.0.0.2");
		answer_done(0, NULL);
		answer_done(EOPNOTSUPP, "Not supported");
		answer_done(0, NULL);
	}
	expect(app, "save", 0, LINK
	       "vni add dev vtep0 vni 7 vlan 7 flood 10.0.0.2\n", "",
	       "of an older module");

	/* the family is not asked for what cannot be */
	kernel.no_family = true;
	answer_done(0, NULL);
	answer_done(0, NULL);
	expect(app, "save", 0, HEAD, "", "of nothing, without the module");

	answer_done(EOPNOTSUPP, NULL);
	answer_done(EOPNOTSUPP, NULL);
	expect(app, "save", 0, HEAD, "", "where there is no such kind");
}

/* What comes before the segments */
static void answer_start(void)
{
	answer_link();
	answer_done(0, NULL);
	answer_dev();
	answer_done(0, NULL);
	answer_source(0, "10.0.0.0", 8, VTEP_MAY_LEARN);
	answer_done(0, NULL);
}

static void test_changes(struct app *app)
{
	answer_link()->nlmsg_flags |= NLM_F_DUMP_INTR;
	answer_done(0, NULL);
	answer_start();
	answer_vni(9, true, "10.0.0.3")->nlmsg_flags |= NLM_F_DUMP_INTR;
	answer_done(0, NULL);
	answer_all();
	answer_all();
	expect(app, "save", 0, ALL, "", "begun again when a list changed");

	/* of lists that are each whole, but not of the same time */
	answer_start();
	answer_vni(7, true, "10.0.0.3");
	answer_done(0, NULL);
	answer_done(0, NULL);
	answer_fdb();
	answer_done(0, NULL);
	answer_all();
	answer_all();
	expect(app, "save", 0, ALL, "", "begun again when lists changed between");

	for (int i = 0; i < 8; i++) {
		answer_link()->nlmsg_flags |= NLM_F_DUMP_INTR;
		answer_done(0, NULL);
	}
	expect(app, "save", 2, "",
	       "vtepctl: save: the configuration changes faster than it can be read\n",
	       "given up when lists always change");
}

static void test_fails(struct app *app)
{
	kernel.no_family = true;
	answer_link();
	answer_done(0, NULL);
	expect(app, "save", 2, "",
	       "vtepctl: save: this kernel has no netlink family \"vtep\": is the vtep module loaded?\n",
	       "no family");

	answer_done(EPERM, NULL);
	expect(app, "save", 2, "",
	       "vtepctl: save: list of interfaces: Operation not permitted\n",
	       "links are refused");

	answer_link();
	answer_done(0, NULL);
	answer_done(0, NULL);
	answer_done(0, NULL);
	answer_vni(7, true, "10.0.0.3");
	answer_done(ENOMEM, NULL);
	expect(app, "save", 2, "",
	       "vtepctl: vni show: Cannot allocate memory\n",
	       "segments are refused, and nothing is printed");

	app->batch = true;
	expect(app, "save", 1, "",
	       "vtepctl: save: is about whole files and has no place in a batch\n",
	       "no place in a batch");
}

int main(void)
{
	struct app app = { 0 };

	kernel_reset();
	test_save(&app);
	test_changes(&app);
	test_fails(&app);
	return tap_done();
}
