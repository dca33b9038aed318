/* SPDX-License-Identifier: GPL-2.0 */
/* Carrying out commands: this is where the pure parts and the kernel meet. */
#ifndef VTEPCTL_RUN_H
#define VTEPCTL_RUN_H

#include "nl.h"
#include "out.h"

enum {
	STATUS_DONE = 0,
	STATUS_USAGE = 1,
	STATUS_REFUSED = 2,	/* by the kernel, or the output failed */
};

struct app {
	struct out out;
	struct nl nl;
	bool statistics;
	bool timestamp;
	bool watch;
	bool batch;
	bool force;
	char where[280];	/* "FILE:LINE: " in a batch, or "" */
};

/* To standard error, with program name and place; Return: @status. */
int complain(const struct app *app, int status, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Each Return: a status for exit(). */
int run_words(struct app *app, int argc, char *const argv[]);
int run_batch(struct app *app, const char *file);
int run_show(struct app *app, const struct command *cmd, uint32_t ifindex);
int run_do(struct app *app, const struct command *cmd, uint32_t ifindex);
int run_set(struct app *app, const struct command *cmd, uint32_t ifindex);
int run_source(struct app *app, const struct command *cmd, uint32_t ifindex);
int run_drops(struct app *app, const struct command *cmd, uint32_t ifindex);
int run_monitor(struct app *app, const struct command *cmd);
int run_save(struct app *app, int argc, char *const argv[]);
int run_restore(struct app *app, int argc, char *const argv[]);
int run_import(struct app *app, int argc, char *const argv[]);

/* "vni set", for messages */
const char *command_name(const struct command *cmd, char buf[64]);

/* Milliseconds of a clock that nobody sets */
uint64_t now_ms(void);

/* if_indextoname(), asked once for each; forget_ifnames() before a list. */
const char *cached_ifname(uint32_t ifindex, char *buf);
void forget_ifnames(void);

/* nl_do(), with complaints about what goes wrong. Return: 0 done, -1 not. */
int exchange(struct app *app, const struct command *cmd,
	     struct nl_exchange *x);

/* Flush standard output and see that all of it was taken. */
int finish_output(struct app *app, int status);

#endif /* VTEPCTL_RUN_H */
