/* SPDX-License-Identifier: GPL-2.0 */
/* The UDP sockets VTEPs receive on and send from.
 *
 * One per (netns, address family, UDP port, L3 domain), shared by every VTEP
 * of that underlay whatever its other settings: a switch such as "accept a
 * zero UDP checksum" is looked at per VTEP after decapsulation, so that it
 * never needs a second socket on the same port (which the kernel refuses).
 *
 * The socket is held from the creation of a VTEP to its deletion, not while
 * it is up: a port that is taken is then an error of `ip link add`, with its
 * reason, and `ip link set up` cannot fail because of it.
 */
#ifndef VTEP_SOCKET_H
#define VTEP_SOCKET_H

#include <linux/refcount.h>
#include <net/udp_tunnel.h>

#include "blame.h"
#include "vni.h"

struct vtep_sock {
	struct sock *sk;
	struct vtep_vnis vnis;		/* segments served; RCU, RTNL */
	struct vtep_drops __percpu *drops; /* scope SOCK */
	struct vtep_blame *blame;	/* last frames of those */
	sa_family_t family;		/* constant, like the port */
	__be16 port;
	int l3mdev;			/* ifindex of the VRF device, or 0;
					 * under RTNL
					 */
	unsigned int users;		/* VTEPs; under RTNL */
	struct list_head list;		/* of the netns; under RTNL */
};

/* What the layer above does with a datagram; see udp_tunnel_sock_cfg. */
struct vtep_sock_ops {
	udp_tunnel_encap_rcv_t rcv;
	udp_tunnel_encap_err_lookup_t err_lookup;
	udp_tunnel_gro_receive_t gro_receive;
	udp_tunnel_gro_complete_t gro_complete;
};

int vtep_socket_init(void);
void vtep_socket_exit(void);

struct vtep_sock *vtep_sock_get(struct net *net, sa_family_t family,
				__be16 port, int l3mdev,
				const struct vtep_sock_ops *ops,
				struct netlink_ext_ack *extack);
void vtep_sock_put(struct vtep_sock *vs);
int vtep_sock_rebind(struct net *net, struct vtep_sock *vs, int l3mdev);

#endif /* VTEP_SOCKET_H */
