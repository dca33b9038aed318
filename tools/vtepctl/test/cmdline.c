// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>

#include "cmdline.h"
#include "encode.h"
#include "msg.h"
#include "parse.h"

struct nlmsghdr *cmd_request(void *buf, const char *text,
			     struct command *cmd)
{
	char *argv[64], line[1024];
	struct error err;
	int argc;

	snprintf(line, sizeof(line), "%s", text);
	argc = split_line(line, argv, 64, &err);
	if (argc < 0 || parse_command(argc, argv, cmd, &err)) {
		printf("Bail out! %s\n", err.text);
		exit(1);
	}
	return encode_command(buf, cmd, 3, TEST_FAMILY, 5);
}
