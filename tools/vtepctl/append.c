// SPDX-License-Identifier: GPL-2.0
/* Lists that go on from message to message. */
#include <string.h>

#include "decode.h"
#include "schema.h"

static bool same_object(const struct record *rec, const struct record *next)
{
	if (rec->kind != next->kind || rec->ifindex != next->ifindex)
		return false;
	/* of a segment the address is a fact, and in its first message only */
	if (rec->kind == OBJ_GROUP)
		return !memcmp(&rec->addr, &next->addr, sizeof(rec->addr));
	return rec->vni == next->vni && !memcmp(rec->mac, next->mac, 6);
}

static bool join_remotes(struct remotes *list, const struct remotes *more)
{
	void *v = list_room(list->v, list->n + more->n, &list->cap,
			  sizeof(*list->v));

	if (!v)
		return false;
	list->v = v;
	memcpy(list->v + list->n, more->v, more->n * sizeof(*more->v));
	list->n += more->n;
	return true;
}

static bool join_members(struct members *list, const struct members *more)
{
	void *v = list_room(list->v, list->n + more->n, &list->cap,
			  sizeof(*list->v));

	if (!v)
		return false;
	list->v = v;
	memcpy(list->v + list->n, more->v, more->n * sizeof(*more->v));
	list->n += more->n;
	return true;
}

int record_append(struct record *rec, const struct record *next,
		  struct error *err)
{
	const struct schema *s = &schemas[next->kind];

	if (!s->list || next->has != (s->needed | s->list) ||
	    !same_object(rec, next))
		return 0;
	if ((next->remotes.n && !join_remotes(&rec->remotes, &next->remotes)) ||
	    (next->members.n && !join_members(&rec->members, &next->members)))
		return err_set(err, "out of memory");
	return 1;
}

int holder_end(struct holder *h, struct error *err)
{
	bool held = h->held;

	h->held = false;
	return held ? h->take(h->ctx, &h->rec[h->at], err) : 0;
}

int holder_add(void *holder, const struct nlmsghdr *nlh, struct error *err)
{
	struct holder *h = holder;
	struct record *next = &h->rec[!h->at];
	int rc = 0;

	if (decode_record(nlh, h->kind, next, err))
		return -1;
	if (h->held)
		rc = record_append(&h->rec[h->at], next, err);
	if (rc)
		return rc < 0 ? -1 : 0;
	if (holder_end(h, err))
		return -1;
	h->held = true;
	h->at = !h->at;
	return 0;
}

void holder_free(struct holder *h)
{
	record_free(&h->rec[0]);
	record_free(&h->rec[1]);
}
