// SPDX-License-Identifier: GPL-2.0
#include <stddef.h>
#include <sys/signalfd.h>

#include "stop.h"

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
#define NR_SIGNALS (sizeof(signals) / sizeof(*signals))

static volatile sig_atomic_t first;

static void note(int sig)
{
	if (!first)
		first = sig;
}

static void carry_on(int sig)
{
	(void)sig;
}

static void hold(int sig, void (*handler)(int sig))
{
	struct sigaction act = { .sa_handler = handler,
				 .sa_flags = SA_RESTART };
	struct sigaction old;

	sigemptyset(&act.sa_mask);
	if (!sigaction(sig, NULL, &old) && old.sa_handler != SIG_IGN)
		sigaction(sig, &act, NULL);
}

void stop_signals(sigset_t *set)
{
	sigemptyset(set);
	for (size_t i = 0; i < NR_SIGNALS; i++)
		sigaddset(set, signals[i]);
}

int stop_open(void)
{
	sigset_t set;

	stop_signals(&set);
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		return -1;
	return signalfd(-1, &set, SFD_CLOEXEC);
}

void stop_hold(void)
{
	first = 0;
	for (size_t i = 0; i < NR_SIGNALS; i++)
		hold(signals[i], note);
	/* Nobody listens any more: no reason to stop. Handlers end with
	 * execve(), where SIG_IGN would be handed on.
	 */
	hold(SIGPIPE, carry_on);
}

int stop_asked(void)
{
	return first;
}

int stop_obey(void)
{
	int sig = first;

	signal(sig, SIG_DFL);
	raise(sig);
	return 128 + sig;
}
