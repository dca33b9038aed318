// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "stubs.h"

bool stub_json;
char stub_out[4096];
int preferred_family;

void stub_reset(bool json)
{
	stub_json = json;
	stub_out[0] = '\0';
}

void request_init(struct request *req, __u16 flags)
{
	memset(req, 0, sizeof(*req));
	req->n.nlmsg_type = RTM_NEWLINK;
	req->n.nlmsg_flags = NLM_F_REQUEST | flags;
	req->n.nlmsg_len = NLMSG_LENGTH(0);
}

__attribute__((format(printf, 1, 2)))
static void record(const char *fmt, ...)
{
	size_t at = strlen(stub_out);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(stub_out + at, sizeof(stub_out) - at, fmt, ap);
	va_end(ap);
}

/* Asking for the wrong one of text and JSON must show up in the output. */
static bool as_json(enum output_type t)
{
	if (t == PRINT_FP && stub_json)
		record("<text in JSON>");
	if (t == PRINT_JSON && !stub_json)
		record("<JSON in text>");
	return stub_json;
}

#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"

bool is_json_context(void)
{
	return stub_json;
}

void open_json_object(const char *key)
{
	record("%s{", key);
}

void close_json_object(void)
{
	record("} ");
}

int print_color_uint(enum output_type t, int color, const char *key,
		     const char *fmt, unsigned int value)
{
	(void)color;
	if (as_json(t))
		record("%s=%u ", key, value);
	else
		record(fmt, value);
	return 0;
}

int print_color_string(enum output_type t, int color, const char *key,
		       const char *fmt, const char *value)
{
	(void)color;
	if (as_json(t))
		record("%s=\"%s\" ", key, value);
	else
		record(fmt, value);
	return 0;
}

int print_color_bool(enum output_type t, int color, const char *key,
		     const char *fmt, bool value)
{
	(void)color;
	if (as_json(t))
		record("%s=%s ", key, value ? "true" : "false");
	else
		record(fmt, value ? "true" : "false");
	return 0;
}

int addattr_l(struct nlmsghdr *n, int maxlen, int type, const void *data,
	      int alen)
{
	__u32 at = NLMSG_ALIGN(n->nlmsg_len);
	struct rtattr *rta = (struct rtattr *)((char *)n + at);

	if (at + RTA_SPACE(alen) > (__u32)maxlen)
		return -1;
	rta->rta_type = (__u16)type;
	rta->rta_len = (__u16)RTA_LENGTH(alen);
	if (alen)
		memcpy(RTA_DATA(rta), data, (size_t)alen);
	n->nlmsg_len = at + RTA_SPACE(alen);
	return 0;
}

unsigned int ll_name_to_index(const char *name)
{
	return strcmp(name, "eth0") ? 0 : 7;
}

const char *ll_index_to_name(unsigned int index)
{
	return index == 7 ? "eth0" : "if9";
}

const char *format_host(int family, int len, const void *addr)
{
	static char buf[INET6_ADDRSTRLEN];

	(void)len;
	return inet_ntop(family, addr, buf, sizeof(buf));
}

int rtnl_dsfield_a2n(__u32 *id, const char *arg)
{
	char *end;

	if (!strcmp(arg, "EF")) {
		*id = 0xb8;
		return 0;
	}
	/* ip's own is as lax: hexadecimal without 0x, any size below 256 */
	*id = (__u32)strtoul(arg, &end, 16);
	return !*arg || *end || *id > 255 ? -1 : 0;
}
