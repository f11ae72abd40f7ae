#!/bin/sh
# SPDX-License-Identifier: MIT
#
# CURLMOPT_MAXCONNECTS is described as how many connections libcurl keeps in its cache "after
# completed use", but 7.88.1 compares it with all connections, those in use as well. With the limit
# 16 and 16 transfers that wait for their answers (long polls), not one idle connection is kept any
# more: each further request, one after the other to the same server, makes a connection of its own.
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

cat >polls.c <<'END'
#include <arpa/inet.h>
#include <curl/curl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PEERS = 256, REQUESTS = 20 };

static int listener, port;
static atomic_int accepted, waiting;

/* Answers GET /now at once and GET /wait never; keeps every connection until the client ends it. */
static void *serve(void *unused)
{
	static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nnow";
	struct pollfd peer[PEERS] = { { .fd = listener, .events = POLLIN } };
	char request[4096];
	int count = 1;

	for (;;) {
		poll(peer, (nfds_t)count, -1);
		for (int i = 1; i < count; i++) {
			ssize_t got = -1;

			if (peer[i].revents)
				got = read(peer[i].fd, request, sizeof(request));
			if (got > 0 && !strncmp(request, "GET /wait ", 10))
				waiting++;
			else if (got > 0 && write(peer[i].fd, answer, sizeof(answer) - 1) < 0)
				exit(2);
			if (got == 0) {
				close(peer[i].fd);
				peer[i--] = peer[--count];
			}
		}
		if (peer[0].revents && count < PEERS) {
			peer[count++] = (struct pollfd){ .fd = accept(listener, NULL, NULL),
							 .events = POLLIN };
			accepted++;
		}
	}
	return unused;
}

static size_t swallow(char *text, size_t size, size_t n, void *unused)
{
	(void)text, (void)unused;
	return size * n;
}

static CURL *start(CURLM *multi, const char *path)
{
	CURL *easy = curl_easy_init();
	char url[64];

	snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", port, path);
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, swallow);
	curl_multi_add_handle(multi, easy);
	return easy;
}

static void stop(CURLM *multi, CURL *easy)
{
	curl_multi_remove_handle(multi, easy);
	curl_easy_cleanup(easy);
}

/* How many connections REQUESTS requests in a row use while that many long polls are open. */
static int used(long limit, int polls)
{
	CURLM *multi = curl_multi_init();
	CURL *poller[PEERS];
	int running, before;

	curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, limit);
	waiting = 0;
	for (int i = 0; i < polls; i++)
		poller[i] = start(multi, "/wait");
	while (waiting < polls) {
		curl_multi_perform(multi, &running);
		curl_multi_poll(multi, NULL, 0, 10, NULL);
	}
	before = accepted;
	for (int i = 0; i < REQUESTS; i++) {
		CURL *easy = start(multi, "/now");
		CURLMsg *done;
		int queued;

		do {
			curl_multi_perform(multi, &running);
			done = curl_multi_info_read(multi, &queued);
			if (done == NULL)
				curl_multi_poll(multi, NULL, 0, 1000, NULL);
		} while (done == NULL);
		if (done->data.result != CURLE_OK)
			exit(2);
		stop(multi, easy);
	}
	before = accepted - before;
	for (int i = 0; i < polls; i++)
		stop(multi, poller[i]);
	curl_multi_cleanup(multi);
	return before;
}

int main(void)
{
	static const struct { long limit; int polls, expect; } row[] = {
		{ 16, 0, 1 }, { 16, 15, 1 }, { 16, 16, REQUESTS }, { 16, 40, REQUESTS },
		{ 64, 16, 1 }, { 64, 40, 1 },
	};
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(at);
	pthread_t server;
	int changed = 0;

	alarm(60);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&at, size) || listen(listener, PEERS) ||
	    getsockname(listener, (struct sockaddr *)&at, &size) ||
	    pthread_create(&server, NULL, serve, NULL))
		return 2;
	port = ntohs(at.sin_port);
	printf("libcurl %s\n", curl_version_info(CURLVERSION_NOW)->version);
	printf("MAXCONNECTS  long polls  connections for %d requests in a row\n", REQUESTS);
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		int connections = used(row[i].limit, row[i].polls);

		printf("%11ld  %10d  %11d\n", row[i].limit, row[i].polls, connections);
		changed |= connections != row[i].expect;
	}
	return changed;
}
END
cc -std=gnu11 -O1 -I"$(echo root/usr/include/*-linux-gnu)" -o polls polls.c \
	"$libraries/libcurl.so" -Wl,-rpath-link,"$libraries" -pthread ||
	cannot "the program does not compile"

status=0
LD_LIBRARY_PATH=$libraries timeout 90 ./polls || status=$?
case $status in
0) echo "as described: connections in use count against the limit for idle ones" ;;
1) echo "the behaviour is another one than described" ;;
*) cannot "the program ended with $status" ;;
esac
exit "$status"
