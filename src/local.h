/* SPDX-License-Identifier: GPL-2.0 */
/* MACs that live on this side of a VTEP: those that the rule `protect` lets no
 * sender beyond it claim.
 *
 * Two sorts, in one table:
 *  - configured (`vtepctl local add`), of one segment;
 *  - of the bridge that the VTEP is a port of: its own MACs and those behind
 *    its other ports, by the VLAN in which it has them, 0 where it does not
 *    tell VLANs apart. They are kept as the bridge has them, not by segment:
 *    the VLAN of a segment's frames may change at any time (see bridge.h), and
 *    what the bridge knows does not change with it. For frames whose VLAN only
 *    the bridge can tell, there is one more entry for each MAC, of any VLAN,
 *    which goes with the last of those it stands for.
 *
 * What the bridge has is bounded, since any user of a network namespace may
 * make up MACs behind a port; what does not fit is not protected. Configured
 * ones are not bounded, but for the memory of who configures them.
 *
 * Readers are lockless under RCU, writers hold the FDB's lock: so no frame can
 * be learned from while its MAC becomes local.
 */
#ifndef VTEP_LOCAL_H
#define VTEP_LOCAL_H

#include <linux/if_ether.h>
#include <linux/if_vlan.h>
#include <linux/rhashtable.h>
#include <linux/xarray.h>

#define VTEP_LOCAL_LIMIT	65536	/* MACs of the bridge, by VLAN */
#define VTEP_LOCAL_ANY		VLAN_N_VID /* stands for any VLAN */
#define VTEP_LOCAL_VLAN		BIT(30)	/* of the scopes that are VLANs */

struct vtep_local_key {
	u32 scope;		/* VNI; or VTEP_LOCAL_VLAN | VLAN */
	u8 mac[ETH_ALEN];
	u8 zero[2];		/* keeps the key free of padding */
};

struct vtep_local {
	struct rhash_head node;		/* locals->ht */
	struct vtep_local_key key;	/* constant */
	u32 id;				/* constant; locals->ids */
	bool gone;		/* left while the bridge is being read, and is
				 * not to come back by what was read; nobody
				 * finds it
				 */
	bool told;		/* since it was asked for; see bridge.c */
	struct hlist_head vlans; /* of VTEP_LOCAL_ANY: those it stands for */
	struct hlist_node sibling; /* in @vlans of that, or vni->locals */
	struct rcu_head rcu;
};

struct vtep_locals {
	struct rhashtable ht;
	struct xarray ids;	/* id -> entry, for dumps that resume. Marked:
				 * a claim was refused for it
				 */
	unsigned int bridged;	/* entries of one VLAN each */
	bool reading;		/* the bridge is being read */
};

#define VTEP_LOCAL_CLAIMED	XA_MARK_1 /* 0 is what finds free ids */

static inline bool vtep_local_is_bridged(const struct vtep_local *l)
{
	return l->key.scope & VTEP_LOCAL_VLAN;
}

static inline u16 vtep_local_vid(const struct vtep_local *l)
{
	return l->key.scope & ~VTEP_LOCAL_VLAN;
}

int vtep_locals_init(struct vtep_locals *locals);
void vtep_locals_destroy(struct vtep_locals *locals);

struct vtep_local *vtep_local_find(struct vtep_locals *locals, u32 scope,
				   const u8 *mac);
struct vtep_local *vtep_local_match(struct vtep_locals *locals, u32 vni,
				    u16 vid, const u8 *mac);
struct vtep_local *vtep_local_next(struct vtep_locals *locals, u32 *id);

/* configured */
int vtep_local_set(struct vtep_locals *locals, u32 vni, const u8 *mac,
		   struct hlist_head *list);
void vtep_local_del(struct vtep_locals *locals, struct vtep_local *l);

/* of the bridge */
int vtep_local_came(struct vtep_locals *locals, u16 vid, const u8 *mac,
		    bool read);
void vtep_local_left(struct vtep_locals *locals, u16 vid, const u8 *mac);
void vtep_local_claimed(struct vtep_locals *locals, const struct vtep_local *l);

#endif /* VTEP_LOCAL_H */
