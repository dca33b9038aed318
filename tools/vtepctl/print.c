// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <linux/vtep.h>
#include <string.h>

#include "parts.h"
#include "print.h"

static void print_vni(struct out *o, const struct view *view,
		      const struct record *rec)
{
	static const char *const joins[] = {
		[VTEP_JOIN_ALWAYS] = "always",
		[VTEP_JOIN_ACTIVE] = "active",
	};
	char buf[INET6_ADDRSTRLEN];

	part_dev(o, view, rec->ifindex, false);
	out_uint(o, "vni", rec->vni);
	if (HAS(rec, VTEP_A_VNI_VLAN))
		out_uint(o, "vlan", rec->vlan);
	if (HAS(rec, VTEP_A_VNI_ACTIVE))
		out_onoff(o, "active", rec->active);
	if (HAS(rec, VTEP_A_VNI_GROUP))
		out_str(o, "group", addr_str(&rec->addr, buf));
	if (HAS(rec, VTEP_A_VNI_POOL) && HAS(rec, VTEP_A_VNI_POOL_LEN))
		part_pool(o, &rec->pool);
	if (HAS(rec, VTEP_A_VNI_JOIN))
		part_name(o, "join", joins, ARRAY_SIZE(joins), rec->join);
	if (HAS(rec, VTEP_A_VNI_LEARNING))
		out_onoff(o, "learning", rec->learning);
	if (HAS(rec, VTEP_A_VNI_AGEING))
		out_uint(o, "ageing", rec->ageing);
	if (HAS(rec, VTEP_A_VNI_LIMIT))
		out_uint(o, "limit", rec->limit);
	if (HAS(rec, VTEP_A_VNI_LEARNED))
		out_uint(o, "learned", rec->learned);
	part_rules(o, &rec->rules);
	part_remotes(o, view, "flood", "flood", &rec->remotes);
	if (view->statistics)
		part_counters(o, rec);
}

static void print_peer(struct out *o, const struct view *view,
		       const struct record *rec)
{
	const struct remote *r = &rec->peer;
	char buf[INET6_ADDRSTRLEN];

	part_dev(o, view, rec->ifindex, false);
	out_str(o, "peer", addr_str(&r->addr, buf));
	if (r->port)
		out_uint(o, "port", r->port);
	if (r->has_vni)
		out_uint(o, "vni", r->vni);
	if (r->ifindex) {
		/* "dev" is taken by the VTEP */
		char name[IFNAMSIZ];

		out_str(o, "lower", dev_str(view, r->ifindex, name));
	}
	if (HAS(rec, VTEP_A_PEER_MACS))
		out_uint(o, "macs", rec->macs);
	if (HAS(rec, VTEP_A_PEER_HEARD)) {
		part_age(o, "heard", rec->heard);
	} else {
		out_text(o, "heard");
		out_text(o, "never");
	}
	if (HAS(rec, VTEP_A_PEER_FIRST))
		part_age(o, "first", rec->first);
	if (HAS(rec, VTEP_A_PEER_LEARNED))
		out_uint(o, "learned", rec->learned);
	if (HAS(rec, VTEP_A_PEER_CONFIGURED))
		out_uint(o, "configured", rec->configured);
	if (HAS(rec, VTEP_A_PEER_DAMPED))
		out_uint(o, "damped", rec->damped);
	if (HAS(rec, VTEP_A_PEER_MTU))
		out_uint(o, "mtu", rec->mtu);
	if (view->statistics)
		part_counters(o, rec);
}

static void print_fdb(struct out *o, const struct view *view,
		      const struct record *rec)
{
	static const char *const damps[] = {
		[VTEP_DAMP_HOLD] = "hold",
		[VTEP_DAMP_FREEZE] = "freeze",
		[VTEP_DAMP_DROP] = "drop",
	};

	part_dev(o, view, rec->ifindex, false);
	out_uint(o, "vni", rec->vni);
	part_mac(o, rec->mac);
	part_remotes(o, view, "peer", "peers", &rec->remotes);
	if (HAS(rec, VTEP_A_FDB_STATE))
		part_nud(o, rec->nud);
	if (HAS(rec, VTEP_A_FDB_HEARD))
		part_age(o, "heard", rec->heard);
	if (HAS(rec, VTEP_A_FDB_CHANGED))
		part_age(o, "changed", rec->changed);
	if (HAS(rec, VTEP_A_FDB_MOVES) && (rec->moves || o->json))
		out_uint(o, "moves", rec->moves);
	if (HAS(rec, VTEP_A_FDB_DAMP))
		part_name(o, "damp", damps, ARRAY_SIZE(damps), rec->damp);
	if (HAS(rec, VTEP_A_FDB_HOLD))
		part_age(o, "hold", rec->hold);
	part_flags(o, rec->flags);
}

static void print_stats(struct out *o, const struct view *view,
			const struct record *rec)
{
	part_dev(o, view, rec->ifindex, false);
	if (HAS(rec, VTEP_A_STATS_LEARNED))
		out_uint(o, "learned", rec->learned);
	if (HAS(rec, VTEP_A_STATS_LIMIT))
		out_uint(o, "limit", rec->limit);
	if (HAS(rec, VTEP_A_STATS_PEERS))
		out_uint(o, "peers", rec->peers);
	part_counters(o, rec);
	out_obj(o, "drops");
	part_drops(o, &rec->drops, view->statistics);
	out_up(o);
}

static void print_event_peer(struct out *o, const struct view *view,
			     const char *word, const char *key,
			     const struct remote *r)
{
	out_obj(o, key);
	part_remote(o, view, word, r);
	out_up(o);
}

/* A list of entries among events begins, or ends. */
static void print_mark(struct out *o, const struct record *rec)
{
	out_bare(o, "event", "resync");
	out_bare(o, "resync", rec->mark);
	if (strcmp(rec->mark, "begin"))
		out_json_uint(o, "entries", rec->entries);
}

static void print_event(struct out *o, const struct view *view,
			const struct record *rec)
{
	static const char *const types[] = {
		[VTEP_EVENT_TYPE_LEARN] = "learn",
		[VTEP_EVENT_TYPE_MOVE] = "move",
		[VTEP_EVENT_TYPE_AGE] = "age",
		[VTEP_EVENT_TYPE_LIMIT] = "limit",
		[VTEP_EVENT_TYPE_SILENT] = "silent",
		[VTEP_EVENT_TYPE_EVICT] = "evict",
		[VTEP_EVENT_TYPE_DAMPED] = "damped",
		[VTEP_EVENT_TYPE_STORM] = "storm",
		[VTEP_EVENT_TYPE_POLICY] = "policy",
		[VTEP_EVENT_TYPE_SUPPRESSED] = "suppressed",
	};
	char buf[INET6_ADDRSTRLEN];

	if (rec->mark) {
		print_mark(o, rec);
		return;
	}
	if (rec->event < ARRAY_SIZE(types)) {
		out_bare(o, "event", types[rec->event]);
	} else {
		snprintf(buf, sizeof(buf), "event%u", rec->event);
		out_bare(o, "event", buf);
	}
	if (HAS(rec, VTEP_A_EVENT_IFINDEX))
		part_dev(o, view, rec->ifindex, false);
	if (HAS(rec, VTEP_A_EVENT_GROUP))
		out_str(o, "group", addr_str(&rec->addr, buf));
	if (HAS(rec, VTEP_A_EVENT_VNI))
		out_uint(o, "vni", rec->vni);
	if (HAS(rec, VTEP_A_EVENT_MAC))
		part_mac(o, rec->mac);
	if (HAS(rec, VTEP_A_EVENT_PEER))
		print_event_peer(o, view, "peer", "peer", &rec->peer);
	if (HAS(rec, VTEP_A_EVENT_OLD_PEER))
		print_event_peer(o, view, "from", "old_peer", &rec->old_peer);
	if (HAS(rec, VTEP_A_EVENT_REASON))
		out_str(o, "reason", rec->reason);
	if (HAS(rec, VTEP_A_EVENT_COUNT))
		out_uint(o, "count", rec->count);
	/* a sum, and news only when nothing else is */
	if (HAS(rec, VTEP_A_EVENT_SUPPRESSED) && o->json)
		out_uint(o, "suppressed", rec->suppressed);
	else if (HAS(rec, VTEP_A_EVENT_SUPPRESSED) &&
		 rec->event == VTEP_EVENT_TYPE_SUPPRESSED)
		out_uint(o, "total", rec->suppressed);
	if (HAS(rec, VTEP_A_EVENT_SEQ))
		out_uint(o, "seq", rec->seq);
}

int print_record(struct out *o, const struct view *view,
		 const struct record *rec)
{
	static void (*const print[OBJ_MAX])(struct out *, const struct view *,
					    const struct record *) = {
		[OBJ_VTEP] = print_dev,
		[OBJ_VNI] = print_vni,
		[OBJ_PEER] = print_peer,
		[OBJ_LOCAL] = print_local,
		[OBJ_GROUP] = print_group,
		[OBJ_FDB] = print_fdb,
		[OBJ_STATS] = print_stats,
		[OBJ_MONITOR] = print_event,
	};

	if (rec->kind == OBJ_SOURCE)
		return print_source(o, view, rec);
	if (rec->kind == OBJ_DROPS)
		return print_drops(o, view, rec);
	out_begin(o);
	if (rec->stamped)
		part_stamp(o, &rec->stamp);
	if (rec->resync)
		out_json_str(o, "event", "resync");
	print[rec->kind](o, view, rec);
	return out_end(o);
}
