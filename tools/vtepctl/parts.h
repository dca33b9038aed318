/* SPDX-License-Identifier: GPL-2.0 */
/* Parts that several records share: addresses, devices, ages, lists. */
#ifndef VTEPCTL_PARTS_H
#define VTEPCTL_PARTS_H

#include <arpa/inet.h>

#include "print.h"

#define HAS(_rec, _attr)	((_rec)->has & 1ULL << (_attr))

const char *addr_str(const struct addr *a, char buf[INET6_ADDRSTRLEN]);
const char *dev_str(const struct view *view, uint32_t ifindex,
		    char buf[IFNAMSIZ]);

/* @key: write the word "dev" before it */
void part_dev(struct out *o, const struct view *view, uint32_t ifindex,
	      bool key);
/* One of the @n @names; what they do not have, by number. */
void part_name(struct out *o, const char *key, const char *const names[],
	       size_t n, uint32_t val);
void part_pool(struct out *o, const struct pool *pool);
void part_mac(struct out *o, const uint8_t mac[6]);
void part_age(struct out *o, const char *key, uint64_t ms);
void part_remote(struct out *o, const struct view *view, const char *key,
		 const struct remote *r);
/* Text: @key before each; JSON: a list @list_key of objects. */
void part_remotes(struct out *o, const struct view *view, const char *key,
		  const char *list_key, const struct remotes *list);
void part_counters(struct out *o, const struct record *rec);
void part_nud(struct out *o, uint16_t nud);
void part_flags(struct out *o, uint32_t flags);
void part_stamp(struct out *o, const struct timespec *t);

void part_rules(struct out *o, const struct rules *r);

/* print_rules.c; those that write several lines begin and end them. */
void print_dev(struct out *o, const struct view *view,
	       const struct record *rec);
int print_source(struct out *o, const struct view *view,
		 const struct record *rec);
void print_local(struct out *o, const struct view *view,
		 const struct record *rec);

/* How long ago, without a word before it in text */
void part_since(struct out *o, uint64_t ms);

/* print_drops.c */
struct drop_line {
	const struct timespec *stamp;	/* NULL: none */
	uint32_t ifindex;
	bool has_vni;
	uint32_t vni;
	struct addr peer;		/* len 0: of all */
	const struct drop *drop;
	uint64_t rate;			/* per second */
};

/* @all: in text also those that never happened */
void part_drops(struct out *o, const struct drops *drops, bool all);
int print_drops(struct out *o, const struct view *view,
		const struct record *rec);
int print_drop(struct out *o, const struct view *view,
	       const struct drop_line *l);

/* print_group.c */
void print_group(struct out *o, const struct view *view,
		 const struct record *rec);

#endif /* VTEPCTL_PARTS_H */
