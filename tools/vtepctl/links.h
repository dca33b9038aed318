/* SPDX-License-Identifier: GPL-2.0 */
/* The VTEPs of this network namespace as interfaces, from rtnetlink. */
#ifndef VTEPCTL_LINKS_H
#define VTEPCTL_LINKS_H

#include "nl.h"

struct link {
	uint32_t ifindex;
	char name[IFNAMSIZ];
	uint8_t mac[6];
	bool up;
	bool elsewhere;		/* its underlay is another namespace's */
	uint8_t attachment;	/* enum vtep_attachment */
	uint32_t lower;		/* index of the lower device, 0: none */
	uint16_t port;		/* UDP, host order */
	uint8_t learning;	/* what segments have that were told nothing */
	uint32_t ageing;
	struct addr remote;	/* group or remote of attachment id */
	struct addr local;	/* outer source */
	char *words;		/* settings that are not the default */
};

struct links {
	struct link *v;
	size_t n, cap;
};

/**
 * links_read() - list all links of kind vtep
 * @nl: a socket of nl_open_route()
 * @list: emptied, then filled; in the order of names, those that stand upon
 *	another of the list after it
 * @err: filled on failure
 *
 * Return: 0; 1 when the list changed while it was read; -1.
 */
int links_read(struct nl *nl, struct links *list, struct error *err);
void links_free(struct links *list);

/* NULL: none of the list */
const struct link *links_find(const struct links *list, const char *name);
const struct link *links_at(const struct links *list, uint32_t ifindex);

/* One RTM_NEWLINK. Return: 0, also when it is of another kind; -1. */
int links_add(struct links *list, const struct nlmsghdr *nlh,
	      struct error *err);
void links_sort(struct links *list);

#endif /* VTEPCTL_LINKS_H */
