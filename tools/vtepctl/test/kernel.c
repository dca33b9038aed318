// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/vtep.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"
#include "msg.h"

#define PORTID 77

struct kernel kernel;

static char socket_token;

struct mnl_socket *mnl_socket_open2(int bus, int flags)
{
	(void)bus;
	(void)flags;
	kernel.opened++;
	return (struct mnl_socket *)&socket_token;
}

int mnl_socket_bind(struct mnl_socket *nl, unsigned int groups, pid_t pid)
{
	(void)nl;
	(void)groups;
	(void)pid;
	return 0;
}

unsigned int mnl_socket_get_portid(const struct mnl_socket *nl)
{
	(void)nl;
	return PORTID;
}

int mnl_socket_get_fd(const struct mnl_socket *nl)
{
	(void)nl;
	return kernel.fd;
}

int mnl_socket_setsockopt(const struct mnl_socket *nl, int type, void *buf,
			  socklen_t len)
{
	(void)nl;
	(void)type;
	(void)buf;
	(void)len;
	return 0;
}

int mnl_socket_close(struct mnl_socket *nl)
{
	(void)nl;
	kernel.closed++;
	return 0;
}

ssize_t mnl_socket_sendto(const struct mnl_socket *nl, const void *req,
			  size_t len)
{
	const struct nlmsghdr *nlh = req;
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr;

	(void)nl;
	kernel.attrs = 0;
	kernel.prefixes = 0;
	mnl_attr_for_each(attr, nlh, GENL_HDRLEN) {
		uint16_t type = mnl_attr_get_type(attr);

		kernel.attrs |= 1U << type;
		if (genl->cmd == VTEP_CMD_VNI_SET && type == VTEP_A_VNI_VNI)
			kernel.vni_set = mnl_attr_get_u32(attr);
		if (genl->cmd == VTEP_CMD_LOCAL_NEW &&
		    type == VTEP_A_LOCAL_VNI)
			kernel.vni_set = mnl_attr_get_u32(attr);
		if (genl->cmd == VTEP_CMD_SOURCE_SET &&
		    (type == VTEP_A_SOURCE_ADD || type == VTEP_A_SOURCE_DEL))
			kernel.prefixes++;
	}
	kernel.asked_family = nlh->nlmsg_type == GENL_ID_CTRL;
	kernel.cmd = genl->cmd;
	kernel.seq = nlh->nlmsg_seq;
	kernel.sent++;
	return len;
}

static void put_ack(struct nlmsghdr *nlh, int error, const char *msg)
{
	struct nlmsgerr *e;

	nlh->nlmsg_type = NLMSG_ERROR;
	nlh->nlmsg_flags = NLM_F_CAPPED | (msg ? NLM_F_ACK_TLVS : 0);
	e = mnl_nlmsg_put_extra_header(nlh, sizeof(*e));
	e->error = -error;
	if (msg)
		mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, msg);
}

static ssize_t answer_family(void *buf)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf), *ack;
	struct nlattr *groups, *group;

	kernel.asked_family = false;
	if (kernel.no_family) {
		put_ack(nlh, ENOENT, NULL);
	} else {
		nlh->nlmsg_type = GENL_ID_CTRL;
		mnl_nlmsg_put_extra_header(nlh, sizeof(struct genlmsghdr));
		mnl_attr_put_u16(nlh, CTRL_ATTR_FAMILY_ID, TEST_FAMILY);
		groups = mnl_attr_nest_start(nlh, CTRL_ATTR_MCAST_GROUPS);
		group = mnl_attr_nest_start(nlh, 1);
		mnl_attr_put_strz(nlh, CTRL_ATTR_MCAST_GRP_NAME, "events");
		mnl_attr_put_u32(nlh, CTRL_ATTR_MCAST_GRP_ID, 9);
		mnl_attr_nest_end(nlh, group);
		mnl_attr_nest_end(nlh, groups);
	}
	nlh->nlmsg_seq = kernel.seq;
	nlh->nlmsg_pid = PORTID;
	if (kernel.no_family)
		return nlh->nlmsg_len;
	ack = mnl_nlmsg_put_header((char *)buf + nlh->nlmsg_len);
	put_ack(ack, 0, NULL);
	ack->nlmsg_seq = kernel.seq;
	ack->nlmsg_pid = PORTID;
	return nlh->nlmsg_len + ack->nlmsg_len;
}

ssize_t mnl_socket_recvfrom(const struct mnl_socket *nl, void *buf,
			    size_t size)
{
	struct nlmsghdr *nlh = buf;
	size_t i = kernel.next;

	(void)nl;
	(void)size;
	if (kernel.asked_family)
		return answer_family(buf);
	if (i == kernel.nr) {
		if (kernel.stop_at_end)
			raise(SIGTERM);
		errno = kernel.fail_errno;
		return -1;
	}
	kernel.next++;
	if (kernel.stop_at_last && kernel.next == kernel.nr)
		raise(SIGTERM);
	if (kernel.errors[i]) {
		errno = kernel.errors[i];
		return -1;
	}
	memcpy(buf, kernel.answers[i], kernel.lens[i]);
	/* UINT32_MAX: of another exchange */
	nlh->nlmsg_seq = nlh->nlmsg_seq ? 0xdead : kernel.seq;
	nlh->nlmsg_pid = PORTID;
	return kernel.lens[i];
}

void kernel_reset(void)
{
	for (size_t i = 0; i < kernel.nr; i++)
		free(kernel.answers[i]);
	memset(&kernel, 0, sizeof(kernel));
	kernel.fail_errno = ETIMEDOUT;
	kernel.fd = -1;
}

struct nlmsghdr *answer(const struct nlmsghdr *nlh)
{
	char *copy = malloc(nlh->nlmsg_len);

	if (!copy || kernel.nr == ARRAY_SIZE(kernel.answers))
		abort();
	memcpy(copy, nlh, nlh->nlmsg_len);
	kernel.answers[kernel.nr] = copy;
	kernel.lens[kernel.nr++] = nlh->nlmsg_len;
	return (struct nlmsghdr *)copy;
}

void answer_error(int error)
{
	static char buf[MSG_MAX];

	answer(mnl_nlmsg_put_header(buf));
	kernel.errors[kernel.nr - 1] = error;
}

struct nlmsghdr *answer_msg(struct nlmsghdr *(*msg)(void *buf))
{
	static char buf[MSG_MAX];

	return answer(msg(buf));
}

/* Interface 1 is `lo` everywhere; the messages speak of 3. */
struct nlmsghdr *answer_peer(const char *addr)
{
	static char buf[MSG_MAX];
	struct nlmsghdr *nlh = msg_begin(buf, VTEP_CMD_PEER_GET);

	mnl_attr_put_u32(nlh, VTEP_A_PEER_IFINDEX, 1);
	put_remote(nlh, VTEP_A_PEER_REMOTE, addr, 4789);
	return answer(nlh);
}

struct nlmsghdr *answer_done(int error, const char *msg)
{
	static char buf[MSG_MAX];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	int code = -error;

	nlh->nlmsg_type = NLMSG_DONE;
	nlh->nlmsg_flags = NLM_F_MULTI | (msg ? NLM_F_ACK_TLVS : 0);
	memcpy(mnl_nlmsg_put_extra_header(nlh, sizeof(code)), &code,
	       sizeof(code));
	if (msg)
		mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, msg);
	return answer(nlh);
}

void answer_ack(int error, const char *msg)
{
	static char buf[MSG_MAX];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);

	put_ack(nlh, error, msg);
	answer(nlh);
}
