// SPDX-License-Identifier: GPL-2.0
/* What was sent, and what came of it. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "netlink.h"
#include "netlink_table.h"

#define ERRNO_MAX	530
#define NONE		ERRNO_MAX	/* no answer */
#define TEXTS_MAX	1024

static const char * const names[KINDS] = {
	[KIND_GENL] = "genl", [KIND_LINK] = "link", [KIND_FDB] = "fdb",
	[KIND_RAW] = "raw",
};

static struct {
	uint64_t sent, texts;
	uint64_t by[ERRNO_MAX + 1];
} kinds[KINDS];

/* A text, an errno and what it was said to; of each a first time is news. */
static struct text {
	char text[sizeof(((struct answer *)0)->text)];
	uint64_t count;
} texts[TEXTS_MAX];
static unsigned int nr_texts;

#define SEEN_BITS	16
static uint8_t seen[1 << SEEN_BITS];

/* Return: its number, TEXTS_MAX if there are too many. */
static unsigned int text_number(const char *text)
{
	unsigned int i;

	for (i = 0; i < nr_texts; i++)
		if (!strcmp(texts[i].text, text))
			return i;
	if (nr_texts == TEXTS_MAX)
		return TEXTS_MAX;
	strcpy(texts[nr_texts].text, text);
	return nr_texts++;
}

static bool is_new(const struct msg *m, unsigned int result, unsigned int text)
{
	const struct nlmsghdr *h = (const struct nlmsghdr *)m->data;
	uint64_t what = h->nlmsg_type;
	bool new;

	if (!m->route)
		what = m->data[NLMSG_HDRLEN];
	what = what << 1 | m->route;
	what = (what << 8 | result) << 12 | text;
	what = (what * 0x9e3779b97f4a7c15) >> (64 - SEEN_BITS);
	new = !seen[what];
	seen[what] = 1;
	return new;
}

/* tally() - count it
 *
 * Return: true if nothing like it was ever answered to such a message.
 */
bool tally(const struct msg *m, const struct answer *a)
{
	unsigned int result = a->any ? a->err : NONE, text = 0;

	if (result > NONE)
		result = EINVAL;
	kinds[m->kind].sent++;
	kinds[m->kind].by[result]++;
	if (a->text[0]) {
		kinds[m->kind].texts++;
		text = text_number(a->text);
		if (text < TEXTS_MAX)
			texts[text].count++;
	}
	return is_new(m, result, text);
}

static const char *result_name(unsigned int result)
{
	static char number[16];
	const char *name;

	if (result == NONE)
		return "nothing";
	if (!result)
		return "done";
	name = strerrorname_np(result);
	if (name)
		return name;
	snprintf(number, sizeof(number), "errno%u", result);
	return number;
}

/* tally_show() - one line for each kind */
void tally_show(void)
{
	unsigned int i, k;

	for (i = 0; i < KINDS; i++) {
		if (!kinds[i].sent)
			continue;
		printf("# %s: %llu sent, %llu with a text:", names[i],
		       (unsigned long long)kinds[i].sent,
		       (unsigned long long)kinds[i].texts);
		for (k = 0; k <= NONE; k++)
			if (kinds[i].by[k])
				printf(" %s %llu", result_name(k),
				       (unsigned long long)kinds[i].by[k]);
		putchar('\n');
	}
	printf("# %u different texts\n", nr_texts);
}

static int by_count(const void *a, const void *b)
{
	const struct text *l = a, *r = b;

	return (l->count < r->count) - (l->count > r->count);
}

/* tally_extacks() - each text, and how often it was said */
void tally_extacks(void)
{
	unsigned int i;

	qsort(texts, nr_texts, sizeof(texts[0]), by_count);
	for (i = 0; i < nr_texts; i++)
		printf("# %8llu %s\n", (unsigned long long)texts[i].count,
		       texts[i].text);
}
