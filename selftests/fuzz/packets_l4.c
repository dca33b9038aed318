// SPDX-License-Identifier: GPL-2.0
/* What is in the IP packets that packets_ip.c makes: VXLAN, and all that tenants send
 * in it.
 */
#include <netinet/in.h>

#include "packets_build.h"

/* VXLAN in VXLAN in VXLAN; more come by splicing. */
#define DEPTH_MAX	3

uint8_t choose_proto(struct build *b, bool v6)
{
	static const uint8_t others[] = {
		IPPROTO_SCTP, IPPROTO_GRE, IPPROTO_IPIP, IPPROTO_IPV6,
		IPPROTO_NONE, IPPROTO_ESP, IPPROTO_IGMP, 255,
	};
	unsigned int what = rng_below(b->rng, 100);

	if (b->outer) {
		if (what < 94)
			return IPPROTO_UDP;
	} else if (what < 40) {
		return IPPROTO_UDP;
	} else if (what < 75) {
		return IPPROTO_TCP;
	}
	if (what < 98 && (v6 || !rng_one_in(b->rng, 4)))
		return v6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
	return others[rng_below(b->rng, sizeof(others))];
}

/* Of an L4 header at @at, with the checksum at @field of it */
static void csum_l4(struct build *b, unsigned int ip, unsigned int at,
		    unsigned int field, uint8_t proto)
{
	unsigned int len = b->in->len - at;
	uint8_t *p = b->in->data + at;
	uint32_t sum = 0;

	put16(p + field, 0);
	/* ICMP over IPv4 and IGMP have no pseudo header. */
	if (proto != IPPROTO_ICMP && proto != IPPROTO_IGMP)
		sum = csum_pseudo(b->in->data + ip, proto, len);
	csum_put(p + field, csum_fold(csum_add(sum, p, len)));
	if (proto == IPPROTO_UDP && !get16(p + field))
		put16(p + field, 0xffff);
}

static void build_udp(struct build *b, unsigned int ip)
{
	unsigned int at = b->in->len;
	uint8_t *p = put(b, 8);
	bool vxlan = b->outer;

	if (!b->outer && b->depth < DEPTH_MAX)
		vxlan = rng_one_in(b->rng, 10);
	put16(p, 49152 + rng_below(b->rng, b->outer ? 16 : 16384));
	put16(p + 2, vxlan ? b->to->port : rng_below(b->rng, 4) ?
	      rng_next(b->rng) : 53);
	if (vxlan)
		build_vxlan(b);
	else
		build_payload(b);
	put16(p + 4, b->in->len - at);
	/* RFC 7348 section 5 wants none. */
	if (vxlan ? rng_one_in(b->rng, 3) : !rng_one_in(b->rng, 8))
		csum_l4(b, ip, at, 6, IPPROTO_UDP);
}

static void build_tcp(struct build *b, unsigned int ip)
{
	static const uint8_t flags[] = { 0x10, 0x10, 0x10, 0x18, 0x02, 0x11, 0x90 };
	unsigned int at = b->in->len, more = 0;
	uint8_t *p = put(b, 20);

	/* Few flows, so that there is something to merge */
	put16(p, 1000 + rng_below(b->rng, 4));
	put16(p + 2, 80);
	put32(p + 4, rng_next(b->rng));
	put32(p + 8, 1);
	p[13] = flags[rng_below(b->rng, sizeof(flags))];
	put16(p + 14, 512);
	if (rng_one_in(b->rng, 4)) {
		/* timestamps */
		uint8_t *o = put(b, 12);

		o[0] = 1;
		o[1] = 1;
		o[2] = 8;
		o[3] = 10;
		more = 12;
	}
	p[12] = (20 + more) / 4 << 4;
	if (b->first.l4 == at)
		b->first.hlen = 20 + more;
	b->tcp = at;
	build_payload(b);
	b->tcp_data = b->in->len - at - 20 - more;
	csum_l4(b, ip, at, 16, IPPROTO_TCP);
}

void build_quote(struct build *b, bool v6)
{
	unsigned int at = b->in->len;
	uint8_t *p = put(b, v6 ? 40 : 20);
	unsigned int peer = rng_below(b->rng, PEERS);
	uint8_t *udp;

	if (v6) {
		p[0] = 0x60;
		put16(p + 4, 100);
		p[6] = IPPROTO_UDP;
		p[7] = 64;
		memcpy(p + 8, own6, 16);
		memcpy(p + 24, peer6, 16);
		p[39] += peer;
	} else {
		p[0] = 0x45;
		put16(p + 2, 100);
		put16(p + 6, 0x4000);
		p[8] = 64;
		p[9] = IPPROTO_UDP;
		put32(p + 12, OWN4);
		put32(p + 16, PEERS4 + 2 + peer);
		csum_put(p + 10, csum_fold(csum_add(0, p, 20)));
	}
	udp = put(b, 16);
	put16(udp, 49152 + rng_below(b->rng, 16384));
	put16(udp + 2, b->to->port);
	put16(udp + 4, 80);
	udp[8] = rng_one_in(b->rng, 8) ? rng_next(b->rng) : 0x08;
	put32(udp + 12, choose_vni(b) << 8);
	if (rng_one_in(b->rng, 2))
		build_payload(b);
	/* A router may quote less. */
	if (rng_one_in(b->rng, 4))
		b->in->len = at + rng_below(b->rng, b->in->len - at);
}

static const uint16_t mtus[] = { 0, 68, 576, 1000, 1280, 1400, 1500, 65535 };

/* Errors about our datagrams, from a router of the underlay; pings inside */
static void build_icmp4(struct build *b, unsigned int ip)
{
	static const uint8_t errors[][2] = {
		{ 3, 4 }, { 3, 4 }, { 3, 3 }, { 3, 1 }, { 11, 0 }, { 12, 0 },
		{ 5, 1 },
	};
	unsigned int at = b->in->len;
	uint8_t *p = put(b, 8);

	if (b->outer || rng_one_in(b->rng, 4)) {
		memcpy(p, errors[rng_below(b->rng, 7)], 2);
		put16(p + 6, mtus[rng_below(b->rng, 8)]);
		build_quote(b, false);
	} else {
		p[0] = rng_below(b->rng, 4) ? 8 : rng_below(b->rng, 20);
		build_payload(b);
	}
	csum_l4(b, ip, at, 2, IPPROTO_ICMP);
}

/* Neighbour solicitation, with the asker's MAC */
static void build_nd(struct build *b, uint8_t *p)
{
	uint8_t *more = put(b, 24);

	p[0] = 135 + rng_below(b->rng, 2);
	memcpy(more, inner6, 16);
	more[5] = b->to->mac;
	more[15] = 1;
	more[16] = p[0] - 134;
	more[17] = 1;
	more[18] = 2;
	more[22] = 1;
	more[23] = rng_below(b->rng, VMS);
}

static void build_icmp6(struct build *b, unsigned int ip)
{
	static const uint8_t errors[] = { 2, 2, 1, 3, 4 };
	unsigned int at = b->in->len;
	uint8_t *p = put(b, 8);

	if (b->outer || rng_one_in(b->rng, 4)) {
		p[0] = errors[rng_below(b->rng, sizeof(errors))];
		put32(p + 4, mtus[rng_below(b->rng, 8)]);
		build_quote(b, true);
	} else if (rng_one_in(b->rng, 2)) {
		build_nd(b, p);
	} else {
		/* echo, MLD, ND and whatever */
		p[0] = rng_one_in(b->rng, 2) ? 128 : 128 + rng_below(b->rng, 24);
		build_payload(b);
	}
	csum_l4(b, ip, at, 2, IPPROTO_ICMPV6);
}

static void build_igmp(struct build *b, unsigned int ip)
{
	static const uint8_t types[] = { 0x11, 0x16, 0x17, 0x22 };
	unsigned int at = b->in->len;
	uint8_t *p = put(b, 8);

	p[0] = types[rng_below(b->rng, sizeof(types))];
	put32(p + 4, rng_below(b->rng, 2) * GROUP4);
	csum_l4(b, ip, at, 2, IPPROTO_IGMP);
}

void build_l4(struct build *b, unsigned int ip, uint8_t proto)
{
	switch (proto) {
	case IPPROTO_UDP:
		build_udp(b, ip);
		break;
	case IPPROTO_TCP:
		build_tcp(b, ip);
		break;
	case IPPROTO_ICMP:
		build_icmp4(b, ip);
		break;
	case IPPROTO_ICMPV6:
		build_icmp6(b, ip);
		break;
	case IPPROTO_IGMP:
		build_igmp(b, ip);
		break;
	case IPPROTO_IPIP:
		if (b->in->len < HEADERS_MAX / 2) {
			build_ip4(b);
			break;
		}
		/* fall through */
	default:
		build_payload(b);
	}
}
