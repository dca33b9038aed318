// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "check.h"
#include "parse.h"
#include "rules.h"
#include "table.h"
#include "words.h"

static const char *object_name(const void *ctx, size_t i)
{
	(void)ctx;
	if (i < OBJ_MAX)
		return objects[i].name;
	i -= OBJ_MAX;
	return i < TASK_MAX ? tasks[i].name : "help";
}

static const char *action_name(const void *ctx, size_t i)
{
	const struct object *obj = ctx;

	return i == obj->nr_actions ? "help" : obj->actions[i].name;
}

static bool allowed(const struct action *act, size_t i)
{
	return act->words & WORD_MASK(i);
}

/* Words of two parts are offered once. */
static const char *word_name(const void *ctx, size_t i)
{
	const struct action *act = ctx;

	if (i == WORD_MAX)
		return "help";
	if (!allowed(act, i))
		return NULL;
	for (size_t j = 0; j < i; j++)
		if (allowed(act, j) && !strcmp(words[j].name, words[i].name))
			return NULL;
	return words[i].name;
}

struct first_part {
	const struct action *act;
	const char *name;
};

static const char *sub_name(const void *ctx, size_t i)
{
	const struct first_part *f = ctx;

	return allowed(f->act, i) && !strcmp(words[i].name, f->name) ?
	       words[i].sub : NULL;
}

static bool help_option(const char *s)
{
	return !strcmp(s, "-h") || !strcmp(s, "-help") || !strcmp(s, "--help");
}

static int pick(const char *typed, name_fn name, const void *ctx, size_t n,
		struct error *err)
{
	/* `help` is always the name behind the last */
	if (help_option(typed))
		return n;
	if (typed[0] == '-' && typed[1])
		return err_set(err, "\"%.64s\": options stand before the object",
			       typed);
	return match(typed, name, ctx, n + 1, err);
}

/* "vni set" for messages; "monitor" has no action to name */
static const char *sep(const struct action *act)
{
	return act->name ? " " : "";
}

static const char *name_of(const struct action *act)
{
	return act->name ? act->name : "";
}

/* Return: -1; @err is @why with the command before it */
static int action_err(const struct command *cmd, struct error *err,
		      const struct error *why)
{
	return err_set(err, "%s%s%s: %.700s", cmd->object->name,
		       sep(cmd->action), name_of(cmd->action), why->text);
}

/* Which word of the action. Return: enum word_id, WORD_MAX for help, -1. */
static int pick_word(int argc, char *const argv[], const struct action *act,
		     struct error *err)
{
	int i = pick(argv[0], word_name, act, WORD_MAX, err);
	struct first_part f = { .act = act };
	struct error why = { "" };

	if (i < 0 || i == WORD_MAX || !words[i].sub)
		return i;
	f.name = words[i].name;
	if (argc < 2)
		return err_set(err, "\"%s\" lacks its second part", f.name);
	i = match(argv[1], sub_name, &f, WORD_MAX, &why);
	if (i < 0)
		return err_set(err, "%s: %.700s", f.name, why.text);
	return i;
}

/* May @w be given now; @more words follow it. */
static int check_word(const struct command *cmd, int i, int more,
		      struct error *err)
{
	const struct word *w = &words[i];
	char title[32], other[32];

	word_title(w, title);
	if (given(cmd, i))
		return err_set(err, "\"%s\" is given twice", title);
	for (int j = 0; j < WORD_MAX; j++)
		if (w->excludes & cmd->given & WORD_MASK(j))
			return err_set(err, "\"%s\" and \"%s\" exclude each other",
				       title, word_title(&words[j], other));
	if (w->arg && !more)
		return err_set(err, "\"%s\" lacks its value %s", title, w->arg);
	return 0;
}

static int parse_value(struct command *cmd, const struct word *w,
		       const char *val, struct error *err)
{
	bool set = cmd->action->nl_cmd == VTEP_CMD_VNI_SET;

	if (!w->rule)
		return w->parse(cmd, val, err);
	if (w->rule != VTEP_A_RULES_RATES)
		return rule_parse(&cmd->rules, w->rule, val, set, err);
	cmd->rules.has_rates |= 1U << w->rate;
	return rate_parse(&cmd->rules.rates[w->rate], val, err);
}

/* One word and its value. Return: words eaten, 0 for help, -1. */
static int parse_word(int argc, char *const argv[], struct command *cmd,
		      struct error *err)
{
	struct error why = { "" }, named = { "" };
	const struct word *w;
	char title[32];
	int i, n;

	i = pick_word(argc, argv, cmd->action, &why);
	if (i == WORD_MAX)
		return 0;
	if (i < 0)
		return action_err(cmd, err, &why);
	w = &words[i];
	n = w->sub ? 2 : 1;
	if (check_word(cmd, i, argc - n, &why))
		return action_err(cmd, err, &why);
	if (parse_value(cmd, w, w->arg ? argv[n] : NULL, &why)) {
		err_set(&named, "%s: %.700s", word_title(w, title), why.text);
		return action_err(cmd, err, &named);
	}
	cmd->given |= WORD_MASK(i);
	return w->arg ? n + 1 : n;
}

/* Whatever follows is the task's, but for the word that every one takes. */
static void set_task(struct command *cmd, const struct task *task, bool help,
		     int argc, char *const argv[])
{
	cmd->task = task;
	cmd->args = argv;
	cmd->nr_args = argc;
	if (!help && !(argc && (help_option(argv[0]) ||
				!strcmp(argv[0], "help"))))
		cmd->verb = VERB_TASK;
}

int parse_command(int argc, char *const argv[], struct command *cmd,
		  struct error *err)
{
	bool help = false;
	struct error why = { "" };
	int i;

	*cmd = (struct command){ .verb = VERB_HELP, .may = VTEP_MAY_LEARN };

	/* "help vni set" is "vni set help" */
	while (argc) {
		i = pick(argv[0], object_name, NULL, OBJ_MAX + TASK_MAX, err);
		if (i < 0)
			return -1;
		argc--;
		argv++;
		if (i < OBJ_MAX) {
			cmd->object = &objects[i];
			break;
		}
		i -= OBJ_MAX;
		if (i < TASK_MAX) {
			set_task(cmd, &tasks[i], help, argc, argv);
			return 0;
		}
		help = true;
	}
	if (!cmd->object)
		return 0;

	cmd->action = &cmd->object->actions[0];
	if (cmd->action->name && argc) {
		i = pick(argv[0], action_name, cmd->object,
			 cmd->object->nr_actions, &why);
		if (i < 0)
			return err_set(err, "%s: %.700s", cmd->object->name,
				       why.text);
		if (i == (int)cmd->object->nr_actions) {
			cmd->action = NULL;
			return 0;
		}
		cmd->action = &cmd->object->actions[i];
		argc--;
		argv++;
	} else if (cmd->action->name && help) {
		cmd->action = NULL;
		return 0;
	}

	while (argc) {
		i = parse_word(argc, argv, cmd, err);
		if (i < 0)
			return -1;
		if (!i)
			return 0;	/* help; what else is there is not read */
		argc -= i;
		argv += i;
	}
	if (help)
		return 0;
	if (check_command(cmd, &why))
		return action_err(cmd, err, &why);
	cmd->verb = cmd->action->verb;
	return 0;
}

int split_line(char *line, char *argv[], int max, struct error *err)
{
	char *in = line, *out = line;
	int argc = 0;

	for (;;) {
		char quote = '\0';

		in += strspn(in, " \t\r\n");
		if (!*in || *in == '#')
			return argc;
		if (argc == max)
			return err_set(err, "more than %d words", max);
		argv[argc++] = out;
		for (; *in && (quote || !strchr(" \t\r\n", *in)); in++) {
			if (quote ? *in == quote : *in == '"' || *in == '\'')
				quote = quote ? '\0' : *in;
			else
				*out++ = *in;
		}
		if (quote)
			return err_set(err, "%c is not closed", quote);
		if (*in)
			in++;
		*out++ = '\0';
	}
}
