/* SPDX-License-Identifier: GPL-2.0 */
/* What the parts of fuzz_netlink share: a message, and what there is to talk of. */
#ifndef FUZZ_NETLINK_H
#define FUZZ_NETLINK_H

#include <stdbool.h>
#include <stdint.h>

#include "rng.h"

#ifndef NLM_F_BULK		/* younger than the headers of some machines */
#define NLM_F_BULK	0x200
#endif

#define MSG_MAX		4096

/* The devices that there always are, by their interface indexes. */
enum {
	LOWER = 100,		/* a dummy with addresses of both families */
	VTEP_ID,		/* attachment id, VNI 42, with a group */
	VTEP_VLAN,		/* attachment vlan */
	VTEP_FILTER,		/* external, with VNIs of its own */
	VTEP_ID6,		/* attachment id, VNI 43, over IPv6 */
	VTEP_OPEN,		/* external, any VNI */
	SPARE,			/* from here on: what messages make */
	SPARES = 10,
	FOREIGN = SPARE + SPARES,	/* somebody else's, if it is there */
	BRIDGE,
};

#define SPARE_GROUP	7	/* link group of these, to delete them at once */
#define NAME_FORMAT	"fz%u"	/* a device's name, by its interface index */

enum kind {
	KIND_GENL,
	KIND_LINK,
	KIND_FDB,
	KIND_RAW,
	KINDS
};

struct msg {
	enum kind kind;
	bool route;		/* to rtnetlink, not to generic netlink */
	bool there;		/* in the other namespace */
	uint32_t len;		/* as sent; the header may say otherwise */
	uint8_t data[MSG_MAX] __attribute__((aligned(8)));
};

/* What came of one. */
struct answer {
	bool any;		/* there was one */
	int err;		/* 0 or an errno */
	char text[160];		/* extack, "" if none; numbers as '#' */
};

/* netlink_make.c: a message that makes sense, mostly */
void make_msg(struct rng *r, enum kind kind, struct msg *m);

/* netlink_mutate.c: one that makes less; then bounds what it may cost */
void mutate(struct rng *r, struct msg *m);
void mutate_header(struct rng *r, struct msg *m);
void tame(struct msg *m);

/* netlink_talk.c */
#define HERE	0
#define THERE	1

void talk_open(int place);
void talk_close(int place);
void talk_family(void);
uint16_t talk_vtep(void);		/* number of the family */
void talk(struct rng *r, struct msg *m, struct answer *a);

/* netlink_world.c */
extern bool world_foreign;		/* most messages are about that one */
void world_make(void);
void world_there(void);			/* another second namespace */
int world_there_fd(void);		/* -1: there is none */
void world_tidy(struct rng *r);

/* netlink_tally.c */
bool tally(const struct msg *m, const struct answer *a);
void tally_show(void);
void tally_extacks(void);

#endif /* FUZZ_NETLINK_H */
