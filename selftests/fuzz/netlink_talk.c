// SPDX-License-Identifier: GPL-2.0
/* Sockets, in this namespace and in another one, and what is answered.
 *
 * The kernel does what it is asked, and answers, before sendto() returns, and makes
 * the next piece of a dump before recv() does: nothing is ever waited for, and when
 * nothing is there no more will come.
 */
#include <ctype.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/vtep.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netlink.h"

#define BUFFER_SIZE	32768
#define BUFFERS_MAX	4096	/* of one dump */

enum {
	GENL,
	ROUTE,
	ROUTE_STRICT,		/* NETLINK_GET_STRICT_CHK */
	SOCKETS
};

static int fds[2][SOCKETS] = { { -1, -1, -1 }, { -1, -1, -1 } };
static uint16_t family;
static uint32_t seq;

static int open_one(int which)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
			which == GENL ? NETLINK_GENERIC : NETLINK_ROUTE);
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK };
	int one = 1, size = 1 << 20;

	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof(addr)) ||
	    setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one)) ||
	    setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one))) {
		perror("netlink");
		exit(2);
	}
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	if (which == ROUTE_STRICT)
		setsockopt(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &one,
			   sizeof(one));
	return fd;
}

/* talk_open() - those of a place; to be called in its namespace */
void talk_open(int place)
{
	unsigned int i;

	for (i = 0; i < SOCKETS; i++)
		fds[place][i] = open_one(i);
}

void talk_close(int place)
{
	unsigned int i;

	for (i = 0; i < SOCKETS; i++) {
		if (fds[place][i] >= 0)
			close(fds[place][i]);
		fds[place][i] = -1;
	}
}

uint16_t talk_vtep(void)
{
	return family;
}

/* What is said of the family, in one message. */
static void read_family(const struct nlmsghdr *h)
{
	const struct nlattr *a;

	mnl_attr_for_each(a, h, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(a) == CTRL_ATTR_FAMILY_ID)
			family = mnl_attr_get_u16(a);
}

/* talk_family() - learn the family's number; without it all ends here */
void talk_family(void)
{
	char buf[BUFFER_SIZE];
	struct nlmsghdr *h = mnl_nlmsg_put_header(buf);
	struct genlmsghdr *g;
	int len;

	h->nlmsg_type = GENL_ID_CTRL;
	h->nlmsg_flags = NLM_F_REQUEST;
	g = mnl_nlmsg_put_extra_header(h, sizeof(*g));
	g->cmd = CTRL_CMD_GETFAMILY;
	g->version = 1;
	mnl_attr_put_strz(h, CTRL_ATTR_FAMILY_NAME, VTEP_FAMILY_NAME);
	if (send(fds[HERE][GENL], buf, h->nlmsg_len, 0) < 0)
		perror("send");
	len = recv(fds[HERE][GENL], buf, sizeof(buf), 0);
	if (len > 0 && mnl_nlmsg_ok(h, len) && h->nlmsg_type == GENL_ID_CTRL)
		read_family(h);
	if (!family) {
		fputs("no netlink family \"" VTEP_FAMILY_NAME "\"\n", stderr);
		exit(2);
	}
}

/* Without what differs from message to message, so that texts can be counted. */
static void take_text(struct answer *a, const char *text, unsigned int len)
{
	unsigned int i, k = 0;

	for (i = 0; i < len && text[i] && k < sizeof(a->text) - 1; i++) {
		if (!isdigit((unsigned char)text[i]))
			a->text[k++] = isprint((unsigned char)text[i]) ?
				       text[i] : '?';
		else if (!k || a->text[k - 1] != '#')
			a->text[k++] = '#';
	}
	a->text[k] = '\0';
}

static void take_answer(const struct nlmsghdr *h, struct answer *a)
{
	const int *err = mnl_nlmsg_get_payload(h);
	const struct nlattr *attr;
	unsigned int skip = sizeof(*err);

	a->any = true;
	if (mnl_nlmsg_get_payload_len(h) < sizeof(*err))
		return;
	a->err = *err < 0 ? -*err : 0;
	/* With CAP_ACK, an error has the header of the request, and no more. */
	if (h->nlmsg_type == NLMSG_ERROR)
		skip += sizeof(struct nlmsghdr);
	if (!(h->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	mnl_attr_for_each(attr, h, skip)
		if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_MSG)
			take_text(a, mnl_attr_get_payload(attr),
				  mnl_attr_get_payload_len(attr));
}

/* Return: true if one of them was the last. */
static bool read_buffer(const void *buf, int len, struct answer *a)
{
	const struct nlmsghdr *h = buf;

	for (; mnl_nlmsg_ok(h, len); h = mnl_nlmsg_next(h, &len)) {
		if (h->nlmsg_seq != seq)
			continue;
		if (h->nlmsg_type == NLMSG_ERROR ||
		    h->nlmsg_type == NLMSG_DONE) {
			take_answer(h, a);
			return true;
		}
	}
	return false;
}

/* @few: so many buffers, and the rest is for others to be read */
static void read_answers(int fd, struct answer *a, unsigned int few)
{
	static char buf[BUFFER_SIZE] __attribute__((aligned(8)));
	int len;

	while (few--) {
		len = recv(fd, buf, sizeof(buf), MSG_DONTWAIT);
		if (len < 0 && errno == EAGAIN)
			return;
		if (len < 0) {		/* ENOBUFS: what was lost is lost */
			a->any = true;
			a->err = errno;
			if (errno != ENOBUFS && errno != EINTR)
				return;
		} else if (read_buffer(buf, len, a)) {
			return;
		}
	}
}

/* talk() - send it, and hear the answer */
void talk(struct rng *r, struct msg *m, struct answer *a)
{
	struct nlmsghdr *h = (struct nlmsghdr *)m->data;
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	int place = m->there && fds[THERE][GENL] >= 0 ? THERE : HERE;
	int which = GENL, *fd;

	if (m->route)
		which = rng_one_in(r, 2) ? ROUTE : ROUTE_STRICT;
	fd = &fds[place][which];

	*a = (struct answer){};
	h->nlmsg_seq = ++seq;
	h->nlmsg_pid = 0;
	if (sendto(*fd, m->data, m->len, 0, (struct sockaddr *)&kernel,
		   sizeof(kernel)) < 0) {
		a->any = true;
		a->err = errno;
		return;
	}
	/* A dump that nobody reads to its end: what it holds must be let go.
	 * Not in the other namespace, since sockets are made in this one.
	 */
	if (place == HERE && rng_one_in(r, 256)) {
		read_answers(*fd, a, 1);
		close(*fd);
		*fd = open_one(which);
		return;
	}
	read_answers(*fd, a, BUFFERS_MAX);
}
