// SPDX-License-Identifier: GPL-2.0
/* Where the BUM frames of a segment go: its group, and the membership that
 * makes it heard here; its unicast destinations.
 */
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "segment.h"

static const u8 vtep_zero_mac[ETH_ALEN];

/* The membership */

/**
 * vtep_segment_active() - whether anything above the VTEP uses a segment
 * @vtep: VTEP
 * @v: its segment
 *
 * Context: RTNL.
 *
 * Return: true if so, or if nobody can know (another attachment than vlan).
 */
bool vtep_segment_active(const struct vtep *vtep, const struct vtep_vni *v)
{
	return !vtep->vlans || test_bit(v->vlan, vtep->vlans->active);
}

static bool vtep_segment_wanted(const struct vtep *vtep,
				const struct vtep_vni *v)
{
	return netif_running(vtep->dev) &&
	       vtep_addr_is_multicast(&v->group_addr) &&
	       (v->join == VTEP_JOIN_ALWAYS || vtep_segment_active(vtep, v));
}

/**
 * vtep_segment_update() - hold the membership of the segment's group, or not
 * @vtep: VTEP
 * @v: segment
 *
 * As is right now: the VTEP up, the segment in use or to be joined always. A
 * group it held before is dropped. One that the lower device cannot hold now
 * is pending; that is no error.
 *
 * Context: RTNL.
 *
 * Return: 0; or -ENOMEM, and then the segment holds what it held.
 */
int vtep_segment_update(struct vtep *vtep, struct vtep_vni *v)
{
	ASSERT_RTNL();
	if (vtep_segment_wanted(vtep, v))
		return vtep_group_join(v, vtep->net, &v->group_addr,
				       vtep->cfg.link);
	vtep_group_leave(v);
	return 0;
}

/**
 * vtep_segment_vid() - a VLAN comes into use above the VTEP, or goes out of it
 * @vtep: VTEP of attachment vlan
 * @vid: VLAN; 0 is in use always
 * @active: in use from now on
 *
 * Context: RTNL.
 *
 * Return: 0 or -ENOMEM, then with nothing changed.
 */
int vtep_segment_vid(struct vtep *vtep, u16 vid, bool active)
{
	struct vtep_vni *v;
	int err;

	if (!vid)
		return 0;
	__assign_bit(vid, vtep->vlans->active, active);
	v = rtnl_dereference(vtep->vlans->seg[vid]);
	err = v ? vtep_segment_update(vtep, v) : 0;
	if (err)
		__assign_bit(vid, vtep->vlans->active, !active);
	return err;
}

/* The flood list */

static const struct vtep_fdb_kind vtep_flood_kind = { .state = NUD_PERMANENT };

/* A destination of the all-zero MAC, one that is not there yet; what the list
 * is if it is the first one.
 */
static void vtep_segment_dest_conf(struct vtep_vni *v,
				   const struct vtep_peer_key *peer, u32 vni,
				   const struct vtep_fdb_kind *kind,
				   struct vtep_fdb_conf *conf)
{
	*conf = (struct vtep_fdb_conf){
		.vni	 = v,
		.mac	 = vtep_zero_mac,
		.peer	 = *peer,
		.remote_vni = vni,
		.state	 = kind->state,
		.flags	 = kind->flags,
		.nlflags = NLM_F_CREATE | NLM_F_APPEND | NLM_F_EXCL,
	};
}

/* The configured remote as such. */
static void vtep_segment_remote_conf(const struct vtep *vtep,
				     struct vtep_vni *v,
				     const struct in6_addr *addr, int link,
				     struct vtep_fdb_conf *conf)
{
	struct vtep_peer_key peer;

	vtep_peer_key_init(&peer, addr, vtep->cfg.port, link);
	vtep_segment_dest_conf(v, &peer, 0, &vtep_flood_kind, conf);
}

static const struct in6_addr *
vtep_segment_group_of(const struct in6_addr *addr)
{
	return vtep_addr_is_multicast(addr) ? addr : &in6addr_any;
}

static bool vtep_segment_dest_equal(const struct vtep_fdb_conf *a,
				    const struct vtep_fdb_conf *b)
{
	return !memcmp(&a->peer, &b->peer, sizeof(a->peer));
}

/**
 * vtep_segment_set_remote() - set where BUM goes by configuration
 * @vtep: VTEP; cfg.link is the new one already
 * @v: segment
 * @old: group or unicast address that was set before, any: none
 * @old_link: cfg.link it was set with
 * @addr: group or unicast address, any: none
 *
 * All or nothing. The new destination comes as the old one goes, so that no
 * frame finds none.
 *
 * Context: RTNL.
 *
 * Return: 0, -ENOSPC when the flood list is full, -ENOMEM.
 */
int vtep_segment_set_remote(struct vtep *vtep, struct vtep_vni *v,
			    const struct in6_addr *old, int old_link,
			    const struct in6_addr *addr)
{
	struct in6_addr old_group_addr = v->group_addr;
	bool any = vtep_addr_is_any(addr);
	struct vtep_fdb_conf from, to;
	struct vtep_fdb_turn turn;
	int err;

	ASSERT_RTNL();
	vtep_segment_remote_conf(vtep, v, old, old_link, &from);
	vtep_segment_remote_conf(vtep, v, addr, vtep->cfg.link, &to);
	if (vtep_segment_dest_equal(&from, &to))
		return 0;

	/* `bridge fdb` may have added the one, deleted the other: no matter */
	err = vtep_fdb_turn_begin(&vtep->fdb, &from, any ? NULL : &to, &turn);
	if (err)
		return err;

	v->group_addr = *vtep_segment_group_of(addr);
	err = vtep_segment_update(vtep, v);
	vtep_fdb_turn_end(&vtep->fdb, &turn, !err);
	if (err) {
		v->group_addr = old_group_addr;
		return err;
	}
	if (!ipv6_addr_equal(&v->group_addr, &old_group_addr))
		v->pool_len = 0;	/* it is not the pool's */
	if (vtep->seg == v)
		vtep->cfg.remote = any ? in6addr_any : *addr;
	return 0;
}

/**
 * vtep_segments_relink() - take the groups of all segments to another device
 * @vtep: VTEP; cfg.link is the new one already
 * @old_link: the one before
 *
 * Context: RTNL.
 *
 * Return: 0; or -ENOMEM, then all are where they were.
 */
int vtep_segments_relink(struct vtep *vtep, int old_link)
{
	unsigned long vni, failed;
	struct in6_addr group;
	struct vtep_vni *v;
	int err;

	vtep_for_each_vni(vtep, vni, v) {
		group = v->group_addr;
		err = vtep_segment_set_remote(vtep, v, &group, old_link,
					      &group);
		if (err)
			goto back;
	}
	return 0;

back:
	failed = vni;
	swap(vtep->cfg.link, old_link);
	vtep_for_each_vni(vtep, vni, v) {
		if (vni == failed)
			break;
		group = v->group_addr;
		vtep_segment_set_remote(vtep, v, &group, old_link, &group);
	}
	swap(vtep->cfg.link, old_link);
	return err;
}

/**
 * vtep_segment_flood_change() - change the destinations of BUM frames
 * @vtep: VTEP
 * @v: segment
 * @change: which come and go
 * @kind: what the list is to be if there is none yet, NULL: permanent
 *
 * Context: RTNL.
 *
 * Return: as vtep_fdb_list_change().
 */
int vtep_segment_flood_change(struct vtep *vtep, struct vtep_vni *v,
			      const struct vtep_fdb_list_change *change,
			      const struct vtep_fdb_kind *kind)
{
	static const struct vtep_peer_key none;
	struct vtep_fdb_conf conf;

	vtep_segment_dest_conf(v, &none, 0, kind ?: &vtep_flood_kind, &conf);
	return vtep_fdb_list_change(&vtep->fdb, &conf, change);
}

/**
 * vtep_segment_flood_add() - one more destination of BUM frames
 * @vtep: VTEP
 * @v: segment
 * @peer: the destination
 * @vni: VNI to send it with, 0: the segment's own
 * @kind: what the list is to be if this is its first one, NULL: permanent
 *
 * Context: RTNL.
 *
 * Return: 0, -EEXIST when the list has it already, -ENOSPC when it is full,
 *	-ENOMEM.
 */
int vtep_segment_flood_add(struct vtep *vtep, struct vtep_vni *v,
			   const struct vtep_peer_key *peer, u32 vni,
			   const struct vtep_fdb_kind *kind)
{
	struct vtep_fdb_conf conf;

	vtep_segment_dest_conf(v, peer, vni, kind ?: &vtep_flood_kind, &conf);
	return vtep_fdb_set(&vtep->fdb, &conf, NULL);
}

/**
 * vtep_segment_flood_del() - one destination of BUM frames less
 * @vtep: VTEP
 * @v: segment
 * @peer: the destination
 * @vni: VNI it is sent with, 0: the segment's own
 *
 * Context: RTNL.
 *
 * Return: 0, -ENOENT when the list has no such, -ENOMEM.
 */
int vtep_segment_flood_del(struct vtep *vtep, struct vtep_vni *v,
			   const struct vtep_peer_key *peer, u32 vni)
{
	struct vtep_fdb_conf conf;

	vtep_segment_dest_conf(v, peer, vni, &vtep_flood_kind, &conf);
	return vtep_fdb_del(&vtep->fdb, &conf, false, NULL);
}

/**
 * vtep_segment_floods_to() - whether BUM frames go to a destination
 * @v: segment
 * @peer: the destination
 * @vni: VNI it is sent with, 0: the segment's own
 *
 * Context: RTNL.
 *
 * Return: true if the flood list has it, by whatever configuration.
 */
bool vtep_segment_floods_to(const struct vtep_vni *v,
			    const struct vtep_peer_key *peer, u32 vni)
{
	const struct vtep_remotes *list = rtnl_dereference(v->flood);

	return list && vtep_remotes_index(list, peer, vni) >= 0;
}

/**
 * vtep_segment_flood_kind() - what the flood list is
 * @vtep: VTEP
 * @v: segment
 * @kind: filled in: as `bridge fdb` made it, or as it would be made
 *
 * Context: RTNL.
 */
void vtep_segment_flood_kind(struct vtep *vtep, const struct vtep_vni *v,
			     struct vtep_fdb_kind *kind)
{
	*kind = vtep_flood_kind;
	vtep_fdb_kind(&vtep->fdb, v, vtep_zero_mac, kind);
}
