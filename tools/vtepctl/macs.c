// SPDX-License-Identifier: GPL-2.0
/* Values that are MACs, and who is behind them. */
#include <stdio.h>
#include <string.h>

#include "addr.h"
#include "prefix.h"
#include "words.h"

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 'a' ^ 'A';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Six pairs of digits and nothing else. */
bool mac_parse(const char *text, uint8_t mac[6])
{
	for (int i = 0; i < 6; i++, text += 3) {
		int hi = hex(text[0]);
		int lo = hi < 0 ? -1 : hex(text[1]);

		if (lo < 0 || text[2] != (i < 5 ? ':' : '\0'))
			return false;
		mac[i] = hi << 4 | lo;
	}
	return true;
}

/* Of one station. */
int word_mac(struct command *cmd, const char *val, struct error *err)
{
	static const uint8_t zero[6];

	if (!mac_parse(val, cmd->mac))
		return err_set(err, "\"%.64s\" is not a MAC", val);
	if (cmd->mac[0] & 1 || !memcmp(cmd->mac, zero, sizeof(zero)))
		return err_set(err, "\"%.64s\" is not the MAC of one station",
			       val);
	cmd->mac_len = 48;
	return 0;
}

int word_macs(struct command *cmd, const char *val, struct error *err)
{
	size_t len = strcspn(val, "/");
	const char *p = val + len;
	uint8_t *m = cmd->mac;
	uint32_t bits = 48;
	char mac[18];

	snprintf(mac, sizeof(mac), "%.*s", len < sizeof(mac) ? (int)len : 0,
		 val);
	if (!mac_parse(mac, m))
		return err_set(err, "\"%.64s\" is not a MAC or MAC/LEN", val);
	if (*p) {
		p++;
		if (word_number(&p, bits, &bits) || *p)
			return err_set(err, "length of \"%.64s\" is not in 0-48",
				       val);
	}
	cmd->mac_len = bits;
	if (!bits_trim(m, sizeof(cmd->mac), bits))
		return 0;
	return err_set(err, "\"%.64s\" has bits behind its length; without them it is %02x:%02x:%02x:%02x:%02x:%02x/%u",
		       val, m[0], m[1], m[2], m[3], m[4], m[5], bits);
}

int word_peer(struct command *cmd, const char *val, struct error *err)
{
	if (!addr_parse(val, &cmd->peer))
		return err_set(err, "\"%.64s\" is not an IP address", val);
	if (!addr_is_unicast(&cmd->peer))
		return err_set(err, "\"%.64s\" is not a unicast address", val);
	return 0;
}
