// SPDX-License-Identifier: GPL-2.0
/* What leaves by the underlay: whatever came in, a VTEP sends no datagram but good
 * ones. Of what else leaves nothing is said.
 */
#include <netinet/in.h>
#include <stdio.h>

#include "packets.h"
#include "packets_world.h"

static uint64_t checked;

uint64_t check_count(void)
{
	return checked;
}

static bool bad(const char *what, const uint8_t *p, size_t len)
{
	size_t i;

	fprintf(stderr, "sent by a VTEP: %s:\n", what);
	for (i = 0; i < len && i < 200; i++)
		fprintf(stderr, "%02x", p[i]);
	fprintf(stderr, "\n");
	return false;
}

/* Nobody else in this namespace sends from these ports to those. */
static bool is_ours(const uint8_t *udp)
{
	uint16_t to = get16(udp + 2);

	return get16(udp) >= 49152 && (to == PORT || to == PORT_META);
}

/* RFC 7348 section 5 */
static bool check_vxlan(const uint8_t *vxlan, const uint8_t *p, size_t len)
{
	if (get32(vxlan) != 0x08000000)
		return bad("VXLAN flags or reserved bits", p, len);
	if (vxlan[7])
		return bad("VXLAN reserved byte", p, len);
	return true;
}

/* @gso: lengths are those of one segment, or none; the checksum is to come */
static bool check_udp(const uint8_t *udp, size_t n, bool gso, const uint8_t *p,
		      size_t len)
{
	if (n < 8 + 8 + 14)
		return bad("no room for a frame", p, len);
	if (!gso && get16(udp + 4) != n)
		return bad("UDP length", p, len);
	return check_vxlan(udp + 8, p, len);
}

static bool check4(const uint8_t *ip, size_t n, bool gso, const uint8_t *p,
		   size_t len)
{
	unsigned int hlen = (ip[0] & 15) * 4;

	if (ip[9] != IPPROTO_UDP || get32(ip + 12) != OWN4 ||
	    get16(ip + 6) & 0x1fff || n < hlen + 8 || !is_ours(ip + hlen))
		return true;
	checked++;
	if (ip[0] != 0x45)
		return bad("IPv4 header with options", p, len);
	if (csum_fold(csum_add(0, ip, 20)) != 0xffff)
		return bad("IPv4 checksum", p, len);
	if (get16(ip + 6) & 0x2000)
		return check_vxlan(ip + 28, p, len);
	if (!gso && get16(ip + 2) != n)
		return bad("IPv4 length", p, len);
	return check_udp(ip + 20, n - 20, gso, p, len);
}

/* To groups only: unicast may be somebody's whom the host forwards for, under our
 * address.
 */
static bool check6(const uint8_t *ip, size_t n, bool gso, const uint8_t *p,
		   size_t len)
{
	if (ip[6] != IPPROTO_UDP || memcmp(ip + 8, own6, 16) || ip[24] != 0xff ||
	    n < 48 || !is_ours(ip + 40))
		return true;
	checked++;
	if (!gso && get16(ip + 4) != n - 40)
		return bad("IPv6 length", p, len);
	return check_udp(ip + 40, n - 40, gso, p, len);
}

bool check_sent(const struct virtio_net_hdr *vnet, const uint8_t *p, size_t len)
{
	if (len >= 14 + 28 && get16(p + 12) == 0x0800)
		return check4(p + 14, len - 14, vnet->gso_type, p, len);
	if (len >= 14 + 48 && get16(p + 12) == 0x86dd)
		return check6(p + 14, len - 14, vnet->gso_type, p, len);
	return true;
}
