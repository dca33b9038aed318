// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "help.h"

static const char options_text[] =
"  -j, -json         JSON: an array of objects (monitor, -w: one a line)\n"
"  -p, -pretty       JSON with line breaks and indentation\n"
"  -s, -statistics   counters too; in stats and drops, reasons that are zero\n"
"  -t, -timestamp    monitor: the time before every event\n"
"  -w, -watch        drops: again each second, until interrupted\n"
"  -b, -batch FILE   commands from FILE, one a line; - is standard input\n"
"      -force        batch: go on after a command that failed\n"
"  -V, -Version      print the version\n"
"  -h, -help         print this text\n";

static void synopsis(FILE *to, const struct object *obj,
		     const struct action *act)
{
	fprintf(to, "vtepctl %s", obj->name);
	if (act->name)
		fprintf(to, " %s", act->name);
	for (int i = 0; i < WORD_MAX; i++) {
		bool must = act->required & WORD_MASK(i);
		char title[32];

		if (!(act->words & WORD_MASK(i)))
			continue;
		fprintf(to, " %s%s", must ? "" : "[",
			word_title(&words[i], title));
		if (words[i].arg)
			fprintf(to, " %s", words[i].arg);
		if (!must)
			fputc(']', to);
	}
	fputc('\n', to);
}

static void word_term(const struct word *w, char *to, size_t size)
{
	char title[32];

	snprintf(to, size, "%s %s", word_title(w, title), w->arg ? w->arg : "");
}

/* Columns that the words of an action need, with the blank behind them */
static int term_width(const struct action *act)
{
	size_t width = 19;
	char term[64];

	for (int i = 0; i < WORD_MAX; i++) {
		if (!(act->words & WORD_MASK(i)))
			continue;
		word_term(&words[i], term, sizeof(term));
		if (strlen(term) > width)
			width = strlen(term);
	}
	return width + 1;
}

static void help_action(FILE *to, const struct object *obj,
			const struct action *act)
{
	int width = term_width(act);

	fputs("Usage: ", to);
	synopsis(to, obj, act);
	fprintf(to, "\n%s", act->text);
	if (act->words)
		fputc('\n', to);
	for (int i = 0; i < WORD_MAX; i++) {
		char term[64];

		if (!(act->words & WORD_MASK(i)))
			continue;
		word_term(&words[i], term, sizeof(term));
		fprintf(to, "  %-*s%s\n", width, term, words[i].help);
	}
}

static void help_object(FILE *to, const struct object *obj)
{
	fprintf(to, "vtepctl %s: %s\n\n", obj->name, obj->summary);
	for (size_t i = 0; i < obj->nr_actions; i++) {
		fputs("  ", to);
		synopsis(to, obj, &obj->actions[i]);
		fprintf(to, "        %s%s\n", obj->actions[i].summary,
			i ? "" : " (done when no action is named)");
	}
	fprintf(to, "\nMore: vtepctl %s ACTION help\n", obj->name);
}

static void help_all(FILE *to)
{
	fputs("Usage: vtepctl [OPTIONS] OBJECT [ACTION] [WORD VALUE]...\n"
	      "       vtepctl [-force] -batch FILE\n"
	      "       vtepctl { save | restore | import } ...\n"
	      "\n"
	      "Shows and changes VXLAN tunnel endpoints (interfaces of kind vtep). The\n"
	      "interfaces themselves are made with ip(8), FDB entries with bridge(8).\n"
	      "\nObjects:\n", to);
	for (size_t i = 0; i < OBJ_MAX; i++)
		fprintf(to, "  %-18s%s\n", objects[i].name,
			objects[i].summary);
	fputs("\nThe configuration as a whole:\n", to);
	for (size_t i = 0; i < TASK_MAX; i++)
		fprintf(to, "  %-18s%s\n", tasks[i].name, tasks[i].summary);
	fprintf(to, "\nOptions, before the object:\n%s", options_text);
	fputs("\nWords may be shortened while they stay unambiguous. More: vtepctl OBJECT help,\n"
	      "vtepctl OBJECT ACTION help, man vtepctl.\n"
	      "Exit status: 0 done, 1 wrong usage, 2 refused by the kernel.\n",
	      to);
}

void print_help(FILE *to, const struct object *obj, const struct action *act)
{
	if (!obj)
		help_all(to);
	else if (act)
		help_action(to, obj, act);
	else if (!obj->actions[0].name)
		help_action(to, obj, &obj->actions[0]);
	else
		help_object(to, obj);
}

void print_task_help(FILE *to, const struct task *task)
{
	fprintf(to, "Usage: vtepctl %s %s\n\n%s", task->name, task->args,
		task->text);
}
