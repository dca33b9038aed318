// SPDX-License-Identifier: GPL-2.0
/* Fuzzed netlink messages, to all that the module answers: its generic netlink
 * family, links of its kind, entries of their FDB; in the network namespace that it
 * is started in, which should be one of its own.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "budget.h"
#include "kcov.h"
#include "netlink.h"
#include "netlink_corpus.h"
#include "netlink_table.h"

#define TIDY_EVERY	512	/* messages */

static const char usage[] =
	"usage: fuzz_netlink -n COUNT | -t SECONDS [-s SEED] [WORD...]\n"
	"       fuzz_netlink table\n"
	"Words:\n"
	"  genl, link, fdb, raw  only such messages\n"
	"  foreign most of them about fz116, which somebody else has made\n"
	"  setup   make the devices that messages are about, and no messages\n"
	"  deny    they are there, and all that writes must be refused: EPERM\n"
	"  extack  show in the end what the kernel said, and how often\n";

static struct {
	bool kinds[KINDS];
	bool setup, deny, extack;
} want;

static void parse_word(const char *word)
{
	static const struct {
		const char *name;
		bool *flag;
	} words[] = {
		{ "genl", &want.kinds[KIND_GENL] },
		{ "link", &want.kinds[KIND_LINK] },
		{ "fdb", &want.kinds[KIND_FDB] },
		{ "raw", &want.kinds[KIND_RAW] },
		{ "foreign", &world_foreign },
		{ "setup", &want.setup },
		{ "deny", &want.deny },
		{ "extack", &want.extack },
	};
	unsigned int i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(word, words[i].name))
			continue;
		*words[i].flag = true;
		return;
	}
	fputs(usage, stderr);
	exit(2);
}

static void parse_words(char **words)
{
	bool any = false;
	unsigned int i;

	for (; *words; words++)
		parse_word(*words);
	for (i = 0; i < KINDS; i++)
		any |= want.kinds[i];
	for (i = 0; !any && i < KINDS; i++)
		want.kinds[i] = true;
}

/* Links are rare, since each that is made and deleted has others wait. */
static enum kind pick_kind(struct rng *r)
{
	static const enum kind often[] = {
		KIND_GENL, KIND_GENL, KIND_GENL, KIND_GENL, KIND_GENL,
		KIND_GENL, KIND_GENL, KIND_GENL, KIND_FDB, KIND_FDB, KIND_FDB,
		KIND_FDB, KIND_FDB, KIND_RAW, KIND_RAW, KIND_LINK,
	};
	enum kind kind;

	do {
		kind = often[rng_below(r, sizeof(often) / sizeof(often[0]))];
	} while (!want.kinds[kind]);
	return kind;
}

static void next_msg(struct rng *r, struct msg *m)
{
	enum kind kind = pick_kind(r);

	if (rng_one_in(r, 3) && corpus_pick(r, kind, m)) {
		mutate(r, m);
	} else {
		make_msg(r, kind, m);
		if (rng_one_in(r, 3))
			mutate(r, m);
	}
	if (kind == KIND_RAW)
		mutate_header(r, m);
	tame(m);
}

/* Must it be refused to who has no right to write? What the kernel itself says of a
 * message's header it says before it asks for the right; and what is shorter than a
 * header it ignores.
 */
static bool needs_right(const struct msg *m)
{
	const struct nlmsghdr *h = (const struct nlmsghdr *)m->data;
	const struct genlmsghdr *g = NLMSG_DATA(h);
	const struct command *c;

	if (m->len < NLMSG_HDRLEN || h->nlmsg_len > m->len ||
	    !(h->nlmsg_flags & NLM_F_REQUEST))
		return false;
	if (m->route)
		return h->nlmsg_len > NLMSG_HDRLEN &&
		       (h->nlmsg_type == RTM_NEWLINK ||
			h->nlmsg_type == RTM_SETLINK ||
			h->nlmsg_type == RTM_DELLINK ||
			h->nlmsg_type == RTM_NEWNEIGH ||
			h->nlmsg_type == RTM_DELNEIGH);
	if (h->nlmsg_type != talk_vtep() ||
	    h->nlmsg_len < NLMSG_HDRLEN + GENL_HDRLEN || g->reserved ||
	    h->nlmsg_flags & ~(NLM_F_REQUEST | NLM_F_ACK | NLM_F_ECHO))
		return false;
	c = table_command(g->cmd);
	return c && c->write;
}

static void check_denied(const struct msg *m, const struct answer *a)
{
	const struct nlmsghdr *h = (const struct nlmsghdr *)m->data;

	if (!needs_right(m) || (a->any && a->err == EPERM))
		return;
	printf("not denied: type %u, command %u, flags %#x: %s %d %s\n",
	       h->nlmsg_type, m->data[NLMSG_HDRLEN], h->nlmsg_flags,
	       a->any ? "errno" : "no answer", a->err, a->text);
	exit(1);
}

static void fuzz(struct budget *b)
{
	struct rng r = { .state = b->seed };
	struct answer a;
	bool news, kcov;
	struct msg m;

	kcov = kcov_open();
	while (budget_next(b)) {
		if (!want.deny && b->done % TIDY_EVERY == 1)
			world_tidy(&r);
		next_msg(&r, &m);
		kcov_start();
		talk(&r, &m, &a);
		news = kcov_new();
		news |= tally(&m, &a);
		if (news)
			corpus_add(&r, &m);
		if (want.deny)
			check_denied(&m, &a);
	}
	tally_show();
	if (kcov)
		printf("# %u places in the module reached\n", kcov_total());
	printf("# %u messages worth to go on from\n", corpus_size());
	if (want.extack)
		tally_extacks();
}

int main(int argc, char **argv)
{
	struct budget b;
	int i;

	if (argc == 2 && !strcmp(argv[1], "table")) {
		table_show();
		return 0;
	}
	i = budget_parse(&b, argc, argv, usage);
	parse_words(argv + i);
	talk_open(HERE);
	talk_family();
	if (!want.deny) {
		world_there();
		world_make();
	}
	if (!want.setup)
		fuzz(&b);
	printf("# %llu messages sent\n", (unsigned long long)b.done);
	return 0;
}
