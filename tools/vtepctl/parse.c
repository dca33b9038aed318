// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "parse.h"
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

static const char *word_name(const void *ctx, size_t i)
{
	const struct action *act = ctx;

	if (i == WORD_MAX)
		return "help";
	return act->words & 1U << i ? words[i].name : NULL;
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

static int action_err(const struct command *cmd, struct error *err,
		      const struct error *why)
{
	return err_set(err, "%s%s%s: %.400s", cmd->object->name,
		       sep(cmd->action), name_of(cmd->action), why->text);
}

/* One word and its value. Return: words eaten, 0 for help, -1. */
static int parse_word(int argc, char *const argv[], struct command *cmd,
		      struct error *err)
{
	const struct action *act = cmd->action;
	struct error why = { "" };
	int i;

	i = pick(argv[0], word_name, act, WORD_MAX, &why);
	if (i < 0)
		return action_err(cmd, err, &why);
	if (i == WORD_MAX)
		return 0;
	if (given(cmd, i)) {
		err_set(&why, "\"%s\" is given twice", words[i].name);
		return action_err(cmd, err, &why);
	}
	if (words[i].arg && argc < 2) {
		err_set(&why, "\"%s\" lacks its value %s", words[i].name,
			words[i].arg);
		return action_err(cmd, err, &why);
	}
	if (words[i].parse(cmd, words[i].arg ? argv[1] : NULL, &why)) {
		struct error named = { "" };

		err_set(&named, "%s: %.400s", words[i].name, why.text);
		return action_err(cmd, err, &named);
	}
	cmd->given |= 1U << i;
	return words[i].arg ? 2 : 1;
}

static int check_complete(const struct command *cmd, struct error *err)
{
	const struct action *act = cmd->action;
	uint32_t missing = act->required & ~cmd->given;
	struct error why = { "" };

	for (int i = 0; i < WORD_MAX; i++) {
		if (!(missing & 1U << i))
			continue;
		err_set(&why, "\"%s %s\" is missing", words[i].name,
			words[i].arg);
		return action_err(cmd, err, &why);
	}
	if (act->changes && !(act->changes & cmd->given)) {
		char list[128] = "";

		for (int i = 0; i < WORD_MAX; i++) {
			if (!(act->changes & 1U << i))
				continue;
			if (*list)
				strcat(list, ", ");
			strcat(list, words[i].name);
		}
		err_set(&why, "nothing to change; there is: %s", list);
		return action_err(cmd, err, &why);
	}
	return 0;
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

	*cmd = (struct command){ .verb = VERB_HELP };

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
			return err_set(err, "%s: %.400s", cmd->object->name,
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
	if (check_complete(cmd, err))
		return -1;
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
