/* SPDX-License-Identifier: GPL-2.0 */
/* Counters. */
#ifndef VTEP_STATS_H
#define VTEP_STATS_H

#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/u64_stats_sync.h>

#include <vtep/drops.h>

/* What is learned is charged to the control group of who made the VTEP, and
 * within its limit: unlike GFP_ATOMIC, which goes beyond any, and into the
 * reserves.
 */
#define VTEP_LEARN_GFP	(GFP_NOWAIT | __GFP_NOWARN | __GFP_ACCOUNT)

/* What a segment or a peer counts. Per CPU, written with BH off. */
struct vtep_counts {
	u64_stats_t rx_packets;
	u64_stats_t rx_bytes;
	u64_stats_t rx_bum;
	u64_stats_t rx_dropped;
	u64_stats_t tx_packets;
	u64_stats_t tx_bytes;
	u64_stats_t tx_bum;
	u64_stats_t tx_dropped;
	struct u64_stats_sync syncp;
};

/* The same, summed. */
struct vtep_sums {
	u64 rx_packets;
	u64 rx_bytes;
	u64 rx_bum;
	u64 rx_dropped;
	u64 tx_packets;
	u64 tx_bytes;
	u64 tx_bum;
	u64 tx_dropped;
};

/* One counter per row of VTEP_DROPS. Per CPU, written with BH off. */
struct vtep_drops {
	u64_stats_t n[VTEP_DROP_MAX];
	struct u64_stats_sync syncp;
};

/* "Goes on" of the steps of the packet path; any other value is a reason. */
#define VTEP_PASS	VTEP_DROP_MAX

/* One row of the table, for those who print it. */
struct vtep_drop_row {
	const char *name;
	enum vtep_drop_scope scope;	/* without the flag */
	bool policy;
};

extern const struct vtep_drop_row vtep_drop_rows[VTEP_DROP_MAX];

struct vtep_counts __percpu *vtep_counts_alloc(gfp_t gfp);
struct vtep_drops __percpu *vtep_drops_alloc(gfp_t gfp);

/* What each frame is counted by, twice: its segment's and its peer's. All with
 * BH off; @len is bytes from the inner Ethernet header on.
 */

/* A frame received; @bum: it was flooded to us */
static inline void vtep_count_rx(struct vtep_counts __percpu *c,
				 unsigned int len, bool bum)
{
	struct vtep_counts *p = this_cpu_ptr(c);

	u64_stats_update_begin(&p->syncp);
	u64_stats_inc(&p->rx_packets);
	u64_stats_add(&p->rx_bytes, len);
	if (bum)
		u64_stats_inc(&p->rx_bum);
	u64_stats_update_end(&p->syncp);
}

/* A frame handed to the underlay */
static inline void vtep_count_tx(struct vtep_counts __percpu *c,
				 unsigned int len)
{
	struct vtep_counts *p = this_cpu_ptr(c);

	u64_stats_update_begin(&p->syncp);
	u64_stats_inc(&p->tx_packets);
	u64_stats_add(&p->tx_bytes, len);
	u64_stats_update_end(&p->syncp);
}

/* A frame that is flooded, once for all copies */
static inline void vtep_count_bum(struct vtep_counts __percpu *c)
{
	struct vtep_counts *p = this_cpu_ptr(c);

	u64_stats_update_begin(&p->syncp);
	u64_stats_inc(&p->tx_bum);
	u64_stats_update_end(&p->syncp);
}

void vtep_count_why(struct vtep_drops __percpu *d, enum vtep_drop why);
void vtep_count_drop(struct vtep_counts __percpu *c, enum vtep_drop why);

void vtep_sum_counts(const struct vtep_counts __percpu *c,
		     struct vtep_sums *sums);
u64 vtep_sum_drop(const struct vtep_drops __percpu *d, enum vtep_drop why);

#endif /* VTEP_STATS_H */
