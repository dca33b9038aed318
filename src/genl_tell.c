// SPDX-License-Identifier: GPL-2.0
/* Which events are told at once, which later, and which not at all.
 *
 * Of one thing, such as a MAC of a segment, listeners are told once a second:
 * what comes meanwhile is kept, the newest state of it and how often it
 * changed, and told when the second is over. Of all things together they are
 * told as much as a token bucket lets pass; the rest is counted. Each message
 * carries a running number and that count, and when the last thing that
 * happened was that something was not told, a message says so: who listens
 * always knows whether to look for itself.
 *
 * All of this is by network namespace, and there is something to remember only
 * while somebody listens there.
 */
#include <linux/hashtable.h>
#include <linux/jhash.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/netdevice.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include <net/netns/generic.h>

#include <vtep/bucket.h>

#include "genl_event.h"
#include "genl_msg.h"

#define VTEP_TELL_RATE		1000	/* events per second, */
#define VTEP_TELL_BURST		1000	/* and milliseconds of that at once */
#define VTEP_TELL_AGAIN		HZ	/* not of one thing more often */
#define VTEP_TELL_THINGS	256	/* remembered, */
#define VTEP_TELL_HASH_BITS	6	/* in lists of a few */
#define VTEP_TELL_STEP		(HZ / 10) /* the work waits at least so long */
#define VTEP_TELL_CALM		(HZ / 4) /* a burst is over */

/* What an event is about. No padding: compared and hashed as bytes. */
struct vtep_tell_key {
	u32 class;		/* type, or that which is told for several */
	u32 ifindex;
	u32 vni;
	u8 mac[ETH_ALEN];
	u8 zero[2];
	struct in6_addr addr;
	u64 reason;		/* its address */
};

/* A thing that was told of. */
struct vtep_tell_thing {
	struct hlist_node node;
	struct list_head list;	/* vtep_tell_net.things */
	unsigned long told;	/* jiffies */
	struct vtep_tell_key key;
	bool pending;		/* something came since: */
	struct vtep_note note;
};

struct vtep_tell_net {
	struct net *net;
	/* Protects all that follows; BH-safe. Messages are sent under it, in
	 * the order of their numbers.
	 */
	spinlock_t lock;
	bool ended;
	u32 seed;
	u64 seq;		/* messages sent */
	u64 suppressed;		/* events not told, */
	u64 said;		/* and how many listeners know of */
	unsigned long missed;	/* jiffies of the last of them */
	u64 bucket;
	unsigned int n;
	struct list_head things; /* by @told, oldest first */
	DECLARE_HASHTABLE(hash, VTEP_TELL_HASH_BITS);
	struct delayed_work work;
};

static unsigned int vtep_tell_net_id __read_mostly;
static struct vtep_bucket vtep_tell_bucket __read_mostly;

static struct vtep_tell_net *vtep_tell_net(struct net *net)
{
	return net_generic(net, vtep_tell_net_id);
}

/* What becomes of a MAC is one thing, whatever the events are called. */
static void vtep_tell_key(struct vtep_tell_key *key,
			  const struct vtep_note *note)
{
	memset(key, 0, sizeof(*key));
	key->class = note->type;
	key->ifindex = note->ifindex;
	switch (note->type) {
	case VTEP_EVENT_TYPE_LEARN:
	case VTEP_EVENT_TYPE_MOVE:
	case VTEP_EVENT_TYPE_AGE:
	case VTEP_EVENT_TYPE_EVICT:
		key->class = VTEP_EVENT_TYPE_LEARN;
		fallthrough;
	case VTEP_EVENT_TYPE_DAMPED:
		key->vni = note->vni;
		ether_addr_copy(key->mac, note->mac);
		break;
	case VTEP_EVENT_TYPE_SILENT:
		key->addr = note->group;
		break;
	case VTEP_EVENT_TYPE_POLICY:
		key->reason = (unsigned long)note->reason;
		break;
	case VTEP_EVENT_TYPE_STORM:
		key->addr = note->peer.addr;
		fallthrough;
	default:
		key->vni = note->vni;
		key->reason = (unsigned long)note->reason;
	}
}

static u32 vtep_tell_hash(const struct vtep_tell_net *tn,
			  const struct vtep_tell_key *key)
{
	return jhash(key, sizeof(*key), tn->seed);
}

static struct vtep_tell_thing *vtep_tell_find(struct vtep_tell_net *tn,
					      const struct vtep_tell_key *key)
{
	struct vtep_tell_thing *t;

	hash_for_each_possible(tn->hash, t, node, vtep_tell_hash(tn, key))
		if (!memcmp(&t->key, key, sizeof(*key)))
			return t;
	return NULL;
}

static void vtep_tell_forget(struct vtep_tell_net *tn,
			     struct vtep_tell_thing *t)
{
	hash_del(&t->node);
	list_del(&t->list);
	tn->n--;
	kfree(t);
}

static void vtep_tell_plan(struct vtep_tell_net *tn, unsigned long delay)
{
	if (!tn->ended)
		queue_delayed_work(system_dfl_wq, &tn->work, delay);
}

/* Room for one more, which may be that of one told of long ago. Those that are
 * pending stay: there is something to be told.
 */
static struct vtep_tell_thing *vtep_tell_room(struct vtep_tell_net *tn)
{
	struct vtep_tell_thing *t;

	if (tn->n < VTEP_TELL_THINGS)
		return kzalloc(sizeof(*t), GFP_ATOMIC | __GFP_NOWARN);

	list_for_each_entry(t, &tn->things, list) {
		if (t->pending)
			continue;
		hash_del(&t->node);
		list_del(&t->list);
		tn->n--;
		return t;
	}
	return NULL;
}

/* Without room it is told of again as soon as there is something to tell. */
static void vtep_tell_remember(struct vtep_tell_net *tn,
			       const struct vtep_tell_key *key)
{
	struct vtep_tell_thing *t = vtep_tell_room(tn);

	if (!t)
		return;
	t->key = *key;
	t->told = jiffies;
	t->pending = false;
	hash_add(tn->hash, &t->node, vtep_tell_hash(tn, key));
	list_add_tail(&t->list, &tn->things);
	tn->n++;
	vtep_tell_plan(tn, VTEP_TELL_AGAIN);
}

/* The newest state, but from where the first move began. */
static void vtep_tell_keep(struct vtep_tell_thing *t,
			   const struct vtep_note *note)
{
	struct vtep_note old = t->note;

	t->note = *note;
	if (!t->pending) {
		t->pending = true;
		return;
	}
	t->note.count = min_t(u64, (u64)old.count + note->count, U32_MAX);
	if (old.type == VTEP_EVENT_TYPE_MOVE && note->type == old.type)
		t->note.old_peer = old.old_peer;
}

static void vtep_tell_send(struct vtep_tell_net *tn,
			   const struct vtep_note *note)
{
	tn->said = tn->suppressed;
	vtep_genl_multicast(tn->net, note, ++tn->seq, tn->suppressed);
}

/* Take a token; what has waited goes without one, but not for nothing. */
static bool vtep_tell_pass(struct vtep_tell_net *tn, bool must)
{
	const struct vtep_bucket *b = &vtep_tell_bucket;
	u64 now = ktime_get_ns();

	if (!must && !vtep_bucket_would_pass(b, tn->bucket, 1, now))
		return false;
	tn->bucket = vtep_bucket_charge(b, tn->bucket, 1, now);
	return true;
}

static void vtep_tell(struct vtep_tell_net *tn, const struct vtep_note *note)
{
	struct vtep_tell_thing *t;
	struct vtep_tell_key key;

	vtep_tell_key(&key, note);
	t = vtep_tell_find(tn, &key);
	if (t && (t->pending ||
		  time_before(jiffies, t->told + VTEP_TELL_AGAIN))) {
		vtep_tell_keep(t, note);
		return;
	}

	if (!vtep_tell_pass(tn, false)) {
		tn->suppressed++;
		tn->missed = jiffies;
		vtep_tell_plan(tn, VTEP_TELL_CALM);
		return;
	}

	vtep_tell_send(tn, note);
	if (t)
		vtep_tell_forget(tn, t);
	vtep_tell_remember(tn, &key);
}

/**
 * vtep_genl_send_event() - tell the listeners of an event, sooner or later
 * @ev: the event
 *
 * Context: as vtep_event_set_sender() says; in an RCU read section.
 */
void vtep_genl_send_event(const struct vtep_event *ev)
{
	struct net *net = dev_net(ev->dev);
	struct vtep_tell_net *tn;
	struct vtep_note note;

	/* Learning is per frame: for nobody, nothing is built. */
	if (!vtep_genl_heard(net))
		return;

	vtep_genl_note(&note, ev);
	tn = vtep_tell_net(net);
	spin_lock_bh(&tn->lock);
	if (!tn->ended)
		vtep_tell(tn, &note);
	spin_unlock_bh(&tn->lock);
}

/* Things whose second is over. */
static void vtep_tell_due(struct vtep_tell_net *tn, bool heard)
{
	unsigned long now = jiffies;
	struct vtep_tell_thing *t;

	while ((t = list_first_entry_or_null(&tn->things,
					     struct vtep_tell_thing, list))) {
		if (heard && time_before(now, t->told + VTEP_TELL_AGAIN))
			return;
		if (!heard || !t->pending) {
			vtep_tell_forget(tn, t);
			continue;
		}
		vtep_tell_pass(tn, true);
		vtep_tell_send(tn, &t->note);
		t->pending = false;
		t->told = now;
		list_move_tail(&t->list, &tn->things);
	}
}

/* That something was not told, unless another message has said so already or
 * will soon. Return: false if this is to be looked at once more.
 */
static bool vtep_tell_missed(struct vtep_tell_net *tn, bool heard)
{
	const struct vtep_note note = { .type = VTEP_EVENT_TYPE_SUPPRESSED };

	if (tn->said == tn->suppressed || !heard)
		return true;
	if (time_before(jiffies, tn->missed + VTEP_TELL_CALM))
		return false;
	vtep_tell_send(tn, &note);
	return true;
}

static void vtep_tell_work(struct work_struct *work)
{
	struct vtep_tell_net *tn = container_of(to_delayed_work(work),
						struct vtep_tell_net, work);
	bool heard = vtep_genl_heard(tn->net);
	struct vtep_tell_thing *t;
	long left;

	spin_lock_bh(&tn->lock);
	vtep_tell_due(tn, heard);
	if (!vtep_tell_missed(tn, heard))
		vtep_tell_plan(tn, VTEP_TELL_CALM);
	t = list_first_entry_or_null(&tn->things, struct vtep_tell_thing,
				     list);
	if (t) {
		left = t->told + VTEP_TELL_AGAIN - jiffies;
		vtep_tell_plan(tn, max_t(long, left, VTEP_TELL_STEP));
	}
	spin_unlock_bh(&tn->lock);
}

/* Of a device that goes, or goes elsewhere, nothing is left to be told: its
 * listeners see it go.
 */
static int vtep_tell_netdev_event(struct notifier_block *nb,
				  unsigned long event, void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct vtep_tell_thing *t, *next;
	struct vtep_tell_net *tn;

	if (event != NETDEV_UNREGISTER)
		return NOTIFY_DONE;

	tn = vtep_tell_net(dev_net(dev));
	spin_lock_bh(&tn->lock);
	list_for_each_entry_safe(t, next, &tn->things, list)
		if (t->key.ifindex == dev->ifindex)
			vtep_tell_forget(tn, t);
	spin_unlock_bh(&tn->lock);
	return NOTIFY_DONE;
}

static struct notifier_block vtep_tell_notifier = {
	.notifier_call = vtep_tell_netdev_event,
};

static int __net_init vtep_tell_net_init(struct net *net)
{
	struct vtep_tell_net *tn = vtep_tell_net(net);

	tn->net = net;
	tn->seed = get_random_u32();
	spin_lock_init(&tn->lock);
	INIT_LIST_HEAD(&tn->things);
	hash_init(tn->hash);
	INIT_DELAYED_WORK(&tn->work, vtep_tell_work);
	return 0;
}

static void __net_exit vtep_tell_net_exit(struct net *net)
{
	struct vtep_tell_net *tn = vtep_tell_net(net);

	spin_lock_bh(&tn->lock);
	tn->ended = true;
	vtep_tell_due(tn, false);
	spin_unlock_bh(&tn->lock);
	cancel_delayed_work_sync(&tn->work);
}

static struct pernet_operations vtep_tell_net_ops = {
	.init	= vtep_tell_net_init,
	.exit	= vtep_tell_net_exit,
	.id	= &vtep_tell_net_id,
	.size	= sizeof(struct vtep_tell_net),
};

/**
 * vtep_genl_tell_init() - get ready to tell events
 *
 * Context: process, module load.
 *
 * Return: 0 or a negative error.
 */
int __init vtep_genl_tell_init(void)
{
	int err;

	vtep_bucket_conf(&vtep_tell_bucket, VTEP_TELL_RATE, 1, VTEP_TELL_BURST,
			 1);
	err = register_pernet_subsys(&vtep_tell_net_ops);
	if (err)
		return err;
	err = register_netdevice_notifier(&vtep_tell_notifier);
	if (err)
		unregister_pernet_subsys(&vtep_tell_net_ops);
	return err;
}

/**
 * vtep_genl_tell_exit() - undo vtep_genl_tell_init()
 *
 * Context: process, may sleep; nobody raises events any more.
 */
void vtep_genl_tell_exit(void)
{
	unregister_netdevice_notifier(&vtep_tell_notifier);
	unregister_pernet_subsys(&vtep_tell_net_ops);
}
