// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "vtep/wire.h"
#include "words.h"

/* ", " separated names that start with @typed, cut when they do not fit. */
static void list_names(char *buf, size_t size, const char *typed, name_fn name,
		       const void *ctx, size_t n)
{
	size_t len = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < n && len < size; i++) {
		const char *s = name(ctx, i);

		if (!s || strncmp(s, typed, strlen(typed)))
			continue;
		len += snprintf(buf + len, size - len, "%s%s",
				len ? ", " : "", s);
	}
}

int match(const char *typed, name_fn name, const void *ctx, size_t n,
	  struct error *err)
{
	int found = -1, hits = 0;
	char list[160];

	for (size_t i = 0; i < n; i++) {
		const char *s = name(ctx, i);

		if (!s)
			continue;
		if (!strcmp(s, typed))
			return i;
		if (*typed && !strncmp(s, typed, strlen(typed))) {
			found = i;
			hits++;
		}
	}
	if (hits == 1)
		return found;

	list_names(list, sizeof(list), hits ? typed : "", name, ctx, n);
	if (hits)
		return err_set(err, "\"%.64s\" is ambiguous: %s", typed, list);
	return err_set(err, "unknown word \"%.64s\"; there is: %s", typed,
		       list);
}

/* Decimal digits and nothing else: no sign, no blank, no octal surprise. */
static int number(const char **s, uint32_t max, uint32_t *out)
{
	const char *p = *s;
	uint64_t v = 0;

	if (*p < '0' || *p > '9')
		return -1;
	for (; *p >= '0' && *p <= '9'; p++) {
		v = v * 10 + (*p - '0');
		if (v > max)
			return -1;
	}
	*s = p;
	*out = v;
	return 0;
}

static int whole_number(const char *val, uint32_t max, uint32_t *out,
			struct error *err)
{
	const char *p = val;

	if (number(&p, max, out) || *p)
		return err_set(err, "\"%.64s\" is not a number in 0-%u", val,
			       max);
	return 0;
}

/* The kernel's rules for a name (dev_valid_name()), so that a slip is told
 * from a device that is not there.
 */
int word_dev(struct command *cmd, const char *val, struct error *err)
{
	if (!*val || strlen(val) >= IFNAMSIZ || !strcmp(val, ".") ||
	    !strcmp(val, "..") || strpbrk(val, "/: \t\n\v\f\r"))
		return err_set(err, "\"%.64s\" is not a name of an interface",
			       val);
	strcpy(cmd->dev, val);
	return 0;
}

int word_vni(struct command *cmd, const char *val, struct error *err)
{
	uint32_t n = 0;

	if (whole_number(val, VTEP_VNI_MAX, &n, err))
		return -1;
	cmd->vni = (struct range){ n, n };
	return 0;
}

int word_vnis(struct command *cmd, const char *val, struct error *err)
{
	struct range r = { 0 };
	const char *p = val;

	if (number(&p, VTEP_VNI_MAX, &r.lo))
		goto bad;
	r.hi = r.lo;
	if (*p == '-') {
		p++;
		if (number(&p, VTEP_VNI_MAX, &r.hi))
			goto bad;
	}
	if (*p)
		goto bad;
	if (r.hi < r.lo)
		return err_set(err, "range \"%.64s\" ends before it starts",
			       val);
	cmd->vni = r;
	return 0;
bad:
	return err_set(err, "\"%.64s\" is not a VNI (0-%u) or a range N-M",
		       val, VTEP_VNI_MAX);
}

int word_group(struct command *cmd, const char *val, struct error *err)
{
	struct addr a = { 0 };

	if (!strcmp(val, "none")) {
		/* the unspecified address takes the group away */
		cmd->group = (struct addr){ .len = 4 };
		return 0;
	}
	if (inet_pton(AF_INET, val, a.b) == 1)
		a.len = 4;
	else if (inet_pton(AF_INET6, val, a.b) == 1)
		a.len = 16;
	else
		return err_set(err, "\"%.64s\" is not an IP address or none",
			       val);
	if (a.len == 4 ? (a.b[0] & 0xf0) != 0xe0 : a.b[0] != 0xff)
		return err_set(err, "\"%.64s\" is not a multicast address",
			       val);
	cmd->group = a;
	return 0;
}

int word_learning(struct command *cmd, const char *val, struct error *err)
{
	if (!strcmp(val, "on"))
		cmd->learning = true;
	else if (!strcmp(val, "off"))
		cmd->learning = false;
	else
		return err_set(err, "\"%.64s\" is not on or off", val);
	return 0;
}

int word_ageing(struct command *cmd, const char *val, struct error *err)
{
	return whole_number(val, UINT32_MAX, &cmd->ageing, err);
}

int word_limit(struct command *cmd, const char *val, struct error *err)
{
	return whole_number(val, UINT32_MAX, &cmd->limit, err);
}

int word_json(struct command *cmd, const char *val, struct error *err)
{
	(void)cmd;
	(void)val;
	(void)err;
	return 0;
}
