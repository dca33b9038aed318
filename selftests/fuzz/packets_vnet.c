// SPDX-License-Identifier: GPL-2.0
/* What the kernel is asked to do for a frame, and how much of it is linear. */
#include <netinet/in.h>

#include "packets_build.h"

#ifndef VIRTIO_NET_HDR_GSO_UDP_L4	/* Linux 6.2 */
#define VIRTIO_NET_HDR_GSO_UDP_L4 5
#endif

static bool is_v6(const struct build *b)
{
	return b->in->data[b->first.ip] >> 4 == 6;
}

/* A checksum that is to be completed: so far it is that of the pseudo header. */
static void leave_csum(struct build *b)
{
	unsigned int field = b->first.proto == IPPROTO_TCP ? 16 : 6;
	unsigned int len = b->in->len - b->first.l4;
	uint8_t *p = b->in->data + b->first.l4;

	b->in->vnet.flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
	b->in->vnet.csum_start = b->first.l4;
	b->in->vnet.csum_offset = field;
	put16(p + field, csum_fold(csum_pseudo(b->in->data + b->first.ip,
					       b->first.proto, len)));
}

/* One packet that stands for several */
static void leave_segments(struct build *b)
{
	static const uint16_t sizes[] = { 1, 8, 100, 536, 1000, 1360, 1400, 1448 };
	struct virtio_net_hdr *v = &b->in->vnet;
	unsigned int data = b->in->len - b->first.l4 - b->first.hlen;

	leave_csum(b);
	v->gso_size = sizes[rng_below(b->rng, 8)];
	/* A hundred segments are as good as ten thousand. */
	if (data / v->gso_size > 100)
		v->gso_size = 1448;
	v->hdr_len = b->first.l4 + b->first.hlen;
	if (b->first.proto == IPPROTO_UDP)
		v->gso_type = rng_one_in(b->rng, 4) ? VIRTIO_NET_HDR_GSO_UDP :
						      VIRTIO_NET_HDR_GSO_UDP_L4;
	else if (is_v6(b))
		v->gso_type = VIRTIO_NET_HDR_GSO_TCPV6;
	else
		v->gso_type = VIRTIO_NET_HDR_GSO_TCPV4;
	if (rng_one_in(b->rng, 16))
		v->gso_type |= VIRTIO_NET_HDR_GSO_ECN;
}

static void nonsense(struct build *b)
{
	struct virtio_net_hdr *v = &b->in->vnet;

	v->flags = rng_below(b->rng, 4);
	v->gso_type = rng_below(b->rng, 7) | rng_below(b->rng, 2) << 7;
	v->hdr_len = rng_below(b->rng, 200);
	v->gso_size = rng_one_in(b->rng, 4) ? rng_next(b->rng) :
					      rng_below(b->rng, 1500);
	v->csum_start = rng_one_in(b->rng, 4) ? rng_next(b->rng) :
						b->first.l4 + rng_below(b->rng, 64);
	v->csum_offset = rng_one_in(b->rng, 4) ? rng_next(b->rng) :
						 6 + 10 * rng_below(b->rng, 2);
}

void build_vnet(struct build *b)
{
	struct rng *r = b->rng;

	b->in->vnet = (struct virtio_net_hdr){};
	if (rng_one_in(r, 100)) {
		nonsense(b);
		return;
	}
	/* Of larger ones than a page, so much is linear, the rest in pages. */
	b->in->vnet.hdr_len = 14 + rng_below(r, 120);
	if (b->in->vnet.hdr_len > b->in->len)
		b->in->vnet.hdr_len = 0;
	if (!b->first.proto || b->in->len < b->first.l4 + b->first.hlen)
		return;
	if (b->in->len > b->first.l4 + 1500 ? rng_one_in(r, 2) : rng_one_in(r, 40))
		leave_segments(b);
	else if (rng_one_in(r, 8))
		leave_csum(b);
}
