/* SPDX-License-Identifier: GPL-2.0 */
/* Signals that ask to stop, held off from what must not be left half done. */
#ifndef VTEPCTL_STOP_H
#define VTEPCTL_STOP_H

#include <signal.h>

/* Those that a terminal, a service manager or a lost connection sends. */
void stop_signals(sigset_t *set);

/* They come as input from now on, to be seen in turn with other input. Return:
 * a descriptor, or -1.
 */
int stop_open(void);

/* From now on they are noted, and no more. What was ignored stays so. */
void stop_hold(void);

/* Return: the first that came since, or 0. */
int stop_asked(void);

/* End by it, as whoever sent it expects. Return: a status, if that fails. */
int stop_obey(void);

#endif /* VTEPCTL_STOP_H */
