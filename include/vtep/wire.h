/* SPDX-License-Identifier: GPL-2.0 */
/* The VXLAN header on the wire (RFC 7348, section 5).
 *
 * Pure: no allocation, no kernel services, so that user-space tests and
 * fuzzers compile the very code the module runs.
 *
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |R|R|R|R|I|R|R|R|            Reserved                           |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                VXLAN Network Identifier (VNI) |   Reserved    |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 */
#ifndef VTEP_WIRE_H
#define VTEP_WIRE_H

#include <linux/types.h>
#ifdef __KERNEL__
#include <asm/byteorder.h>
#else
#include <stdbool.h>
#include <endian.h>
#define cpu_to_be32(x)	((__be32)htobe32(x))
#define be32_to_cpu(x)	((__u32)be32toh(x))
#endif

#define VTEP_PORT		4789		/* IANA, RFC 7348 section 5 */
#define VTEP_SPORT_MIN		49152		/* RFC 6335 dynamic range, */
#define VTEP_SPORT_MAX		65535		/* RECOMMENDED by section 5 */
#define VTEP_VNI_MAX		((1U << 24) - 1)
#define VTEP_FLAG_VNI		(1U << 27)	/* the I flag */

struct vtep_wire {
	__be32 flags;
	__be32 vni;
};

/**
 * vtep_wire_build() - write a VXLAN header
 * @w: eight bytes to write
 * @vni: 24-bit VNI, host order; the caller has checked the range
 *
 * Every reserved bit is sent as zero (RFC 7348 section 5).
 */
static inline void vtep_wire_build(struct vtep_wire *w, __u32 vni)
{
	w->flags = cpu_to_be32(VTEP_FLAG_VNI);
	w->vni = cpu_to_be32(vni << 8);
}

/**
 * vtep_wire_parse() - read a VXLAN header
 * @w: eight readable bytes
 * @vni: where the VNI goes, host order; untouched on failure
 *
 * Reserved bits are ignored as RFC 7348 section 5 asks of a receiver.
 *
 * Return: false when the I flag is not set, so that the VNI is not valid.
 */
static inline bool vtep_wire_parse(const struct vtep_wire *w, __u32 *vni)
{
	if (!(w->flags & cpu_to_be32(VTEP_FLAG_VNI)))
		return false;

	*vni = be32_to_cpu(w->vni) >> 8;
	return true;
}

#endif /* VTEP_WIRE_H */
