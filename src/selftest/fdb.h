/* SPDX-License-Identifier: GPL-2.0 */
/* A VTEP without sockets and without a registered device, for FDB tests. */
#ifndef VTEP_SELFTEST_FDB_H
#define VTEP_SELFTEST_FDB_H

#include "selftest.h"
#include "vtep.h"

#define FIX_VNIS	3
#define FIX_PEERS	6
#define FIX_PORT	4789

struct fdb_fix {
	struct net_device *dev;
	struct vtep *vtep;
	struct vtep_live *live;		/* no rules, no limits */
	struct vtep_fdb *fdb;
	struct vtep_vni *vni[FIX_VNIS];
};

struct fdb_fix *fdb_fix_make(void);
void fdb_fix_free(struct fdb_fix *fix);

/* Peer number @i; unicast. */
void fdb_fix_key(u32 i, struct vtep_peer_key *key);

void fdb_fix_claim(struct fdb_fix *fix, int vni, const u8 *mac, u32 peer,
		   struct vtep_claim *c);
enum vtep_learn fdb_fix_learn(struct fdb_fix *fix, int vni, const u8 *mac,
			      u32 peer, enum vtep_drop *refused);

/* Time stands still for ageing, but for what this lets pass. */
void fdb_fix_freeze(struct fdb_fix *fix);
void fdb_fix_pass(struct fdb_fix *fix, u32 seconds);

#endif /* VTEP_SELFTEST_FDB_H */
