/* SPDX-License-Identifier: GPL-2.0 */
/* Messages of the generic netlink family: what its handlers share.
 *
 * A dump is a series of messages, filled whenever the reader has made room,
 * with no lock held in between. What it comes back to may have changed or
 * gone; then it goes on as near as it can and the reader is told, by
 * NLM_F_DUMP_INTR, that it has not seen one consistent state.
 */
#ifndef VTEP_GENL_MSG_H
#define VTEP_GENL_MSG_H

#include <net/genetlink.h>

#include "events.h"
#include "vtep.h"

/* Where a dump stopped. Lives in netlink_callback.ctx, zero at first. What
 * is below @ifindex is about the VTEP it names, and is zero when the dump
 * comes to that VTEP.
 */
struct vtep_genl_cursor {
	bool done;		/* all is said */
	int ifindex;		/* 0: not begun */
	u32 pos;		/* items said */
	u32 id;			/* names the next item, as its table does */
	u32 sent;		/* members of its list that are said */
	const void *list;	/* they were of this list; compared, never
				 * followed: it may be freed
				 */
	struct in6_addr addr;	/* names the next item, with @ifindex */
};

static inline struct vtep_genl_cursor *
vtep_genl_cursor(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct vtep_genl_cursor) > sizeof(cb->ctx));
	return (struct vtep_genl_cursor *)cb->ctx;
}

/* Say the next part of one VTEP, in an RCU read section: 0 when all of it is
 * said, -EMSGSIZE when the message is full.
 */
typedef int (*vtep_genl_fill_fn)(struct sk_buff *skb,
				 struct netlink_callback *cb,
				 struct vtep *vtep);

int vtep_genl_dump(struct sk_buff *skb, struct netlink_callback *cb,
		   const struct nlattr *only, vtep_genl_fill_fn fill);
int vtep_genl_dump_ret(const struct sk_buff *skb, int err);

void *vtep_genl_begin(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd);
void vtep_genl_end(struct sk_buff *skb, struct netlink_callback *cb, void *hdr);
void vtep_genl_changed(struct netlink_callback *cb);

/* An item of a dump that may go on in another message: @name is said in each of
 * them, @facts, if there are any, in the first only, @list as far as it fits;
 * -EMSGSIZE when the message is full.
 */
struct vtep_genl_item {
	u8 cmd;
	int (*name)(struct sk_buff *skb, const struct vtep_genl_cursor *cur,
		    const void *obj);
	int (*facts)(struct sk_buff *skb, const void *obj);
	int (*list)(struct sk_buff *skb, struct netlink_callback *cb,
		    const void *obj);
};

int vtep_genl_put_item(struct sk_buff *skb, struct netlink_callback *cb,
		       const struct vtep_genl_item *item, const void *obj,
		       bool goes_on);

int vtep_genl_put_since(struct sk_buff *skb, int type, unsigned long stamp,
			int pad);
int vtep_genl_put_counters(struct sk_buff *skb, int type,
			   const struct vtep_sums *sums);
int vtep_genl_put_remote(struct sk_buff *skb, int type,
			 const struct vtep_peer_key *key, u32 vni);
bool vtep_genl_goes_on(struct netlink_callback *cb, const void *list);
int vtep_genl_put_remotes(struct sk_buff *skb, struct netlink_callback *cb,
			  int type, const struct vtep_remotes *list);

/* genl_tell.c */
void vtep_genl_send_event(const struct vtep_event *ev);

#endif /* VTEP_GENL_MSG_H */
