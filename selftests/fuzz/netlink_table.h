/* SPDX-License-Identifier: GPL-2.0 */
/* All commands and attributes, and which values of them are worth to be tried. */
#ifndef FUZZ_NETLINK_TABLE_H
#define FUZZ_NETLINK_TABLE_H

#include <stdbool.h>
#include <stdint.h>

enum wire {
	PAD,
	FLAG,
	U8,
	U16,
	U32,
	U64,
	STRING,
	BINARY,
	NEST,
};

/* What a value is about; numbers are those of a small world that exists. */
enum value {
	V_NUMBER,		/* within min..max, or just outside */
	V_BITS,
	V_IFINDEX,		/* of a VTEP */
	V_DEV,			/* of any device */
	V_VNI,
	V_VNI_LAST,
	V_VLAN,
	V_MAC,
	V_MAC_LEN,
	V_ADDR,			/* of a peer */
	V_ADDR4,
	V_ADDR6,
	V_GROUP,
	V_POOL,
	V_POOL_LEN,
	V_PREFIX,
	V_PREFIX_LEN,
	V_PORT,			/* in network byte order */
	V_PORTS,		/* two of them */
	V_NETNS,		/* file descriptor of the other namespace */
	V_NAME,
};

struct attr {
	const char *name;
	uint16_t type;
	uint8_t wire;
	uint8_t value;
	uint8_t often;		/* so many times out of eight it is in a request */
	bool many;
	uint32_t min, max;
	const struct set *nest;
};

struct set {
	const char *name;
	const struct attr *attrs;
	unsigned int n;
};

struct command {
	const char *name;
	uint8_t cmd;
	bool write, dump;
	const struct set *set;
	const uint8_t *attrs;	/* of the request, ended by 0; NULL: none */
};

extern const struct command commands[];
extern const unsigned int nr_commands;
extern const struct set *const sets[];
extern const unsigned int nr_sets;

extern const struct set own_set;		/* VTEP_A_LINK_* */
extern const struct set link_set;	/* IFLA_* */
extern const struct set info_set;	/* in IFLA_INFO_DATA */
extern const struct set fdb_msg_set;	/* NDA_* */

const struct attr *table_attr(const struct set *set, uint16_t type);
const struct command *table_command(uint8_t cmd);

/* table_show() - print it, to be compared with the spec */
void table_show(void);

#endif /* FUZZ_NETLINK_TABLE_H */
