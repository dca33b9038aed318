// SPDX-License-Identifier: GPL-2.0
/* `vtepctl restore`: text -> plan -> ip(8), the kernel, bridge(8), ip(8).
 *
 * A plan makes its VTEPs itself, and whatever else it says is about them. So
 * deleting those that were made takes back all that was done: at a refusal, and
 * when a signal asks to stop. That is looked for between messages to the
 * kernel, and after each program: from a terminal and from systemd it gets the
 * signal, too, and ends early.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "child.h"
#include "links.h"
#include "parse.h"
#include "plan.h"
#include "run.h"
#include "stop.h"

struct restore {
	struct app *app;
	const char *file;
	struct plan plan;
	unsigned long made;	/* VTEPs of lines below this one were made */
};

/* To be told with the place in the file. */
static void at_line(struct restore *r, unsigned long nr)
{
	if (nr)
		snprintf(r->app->where, sizeof(r->app->where), "%.250s:%lu: ",
			 r->file, nr);
	else
		r->app->where[0] = '\0';
}

static const struct line *line_at(const struct plan *plan, unsigned long nr)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->v[i].nr == nr)
			return &plan->v[i];
	return NULL;
}

/* Lines of a kind at their numbers in the file, the others empty, so that the
 * number a program complains about is that of the file. Return: 0 or -1.
 */
static int write_batch(const struct plan *plan, enum line_kind kind,
		       char **text, size_t *len)
{
	FILE *f = open_memstream(text, len);
	unsigned long nr = 1;

	if (!f)
		return -1;
	for (size_t i = 0; i < plan->n; i++) {
		const struct line *l = &plan->v[i];

		if (l->kind != kind)
			continue;
		for (; nr < l->nr; nr++)
			fputc('\n', f);
		fprintf(f, "%s\n", l->text);
		nr++;
	}
	return fclose(f) ? -1 : 0;
}

/* Return: 0 or -1, having said why unless it was asked to stop. */
static int run_batch_of(struct restore *r, enum line_kind kind,
			const char *program)
{
	const struct line *line;
	struct error err = { "" };
	char *text = NULL;
	size_t len = 0;
	long rc;

	if (write_batch(&r->plan, kind, &text, &len))
		rc = err_set(&err, "out of memory");
	else
		rc = len ? child_batch(program, 0, text, len, &err) : 0;
	free(text);
	if (stop_asked())
		return -1;	/* an end by that signal is no news */
	if (!rc)
		return 0;
	line = rc > 0 ? line_at(&r->plan, rc) : NULL;
	if (kind == LINE_LINK_ADD && line)
		r->made = line->nr;
	at_line(r, line ? line->nr : 0);
	complain(r->app, 0, "restore: %.400s",
		 line ? line->text : rc > 0 ? program : err.text);
	at_line(r, 0);
	return -1;
}

static int run_own(struct restore *r)
{
	int status = STATUS_DONE;

	for (size_t i = 0; !status && !stop_asked() && i < r->plan.n; i++) {
		const struct line *l = &r->plan.v[i];
		char *argv[PLAN_WORDS], *text;
		struct error err = { "" };
		int argc;

		if (l->kind != LINE_OWN)
			continue;
		text = strdup(l->text);
		argc = text ? split_line(text, argv, PLAN_WORDS, &err) : 0;
		at_line(r, l->nr);
		status = argc > 0 ? run_words(r->app, argc, argv) :
				    complain(r->app, STATUS_REFUSED,
					     "out of memory");
		at_line(r, 0);
		free(text);
	}
	return status || stop_asked() ? -1 : 0;
}

static int read_links(struct links *links, struct error *err)
{
	struct nl route = { 0 };
	int rc = nl_open_route(&route, err);

	if (rc)
		return rc;
	/* others may be at work, too: a list that changed lacks some */
	for (int i = 0; i < 5 && (!i || rc > 0); i++)
		rc = links_read(&route, links, err);
	nl_close(&route);
	return rc < 0 ? -1 : 0;
}

/* What deletes the plan's VTEPs, as far as they are there and are VTEPs. */
static int write_deletes(const struct restore *r, const struct links *links,
			 char **text, size_t *len)
{
	FILE *f = open_memstream(text, len);

	if (!f)
		return -1;
	/* the last first: it may stand upon others */
	for (size_t i = r->plan.n; i--;) {
		const struct line *l = &r->plan.v[i];

		if (l->kind == LINE_LINK_ADD && l->nr < r->made &&
		    links_find(links, l->dev))
			fprintf(f, "link del dev %s\n", l->dev);
	}
	return fclose(f) ? -1 : 0;
}

static int delete_vteps(struct restore *r)
{
	struct links links = { .n = 0 };
	struct error err = { "" };
	char *text = NULL;
	size_t len = 0;
	long rc;

	rc = read_links(&links, &err);
	if (!rc && write_deletes(r, &links, &text, &len))
		rc = err_set(&err, "out of memory");
	else if (!rc && len)
		rc = child_batch("ip", CHILD_FORCE | CHILD_SHIELD, text, len,
				 &err);
	links_free(&links);
	free(text);
	if (!rc)
		return STATUS_DONE;
	return complain(r->app, STATUS_REFUSED,
			"restore: VTEPs may be left over: %s",
			rc > 0 ? "ip could not delete one" : err.text);
}

static int make_all(struct restore *r)
{
	int sig;

	r->made = -1UL;
	stop_hold();
	if (!run_batch_of(r, LINE_LINK_ADD, "ip") && !run_own(r) &&
	    !run_batch_of(r, LINE_FDB, "bridge") &&
	    !run_batch_of(r, LINE_LINK_SET, "ip"))
		return STATUS_DONE;
	/* one that comes later changes nothing */
	sig = stop_asked();
	if (sig)
		complain(r->app, 0, "restore: interrupted: %s", strsignal(sig));
	if (!delete_vteps(r))
		complain(r->app, 0, "restore: what was done before has been taken back");
	return sig ? stop_obey() : STATUS_REFUSED;
}

static int carry_out(struct restore *r)
{
	switch (r->plan.use) {
	case PLAN_MAKE:
		return make_all(r);
	case PLAN_DELETE:
		r->made = -1UL;
		return delete_vteps(r);
	case PLAN_CHECK:
		break;
	}
	return STATUS_DONE;
}

static int restore_from(struct restore *r, FILE *from)
{
	struct error err = { "" };
	unsigned long nr;
	int status;

	if (plan_read(&r->plan, from, &nr, &err)) {
		at_line(r, nr);
		status = complain(r->app, STATUS_USAGE, "%s%s%s",
				  nr ? "" : r->file, nr ? "" : ": ", err.text);
		at_line(r, 0);
		return status;
	}
	return carry_out(r);
}

int run_restore(struct app *app, int argc, char *const argv[])
{
	struct restore r = { .app = app, .file = "-" };
	FILE *from = stdin;
	int status;

	if (argc && !strcmp(argv[0], "check"))
		r.plan.use = PLAN_CHECK;
	else if (argc && !strcmp(argv[0], "delete"))
		r.plan.use = PLAN_DELETE;
	if (r.plan.use != PLAN_MAKE) {
		argc--;
		argv++;
	}
	if (argc > 1)
		return complain(app, STATUS_USAGE,
				"restore: \"%.64s\": one FILE is enough",
				argv[1]);
	if (argc)
		r.file = argv[0];
	if (strcmp(r.file, "-"))
		from = fopen(r.file, "re");
	if (!from)
		return complain(app, STATUS_USAGE, "%s: %s", r.file,
				strerror(errno));
	status = restore_from(&r, from);
	if (from != stdin)
		fclose(from);
	plan_free(&r.plan);
	return status;
}
