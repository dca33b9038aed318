// SPDX-License-Identifier: GPL-2.0
/* IFLA_INFO_DATA -> words, as text or through ip's JSON writer.
 *
 * The text is made of words the parser takes, so that a link can be made
 * again from what is shown. In JSON the keys and types are those of
 * `ip -j link show type vxlan`.
 *
 * @tb is what the kernel sent: an attribute of an unexpected length is left
 * out, not trusted.
 */
#include <arpa/inet.h>
#include <string.h>
#include <linux/if_link.h>
#include <linux/vtep.h>

#include "words.h"

static void print_uint(enum output_type t, const char *key, const char *fmt,
		       __u32 val)
{
	print_color_uint(t, IPROUTE_COLOR_NONE, key, fmt, val);
}

static void print_text(enum output_type t, const char *key, const char *fmt,
		       const char *val)
{
	print_color_string(t, IPROUTE_COLOR_NONE, key, fmt, val);
}

/* "WORD %s ", the shape of all there is but a switch. */
static void print_pair(const struct word *w, const char *key, const char *val)
{
	char fmt[48];

	snprintf(fmt, sizeof(fmt), "%s %%s ", w->name);
	print_text(PRINT_ANY, key, fmt, val);
}

static bool has_len(const struct rtattr *rta, size_t len)
{
	return rta && RTA_PAYLOAD(rta) == len;
}

static bool get_number(const struct word *w, const struct rtattr *rta,
		       __u32 *val)
{
	__u16 v16;
	__u8 v8;

	if (!has_len(rta, w->size))
		return false;
	switch (w->size) {
	case 1:
		memcpy(&v8, RTA_DATA(rta), sizeof(v8));
		*val = v8;
		return true;
	case 2:
		memcpy(&v16, RTA_DATA(rta), sizeof(v16));
		*val = ntohs(v16);	/* all are ports */
		return true;
	case 4:
		memcpy(val, RTA_DATA(rta), sizeof(*val));
		if (w->type == WORD_NUM_BE)
			*val = ntohl(*val);
		return true;
	}
	return false;
}

static const char *name_of(const struct word *w, __u32 val)
{
	const struct word_name *n;

	for (n = w->names; n && n->name; n++)
		if (n->value == val)
			return n->name;
	return NULL;
}

/* A value with a name shows it in text; in JSON only if there are no others,
 * so that a key has one type.
 */
static void show_number(const struct word *w, const struct rtattr *rta)
{
	const char *name;
	char buf[16];
	__u32 val;

	if (!get_number(w, rta, &val) || (!val && w->quiet_zero))
		return;
	name = name_of(w, val);
	snprintf(buf, sizeof(buf), w->hex ? "0x%x" : "%u", val);
	if (!is_json_context())
		print_pair(w, NULL, name ? name : buf);
	else if (w->names_only && name)
		print_text(PRINT_JSON, w->json, NULL, name);
	else if (w->hex)
		print_text(PRINT_JSON, w->json, NULL, buf);
	else
		print_uint(PRINT_JSON, w->json, NULL, val);
}

/* A flag in requests is a byte in answers: be ready for both. */
static bool ttl_inherits(struct rtattr *tb[])
{
	const struct rtattr *rta = tb[IFLA_VXLAN_TTL_INHERIT];

	if (!rta)
		return false;
	return !RTA_PAYLOAD(rta) || *(const __u8 *)RTA_DATA(rta);
}

static void show_ttl(const struct word *w, struct rtattr *tb[])
{
	if (!ttl_inherits(tb)) {
		show_number(w, tb[w->attr]);
		return;
	}
	if (is_json_context())
		print_color_bool(PRINT_JSON, IPROUTE_COLOR_NONE,
				 "ttl_inherit", NULL, true);
	else
		print_pair(w, NULL, "inherit");
}

static void show_switch(const struct word *w, const struct rtattr *rta)
{
	char text[32];
	__u32 val;

	if (!get_number(w, rta, &val) || (!val && w->quiet_zero))
		return;
	if (is_json_context()) {
		print_color_bool(PRINT_JSON, IPROUTE_COLOR_NONE, w->json, NULL,
				 val);
		return;
	}
	snprintf(text, sizeof(text), "%s%s", val ? "" : "no", w->name);
	print_text(PRINT_FP, NULL, "%s ", text);
}

static void show_addr(const struct word *w, struct rtattr *tb[])
{
	bool want_mcast = w->type == WORD_GROUP;
	bool local = w->type == WORD_LOCAL;
	const struct rtattr *rta = tb[w->attr];
	const struct rtattr *rta6 = tb[local ? IFLA_VXLAN_LOCAL6 :
					       IFLA_VXLAN_GROUP6];
	struct in6_addr in6 = { 0 };
	char key[16];
	bool mcast;

	if (has_len(rta, 4)) {
		struct in_addr in4;

		memcpy(&in4, RTA_DATA(rta), sizeof(in4));
		if (in4.s_addr == htonl(INADDR_ANY))
			return;
		mcast = IN_MULTICAST(ntohl(in4.s_addr));
		memcpy(&in6, &in4, sizeof(in4));
		rta6 = NULL;
	} else if (has_len(rta6, sizeof(in6))) {
		memcpy(&in6, RTA_DATA(rta6), sizeof(in6));
		/* `local ::` tells the family of a link without addresses;
		 * type vxlan has no such key then
		 */
		if (IN6_IS_ADDR_UNSPECIFIED(&in6) &&
		    (!local || is_json_context()))
			return;
		mcast = IN6_IS_ADDR_MULTICAST(&in6);
	} else {
		return;
	}
	if (!local && mcast != want_mcast)
		return;
	snprintf(key, sizeof(key), "%s%s", w->json, rta6 ? "6" : "");
	print_pair(w, key, rta6 ? format_host(AF_INET6, 16, &in6) :
				  format_host(AF_INET, 4, &in6));
}

static void show_dev(const struct word *w, const struct rtattr *rta)
{
	__u32 index;

	if (get_number(w, rta, &index) && index)
		print_pair(w, w->json, ll_index_to_name(index));
}

static void show_range(const struct word *w, const struct rtattr *rta)
{
	struct ifla_vxlan_port_range r;
	char buf[16];

	if (!has_len(rta, sizeof(r)))
		return;
	memcpy(&r, RTA_DATA(rta), sizeof(r));
	if (!is_json_context()) {
		snprintf(buf, sizeof(buf), "%u %u", ntohs(r.low),
			 ntohs(r.high));
		print_pair(w, NULL, buf);
		return;
	}
	open_json_object(w->json);
	print_uint(PRINT_JSON, "low", NULL, ntohs(r.low));
	print_uint(PRINT_JSON, "high", NULL, ntohs(r.high));
	close_json_object();
}

static void show_word(const struct word *w, struct rtattr *tb[])
{
	switch (w->type) {
	case WORD_NUM:
	case WORD_NUM_BE:
	case WORD_TOS:
		show_number(w, tb[w->attr]);
		return;
	case WORD_TTL:
		show_ttl(w, tb);
		return;
	case WORD_BOOL:
		show_switch(w, tb[w->attr]);
		return;
	case WORD_GROUP:
	case WORD_REMOTE:
	case WORD_LOCAL:
		show_addr(w, tb);
		return;
	case WORD_DEV:
		show_dev(w, tb[w->attr]);
		return;
	case WORD_RANGE:
		show_range(w, tb[w->attr]);
		return;
	}
}

static bool is_deflt_range(const struct word *w, const struct rtattr *rta)
{
	struct ifla_vxlan_port_range r;

	if (!has_len(rta, sizeof(r)))
		return false;
	memcpy(&r, RTA_DATA(rta), sizeof(r));
	return ntohs(r.low) == w->deflt && ntohs(r.high) == w->deflt_high;
}

static bool is_deflt(const struct word *w, struct rtattr *tb[])
{
	__u32 val;

	if (!w->has_deflt)
		return false;
	if (w->type == WORD_RANGE)
		return is_deflt_range(w, tb[w->attr]);
	if (w->type == WORD_TTL && ttl_inherits(tb))
		return false;
	return get_number(w, tb[w->attr], &val) && val == w->deflt;
}

static void parse_nest(const struct rtattr *nest, struct rtattr *own[])
{
	struct rtattr *rta;
	int left;

	if (!nest)
		return;
	left = (int)RTA_PAYLOAD(nest);
	for (rta = RTA_DATA(nest); RTA_OK(rta, left);
	     rta = RTA_NEXT(rta, left)) {
		unsigned int type = rta->rta_type & NLA_TYPE_MASK;

		if (type <= VTEP_A_LINK_MAX)
			own[type] = rta;
	}
}

static void show_words(struct rtattr *tb[], bool all)
{
	struct rtattr *own[VTEP_A_LINK_MAX + 1] = { NULL };
	const struct word *w;

	parse_nest(tb[VTEP_LINK_NEST], own);
	for (w = vtep_words; w < vtep_words + vtep_nwords; w++) {
		struct rtattr **from = w->nested ? own : tb;

		/* `attach external` has said it; programs made for type vxlan
		 * look for this one
		 */
		if (w->attr == IFLA_VXLAN_COLLECT_METADATA && !w->nested &&
		    own[VTEP_A_LINK_ATTACHMENT] && !is_json_context())
			continue;
		if (all || !is_deflt(w, from))
			show_word(w, from);
	}
}

void vtep_print_opt(struct link_util *lu, FILE *f, struct rtattr *tb[])
{
	(void)lu;
	(void)f;		/* ip's print functions know where to */
	if (tb)
		show_words(tb, true);
}

void vtep_print_changed(struct rtattr *tb[])
{
	show_words(tb, false);
}
