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
	char text[512];
};

/* Always -1, so that a refusal is one statement. */
int err_set(struct error *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

struct addr {
	uint8_t len;		/* 0 not there, 4 IPv4, 16 IPv6 */
	uint8_t b[16];		/* network order */
};

struct range {
	uint32_t lo, hi;	/* both within */
};

/* The commands */

enum object_id {
	OBJ_VNI,
	OBJ_PEER,
	OBJ_GROUP,
	OBJ_FDB,
	OBJ_STATS,
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
	VERB_SET,
	VERB_MONITOR,
	VERB_TASK,
	VERB_HELP,
};

enum word_id {
	WORD_DEV,
	WORD_LOWER,		/* "dev" of a group: the lower device */
	WORD_VNI,		/* one VNI */
	WORD_VNIS,		/* one VNI or a range */
	WORD_GROUP,
	WORD_LEARNING,
	WORD_AGEING,
	WORD_LIMIT,
	WORD_JSON,
	WORD_MAX,
};

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
	uint32_t given;			/* 1 << enum word_id */

	char dev[IFNAMSIZ];
	struct range vni;
	struct addr group;		/* unspecified address: "none" */
	bool learning;
	uint32_t ageing;
	uint32_t limit;
};

static inline bool given(const struct command *cmd, enum word_id word)
{
	return cmd->given & 1U << word;
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

struct drop {
	char name[DROP_NAME_MAX];
	uint64_t count;
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
	uint32_t macs;
	uint32_t users;
	uint32_t peers;
	uint8_t group_state;
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
	struct remotes remotes;		/* memory kept from record to record */
	struct drops drops;

	bool stamped;
	struct timespec stamp;		/* monitor -t */
};

void record_free(struct record *rec);

#endif /* VTEPCTL_MODEL_H */
