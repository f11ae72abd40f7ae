/* SPDX-License-Identifier: MIT */
/* Servers on loopback that never help: outages that an honest server cannot play. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define NAMES_ADDRESS "127.0.0.77" /* port 53 there belongs to nobody else */
#define FILLERS	      4

static int
fail(const char *what)
{
	(void)fprintf(stderr, "dead-end: %s: %s\n", what, strerror(errno));
	return 1;
}

/* Listens on both loopback addresses (IPv6 where there is any) with the same port. */
static int
listen_both(int backlog, int ret_fd[2], uint16_t *ret_port)
{
	struct sockaddr_in four = { .sin_family = AF_INET,
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	socklen_t len = sizeof(four);
	int on = 1;

	ret_fd[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(ret_fd[0], (const struct sockaddr *)&four, sizeof(four)) != 0 ||
		listen(ret_fd[0], backlog) != 0 ||
		getsockname(ret_fd[0], (struct sockaddr *)&four, &len) != 0)
		return -1;
	six.sin6_port = four.sin_port;
	ret_fd[1] = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (setsockopt(ret_fd[1], IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on)) != 0 ||
		bind(ret_fd[1], (const struct sockaddr *)&six, sizeof(six)) != 0 ||
		listen(ret_fd[1], backlog) != 0)
		ret_fd[1] = -1;
	*ret_port = ntohs(four.sin_port);
	return 0;
}

/* Takes the last places in the queue of the listener, so that the kernel drops every SYN. */
static void
fill_queue(int listener)
{
	struct sockaddr_storage address;
	socklen_t len = sizeof(address);

	if (listener < 0 || getsockname(listener, (struct sockaddr *)&address, &len) != 0)
		return;
	for (int i = 0; i < FILLERS; i++) {
		int fd = socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

		/* stays open until the program ends; the last ones never get through */
		(void)connect(fd, (const struct sockaddr *)&address, len);
	}
}

/* Accepts what comes; says words if there are any, and then nothing more. */
static int
accept_for_ever(const int listener[2], const char *words)
{
	struct pollfd p[2] = { { .fd = listener[0], .events = POLLIN },
		{ .fd = listener[1], .events = POLLIN } };

	for (;;) {
		if (poll(p, 2, -1) < 0)
			return fail("poll");
		for (int i = 0; i < 2; i++) {
			int fd = (p[i].revents & POLLIN) != 0 ? accept(p[i].fd, NULL, NULL) : -1;

			if (fd < 0 || words == NULL)
				continue; /* silence needs an open connection */
			(void)send(fd, words, strlen(words), MSG_NOSIGNAL);
			(void)close(fd);
		}
	}
}

static int
silent_names(void)
{
	struct sockaddr_in sa = { .sin_family = AF_INET, .sin_port = htons(53) };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	(void)inet_pton(AF_INET, NAMES_ADDRESS, &sa.sin_addr);
	return bind(fd, (const struct sockaddr *)&sa, sizeof(sa)) == 0 ? fd : -1;
}

int
main(int argc, char **argv)
{
	const char *mode = argc == 2 ? argv[1] : "";
	bool hole = strcmp(mode, "hole") == 0;
	int listener[2] = { -1, -1 };
	uint16_t port = 53;

	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (strcmp(mode, "names") == 0) {
		if (silent_names() < 0)
			return fail(NAMES_ADDRESS " port 53");
	} else if (hole || strcmp(mode, "silent") == 0 || strcmp(mode, "plain") == 0) {
		if (listen_both(hole ? 0 : 64, listener, &port) != 0)
			return fail("listen");
	} else {
		(void)fputs("usage: dead-end hole|silent|plain|names\n"
			    "  hole    drops every SYN, on 127.0.0.1 and ::1\n"
			    "  silent  accepts connections and says nothing\n"
			    "  plain   answers a line without TLS, then closes\n"
			    "  names   a name server on " NAMES_ADDRESS " that never answers\n",
			stderr);
		return 2;
	}
	if (hole)
		for (int i = 0; i < 2; i++)
			fill_queue(listener[i]);
	(void)printf("ready %u\n", (unsigned)port);
	(void)fflush(stdout);
	if (port == 53 || hole)
		for (;;)
			(void)pause();
	return accept_for_ever(listener,
		mode[0] == 'p' ? "HTTP/1.0 200 OK\r\n\r\n{\"stat\": \"OK\"}\r\n" : NULL);
}
