// SPDX-License-Identifier: GPL-2.0
/* Command lines and what they mean, or what is said about them. */
#include <stdlib.h>

#include "parse.h"
#include "table.h"
#include "tap.h"

#define G(_x) (1U << WORD_##_x)

static const struct {
	const char *line;
	const char *err;		/* NULL: it is right */
	enum verb verb;
	const char *object, *action;	/* NULL: none */
	struct command want;		/* given and values */
} rows[] = {
	/* objects and actions */
	{ "", NULL, VERB_HELP, NULL, NULL, { 0 } },
	{ "vni show", NULL, VERB_SHOW, "vni", "show", { 0 } },
	{ "vni", NULL, VERB_SHOW, "vni", "show", { 0 } },
	{ "v sh", NULL, VERB_SHOW, "vni", "show", { 0 } },
	{ "p s", NULL, VERB_SHOW, "peer", "show", { 0 } },
	{ "group show", NULL, VERB_SHOW, "group", "show", { 0 } },
	{ "fdb show", NULL, VERB_SHOW, "fdb", "show", { 0 } },
	{ "stats show", NULL, VERB_SHOW, "stats", "show", { 0 } },
	{ "monitor", NULL, VERB_MONITOR, "monitor", NULL, { 0 } },
	{ "monitor json", NULL, VERB_MONITOR, "monitor", NULL,
	  { .given = G(JSON) } },
	{ "mon j", NULL, VERB_MONITOR, "monitor", NULL, { .given = G(JSON) } },

	/* help */
	{ "help", NULL, VERB_HELP, NULL, NULL, { 0 } },
	{ "--help", NULL, VERB_HELP, NULL, NULL, { 0 } },
	{ "help help", NULL, VERB_HELP, NULL, NULL, { 0 } },
	{ "help vni", NULL, VERB_HELP, "vni", NULL, { 0 } },
	{ "vni help", NULL, VERB_HELP, "vni", NULL, { 0 } },
	{ "vni -h", NULL, VERB_HELP, "vni", NULL, { 0 } },
	{ "help vni set", NULL, VERB_HELP, "vni", "set", { 0 } },
	{ "vni set help", NULL, VERB_HELP, "vni", "set", { 0 } },
	{ "vni set dev vtep0 help", NULL, VERB_HELP, "vni", "set",
	  { .given = G(DEV), .dev = "vtep0" } },
	{ "monitor help", NULL, VERB_HELP, "monitor", NULL, { 0 } },
	{ "help monitor", NULL, VERB_HELP, "monitor", NULL, { 0 } },

	/* words and values */
	{ "vni show dev vtep0 vni 42", NULL, VERB_SHOW, "vni", "show",
	  { .given = G(DEV) | G(VNIS), .dev = "vtep0", .vni = { 42, 42 } } },
	{ "fdb show vni 5000-8999", NULL, VERB_SHOW, "fdb", "show",
	  { .given = G(VNIS), .vni = { 5000, 8999 } } },
	{ "fdb show vni 0-16777215", NULL, VERB_SHOW, "fdb", "show",
	  { .given = G(VNIS), .vni = { 0, 16777215 } } },
	{ "fdb show vni 7-7", NULL, VERB_SHOW, "fdb", "show",
	  { .given = G(VNIS), .vni = { 7, 7 } } },
	{ "peer show dev 123456789012345", NULL, VERB_SHOW, "peer", "show",
	  { .given = G(DEV), .dev = "123456789012345" } },
	{ "group show dev eth0", NULL, VERB_SHOW, "group", "show",
	  { .given = G(LOWER), .dev = "eth0" } },
	/* a value may look like a word */
	{ "peer show dev help", NULL, VERB_SHOW, "peer", "show",
	  { .given = G(DEV), .dev = "help" } },
	{ "vni set dev vtep0 vni 42 group 239.1.1.42 learning on ageing 300 limit 10",
	  NULL, VERB_SET, "vni", "set",
	  { .given = G(DEV) | G(VNI) | G(GROUP) | G(LEARNING) | G(AGEING) |
		     G(LIMIT),
	    .dev = "vtep0", .vni = { 42, 42 },
	    .group = { 4, { 239, 1, 1, 42 } },
	    .learning = true, .ageing = 300, .limit = 10 } },
	{ "vni se d v0 le off", NULL, VERB_SET, "vni", "set",
	  { .given = G(DEV) | G(LEARNING), .dev = "v0" } },
	{ "vni set dev v0 group ff05::2a", NULL, VERB_SET, "vni", "set",
	  { .given = G(DEV) | G(GROUP), .dev = "v0",
	    .group = { 16, { 0xff, 5, [15] = 0x2a } } } },
	{ "vni set dev v0 group none", NULL, VERB_SET, "vni", "set",
	  { .given = G(DEV) | G(GROUP), .dev = "v0", .group = { .len = 4 } } },
	{ "vni set limit 4294967295 dev v0", NULL, VERB_SET, "vni", "set",
	  { .given = G(DEV) | G(LIMIT), .dev = "v0", .limit = 4294967295 } },

	/* wrong words: named, with what there is instead */
	{ .line = "foo", .err = "unknown word \"foo\"; there is: vni, peer, group, fdb, stats, monitor, save, restore, import, help" },
	{ .line = "VNI", .err = "unknown word \"VNI\"; there is: vni, peer, group, fdb, stats, monitor, save, restore, import, help" },
	{ .line = "vni s", .err = "vni: \"s\" is ambiguous: show, set" },
	{ .line = "vni dev v0", .err = "vni: unknown word \"dev\"; there is: show, set, help" },
	{ .line = "vni ''", .err = "vni: unknown word \"\"; there is: show, set, help" },
	{ .line = "peer set dev v0", .err = "peer: unknown word \"set\"; there is: show, help" },
	{ .line = "vni set l 3", .err = "vni set: \"l\" is ambiguous: learning, limit" },
	{ .line = "peer show vni 3", .err = "peer show: unknown word \"vni\"; there is: dev, help" },
	{ .line = "monitor foo", .err = "monitor: unknown word \"foo\"; there is: json, help" },
	{ .line = "monitor json json", .err = "monitor: \"json\" is given twice" },
	{ .line = "peer show dev a dev b", .err = "peer show: \"dev\" is given twice" },
	{ .line = "vni show -j", .err = "vni show: \"-j\": options stand before the object" },
	{ .line = "vni show dev", .err = "vni show: \"dev\" lacks its value DEV" },
	{ .line = "vni set", .err = "vni set: \"dev DEV\" is missing" },
	{ .line = "vni set limit 3", .err = "vni set: \"dev DEV\" is missing" },
	{ .line = "vni set dev v0", .err = "vni set: nothing to change; there is: group, learning, ageing, limit" },
	{ .line = "vni set dev v0 vni 5", .err = "vni set: nothing to change; there is: group, learning, ageing, limit" },

	/* wrong values */
	{ .line = "peer show dev 1234567890123456", .err = "peer show: dev: \"1234567890123456\" is not a name of an interface" },
	{ .line = "peer show dev a/b", .err = "peer show: dev: \"a/b\" is not a name of an interface" },
	{ .line = "peer show dev ''", .err = "peer show: dev: \"\" is not a name of an interface" },
	{ .line = "peer show dev ..", .err = "peer show: dev: \"..\" is not a name of an interface" },
	{ .line = "vni set dev v0 vni 16777216 limit 1", .err = "vni set: vni: \"16777216\" is not a number in 0-16777215" },
	{ .line = "vni set dev v0 vni 1-2 limit 1", .err = "vni set: vni: \"1-2\" is not a number in 0-16777215" },
	{ .line = "vni set dev v0 vni -1 limit 1", .err = "vni set: vni: \"-1\" is not a number in 0-16777215" },
	{ .line = "vni set dev v0 limit +1", .err = "vni set: limit: \"+1\" is not a number in 0-4294967295" },
	{ .line = "vni set dev v0 limit 0x10", .err = "vni set: limit: \"0x10\" is not a number in 0-4294967295" },
	{ .line = "vni set dev v0 limit 4294967296", .err = "vni set: limit: \"4294967296\" is not a number in 0-4294967295" },
	{ .line = "vni set dev v0 ageing 99999999999999999999999", .err = "vni set: ageing: \"99999999999999999999999\" is not a number in 0-4294967295" },
	{ .line = "vni set dev v0 ageing 5s", .err = "vni set: ageing: \"5s\" is not a number in 0-4294967295" },
	{ .line = "vni set dev v0 ageing ''", .err = "vni set: ageing: \"\" is not a number in 0-4294967295" },
	{ .line = "vni set dev v0 learning yes", .err = "vni set: learning: \"yes\" is not on or off" },
	{ .line = "vni set dev v0 learning ON", .err = "vni set: learning: \"ON\" is not on or off" },
	{ .line = "vni set dev v0 group 10.0.0.1", .err = "vni set: group: \"10.0.0.1\" is not a multicast address" },
	{ .line = "vni set dev v0 group fe80::1", .err = "vni set: group: \"fe80::1\" is not a multicast address" },
	{ .line = "vni set dev v0 group 0.0.0.0", .err = "vni set: group: \"0.0.0.0\" is not a multicast address" },
	{ .line = "vni set dev v0 group 239.1.1", .err = "vni set: group: \"239.1.1\" is not an IP address or none" },
	{ .line = "fdb show vni 5-3", .err = "fdb show: vni: range \"5-3\" ends before it starts" },
	{ .line = "fdb show vni 5-", .err = "fdb show: vni: \"5-\" is not a VNI (0-16777215) or a range N-M" },
	{ .line = "fdb show vni -5", .err = "fdb show: vni: \"-5\" is not a VNI (0-16777215) or a range N-M" },
	{ .line = "fdb show vni 1-16777216", .err = "fdb show: vni: \"1-16777216\" is not a VNI (0-16777215) or a range N-M" },
	{ .line = "fdb show vni 1-2-3", .err = "fdb show: vni: \"1-2-3\" is not a VNI (0-16777215) or a range N-M" },
};

static void compare(const struct command *got, const struct command *want)
{
	same_uint("given", got->given, want->given);
	same_str("dev", got->dev, want->dev);
	same_uint("vni.lo", got->vni.lo, want->vni.lo);
	same_uint("vni.hi", got->vni.hi, want->vni.hi);
	same_uint("group.len", got->group.len, want->group.len);
	if (memcmp(got->group.b, want->group.b, sizeof(want->group.b)))
		fail("group differs");
	same_uint("learning", got->learning, want->learning);
	same_uint("ageing", got->ageing, want->ageing);
	same_uint("limit", got->limit, want->limit);
}

static void run_row(size_t i)
{
	struct error err = { "" };
	char *argv[64], *line;
	struct command cmd;
	int argc, rc;

	line = strdup(rows[i].line);
	argc = split_line(line, argv, 64, &err);
	rc = parse_command(argc, argv, &cmd, &err);
	if (rows[i].err) {
		if (!rc)
			fail("taken as right");
		same_str("message", err.text, rows[i].err);
	} else if (rc) {
		fail("refused: %s", err.text);
	} else {
		const char *obj = cmd.object ? cmd.object->name : "none";
		const char *act = cmd.action && cmd.action->name ?
				  cmd.action->name : "none";

		same_uint("verb", cmd.verb, rows[i].verb);
		same_str("object", obj, rows[i].object ?: "none");
		same_str("action", act, rows[i].action ?: "none");
		compare(&cmd, &rows[i].want);
	}
	free(line);
	test_end("parse: %s", rows[i].line);
}

static const struct {
	const char *line;
	int argc;
	const char *joined;		/* words with | between, or the message */
} splits[] = {
	{ "", 0, "" },
	{ "  \t\r\n", 0, "" },
	{ "# all of it", 0, "" },
	{ "vni show\n", 2, "vni|show" },
	{ "  vni\tshow  dev v0 # why\r\n", 4, "vni|show|dev|v0" },
	{ "a#b", 1, "a#b" },
	{ "'a b' \"c # d\" ''", 3, "a b|c # d|" },
	{ "a'b c'd", 1, "ab cd" },
	{ "\"it's\"", 1, "it's" },
	{ "'open", -1, "' is not closed" },
	{ "1 2 3 4 5 6 7 8 9", -1, "more than 8 words" },
};

static void run_split(size_t i)
{
	char *line = strdup(splits[i].line), *argv[8], joined[128] = "";
	struct error err = { "" };
	int argc = split_line(line, argv, 8, &err);

	if (argc != splits[i].argc)
		fail("%d words, want %d", argc, splits[i].argc);
	for (int w = 0; w < argc; w++) {
		if (w)
			strcat(joined, "|");
		strcat(joined, argv[w]);
	}
	same_str("words", argc < 0 ? err.text : joined, splits[i].joined);
	free(line);
	test_end("split: row %zu", i);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		run_row(i);
	for (size_t i = 0; i < sizeof(splits) / sizeof(*splits); i++)
		run_split(i);
	return tap_done();
}
