// SPDX-License-Identifier: GPL-2.0
/* Frames that are right, on the whole: Ethernet, tags, and what they are addressed to.
 * What is less usual comes by chance at each step, wrong things come of mutate().
 */
#include <assert.h>
#include <netinet/in.h>

#include "packets_build.h"

uint8_t *put(struct build *b, unsigned int len)
{
	uint8_t *p = b->in->data + b->in->len;

	assert(len <= INPUT_MAX - b->in->len);
	memset(p, 0, len);
	b->in->len += len;
	return p;
}

/* Mostly short, as most of what can go wrong is in headers. */
static unsigned int payload_len(struct rng *r)
{
	switch (rng_below(r, 64)) {
	case 0:
		return rng_below(r, 60000);
	case 1 ... 3:
		return 4000 + rng_below(r, 6000);
	case 4 ... 9:
		return 1300 + rng_below(r, 250);
	case 10 ... 20:
		return rng_below(r, 1400);
	case 21 ... 30:
		return 0;
	default:
		return rng_below(r, 64);
	}
}

void build_payload(struct build *b)
{
	unsigned int room = INPUT_MAX - b->in->len;
	unsigned int len = payload_len(b->rng);

	room = room > HEADERS_MAX ? room - HEADERS_MAX : 0;
	if (len > room)
		len = room;
	/* Contents are nobody's business, but for what would be headers. */
	rng_fill(b->rng, put(b, len), len < 64 ? len : 64);
}

uint32_t choose_vni(struct build *b)
{
	struct rng *r = b->rng;

	switch (rng_below(r, 40)) {
	case 0:
		return 0;
	case 1:
		return 0xffffff;
	case 2:
		return rng_below(r, 1 << 24);
	case 3:
		return b->to->vni + b->to->n;
	default:
		return b->to->vni + rng_below(r, b->to->n);
	}
}

static void vm_mac(struct rng *r, uint8_t *mac)
{
	mac[0] = 2;
	mac[4] = 1;
	mac[5] = rng_below(r, VMS);
}

static void group_mac(struct rng *r, uint8_t *mac)
{
	static const uint8_t starts[][3] = {
		{ 1, 0, 0x5e }, { 0x33, 0x33, 0 }, { 1, 0x80, 0xc2 },
		{ 0xff, 0xff, 0xff }, { 3, 0, 0 },
	};

	memcpy(mac, starts[rng_below(r, 5)], 3);
	mac[5] = rng_below(r, 4);
	if (mac[0] == 0xff)
		memset(mac, 0xff, 6);
}

static void own_mac(struct build *b, uint8_t *mac)
{
	mac[0] = 2;
	mac[5] = b->to->mac;
}

/* All of them are zero before. */
static void choose_dest(struct build *b, uint8_t *mac)
{
	struct rng *r = b->rng;

	switch (rng_below(r, 32)) {
	case 0:
		break;
	case 1:
		rng_fill(r, mac, 6);
		break;
	case 2 ... 5:
		group_mac(r, mac);
		break;
	case 6 ... 11:
		memset(mac, 0xff, 6);
		break;
	case 12 ... 20:
		own_mac(b, mac);
		break;
	default:
		vm_mac(r, mac);
	}
}

static void choose_source(struct build *b, uint8_t *mac)
{
	struct rng *r = b->rng;

	switch (rng_below(r, 64)) {
	case 0:
		break;
	case 1 ... 2:
		rng_fill(r, mac, 6);
		break;
	case 3:
		group_mac(r, mac);
		break;
	case 4:
		own_mac(b, mac);
		break;
	default:
		vm_mac(r, mac);
	}
}

static void outer_macs(struct build *b, uint8_t *p)
{
	/* The TAP device's own */
	p[0] = 2;
	p[1] = 0xff;
	if (rng_one_in(b->rng, 32))
		rng_fill(b->rng, p, 6);
	if (rng_one_in(b->rng, 32))
		memset(p, 0xff, 6);
	p[6] = 2;
	p[7] = 0xfe;
}

static void build_tags(struct build *b)
{
	struct rng *r = b->rng;
	uint8_t *p;

	do {
		p = put(b, 4);
		put16(p, rng_one_in(r, 4) ? 0x88a8 : 0x8100);
		put16(p + 2, rng_next(r));
		if (!rng_one_in(r, 8))
			put16(p + 2, (get16(p + 2) & 0xe000) | rng_below(r, 20));
	} while (rng_one_in(r, 4));
}

/* Where a tag is the segment, most frames have one. */
static bool wants_tags(struct build *b)
{
	if (b->outer)
		return rng_one_in(b->rng, 200);
	if (!b->depth && b->to->tags && !lane_outer(b->in->lane))
		return !rng_one_in(b->rng, 8);
	return rng_one_in(b->rng, 10);
}

/* ARP for IPv4 over Ethernet */
static void build_arp(struct build *b)
{
	uint8_t *p = put(b, 28);

	put16(p, 1);
	put16(p + 2, 0x0800);
	p[4] = 6;
	p[5] = 4;
	put16(p + 6, 1 + rng_below(b->rng, 2));
	vm_mac(b->rng, p + 8);
	put32(p + 14, INNER4(b->to->mac) + 2 + rng_below(b->rng, 4));
	put32(p + 24, INNER4(b->to->mac) + 1);
	if (rng_one_in(b->rng, 2))
		put(b, 18);
}

static void build_other(struct build *b)
{
	static const uint16_t types[] = {
		0x0026, 0x05dc, 0x88cc, 0x8847, 0x894f, 0x6558, 0x88b5, 0, 0xffff,
		0x8863, 0x8864, 0x88e7,
	};
	uint8_t *p = put(b, 2);

	put16(p, types[rng_below(b->rng, ARRAY_SIZE(types))]);
	build_payload(b);
}

void build_ether(struct build *b)
{
	uint8_t *p = put(b, 12);
	unsigned int what;
	bool v6;

	if (b->outer) {
		outer_macs(b, p);
		v6 = b->to->v6;
		what = rng_one_in(b->rng, 100) ? rng_below(b->rng, 100) : 0;
	} else {
		choose_dest(b, p);
		choose_source(b, p + 6);
		v6 = rng_one_in(b->rng, 3);
		what = rng_below(b->rng, 100);
	}
	if (wants_tags(b))
		build_tags(b);

	if (what < 82) {
		put16(put(b, 2), v6 ? 0x86dd : 0x0800);
		if (v6)
			build_ip6(b);
		else
			build_ip4(b);
	} else if (what < 92) {
		put16(put(b, 2), 0x0806);
		build_arp(b);
	} else {
		build_other(b);
	}
}

void build_vxlan(struct build *b)
{
	uint8_t *p = put(b, 8);
	bool outer = b->outer;

	p[0] = 0x08;
	/* Reserved bits are nobody's business. */
	if (rng_one_in(b->rng, 32)) {
		rng_fill(b->rng, p, 8);
		p[0] |= 0x08;
	}
	put32(p + 4, choose_vni(b) << 8 | p[7]);
	b->outer = false;
	b->depth++;
	build_ether(b);
	b->depth--;
	b->outer = outer;
}

static const struct target *any_target(struct rng *r)
{
	unsigned int sum = 0, at, i;

	for (i = 0; i < TARGETS; i++)
		sum += targets[i].often;
	at = rng_below(r, sum);
	for (i = 0; at >= targets[i].often; i++)
		at -= targets[i].often;
	return &targets[i];
}

/* Frames go to any VTEP, or they are for the one that sends them. */
static const struct target *choose_target(struct rng *r, const struct lane *l)
{
	const char *dev = l->kind == LANE_PORT ? BRIDGED : l->dev;
	unsigned int i;

	for (i = 0; i < TARGETS; i++)
		if (!strcmp(targets[i].dev, dev))
			return &targets[i];
	return any_target(r);
}

static enum lane_kind choose_kind(struct rng *r)
{
	switch (rng_below(r, 32)) {
	case 0 ... 15:
		return LANE_RECEIVE;
	case 16 ... 19:
		return LANE_FRAGS;
	case 20 ... 21:
		return LANE_PORT;
	default:
		return LANE_SEND;
	}
}

void build_next(struct rng *r, struct input *in)
{
	struct build b = { .rng = r, .in = in };
	int lane;

	if (pieces_next(in))
		return;
	do {
		lane = lane_any(r, choose_kind(r));
	} while (lane < 0);
	in->lane = lane;
	in->len = 0;
	b.to = choose_target(r, &lanes[lane]);
	b.outer = lane_outer(lane);
	build_ether(&b);
	build_vnet(&b);
	pieces_make(&b);
}
