// SPDX-License-Identifier: GPL-2.0
/* Changes of source prefixes, which may come from a file. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "encode.h"
#include "prefix.h"
#include "run.h"
#include "table.h"

static int read_file(struct app *app, const struct command *cmd,
		     struct prefixes *list)
{
	bool use_stdin = !strcmp(cmd->file, "-");
	FILE *from = use_stdin ? stdin : fopen(cmd->file, "re");
	struct error err = { "" };
	unsigned long nr = 0;
	char name[64];
	int rc;

	if (!from)
		rc = err_set(&err, "%s", strerror(errno));
	else
		rc = prefixes_read(list, from, cmd->may, &nr, &err);
	if (from && !use_stdin)
		fclose(from);
	if (!rc && !list->n)
		rc = err_set(&err, "no prefix is in it");
	if (!rc)
		return STATUS_DONE;
	command_name(cmd, name);
	if (nr)
		return complain(app, STATUS_USAGE, "%s: file: %s:%lu: %s",
				name, cmd->file, nr, err.text);
	return complain(app, STATUS_USAGE, "%s: file: %s: %s", name, cmd->file,
			err.text);
}

int run_source(struct app *app, const struct command *cmd, uint32_t ifindex)
{
	struct prefixes list = { .n = 0 };
	struct command full = *cmd;
	struct nl_exchange x = { .kind = cmd->object->id };
	int status = STATUS_DONE;
	char *buf;

	if (!cmd->file)
		return run_do(app, cmd, ifindex);
	if (app->batch && !strcmp(cmd->file, "-"))
		return complain(app, STATUS_USAGE,
				"file: standard input has no place in a batch");
	status = read_file(app, cmd, &list);
	full.from_file = &list;
	buf = status ? NULL : malloc(request_size(&full));
	if (buf) {
		x.req = encode_command(buf, &full, ifindex, app->nl.family,
				       ++app->nl.seq);
		if (exchange(app, &full, &x))
			status = STATUS_REFUSED;
	} else if (!status) {
		status = complain(app, STATUS_REFUSED, "out of memory");
	}
	free(buf);
	free(list.v);
	return status;
}
