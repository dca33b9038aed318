// SPDX-License-Identifier: GPL-2.0
#include <linux/vtep.h>
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
	char list[400];

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
int word_number(const char **s, uint32_t max, uint32_t *out)
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

	if (word_number(&p, max, out) || *p)
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

/* N or N-M; @alone: the former */
static int word_range(const char *val, uint32_t max, const char *what,
		      struct range *r, bool *alone, struct error *err)
{
	const char *p = val;

	if (word_number(&p, max, &r->lo))
		goto bad;
	r->hi = r->lo;
	*alone = !*p;
	if (*p == '-') {
		p++;
		if (word_number(&p, max, &r->hi))
			goto bad;
	}
	if (*p)
		goto bad;
	if (r->hi < r->lo)
		return err_set(err, "range \"%.64s\" ends before it starts",
			       val);
	return 0;
bad:
	return err_set(err, "\"%.64s\" is not %s", val, what);
}

int word_vni(struct command *cmd, const char *val, struct error *err)
{
	bool alone;

	return word_range(val, VTEP_VNI_MAX,
			  "a VNI (0-16777215) or a range N-M", &cmd->vni,
			  &alone, err);
}

/* What is done to one alone has no range. */
int word_one_vni(struct command *cmd, const char *val, struct error *err)
{
	bool alone;

	if (word_range(val, VTEP_VNI_MAX, "a VNI (0-16777215)", &cmd->vni,
		       &alone, err))
		return -1;
	if (!alone)
		return err_set(err, "\"%.64s\" is a range; one VNI has a place here",
			       val);
	return 0;
}

int word_vlan(struct command *cmd, const char *val, struct error *err)
{
	return word_range(val, VLAN_LAST, "a VLAN (0-4094) or a range V-W",
			  &cmd->vlan, &cmd->vlan_alone, err);
}

int word_untagged(struct command *cmd, const char *val, struct error *err)
{
	(void)val;
	(void)err;
	cmd->vlan = (struct range){ 0, 0 };
	return 0;
}

static const char *join_name(const void *ctx, size_t i)
{
	static const char *const names[] = {
		[VTEP_JOIN_ALWAYS] = "always",
		[VTEP_JOIN_ACTIVE] = "active",
	};

	(void)ctx;
	return names[i];
}

int word_join(struct command *cmd, const char *val, struct error *err)
{
	int i = match(val, join_name, NULL, VTEP_JOIN_ACTIVE + 1, err);

	if (i < 0)
		return -1;
	cmd->join = i;
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

int word_flag(struct command *cmd, const char *val, struct error *err)
{
	(void)cmd;
	(void)val;
	(void)err;
	return 0;
}
