// SPDX-License-Identifier: GPL-2.0
/* Numbers of peers against a plain array of who has which. */
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "peer_id.h"
#include "selftest.h"

#define STEPS	100000

/* Nothing looks into them. */
static struct vtep_peer *peer_of(u32 i)
{
	return (struct vtep_peer *)((i + 1UL) << 4);
}

static struct vtep_peer *get(const struct vtep_peer_ids *ids, u16 id)
{
	struct vtep_peer *peer;

	rcu_read_lock();
	peer = vtep_peer_ids_get(ids, id);
	rcu_read_unlock();
	return peer;
}

/* A number for @peer, from a larger array if there is none; 0 at the end. */
static u16 take(struct vtep_peer_ids **ids, struct vtep_peer *peer)
{
	u16 id = vtep_peer_ids_take(*ids, peer);
	struct vtep_peer_ids *more;

	if (id)
		return id;
	more = vtep_peer_ids_alloc(*ids, GFP_KERNEL);
	if (!more)
		return 0;
	kfree(*ids);
	*ids = more;
	return vtep_peer_ids_take(more, peer);
}

/* Many come and some go, until a bit more than half of them all are there. */
static void peer_id_model(void)
{
	struct vtep_peer_ids *ids = vtep_peer_ids_alloc(NULL, GFP_KERNEL);
	struct vtep_peer **model;
	u32 i;
	u16 id;

	model = kvcalloc(U16_MAX + 1, sizeof(*model), GFP_KERNEL);
	if (!VTEP_EXPECT(ids && model))
		goto free;

	for (i = 0; i < STEPS && !vtep_test_failed(); i++) {
		id = vtep_test_rand(U16_MAX + 1);
		VTEP_EXPECT(get(ids, id) == model[id]);
		if (model[id]) {
			vtep_peer_ids_give(ids, id);
			model[id] = NULL;
			VTEP_EXPECT(!get(ids, id));
			continue;
		}
		id = take(&ids, peer_of(i));
		if (!VTEP_EXPECT(id && !model[id]))
			break;
		model[id] = peer_of(i);
		VTEP_EXPECT(get(ids, id) == model[id]);
	}
	for (i = 0; i <= U16_MAX && !vtep_test_failed(); i++)
		VTEP_EXPECT(get(ids, i) == model[i]);
free:
	kvfree(model);
	kfree(ids);
}

/* All but 0 are given, none twice; what is given back is had again. */
static void peer_id_all(void)
{
	struct vtep_peer_ids *ids = vtep_peer_ids_alloc(NULL, GFP_KERNEL);
	u32 i;

	if (!VTEP_EXPECT(ids))
		return;
	for (i = 1; i <= U16_MAX && !vtep_test_failed(); i++)
		VTEP_EXPECT(take(&ids, peer_of(i)) == i);
	VTEP_EXPECT(!take(&ids, peer_of(0)));
	VTEP_EXPECT(!get(ids, 0));
	for (i = 1; i <= U16_MAX && !vtep_test_failed(); i++)
		VTEP_EXPECT(get(ids, i) == peer_of(i));

	vtep_peer_ids_give(ids, 4711);
	vtep_peer_ids_give(ids, 1);
	VTEP_EXPECT(take(&ids, peer_of(0)) == 1);
	VTEP_EXPECT(take(&ids, peer_of(0)) == 4711);
	VTEP_EXPECT(!take(&ids, peer_of(0)));
	kfree(ids);
}

/* A frame may come with a number that was given after it had the array. */
static void peer_id_beyond(void)
{
	struct vtep_peer_ids *ids = vtep_peer_ids_alloc(NULL, GFP_KERNEL);

	if (!VTEP_EXPECT(ids))
		return;
	VTEP_EXPECT(!get(ids, ids->n));
	VTEP_EXPECT(!get(ids, U16_MAX));
	kfree(ids);
}

const struct vtep_test vtep_peer_id_tests[] = {
	{ "peer_id: as a plain array has it", peer_id_model },
	{ "peer_id: every number once", peer_id_all },
	{ "peer_id: no peer of a number behind the end", peer_id_beyond },
	{}
};
