// SPDX-License-Identifier: GPL-2.0
/* See netlink_value.h. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "netlink.h"
#include "netlink_value.h"

#define PICK(_r, ...) ({						\
	const uint32_t _of[] = { __VA_ARGS__ };				\
									\
	_of[rng_below((_r), sizeof(_of) / sizeof(_of[0]))];		\
})

/* The ends of what is allowed, what is just behind them, and anything. */
static uint64_t value_number(struct rng *r, const struct attr *a)
{
	switch (rng_below(r, 8)) {
	case 0:
		return a->min;
	case 1:
		return a->max;
	case 2:
		return (uint64_t)a->max + 1;
	case 3:
		return (uint64_t)a->min - 1;
	case 4:
		return rng_next(r) >> rng_below(r, 64);
	default:
		return a->min + rng_below(r, a->max - a->min < 16 ?
					  a->max - a->min + 1 : 16);
	}
}

uint32_t value_vtep(struct theme *t)
{
	struct rng *r = t->r;

	if (rng_one_in(r, 32))
		return PICK(r, 0, 1, LOWER, BRIDGE, 9999, 0x7fffffff,
			    0x80000000, 0xffffffff);
	if (world_foreign && rng_one_in(r, 2))
		return FOREIGN;
	if (rng_one_in(r, 8))
		return SPARE + rng_below(r, SPARES);
	if (t->v6)
		return VTEP_ID6;
	return PICK(r, VTEP_ID, VTEP_VLAN, VTEP_VLAN, VTEP_FILTER, VTEP_FILTER,
		    VTEP_OPEN);
}

static uint32_t value_dev(struct theme *t)
{
	return rng_one_in(t->r, 3) ? value_vtep(t) :
		PICK(t->r, LOWER, LOWER, LOWER, BRIDGE, 1, 0);
}

static uint32_t value_vni(struct theme *t)
{
	t->vni = rng_one_in(t->r, 4) ? 40 + rng_below(t->r, 12) :
				       42 + rng_below(t->r, 6);
	if (rng_one_in(t->r, 12))
		t->vni = PICK(t->r, 0, 1, 0xfffffe, 0xffffff, 0x1000000,
			      0x1000001, 0x80000000, 0xffffffff);
	return t->vni;
}

static uint32_t value_vni_last(struct theme *t)
{
	if (rng_one_in(t->r, 16))
		return value_vni(t);
	return t->vni + rng_below(t->r, 8);
}

static uint32_t value_vlan(struct rng *r)
{
	if (rng_one_in(r, 8))
		return PICK(r, 0, 4090, 4094, 4095, 4096, 0xffff);
	return rng_below(r, 16);
}

static unsigned int value_mac(struct rng *r, uint8_t *mac)
{
	static const uint8_t rare[][6] = {
		{ 0 }, { 0 }, { 0 },
		{ 0xff, 0xff, 0xff, 0xff, 0xff, 0xff },
		{ 1, 0, 0x5e, 0, 0, 1 }, { 0x33, 0x33, 0, 0, 0, 1 },
		{ 2 },
	};
	const uint8_t mine[6] = { 2, 0, 0, 0, 0, rng_below(r, 8) };
	uint32_t n = rng_below(r, 16);

	memcpy(mac, n < sizeof(rare) / sizeof(rare[0]) ? rare[n] : mine, 6);
	return 6;
}

static unsigned int value_text(const char *text, void *buf)
{
	if (inet_pton(AF_INET, text, buf) == 1)
		return 4;
	inet_pton(AF_INET6, text, buf);
	return 16;
}

static const char *pick_text(struct rng *r, const char * const *list)
{
	unsigned int n = 0;

	while (list[n])
		n++;
	return list[rng_below(r, n)];
}

static unsigned int value_addr(struct rng *r, bool v6, void *buf)
{
	static const char * const odd4[] = {
		"0.0.0.0", "255.255.255.255", "127.0.0.1", "10.9.0.255",
		"239.1.1.1", "169.254.0.1", "240.0.0.1", NULL
	};
	static const char * const odd6[] = {
		"::", "::1", "fe80::1", "ff02::1", "ff05::1",
		"::ffff:10.9.0.2", "2001:db8::1", NULL
	};
	unsigned int n;

	if (rng_one_in(r, 6))
		return value_text(pick_text(r, v6 ? odd6 : odd4), buf);
	n = value_text(v6 ? "fd09::1" : "10.9.0.1", buf);
	((uint8_t *)buf)[n - 1] += rng_below(r, 8);
	return n;
}

static unsigned int value_group(struct rng *r, bool v6, void *buf)
{
	unsigned int n;

	if (rng_one_in(r, 4))
		return value_addr(r, v6, buf);
	n = value_text(v6 ? "ff05::1" : "239.1.1.1", buf);
	((uint8_t *)buf)[n - 1] += rng_below(r, 8);
	return n;
}

static unsigned int value_pool(struct rng *r, bool v6, void *buf)
{
	static const char * const pool4[] = {
		"239.1.0.0", "239.64.0.0", "239.0.0.0", "239.1.1.0",
		"239.1.1.1", "224.0.0.0", NULL
	};
	static const char * const pool6[] = {
		"ff05::", "ff05:1::", "ff01::", "ff00::", "ff05::1:0", NULL
	};

	if (rng_one_in(r, 8))
		return value_group(r, v6, buf);
	return value_text(pick_text(r, v6 ? pool6 : pool4), buf);
}

static uint32_t value_pool_len(struct theme *t)
{
	if (rng_one_in(t->r, 8))
		return rng_below(t->r, 256);
	return t->v6 ? PICK(t->r, 16, 32, 64, 96, 112, 127) :
		       PICK(t->r, 8, 12, 16, 24, 30, 31);
}

static unsigned int value_prefix(struct rng *r, bool v6, void *buf)
{
	static const char * const net4[] = {
		"0.0.0.0", "10.0.0.0", "10.9.0.0", "10.9.0.0", "10.9.0.4",
		"128.0.0.0", "224.0.0.0", NULL
	};
	static const char * const net6[] = {
		"::", "fd00::", "fd09::", "fd09::4", "fe80::", "ff00::", NULL
	};

	if (rng_one_in(r, 4))
		return value_addr(r, v6, buf);
	return value_text(pick_text(r, v6 ? net6 : net4), buf);
}

static uint32_t value_prefix_len(struct theme *t)
{
	if (rng_one_in(t->r, 8))
		return rng_below(t->r, 256);
	return t->v6 ? PICK(t->r, 0, 8, 16, 64, 126, 128) :
		       PICK(t->r, 0, 1, 8, 16, 24, 30, 32);
}

static uint16_t value_port(struct rng *r)
{
	return htons(PICK(r, 4789, 4789, 4790, 4791, 4792, 8472, 1, 0, 0xffff));
}

static unsigned int value_bytes(struct rng *r, void *buf)
{
	unsigned int n = rng_below(r, VALUE_MAX + 1);

	rng_fill(r, buf, n);
	return n;
}

static uint64_t value_integer(struct theme *t, const struct attr *a)
{
	struct rng *r = t->r;

	switch (a->value) {
	case V_IFINDEX:
		return value_vtep(t);
	case V_DEV:
		return value_dev(t);
	case V_VNI:
		return value_vni(t);
	case V_VNI_LAST:
		return value_vni_last(t);
	case V_VLAN:
		return value_vlan(r);
	case V_MAC_LEN:
		return PICK(r, 0, 1, 8, 40, 47, 48, 49);
	case V_POOL_LEN:
		return value_pool_len(t);
	case V_PREFIX_LEN:
		return value_prefix_len(t);
	case V_PORT:
		return value_port(r);
	case V_BITS:
		return rng_next(r) & rng_next(r) & rng_next(r);
	case V_NETNS:
		return rng_one_in(r, 8) ? rng_below(r, 16) :
					    (uint32_t)world_there_fd();
	}
	return value_number(r, a);
}

static unsigned int value_binary(struct theme *t, const struct attr *a,
				 void *buf)
{
	bool v6 = t->v6 != rng_one_in(t->r, 24);
	uint16_t ports[2];

	switch (a->value) {
	case V_MAC:
		return value_mac(t->r, buf);
	case V_ADDR:
		return value_addr(t->r, v6, buf);
	case V_ADDR4:
		return rng_one_in(t->r, 3) ? value_group(t->r, false, buf) :
					     value_addr(t->r, false, buf);
	case V_ADDR6:
		return rng_one_in(t->r, 3) ? value_group(t->r, true, buf) :
					     value_addr(t->r, true, buf);
	case V_GROUP:
		return value_group(t->r, v6, buf);
	case V_POOL:
		return value_pool(t->r, v6, buf);
	case V_PREFIX:
		return value_prefix(t->r, v6, buf);
	case V_PORTS:
		ports[0] = value_port(t->r);
		ports[1] = value_port(t->r);
		memcpy(buf, ports, sizeof(ports));
		return sizeof(ports);
	}
	return value_bytes(t->r, buf);
}

static unsigned int value_string(struct theme *t, const struct attr *a,
				 char *buf)
{
	if (a->value == V_NAME)
		return sprintf(buf, NAME_FORMAT,
			       SPARE + rng_below(t->r, SPARES)) + 1;
	return value_bytes(t->r, buf);
}

unsigned int value_make(struct theme *t, const struct attr *a, void *buf)
{
	static const unsigned int lens[] = {
		[U8] = 1, [U16] = 2, [U32] = 4, [U64] = 8,
	};
	uint64_t n;

	switch (a->wire) {
	case U8:
	case U16:
	case U32:
	case U64:
		n = value_integer(t, a);
		memcpy(buf, &n, sizeof(n));	/* its low bytes come first */
		if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
			memcpy(buf, (char *)&n + sizeof(n) - lens[a->wire],
			       lens[a->wire]);
		return lens[a->wire];
	case BINARY:
		return value_binary(t, a, buf);
	case STRING:
		return value_string(t, a, buf);
	case PAD:
		return value_bytes(t->r, buf);
	}
	return 0;
}
