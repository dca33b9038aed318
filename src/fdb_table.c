// SPDX-License-Identifier: GPL-2.0
/* Lines of the FDB's table; see fdb_table.h. */
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "fdb_table.h"
#include "ledger.h"
#include "peer.h"

/* No VNI, which has 24 bits: that of a free place */
#define VTEP_FDB_NO_VNI	U32_MAX

/* Pieces of a table */
static u32 vtep_fdb_pieces(u32 lines)
{
	return DIV_ROUND_UP(lines, VTEP_FDB_PIECE);
}

/**
 * vtep_fdb_table_free() - free a table
 * @t: the table, which nobody looks into any more; pieces may be missing
 *
 * Context: process context if it is a large one.
 */
void vtep_fdb_table_free(struct vtep_fdb_table *t)
{
	u32 i;

	for (i = 0; i < vtep_fdb_pieces(t->lines); i++)
		kfree(t->piece[i]);
	kvfree(t);
	vtep_freed(VTEP_THING_TABLE);
}

/* Tables whose grace period is over. A large one has many pieces: that is no
 * work for a softirq.
 */
static LLIST_HEAD(vtep_fdb_tables);

static void vtep_fdb_tables_free(struct work_struct *work)
{
	struct vtep_fdb_table *t, *next;

	llist_for_each_entry_safe(t, next, llist_del_all(&vtep_fdb_tables),
				  freed)
		vtep_fdb_table_free(t);
}

static DECLARE_WORK(vtep_fdb_tables_work, vtep_fdb_tables_free);

static void vtep_fdb_table_free_cb(struct rcu_head *rcu)
{
	struct vtep_fdb_table *t = container_of(rcu, struct vtep_fdb_table,
						rcu);

	if (llist_add(&t->freed, &vtep_fdb_tables))
		queue_work(system_dfl_wq, &vtep_fdb_tables_work);
}

/**
 * vtep_fdb_table_free_rcu() - free a table after a grace period
 * @t: the table, which is not found any more
 *
 * Context: any.
 */
void vtep_fdb_table_free_rcu(struct vtep_fdb_table *t)
{
	call_rcu(&t->rcu, vtep_fdb_table_free_cb);
}

/**
 * vtep_fdb_table_exit() - wait until no table is left to be freed
 *
 * Context: process context; all callbacks of RCU have run.
 */
void vtep_fdb_table_exit(void)
{
	flush_work(&vtep_fdb_tables_work);
}

static struct vtep_fdb_line *vtep_fdb_piece_alloc(u32 lines, gfp_t gfp)
{
	struct vtep_fdb_line *line;
	u32 i;

	line = kcalloc(lines, sizeof(*line), gfp);
	if (!line)
		return NULL;
	for (i = 0; i < lines; i++)
		memset(line[i].vni, 0xff, sizeof(line[i].vni));
	return line;
}

/**
 * vtep_fdb_table_alloc() - make an empty table
 * @n: entries that it is to have room for, with some more
 * @gfp: allocation flags
 *
 * Return: the table, for vtep_fdb_table_free(), or NULL.
 */
struct vtep_fdb_table *vtep_fdb_table_alloc(u32 n, gfp_t gfp)
{
	u32 lines = max_t(u64, div_u64((u64)n * 5, 3 * VTEP_FDB_WAYS),
			  VTEP_FDB_LINES_MIN);
	struct vtep_fdb_table *t;
	size_t size;
	u32 i, left;

	size = struct_size(t, piece, vtep_fdb_pieces(lines));
	t = gfpflags_allow_blocking(gfp) ? kvzalloc(size, gfp) :
					   kzalloc(size, gfp);
	if (!t)
		return NULL;

	vtep_made(VTEP_THING_TABLE);
	t->lines = lines;
	get_random_bytes(t->key, sizeof(t->key));
	t->key[0] |= 1;
	t->key[1] |= 1;
	for (i = 0; i < vtep_fdb_pieces(lines); i++) {
		left = min_t(u32, lines - i * VTEP_FDB_PIECE, VTEP_FDB_PIECE);
		t->piece[i] = vtep_fdb_piece_alloc(left, gfp);
		if (!t->piece[i]) {
			vtep_fdb_table_free(t);
			return NULL;
		}
	}
	return t;
}

static u32 vtep_fdb_behind(const struct vtep_fdb_table *t, u32 at)
{
	return ++at == t->lines ? 0 : at;
}

/* The place of a key in a line, or -1. */
static int vtep_fdb_place(const struct vtep_fdb_line *line, u32 vni,
			  const u8 *mac)
{
	unsigned int i;

	for (i = 0; i < VTEP_FDB_WAYS; i++)
		if (READ_ONCE(line->vni[i]) == vni &&
		    /* Written meanwhile, it does not count: @seq says so. */
		    data_race(ether_addr_equal(line->mac[i], mac)))
			return i;
	return -1;
}

/**
 * vtep_fdb_table_find() - look a MAC up
 * @t: the table
 * @home: what vtep_fdb_table_home() said
 * @vni: segment
 * @mac: Ethernet address
 * @peers: where its peer is, or NULL if that is not asked for
 * @peer: its only destination, under the segment's own VNI; set to NULL if it
 *	is not known, has another kind of destination, or too many peers are
 *	known
 *
 * Context: RCU read section, within which the results are good; or fdb->lock.
 *
 * Return: the entry or NULL.
 */
struct vtep_fdb_entry *vtep_fdb_table_find(struct vtep_fdb_table *t, u32 home,
					   u32 vni, const u8 *mac,
					   struct vtep_peers *peers,
					   struct vtep_peer **peer)
{
	const struct vtep_fdb_line *line;
	struct vtep_fdb_entry *f;
	u32 at = home;
	u16 seq, id;
	int i;

again:
	/* Also of what was read before the line was written */
	f = NULL;
	if (peers)
		*peer = NULL;
	line = vtep_fdb_table_line(t, at);
	seq = READ_ONCE(line->seq);
	if (unlikely(seq & 1)) {
		cpu_relax();
		goto again;
	}
	/* Pairs with that of vtep_fdb_write_end(). */
	smp_rmb();
	i = vtep_fdb_place(line, vni, mac);
	if (likely(i >= 0)) {
		f = rcu_dereference_raw(line->f[i]);
		if (peers) {
			id = READ_ONCE(line->peer[i]);
			if (id)
				*peer = vtep_peer_by_id(peers, id);
		}
	}
	/* Pairs with that of vtep_fdb_write_begin(). The peer, too, was read
	 * before: while the line says so, the entry has a reference to whom the
	 * number belongs.
	 */
	smp_rmb();
	if (unlikely(READ_ONCE(line->seq) != seq))
		goto again;
	if (likely(f))
		return f;

	if (READ_ONCE(line->passed)) {
		at = vtep_fdb_behind(t, at);
		if (likely(at != home))
			goto again;
	}
	return NULL;
}

static void vtep_fdb_write_begin(struct vtep_fdb_line *line)
{
	WRITE_ONCE(line->seq, line->seq + 1);
	/* Who sees what follows sees that it is odd, or another one. */
	smp_wmb();
}

static void vtep_fdb_write_end(struct vtep_fdb_line *line)
{
	/* Who sees it even again sees all that was written. */
	smp_wmb();
	WRITE_ONCE(line->seq, line->seq + 1);
}

static void vtep_fdb_write(struct vtep_fdb_line *line, int i, u32 vni,
			   const u8 *mac, struct vtep_fdb_entry *f, u16 peer)
{
	vtep_fdb_write_begin(line);
	WRITE_ONCE(line->vni[i], vni);
	ether_addr_copy(line->mac[i], mac);
	WRITE_ONCE(line->peer[i], peer);
	rcu_assign_pointer(line->f[i], f);
	vtep_fdb_write_end(line);
}

/* One more (@by 1) or less (-1) is behind @line. */
static void vtep_fdb_pass(struct vtep_fdb_line *line, int by)
{
	if (line->passed != U16_MAX)
		WRITE_ONCE(line->passed, line->passed + by);
}

/* The line that a key is in, and its place there; NULL: it is not in @t. */
static struct vtep_fdb_line *vtep_fdb_line_of(const struct vtep_fdb_table *t,
					      u32 vni, const u8 *mac, int *i)
{
	u32 home = vtep_fdb_table_home(t, vni, mac);
	struct vtep_fdb_line *line;
	u32 at = home;

	do {
		line = vtep_fdb_table_line(t, at);
		*i = vtep_fdb_place(line, vni, mac);
		if (*i >= 0)
			return line;
		at = vtep_fdb_behind(t, at);
	} while (line->passed && at != home);
	return NULL;
}

/* Full enough for searches to be long. */
static bool vtep_fdb_table_is_full(const struct vtep_fdb_table *t)
{
	u32 places = vtep_fdb_table_places(t);

	return t->n >= places - places / 16;
}

/**
 * vtep_fdb_table_add() - put an entry into a table
 * @t: the table, which does not have its key
 * @vni: segment
 * @mac: Ethernet address
 * @f: entry for that
 * @peer: number of its only destination, or 0
 *
 * Context: fdb->lock, or @t is not in use yet.
 *
 * Return: false if the table is full.
 */
bool vtep_fdb_table_add(struct vtep_fdb_table *t, u32 vni, const u8 *mac,
			struct vtep_fdb_entry *f, u16 peer)
{
	u32 at = vtep_fdb_table_home(t, vni, mac);
	struct vtep_fdb_line *line;
	int i;

	if (vtep_fdb_table_is_full(t))
		return false;

	for (;;) {
		line = vtep_fdb_table_line(t, at);
		for (i = 0; i < VTEP_FDB_WAYS; i++)
			if (!rcu_access_pointer(line->f[i]))
				goto place;
		vtep_fdb_pass(line, 1);
		at = vtep_fdb_behind(t, at);
	}
place:
	vtep_fdb_write(line, i, vni, mac, f, peer);
	WRITE_ONCE(t->n, t->n + 1);
	return true;
}

/**
 * vtep_fdb_table_del() - take a key out of a table
 * @t: the table
 * @vni: segment
 * @mac: Ethernet address; nothing is done if they are not there
 *
 * Context: fdb->lock.
 */
void vtep_fdb_table_del(struct vtep_fdb_table *t, u32 vni, const u8 *mac)
{
	static const u8 none[ETH_ALEN] __aligned(2);
	struct vtep_fdb_line *line, *pos;
	u32 at;
	int i;

	line = vtep_fdb_line_of(t, vni, mac, &i);
	if (!line)
		return;
	vtep_fdb_write(line, i, VTEP_FDB_NO_VNI, none, NULL, 0);
	WRITE_ONCE(t->n, t->n - 1);
	at = vtep_fdb_table_home(t, vni, mac);
	while ((pos = vtep_fdb_table_line(t, at)) != line) {
		vtep_fdb_pass(pos, -1);
		at = vtep_fdb_behind(t, at);
	}
}

/**
 * vtep_fdb_table_set() - another entry, or another destination, for a key
 * @t: the table
 * @vni: segment
 * @mac: Ethernet address; nothing is done if they are not there
 * @f: entry for that
 * @peer: number of its only destination, or 0
 *
 * Readers find the one or the other, never none.
 *
 * Context: fdb->lock.
 */
void vtep_fdb_table_set(struct vtep_fdb_table *t, u32 vni, const u8 *mac,
			struct vtep_fdb_entry *f, u16 peer)
{
	struct vtep_fdb_line *line;
	int i;

	line = vtep_fdb_line_of(t, vni, mac, &i);
	if (line)
		vtep_fdb_write(line, i, vni, mac, f, peer);
}

/**
 * vtep_fdb_table_fill() - take over what is in a line of another table
 * @t: the table, which may have it already
 * @line: of the other one
 *
 * Context: fdb->lock.
 *
 * Return: false if the table is full.
 */
bool vtep_fdb_table_fill(struct vtep_fdb_table *t,
			 const struct vtep_fdb_line *line)
{
	struct vtep_fdb_entry *f;
	const u8 *mac;
	int i, at;
	u32 vni;

	for (i = 0; i < VTEP_FDB_WAYS; i++) {
		f = rcu_dereference_protected(line->f[i], true);
		vni = line->vni[i];
		mac = line->mac[i];
		if (!f || vtep_fdb_line_of(t, vni, mac, &at))
			continue;
		if (!vtep_fdb_table_add(t, vni, mac, f, line->peer[i]))
			return false;
	}
	return true;
}
