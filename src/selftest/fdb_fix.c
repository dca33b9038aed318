// SPDX-License-Identifier: GPL-2.0
/* See fdb.h. */
#include <linux/rtnetlink.h>

#include "fdb.h"

static void fix_setup(struct net_device *dev)
{
	ether_setup(dev);
}

/* One VTEP with segments 100, 101, ... that age in 300 seconds. */
struct fdb_fix *fdb_fix_make(void)
{
	struct fdb_fix *fix;
	int i;

	fix = kzalloc(sizeof(*fix), GFP_KERNEL);
	if (!VTEP_EXPECT(fix))
		return NULL;

	fix->dev = alloc_netdev(sizeof(struct vtep), "vtepunit", NET_NAME_ENUM,
				fix_setup);
	if (!VTEP_EXPECT(fix->dev))
		goto free;

	fix->vtep = netdev_priv(fix->dev);
	fix->fdb = &fix->vtep->fdb;
	fix->vtep->dev = fix->dev;
	fix->vtep->net = dev_net(fix->dev);
	fix->vtep->cfg.family = AF_INET;
	fix->vtep->cfg.port = htons(FIX_PORT);

	fix->live = kzalloc(sizeof(*fix->live), GFP_KERNEL);
	if (!VTEP_EXPECT(fix->live))
		goto free_dev;
	rcu_assign_pointer(fix->vtep->live, fix->live);

	if (!VTEP_EXPECT(!vtep_peers_init(&fix->vtep->peers)))
		goto free_live;
	if (!VTEP_EXPECT(!vtep_fdb_init(fix->fdb, fix->dev,
					&fix->vtep->peers)))
		goto free_peers;

	for (i = 0; i < FIX_VNIS; i++) {
		fix->vni[i] = vtep_vni_alloc(fix->vtep, 100 + i);
		if (!VTEP_EXPECT(fix->vni[i])) {
			fdb_fix_free(fix);
			return NULL;
		}
		fix->vni[i]->learning = 1;
		fix->vni[i]->ageing = 300;
	}
	fix->vtep->seg = fix->vni[0];
	return fix;

free_peers:
	vtep_peers_destroy(&fix->vtep->peers);
free_live:
	kfree(fix->live);
free_dev:
	free_netdev(fix->dev);
free:
	kfree(fix);
	return NULL;
}

/* Nothing may be left of what a test did. */
void fdb_fix_free(struct fdb_fix *fix)
{
	u32 id = 0;
	int i;

	rtnl_lock();
	for (i = 0; i < FIX_VNIS; i++) {
		if (!fix->vni[i])
			continue;
		vtep_fdb_close(fix->fdb, fix->vni[i]);
		VTEP_EXPECT(!atomic_read(&fix->vni[i]->learned));
		VTEP_EXPECT(!rcu_access_pointer(fix->vni[i]->flood));
		VTEP_EXPECT(list_empty(&fix->vni[i]->macs));
		VTEP_EXPECT(!vtep_rank_top(&fix->vni[i]->shares));
	}
	rtnl_unlock();

	rcu_read_lock();
	VTEP_EXPECT(!vtep_fdb_next(fix->fdb, &id));
	rcu_read_unlock();
	VTEP_EXPECT(!atomic_read(&fix->fdb->learned));
	rcu_read_lock();
	VTEP_EXPECT(vtep_fdb_is_empty(fix->fdb));
	rcu_read_unlock();
	VTEP_EXPECT(!fix->fdb->waiting);
	VTEP_EXPECT(!vtep_peers_count(&fix->vtep->peers));
	VTEP_EXPECT(!vtep_rank_top(&fix->fdb->greedy));

	/* And no backlog for the module's end, or the next test's memory. */
	rcu_barrier();
	VTEP_EXPECT(!atomic_read(&fix->fdb->evicted));
	vtep_fdb_destroy(fix->fdb);
	vtep_peers_destroy(&fix->vtep->peers);
	for (i = 0; i < FIX_VNIS; i++)
		if (fix->vni[i])
			vtep_vni_free(fix->vni[i]);
	kfree(fix->live);
	free_netdev(fix->dev);
	kfree(fix);
}

void fdb_fix_key(u32 i, struct vtep_peer_key *key)
{
	struct in6_addr addr;

	vtep_addr_set4(&addr, htonl(0x0a010001 + i));
	vtep_peer_key_init(key, &addr, htons(FIX_PORT), 0);
}

/* What decapsulation knows of a frame; RCU read section. */
void fdb_fix_claim(struct fdb_fix *fix, int vni, const u8 *mac, u32 peer,
		   struct vtep_claim *c)
{
	*c = (struct vtep_claim){
		.vni = fix->vni[vni],
		.mac = mac,
		.all = &fix->vtep->rules,
		.peer_limit = READ_ONCE(fix->vtep->limits.peer_limit),
	};
	fdb_fix_key(peer, &c->from);
	vtep_fdb_who(fix->fdb, c);
}

/* As decapsulation does it; and the peer given back is the right one. */
enum vtep_learn fdb_fix_learn(struct fdb_fix *fix, int vni, const u8 *mac,
			      u32 peer, enum vtep_drop *refused)
{
	enum vtep_learn verdict;
	struct vtep_claim c;

	local_bh_disable();
	rcu_read_lock();
	fdb_fix_claim(fix, vni, mac, peer, &c);
	verdict = vtep_fdb_learn(fix->fdb, &c);
	if (verdict == VTEP_LEARN_OK && c.refused == VTEP_PASS)
		VTEP_EXPECT(c.peer && ipv6_addr_equal(&c.peer->key.addr,
						      &c.from.addr));
	*refused = c.refused;
	rcu_read_unlock();
	local_bh_enable();
	return verdict;
}

/* The worker runs only when fdb_fix_pass() wants it to. */
void fdb_fix_freeze(struct fdb_fix *fix)
{
	flush_delayed_work(&fix->fdb->age_work);
	cancel_delayed_work_sync(&fix->fdb->age_work);

	/* Planned for a past that nothing comes before. */
	spin_lock_bh(&fix->fdb->lock);
	fix->fdb->planned = true;
	fix->fdb->due = jiffies - MAX_JIFFY_OFFSET / 2;
	spin_unlock_bh(&fix->fdb->lock);
}

/* Let all that happened have happened @seconds earlier, then age. */
void fdb_fix_pass(struct fdb_fix *fix, u32 seconds)
{
	struct vtep_fdb *fdb = fix->fdb;
	struct vtep_fdb_entry *f;
	unsigned long id;

	spin_lock_bh(&fdb->lock);
	fdb->hand -= seconds * HZ;
	xa_for_each(&fdb->ids, id, f) {
		if (f->heard)
			f->heard -= seconds * HZ;
		f->placed -= seconds * HZ;
		f->since -= seconds * HZ;
	}
	spin_unlock_bh(&fdb->lock);

	mod_delayed_work(system_dfl_wq, &fdb->age_work, 0);
	fdb_fix_freeze(fix);
}
