// SPDX-License-Identifier: GPL-2.0
/* Runs the unit tests; see selftest.h. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/prandom.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "selftest.h"

/* A model and the real thing part for ever once they part. */
#define FAILURES_SHOWN	10

static const struct vtep_test *const vtep_test_lists[] = {
	vtep_vnis_tests,
	vtep_source_tests,
	vtep_peer_id_tests,
	vtep_mcast_tests,
	vtep_fdb_table_tests,
	vtep_fdb_model_tests,
	vtep_fdb_limit_tests,
	vtep_fdb_tests,
};

/* Of the running test; tests run one after the other. */
static struct rnd_state rnd;
static unsigned int failures;

/**
 * vtep_test_fail() - note a failure of the running test; VTEP_EXPECT() does
 * @file: where
 * @line: where
 * @what: what does not hold
 */
void vtep_test_fail(const char *file, int line, const char *what)
{
	if (failures++ < FAILURES_SHOWN)
		pr_info("# %s:%d: not so: %s\n", kbasename(file), line,
			what);
}

/**
 * vtep_test_failed() - whether the running test has failed yet
 *
 * For loops, which are over then.
 *
 * Return: true if it has.
 */
bool vtep_test_failed(void)
{
	return failures;
}

/**
 * vtep_test_rand() - choose at random
 * @below: how many choices there are; not 0
 *
 * Return: one of 0 to @below - 1.
 */
u32 vtep_test_rand(u32 below)
{
	return prandom_u32_state(&rnd) % below;
}

static bool vtep_test_run(const struct vtep_test *test, int nr)
{
	prandom_seed_state(&rnd, 4789);
	failures = 0;
	test->run();
	pr_info("%sok %d %s\n", failures ? "not " : "", nr, test->name);
	cond_resched();
	return !failures;
}

static int __init vtep_test_init(void)
{
	const struct vtep_test *test;
	int total = 0, failed = 0;
	int i;

	for (i = 0; i < ARRAY_SIZE(vtep_test_lists); i++)
		for (test = vtep_test_lists[i]; test->name; test++)
			total++;
	pr_info("KTAP version 1\n");
	pr_info("1..%d\n", total);

	total = 0;
	for (i = 0; i < ARRAY_SIZE(vtep_test_lists); i++)
		for (test = vtep_test_lists[i]; test->name; test++)
			if (!vtep_test_run(test, ++total))
				failed++;

	pr_info("# Totals: pass:%d fail:%d\n", total - failed, failed);
	return failed ? -EBADMSG : 0;
}
module_init(vtep_test_init);

static void __exit vtep_test_exit(void)
{
}
module_exit(vtep_test_exit);

MODULE_DESCRIPTION("Unit tests of vtep");
MODULE_LICENSE("GPL");
