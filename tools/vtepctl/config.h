/* SPDX-License-Identifier: GPL-2.0 */
/* The configuration as it stands: links, their rules and source prefixes, their
 * segments, flood lists, local MACs and static FDB entries. What `save` reads
 * from the kernel and prints.
 */
#ifndef VTEPCTL_CONFIG_H
#define VTEPCTL_CONFIG_H

#include "links.h"

struct segment {
	const struct link *link;
	uint32_t vni;
	bool has_vlan;
	uint16_t vlan;
	struct addr group;		/* not with a pool */
	struct pool pool;
	bool has_join;
	uint8_t join;
	uint8_t learning;
	uint32_t ageing;
	uint32_t limit;
	struct rules rules;		/* its own, and its rates */
	/* What `group`, `pool` or `remote` put into the flood list, and that it
	 * was taken out again
	 */
	struct addr own;
	bool own_gone;
	/* Destinations beside it, in order; `plain` are addresses and nothing
	 * more.
	 */
	struct remotes plain;
	struct remotes special;
};

/* Rules of a link */
struct vtep {
	const struct link *link;
	struct rules rules;
};

/* A source prefix of a link, or of a segment of it */
struct permit {
	const struct link *link;
	bool has_vni;
	uint32_t vni;
	struct prefix prefix;
};

/* A local MAC that is configured */
struct local {
	const struct link *link;
	uint32_t vni;
	uint8_t mac[6];
};

struct entry {
	const struct link *link;
	uint32_t vni;
	uint8_t mac[6];
	uint16_t nud;
	uint32_t flags;
	struct remotes remotes;		/* in order */
};

/* Name of an interface into IFNAMSIZ bytes at @buf; NULL: there is none */
typedef const char *(*ifname_fn)(uint32_t ifindex, char *buf);

struct config {
	ifname_fn ifname;
	struct links links;
	struct segment *segs;
	size_t nr_segs, cap_segs;
	struct entry *fdb;
	size_t nr_fdb, cap_fdb;
	struct vtep *vteps;
	size_t nr_vteps, cap_vteps;
	struct permit *permits;
	size_t nr_permits, cap_permits;
	struct local *locals;
	size_t nr_locals, cap_locals;
};

/* Take a record of the kind, if it is configuration of one of the links.
 * Return: 0, -1: no memory.
 */
int config_add_segment(struct config *c, const struct record *rec);
int config_add_entry(struct config *c, const struct record *rec);
/* config_rules.c */
int config_add_vtep(struct config *c, const struct record *rec);
int config_add_permits(struct config *c, const struct record *rec);
int config_add_local(struct config *c, const struct record *rec);

/* One destination more. Return: 0, also when it goes without saying or is
 * there already; -1: no memory.
 */
int config_add_flood(struct segment *s, const struct addr *group,
		     const struct remote *r);
int config_add_dest(struct entry *e, const struct remote *r);

/* After config_sort(); NULL: there is none. */
struct segment *config_segment(const struct config *c, const struct link *link,
			       uint32_t vni);

/* The segment that was added last, where it belongs among the others, which are
 * sorted.
 */
struct segment *config_place_last(struct config *c);

/* config_rules.c: of a link; a VTEP that told none has none. */
const struct rules *config_rules(const struct config *c,
				 const struct link *link);
void config_sort_rules(struct config *c);

/* In the order of links, VNIs and MACs: the same configuration is the same
 * text, however it came about.
 */
void config_sort(struct config *c);
void config_free(struct config *c);

/**
 * config_print() - write it down as `vtepctl restore` reads it
 * @to: where to
 * @c: sorted
 * @only: this link alone; NULL: all
 * @err: which link cannot be written down, and why
 *
 * What can be written down is written all the same.
 *
 * Return: 0 or -1.
 */
int config_print(FILE *to, const struct config *c, const char *only,
		 struct error *err);

/* Of one link: the arrays' parts, which are sorted */
struct part {
	const struct link *link;
	const struct rules *rules;
	const struct segment *segs;
	const struct entry *fdb;
	const struct permit *permits;	/* those of the link first */
	const struct local *locals;
	size_t nr_segs, nr_fdb, nr_permits, nr_locals;
};

/* save_rules.c, save_vni.c, save_fdb.c: the lines of one link */
void print_vtep_rules(FILE *to, const struct part *p);
/* @segments: of these, not of the link */
void print_permits(FILE *to, const struct part *p, bool segments);
void print_locals(FILE *to, const struct part *p);
/* The words of a segment's rules and rates. @late: only those that have to wait
 * for source prefixes of its own; else the others
 */
void print_own_rules(FILE *to, const struct part *p, const struct segment *s,
		     bool late);
bool has_own_rules(const struct part *p, const struct segment *s, bool late);
bool same_rules(const struct part *p, const struct segment *a,
		const struct segment *b);
void print_range(FILE *to, const char *word, uint32_t lo, uint32_t hi);
void print_segments(FILE *to, const struct part *p);
void print_late(FILE *to, const struct part *p);
/* Return: how many destinations were left out, their device being gone. */
size_t print_entry(FILE *to, const struct entry *e, ifname_fn ifname);
size_t print_special(FILE *to, const struct segment *seg, ifname_fn ifname);

#endif /* VTEPCTL_CONFIG_H */
