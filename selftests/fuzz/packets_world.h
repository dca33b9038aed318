/* SPDX-License-Identifier: GPL-2.0 */
/* What ../fuzz_packets.sh has set up, as far as frames have to know it. */
#ifndef FUZZ_PACKETS_WORLD_H
#define FUZZ_PACKETS_WORLD_H

#include <stdbool.h>
#include <stdint.h>

#define PORT		4789
#define PORT_META	4790	/* of the VTEPs with tunnel metadata */

#define OWN4		0x0a000001	/* 10.0.0.1 */
#define PEERS4		0x0a010000	/* 10.1.0.2 and so on, see PEERS */
#define GROUP4		0xef010101	/* 239.1.1.1 */
#define POOL4		0xef010200	/* 239.1.2.0/24, by VNI */
#define INNER4(n)	(0xc0a80000 | (n) << 8)	/* 192.168.N.0/24 inside */
#define PEERS		8

/* fd00::1, fd01::2 and so on, ff05::1, 2001:db8:N::1: the last is the VTEP's */
static const uint8_t own6[16] = { 0xfd, [15] = 1 };
static const uint8_t peer6[16] = { 0xfd, 1, [15] = 2 };
static const uint8_t group6[16] = { 0xff, 5, [15] = 1 };
static const uint8_t inner6[16] = { 0x20, 1, 0x0d, 0xb8 };

/* MACs: 02:00:00:00:00:NN of VTEP NN; 02:00:00:00:01:XX of VMs, the first ones with
 * static entries, flood lists or tunnel keys of their own; 02:ff:00:00:00:XX of the
 * underlay's devices.
 */
#define VMS		24

/* Where a datagram finds a segment: @n VNIs from @vni on, of VTEP number @mac */
struct target {
	const char *dev;
	uint32_t vni;
	uint32_t n;
	uint16_t port;
	bool v6;
	bool tags;	/* name the segment */
	uint8_t mac;
	uint8_t often;
};

static const struct target targets[] = {
	{ "v4group", 100, 1, PORT, false, false, 1, 6 },
	{ "v4flood", 101, 1, PORT, false, false, 2, 6 },
	{ "v4known", 102, 1, PORT, false, false, 3, 6 },
	{ "v4list", 103, 1, PORT, false, false, 4, 8 },
	{ "v4vlan", 200, 16, PORT, false, true, 5, 8 },
	{ "v4tags", 300, 4, PORT, false, true, 6, 6 },
	{ "v4meta", 500, 8, PORT_META, false, false, 7, 6 },
	{ "v6group", 100, 1, PORT, true, false, 8, 6 },
	{ "v6csum", 101, 1, PORT, true, false, 9, 6 },
	{ "v6vlan", 200, 8, PORT, true, true, 10, 4 },
	{ "v6meta", 500, 8, PORT_META, true, false, 11, 4 },
	{ "v4down", 104, 1, PORT, false, false, 12, 1 },
};

/* The VTEP behind the bridge */
#define BRIDGED	"v4vlan"

#define TARGETS	ARRAY_SIZE(targets)

#endif /* FUZZ_PACKETS_WORLD_H */
