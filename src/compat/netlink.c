// SPDX-License-Identifier: GPL-2.0
/* Formatted extack messages where struct netlink_ext_ack has no buffer.
 *
 * There, the struct holds a pointer only, to text that netlink_ack() copies
 * some time after the handler has returned. Text with a name or a number in
 * it has to live somewhere until then, and nothing tells when that is.
 *
 * So the text goes into a ring of static buffers, and a buffer is not used
 * again for a time no acknowledgment takes. That is more than tidiness:
 * netlink_ack() measures the string before it allocates and copies it after,
 * and warns if it grew meanwhile, so a ring that only wraps would let any
 * user of a network namespace provoke a warning by making many mistakes at
 * once. When the ring is full of young messages, the format itself is the
 * message: constant, and still readable.
 */
#include <linux/jiffies.h>
#include <linux/netlink.h>
#include <linux/spinlock.h>

#ifdef VTEP_COMPAT_EXTACK_FMT

#define SLOTS		128
#define SLOT_LEN	120
#define SLOT_AGE	(5 * HZ)

static struct {
	unsigned long used;	/* jiffies, 0: never; under ring_lock */
	char text[SLOT_LEN];
} ring[SLOTS];

static unsigned int ring_next;	/* under ring_lock */
static DEFINE_SPINLOCK(ring_lock);

/**
 * vtep_compat_extack() - set an extended acknowledgment with formatted text
 * @extack: where to; may be NULL
 * @attr: the attribute at fault; may be NULL
 * @fmt: a string constant, the message itself when no buffer is free
 *
 * Context: any but hard interrupts, as netlink handlers are.
 */
void vtep_compat_extack(struct netlink_ext_ack *extack,
			const struct nlattr *attr, const char *fmt, ...)
{
	unsigned long now = jiffies ?: 1;
	const char *msg = fmt;
	unsigned int slot;
	va_list args;

	if (!extack)
		return;

	spin_lock_bh(&ring_lock);
	slot = ring_next;
	if (!ring[slot].used || time_after(now, ring[slot].used + SLOT_AGE)) {
		ring[slot].used = now;
		ring_next = (slot + 1) % SLOTS;
		va_start(args, fmt);
		vscnprintf(ring[slot].text, SLOT_LEN, fmt, args);
		va_end(args);
		msg = ring[slot].text;
	}
	spin_unlock_bh(&ring_lock);

	extack->_msg = msg;
	if (attr) {
		extack->bad_attr = attr;
		extack->policy = NULL;
	}
}

#endif /* VTEP_COMPAT_EXTACK_FMT */
