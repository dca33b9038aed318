// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "stop.h"

extern char **environ;

/* A file and no pipe, so that nobody has to read and write at once. */
static int make_input(const char *text, size_t len)
{
	int fd = memfd_create("batch", MFD_CLOEXEC);

	while (fd >= 0 && len) {
		ssize_t n = write(fd, text, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			close(fd);
			return -1;
		}
		text += n;
		len -= n;
	}
	if (fd >= 0)
		lseek(fd, 0, SEEK_SET);
	return fd;
}

/* Blocked signals stay so across execve(). */
static int shield(posix_spawnattr_t *attr)
{
	sigset_t set, more;
	int rc;

	if (sigprocmask(SIG_SETMASK, NULL, &set))
		return errno;
	stop_signals(&more);
	if (sigorset(&set, &set, &more))
		return errno;
	rc = posix_spawnattr_setsigmask(attr, &set);
	return rc ? rc : posix_spawnattr_setflags(attr,
						  POSIX_SPAWN_SETSIGMASK);
}

/* bridge(8) is where cron(8) and su(1) do not look. */
static void look_in_sbin(void)
{
	static const char sbin[] = "/usr/sbin:/sbin";
	const char *path = getenv("PATH");
	static bool done;
	char *more;

	if (done)
		return;
	done = true;
	/* one that does not name the system's programs means it */
	if (!path || !strstr(path, "/bin") ||
	    asprintf(&more, "%s:%s", path, sbin) < 0)
		return;
	setenv("PATH", more, 1);
	free(more);
}

static int spawn_with(pid_t *pid, const char *program, unsigned int flags,
		      int in, int err, posix_spawn_file_actions_t *acts,
		      posix_spawnattr_t *attr)
{
	/* nobody writes to them; the interface is older than const */
	char *const argv[] = { (char *)program, (char *)"-batch", (char *)"-",
			       flags & CHILD_FORCE ? (char *)"-force" : NULL,
			       NULL };
	int rc;

	rc = posix_spawn_file_actions_adddup2(acts, in, STDIN_FILENO);
	if (!rc)
		rc = posix_spawn_file_actions_adddup2(acts, err,
						      STDERR_FILENO);
	if (!rc && flags & CHILD_SHIELD)
		rc = shield(attr);
	look_in_sbin();
	return rc ? rc : posix_spawnp(pid, program, acts, attr, argv, environ);
}

static int spawn(pid_t *pid, const char *program, unsigned int flags, int in,
		 int err)
{
	posix_spawn_file_actions_t acts;
	posix_spawnattr_t attr;
	int rc;

	rc = posix_spawn_file_actions_init(&acts);
	if (rc)
		return rc;
	rc = posix_spawnattr_init(&attr);
	if (!rc) {
		rc = spawn_with(pid, program, flags, in, err, &acts, &attr);
		posix_spawnattr_destroy(&attr);
	}
	posix_spawn_file_actions_destroy(&acts);
	return rc;
}

/* Pass on what it says; the line it names at last is for us. */
static long relay(FILE *from)
{
	static const char failed[] = "Command failed -:";
	char *line = NULL;
	size_t size = 0;
	long nr = 0;

	while (getline(&line, &size, from) >= 0) {
		if (strncmp(line, failed, strlen(failed)))
			fputs(line, stderr);
		else if (!nr)
			nr = strtol(line + strlen(failed), NULL, 10);
	}
	free(line);
	return nr > 0 ? nr : 0;
}

static long finish(const char *program, pid_t pid, long nr, struct error *err)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return err_set(err, "%s: %s", program,
				       strerror(errno));
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return CHILD_DONE;
	if (WIFEXITED(status) && nr)
		return nr;
	if (WIFEXITED(status))
		return err_set(err, "%s ended with status %d", program,
			       WEXITSTATUS(status));
	return err_set(err, "%s was ended by signal %d", program,
		       WTERMSIG(status));
}

long child_batch(const char *program, unsigned int flags, const char *text,
		 size_t len, struct error *err)
{
	int in = make_input(text, len), fds[2], rc;
	FILE *from = NULL;
	pid_t pid;
	long nr;

	if (in < 0)
		return err_set(err, "%s: %s", program, strerror(errno));
	if (pipe2(fds, O_CLOEXEC)) {
		close(in);
		return err_set(err, "%s: %s", program, strerror(errno));
	}
	rc = spawn(&pid, program, flags, in, fds[1]);
	close(in);
	close(fds[1]);
	if (!rc) {
		from = fdopen(fds[0], "r");
		nr = from ? relay(from) : 0;
	}
	if (from)
		fclose(from);
	else
		close(fds[0]);
	if (rc)
		return err_set(err, "%s: %s", program, strerror(rc));
	return finish(program, pid, nr, err);
}
