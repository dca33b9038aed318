// SPDX-License-Identifier: GPL-2.0
/* What a group membership looks like. */
#include <linux/vtep.h>
#include <stdlib.h>

#include "parts.h"

static int by_segment(const void *a, const void *b)
{
	const struct member *l = a, *r = b;

	if (l->ifindex != r->ifindex)
		return l->ifindex < r->ifindex ? -1 : 1;
	return (l->vni > r->vni) - (l->vni < r->vni);
}

/* How many of the @n members from @m on follow one another, the same one
 * told twice included: the list may have changed while it was read.
 */
static size_t run_length(const struct member *m, size_t n)
{
	size_t i;

	for (i = 1; i < n && m[i].ifindex == m->ifindex; i++)
		if (m[i].vni - m[i - 1].vni > 1)
			break;
	return i;
}

static void print_run(struct out *o, const struct view *view,
		      const struct member *first, const struct member *last,
		      bool new_dev)
{
	char dev[IFNAMSIZ], buf[32];
	const char *name = dev_str(view, first->ifindex, dev);

	if (new_dev) {
		out_text(o, name);
		out_glue(o, ":");
	} else {
		out_glue(o, ",");
	}
	snprintf(buf, sizeof(buf), first->vni == last->vni ? "%u" : "%u-%u",
		 first->vni, last->vni);
	out_glue(o, buf);

	out_obj(o, NULL);
	out_json_str(o, "dev", name);
	out_json_uint(o, "vni", first->vni);
	out_json_uint(o, "vni_last", last->vni);
	out_up(o);
}

/* Text: a word DEV:N-M,N for every VTEP. JSON: an object for every range. */
static void print_members(struct out *o, const struct view *view,
			  const struct members *list)
{
	const struct member *m = list->v;
	size_t run;

	/* in place: the order they came in means nothing */
	if (list->n)
		qsort(list->v, list->n, sizeof(*list->v), by_segment);
	out_text(o, "members");
	out_list(o, "members");
	for (size_t i = 0; i < list->n; i += run) {
		run = run_length(&m[i], list->n - i);
		print_run(o, view, &m[i], &m[i + run - 1],
			  !i || m[i - 1].ifindex != m[i].ifindex);
	}
	out_up(o);
}

void print_group(struct out *o, const struct view *view,
		 const struct record *rec)
{
	static const char *const states[] = {
		[VTEP_GROUP_STATE_PENDING] = "pending",
		[VTEP_GROUP_STATE_JOINED] = "joined",
		[VTEP_GROUP_STATE_LEAVING] = "leaving",
	};
	char buf[INET6_ADDRSTRLEN];

	out_bare(o, "group", addr_str(&rec->addr, buf));
	part_dev(o, view, rec->ifindex, true);
	if (HAS(rec, VTEP_A_GROUP_USERS))
		out_uint(o, "users", rec->users);
	if (HAS(rec, VTEP_A_GROUP_STATE))
		part_name(o, "state", states, ARRAY_SIZE(states),
			  rec->group_state);
	if (HAS(rec, VTEP_A_GROUP_PACKETS))
		out_uint(o, "packets", rec->packets);
	if (HAS(rec, VTEP_A_GROUP_FOREIGN))
		out_uint(o, "foreign", rec->foreign);
	if (HAS(rec, VTEP_A_GROUP_HEARD)) {
		part_age(o, "heard", rec->heard);
	} else if (HAS(rec, VTEP_A_GROUP_PACKETS)) {
		out_text(o, "heard");
		out_text(o, "never");
	}
	if (HAS(rec, VTEP_A_GROUP_SILENT))
		out_text(o, "SILENT");
	out_json_bool(o, "silent", HAS(rec, VTEP_A_GROUP_SILENT));
	if (rec->members.n || o->json)
		print_members(o, view, &rec->members);
}
