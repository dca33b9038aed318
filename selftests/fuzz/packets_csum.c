// SPDX-License-Identifier: GPL-2.0
/* Checksums (RFC 1071), and headers made right again; see packets.h. */
#include <netinet/in.h>

#include "packets.h"

uint32_t csum_add(uint32_t sum, const uint8_t *p, size_t len)
{
	uint64_t all = sum;

	for (; len > 1; len -= 2, p += 2)
		all += get16(p);
	if (len)
		all += p[0] << 8;
	return csum_fold(all & 0xffffffff) + (all >> 32);
}

uint16_t csum_fold(uint32_t sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	return (sum & 0xffff) + (sum >> 16);
}

void csum_put(uint8_t *p, uint16_t sum)
{
	put16(p, ~sum);
}

uint32_t csum_pseudo(const uint8_t *ip, uint8_t proto, uint32_t len)
{
	uint32_t sum = proto + (len >> 16) + (len & 0xffff);

	if (ip[0] >> 4 == 4)
		return csum_add(sum, ip + 12, 8);
	return csum_add(sum, ip + 8, 32);
}

/* A checksum of zero stays: there is none, or it is meant to be wrong. */
static void fix_udp(uint8_t *ip, uint8_t *udp, unsigned int len, bool lengths)
{
	uint32_t sum;

	if (len < 8)
		return;
	if (lengths)
		put16(udp + 4, len);
	if (!get16(udp + 6))
		return;
	put16(udp + 6, 0);
	sum = csum_add(csum_pseudo(ip, IPPROTO_UDP, len), udp, len);
	csum_put(udp + 6, csum_fold(sum));
	if (!get16(udp + 6))
		put16(udp + 6, 0xffff);
}

static void fix_ip4(uint8_t *ip, unsigned int len, bool lengths)
{
	unsigned int hlen = (ip[0] & 15) * 4;

	if (ip[0] >> 4 != 4 || hlen < 20 || hlen > len)
		return;
	if (lengths)
		put16(ip + 2, len);
	put16(ip + 10, 0);
	csum_put(ip + 10, csum_fold(csum_add(0, ip, hlen)));
	if (ip[9] == IPPROTO_UDP && !(get16(ip + 6) & 0x3fff))
		fix_udp(ip, ip + hlen, len - hlen, lengths);
}

static void fix_ip6(uint8_t *ip, unsigned int len, bool lengths)
{
	if (lengths)
		put16(ip + 4, len - 40);
	if (ip[6] == IPPROTO_UDP)
		fix_udp(ip, ip + 40, len - 40, lengths);
}

void fix_outer(struct input *in, bool lengths)
{
	uint8_t *ip = in->data + 14;

	if (in->len >= 14 + 20 && get16(in->data + 12) == 0x0800)
		fix_ip4(ip, in->len - 14, lengths);
	else if (in->len >= 14 + 40 && get16(in->data + 12) == 0x86dd)
		fix_ip6(ip, in->len - 14, lengths);
}
