/* SPDX-License-Identifier: GPL-2.0 */
/* The FDB's table: (VNI, MAC) -> entry, and the peer that is behind it.
 *
 * Where many MACs are known, a frame waits for memory more than it computes:
 * what it needs was last used long ago. So it all is in one cache line: the key
 * is compared there, and says the number of the peer it leads to. The entry is
 * not looked at by frames sent, and by frames received only for the time they
 * were heard, which nothing waits for.
 *
 * A line has three places. One whose own line is full is in a line behind it,
 * and each line knows how many have passed it, so that a search ends at the
 * first line that none has. What is in the table never moves; to grow or to
 * shrink, another table is filled, see fdb_grow.c.
 *
 * The number of lines is no power of two: a table then grows by a third and not
 * to twice its size, and the memory of a MAC depends little on how many there
 * are. They are in pieces, which are had more easily than one of the whole
 * size, without rounding it up, and where memory is mapped by large pages.
 *
 * Writers hold fdb->lock. Readers, under RCU, are told by @seq when a line was
 * written meanwhile, and look again.
 */
#ifndef VTEP_FDB_TABLE_H
#define VTEP_FDB_TABLE_H

#include <linux/etherdevice.h>
#include <linux/kernel.h>
#include <linux/llist.h>
#include <linux/rcupdate.h>

struct vtep_fdb_entry;
struct vtep_peer;
struct vtep_peers;

#define VTEP_FDB_WAYS	3

struct vtep_fdb_line {
	u32 vni[VTEP_FDB_WAYS];
	u8 mac[VTEP_FDB_WAYS][ETH_ALEN];
	u16 peer[VTEP_FDB_WAYS];	/* see vtep_peer.id; 0: ask the entry */
	u16 seq;			/* odd: being written */
	u16 passed;			/* how many of lines before are behind;
					 * U16_MAX: more than can be counted
					 */
	struct vtep_fdb_entry __rcu *f[VTEP_FDB_WAYS]; /* NULL: free */
} __aligned(64);

#ifdef CONFIG_64BIT
static_assert(sizeof(struct vtep_fdb_line) == 64);
#endif

#define VTEP_FDB_PIECE	1024	/* lines; 64 KiB */

struct vtep_fdb_table {
	u32 lines;
	u32 n;			/* entries in it; read lockless */
	u64 key[2];		/* secret, odd */
	union {
		struct rcu_head rcu;	 /* when it is not found any more, */
		struct llist_node freed; /* and afterwards */
	};
	struct vtep_fdb_line *piece[];
};

static inline struct vtep_fdb_line *
vtep_fdb_table_line(const struct vtep_fdb_table *t, u32 at)
{
	return &t->piece[at / VTEP_FDB_PIECE][at % VTEP_FDB_PIECE];
}

/**
 * vtep_fdb_table_home() - the line in which a MAC is if that has room
 * @t: the table
 * @vni: segment
 * @mac: Ethernet address
 *
 * Multiplications by numbers that nobody outside knows: neighbours and
 * multiples come apart, and who chooses MACs cannot choose their lines. Each
 * frame comes here twice.
 *
 * Context: any.
 *
 * Return: its number.
 */
static inline u32 vtep_fdb_table_home(const struct vtep_fdb_table *t, u32 vni,
				      const u8 *mac)
{
	const u16 *m = (const u16 *)mac;
	u64 h = m[0] | (u32)m[1] << 16 | (u64)m[2] << 32;

	h = h * t->key[0] + vni * t->key[1];
	h ^= h >> 32;
	h *= t->key[0];
	return reciprocal_scale(h >> 32, t->lines);
}

/* Lines of the smallest table. */
#define VTEP_FDB_LINES_MIN	16

struct vtep_fdb_table *vtep_fdb_table_alloc(u32 n, gfp_t gfp);
void vtep_fdb_table_free(struct vtep_fdb_table *t);
void vtep_fdb_table_free_rcu(struct vtep_fdb_table *t);
void vtep_fdb_table_exit(void);

struct vtep_fdb_entry *vtep_fdb_table_find(struct vtep_fdb_table *t, u32 home,
					   u32 vni, const u8 *mac,
					   struct vtep_peers *peers,
					   struct vtep_peer **peer);
bool vtep_fdb_table_add(struct vtep_fdb_table *t, u32 vni, const u8 *mac,
			struct vtep_fdb_entry *f, u16 peer);
void vtep_fdb_table_del(struct vtep_fdb_table *t, u32 vni, const u8 *mac);
void vtep_fdb_table_set(struct vtep_fdb_table *t, u32 vni, const u8 *mac,
			struct vtep_fdb_entry *f, u16 peer);
bool vtep_fdb_table_fill(struct vtep_fdb_table *t,
			 const struct vtep_fdb_line *line);

static inline u32 vtep_fdb_table_places(const struct vtep_fdb_table *t)
{
	return t->lines * VTEP_FDB_WAYS;
}

/* It is time for a larger one. */
static inline bool vtep_fdb_table_is_crowded(const struct vtep_fdb_table *t)
{
	u32 places = vtep_fdb_table_places(t);

	return READ_ONCE(t->n) > places - places / 5;
}

/* For a smaller one */
static inline bool vtep_fdb_table_is_sparse(const struct vtep_fdb_table *t)
{
	return t->lines > VTEP_FDB_LINES_MIN &&
	       READ_ONCE(t->n) < vtep_fdb_table_places(t) / 4;
}

static inline bool vtep_fdb_table_is_misfit(const struct vtep_fdb_table *t)
{
	return vtep_fdb_table_is_crowded(t) || vtep_fdb_table_is_sparse(t);
}

#endif /* VTEP_FDB_TABLE_H */
