// SPDX-License-Identifier: GPL-2.0
/* Inputs that reached what none before them had. In a file each is a line: the
 * device, its struct virtio_net_hdr as it is on a little-endian machine, the frame.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "packets.h"

/* More are not worth their memory: some old one gives way. */
#define CORPUS_MAX	8192

struct item {
	struct virtio_net_hdr vnet;
	unsigned int lane;
	unsigned int len;
	uint8_t *data;
};

static struct item corpus[CORPUS_MAX];
static unsigned int n_corpus;
static unsigned int next_out;
static FILE *keep;
static FILE *last;

static void *copy(const void *from, size_t len)
{
	void *to = malloc(len ? len : 1);

	if (!to) {
		perror("malloc");
		exit(2);
	}
	memcpy(to, from, len);
	return to;
}

static void insert(const struct input *in)
{
	struct item *item;

	if (n_corpus < CORPUS_MAX) {
		item = &corpus[n_corpus++];
	} else {
		item = &corpus[next_out++ % CORPUS_MAX];
		free(item->data);
	}
	*item = (struct item){ in->vnet, in->lane, in->len,
			       copy(in->data, in->len) };
}

static void print_hex(FILE *f, const void *p, size_t len)
{
	const uint8_t *byte = p;

	fputc(' ', f);
	while (len--)
		fprintf(f, "%02x", *byte++);
}

static void print(FILE *f, const struct input *in)
{
	fputs(lanes[in->lane].dev, f);
	print_hex(f, &in->vnet, sizeof(in->vnet));
	print_hex(f, in->data, in->len);
	fputc('\n', f);
}

void corpus_keep(const struct input *in)
{
	if (!keep)
		return;
	print(keep, in);
	fflush(keep);
}

void corpus_add(const struct input *in)
{
	insert(in);
	corpus_keep(in);
}

/* What was there before, if longer, is left behind an empty line: to make the file
 * shorter first would leave none at all in between.
 */
void corpus_last(const struct input *in, unsigned int n)
{
	if (!last)
		return;
	rewind(last);
	for (; n--; in++)
		print(last, in);
	fputc('\n', last);
	fflush(last);
	fsync(fileno(last));
}

static FILE *open_out(const char *file)
{
	FILE *f = fopen(file, "we");

	if (!f) {
		perror(file);
		exit(2);
	}
	return f;
}

void corpus_open(const char *file)
{
	keep = open_out(file);
}

void corpus_open_last(const char *file)
{
	last = open_out(file);
}

unsigned int corpus_size(void)
{
	return n_corpus;
}

void corpus_get(unsigned int i, struct input *in)
{
	const struct item *item = &corpus[i];

	in->vnet = item->vnet;
	in->lane = item->lane;
	in->len = item->len;
	memcpy(in->data, item->data, item->len);
}

/* A whole word of hexadecimal digits; its bytes, or -1 */
static int scan_hex(const char *word, uint8_t *to, unsigned int most)
{
	unsigned int n, byte;
	int used;

	for (n = 0; n < most && *word; n++, word += 2) {
		if (sscanf(word, "%2x%n", &byte, &used) != 1 || used != 2)
			return -1;
		to[n] = byte;
	}
	return *word ? -1 : (int)n;
}

static bool scan(char *line, struct input *in)
{
	char *dev = strtok(line, " \n");
	char *vnet = strtok(NULL, " \n");
	char *data = strtok(NULL, " \n");
	int lane, len;

	if (!data || strtok(NULL, " \n"))
		return false;
	lane = lane_of(dev);
	len = scan_hex(data, in->data, INPUT_MAX);
	if (lane < 0 || len <= 0 ||
	    scan_hex(vnet, (uint8_t *)&in->vnet, sizeof(in->vnet)) !=
	    sizeof(in->vnet))
		return false;
	in->lane = lane;
	in->len = len;
	return true;
}

static int shorter(const void *a, const void *b)
{
	const struct item *i = a, *j = b;

	return (i->len > j->len) - (i->len < j->len);
}

/* The shorter ones come first, so that of two that reach the same place the longer one
 * is not kept.
 */
void corpus_load(const char *file)
{
	static struct input in;
	FILE *f = fopen(file, "re");
	char *line = NULL;
	unsigned int n = 0;
	size_t size = 0;

	if (!f) {
		perror(file);
		exit(2);
	}
	while (getline(&line, &size, f) >= 0) {
		n++;
		if (line[0] == '#' || line[0] == '\n')
			continue;
		if (!scan(line, &in)) {
			fprintf(stderr, "%s:%u: no such input\n", file, n);
			exit(2);
		}
		insert(&in);
	}
	free(line);
	fclose(f);
	qsort(corpus, n_corpus, sizeof(corpus[0]), shorter);
}
