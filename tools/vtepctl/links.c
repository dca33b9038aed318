// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/vtep.h>
#include <stdlib.h>
#include <string.h>

#include "addr.h"
#include "iplink.h"
#include "links.h"

#define REQUEST_SIZE 128

/* Attributes of the kernel's are of these lengths, or are not looked at. */
static bool get(const struct nlattr *attr, void *to, size_t size)
{
	if (mnl_attr_get_payload_len(attr) != size)
		return false;
	memcpy(to, mnl_attr_get_payload(attr), size);
	return true;
}

static void read_own(const struct nlattr *nest, struct link *l)
{
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest)
		if (mnl_attr_get_type(attr) == VTEP_A_LINK_ATTACHMENT)
			get(attr, &l->attachment, sizeof(l->attachment));
}

static void read_info(const struct nlattr *info, struct link *l)
{
	const struct nlattr *attr;
	uint16_t port = 0;
	uint8_t on = 0;

	mnl_attr_for_each_nested(attr, info) {
		switch (mnl_attr_get_type(attr)) {
		case IFLA_VXLAN_LINK:
			get(attr, &l->lower, sizeof(l->lower));
			break;
		case IFLA_VXLAN_PORT:
			get(attr, &port, sizeof(port));
			l->port = ntohs(port);
			break;
		case IFLA_VXLAN_LEARNING:
			get(attr, &l->learning, sizeof(l->learning));
			break;
		case IFLA_VXLAN_AGEING:
			get(attr, &l->ageing, sizeof(l->ageing));
			break;
		case IFLA_VXLAN_GROUP:
		case IFLA_VXLAN_GROUP6:
			addr_get(attr, &l->remote);
			break;
		case IFLA_VXLAN_LOCAL:
		case IFLA_VXLAN_LOCAL6:
			addr_get(attr, &l->local);
			break;
		case IFLA_VXLAN_COLLECT_METADATA:
			get(attr, &on, sizeof(on));
			if (on)
				l->attachment = VTEP_ATTACHMENT_EXTERNAL;
			break;
		case VTEP_LINK_NEST:
			read_own(attr, l);
			break;
		}
	}
}

static int write_words(const struct nlattr *info, struct link *l)
{
	size_t len;
	FILE *f = open_memstream(&l->words, &len);

	if (!f)
		return -1;
	iplink_print(f, info);
	if (fclose(f))
		return -1;
	/* each word has a blank behind it */
	if (len)
		l->words[len - 1] = '\0';
	return 0;
}

/* Return: IFLA_INFO_DATA if the link is a VTEP. */
static const struct nlattr *find_info(const struct nlattr *linkinfo)
{
	const struct nlattr *attr, *info = NULL;
	bool ours = false;

	mnl_attr_for_each_nested(attr, linkinfo) {
		switch (mnl_attr_get_type(attr)) {
		case IFLA_INFO_KIND:
			ours = !mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) &&
			       !strcmp(mnl_attr_get_str(attr), "vtep");
			break;
		case IFLA_INFO_DATA:
			info = attr;
			break;
		}
	}
	return ours ? info : NULL;
}

static const struct nlattr *read_link(const struct nlmsghdr *nlh,
				      struct link *l)
{
	const struct ifinfomsg *ifi = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr, *info = NULL;

	l->ifindex = ifi->ifi_index;
	l->up = ifi->ifi_flags & IFF_UP;
	mnl_attr_for_each(attr, nlh, sizeof(*ifi)) {
		switch (mnl_attr_get_type(attr)) {
		case IFLA_IFNAME:
			if (!mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) &&
			    strlen(mnl_attr_get_str(attr)) < IFNAMSIZ)
				strcpy(l->name, mnl_attr_get_str(attr));
			break;
		case IFLA_ADDRESS:
			get(attr, l->mac, sizeof(l->mac));
			break;
		case IFLA_LINK_NETNSID:
			l->elsewhere = true;
			break;
		case IFLA_LINKINFO:
			info = find_info(attr);
			break;
		}
	}
	return l->name[0] ? info : NULL;
}

int links_add(struct links *list, const struct nlmsghdr *nlh,
	      struct error *err)
{
	struct link l = { 0 }, *v;
	const struct nlattr *info;

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(struct ifinfomsg))
		return err_set(err, "a message from the kernel is too short");
	info = read_link(nlh, &l);
	if (!info)
		return 0;

	v = list_room(list->v, list->n + 1, &list->cap, sizeof(*v));
	if (!v)
		return err_set(err, "out of memory");
	list->v = v;
	read_info(info, &l);
	if (write_words(info, &l))
		return err_set(err, "out of memory");
	v[list->n++] = l;
	return 0;
}

static int by_name(const void *a, const void *b)
{
	const struct link *l = a, *r = b;

	return strverscmp(l->name, r->name);
}

/* A VTEP cannot be made before the one it stands upon. There are no circles,
 * and the list is so short, or so free of such pairs, that it may be simple.
 */
void links_sort(struct links *list)
{
	size_t i, j, moved;

	if (!list->n)
		return;
	qsort(list->v, list->n, sizeof(*list->v), by_name);
	for (i = moved = 0; i < list->n;) {
		struct link l = list->v[i];

		for (j = i + 1; l.lower && j < list->n; j++)
			if (list->v[j].ifindex == l.lower)
				break;
		/* a circle all the same, read while it changed: leave it */
		if (!l.lower || j >= list->n || moved > list->n) {
			i++;
			moved = 0;
			continue;
		}
		memmove(&list->v[i], &list->v[i + 1],
			(j - i) * sizeof(*list->v));
		list->v[j] = l;
		moved++;
	}
}

static int take_link(void *ctx, const struct nlmsghdr *nlh, struct error *err)
{
	return links_add(ctx, nlh, err);
}

int links_read(struct nl *nl, struct links *list, struct error *err)
{
	char buf[REQUEST_SIZE];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct nl_exchange x = {
		.req = nlh,
		.kind = OBJ_MAX,
		.answer = RTM_NEWLINK,
		.record = take_link,
		.ctx = list,
	};
	struct nlattr *nest;

	links_free(list);
	nlh->nlmsg_type = RTM_GETLINK;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	nlh->nlmsg_seq = ++nl->seq;
	mnl_nlmsg_put_extra_header(nlh, sizeof(struct ifinfomsg));
	/* a filter; what the kernel sends all the same is passed over */
	nest = mnl_attr_nest_start(nlh, IFLA_LINKINFO);
	mnl_attr_put_strz(nlh, IFLA_INFO_KIND, "vtep");
	mnl_attr_nest_end(nlh, nest);
	if (nl_do(nl, &x, err))
		return -1;
	/* without the module there is no such kind, and no such link */
	if (x.verdict.error && x.verdict.error != EOPNOTSUPP)
		return err_set(err, "list of interfaces: %s",
			       strerror(x.verdict.error));
	links_sort(list);
	return x.interrupted;
}

void links_free(struct links *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->v[i].words);
	free(list->v);
	*list = (struct links){ 0 };
}

const struct link *links_find(const struct links *list, const char *name)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->v[i].name, name))
			return &list->v[i];
	return NULL;
}

const struct link *links_at(const struct links *list, uint32_t ifindex)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].ifindex == ifindex)
			return &list->v[i];
	return NULL;
}
