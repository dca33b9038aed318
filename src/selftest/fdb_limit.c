// SPDX-License-Identifier: GPL-2.0
/* What floods and loops cost: those who are not part of them nothing, and the
 * VTEP a bounded amount. Larger numbers than the model's.
 */
#include <linux/rtnetlink.h>

#include "fdb.h"
#include "fdb_priv.h"
#include "genl_msg.h"

#define LIMIT	100
#define EACH	10		/* MACs of a peer that has few */
#define FLOOD	2000
#define FLOODER	(FIX_PEERS - 1)

/* MAC number @i of @peer */
static const u8 *mac_of(u32 peer, u32 i)
{
	static u8 mac[ETH_ALEN];

	mac[0] = 0x02;
	mac[1] = peer;
	mac[4] = i >> 8;
	mac[5] = i;
	return mac;
}

static enum vtep_drop learn(struct fdb_fix *fix, int v, u32 peer, u32 i)
{
	enum vtep_drop refused;

	/* Eviction comes to an end while too many wait to be freed. */
	if (atomic_read(&fix->fdb->evicted) > 32)
		rcu_barrier();
	fdb_fix_learn(fix, v, mac_of(peer, i), peer, &refused);
	return refused;
}

static bool is_there(struct fdb_fix *fix, int v, u32 peer, u32 i)
{
	struct vtep_fdb_entry *f;

	rcu_read_lock();
	f = vtep_fdb_find(fix->fdb, fix->vni[v]->vni, mac_of(peer, i));
	rcu_read_unlock();
	return f;
}

static struct fdb_fix *fix_make(void)
{
	struct fdb_fix *fix = fdb_fix_make();

	if (fix) {
		fdb_fix_freeze(fix);
		fix->vtep->rules.full = VTEP_FULL_EVICT;
	}
	return fix;
}

/* Half of them speak again and again, and stay; the others go, first the one
 * that fell silent first. Not all after the same time, which could be a
 * multiple of what vtep_share_is_silent() can tell.
 */
static void longest_unheard(void)
{
	struct fdb_fix *fix = fix_make();
	u32 i;

	if (!fix)
		return;
	fix->vni[0]->limit = LIMIT;
	for (i = 0; i < LIMIT; i++) {
		learn(fix, 0, 0, i);
		fdb_fix_pass(fix, 1 + vtep_test_rand(2));
	}
	for (i = 0; i < LIMIT; i += 2)
		learn(fix, 0, 0, i);
	fdb_fix_pass(fix, 1);

	for (i = 0; i < LIMIT / 2; i++) {
		VTEP_EXPECT(is_there(fix, 0, 0, 2 * i + 1));
		VTEP_EXPECT(learn(fix, 0, 0, LIMIT + i) == VTEP_PASS);
		VTEP_EXPECT(!is_there(fix, 0, 0, 2 * i + 1));
	}
	for (i = 0; i < LIMIT; i += 2)
		VTEP_EXPECT(is_there(fix, 0, 0, i));
	VTEP_EXPECT(atomic_read(&fix->vni[0]->learned) == LIMIT);
	fdb_fix_free(fix);
}

/* At the limit of the VTEP, or of the segment. */
static void flood(bool of_vni)
{
	struct fdb_fix *fix = fix_make();
	u32 p, i;

	if (!fix)
		return;
	WRITE_ONCE(*(of_vni ? &fix->vni[0]->limit : &fix->fdb->limit), LIMIT);
	for (p = 0; p < FLOODER; p++)
		for (i = 0; i < EACH; i++)
			learn(fix, 0, p, i);
	for (i = 0; i < FLOOD; i++)
		VTEP_EXPECT(learn(fix, of_vni ? 0 : i % FIX_VNIS, FLOODER, i) ==
			    VTEP_PASS);
	for (p = 0; p < FLOODER; p++)
		for (i = 0; i < EACH; i++)
			VTEP_EXPECT(is_there(fix, 0, p, i));
	VTEP_EXPECT(atomic_read(&fix->fdb->learned) == LIMIT);

	/* Who has few gets more of what the flooder has, up to its fair part:
	 * nobody has two more than another then.
	 */
	for (i = EACH; i < FLOOD; i++)
		VTEP_EXPECT(learn(fix, 0, 0, i) == VTEP_PASS);
	for (p = 1; p < FLOODER; p++)
		for (i = 0; i < EACH; i++)
			VTEP_EXPECT(is_there(fix, 0, p, i));
	VTEP_EXPECT(atomic_read(&fix->fdb->learned) == LIMIT);
	VTEP_EXPECT(fix->fdb->greedy.most == (LIMIT - 4 * EACH) / 2);
	fdb_fix_free(fix);
}

static void flood_vtep(void)
{
	flood(false);
}

static void flood_vni(void)
{
	flood(true);
}

/* Senders of one MAC each, which can be had by forging, take none from those
 * that have one.
 */
static void flood_forged(void)
{
	struct fdb_fix *fix = fix_make();
	unsigned int peers;
	u32 p;

	if (!fix)
		return;
	fix->fdb->limit = FIX_PEERS;
	for (p = 0; p < FIX_PEERS; p++)
		VTEP_EXPECT(learn(fix, 0, p, 0) == VTEP_PASS);
	peers = vtep_peers_count(&fix->vtep->peers);
	for (; p < 200; p++)
		VTEP_EXPECT(learn(fix, 0, p, 0) == VTEP_DROP_LEARN_LIMIT);
	VTEP_EXPECT(vtep_peers_count(&fix->vtep->peers) == peers);
	for (p = 0; p < FIX_PEERS; p++)
		VTEP_EXPECT(is_there(fix, 0, p, 0));
	fdb_fix_free(fix);
}

/* More is taken than is added, until what is left is within the limit. */
static void lowered(void)
{
	struct fdb_fix *fix = fix_make();
	u32 i, n;

	if (!fix)
		return;
	for (i = 0; i < LIMIT; i++)
		learn(fix, 0, 0, i);
	fix->vtep->rules.full = VTEP_FULL_REFUSE;
	fix->vtep->limits.peer_limit = LIMIT / 2;
	VTEP_EXPECT(learn(fix, 1, 0, i++) == VTEP_DROP_LEARN_PEER_LIMIT);
	VTEP_EXPECT(atomic_read(&fix->fdb->learned) == LIMIT);

	fix->vtep->rules.full = VTEP_FULL_EVICT;
	for (n = LIMIT; n > LIMIT / 2;) {
		VTEP_EXPECT(learn(fix, 1, 0, i++) == VTEP_PASS);
		VTEP_EXPECT(atomic_read(&fix->fdb->learned) == --n);
	}
	VTEP_EXPECT(learn(fix, 1, 0, i) == VTEP_PASS);
	VTEP_EXPECT(atomic_read(&fix->fdb->learned) == n);
	fdb_fix_free(fix);
}

/* No grace period ends before this does: memory is not taken without end. */
static void in_flight(void)
{
	unsigned int n = 0, most = LIMIT / 8 + 64;
	struct vtep_claim c;
	struct fdb_fix *fix;
	u32 i;

	fix = fix_make();
	if (!fix)
		return;
	fix->fdb->limit = LIMIT;
	local_bh_disable();
	rcu_read_lock();
	for (i = 0; i < LIMIT + FLOOD; i++) {
		fdb_fix_claim(fix, 0, mac_of(0, i), 0, &c);
		vtep_fdb_learn(fix->fdb, &c);
		n += c.refused == VTEP_PASS;
	}
	VTEP_EXPECT(atomic_read(&fix->fdb->evicted) > most);
	VTEP_EXPECT(atomic_read(&fix->fdb->evicted) < most + 8);
	VTEP_EXPECT(n == LIMIT + atomic_read(&fix->fdb->evicted));
	rcu_read_unlock();
	local_bh_enable();

	rcu_barrier();
	VTEP_EXPECT(learn(fix, 0, 0, i) == VTEP_PASS);
	fdb_fix_free(fix);
}

/* With the lock in our hands: a frame that took it would never come back. */
static void no_lock(void)
{
	struct fdb_fix *fix = fdb_fix_make();
	enum vtep_drop refused;
	u32 i;

	if (!fix)
		return;
	fdb_fix_freeze(fix);
	fix->fdb->limit = 1;
	fix->vtep->rules.damp = VTEP_DAMP_HOLD;
	fix->vtep->rules.moves = 2;
	fix->vtep->rules.move_window = 100;
	fix->vtep->rules.hold = 100;
	for (i = 0; i < 3; i++)
		fdb_fix_learn(fix, 0, mac_of(0, 0), i % 2, &refused);
	VTEP_EXPECT(refused == VTEP_DROP_LEARN_DAMPED);
	learn(fix, 0, 0, 1);	/* tells of the limit */

	spin_lock_bh(&fix->fdb->lock);
	for (i = 1; i < FLOOD; i++) {
		fdb_fix_learn(fix, 0, mac_of(0, i), i, &refused);
		VTEP_EXPECT(refused == VTEP_DROP_LEARN_LIMIT);
		fdb_fix_learn(fix, 0, mac_of(0, 0), i + 1, &refused);
		VTEP_EXPECT(refused == VTEP_DROP_LEARN_DAMPED);
	}
	spin_unlock_bh(&fix->fdb->lock);
	VTEP_EXPECT(vtep_peers_count(&fix->vtep->peers) == 1);
	fdb_fix_free(fix);
}

/* One moves all the time: it is all that is told of. */
static unsigned int told[VTEP_EVENT_TYPE_SUPPRESSED + 1];
static const struct net_device *told_of;

static void tell(const struct vtep_event *ev)
{
	if (ev->dev == told_of)
		told[ev->type]++;
}

static void flapping(void)
{
	struct fdb_fix *fix = fdb_fix_make();
	enum vtep_drop refused;
	u32 i;

	if (!fix)
		return;
	memset(told, 0, sizeof(told));
	told_of = fix->dev;
	vtep_event_set_sender(tell);
	vtep_rules_defaults(&fix->vtep->rules, &fix->vtep->limits);
	for (i = 0; i < FLOOD; i++) {
		fdb_fix_learn(fix, 0, mac_of(0, 0), i % 2, &refused);
		VTEP_EXPECT((refused == VTEP_DROP_LEARN_DAMPED) ==
			    (i >= VTEP_MOVES && i % 2));
	}
	vtep_event_set_sender(vtep_genl_send_event);
	VTEP_EXPECT(told[VTEP_EVENT_TYPE_LEARN] == 1);
	VTEP_EXPECT(told[VTEP_EVENT_TYPE_MOVE] == VTEP_MOVES - 1);
	VTEP_EXPECT(told[VTEP_EVENT_TYPE_DAMPED] == 1);
	fdb_fix_free(fix);
}

const struct vtep_test vtep_fdb_limit_tests[] = {
	{ "fdb: the one longest unheard gives way", longest_unheard },
	{ "fdb: a flooder takes from itself, at the VTEP's limit", flood_vtep },
	{ "fdb: a flooder takes from itself, at a segment's", flood_vni },
	{ "fdb: forged senders take from nobody", flood_forged },
	{ "fdb: a limit below what is learned", lowered },
	{ "fdb: evicted entries that wait are bounded", in_flight },
	{ "fdb: no lock for what is not to be learned", no_lock },
	{ "fdb: a MAC that flaps is told of a few times", flapping },
	{}
};
