/* SPDX-License-Identifier: GPL-2.0 */
/* The packet fuzzer's inputs: a frame, and how and by which device the kernel gets
 * it.
 */
#ifndef FUZZ_PACKETS_H
#define FUZZ_PACKETS_H

#include <linux/virtio_net.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rng.h"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

/* An Ethernet frame with the largest IP packet there is */
#define INPUT_MAX	(14 + 65535)

struct input {
	struct virtio_net_hdr vnet;	/* offloads asked for, linear part */
	unsigned int lane;		/* see lanes */
	unsigned int len;
	uint8_t data[INPUT_MAX];
};

/* By which way a frame gets in */
enum lane_kind {
	LANE_RECEIVE,	/* TAP: as from the wire, by this very thread */
	LANE_FRAGS,	/* TAP: likewise, in pieces, and merged by GRO */
	LANE_PORT,	/* TAP: as from a VM behind the bridge */
	LANE_SEND,	/* packet(7): into a VTEP's transmit side */
	LANE_WATCH,	/* TAP: nothing, it is only for what comes out */
	LANE_KINDS
};

struct lane {
	enum lane_kind kind;
	char dev[16];
	int fd;
	int bypass;	/* LANE_SEND: a second socket, past the qdisc; else -1 */
	uint64_t sent;
	uint64_t refused;
};

#define LANES_MAX	32

extern struct lane lanes[LANES_MAX];
extern unsigned int n_lanes;

/* packets_lane.c */

/* lane_open() - add one, from KIND=DEV; false: no such kind. Ends the process if the
 * device cannot be had.
 */
bool lane_open(const char *word);
/* lane_of() - index of a device's lane; -1: it has none */
int lane_of(const char *dev);
/* lane_open() was enough for something to be sent? */
bool lanes_ready(void);
/* lane_any() - some lane of that kind; -1: there is none */
int lane_any(struct rng *r, enum lane_kind kind);

static inline bool lane_outer(unsigned int lane)
{
	return lanes[lane].kind <= LANE_FRAGS;
}

/* packets_send.c */

#define BATCH_MAX	32

/* lane_send() - hand @n inputs to the kernel, one after the other */
void lane_send(const struct input *in, unsigned int n, struct rng *r);
/* lane_drain() - take what was sent to a TAP device, and look at it */
void lane_drain(void);

/* packets_build.c: frames that are right, on the whole */

/* build_next() - a new input, or the next piece of the last one */
void build_next(struct rng *r, struct input *in);

/* packets_mutate.c: and now they are not */

/* mutate() - change something; @other: another input to take a part of, or NULL */
void mutate(struct rng *r, struct input *in, const struct input *other);

/* packets_csum.c: RFC 1071 */

uint32_t csum_add(uint32_t sum, const uint8_t *p, size_t len);
uint16_t csum_fold(uint32_t sum);	/* of the sum, not yet its complement */
void csum_put(uint8_t *p, uint16_t sum);
/* csum_pseudo() - of the IP header at @ip, for @len bytes of @proto */
uint32_t csum_pseudo(const uint8_t *ip, uint8_t proto, uint32_t len);
/* fix_outer() - make the first IP and UDP headers' checksums right, and with
 * @lengths their lengths before
 */
void fix_outer(struct input *in, bool lengths);

/* packets_corpus.c */

void corpus_load(const char *file);
void corpus_open(const char *file);	/* where what is worth keeping goes */
void corpus_keep(const struct input *in);
void corpus_add(const struct input *in);	/* keep it, and have it at hand */
/* For who looks for the culprit when the kernel is dead: up to an empty line, that file
 * is what is being sent.
 */
void corpus_open_last(const char *file);
void corpus_last(const struct input *in, unsigned int n);
unsigned int corpus_size(void);
void corpus_get(unsigned int i, struct input *in);

/* packets_check.c */

/* check_sent() - a frame that left by the underlay; false: no VTEP may send it */
bool check_sent(const struct virtio_net_hdr *vnet, const uint8_t *p, size_t len);
uint64_t check_count(void);

static inline void put16(uint8_t *p, uint16_t v)
{
	p[0] = v >> 8;
	p[1] = v;
}

static inline void put32(uint8_t *p, uint32_t v)
{
	put16(p, v >> 16);
	put16(p + 2, v);
}

static inline uint16_t get16(const uint8_t *p)
{
	return p[0] << 8 | p[1];
}

static inline uint32_t get32(const uint8_t *p)
{
	return (uint32_t)get16(p) << 16 | get16(p + 2);
}

#endif /* FUZZ_PACKETS_H */
