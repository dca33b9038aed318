/* SPDX-License-Identifier: GPL-2.0 */
/* What a record looks like. */
#ifndef VTEPCTL_PRINT_H
#define VTEPCTL_PRINT_H

#include "model.h"
#include "out.h"

struct view {
	bool statistics;	/* -s */
	/* Name of an interface; @buf has IFNAMSIZ bytes. NULL: not known. */
	const char *(*ifname)(uint32_t ifindex, char *buf);
};

/* Return: 0, or -1 when it could not be written (errno). */
int print_record(struct out *o, const struct view *view,
		 const struct record *rec);

#endif /* VTEPCTL_PRINT_H */
