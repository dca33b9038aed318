// SPDX-License-Identifier: GPL-2.0
/* Lines for ip(8): link add and link set, of VTEPs. */
#include <net/if.h>
#include <string.h>

#include "iplink.h"
#include "plan.h"

static const struct clause add_clauses[] = {
	{ "address", check_mac },
	{ "mtu", check_number },
	{ "numrxqueues", check_number },
	{ "numtxqueues", check_number },
	{ "txqueuelen", check_number },
	{ NULL, NULL }
};

static const struct clause set_clauses[] = {
	{ "address", check_mac },
	{ "down", NULL },
	{ "master", check_dev },
	{ "mtu", check_number },
	{ "nomaster", NULL },
	{ "txqueuelen", check_number },
	{ "up", NULL },
	{ NULL, NULL }
};

/* Is there a device to stand upon, or will be by then? */
static bool is_known(const void *ctx, const char *name)
{
	return if_nametoindex(name) || plan_find(ctx, name);
}

/* `type vtep WORDS`, which end the line. */
static int check_type(const struct plan *plan, int argc, char *argv[],
		      bool create, struct error *err)
{
	if (argc < 2 || strcmp(argv[1], "vtep"))
		return err_set(err, "type: only vtep has a place here");
	if (argc > 2 && !strcmp(argv[2], "help"))
		return err_set(err, "\"help\" has no place here");
	if (iplink_check(argc - 2, argv + 2, create,
			 plan->use == PLAN_DELETE ? NULL : is_known, plan))
		return err_set(err, "the words of type vtep are wrong, see above");
	return 0;
}

/* @word: what may stand before the name. Return: words read, -1. */
static int read_name(const char *word, int argc, char *argv[],
		     struct line *line, struct error *err)
{
	int used = argc && !strcmp(argv[0], word);

	if (argc <= used)
		return err_set(err, "the name of the interface is missing");
	if (check_dev(argv[used], err))
		return -1;
	strcpy(line->dev, argv[used]);
	return used + 1;
}

static int read_clauses(const struct plan *plan, const struct clause *list,
			int argc, char *argv[], bool create,
			struct error *err)
{
	while (argc) {
		int used;

		if (!strcmp(argv[0], "type"))
			return check_type(plan, argc, argv, create, err);
		used = plan_clause(list, argc, argv, err);
		if (used < 0)
			return -1;
		argc -= used;
		argv += used;
	}
	return create ? err_set(err, "\"type vtep\" is missing") : 0;
}

static int plan_verb(const struct plan *plan, int argc, char *argv[],
		     struct line *line, struct error *err)
{
	bool create = line->kind == LINE_LINK_ADD;
	int used = read_name(create ? "name" : "dev", argc, argv, line, err);

	if (used < 0)
		return -1;
	if (!create && argc == used)
		return err_set(err, "nothing to set");
	return read_clauses(plan, create ? add_clauses : set_clauses,
			    argc - used, argv + used, create, err);
}

int plan_link(const struct plan *plan, int argc, char *argv[],
	      struct line *line, struct error *err)
{
	struct error why = { "" };

	if (argc && !strcmp(argv[0], "add"))
		line->kind = LINE_LINK_ADD;
	else if (argc && !strcmp(argv[0], "set"))
		line->kind = LINE_LINK_SET;
	else
		return err_set(err, "link: only add and set have a place here");
	if (plan_verb(plan, argc - 1, argv + 1, line, &why))
		return err_set(err, "link %s: %.400s", argv[0], why.text);
	return 0;
}
