#!/bin/sh
# SPDX-License-Identifier: MIT
#
# CURLOPT_MAXAGE_CONN is described as how long a connection may have been idle "to be considered for
# reuse for this request". In libcurl 7.88.1 a transfer that starts with a short limit closes every
# connection of its multi handle that is idle for longer, those to other servers as well, although
# the transfers that left them there, and that come back for them, have a longer limit. Where no
# transfer starts, no limit does anything.
set -eu

packages='libcurl4=7.88.1-10+deb12u15 libcurl4-openssl-dev=7.88.1-10+deb12u15
	libbrotli1=1.0.9-2+deb12u1 libldap-2.5-0=2.5.13+dfsg-5 libnghttp2-14=1.52.0-1+deb12u3
	libpsl5=0.21.2-1 librtmp1=2.4+20151223.gitfa8646d.1-2+b2 libsasl2-2=2.1.28+dfsg-10+deb12u1
	libssh2-1=1.10.0-3+deb12u1'

cannot()
{
	echo "cannot run here: $*" >&2
	exit 2
}

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' HUP INT TERM
cd "$tmp"

# shellcheck disable=SC2086 # a list of words
timeout 120 apt-get -q -o APT::Sandbox::User=root download $packages >log 2>&1 ||
	{ tail -n 3 log >&2; cannot "a package is not to be had in this version"; }
for package in *.deb; do
	dpkg -x "$package" root
done
libraries=$(echo "$tmp"/root/usr/lib/*-linux-gnu)

cat >ages.c <<'END'
#include <arpa/inet.h>
#include <curl/curl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PEERS = 16, IDLE_MS = 2500, SHORT_S = 1, LONG_S = 600 };

struct server {
	int listener, port;
	atomic_int accepted, open;
};

/* Answers every request; keeps every connection until the client ends it. */
static void *serve(void *argument)
{
	static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nnow";
	struct server *server = argument;
	struct pollfd peer[PEERS] = { { .fd = server->listener, .events = POLLIN } };
	char request[4096];
	int count = 1;

	for (;;) {
		poll(peer, (nfds_t)count, -1);
		for (int i = 1; i < count; i++) {
			ssize_t got = -1;

			if (peer[i].revents)
				got = read(peer[i].fd, request, sizeof(request));
			if (got > 0 && write(peer[i].fd, answer, sizeof(answer) - 1) < 0)
				exit(2);
			if (got == 0) {
				close(peer[i].fd);
				server->open--;
				peer[i--] = peer[--count];
			}
		}
		if (peer[0].revents && count < PEERS) {
			peer[count++] = (struct pollfd){ .fd = accept(server->listener, NULL, NULL),
							 .events = POLLIN };
			server->open++;
			server->accepted++;
		}
	}
	return NULL;
}

static void listen_at(struct server *server)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(at);
	pthread_t thread;

	server->listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(server->listener, (struct sockaddr *)&at, size) ||
	    listen(server->listener, PEERS) ||
	    getsockname(server->listener, (struct sockaddr *)&at, &size) ||
	    pthread_create(&thread, NULL, serve, server))
		exit(2);
	server->port = ntohs(at.sin_port);
}

static size_t swallow(char *text, size_t size, size_t n, void *unused)
{
	(void)text, (void)unused;
	return size * n;
}

static void request(CURLM *multi, const struct server *server, long age)
{
	CURL *easy = curl_easy_init();
	CURLMsg *done;
	char url[64];
	int running, queued;

	snprintf(url, sizeof(url), "http://127.0.0.1:%d/", server->port);
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, swallow);
	curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, age);
	curl_multi_add_handle(multi, easy);
	do {
		curl_multi_perform(multi, &running);
		done = curl_multi_info_read(multi, &queued);
		if (done == NULL)
			curl_multi_poll(multi, NULL, 0, 1000, NULL);
	} while (done == NULL);
	if (done->data.result != CURLE_OK)
		exit(2);
	curl_multi_remove_handle(multi, easy);
	curl_easy_cleanup(easy);
}

static long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The multi handle is driven all the while, as an event loop would. */
static void idle(CURLM *multi)
{
	int running;

	for (long end = now_ms() + IDLE_MS; now_ms() < end;) {
		curl_multi_perform(multi, &running);
		curl_multi_poll(multi, NULL, 0, 100, NULL);
	}
}

/*
 * A request to one server with the limit first, IDLE_MS nothing, a request to the other server with
 * the limit other (none where it is 0), and one to the first server with the limit LONG_S. Without
 * kept the last one must have made a new connection.
 */
static bool as_described(struct server *one, struct server *two, long first, long other, bool kept)
{
	CURLM *multi = curl_multi_init();
	int before, open, made;

	request(multi, one, first);
	idle(multi);
	open = one->open;
	if (other > 0)
		request(multi, two, other);
	before = one->accepted;
	request(multi, one, LONG_S);
	made = one->accepted - before;
	printf("%9ld s  %-18s  ", first, open > 0 ? "open" : "closed");
	if (other > 0)
		printf("%10ld s  ", other);
	else
		printf("%12s  ", "none");
	puts(made > 0 ? "a new connection" : "the same connection");
	curl_multi_cleanup(multi);
	while (one->open + two->open > 0)
		poll(NULL, 0, 1);
	return open == 1 && made == !kept;
}

int main(void)
{
	static struct server one, two;
	bool same = true;

	alarm(60);
	listen_at(&one);
	listen_at(&two);
	printf("libcurl %s\n", curl_version_info(CURLVERSION_NOW)->version);
	printf("server A:    after %d.%d s without  server B:     server A again, limit %d s,\n",
	       IDLE_MS / 1000, IDLE_MS % 1000 / 100, LONG_S);
	puts("limit        any transfer         limit         gets");
	same &= as_described(&one, &two, SHORT_S, 0, true);
	same &= as_described(&one, &two, LONG_S, LONG_S, true);
	same &= as_described(&one, &two, SHORT_S, LONG_S, true);
	same &= as_described(&one, &two, LONG_S, SHORT_S, false);
	return !same;
}
END
cc -std=gnu11 -O1 -I"$(echo root/usr/include/*-linux-gnu)" -o ages ages.c \
	"$libraries/libcurl.so" -Wl,-rpath-link,"$libraries" -pthread ||
	cannot "the program does not compile"

status=0
LD_LIBRARY_PATH=$libraries timeout 90 ./ages || status=$?
case $status in
0) echo "as described: the transfer that starts sets the limit for all idle connections" ;;
1) echo "the behaviour is another one than described" ;;
*) cannot "the program ended with $status" ;;
esac
exit "$status"
