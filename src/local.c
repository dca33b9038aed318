// SPDX-License-Identifier: GPL-2.0
/* The table of local MACs; see local.h. */
#include <linux/etherdevice.h>
#include <linux/slab.h>

#include "local.h"
#include "stats.h"

static const struct rhashtable_params vtep_local_params = {
	.head_offset = offsetof(struct vtep_local, node),
	.key_offset = offsetof(struct vtep_local, key),
	.key_len = sizeof(struct vtep_local_key),
	.nelem_hint = 3,	/* most VTEPs have none */
	.automatic_shrinking = true,
};

/* Ids fit the signed positions of netlink dumps. */
#define VTEP_LOCAL_IDS	XA_LIMIT(0, INT_MAX - 1)

/**
 * vtep_locals_init() - make an empty table
 * @locals: the table
 *
 * Return: 0 or -ENOMEM.
 */
int vtep_locals_init(struct vtep_locals *locals)
{
	xa_init_flags(&locals->ids, XA_FLAGS_ALLOC | XA_FLAGS_ACCOUNT);
	locals->bridged = 0;
	locals->reading = false;
	return rhashtable_init(&locals->ht, &vtep_local_params);
}

/**
 * vtep_locals_destroy() - free a table
 * @locals: the table, made by vtep_locals_init(), and empty by now
 */
void vtep_locals_destroy(struct vtep_locals *locals)
{
	WARN_ON_ONCE(atomic_read(&locals->ht.nelems));
	xa_destroy(&locals->ids);
	rhashtable_destroy(&locals->ht);
}

/* Also one that is gone. */
static struct vtep_local *vtep_local_lookup(struct vtep_locals *locals,
					    u32 scope, const u8 *mac)
{
	struct vtep_local_key key = { .scope = scope };

	ether_addr_copy(key.mac, mac);
	return rhashtable_lookup_fast(&locals->ht, &key, vtep_local_params);
}

/**
 * vtep_local_find() - look an entry up
 * @locals: the table
 * @scope: VNI, or VTEP_LOCAL_VLAN | VLAN
 * @mac: Ethernet address
 *
 * Context: RCU read section, within which the result is good; or the FDB's
 *	lock.
 *
 * Return: the entry or NULL.
 */
struct vtep_local *vtep_local_find(struct vtep_locals *locals, u32 scope,
				   const u8 *mac)
{
	struct vtep_local *l = vtep_local_lookup(locals, scope, mac);

	return l && !READ_ONCE(l->gone) ? l : NULL;
}

/**
 * vtep_local_match() - does a MAC live here?
 * @locals: the table
 * @vni: segment of the frame that says it lives elsewhere
 * @vid: VLAN of the bridge that the frame would be in, VTEP_LOCAL_ANY if only
 *	the bridge can tell
 * @mac: its source
 *
 * Context: as vtep_local_find().
 *
 * Return: an entry that says so, or NULL.
 */
struct vtep_local *vtep_local_match(struct vtep_locals *locals, u32 vni,
				    u16 vid, const u8 *mac)
{
	struct vtep_local *l;

	if (!atomic_read(&locals->ht.nelems))
		return NULL;
	l = vtep_local_find(locals, vni, mac);
	return l ?: vtep_local_find(locals, VTEP_LOCAL_VLAN | vid, mac);
}

/**
 * vtep_local_next() - iterate the entries
 * @locals: the table
 * @id: where to go on: 0 at first; moved behind the entry returned
 *
 * Those that are gone come as well.
 *
 * Context: as vtep_local_find().
 *
 * Return: the entry with the smallest id not below *@id, or NULL.
 */
struct vtep_local *vtep_local_next(struct vtep_locals *locals, u32 *id)
{
	unsigned long i = *id;
	struct vtep_local *l;

	l = xa_find(&locals->ids, &i, INT_MAX, XA_PRESENT);
	if (l)
		*id = i + 1;
	return l;
}

/* Everything below is under the FDB's lock. */

static struct vtep_local *vtep_local_add(struct vtep_locals *locals, u32 scope,
					 const u8 *mac)
{
	struct vtep_local *l;

	l = kzalloc(sizeof(*l), VTEP_LEARN_GFP);
	if (!l)
		return NULL;
	l->key.scope = scope;
	ether_addr_copy(l->key.mac, mac);

	if (xa_alloc(&locals->ids, &l->id, l, VTEP_LOCAL_IDS, VTEP_LEARN_GFP))
		goto free;
	if (rhashtable_insert_fast(&locals->ht, &l->node, vtep_local_params))
		goto erase;
	return l;

erase:
	xa_erase(&locals->ids, l->id);
free:
	kfree(l);
	return NULL;
}

static void vtep_local_remove(struct vtep_locals *locals, struct vtep_local *l)
{
	rhashtable_remove_fast(&locals->ht, &l->node, vtep_local_params);
	xa_erase(&locals->ids, l->id);
	kfree_rcu(l, rcu);
}

/**
 * vtep_local_set() - configure a local MAC
 * @locals: the table
 * @vni: segment
 * @mac: MAC
 * @list: vni->locals of the segment
 *
 * Return: 0, -EEXIST or -ENOMEM.
 */
int vtep_local_set(struct vtep_locals *locals, u32 vni, const u8 *mac,
		   struct hlist_head *list)
{
	struct vtep_local *l;

	if (vtep_local_lookup(locals, vni, mac))
		return -EEXIST;
	l = vtep_local_add(locals, vni, mac);
	if (!l)
		return -ENOMEM;
	hlist_add_head(&l->sibling, list);
	return 0;
}

/* @l is found under any VLAN, too. */
static int vtep_local_hang(struct vtep_locals *locals, struct vtep_local *l)
{
	const u32 scope = VTEP_LOCAL_VLAN | VTEP_LOCAL_ANY;
	struct vtep_local *any;

	any = vtep_local_lookup(locals, scope, l->key.mac);
	if (!any)
		any = vtep_local_add(locals, scope, l->key.mac);
	if (!any)
		return -ENOMEM;
	hlist_add_head(&l->sibling, &any->vlans);
	return 0;
}

static void vtep_local_unhang(struct vtep_locals *locals, struct vtep_local *l)
{
	struct vtep_local *any;

	if (hlist_unhashed(&l->sibling))
		return;
	hlist_del_init(&l->sibling);
	if (!vtep_local_is_bridged(l))
		return;
	any = vtep_local_lookup(locals, VTEP_LOCAL_VLAN | VTEP_LOCAL_ANY,
				l->key.mac);
	if (any && hlist_empty(&any->vlans))
		vtep_local_remove(locals, any);
}

/**
 * vtep_local_del() - an entry goes
 * @locals: the table
 * @l: entry of a segment or of one VLAN; freed after a grace period
 */
void vtep_local_del(struct vtep_locals *locals, struct vtep_local *l)
{
	vtep_local_unhang(locals, l);
	if (vtep_local_is_bridged(l))
		locals->bridged--;
	vtep_local_remove(locals, l);
}

/* A new entry of a VLAN. */
static struct vtep_local *vtep_local_new(struct vtep_locals *locals, u16 vid,
					 const u8 *mac)
{
	struct vtep_local *l;

	l = vtep_local_add(locals, VTEP_LOCAL_VLAN | vid, mac);
	if (l)
		locals->bridged++;
	return l;
}

/**
 * vtep_local_came() - the bridge has a MAC on this side
 * @locals: the table
 * @vid: VLAN in which it has it
 * @mac: MAC
 * @read: read from the bridge's table, not told: what was told is younger
 *
 * Return: 1 if that is news, 0 if not, -ENOSPC or -ENOMEM.
 */
int vtep_local_came(struct vtep_locals *locals, u16 vid, const u8 *mac,
		    bool read)
{
	struct vtep_local *l;

	l = vtep_local_lookup(locals, VTEP_LOCAL_VLAN | vid, mac);
	if (l) {
		if (!read)
			l->told = true;
		if (read || !l->gone)
			return 0;
	} else {
		if (locals->bridged >= VTEP_LOCAL_LIMIT)
			return -ENOSPC;
		l = vtep_local_new(locals, vid, mac);
		if (!l)
			return -ENOMEM;
		l->told = !read;
	}

	if (vtep_local_hang(locals, l)) {
		vtep_local_del(locals, l);
		return -ENOMEM;
	}
	WRITE_ONCE(l->gone, false);
	return 1;
}

/**
 * vtep_local_left() - the bridge has a MAC no more, or behind the VTEP
 * @locals: the table
 * @vid: VLAN in which it had it
 * @mac: MAC
 *
 * While the bridge is being read, what was read just before may say otherwise.
 * Without the memory to note that, a MAC too much is protected until somebody
 * claims it, see vtep_bridge_claimed().
 */
void vtep_local_left(struct vtep_locals *locals, u16 vid, const u8 *mac)
{
	struct vtep_local *l;

	l = vtep_local_lookup(locals, VTEP_LOCAL_VLAN | vid, mac);
	if (!locals->reading) {
		if (l)
			vtep_local_del(locals, l);
		return;
	}

	if (!l && locals->bridged < VTEP_LOCAL_LIMIT)
		l = vtep_local_new(locals, vid, mac);
	if (!l)
		return;
	WRITE_ONCE(l->gone, true);
	vtep_local_unhang(locals, l);
}

/**
 * vtep_local_claimed() - note that somebody else claimed a MAC
 * @locals: the table
 * @l: entry for which that was refused
 *
 * Context: BH off, RCU read section.
 */
void vtep_local_claimed(struct vtep_locals *locals, const struct vtep_local *l)
{
	/* One that was just deleted is not marked. */
	if (!xa_get_mark(&locals->ids, l->id, VTEP_LOCAL_CLAIMED))
		xa_set_mark(&locals->ids, l->id, VTEP_LOCAL_CLAIMED);
}
