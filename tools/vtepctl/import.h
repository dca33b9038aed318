/* SPDX-License-Identifier: GPL-2.0 */
/* The in-tree driver's configuration, as ip(8) and bridge(8) print it in
 * JSON -> struct config.
 */
#ifndef VTEPCTL_IMPORT_H
#define VTEPCTL_IMPORT_H

#include "config.h"

struct json_object;

/* An interface of the in-tree driver. */
struct source {
	char name[IFNAMSIZ];
	char *words;		/* settings; not id, group, remote, learning,
				 * ageing, maxaddress
				 */
	bool v6;
	bool external, vnifilter;
	bool has_vni;
	uint32_t vni;
	struct addr remote;	/* group or remote */
	bool learning;
	uint32_t ageing;
	uint32_t limit;		/* 0: none */
	uint32_t lower;		/* by import_ifindex(), 0: none */
	uint16_t port;
	uint8_t mac[6];
	bool up;
	bool merged;		/* into the one VTEP of `merge` */
	bool left_out;
	bool listed;		/* its VNIs were in VNIS */
	uint32_t ifindex;	/* of the link it becomes */
};

struct import {
	const char *merge;	/* NULL: an interface becomes a VTEP */
	bool strict;
	bool lossy;		/* something was not carried over */
	FILE *notes;		/* comments, one a line */
	struct source *v;
	size_t n, cap;
	struct config config;
};

/* Say on standard error and in a comment what is not carried over. */
void import_lose(struct import *im, const char *name, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Say in a comment what is good to know. */
void import_note(struct import *im, const char *name, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* import_link.c; Return: 0 or -1. */
int import_link(struct import *im, struct json_object *o, struct error *err);

/* import_merge.c: decide which become one, and make the links. */
int import_links(struct import *im, struct error *err);

/* import_vni.c, with all links made: what VNIS says of an interface; then the
 * segments that they have by themselves, and sorts them.
 */
int import_vnis(struct import *im, struct json_object *o, struct error *err);
int import_segments(struct import *im, struct error *err);

/* import_fdb.c: one entry, with all segments made. */
int import_entry(struct import *im, struct json_object *o, struct error *err);

const struct link *import_target(const struct import *im,
				 const struct source *s);
int import_add_segment(struct import *im, const struct source *s, uint32_t vni,
		       const struct addr *remote);

struct source *import_find(struct import *im, const char *name);

/* import_json.c */
struct json_object *json_read(const char *file, struct error *err);
/* A member; NULL or 0 when it is not there or of another type. */
const char *json_str(struct json_object *o, const char *key);
uint32_t json_num(struct json_object *o, const char *key);
bool json_on(struct json_object *o, const char *key);
bool json_has(struct json_object *o, const char *key);
bool json_addr(struct json_object *o, const char *key, struct addr *to);

/* Numbers in the place of names of interfaces, which need not be here. */
uint32_t import_ifindex(const char *name);
const char *import_ifname(uint32_t ifindex, char *buf);
void import_names_free(void);

#endif /* VTEPCTL_IMPORT_H */
