// SPDX-License-Identifier: GPL-2.0
/* `vtepctl import`: JSON of ip(8) and bridge(8) -> struct config -> text. */
#include <json-c/json.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "import.h"
#include "run.h"
#include "words.h"

static void write_note(FILE *f, const char *name, const char *fmt, va_list ap)
{
	fprintf(f, "%s: ", name);
	vfprintf(f, fmt, ap);
	fputc('\n', f);
}

void import_note(struct import *im, const char *name, const char *fmt, ...)
{
	va_list ap;

	fputs("# ", im->notes);
	va_start(ap, fmt);
	write_note(im->notes, name, fmt, ap);
	va_end(ap);
}

void import_lose(struct import *im, const char *name, const char *fmt, ...)
{
	va_list ap;

	im->lossy = true;
	fputs("# NOT CARRIED OVER: ", im->notes);
	va_start(ap, fmt);
	write_note(im->notes, name, fmt, ap);
	va_end(ap);
	fputs("vtepctl: import: not carried over: ", stderr);
	va_start(ap, fmt);
	write_note(stderr, name, fmt, ap);
	va_end(ap);
}

/* Names come from files, and go to a terminal and into lines. */
static bool is_clean(struct json_object *o)
{
	static const char *const keys[] = { "ifname", "viaIf", "master", "link",
					    "mac", "df" };

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		const char *s = json_str(o, keys[i]);

		for (; s && *s; s++)
			if (*s <= ' ' || *s > '~' || strchr("#\"'\\", *s))
				return false;
	}
	return true;
}

static bool is_clean_link(struct json_object *o)
{
	struct json_object *info;

	return is_clean(o) &&
	       (!json_object_object_get_ex(o, "linkinfo", &info) ||
		!json_object_object_get_ex(info, "info_data", &info) ||
		is_clean(info));
}

typedef int (*take_fn)(struct import *im, struct json_object *o,
		       struct error *err);

/* Every element of a file's array. */
static int take_file(struct import *im, const char *file, take_fn take,
		     struct error *err)
{
	struct json_object *list = json_read(file, err), *o;
	struct error why = { "" };
	int rc = 0;

	if (!list)
		return -1;
	for (size_t i = 0; !rc && i < json_object_array_length(list); i++) {
		o = json_object_array_get_idx(list, i);
		if (!json_object_is_type(o, json_type_object))
			continue;	/* ip(8) prints {} for others */
		rc = is_clean_link(o) ? take(im, o, &why) :
		     err_set(&why, "a name has a character that a file cannot hold");
		if (rc)
			err_set(err, "%s: element %zu: %.400s", file, i + 1,
				why.text);
	}
	json_object_put(list);
	return rc;
}

static int read_files(struct import *im, int argc, char *const argv[],
		      struct error *err)
{
	if (take_file(im, argc ? argv[0] : "-", import_link, err) ||
	    import_links(im, err))
		return -1;
	if (argc > 2 && take_file(im, argv[2], import_vnis, err))
		return -1;
	if (import_segments(im, err))
		return -1;
	if (argc > 1 && take_file(im, argv[1], import_entry, err))
		return -1;
	config_sort(&im->config);
	return 0;
}

static int import_all(struct import *im, struct app *app, int argc,
		      char *const argv[])
{
	struct error err = { "" };
	char *notes = NULL;
	size_t len;
	int rc;

	im->config.ifname = import_ifname;
	im->notes = open_memstream(&notes, &len);
	if (!im->notes)
		return complain(app, STATUS_REFUSED, "import: out of memory");
	rc = read_files(im, argc, argv, &err);
	if (fclose(im->notes) && !rc)
		rc = err_set(&err, "out of memory");
	if (!rc) {
		fputs(notes, app->out.to);
		rc = config_print(app->out.to, &im->config, NULL, &err);
	}
	free(notes);
	if (rc)
		return complain(app, STATUS_USAGE, "import: %s", err.text);
	return im->lossy && im->strict ? STATUS_REFUSED : STATUS_DONE;
}

static void import_free(struct import *im)
{
	for (size_t i = 0; i < im->n; i++)
		free(im->v[i].words);
	free(im->v);
	config_free(&im->config);
	import_names_free();
}

int run_import(struct app *app, int argc, char *const argv[])
{
	struct import im = { .merge = NULL };
	struct command name;
	struct error err = { "" };
	int status;

	for (; argc; argc--, argv++) {
		if (!strcmp(argv[0], "strict")) {
			im.strict = true;
		} else if (!strcmp(argv[0], "merge")) {
			if (argc == 1)
				return complain(app, STATUS_USAGE,
						"import: \"merge\" lacks its value DEV");
			if (word_dev(&name, argv[1], &err))
				return complain(app, STATUS_USAGE,
						"import: merge: %s", err.text);
			im.merge = argv[1];
			argc--;
			argv++;
		} else {
			break;
		}
	}
	if (argc > 3)
		return complain(app, STATUS_USAGE,
				"import: \"%.64s\": three files are enough",
				argv[3]);
	status = import_all(&im, app, argc, argv);
	import_free(&im);
	return status;
}
