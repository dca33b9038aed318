// SPDX-License-Identifier: GPL-2.0
/* Lets allocations of memory fail where the kernel has no failslab: Debian's.
 * A module of its own, vtep_nomem.ko, that tests load while they need it.
 *
 * The allocator's entrances get kprobes, which return NULL in the place of
 * the allocator. So it is the code as built that meets the failure, with
 * nothing in vtep.ko for it. In debugfs, directory vtep_nomem:
 *
 *	nth	write N: the N-th allocation that this task makes from now on
 *		fails, and only that; read: 0 when it has, else what is left.
 *		Like /proc/self/fail-nth
 *	worker	likewise of the kernel's own unbound workers, of which one ends
 *		network namespaces: the N-th allocation by any of them
 *	atomic	1: all allocations fail that cannot wait, whoever makes them
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/debugfs.h>
#include <linux/gfp.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/ptrace.h>
#include <linux/sched.h>

struct nomem_probe {
	const char *name;	/* kernels have the one or the other */
	unsigned int gfp;	/* which argument it is, from 0 */
	struct kprobe kp;
};

/* Which argument follows the size of these: the buckets to take it from, where
 * there are such.
 */
#define NOMEM_BUCKETS	IS_ENABLED(CONFIG_SLAB_BUCKETS)

static struct nomem_probe nomem_probes[] = {
	{ "__kmalloc", 1 },
	{ "__kmalloc_noprof", 1 },
	{ "__kmalloc_node", 1 },
	{ "__kmalloc_node_noprof", 1 + NOMEM_BUCKETS },
	{ "__kmalloc_node_track_caller", 1 },
	{ "__kmalloc_node_track_caller_noprof", 1 + NOMEM_BUCKETS },
	{ "kmalloc_trace", 1 },
	{ "__kmalloc_cache_noprof", 1 },
	{ "kmalloc_node_trace", 1 },
	{ "__kmalloc_cache_node_noprof", 1 },
	{ "kmem_cache_alloc", 1 },
	{ "kmem_cache_alloc_noprof", 1 },
	{ "kmem_cache_alloc_node", 1 },
	{ "kmem_cache_alloc_node_noprof", 1 },
	{ "kmem_cache_alloc_lru", 2 },
	{ "kmem_cache_alloc_lru_noprof", 2 },
	{ "__alloc_percpu_gfp", 2 },
	{ "pcpu_alloc_noprof", 3 },
};

static bool nomem_atomic;
/* Only this task has the next, and writes 0 before it ends; never followed. */
static struct task_struct *nomem_task;
static unsigned int nomem_nth;
static atomic_t nomem_worker = ATOMIC_INIT(0);
static struct dentry *nomem_dir;

/* By its name, as those who look at them see it */
static bool nomem_is_worker(void)
{
	return atomic_read(&nomem_worker) && current->flags & PF_WQ_WORKER &&
	       !strncmp(current->comm, "kworker/u", 9);
}

static bool nomem_now(gfp_t gfp)
{
	if (gfp & __GFP_NOFAIL)
		return false;
	if (READ_ONCE(nomem_atomic) && !(gfp & __GFP_DIRECT_RECLAIM))
		return true;
	if (!in_task())
		return false;
	if (nomem_is_worker())
		return !atomic_dec_if_positive(&nomem_worker);
	if (READ_ONCE(nomem_task) != current || !nomem_nth)
		return false;
	return !--nomem_nth;
}

/* Only a return instruction: what the stack holds is the return address of
 * the function in whose place it runs.
 */
static noinline notrace void nomem_return(void)
{
	asm volatile("");
}

static int __kprobes nomem_pre(struct kprobe *kp, struct pt_regs *regs)
{
	const struct nomem_probe *probe =
		container_of(kp, struct nomem_probe, kp);

	if (!nomem_now((__force gfp_t)regs_get_kernel_argument(regs,
							       probe->gfp)))
		return 0;
	regs_set_return_value(regs, 0);
	instruction_pointer_set(regs, (unsigned long)nomem_return);
	return 1;
}

/* That there is one says that the probe may change where execution goes. */
static void nomem_post(struct kprobe *kp, struct pt_regs *regs,
		       unsigned long flags)
{
}

/* Not by DEFINE_DEBUGFS_ATTRIBUTE(): pread(2) is to work. */
static ssize_t nomem_nth_read(struct file *file, char __user *buf, size_t len,
			      loff_t *pos)
{
	bool mine = READ_ONCE(nomem_task) == current;
	char text[16];
	int n;

	n = scnprintf(text, sizeof(text), "%u\n", mine ? nomem_nth : 0);
	return simple_read_from_buffer(buf, len, pos, text, n);
}

static ssize_t nomem_nth_write(struct file *file, const char __user *buf,
			       size_t len, loff_t *pos)
{
	unsigned int n;
	int err;

	err = kstrtouint_from_user(buf, len, 0, &n);
	if (err)
		return err;
	WRITE_ONCE(nomem_task, NULL);
	nomem_nth = n;
	if (n)
		WRITE_ONCE(nomem_task, current);
	return len;
}

static const struct file_operations nomem_nth_fops = {
	.owner	= THIS_MODULE,
	.open	= simple_open,
	.read	= nomem_nth_read,
	.write	= nomem_nth_write,
	.llseek	= default_llseek,
};

static void nomem_unprobe(unsigned int n)
{
	while (n--)
		if (nomem_probes[n].kp.addr)
			unregister_kprobe(&nomem_probes[n].kp);
}

static int __init nomem_init(void)
{
	struct nomem_probe *probe;
	int err, found = 0;
	unsigned int n;

	for (n = 0; n < ARRAY_SIZE(nomem_probes); n++) {
		probe = &nomem_probes[n];
		probe->kp.symbol_name = probe->name;
		probe->kp.pre_handler = nomem_pre;
		probe->kp.post_handler = nomem_post;
		err = register_kprobe(&probe->kp);
		if (!err) {
			found++;
		} else if (err == -ENOENT) {
			probe->kp.addr = NULL;
		} else {
			pr_err("%s: %d\n", probe->name, err);
			goto unprobe;
		}
	}
	pr_info("%d entrances\n", found);

	nomem_dir = debugfs_create_dir("vtep_nomem", NULL);
	debugfs_create_file("nth", 0600, nomem_dir, NULL, &nomem_nth_fops);
	debugfs_create_atomic_t("worker", 0600, nomem_dir, &nomem_worker);
	debugfs_create_bool("atomic", 0600, nomem_dir, &nomem_atomic);
	return 0;

unprobe:
	nomem_unprobe(n);
	return err;
}
module_init(nomem_init);

static void __exit nomem_exit(void)
{
	debugfs_remove(nomem_dir);
	nomem_unprobe(ARRAY_SIZE(nomem_probes));
}
module_exit(nomem_exit);

MODULE_DESCRIPTION("Lets allocations fail, for the tests of vtep");
MODULE_LICENSE("GPL");
