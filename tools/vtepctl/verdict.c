// SPDX-License-Identifier: GPL-2.0
/* What the kernel says when it refuses: errno, text, attribute at fault. */
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <string.h>

#include "decode.h"
#include "schema.h"

/* Name of the attribute that starts at @offs of the request @req. */
static const char *name_at(const struct nlmsghdr *req, enum object_id kind,
			   uint32_t offs)
{
	uint32_t at = NLMSG_HDRLEN + GENL_HDRLEN, end = req->nlmsg_len;
	uint16_t nest = 0;

	while (end >= sizeof(struct nlattr) &&
	       at <= end - sizeof(struct nlattr)) {
		const struct nlattr *attr =
			(const void *)((const char *)req + at);

		if (attr->nla_len < sizeof(*attr) || attr->nla_len > end - at)
			break;
		if (at == offs)
			return attr_name(kind, nest, mnl_attr_get_type(attr));
		if (offs > at && offs < at + attr->nla_len) {
			/* deeper than one nest it is the rates of a rule */
			if (nest)
				return attr_name(kind, nest,
						 mnl_attr_get_type(attr));
			nest = mnl_attr_get_type(attr);
			end = at + attr->nla_len;
			at += MNL_ATTR_HDRLEN;
			continue;
		}
		at += MNL_ALIGN(attr->nla_len);
	}
	return NULL;
}

static void set_attr(struct verdict *v, const char *name)
{
	if (name)
		snprintf(v->attr, sizeof(v->attr), "%s", name);
}

/* At the end of a dump older kernels, 6.1 among them, give the text and not
 * the place. If the request holds one attribute there is no doubt.
 */
static const char *only_name(const struct nlmsghdr *req, enum object_id kind)
{
	size_t start = NLMSG_HDRLEN + GENL_HDRLEN;
	const struct nlattr *attr = (const void *)((const char *)req + start);

	if (req->nlmsg_len < start + sizeof(*attr) ||
	    req->nlmsg_len != start + MNL_ALIGN(attr->nla_len))
		return NULL;
	return attr_name(kind, 0, mnl_attr_get_type(attr));
}

static void read_extack(const char *start, size_t size,
			const struct nlmsghdr *req, enum object_id kind,
			struct verdict *v)
{
	const struct nlattr *attr = (const void *)start;
	const char *s;
	uint32_t u;

	for (; mnl_attr_ok(attr, start + size - (const char *)attr);
	     attr = mnl_attr_next(attr)) {
		uint16_t len = mnl_attr_get_payload_len(attr);

		switch (mnl_attr_get_type(attr)) {
		case NLMSGERR_ATTR_MSG:
			s = mnl_attr_get_payload(attr);
			snprintf(v->msg, sizeof(v->msg), "%.*s",
				 (int)strnlen(s, len), s);
			break;
		case NLMSGERR_ATTR_OFFS:
			if (len == sizeof(u))
				set_attr(v, name_at(req, kind,
						    mnl_attr_get_u32(attr)));
			break;
		case NLMSGERR_ATTR_MISS_NEST:
			/* below the top level: no name of ours */
			v->attr[0] = '\0';
			break;
		case NLMSGERR_ATTR_MISS_TYPE:
			if (len != sizeof(u))
				break;
			u = mnl_attr_get_u32(attr);
			v->missing = true;
			if (u <= UINT16_MAX)
				set_attr(v, attr_name(kind, 0, u));
			break;
		}
	}
}

int decode_verdict(const struct nlmsghdr *nlh, const struct nlmsghdr *req,
		   enum object_id kind, struct verdict *v, struct error *err)
{
	size_t at = NLMSG_HDRLEN + sizeof(int);
	int code;

	*v = (struct verdict){ 0 };
	if (nlh->nlmsg_type == NLMSG_DONE && nlh->nlmsg_len < at)
		return 0;	/* nothing said: all went well */

	if (nlh->nlmsg_type == NLMSG_ERROR)
		at = NLMSG_HDRLEN + sizeof(struct nlmsgerr);
	if (nlh->nlmsg_len < at)
		return err_set(err, "an acknowledgment of the kernel is too short");
	memcpy(&code, (const char *)nlh + NLMSG_HDRLEN, sizeof(code));
	if (code < -4095)
		return err_set(err, "an acknowledgment of the kernel is malformed");
	/* a dump's end may hold its length instead */
	v->error = code < 0 ? -code : 0;

	if (nlh->nlmsg_type == NLMSG_ERROR && code &&
	    !(nlh->nlmsg_flags & NLM_F_CAPPED)) {
		struct nlmsgerr ack;

		/* the request is quoted whole between code and extack */
		memcpy(&ack, (const char *)nlh + NLMSG_HDRLEN, sizeof(ack));
		if (ack.msg.nlmsg_len < NLMSG_HDRLEN ||
		    ack.msg.nlmsg_len > nlh->nlmsg_len - NLMSG_HDRLEN -
					sizeof(int))
			return err_set(err, "an acknowledgment of the kernel is malformed");
		at += MNL_ALIGN(ack.msg.nlmsg_len - NLMSG_HDRLEN);
	}
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS && at < nlh->nlmsg_len)
		read_extack((const char *)nlh + at, nlh->nlmsg_len - at, req,
			    kind, v);
	if (nlh->nlmsg_type == NLMSG_DONE && v->msg[0] && !v->attr[0])
		set_attr(v, only_name(req, kind));
	return 0;
}

/* Many a text of the kernel names the word itself. */
static bool names_itself(const struct verdict *v)
{
	size_t len = strlen(v->attr);

	return !strncmp(v->msg, v->attr, len) && v->msg[len] == ':';
}

void verdict_text(const struct verdict *v, char *buf, size_t size)
{
	bool named = v->attr[0] && !names_itself(v);
	const char *attr = named ? v->attr : "";
	const char *colon = named ? ": " : "";

	if (v->missing && v->attr[0] && !v->msg[0])
		snprintf(buf, size, "%s: needed and not given (%s)", v->attr,
			 strerror(v->error));
	else if (v->msg[0] && v->error)
		snprintf(buf, size, "%s%s%s (%s)", attr, colon, v->msg,
			 strerror(v->error));
	else if (v->msg[0])
		snprintf(buf, size, "%s%s%s", attr, colon, v->msg);
	else
		snprintf(buf, size, "%s%s%s", attr, colon,
			 strerror(v->error));
}
