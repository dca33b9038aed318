// SPDX-License-Identifier: GPL-2.0
/* IPv4 and IPv6 headers of the packets that packets_build.c makes. */
#include <netinet/in.h>

#include "packets_build.h"

static uint8_t choose_ttl(struct rng *r)
{
	static const uint8_t ttls[] = { 64, 64, 64, 64, 255, 255, 1, 0 };

	return ttls[rng_below(r, sizeof(ttls))];
}

/* ECN of either header is what RFC 6040 is about. */
static uint8_t choose_tos(struct rng *r)
{
	return rng_one_in(r, 8) ? rng_next(r) : rng_below(r, 2) * rng_below(r, 4);
}

static uint32_t outer4_source(struct rng *r)
{
	switch (rng_below(r, 64)) {
	case 0:
		return OWN4;
	case 1:
		return rng_next(r);
	case 2:
		return PEERS4 + rng_below(r, 1 << 16);
	default:
		return PEERS4 + 2 + rng_below(r, PEERS);
	}
}

static uint32_t outer4_dest(struct build *b)
{
	struct rng *r = b->rng;

	switch (rng_below(r, 64)) {
	case 0:
		return 0xffffffff;
	case 1:
		return rng_next(r);
	case 2 ... 8:
		return GROUP4;
	case 9 ... 12:
		return POOL4 + (rng_below(r, b->to->n) + b->to->vni) % 256;
	case 13:
		return POOL4 + rng_below(r, 256);
	default:
		return OWN4;
	}
}

static uint32_t inner4_addr(struct build *b, bool dest)
{
	struct rng *r = b->rng;

	switch (rng_below(r, 32)) {
	case 0:
		return rng_next(r);
	case 1:
		return dest ? 0xe0000001 + rng_below(r, 3) : 0;
	case 2:
		return dest ? 0xffffffff : OWN4;
	case 3:
		return PEERS4 + 2 + rng_below(r, PEERS);
	case 4:
		/* routed from one VTEP to another */
		return INNER4(1 + rng_below(r, TARGETS)) + 2;
	case 5:
		return dest ? OWN4 : INNER4(b->to->mac);
	default:
		return INNER4(b->to->mac) + (dest ? 1 : 2 + rng_below(r, 4));
	}
}

static void addrs4(struct build *b, uint8_t *p)
{
	if (b->outer) {
		put32(p + 12, outer4_source(b->rng));
		put32(p + 16, outer4_dest(b));
	} else {
		put32(p + 12, inner4_addr(b, false));
		put32(p + 16, inner4_addr(b, true));
	}
}

/* Router alert, record route, timestamps, no operation */
static unsigned int options4(struct build *b)
{
	static const uint8_t opts[][8] = {
		{ 148, 4, 0, 0, 1, 1, 1, 0 }, { 1, 7, 7, 4, 0, 0, 0, 0 },
		{ 68, 8, 5, 0, 0, 0, 0, 0 }, { 1, 1, 1, 1, 1, 1, 1, 0 },
	};
	unsigned int n = 1 + rng_below(b->rng, 5), i;

	for (i = 0; i < n; i++)
		memcpy(put(b, 8), opts[rng_below(b->rng, 4)], 8);
	return n * 2;
}

static void remember(struct build *b, unsigned int ip, uint8_t proto)
{
	if (b->first.ip)
		return;
	b->first.ip = ip;
	b->first.l4 = b->in->len;
	b->first.proto = proto == IPPROTO_TCP || proto == IPPROTO_UDP ? proto : 0;
	b->first.hlen = proto == IPPROTO_TCP ? 20 : 8;
}

void build_ip4(struct build *b)
{
	unsigned int at = b->in->len;
	uint8_t *p = put(b, 20);
	uint8_t ihl = 5;

	p[1] = choose_tos(b->rng);
	put16(p + 4, rng_next(b->rng));
	/* Whole, and most of them to stay so */
	put16(p + 6, rng_one_in(b->rng, 3) ? 0 : 0x4000);
	if (!b->outer && rng_one_in(b->rng, 32))
		put16(p + 6, rng_next(b->rng));
	p[8] = choose_ttl(b->rng);
	p[9] = choose_proto(b, false);
	addrs4(b, p);
	if (rng_one_in(b->rng, 50))
		ihl += options4(b);
	p[0] = 0x40 | ihl;

	remember(b, at, p[9]);
	build_l4(b, at, p[9]);
	put16(p + 2, b->in->len - at);
	csum_put(p + 10, csum_fold(csum_add(0, p, ihl * 4)));
}

static void outer6_addrs(struct build *b, uint8_t *p)
{
	struct rng *r = b->rng;

	memcpy(p + 8, peer6, 16);
	p[23] += rng_below(r, PEERS);
	memcpy(p + 24, own6, 16);
	if (rng_one_in(r, 8))
		memcpy(p + 24, group6, 16);
	if (rng_one_in(r, 64))
		memcpy(p + 8, own6, 16);
	if (rng_one_in(r, 64))
		rng_fill(r, p + 8, 16);
	if (rng_one_in(r, 64))
		rng_fill(r, p + 24, 16);
}

static void inner6_addrs(struct build *b, uint8_t *p)
{
	struct rng *r = b->rng;

	memcpy(p + 8, inner6, 16);
	p[13] = b->to->mac;
	p[23] = 2 + rng_below(r, 4);
	memcpy(p + 24, p + 8, 16);
	p[39] = 1;
	switch (rng_below(r, 16)) {
	case 0:
		/* all nodes, all routers, a solicited node */
		memset(p + 24, 0, 15);
		put16(p + 24, 0xff02);
		p[39] = 1 + rng_below(r, 2);
		break;
	case 1:
		/* routed from one VTEP to another */
		p[29] = 1 + rng_below(r, TARGETS);
		p[39] = 2;
		break;
	case 2:
		rng_fill(r, p + 8 + rng_below(r, 2) * 16, 16);
		break;
	case 3:
		memset(p + 8, 0, 15);
		put16(p + 8, 0xfe80);
		break;
	}
}

/* Hop-by-hop or destination options of padding, routing, fragment: each names the
 * next one.
 */
static void extension6(struct build *b, uint8_t next)
{
	static const uint8_t kinds[] = { 0, 60, 43, 44 };
	uint8_t kind = kinds[rng_below(b->rng, 4)];
	uint8_t *ip = b->in->data + b->in->len - 40;
	uint8_t *p = put(b, 8);

	ip[6] = kind;
	p[0] = next;
	switch (kind) {
	case 44:
		put32(p + 4, rng_next(b->rng));
		if (rng_one_in(b->rng, 2))
			put16(p + 2, rng_next(b->rng));
		break;
	case 43:
		p[2] = rng_below(b->rng, 5);
		break;
	default:
		p[2] = 1;
		p[3] = 4;
		/* router alert, for MLD */
		if (kind == 0 && rng_one_in(b->rng, 2))
			put32(p + 2, 0x05020000);
	}
}

void build_ip6(struct build *b)
{
	unsigned int at = b->in->len;
	uint8_t *p = put(b, 40);
	uint8_t proto;

	put32(p, 6u << 28 | (uint32_t)choose_tos(b->rng) << 20 |
		 (rng_one_in(b->rng, 4) ? rng_below(b->rng, 1 << 20) : 0));
	proto = choose_proto(b, true);
	p[6] = proto;
	p[7] = choose_ttl(b->rng);
	if (b->outer)
		outer6_addrs(b, p);
	else
		inner6_addrs(b, p);
	if (rng_one_in(b->rng, b->outer ? 50 : 16))
		extension6(b, proto);

	remember(b, at, proto);
	build_l4(b, at, proto);
	put16(p + 4, b->in->len - at - 40);
}
