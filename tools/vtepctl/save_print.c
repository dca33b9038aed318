// SPDX-License-Identifier: GPL-2.0
/* struct config -> text, VTEP by VTEP. */
#include <stdlib.h>
#include <string.h>

#include "config.h"

/* Names of interfaces may hold nearly everything; ip(8) for one cuts a line
 * at any #.
 */
static bool is_readable(const char *text)
{
	for (const char *s = text; *s; s++)
		if ((*s < ' ' && *s != '\n') || *s > '~' ||
		    strchr("#\"'\\", *s))
			return false;
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

/* The arrays are sorted by link: what belongs to one stands together. */
struct part {
	const struct link *link;
	const struct segment *segs;
	const struct entry *fdb;
	size_t nr_segs, nr_fdb;
};

static void next_part(const struct config *c, const struct link *link,
		      struct part *p)
{
	const struct segment *end_segs = c->segs + c->nr_segs;
	const struct entry *end_fdb = c->fdb + c->nr_fdb;

	*p = (struct part){
		.link = link,
		.segs = p->segs + p->nr_segs,
		.fdb = p->fdb + p->nr_fdb,
	};
	while (p->segs + p->nr_segs < end_segs &&
	       p->segs[p->nr_segs].link == link)
		p->nr_segs++;
	while (p->fdb + p->nr_fdb < end_fdb &&
	       p->fdb[p->nr_fdb].link == link)
		p->nr_fdb++;
}

static void print_part(FILE *to, const struct part *p, ifname_fn ifname)
{
	fputc('\n', to);
	print_link(to, p->link);
	print_segments(to, p->segs, p->nr_segs);
	for (size_t i = 0; i < p->nr_segs; i++)
		print_special(to, &p->segs[i], ifname);
	for (size_t i = 0; i < p->nr_fdb; i++)
		print_entry(to, &p->fdb[i], ifname);
	if (p->link->up)
		fprintf(to, "link set dev %s up\n", p->link->name);
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
	size_t len;
	FILE *f;
	int rc;

	if (p->link->elsewhere)
		return leave_out(to, p->link, "its underlay is in another network namespace",
				 err);
	f = open_memstream(&text, &len);
	if (!f)
		return err_set(err, "out of memory");
	print_part(f, p, ifname);
	if (fclose(f))
		rc = err_set(err, "out of memory");
	else if (!is_readable(text))
		rc = leave_out(to, p->link, "a name in it has a character that cannot be read back",
			       err);
	else
		rc = fwrite(text, len, 1, to) == 1 ? 0 : -1;
	free(text);
	return rc;
}

int config_print(FILE *to, const struct config *c, const char *only,
		 struct error *err)
{
	struct part p = { .segs = c->segs, .fdb = c->fdb };
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
