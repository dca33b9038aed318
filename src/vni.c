// SPDX-License-Identifier: GPL-2.0
/* Segments and the table received frames find them in; see vni.h. */
#include <linux/hash.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "ledger.h"
#include "vni.h"

/* Both are inlined, where the table's own would be calls, for each frame. VNIs
 * are the administrator's: their hash can be simple.
 */
static u32 vtep_vni_hash(const void *key, u32 len, u32 seed)
{
	u32 h = (*(const u32 *)key ^ seed) * GOLDEN_RATIO_32;

	return h ^ h >> 16;
}

static int vtep_vni_differs(struct rhashtable_compare_arg *arg,
			    const void *obj)
{
	const struct vtep_vni *v = obj;

	return v->vni != *(const u32 *)arg->key;
}

static const struct rhashtable_params vtep_vni_params = {
	.head_offset = offsetof(struct vtep_vni, node),
	.key_offset = offsetof(struct vtep_vni, vni),
	.key_len = sizeof_field(struct vtep_vni, vni),
	.hashfn = vtep_vni_hash,
	.obj_cmpfn = vtep_vni_differs,
	.automatic_shrinking = true,
};

/**
 * vtep_vnis_init() - make an empty table of segments
 * @vnis: the table
 *
 * Return: 0 or -ENOMEM.
 */
int vtep_vnis_init(struct vtep_vnis *vnis)
{
	RCU_INIT_POINTER(vnis->any, NULL);
	return rhashtable_init(&vnis->ht, &vtep_vni_params);
}

/**
 * vtep_vnis_destroy() - free a table whose segments have all been deleted
 * @vnis: the table
 */
void vtep_vnis_destroy(struct vtep_vnis *vnis)
{
	WARN_ON_ONCE(atomic_read(&vnis->ht.nelems) ||
		     rcu_access_pointer(vnis->any));
	rhashtable_destroy(&vnis->ht);
}

/**
 * vtep_vnis_add() - let received frames find a segment
 * @vnis: table of the VTEP's socket
 * @v: the segment, complete
 *
 * Context: RTNL.
 *
 * Return: 0, -EEXIST when its VNI is there already, or another error of the
 *	hash table.
 */
int vtep_vnis_add(struct vtep_vnis *vnis, struct vtep_vni *v)
{
	if (v->vni == VTEP_VNI_ANY) {
		if (rcu_access_pointer(vnis->any))
			return -EEXIST;
		rcu_assign_pointer(vnis->any, v);
		return 0;
	}
	return rhashtable_lookup_insert_fast(&vnis->ht, &v->node,
					     vtep_vni_params);
}

/**
 * vtep_vnis_del() - keep received frames from finding a segment
 * @vnis: table it is in
 * @v: the segment; those who found it may use it until a grace period is over
 *
 * Context: RTNL.
 */
void vtep_vnis_del(struct vtep_vnis *vnis, struct vtep_vni *v)
{
	if (v->vni == VTEP_VNI_ANY) {
		if (rcu_access_pointer(vnis->any) == v)
			RCU_INIT_POINTER(vnis->any, NULL);
		return;
	}
	rhashtable_remove_fast(&vnis->ht, &v->node, vtep_vni_params);
}

/**
 * vtep_vnis_find() - the segment that has a VNI
 * @vnis: table
 * @vni: the VNI, or VTEP_VNI_ANY
 *
 * Context: RCU read section, within which the result is good.
 *
 * Return: the segment or NULL.
 */
struct vtep_vni *vtep_vnis_find(struct vtep_vnis *vnis, u32 vni)
{
	if (vni == VTEP_VNI_ANY)
		return rcu_dereference(vnis->any);
	return rhashtable_lookup(&vnis->ht, &vni, vtep_vni_params);
}

/**
 * vtep_vnis_match() - the segment a received frame is for
 * @vnis: table of the socket the frame came in by
 * @vni: VNI of the frame
 *
 * Context: RCU read section, within which the result is good.
 *
 * Return: the segment that has the VNI, else that of all others, else NULL.
 */
struct vtep_vni *vtep_vnis_match(struct vtep_vnis *vnis, u32 vni)
{
	struct vtep_vni *v;

	v = rhashtable_lookup(&vnis->ht, &vni, vtep_vni_params);
	return v ?: rcu_dereference(vnis->any);
}

/**
 * vtep_vni_alloc() - make a segment that nobody finds yet
 * @vtep: VTEP it will belong to
 * @vni: its VNI, at most VTEP_VNI_MAX
 *
 * Context: process context.
 *
 * Return: the segment, for vtep_vni_free(), or NULL without memory.
 */
struct vtep_vni *vtep_vni_alloc(struct vtep *vtep, u32 vni)
{
	struct vtep_vni *v;

	v = kzalloc(sizeof(*v), GFP_KERNEL_ACCOUNT);
	if (!v)
		return NULL;

	v->counts = vtep_counts_alloc(GFP_KERNEL_ACCOUNT);
	if (!v->counts) {
		kfree(v);
		return NULL;
	}

	v->vtep = vtep;
	v->vni = vni;
	INIT_LIST_HEAD(&v->macs);
	vtep_made(VTEP_THING_SEGMENT);
	return v;
}

static void vtep_vni_free_rcu(struct rcu_head *rcu)
{
	struct vtep_vni *v = container_of(rcu, struct vtep_vni, rcu);

	kvfree(rcu_dereference_protected(v->sources, true));
	kfree(rcu_dereference_protected(v->rules, true));
	kfree(rcu_dereference_protected(v->storm, true));
	free_percpu(v->counts);
	kfree(v->tally);
	kfree(v);
	vtep_freed(VTEP_THING_SEGMENT);
}

/**
 * vtep_vni_free() - free a segment after a grace period
 * @v: the segment, out of every table, with no FDB entry and no flood list
 */
void vtep_vni_free(struct vtep_vni *v)
{
	WARN_ON_ONCE(rcu_access_pointer(v->flood));
	call_rcu(&v->rcu, vtep_vni_free_rcu);
}
