/* SPDX-License-Identifier: GPL-2.0 */
/* The module's unit tests, a module of their own: vtep_test.ko.
 *
 * It tests the functions of the loaded vtep.ko, which exports them when it
 * is built with VTEP_SELFTEST=1 (see export.c). Loading it runs all tests,
 * writes KTAP to the kernel log, and fails when a test failed:
 *
 *	insmod vtep.ko && insmod vtep_test.ko; dmesg | grep vtep_test:
 *
 * Random choices come from vtep_test_rand(), which starts from the same seed
 * in every test: what failed once fails again.
 */
#ifndef VTEP_SELFTEST_H
#define VTEP_SELFTEST_H

#include <linux/types.h>

struct vtep_test {
	const char *name;	/* "table: what is promised"; NULL: the end */
	void (*run)(void);	/* process context, no locks held */
};

/* Note a failure of the running test unless @cond holds; its value. */
#define VTEP_EXPECT(cond) ({						\
	bool __ok = (cond);						\
									\
	if (!__ok)							\
		vtep_test_fail(__FILE__, __LINE__, #cond);		\
	__ok;								\
})

void vtep_test_fail(const char *file, int line, const char *what);
bool vtep_test_failed(void);
u32 vtep_test_rand(u32 below);

/* One list per file, run in this order. */
extern const struct vtep_test vtep_vnis_tests[];
extern const struct vtep_test vtep_source_tests[];
extern const struct vtep_test vtep_peer_id_tests[];
extern const struct vtep_test vtep_mcast_tests[];
extern const struct vtep_test vtep_fdb_table_tests[];
extern const struct vtep_test vtep_fdb_model_tests[];
extern const struct vtep_test vtep_fdb_limit_tests[];
extern const struct vtep_test vtep_fdb_tests[];

#endif /* VTEP_SELFTEST_H */
