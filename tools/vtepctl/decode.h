/* SPDX-License-Identifier: GPL-2.0 */
/* Netlink bytes -> records and errors. Pure; trusts no length. */
#ifndef VTEPCTL_DECODE_H
#define VTEPCTL_DECODE_H

#include <libmnl/libmnl.h>

#include "model.h"

/**
 * decode_record() - read one message of the family
 * @nlh: a whole message, nlmsg_len bytes readable
 * @kind: which object it describes
 * @rec: overwritten; its lists keep their memory for the next call
 * @err: what is wrong with the message
 *
 * Attributes that are not known are skipped: a newer module may send them.
 *
 * Return: 0 or -1.
 */
int decode_record(const struct nlmsghdr *nlh, enum object_id kind,
		  struct record *rec, struct error *err);

/**
 * record_append() - take the rest of a list to the record it belongs to
 * @rec: a record
 * @next: what came after it
 * @err: why it failed
 *
 * Lists that do not fit into one message go on in the next, which otherwise
 * only repeats what names the object.
 *
 * Return: 1 when @next belonged to @rec and is in it now, 0 when it is a
 * record of its own, -1 on failure.
 */
int record_append(struct record *rec, const struct record *next,
		  struct error *err);

/* A record is held back until it is known that its lists do not go on. */
struct holder {
	enum object_id kind;
	/* Return: 0, or -1 to give up */
	int (*take)(void *ctx, struct record *rec, struct error *err);
	void *ctx;

	/* private */
	struct record rec[2];
	bool held;
	int at;			/* the one held */
};

/* One message of a list, as a function of nl.h for a struct holder; and the end
 * of the list. Return: 0 or -1.
 */
int holder_add(void *holder, const struct nlmsghdr *nlh, struct error *err);
int holder_end(struct holder *h, struct error *err);
void holder_free(struct holder *h);

/* What the kernel says in NLMSG_ERROR, or in NLMSG_DONE of a dump. */
struct verdict {
	int error;		/* 0 or a positive errno */
	char msg[256];		/* extack text, "" when none */
	char attr[64];		/* attribute at fault, "" when not said */
	bool missing;		/* @attr was needed and not sent */
};

/**
 * decode_verdict() - read an acknowledgment
 * @nlh: NLMSG_ERROR or NLMSG_DONE
 * @req: the request it answers, to find the attribute at fault
 * @kind: whose attributes @req holds
 * @v: overwritten
 * @err: set when the message is malformed
 *
 * Return: 0 or -1.
 */
int decode_verdict(const struct nlmsghdr *nlh, const struct nlmsghdr *req,
		   enum object_id kind, struct verdict *v, struct error *err);

/* One sentence for a person: attribute, extack text, errno. */
void verdict_text(const struct verdict *v, char *buf, size_t size);

#endif /* VTEPCTL_DECODE_H */
