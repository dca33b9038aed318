// SPDX-License-Identifier: GPL-2.0
/* Who it was, and the one function that drops a frame; see blame.h. */
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <net/dropreason.h>

#include "blame.h"
#include "events.h"
#include "trace.h"

#define VTEP_DROP_REASON(_id, _name, _scope, _reason, _text)	\
	[VTEP_DROP_##_id] = SKB_DROP_REASON_##_reason,

static const enum skb_drop_reason vtep_drop_reasons[VTEP_DROP_MAX] = {
	VTEP_DROPS(VTEP_DROP_REASON)
};

/**
 * vtep_blame_alloc() - room for the last offenders of a VTEP or socket
 * @gfp: allocation flags
 *
 * Return: for kfree(), with none in it, or NULL.
 */
struct vtep_blame *vtep_blame_alloc(gfp_t gfp)
{
	struct vtep_blame *blame;
	struct vtep_last *last;
	unsigned int i;

	blame = kzalloc(sizeof(*blame), gfp);
	if (!blame)
		return NULL;

	for (i = 0; i < VTEP_DROP_MAX; i++) {
		last = &blame->last[i];
		spin_lock_init(&last->lock);
		seqcount_spinlock_init(&last->seq, &last->lock);
	}
	return blame;
}

/**
 * vtep_blame_last() - the last offender of a reason
 * @blame: of the VTEP or socket
 * @why: the reason
 * @who: gets a consistent copy; its @when is 0 if there was none
 *
 * Context: any but hard interrupt.
 */
void vtep_blame_last(const struct vtep_blame *blame, enum vtep_drop why,
		     struct vtep_offender *who)
{
	const struct vtep_last *last = &blame->last[why];
	unsigned int start;

	do {
		start = read_seqcount_begin(&last->seq);
		*who = last->who;
	} while (read_seqcount_retry(&last->seq, start));
}

/* How many there are of which listeners were not told. */
static u32 vtep_blame_untold(const struct vtep_offence *o, enum vtep_drop why,
			     struct vtep_last *last)
{
	u64 sum = vtep_sum_drop(o->drops, why);
	u64 n = sum - last->told;

	last->told = sum;
	return min_t(u64, n, U32_MAX);
}

static void vtep_blame_tell(const struct vtep_offence *o, enum vtep_drop why,
			    u32 count)
{
	const struct vtep_event ev = {
		.type = VTEP_EVENT_TYPE_POLICY,
		.count = count,
		.dev = o->dev,
		.vni = o->vni,
		.mac = o->mac,
		.peer = o->from,
		.reason = vtep_drop_rows[why].name,
	};

	vtep_event(&ev);
}

/* All but the first of a jiffy leave it at a look. */
static void vtep_blame_remember(const struct vtep_offence *o,
				enum vtep_drop why)
{
	struct vtep_last *last = &o->blame->last[why];
	unsigned long now = jiffies ?: 1;
	u32 untold = 0;

	if (READ_ONCE(last->who.when) == now || !spin_trylock(&last->lock))
		return;

	if (vtep_drop_rows[why].policy)
		untold = vtep_blame_untold(o, why, last);
	write_seqcount_begin(&last->seq);
	WRITE_ONCE(last->who.when, now);
	last->who.addr = o->from ? o->from->addr : in6addr_any;
	last->who.vni = o->vni;
	last->who.has_mac = o->mac;
	if (o->mac)
		ether_addr_copy(last->who.mac, o->mac);
	write_seqcount_end(&last->seq);
	spin_unlock(&last->lock);

	if (untold)
		vtep_blame_tell(o, why, untold);
}

/* Anybody can make frames be dropped: charged like what is learned. */
static struct vtep_tally *vtep_tally_make(struct vtep_tally **tally,
					  struct mem_cgroup *memcg)
{
	struct vtep_tally *fresh, *old;

	memcg = set_active_memcg(memcg);
	fresh = kzalloc(sizeof(*fresh), VTEP_LEARN_GFP);
	set_active_memcg(memcg);
	if (!fresh)
		return NULL;

	/* Another CPU may have been as quick. */
	old = cmpxchg(tally, NULL, fresh);
	if (!old)
		return fresh;
	kfree(fresh);
	return old;
}

static void vtep_tally_add(struct vtep_tally **tally, struct mem_cgroup *memcg,
			   enum vtep_drop why)
{
	struct vtep_tally *t = READ_ONCE(*tally);

	if (unlikely(!t))
		t = vtep_tally_make(tally, memcg);
	if (likely(t))
		atomic64_inc(&t->n[why]);
}

/**
 * vtep_tally_get() - drops of a segment or a peer for one reason
 * @tally: where its tally is, if there is one
 * @why: the reason
 *
 * Context: whatever keeps the owner from being freed.
 *
 * Return: how many.
 */
u64 vtep_tally_get(struct vtep_tally *const *tally, enum vtep_drop why)
{
	const struct vtep_tally *t = READ_ONCE(*tally);

	return t ? atomic64_read(&t->n[why]) : 0;
}

/* A frame that is not learned from is delivered: it is no drop. */
static void vtep_account_add(const struct vtep_account *a,
			     struct mem_cgroup *memcg, enum vtep_drop why)
{
	if (!a->counts)
		return;

	if (vtep_drop_rows[why].scope != VTEP_SCOPE_LEARN)
		vtep_count_drop(a->counts, why);
	vtep_tally_add(a->tally, memcg, why);
}

/**
 * vtep_blame() - count a reason, remember and tell who it was, drop nothing
 * @o: what is known of the frame
 * @why: the reason; of scope LEARN when a frame is delivered all the same
 *
 * Context: BH off; RCU read section, or whatever else keeps the VTEP, the
 *	segment and the peer from being freed.
 */
void vtep_blame(const struct vtep_offence *o, enum vtep_drop why)
{
	vtep_count_why(o->drops, why);
	vtep_account_add(&o->seg, o->memcg, why);
	vtep_account_add(&o->peer, o->memcg, why);
	vtep_blame_remember(o, why);
}

/**
 * vtep_drop() - drop a frame: count why, remember who, trace it, free it
 * @skb: the frame; gone when this returns
 * @o: what is known of it, which may point into it
 * @why: the reason, one row of VTEP_DROPS
 *
 * Every exit of the packet path that does not deliver ends here, but for
 * datagrams by a socket that is being closed, which are nobody's any more.
 *
 * Context: as vtep_blame().
 */
void vtep_drop(struct sk_buff *skb, const struct vtep_offence *o,
	       enum vtep_drop why)
{
	vtep_blame(o, why);
	trace_vtep_drop(skb, o->dev, o->vni, o->from, o->mac, why);
	kfree_skb_reason(skb, vtep_drop_reasons[why]);
}
