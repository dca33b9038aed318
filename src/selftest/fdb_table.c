// SPDX-License-Identifier: GPL-2.0
/* The FDB's table while it grows and shrinks: what is there is found, by
 * whoever looks, and nothing else is.
 */
#include <linux/bitmap.h>
#include <linux/kthread.h>

#include "fdb.h"
#include "fdb_priv.h"

#define MACS	40000
#define ALWAYS	100		/* the first ones are there all the time, */
#define NEVER	100		/* and those after the last one at no time */
#define READERS	3
#define STEPS	60000

static void mac_of(u32 i, u8 *mac)
{
	eth_zero_addr(mac);
	mac[0] = 0x02;
	mac[3] = i >> 16;
	mac[4] = i >> 8;
	mac[5] = i;
}

static u32 peer_of(u32 i)
{
	return i % FIX_PEERS;
}

/* Is it found as it should be, its peer beside it? */
static bool found(struct fdb_fix *fix, u32 i)
{
	struct vtep_fdb_entry *f;
	struct vtep_peer *peer;
	struct vtep_peer_key key;
	struct vtep_fdb_aim aim;
	bool is_there;
	u8 mac[ETH_ALEN];

	mac_of(i, mac);
	fdb_fix_key(peer_of(i), &key);
	rcu_read_lock();
	aim = vtep_fdb_aim(fix->fdb, fix->vni[0]->vni, mac);
	f = vtep_fdb_route(fix->fdb, &aim, fix->vni[0]->vni, mac, &peer);
	is_there = f;
	if (f) {
		VTEP_EXPECT(ether_addr_equal(f->key.mac, mac));
		/* Unless it was another table's turn */
		if (!peer) {
			VTEP_EXPECT(rcu_access_pointer(fix->fdb->table) !=
				    aim.table);
			peer = vtep_fdb_peer(fix->fdb, f);
		}
		VTEP_EXPECT(peer && !memcmp(&peer->key, &key, sizeof(key)));
		VTEP_EXPECT(peer == vtep_fdb_peer(fix->fdb, f));
	}
	/* The same MAC elsewhere is another one. */
	VTEP_EXPECT(!vtep_fdb_find(fix->fdb, fix->vni[1]->vni, mac));
	rcu_read_unlock();
	return is_there;
}

static void check(struct fdb_fix *fix, const unsigned long *there)
{
	unsigned int n = 0;
	u32 i;

	for (i = 0; i < MACS + NEVER && !vtep_test_failed(); i++) {
		VTEP_EXPECT(found(fix, i) == test_bit(i, there));
		n += test_bit(i, there);
	}
	VTEP_EXPECT(atomic_read(&fix->fdb->learned) == n);
	cond_resched();
}

/* A worker that comes too late is waited for, once. */
static void add(struct fdb_fix *fix, u32 i, unsigned long *there)
{
	enum vtep_drop refused;
	u8 mac[ETH_ALEN];

	mac_of(i, mac);
	fdb_fix_learn(fix, 0, mac, peer_of(i), &refused);
	if (refused == VTEP_DROP_LEARN_NOMEM) {
		flush_work(&fix->fdb->grow_work);
		fdb_fix_learn(fix, 0, mac, peer_of(i), &refused);
	}
	VTEP_EXPECT(refused == VTEP_PASS);
	__set_bit(i, there);
}

static void del(struct fdb_fix *fix, u32 i, unsigned long *there)
{
	struct vtep_fdb_conf conf = { .vni = fix->vni[0] };
	u8 mac[ETH_ALEN];

	mac_of(i, mac);
	conf.mac = mac;
	rtnl_lock();
	VTEP_EXPECT(vtep_fdb_del(fix->fdb, &conf, true, NULL) ==
		    (test_bit(i, there) ? 0 : -ENOENT));
	rtnl_unlock();
	__clear_bit(i, there);
}

static u32 lines(struct fdb_fix *fix)
{
	u32 n;

	flush_work(&fix->fdb->grow_work);
	rcu_read_lock();
	n = rcu_dereference(fix->fdb->table)->lines;
	rcu_read_unlock();
	return n;
}

/* Up and down, not all the way, and to and fro */
static void churn(struct fdb_fix *fix, unsigned long *there)
{
	u32 i, large;

	for (i = 0; i < MACS && !vtep_test_failed(); i++)
		add(fix, i, there);
	large = lines(fix);
	VTEP_EXPECT(large * VTEP_FDB_WAYS > MACS);
	VTEP_EXPECT(large < MACS);
	check(fix, there);

	for (i = 0; i < STEPS && !vtep_test_failed(); i++) {
		u32 mac = ALWAYS + vtep_test_rand(MACS - ALWAYS);

		if (test_bit(mac, there) || !vtep_test_rand(4))
			del(fix, mac, there);
		else
			add(fix, mac, there);
		if (!(i % 1024))
			cond_resched();
	}
	check(fix, there);

	for (i = MACS; --i >= ALWAYS && !vtep_test_failed();)
		if (test_bit(i, there))
			del(fix, i, there);
	VTEP_EXPECT(lines(fix) < large / 50);
	VTEP_EXPECT(lines(fix) >= VTEP_FDB_LINES_MIN);
	check(fix, there);
}

static void changes_size(void)
{
	struct fdb_fix *fix = fdb_fix_make();
	unsigned long *there;

	there = bitmap_zalloc(MACS + NEVER, GFP_KERNEL);
	if (!fix || !VTEP_EXPECT(there))
		goto out;
	fix->fdb->limit = 0;
	churn(fix, there);
	churn(fix, there);
out:
	bitmap_free(there);
	if (fix)
		fdb_fix_free(fix);
}

struct reader {
	struct fdb_fix *fix;
	struct task_struct *task;
	u32 first;
	u64 looks;
};

static int look(void *arg)
{
	struct reader *r = arg;
	u32 i = r->first;

	while (!kthread_should_stop()) {
		i++;
		VTEP_EXPECT(found(r->fix, i % ALWAYS));
		VTEP_EXPECT(!found(r->fix, MACS + i % NEVER));
		if (!(++r->looks % 64))
			cond_resched();
	}
	return 0;
}

static void while_read(void)
{
	struct fdb_fix *fix = fdb_fix_make();
	struct reader reader[READERS] = {};
	unsigned long *there;
	int n = 0;
	u32 i;

	there = bitmap_zalloc(MACS + NEVER, GFP_KERNEL);
	if (!fix || !VTEP_EXPECT(there))
		goto out;
	fix->fdb->limit = 0;
	for (i = 0; i < ALWAYS; i++)
		add(fix, i, there);
	for (n = 0; n < READERS; n++) {
		reader[n].fix = fix;
		reader[n].first = n * ALWAYS / READERS;
		reader[n].task = kthread_run(look, &reader[n], "vtep_look/%d",
					     n);
		if (!VTEP_EXPECT(!IS_ERR(reader[n].task)))
			goto stop;
	}
	churn(fix, there);
stop:
	while (n-- > 0) {
		kthread_stop(reader[n].task);
		VTEP_EXPECT(reader[n].looks);
	}
out:
	bitmap_free(there);
	if (fix)
		fdb_fix_free(fix);
}

/* What a table says that is not the FDB's, any more, is no peer's number. */
static void replaced(void)
{
	struct fdb_fix *fix = fdb_fix_make(), *other = fdb_fix_make();
	unsigned long there = 0;
	struct vtep_fdb_aim aim;
	struct vtep_peer *peer;
	u8 mac[ETH_ALEN];
	u32 vni;

	if (!fix || !other)
		goto out;
	add(fix, 1, &there);
	add(other, 1, &there);
	mac_of(1, mac);
	vni = fix->vni[0]->vni;

	rcu_read_lock();
	aim = vtep_fdb_aim(other->fdb, vni, mac);
	VTEP_EXPECT(vtep_fdb_route(other->fdb, &aim, vni, mac, &peer));
	VTEP_EXPECT(peer);
	VTEP_EXPECT(vtep_fdb_route(fix->fdb, &aim, vni, mac, &peer));
	VTEP_EXPECT(!peer);
	rcu_read_unlock();
out:
	if (fix)
		fdb_fix_free(fix);
	if (other)
		fdb_fix_free(other);
}

const struct vtep_test vtep_fdb_table_tests[] = {
	{ "fdb: the table grows and shrinks", changes_size },
	{ "fdb: the table changes its size while it is read", while_read },
	{ "fdb: no peer's number of a table that was replaced", replaced },
	{}
};
