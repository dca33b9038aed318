/* SPDX-License-Identifier: GPL-2.0 */
/* Messages that reached something that none before had. */
#ifndef FUZZ_NETLINK_CORPUS_H
#define FUZZ_NETLINK_CORPUS_H

#include "netlink.h"

void corpus_add(struct rng *r, const struct msg *m);
unsigned int corpus_size(void);

/* corpus_pick() - a copy of one of a kind
 *
 * Return: false if none was found.
 */
bool corpus_pick(struct rng *r, enum kind kind, struct msg *m);

#endif /* FUZZ_NETLINK_CORPUS_H */
