// SPDX-License-Identifier: GPL-2.0
/* Which files `restore` takes, and what it says of others. Interface `lo` is
 * there everywhere, and no other name of these.
 */
#include <stdlib.h>
#include <unistd.h>

#include "plan.h"
#include "tap.h"

#define ADD	"link add name v0 type vtep id 1\n"

static const struct {
	enum plan_use use;
	const char *text;
	unsigned long nr;	/* line at fault; 0: all is well */
	const char *said;
} rows[] = {
	{ PLAN_MAKE, "", 0, "" },
	{ PLAN_MAKE, "# nothing\n\n  # at all", 0, "" },
	{ PLAN_MAKE, ADD, 0, "" },
	{ PLAN_MAKE, "link add v0 mtu 1400 txqueuelen 5 address 02:00:00:00:00:01 type vtep attach vlan dev lo # c\n"
	  "vni add dev v0 vni 1-3 vlan 1-3 pool 239.64.0.0/12 flood 10.0.0.1,10.0.0.2\n"
	  "vni set dev v0 vni 1 limit 7\n"
	  "fdb append 00:00:00:00:00:00 dev v0 dst 10.0.0.1 port 8472 vni 7 src_vni 1 via lo\n"
	  "fdb replace 02:00:00:00:00:0A dst 10.0.0.1 dev v0 self static sticky router\n"
	  "fdb add 02:00:00:00:00:01 dev v0 dst fd00::1 extern_learn permanent\n"
	  "link set v0 up\n"
	  "link set dev v0 mtu 1300 type vtep ttl 3\n"
	  "link set dev v0 master br0 down", 0, "" },
	{ PLAN_MAKE, ADD "link add v1 type vtep id 2 dev v0\n", 0, "" },

	{ PLAN_MAKE, ADD "source add dev v0 prefix 10.0.0.0/8,10.1.0.0/16\n"
	  "vtep set dev v0 deliver list storm broadcast 1000pps,10mbit,burst=50 moves 3/60\n"
	  "vni add dev v0 vni 1-3 unknown drop storm unicast none\n"
	  "source set dev v0 vni 2 may deliver prefix 10.2.0.0/16\n"
	  "vni set dev v0 vni 2 learn list\n"
	  "local add dev v0 vni 2 mac 02:00:00:00:00:01\n", 0, "" },

	/* what it is a configuration of */
	{ PLAN_MAKE, "route add default dev lo", 1,
	  "\"route\" is none of link, vtep, vni, source, local, fdb" },
	{ PLAN_MAKE, "link", 1, "link: only add and set have a place here" },
	{ PLAN_MAKE, "link del dev v0", 1,
	  "link: only add and set have a place here" },
	{ PLAN_MAKE, "link add v0 type dummy", 1,
	  "link add: type: only vtep has a place here" },
	{ PLAN_MAKE, "link add v0 type vxlan id 1", 1,
	  "link add: type: only vtep has a place here" },
	{ PLAN_MAKE, "link add v0", 1, "link add: \"type vtep\" is missing" },
	{ PLAN_MAKE, "link add name", 1,
	  "link add: the name of the interface is missing" },
	{ PLAN_MAKE, "link add v0 netns 1 type vtep id 1", 1,
	  "link add: \"netns\" has no place here" },
	{ PLAN_MAKE, "link add v0 mtu x type vtep id 1", 1,
	  "link add: mtu: \"x\" is not a number in 0-4294967295" },
	{ PLAN_MAKE, "link add v0 address 02:0 type vtep id 1", 1,
	  "link add: address: \"02:0\" is not a MAC" },
	{ PLAN_MAKE, "link add v0 type vtep id x", 1,
	  "link add: the words of type vtep are wrong, see above" },
	{ PLAN_MAKE, "link add v0 type vtep id 1 wibble", 1,
	  "link add: the words of type vtep are wrong, see above" },
	{ PLAN_MAKE, "link add v0 type vtep help", 1,
	  "link add: \"help\" has no place here" },
	{ PLAN_MAKE, "\n" ADD "link set v0\n", 3, "link set: nothing to set" },
	{ PLAN_MAKE, ADD "link set v0 name v1\n", 2,
	  "link set: \"name\" has no place here" },
	{ PLAN_MAKE, ADD "link set v0 up type vxlan\n", 2,
	  "link set: type: only vtep has a place here" },
	{ PLAN_MAKE, ADD "vni show\n", 2,
	  "vni: only add and set have a place here" },
	{ PLAN_MAKE, ADD "vni del dev v0 vni 1\n", 2,
	  "vni: only add and set have a place here" },
	{ PLAN_MAKE, ADD "vni help\n", 2,
	  "vni: only add and set have a place here" },
	{ PLAN_MAKE, ADD "vni set dev v0 limit 3\n", 2,
	  "vni set: \"vni RANGE\" is missing" },
	{ PLAN_MAKE, ADD "vni add dev v0 vni 16777216\n", 2,
	  "vni add: vni: \"16777216\" is not a VNI (0-16777215) or a range N-M" },
	{ PLAN_MAKE, ADD "fdb flush dev v0\n", 2,
	  "fdb: only add, append, replace and del have a place here" },
	{ PLAN_MAKE, ADD "fdb del 02:00:00:00:00:01 dev v0\n", 2,
	  "fdb del: only of a flood list, which is 00:00:00:00:00:00" },
	{ PLAN_MAKE, ADD "fdb del 00:00:00:00:00:00 dev v0\n", 2,
	  "fdb del: \"dst ADDR\" is missing" },
	{ PLAN_MAKE, ADD "fdb add\n", 2, "fdb add: the MAC is missing" },
	{ PLAN_MAKE, ADD "fdb add 02:00:00:00:00:0g dev v0 dst 10.0.0.1\n", 2,
	  "fdb add: \"02:00:00:00:00:0g\" is not a MAC" },
	{ PLAN_MAKE, ADD "fdb add 02:00:00:00:00:01 dev v0\n", 2,
	  "fdb add: \"dst ADDR\" is missing" },
	{ PLAN_MAKE, ADD "fdb add 02:00:00:00:00:01 dst 10.0.0.1\n", 2,
	  "fdb add: \"dev DEV\" is missing" },
	{ PLAN_MAKE, ADD "fdb add 02:00:00:00:00:01 dev v0 dev v0\n", 2,
	  "fdb add: \"dev DEV\" stands there once" },
	{ PLAN_MAKE, ADD "fdb add 02:00:00:00:00:01 dev v0 dst x\n", 2,
	  "fdb add: dst: \"x\" is not an IP address" },
	{ PLAN_MAKE, ADD "fdb add 02:00:00:00:00:01 dev v0 dst\n", 2,
	  "fdb add: \"dst\" lacks its value" },
	{ PLAN_MAKE, ADD "fdb add 02:00:00:00:00:01 dev v0 dst 10.0.0.1 master\n",
	  2, "fdb add: \"master\" has no place here" },

	{ PLAN_MAKE, ADD "vtep show dev v0\n", 2,
	  "vtep: only set has a place here" },
	{ PLAN_MAKE, ADD "vtep set help\n", 2,
	  "vtep: only set has a place here" },
	{ PLAN_MAKE, ADD "vtep set dev v0 strict maybe\n", 2,
	  "vtep set: strict: \"maybe\" is not on or off" },
	{ PLAN_MAKE, ADD "source del dev v0 prefix 10.0.0.0/8\n", 2,
	  "source: only add and set have a place here" },
	{ PLAN_MAKE, ADD "source show\n", 2,
	  "source: only add and set have a place here" },
	{ PLAN_MAKE, ADD "source set dev v0 file /dev/null\n", 2,
	  "source set: \"file\" has no place here" },
	{ PLAN_MAKE, ADD "source add dev v0 prefix 10.0.0.1/8\n", 2,
	  "source add: prefix: \"10.0.0.1/8\" has bits behind its length; without them it is 10.0.0.0/8" },
	{ PLAN_MAKE, ADD "local del dev v0 vni 1 mac 02:00:00:00:00:01\n", 2,
	  "local: only add has a place here" },
	{ PLAN_MAKE, ADD "local add dev v0 mac 02:00:00:00:00:01\n", 2,
	  "local add: \"vni N\" is missing" },
	{ PLAN_MAKE, ADD "peer del dev v0 peer 10.0.0.1\n", 2,
	  "\"peer\" is none of link, vtep, vni, source, local, fdb" },
	{ PLAN_MAKE, "vtep set dev v0 strict on\n" ADD, 1,
	  "no line before makes \"v0\"" },
	{ PLAN_MAKE, ADD "source add dev v1 prefix 10.0.0.0/8\n", 2,
	  "no line before makes \"v1\"" },

	/* no more than words */
	{ PLAN_MAKE, ADD "link set v0 up \"a b\"\n", 2,
	  "word 5 has a character that is not allowed" },
	{ PLAN_MAKE, ADD "link set v0 up ''\n", 2, "a word is empty" },
	{ PLAN_MAKE, ADD "link set v0 up\\\n", 2,
	  "word 4 has a character that is not allowed" },
	{ PLAN_MAKE, ADD "link set v0#1 up\n", 2,
	  "word 3 has a character that is not allowed" },
	{ PLAN_MAKE, ADD "link set v0 'up\n", 2, "' is not closed" },

	/* every line is about what a line before makes, once */
	{ PLAN_MAKE, "link set lo up\n", 1, "no line before makes \"lo\"" },
	{ PLAN_MAKE, "vni set dev v0 vni 1 limit 3\n" ADD, 1,
	  "no line before makes \"v0\"" },
	{ PLAN_MAKE, "fdb add 02:00:00:00:00:01 dev lo dst 10.0.0.1\n", 1,
	  "no line before makes \"lo\"" },
	{ PLAN_MAKE, "#\n" ADD ADD, 3, "line 2 makes \"v0\", too" },
	{ PLAN_MAKE, "link add v0 type vtep id 1 dev v1\n"
	  "link add v1 type vtep id 2\n", 1,
	  "link add: the words of type vtep are wrong, see above" },

	/* what must be there, and what must not */
	{ PLAN_MAKE, "link add lo type vtep id 1\n", 1,
	  "there is an interface \"lo\" already" },
	{ PLAN_CHECK, "link add lo type vtep id 1\n", 0, "" },
	{ PLAN_DELETE, "link add lo type vtep id 1\n", 0, "" },
	{ PLAN_CHECK, "link add v0 type vtep id 1 dev nosuch\n", 1,
	  "link add: the words of type vtep are wrong, see above" },
	{ PLAN_DELETE, "link add v0 type vtep id 1 dev nosuch\n", 0, "" },
	{ PLAN_DELETE, "link add v0 type vtep id x\n", 1,
	  "link add: the words of type vtep are wrong, see above" },
};

static int read_text(struct plan *plan, const char *text, size_t len,
		     unsigned long *nr, struct error *err)
{
	FILE *f = len ? fmemopen((char *)text, len, "r") :
			fopen("/dev/null", "r");
	int rc;

	if (!f)
		abort();
	rc = plan_read(plan, f, nr, err);
	fclose(f);
	return rc;
}

static void test_rows(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct plan plan = { .use = rows[i].use };
		struct error err = { "" };
		unsigned long nr;
		int rc = read_text(&plan, rows[i].text, strlen(rows[i].text),
				   &nr, &err);

		same_uint("failed", !!rc, !!rows[i].nr);
		same_uint("line", nr, rows[i].nr);
		same_str("said", err.text, rows[i].said);
		plan_free(&plan);
		test_end("plan: %s", rows[i].nr ? rows[i].said :
			 "a good file");
	}
}

static void test_lines(void)
{
	static const char text[] = "# one\n" ADD
		"  fdb   add 02:00:00:00:00:01 dev \"v0\" dst 10.0.0.1 # x\n"
		"link set v0 up\n"
		"vni set dev v0 vni 1 limit 3\n"
		"vtep set dev v0 strict on\n";
	static const struct line want[] = {
		{ 2, LINE_LINK_ADD, (char *)"link add name v0 type vtep id 1" },
		{ 3, LINE_FDB,
		  (char *)"fdb add 02:00:00:00:00:01 dev v0 dst 10.0.0.1" },
		{ 4, LINE_LINK_SET, (char *)"link set v0 up" },
		{ 5, LINE_OWN, (char *)"vni set dev v0 vni 1 limit 3" },
		{ 6, LINE_OWN, (char *)"vtep set dev v0 strict on" },
	};
	struct plan plan = { .use = PLAN_MAKE };
	struct error err = { "" };
	unsigned long nr;

	if (read_text(&plan, text, sizeof(text) - 1, &nr, &err))
		fail("%s", err.text);
	same_uint("lines", plan.n, 5);
	for (size_t i = 0; i < plan.n && i < 5; i++) {
		same_uint("number", plan.v[i].nr, want[i].nr);
		same_uint("kind", plan.v[i].kind, want[i].kind);
		same_str("text", plan.v[i].text, want[i].text);
		same_str("dev", plan.v[i].dev, "v0");
	}
	plan_free(&plan);
	test_end("plan: lines as they are handed on");

	if (!read_text(&plan, "a\0b", 3, &nr, &err))
		fail("accepted");
	same_str("said", err.text, "a NUL byte in the line");
	plan_free(&plan);
	test_end("plan: a NUL byte");
}

int main(void)
{
	/* what the plugin's parser says is not what is tested here */
	if (!freopen("/dev/null", "w", stderr))
		return 1;
	test_rows();
	test_lines();
	return tap_done();
}
