// SPDX-License-Identifier: GPL-2.0
/* Inputs that are no longer right. Outer lengths and checksums are mostly mended
 * afterwards: what is wrong with those IP sees, and drops before a VTEP does.
 */
#include <netinet/in.h>

#include "packets.h"

/* Mostly in the headers */
static unsigned int position(struct rng *r, const struct input *in)
{
	unsigned int most = in->len;

	if (!rng_one_in(r, 8) && most > 128)
		most = 128;
	return rng_below(r, most);
}

static void flip(struct rng *r, struct input *in)
{
	in->data[position(r, in)] ^= 1 << rng_below(r, 8);
}

static void set_byte(struct rng *r, struct input *in)
{
	static const uint8_t values[] = { 0, 1, 4, 5, 6, 8, 14, 17, 0x45, 0x4f, 0x60,
					  0x7f, 0x80, 0x81, 0xff };

	in->data[position(r, in)] = rng_one_in(r, 4) ? rng_next(r) :
				    values[rng_below(r, sizeof(values))];
}

/* Boundaries, of lengths above all */
static void set_word(struct rng *r, struct input *in)
{
	unsigned int at = position(r, in);
	const uint16_t values[] = {
		0, 1, 7, 8, 13, 14, 19, 20, 39, 40, 0x7fff, 0x8000, 0xffff, 0x8100,
		0x88a8, 0x0800, 0x86dd, in->len, in->len - at, in->len - at - 1,
		in->len - at + 1,
	};

	if (at + 2 > in->len)
		return;
	put16(in->data + at, values[rng_below(r, ARRAY_SIZE(values))]);
}

static void cut(struct rng *r, struct input *in)
{
	in->len = position(r, in) + 1;
}

static void extend(struct rng *r, struct input *in)
{
	unsigned int n = 1 + rng_below(r, rng_one_in(r, 8) ? 5000 : 64);

	if (n > INPUT_MAX - in->len)
		return;
	rng_fill(r, in->data + in->len, n);
	in->len += n;
}

static void take_out(struct rng *r, struct input *in)
{
	unsigned int at = position(r, in), n = 1 + rng_below(r, 16);

	if (at + n >= in->len)
		return;
	memmove(in->data + at, in->data + at + n, in->len - at - n);
	in->len -= n;
}

static void put_in(struct rng *r, struct input *in)
{
	unsigned int at = position(r, in), n = 1 + rng_below(r, 16);

	if (n > INPUT_MAX - in->len)
		return;
	memmove(in->data + at + n, in->data + at, in->len - at);
	rng_fill(r, in->data + at, n);
	in->len += n;
}

static void repeat(struct rng *r, struct input *in)
{
	unsigned int from = position(r, in), to = position(r, in);
	unsigned int n = 1 + rng_below(r, 24);

	if (from + n <= in->len && to + n <= in->len)
		memmove(in->data + to, in->data + from, n);
}

static void offloads(struct rng *r, struct input *in)
{
	uint8_t *p = (uint8_t *)&in->vnet;

	switch (rng_below(r, 4)) {
	case 0:
		p[rng_below(r, sizeof(in->vnet))] = rng_next(r);
		break;
	case 1:
		in->vnet.hdr_len = rng_below(r, 150);
		break;
	case 2:
		in->vnet.gso_size = 1 + rng_below(r, 1500);
		break;
	default:
		in->vnet = (struct virtio_net_hdr){ .hdr_len = rng_below(r, 150) };
	}
}

static void other_lane(struct rng *r, struct input *in)
{
	static const enum lane_kind outer[] = { LANE_RECEIVE, LANE_RECEIVE,
						LANE_FRAGS };
	static const enum lane_kind inner[] = { LANE_PORT, LANE_SEND, LANE_SEND };
	int lane = lane_any(r, (lane_outer(in->lane) ? outer : inner)
			       [rng_below(r, 3)]);

	if (lane >= 0)
		in->lane = lane;
}

/* The head of this one, the tail of the other one */
static void splice(struct rng *r, struct input *in, const struct input *other)
{
	unsigned int at = position(r, in), from;

	if (!other || !other->len)
		return;
	from = position(r, other);
	if (other->len - from > INPUT_MAX - at)
		return;
	memcpy(in->data + at, other->data + from, other->len - from);
	in->len = at + other->len - from;
}

static void change(struct rng *r, struct input *in, const struct input *other)
{
	static void (*const changes[])(struct rng *, struct input *) = {
		flip, flip, flip, set_byte, set_byte, set_word, set_word, cut, cut,
		extend, take_out, put_in, repeat, offloads, offloads, other_lane,
	};
	const unsigned int n = ARRAY_SIZE(changes);
	unsigned int which = rng_below(r, n + 1);

	if (which == n)
		splice(r, in, other);
	else
		changes[which](r, in);
}

void mutate(struct rng *r, struct input *in, const struct input *other)
{
	unsigned int n = 1 + rng_below(r, 4);

	while (n--)
		change(r, in, other);
	if (!rng_one_in(r, 8))
		fix_outer(in, !rng_one_in(r, 4));
}
