/* SPDX-License-Identifier: GPL-2.0 */
/* Underlay addresses.
 *
 * One type for both families: IPv4 lives in its IPv4-mapped form
 * (::ffff:a.b.c.d), so that keys have one size and one comparison. The
 * family of an address is that of its VTEP and is never mixed in one table.
 */
#ifndef VTEP_ADDR_H
#define VTEP_ADDR_H

#include <linux/in.h>
#include <net/ipv6.h>

/* In halves, as it is going to be read: a load that needs two stores at once
 * waits until both have left the CPU.
 */
static inline void vtep_addr_set4(struct in6_addr *a, __be32 ip)
{
	__be64 half = cpu_to_be64(0xffffULL << 32 | ntohl(ip));

	memset(a, 0, sizeof(half));
	memcpy(&a->s6_addr[sizeof(half)], &half, sizeof(half));
}

static inline __be32 vtep_addr_get4(const struct in6_addr *a)
{
	return a->s6_addr32[3];
}

static inline sa_family_t vtep_addr_family(const struct in6_addr *a)
{
	return ipv6_addr_v4mapped(a) ? AF_INET : AF_INET6;
}

static inline bool vtep_addr_is_any(const struct in6_addr *a)
{
	return ipv6_addr_any(a) ||
	       (ipv6_addr_v4mapped(a) && !vtep_addr_get4(a));
}

static inline bool vtep_addr_is_multicast(const struct in6_addr *a)
{
	return ipv6_addr_v4mapped(a) ?
		ipv4_is_multicast(vtep_addr_get4(a)) :
		ipv6_addr_is_multicast(a);
}

static inline bool vtep_addr_is_linklocal(const struct in6_addr *a)
{
	return !ipv6_addr_v4mapped(a) &&
	       ipv6_addr_type(a) & IPV6_ADDR_LINKLOCAL;
}

/* Length on netlink: the attribute's length tells the family. */
static inline int vtep_addr_len(const struct in6_addr *a)
{
	return vtep_addr_family(a) == AF_INET ? 4 : 16;
}

static inline const void *vtep_addr_data(const struct in6_addr *a)
{
	return vtep_addr_family(a) == AF_INET ?
		(const void *)&a->s6_addr32[3] : a;
}

/* Names a peer of a VTEP; see peer.h. */
struct vtep_peer_key {
	struct in6_addr addr;	/* unicast, or a multicast group */
	u32 ifindex;		/* lower device, 0: as routed in the VTEP's L3
				 * domain
				 */
	__be16 port;		/* UDP destination port; never 0 */
	u16 zero;		/* keeps the key free of padding */
};

#endif /* VTEP_ADDR_H */
