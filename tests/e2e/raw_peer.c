/* SPDX-License-Identifier: MIT */
/* Puts bytes on the broker's socket without any of the checks that the module makes. */
#include "tests/e2e/raw_peer.h"

#include <dirent.h>
#include <errno.h>
#include <grp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int64_t
raw_now_ms(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

int
raw_connect(const char *path)
{
	struct sockaddr_un sa = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	(void)snprintf(sa.sun_path, sizeof(sa.sun_path), "%s", path);
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&sa, sizeof(sa)) != 0) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

bool
raw_send(int fd, const char *bytes, size_t len)
{
	return send(fd, bytes, len, MSG_NOSIGNAL) == (ssize_t)len;
}

bool
raw_say(int fd, const char *words)
{
	char buf[RAW_MESSAGE_MAX];
	size_t len = strlen(words) + 1;

	memcpy(buf, words, len);
	for (size_t i = 0; i < len; i++)
		if (buf[i] == '|')
			buf[i] = '\0';
	return raw_send(fd, buf, len);
}

int
raw_hear(int fd, int ms, struct raw_message *ret_message)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	ssize_t n;

	if (poll(&p, 1, ms) <= 0)
		return -1;
	n = recv(fd, ret_message->text, sizeof(ret_message->text) - 1, 0);
	if (n < 0 && errno == ECONNRESET) /* the broker left before it read all; once is enough */
		n = recv(fd, ret_message->text, sizeof(ret_message->text) - 1, 0);
	if (n <= 0)
		return 0;
	for (ssize_t i = 0; i + 1 < n; i++)
		if (ret_message->text[i] == '\0')
			ret_message->text[i] = '\t';
	ret_message->text[n] = '\0';
	return 1;
}

int
raw_hear_more(int fd, int ms, struct raw_message *ret_message)
{
	int64_t end = raw_now_ms() + ms;
	int rc;

	do {
		int64_t left = end - raw_now_ms();

		rc = raw_hear(fd, left > 0 ? (int)left : 0, ret_message);
	} while (rc == 1 && strncmp(ret_message->text, "info\t", 5) == 0);
	return rc;
}

bool
raw_login(const char *path, const char *user, const char *verdict, int ms)
{
	struct raw_message m = { .text = "" };
	char begin[600], wanted[64];
	int64_t end = raw_now_ms() + ms;
	int fd = raw_connect(path);
	bool fine;

	(void)snprintf(begin, sizeof(begin), "begin|1|account|sshd|%s|||", user);
	(void)snprintf(wanted, sizeof(wanted), "verdict\t%s\t", verdict);
	fine = fd >= 0 && raw_say(fd, begin) && raw_hear_more(fd, ms, &m) == 1 &&
		strncmp(m.text, wanted, strlen(wanted)) == 0 && raw_now_ms() <= end;
	if (fd >= 0)
		(void)close(fd);
	return fine;
}

int
raw_count(pid_t pid, const char *what)
{
	char path[64];
	struct dirent *entry;
	int count = 0;
	DIR *dir;

	(void)snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, what);
	dir = opendir(path);
	if (dir == NULL)
		return -1;
	while ((entry = readdir(dir)) != NULL)
		count += entry->d_name[0] != '.';
	(void)closedir(dir);
	return count;
}

int
raw_settle(pid_t pid, const char *what, int limit, int ms)
{
	int64_t end = raw_now_ms() + ms;
	int count;

	while ((count = raw_count(pid, what)) > limit && raw_now_ms() < end)
		(void)poll(NULL, 0, 10); /* until the broker has noticed that we left */
	return count;
}

int
raw_as(uid_t uid, int (*work)(const char *path), const char *path)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		if (setgroups(0, NULL) != 0 || setresgid(uid, uid, uid) != 0 ||
			setresuid(uid, uid, uid) != 0)
			_exit(255);
		_exit(work(path));
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}
