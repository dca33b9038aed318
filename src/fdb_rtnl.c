// SPDX-License-Identifier: GPL-2.0
/* `bridge fdb add/append/replace/del/flush ... dev vtep0`: from netlink
 * attributes, whose lengths rtnetlink has not looked at, to the FDB's terms.
 */
#include "fdb_rtnl.h"
#include "fdb_priv.h"

#include <vtep/wire.h>

#define VTEP_NDM_STATES	(NUD_PERMANENT | NUD_NOARP | NUD_REACHABLE)
#define VTEP_NDM_FLAGS	(NTF_EXT_LEARNED | NTF_STICKY | NTF_ROUTER)

static int vtep_nda_u32(const struct nlattr *attr, u32 *val,
			struct netlink_ext_ack *extack)
{
	if (nla_len(attr) != sizeof(u32)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "Attribute must have 4 bytes");
		return -EINVAL;
	}

	*val = nla_get_u32(attr);
	return 0;
}

/* The VTEP's segment with a VNI; without the attribute, that of attachment
 * `id`.
 */
struct vtep_vni *vtep_fdb_segment(struct vtep *vtep, const struct nlattr *attr,
				  struct netlink_ext_ack *extack)
{
	struct vtep_vni *v;
	u32 vni;
	int err;

	if (!attr) {
		if (vtep->seg)
			return vtep->seg;
		NL_SET_ERR_MSG(extack,
			       "VTEP can have several segments; name one with src_vni");
		return ERR_PTR(-EINVAL);
	}

	err = vtep_nda_u32(attr, &vni, extack);
	if (err)
		return ERR_PTR(err);

	v = vtep_find_vni(vtep, vni);
	if (v)
		return v;
	NL_SET_ERR_MSG_ATTR(extack, attr, "VTEP has no segment with this VNI");
	return ERR_PTR(-ENOENT);
}

static int vtep_nda_dst(const struct vtep *vtep, const struct nlattr *attr,
			struct in6_addr *addr, struct netlink_ext_ack *extack)
{
	int len = nla_len(attr);

	if (len != sizeof(struct in_addr) && len != sizeof(struct in6_addr)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "Destination is neither an IPv4 nor an IPv6 address");
		return -EINVAL;
	}

	if (len != (vtep->cfg.family == AF_INET ? sizeof(struct in_addr) :
						  sizeof(struct in6_addr))) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "Destination is not of the VTEP's address family");
		return -EAFNOSUPPORT;
	}

	if (len == sizeof(struct in_addr)) {
		vtep_addr_set4(addr, nla_get_in_addr(attr));
	} else {
		*addr = nla_get_in6_addr(attr);
		if (ipv6_addr_v4mapped(addr) || ipv6_addr_loopback(addr)) {
			NL_SET_ERR_MSG_ATTR(extack, attr,
					    "Destination is an IPv4-mapped or loopback address");
			return -EINVAL;
		}
	}

	if (vtep_addr_is_any(addr) ||
	    (vtep->cfg.family == AF_INET &&
	     ipv4_is_lbcast(vtep_addr_get4(addr)))) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "Destination is not a unicast or multicast address");
		return -EINVAL;
	}
	return 0;
}

static int vtep_nda_port(const struct nlattr *attr, __be16 *port,
			 struct netlink_ext_ack *extack)
{
	if (nla_len(attr) != sizeof(__be16) || !nla_get_be16(attr)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "UDP port must be 1 to 65535");
		return -EINVAL;
	}

	*port = nla_get_be16(attr);
	return 0;
}

static int vtep_nda_vni(const struct nlattr *attr, u32 *vni,
			struct netlink_ext_ack *extack)
{
	int err;

	err = vtep_nda_u32(attr, vni, extack);
	if (err)
		return err;

	if (*vni > VTEP_VNI_MAX) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "A VNI is at most 16777215");
		return -ERANGE;
	}
	return 0;
}

/* The VNI on the wire; 0 for the segment's own. */
static int vtep_nda_remote_vni(const struct nlattr *attr,
			       const struct vtep_vni *v, u32 *vni,
			       struct netlink_ext_ack *extack)
{
	int err;

	err = vtep_nda_vni(attr, vni, extack);
	if (err)
		return err;

	if (v && *vni == v->vni) {
		*vni = 0;
		return 0;
	}

	if (!*vni) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "Remote VNI must be 1 to 16777215");
		return -ERANGE;
	}
	return 0;
}

static int vtep_nda_via(const struct vtep *vtep, const struct nlattr *attr,
			u32 *ifindex, struct netlink_ext_ack *extack)
{
	int err;

	err = vtep_nda_u32(attr, ifindex, extack);
	if (err)
		return err;

	/* Negative numbers too: __dev_get_by_index() knows none. */
	if (!__dev_get_by_index(vtep->net, *ifindex)) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "No such device in the VTEP's underlay");
		return -ENODEV;
	}

	if (net_eq(vtep->net, dev_net(vtep->dev)) &&
	    *ifindex == vtep->dev->ifindex) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "The VTEP cannot be its own underlay");
		return -ELOOP;
	}
	return 0;
}

/* Where an entry points to. Groups and link-local addresses say nothing
 * without a lower device: the one of "via", or else the VTEP's.
 */
static int vtep_nda_peer(const struct vtep *vtep, struct nlattr *tb[],
			 struct vtep_peer_key *key,
			 struct netlink_ext_ack *extack)
{
	__be16 port = vtep->cfg.port;
	struct in6_addr addr;
	u32 via = 0;
	int err;

	err = vtep_nda_dst(vtep, tb[NDA_DST], &addr, extack);
	if (err)
		return err;

	if (tb[NDA_PORT]) {
		err = vtep_nda_port(tb[NDA_PORT], &port, extack);
		if (err)
			return err;
	}

	if (tb[NDA_IFINDEX]) {
		err = vtep_nda_via(vtep, tb[NDA_IFINDEX], &via, extack);
		if (err)
			return err;
	}

	vtep_peer_key_init(key, &addr, port, via ?: vtep->cfg.link);
	if (via)
		key->ifindex = via;

	if (!key->ifindex && vtep_addr_is_multicast(&addr)) {
		NL_SET_ERR_MSG_ATTR(extack, tb[NDA_DST],
				    "A multicast group needs a lower device; give one with via");
		return -EINVAL;
	}

	if (!key->ifindex && vtep_addr_is_linklocal(&addr)) {
		NL_SET_ERR_MSG_ATTR(extack, tb[NDA_DST],
				    "A link-local destination needs a lower device; give one with via");
		return -EINVAL;
	}
	return 0;
}

/* What all of add, del and flush refuse. */
static int vtep_nda_check(const struct vtep *vtep, struct nlattr *tb[],
			  struct netlink_ext_ack *extack)
{
	int err;

	err = vtep_may_change(vtep, extack);
	if (err)
		return err;
	if (tb[NDA_NH_ID]) {
		NL_SET_ERR_MSG_ATTR(extack, tb[NDA_NH_ID],
				    "Nexthop groups are not supported");
		return -EOPNOTSUPP;
	}
	return 0;
}

/* Segment and destination of one entry. */
static int vtep_fdb_parse(struct vtep *vtep, struct nlattr *tb[],
			  struct vtep_fdb_conf *conf,
			  struct netlink_ext_ack *extack)
{
	int err;

	err = vtep_nda_check(vtep, tb, extack);
	if (err)
		return err;

	conf->vni = vtep_fdb_segment(vtep, tb[NDA_SRC_VNI], extack);
	if (IS_ERR(conf->vni))
		return PTR_ERR(conf->vni);

	if (tb[NDA_VNI]) {
		err = vtep_nda_remote_vni(tb[NDA_VNI], conf->vni,
					  &conf->remote_vni, extack);
		if (err)
			return err;
	}

	return tb[NDA_DST] ? vtep_nda_peer(vtep, tb, &conf->peer, extack) : 0;
}

/* States and flags of iproute2's words: permanent (also when none is given),
 * static, dynamic; extern_learn, sticky, router, use.
 */
static int vtep_ndm_parse(const struct ndmsg *ndm, struct nlattr *tb[],
			  struct vtep_fdb_conf *conf,
			  struct netlink_ext_ack *extack)
{
	u32 ext;
	int err;

	conf->state = ndm->ndm_state ?: NUD_PERMANENT;
	if (conf->state & ~VTEP_NDM_STATES) {
		NL_SET_ERR_MSG(extack,
			       "State must be permanent, static (noarp) or dynamic (reachable)");
		return -EINVAL;
	}

	/* rtnetlink's own, and a word to the wise. */
	conf->flags = ndm->ndm_flags & ~(NTF_SELF | NTF_MASTER | NTF_USE);
	if (conf->flags & ~VTEP_NDM_FLAGS) {
		NL_SET_ERR_MSG(extack,
			       "Only the flags extern_learn, sticky, router and use have a meaning here");
		return -EOPNOTSUPP;
	}

	if (tb[NDA_FLAGS_EXT]) {
		err = vtep_nda_u32(tb[NDA_FLAGS_EXT], &ext, extack);
		if (err)
			return err;
		if (ext) {
			NL_SET_ERR_MSG_ATTR(extack, tb[NDA_FLAGS_EXT],
					    "Extended flags have no meaning here");
			return -EOPNOTSUPP;
		}
	}
	return 0;
}

/**
 * vtep_ndo_fdb_add() - ndo_fdb_add
 * @ndm: state and flags
 * @tb: attributes; only NDA_LLADDR's length has been looked at
 * @dev: the VTEP
 * @addr: MAC
 * @vid: VLAN, which a VTEP's FDB does not know; not used, since one message
 *	may be for a bridge (which does) and for its port
 * @flags: NLM_F_*
 * @extack: says why not
 *
 * Context: RTNL.
 *
 * Return: 0 or a negative error.
 */
int vtep_ndo_fdb_add(struct ndmsg *ndm, struct nlattr *tb[],
		     struct net_device *dev, const unsigned char *addr, u16 vid,
		     u16 flags, struct netlink_ext_ack *extack)
{
	struct vtep_fdb_conf conf = { .mac = addr, .nlflags = flags };
	struct vtep *vtep = netdev_priv(dev);
	int err;

	err = vtep_fdb_parse(vtep, tb, &conf, extack);
	if (err)
		return err;

	if (!tb[NDA_DST]) {
		NL_SET_ERR_MSG(extack, "The entry needs a destination (dst)");
		return -EINVAL;
	}

	err = vtep_ndm_parse(ndm, tb, &conf, extack);
	if (err)
		return err;

	return vtep_fdb_set(&vtep->fdb, &conf, extack);
}

/**
 * vtep_ndo_fdb_del() - ndo_fdb_del
 * @ndm: not used
 * @tb: attributes; only NDA_LLADDR's length has been looked at
 * @dev: the VTEP
 * @addr: MAC
 * @vid: not used; see vtep_ndo_fdb_add()
 * @extack: says why not
 *
 * Context: RTNL.
 *
 * Return: 0 or a negative error.
 */
int vtep_ndo_fdb_del(struct ndmsg *ndm, struct nlattr *tb[],
		     struct net_device *dev, const unsigned char *addr, u16 vid,
		     struct netlink_ext_ack *extack)
{
	struct vtep_fdb_conf conf = { .mac = addr };
	struct vtep *vtep = netdev_priv(dev);
	int err;

	err = vtep_fdb_parse(vtep, tb, &conf, extack);
	if (err)
		return err;

	return vtep_fdb_del(&vtep->fdb, &conf, !tb[NDA_DST], extack);
}

/* The parts of a destination, any of which may be missing. */
static int vtep_flush_peer(struct vtep *vtep, struct nlattr *tb[],
			   struct vtep_peer_key *key,
			   struct vtep_fdb_filter *filter,
			   struct netlink_ext_ack *extack)
{
	int err;

	if (tb[NDA_DST]) {
		err = vtep_nda_dst(vtep, tb[NDA_DST], &key->addr, extack);
		if (err)
			return err;
	}

	if (tb[NDA_PORT]) {
		err = vtep_nda_port(tb[NDA_PORT], &key->port, extack);
		if (err)
			return err;
	}

	/* `bridge fdb flush ... brport DEV` sends it too, with the VTEP. */
	if (tb[NDA_IFINDEX]) {
		err = vtep_nda_u32(tb[NDA_IFINDEX], &key->ifindex, extack);
		if (err)
			return err;
		if (key->ifindex == vtep->dev->ifindex)
			key->ifindex = 0;
	}

	if (!ipv6_addr_any(&key->addr) || key->port || key->ifindex)
		filter->peer = key;
	return 0;
}

static int vtep_flush_parse(struct vtep *vtep, const struct ndmsg *ndm,
			    struct nlattr *tb[], struct vtep_peer_key *key,
			    struct vtep_fdb_filter *filter,
			    struct netlink_ext_ack *extack)
{
	int err;

	if (tb[NDA_SRC_VNI]) {
		filter->vni = vtep_fdb_segment(vtep, tb[NDA_SRC_VNI], extack);
		if (IS_ERR(filter->vni))
			return PTR_ERR(filter->vni);
	}

	if (tb[NDA_VNI]) {
		filter->by_remote_vni = true;
		err = vtep_nda_vni(tb[NDA_VNI], &filter->remote_vni, extack);
		if (err)
			return err;
	}

	err = vtep_flush_peer(vtep, tb, key, filter, extack);
	if (err)
		return err;

	/* Of the masks rtnetlink's policy has seen to the length. */
	if (tb[NDA_NDM_STATE_MASK]) {
		filter->state = ndm->ndm_state;
		filter->state_mask = nla_get_u16(tb[NDA_NDM_STATE_MASK]);
	}

	if (tb[NDA_NDM_FLAGS_MASK]) {
		filter->flags = ndm->ndm_flags;
		filter->flags_mask = nla_get_u8(tb[NDA_NDM_FLAGS_MASK]);
	}
	return 0;
}

/**
 * vtep_ndo_fdb_del_bulk() - ndo_fdb_del_bulk, `bridge fdb flush dev vtep0`
 * @ndm: states and flags to match where a mask says so
 * @tb: attributes, parsed as far as the kernel's rtnetlink knows filters
 * @dev: the VTEP
 * @vid: VLAN; refused, since a VTEP's FDB does not know it
 * @extack: says why not
 *
 * Deletes whatever matches, permanent entries too, but for one thing: flood
 * lists, which are configuration of segments more than MACs, go only when
 * the filter names a destination, a remote VNI or the state permanent.
 *
 * Context: RTNL.
 *
 * Return: 0, also when nothing matched, or a negative error.
 */
int vtep_ndo_fdb_del_bulk(struct ndmsg *ndm, struct nlattr *tb[],
			  struct net_device *dev, u16 vid,
			  struct netlink_ext_ack *extack)
{
	struct vtep *vtep = netdev_priv(dev);
	struct vtep_fdb_filter filter = {};
	struct vtep_peer_key key = {};
	int err;

	if (vid) {
		NL_SET_ERR_MSG(extack, "A VTEP's FDB has no VLANs");
		return -EOPNOTSUPP;
	}

	err = vtep_nda_check(vtep, tb, extack);
	if (err)
		return err;

	err = vtep_flush_parse(vtep, ndm, tb, &key, &filter, extack);
	if (err)
		return err;

	filter.keep_flood = !filter.peer && !filter.by_remote_vni &&
			    !(filter.state & filter.state_mask & NUD_PERMANENT);
	vtep_fdb_flush(&vtep->fdb, &filter);
	return 0;
}
