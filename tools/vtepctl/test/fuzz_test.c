// SPDX-License-Identifier: GPL-2.0
/* Damaged input through parser, decoder and printer under the sanitizers:
 * messages cut at every length, messages and command lines with a few octets
 * changed. The seed is fixed so that a failure comes again; every message is
 * in memory of its very length, so that one octet too far is seen.
 *
 * Built with -DLIBFUZZER and clang -fsanitize=fuzzer the same functions are
 * the target of a fuzzer.
 */
#include <libmnl/libmnl.h>
#include <stdlib.h>

#include "decode.h"
#include "encode.h"
#include "gaps.h"
#include "msg.h"
#include "parse.h"
#include "prefix.h"
#include "print.h"
#include "tap.h"

/* What becomes of it does not matter, only that it ends well. */
static void feed_message(const void *data, size_t size, unsigned int kind)
{
	static struct record rec, whole;
	static struct gaps gaps;
	struct view view = { .statistics = kind & 8, .ifname = test_ifname };
	struct out out = { .json = kind & 16 };
	char rbuf[REQUEST_MAX];
	struct nlmsghdr *copy, *req;
	struct command cmd = { 0 };
	char *words[] = { "vni", "set", "dev", "v", "limit", "1" };
	struct verdict v;
	struct error err;
	char text[512];

	if (size < sizeof(*copy))
		return;
	copy = malloc(size);
	if (!copy)
		abort();
	memcpy(copy, data, size);
	if (copy->nlmsg_len > size)
		copy->nlmsg_len = size;
	out.to = fopen("/dev/null", "w");
	if (!decode_record(copy, kind % OBJ_MAX, &rec, &err)) {
		out_open(&out);
		print_record(&out, &view, &rec);
		out_close(&out);
		if (!record_append(&whole, &rec, &err) &&
		    !decode_record(copy, rec.kind, &whole, &err)) {
			same_uint("entries", whole.remotes.n, rec.remotes.n);
			same_uint("prefixes", whole.prefixes.n,
				  rec.prefixes.n);
		}
		(void)gaps_event(&gaps, &rec, &err);
	}
	fclose(out.to);

	if (parse_command(6, words, &cmd, &err))
		abort();
	req = encode_command(rbuf, &cmd, 3, TEST_FAMILY, 1);
	copy->nlmsg_type = kind & 32 ? NLMSG_DONE : NLMSG_ERROR;
	if (!decode_verdict(copy, req, kind % OBJ_MAX, &v, &err))
		verdict_text(&v, text, sizeof(text));
	free(copy);
	/* a list that goes on for ever is not what is tested */
	if (kind & 64 || whole.remotes.n > 1000 ||
	    whole.members.n > 1000) {
		record_free(&rec);
		record_free(&whole);
	}
}

/* As a file of prefixes, of one line or what comes of it. */
static void feed_file(void *data, size_t size)
{
	struct prefixes list = { .n = 0 };
	FILE *f = size ? fmemopen(data, size, "r") : NULL;
	struct error err;
	unsigned long nr;

	if (!f)
		return;
	(void)prefixes_read(&list, f, 0, &nr, &err);
	fclose(f);
	free(list.v);
}

static void feed_line(const void *data, size_t size)
{
	char *line = malloc(size + 1), *argv[64];
	struct command cmd;
	struct error err;
	int argc;

	if (!line)
		abort();
	memcpy(line, data, size);
	line[size] = '\0';
	feed_file(line, size);
	argc = split_line(line, argv, 64, &err);
	if (argc >= 0)
		(void)parse_command(argc, argv, &cmd, &err);
	free(line);
}

#ifdef LIBFUZZER

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1)
		return 0;
	if (data[0] & 128)
		feed_line(data + 1, size - 1);
	else
		feed_message(data + 1, size - 1, data[0]);
	return 0;
}

#else

static uint32_t state = 0x7348;

static uint32_t draw(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state % below;
}

static struct nlmsghdr *(*const messages[])(void *buf) = {
	msg_dev, msg_vni, msg_peer, msg_source, msg_local, msg_group, msg_fdb,
	msg_stats, msg_drops, msg_event,
};

#define NR_MESSAGES (sizeof(messages) / sizeof(*messages))

static void test_cut(void)
{
	static char buf[MSG_MAX];

	for (size_t m = 0; m < NR_MESSAGES; m++) {
		size_t len = messages[m](buf)->nlmsg_len;

		for (size_t cut = 0; cut <= len; cut++)
			feed_message(buf, cut, m);
	}
	test_end("fuzz: messages cut at every length");
}

static void test_flip(void)
{
	static char buf[MSG_MAX];

	for (int i = 0; i < 20000; i++) {
		size_t m = draw(NR_MESSAGES);
		size_t len = messages[m](buf)->nlmsg_len;

		for (uint32_t n = draw(6) + 1; n; n--)
			buf[draw(len)] = draw(4) ? (char)draw(32) :
						   (char)draw(256);
		feed_message(buf, len, m + OBJ_MAX * draw(20));
	}
	test_end("fuzz: messages with octets changed");
}

static void test_lines(void)
{
	static const char *const lines[] = {
		"vni set dev vtep0 vni 42 group 239.1.1.42 learning on",
		"fdb show dev vtep0 vni 5000-8999 # comment",
		"help 'vni' \"set\"",
		"peer show dev vtep0",
		"vni add dev v vni 5-9 vlan 3-7 pool 239.64.0.0/12",
		"vni set dev v flood add 10.0.0.2,10.0.0.3 flood del fd::1",
		"group rejoin group ff05::1 dev eth0",
		"vtep set dev v deliver list moves 3/60 storm peer 1000pps,10mbit,burst=50",
		"vni set dev v learn inherit storm unknown none min_ttl 254",
		"source set dev v vni 5 prefix 10.0.0.0/8,10.1.0.1 may deny",
		"source add dev v prefix 2001:db8::/32,2001:db8::1/128",
		"fdb flush dev v mac 02:00:00:00:00:00/24 peer 10.0.0.2 vni 1-2",
		"local add dev v mac 02:00:00:00:00:01",
		"10.0.0.0/8 deny\n10.1.0.1\n# all\n10.2.0.0/16 learn",
		"2001:db8::/32 deliver # c\n::1/128\n",
	};
	enum { NR_LINES = sizeof(lines) / sizeof(*lines) };
	char line[128];

	for (int i = 0; i < 20000; i++) {
		size_t len = snprintf(line, sizeof(line), "%s",
				      lines[draw(NR_LINES)]);

		for (uint32_t n = draw(4); n; n--)
			line[draw(len)] = draw(3) ? "' \"#-/,09ahn:."[draw(15)] :
						    (char)draw(256);
		feed_line(line, draw(8) ? len : draw(len));
	}
	test_end("fuzz: command lines with octets changed");
}

int main(void)
{
	char hdr[sizeof(struct nlmsghdr)] = { 0 };

	test_cut();
	test_flip();
	test_lines();
	/* frees what the record kept */
	feed_message(hdr, sizeof(hdr), 64);
	return tap_done();
}

#endif
