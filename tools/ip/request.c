// SPDX-License-Identifier: GPL-2.0
/* Model -> IFLA_INFO_DATA. Nothing is sent for a word that was not given. */
#include <string.h>
#include <linux/if_link.h>
#include <linux/vtep.h>

#include "model.h"

/* The underlay's address family, from the first that knows. */
static sa_family_t family_of(const struct model *m)
{
	if (m->remote && m->remote->family)
		return m->remote->family;
	if (m->local && m->local->family)
		return m->local->family;
	return preferred_family == AF_INET6 ? AF_INET6 : AF_INET;
}

static int put_addr(struct nlmsghdr *n, const struct word *w,
		    const struct slot *s, sa_family_t family)
{
	__u16 attr = w->attr;
	int len = 4;

	if (s->family && s->family != family) {
		fprintf(stderr,
			"Error: \"local\" and \"group\" or \"remote\" must be of one address family\n");
		return -1;
	}
	if (family == AF_INET6) {
		len = 16;
		attr = w->attr == IFLA_VXLAN_LOCAL ? IFLA_VXLAN_LOCAL6 :
						     IFLA_VXLAN_GROUP6;
	}
	/* of `any` all bytes are zero */
	return addattr_l(n, IPROUTE_REQ_MAX, attr, &s->data, len);
}

static bool is_addr(const struct word *w)
{
	return w->type == WORD_GROUP || w->type == WORD_REMOTE ||
	       w->type == WORD_LOCAL;
}

/* The nest is built aside, so that its length is known when it is written. */
static int put_nest(struct nlmsghdr *n, const struct model *m)
{
	unsigned char buf[VTEP_MAX_WORDS * RTA_SPACE(sizeof(__u32))] = { 0 };
	int len = 0;
	size_t i;

	for (i = 0; i < vtep_nwords; i++) {
		const struct slot *s = &m->slots[i];
		struct rtattr rta;

		if (!s->attr || !vtep_words[i].nested)
			continue;
		rta.rta_type = s->attr;
		rta.rta_len = RTA_LENGTH(s->len);
		memcpy(buf + len, &rta, sizeof(rta));
		memcpy(buf + len + RTA_LENGTH(0), &s->data, s->len);
		len += RTA_SPACE(s->len);
	}
	if (!len)
		return 0;
	return addattr_l(n, IPROUTE_REQ_MAX, VTEP_LINK_NEST | NLA_F_NESTED,
			 buf, len);
}

static int put_words(struct nlmsghdr *n, const struct model *m)
{
	sa_family_t family = family_of(m);
	size_t i;
	int err;

	for (i = 0; i < vtep_nwords; i++) {
		const struct word *w = &vtep_words[i];
		const struct slot *s = &m->slots[i];

		if (!s->attr || w->nested)
			continue;
		if (is_addr(w))
			err = put_addr(n, w, s, family);
		else
			err = addattr_l(n, IPROUTE_REQ_MAX, s->attr, &s->data,
					s->len);
		if (err)
			return -1;
	}
	return put_nest(n, m);
}

/* A new link without any address is of the family `ip -6` asks for. Not so
 * when a link is changed: its group would be taken away.
 */
static int put_family(struct nlmsghdr *n, const struct model *m)
{
	static const struct in6_addr any;

	if (m->remote || m->local || preferred_family != AF_INET6 ||
	    !(n->nlmsg_flags & NLM_F_CREATE))
		return 0;
	return addattr_l(n, IPROUTE_REQ_MAX, IFLA_VXLAN_GROUP6, &any,
			 sizeof(any));
}

int vtep_put_model(struct nlmsghdr *n, const struct model *m)
{
	if (put_words(n, m))
		return -1;
	return put_family(n, m);
}
