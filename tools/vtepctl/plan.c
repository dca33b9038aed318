// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <linux/vtep.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "parse.h"
#include "plan.h"
#include "table.h"
#include "words.h"

const struct line *plan_find(const struct plan *plan, const char *dev)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->v[i].kind == LINE_LINK_ADD &&
		    !strcmp(plan->v[i].dev, dev))
			return &plan->v[i];
	return NULL;
}

/* Three programs read these words, each with its own idea of quotes, comments
 * and escapes; what all take the same way needs none of them.
 */
static int check_text(int argc, char *argv[], struct error *err)
{
	for (int i = 0; i < argc; i++) {
		if (!*argv[i])
			return err_set(err, "a word is empty");
		for (const char *p = argv[i]; *p; p++)
			if (*p <= ' ' || *p > '~' || strchr("#\"'\\", *p))
				return err_set(err, "word %d has a character that is not allowed",
					       i + 1);
	}
	return 0;
}

static char *join_words(int argc, char *argv[])
{
	size_t len = 1;
	char *text, *p;

	for (int i = 0; i < argc; i++)
		len += strlen(argv[i]) + 1;
	text = malloc(len);
	if (!text)
		return NULL;
	p = text;
	*p = '\0';
	for (int i = 0; i < argc; i++) {
		if (i)
			*p++ = ' ';
		p = stpcpy(p, argv[i]);
	}
	return text;
}

static const struct own {
	const char *name;
	const char *what;	/* has a place here */
	int nl_cmd[2];
} owns[] = {
	{ "vtep", "set has", { VTEP_CMD_VTEP_SET } },
	{ "vni", "add and set have", { VTEP_CMD_VNI_NEW, VTEP_CMD_VNI_SET } },
	{ "source", "add and set have", { VTEP_CMD_SOURCE_SET } },
	{ "local", "add has", { VTEP_CMD_LOCAL_NEW } },
};

static const struct own *find_own(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(owns); i++)
		if (!strcmp(owns[i].name, name))
			return &owns[i];
	return NULL;
}

static bool has_place(const struct own *own, const struct command *cmd)
{
	if (cmd->verb == VERB_HELP || !cmd->action)
		return false;
	if (cmd->action->nl_cmd != own->nl_cmd[0] &&
	    cmd->action->nl_cmd != own->nl_cmd[1])
		return false;
	/* of one command of the kernel's, that which takes away */
	return strcmp(cmd->action->name, "del");
}

/* Our own words are judged by our own parser. */
static int plan_own(const struct own *own, int argc, char *argv[],
		    struct line *line, struct error *err)
{
	struct command cmd;

	if (parse_command(argc, argv, &cmd, err))
		return -1;
	if (!has_place(own, &cmd))
		return err_set(err, "%s: only %s a place here", own->name,
			       own->what);
	if (cmd.action->verb == VERB_SET && !given(&cmd, WORD_VNI) &&
	    !given(&cmd, WORD_ONE_VNI))
		return err_set(err, "%s %s: \"vni %s\" is missing", own->name,
			       cmd.action->name,
			       cmd.object->id == OBJ_VNI ? "RANGE" : "N");
	if (cmd.file)
		return err_set(err, "%s %s: \"file\" has no place here",
			       own->name, cmd.action->name);
	line->kind = LINE_OWN;
	strcpy(line->dev, cmd.dev);
	return 0;
}

/* A VTEP is made once, and everything else is about one that is made before:
 * so all that was done goes when they go.
 */
static int check_order(const struct plan *plan, const struct line *line,
		       struct error *err)
{
	const struct line *made = plan_find(plan, line->dev);

	if (line->kind != LINE_LINK_ADD)
		return made ? 0 :
		       err_set(err, "no line before makes \"%s\"", line->dev);
	if (made)
		return err_set(err, "line %lu makes \"%s\", too", made->nr,
			       line->dev);
	if (plan->use == PLAN_MAKE && if_nametoindex(line->dev))
		return err_set(err, "there is an interface \"%s\" already",
			       line->dev);
	return 0;
}

static int judge(const struct plan *plan, int argc, char *argv[],
		 struct line *line, struct error *err)
{
	const struct own *own = find_own(argv[0]);
	int rc;

	if (check_text(argc, argv, err))
		return -1;
	if (!strcmp(argv[0], "link"))
		rc = plan_link(plan, argc - 1, argv + 1, line, err);
	else if (own)
		rc = plan_own(own, argc, argv, line, err);
	else if (!strcmp(argv[0], "fdb"))
		rc = plan_fdb(argc - 1, argv + 1, line, err);
	else
		return err_set(err, "\"%.64s\" is none of link, vtep, vni, source, local, fdb",
			       argv[0]);
	return rc ? rc : check_order(plan, line, err);
}

static int add_line(struct plan *plan, const struct line *line)
{
	void *v = list_room(plan->v, plan->n + 1, &plan->cap, sizeof(*line));

	if (!v)
		return -1;
	plan->v = v;
	plan->v[plan->n++] = *line;
	return 0;
}

static int read_line(struct plan *plan, char *text, size_t len,
		     unsigned long nr, struct error *err)
{
	struct line line = { .nr = nr };
	char *argv[PLAN_WORDS];
	int argc;

	if (strlen(text) != len)
		return err_set(err, "a NUL byte in the line");
	argc = split_line(text, argv, PLAN_WORDS, err);
	if (argc <= 0)
		return argc;
	if (judge(plan, argc, argv, &line, err))
		return -1;
	line.text = join_words(argc, argv);
	if (line.text && !add_line(plan, &line))
		return 0;
	free(line.text);
	return err_set(err, "out of memory");
}

int plan_read(struct plan *plan, FILE *from, unsigned long *nr,
	      struct error *err)
{
	char *text = NULL;
	size_t size = 0;
	ssize_t len;
	int rc = 0;

	*nr = 0;
	while (!rc && (len = getline(&text, &size, from)) >= 0)
		rc = read_line(plan, text, len, ++*nr, err);
	free(text);
	if (rc)
		return rc;
	*nr = 0;
	return ferror(from) ? err_set(err, "%s", strerror(errno)) : 0;
}

void plan_free(struct plan *plan)
{
	for (size_t i = 0; i < plan->n; i++)
		free(plan->v[i].text);
	free(plan->v);
	*plan = (struct plan){ 0 };
}

int plan_clause(const struct clause *list, int argc, char *argv[],
		struct error *err)
{
	struct error why = { "" };

	for (; list->name; list++) {
		if (strcmp(argv[0], list->name))
			continue;
		if (!list->check)
			return 1;
		if (argc < 2)
			return err_set(err, "\"%s\" lacks its value",
				       list->name);
		if (list->check(argv[1], &why))
			return err_set(err, "%s: %.400s", list->name,
				       why.text);
		return 2;
	}
	return err_set(err, "\"%.64s\" has no place here", argv[0]);
}
