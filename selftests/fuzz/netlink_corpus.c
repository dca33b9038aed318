// SPDX-License-Identifier: GPL-2.0
/* See netlink_corpus.h. */
#include <stddef.h>
#include <string.h>

#include "netlink_corpus.h"

#define CORPUS_MAX	2048
#define TRIES		8

static struct msg corpus[CORPUS_MAX];
static unsigned int n;

static void copy(struct msg *to, const struct msg *from)
{
	memcpy(to, from, offsetof(struct msg, data) + from->len);
}

/* When it is full, one makes room. */
void corpus_add(struct rng *r, const struct msg *m)
{
	copy(&corpus[n < CORPUS_MAX ? n++ : rng_below(r, CORPUS_MAX)], m);
}

unsigned int corpus_size(void)
{
	return n;
}

bool corpus_pick(struct rng *r, enum kind kind, struct msg *m)
{
	unsigned int try, i;

	for (try = 0; n && try < TRIES; try++) {
		i = rng_below(r, n);
		if (corpus[i].kind != kind)
			continue;
		copy(m, &corpus[i]);
		return true;
	}
	return false;
}
