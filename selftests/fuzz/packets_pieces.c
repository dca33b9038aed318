// SPDX-License-Identifier: GPL-2.0
/* Datagrams in fragments, and TCP segments of one flow in a row, as GRO merges them:
 * several inputs each, of which the later ones wait here.
 */
#include <netinet/in.h>

#include "packets_build.h"

#define PIECES_MAX	4

static struct input pieces[PIECES_MAX];
static unsigned int n_pieces;

static void input_copy(struct input *to, const struct input *from)
{
	memcpy(to, from, offsetof(struct input, data) + from->len);
}

bool pieces_next(struct input *in)
{
	if (!n_pieces)
		return false;
	input_copy(in, &pieces[--n_pieces]);
	return true;
}

/* IPv4: @len bytes from @off of what is behind the header */
static void piece4(struct input *to, const struct input *in, unsigned int hlen,
		   unsigned int off, unsigned int len, bool more)
{
	uint8_t *ip = to->data + 14;

	to->vnet = (struct virtio_net_hdr){};
	to->lane = in->lane;
	to->len = 14 + hlen + len;
	memcpy(to->data, in->data, 14 + hlen);
	memcpy(to->data + 14 + hlen, in->data + 14 + hlen + off, len);
	put16(ip + 6, off / 8 | (more ? 0x2000 : 0));
	fix_outer(to, true);
}

/* IPv6: likewise, with a header for it */
static void piece6(struct input *to, const struct input *in, unsigned int off,
		   unsigned int len, bool more, uint32_t id)
{
	uint8_t *ip = to->data + 14;
	uint8_t *frag = ip + 40;

	to->vnet = (struct virtio_net_hdr){};
	to->lane = in->lane;
	to->len = 14 + 48 + len;
	memcpy(to->data, in->data, 14 + 40);
	memcpy(frag + 8, in->data + 14 + 40 + off, len);
	frag[0] = ip[6];
	frag[1] = 0;
	put16(frag + 2, off | more);
	put32(frag + 4, id);
	ip[6] = IPPROTO_FRAGMENT;
	put16(ip + 4, 8 + len);
}

/* Pieces are taken from the last one on: in any order they come together. */
static void fragment(struct build *b)
{
	bool v6 = get16(b->in->data + 12) == 0x86dd;
	unsigned int hlen = b->first.l4 - b->first.ip;
	unsigned int all = b->in->len - 14 - hlen;
	unsigned int n = 2 + rng_below(b->rng, PIECES_MAX - 1);
	unsigned int each = (all / n + 7) & ~7, off = 0, i;
	uint32_t id = rng_next(b->rng);

	if (b->first.ip != 14 || each < 8 || all > 20000 || (v6 && hlen != 40))
		return;
	for (i = 0; off < all && i < PIECES_MAX; i++, off += each) {
		unsigned int len = off + each < all ? each : all - off;
		bool more = off + len < all;

		if (v6)
			piece6(&pieces[i], b->in, off, len, more, id);
		else
			piece4(&pieces[i], b->in, hlen, off, len, more);
	}
	n_pieces = i;
	pieces_next(b->in);
}

/* RFC 1624: the checksum at @p when 16 bits of what it covers change */
static void csum_change(uint8_t *p, uint16_t old, uint16_t new)
{
	uint32_t sum = (uint16_t)~get16(p);

	sum += (uint16_t)~old;
	sum += new;
	csum_put(p, csum_fold(sum));
}

/* The next segments of the same TCP connection */
static void train(struct build *b)
{
	unsigned int n = 1 + rng_below(b->rng, PIECES_MAX), i;
	uint32_t seq = get32(b->in->data + b->tcp + 4);

	for (i = n; i--; ) {
		struct input *to = &pieces[i];
		uint32_t next = seq + b->tcp_data;
		uint8_t *tcp;

		input_copy(to, b->in);
		tcp = to->data + b->tcp;
		put32(tcp + 4, next);
		csum_change(tcp + 16, get32(b->in->data + b->tcp + 4) >> 16,
			    next >> 16);
		csum_change(tcp + 16, get16(b->in->data + b->tcp + 6), next);
		fix_outer(to, false);
		seq = next;
	}
	n_pieces = n;
}

void pieces_make(struct build *b)
{
	bool merge = lanes[b->in->lane].kind == LANE_FRAGS;

	if (b->in->vnet.flags || b->in->vnet.gso_type)
		return;
	if (merge && b->tcp && b->tcp_data && !rng_one_in(b->rng, 4))
		train(b);
	else if (b->first.proto == IPPROTO_UDP && rng_one_in(b->rng, 40))
		fragment(b);
}
