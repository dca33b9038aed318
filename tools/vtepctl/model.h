/* SPDX-License-Identifier: GPL-2.0 */
/* What passes between the parts: a command (parser -> encoder) and a record
 * (decoder -> printer). Plain data, no I/O behind any of it, so that every
 * part can be tested and fuzzed alone.
 */
#ifndef VTEPCTL_MODEL_H
#define VTEPCTL_MODEL_H

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* What went wrong, for a person; the caller decides where it goes. */
struct error {
	char text[1024];
};

/* Always -1, so that a refusal is one statement. */
int err_set(struct error *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#define ARRAY_SIZE(_a)	(sizeof(_a) / sizeof(*(_a)))

/**
 * list_room() - make room in a list
 * @v: the list
 * @n: how many members there are to be
 * @cap: how many there is room for; set
 * @size: of one
 *
 * Return: the list, which may be elsewhere now; NULL: no memory, and @v is as
 * it was.
 */
void *list_room(void *v, size_t n, size_t *cap, size_t size);

struct addr {
	uint8_t len;		/* 0 not there, 4 IPv4, 16 IPv6 */
	uint8_t b[16];		/* network order */
};

struct range {
	uint32_t lo, hi;	/* both within */
};

/* Multicast prefix; addr.len 0: not there */
struct pool {
	struct addr addr;
	uint8_t len;		/* bits */
};

/* Source prefix, and what it may do */
struct prefix {
	struct addr addr;
	uint8_t len;		/* bits */
	uint8_t may;		/* VTEP_MAY_* */
};

struct prefixes {
	struct prefix *v;
	size_t n, cap;
};

struct rate {
	uint32_t packets;	/* per second; 0: no such limit */
	uint64_t bits;
	uint32_t burst;		/* milliseconds; 0: as usual */
};

#define RATE_CLASSES 5		/* VTEP_RATE_CLASS_* */

/* Who may speak, and how much; see rules.h */
struct rules {
	uint32_t has;		/* 1 << VTEP_A_RULES_* of those given */
	uint32_t inherit;	/* likewise: those that shall be the VTEP's */
	uint8_t deliver;
	uint8_t learn;
	uint8_t strict;
	uint8_t min_ttl;
	uint8_t unknown;
	uint8_t full;
	uint8_t damp;
	uint8_t moves;
	uint32_t move_window;
	uint32_t hold;
	uint8_t protect;
	uint8_t fragments;
	uint32_t peer_limit;
	uint32_t vni_limit;
	uint32_t neigh_rate;
	uint32_t has_rates;	/* 1 << VTEP_RATE_CLASS_* */
	struct rate rates[RATE_CLASSES];
};

/* The commands */

enum object_id {
	OBJ_VTEP,
	OBJ_VNI,
	OBJ_PEER,
	OBJ_SOURCE,
	OBJ_LOCAL,
	OBJ_GROUP,
	OBJ_FDB,
	OBJ_STATS,
	OBJ_DROPS,
	OBJ_MONITOR,
	OBJ_MAX,
};

/* What is not about one object; see struct task. */
enum task_id {
	TASK_SAVE,
	TASK_RESTORE,
	TASK_IMPORT,
	TASK_MAX,
};

enum verb {
	VERB_SHOW,
	VERB_DO,		/* one request, acknowledged */
	VERB_SET,		/* likewise, and a lone VNI need not be named */
	VERB_SOURCE,		/* one request, which may need a file */
	VERB_DROPS,
	VERB_MONITOR,
	VERB_TASK,
	VERB_HELP,
};

enum word_id {
	WORD_DEV,
	WORD_LOWER,		/* "dev" of a group: the lower device */
	WORD_VNI,		/* one VNI or a range */
	WORD_ONE_VNI,
	WORD_VLAN,		/* one VLAN or a range */
	WORD_UNTAGGED,		/* VLAN 0 */
	WORD_GROUP,		/* or none */
	WORD_ONE_GROUP,
	WORD_POOL,
	WORD_JOIN,
	WORD_LEARNING,
	WORD_AGEING,
	WORD_LIMIT,
	WORD_FLOOD,
	WORD_FLOOD_ADD,
	WORD_FLOOD_DEL,
	WORD_DELIVER,
	WORD_LEARN,
	WORD_STRICT,
	WORD_MIN_TTL,
	WORD_UNKNOWN,
	WORD_FULL,
	WORD_DAMP,
	WORD_MOVES,
	WORD_HOLD,
	WORD_PROTECT,
	WORD_FRAGMENTS,
	WORD_PEER_LIMIT,
	WORD_VNI_LIMIT,
	WORD_NEIGH_RATE,
	WORD_STORM_BROADCAST,
	WORD_STORM_MULTICAST,
	WORD_STORM_UNKNOWN,
	WORD_STORM_UNICAST,
	WORD_STORM_PEER,
	WORD_PEER,
	WORD_MAC,
	WORD_MACS,		/* a MAC or a prefix of MACs */
	WORD_PREFIX,
	WORD_PREFIXES,		/* or none */
	WORD_MAY,
	WORD_FILE,
	WORD_JSON,
	WORD_MAX,
};

/* Most destinations or prefixes of one word: what is sure to fit into one
 * request.
 */
#define FLOOD_MAX 1024

/* Most prefixes of a file, which are one request, too. */
#define PREFIXES_MAX 16384

#define VLAN_LAST 4094

struct object;
struct action;
struct task;

struct command {
	const struct object *object;	/* NULL: help on everything */
	const struct action *action;	/* NULL: help on the object */
	const struct task *task;	/* set: neither of the two above is */
	char *const *args;		/* of a task, which reads them itself */
	int nr_args;
	enum verb verb;
	uint64_t given;			/* 1 << enum word_id */

	char dev[IFNAMSIZ];
	struct range vni;
	struct range vlan;		/* as many as VNIs, when both are given */
	bool vlan_alone;		/* its end was not written */
	struct addr group;		/* unspecified address: "none" */
	struct pool pool;
	uint8_t join;			/* VTEP_JOIN_* */
	/* As written: ADDR,..., at most FLOOD_MAX, see dest_next(). They live
	 * as long as the words the command was made of.
	 */
	const char *flood_add;
	const char *flood_del;
	bool learning;
	uint32_t ageing;
	uint32_t limit;
	struct rules rules;
	struct addr peer;
	uint8_t mac[6];
	uint8_t mac_len;		/* bits of it that count */
	const char *prefixes;		/* as flood_add, see prefix_next() */
	uint8_t may;			/* VTEP_MAY_*, of those without */
	const char *file;		/* of prefixes, to be read by the caller */
	const struct prefixes *from_file;
};

#define WORD_MASK(_word)	(1ULL << (_word))

static inline bool given(const struct command *cmd, enum word_id word)
{
	return cmd->given & WORD_MASK(word);
}

/* The records: one object of the kernel's answer, or one event */

struct remote {
	struct addr addr;
	uint16_t port;			/* host order; 0 not said */
	bool has_vni;
	uint32_t vni;
	uint32_t ifindex;		/* 0 not said */
};

struct remotes {
	struct remote *v;
	size_t n, cap;
};

/* A segment that uses a group */
struct member {
	uint32_t ifindex;
	uint32_t vni;
};

struct members {
	struct member *v;
	size_t n, cap;
};

enum counter {
	CTR_RX_PACKETS,
	CTR_RX_BYTES,
	CTR_RX_BUM,
	CTR_RX_DROPPED,
	CTR_TX_PACKETS,
	CTR_TX_BYTES,
	CTR_TX_BUM,
	CTR_TX_DROPPED,
	CTR_MAX,
};

#define DROP_NAME_MAX 32

/* The last frame of a reason */
struct offender {
	bool there;
	bool has_since, has_vni, has_mac;
	uint64_t since;			/* milliseconds */
	struct addr addr;		/* outer source; len 0: not known */
	uint32_t vni;
	uint8_t mac[6];			/* inner source */
};

struct drop {
	char name[DROP_NAME_MAX];
	uint64_t count;
	struct offender last;
};

struct drops {
	struct drop *v;
	size_t n, cap;
};

struct record {
	enum object_id kind;
	uint64_t has;			/* 1 << VTEP_A_<kind>_* */

	uint32_t ifindex;
	uint32_t vni;
	struct addr addr;		/* group of a segment or membership */
	uint8_t learning;
	uint32_t ageing;
	uint32_t limit;
	uint32_t learned;
	uint16_t vlan;
	struct pool pool;
	uint8_t join;
	uint8_t active;
	uint32_t macs;
	uint32_t users;
	uint32_t peers;
	uint8_t group_state;
	uint64_t packets;
	uint64_t foreign;
	uint8_t mac[6];
	uint16_t nud;
	uint32_t flags;
	uint32_t event;
	uint64_t heard;			/* milliseconds */
	uint64_t changed;
	struct remote peer;
	struct remote old_peer;
	uint64_t counters[CTR_MAX];
	uint32_t has_counters;		/* 1 << enum counter */
	struct rules rules;
	uint64_t first;
	uint32_t configured;
	uint32_t damped;
	uint32_t mtu;
	uint8_t moves;
	uint8_t damp;
	uint64_t hold;
	char reason[DROP_NAME_MAX];
	uint32_t count;
	uint64_t seq;
	uint64_t suppressed;
	struct remotes remotes;		/* memory kept from record to record */
	struct drops drops;
	struct members members;
	struct prefixes prefixes;

	bool stamped;
	struct timespec stamp;		/* monitor -t */
	bool resync;			/* one entry of a list among events */
	const char *mark;		/* where such a list begins, ends */
	uint64_t entries;
};

void record_free(struct record *rec);

#endif /* VTEPCTL_MODEL_H */
