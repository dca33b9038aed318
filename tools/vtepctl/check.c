// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "table.h"

static int check_required(const struct command *cmd, struct error *err)
{
	uint64_t missing = cmd->action->required & ~cmd->given;
	char title[32];

	for (int i = 0; i < WORD_MAX; i++)
		if (missing & WORD_MASK(i))
			return err_set(err, "\"%s %s\" is missing",
				       word_title(&words[i], title),
				       words[i].arg);
	return 0;
}

static int check_changes(const struct command *cmd, struct error *err)
{
	uint64_t changes = cmd->action->changes;
	char list[480] = "", title[32];
	size_t len = 0;

	if (!changes || changes & cmd->given)
		return 0;
	for (int i = 0; i < WORD_MAX && len < sizeof(list); i++)
		if (changes & WORD_MASK(i))
			len += snprintf(list + len, sizeof(list) - len, "%s%s",
					len ? ", " : "",
					word_title(&words[i], title));
	return err_set(err, "nothing to change; there is: %s", list);
}

/* A VLAN for each VNI. Filters are no pairs: there both may be ranges. */
static int check_vlans(struct command *cmd, struct error *err)
{
	uint32_t vnis = cmd->vni.hi - cmd->vni.lo + 1;
	uint32_t vlans = cmd->vlan.hi - cmd->vlan.lo + 1;

	if (cmd->action->verb == VERB_SHOW)
		return 0;
	if (given(cmd, WORD_UNTAGGED) && vnis != 1)
		return err_set(err, "\"untagged\" is one VLAN, and the range of vni holds %u",
			       vnis);
	if (!given(cmd, WORD_VLAN))
		return 0;
	if (cmd->vlan_alone) {
		if (vnis > VLAN_LAST - cmd->vlan.lo + 1)
			return err_set(err, "vlan: %u from %u on would end past %u",
				       vnis, cmd->vlan.lo, VLAN_LAST);
		cmd->vlan.hi = cmd->vlan.lo + vnis - 1;
	} else if (vlans != vnis) {
		return err_set(err, "vlan: its range holds %u, that of vni %u",
			       vlans, vnis);
	}
	return 0;
}

/* What the prefixes of none may is no question. */
static int check_prefixes(const struct command *cmd, struct error *err)
{
	if (given(cmd, WORD_PREFIXES) && !cmd->prefixes &&
	    given(cmd, WORD_MAY))
		return err_set(err, "\"prefix none\" and \"may\" exclude each other");
	return 0;
}

int check_command(struct command *cmd, struct error *err)
{
	if (check_required(cmd, err) || check_changes(cmd, err) ||
	    check_vlans(cmd, err) || check_prefixes(cmd, err))
		return -1;
	return 0;
}
