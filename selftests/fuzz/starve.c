// SPDX-License-Identifier: GPL-2.0
/* The N-th allocation of memory that the kernel makes for a program's netlink calls
 * fails, and that alone:
 *
 *	LD_PRELOAD=starve.so STARVE=N STARVE_LEFT=FILE ip link add ...
 *
 * FILE has in the end what of N was left, 0 if there was such an allocation. By
 * /proc/thread-self/fail-nth, or by our vtep_nomem.ko. What the program allocates
 * besides, by its other system calls, is let alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define NOMEM	"/sys/kernel/debug/vtep_nomem/nth"
#define NTH	"/proc/thread-self/fail-nth"

static int nth_fd = -1, left_fd = -1;
static unsigned long left;

static void die(const char *what)
{
	perror(what);
	_exit(99);
}

static void put(int fd, unsigned long n)
{
	char text[24];
	int len = snprintf(text, sizeof(text), "%lu\n", n);

	if (pwrite(fd, text, len, 0) != len)
		die("starve: write");
}

static void __attribute__((constructor)) starve_init(void)
{
	const char *n = getenv("STARVE"), *file = getenv("STARVE_LEFT");

	if (!n || !file)
		return;
	left = strtoul(n, NULL, 10);
	left_fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	nth_fd = open(NOMEM, O_RDWR | O_CLOEXEC);
	if (nth_fd < 0)
		nth_fd = open(NTH, O_RDWR | O_CLOEXEC);
	if (left_fd < 0 || nth_fd < 0)
		die("starve: open");
	put(left_fd, left);
}

/* From here on, if it is a call to be starved */
static int begin(int fd)
{
	socklen_t len = sizeof(int);
	int domain;

	if (!left || getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &len) ||
	    domain != AF_NETLINK)
		return 0;
	put(nth_fd, left);
	return 1;
}

/* To here; what is left is for the next call. */
static void end(int begun)
{
	char text[24] = "";

	if (!begun)
		return;
	if (pread(nth_fd, text, sizeof(text) - 1, 0) <= 0)
		die("starve: read");
	left = strtoul(text, NULL, 10);
	put(nth_fd, 0);
	if (ftruncate(left_fd, 0))
		die("starve: truncate");
	put(left_fd, left);
}

#define STARVED(name, params, args)					\
ssize_t name params							\
{									\
	static ssize_t (*real) params;					\
	ssize_t ret;							\
	int begun;							\
									\
	if (!real)							\
		real = (ssize_t (*) params)dlsym(RTLD_NEXT, #name);	\
	begun = begin(fd);						\
	ret = real args;						\
	end(begun);							\
	return ret;							\
}

STARVED(send, (int fd, const void *buf, size_t len, int flags),
	(fd, buf, len, flags))
STARVED(sendto, (int fd, const void *buf, size_t len, int flags,
		 const struct sockaddr *addr, socklen_t size),
	(fd, buf, len, flags, addr, size))
STARVED(sendmsg, (int fd, const struct msghdr *msg, int flags),
	(fd, msg, flags))
STARVED(recv, (int fd, void *buf, size_t len, int flags),
	(fd, buf, len, flags))
STARVED(recvfrom, (int fd, void *buf, size_t len, int flags,
		   struct sockaddr *addr, socklen_t *size),
	(fd, buf, len, flags, addr, size))
STARVED(recvmsg, (int fd, struct msghdr *msg, int flags), (fd, msg, flags))
