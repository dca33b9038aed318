/* SPDX-License-Identifier: GPL-2.0 */
/* Which code of the module a thing that this thread does has reached: the kernel's
 * KCOV, where it has it, of modules built with KCOV_INSTRUMENT=y (our own alone).
 */
#ifndef FUZZ_KCOV_H
#define FUZZ_KCOV_H

#include <stdbool.h>

/* Begin to watch this thread. False: the kernel has no KCOV; the others do nothing
 * then, and nothing is ever new.
 */
bool kcov_open(void);

/* Forget what was reached so far; then do it; then ask. */
void kcov_start(void);

/* How many places were reached since kcov_start() that never were before */
unsigned int kcov_new(void);

/* The same when many things were done, of which one is to be found: places are new to
 * kcov_new() still. But none is new to this one twice.
 */
unsigned int kcov_new_of_many(void);

/* How many there are in all */
unsigned int kcov_total(void);

#endif /* FUZZ_KCOV_H */
