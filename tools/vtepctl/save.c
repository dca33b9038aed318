// SPDX-License-Identifier: GPL-2.0
/* `vtepctl save`: kernel -> struct config -> text. */
#include <net/if.h>
#include <string.h>

#include "config.h"
#include "encode.h"
#include "run.h"
#include "table.h"

/* Several lists make one picture only if none changed meanwhile. */
#define TRIES 5

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

static int save_all(struct app *app, struct config *config, const char *only)
{
	struct error err = { "" };
	int rc = 1;

	for (int i = 0; rc > 0 && i < TRIES; i++) {
		config_free(config);
		config->ifname = real_ifname;
		rc = read_config(app, config);
	}
	if (rc > 0)
		return complain(app, STATUS_REFUSED,
				"save: the configuration changes faster than it can be read");
	if (rc)
		return STATUS_REFUSED;
	if (only && !links_find(&config->links, only))
		return complain(app, STATUS_REFUSED,
				"save: dev: \"%s\" is not a VTEP", only);
	config_sort(config);
	if (config_print(app->out.to, config, only, &err))
		return complain(app, STATUS_REFUSED, "save: %s", err.text);
	return STATUS_DONE;
}

int run_save(struct app *app, int argc, char *const argv[])
{
	struct config config = { .links.n = 0 };
	const char *only = NULL;
	int status;

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
	status = save_all(app, &config, only);
	config_free(&config);
	return status;
}
