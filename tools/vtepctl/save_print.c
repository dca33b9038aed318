// SPDX-License-Identifier: GPL-2.0
/* struct config -> text, VTEP by VTEP. */
#include <stdlib.h>
#include <string.h>

#include "config.h"

/* Names of interfaces may hold nearly everything; ip(8) for one cuts a line
 * at any #. Those that begin a line are ours.
 */
static bool is_readable(const char *text)
{
	for (const char *s = text; *s; s++) {
		if (*s == '#' && (s == text || s[-1] == '\n')) {
			s = strchr(s, '\n');
			continue;
		}
		if ((*s < ' ' && *s != '\n') || *s > '~' ||
		    strchr("#\"'\\", *s))
			return false;
	}
	return true;
}

static void print_link(FILE *to, const struct link *l)
{
	static const uint8_t none[6];
	const uint8_t *m = l->mac;

	fprintf(to, "link add name %s", l->name);
	if (memcmp(m, none, sizeof(none)))
		fprintf(to, " address %02x:%02x:%02x:%02x:%02x:%02x", m[0],
			m[1], m[2], m[3], m[4], m[5]);
	fprintf(to, " type vtep%s%s\n", *l->words ? " " : "", l->words);
}

/* The arrays are sorted by link: what belongs to one stands together. @count:
 * how many of the @n from @v on, each of @size, begin with @link.
 */
static size_t count_of(const void *v, size_t n, size_t size,
		       const struct link *link)
{
	const struct link *l;
	size_t i;

	for (i = 0; i < n; i++) {
		memcpy(&l, (const char *)v + i * size, sizeof(l));
		if (l != link)
			break;
	}
	return i;
}

/* The link stands first in the members of all. */
#define NEXT(_p, _c, _array, _nr)					\
do {									\
	(_p)->_array += (_p)->_nr;					\
	(_p)->_nr = count_of((_p)->_array,				\
			     (_c)->_array + (_c)->_nr - (_p)->_array,	\
			     sizeof(*(_p)->_array), (_p)->link);	\
} while (0)

static void next_part(const struct config *c, const struct link *link,
		      struct part *p)
{
	p->link = link;
	p->rules = config_rules(c, link);
	NEXT(p, c, segs, nr_segs);
	NEXT(p, c, fdb, nr_fdb);
	NEXT(p, c, permits, nr_permits);
	NEXT(p, c, locals, nr_locals);
}

/* Return: how many destinations were left out. */
static size_t print_part(FILE *to, const struct part *p, ifname_fn ifname)
{
	size_t lost = 0;

	fputc('\n', to);
	print_link(to, p->link);
	print_permits(to, p, false);
	print_vtep_rules(to, p);
	print_segments(to, p);
	print_permits(to, p, true);
	print_late(to, p);
	print_locals(to, p);
	for (size_t i = 0; i < p->nr_segs; i++)
		lost += print_special(to, &p->segs[i], ifname);
	for (size_t i = 0; i < p->nr_fdb; i++)
		lost += print_entry(to, &p->fdb[i], ifname);
	if (p->link->up)
		fprintf(to, "link set dev %s up\n", p->link->name);
	return lost;
}

/* The place of one that cannot be made again is held by a comment. */
static int leave_out(FILE *to, const struct link *l, const char *why,
		     struct error *err)
{
	fprintf(to, "\n# interface %u was left out: %s\n", l->ifindex, why);
	return err_set(err, "interface %u was left out: %s", l->ifindex, why);
}

static int print_vtep(FILE *to, const struct part *p, ifname_fn ifname,
		      struct error *err)
{
	char *text = NULL;
	size_t len, lost;
	FILE *f;
	int rc;

	if (p->link->elsewhere)
		return leave_out(to, p->link, "its underlay is in another network namespace",
				 err);
	f = open_memstream(&text, &len);
	if (!f)
		return err_set(err, "out of memory");
	lost = print_part(f, p, ifname);
	if (fclose(f))
		rc = err_set(err, "out of memory");
	else if (!is_readable(text))
		rc = leave_out(to, p->link, "a name in it has a character that cannot be read back",
			       err);
	else
		rc = fwrite(text, len, 1, to) == 1 ? 0 : -1;
	free(text);
	if (!rc && lost)
		rc = err_set(err, "%s: left out %zu destinations whose device is gone",
			     p->link->name, lost);
	return rc;
}

int config_print(FILE *to, const struct config *c, const char *only,
		 struct error *err)
{
	struct part p = {
		.segs = c->segs,
		.fdb = c->fdb,
		.permits = c->permits,
		.locals = c->locals,
	};
	int rc = 0;

	fputs("# VTEPs, for vtepctl(8) restore\n", to);
	for (size_t i = 0; i < c->links.n; i++) {
		const struct link *l = &c->links.v[i];

		next_part(c, l, &p);
		if ((!only || !strcmp(only, l->name)) &&
		    print_vtep(to, &p, c->ifname, err))
			rc = -1;
	}
	return rc;
}
