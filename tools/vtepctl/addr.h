/* SPDX-License-Identifier: GPL-2.0 */
/* IP addresses of either family, wherever they come from. Pure. */
#ifndef VTEPCTL_ADDR_H
#define VTEPCTL_ADDR_H

#include "model.h"

struct nlattr;

/* Read an address. Return: false if it is none; @to is then not there. */
bool addr_parse(const char *text, struct addr *to);
bool addr_get(const struct nlattr *attr, struct addr *to);

/* Is it there, and a multicast address? */
bool addr_is_group(const struct addr *a);

/* May a host have it? */
bool addr_is_unicast(const struct addr *a);

/* The same address, or both not there */
bool addr_equal(const struct addr *a, const struct addr *b);

/* Of a flood list */
bool mac_is_zero(const uint8_t mac[6]);

#endif /* VTEPCTL_ADDR_H */
