// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <linux/neighbour.h>
#include <string.h>

#include "parts.h"
#include "vtep/wire.h"

static const char *const counter_names[CTR_MAX] = {
	[CTR_RX_PACKETS] = "rx_packets",
	[CTR_RX_BYTES] = "rx_bytes",
	[CTR_RX_BUM] = "rx_bum",
	[CTR_RX_DROPPED] = "rx_dropped",
	[CTR_TX_PACKETS] = "tx_packets",
	[CTR_TX_BYTES] = "tx_bytes",
	[CTR_TX_BUM] = "tx_bum",
	[CTR_TX_DROPPED] = "tx_dropped",
};

const char *addr_str(const struct addr *a, char buf[INET6_ADDRSTRLEN])
{
	return inet_ntop(a->len == 4 ? AF_INET : AF_INET6, a->b, buf,
			 INET6_ADDRSTRLEN);
}

/* The kernel lets nearly any byte into a name: what a terminal would act upon
 * or JSON cannot hold is shown by number.
 */
static bool presentable(const char *name)
{
	for (; *name; name++)
		if (*name < 0x21 || *name > 0x7e)
			return false;
	return true;
}

const char *dev_str(const struct view *view, uint32_t ifindex,
		    char buf[IFNAMSIZ])
{
	const char *name = view->ifname(ifindex, buf);

	if (name && presentable(name))
		return name;
	snprintf(buf, IFNAMSIZ, "if%u", ifindex);
	return buf;
}

void part_dev(struct out *o, const struct view *view,
	      uint32_t ifindex, bool key)
{
	char buf[IFNAMSIZ];

	(key ? out_str : out_bare)(o, "dev", dev_str(view, ifindex, buf));
}

void part_name(struct out *o, const char *key, const char *const names[],
	       size_t n, uint32_t val)
{
	if (val < n && names[val])
		out_str(o, key, names[val]);
	else
		out_uint(o, key, val);	/* of a newer module */
}

void part_pool(struct out *o, const struct pool *pool)
{
	char buf[INET6_ADDRSTRLEN + 4];
	size_t len;

	addr_str(&pool->addr, buf);
	len = strlen(buf);
	snprintf(buf + len, sizeof(buf) - len, "/%u", pool->len);
	out_str(o, "pool", buf);
}

void part_mac(struct out *o, const uint8_t mac[6])
{
	char buf[18];

	snprintf(buf, sizeof(buf), "%02x:%02x:%02x:%02x:%02x:%02x", mac[0],
		 mac[1], mac[2], mac[3], mac[4], mac[5]);
	out_bare(o, "mac", buf);
}

static void age_text(char *buf, size_t size, uint64_t ms)
{
	if (ms < 10000)
		snprintf(buf, size, "%u.%02us", (unsigned int)ms / 1000,
			 (unsigned int)ms % 1000 / 10);
	else
		snprintf(buf, size, "%llus", (unsigned long long)ms / 1000);
}

/* Text in seconds; JSON in milliseconds and saying so. */
void part_age(struct out *o, const char *key, uint64_t ms)
{
	char buf[32];

	age_text(buf, sizeof(buf), ms);
	out_text(o, key);
	out_text(o, buf);
	snprintf(buf, sizeof(buf), "%s_ms", key);
	out_json_uint(o, buf, ms);
}

void part_since(struct out *o, uint64_t ms)
{
	char buf[32];

	age_text(buf, sizeof(buf), ms);
	out_text(o, buf);
	out_json_uint(o, "since_ms", ms);
}

/* What differs from the usual: in a list of destinations the IANA port is not
 * worth a word of text.
 */
void part_remote(struct out *o, const struct view *view,
		 const char *key, const struct remote *r)
{
	char buf[INET6_ADDRSTRLEN];

	out_text(o, key);
	out_bare(o, "addr", addr_str(&r->addr, buf));
	if (r->port && r->port != VTEP_PORT)
		out_uint(o, "port", r->port);
	else if (r->port)
		out_json_uint(o, "port", r->port);
	if (r->has_vni)
		out_uint(o, "vni", r->vni);
	if (r->ifindex)
		part_dev(o, view, r->ifindex, true);
}

void part_remotes(struct out *o, const struct view *view,
		  const char *key, const char *list_key,
		  const struct remotes *list)
{
	out_list(o, list_key);
	for (size_t i = 0; i < list->n; i++) {
		out_obj(o, NULL);
		part_remote(o, view, key, &list->v[i]);
		out_up(o);
	}
	out_up(o);
}

void part_counters(struct out *o, const struct record *rec)
{
	if (!rec->has_counters)
		return;
	out_line(o);
	out_obj(o, "counters");
	for (int i = 0; i < CTR_MAX; i++)
		if (rec->has_counters & 1U << i)
			out_uint(o, counter_names[i], rec->counters[i]);
	out_up(o);
}

/* The words of bridge(8) where it has one; it adds permanent entries with both
 * bits.
 */
void part_nud(struct out *o, uint16_t nud)
{
	static const struct {
		uint16_t nud;
		const char *name;
	} names[] = {
		{ NUD_NONE, "none" },
		{ NUD_INCOMPLETE, "incomplete" },
		{ NUD_REACHABLE, "reachable" },
		{ NUD_STALE, "stale" },
		{ NUD_DELAY, "delay" },
		{ NUD_PROBE, "probe" },
		{ NUD_FAILED, "failed" },
	};
	char buf[8];

	if (nud & (NUD_PERMANENT | NUD_NOARP)) {
		out_str(o, "state", nud & NUD_PERMANENT ? "permanent" :
							  "static");
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (names[i].nud == nud) {
			out_str(o, "state", names[i].name);
			return;
		}
	}
	snprintf(buf, sizeof(buf), "0x%x", nud);
	out_str(o, "state", buf);
}

void part_flags(struct out *o, uint32_t flags)
{
	static const char *const names[] = {
		/* NTF_* */
		"use", "self", "master", "proxy",
		"extern_learn", "offload", "sticky", "router",
		/* NTF_EXT_*, shifted by 8 */
		"managed", "locked",
	};
	char buf[12];

	if (!flags)
		return;
	out_text(o, "flags");
	out_list(o, "flags");
	for (size_t i = 0; i < 32; i++) {
		if (!(flags & 1U << i))
			continue;
		if (i < ARRAY_SIZE(names)) {
			out_bare(o, NULL, names[i]);
		} else {
			snprintf(buf, sizeof(buf), "0x%x", 1U << i);
			out_bare(o, NULL, buf);
		}
	}
	out_up(o);
}

void part_stamp(struct out *o, const struct timespec *t)
{
	char sec[32], zone[8], buf[64];
	struct tm tm;

	localtime_r(&t->tv_sec, &tm);
	strftime(sec, sizeof(sec), "%Y-%m-%dT%H:%M:%S", &tm);
	strftime(zone, sizeof(zone), "%z", &tm);
	snprintf(buf, sizeof(buf), "%s.%06ld%s", sec, t->tv_nsec / 1000, zone);
	out_bare(o, "time", buf);
}
