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

static void mask_rates(char *text);
static bool masked;

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
	if (masked)
		mask_rates(out);
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

/* Names differ per machine, so events speak of interface 1. @seq: 0 for none */
static void answer_event(uint64_t seq, uint64_t suppressed)
{
	static char buf[MSG_MAX];
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_EVENT);

	mnl_attr_put_u32(nlh, VTEP_A_EVENT_TYPE, VTEP_EVENT_TYPE_LIMIT);
	mnl_attr_put_u32(nlh, VTEP_A_EVENT_IFINDEX, 1);
	mnl_attr_put_u32(nlh, VTEP_A_EVENT_VNI, 7);
	if (seq) {
		mnl_attr_put_u64(nlh, VTEP_A_EVENT_SEQ, seq);
		mnl_attr_put_u64(nlh, VTEP_A_EVENT_SUPPRESSED, suppressed);
	}
	answer(nlh);
}

/* The signal that ends it comes with the last answer. */
static void run_monitored(struct app *app, const char *line,
			  const char *output, const char *said)
{
	sigset_t set;

	kernel.fd = eventfd(1, 0);	/* always readable */
	kernel.stop_at_last = true;
	expect(app, line, 0, output, said);
	close(kernel.fd);
	/* the signal has done its work */
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigwaitinfo(&set, NULL);
}

#define RAN_OVER "vtepctl: monitor: warning: events were lost; they came faster than they were read\n"

static void test_monitor(struct app *app)
{
	answer_event(0, 0);
	answer_msg(msg_other);
	answer_event(0, 0);
	run_monitored(app, "monitor json",
		      "{\"event\":\"limit\",\"dev\":\"lo\",\"vni\":7}\n"
		      "{\"event\":\"limit\",\"dev\":\"lo\",\"vni\":7}\n", "");
	end(app, "events, ended by a signal");

	answer_event(10, 5);
	answer_event(11, 5);
	run_monitored(app, "monitor",
		      "limit lo vni 7 seq 10\nlimit lo vni 7 seq 11\n", "");
	end(app, "events of which none is missing");

	kernel.fd = eventfd(1, 0);
	answer_event(0, 0);
	answer_msg(msg_gone);
	expect(app, "monitor", 2, "limit lo vni 7\n",
	       "vtepctl: monitor: the vtep module was unloaded\n");
	close(kernel.fd);
	end(app, "events until the module goes");
}

static void test_resync(struct app *app)
{
	answer_event(1, 0);
	answer_error(ENOBUFS);
	answer_fdb(1, true, "10.0.0.1");
	answer_fdb(1, false, "10.0.0.2");
	answer_fdb(2, true, "10.0.0.1");
	answer_done(0, NULL);
	answer_event(2, 0);
	run_monitored(app, "monitor",
		      "limit lo vni 7 seq 1\n"
		      "resync begin\n"
		      "lo vni 42 02:00:00:00:00:01 peer 10.0.0.1 peer 10.0.0.2 state reachable\n"
		      "lo vni 42 02:00:00:00:00:02 peer 10.0.0.1 state reachable\n"
		      "resync end\n"
		      "limit lo vni 7 seq 2\n", RAN_OVER);
	same_uint("sockets", kernel.opened, 2);
	end(app, "an overrun, and what holds now");

	answer_event(1, 0);
	answer_event(5, 0);
	answer_fdb(1, true, "10.0.0.1");
	answer_done(0, NULL);
	/* too soon for another list */
	answer_event(7, 2);
	run_monitored(app, "monitor json",
		      "{\"event\":\"limit\",\"dev\":\"lo\",\"vni\":7,\"suppressed\":0,\"seq\":1}\n"
		      "{\"event\":\"limit\",\"dev\":\"lo\",\"vni\":7,\"suppressed\":0,\"seq\":5}\n"
		      "{\"event\":\"resync\",\"resync\":\"begin\"}\n"
		      "{\"event\":\"resync\",\"dev\":\"lo\",\"vni\":42,\"mac\":\"02:00:00:00:00:01\","
		      "\"peers\":[{\"addr\":\"10.0.0.1\",\"port\":4789}],\"state\":\"reachable\"}\n"
		      "{\"event\":\"resync\",\"resync\":\"end\",\"entries\":1}\n"
		      "{\"event\":\"limit\",\"dev\":\"lo\",\"vni\":7,\"suppressed\":2,\"seq\":7}\n",
		      "vtepctl: monitor: warning: 3 events were lost\n"
		      "vtepctl: monitor: warning: 1 events were lost, and 2 suppressed by the rate limit of events\n");
	end(app, "a gap in the numbers, and another right behind it");

	answer_event(1, 4);
	answer_event(2, 9);
	answer_fdb(1, true, "10.0.0.1");
	answer_done(ENOMEM, "no room");
	answer_event(3, 9);
	run_monitored(app, "monitor",
		      "limit lo vni 7 seq 1\nlimit lo vni 7 seq 2\n"
		      "resync begin\n"
		      "lo vni 42 02:00:00:00:00:01 peer 10.0.0.1 state reachable\n"
		      "resync failed\n"
		      "limit lo vni 7 seq 3\n",
		      "vtepctl: monitor: warning: 5 events were suppressed by the rate limit of events\n"
		      "vtepctl: monitor: resync: no room (Cannot allocate memory)\n");
	end(app, "events suppressed, and a list that fails");
}

/* Counts of two reasons of `lo`, one with its last frame. */
static void answer_drops(uint64_t flags, uint64_t odd)
{
	static char buf[MSG_MAX];
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_DROPS_GET);

	mnl_attr_put_u32(nlh, VTEP_A_DROPS_IFINDEX, 1);
	put_drop(nlh, VTEP_A_DROPS_DROPS, "rx_flags", flags);
	put_drop(nlh, VTEP_A_DROPS_DROPS, "rx_odd", odd);
	put_drop(nlh, VTEP_A_DROPS_DROPS, "rx_short", 0);
	answer(nlh);
	answer_done(0, NULL);
}

/* Of a rate it is certain only whether there is one. */
static void mask_rates(char *text)
{
	char *to = text;

	for (char *p = text; *p;) {
		bool rate = !strncmp(p, "rate ", 5) || !strncmp(p, "rate\":", 6);

		*to++ = *p++;
		if (!rate)
			continue;
		while (*p < '0' || *p > '9')
			*to++ = *p++;
		*to++ = strtoull(p, &p, 10) ? 'N' : '0';
	}
	*to = '\0';
}

#define FLAGS " -- VXLAN I flag not set; the sender does not speak VXLAN\n"
#define FLAGS_J "\"text\":\"VXLAN I flag not set; the sender does not speak VXLAN\""
#define SHORT_J "\"text\":\"UDP datagram too short for a VXLAN header; something else sends to this port\""

static void test_drops(struct app *app)
{
	masked = true;
	answer_drops(3, 7);
	answer_drops(5, 7);
	expect(app, "drops dev lo", 0,
	       "lo rx_flags count 5 rate N/s" FLAGS
	       "lo rx_odd count 7 rate 0/s\n", "");
	same_uint("attributes", kernel.attrs, 1 << VTEP_A_DROPS_IFINDEX);
	end(app, "drops with their rates");

	app->statistics = true;
	answer_drops(0, 0);
	answer_drops(0, 0);
	expect(app, "drops vni 5 peer 10.0.0.2", 0,
	       "lo vni 5 peer 10.0.0.2 rx_flags count 0 rate 0/s" FLAGS
	       "lo vni 5 peer 10.0.0.2 rx_odd count 0 rate 0/s\n"
	       "lo vni 5 peer 10.0.0.2 rx_short count 0 rate 0/s -- UDP datagram too short for a VXLAN header; something else sends to this port\n",
	       "");
	same_uint("attributes", kernel.attrs,
		  1 << VTEP_A_DROPS_VNI | 1 << VTEP_A_DROPS_ADDR);
	end(app, "drops of a peer in a segment, all of them");

	app->out.json = true;
	answer_drops(0, 1);
	answer_drops(0, 2);
	expect(app, "drops", 0,
	       "[{\"dev\":\"lo\",\"reason\":\"rx_flags\",\"count\":0,\"rate\":0," FLAGS_J "},"
	       "{\"dev\":\"lo\",\"reason\":\"rx_odd\",\"count\":2,\"rate\":N},"
	       "{\"dev\":\"lo\",\"reason\":\"rx_short\",\"count\":0,\"rate\":0," SHORT_J "}]\n",
	       "");
	end(app, "drops in JSON");

	answer_drops(1, 1);
	answer_done(ENODEV, "not a VTEP");
	expect(app, "drops dev lo", 2, "",
	       "vtepctl: drops: dev: not a VTEP (No such device)\n");
	end(app, "drops are refused");

	/* the third only what went on; the signal comes with it */
	app->watch = true;
	app->out.json = true;
	answer_drops(1, 1);
	answer_drops(1, 1);
	answer_drops(1, 4);
	run_monitored(app, "drops",
		      "{\"dev\":\"lo\",\"reason\":\"rx_flags\",\"count\":1,\"rate\":0," FLAGS_J "}\n"
		      "{\"dev\":\"lo\",\"reason\":\"rx_odd\",\"count\":1,\"rate\":0}\n"
		      "{\"dev\":\"lo\",\"reason\":\"rx_odd\",\"count\":4,\"rate\":N}\n", "");
	end(app, "drops watched, ended by a signal");

	app->watch = true;
	run_batch_text(app, "drops\n", 1, "",
		       "vtepctl: @:1: drops: never ends and has no place in a batch\n");
	end(app, "no watching in a batch");

	app->watch = true;
	expect(app, "vni show", 1, "",
	       "vtepctl: options: -watch is for drops alone\n");
	end(app, "nothing else is watched");
	masked = false;
}

/* Runs source set with @text for its file. */
static void expect_file(struct app *app, const char *text, int status,
			const char *said)
{
	char name[] = "/tmp/vtepctl-test.XXXXXX", line[64], want[512];
	int fd = mkstemp(name);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		abort();
	close(fd);
	snprintf(line, sizeof(line), "source set dev lo file %s", name);
	snprintf(want, sizeof(want), "%.*s%s%s",
		 (int)(strchrnul(said, '@') - said), said, *said ? name : "",
		 *said ? strchrnul(said, '@') + 1 : "");
	expect(app, line, status, "", want);
	unlink(name);
}

static void test_source(struct app *app)
{
	char *text = malloc(PREFIXES_MAX * 20 + 64);
	size_t len = 0;

	answer_ack(0, NULL);
	expect_file(app, "10.0.0.0/8\n# all but\n\n10.1.0.0/16 deny # these\n10.2.0.1 deliver",
		    0, "");
	same_uint("command", kernel.cmd, VTEP_CMD_SOURCE_SET);
	same_uint("prefixes", kernel.prefixes, 3);
	same_uint("attributes", kernel.attrs, 1 << VTEP_A_SOURCE_IFINDEX |
		  1 << VTEP_A_SOURCE_CLEAR | 1 << VTEP_A_SOURCE_ADD);
	end(app, "prefixes of a file");

	for (int i = 0; i < PREFIXES_MAX; i++)
		len += sprintf(text + len, "10.%d.%d.0/24 deny\n", i / 250,
			       i % 250);
	answer_ack(0, NULL);
	expect_file(app, text, 0, "");
	same_uint("prefixes", kernel.prefixes, PREFIXES_MAX);
	end(app, "as many prefixes as a file may have");
	strcpy(text + len, "11.0.0.0/8\n");
	expect_file(app, text, 1,
		    "vtepctl: source set: file: @:16385: more than 16384 prefixes do not fit into one request\n");
	end(app, "and one more");
	free(text);

	expect_file(app, "# none\n", 1,
		    "vtepctl: source set: file: @: no prefix is in it\n");
	end(app, "a file without a prefix");
	expect_file(app, "10.0.0.0/8\n10.0.0.0/8 deny\n", 1,
		    "vtepctl: source set: file: @: 10.0.0.0/8 is given twice\n");
	end(app, "a file that contradicts itself");
	expect_file(app, "10.0.0.0/8\nfd00::/8\n", 1,
		    "vtepctl: source set: file: @:2: \"fd00::/8\" is of another address family than those before\n");
	end(app, "a file of two families");
	expect_file(app, "10.0.0.1/8\n", 1,
		    "vtepctl: source set: file: @:1: \"10.0.0.1/8\" has bits behind its length; without them it is 10.0.0.0/8\n");
	end(app, "a file with a wrong prefix");
	expect_file(app, "10.0.0.0/8 allow\n", 1,
		    "vtepctl: source set: file: @:1: unknown word \"allow\"; there is: deny, deliver, learn\n");
	end(app, "a file with a wrong word");
	expect_file(app, "10.0.0.0/8 deny x\n", 1,
		    "vtepctl: source set: file: @:1: more than 2 words\n");
	end(app, "a file with too many words");
	expect(app, "source add dev lo file /nonexistent", 1, "",
	       "vtepctl: source add: file: /nonexistent: No such file or directory\n");
	end(app, "a file that is not there");
	run_batch_text(app, "source set dev lo file -\n", 1, "",
		       "vtepctl: @:1: file: standard input has no place in a batch\n");
	end(app, "no standard input for a batch's command");
}

static void test_local(struct app *app)
{
	answer_vni(7, true, "10.0.0.1");
	answer_done(0, NULL);
	answer_ack(0, NULL);
	expect(app, "local add dev lo mac 02:00:00:00:00:01", 0, "", "");
	same_uint("command", kernel.cmd, VTEP_CMD_LOCAL_NEW);
	same_uint("VNI sent", kernel.vni_set, 7);
	end(app, "a local MAC of the only segment");

	answer_vni(7, true, "10.0.0.1");
	answer_vni(8, true, "10.0.0.1");
	answer_done(0, NULL);
	expect(app, "local add dev lo mac 02:00:00:00:00:01", 1, "",
	       "vtepctl: local add: \"vni N\" is missing: lo has several segments\n");
	end(app, "a local MAC of which segment?");
}

static void test_flush(struct app *app)
{
	answer_ack(ENOENT, "No such peer");
	expect(app, "peer del dev lo peer 10.0.0.2", 2, "",
	       "vtepctl: peer del: No such peer (No such file or directory)\n");
	same_uint("command", kernel.cmd, VTEP_CMD_PEER_DEL);
	end(app, "a peer that is not there");

	answer_ack(0, NULL);
	expect(app, "fdb unfreeze dev lo vni 1-5 mac 02:00:00:00:00:00/24", 0,
	       "", "");
	same_uint("command", kernel.cmd, VTEP_CMD_FDB_UNFREEZE);
	end(app, "entries unfrozen");
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
	test_source(&app);
	test_local(&app);
	test_flush(&app);
	test_drops(&app);
	test_monitor(&app);
	test_resync(&app);
	return tap_done();
}
