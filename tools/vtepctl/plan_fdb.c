// SPDX-License-Identifier: GPL-2.0
/* Lines for bridge(8): fdb add, append and replace, of VTEPs; and fdb del, of what a
 * flood list has from the start.
 */
#include <string.h>

#include "addr.h"
#include "plan.h"
#include "words.h"

int check_dev(const char *val, struct error *err)
{
	struct command cmd;

	return word_dev(&cmd, val, err);
}

int check_number(const char *val, struct error *err)
{
	struct command cmd;

	return word_limit(&cmd, val, err);
}

int check_mac(const char *val, struct error *err)
{
	uint8_t mac[6];

	return mac_parse(val, mac) ? 0 :
	       err_set(err, "\"%.64s\" is not a MAC", val);
}

int check_addr(const char *val, struct error *err)
{
	struct addr a;

	if (addr_parse(val, &a))
		return 0;
	return err_set(err, "\"%.64s\" is not an IP address", val);
}

/* Without `self` and `master`, bridge(8) means self; a bridge's own FDB is
 * none of ours.
 */
static const struct clause clauses[] = {
	{ "dst", check_addr },
	{ "port", check_number },
	{ "vni", check_number },
	{ "src_vni", check_number },
	{ "via", check_dev },
	{ "self", NULL },
	{ "permanent", NULL },
	{ "static", NULL },
	{ "sticky", NULL },
	{ "router", NULL },
	{ "extern_learn", NULL },
	{ NULL, NULL }
};

static int read_entry(int argc, char *argv[], struct line *line,
		      struct error *err)
{
	bool dst = false;
	int used;

	if (!argc || check_mac(argv[0], err))
		return argc ? -1 : err_set(err, "the MAC is missing");
	for (argc--, argv++; argc; argc -= used, argv += used) {
		if (!strcmp(argv[0], "dev")) {
			if (argc < 2 || line->dev[0])
				return err_set(err, "\"dev DEV\" stands there once");
			if (check_dev(argv[1], err))
				return -1;
			strcpy(line->dev, argv[1]);
			used = 2;
			continue;
		}
		dst = dst || !strcmp(argv[0], "dst");
		used = plan_clause(clauses, argc, argv, err);
		if (used < 0)
			return -1;
	}
	if (!line->dev[0] || !dst)
		return err_set(err, "\"%s\" is missing",
			       line->dev[0] ? "dst ADDR" : "dev DEV");
	return 0;
}

int plan_fdb(int argc, char *argv[], struct line *line, struct error *err)
{
	struct error why = { "" };

	if (!argc || (strcmp(argv[0], "add") && strcmp(argv[0], "append") &&
		      strcmp(argv[0], "replace") && strcmp(argv[0], "del")))
		return err_set(err, "fdb: only add, append, replace and del have a place here");
	if (!strcmp(argv[0], "del") &&
	    (argc < 2 || strcmp(argv[1], "00:00:00:00:00:00")))
		return err_set(err, "fdb del: only of a flood list, which is 00:00:00:00:00:00");
	line->kind = LINE_FDB;
	if (read_entry(argc - 1, argv + 1, line, &why))
		return err_set(err, "fdb %s: %.400s", argv[0], why.text);
	return 0;
}
