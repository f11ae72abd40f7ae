/* SPDX-License-Identifier: MIT */
/* A broker that says what a file tells it to, so that stacks can be tried with every verdict. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "base/wire.h"

#define WAIT_MS 10000
#define WORDS	64 /* bytes of the file */

/* The two words in the file: for the auth phase, and for account. */
static int
read_words(const char *path, char auth[WORDS], char account[WORDS])
{
	FILE *f = fopen(path, "re");
	int found = f == NULL ? 0 : fscanf(f, "%63s %63s", auth, account);

	if (f != NULL)
		(void)fclose(f);
	return found == 2 ? 0 : -1;
}

/* "ask" wants the right code; "gone" hangs up without a verdict. */
static void
answer(int fd, const char *word, struct err *e)
{
	static struct wire_msg m;

	if (strcmp(word, "gone") == 0)
		return;
	if (strcmp(word, "ask") == 0) {
		if (wire_send(fd, deadline_in(WAIT_MS), e, "ask", "Passcode: ", NULL) != 0 ||
			wire_receive(fd, deadline_in(WAIT_MS), &m, e) != 0)
			return;
		word = m.count == 2 && strcmp(m.field[1], "123456") == 0 ? "allow" : "refused";
	}
	(void)!wire_send(fd, deadline_in(WAIT_MS), e, "verdict", word, "told", "1", NULL);
}

static void
serve(int fd, const char *file)
{
	static struct wire_msg m;
	char auth[WORDS], account[WORDS];
	struct err e = { 0 };

	if (wire_receive(fd, deadline_in(WAIT_MS), &m, &e) != 0 || m.count < 5 ||
		read_words(file, auth, account) != 0)
		return;
	(void)printf("asked %s %s %s\n", m.field[2], m.field[3], m.field[4]);
	answer(fd, strcmp(m.field[2], "auth") == 0 ? auth : account, &e);
}

int
main(int argc, char **argv)
{
	struct sockaddr_un sa = { .sun_family = AF_UNIX };
	auto_fd listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	if (argc != 3 || text_copy(sa.sun_path, sizeof(sa.sun_path), argv[1]) != 0) {
		(void)fprintf(stderr, "usage: verdicts SOCKET FILE\n");
		return 2;
	}
	(void)setvbuf(stdout, NULL, _IOLBF, 0);
	if (listener < 0 || bind(listener, (const struct sockaddr *)&sa, sizeof(sa)) != 0 ||
		listen(listener, 16) != 0) {
		perror(argv[1]);
		return 1;
	}
	(void)printf("listening\n");
	for (;;) {
		auto_fd fd = accept(listener, NULL, NULL);

		if (fd < 0 && errno != EINTR)
			return 1;
		if (fd >= 0)
			serve(fd, argv[2]);
	}
}
