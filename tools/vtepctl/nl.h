/* SPDX-License-Identifier: GPL-2.0 */
/* The netlink sockets, generic and of rtnetlink: opening, one exchange,
 * listening.
 */
#ifndef VTEPCTL_NL_H
#define VTEPCTL_NL_H

#include <libmnl/libmnl.h>

#include "decode.h"

struct nl {
	struct mnl_socket *sk;		/* NULL: not open */
	uint32_t portid;
	uint32_t seq;
	uint16_t family;
	uint32_t events;		/* multicast group */
	char *buf;
};

/* Return: 0 to go on, -1 to give up (errno set or @err filled). */
typedef int (*nl_record_fn)(void *ctx, const struct nlmsghdr *nlh,
			    struct error *err);

struct nl_exchange {
	const struct nlmsghdr *req;
	enum object_id kind;		/* whose attributes @req holds */
	uint16_t answer;		/* message type; 0: the request's */
	nl_record_fn record;		/* NULL: no answer but the verdict */
	bool optional;			/* a module that cannot do it has none */
	void *ctx;
	/* results */
	struct verdict verdict;		/* may hold a warning with error 0 */
	bool interrupted;		/* the list changed while it was read */
};

/**
 * nl_open() - open the socket and find the family
 * @nl: zeroed, or closed before; open already is fine
 * @err: filled on failure
 *
 * Return: 0 or -1.
 */
int nl_open(struct nl *nl, struct error *err);

/* The same for rtnetlink, which has no family to find. */
int nl_open_route(struct nl *nl, struct error *err);
void nl_close(struct nl *nl);

/**
 * nl_do() - send a request and take the whole answer
 * @nl: open
 * @x: the exchange; a refusal by the kernel is in @x->verdict
 * @err: filled on failure
 *
 * Return: 0 when the kernel answered (also with a refusal), -1 otherwise; the
 * socket is closed then, as it may hold the rest of an answer.
 */
int nl_do(struct nl *nl, struct nl_exchange *x, struct error *err);

struct nl_listener {
	int stop_fd;			/* readable when it is time to stop */
	nl_record_fn record;		/* an event came */
	void (*lost)(void *ctx);	/* events were lost */
	/* Milliseconds until @due is to be called, 0: now, -1: not at all */
	int (*wait)(void *ctx);
	int (*due)(void *ctx, struct error *err);
	void *ctx;
};

/**
 * nl_listen() - receive the family's events until told to stop
 * @nl: open
 * @l: who listens
 * @err: filled on failure
 *
 * Return: 0 when stopped, -1 otherwise.
 */
int nl_listen(struct nl *nl, const struct nl_listener *l, struct error *err);

#endif /* VTEPCTL_NL_H */
