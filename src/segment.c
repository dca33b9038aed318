// SPDX-License-Identifier: GPL-2.0
/* Segments of a VTEP: made, deleted, moved to another socket. */
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "policy.h"
#include "segment.h"

/**
 * vtep_segment_check() - whether a VNI is free
 * @vs: UDP socket whose table counts
 * @vni: VNI
 * @attr: attribute to blame, or NULL
 * @extack: gets the name of the VTEP that has the VNI
 *
 * Context: RTNL, so that the answer holds until it is released.
 *
 * Return: 0 or -EEXIST.
 */
int vtep_segment_check(struct vtep_sock *vs, u32 vni,
		       const struct nlattr *attr,
		       struct netlink_ext_ack *extack)
{
	struct vtep_vni *v;

	ASSERT_RTNL();
	rcu_read_lock();
	v = vtep_vnis_find(&vs->vnis, vni);
	if (v && vni == VTEP_VNI_ANY)
		NL_SET_ERR_MSG_FMT(extack,
				   "On this UDP port VTEP %s takes any VNI already",
				   v->vtep->dev->name);
	else if (v)
		NL_SET_ERR_MSG_ATTR_FMT(extack, attr,
					"VNI %u on this UDP port is served by VTEP %s",
					vni, v->vtep->dev->name);
	rcu_read_unlock();
	return v ? -EEXIST : 0;
}

/* One of many has its part; one that the VTEP has alone has all of it. */
static u32 vtep_segment_limit(const struct vtep *vtep, u32 vni)
{
	if (vtep->cfg.attach == VTEP_ATTACHMENT_ID || vni == VTEP_VNI_ANY)
		return 0;
	return vtep->limits.vni_limit;
}

/**
 * vtep_segment_conf_init() - what a segment is when nothing is said
 * @vtep: VTEP
 * @vni: VNI
 * @conf: filled in
 */
void vtep_segment_conf_init(const struct vtep *vtep, u32 vni,
			    struct vtep_segment_conf *conf)
{
	*conf = (struct vtep_segment_conf){
		.vni		= vni,
		.ageing		= vtep->cfg.ageing,
		.limit		= vtep_segment_limit(vtep, vni),
		.learning	= vtep->cfg.learning,
		.join		= vtep->cfg.attach == VTEP_ATTACHMENT_VLAN ?
				  VTEP_JOIN_ACTIVE : VTEP_JOIN_ALWAYS,
	};
}

static int vtep_segment_check_vlan(const struct vtep *vtep, u16 vlan,
				   struct netlink_ext_ack *extack)
{
	const struct vtep_vni *v;

	if (!vtep->vlans)
		return 0;
	v = rtnl_dereference(vtep->vlans->seg[vlan]);
	if (!v)
		return 0;
	NL_SET_ERR_MSG_FMT(extack, "VLAN %u is that of VNI %u", vlan, v->vni);
	return -EEXIST;
}

/* Frames with the segment's VLAN go to @v; NULL: nowhere. */
static void vtep_segment_set_vlan(struct vtep *vtep, u16 vlan,
				  struct vtep_vni *v)
{
	if (vtep->vlans)
		rcu_assign_pointer(vtep->vlans->seg[vlan], v);
}

/* A segment with its settings, which nobody finds yet. */
static struct vtep_vni *vtep_segment_alloc(struct vtep *vtep,
					   const struct vtep_segment_conf *conf)
{
	struct vtep_storm *storm;
	struct vtep_vni *v;

	v = vtep_vni_alloc(vtep, conf->vni);
	if (!v)
		return NULL;
	v->vlan = conf->vlan;
	v->join = conf->join;
	v->limit = conf->limit;
	v->ageing = conf->ageing;
	v->learning = conf->learning;

	/* The VTEP's rates are for segments to start with. */
	storm = vtep_storm_make(NULL, ~0, vtep->limits.rates);
	if (IS_ERR(storm)) {
		vtep_vni_free(v);
		return NULL;
	}
	RCU_INIT_POINTER(v->storm, storm);
	return v;
}

/**
 * vtep_segment_add() - make a segment
 * @vtep: VTEP; it has its socket
 * @conf: what it is to be; group and pool_len are not looked at
 * @extack: for the reason of a refusal
 *
 * Frames find the segment at once; while the VTEP is down those received are
 * dropped as RX_DOWN.
 *
 * Context: RTNL.
 *
 * Return: the segment, or an ERR_PTR: -EEXIST or -ENOMEM.
 */
struct vtep_vni *vtep_segment_add(struct vtep *vtep,
				  const struct vtep_segment_conf *conf,
				  struct netlink_ext_ack *extack)
{
	struct vtep_vni *v;
	int err;

	err = vtep_segment_check(vtep->sock, conf->vni, NULL, extack);
	if (!err)
		err = vtep_segment_check_vlan(vtep, conf->vlan, extack);
	if (err)
		return ERR_PTR(err);

	v = vtep_segment_alloc(vtep, conf);
	if (!v)
		return ERR_PTR(-ENOMEM);

	err = xa_insert(&vtep->vnis, conf->vni, v, GFP_KERNEL);
	if (err)
		goto free;
	err = vtep_vnis_add(&vtep->sock->vnis, v);
	if (err)
		goto erase;
	vtep_segment_set_vlan(vtep, v->vlan, v);
	return v;

erase:
	xa_erase(&vtep->vnis, conf->vni);
free:
	vtep_vni_free(v);
	return ERR_PTR(err);
}

/**
 * vtep_segment_rules() - rules of a segment as a change would have them
 * @v: the segment
 * @c: the change
 * @extack: says why not
 *
 * Context: RTNL.
 *
 * Return: a copy, with the change laid over it, to be published in v->rules;
 *	NULL if nothing is the segment's own; or an ERR_PTR: -ENOMEM, or
 *	-EINVAL when there is no list that they ask for.
 */
struct vtep_rules *vtep_segment_rules(const struct vtep_vni *v,
				      const struct vtep_rules_change *c,
				      struct netlink_ext_ack *extack)
{
	const struct vtep_rules *old = rtnl_dereference(v->rules);
	struct vtep_rules *rules;
	int err;

	rules = kzalloc(sizeof(*rules), GFP_KERNEL_ACCOUNT);
	if (!rules)
		return ERR_PTR(-ENOMEM);
	if (old)
		*rules = *old;
	vtep_rules_apply(rules, c);
	err = vtep_policy_check_rules(v->vtep, v, rules, extack);
	if (!err && rules->own)
		return rules;
	kfree(rules);
	return ERR_PTR(err);
}

/* No received frame finds it any more, and nothing is learned from those that
 * have found it already.
 */
static void vtep_segment_hide(struct vtep *vtep, struct vtep_vni *v)
{
	vtep_vnis_del(&vtep->sock->vnis, v);
	vtep_fdb_close(&vtep->fdb, v);
}

/**
 * vtep_segment_del() - delete a segment
 * @vtep: VTEP
 * @v: its segment; freed after a grace period
 *
 * Context: RTNL.
 */
void vtep_segment_del(struct vtep *vtep, struct vtep_vni *v)
{
	ASSERT_RTNL();
	vtep_group_leave(v);
	vtep_segment_hide(vtep, v);
	vtep_segment_set_vlan(vtep, v->vlan, NULL);
	if (vtep->seg == v)
		WRITE_ONCE(vtep->seg, NULL);
	if (vtep->any == v)
		WRITE_ONCE(vtep->any, NULL);
	xa_erase(&vtep->vnis, v->vni);
	vtep_vni_free(v);
}

/**
 * vtep_segments_hide() - let no received frame find any segment
 * @vtep: VTEP that is about to be unregistered
 *
 * The segments stay, without MACs, for frames that are being sent or have
 * been found already, until vtep_segments_del() a grace period later.
 *
 * Context: RTNL.
 */
void vtep_segments_hide(struct vtep *vtep)
{
	struct vtep_vni *v;
	unsigned long vni;

	vtep_for_each_vni(vtep, vni, v) {
		vtep_segment_hide(vtep, v);
		cond_resched();
	}
}

/**
 * vtep_segments_del() - delete all segments
 * @vtep: VTEP that no frame is in any more; vtep_segments_hide() came before,
 *	so that there is little left to do for each, while others wait for RTNL
 *
 * Context: RTNL.
 */
void vtep_segments_del(struct vtep *vtep)
{
	struct vtep_vni *v;
	unsigned long vni;

	WRITE_ONCE(vtep->seg, NULL);
	WRITE_ONCE(vtep->any, NULL);
	vtep_for_each_vni(vtep, vni, v) {
		WARN_ON_ONCE(!v->dead);
		vtep_group_leave(v);
		vtep_segment_set_vlan(vtep, v->vlan, NULL);
		vtep_vni_free(v);
		cond_resched();
	}
	xa_destroy(&vtep->vnis);
}

/* Take all segments from one table to another; the ones moved so far are
 * taken back when one does not go. There is no moment at which a frame could
 * find a segment twice, and a short one in which it finds none. Who looks at
 * one in the old table must not be led on into the new one, where the same VNI
 * may be somebody else's: hence a grace period in between.
 */
static int vtep_segments_rehash(struct vtep *vtep, struct vtep_sock *from,
				struct vtep_sock *to)
{
	unsigned long vni, failed;
	struct vtep_vni *v;
	int err;

	vtep_for_each_vni(vtep, vni, v) {
		err = vtep_segment_check(to, v->vni, NULL, NULL);
		if (err)
			return err;
	}

	vtep_for_each_vni(vtep, vni, v)
		vtep_vnis_del(&from->vnis, v);
	synchronize_net();
	vtep_for_each_vni(vtep, vni, v) {
		err = vtep_vnis_add(&to->vnis, v);
		if (err)
			goto back;
	}
	return 0;

back:
	failed = vni;
	vtep_for_each_vni(vtep, vni, v) {
		if (vni == failed)
			break;
		vtep_vnis_del(&to->vnis, v);
	}
	synchronize_net();
	vtep_for_each_vni(vtep, vni, v)
		vtep_vnis_add(&from->vnis, v);
	return err;
}

/**
 * vtep_segments_move() - change the L3 domain of the underlay
 * @vtep: VTEP
 * @l3mdev: ifindex of the VRF the lower device is in now, 0: none
 *
 * Context: RTNL.
 *
 * Return: 0, or a negative error: the port is taken or one of the VNIs is
 * served there already. The VTEP stays with its old socket then.
 */
int vtep_segments_move(struct vtep *vtep, int l3mdev)
{
	struct vtep_sock *old = vtep->sock, *vs;
	int err;

	vs = vtep_sock_get(vtep->net, vtep->cfg.family, vtep->cfg.port, l3mdev,
			   &vtep_decap_ops, NULL);
	if (IS_ERR(vs))
		return PTR_ERR(vs);

	err = vtep_segments_rehash(vtep, old, vs);
	if (err) {
		vtep_sock_put(vs);
		return err;
	}

	WRITE_ONCE(vtep->sock, vs);
	vtep_sock_put(old);
	return 0;
}
