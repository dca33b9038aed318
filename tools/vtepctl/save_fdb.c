// SPDX-License-Identifier: GPL-2.0
/* Static FDB entries and odd flood lists -> `fdb` lines, for bridge(8). */
#include <linux/neighbour.h>
#include <linux/vtep.h>

#include "config.h"
#include "parts.h"

static void print_start(FILE *to, const char *verb, const uint8_t mac[6],
			const struct link *link)
{
	fprintf(to, "fdb %s %02x:%02x:%02x:%02x:%02x:%02x dev %s", verb,
		mac[0], mac[1], mac[2], mac[3], mac[4], mac[5], link->name);
}

static void print_remote(FILE *to, const struct remote *r, ifname_fn ifname)
{
	char addr[INET6_ADDRSTRLEN], name[IF_NAMESIZE];

	fprintf(to, " dst %s", addr_str(&r->addr, addr));
	if (r->port)
		fprintf(to, " port %u", r->port);
	if (r->has_vni)
		fprintf(to, " vni %u", r->vni);
	if (r->ifindex && ifname(r->ifindex, name))
		fprintf(to, " via %s", name);
}

/* Without its device a destination would be another one, or none. */
static bool is_lost(FILE *to, const struct remote *r, ifname_fn ifname)
{
	char addr[INET6_ADDRSTRLEN], name[IF_NAMESIZE];

	if (!r->ifindex || ifname(r->ifindex, name))
		return false;
	fprintf(to, "# left out: dst %s via interface %u, which is gone\n",
		addr_str(&r->addr, addr), r->ifindex);
	return true;
}

/* Of attachment id there is one segment, which needs no saying. */
static void print_vni(FILE *to, const struct link *link, uint32_t vni)
{
	if (link->attachment != VTEP_ATTACHMENT_ID)
		fprintf(to, " src_vni %u", vni);
}

/* Multicast MACs may have several destinations. */
size_t print_entry(FILE *to, const struct entry *e, ifname_fn ifname)
{
	size_t lost = 0;

	for (size_t i = 0; i < e->remotes.n; i++) {
		if (is_lost(to, &e->remotes.v[i], ifname)) {
			lost++;
			continue;
		}
		print_start(to, i > lost ? "append" : "add", e->mac, e->link);
		print_remote(to, &e->remotes.v[i], ifname);
		print_vni(to, e->link, e->vni);
		if (!(e->nud & NUD_PERMANENT))
			fputs(" static", to);
		if (e->flags & NTF_STICKY)
			fputs(" sticky", to);
		if (e->flags & NTF_ROUTER)
			fputs(" router", to);
		fputc('\n', to);
	}
	return lost;
}

static void print_flood(FILE *to, const char *verb, const struct segment *seg,
			const struct remote *r, ifname_fn ifname)
{
	static const uint8_t zero[6];

	print_start(to, verb, zero, seg->link);
	print_remote(to, r, ifname);
	print_vni(to, seg->link, seg->vni);
	fputc('\n', to);
}

/* What a `vni` line cannot say, or not at such a length. */
size_t print_special(FILE *to, const struct segment *seg, ifname_fn ifname)
{
	const struct remote own = { .addr = seg->own };
	size_t lost = 0;

	if (seg->own_gone)
		print_flood(to, "del", seg, &own, ifname);
	for (size_t i = FLOOD_MAX; i < seg->plain.n; i++)
		print_flood(to, "append", seg, &seg->plain.v[i], ifname);
	for (size_t i = 0; i < seg->special.n; i++) {
		const struct remote *r = &seg->special.v[i];

		if (is_lost(to, r, ifname))
			lost++;
		else
			print_flood(to, "append", seg, r, ifname);
	}
	return lost;
}
