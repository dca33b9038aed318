// SPDX-License-Identifier: GPL-2.0
#include "encode.h"
#include "run.h"
#include "table.h"

/* Segments of a VTEP, as far as it matters: none, one, or several. */
struct segments {
	struct record rec;
	int n;
	uint32_t vni;
};

static int count_segment(void *ctx, const struct nlmsghdr *nlh,
			 struct error *err)
{
	struct segments *s = ctx;

	if (decode_record(nlh, OBJ_VNI, &s->rec, err))
		return -1;
	/* a long flood list makes several messages of one segment */
	if (!s->n || s->vni != s->rec.vni)
		s->n++;
	s->vni = s->rec.vni;
	return 0;
}

/* The VNI that needs no saying: the only one. Return: a status. */
static int only_vni(struct app *app, const struct command *cmd,
		    uint32_t ifindex, uint32_t *vni)
{
	const struct command list = {
		.object = &objects[OBJ_VNI],
		.action = &objects[OBJ_VNI].actions[0],
		.verb = VERB_SHOW,
		.given = WORD_MASK(WORD_DEV),
	};
	char buf[REQUEST_MAX], name[64];
	struct segments s = { .n = 0 };
	struct nl_exchange x = {
		.req = encode_command(buf, &list, ifindex, app->nl.family,
				      ++app->nl.seq),
		.kind = OBJ_VNI,
		.record = count_segment,
		.ctx = &s,
	};
	int rc = exchange(app, cmd, &x);

	record_free(&s.rec);
	if (rc)
		return STATUS_REFUSED;
	*vni = s.vni;
	if (s.n == 1)
		return STATUS_DONE;
	return complain(app, STATUS_USAGE, "%s: \"vni %s\" is missing: %s has %s",
			command_name(cmd, name),
			cmd->object->id == OBJ_VNI ? "RANGE" : "N", cmd->dev,
			s.n ? "several segments" : "no segment yet");
}

int run_do(struct app *app, const struct command *cmd, uint32_t ifindex)
{
	char buf[REQUEST_MAX];
	struct nl_exchange x = {
		.req = encode_command(buf, cmd, ifindex, app->nl.family,
				      ++app->nl.seq),
		.kind = cmd->object->id,
	};

	return exchange(app, cmd, &x) ? STATUS_REFUSED : STATUS_DONE;
}

int run_set(struct app *app, const struct command *cmd, uint32_t ifindex)
{
	struct command full = *cmd;
	int status;

	if (given(cmd, WORD_VNI) || given(cmd, WORD_ONE_VNI))
		return run_do(app, cmd, ifindex);
	status = only_vni(app, cmd, ifindex, &full.vni.lo);
	if (status)
		return status;
	full.vni.hi = full.vni.lo;
	full.given |= cmd->action->words &
		      (WORD_MASK(WORD_VNI) | WORD_MASK(WORD_ONE_VNI));
	return run_do(app, &full, ifindex);
}
