/* SPDX-License-Identifier: GPL-2.0 */
/* struct command -> request, and which records of the answer it wants. Pure:
 * the index of `dev` has been looked up by the caller.
 */
#ifndef VTEPCTL_ENCODE_H
#define VTEPCTL_ENCODE_H

#include <libmnl/libmnl.h>

#include "model.h"

/* Octets of the longest request but those from files: two lists of IPv6
 * destinations, and the rest, which is small. One list of prefixes is shorter.
 */
#define REQUEST_MAX (1024 + 2 * 24 * FLOOD_MAX)

/* Of one IPv6 prefix with all there is to it */
#define PREFIX_SIZE 40

/* Octets that the request of @cmd has at most */
size_t request_size(const struct command *cmd);

/**
 * encode_command() - build the request for a command
 * @buf: request_size() bytes
 * @cmd: a command that shows or sets
 * @ifindex: index of @cmd->dev, 0 when not given
 * @family: netlink message type of the family
 * @seq: sequence number
 *
 * Return: the message, at @buf.
 */
struct nlmsghdr *encode_command(void *buf, const struct command *cmd,
				uint32_t ifindex, uint16_t family,
				uint32_t seq);

/**
 * wanted() - is a record what the command asked for
 *
 * The kernel filters where the family lets it; groups, VLANs, the lower device of
 * groups, and which peers, source prefixes and local MACs, are filtered here. A record without the
 * attribute asked for is not wanted, but for `group none`.
 */
bool wanted(const struct command *cmd, uint32_t ifindex,
	    const struct record *rec);

#endif /* VTEPCTL_ENCODE_H */
