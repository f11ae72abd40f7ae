/* SPDX-License-Identifier: MIT */
/* Peers that break every rule of the wire, against the real broker: it must refuse, go on, hold
 * on to nothing, and end when told.
 *
 *	wire-abuse SOCKET PID		the broker's; its settings are those of abuse.sh */
#include "tests/e2e/raw_peer.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CROWD	   300 /* more than broker.conversations */
#define PER_USER   8
#define ALICE	   1501
#define BABBLER	   1502
#define BABBLE	   400 /* conversations, more than one user's lines in the log */
#define BEGIN_MS   2000 /* what the broker waits for a begin */
#define PATIENCE   15000 /* for what must happen, on a loaded machine with sanitizers */
#define ANSWERS_IN 4000 /* the broker's own deadline for a login, with slack */
#define IDLE_FDS   (32 * 3) /* what connections to the directory that stay open may hold */

#define ACCOUNT "begin|1|account|sshd|alice|||"
#define AUTH	"begin|1|auth|sshd|alice|||"

static const char *socket_path;
static pid_t broker;
static int cases, failed;

static void
check(bool fine, const char *name)
{
	cases++;
	if (!fine)
		failed++;
	(void)printf("%sok %d - %s\n", fine ? "" : "not ", cases, name);
	(void)fflush(stdout);
}

/* After each abuse an honest login must get its answer. */
static void
check_alive(const char *after)
{
	char name[200];

	(void)snprintf(name, sizeof(name), "answers after: %s", after);
	check(raw_login(socket_path, "alice", "allow", ANSWERS_IN), name);
}

/* --- one wrong message ---------------------------------------------------------------------- */

#define TEN  "xxxxxxxxxx"
#define HUND TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

/* words as in raw_say, or bytes; all of them are refused: closed without a verdict. */
static const struct {
	const char *name, *words;
	size_t len; /* 0: words */
} refused[] = {
	{ "garbage without an end", "\x01\x02\x03 garbage", 11 },
	{ "one NUL byte", "\0", 1 },
	{ "not ended by NUL", "begin\0001\0account\0sshd\0alice\0\0\0x", 30 },
	{ "not UTF-8", "begin\0001\0account\0sshd\0al\xffice\0\0\0", 31 },
	{ "17 fields", "begin|1|account|sshd|alice|||||||||||||", 0 },
	{ "too few fields", "begin|1|account|sshd|alice||", 0 },
	{ "nothing but a verb", "begin", 0 },
	{ "another verb", "hello|1|account|sshd|alice|||", 0 },
	{ "a verb in capitals", "BEGIN|1|account|sshd|alice|||", 0 },
	{ "an answer first", "answer|123456789", 0 },
	{ "a verdict of its own", "verdict|allow|active|00000000", 0 },
	{ "version 2", "begin|2|account|sshd|alice|||", 0 },
	{ "version 01", "begin|01|account|sshd|alice|||", 0 },
	{ "no version", "begin||account|sshd|alice|||", 0 },
	{ "an unknown phase", "begin|1|session|sshd|alice|||", 0 },
	{ "no phase", "begin|1||sshd|alice|||", 0 },
	{ "an unknown flag", "begin|1|account|sshd|alice||||root", 0 },
	{ "an empty flag", "begin|1|account|sshd|alice||||", 0 },
	{ "a flag with a value", "begin|1|account|sshd|alice||||silent=1", 0 },
	{ "no user", "begin|1|account|sshd||||", 0 },
	{ "no service", "begin|1|account||alice|||", 0 },
};

static void
wrong_messages(void)
{
	struct raw_message m;
	char name[200], big[5000];

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		int fd = raw_connect(socket_path);

		(void)snprintf(name, sizeof(name), "refused: %s", refused[i].name);
		check((refused[i].len > 0 ? raw_send(fd, refused[i].words, refused[i].len) :
			      raw_say(fd, refused[i].words)) &&
				raw_hear(fd, PATIENCE, &m) == 0,
			name);
		(void)close(fd);
	}
	memset(big, 'x', sizeof(big));
	memcpy(big, "begin\0001\0account\0sshd\0", 21);
	for (size_t len = 4096; len <= 4097; len++) {
		int fd = raw_connect(socket_path), heard;

		memcpy(big + len - 4, "\0\0\0", 4); /* user, rhost, tty, ruser end there */
		heard = raw_send(fd, big, len) ? raw_hear_more(fd, PATIENCE, &m) : -1;
		check(len == 4096 ? heard == 1 && strstr(m.text, "\thost-failed\t") != NULL :
				    heard == 0,
			len == 4096 ? "4 KiB: nobody has such a name" : "refused: 4 KiB and a byte");
		memset(big + len - 4, 'x', 4);
		(void)close(fd);
	}
	check_alive("wrong messages");
}

/* --- a conversation that goes wrong --------------------------------------------------------- */

/* What is said after the prompt came; NULL says nothing and closes. */
static const struct {
	const char *name, *words, *verdict; /* the verdict's first words */
} at_the_prompt[] = {
	{ "begin once more", AUTH, "verdict\trefused\tno-answer\t" },
	{ "an answer of three fields", "answer|1|2", "verdict\trefused\tno-answer\t" },
	{ "an answer without a text", "answer", "verdict\trefused\tno-answer\t" },
	{ "an echo with a text", "echoed|1", "verdict\trefused\tno-answer\t" },
	{ "another verb", "info|hello", "verdict\trefused\tno-answer\t" },
	{ "an empty answer", "answer|", "verdict\trefused\t" },
	{ "a wrong code", "answer|987654321", "verdict\trefused\t" },
	{ "a code of 1,000 bytes", "answer|" HUND HUND HUND HUND HUND HUND HUND HUND HUND HUND,
		"verdict\trefused\t" },
	{ "a code that is no code", "answer|{\"factor\": \"push\"}&factor=auto", "verdict\trefused\t" },
};

static void
conversations(void)
{
	struct raw_message m;
	char name[200];
	int fd;

	for (size_t i = 0; i < sizeof(at_the_prompt) / sizeof(at_the_prompt[0]); i++) {
		bool fine;

		fd = raw_connect(socket_path);
		fine = raw_say(fd, AUTH) && raw_hear_more(fd, PATIENCE, &m) == 1 &&
			strncmp(m.text, "ask\t", 4) == 0 && raw_say(fd, at_the_prompt[i].words) &&
			raw_hear_more(fd, PATIENCE, &m) == 1 &&
			strncmp(m.text, at_the_prompt[i].verdict,
				strlen(at_the_prompt[i].verdict)) == 0 &&
			raw_hear(fd, PATIENCE, &m) == 0;
		(void)snprintf(name, sizeof(name), "at the prompt: %s", at_the_prompt[i].name);
		check(fine, name);
		(void)close(fd);
	}
	fd = raw_connect(socket_path);
	(void)raw_say(fd, ACCOUNT);
	(void)raw_say(fd, "answer|123456789"); /* the broker may be done already */
	(void)raw_say(fd, ACCOUNT);
	check(raw_hear_more(fd, PATIENCE, &m) == 1 &&
			strncmp(m.text, "verdict\tallow\t", 14) == 0 &&
			raw_hear(fd, PATIENCE, &m) == 0,
		"answers that nobody asked for change nothing");
	(void)close(fd);
	check_alive("conversations that go wrong");
}

/* Leaves after each step of a conversation, and once without ever reading. */
static void
leaving(void)
{
	static const char *const steps[] = { "", AUTH, "ask", "answer|987654321", ACCOUNT };
	int before = raw_count(broker, "fd");
	struct raw_message m;

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		for (int n = 0; n < (i == 3 ? 2 : 20); n++) { /* ten wrong codes lock out */
			int fd = raw_connect(socket_path);

			if (i > 0)
				(void)raw_say(fd, i == 4 ? ACCOUNT : AUTH);
			if (i == 2 || i == 3)
				(void)raw_hear_more(fd, PATIENCE, &m);
			if (i == 3)
				(void)raw_say(fd, steps[3]);
			(void)close(fd);
		}
	check(raw_settle(broker, "fd", before + IDLE_FDS, PATIENCE) <= before + IDLE_FDS,
		"leaving at every step leaves no descriptor behind");
	check_alive("leaving at every step");
}

/* --- many ----------------------------------------------------------------------------------- */

static int crowd[CROWD];

static void
crowd_open(const char *words)
{
	for (int i = 0; i < CROWD; i++) {
		crowd[i] = raw_connect(socket_path);
		if (crowd[i] >= 0 && words != NULL)
			(void)raw_say(crowd[i], words);
	}
}

static void
crowd_close(void)
{
	for (int i = 0; i < CROWD; i++)
		if (crowd[i] >= 0)
			(void)close(crowd[i]);
}

/* Nobody says begin: each is closed after the broker's limit, and none sooner than needed. */
static void
silence(void)
{
	int64_t began = raw_now_ms();
	int closed = 0;
	struct raw_message m;

	crowd_open(NULL);
	check(raw_login(socket_path, "alice", "allow", 2 * BEGIN_MS + ANSWERS_IN),
		"300 silent connections of root delay a login, and no more");
	for (int i = 0; i < CROWD; i++)
		closed += raw_hear(crowd[i], PATIENCE, &m) == 0;
	check(closed == CROWD, "silent connections are closed");
	check(raw_now_ms() - began >= BEGIN_MS, "but not at once");
	crowd_close();
}

/* All talk, none listens. Twice, because threads stay once they have started. */
static void
crowds(void)
{
	int tasks = 0, fds = raw_count(broker, "fd");

	for (int round = 0; round < 3; round++) {
		crowd_open(round == 2 ? AUTH : ACCOUNT);
		crowd_close();
		check_alive("300 that talk and do not listen");
		if (round == 0)
			tasks = raw_count(broker, "task");
	}
	check(raw_settle(broker, "fd", fds + IDLE_FDS, PATIENCE) <= fds + IDLE_FDS,
		"no descriptor leaks");
	check(raw_count(broker, "task") <= (tasks > 257 ? tasks : 257), "no thread leaks");
}

/* --- other users ---------------------------------------------------------------------------- */

static int
other_user(const char *path)
{
	struct raw_message m;
	int fd, wrong = 0;

	wrong |= !raw_login(path, "alice", "allow", ANSWERS_IN);
	wrong |= !raw_login(path, "bob", "deny", ANSWERS_IN) << 1;
	wrong |= !raw_login(path, "root", "deny", ANSWERS_IN) << 2;
	wrong |= !raw_login(path, "nobodyatall", "deny", ANSWERS_IN) << 3;
	/* claims to be called by root, for root */
	fd = raw_connect(path);
	wrong |= !(raw_say(fd, "begin|1|account|su|root|||root") &&
		raw_hear_more(fd, PATIENCE, &m) == 1 &&
		strncmp(m.text, "verdict\tdeny\tpeer-refused\t", 26) == 0) << 4;
	(void)close(fd);
	/* a push without proof, with a caller of its own making */
	fd = raw_connect(path);
	wrong |= !(raw_say(fd, "begin|1|auth|sudo|alice|||alice") &&
		raw_hear_more(fd, PATIENCE, &m) == 1 && strncmp(m.text, "ask\t", 4) == 0 &&
		strstr(m.text, "push") == NULL) << 5;
	(void)close(fd);
	return wrong;
}

/* Holds as many conversations as one user may; further ones are turned away at once. */
static int
hold_all(const char *path)
{
	int held[PER_USER], closed = 0, more[CROWD];
	struct raw_message m;

	for (int i = 0; i < PER_USER; i++) {
		held[i] = raw_connect(path);
		if (!raw_say(held[i], AUTH) || raw_hear_more(held[i], PATIENCE, &m) != 1 ||
			strncmp(m.text, "ask\t", 4) != 0)
			return 10 + i;
	}
	for (int i = 0; i < CROWD; i++)
		more[i] = raw_connect(path);
	for (int i = 0; i < CROWD; i++) {
		(void)raw_say(more[i], ACCOUNT); /* would be answered if it were heard */
		closed += raw_hear_more(more[i], PATIENCE, &m) == 1 &&
			strncmp(m.text, "verdict\tunavailable\tturned-away\t", 32) == 0;
		(void)close(more[i]);
	}
	if (closed != CROWD)
		return 1;
	/* the test waits for this byte, looks, and ends us by closing its end */
	if (write(STDOUT_FILENO, "h", 1) != 1 || read(STDIN_FILENO, more, 1) != 0)
		return 2;
	(void)close(held[0]);
	for (int64_t end = raw_now_ms() + PATIENCE; raw_now_ms() < end;)
		if (raw_login(path, "alice", "allow", ANSWERS_IN))
			return 0; /* a place that was given back can be used again */
	return 3;
}

/* What fills a log and costs the directory's patience: nonsense, and one question again and again.
 * The latter is answered for a while only. */
static int
babble(const char *path)
{
	struct raw_message m;
	int64_t began = raw_now_ms();
	int answered = 0, denied = 0;

	for (int i = 0; i < BABBLE; i++) {
		int fd = raw_connect(path);

		if (!raw_say(fd, i % 2 == 0 ? "hello" : "begin|1|account|sshd|bob|||"))
			return 1;
		while (raw_hear(fd, PATIENCE, &m) == 1) {
			answered += strncmp(m.text, "verdict\tallow\t", 14) == 0;
			denied += strncmp(m.text, "verdict\tdeny\tpeer-refused\t", 26) == 0;
		}
		(void)close(fd);
	}
	if (answered + denied != BABBLE / 2)
		return 2;
	return answered < 60 || answered > 61 + (raw_now_ms() - began) / 1000 ? 3 : 0;
}

/* One person may have many uids. They leave half of the places to root. */
static void
many_uids(void)
{
	int held[40 * PER_USER];

	for (uid_t i = 0; i < 40 * PER_USER; i++) {
		if (seteuid(70000 + i / PER_USER) != 0)
			return;
		held[i] = raw_connect(socket_path); /* the kernel notes who connects */
		if (seteuid(0) != 0)
			_exit(1);
	}
	check(raw_login(socket_path, "alice", "allow", BEGIN_MS - 500),
		"320 conversations of 40 other users: root is answered");
	for (size_t i = 0; i < sizeof(held) / sizeof(held[0]); i++)
		(void)close(held[i]);
}

static int hold_in[2], hold_out[2];

static int
hold_in_child(const char *path)
{
	if (dup2(hold_in[0], STDIN_FILENO) < 0 || dup2(hold_out[1], STDOUT_FILENO) < 0)
		return 254;
	return hold_all(path);
}

static void
other_users(void)
{
	pid_t pid;
	char byte = 0;
	int status = -1;

	check(raw_as(ALICE, other_user, socket_path) == 0, "another user asks about itself only");
	check(raw_as(65534, other_user, socket_path) == (1 | 1 << 5), "nobody may not even ask about alice");
	many_uids();
	check(raw_as(BABBLER, babble, socket_path) == 0, "another user talks too much: 60 answers, then one in a second");
	if (pipe2(hold_in, O_CLOEXEC) != 0 || pipe2(hold_out, O_CLOEXEC) != 0)
		return;
	pid = fork();
	if (pid == 0) {
		(void)close(hold_in[1]); /* or the child would never see the end */
		_exit(raw_as(ALICE, hold_in_child, socket_path));
	}
	(void)close(hold_out[1]);
	check(read(hold_out[0], &byte, 1) == 1 && byte == 'h',
		"one user holds 8 conversations; 300 more are turned away");
	check(raw_login(socket_path, "bob", "allow", ANSWERS_IN), "others are answered meanwhile");
	(void)close(hold_in[1]);
	(void)close(hold_in[0]);
	check(pid > 0 && waitpid(pid, &status, 0) == pid && status == 0,
		"a place that was given back can be used again");
}

/* --- the end -------------------------------------------------------------------------------- */

/* Everything at once, and then SIGTERM; who was asked still gets a verdict. */
static void
ending(void)
{
	struct raw_message m;
	int asked[8], verdicts = 0;

	for (size_t i = 0; i < 8; i++) {
		asked[i] = raw_connect(socket_path);
		(void)raw_say(asked[i], AUTH);
		(void)raw_hear_more(asked[i], PATIENCE, &m);
	}
	crowd_open(NULL);
	(void)kill(broker, SIGTERM);
	for (size_t i = 0; i < 8; i++)
		verdicts += raw_hear_more(asked[i], PATIENCE, &m) == 1 &&
			strncmp(m.text, "verdict\tunavailable\tturned-away\t", 32) == 0;
	check(verdicts == 8, "whoever was asked gets a verdict when the broker ends");
	crowd_close();
}

int
main(int argc, char **argv)
{
	if (argc != 3 || geteuid() != 0) {
		(void)fputs("usage (as root): wire-abuse SOCKET PID\n", stderr);
		return 2;
	}
	socket_path = argv[1];
	broker = (pid_t)atoi(argv[2]);
	(void)signal(SIGPIPE, SIG_IGN);
	check_alive("nothing yet");
	wrong_messages();
	conversations();
	leaving();
	silence();
	crowds();
	other_users();
	ending();
	(void)printf("1..%d\n", cases);
	return failed == 0 ? 0 : 1;
}
