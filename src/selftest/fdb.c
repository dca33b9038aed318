// SPDX-License-Identifier: GPL-2.0
/* What of the FDB an array in one thread cannot tell: the clock, dumps that
 * stop and go on, and many who change it at once.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/neighbour.h>
#include <linux/prandom.h>
#include <linux/rtnetlink.h>

#include "fdb.h"

#define AGEING	2	/* seconds */
#define MACS	64
#define WALKED	600	/* MACs of which a third come and go */
#define RACERS	2
#define ROUNDS	400

static void mac_of(u32 i, u8 *mac)
{
	memset(mac, 0, ETH_ALEN);
	mac[0] = 0x02;
	mac[4] = i >> 8;
	mac[5] = i;
}

static bool is_there(struct fdb_fix *fix, int v, u32 i)
{
	u8 mac[ETH_ALEN];

	mac_of(i, mac);
	return vtep_fdb_find(fix->fdb, fix->vni[v]->vni, mac);
}

static void learn(struct fdb_fix *fix, int v, u32 i)
{
	enum vtep_drop refused;
	u8 mac[ETH_ALEN];

	mac_of(i, mac);
	fdb_fix_learn(fix, v, mac, 0, &refused);
	VTEP_EXPECT(refused == VTEP_DROP_MAX);
}

/* --- the clock ----------------------------------------------------------- */

/* By real time: even MACs are heard all the time, odd ones only once. What
 * the test itself slept through cannot be blamed on the FDB.
 */
static void fdb_clock(void)
{
	struct fdb_fix *fix = fdb_fix_make();
	unsigned long start, last, end;
	u32 i;

	if (!fix)
		return;
	fix->vni[0]->ageing = AGEING;

	start = jiffies;
	for (i = 0; i < MACS; i++)
		learn(fix, 0, i);
	end = jiffies + (AGEING + 2) * HZ + HZ / 2;

	while (time_before(jiffies, end)) {
		last = jiffies;
		for (i = 0; i < MACS; i += 2)
			learn(fix, 0, i);
		msleep(100);
		for (i = 0; i < MACS; i++)
			if (time_before(jiffies, (i % 2 ? start : last) +
						 AGEING * HZ))
				VTEP_EXPECT(is_there(fix, 0, i));
	}

	for (i = 1; i < MACS; i += 2)
		VTEP_EXPECT(!is_there(fix, 0, i));

	/* And the even ones; then there is nothing left to do. */
	msleep((AGEING + 2) * 1000 + 500);
	VTEP_EXPECT(!atomic_read(&fix->fdb->learned));
	VTEP_EXPECT(!delayed_work_pending(&fix->fdb->age_work));
	fdb_fix_free(fix);
}

/* Half of the time that 32 bits of jiffies take ago is not the future: neither
 * is what was heard then young, nor are the moves counted then recent.
 */
static void fdb_long_ago(void)
{
	struct fdb_fix *fix = fdb_fix_make();
	struct vtep_fdb_entry *f;
	u8 mac[ETH_ALEN];

	if (!fix)
		return;
	fix->vni[0]->ageing = 0;
	learn(fix, 0, 0);
	mac_of(0, mac);

	spin_lock_bh(&fix->fdb->lock);
	f = vtep_fdb_find(fix->fdb, fix->vni[0]->vni, mac);
	VTEP_EXPECT(f);
	if (f) {
		f->moves = 4;
		f->since = jiffies - HZ;
		VTEP_EXPECT(vtep_fdb_in_window(f, 2));
		VTEP_EXPECT(!vtep_fdb_in_window(f, 1));
		f->since = jiffies - BIT(31) - HZ;
		VTEP_EXPECT(!vtep_fdb_in_window(f, 180));
		f->moves = 0;
		f->heard = jiffies - BIT(31) - HZ;
	}
	spin_unlock_bh(&fix->fdb->lock);

	rtnl_lock();
	fix->vni[0]->ageing = 300;
	vtep_fdb_ageing_changed(fix->fdb);
	rtnl_unlock();
	msleep(2500);
	VTEP_EXPECT(!is_there(fix, 0, 0));
	fdb_fix_free(fix);
}

/* --- dumps --------------------------------------------------------------- */

static u32 index_of(const u8 *mac)
{
	return mac[4] << 8 | mac[5];
}

/* Every third MAC may come and go, the others stay and are seen once. */
static void disturb(struct fdb_fix *fix)
{
	u32 i = 3 * vtep_test_rand(WALKED / 3);
	struct vtep_fdb_conf conf = { .vni = fix->vni[0] };
	u8 mac[ETH_ALEN];

	if (vtep_test_rand(2)) {
		learn(fix, 0, i);
		return;
	}
	mac_of(i, mac);
	conf.mac = mac;
	rtnl_lock();
	vtep_fdb_del(fix->fdb, &conf, true, NULL);
	rtnl_unlock();
}

static void fdb_walk(void)
{
	struct fdb_fix *fix = fdb_fix_make();
	struct vtep_fdb_entry *f = NULL;
	u8 *seen;
	u32 id = 0;
	u32 i, k;

	if (!fix)
		return;
	seen = kzalloc(WALKED, GFP_KERNEL);
	if (!VTEP_EXPECT(seen))
		goto free;

	for (i = 0; i < WALKED; i++)
		learn(fix, 0, i);
	for (i = 0; i < WALKED / 2; i++)
		disturb(fix);

	do {
		for (i = 0; i < 10; i++)
			disturb(fix);

		/* One buffer's worth; the last one did not fit. */
		rcu_read_lock();
		for (k = 0; k < 7; k++) {
			f = vtep_fdb_next(fix->fdb, &id);
			if (!f)
				break;
			if (k == 6)
				id = f->id;
			else
				seen[index_of(f->key.mac)]++;
		}
		rcu_read_unlock();
	} while (f);

	for (i = 0; i < WALKED; i++)
		if (i % 3)
			VTEP_EXPECT(seen[i] == 1);
	kfree(seen);
free:
	fdb_fix_free(fix);
}

/* --- races --------------------------------------------------------------- */

struct racer {
	struct fdb_fix *fix;
	struct task_struct *task;
	struct rnd_state rnd;
	unsigned int frames;
};

static u32 racer_rand(struct racer *r, u32 below)
{
	return prandom_u32_state(&r->rnd) % below;
}

/* Frames in, frames out: MACs are learned, move, and are looked up. */
static int race(void *arg)
{
	struct racer *r = arg;
	struct fdb_fix *fix = r->fix;
	const struct vtep_remotes *list;
	struct vtep_fdb_entry *f;
	struct vtep_claim c;
	struct vtep_peer *to;
	u8 mac[ETH_ALEN];
	int v;

	while (!kthread_should_stop()) {
		v = racer_rand(r, FIX_VNIS);
		mac_of(racer_rand(r, MACS), mac);

		local_bh_disable();
		rcu_read_lock();
		fdb_fix_claim(fix, v, mac, racer_rand(r, FIX_PEERS), &c);
		vtep_fdb_learn(fix->fdb, &c);
		if (c.peer)
			vtep_peer_heard(c.peer);

		f = vtep_fdb_find(fix->fdb, fix->vni[v]->vni, mac);
		if (f) {
			list = vtep_fdb_remotes(fix->fdb, f);
			to = list ? list->r[0].peer :
				    vtep_fdb_peer(fix->fdb, f);
			/* A peer that sends would use this key. */
			VTEP_EXPECT(to->key.port == htons(FIX_PORT));
		}
		rcu_read_unlock();
		local_bh_enable();

		if (!(++r->frames % 64))
			cond_resched();
	}
	return 0;
}

/* The administrator meanwhile. */
static void meddle(struct fdb_fix *fix, u32 round)
{
	static const u8 zero[ETH_ALEN];
	struct vtep_fdb_filter filter = {};
	struct vtep_peer_key key;
	struct vtep_fdb_conf conf = {
		.vni = fix->vni[vtep_test_rand(FIX_VNIS - 1)],
		.state = vtep_test_rand(2) ? NUD_PERMANENT : NUD_REACHABLE,
		.nlflags = NLM_F_CREATE | NLM_F_REPLACE,
	};
	u8 mac[ETH_ALEN];

	mac_of(vtep_test_rand(MACS), mac);
	conf.mac = mac;
	fdb_fix_key(vtep_test_rand(FIX_PEERS), &conf.peer);

	switch (round % 10) {
	case 0:
		fdb_fix_key(vtep_test_rand(FIX_PEERS), &key);
		filter.peer = &key;
		vtep_fdb_flush(fix->fdb, &filter);
		break;
	case 1:
		conf.vni->ageing = vtep_test_rand(3);
		vtep_fdb_ageing_changed(fix->fdb);
		break;
	case 2:
		WRITE_ONCE(fix->fdb->limit, vtep_test_rand(FIX_VNIS * MACS));
		WRITE_ONCE(fix->vtep->limits.peer_limit, vtep_test_rand(MACS));
		break;
	case 8:
		WRITE_ONCE(fix->vtep->rules.full, vtep_test_rand(2));
		WRITE_ONCE(fix->vtep->rules.damp,
			   vtep_test_rand(VTEP_DAMP_DROP + 1));
		WRITE_ONCE(fix->vtep->rules.moves, 2 + vtep_test_rand(100));
		WRITE_ONCE(fix->vtep->rules.move_window, 100);
		WRITE_ONCE(fix->vtep->rules.hold, vtep_test_rand(2));
		break;
	case 9:
		fdb_fix_key(vtep_test_rand(FIX_PEERS), &key);
		filter.peer = &key;
		vtep_fdb_unfreeze(fix->fdb, &filter);
		break;
	case 3:
		vtep_fdb_del(fix->fdb, &conf, true, NULL);
		break;
	case 4:
		conf.mac = zero;
		conf.state = NUD_PERMANENT;
		conf.nlflags = NLM_F_CREATE | NLM_F_APPEND;
		VTEP_EXPECT(!vtep_fdb_set(fix->fdb, &conf, NULL));
		break;
	default:
		VTEP_EXPECT(!vtep_fdb_set(fix->fdb, &conf, NULL));
	}
}

static void fdb_race(void)
{
	struct fdb_fix *fix = fdb_fix_make();
	struct racer racer[RACERS] = {};
	int last = FIX_VNIS - 1;
	int i;

	if (!fix)
		return;

	for (i = 0; i < RACERS; i++) {
		racer[i].fix = fix;
		prandom_seed_state(&racer[i].rnd, i);
		racer[i].task = kthread_run(race, &racer[i], "vtep_race/%d", i);
		if (!VTEP_EXPECT(!IS_ERR(racer[i].task)))
			goto stop;
	}

	for (i = 0; i < ROUNDS && !vtep_test_failed(); i++) {
		rtnl_lock();
		meddle(fix, i);
		/* Half way a segment goes, with its frames under way. */
		if (i == ROUNDS / 2)
			vtep_fdb_close(fix->fdb, fix->vni[last]);
		rtnl_unlock();
		usleep_range(500, 1000);
	}

	for (i = 0; i < MACS; i++)
		VTEP_EXPECT(!is_there(fix, last, i));
	i = RACERS;
stop:
	while (i-- > 0) {
		kthread_stop(racer[i].task);
		VTEP_EXPECT(racer[i].frames);
	}
	fdb_fix_free(fix);
}

const struct vtep_test vtep_fdb_tests[] = {
	{ "fdb: ages by the clock, not sooner, not much later", fdb_clock },
	{ "fdb: what was long ago is not taken for the future", fdb_long_ago },
	{ "fdb: a dump that stops and goes on sees all, once", fdb_walk },
	{ "fdb: frames, administrator and clock at once", fdb_race },
	{}
};
