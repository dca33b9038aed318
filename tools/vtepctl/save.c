// SPDX-License-Identifier: GPL-2.0
#include "run.h"

int run_save(struct app *app, int argc, char *const argv[])
{
	(void)argc;
	(void)argv;
	return complain(app, STATUS_USAGE, "save: not built yet");
}
