// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "parse.h"
#include "run.h"

#define BATCH_WORDS 64

static int run_line(struct app *app, char *line, size_t len)
{
	char *argv[BATCH_WORDS];
	struct error err = { "" };
	int argc;

	if (strlen(line) != len)
		return complain(app, STATUS_USAGE, "a NUL byte in the line");
	argc = split_line(line, argv, BATCH_WORDS, &err);
	if (argc < 0)
		return complain(app, STATUS_USAGE, "%s", err.text);
	if (!argc)
		return STATUS_DONE;
	return run_words(app, argc, argv);
}

/* Return: the status of the first command that failed. */
static int run_lines(struct app *app, const char *name, FILE *from)
{
	unsigned long nr = 0;
	int status = 0, rc;
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	while ((len = getline(&line, &size, from)) >= 0) {
		snprintf(app->where, sizeof(app->where), "%.250s:%lu: ", name,
			 ++nr);
		rc = run_line(app, line, len);
		/* nothing is read on when nobody reads what comes of it */
		rc = finish_output(app, rc);
		status = status ? status : rc;
		if ((rc && !app->force) || ferror(app->out.to))
			break;
	}
	app->where[0] = '\0';
	free(line);
	if (ferror(from))
		return complain(app, STATUS_USAGE, "%s: %s", name,
				strerror(errno));
	return status;
}

int run_batch(struct app *app, const char *file)
{
	bool use_stdin = !strcmp(file, "-");
	FILE *from = use_stdin ? stdin : fopen(file, "re");
	int status;

	app->batch = true;
	if (!from)
		return complain(app, STATUS_USAGE, "%s: %s", file,
				strerror(errno));
	status = run_lines(app, file, from);
	if (!use_stdin)
		fclose(from);
	return status;
}
