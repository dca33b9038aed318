// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <string.h>

#include "addr.h"

bool addr_parse(const char *text, struct addr *to)
{
	*to = (struct addr){ 0 };
	if (inet_pton(AF_INET, text, to->b) == 1)
		to->len = 4;
	else if (inet_pton(AF_INET6, text, to->b) == 1)
		to->len = 16;
	return to->len;
}

bool addr_get(const struct nlattr *attr, struct addr *to)
{
	uint16_t len = mnl_attr_get_payload_len(attr);

	*to = (struct addr){ 0 };
	if (len != 4 && len != 16)
		return false;
	to->len = len;
	memcpy(to->b, mnl_attr_get_payload(attr), len);
	return true;
}

bool addr_is_group(const struct addr *a)
{
	return a->len == 4 ? (a->b[0] & 0xf0) == 0xe0 :
			     a->len == 16 && a->b[0] == 0xff;
}

bool addr_is_unicast(const struct addr *a)
{
	static const uint8_t any[16], broadcast[4] = { 255, 255, 255, 255 };

	return !addr_is_group(a) && memcmp(a->b, any, sizeof(any)) &&
	       (a->len != 4 || memcmp(a->b, broadcast, sizeof(broadcast)));
}

bool addr_equal(const struct addr *a, const struct addr *b)
{
	return a->len == b->len && !memcmp(a->b, b->b, a->len);
}

bool mac_is_zero(const uint8_t mac[6])
{
	static const uint8_t zero[6];

	return !memcmp(mac, zero, sizeof(zero));
}
