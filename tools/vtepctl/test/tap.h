/* SPDX-License-Identifier: GPL-2.0 */
/* TAP, and the few comparisons the tests need. One test is one row of a table
 * or one function; its number of checks does not matter.
 */
#ifndef VTEPCTL_TEST_TAP_H
#define VTEPCTL_TEST_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_tests, tap_failures;
static bool tap_bad;

/* Says why, and makes the test under way fail. */
__attribute__((format(printf, 1, 2), unused))
static void fail(const char *fmt, ...)
{
	va_list ap;

	tap_bad = true;
	fputs("# ", stdout);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

__attribute__((unused))
static void same_str(const char *what, const char *got, const char *want)
{
	if (strcmp(got, want))
		fail("%s\n#   got:  %s\n#   want: %s", what, got, want);
}

#define same_uint(_what, _got, _want) do {				\
	unsigned long long _g = (_got), _w = (_want);			\
	if (_g != _w)							\
		fail("%s: got %llu, want %llu", _what, _g, _w);		\
} while (0)

__attribute__((format(printf, 1, 2), unused))
static void test_end(const char *fmt, ...)
{
	va_list ap;

	printf("%sok %d - ", tap_bad ? "not " : "", ++tap_tests);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	tap_failures += tap_bad;
	tap_bad = false;
	fflush(stdout);
}

__attribute__((unused))
static int tap_done(void)
{
	printf("1..%d\n", tap_tests);
	return tap_failures || !tap_tests;
}

#endif /* VTEPCTL_TEST_TAP_H */
