/* SPDX-License-Identifier: GPL-2.0 */
/* One walk over a record, two forms of output: a line of `key value` words,
 * or a JSON object. Records are written one by one; a list of any length
 * needs the memory of one record.
 */
#ifndef VTEPCTL_OUT_H
#define VTEPCTL_OUT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "model.h"

#define OUT_DEPTH 4

struct json_object;

struct out {
	FILE *to;
	bool json;
	bool pretty;
	bool lines;		/* JSON: an object a line instead of an array */

	/* private */
	bool begun;		/* the array is open */
	bool space;		/* text: a word stands before on this line */
	bool failed;		/* no memory */
	int depth;
	struct json_object *stack[OUT_DEPTH];
};

/* A list of records; not used for `lines`. */
void out_open(struct out *o);
void out_close(struct out *o);

/* A record. out_end() is 0, or -1 when it could not be written (errno). */
void out_begin(struct out *o);
int out_end(struct out *o);

/* Members. Text: " key value", the bare ones " value". */
void out_str(struct out *o, const char *key, const char *val);
void out_bare(struct out *o, const char *key, const char *val);
void out_uint(struct out *o, const char *key, uint64_t val);
void out_onoff(struct out *o, const char *key, bool val);

/* Text only, JSON only: what one form says better in its own way. */
void out_text(struct out *o, const char *word);
void out_glue(struct out *o, const char *s);	/* to the word before it */
void out_line(struct out *o);			/* next line, indented */
void out_json_str(struct out *o, const char *key, const char *val);
void out_json_uint(struct out *o, const char *key, uint64_t val);
void out_json_bool(struct out *o, const char *key, bool val);

/* JSON structure; nothing in text. @key is NULL inside a list. */
void out_obj(struct out *o, const char *key);
void out_list(struct out *o, const char *key);
void out_up(struct out *o);

#endif /* VTEPCTL_OUT_H */
