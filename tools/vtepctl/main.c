// SPDX-License-Identifier: GPL-2.0
/* vtepctl: shows and changes VXLAN tunnel endpoints of kind vtep.
 *
 * A command goes  words -> parse (table) -> struct command -> encode -> kernel
 *                 -> decode (schema) -> struct record -> print -> out.
 */
#include <string.h>

#include "help.h"
#include "run.h"
#include "words.h"

#ifndef VTEPCTL_VERSION
#define VTEPCTL_VERSION "unknown"
#endif

enum option {
	OPT_JSON,
	OPT_PRETTY,
	OPT_STATISTICS,
	OPT_TIMESTAMP,
	OPT_WATCH,
	OPT_BATCH,
	OPT_FORCE,
	OPT_VERSION,
	OPT_HELP,
	OPT_MAX,
};

static const char *option_name(const void *ctx, size_t i)
{
	static const char *const names[OPT_MAX] = {
		[OPT_JSON] = "json",
		[OPT_PRETTY] = "pretty",
		[OPT_STATISTICS] = "statistics",
		[OPT_TIMESTAMP] = "timestamp",
		[OPT_WATCH] = "watch",
		[OPT_BATCH] = "batch",
		[OPT_FORCE] = "force",
		[OPT_VERSION] = "Version",
		[OPT_HELP] = "help",
	};

	(void)ctx;
	return names[i];
}

int main(int argc, char **argv)
{
	struct app app = { .out.to = stdout };
	const char *batch = NULL;
	struct error err = { "" };
	int i, status;

	for (i = 1; i < argc && argv[i][0] == '-'; i++) {
		const char *opt = argv[i] + (argv[i][1] == '-' ? 2 : 1);

		/* --version is what people try first */
		if (!strcmp(opt, "version"))
			opt = "Version";
		switch (match(opt, option_name, NULL, OPT_MAX, &err)) {
		case OPT_PRETTY:
			app.out.pretty = true;
			/* fall through */
		case OPT_JSON:
			app.out.json = true;
			break;
		case OPT_STATISTICS:
			app.statistics = true;
			break;
		case OPT_TIMESTAMP:
			app.timestamp = true;
			break;
		case OPT_WATCH:
			app.watch = true;
			break;
		case OPT_BATCH:
			if (i + 1 == argc)
				return complain(&app, STATUS_USAGE,
						"-batch lacks its value FILE");
			batch = argv[++i];
			break;
		case OPT_FORCE:
			app.force = true;
			break;
		case OPT_VERSION:
			puts("vtepctl " VTEPCTL_VERSION);
			return finish_output(&app, STATUS_DONE);
		case OPT_HELP:
			print_help(stdout, NULL, NULL);
			return finish_output(&app, STATUS_DONE);
		default:
			return complain(&app, STATUS_USAGE, "options: %s",
					err.text);
		}
	}

	if (batch && i < argc)
		return complain(&app, STATUS_USAGE,
				"\"%s\": no command may follow -batch FILE",
				argv[i]);
	if (!batch && i == argc) {
		print_help(stderr, NULL, NULL);
		return STATUS_USAGE;
	}
	status = batch ? run_batch(&app, batch) :
			 run_words(&app, argc - i, argv + i);
	status = finish_output(&app, status);
	nl_close(&app.nl);
	return status;
}
