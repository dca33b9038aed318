/* SPDX-License-Identifier: GPL-2.0 */
/* Segments of a VTEP together with their group and flood list.
 *
 * The meeting point of vni, mcast, socket and fdb: `ip link` of attachment
 * `id` and `vtepctl vni` both come here, so that one VNI and thousands take
 * the same path. All under RTNL; all undo what they did when they fail.
 */
#ifndef VTEP_SEGMENT_H
#define VTEP_SEGMENT_H

#include "vtep.h"

/* Whether @vni is free on the UDP socket @vs; -EEXIST, with extack naming the
 * VTEP that has it, when it is not.
 */
int vtep_segment_check(struct vtep_sock *vs, u32 vni,
		       const struct nlattr *attr,
		       struct netlink_ext_ack *extack);

/* What a segment is to be. */
struct vtep_segment_conf {
	u32 vni;
	u32 ageing;
	u32 limit;
	u16 vlan;		/* attachment vlan: its VLAN */
	u8 learning;
	u8 join;		/* enum vtep_join */
	u8 pool_len;		/* prefix @group is out of; 0: none */
	struct in6_addr group;	/* any: none */
};

/* What it is when nothing is said. */
void vtep_segment_conf_init(const struct vtep *vtep, u32 vni,
			    struct vtep_segment_conf *conf);

/* Make a segment on @vtep and let received frames find it. No remote and no
 * group yet. ERR_PTR, with extack, -EEXIST naming the VTEP that has the VNI.
 */
struct vtep_vni *vtep_segment_add(struct vtep *vtep,
				  const struct vtep_segment_conf *conf,
				  struct netlink_ext_ack *extack);

/* Rules of a segment as a change would have them, to be published in v->rules:
 * NULL where it differs from its VTEP in nothing. ERR_PTR.
 */
struct vtep_rules *vtep_segment_rules(const struct vtep_vni *v,
				      const struct vtep_rules_change *c,
				      struct netlink_ext_ack *extack);

/* Leave its group, flush its FDB entries, take it out of the table. Frames
 * that have found it go on with it until the grace period ends.
 */
void vtep_segment_del(struct vtep *vtep, struct vtep_vni *v);

/* The two halves of deleting every segment of a VTEP that goes away: none is
 * found any more by frames that arrive; and, after a grace period, all go.
 */
void vtep_segments_hide(struct vtep *vtep);
void vtep_segments_del(struct vtep *vtep);

/* Serve all segments from the socket of L3 domain @l3mdev instead. */
int vtep_segments_move(struct vtep *vtep, int l3mdev);

/* Where BUM goes by configuration: a group or one unicast address, a member
 * of the flood list beside what `bridge fdb append 00:...` put there. @old
 * (any: none) and the lower device @old_link it was set with are replaced by
 * @addr (any: none) and vtep->cfg.link.
 */
int vtep_segment_set_remote(struct vtep *vtep, struct vtep_vni *v,
			    const struct in6_addr *old, int old_link,
			    const struct in6_addr *addr);

/* All segments with a group, after vtep->cfg.link changed: leave the groups of
 * @old_link, join those of the new one. All or none.
 */
int vtep_segments_relink(struct vtep *vtep, int old_link);

/* The same for one unicast destination, beside the configured one. -EEXIST
 * when it is in the list already, -ENOENT when it is not. A list of which it is
 * the first becomes a @kind of entry, NULL: permanent.
 */
int vtep_segment_flood_change(struct vtep *vtep, struct vtep_vni *v,
			      const struct vtep_fdb_list_change *change,
			      const struct vtep_fdb_kind *kind);
int vtep_segment_flood_add(struct vtep *vtep, struct vtep_vni *v,
			   const struct vtep_peer_key *peer, u32 vni,
			   const struct vtep_fdb_kind *kind);
int vtep_segment_flood_del(struct vtep *vtep, struct vtep_vni *v,
			   const struct vtep_peer_key *peer, u32 vni);
bool vtep_segment_floods_to(const struct vtep_vni *v,
			    const struct vtep_peer_key *peer, u32 vni);
void vtep_segment_flood_kind(struct vtep *vtep, const struct vtep_vni *v,
			     struct vtep_fdb_kind *kind);

/* segment_open.c: join and leave the groups of all segments */
int vtep_segments_init(void);
void vtep_segments_exit(void);
void vtep_segments_setup(struct vtep *vtep);
void vtep_segments_open(struct vtep *vtep);
void vtep_segments_close(struct vtep *vtep);

/* Hold or drop the membership of the segment's group, as the VTEP's state and
 * the use of its VLAN want it. Leaving cannot fail.
 */
int vtep_segment_update(struct vtep *vtep, struct vtep_vni *v);

/* A VLAN comes into use above the VTEP, or goes out of it. */
int vtep_segment_vid(struct vtep *vtep, u16 vid, bool active);
bool vtep_segment_active(const struct vtep *vtep, const struct vtep_vni *v);

#endif /* VTEP_SEGMENT_H */
