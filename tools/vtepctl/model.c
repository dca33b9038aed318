// SPDX-License-Identifier: GPL-2.0
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "model.h"

int err_set(struct error *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	return -1;
}

void *list_room(void *v, size_t n, size_t *cap, size_t size)
{
	if (n <= *cap)
		return v;
	v = realloc(v, (n + 8) * 2 * size);
	if (v)
		*cap = (n + 8) * 2;
	return v;
}

void record_free(struct record *rec)
{
	free(rec->remotes.v);
	free(rec->drops.v);
	free(rec->members.v);
	free(rec->prefixes.v);
	rec->remotes = (struct remotes){ 0 };
	rec->drops = (struct drops){ 0 };
	rec->members = (struct members){ 0 };
	rec->prefixes = (struct prefixes){ 0 };
}
