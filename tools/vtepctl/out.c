// SPDX-License-Identifier: GPL-2.0
/* JSON values are built with json-c: it alone of the usual libraries holds
 * unsigned 64-bit counters. The array around the records is written here, so
 * that only one record is in memory.
 */
#include <errno.h>
#include <json-c/json.h>

#include "out.h"

static void word(struct out *o, const char *s)
{
	if (o->space)
		fputc(' ', o->to);
	fputs(s, o->to);
	o->space = true;
}

/* Takes @val over, also on failure. */
static void add(struct out *o, const char *key, json_object *val)
{
	json_object *in = o->stack[o->depth - 1];
	int rc = -1;

	if (!in || !val)
		;
	else if (json_object_is_type(in, json_type_array))
		rc = json_object_array_add(in, val);
	else
		rc = json_object_object_add(in, key, val);
	if (rc) {
		json_object_put(val);
		o->failed = true;
	}
}

static void push(struct out *o, const char *key, json_object *val)
{
	/* alive as long as its parent; without one, only o->failed counts */
	add(o, key, val);
	o->stack[o->depth++] = o->failed ? NULL : val;
}

void out_open(struct out *o)
{
	o->begun = false;
}

void out_close(struct out *o)
{
	if (!o->json || o->lines)
		return;
	fputs(o->begun ? (o->pretty ? "\n]\n" : "]\n") : "[]\n", o->to);
	o->begun = false;
}

void out_begin(struct out *o)
{
	o->failed = false;
	o->space = false;
	if (!o->json)
		return;
	o->stack[0] = json_object_new_object();
	o->failed = !o->stack[0];
	o->depth = 1;
}

static void write_object(struct out *o)
{
	int flags = JSON_C_TO_STRING_NOSLASHESCAPE;
	bool pretty = o->pretty && !o->lines;
	const char *s;

	flags |= pretty ? JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED :
			  JSON_C_TO_STRING_PLAIN;
	s = json_object_to_json_string_ext(o->stack[0], flags);
	if (!s) {
		o->failed = true;
		return;
	}
	if (!o->lines) {
		fputs(o->begun ? "," : "[", o->to);
		if (pretty)
			fputc('\n', o->to);
		o->begun = true;
	}
	fputs(s, o->to);
}

int out_end(struct out *o)
{
	if (o->json) {
		if (!o->failed)
			write_object(o);
		json_object_put(o->stack[0]);
		o->depth = 0;
		if (o->lines)
			fputc('\n', o->to);
	} else {
		fputc('\n', o->to);
	}
	if (o->failed)
		errno = ENOMEM;
	return o->failed || ferror(o->to) ? -1 : 0;
}

void out_json_str(struct out *o, const char *key, const char *val)
{
	if (o->json)
		add(o, key, json_object_new_string(val));
}

void out_json_uint(struct out *o, const char *key, uint64_t val)
{
	if (o->json)
		add(o, key, json_object_new_uint64(val));
}

void out_json_bool(struct out *o, const char *key, bool val)
{
	if (o->json)
		add(o, key, json_object_new_boolean(val));
}

void out_text(struct out *o, const char *s)
{
	if (!o->json)
		word(o, s);
}

void out_glue(struct out *o, const char *s)
{
	if (!o->json)
		fputs(s, o->to);
}

void out_bare(struct out *o, const char *key, const char *val)
{
	out_text(o, val);
	out_json_str(o, key, val);
}

void out_str(struct out *o, const char *key, const char *val)
{
	out_text(o, key);
	out_bare(o, key, val);
}

/* Not by snprintf(): a third of the time of a long list was that. */
static const char *digits(char *end, uint64_t val)
{
	*end = '\0';
	do {
		*--end = (char)('0' + val % 10);
		val /= 10;
	} while (val);
	return end;
}

void out_uint(struct out *o, const char *key, uint64_t val)
{
	char buf[24];

	if (o->json) {
		out_json_uint(o, key, val);
		return;
	}
	out_text(o, key);
	out_text(o, digits(&buf[sizeof(buf) - 1], val));
}

void out_onoff(struct out *o, const char *key, bool val)
{
	out_text(o, key);
	out_text(o, val ? "on" : "off");
	out_json_bool(o, key, val);
}

void out_line(struct out *o)
{
	if (o->json)
		return;
	fputs("\n    ", o->to);
	o->space = false;
}

void out_obj(struct out *o, const char *key)
{
	if (o->json)
		push(o, key, json_object_new_object());
}

void out_list(struct out *o, const char *key)
{
	if (o->json)
		push(o, key, json_object_new_array());
}

void out_up(struct out *o)
{
	if (o->json)
		o->depth--;
}
