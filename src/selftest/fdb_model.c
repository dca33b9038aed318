// SPDX-License-Identifier: GPL-2.0
/* The FDB against an array that is searched from end to end and says what
 * every operation should do and leave behind.
 */
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "fdb.h"

#define MACS		20		/* the last two have lists */
#define STEPS		30000
#define OTHER_VNI	77		/* a remote VNI */
#define ROWS		(2 * FIX_PEERS)	/* each peer with either VNI */

/* What should be there. */
struct row {
	bool there;
	bool learned;			/* counts */
	bool moves;			/* one peer, no list */
	u16 state;
	u8 flags;
	unsigned long heard;		/* not before this, */
	unsigned long heard_by;		/* and not after this */
	unsigned int n;
	struct {
		u32 peer;
		u32 vni;
	} r[ROWS];
};

struct model {
	struct fdb_fix *fix;
	struct row row[FIX_VNIS][MACS];
	u32 limit[FIX_VNIS + 1];	/* of the segments; of the VTEP */
};

static const u8 *mac_of(u32 i)
{
	static u8 mac[ETH_ALEN];

	memset(mac, 0, sizeof(mac));
	if (i == MACS - 1)
		return mac;
	mac[0] = i == MACS - 2 ? 0x01 : 0x02;
	mac[5] = i;
	return mac;
}

static bool is_list(u32 i)
{
	return i >= MACS - 2;
}

static bool is_fixed(const struct row *row)
{
	return row->state & (NUD_PERMANENT | NUD_NOARP) || row->flags;
}

static bool can_age(const struct row *row)
{
	return !(row->state & (NUD_PERMANENT | NUD_NOARP)) &&
	       !(row->flags & NTF_EXT_LEARNED);
}

static int find_row(const struct row *row, u32 peer, u32 vni)
{
	unsigned int i;

	for (i = 0; i < row->n; i++)
		if (row->r[i].peer == peer && row->r[i].vni == vni)
			return i;
	return -1;
}

static u32 count(const struct model *m, int vni)
{
	u32 n = 0;
	int v, i;

	for (v = 0; v < FIX_VNIS; v++)
		for (i = 0; i < MACS && (vni < 0 || v == vni); i++)
			n += m->row[v][i].there && m->row[v][i].learned;
	return n;
}

static bool is_full(const struct model *m, int v)
{
	return (m->limit[v] && count(m, v) >= m->limit[v]) ||
	       (m->limit[FIX_VNIS] && count(m, -1) >= m->limit[FIX_VNIS]);
}

/* The operation that began at @since is over. */
static void heard_by_now(struct row *row, unsigned long since)
{
	if (time_after_eq(row->heard, since))
		row->heard_by = jiffies;
}

/* --- operations: the model's answer, then the FDB's -------------------- */

static void do_learn(struct model *m)
{
	enum vtep_drop refused, want_refused = VTEP_DROP_MAX;
	enum vtep_learn want = VTEP_LEARN_OK;
	u32 i = vtep_test_rand(MACS - 2);
	u32 peer = vtep_test_rand(FIX_PEERS);
	int v = vtep_test_rand(FIX_VNIS);
	struct row *row = &m->row[v][i];
	unsigned long now = jiffies;

	if (!row->there) {
		if (is_full(m, v)) {
			want_refused = VTEP_DROP_LEARN_LIMIT;
		} else {
			*row = (struct row){
				.there = true, .learned = true, .moves = true,
				.state = NUD_REACHABLE, .n = 1,
				.heard = jiffies,
			};
			row->r[0].peer = peer;
		}
	} else if (row->r[0].peer == peer) {
		row->heard = jiffies;
	} else if (is_fixed(row)) {
		want = VTEP_LEARN_STATIC;
	} else {
		row->moves = true;
		row->r[0].peer = peer;
		row->r[0].vni = 0;
		row->heard = jiffies;
	}

	VTEP_EXPECT(fdb_fix_learn(m->fix, v, mac_of(i), peer, &refused) ==
		    want);
	VTEP_EXPECT(refused == want_refused);
	heard_by_now(row, now);
}

static int model_set(struct model *m, int v, u32 i,
		     const struct vtep_fdb_conf *conf, u32 peer)
{
	struct row *row = &m->row[v][i];
	bool append = conf->nlflags & NLM_F_APPEND;
	int at = row->there ? find_row(row, peer, conf->remote_vni) : -1;

	if (append && !is_list(i))
		return -EOPNOTSUPP;
	if (is_list(i) && !(conf->state & (NUD_PERMANENT | NUD_NOARP)) &&
	    !(conf->flags & NTF_EXT_LEARNED))
		return -EINVAL;

	if (append && row->there) {
		if (at >= 0)
			return conf->nlflags & NLM_F_EXCL ? -EEXIST : 0;
		row->r[row->n].peer = peer;
		row->r[row->n++].vni = conf->remote_vni;
		return 0;
	}

	if (!row->there) {
		if (!(conf->nlflags & NLM_F_CREATE))
			return -ENOENT;
	} else if (!row->learned) {
		if (!(conf->nlflags & NLM_F_EXCL) && at == 0 && row->n == 1 &&
		    !row->moves && row->state == conf->state &&
		    row->flags == conf->flags) {
			row->heard = jiffies;
			return 0;
		}
		if (!(conf->nlflags & NLM_F_REPLACE))
			return -EEXIST;
		if (conf->flags & NTF_EXT_LEARNED &&
		    !(row->flags & NTF_EXT_LEARNED))
			return -EEXIST;
	}

	*row = (struct row){
		.there = true, .n = 1, .heard = jiffies,
		.state = conf->state, .flags = conf->flags,
	};
	row->r[0].peer = peer;
	row->r[0].vni = conf->remote_vni;
	return 0;
}

static void do_set(struct model *m)
{
	static const u16 nlflags[] = {
		NLM_F_CREATE | NLM_F_EXCL, NLM_F_CREATE,
		NLM_F_CREATE | NLM_F_REPLACE, NLM_F_REPLACE,
		NLM_F_CREATE | NLM_F_APPEND, NLM_F_APPEND,
		NLM_F_CREATE | NLM_F_APPEND | NLM_F_EXCL,
	};
	static const u16 states[] = {
		NUD_PERMANENT, NUD_NOARP | NUD_REACHABLE, NUD_REACHABLE,
	};
	static const u8 flags[] = { 0, 0, NTF_EXT_LEARNED, NTF_STICKY };
	u32 peer = vtep_test_rand(FIX_PEERS);
	int v = vtep_test_rand(FIX_VNIS);
	u32 i = vtep_test_rand(MACS);
	struct vtep_fdb_conf conf = {
		.vni = m->fix->vni[v],
		.mac = mac_of(i),
		.remote_vni = vtep_test_rand(4) ? 0 : OTHER_VNI,
		.state = states[vtep_test_rand(ARRAY_SIZE(states))],
		.flags = flags[vtep_test_rand(ARRAY_SIZE(flags))],
		.nlflags = nlflags[vtep_test_rand(ARRAY_SIZE(nlflags))],
	};

	unsigned long now = jiffies;
	int want;

	fdb_fix_key(peer, &conf.peer);
	want = model_set(m, v, i, &conf, peer);
	VTEP_EXPECT(vtep_fdb_set(m->fix->fdb, &conf, NULL) == want);
	heard_by_now(&m->row[v][i], now);
}

static void drop_row(struct row *row, unsigned int at)
{
	row->n--;
	memmove(&row->r[at], &row->r[at + 1],
		(row->n - at) * sizeof(row->r[0]));
	row->there = row->n;
}

static void do_del(struct model *m)
{
	u32 peer = vtep_test_rand(FIX_PEERS);
	int v = vtep_test_rand(FIX_VNIS);
	u32 i = vtep_test_rand(MACS);
	struct row *row = &m->row[v][i];
	bool all = vtep_test_rand(2);
	struct vtep_fdb_conf conf = {
		.vni = m->fix->vni[v],
		.mac = mac_of(i),
		.remote_vni = vtep_test_rand(4) ? 0 : OTHER_VNI,
	};
	int want = -ENOENT;
	int at;

	fdb_fix_key(peer, &conf.peer);
	if (row->there && all) {
		row->there = false;
		want = 0;
	} else if (row->there) {
		at = find_row(row, peer, conf.remote_vni);
		if (at >= 0) {
			drop_row(row, at);
			want = 0;
		}
	}
	VTEP_EXPECT(vtep_fdb_del(m->fix->fdb, &conf, all, NULL) == want);
}

/* How many entries lost something. */
static unsigned int model_flush(struct model *m, int v, int peer,
				const struct vtep_fdb_filter *fl)
{
	unsigned int n = 0, k, before;
	struct row *row;
	u32 vni, i;

	for (i = 0; i < MACS; i++) {
		row = &m->row[v][i];
		if (!row->there || (fl->vni && fl->vni != m->fix->vni[v]) ||
		    (fl->keep_configured && !row->learned) ||
		    (fl->keep_flood && i == MACS - 1) ||
		    ((row->state ^ fl->state) & fl->state_mask) ||
		    ((row->flags ^ fl->flags) & fl->flags_mask))
			continue;

		before = row->n;
		for (k = row->n; k-- > 0;) {
			vni = row->r[k].vni ?: m->fix->vni[v]->vni;
			if ((peer < 0 || row->r[k].peer == peer) &&
			    (!fl->remote_vni || fl->remote_vni == vni))
				drop_row(row, k);
		}
		n += row->n != before;
	}
	return n;
}

static void do_flush(struct model *m)
{
	struct vtep_fdb_filter fl = {};
	struct vtep_peer_key key = {};
	unsigned int want = 0;
	int peer = -1;
	int v;

	if (vtep_test_rand(2))
		fl.vni = m->fix->vni[vtep_test_rand(FIX_VNIS)];
	if (vtep_test_rand(2)) {
		peer = vtep_test_rand(FIX_PEERS);
		fdb_fix_key(peer, &key);
		/* Any port will do as well. */
		if (vtep_test_rand(2))
			key.port = 0;
		fl.peer = &key;
	}
	if (!vtep_test_rand(3))
		fl.remote_vni = vtep_test_rand(2) ? OTHER_VNI : 100;
	if (!vtep_test_rand(3)) {
		fl.state_mask = NUD_PERMANENT | NUD_NOARP;
		fl.state = vtep_test_rand(2) ? NUD_PERMANENT : 0;
	}
	if (!vtep_test_rand(3)) {
		fl.flags_mask = NTF_EXT_LEARNED;
		fl.flags = vtep_test_rand(2) ? NTF_EXT_LEARNED : 0;
	}
	fl.keep_configured = !vtep_test_rand(3);
	fl.keep_flood = vtep_test_rand(2);

	for (v = 0; v < FIX_VNIS; v++)
		want += model_flush(m, v, peer, &fl);
	VTEP_EXPECT(vtep_fdb_flush(m->fix->fdb, &fl) == want);
}

static void do_limit(struct model *m)
{
	int v = vtep_test_rand(FIX_VNIS + 1);

	m->limit[v] = vtep_test_rand(3) ? vtep_test_rand(MACS) : 0;
	if (v == FIX_VNIS)
		WRITE_ONCE(m->fix->fdb->limit, m->limit[v]);
	else
		WRITE_ONCE(m->fix->vni[v]->limit, m->limit[v]);
}

/* Let time pass, often for segments whose ageing time has just changed. What
 * is younger than its ageing time stays, what is two seconds older has gone;
 * between them the FDB may choose.
 */
static void do_age(struct model *m)
{
	static const u32 times[] = { 0, 3, 30, 254, 255, 256, 300, 1000 };
	u32 passed = vtep_test_rand(2) ? vtep_test_rand(10) :
					 vtep_test_rand(400);
	int v = vtep_test_rand(FIX_VNIS);
	struct vtep_fdb *fdb = m->fix->fdb;
	unsigned long now = jiffies;
	struct vtep_vni *vni;
	struct row *row;
	u32 ageing;
	int i;

	if (vtep_test_rand(2)) {
		WRITE_ONCE(m->fix->vni[v]->ageing,
			   times[vtep_test_rand(ARRAY_SIZE(times))]);
		vtep_fdb_ageing_changed(fdb);
	}
	fdb_fix_pass(m->fix, passed);

	for (v = 0; v < FIX_VNIS; v++)
		for (i = 0; i < MACS; i++) {
			row = &m->row[v][i];
			row->heard -= passed * HZ;
			row->heard_by -= passed * HZ;
			vni = m->fix->vni[v];
			ageing = vni->ageing * HZ;
			if (!row->there || !ageing || !can_age(row))
				continue;
			if (time_after_eq(now, row->heard_by + ageing + 2 * HZ))
				row->there = false;
			else if (time_after_eq(jiffies, row->heard + ageing))
				row->there = vtep_fdb_find(fdb, vni->vni,
							   mac_of(i));
		}
}

/* --- what is left behind ------------------------------------------------- */

static void check_entry(struct model *m, int v, u32 i, atomic_t *macs)
{
	const struct row *row = &m->row[v][i];
	const struct vtep_remotes *list;
	struct vtep_peer_key key;
	struct vtep_fdb_entry *f;
	struct vtep_peer *peer;
	unsigned int k;

	f = vtep_fdb_find(m->fix->fdb, m->fix->vni[v]->vni, mac_of(i));
	if (!VTEP_EXPECT(!f == !row->there) || !f)
		return;

	VTEP_EXPECT(f->state == row->state);
	VTEP_EXPECT(f->flags == row->flags);
	VTEP_EXPECT(f->learned == row->learned);
	VTEP_EXPECT(f->vni == m->fix->vni[v]);

	list = rcu_dereference(f->remotes);
	peer = rcu_dereference(f->peer);
	VTEP_EXPECT(!list == row->moves);
	VTEP_EXPECT(!peer == !row->moves);
	if (list && !VTEP_EXPECT(list->n == row->n))
		return;

	for (k = 0; k < row->n; k++) {
		fdb_fix_key(row->r[k].peer, &key);
		if (list)
			VTEP_EXPECT(list->r[k].vni == row->r[k].vni);
		VTEP_EXPECT(!memcmp(list ? &list->r[k].peer->key : &peer->key,
				    &key, sizeof(key)));
		atomic_inc(&macs[row->r[k].peer]);
	}
}

/* Destinations of configured entries that are at @peer. */
static u32 configured(const struct model *m, u32 peer)
{
	const struct row *row;
	unsigned int k;
	u32 n = 0;
	int v, i;

	for (v = 0; v < FIX_VNIS; v++)
		for (i = 0; i < MACS; i++) {
			row = &m->row[v][i];
			if (!row->there || row->moves)
				continue;
			for (k = 0; k < row->n; k++)
				n += row->r[k].peer == peer;
		}
	return n;
}

static void check_peers(struct model *m, const atomic_t *macs)
{
	struct vtep_peer_key key;
	struct vtep_peer *peer;
	unsigned int n = 0;
	int i;

	for (i = 0; i < FIX_PEERS; i++) {
		fdb_fix_key(i, &key);
		peer = vtep_peer_find(&m->fix->vtep->peers, &key);
		VTEP_EXPECT(!peer == !atomic_read(&macs[i]));
		/* Whatever port a datagram of it came from */
		key.port = htons(1);
		VTEP_EXPECT(!vtep_peer_find(&m->fix->vtep->peers, &key));
		VTEP_EXPECT(vtep_peer_known(&m->fix->vtep->peers, &key) ==
			    !!configured(m, i));
		if (!peer)
			continue;
		n++;
		VTEP_EXPECT(atomic_read(&peer->configured) == configured(m, i));
		VTEP_EXPECT(atomic_read(&peer->macs) == atomic_read(&macs[i]));
		VTEP_EXPECT(refcount_read(&peer->ref) ==
			    atomic_read(&macs[i]));
	}
	VTEP_EXPECT(vtep_peers_count(&m->fix->vtep->peers) == n);
}

static void check(struct model *m)
{
	atomic_t macs[FIX_PEERS] = {};
	struct vtep_fdb_entry *f;
	unsigned int n = 0;
	u32 id = 0;
	int v, i;

	rcu_read_lock();
	for (v = 0; v < FIX_VNIS; v++) {
		for (i = 0; i < MACS; i++) {
			check_entry(m, v, i, macs);
			n += m->row[v][i].there;
		}
		VTEP_EXPECT(atomic_read(&m->fix->vni[v]->learned) ==
			    count(m, v));
		f = vtep_fdb_find(m->fix->fdb, m->fix->vni[v]->vni,
				  mac_of(MACS - 1));
		VTEP_EXPECT(rcu_access_pointer(m->fix->vni[v]->flood) ==
			    (f ? rcu_access_pointer(f->remotes) : NULL));
	}
	VTEP_EXPECT(atomic_read(&m->fix->fdb->learned) == count(m, -1));

	while ((f = vtep_fdb_next(m->fix->fdb, &id)))
		n--;
	VTEP_EXPECT(!n);
	check_peers(m, macs);
	rcu_read_unlock();
}

static void step(struct model *m)
{
	switch (vtep_test_rand(32)) {
	case 0:
		do_flush(m);
		break;
	case 1:
		do_age(m);
		break;
	case 2:
		do_limit(m);
		break;
	case 3 ... 10:
		do_set(m);
		break;
	case 11 ... 14:
		do_del(m);
		break;
	default:
		do_learn(m);
	}
}

static void fdb_model(void)
{
	struct model *m;
	int i;

	m = kzalloc(sizeof(*m), GFP_KERNEL);
	if (!VTEP_EXPECT(m))
		return;
	m->fix = fdb_fix_make();
	if (!m->fix)
		goto free;
	m->limit[FIX_VNIS] = VTEP_FDB_LIMIT;
	fdb_fix_freeze(m->fix);

	for (i = 0; i < STEPS && !vtep_test_failed(); i++) {
		rtnl_lock();
		step(m);
		check(m);
		rtnl_unlock();
		cond_resched();
	}
	fdb_fix_free(m->fix);
free:
	kfree(m);
}

const struct vtep_test vtep_fdb_model_tests[] = {
	{ "fdb: like an array", fdb_model },
	{}
};
