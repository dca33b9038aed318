// SPDX-License-Identifier: GPL-2.0
/* One planted bug per checker of the debug kernel.
 *
 * Loading it with plant=NAME commits that bug on purpose, and "run" beside
 * this file looks whether the kernel noticed. Never part of the driver: it is
 * built and loaded by "scripts/own-kernel selftest" alone, inside a UML
 * kernel that is thrown away afterwards.
 */
#include <linux/etherdevice.h>
#include <linux/if_ether.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/nsproxy.h>
#include <linux/percpu.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>
#include <linux/skbuff.h>
#include <linux/slab.h>
#include <linux/timer.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>

struct thing {
	struct list_head node;
	struct rcu_head rcu;
	struct timer_list timer;
	struct work_struct work;
	u8 small[8];
	u8 after[8];
};

static char *plant = "none";
module_param(plant, charp, 0444);
MODULE_PARM_DESC(plant, "which bug to commit");

static DEFINE_MUTEX(first);
static DEFINE_MUTEX(second);
static DEFINE_SPINLOCK(spin);
static LIST_HEAD(things);
static struct thing __rcu *published;
static u8 sink;
static u8 global[13];
static netdevice_tracker tracker;

/* Numbers and pointers the compiler must not see through: it warns about, or
 * turns into nothing, a bug it understands.
 */
static unsigned int hidden(unsigned int n)
{
	OPTIMIZER_HIDE_VAR(n);
	return n;
}

static void *opaque(void *p)
{
	OPTIMIZER_HIDE_VAR(p);
	return p;
}

static struct thing *new_thing(void)
{
	struct thing *t = kzalloc(sizeof(*t), GFP_KERNEL);

	return opaque(t);
}

static void none(void)
{
}

static void use_after_free(void)
{
	struct thing *t = new_thing();

	kfree(t);
	WRITE_ONCE(sink, READ_ONCE(t->small[0]));
}

static void double_free(void)
{
	struct thing *t = new_thing();

	kfree(t);
	kfree(opaque(t));
}

static void slab_out_of_bounds(void)
{
	u8 *p = kmalloc(hidden(13), GFP_KERNEL);

	WRITE_ONCE(p[hidden(13)], 1);
	kfree(p);
}

static void vmalloc_out_of_bounds(void)
{
	u8 *p = vmalloc(hidden(13));

	WRITE_ONCE(sink, READ_ONCE(p[hidden(13)]));
	vfree(p);
}

static void percpu_out_of_bounds(void)
{
	u8 __percpu *p = __alloc_percpu(hidden(64), 8);

	WRITE_ONCE(sink, READ_ONCE(*((u8 *)this_cpu_ptr(p) + hidden(64))));
	free_percpu(p);
}

static void stack_out_of_bounds(void)
{
	u8 local[13] = { };
	u8 *p = opaque(local);

	WRITE_ONCE(sink, READ_ONCE(p[hidden(13)]));
}

static void global_out_of_bounds(void)
{
	u8 *p = opaque(global);

	WRITE_ONCE(sink, READ_ONCE(p[hidden(13)]));
}

/* past the data of a packet, inside its buffer and so inside one allocation */
static void skb_past_tail(void)
{
	struct sk_buff *skb = alloc_skb(256, GFP_KERNEL);

	skb_put(skb, 60);
	WRITE_ONCE(sink, READ_ONCE(((u8 *)skb->data)[hidden(60)]));
	kfree_skb(skb);
}

static void skb_use_after_free(void)
{
	struct sk_buff *skb = opaque(alloc_skb(256, GFP_KERNEL));

	skb_put(skb, 60);
	kfree_skb(skb);
	WRITE_ONCE(sink, !READ_ONCE(skb->data));
}

/* an index past a member, inside its structure: KASAN cannot know */
static void array_bounds(void)
{
	struct thing *t = new_thing();

	t->small[hidden(9)] = 1;
	kfree(t);
}

static void shift(void)
{
	WRITE_ONCE(sink, 1U << hidden(33));
}

static void sleep_in_rcu(void)
{
	rcu_read_lock();
	might_sleep();
	rcu_read_unlock();
}

static void schedule_in_rcu(void)
{
	rcu_read_lock();
	schedule_timeout_uninterruptible(1);
	rcu_read_unlock();
}

static void sleep_in_spinlock(void)
{
	spin_lock_bh(&spin);
	kfree(kmalloc(hidden(13), GFP_KERNEL));
	spin_unlock_bh(&spin);
}

static void rcu_dereference_bare(void)
{
	WRITE_ONCE(sink, !!rcu_dereference(published));
}

static void rtnl_dereference_bare(void)
{
	WRITE_ONCE(sink, !!rtnl_dereference(published));
}

static void rcu_list_bare(void)
{
	struct thing *t;

	list_for_each_entry_rcu(t, &things, node)
		WRITE_ONCE(sink, t->small[0]);
}

static void rcu_unlock_missing(void)
	__acquires(RCU)
{
	rcu_read_lock();
}

static void rcu_head_twice(void)
{
	struct thing *t = new_thing();

	rcu_read_lock();
	call_rcu(&t->rcu, (rcu_callback_t)opaque(kfree));
	call_rcu(&t->rcu, (rcu_callback_t)opaque(kfree));
	rcu_read_unlock();
}

static void missing_rtnl(void)
{
	ASSERT_RTNL();
}

static void lock_order(void)
{
	mutex_lock(&first);
	mutex_lock(&second);
	mutex_unlock(&second);
	mutex_unlock(&first);

	mutex_lock(&second);
	mutex_lock(&first);
	mutex_unlock(&first);
	mutex_unlock(&second);
}

/* the spinlock of a softirq, taken without keeping softirqs away */
static void lock_softirq(void)
{
	spin_lock(&spin);
	spin_unlock(&spin);
	local_bh_disable();
	lockdep_softirq_enter();
	spin_lock(&spin);
	spin_unlock(&spin);
	lockdep_softirq_exit();
	local_bh_enable();
}

static void lock_kept(void)
{
	mutex_lock(&first);
}

static void lock_freed(void)
{
	struct { struct mutex m; } *p = kmalloc(sizeof(*p), GFP_KERNEL);

	mutex_init(&p->m);
	mutex_lock(&p->m);
	kfree(opaque(p));
}

static void bh_kept(void)
{
	local_bh_disable();
}

static void timer_fn(struct timer_list *t)
{
}

static void work_fn(struct work_struct *w)
{
}

static void timer_freed(void)
{
	struct thing *t = new_thing();

	timer_setup(&t->timer, timer_fn, 0);
	mod_timer(&t->timer, jiffies + 60 * HZ);
	kfree(t);
}

static void work_freed(void)
{
	struct thing *t = new_thing();

	INIT_WORK(&t->work, work_fn);
	preempt_disable();
	schedule_work(&t->work);
	kfree(t);
	preempt_enable();
}

static void list_twice(void)
{
	struct thing *t = new_thing();

	list_add(&t->node, &things);
	list_del(&t->node);
	list_del(&t->node);
	kfree(t);
}

static void refcount_below(void)
{
	refcount_t r = REFCOUNT_INIT(1);

	WRITE_ONCE(sink, refcount_dec_and_test(&r));
	refcount_dec(&r);
}

static void leak(void)
{
	WRITE_ONCE(sink, !new_thing());
}

static void percpu_leak(void)
{
	u8 __percpu *p = __alloc_percpu(hidden(64), 8);

	WRITE_ONCE(sink, !opaque((void __force *)p));
}

static void skb_leak(void)
{
	WRITE_ONCE(sink, !opaque(alloc_skb(256, GFP_KERNEL)));
}

static const struct net_device_ops no_ops;

static void dev_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->netdev_ops = &no_ops;
	dev->needs_free_netdev = true;
	eth_hw_addr_random(dev);
}

/* unregistering waits for the reference, for ever: out of a work, so that
 * the boot can end
 */
static void unregister_fn(struct work_struct *w)
{
	struct net_device *dev;

	rtnl_lock();
	dev = __dev_get_by_name(&init_net, "bug0");
	if (dev)
		unregister_netdevice(dev);
	rtnl_unlock();
}

static DECLARE_WORK(unregister, unregister_fn);

static struct net_device *new_dev(void)
{
	struct net_device *dev;

	dev = alloc_netdev(0, "bug0", NET_NAME_USER, dev_setup);
	if (!dev || register_netdev(dev))
		return NULL;
	return dev;
}

static void device_reference(void)
{
	struct net_device *dev = new_dev();

	netdev_hold(dev, &tracker, GFP_KERNEL);
	schedule_work(&unregister);
}

static void device_reference_twice(void)
{
	struct net_device *dev = new_dev();

	netdev_hold(dev, &tracker, GFP_KERNEL);
	netdev_put(dev, &tracker);
	dev_hold(dev);
	netdev_put(dev, &tracker);
}

/* the netns outlives whoever made it, and nobody will ever say so */
static void netns_reference(void)
{
	get_net(current->nsproxy->net_ns);
}

static void debug_net(void)
{
	DEBUG_NET_WARN_ON_ONCE(!hidden(0));
}

static void null_dereference(void)
{
	struct thing *t = opaque(NULL);

	WRITE_ONCE(sink, READ_ONCE(t->small[0]));
}

static const struct {
	const char *name;
	void (*commit)(void);
} bugs[] = {
#define PLANT(fn) { #fn, fn }
	PLANT(none), PLANT(use_after_free), PLANT(double_free),
	PLANT(slab_out_of_bounds), PLANT(vmalloc_out_of_bounds),
	PLANT(percpu_out_of_bounds), PLANT(stack_out_of_bounds),
	PLANT(global_out_of_bounds), PLANT(skb_past_tail),
	PLANT(skb_use_after_free), PLANT(array_bounds), PLANT(shift),
	PLANT(sleep_in_rcu), PLANT(schedule_in_rcu), PLANT(sleep_in_spinlock),
	PLANT(rcu_dereference_bare), PLANT(rtnl_dereference_bare),
	PLANT(rcu_list_bare), PLANT(rcu_unlock_missing), PLANT(rcu_head_twice),
	PLANT(missing_rtnl), PLANT(lock_order), PLANT(lock_softirq),
	PLANT(lock_kept), PLANT(lock_freed), PLANT(bh_kept), PLANT(timer_freed),
	PLANT(work_freed), PLANT(list_twice), PLANT(refcount_below),
	PLANT(leak), PLANT(percpu_leak), PLANT(skb_leak),
	PLANT(device_reference), PLANT(device_reference_twice),
	PLANT(netns_reference), PLANT(debug_net), PLANT(null_dereference),
#undef PLANT
};

static int __init bugs_init(void)
{
	char *all = plant, *name;
	unsigned int i;

	/* several names with + between them: does one hide the next? */
	while ((name = strsep(&all, "+"))) {
		for (i = 0; i < ARRAY_SIZE(bugs); i++)
			if (!strcmp(name, bugs[i].name))
				break;
		if (i == ARRAY_SIZE(bugs))
			return -EINVAL;
		pr_info("planting %s\n", name);
		bugs[i].commit();
	}
	return 0;
}

/* Never called: what was planted stays until the kernel is gone */
static void __exit bugs_exit(void)
{
}

module_init(bugs_init);
module_exit(bugs_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Planted bugs, to know what the debug kernel catches");
