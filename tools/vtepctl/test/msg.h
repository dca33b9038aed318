/* SPDX-License-Identifier: GPL-2.0 */
/* Messages as the kernel would send them. */
#ifndef VTEPCTL_TEST_MSG_H
#define VTEPCTL_TEST_MSG_H

#include <libmnl/libmnl.h>
#include <stdint.h>

#include "model.h"

#define TEST_FAMILY	0x1c
#define MSG_MAX		8192

/* One of every kind with every attribute; @buf has MSG_MAX bytes. */
struct nlmsghdr *msg_begin(void *buf, uint8_t cmd);
struct nlmsghdr *msg_dev(void *buf);
struct nlmsghdr *msg_vni(void *buf);
struct nlmsghdr *msg_peer(void *buf);
struct nlmsghdr *msg_source(void *buf);
struct nlmsghdr *msg_local(void *buf);
struct nlmsghdr *msg_group(void *buf);
struct nlmsghdr *msg_fdb(void *buf);
struct nlmsghdr *msg_stats(void *buf);
struct nlmsghdr *msg_drops(void *buf);
struct nlmsghdr *msg_event(void *buf);

/* The text is of the test's own making: it ends if that is no address. */
struct addr read_addr(const char *text);
void put_remote(struct nlmsghdr *nlh, uint16_t type, const char *addr,
		uint16_t port);
void put_addr(struct nlmsghdr *nlh, uint16_t type, const char *text);
void put_member(struct nlmsghdr *nlh, uint32_t ifindex, uint32_t vni);
void put_drop(struct nlmsghdr *nlh, uint16_t type, const char *name,
	      uint64_t count);
void put_prefix(struct nlmsghdr *nlh, const char *addr, uint8_t len,
		uint8_t may);
void put_rate(struct nlmsghdr *nlh, uint8_t class, uint32_t packets,
	      uint64_t bits, uint32_t burst);
void put_counters(struct nlmsghdr *nlh, uint16_t type);

/* Names of interfaces in the tests: 3 is vtep0, 2 is eth0, 9 is hostile. */
const char *test_ifname(uint32_t ifindex, char *buf);

#endif /* VTEPCTL_TEST_MSG_H */
