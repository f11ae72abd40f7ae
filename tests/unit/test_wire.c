/* SPDX-License-Identifier: MIT */
/* The wire: what is a message, what is not, and that nobody waits past a deadline. */
#include "tests/unit/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/wire.h"

#define PATIENCE 20000 /* milliseconds that no test reaches unless it hangs */
#define SHORT	 30    /* milliseconds of a deadline that is meant to pass */

struct pair {
	int a, b;
};

static int
setup(void **state)
{
	static struct pair p;
	int fd[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd) != 0)
		return -1;
	p = (struct pair){ .a = fd[0], .b = fd[1] };
	*state = &p;
	return 0;
}

static int
teardown(void **state)
{
	struct pair *p = *state;

	cleanup_fd(&p->a);
	cleanup_fd(&p->b);
	return 0;
}

static bool
is_wiped(const struct wire_msg *m)
{
	for (size_t i = 0; i < sizeof(m->buf); i++)
		if (m->buf[i] != '\0')
			return false;
	return true;
}

static void
split_knows_what_a_message_is(void **state)
{
	static const struct {
		const char *name, *bytes;
		size_t len, fields; /* 0 = no message */
	} rows[] = {
		{ "verb alone", "info\0", 5, 1 },
		{ "empty field", "info\0\0", 6, 2 },
		{ "empty verb", "\0", 1, 1 },
		{ "sixteen fields", "a\0b\0c\0d\0e\0f\0g\0h\0i\0j\0k\0l\0m\0n\0o\0p\0", 32, 16 },
		{ "seventeen fields", "a\0b\0c\0d\0e\0f\0g\0h\0i\0j\0k\0l\0m\0n\0o\0p\0q\0", 34,
			0 },
		{ "nothing", "", 0, 0 },
		{ "no NUL at the end", "info", 4, 0 },
		{ "NUL inside, none at the end", "info\0x", 6, 0 },
		{ "UTF-8", "info\0\xc3\xa9\0", 8, 2 },
		{ "not UTF-8", "info\0\xff\0", 7, 0 },
		{ "character cut by the NUL", "info\0\xc3\0", 7, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wire_msg m;
		struct err e = { 0 };

		memset(&m, 0, sizeof(m));
		memcpy(m.buf, rows[i].bytes, rows[i].len);
		ROW(rows[i].name, wire_split(&m, rows[i].len, &e) == (rows[i].fields ? 0 : -1));
		if (rows[i].fields != 0)
			ROW(rows[i].name, m.count == rows[i].fields);
		else
			ROW(rows[i].name, e.code == ERR_OTHER && e.msg[0] != '\0');
	}
}

static void
what_is_sent_arrives(void **state)
{
	struct pair *p = *state;
	struct wire_msg m;
	struct err e;

	assert_int_equal(wire_send(p->a, deadline_in(PATIENCE), &e, "begin", WIRE_VERSION, "auth",
				 "", "alice", NULL), 0);
	assert_int_equal(wire_receive(p->b, deadline_in(PATIENCE), &m, &e), 0);
	assert_int_equal(m.count, 5);
	assert_string_equal(m.field[0], "begin");
	assert_string_equal(m.field[3], "");
	assert_string_equal(m.field[4], "alice");
	wire_clear(&m);
	assert_int_equal(m.count, 0);
	assert_true(is_wiped(&m));
}

static void
fields_are_counted(void **state)
{
	struct pair *p = *state;
	const char *fields[WIRE_FIELDS + 1];
	struct wire_msg m;
	struct err e;

	for (size_t i = 0; i < COUNT(fields); i++)
		fields[i] = "f";
	assert_int_equal(wire_send_fields(p->a, deadline_in(PATIENCE), fields, WIRE_FIELDS, &e), 0);
	assert_int_equal(wire_receive(p->b, deadline_in(PATIENCE), &m, &e), 0);
	assert_int_equal(m.count, WIRE_FIELDS);
	assert_int_equal(wire_send_fields(p->a, deadline_in(PATIENCE), fields, COUNT(fields), &e),
		-1);
	assert_int_equal(e.code, ERR_USAGE);
	assert_int_equal(wire_send_fields(p->a, deadline_in(PATIENCE), fields, 0, &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
	/* nothing of a message that is too long may leave: a verdict without its end would lie */
	assert_int_equal(wire_send(p->a, deadline_in(PATIENCE), &e, "1", "2", "3", "4", "5", "6",
				 "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17",
				 NULL), -1);
	assert_int_equal(e.code, ERR_USAGE);
	assert_int_equal(wire_send(p->a, deadline_in(PATIENCE), &e, "1", "2", "3", "4", "5", "6",
				 "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", NULL), 0);
	assert_int_equal(wire_receive(p->b, deadline_in(PATIENCE), &m, &e), 0);
	assert_string_equal(m.field[15], "16");
}

static void
size_is_bounded(void **state)
{
	struct pair *p = *state;
	char text[WIRE_SIZE + 1], raw[WIRE_SIZE + 1] = { 0 };
	struct wire_msg m;
	struct err e;

	memset(text, 'x', sizeof(text));
	text[WIRE_SIZE - 6] = '\0'; /* "info" and two terminators */
	assert_int_equal(wire_send(p->a, deadline_in(PATIENCE), &e, "info", text, NULL), 0);
	assert_int_equal(wire_receive(p->b, deadline_in(PATIENCE), &m, &e), 0);
	assert_int_equal(strlen(m.field[1]), WIRE_SIZE - 6);
	text[WIRE_SIZE - 6] = 'x';
	text[WIRE_SIZE - 5] = '\0';
	assert_int_equal(wire_send(p->a, deadline_in(PATIENCE), &e, "info", text, NULL), -1);
	assert_int_equal(e.code, ERR_USAGE);
	memset(raw, 'y', WIRE_SIZE);
	assert_int_equal(send(p->a, raw, sizeof(raw), 0), sizeof(raw));
	assert_int_equal(wire_receive(p->b, deadline_in(PATIENCE), &m, &e), -1);
	assert_int_equal(e.code, ERR_OTHER);
	assert_true(is_wiped(&m));
}

static void
garbage_is_refused_and_wiped(void **state)
{
	struct pair *p = *state;
	struct wire_msg m;
	struct err e;

	memset(&m, 'z', sizeof(m));
	assert_int_equal(send(p->a, "answer\0" "123456789", 16, 0), 16);
	assert_int_equal(wire_receive(p->b, deadline_in(PATIENCE), &m, &e), -1);
	assert_int_equal(e.code, ERR_OTHER);
	assert_true(is_wiped(&m));
}

static void
silence_ends_at_the_deadline(void **state)
{
	struct pair *p = *state;
	struct wire_msg m;
	struct err e;
	int64_t begun = clock_ms();

	memset(&m, 'z', sizeof(m));
	assert_int_equal(wire_receive(p->b, deadline_in(SHORT), &m, &e), -1);
	assert_int_equal(e.code, ERR_TIMEOUT);
	assert_true(clock_ms() - begun >= SHORT);
	assert_true(clock_ms() - begun < PATIENCE);
	assert_true(is_wiped(&m));
	assert_int_equal(wire_receive(p->b, deadline_in(0), &m, &e), -1);
	assert_int_equal(e.code, ERR_TIMEOUT);
}

static void
what_is_there_is_read_past_the_deadline(void **state)
{
	struct pair *p = *state;
	struct wire_msg m;
	struct err e;

	assert_int_equal(wire_send(p->a, deadline_in(0), &e, "info", "", NULL), 0);
	assert_int_equal(wire_receive(p->b, deadline_in(0), &m, &e), 0);
}

static void
a_full_pipe_ends_at_the_deadline(void **state)
{
	struct pair *p = *state;
	char text[4000];
	struct err e = { 0 };
	int sent = 0;

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	while (sent < 100000 && wire_send(p->a, deadline_in(SHORT), &e, "info", text, NULL) == 0)
		sent++;
	assert_between(sent, 1, 99999);
	assert_int_equal(e.code, ERR_TIMEOUT);
}

static void
closing_is_noticed(void **state)
{
	struct pair *p = *state;
	struct wire_msg m;
	struct err e;

	assert_false(wire_hung_up(p->b));
	assert_int_equal(wire_send(p->a, deadline_in(PATIENCE), &e, "info", "", NULL), 0);
	assert_false(wire_hung_up(p->b));
	(void)close(take_fd(&p->a));
	assert_true(wire_hung_up(p->b));
	assert_int_equal(wire_receive(p->b, deadline_in(PATIENCE), &m, &e), 0); /* still there */
	memset(&m, 'z', sizeof(m));
	assert_int_equal(wire_receive(p->b, deadline_in(PATIENCE), &m, &e), -1);
	assert_int_equal(e.code, ERR_UNREACHABLE);
	assert_true(is_wiped(&m));
	/* would end this process if it raised SIGPIPE */
	assert_int_equal(wire_send(p->b, deadline_in(PATIENCE), &e, "answer", "1", NULL), -1);
	assert_int_equal(e.code, ERR_UNREACHABLE);
	assert_int_equal(e.sys, EPIPE);
}

static void
a_bad_descriptor_is_an_error(void **state)
{
	struct wire_msg m;
	struct err e;
	uid_t uid;
	pid_t pid;

	(void)state;
	assert_int_equal(wire_receive(-1, deadline_in(PATIENCE), &m, &e), -1);
	assert_int_equal(wire_send(-1, deadline_in(PATIENCE), &e, "info", NULL), -1);
	assert_int_equal(wire_peer(-1, &uid, &pid, &e), -1);
	assert_true(wire_hung_up(1 << 20)); /* not open */
}

static void
descriptors_that_come_along_are_dropped(void **state)
{
	struct pair *p = *state;
	union {
		char space[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = { 0 };
	char text[] = "info\0hello";
	struct iovec iov = { .iov_base = text, .iov_len = sizeof(text) };
	struct msghdr h = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.space,
		.msg_controllen = sizeof(control.space) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&h);
	int before, after;
	struct wire_msg m;
	struct err e;

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &p->a, sizeof(int));
	before = dup(p->a);
	(void)close(before);
	assert_int_equal(sendmsg(p->a, &h, 0), sizeof(text));
	assert_int_equal(wire_receive(p->b, deadline_in(PATIENCE), &m, &e), 0);
	assert_string_equal(m.field[1], "hello");
	after = dup(p->a);
	(void)close(after);
	assert_int_equal(before, after);
}

static void
peer_is_this_process(void **state)
{
	struct pair *p = *state;
	uid_t uid = (uid_t)-1;
	pid_t pid = -1;
	struct err e;

	assert_int_equal(wire_peer(p->a, &uid, &pid, &e), 0);
	assert_int_equal(uid, geteuid());
	assert_int_equal(pid, getpid());
}

/* A listening socket in a folder of its own. */
struct listener {
	char folder[32], path[64];
	int fd;
};

static int
listen_setup(struct listener *l, int backlog)
{
	struct sockaddr_un sa = { .sun_family = AF_UNIX };

	(void)strcpy(l->folder, "/tmp/doorward-wire-XXXXXX");
	if (mkdtemp(l->folder) == NULL)
		return -1;
	(void)snprintf(l->path, sizeof(l->path), "%s/login.sock", l->folder);
	(void)strcpy(sa.sun_path, l->path);
	l->fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (l->fd < 0 || bind(l->fd, (const struct sockaddr *)&sa, sizeof(sa)) != 0)
		return -1;
	return backlog < 0 ? 0 : listen(l->fd, backlog);
}

static void
listen_teardown(struct listener *l)
{
	(void)close(l->fd);
	(void)unlink(l->path);
	(void)rmdir(l->folder);
}

static void
connect_reaches_a_listener(void **state)
{
	struct listener l;
	struct err e;
	int fd, flags;

	(void)state;
	assert_int_equal(listen_setup(&l, 4), 0);
	fd = wire_connect(l.path, deadline_in(PATIENCE), &e);
	assert_true(fd > STDERR_FILENO);
	flags = fcntl(fd, F_GETFD);
	assert_int_equal(flags & FD_CLOEXEC, FD_CLOEXEC);
	(void)close(fd);
	listen_teardown(&l);
}

static void
connect_tells_why_not(void **state)
{
	struct listener l;
	char longer[300];
	struct err e;

	(void)state;
	assert_int_equal(listen_setup(&l, -1), 0);
	assert_int_equal(wire_connect(l.path, deadline_in(PATIENCE), &e), -1);
	assert_int_equal(e.code, ERR_UNREACHABLE);
	assert_int_equal(e.sys, ECONNREFUSED);
	listen_teardown(&l);
	assert_int_equal(wire_connect(l.path, deadline_in(PATIENCE), &e), -1);
	assert_int_equal(e.code, ERR_UNREACHABLE);
	assert_int_equal(e.sys, ENOENT);
	assert_non_null(strstr(e.msg, l.path));
	memset(longer, '/', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_int_equal(wire_connect(longer, deadline_in(PATIENCE), &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
}

static void
connect_to_a_full_backlog_ends_at_the_deadline(void **state)
{
	struct listener l;
	int fds[64], count = 0;
	int64_t begun = clock_ms();
	struct err e = { 0 };

	(void)state;
	assert_int_equal(listen_setup(&l, 0), 0);
	while (count < 64 && (fds[count] = wire_connect(l.path, deadline_in(SHORT), &e)) >= 0)
		count++;
	assert_between(count, 1, 63);
	assert_int_equal(e.code, ERR_TIMEOUT);
	assert_true(clock_ms() - begun < PATIENCE);
	while (count > 0)
		(void)close(fds[--count]);
	listen_teardown(&l);
}

/* In a child, because the test's own output needs descriptors 1 and 2. */
static void
connect_keeps_off_standard_descriptors(void **state)
{
	struct listener l;
	int status = -1;
	pid_t child;

	(void)state;
	assert_int_equal(listen_setup(&l, 4), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		int fd;

		(void)close(0);
		(void)close(1);
		(void)close(2);
		fd = wire_connect(l.path, deadline_in(PATIENCE), NULL);
		/* and nothing was left behind below */
		_exit(fd > STDERR_FILENO && (fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0 &&
				dup(fd) == 0 ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	listen_teardown(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(split_knows_what_a_message_is),
		cmocka_unit_test_setup_teardown(what_is_sent_arrives, setup, teardown),
		cmocka_unit_test_setup_teardown(fields_are_counted, setup, teardown),
		cmocka_unit_test_setup_teardown(size_is_bounded, setup, teardown),
		cmocka_unit_test_setup_teardown(garbage_is_refused_and_wiped, setup, teardown),
		cmocka_unit_test_setup_teardown(silence_ends_at_the_deadline, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_there_is_read_past_the_deadline, setup,
			teardown),
		cmocka_unit_test_setup_teardown(a_full_pipe_ends_at_the_deadline, setup, teardown),
		cmocka_unit_test_setup_teardown(closing_is_noticed, setup, teardown),
		cmocka_unit_test(a_bad_descriptor_is_an_error),
		cmocka_unit_test_setup_teardown(descriptors_that_come_along_are_dropped, setup,
			teardown),
		cmocka_unit_test_setup_teardown(peer_is_this_process, setup, teardown),
		cmocka_unit_test(connect_reaches_a_listener),
		cmocka_unit_test(connect_tells_why_not),
		cmocka_unit_test(connect_to_a_full_backlog_ends_at_the_deadline),
		cmocka_unit_test(connect_keeps_off_standard_descriptors),
	};

	return cmocka_run_group_tests_name("wire", tests, NULL, NULL);
}
