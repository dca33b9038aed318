// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/vtep.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "encode.h"
#include "nl.h"

/* The kernel fills a dump's buffer up to 32 KiB when it has seen so much room
 * being offered; no message may be longer than what fits in one.
 */
#define BUF_SIZE	(64 * 1024)
#define DUMP_RCVBUF	(1024 * 1024)
#define EVENT_RCVBUF	(8 * 1024 * 1024)

/* What surely fits without being asked for */
#define SNDBUF_USUAL	(64 * 1024)

static void set_rcvbuf(const struct nl *nl, int size)
{
	int fd = mnl_socket_get_fd(nl->sk);

	/* past net.core.rmem_max with CAP_NET_ADMIN; less is no failure */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size,
				 sizeof(size));
}

/* A request is one datagram, however long. */
static void set_sndbuf(const struct nl *nl, int size)
{
	int fd = mnl_socket_get_fd(nl->sk);

	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size)))
		(void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size,
				 sizeof(size));
}

/* What of the kernel's answer about a family is of use. */
struct family {
	uint16_t id;
	uint32_t events;
};

static void parse_mcast_group(const struct nlattr *nest, struct family *f)
{
	const struct nlattr *attr;
	const char *name = NULL;
	uint32_t id = 0;

	mnl_attr_for_each_nested(attr, nest) {
		switch (mnl_attr_get_type(attr)) {
		case CTRL_ATTR_MCAST_GRP_NAME:
			if (!mnl_attr_validate(attr, MNL_TYPE_NUL_STRING))
				name = mnl_attr_get_str(attr);
			break;
		case CTRL_ATTR_MCAST_GRP_ID:
			if (!mnl_attr_validate(attr, MNL_TYPE_U32))
				id = mnl_attr_get_u32(attr);
			break;
		}
	}
	if (name && !strcmp(name, VTEP_MCGRP_EVENTS))
		f->events = id;
}

static int parse_family(void *ctx, const struct nlmsghdr *nlh,
			struct error *err)
{
	const struct nlattr *attr, *group;
	struct family *f = ctx;

	(void)err;
	mnl_attr_for_each(attr, nlh, GENL_HDRLEN) {
		switch (mnl_attr_get_type(attr)) {
		case CTRL_ATTR_FAMILY_ID:
			if (!mnl_attr_validate(attr, MNL_TYPE_U16))
				f->id = mnl_attr_get_u16(attr);
			break;
		case CTRL_ATTR_MCAST_GROUPS:
			mnl_attr_for_each_nested(group, attr) {
				parse_mcast_group(group, f);
			}
			break;
		}
	}
	return 0;
}

static int find_family(struct nl *nl, struct error *err)
{
	char buf[REQUEST_MAX];
	struct nl_exchange x = { .record = parse_family, .kind = OBJ_MAX };
	struct genlmsghdr *genl;
	struct family f = { 0 };
	struct nlmsghdr *nlh;

	nlh = mnl_nlmsg_put_header(buf);
	nlh->nlmsg_type = GENL_ID_CTRL;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	nlh->nlmsg_seq = ++nl->seq;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = CTRL_CMD_GETFAMILY;
	genl->version = 1;
	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, VTEP_FAMILY_NAME);
	x.req = nlh;
	x.ctx = &f;
	if (nl_do(nl, &x, err))
		return -1;
	if (x.verdict.error == ENOENT)
		return err_set(err, "this kernel has no netlink family \"%s\": is the vtep module loaded?",
			       VTEP_FAMILY_NAME);
	if (x.verdict.error || !f.id)
		return err_set(err, "netlink family \"%s\": %s",
			       VTEP_FAMILY_NAME,
			       strerror(x.verdict.error ?: EPROTO));
	nl->family = f.id;
	nl->events = f.events;
	return 0;
}

static int open_socket(struct nl *nl, int bus, struct error *err)
{
	int on = 1;

	if (!nl->buf)
		nl->buf = malloc(BUF_SIZE);
	if (!nl->buf)
		return err_set(err, "out of memory");
	nl->sk = mnl_socket_open2(bus, SOCK_CLOEXEC);
	if (!nl->sk)
		return err_set(err, "netlink socket: %s", strerror(errno));
	if (mnl_socket_bind(nl->sk, 0, MNL_SOCKET_AUTOPID)) {
		err_set(err, "netlink socket: %s", strerror(errno));
		nl_close(nl);
		return -1;
	}
	nl->portid = mnl_socket_get_portid(nl->sk);
	/* both since Linux 4.12; without them errors have no text */
	(void)mnl_socket_setsockopt(nl->sk, NETLINK_EXT_ACK, &on, sizeof(on));
	(void)mnl_socket_setsockopt(nl->sk, NETLINK_CAP_ACK, &on, sizeof(on));
	set_rcvbuf(nl, DUMP_RCVBUF);
	return 0;
}

int nl_open(struct nl *nl, struct error *err)
{
	if (nl->sk)
		return 0;
	if (open_socket(nl, NETLINK_GENERIC, err))
		return -1;
	if (!find_family(nl, err))
		return 0;
	nl_close(nl);
	return -1;
}

int nl_open_route(struct nl *nl, struct error *err)
{
	return nl->sk ? 0 : open_socket(nl, NETLINK_ROUTE, err);
}

void nl_close(struct nl *nl)
{
	if (nl->sk)
		mnl_socket_close(nl->sk);
	free(nl->buf);
	nl->sk = NULL;
	nl->buf = NULL;
}

/* One message of an answer. Return: 1 at its end, 0 before, -1 on failure. */
static int take_message(struct nl_exchange *x, const struct nlmsghdr *nlh,
			struct error *err)
{
	if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
		x->interrupted = true;

	switch (nlh->nlmsg_type) {
	case NLMSG_NOOP:
		return 0;
	case NLMSG_OVERRUN:
		return err_set(err, "the kernel lost a part of its answer");
	case NLMSG_ERROR:
	case NLMSG_DONE:
		if (decode_verdict(nlh, x->req, x->kind, &x->verdict, err))
			return -1;
		return 1;
	}
	if (nlh->nlmsg_type != (x->answer ?: x->req->nlmsg_type) || !x->record)
		return 0;
	return x->record(x->ctx, nlh, err);
}

static int take_buffer(struct nl *nl, struct nl_exchange *x, int len,
		       struct error *err)
{
	const struct nlmsghdr *nlh = (const void *)nl->buf;
	int rc;

	for (; mnl_nlmsg_ok(nlh, len); nlh = mnl_nlmsg_next(nlh, &len)) {
		if (nlh->nlmsg_seq != x->req->nlmsg_seq ||
		    nlh->nlmsg_pid != nl->portid)
			continue;	/* of an exchange given up */
		rc = take_message(x, nlh, err);
		if (rc)
			return rc;
	}
	return 0;
}

static ssize_t receive(struct nl *nl)
{
	ssize_t len;

	do {
		len = mnl_socket_recvfrom(nl->sk, nl->buf, BUF_SIZE);
	} while (len < 0 && errno == EINTR);
	return len;
}

int nl_do(struct nl *nl, struct nl_exchange *x, struct error *err)
{
	ssize_t len;
	int rc = 0;

	x->verdict = (struct verdict){ 0 };
	x->interrupted = false;
	if (x->req->nlmsg_len > SNDBUF_USUAL)
		set_sndbuf(nl, x->req->nlmsg_len + SNDBUF_USUAL);
	if (mnl_socket_sendto(nl->sk, x->req, x->req->nlmsg_len) < 0) {
		err_set(err, "sending to the kernel: %s", strerror(errno));
		goto fail;
	}
	while (!rc) {
		len = receive(nl);
		if (len < 0) {
			err_set(err, "receiving from the kernel: %s",
				strerror(errno));
			goto fail;
		}
		rc = take_buffer(nl, x, len, err);
	}
	if (rc > 0)
		return 0;
fail:
	nl_close(nl);
	return -1;
}

/* The group of the controller tells when the module goes away; without it a
 * listener would wait for ever for events of a family that is no more.
 */
static bool family_gone(const struct nl *nl, const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr;

	if (nlh->nlmsg_type != GENL_ID_CTRL ||
	    mnl_nlmsg_get_payload_len(nlh) < sizeof(*genl) ||
	    genl->cmd != CTRL_CMD_DELFAMILY)
		return false;
	mnl_attr_for_each(attr, nlh, sizeof(*genl))
		if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID &&
		    !mnl_attr_validate(attr, MNL_TYPE_U16))
			return mnl_attr_get_u16(attr) == nl->family;
	return false;
}

static int take_events(struct nl *nl, int len, const struct nl_listener *l,
		       struct error *err)
{
	const struct nlmsghdr *nlh = (const void *)nl->buf;

	for (; mnl_nlmsg_ok(nlh, len); nlh = mnl_nlmsg_next(nlh, &len)) {
		if (family_gone(nl, nlh))
			return err_set(err, "the vtep module was unloaded");
		if (nlh->nlmsg_type == nl->family &&
		    l->record(l->ctx, nlh, err))
			return -1;
	}
	return 0;
}

static int join(struct nl *nl, struct error *err)
{
	int ctrl = GENL_ID_CTRL, events = nl->events;

	if (!events)
		return err_set(err, "the vtep module offers no events");
	set_rcvbuf(nl, EVENT_RCVBUF);
	if (mnl_socket_setsockopt(nl->sk, NETLINK_ADD_MEMBERSHIP, &events,
				  sizeof(events)) ||
	    mnl_socket_setsockopt(nl->sk, NETLINK_ADD_MEMBERSHIP, &ctrl,
				  sizeof(ctrl)))
		return err_set(err, "subscribing to events: %s",
			       strerror(errno));
	return 0;
}

static int take_buffer_of_events(struct nl *nl, const struct nl_listener *l,
				 struct error *err)
{
	ssize_t len = receive(nl);

	if (len < 0 && errno == ENOBUFS) {
		l->lost(l->ctx);
		return 0;
	}
	if (len < 0)
		return err_set(err, "receiving from the kernel: %s",
			       strerror(errno));
	return take_events(nl, len, l, err);
}

int nl_listen(struct nl *nl, const struct nl_listener *l, struct error *err)
{
	struct pollfd pfd[] = {
		{ .fd = l->stop_fd, .events = POLLIN },
		{ .fd = mnl_socket_get_fd(nl->sk), .events = POLLIN },
	};
	int wait;

	if (join(nl, err))
		return -1;
	for (;;) {
		wait = l->wait(l->ctx);
		if (!wait && l->due(l->ctx, err))
			return -1;
		if (poll(pfd, 2, wait) < 0) {
			if (errno == EINTR)
				continue;
			return err_set(err, "poll: %s", strerror(errno));
		}
		/* first: events may never cease */
		if (pfd[0].revents)
			return 0;
		if (pfd[1].revents && take_buffer_of_events(nl, l, err))
			return -1;
	}
}
