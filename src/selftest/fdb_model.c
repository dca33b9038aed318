// SPDX-License-Identifier: GPL-2.0
/* The FDB against an array that is searched from end to end and says what
 * every operation should do and leave behind.
 */
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "fdb.h"
#include "fdb_priv.h"
#include "genl_msg.h"

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
	u8 damp;			/* enum vtep_damp, */
	unsigned long until;		/* till then, unless frozen */
	u8 nr_moves;			/* in a window, */
	unsigned long since;		/* which began then */
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
	u32 n[FIX_VNIS][FIX_PEERS];	/* learned, after tally() */
	unsigned int damped;		/* DAMPED events */

	/* the MAC being learned, for which others give way */
	int v;
	u32 peer;
	enum vtep_limit of;		/* at this limit, */
	unsigned int gave;		/* so many so far */
};

/* Events have no argument for it. */
static struct model *model;

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

static void tally(struct model *m)
{
	const struct row *row;
	int v, i;

	memset(m->n, 0, sizeof(m->n));
	for (v = 0; v < FIX_VNIS; v++)
		for (i = 0; i < MACS; i++) {
			row = &m->row[v][i];
			if (row->there && row->learned)
				m->n[v][row->r[0].peer]++;
		}
}

/* Those learned in a segment, -1: in any, from a peer, -1: from any. */
static u32 count(const struct model *m, int vni, int peer)
{
	u32 n = 0;
	int v, p;

	for (v = 0; v < FIX_VNIS; v++)
		for (p = 0; p < FIX_PEERS; p++)
			if ((vni < 0 || v == vni) && (peer < 0 || p == peer))
				n += m->n[v][p];
	return n;
}

/* The most that a peer has in a segment, -1: in all together. */
static u32 most_of_peers(const struct model *m, int vni)
{
	u32 most = 0;
	int p;

	for (p = 0; p < FIX_PEERS; p++)
		most = max(most, count(m, vni, p));
	return most;
}

/* The most of a peer that is in one segment. */
static u32 most_of_vnis(const struct model *m, u32 peer)
{
	u32 most = 0;
	int v;

	for (v = 0; v < FIX_VNIS; v++)
		most = max(most, count(m, v, peer));
	return most;
}

static bool is_met(const struct model *m, enum vtep_limit of)
{
	u32 limit = of == VTEP_LIMIT_PEER ?
		    m->fix->vtep->limits.peer_limit :
		    m->limit[of == VTEP_LIMIT_VNI ? m->v : FIX_VNIS];

	return limit && count(m, of == VTEP_LIMIT_VNI ? m->v : -1,
			      of == VTEP_LIMIT_PEER ? m->peer : -1) >= limit;
}

/* Whose gives way is right? The MAC learned is of m->peer in m->v. */
static bool may_give(const struct model *m, enum vtep_limit of, int v, u32 peer)
{
	u32 mine, most;

	if (of == VTEP_LIMIT_PEER)
		return peer == m->peer &&
		       count(m, v, peer) == most_of_vnis(m, peer);

	if (of == VTEP_LIMIT_VNI) {
		mine = count(m, m->v, m->peer);
		most = most_of_peers(m, m->v);
		if (v != m->v)
			return false;
		return most >= mine + 2 ? count(m, v, peer) == most :
					  mine && peer == m->peer;
	}

	mine = count(m, -1, m->peer);
	most = most_of_peers(m, -1);
	if (count(m, v, peer) != most_of_vnis(m, peer))
		return false;
	return most >= mine + 2 ? count(m, -1, peer) == most :
				  mine && peer == m->peer;
}

static bool can_give(const struct model *m, enum vtep_limit of)
{
	int v, p;

	if (m->fix->vtep->rules.full != VTEP_FULL_EVICT)
		return false;
	for (v = 0; v < FIX_VNIS; v++)
		for (p = 0; p < FIX_PEERS; p++)
			if (count(m, v, p) && may_give(m, of, v, p))
				return true;
	return false;
}

/* The first limit that is in the way, with nobody to give way. */
static enum vtep_limit stopped_by(const struct model *m)
{
	enum vtep_limit of;

	for (of = 0; of < VTEP_LIMITS; of++)
		if (is_met(m, of) && !can_give(m, of))
			break;
	return of;
}

/* Has enough given way? The limit that has not, or VTEP_LIMITS. */
static enum vtep_limit short_of(struct model *m)
{
	for (; m->of < VTEP_LIMITS; m->of++, m->gave = 0) {
		if (!is_met(m, m->of) || m->gave == 2)
			continue;
		VTEP_EXPECT(!can_give(m, m->of));
		if (!m->gave)
			break;
	}
	return m->of;
}

static bool is_damped(const struct row *row)
{
	return row->damp == VTEP_DAMP_FREEZE ||
	       (row->damp && time_before(jiffies, row->until));
}

static bool in_window(const struct model *m, const struct row *row)
{
	u32 window = m->fix->vtep->rules.move_window;

	return row->nr_moves &&
	       time_before(jiffies, row->since + window * HZ);
}

/* Not at a moment that ends something: model and FDB look at the clock one
 * after the other.
 */
static void settle(unsigned long end)
{
	while (time_in_range(end, jiffies, jiffies + HZ / 2))
		schedule_timeout_uninterruptible(1);
}

static void settle_all(const struct model *m)
{
	int v, i;

	for (v = 0; v < FIX_VNIS; v++)
		for (i = 0; i < MACS; i++)
			if (m->row[v][i].there && m->row[v][i].damp)
				settle(m->row[v][i].until);
}

/* Of those that are to be looked at, was none silent for longer? */
static void check_gave(const struct model *m, int v, u32 i)
{
	const struct row *gone = &m->row[v][i];
	const struct row *row;
	u32 k;

	for (k = 0; k < MACS - 2; k++) {
		row = &m->row[v][k];
		if (k == i || !row->there || !row->learned ||
		    row->r[0].peer != gone->r[0].peer || is_damped(row))
			continue;
		VTEP_EXPECT(!is_damped(gone));
		if (count(m, v, gone->r[0].peer) <= 8)
			VTEP_EXPECT(!time_before32(row->heard_by, gone->heard));
	}
}

static void see_evicted(struct model *m, const struct vtep_event *ev)
{
	int v = ev->vni - m->fix->vni[0]->vni;
	u32 i = ev->mac[5];
	struct row *row = &m->row[v][i];

	/* At each limit in turn, two at most */
	while (m->of < VTEP_LIMITS &&
	       (!is_met(m, m->of) || m->gave == 2 ||
		(m->gave && !can_give(m, m->of)))) {
		m->of++;
		m->gave = 0;
	}
	if (!VTEP_EXPECT(m->of < VTEP_LIMITS) ||
	    !VTEP_EXPECT(row->there && row->learned))
		return;
	VTEP_EXPECT(may_give(m, m->of, v, row->r[0].peer));
	check_gave(m, v, i);
	m->gave++;
	m->n[v][row->r[0].peer]--;
	row->there = false;
}

static void see(const struct vtep_event *ev)
{
	/* Under fdb->lock; what happens in other devices does not matter. */
	if (!model || ev->dev != model->fix->dev)
		return;
	if (ev->type == VTEP_EVENT_TYPE_EVICT)
		see_evicted(model, ev);
	else if (ev->type == VTEP_EVENT_TYPE_DAMPED)
		model->damped++;
}

/* The operation that began at @since is over. */
static void heard_by_now(struct row *row, unsigned long since)
{
	if (time_after_eq(row->heard, since))
		row->heard_by = jiffies;
}

/* --- operations: the model's answer, then the FDB's -------------------- */

/* Claimed from elsewhere. Return: whether it moves. */
static bool model_move(struct model *m, struct row *row)
{
	const struct vtep_rules *rules = &m->fix->vtep->rules;

	settle(row->since + rules->move_window * HZ);
	if (is_damped(row))
		return false;
	if (row->damp) {
		row->damp = 0;
		row->nr_moves = 0;
	}
	if (rules->damp && in_window(m, row) &&
	    row->nr_moves + 1 >= rules->moves) {
		row->damp = rules->damp;
		row->until = jiffies + rules->hold * HZ;
		row->nr_moves++;
		return false;
	}
	if (!in_window(m, row)) {
		row->since = jiffies;
		row->nr_moves = 0;
	}
	row->nr_moves++;
	return true;
}

/* Stamps are made a little later than the model's, and are shorter. */
static bool take_stamp(const struct vtep_fdb_entry *f, unsigned long *stamp)
{
	u32 later = f->since - (u32)*stamp;

	*stamp += later;
	return later <= HZ / 4;
}

static void take_stamps(const struct model *m, int v, u32 i, struct row *row)
{
	struct vtep_fdb_entry *f;

	rcu_read_lock();
	f = vtep_fdb_find(m->fix->fdb, m->fix->vni[v]->vni, mac_of(i));
	if (f && is_damped(row)) {
		VTEP_EXPECT(f->damp == row->damp);
		VTEP_EXPECT(take_stamp(f, &row->until));
	} else if (f && row->nr_moves && !row->damp) {
		VTEP_EXPECT(f->moves == row->nr_moves);
		VTEP_EXPECT(take_stamp(f, &row->since));
	}
	rcu_read_unlock();
}

static void model_learn(struct model *m, struct row *row, u32 peer)
{
	*row = (struct row){
		.there = true, .learned = true, .moves = true,
		.state = NUD_REACHABLE, .n = 1, .heard = jiffies,
	};
	row->r[0].peer = peer;
}

static void do_learn(struct model *m)
{
	enum vtep_drop refused, want_refused = VTEP_DROP_MAX;
	enum vtep_limit stop = VTEP_LIMITS;
	enum vtep_learn want = VTEP_LEARN_OK;
	u32 i = vtep_test_rand(MACS - 2);
	u32 peer = vtep_test_rand(FIX_PEERS);
	int v = vtep_test_rand(FIX_VNIS);
	struct row *row = &m->row[v][i];
	unsigned int damped = m->damped;
	unsigned long now = jiffies;
	bool was_there = row->there;
	u8 was_damped = 0;

	tally(m);
	m->v = v;
	m->peer = peer;
	m->of = 0;
	m->gave = 0;
	settle_all(m);
	/* Not so many that none is evicted for it */
	if (atomic_read(&m->fix->fdb->evicted) > 32)
		rcu_barrier();

	if (!row->there) {
		stop = stopped_by(m);
	} else if (row->r[0].peer == peer) {
		row->heard = jiffies;
	} else if (is_fixed(row)) {
		want = VTEP_LEARN_STATIC;
	} else {
		was_damped = row->damp;
		now = jiffies;
		if (model_move(m, row)) {
			row->moves = true;
			row->r[0].peer = peer;
			row->r[0].vni = 0;
			row->heard = jiffies;
		} else {
			damped += !was_damped;
			if (row->damp == VTEP_DAMP_DROP)
				want = VTEP_LEARN_DAMPED;
			else
				want_refused = VTEP_DROP_LEARN_DAMPED;
		}
	}

	VTEP_EXPECT(fdb_fix_learn(m->fix, v, mac_of(i), peer, &refused) ==
		    want);
	if (!was_there) {
		/* What gave way was seen as it went. */
		if (stop == VTEP_LIMITS)
			stop = short_of(m);
		else
			VTEP_EXPECT(!m->of && !m->gave);
		if (stop == VTEP_LIMITS)
			model_learn(m, row, peer);
		else
			want_refused = stop == VTEP_LIMIT_PEER ?
				       VTEP_DROP_LEARN_PEER_LIMIT :
				       VTEP_DROP_LEARN_LIMIT;
	}
	VTEP_EXPECT(refused == want_refused);
	VTEP_EXPECT(m->damped == damped);
	take_stamps(m, v, i, row);
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

#define DESTS	4

/* Some destinations, by the VNI of the segment too; false: one is there twice.
 */
static bool random_dests(struct vtep_fdb_dests *dests, u32 own)
{
	const u32 vnis[] = { 0, own, OTHER_VNI };
	unsigned int k;

	dests->n = vtep_test_rand(DESTS + 1);
	for (k = 0; k < dests->n; k++) {
		fdb_fix_key(vtep_test_rand(FIX_PEERS), &dests->v[k].peer);
		dests->v[k].vni = vnis[vtep_test_rand(ARRAY_SIZE(vnis))];
	}
	return !vtep_fdb_dests_sort(dests);
}

static u32 peer_of(const struct vtep_fdb_dest *d)
{
	struct vtep_peer_key key;
	u32 i;

	for (i = 0; i < FIX_PEERS - 1; i++) {
		fdb_fix_key(i, &key);
		if (!memcmp(&key, &d->peer, sizeof(key)))
			break;
	}
	return i;
}

/* As if one came after the other, and then they went. */
static int model_list(struct row *row, u32 own,
		      const struct vtep_fdb_list_change *c)
{
	const struct vtep_fdb_dest *d;
	u32 vni;
	int at;

	for (d = c->add->v; d < c->add->v + c->add->n; d++) {
		vni = d->vni == own ? 0 : d->vni;
		at = find_row(row, peer_of(d), vni);
		if (at >= 0 && !c->lenient)
			return -EEXIST;
		if (at >= 0)
			continue;
		row->r[row->n].peer = peer_of(d);
		row->r[row->n++].vni = vni;
	}
	for (d = c->del->v; d < c->del->v + c->del->n; d++) {
		vni = d->vni == own ? 0 : d->vni;
		at = find_row(row, peer_of(d), vni);
		if (at < 0 && !c->lenient)
			return -ENOENT;
		if (at >= 0)
			drop_row(row, at);
	}
	return 0;
}

static void do_list(struct model *m)
{
	struct vtep_fdb_dest adds[DESTS] = {}, dels[DESTS] = {};
	struct vtep_fdb_dests add = { adds }, del = { dels };
	const struct vtep_fdb_list_change change = {
		.add = &add,
		.del = &del,
		.lenient = !vtep_test_rand(3),
	};
	int v = vtep_test_rand(FIX_VNIS);
	u32 own = m->fix->vni[v]->vni;
	u32 i = vtep_test_rand(MACS);
	struct row *row = &m->row[v][i];
	struct vtep_fdb_conf conf = {
		.vni = m->fix->vni[v],
		.mac = mac_of(i),
		.state = NUD_PERMANENT,
	};
	unsigned long now = jiffies;
	struct row after = *row;
	int want;

	if (!is_list(i) || !random_dests(&add, own) || !random_dests(&del, own))
		return;
	if (!row->there)
		after = (struct row){
			.heard = now, .state = NUD_PERMANENT,
		};
	want = model_list(&after, own, &change);
	VTEP_EXPECT(vtep_fdb_list_change(m->fix->fdb, &conf, &change) == want);
	if (want)
		return;
	after.there = after.n;
	if (!row->there)
		heard_by_now(&after, now);
	*row = after;
}

static bool match_mac(const struct vtep_fdb_filter *fl, const u8 *mac)
{
	unsigned int bit;

	for (bit = 0; bit < fl->mac_len; bit++)
		if ((fl->mac[bit / 8] ^ mac[bit / 8]) & (0x80 >> bit % 8))
			return false;
	return true;
}

static bool match_entry(const struct model *m, int v, u32 i,
			const struct vtep_fdb_filter *fl)
{
	const struct vtep_vni *vni = m->fix->vni[v];
	const struct row *row = &m->row[v][i];

	return row->there && (!fl->vni || fl->vni == vni) &&
	       (!fl->in_range ||
		(vni->vni >= fl->first && vni->vni <= fl->last)) &&
	       match_mac(fl, mac_of(i)) &&
	       !(fl->keep_configured && !row->learned) &&
	       !(fl->keep_flood && i == MACS - 1) &&
	       !((row->state ^ fl->state) & fl->state_mask) &&
	       !((row->flags ^ fl->flags) & fl->flags_mask);
}

static bool match_remote(const struct model *m, int v, const struct row *row,
			 unsigned int k, int peer,
			 const struct vtep_fdb_filter *fl)
{
	u32 vni = row->r[k].vni ?: m->fix->vni[v]->vni;

	return (peer < 0 || row->r[k].peer == peer) &&
	       (!fl->by_remote_vni || fl->remote_vni == vni);
}

/* How many entries lost something. */
static unsigned int model_flush(struct model *m, int v, int peer,
				const struct vtep_fdb_filter *fl)
{
	unsigned int n = 0, k, before;
	struct row *row;
	u32 i;

	for (i = 0; i < MACS; i++) {
		row = &m->row[v][i];
		if (!match_entry(m, v, i, fl))
			continue;

		before = row->n;
		for (k = row->n; k-- > 0;)
			if (match_remote(m, v, row, k, peer, fl))
				drop_row(row, k);
		n += row->n != before;
	}
	return n;
}

/* How many were held. */
static unsigned int model_unfreeze(struct model *m, int v, int peer,
				   const struct vtep_fdb_filter *fl)
{
	unsigned int n = 0;
	struct row *row;
	u32 i;

	for (i = 0; i < MACS; i++) {
		row = &m->row[v][i];
		if (!row->damp || !match_entry(m, v, i, fl) ||
		    !match_remote(m, v, row, 0, peer, fl))
			continue;
		n += is_damped(row);
		row->damp = 0;
		row->nr_moves = 0;
	}
	return n;
}

/* MACs and segments that are near each other, or the one alone */
static void random_where(struct vtep_fdb_filter *fl)
{
	if (!vtep_test_rand(3)) {
		fl->in_range = true;
		fl->first = 100 + vtep_test_rand(FIX_VNIS);
		fl->last = 100 + vtep_test_rand(FIX_VNIS);
	}
	if (!vtep_test_rand(3)) {
		ether_addr_copy(fl->mac, mac_of(vtep_test_rand(MACS)));
		fl->mac_len = vtep_test_rand(8 * ETH_ALEN + 1);
	}
}

static void do_unfreeze(struct model *m)
{
	struct vtep_fdb_filter fl = {};
	struct vtep_peer_key key = {};
	unsigned int want = 0;
	int peer = -1;
	int v;

	settle_all(m);
	random_where(&fl);
	if (vtep_test_rand(2)) {
		peer = vtep_test_rand(FIX_PEERS);
		fdb_fix_key(peer, &key);
		key.port = 0;
		fl.peer = &key;
	}
	for (v = 0; v < FIX_VNIS; v++)
		want += model_unfreeze(m, v, peer, &fl);
	VTEP_EXPECT(vtep_fdb_unfreeze(m->fix->fdb, &fl) == want);
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
	random_where(&fl);
	if (vtep_test_rand(2)) {
		peer = vtep_test_rand(FIX_PEERS);
		fdb_fix_key(peer, &key);
		/* Any port will do as well. */
		if (vtep_test_rand(2))
			key.port = 0;
		fl.peer = &key;
	}
	fl.by_remote_vni = !vtep_test_rand(3);
	if (fl.by_remote_vni && vtep_test_rand(4))
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
	u32 limit = vtep_test_rand(3) ? vtep_test_rand(MACS) : 0;
	int v = vtep_test_rand(FIX_VNIS + 2);

	if (v > FIX_VNIS) {
		WRITE_ONCE(m->fix->vtep->limits.peer_limit, limit);
		return;
	}
	m->limit[v] = limit;
	if (v == FIX_VNIS)
		WRITE_ONCE(m->fix->fdb->limit, limit);
	else
		WRITE_ONCE(m->fix->vni[v]->limit, limit);
}

/* Not in force for what is held already */
static void do_rules(struct model *m)
{
	struct vtep_rules *rules = &m->fix->vtep->rules;

	rules->full = vtep_test_rand(4) ? VTEP_FULL_EVICT : VTEP_FULL_REFUSE;
	rules->damp = vtep_test_rand(VTEP_DAMP_DROP + 1);
	rules->moves = 2 + vtep_test_rand(3);
	rules->move_window = 5 + vtep_test_rand(500);
	rules->hold = 5 + vtep_test_rand(500);
}

/* From @now on, when it became so much older, until now. What is held stays,
 * and ages when it is so no longer.
 */
static void age_row(struct model *m, int v, u32 i, u32 passed,
		    unsigned long now)
{
	struct vtep_vni *vni = m->fix->vni[v];
	struct row *row = &m->row[v][i];
	u32 ageing = vni->ageing * HZ;
	unsigned long early, late;
	struct vtep_fdb_entry *f;

	row->heard -= passed * HZ;
	row->heard_by -= passed * HZ;
	row->until -= passed * HZ;
	row->since -= passed * HZ;
	early = row->heard + ageing;
	late = row->heard_by + ageing;
	if (!row->there || row->damp == VTEP_DAMP_FREEZE)
		return;
	if (row->damp && time_before(early, row->until))
		early = row->until;
	if (row->damp && time_before(late, row->until))
		late = row->until;

	rcu_read_lock();
	f = vtep_fdb_find(m->fix->fdb, vni->vni, mac_of(i));
	/* Nobody has to claim it for the end of the hold time. */
	if (f && row->damp && time_after_eq(now, row->until + 2 * HZ))
		VTEP_EXPECT(!f->damp);
	if (!ageing || !can_age(row))
		;
	else if (time_after_eq(now, late + 2 * HZ))
		row->there = false;
	else if (time_after_eq(jiffies, early))
		row->there = f;
	rcu_read_unlock();
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
	u32 i;

	if (vtep_test_rand(2)) {
		WRITE_ONCE(m->fix->vni[v]->ageing,
			   times[vtep_test_rand(ARRAY_SIZE(times))]);
		vtep_fdb_ageing_changed(fdb);
	}
	fdb_fix_pass(m->fix, passed);

	for (v = 0; v < FIX_VNIS; v++)
		for (i = 0; i < MACS; i++)
			age_row(m, v, i, passed, now);
}

/* --- what is left behind ------------------------------------------------- */

static void check_share(struct model *m, const struct vtep_fdb_entry *f, int v,
			u32 peer)
{
	const struct vtep_share *share = vtep_share_of(m->fix->fdb, f);

	if (!VTEP_EXPECT(share))
		return;
	VTEP_EXPECT(share->vni == f->vni);
	VTEP_EXPECT(share->peer == rcu_access_pointer(f->peer));
	VTEP_EXPECT(share->of_vni.n == count(m, v, peer));
	VTEP_EXPECT(share->of_peer.n == count(m, v, peer));
}

static void check_entry(struct model *m, int v, u32 i, atomic_t *macs)
{
	const struct row *row = &m->row[v][i];
	const struct vtep_remotes *list;
	struct vtep_peer_key key;
	struct vtep_peer *peer, *shortcut;
	struct vtep_fdb_aim aim;
	struct vtep_fdb_entry *f;
	unsigned int k;

	f = vtep_fdb_find(m->fix->fdb, m->fix->vni[v]->vni, mac_of(i));
	if (!VTEP_EXPECT(!f == !row->there) || !f)
		return;

	VTEP_EXPECT(f->state == row->state);
	VTEP_EXPECT(f->flags == row->flags);
	VTEP_EXPECT(f->learned == row->learned);
	VTEP_EXPECT(f->vni == m->fix->vni[v]);
	if (row->learned)
		check_share(m, f, v, row->r[0].peer);
	VTEP_EXPECT(vtep_fdb_is_damped(f) == is_damped(row));

	list = vtep_fdb_remotes(m->fix->fdb, f);
	peer = vtep_fdb_peer(m->fix->fdb, f);
	/* Else a worker may put another table in place in between. */
	spin_lock_bh(&m->fix->fdb->lock);
	aim = vtep_fdb_aim(m->fix->fdb, m->fix->vni[v]->vni, mac_of(i));
	VTEP_EXPECT(vtep_fdb_route(m->fix->fdb, &aim, m->fix->vni[v]->vni,
				   mac_of(i), &shortcut) == f);
	spin_unlock_bh(&m->fix->fdb->lock);
	if (list && (is_list(i) || list->n > 1 || list->r[0].vni))
		VTEP_EXPECT(!shortcut);
	else
		VTEP_EXPECT(shortcut == (list ? list->r[0].peer : peer));
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

/* In their order, and none twice */
static unsigned int check_ranking(const struct vtep_ranking *in)
{
	const struct vtep_rank *top = vtep_rank_top(in);
	u32 last = in->most, n = 0;
	struct vtep_rank *r;
	struct rb_node *rb;

	VTEP_EXPECT(in->most == (top ? top->n : 0));
	for (rb = rb_first_cached(&in->tree); rb; rb = rb_next(rb)) {
		r = rb_entry(rb, struct vtep_rank, node);
		VTEP_EXPECT(r->n && r->n <= last);
		last = r->n;
		n++;
	}
	return n;
}

static void check_rankings(struct model *m)
{
	unsigned int n = 0, shares = 0;
	int v, p;

	for (v = 0; v < FIX_VNIS; v++) {
		n += check_ranking(&m->fix->vni[v]->shares);
		VTEP_EXPECT(m->fix->vni[v]->shares.most ==
			    most_of_peers(m, v));
		for (p = 0; p < FIX_PEERS; p++)
			shares += !!count(m, v, p);
	}
	VTEP_EXPECT(n == shares);
	check_ranking(&m->fix->fdb->greedy);
	VTEP_EXPECT(m->fix->fdb->greedy.most == most_of_peers(m, -1));
}

/* What the FDB holds at @peer; for a time longer than it has to be. */
static u32 held(const struct model *m, const struct vtep_peer *peer)
{
	const struct vtep_remotes *list;
	struct vtep_fdb_entry *f;
	u32 id = 0, n = 0;

	while ((f = vtep_fdb_next(m->fix->fdb, &id))) {
		list = vtep_fdb_remotes(m->fix->fdb, f);
		n += f->damp &&
		     (list ? list->r[0].peer :
			     vtep_fdb_peer(m->fix->fdb, f)) == peer;
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
		VTEP_EXPECT(peer->learned.n == count(m, -1, i));
		VTEP_EXPECT(peer->damped == held(m, peer));
		check_ranking(&peer->shares);
		VTEP_EXPECT(peer->shares.most == most_of_vnis(m, i));
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

	tally(m);
	settle_all(m);
	rcu_read_lock();
	for (v = 0; v < FIX_VNIS; v++) {
		for (i = 0; i < MACS; i++) {
			check_entry(m, v, i, macs);
			n += m->row[v][i].there;
		}
		VTEP_EXPECT(atomic_read(&m->fix->vni[v]->learned) ==
			    count(m, v, -1));
		f = vtep_fdb_find(m->fix->fdb, m->fix->vni[v]->vni,
				  mac_of(MACS - 1));
		VTEP_EXPECT(rcu_access_pointer(m->fix->vni[v]->flood) ==
			    (f ? rcu_access_pointer(f->remotes) : NULL));
	}
	VTEP_EXPECT(atomic_read(&m->fix->fdb->learned) == count(m, -1, -1));
	check_rankings(m);

	while ((f = vtep_fdb_next(m->fix->fdb, &id)))
		n--;
	VTEP_EXPECT(!n);
	check_peers(m, macs);
	rcu_read_unlock();
}

static void step(struct model *m)
{
	switch (vtep_test_rand(64)) {
	case 0:
		do_flush(m);
		break;
	case 1:
		do_age(m);
		break;
	case 2 ... 3:
		do_limit(m);
		break;
	case 4:
		do_rules(m);
		break;
	case 5:
		do_unfreeze(m);
		break;
	case 6 ... 15:
		do_set(m);
		break;
	case 16 ... 19:
		do_del(m);
		break;
	case 20 ... 25:
		do_list(m);
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
	model = m;
	vtep_event_set_sender(see);

	for (i = 0; i < STEPS && !vtep_test_failed(); i++) {
		rtnl_lock();
		step(m);
		check(m);
		rtnl_unlock();
		cond_resched();
	}
	vtep_event_set_sender(vtep_genl_send_event);
	model = NULL;
	fdb_fix_free(m->fix);
free:
	kfree(m);
}

const struct vtep_test vtep_fdb_model_tests[] = {
	{ "fdb: like an array", fdb_model },
	{}
};
