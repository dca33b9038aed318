// SPDX-License-Identifier: GPL-2.0
/* What a benchmark in User Mode Linux looks at. Never part of the driver:
 * it builds for the kernels of scripts/own-kernel only.
 *
 * Three files in debugfs, umlwatch/:
 *
 * cputime   nanoseconds of CPU the host has charged to this kernel, which is
 *           a process there. It stands still while the host runs something
 *           else, so that a busy machine is no slower machine. What user
 *           space does in here is not in it, and in an idle guest it stops.
 * rtnl      how long RTNL was held, by that clock: a line "NANOSECONDS TASK"
 *           for each time it was released, oldest first. Writing anything
 *           forgets them and starts; the last WATCH_MAX are not followed by
 *           others but by a line "lost N", N being how many there were.
 * bh        the longest time that softirqs were off, or one of them ran, by
 *           that clock: "NANOSECONDS TASK". Writing anything forgets it and
 *           starts; writing "floor" also keeps them off for as long as
 *           it takes to write to 32 of a million things, again and again for a
 *           second. What that tells is the machine's doing: what interrupts
 *           it is charged to who is interrupted, and there are those where
 *           memory is far away for a millisecond, twice a second.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/time64.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#define WATCH_MAX	(1 << 17)

struct watch_hold {
	u32 ns;
	char comm[TASK_COMM_LEN];
};

/* source.patch */
extern void (*rtnl_watch)(bool held);
/* bh_watch is declared beside local_bh_disable() */

static struct dentry *watch_dir;

/* Written by whoever holds RTNL, read when all is over. */
static struct watch_hold *watch_holds;
static unsigned int watch_n;
static unsigned int watch_lost;
static u64 watch_since;			/* 0: not held, or not seen taken */

/* Code of this kernel is code of a host process, whose clock it may ask for
 * by a call that the host, not this kernel, answers.
 */
static u64 watch_cputime(void)
{
	struct { s64 sec, nsec; } ts = {};
	long ret;

	asm volatile("syscall" : "=a" (ret)
		     : "0" (228L /* clock_gettime */),
		       "D" (2L /* CLOCK_PROCESS_CPUTIME_ID */), "S" (&ts)
		     : "rcx", "r11", "memory");
	return ret ? 0 : ts.sec * NSEC_PER_SEC + ts.nsec;
}

static void watch_rtnl(bool held)
{
	struct watch_hold *hold;

	if (held) {
		watch_since = watch_cputime();
		return;
	}
	if (!watch_since)
		return;
	if (watch_n == WATCH_MAX) {
		watch_lost++;
	} else {
		hold = &watch_holds[watch_n++];
		hold->ns = min_t(u64, watch_cputime() - watch_since, U32_MAX);
		memcpy(hold->comm, current->comm, sizeof(hold->comm));
	}
	watch_since = 0;
}

/* The longest yet */
static u64 watch_bh_since;
static struct watch_hold watch_bh_max;

static void watch_bh(bool off)
{
	u64 now = watch_cputime();

	if (off) {
		watch_bh_since = now;
		return;
	}
	if (!watch_bh_since || now - watch_bh_since <= watch_bh_max.ns)
		return;
	watch_bh_max.ns = min_t(u64, now - watch_bh_since, U32_MAX);
	memcpy(watch_bh_max.comm, current->comm, sizeof(watch_bh_max.comm));
}

static int bh_show(struct seq_file *s, void *v)
{
	seq_printf(s, "%u %s\n", watch_bh_max.ns, watch_bh_max.comm);
	return 0;
}

static int bh_open(struct inode *inode, struct file *file)
{
	return single_open(file, bh_show, NULL);
}

/* Three cache lines of each, anywhere */
#define FLOOR_LINES	(32 * 3)
#define FLOOR_BITS	27

static int watch_bh_floor(void)
{
	u64 end = watch_cputime() + NSEC_PER_SEC;
	u32 i, at = 1;
	u8 *memory;

	memory = vmalloc(1 << FLOOR_BITS);
	if (!memory)
		return -ENOMEM;
	memset(memory, 1, 1 << FLOOR_BITS);
	while (watch_cputime() < end) {
		local_bh_disable();
		for (i = 0; i < FLOOR_LINES; i++) {
			at = next_pseudo_random32(at);
			WRITE_ONCE(memory[at >> (32 - FLOOR_BITS)], i);
		}
		local_bh_enable();
		cond_resched();
	}
	vfree(memory);
	return 0;
}

static ssize_t bh_write(struct file *file, const char __user *buf, size_t len,
			loff_t *pos)
{
	char word[8] = {};
	int err = 0;

	if (copy_from_user(word, buf, min(len, sizeof(word) - 1)))
		return -EFAULT;
	watch_bh_since = 0;
	watch_bh_max = (struct watch_hold){};
	bh_watch = watch_bh;
	if (strstarts(word, "floor"))
		err = watch_bh_floor();
	return err ?: len;
}

static const struct file_operations bh_fops = {
	.owner = THIS_MODULE,
	.open = bh_open,
	.read = seq_read,
	.write = bh_write,
	.llseek = seq_lseek,
	.release = single_release,
};

static int cputime_show(struct seq_file *s, void *v)
{
	seq_printf(s, "%llu\n", watch_cputime());
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(cputime);

static void *rtnl_seq_start(struct seq_file *s, loff_t *pos)
{
	/* One more, for those that were lost. */
	return *pos <= watch_n ? pos : NULL;
}

static void *rtnl_seq_next(struct seq_file *s, void *v, loff_t *pos)
{
	++*pos;
	return rtnl_seq_start(s, pos);
}

static void rtnl_seq_stop(struct seq_file *s, void *v)
{
}

static int rtnl_seq_show(struct seq_file *s, void *v)
{
	loff_t i = *(loff_t *)v;

	if (i < watch_n)
		seq_printf(s, "%u %s\n", watch_holds[i].ns,
			   watch_holds[i].comm);
	else if (watch_lost)
		seq_printf(s, "lost %u\n", watch_lost);
	return 0;
}

static const struct seq_operations rtnl_seq_ops = {
	.start = rtnl_seq_start,
	.next = rtnl_seq_next,
	.stop = rtnl_seq_stop,
	.show = rtnl_seq_show,
};

static int rtnl_open(struct inode *inode, struct file *file)
{
	return seq_open(file, &rtnl_seq_ops);
}

static ssize_t rtnl_write(struct file *file, const char __user *buf,
			  size_t len, loff_t *pos)
{
	watch_since = 0;
	watch_n = 0;
	watch_lost = 0;
	rtnl_watch = watch_rtnl;
	return len;
}

static const struct file_operations rtnl_fops = {
	.owner = THIS_MODULE,
	.open = rtnl_open,
	.read = seq_read,
	.write = rtnl_write,
	.llseek = seq_lseek,
	.release = seq_release,
};

static int __init umlwatch_init(void)
{
	if (!watch_cputime())
		return -EOPNOTSUPP;
	watch_holds = vzalloc(array_size(WATCH_MAX, sizeof(*watch_holds)));
	if (!watch_holds)
		return -ENOMEM;
	watch_dir = debugfs_create_dir("umlwatch", NULL);
	debugfs_create_file("cputime", 0400, watch_dir, NULL, &cputime_fops);
	debugfs_create_file("rtnl", 0600, watch_dir, NULL, &rtnl_fops);
	debugfs_create_file("bh", 0600, watch_dir, NULL, &bh_fops);
	return 0;
}

static void __exit umlwatch_exit(void)
{
	/* One CPU, and no preemption: nobody is in there. */
	rtnl_watch = NULL;
	bh_watch = NULL;
	debugfs_remove(watch_dir);
	vfree(watch_holds);
}

module_init(umlwatch_init);
module_exit(umlwatch_exit);
MODULE_DESCRIPTION("CPU time of a User Mode Linux process, holds of RTNL, softirqs off");
MODULE_LICENSE("GPL");
