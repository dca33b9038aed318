// SPDX-License-Identifier: GPL-2.0
/* Segments of a VTEP together with their group and flood list. */
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "segment.h"

static const u8 vtep_zero_mac[ETH_ALEN];

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
	if (v)
		NL_SET_ERR_MSG_ATTR_FMT(extack, attr,
					"VNI %u on this UDP port is served by VTEP %s",
					vni, v->vtep->dev->name);
	rcu_read_unlock();
	return v ? -EEXIST : 0;
}

/**
 * vtep_segment_add() - make a segment
 * @vtep: VTEP; it has its socket
 * @vni: VNI
 * @extack: for the reason of a refusal
 *
 * Learning and ageing start as vtep->cfg says. Received frames find the
 * segment at once; while the VTEP is down they are dropped as RX_DOWN.
 *
 * Context: RTNL.
 *
 * Return: the segment, or an ERR_PTR.
 */
struct vtep_vni *vtep_segment_add(struct vtep *vtep, u32 vni,
				  struct netlink_ext_ack *extack)
{
	struct vtep_vni *v;
	int err;

	err = vtep_segment_check(vtep->sock, vni, NULL, extack);
	if (err)
		return ERR_PTR(err);

	v = vtep_vni_alloc(vtep, vni);
	if (!v)
		return ERR_PTR(-ENOMEM);
	v->learning = vtep->cfg.learning;
	v->ageing = vtep->cfg.ageing;

	err = xa_insert(&vtep->vnis, vni, v, GFP_KERNEL);
	if (err)
		goto free;
	err = vtep_vnis_add(&vtep->sock->vnis, v);
	if (err)
		goto erase;
	return v;

erase:
	xa_erase(&vtep->vnis, vni);
free:
	vtep_vni_free(v);
	return ERR_PTR(err);
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
	vtep_segment_leave(vtep, v);
	/* Not there any more if vtep_segments_hide() came first: no harm. */
	vtep_vnis_del(&vtep->sock->vnis, v);
	vtep_fdb_close(&vtep->fdb, v);
	if (vtep->seg == v)
		WRITE_ONCE(vtep->seg, NULL);
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
		vtep_vnis_del(&vtep->sock->vnis, v);
		vtep_fdb_close(&vtep->fdb, v);
		cond_resched();
	}
}

/**
 * vtep_segments_del() - delete all segments
 * @vtep: VTEP
 *
 * Context: RTNL.
 */
void vtep_segments_del(struct vtep *vtep)
{
	struct vtep_vni *v;
	unsigned long vni;

	vtep_for_each_vni(vtep, vni, v) {
		vtep_segment_del(vtep, v);
		cond_resched();
	}
}

/* Take all segments from one table to another; the ones moved so far are
 * taken back when one does not go. There is no moment at which a frame could
 * find a segment twice, and a short one in which it finds none.
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

	vtep_for_each_vni(vtep, vni, v) {
		vtep_vnis_del(&from->vnis, v);
		err = vtep_vnis_add(&to->vnis, v);
		if (err)
			goto back;
	}
	return 0;

back:
	failed = vni;
	vtep_vnis_add(&from->vnis, v);
	vtep_for_each_vni(vtep, vni, v) {
		if (vni == failed)
			break;
		vtep_vnis_del(&to->vnis, v);
		vtep_vnis_add(&from->vnis, v);
	}
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

/* The configured remote as a destination of the all-zero MAC. */
static void vtep_segment_remote_conf(const struct vtep *vtep,
				     struct vtep_vni *v,
				     const struct in6_addr *addr, int link,
				     struct vtep_fdb_conf *conf)
{
	*conf = (struct vtep_fdb_conf){
		.vni	 = v,
		.mac	 = vtep_zero_mac,
		.state	 = NUD_PERMANENT,
		.nlflags = NLM_F_CREATE | NLM_F_APPEND | NLM_F_EXCL,
	};
	vtep_peer_key_init(&conf->peer, addr, vtep->cfg.port, link);
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
 * All or nothing. The new destination is there before the old one goes, so
 * that no frame finds none.
 *
 * Context: RTNL.
 *
 * Return: 0 or -ENOMEM.
 */
int vtep_segment_set_remote(struct vtep *vtep, struct vtep_vni *v,
			    const struct in6_addr *old, int old_link,
			    const struct in6_addr *addr)
{
	struct in6_addr old_group_addr = v->group_addr;
	struct vtep_fdb_conf from, to;
	bool add, del, made = false;
	int err;

	ASSERT_RTNL();
	vtep_segment_remote_conf(vtep, v, old, old_link, &from);
	vtep_segment_remote_conf(vtep, v, addr, vtep->cfg.link, &to);
	if (vtep_segment_dest_equal(&from, &to))
		return 0;
	add = !vtep_addr_is_any(addr);
	del = !vtep_addr_is_any(old);

	if (add) {
		err = vtep_fdb_set(&vtep->fdb, &to, NULL);
		if (err && err != -EEXIST)
			return err;
		/* `bridge fdb append` named it before: not ours to undo */
		made = !err;
	}

	v->group_addr = *vtep_segment_group_of(addr);
	err = netif_running(vtep->dev) ? vtep_segment_join(vtep, v) : 0;
	if (err) {
		v->group_addr = old_group_addr;
		if (made)
			vtep_fdb_del(&vtep->fdb, &to, false, NULL);
		return err;
	}

	if (del)	/* `bridge fdb del` may have come before: no matter */
		vtep_fdb_del(&vtep->fdb, &from, false, NULL);
	if (vtep->seg == v)
		vtep->cfg.remote = add ? *addr : in6addr_any;
	return 0;
}

/**
 * vtep_segment_join() - hold the membership of the segment's group
 * @vtep: VTEP that is up
 * @v: segment; one it held before is dropped
 *
 * A group the lower device cannot hold now is pending; that is no error.
 *
 * Context: RTNL.
 *
 * Return: 0 or -ENOMEM, and then the segment holds what it held.
 */
int vtep_segment_join(struct vtep *vtep, struct vtep_vni *v)
{
	if (!vtep_addr_is_multicast(&v->group_addr)) {
		vtep_group_leave(v);
		return 0;
	}
	return vtep_group_join(v, vtep->net, &v->group_addr, vtep->cfg.link);
}

/**
 * vtep_segment_leave() - drop the membership of the segment's group
 * @vtep: VTEP
 * @v: segment; harmless if it holds none
 *
 * Context: RTNL.
 */
void vtep_segment_leave(struct vtep *vtep, struct vtep_vni *v)
{
	vtep_group_leave(v);
}
