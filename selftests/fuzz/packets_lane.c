// SPDX-License-Identifier: GPL-2.0
/* The ways into the kernel; see packets.h. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "packets.h"

struct lane lanes[LANES_MAX];
unsigned int n_lanes;

static const char *const kinds[LANE_KINDS] = {
	[LANE_RECEIVE]	= "receive",
	[LANE_FRAGS]	= "frags",
	[LANE_PORT]	= "port",
	[LANE_SEND]	= "send",
	[LANE_WATCH]	= "watch",
};

static void die(const char *what, const char *dev)
{
	fprintf(stderr, "%s: %s: %s\n", dev, what, strerror(errno));
	exit(2);
}

static int open_tap(const struct lane *l)
{
	struct ifreq ifr = { .ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR };
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);

	/* With the first alone packets own a reference to the device's socket,
	 * and on 6.1 kmemleak finds sockets lost.
	 */
	if (l->kind == LANE_FRAGS)
		ifr.ifr_flags |= IFF_NAPI | IFF_NAPI_FRAGS;
	memcpy(ifr.ifr_name, l->dev, sizeof(l->dev));
	if (fd < 0 || ioctl(fd, TUNSETIFF, &ifr))
		die("/dev/net/tun", l->dev);
	return fd;
}

static int open_packet(const struct lane *l, bool bypass)
{
	struct sockaddr_ll ll = {
		.sll_family = AF_PACKET,
		.sll_ifindex = if_nametoindex(l->dev),
	};
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0), on = 1;

	if (!ll.sll_ifindex || fd < 0 ||
	    bind(fd, (struct sockaddr *)&ll, sizeof(ll)) ||
	    setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof(on)))
		die("packet socket", l->dev);
	if (bypass &&
	    setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof(on)))
		die("PACKET_QDISC_BYPASS", l->dev);
	return fd;
}

bool lane_open(const char *word)
{
	struct lane *l = &lanes[n_lanes];
	const char *dev = strchr(word, '=');
	unsigned int kind;

	if (!dev || n_lanes == LANES_MAX || strlen(dev + 1) >= sizeof(l->dev))
		return false;
	for (kind = 0; kind < LANE_KINDS; kind++)
		if (strlen(kinds[kind]) == (size_t)(dev - word) &&
		    !memcmp(kinds[kind], word, dev - word))
			break;
	if (kind == LANE_KINDS)
		return false;

	*l = (struct lane){ .kind = kind, .bypass = -1 };
	strcpy(l->dev, dev + 1);
	if (kind == LANE_SEND) {
		l->fd = open_packet(l, false);
		l->bypass = open_packet(l, true);
	} else {
		l->fd = open_tap(l);
	}
	n_lanes++;
	return true;
}

int lane_of(const char *dev)
{
	unsigned int i;

	for (i = 0; i < n_lanes; i++)
		if (!strcmp(lanes[i].dev, dev))
			return i;
	return -1;
}

bool lanes_ready(void)
{
	unsigned int i, n = 0;

	for (i = 0; i < n_lanes; i++)
		n += lanes[i].kind != LANE_WATCH;
	return n;
}

int lane_any(struct rng *r, enum lane_kind kind)
{
	unsigned int i, n = 0;

	for (i = 0; i < n_lanes; i++)
		n += lanes[i].kind == kind;
	if (!n)
		return -1;
	n = rng_below(r, n);
	for (i = 0; lanes[i].kind != kind || n--; i++)
		;
	return i;
}
