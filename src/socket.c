// SPDX-License-Identifier: GPL-2.0
/* The UDP sockets of a network namespace; see socket.h. */
#include <linux/if_link.h>
#include <linux/module.h>
#include <linux/netlink.h>
#include <linux/slab.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>
#include <net/rtnetlink.h>
#include <net/udp.h>

#include "ledger.h"
#include "socket.h"

struct vtep_socket_net {
	struct list_head socks;		/* vtep_sock.list; under RTNL */
};

static unsigned int vtep_socket_net_id __read_mostly;

static struct vtep_sock *vtep_sock_find(struct vtep_socket_net *sn,
					sa_family_t family, __be16 port,
					int l3mdev)
{
	struct vtep_sock *vs;

	list_for_each_entry(vs, &sn->socks, list)
		if (vs->family == family && vs->port == port &&
		    vs->l3mdev == l3mdev)
			return vs;
	return NULL;
}

/* Who holds our port? */

/* Kinds of tunnel devices that open a UDP port, and the attributes that say
 * so. A zero attribute: the kind has none of that sort.
 */
static const struct vtep_port_kind {
	const char *kind;
	u8 port;		/* NLA_U16, network order */
	u8 external;		/* NLA_FLAG or NLA_U8: both families */
	u8 addr6[2];		/* one of them present: IPv6 */
} vtep_port_kinds[] = {
	{ "vxlan", IFLA_VXLAN_PORT, IFLA_VXLAN_COLLECT_METADATA,
	  { IFLA_VXLAN_GROUP6, IFLA_VXLAN_LOCAL6 } },
	{ "geneve", IFLA_GENEVE_PORT, IFLA_GENEVE_COLLECT_METADATA,
	  { IFLA_GENEVE_REMOTE6, IFLA_GENEVE_REMOTE6 } },
};

#define VTEP_PORT_ATTR_MAX	IFLA_VXLAN_MAX
static_assert(VTEP_PORT_ATTR_MAX >= IFLA_GENEVE_MAX);

/* Read what the device would tell `ip -d link show`. Its private struct would
 * say the same, but its layout is that driver's own business, and the kind's
 * name is no proof of who made the device.
 */
static bool vtep_dev_holds_port(const struct net_device *dev,
				const struct vtep_port_kind *kind,
				sa_family_t family, __be16 port)
{
	const struct rtnl_link_ops *ops = dev->rtnl_link_ops;
	struct nlattr *tb[VTEP_PORT_ATTR_MAX + 1];
	struct sk_buff *skb;
	bool holds = false;
	bool v6, external;

	if (!ops->fill_info)
		return false;
	skb = nlmsg_new(NLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!skb)
		return false;

	if (ops->fill_info(skb, dev) ||
	    nla_parse_deprecated(tb, VTEP_PORT_ATTR_MAX,
				 (struct nlattr *)skb->data, skb->len, NULL,
				 NULL))
		goto out;

	v6 = tb[kind->addr6[0]] || tb[kind->addr6[1]];
	external = tb[kind->external] && (!nla_len(tb[kind->external]) ||
					  nla_get_u8(tb[kind->external]));
	holds = tb[kind->port] && nla_len(tb[kind->port]) == sizeof(port) &&
		nla_get_be16(tb[kind->port]) == port &&
		(external || v6 == (family == AF_INET6));
out:
	kfree_skb(skb);
	return holds;
}

/* Say in @extack who has @port of @net: another tunnel device by its name, if
 * there is one. RTNL.
 */
static void vtep_port_taken(struct net *net, sa_family_t family, __be16 port,
			    struct netlink_ext_ack *extack)
{
	const struct vtep_port_kind *kind;
	const struct rtnl_link_ops *ops;
	struct vtep_socket_net *sn;
	struct net_device *dev;
	struct vtep_sock *vs;
	int i;

	/* One bound to a VRF and one bound to none exclude each other. */
	sn = net_generic(net, vtep_socket_net_id);
	list_for_each_entry(vs, &sn->socks, list)
		if (vs->family == family && vs->port == port) {
			NL_SET_ERR_MSG_FMT(extack,
					   "UDP port %u is held by VTEPs %s a VRF",
					   ntohs(port),
					   vs->l3mdev ? "inside" : "outside");
			return;
		}

	for_each_netdev(net, dev) {
		ops = dev->rtnl_link_ops;
		/* They open their socket when they are set up. */
		if (!ops || !netif_running(dev) ||
		    (ops->get_link_net && ops->get_link_net(dev) != net))
			continue;
		for (i = 0; i < ARRAY_SIZE(vtep_port_kinds); i++) {
			kind = &vtep_port_kinds[i];
			if (strcmp(ops->kind, kind->kind) ||
			    !vtep_dev_holds_port(dev, kind, family, port))
				continue;
			NL_SET_ERR_MSG_FMT(extack,
					   "UDP port %u is held by %s device %s",
					   ntohs(port), kind->kind, dev->name);
			return;
		}
	}
	NL_SET_ERR_MSG_FMT(extack, "UDP port %u is in use by another socket",
			   ntohs(port));
}

static void vtep_sock_refused(struct net *net, const struct udp_port_cfg *cfg,
			      int err, struct netlink_ext_ack *extack)
{
	switch (err) {
	case -EADDRINUSE:
		vtep_port_taken(net, cfg->family, cfg->local_udp_port, extack);
		break;
	case -EAFNOSUPPORT:	/* IPv4 there is always. */
		NL_SET_ERR_MSG(extack, "IPv6 is disabled");
		break;
	case -EACCES:
		NL_SET_ERR_MSG_FMT(extack,
				   "No permission to open UDP port %u",
				   ntohs(cfg->local_udp_port));
		break;
	default:
		NL_SET_ERR_MSG_FMT(extack, "Cannot open UDP port %u",
				   ntohs(cfg->local_udp_port));
	}
}

/* Open @vs->sk and let it hand datagrams to @ops. */
static int vtep_sock_open(struct net *net, struct vtep_sock *vs,
			  const struct vtep_sock_ops *ops,
			  struct netlink_ext_ack *extack)
{
	struct udp_tunnel_sock_cfg tunnel = {
		.sk_user_data = vs,
		.encap_type = 1,
		.encap_rcv = ops->rcv,
		.encap_err_lookup = ops->err_lookup,
		.gro_receive = ops->gro_receive,
		.gro_complete = ops->gro_complete,
	};
	/* Bound to no address: RFC 7348 lets a VTEP have several, groups are
	 * not known yet, and the address may come and go without us. Zero
	 * checksums pass here even over IPv6; decap refuses them where the
	 * VTEP is set so.
	 */
	struct udp_port_cfg cfg = {
		.family = vs->family,
		.local_udp_port = vs->port,
		.bind_ifindex = vs->l3mdev,
		.use_udp6_rx_checksums = false,
		.ipv6_v6only = true,
	};
	struct socket *sock;
	int off = 0;
	int err;

	err = udp_sock_create(net, &cfg, &sock);
	if (err) {
		vtep_sock_refused(net, &cfg, err, extack);
		return err;
	}

	/* A group's frames are for the other VTEPs: none of ours may hear its
	 * own. setup_udp_tunnel_sock() does this for IPv4 only.
	 *
	 * IP_MULTICAST_ALL stays on, which is what lets a socket without any
	 * membership of its own receive for the memberships of the device.
	 */
	if (vs->family == AF_INET6) {
		err = sock->ops->setsockopt(sock, SOL_IPV6,
					    IPV6_MULTICAST_LOOP,
					    KERNEL_SOCKPTR(&off), sizeof(off));
		if (err) {
			vtep_sock_refused(net, &cfg, err, extack);
			udp_tunnel_sock_release(sock->sk);
			return err;
		}
	}

	vs->sk = sock->sk;
	setup_udp_tunnel_sock(net, vs->sk, &tunnel);
	udp_allow_gso(vs->sk);
	udp_tunnel_notify_add_rx_port(vs->sk, UDP_TUNNEL_TYPE_VXLAN);
	return 0;
}

static struct vtep_sock *vtep_sock_alloc(sa_family_t family, __be16 port,
					 int l3mdev)
{
	struct vtep_sock *vs;
	int err;

	vs = kzalloc(sizeof(*vs), GFP_KERNEL_ACCOUNT);
	if (!vs)
		return ERR_PTR(-ENOMEM);
	vs->family = family;
	vs->port = port;
	vs->l3mdev = l3mdev;
	vs->users = 1;

	vs->drops = vtep_drops_alloc(GFP_KERNEL_ACCOUNT);
	if (!vs->drops) {
		err = -ENOMEM;
		goto free;
	}
	vs->blame = vtep_blame_alloc(GFP_KERNEL_ACCOUNT);
	if (!vs->blame) {
		err = -ENOMEM;
		goto free_drops;
	}
	err = vtep_vnis_init(&vs->vnis);
	if (err)
		goto free_blame;
	vtep_made(VTEP_THING_SOCKET);
	return vs;

free_blame:
	kfree(vs->blame);
free_drops:
	free_percpu(vs->drops);
free:
	kfree(vs);
	return ERR_PTR(err);
}

static void vtep_sock_free(struct vtep_sock *vs)
{
	vtep_vnis_destroy(&vs->vnis);
	kfree(vs->blame);
	free_percpu(vs->drops);
	kfree(vs);
	vtep_freed(VTEP_THING_SOCKET);
}

/**
 * vtep_sock_get() - share, or open, the socket of a UDP port
 * @net: namespace of the underlay
 * @family: AF_INET or AF_INET6
 * @port: UDP port to receive on
 * @l3mdev: ifindex of the VRF device to receive in, 0 for the default one
 * @ops: what receives; the same for all who share, so that of the first counts
 * @extack: told why, on failure; -EADDRINUSE names the holder where it can
 *
 * Context: process, RTNL held.
 * Return: the socket, to be given back by vtep_sock_put(), or ERR_PTR.
 */
struct vtep_sock *vtep_sock_get(struct net *net, sa_family_t family,
				__be16 port, int l3mdev,
				const struct vtep_sock_ops *ops,
				struct netlink_ext_ack *extack)
{
	struct vtep_socket_net *sn = net_generic(net, vtep_socket_net_id);
	struct vtep_sock *vs;
	int err;

	ASSERT_RTNL();

	vs = vtep_sock_find(sn, family, port, l3mdev);
	if (vs) {
		vs->users++;
		return vs;
	}

	vs = vtep_sock_alloc(family, port, l3mdev);
	if (IS_ERR(vs))
		return vs;
	err = vtep_sock_open(net, vs, ops, extack);
	if (err) {
		vtep_sock_free(vs);
		return ERR_PTR(err);
	}
	list_add_tail(&vs->list, &sn->socks);
	return vs;
}

/**
 * vtep_sock_put() - give a socket back; the last one closes it
 * @vs: from vtep_sock_get(); none of the caller's segments is in @vs->vnis
 *      any more
 *
 * Context: process, RTNL held; sleeps for a grace period when it closes.
 */
void vtep_sock_put(struct vtep_sock *vs)
{
	ASSERT_RTNL();

	if (--vs->users)
		return;

	list_del(&vs->list);
	udp_tunnel_notify_del_rx_port(vs->sk, UDP_TUNNEL_TYPE_VXLAN);
	/* Takes @vs out of sk_user_data. Whoever found it there, or in a VTEP
	 * that has another one now, is done with it after a grace period, for
	 * which newer kernels do not wait here.
	 */
	udp_tunnel_sock_release(vs->sk);
	synchronize_net();
	vtep_sock_free(vs);
}

/**
 * vtep_sock_rebind() - take a socket to another L3 domain, users and all
 * @net: namespace of the underlay
 * @vs: the socket
 * @l3mdev: ifindex of the VRF device, 0 for the default domain
 *
 * For when the lower device of all users changed sides. A second socket could
 * not be opened beside the first: one bound to a VRF and one bound to none
 * exclude each other.
 *
 * Context: process, RTNL held.
 * Return: 0; -EEXIST when there is one of ours in that domain; or what the
 *	kernel says.
 */
int vtep_sock_rebind(struct net *net, struct vtep_sock *vs, int l3mdev)
{
	struct vtep_socket_net *sn = net_generic(net, vtep_socket_net_id);
	int err;

	ASSERT_RTNL();

	if (vtep_sock_find(sn, vs->family, vs->port, l3mdev))
		return -EEXIST;
	err = sock_bindtoindex(vs->sk, l3mdev, true);
	if (!err)
		WRITE_ONCE(vs->l3mdev, l3mdev);
	return err;
}

/* A NIC (or its driver, restarted) asks for the ports whose datagrams it may
 * parse, or is to forget them.
 */
static int vtep_socket_netdev_event(struct notifier_block *nb,
				    unsigned long event, void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct vtep_socket_net *sn;
	struct vtep_sock *vs;

	if (event != NETDEV_UDP_TUNNEL_PUSH_INFO &&
	    event != NETDEV_UDP_TUNNEL_DROP_INFO)
		return NOTIFY_DONE;

	sn = net_generic(dev_net(dev), vtep_socket_net_id);
	list_for_each_entry(vs, &sn->socks, list) {
		if (event == NETDEV_UDP_TUNNEL_PUSH_INFO)
			udp_tunnel_push_rx_port(dev, vs->sk,
						UDP_TUNNEL_TYPE_VXLAN);
		else
			udp_tunnel_drop_rx_port(dev, vs->sk,
						UDP_TUNNEL_TYPE_VXLAN);
	}
	return NOTIFY_DONE;
}

static struct notifier_block vtep_socket_notifier = {
	.notifier_call = vtep_socket_netdev_event,
};

static int __net_init vtep_socket_net_init(struct net *net)
{
	struct vtep_socket_net *sn = net_generic(net, vtep_socket_net_id);

	INIT_LIST_HEAD(&sn->socks);
	return 0;
}

/* The VTEPs of a namespace go before it does, and their sockets with them. */
static void __net_exit vtep_socket_net_exit(struct net *net)
{
	struct vtep_socket_net *sn = net_generic(net, vtep_socket_net_id);

	WARN_ON_ONCE(!list_empty(&sn->socks));
}

static struct pernet_operations vtep_socket_net_ops = {
	.init = vtep_socket_net_init,
	.exit = vtep_socket_net_exit,
	.id = &vtep_socket_net_id,
	.size = sizeof(struct vtep_socket_net),
};

/**
 * vtep_socket_init() - start the sockets' part of the module
 *
 * Must come before the part that deletes the VTEPs of a dying namespace:
 * namespaces are left in the reverse order.
 *
 * Context: process, module load.
 * Return: 0 or a negative errno.
 */
int vtep_socket_init(void)
{
	int err;

	err = register_pernet_subsys(&vtep_socket_net_ops);
	if (err)
		return err;
	err = register_netdevice_notifier(&vtep_socket_notifier);
	if (err)
		unregister_pernet_subsys(&vtep_socket_net_ops);
	return err;
}

/**
 * vtep_socket_exit() - end the sockets' part of the module
 *
 * Context: process, module unload; all sockets have been put.
 */
void vtep_socket_exit(void)
{
	unregister_netdevice_notifier(&vtep_socket_notifier);
	unregister_pernet_subsys(&vtep_socket_net_ops);
}
