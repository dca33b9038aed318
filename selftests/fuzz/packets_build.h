/* SPDX-License-Identifier: GPL-2.0 */
/* A frame in the making: header by header, from the outer to the inner ones. */
#ifndef FUZZ_PACKETS_BUILD_H
#define FUZZ_PACKETS_BUILD_H

#include "packets.h"
#include "packets_world.h"

/* The first IP packet of a frame: its checksums can be left to the kernel. */
struct offload {
	unsigned int ip;	/* offset of the header; 0: there is none */
	unsigned int l4;
	unsigned int hlen;	/* of the L4 header */
	uint8_t proto;		/* TCP or UDP; 0: another */
};

struct build {
	struct rng *rng;
	struct input *in;
	const struct target *to;
	bool outer;		/* at a header of the underlay */
	unsigned int depth;	/* of VXLAN, counted on */
	struct offload first;
	unsigned int tcp;	/* offset of an inner TCP header; 0: none */
	unsigned int tcp_data;	/* bytes behind it */
};

/* put() - that many more bytes, of zero
 *
 * There is always room: what is of any length leaves HEADERS_MAX for the rest.
 */
#define HEADERS_MAX	4096
uint8_t *put(struct build *b, unsigned int len);

/* What follows is appended, with all that is in it. */
void build_ether(struct build *b);
void build_ip4(struct build *b);
void build_ip6(struct build *b);
/* What an IP packet has in it; @ip: offset of its header, version 4 or 6. The number
 * of the protocol is chosen before, since it stands before.
 */
uint8_t choose_proto(struct build *b, bool v6);
void build_l4(struct build *b, unsigned int ip, uint8_t proto);
/* Bytes of no meaning, often none, up to a whole large packet */
void build_payload(struct build *b);
/* A datagram of the VTEP's own, as ICMP errors quote it: IP, UDP, VXLAN, a bit more */
void build_quote(struct build *b, bool v6);
void build_vxlan(struct build *b);

uint32_t choose_vni(struct build *b);

/* packets_vnet.c: a struct virtio_net_hdr that suits the frame, or not quite */
void build_vnet(struct build *b);

/* packets_pieces.c: one input becomes several, of which the first stays in @in */
void pieces_make(struct build *b);
bool pieces_next(struct input *in);

#endif /* FUZZ_PACKETS_BUILD_H */
