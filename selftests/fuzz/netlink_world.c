// SPDX-License-Identifier: GPL-2.0
/* The small world that messages are about, and that they destroy:
 *
 *	fz101 .. fz105  VTEPs, one of each attachment
 *	  |                    fz106 .. fz115  whatever messages make
 *	fz100           a dummy, their underlay: 10.9.0.1/24, fd09::1/64
 *	fz116           perhaps a VTEP whose underlay is in another's namespace
 *	fz117           a bridge
 *
 * and another namespace, into which devices may be moved.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>
#include <linux/vtep.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "netlink.h"

#define VNI_MAX		0xffffff

static struct rng own = { .state = 1 };	/* for talk(): not of the seed */
static int there = -1;

bool world_foreign;

static struct nlmsghdr *start(struct msg *m, bool route, uint16_t type,
			      uint16_t flags)
{
	struct nlmsghdr *h = mnl_nlmsg_put_header(m->data);

	m->route = route;
	m->there = false;
	h->nlmsg_type = type;
	h->nlmsg_flags = flags | NLM_F_REQUEST | NLM_F_ACK;
	return h;
}

static int ask(struct msg *m)
{
	struct answer a;

	m->len = ((struct nlmsghdr *)m->data)->nlmsg_len;
	talk(&own, m, &a);
	return a.err;
}

static struct nlmsghdr *start_link(struct msg *m, uint16_t type,
				   uint16_t flags, int index)
{
	struct nlmsghdr *h = start(m, true, type, flags);
	struct ifinfomsg *ifi = mnl_nlmsg_put_extra_header(h, sizeof(*ifi));

	ifi->ifi_index = index;
	if (type == RTM_NEWLINK && index < SPARE)
		ifi->ifi_flags = ifi->ifi_change = IFF_UP;
	return h;
}

static bool is_there(unsigned int index)
{
	struct msg m;

	start_link(&m, RTM_GETLINK, 0, index);
	return !ask(&m);
}

/* The settings of a VTEP */

static void put_addr4(struct nlmsghdr *h, uint16_t type, const char *text)
{
	struct in_addr addr;

	inet_pton(AF_INET, text, &addr);
	mnl_attr_put(h, type, sizeof(addr), &addr);
}

static void put_addr6(struct nlmsghdr *h, uint16_t type, const char *text)
{
	struct in6_addr addr;

	inet_pton(AF_INET6, text, &addr);
	mnl_attr_put(h, type, sizeof(addr), &addr);
}

static void put_attachment(struct nlmsghdr *h, uint8_t attachment)
{
	struct nlattr *nest = mnl_attr_nest_start(h, VTEP_LINK_NEST);

	mnl_attr_put_u8(h, VTEP_A_LINK_ATTACHMENT, attachment);
	mnl_attr_nest_end(h, nest);
}

static void put_vtep(struct nlmsghdr *h, unsigned int index)
{
	mnl_attr_put_u32(h, IFLA_VXLAN_LINK, LOWER);
	switch (index) {
	case VTEP_ID:
		mnl_attr_put_u32(h, IFLA_VXLAN_ID, 42);
		put_addr4(h, IFLA_VXLAN_GROUP, "239.1.1.1");
		break;
	case VTEP_VLAN:
		put_attachment(h, VTEP_ATTACHMENT_VLAN);
		put_addr4(h, IFLA_VXLAN_LOCAL, "10.9.0.1");
		mnl_attr_put_u16(h, IFLA_VXLAN_PORT, htons(4790));
		break;
	case VTEP_FILTER:
		put_attachment(h, VTEP_ATTACHMENT_EXTERNAL);
		mnl_attr_put_u8(h, IFLA_VXLAN_VNIFILTER, 1);
		mnl_attr_put_u16(h, IFLA_VXLAN_PORT, htons(4791));
		break;
	case VTEP_ID6:
		mnl_attr_put_u32(h, IFLA_VXLAN_ID, 43);
		put_addr6(h, IFLA_VXLAN_LOCAL6, "fd09::1");
		break;
	case VTEP_OPEN:
		mnl_attr_put_u8(h, IFLA_VXLAN_COLLECT_METADATA, 1);
		mnl_attr_put_u16(h, IFLA_VXLAN_PORT, htons(4792));
	}
}

static const char *kind_of(unsigned int index)
{
	switch (index) {
	case LOWER:
		return "dummy";
	case BRIDGE:
		return "bridge";
	}
	return "vtep";
}

static int make_device(unsigned int index)
{
	struct nlattr *info, *data;
	struct nlmsghdr *h;
	char name[16];
	struct msg m;

	h = start_link(&m, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, index);
	snprintf(name, sizeof(name), NAME_FORMAT, index);
	mnl_attr_put_strz(h, IFLA_IFNAME, name);
	info = mnl_attr_nest_start(h, IFLA_LINKINFO);
	mnl_attr_put_strz(h, IFLA_INFO_KIND, kind_of(index));
	data = mnl_attr_nest_start(h, IFLA_INFO_DATA);
	if (index > LOWER && index < SPARE)
		put_vtep(h, index);
	mnl_attr_nest_end(h, data);
	mnl_attr_nest_end(h, info);
	return ask(&m);
}

static void add_addr(const char *text, int family, uint8_t len)
{
	struct nlmsghdr *h;
	struct ifaddrmsg *ifa;
	struct msg m;

	h = start(&m, true, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
	ifa = mnl_nlmsg_put_extra_header(h, sizeof(*ifa));
	ifa->ifa_family = family;
	ifa->ifa_prefixlen = len;
	ifa->ifa_flags = family == AF_INET6 ? IFA_F_NODAD : 0;
	ifa->ifa_index = LOWER;
	if (family == AF_INET) {
		put_addr4(h, IFA_LOCAL, text);
		put_addr4(h, IFA_ADDRESS, text);
	} else {
		put_addr6(h, IFA_LOCAL, text);
	}
	ask(&m);
}

static void make_lower(void)
{
	struct nlmsghdr *h;
	struct msg m;

	make_device(LOWER);
	h = start_link(&m, RTM_NEWLINK, 0, LOWER);
	mnl_attr_put_u32(h, IFLA_MTU, 1500);
	ask(&m);
	add_addr("10.9.0.1", AF_INET, 24);
	add_addr("fd09::1", AF_INET6, 64);
}

/* Segments */

static struct nlmsghdr *start_genl(struct msg *m, uint8_t cmd)
{
	struct nlmsghdr *h = start(m, false, talk_vtep(), 0);
	struct genlmsghdr *g = mnl_nlmsg_put_extra_header(h, sizeof(*g));

	g->cmd = cmd;
	g->version = VTEP_FAMILY_VERSION;
	return h;
}

static void ask_range(uint8_t cmd, unsigned int index, uint32_t first,
		      uint32_t last)
{
	struct nlmsghdr *h;
	struct msg m;

	h = start_genl(&m, cmd);
	mnl_attr_put_u32(h, VTEP_A_VNI_IFINDEX, index);
	mnl_attr_put_u32(h, VTEP_A_VNI_VNI, first);
	mnl_attr_put_u32(h, VTEP_A_VNI_VNI_LAST, last);
	if (cmd == VTEP_CMD_VNI_NEW && index == VTEP_VLAN)
		mnl_attr_put_u16(h, VTEP_A_VNI_VLAN, first - 40);
	ask(&m);
}

static void flush(unsigned int index)
{
	struct nlmsghdr *h;
	struct ndmsg *ndm;
	struct msg m;

	h = start(&m, true, RTM_DELNEIGH, NLM_F_BULK);
	ndm = mnl_nlmsg_put_extra_header(h, sizeof(*ndm));
	ndm->ndm_family = AF_BRIDGE;
	ndm->ndm_ifindex = index;
	ndm->ndm_flags = NTF_SELF;
	ndm->ndm_state = NUD_PERMANENT;
	mnl_attr_put_u16(h, NDA_NDM_STATE_MASK, 0);
	ask(&m);
}

static void renew_segments(unsigned int index)
{
	ask_range(VTEP_CMD_VNI_DEL, index, 0, VNI_MAX);
	ask_range(VTEP_CMD_VNI_NEW, index, 42, 47);
}

/* All */

static void del_spares(bool one_by_one)
{
	struct nlmsghdr *h;
	struct msg m;
	unsigned int i;

	h = start_link(&m, RTM_DELLINK, 0, 0);
	mnl_attr_put_u32(h, IFLA_GROUP, SPARE_GROUP);
	ask(&m);
	for (i = 0; one_by_one && i < SPARES; i++) {
		start_link(&m, RTM_DELLINK, 0, SPARE + i);
		ask(&m);
	}
}

static void make_vtep(unsigned int index)
{
	struct msg m;

	if (is_there(index)) {
		start_link(&m, RTM_NEWLINK, 0, index);
		ask(&m);
		return;
	}
	if (!make_device(index) && (index == VTEP_VLAN || index == VTEP_FILTER))
		renew_segments(index);
}

/* world_make() - what is missing */
void world_make(void)
{
	unsigned int i;

	make_lower();
	make_device(BRIDGE);
	for (i = VTEP_ID; i <= VTEP_OPEN; i++)
		make_vtep(i);
}

static void name_there(void)
{
	struct nlmsghdr *h;
	struct msg m;

	h = start(&m, true, RTM_NEWNSID, 0);
	mnl_nlmsg_put_extra_header(h, sizeof(struct rtgenmsg));
	mnl_attr_put_u32(h, NETNSA_NSID, 1);
	mnl_attr_put_u32(h, NETNSA_FD, there);
	ask(&m);
}

/* world_there() - another second namespace; the one before goes, with all in it */
void world_there(void)
{
	int here = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);

	if (there >= 0)
		close(there);
	talk_close(THERE);
	if (here < 0 || unshare(CLONE_NEWNET)) {
		perror("another network namespace");
		exit(2);
	}
	there = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	talk_open(THERE);
	if (there < 0 || setns(here, CLONE_NEWNET)) {
		perror("back to the network namespace");
		exit(2);
	}
	close(here);
	name_there();
}

int world_there_fd(void)
{
	return there;
}

/* world_tidy() - mend what is broken, and empty what has become full */
void world_tidy(struct rng *r)
{
	unsigned int i;

	del_spares(rng_one_in(r, 16));
	if (rng_one_in(r, 16))
		world_there();
	for (i = VTEP_ID; i <= VTEP_OPEN; i++)
		if (rng_one_in(r, 4))
			flush(i);
	if (rng_one_in(r, 4))
		renew_segments(VTEP_VLAN);
	if (rng_one_in(r, 4))
		renew_segments(VTEP_FILTER);
	world_make();
}
