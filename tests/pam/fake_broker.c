/* SPDX-License-Identifier: MIT */
/* Plays the broker's part; what it received lies masked in memory shared with the test. */
#include "tests/pam/fake_broker.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define LOG_BYTES    65536
#define LOG_MESSAGES 256
#define MASK	     0x55 /* the test looks for plain copies of what was typed */
#define WAIT_MS	     20000

struct broker_log {
	unsigned connections, messages;
	size_t used, start[LOG_MESSAGES + 1];
	unsigned char bytes[LOG_BYTES];
};

static void
die(const char *what)
{
	perror(what);
	_exit(1);
}

static void
keep(struct broker_log *log, const unsigned char *bytes, size_t len)
{
	if (log->messages == LOG_MESSAGES || len > LOG_BYTES - log->used)
		return;
	for (size_t i = 0; i < len; i++)
		log->bytes[log->used++] = bytes[i] ^ MASK;
	log->start[++log->messages] = log->used;
}

static bool
read_message(struct broker_log *log, int fd)
{
	unsigned char buf[8192];
	ssize_t n = recv(fd, buf, sizeof(buf), 0);

	if (n > 0)
		keep(log, buf, (size_t)n);
	return n > 0;
}

static bool
say(int fd, const struct broker_step *step)
{
	return send(fd, step->bytes, step->len, MSG_NOSIGNAL) >= 0;
}

/* Waits for the module to hang up. Returns true when it did within ms (-1: for ever). */
static bool
hung_up(int fd, int ms)
{
	struct pollfd p = { .fd = fd, .events = POLLRDHUP };

	return poll(&p, 1, ms) > 0;
}

static void
play(struct broker_log *log, int fd, const struct broker_step *step)
{
	for (; step->action != BROKER_END; step++) {
		if (step->action == BROKER_SEND)
			(void)say(fd, step);
		else if (step->action == BROKER_READ)
			(void)read_message(log, fd);
		else if (step->action == BROKER_STALL)
			(void)hung_up(fd, -1);
		else if (step->action == BROKER_FLOOD)
			while (say(fd, step))
				;
		else if (step->action == BROKER_CHAT)
			while (say(fd, step) && read_message(log, fd))
				;
		else
			for (int i = 0; i < step->count && !hung_up(fd, step->ms); i++)
				(void)say(fd, step);
	}
}

static void
serve(struct broker_log *log, int listener, int done, const struct broker_step *steps)
{
	for (;;) {
		int fd = accept(listener, NULL, NULL);

		if (fd < 0)
			die("fake broker: accept");
		log->connections++;
		play(log, fd, steps);
		(void)close(fd);
		if (write(done, "", 1) != 1)
			_exit(0);
	}
}

static int
listen_at(const char *path)
{
	struct sockaddr_un sa = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	(void)snprintf(sa.sun_path, sizeof(sa.sun_path), "%s", path);
	(void)unlink(path);
	if (fd < 0 || bind(fd, (struct sockaddr *)&sa, sizeof(sa)) != 0 || listen(fd, 64) != 0)
		die("fake broker: listen");
	return fd;
}

void
broker_start(struct broker *b, const char *path, const struct broker_step *steps, uid_t uid)
{
	int pipes[2];
	char ready;

	b->log = mmap(NULL, sizeof(*b->log), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		-1, 0);
	if (b->log == MAP_FAILED || pipe(pipes) != 0)
		abort();
	b->pid = fork();
	if (b->pid < 0)
		abort();
	if (b->pid == 0) {
		int listener;

		(void)close(pipes[0]);
		if (uid != (uid_t)-1 && setresuid(uid, uid, uid) != 0)
			die("fake broker: setresuid");
		/* an aborted test skips its tear-down; after the change of user, which clears this */
		if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
			die("fake broker: prctl");
		listener = listen_at(path);
		if (write(pipes[1], "", 1) != 1)
			_exit(1);
		serve(b->log, listener, pipes[1], steps);
	}
	(void)close(pipes[1]);
	b->done = pipes[0];
	if (read(b->done, &ready, 1) != 1)
		abort();
}

void
broker_wait(struct broker *b)
{
	struct pollfd p = { .fd = b->done, .events = POLLIN };
	char byte;

	if (poll(&p, 1, WAIT_MS) != 1 || read(b->done, &byte, 1) != 1)
		abort();
}

unsigned
broker_connections(const struct broker *b)
{
	return b->log->connections;
}

const char *
broker_saw(struct broker *b, unsigned number)
{
	size_t start, len;

	if (number >= b->log->messages)
		return NULL;
	start = b->log->start[number];
	len = b->log->start[number + 1] - start;
	for (size_t i = 0; i < len && i < sizeof(b->shown); i++) {
		char c = (char)(b->log->bytes[start + i] ^ MASK);

		b->shown[i] = c == '\0' ? '|' : c;
	}
	b->shown[len < sizeof(b->shown) ? len : sizeof(b->shown) - 1] = '\0';
	return b->shown;
}

void
broker_stop(struct broker *b)
{
	(void)kill(b->pid, SIGKILL);
	(void)waitpid(b->pid, NULL, 0);
	(void)close(b->done);
	(void)munmap(b->log, sizeof(*b->log));
}
