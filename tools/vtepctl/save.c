// SPDX-License-Identifier: GPL-2.0
/* `vtepctl save`: kernel -> struct config -> text. */
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "encode.h"
#include "run.h"
#include "table.h"

/* Several lists make one picture only if none changed meanwhile, which only a
 * second look can tell.
 */
#define TRIES 8

static int take_record(void *ctx, struct record *rec, struct error *err)
{
	static int (*const add[OBJ_MAX])(struct config *c,
					 const struct record *rec) = {
		[OBJ_VTEP] = config_add_vtep,
		[OBJ_VNI] = config_add_segment,
		[OBJ_SOURCE] = config_add_permits,
		[OBJ_LOCAL] = config_add_local,
		[OBJ_FDB] = config_add_entry,
	};

	return add[rec->kind](ctx, rec) ? err_set(err, "out of memory") : 0;
}

/* All of a kind. Return: 0; 1 when it changed meanwhile; -1, having said. */
static int gather(struct app *app, struct config *config, enum object_id kind)
{
	const struct command list = {
		.object = &objects[kind],
		.action = &objects[kind].actions[0],
		.verb = VERB_SHOW,
	};
	struct holder h = { .kind = kind, .take = take_record, .ctx = config };
	char buf[REQUEST_MAX];
	struct nl_exchange x = {
		.req = encode_command(buf, &list, 0, app->nl.family,
				      ++app->nl.seq),
		.kind = kind,
		.record = holder_add,
		/* an older module has no rules */
		.optional = kind != OBJ_VNI && kind != OBJ_FDB,
		.ctx = &h,
	};
	struct error err = { "" };
	int rc = exchange(app, &list, &x);

	if (!rc && holder_end(&h, &err)) {
		complain(app, 0, "save: %s", err.text);
		rc = -1;
	}
	holder_free(&h);
	return rc ? -1 : x.interrupted;
}

static const char *real_ifname(uint32_t ifindex, char *buf)
{
	return if_indextoname(ifindex, buf);
}

static int read_links(struct app *app, struct config *config)
{
	struct nl route = { 0 };
	struct error err = { "" };
	int rc = -1;

	if (!nl_open_route(&route, &err))
		rc = links_read(&route, &config->links, &err);
	nl_close(&route);
	if (rc < 0)
		complain(app, 0, "save: %s", err.text);
	return rc;
}

/* Return: as gather(). */
static int read_config(struct app *app, struct config *config)
{
	static const enum object_id kinds[] = {
		OBJ_VTEP, OBJ_SOURCE, OBJ_VNI, OBJ_LOCAL, OBJ_FDB,
	};
	struct error err = { "" };
	int rc = read_links(app, config);

	/* the module need not be there as long as no VTEP is */
	if (rc || !config->links.n)
		return rc;
	if (nl_open(&app->nl, &err))
		return complain(app, -1, "save: %s", err.text);
	for (size_t i = 0; !rc && i < ARRAY_SIZE(kinds); i++)
		rc = gather(app, config, kinds[i]);
	return rc;
}

/* A picture, and what could not be drawn. */
struct text {
	char *all;
	size_t len;
	struct error left_out;
};

/* Return: as gather(). */
static int draw(struct app *app, const char *only, struct text *text)
{
	struct config config = { .ifname = real_ifname };
	FILE *f = NULL;
	int rc;

	text->left_out.text[0] = '\0';
	rc = read_config(app, &config);
	if (rc)
		goto free;
	if (only && !links_find(&config.links, only)) {
		rc = complain(app, -1, "save: dev: \"%s\" is not a VTEP", only);
		goto free;
	}
	config_sort(&config);
	f = open_memstream(&text->all, &text->len);
	if (f)
		config_print(f, &config, only, &text->left_out);
	if (!f || fclose(f))
		rc = complain(app, -1, "save: out of memory");
free:
	config_free(&config);
	return rc;
}

static bool same(const struct text *a, const struct text *b)
{
	return a->all && b->all && a->len == b->len &&
	       !memcmp(a->all, b->all, a->len);
}

static int save_all(struct app *app, const char *only)
{
	struct text now = { 0 }, before = { 0 };
	int status = STATUS_REFUSED, rc = 1;

	for (int i = 0; rc > 0 && i < TRIES; i++) {
		free(before.all);
		before = now;
		now.all = NULL;
		rc = draw(app, only, &now);
		if (!rc && !same(&before, &now))
			rc = 1;
	}
	if (rc > 0)
		complain(app, 0, "save: the configuration changes faster than it can be read");
	if (rc)
		goto free;

	fwrite(now.all, now.len, 1, app->out.to);
	status = STATUS_DONE;
	if (now.left_out.text[0])
		status = complain(app, STATUS_REFUSED, "save: %s",
				  now.left_out.text);
free:
	free(before.all);
	free(now.all);
	return status;
}

int run_save(struct app *app, int argc, char *const argv[])
{
	const char *only = NULL;

	if (app->out.json)
		return complain(app, STATUS_USAGE,
				"save: what it prints has no JSON form");
	if (argc && !strcmp(argv[0], "dev")) {
		if (argc == 1)
			return complain(app, STATUS_USAGE,
					"save: \"dev\" lacks its value DEV");
		only = argv[1];
		argc -= 2;
		argv += 2;
	}
	if (argc)
		return complain(app, STATUS_USAGE,
				"save: unknown word \"%.64s\"; there is: dev, help",
				argv[0]);
	return save_all(app, only);
}
