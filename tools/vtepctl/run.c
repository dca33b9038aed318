// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <net/if.h>
#include <stdarg.h>
#include <string.h>

#include "help.h"
#include "parse.h"
#include "run.h"
#include "table.h"

int complain(const struct app *app, int status, const char *fmt, ...)
{
	va_list ap;

	/* what was printed before the complaint shall stand before it */
	fflush(app->out.to);
	fprintf(stderr, "vtepctl: %s", app->where);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return status;
}

int finish_output(struct app *app, int status)
{
	errno = 0;
	if (!fflush(app->out.to) && !ferror(app->out.to))
		return status;
	/* nobody reads on: `vtepctl fdb show | head` is no error to tell of */
	if (errno != EPIPE)
		complain(app, 0, "standard output: %s",
			 strerror(errno ?: EIO));
	return STATUS_REFUSED;
}

const char *command_name(const struct command *cmd, char buf[64])
{
	snprintf(buf, 64, "%s%s%s", cmd->object->name,
		 cmd->action->name ? " " : "",
		 cmd->action->name ? cmd->action->name : "");
	return buf;
}

uint64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int exchange(struct app *app, const struct command *cmd,
	     struct nl_exchange *x)
{
	struct error err = { "" };
	char name[64], text[512];

	if (nl_do(&app->nl, x, &err)) {
		if (!ferror(app->out.to))
			complain(app, 0, "%s: %s", command_name(cmd, name),
				 err.text);
		return -1;
	}
	if (!x->verdict.error && !x->verdict.msg[0])
		return 0;
	if (x->verdict.error == EOPNOTSUPP && x->optional)
		return 0;
	verdict_text(&x->verdict, text, sizeof(text));
	complain(app, 0, "%s: %s%s", command_name(cmd, name),
		 x->verdict.error ? "" : "warning: ", text);
	return x->verdict.error ? -1 : 0;
}

static int run_command(struct app *app, const struct command *cmd)
{
	uint32_t ifindex = 0;
	struct error err = { "" };
	char name[64];

	/* the missing module is worth more words than the missing device */
	if (nl_open(&app->nl, &err))
		return complain(app, STATUS_REFUSED, "%s", err.text);
	if (cmd->dev[0]) {
		ifindex = if_nametoindex(cmd->dev);
		if (!ifindex)
			return complain(app, STATUS_REFUSED,
					"%s: dev: \"%s\": %s",
					command_name(cmd, name), cmd->dev,
					strerror(errno));
	}
	switch (cmd->verb) {
	case VERB_SHOW:
		return run_show(app, cmd, ifindex);
	case VERB_DO:
		return run_do(app, cmd, ifindex);
	case VERB_SET:
		return run_set(app, cmd, ifindex);
	case VERB_SOURCE:
		return run_source(app, cmd, ifindex);
	case VERB_DROPS:
		return run_drops(app, cmd, ifindex);
	case VERB_MONITOR:
		return run_monitor(app, cmd);
	case VERB_TASK:
	case VERB_HELP:
		break;
	}
	return STATUS_USAGE;
}

static int run_task(struct app *app, const struct command *cmd)
{
	switch (cmd->task - tasks) {
	case TASK_SAVE:
		return run_save(app, cmd->nr_args, cmd->args);
	case TASK_RESTORE:
		return run_restore(app, cmd->nr_args, cmd->args);
	case TASK_IMPORT:
		return run_import(app, cmd->nr_args, cmd->args);
	}
	return STATUS_USAGE;
}

int run_words(struct app *app, int argc, char *const argv[])
{
	struct command cmd;
	struct error err = { "" };

	if (parse_command(argc, argv, &cmd, &err))
		return complain(app, STATUS_USAGE, "%s", err.text);
	if (cmd.verb == VERB_HELP && cmd.task) {
		print_task_help(app->out.to, cmd.task);
		return STATUS_DONE;
	}
	if (cmd.verb == VERB_HELP) {
		print_help(app->out.to, cmd.object, cmd.action);
		return STATUS_DONE;
	}
	if (app->watch && cmd.verb != VERB_DROPS)
		return complain(app, STATUS_USAGE,
				"options: -watch is for drops alone");
	if (cmd.verb == VERB_TASK && app->batch)
		return complain(app, STATUS_USAGE,
				"%s: is about whole files and has no place in a batch",
				cmd.task->name);
	if (cmd.verb == VERB_TASK)
		return run_task(app, &cmd);
	if (app->batch &&
	    (cmd.verb == VERB_MONITOR || (cmd.verb == VERB_DROPS && app->watch)))
		return complain(app, STATUS_USAGE,
				"%s: never ends and has no place in a batch",
				cmd.object->name);
	return run_command(app, &cmd);
}
