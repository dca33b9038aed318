// SPDX-License-Identifier: GPL-2.0
/* Rates: none | PARTS, which are up to one each of PACKETSpps, BITSbit (or kbit,
 * mbit, gbit) and burst=MS, with commas between; not a burst alone.
 */
#include <stdio.h>
#include <string.h>

#include "rules.h"
#include "words.h"

#define BITS_MIN	1000
#define BURST_MAX	10000
#define BURST_USUAL	100

static const struct unit {
	const char *name;
	uint64_t factor;
} units[] = {
	/* the largest first, for printing */
	{ "gbit", 1000000000 },
	{ "mbit", 1000000 },
	{ "kbit", 1000 },
	{ "bit", 1 },
};

/* Decimal digits at the start of @s. Return: what follows, NULL: none, or more
 * than 64 bits hold.
 */
static const char *digits(const char *s, uint64_t *to)
{
	const char *p = s;

	for (*to = 0; *p >= '0' && *p <= '9'; p++)
		if (__builtin_mul_overflow(*to, 10, to) ||
		    __builtin_add_overflow(*to, *p - '0', to))
			return NULL;
	return p == s ? NULL : p;
}

static int parse_bits(struct rate *rate, const char *part, uint64_t num,
		      const char *unit, struct error *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(units); i++) {
		if (strcmp(unit, units[i].name))
			continue;
		if (rate->bits)
			return err_set(err, "\"%s\": bits are given twice",
				       part);
		if (__builtin_mul_overflow(num, units[i].factor, &rate->bits))
			return err_set(err, "\"%s\" is too much", part);
		if (rate->bits < BITS_MIN)
			return err_set(err, "\"%s\": less than %u bits a second are no rate",
				       part, BITS_MIN);
		return 0;
	}
	return err_set(err, "\"%s\": unit \"%s\" is none of pps, bit, kbit, mbit, gbit",
		       part, unit);
}

static int parse_burst(struct rate *rate, const char *part, struct error *err)
{
	const char *p = part + strlen("burst=");
	uint32_t ms;

	if (rate->burst)
		return err_set(err, "\"%s\": burst is given twice", part);
	if (word_number(&p, BURST_MAX, &ms) || *p || !ms)
		return err_set(err, "\"%s\": milliseconds are in 1-%u", part,
			       BURST_MAX);
	rate->burst = ms;
	return 0;
}

static int parse_part(struct rate *rate, const char *part, struct error *err)
{
	const char *unit;
	uint64_t num;

	if (!strncmp(part, "burst=", strlen("burst=")))
		return parse_burst(rate, part, err);
	if (!strcmp(part, "none"))
		return err_set(err, "\"none\" stands alone");
	if (*part < '0' || *part > '9')
		return err_set(err, "\"%s\" is not none, PACKETSpps, BITSbit or burst=MS",
			       part);
	unit = digits(part, &num);
	if (!unit)
		return err_set(err, "\"%s\" is too much", part);
	if (!num)
		return err_set(err, "\"%s\" is no rate; none takes it away",
			       part);
	if (strcmp(unit, "pps"))
		return parse_bits(rate, part, num, unit, err);
	if (rate->packets)
		return err_set(err, "\"%s\": packets are given twice", part);
	if (num > UINT32_MAX)
		return err_set(err, "\"%s\" is too much", part);
	rate->packets = num;
	return 0;
}

int rate_parse(struct rate *rate, const char *val, struct error *err)
{
	char part[48];

	*rate = (struct rate){ 0 };
	if (!strcmp(val, "none"))
		return 0;
	for (const char *p = val; p;) {
		size_t len = strcspn(p, ",");

		snprintf(part, sizeof(part), "%.*s",
			 (int)(len < sizeof(part) ? len : sizeof(part)), p);
		if (parse_part(rate, part, err))
			return -1;
		p = p[len] ? p + len + 1 : NULL;
	}
	if (rate_is_none(rate))
		return err_set(err, "\"%.64s\" is a burst of no rate", val);
	return 0;
}

bool rate_is_none(const struct rate *rate)
{
	return !rate->packets && !rate->bits;
}

static uint32_t burst_of(const struct rate *rate)
{
	return rate->burst ? rate->burst : BURST_USUAL;
}

bool rate_equal(const struct rate *a, const struct rate *b)
{
	if (rate_is_none(a) || rate_is_none(b))
		return rate_is_none(a) == rate_is_none(b);
	return a->packets == b->packets && a->bits == b->bits &&
	       burst_of(a) == burst_of(b);
}

void rate_text(const struct rate *rate, char buf[RULE_TEXT])
{
	const struct unit *u = units;
	size_t len = 0;

	if (rate_is_none(rate)) {
		strcpy(buf, "none");
		return;
	}
	if (rate->packets)
		len += sprintf(buf + len, "%upps", rate->packets);
	if (rate->bits) {
		while (rate->bits % u->factor)
			u++;
		len += sprintf(buf + len, "%s%llu%s", len ? "," : "",
			       (unsigned long long)(rate->bits / u->factor),
			       u->name);
	}
	if (burst_of(rate) != BURST_USUAL)
		sprintf(buf + len, ",burst=%u", rate->burst);
}
