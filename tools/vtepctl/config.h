/* SPDX-License-Identifier: GPL-2.0 */
/* The configuration as it stands: links, their segments, flood lists and
 * static FDB entries. What `save` reads from the kernel and prints.
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
	/* Destinations beside the group, in order; `plain` are addresses and
	 * nothing more.
	 */
	struct remotes plain;
	struct remotes special;
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
};

/* Take a record of the kind, if it is configuration of one of the links.
 * Return: 0, -1: no memory.
 */
int config_add_segment(struct config *c, const struct record *rec);
int config_add_entry(struct config *c, const struct record *rec);

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

/* save_vni.c, save_fdb.c: the lines of one link, from the arrays' parts */
void print_segments(FILE *to, const struct segment *v, size_t n);
void print_entry(FILE *to, const struct entry *e, ifname_fn ifname);
void print_special(FILE *to, const struct segment *seg, ifname_fn ifname);

#endif /* VTEPCTL_CONFIG_H */
