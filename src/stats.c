// SPDX-License-Identifier: GPL-2.0
/* Counters. */
#include <linux/netdevice.h>
#include <linux/percpu.h>

#include "stats.h"

#define VTEP_DROP_ROW(_id, _name, _scope, _reason, _text)		\
	[VTEP_DROP_##_id] = {						\
		.name	= _name,					\
		.scope	= VTEP_SCOPE_##_scope & ~VTEP_SCOPE_POLICY,	\
		.policy	= VTEP_SCOPE_##_scope & VTEP_SCOPE_POLICY,	\
	},

const struct vtep_drop_row vtep_drop_rows[VTEP_DROP_MAX] = {
	VTEP_DROPS(VTEP_DROP_ROW)
};

/**
 * vtep_counts_alloc() - make per-CPU counters of a segment or peer
 * @gfp: GFP_KERNEL_ACCOUNT, or VTEP_LEARN_GFP
 *
 * Return: zeroed counters, for free_percpu(), or NULL.
 */
struct vtep_counts __percpu *vtep_counts_alloc(gfp_t gfp)
{
	struct vtep_counts __percpu *c;
	int cpu;

	c = alloc_percpu_gfp(struct vtep_counts, gfp);
	if (!c)
		return NULL;

	for_each_possible_cpu(cpu)
		u64_stats_init(&per_cpu_ptr(c, cpu)->syncp);
	return c;
}

/**
 * vtep_drops_alloc() - make per-CPU drop counters of a VTEP or socket
 * @gfp: allocation flags
 *
 * Return: zeroed counters, for free_percpu(), or NULL.
 */
struct vtep_drops __percpu *vtep_drops_alloc(gfp_t gfp)
{
	struct vtep_drops __percpu *d;
	int cpu;

	d = alloc_percpu_gfp(struct vtep_drops, gfp);
	if (!d)
		return NULL;

	for_each_possible_cpu(cpu)
		u64_stats_init(&per_cpu_ptr(d, cpu)->syncp);
	return d;
}

/**
 * vtep_sum_counts() - add up per-CPU counters
 * @c: counters
 * @sums: added to, so that several can be summed; the caller zeroes it
 *
 * Context: any.
 */
void vtep_sum_counts(const struct vtep_counts __percpu *c,
		     struct vtep_sums *sums)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct vtep_counts *p = per_cpu_ptr(c, cpu);
		struct vtep_sums one;
		unsigned int start;

		do {
			start = u64_stats_fetch_begin(&p->syncp);
			one.rx_packets = u64_stats_read(&p->rx_packets);
			one.rx_bytes = u64_stats_read(&p->rx_bytes);
			one.rx_bum = u64_stats_read(&p->rx_bum);
			one.rx_dropped = u64_stats_read(&p->rx_dropped);
			one.tx_packets = u64_stats_read(&p->tx_packets);
			one.tx_bytes = u64_stats_read(&p->tx_bytes);
			one.tx_bum = u64_stats_read(&p->tx_bum);
			one.tx_dropped = u64_stats_read(&p->tx_dropped);
		} while (u64_stats_fetch_retry(&p->syncp, start));

		sums->rx_packets += one.rx_packets;
		sums->rx_bytes += one.rx_bytes;
		sums->rx_bum += one.rx_bum;
		sums->rx_dropped += one.rx_dropped;
		sums->tx_packets += one.tx_packets;
		sums->tx_bytes += one.tx_bytes;
		sums->tx_bum += one.tx_bum;
		sums->tx_dropped += one.tx_dropped;
	}
}

/**
 * vtep_sum_drop() - add up one drop counter
 * @d: counters
 * @why: which
 *
 * Return: the sum over CPUs.
 */
u64 vtep_sum_drop(const struct vtep_drops __percpu *d, enum vtep_drop why)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct vtep_drops *p = per_cpu_ptr(d, cpu);
		unsigned int start;
		u64 one;

		do {
			start = u64_stats_fetch_begin(&p->syncp);
			one = u64_stats_read(&p->n[why]);
		} while (u64_stats_fetch_retry(&p->syncp, start));

		sum += one;
	}
	return sum;
}

/**
 * vtep_count_why() - count a reason
 * @d: counters of the VTEP or socket
 * @why: the reason
 *
 * Context: BH off.
 */
void vtep_count_why(struct vtep_drops __percpu *d, enum vtep_drop why)
{
	struct vtep_drops *p = this_cpu_ptr(d);

	u64_stats_update_begin(&p->syncp);
	u64_stats_inc(&p->n[why]);
	u64_stats_update_end(&p->syncp);
}

/**
 * vtep_count_drop() - count a frame that is dropped, on its way in or out
 * @c: counters of the segment or peer
 * @why: the reason
 *
 * Context: BH off.
 */
void vtep_count_drop(struct vtep_counts __percpu *c, enum vtep_drop why)
{
	struct vtep_counts *p = this_cpu_ptr(c);

	u64_stats_update_begin(&p->syncp);
	if (vtep_drop_rows[why].scope == VTEP_SCOPE_TX)
		u64_stats_inc(&p->tx_dropped);
	else
		u64_stats_inc(&p->rx_dropped);
	u64_stats_update_end(&p->syncp);
}
