/* SPDX-License-Identifier: GPL-2.0 */
/* Segments: one virtual layer-2 network each, named by its VNI.
 *
 * A segment belongs to one VTEP and, from vtep_vnis_add() on, is found by
 * received frames through the table of the VTEP's UDP socket. A VNI is in
 * that table once (RFC 7348 section 4: it names one network), whatever the
 * number of VTEPs that share the socket. The VTEP keeps its own in order, for
 * all that is not about frames.
 */
#ifndef VTEP_VNI_H
#define VTEP_VNI_H

#include <linux/rhashtable.h>

#include "blame.h"
#include "peer.h"
#include "rank.h"
#include "rules.h"
#include "source.h"
#include "storm.h"

struct vtep;
struct vtep_group;

/* No VNI: the segment of all those that have none of their own. */
#define VTEP_VNI_ANY	BIT(24)

struct vtep_vni {
	/* read by every frame */
	struct rhash_head node;		/* vtep_vnis.ht; by vni */
	u32 vni;			/* constant */
	u8 learning;			/* 0 or 1; written under RTNL */
	u16 vlan;			/* attachment vlan; 0: none. Constant */
	struct vtep *vtep;		/* constant */
	struct vtep_counts __percpu *counts;
	struct vtep_rules __rcu *rules;	/* in which it differs from its VTEP;
					 * NULL: in none; RCU, RTNL
					 */
	struct vtep_storm __rcu *storm;	/* its rates; NULL: none; likewise */
	struct vtep_remotes __rcu *flood; /* where BUM goes, NULL: nowhere;
					   * the list of the FDB's all-zero
					   * entry, written under fdb->lock
					   */
	struct vtep_group __rcu *group;	/* membership, held while the VTEP is
					 * up; NULL otherwise; RCU, RTNL
					 */

	/* read by some */
	struct vtep_sources __rcu *sources; /* its own; NULL: those of the
					     * VTEP; RCU, RTNL
					     */
	struct vtep_tally *tally;	/* NULL: nothing of it was dropped */
	atomic_t learned;		/* MACs learned now */
	u32 limit;			/* most of them; 0: the VTEP's limit */
	u32 ageing;			/* seconds, 0: for ever; under RTNL */
	u32 limit_said;			/* as in struct vtep_fdb */
	bool dead;		/* learns no more; under fdb->lock */
	struct list_head macs;	/* configured ones, vtep_fdb_entry.sibling;
				 * under fdb->lock
				 */
	struct vtep_ranking shares;	/* learned ones, vtep_share.of_vni;
					 * likewise
					 */
	struct hlist_head locals; /* vtep_local.sibling; likewise */

	/* configuration, under RTNL */
	struct in6_addr group_addr;	/* any: none */
	u8 pool_len;			/* prefix it is out of, 0: none */
	u8 join;			/* enum vtep_join */
	struct list_head member;	/* group->members, if there is one */
	struct rcu_head rcu;
};

/* The segments that one UDP socket serves. Writers hold RTNL. */
struct vtep_vnis {
	struct rhashtable ht;
	struct vtep_vni __rcu *any;	/* that of VTEP_VNI_ANY, or NULL */
};

int vtep_vnis_init(struct vtep_vnis *vnis);
void vtep_vnis_destroy(struct vtep_vnis *vnis);
int vtep_vnis_add(struct vtep_vnis *vnis, struct vtep_vni *v);
void vtep_vnis_del(struct vtep_vnis *vnis, struct vtep_vni *v);
struct vtep_vni *vtep_vnis_find(struct vtep_vnis *vnis, u32 vni);
struct vtep_vni *vtep_vnis_match(struct vtep_vnis *vnis, u32 vni);

struct vtep_vni *vtep_vni_alloc(struct vtep *vtep, u32 vni);
void vtep_vni_free(struct vtep_vni *v);

#endif /* VTEP_VNI_H */
