// SPDX-License-Identifier: GPL-2.0
/* Whole commands against the kernel of kernel.c. */
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/vtep.h>
#include <net/if.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "kernel.h"
#include "msg.h"
#include "parse.h"
#include "run.h"
#include "tap.h"

/* Runs @line and compares what it printed and said. */
static void expect(struct app *app, const char *line, int status,
		   const char *output, const char *said)
{
	char *out = NULL, *err = NULL, *copy = strdup(line), *argv[64];
	FILE *real_stderr = stderr;
	size_t out_len, err_len;
	struct error e;
	int argc, rc;

	argc = split_line(copy, argv, 64, &e);
	app->out.to = open_memstream(&out, &out_len);
	stderr = open_memstream(&err, &err_len);
	rc = run_words(app, argc, argv);
	rc = finish_output(app, rc);
	fclose(stderr);
	stderr = real_stderr;
	fclose(app->out.to);

	if (rc != status)
		fail("%s: status %d, want %d", line, rc, status);
	same_str("output", out, output);
	same_str("said", err, said);
	free(out);
	free(err);
	free(copy);
}

static void end(struct app *app, const char *name)
{
	nl_close(&app->nl);
	same_uint("sockets closed", kernel.closed, kernel.opened);
	if (kernel.next != kernel.nr)
		fail("not all of the answer was read");
	kernel_reset();
	*app = (struct app){ 0 };
	test_end("run: %s", name);
}

#define PEER2 "{\"dev\":\"lo\",\"peer\":\"10.0.0.2\",\"port\":4789}"
#define PEER3 "{\"dev\":\"lo\",\"peer\":\"10.0.0.3\",\"port\":4789}"

static void test_show(struct app *app)
{
	answer_peer("10.0.0.2");
	answer_peer("10.0.0.3");
	answer_done(0, NULL);
	expect(app, "peer show", 0,
	       "lo peer 10.0.0.2 port 4789 heard never\n"
	       "lo peer 10.0.0.3 port 4789 heard never\n", "");
	end(app, "a list");

	app->out.json = true;
	answer_peer("10.0.0.2");
	answer_peer("10.0.0.3");
	answer_done(0, NULL);
	expect(app, "peer show", 0, "[" PEER2 "," PEER3 "]\n", "");
	end(app, "a list in JSON");

	app->out.json = true;
	answer_done(0, NULL);
	expect(app, "peer show", 0, "[]\n", "");
	end(app, "an empty list in JSON");

	answer_msg(msg_peer);		/* not of lo */
	answer_peer("10.0.0.2");
	answer_done(0, NULL);
	expect(app, "peer show dev lo", 0,
	       "lo peer 10.0.0.2 port 4789 heard never\n", "");
	end(app, "a list of one device");

	answer_peer("10.9.9.9")->nlmsg_seq = 1;	/* of an exchange before */
	answer_peer("10.0.0.2");
	answer_done(0, NULL);
	expect(app, "peer show", 0,
	       "lo peer 10.0.0.2 port 4789 heard never\n", "");
	end(app, "an answer to something else is not read");
}

static void test_show_fails(struct app *app)
{
	app->out.json = true;
	answer_done(ENODEV, "not a VTEP");
	expect(app, "peer show dev lo", 2, "",
	       "vtepctl: peer show: dev: not a VTEP (No such device)\n");
	end(app, "refused before the first entry");

	answer_done(EINVAL, "no place named");
	expect(app, "fdb show dev lo vni 3", 2, "",
	       "vtepctl: fdb show: no place named (Invalid argument)\n");
	end(app, "refused, and either of two words may be the cause");

	app->out.json = true;
	answer_peer("10.0.0.2");
	answer_done(ENOMEM, NULL);
	expect(app, "peer show", 2, "[" PEER2 "]\n",
	       "vtepctl: peer show: Cannot allocate memory\n");
	end(app, "refused in the middle: JSON is closed");

	answer_peer("10.0.0.2")->nlmsg_flags |= NLM_F_DUMP_INTR;
	answer_done(0, NULL);
	expect(app, "peer show", 0,
	       "lo peer 10.0.0.2 port 4789 heard never\n",
	       "vtepctl: peer show: warning: the list changed while it was read; it may lack entries or have some twice\n");
	end(app, "a list that changed meanwhile");

	answer_peer("10.0.0.2")->nlmsg_flags |= NLM_F_DUMP_INTR;
	expect(app, "peer show", 2,
	       "lo peer 10.0.0.2 port 4789 heard never\n",
	       "vtepctl: peer show: receiving from the kernel: Connection timed out\n");
	end(app, "no end of the list");

	answer_msg(msg_vni);
	expect(app, "fdb show", 2, "",
	       "vtepctl: fdb show: attribute mac from the kernel is malformed\n");
	/* the rest of that answer is not taken for the next one's */
	answer_peer("10.0.0.2");
	answer_done(0, NULL);
	expect(app, "peer show", 0,
	       "lo peer 10.0.0.2 port 4789 heard never\n", "");
	same_uint("sockets", kernel.opened, 2);
	end(app, "a malformed entry, and the command after it");

	kernel.no_family = true;
	expect(app, "peer show", 2, "",
	       "vtepctl: this kernel has no netlink family \"vtep\": is the vtep module loaded?\n");
	end(app, "no module");

	expect(app, "peer show dev nosuchdev", 2, "",
	       "vtepctl: peer show: dev: \"nosuchdev\": No such device\n");
	end(app, "no such interface");
}

/* A segment of `lo`, or with @facts false the rest of its flood list. */
static void answer_vni(uint32_t vni, bool facts, const char *addr)
{
	static char buf[MSG_MAX];
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_VNI_GET);

	mnl_attr_put_u32(nlh, VTEP_A_VNI_IFINDEX, 1);
	mnl_attr_put_u32(nlh, VTEP_A_VNI_VNI, vni);
	if (facts)
		mnl_attr_put_u32(nlh, VTEP_A_VNI_LIMIT, 5);
	put_remote(nlh, VTEP_A_VNI_FLOOD, addr, 4789);
	answer(nlh);
}

static void answer_fdb(uint8_t last, bool facts, const char *addr)
{
	const uint8_t mac[6] = { 2, 0, 0, 0, 0, last };
	static char buf[MSG_MAX];
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_FDB_GET);

	mnl_attr_put_u32(nlh, VTEP_A_FDB_IFINDEX, 1);
	mnl_attr_put_u32(nlh, VTEP_A_FDB_VNI, 42);
	mnl_attr_put(nlh, VTEP_A_FDB_MAC, 6, mac);
	if (facts)
		mnl_attr_put_u16(nlh, VTEP_A_FDB_STATE, 2);
	put_remote(nlh, VTEP_A_FDB_REMOTES, addr, 4789);
	answer(nlh);
}

static void test_long_lists(struct app *app)
{
	app->out.json = true;
	answer_vni(1, true, "10.0.0.1");
	answer_vni(1, false, "10.0.0.2");
	answer_vni(1, false, "10.0.0.3");
	answer_vni(2, true, "10.0.0.1");
	answer_vni(2, false, "10.0.0.2");
	answer_done(0, NULL);
	expect(app, "vni show", 0,
	       "[{\"dev\":\"lo\",\"vni\":1,\"limit\":5,\"flood\":["
	       "{\"addr\":\"10.0.0.1\",\"port\":4789},"
	       "{\"addr\":\"10.0.0.2\",\"port\":4789},"
	       "{\"addr\":\"10.0.0.3\",\"port\":4789}]},"
	       "{\"dev\":\"lo\",\"vni\":2,\"limit\":5,\"flood\":["
	       "{\"addr\":\"10.0.0.1\",\"port\":4789},"
	       "{\"addr\":\"10.0.0.2\",\"port\":4789}]}]\n", "");
	end(app, "flood lists over several messages");

	answer_fdb(1, true, "10.0.0.1");
	answer_fdb(1, false, "10.0.0.2");
	answer_fdb(2, true, "10.0.0.1");
	/* begun anew, not gone on with */
	answer_fdb(2, true, "10.0.0.3");
	answer_done(0, NULL);
	expect(app, "fdb show", 0,
	       "lo vni 42 02:00:00:00:00:01 peer 10.0.0.1 peer 10.0.0.2 state reachable\n"
	       "lo vni 42 02:00:00:00:00:02 peer 10.0.0.1 state reachable\n"
	       "lo vni 42 02:00:00:00:00:02 peer 10.0.0.3 state reachable\n",
	       "");
	end(app, "peers of an entry over several messages");
}

/* Members of a group of `lo`, or with @facts false the rest of them. */
static void answer_group(const char *addr, bool facts, uint32_t from,
			 uint32_t to)
{
	static char buf[MSG_MAX];
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_GROUP_GET);

	put_addr(nlh, VTEP_A_GROUP_ADDR, addr);
	mnl_attr_put_u32(nlh, VTEP_A_GROUP_IFINDEX, 1);
	if (facts)
		mnl_attr_put_u32(nlh, VTEP_A_GROUP_USERS, 7);
	for (uint32_t vni = from; vni <= to; vni++)
		put_member(nlh, 1, vni);
	answer(nlh);
}

static void test_groups(struct app *app)
{
	answer_group("239.1.1.1", true, 1, 100);
	answer_group("239.1.1.1", false, 101, 200);
	answer_group("239.1.1.1", false, 300, 300);
	answer_group("239.1.1.2", true, 5, 6);
	answer_group("239.1.1.2", false, 7, 7);
	/* begins without a fact, and is another one all the same */
	answer_group("239.1.1.3", false, 8, 8);
	answer_done(0, NULL);
	expect(app, "group show", 0,
	       "239.1.1.1 dev lo users 7 members lo:1-200,300\n"
	       "239.1.1.2 dev lo users 7 members lo:5-7\n"
	       "239.1.1.3 dev lo members lo:8\n", "");
	end(app, "members over several messages");

	answer_group("239.1.1.1", true, 1, 2);
	answer_group("239.1.1.2", true, 5, 6);
	answer_group("239.1.1.2", false, 7, 7);
	answer_done(0, NULL);
	expect(app, "group show group 239.1.1.2 dev lo", 0,
	       "239.1.1.2 dev lo users 7 members lo:5-7\n", "");
	end(app, "one group of all");

	answer_ack(0, NULL);
	expect(app, "group rejoin group 239.1.1.2 dev lo", 0, "", "");
	same_uint("command", kernel.cmd, VTEP_CMD_GROUP_REJOIN);
	end(app, "a group joined again");

	answer_ack(ENOENT, "No such membership");
	expect(app, "group rejoin group 239.1.1.2", 2, "",
	       "vtepctl: group rejoin: No such membership (No such file or directory)\n");
	end(app, "a group that nobody is in");
}

static void test_add_del(struct app *app)
{
	answer_ack(0, NULL);
	expect(app, "vni add dev lo vni 5-6 vlan 10 flood 10.0.0.2,10.0.0.3",
	       0, "", "");
	same_uint("command", kernel.cmd, VTEP_CMD_VNI_NEW);
	end(app, "segments made");

	answer_ack(EEXIST, "VNI 6 is there already");
	expect(app, "vni add dev lo vni 5-6 vlan 10", 2, "",
	       "vtepctl: vni add: VNI 6 is there already (File exists)\n");
	end(app, "segments refused");

	answer_ack(0, NULL);
	expect(app, "vni del dev lo vni 5-6", 0, "", "");
	same_uint("command", kernel.cmd, VTEP_CMD_VNI_DEL);
	end(app, "segments deleted");

	expect(app, "vni add dev lo vni 5-6 vlan 1-3", 1, "",
	       "vtepctl: vni add: vlan: its range holds 3, that of vni 2\n");
	same_uint("sockets", kernel.opened, 0);
	end(app, "ranges of two lengths reach no kernel");
}

static void test_set(struct app *app)
{
	answer_ack(0, NULL);
	expect(app, "vni set dev lo vni 42 learning off", 0, "", "");
	same_uint("VNI sent", kernel.vni_set, 42);
	end(app, "a change");

	answer_ack(EPERM, NULL);
	expect(app, "vni set dev lo vni 42 learning off", 2, "",
	       "vtepctl: vni set: Operation not permitted\n");
	end(app, "a change refused");

	answer_ack(0, "the group is shared");
	expect(app, "vni set dev lo vni 42 learning off", 0, "",
	       "vtepctl: vni set: warning: the group is shared\n");
	end(app, "a change with a warning");

	answer_vni(7, true, "10.0.0.1");
	answer_vni(7, false, "10.0.0.2");
	answer_done(0, NULL);
	answer_ack(0, NULL);
	expect(app, "vni set dev lo learning off", 0, "", "");
	same_uint("VNI sent", kernel.vni_set, 7);
	end(app, "a change of the only segment");

	answer_vni(7, true, "10.0.0.1");
	answer_vni(8, true, "10.0.0.1");
	answer_done(0, NULL);
	expect(app, "vni set dev lo learning off", 1, "",
	       "vtepctl: vni set: \"vni RANGE\" is missing: lo has several segments\n");
	end(app, "which of several segments?");

	answer_done(0, NULL);
	expect(app, "vni set dev lo learning off", 1, "",
	       "vtepctl: vni set: \"vni RANGE\" is missing: lo has no segment yet\n");
	end(app, "no segment to change");

	answer_done(EOPNOTSUPP, "The interface is not a VTEP");
	expect(app, "vni set dev lo learning off", 2, "",
	       "vtepctl: vni set: dev: The interface is not a VTEP (Operation not supported)\n");
	end(app, "no VTEP to change");

	expect(app, "vni set dev lo learning maybe", 1, "",
	       "vtepctl: vni set: learning: \"maybe\" is not on or off\n");
	same_uint("sockets", kernel.opened, 0);
	end(app, "a wrong word reaches no kernel");
}

static void run_batch_text(struct app *app, const char *text, int status,
			   const char *output, const char *said)
{
	char name[] = "/tmp/vtepctl-test.XXXXXX", want[512];
	char *out = NULL, *err = NULL;
	FILE *real_stderr = stderr;
	size_t out_len, err_len;
	int fd = mkstemp(name), rc;

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		abort();
	close(fd);
	app->out.to = open_memstream(&out, &out_len);
	stderr = open_memstream(&err, &err_len);
	rc = run_batch(app, name);
	fclose(stderr);
	stderr = real_stderr;
	fclose(app->out.to);
	unlink(name);

	if (rc != status)
		fail("status %d, want %d", rc, status);
	same_str("output", out, output);
	/* the one %s of @said is the file's name */
	snprintf(want, sizeof(want), "%.*s%s%s",
		 (int)(strchrnul(said, '@') - said), said,
		 *said ? name : "",
		 *said ? strchrnul(said, '@') + 1 : "");
	same_str("said", err, want);
	free(out);
	free(err);
}

static void test_batch(struct app *app)
{
	answer_ack(0, NULL);
	answer_peer("10.0.0.2");
	answer_done(0, NULL);
	run_batch_text(app, "# all well\n\nvni set dev lo vni 1 limit 1\npeer show\n",
		       0, "lo peer 10.0.0.2 port 4789 heard never\n", "");
	same_uint("sockets", kernel.opened, 1);
	end(app, "a batch");

	answer_ack(0, NULL);
	run_batch_text(app,
		       "vni set dev lo vni 1 limit 1\nvni set dev lo vni 1 limit x\npeer show\n",
		       1, "",
		       "vtepctl: @:2: vni set: limit: \"x\" is not a number in 0-4294967295\n");
	end(app, "a batch stops at the first error");

	app->force = true;
	answer_ack(EBUSY, "not now");
	answer_peer("10.0.0.2");
	answer_done(0, NULL);
	run_batch_text(app, "vni set dev lo vni 1 limit 1\npeer show", 2,
		       "lo peer 10.0.0.2 port 4789 heard never\n",
		       "vtepctl: @:1: vni set: not now (Device or resource busy)\n");
	end(app, "a batch that is forced goes on");

	run_batch_text(app, "monitor\n", 1, "",
		       "vtepctl: @:1: monitor: never ends and has no place in a batch\n");
	end(app, "no monitor in a batch");
}

static struct nlmsghdr *msg_gone(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, CTRL_CMD_DELFAMILY);

	nlh->nlmsg_type = GENL_ID_CTRL;
	mnl_attr_put_u16(nlh, CTRL_ATTR_FAMILY_ID, TEST_FAMILY);
	return nlh;
}

static struct nlmsghdr *msg_other(void *buf)
{
	return msg_begin(buf, 200);	/* of a newer module */
}

/* @rest: "eth0..." names differ per machine, so events speak of interface 1 */
static struct nlmsghdr *msg_limit(void *buf)
{
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_EVENT);

	mnl_attr_put_u32(nlh, VTEP_A_EVENT_TYPE, VTEP_EVENT_TYPE_LIMIT);
	mnl_attr_put_u32(nlh, VTEP_A_EVENT_IFINDEX, 1);
	mnl_attr_put_u32(nlh, VTEP_A_EVENT_VNI, 7);
	return nlh;
}

static void test_monitor(struct app *app)
{
	sigset_t set;

	kernel.fd = eventfd(1, 0);	/* always readable */
	kernel.fail_errno = ENOBUFS;
	kernel.stop_at_end = true;
	answer_msg(msg_limit);
	answer_msg(msg_other);
	answer_msg(msg_limit);
	expect(app, "monitor json", 0,
	       "{\"event\":\"limit\",\"dev\":\"lo\",\"vni\":7}\n"
	       "{\"event\":\"limit\",\"dev\":\"lo\",\"vni\":7}\n",
	       "vtepctl: monitor: warning: events were lost; they came faster than they were read\n");
	close(kernel.fd);
	/* the signal has done its work */
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigwaitinfo(&set, NULL);
	end(app, "events, some lost, ended by a signal");

	kernel.fd = eventfd(1, 0);
	answer_msg(msg_limit);
	answer_msg(msg_gone);
	expect(app, "monitor", 2, "limit lo vni 7\n",
	       "vtepctl: monitor: the vtep module was unloaded\n");
	close(kernel.fd);
	end(app, "events until the module goes");
}

int main(void)
{
	struct app app = { 0 };

	kernel_reset();
	test_show(&app);
	test_show_fails(&app);
	test_long_lists(&app);
	test_groups(&app);
	test_add_del(&app);
	test_set(&app);
	test_batch(&app);
	test_monitor(&app);
	return tap_done();
}
