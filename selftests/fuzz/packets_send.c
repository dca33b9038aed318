// SPDX-License-Identifier: GPL-2.0
/* Many packets by one system call, which costs more than a packet under User Mode
 * Linux: what io_submit() gets for a TAP device or a socket it does before it returns,
 * one after the other, by this thread. So KCOV sees it.
 */
#include <linux/aio_abi.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "packets.h"

#define FRAGS_MAX	16	/* of a frame; the kernel takes one more */
#define PIECE_MAX	4096
#define DRAIN_MAX	BATCH_MAX	/* at once, of a device */

struct order {
	struct iocb cb;
	struct iovec iov[1 + FRAGS_MAX];
};

static struct order orders[BATCH_MAX];
static struct iocb *list[BATCH_MAX];
static struct io_event events[BATCH_MAX];
static aio_context_t aio;

/* What is left mapped a worker of the kernel unmaps while the process ends, and
 * flush_tlb_mm() of User Mode Linux 6.1 then walks the mappings without a lock, of
 * which lockdep complains.
 */
static void end(void)
{
	syscall(SYS_io_destroy, aio);
}

static void begin(void)
{
	if (syscall(SYS_io_setup, BATCH_MAX, &aio)) {
		perror("io_setup");
		exit(2);
	}
	atexit(end);
}

/* Carry out the first @n of @orders: events[i].data is which one of them it is. */
static void carry_out(unsigned int n)
{
	unsigned int i;

	if (!aio)
		begin();
	for (i = 0; i < n; i++) {
		orders[i].cb.aio_data = i;
		list[i] = &orders[i].cb;
	}
	if (syscall(SYS_io_submit, aio, n, list) != n ||
	    syscall(SYS_io_getevents, aio, n, n, events, NULL) != n) {
		perror("io_submit");
		exit(2);
	}
}

static void order(struct order *o, int fd, int what, unsigned int pieces)
{
	o->cb = (struct iocb){
		.aio_fildes = fd,
		.aio_lio_opcode = what,
		.aio_buf = (uintptr_t)o->iov,
		.aio_nbytes = pieces,
	};
}

/* The first piece has the Ethernet header in it. */
static unsigned int split(const struct input *in, struct rng *r, struct iovec *iov)
{
	unsigned int off = 0, n = 0, len;

	while (off < in->len && n < FRAGS_MAX) {
		len = 1 + rng_below(r, rng_one_in(r, 2) ? 60 : PIECE_MAX);
		if (!n)
			len += 13;
		if (n >= FRAGS_MAX / 2)
			len = PIECE_MAX;
		if (len > in->len - off)
			len = in->len - off;
		iov[n++] = (struct iovec){ (void *)(in->data + off), len };
		off += len;
	}
	return n;
}

void lane_send(const struct input *in, unsigned int n, struct rng *r)
{
	unsigned int i, pieces;

	for (i = 0; i < n; i++) {
		struct lane *l = &lanes[in[i].lane];
		struct order *o = &orders[i];

		l->sent++;
		o->iov[0] = (struct iovec){ (void *)&in[i].vnet,
					    sizeof(in[i].vnet) };
		o->iov[1] = (struct iovec){ (void *)in[i].data, in[i].len };
		pieces = 1;
		if (l->kind == LANE_FRAGS)
			pieces = split(&in[i], r, o->iov + 1);
		order(o, l->bypass >= 0 && rng_one_in(r, 8) ? l->bypass : l->fd,
		      IOCB_CMD_PWRITEV, 1 + pieces);
	}
	carry_out(n);
	for (i = 0; i < n; i++)
		lanes[in[events[i].data].lane].refused += events[i].res < 0;
}

static void drain(const struct lane *l)
{
	static struct {
		struct virtio_net_hdr vnet;
		uint8_t data[INPUT_MAX];
	} got[DRAIN_MAX];
	unsigned int i;
	int64_t len;

	for (i = 0; i < DRAIN_MAX; i++) {
		orders[i].iov[0] = (struct iovec){ &got[i], sizeof(got[i]) };
		order(&orders[i], l->fd, IOCB_CMD_PREADV, 1);
	}
	carry_out(DRAIN_MAX);
	for (i = 0; i < DRAIN_MAX; i++) {
		const typeof(got[0]) *g = &got[events[i].data];

		len = events[i].res - (int64_t)sizeof(g->vnet);
		if (len >= 0 && l->kind != LANE_PORT &&
		    !check_sent(&g->vnet, g->data, len))
			exit(1);
	}
}

/* One device at a time, they get more than enough turns. */
void lane_drain(void)
{
	static unsigned int turn;
	unsigned int i;

	for (i = 0; i < n_lanes; i++) {
		const struct lane *l = &lanes[turn++ % n_lanes];

		if (l->kind != LANE_SEND) {
			drain(l);
			return;
		}
	}
}
