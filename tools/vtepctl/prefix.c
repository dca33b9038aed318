// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "addr.h"
#include "parse.h"
#include "prefix.h"
#include "rules.h"
#include "words.h"

bool bits_trim(uint8_t *b, size_t size, unsigned int len)
{
	bool any = false;

	for (size_t i = len; i < size * 8; i++) {
		uint8_t bit = 0x80 >> i % 8;

		any = any || b[i / 8] & bit;
		b[i / 8] &= ~bit;
	}
	return any;
}

int prefix_parse(const char *text, struct prefix *to, struct error *err)
{
	size_t len = strcspn(text, "/");
	const char *p = text + len;
	char addr[INET6_ADDRSTRLEN], whole[PREFIX_TEXT];
	uint32_t bits;

	*to = (struct prefix){ .len = 0 };
	if (len < sizeof(addr)) {
		memcpy(addr, text, len);
		addr[len] = '\0';
	}
	if (len >= sizeof(addr) || !addr_parse(addr, &to->addr))
		return err_set(err, "\"%.64s\" is not an IP address or ADDR/LEN",
			       text);
	bits = to->addr.len * 8;
	if (*p) {
		p++;
		if (word_number(&p, bits, &bits) || *p)
			return err_set(err, "length of \"%.64s\" is not in 0-%u",
				       text, to->addr.len * 8);
	}
	to->len = bits;
	if (!bits_trim(to->addr.b, to->addr.len, bits))
		return 0;
	prefix_text(to, whole);
	return err_set(err, "\"%.64s\" has bits behind its length; without them it is %s",
		       text, whole);
}

void prefix_text(const struct prefix *p, char buf[PREFIX_TEXT])
{
	inet_ntop(p->addr.len == 4 ? AF_INET : AF_INET6, p->addr.b, buf,
		  PREFIX_TEXT);
	sprintf(buf + strlen(buf), "/%u", p->len);
}

int prefix_cmp(const void *a, const void *b)
{
	const struct prefix *l = a, *r = b;
	int d = memcmp(l->addr.b, r->addr.b, sizeof(l->addr.b));

	if (l->addr.len != r->addr.len)
		return l->addr.len < r->addr.len ? -1 : 1;
	return d ? d : l->len - r->len;
}

bool prefix_next(const char **list, struct prefix *to)
{
	char text[PREFIX_TEXT];
	struct error err;

	if (!*list)
		return false;
	list_cut(list, text, sizeof(text));
	return !prefix_parse(text, to, &err);
}

/* One more of @list, whose members are of one family and all different. */
static int list_add(struct prefixes *list, size_t max, const struct prefix *p,
		    const char *text, struct error *err)
{
	void *v;

	if (list->n == max)
		return err_set(err, "more than %zu prefixes do not fit into one request",
			       max);
	if (list->n && list->v[0].addr.len != p->addr.len)
		return err_set(err, "\"%.64s\" is of another address family than those before",
			       text);
	v = list_room(list->v, list->n + 1, &list->cap, sizeof(*p));
	if (!v)
		return err_set(err, "out of memory");
	list->v = v;
	list->v[list->n++] = *p;
	return 0;
}

static int check_twice(const struct prefixes *list, struct error *err)
{
	char text[PREFIX_TEXT];
	struct prefix *v;
	int rc = 0;

	if (!list->n)
		return 0;
	v = malloc(list->n * sizeof(*v));
	if (!v)
		return err_set(err, "out of memory");
	/* the order that it was written in stays */
	memcpy(v, list->v, list->n * sizeof(*v));
	qsort(v, list->n, sizeof(*v), prefix_cmp);
	for (size_t i = 1; !rc && i < list->n; i++) {
		if (prefix_cmp(&v[i - 1], &v[i]))
			continue;
		prefix_text(&v[i], text);
		rc = err_set(err, "%s is given twice", text);
	}
	free(v);
	return rc;
}

static int read_list(struct prefixes *list, const char *val, struct error *err)
{
	char text[PREFIX_TEXT + 16];
	struct prefix p;

	while (val) {
		list_cut(&val, text, sizeof(text));
		if (prefix_parse(text, &p, err) ||
		    list_add(list, FLOOD_MAX, &p, text, err))
			return -1;
	}
	return check_twice(list, err);
}

int word_prefix(struct command *cmd, const char *val, struct error *err)
{
	struct prefixes list = { .n = 0 };
	int rc = read_list(&list, val, err);

	free(list.v);
	cmd->prefixes = val;
	return rc;
}

int word_prefixes(struct command *cmd, const char *val, struct error *err)
{
	return strcmp(val, "none") ? word_prefix(cmd, val, err) : 0;
}

static const char *may_name(const void *ctx, size_t i)
{
	(void)ctx;
	return may_names[i];
}

static int parse_may(const char *val, uint8_t *may, struct error *err)
{
	int i = match(val, may_name, NULL, VTEP_MAY_LEARN + 1, err);

	if (i < 0)
		return -1;
	*may = i;
	return 0;
}

int word_may(struct command *cmd, const char *val, struct error *err)
{
	return parse_may(val, &cmd->may, err);
}

int word_file(struct command *cmd, const char *val, struct error *err)
{
	if (!*val)
		return err_set(err, "\"\" is no file");
	cmd->file = val;
	return 0;
}

static int read_line(struct prefixes *list, char *line, size_t len,
		     uint8_t may, struct error *err)
{
	struct prefix p;
	char *argv[2];
	int argc;

	if (strlen(line) != len)
		return err_set(err, "a NUL byte in the line");
	argc = split_line(line, argv, 2, err);
	if (argc <= 0)
		return argc;
	if (prefix_parse(argv[0], &p, err))
		return -1;
	p.may = may;
	if (argc > 1 && parse_may(argv[1], &p.may, err))
		return -1;
	return list_add(list, PREFIXES_MAX, &p, argv[0], err);
}

int prefixes_read(struct prefixes *list, FILE *from, uint8_t may,
		  unsigned long *nr, struct error *err)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t len;
	int rc = 0;

	*nr = 0;
	while (!rc && (len = getline(&line, &size, from)) >= 0) {
		++*nr;
		rc = read_line(list, line, len, may, err);
	}
	free(line);
	if (rc)
		return rc;
	*nr = 0;
	if (ferror(from))
		return err_set(err, "%s", strerror(errno));
	return check_twice(list, err);
}
