// SPDX-License-Identifier: GPL-2.0
/* Values that hold addresses: groups, pools, destinations. */
#include <arpa/inet.h>
#include <string.h>

#include "addr.h"
#include "prefix.h"
#include "words.h"

static int read_group(struct command *cmd, const char *val, const char *what,
		      struct error *err)
{
	struct addr a;

	if (!addr_parse(val, &a))
		return err_set(err, "\"%.64s\" is not %s", val, what);
	if (!addr_is_group(&a))
		return err_set(err, "\"%.64s\" is not a multicast address",
			       val);
	cmd->group = a;
	return 0;
}

int word_group(struct command *cmd, const char *val, struct error *err)
{
	if (!strcmp(val, "none")) {
		/* the unspecified address takes the group away */
		cmd->group = (struct addr){ .len = 4 };
		return 0;
	}
	return read_group(cmd, val, "an IP address or none", err);
}

int word_one_group(struct command *cmd, const char *val, struct error *err)
{
	return read_group(cmd, val, "an IP address", err);
}

static bool read_pool(const char *val, struct pool *pool)
{
	const char *slash = strchr(val, '/'), *p;
	char prefix[INET6_ADDRSTRLEN];
	uint32_t bits;

	if (!slash || (size_t)(slash - val) >= sizeof(prefix))
		return false;
	memcpy(prefix, val, slash - val);
	prefix[slash - val] = '\0';
	p = slash + 1;
	if (!addr_parse(prefix, &pool->addr) ||
	    word_number(&p, UINT8_MAX, &bits) || *p)
		return false;
	pool->len = bits;
	return true;
}

/* What of a pool is right whatever the VTEP; the rest is the kernel's to
 * say, whose limits these are, too.
 */
int word_pool(struct command *cmd, const char *val, struct error *err)
{
	char text[INET6_ADDRSTRLEN];
	struct pool pool;
	int bits, min;

	if (!read_pool(val, &pool))
		return err_set(err, "\"%.64s\" is not PREFIX/LEN", val);
	if (!addr_is_group(&pool.addr))
		return err_set(err, "\"%.64s\" is not a multicast prefix",
			       val);
	bits = pool.addr.len * 8;
	/* IPv4: all of 224/4 holds 224.0.0.0/24; IPv6: flags and scope */
	min = bits == 32 ? 5 : 16;
	if (pool.len == bits)
		return err_set(err, "\"%.64s\" is one address: that is a group",
			       val);
	if (pool.len < min || pool.len > bits)
		return err_set(err, "length of \"%.64s\" is not in %d-%d",
			       val, min, bits - 1);
	if (bits_trim(pool.addr.b, pool.addr.len, pool.len))
		return err_set(err, "\"%.64s\" has bits behind its length; without them it is %s/%u",
			       val,
			       inet_ntop(bits == 32 ? AF_INET : AF_INET6,
					 pool.addr.b, text, sizeof(text)),
			       pool.len);
	cmd->pool = pool;
	return 0;
}

void list_cut(const char **list, char *to, size_t size)
{
	size_t len = strcspn(*list, ",");

	if (len < size)
		size = len + 1;
	memcpy(to, *list, size - 1);
	to[size - 1] = '\0';
	*list = (*list)[len] ? *list + len + 1 : NULL;
}

bool dest_next(const char **list, struct addr *to)
{
	char text[INET6_ADDRSTRLEN];

	if (!*list)
		return false;
	list_cut(list, text, sizeof(text));
	return addr_parse(text, to);
}

static int check_dest(const struct addr *v, size_t n, const char *text,
		      struct error *err)
{
	const struct addr *a = &v[n];

	if (!addr_is_unicast(a))
		return err_set(err, "\"%s\" is not a unicast address", text);
	if (n && v[0].len != a->len)
		return err_set(err, "\"%s\" is of another address family than those before",
			       text);
	for (size_t i = 0; i < n; i++)
		if (!memcmp(&v[i], a, sizeof(*a)))
			return err_set(err, "\"%s\" is given twice", text);
	return 0;
}

static int check_dests(const char *list, struct error *err)
{
	struct addr v[FLOOD_MAX];
	char text[64];

	for (size_t n = 0; list; n++) {
		if (n == FLOOD_MAX)
			return err_set(err, "more than %d destinations do not fit into one request",
				       FLOOD_MAX);
		list_cut(&list, text, sizeof(text));
		if (!addr_parse(text, &v[n]))
			return err_set(err, "\"%s\" is not an IP address",
				       text);
		if (check_dest(v, n, text, err))
			return -1;
	}
	return 0;
}

int word_flood_add(struct command *cmd, const char *val, struct error *err)
{
	cmd->flood_add = val;
	return check_dests(val, err);
}

int word_flood_del(struct command *cmd, const char *val, struct error *err)
{
	cmd->flood_del = val;
	return check_dests(val, err);
}
