// SPDX-License-Identifier: GPL-2.0
/* Packets into VTEPs, to their UDP sockets and to their transmit sides: right ones,
 * and such as nobody sends. Nothing must come of it but counters. The kernel's
 * checkers, and whoever reads its log, say whether it did; this program looks at
 * what VTEPs send.
 *
 * Where the kernel has KCOV, what reaches new places is kept and changed further.
 * What the frames must find: packets_world.h, set up by ../fuzz_packets.sh.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "budget.h"
#include "kcov.h"
#include "packets.h"

static const char usage[] =
	"Usage: fuzz_packets [-n COUNT] [-t SECONDS] [-s SEED] WORD...\n"
	"Send COUNT packets, or for SECONDS. Words:\n"
	"  receive=DEV   a TAP device, to send into as from the wire\n"
	"  frags=DEV     likewise; frames come in pieces, and are merged by GRO\n"
	"  port=DEV      a TAP device that is a port of a bridge\n"
	"  send=DEV      a VTEP, to send by\n"
	"  watch=DEV     a TAP device, for what VTEPs send only\n"
	"  corpus=FILE   inputs to begin with; after the devices\n"
	"  keep=FILE     where those go that reach what none had before\n"
	"  last=FILE     where each is written before it is sent, with those that are\n"
	"                sent at once with it, up to an empty line\n"
	"  hold          send nothing; let the TAP devices have a carrier until killed\n";

static struct input batch[BATCH_MAX];
static bool hold;

static bool parse_word(const char *word)
{
	if (!strncmp(word, "corpus=", 7)) {
		corpus_load(word + 7);
		return true;
	}
	if (!strncmp(word, "keep=", 5)) {
		corpus_open(word + 5);
		return true;
	}
	if (!strncmp(word, "last=", 5)) {
		corpus_open_last(word + 5);
		return true;
	}
	if (!strcmp(word, "hold")) {
		hold = true;
		return true;
	}
	return lane_open(word);
}

/* New ones and changed old ones */
static void next_input(struct rng *r, struct input *in)
{
	static struct input other;

	if (corpus_size() && rng_one_in(r, 3)) {
		corpus_get(rng_below(r, corpus_size()), in);
		corpus_get(rng_below(r, corpus_size()), &other);
		mutate(r, in, &other);
		return;
	}
	build_next(r, in);
	if (rng_one_in(r, 4))
		mutate(r, in, NULL);
}

/* Does it reach anything new? */
static bool try(const struct input *in, struct rng *r)
{
	corpus_last(in, 1);
	kcov_start();
	lane_send(in, 1, r);
	return kcov_new();
}

/* First what was loaded; what of it reaches nothing that shorter ones have not is
 * not kept.
 */
static void replay(struct budget *b, struct rng *r)
{
	unsigned int n = corpus_size(), i;
	struct input *in = &batch[0];

	for (i = 0; i < n && budget_next(b); i++) {
		corpus_get(i, in);
		if (try(in, r))
			corpus_keep(in);
	}
}

static void one_by_one(unsigned int n, struct rng *r)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		if (try(&batch[i], r))
			corpus_add(&batch[i]);
}

/* Where some of many reached something new, each is sent once more to find which. */
static void fuzz(struct budget *b, struct rng *r)
{
	unsigned int n;

	do {
		for (n = 0; n < BATCH_MAX && budget_next(b); n++)
			next_input(r, &batch[n]);
		corpus_last(batch, n);
		kcov_start();
		lane_send(batch, n, r);
		if (kcov_new_of_many())
			one_by_one(n, r);
		lane_drain();
	} while (n == BATCH_MAX);
}

static void report(const struct budget *b, unsigned int loaded, bool kcov)
{
	unsigned int i;

	for (i = 0; i < n_lanes; i++)
		printf("# %s sent %" PRIu64 " refused %" PRIu64 "\n", lanes[i].dev,
		       lanes[i].sent, lanes[i].refused);
	printf("# packets %" PRIu64 " corpus %u + %u checked %" PRIu64, b->done,
	       loaded, corpus_size() - loaded, check_count());
	if (kcov)
		printf(" places %u\n", kcov_total());
	else
		printf(" without KCOV\n");
}

int main(int argc, char **argv)
{
	unsigned int loaded;
	struct budget b;
	struct rng rng;
	bool kcov;
	int i;

	for (i = budget_parse(&b, argc, argv, usage); i < argc; i++) {
		if (!parse_word(argv[i])) {
			fprintf(stderr, "%s: what is that?\n%s", argv[i], usage);
			return 2;
		}
	}
	if (hold)
		return pause();
	if (!lanes_ready()) {
		fputs(usage, stderr);
		return 2;
	}
	rng = (struct rng){ b.seed };
	loaded = corpus_size();
	kcov = kcov_open();

	replay(&b, &rng);
	fuzz(&b, &rng);
	report(&b, loaded, kcov);
	return 0;
}
