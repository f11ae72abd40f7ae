/* SPDX-License-Identifier: MIT */
/* The other end of the broker's socket, for scripts: hands a socket over, or says one message. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define MESSAGE_MAX 8192
#define CROWD_MAX   64
#define NOTICED_MS  200

static int
fail(const char *what)
{
	(void)fprintf(stderr, "peer: %s: %s\n", what, strerror(errno));
	return 1;
}

/* A socket at path: listening, or connected. */
static int
socket_at(const char *path, int type, int listening)
{
	struct sockaddr_un sa = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, type, 0);

	(void)snprintf(sa.sun_path, sizeof(sa.sun_path), "%s", path);
	if (listening)
		return bind(fd, (const struct sockaddr *)&sa, sizeof(sa)) == 0 &&
			listen(fd, 128) == 0 ? fd : -1;
	return connect(fd, (const struct sockaddr *)&sa, sizeof(sa)) == 0 ? fd : -1;
}

/* Sends the fields as one message and prints what comes back, fields parted by tabs, until the
 * other side closes. Returns 0, or 1 when nothing could be sent. */
static int
say(int fd, char *const *field, int count)
{
	char buf[MESSAGE_MAX];
	size_t used = 0;
	ssize_t n;

	for (int i = 0; i < count; i++) {
		size_t len = strlen(field[i]) + 1;

		if (len > sizeof(buf) - used)
			return 1;
		memcpy(buf + used, field[i], len);
		used += len;
	}
	if (send(fd, buf, used, MSG_NOSIGNAL) < 0)
		return fail("send");
	while ((n = recv(fd, buf, sizeof(buf), 0)) > 0) {
		for (ssize_t i = 0; i + 1 < n; i++)
			if (buf[i] == '\0')
				buf[i] = '\t';
		buf[n - 1] = '\0';
		(void)printf("%s\n", buf);
	}
	return 0;
}

/* Opens so many connections, says nothing on them, and waits until all were closed. */
static int
crowd(const char *path, int count)
{
	int fd[CROWD_MAX];
	char byte;

	if (count < 1 || count > CROWD_MAX)
		return 2;
	for (int i = 0; i < count; i++)
		if ((fd[i] = socket_at(path, SOCK_SEQPACKET, 0)) < 0)
			return fail(path);
	for (int i = 0; i < count; i++)
		while (recv(fd[i], &byte, 1, 0) > 0)
			continue;
	return 0;
}

/* A login that has connected, and says what it wants only after the broker was told to end. */
static int
late(const char *path, pid_t broker, char *const *field, int count)
{
	struct pollfd ours = { .fd = socket_at(path, SOCK_SEQPACKET, 0), .events = POLLIN };
	int next = socket_at(path, SOCK_SEQPACKET, 0);

	if (ours.fd < 0 || next < 0)
		return fail(path);
	if (say(next, field, count) != 0) /* once the next one is answered, ours has been accepted */
		return 1;
	if (kill(broker, SIGTERM) != 0)
		return fail("kill");
	(void)poll(&ours, 1, NOTICED_MS); /* at once when it hangs up on us */
	return say(ours.fd, field, count);
}

static int
run_on(int fd, int target, char **command)
{
	if (dup2(fd, target) < 0)
		return fail("dup2");
	(void)execvp(command[0], command);
	return fail(command[0]);
}

/* The command serves descriptor 0; its exit status is ours. */
static int
pair(char **words)
{
	int fd[2], count = 0, status;
	pid_t pid;

	while (words[count] != NULL && strcmp(words[count], "--") != 0)
		count++;
	if (words[count] == NULL || socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fd) != 0)
		return fail("socketpair");
	pid = fork();
	if (pid == 0) {
		(void)close(fd[1]);
		_exit(run_on(fd[0], STDIN_FILENO, words + count + 1));
	}
	(void)close(fd[0]);
	if (say(fd[1], words, count) != 0 || waitpid(pid, &status, 0) != pid)
		return 1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int
main(int argc, char **argv)
{
	int fd;

	if (argc > 2 && strcmp(argv[1], "pair") == 0)
		return pair(argv + 2);
	if (argc > 3 && strcmp(argv[1], "listen") == 0) {
		fd = socket_at(argv[2], SOCK_SEQPACKET, 1);
		return fd < 0 ? fail(argv[2]) : run_on(fd, 3, argv + 3);
	}
	if (argc > 3 && strcmp(argv[1], "stream") == 0) {
		fd = socket_at(argv[2], SOCK_STREAM, 1);
		return fd < 0 ? fail(argv[2]) : run_on(fd, 3, argv + 3);
	}
	if (argc > 3 && strcmp(argv[1], "say") == 0) {
		fd = socket_at(argv[2], SOCK_SEQPACKET, 0);
		return fd < 0 ? fail(argv[2]) : say(fd, argv + 3, argc - 3);
	}
	if (argc == 4 && strcmp(argv[1], "crowd") == 0)
		return crowd(argv[2], atoi(argv[3]));
	if (argc > 4 && strcmp(argv[1], "late") == 0)
		return late(argv[2], atoi(argv[3]), argv + 4, argc - 4);
	(void)fputs("usage: peer crowd PATH COUNT           silent connections\n"
		    "       peer late PATH BROKER FIELD...  says them as the broker ends\n"
		    "       peer listen PATH COMMAND...     gives it a listening socket as 3\n"
		    "       peer pair FIELD... -- COMMAND...  says FIELDs to its descriptor 0\n"
		    "       peer say PATH FIELD...\n"
		    "       peer stream PATH COMMAND...     as listen, of the wrong kind\n",
		stderr);
	return 2;
}
