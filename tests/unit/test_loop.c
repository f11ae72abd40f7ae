/* SPDX-License-Identifier: MIT */
/* A loop's promises, with real threads: who waits costs none, who works is not waited for. */
#include "tests/unit/unit.h"

#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "helper/loop/loop.h"

#define PATIENCE_MS 20000

struct probe {
	struct task task;
	struct loop *loop;
	_Atomic unsigned seen; /* wakes */
	_Atomic int runs;
	sem_t *hold; /* its run waits for that */
	int64_t until_ms;
	unsigned over_at; /* a wake of these ends it */
};

static _Atomic int ended_count, running, most_running;
static struct lane lane;

static void
ended(struct task *t)
{
	(void)t;
	ended_count++;
}

static void
run(struct task *t, unsigned wakes)
{
	struct probe *p = (struct probe *)t;
	char byte;

	running++;
	if (running > most_running)
		most_running = running;
	p->runs++;
	p->seen |= wakes;
	if (p->hold != NULL)
		(void)sem_wait(p->hold);
	if ((wakes & WAKE_INPUT) != 0 && p->task.fd >= 0)
		(void)!recv(p->task.fd, &byte, 1, MSG_DONTWAIT);
	running--;
	if ((wakes & p->over_at) == 0) {
		task_wait(t, true, p->until_ms);
		return;
	}
	if (p->task.fd >= 0)
		(void)close(p->task.fd);
	task_end(t);
}

static struct probe
probe_of(int fd, unsigned over_at)
{
	return (struct probe){ .task = { .run = run, .ended = ended, .fd = fd, .lane = &lane,
		.rank = RANK_FIRST }, .until_ms = TIMER_NEVER, .over_at = over_at };
}

static void
start(struct loop *l, struct probe *p, unsigned wakes)
{
	p->loop = l;
	loop_lock(l);
	assert_int_equal(task_start(l, &p->task, p->until_ms, wakes), 0);
	loop_unlock(l);
}

static struct loop *
loop_of(size_t workers, size_t tasks)
{
	const struct loop_config config = { .workers = workers, .tasks = tasks, .listen_fd = -1,
		.urgent_fd = -1 };
	struct loop *l = NULL;
	struct err e = { 0 };

	lane_init(&lane);
	ended_count = running = most_running = 0;
	assert_int_equal(loop_new(&config, &l, &e), 0);
	return l;
}

static void
finish(struct loop *l, int count)
{
	assert_true(loop_wait_empty(l, deadline_in(PATIENCE_MS)));
	loop_free(l);
	assert_int_equal(ended_count, count);
}

/* Two threads at work are enough for four hundred that wait; never more work at once. */
static void
many_wait_for_input(void **state)
{
	enum { MANY = 400 };
	static struct probe probe[MANY];
	struct loop *l = loop_of(2, MANY);
	int other[MANY];

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		int fd[2];

		assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd), 0);
		probe[i] = probe_of(fd[0], WAKE_HANGUP);
		other[i] = fd[1];
		start(l, &probe[i], 0);
	}
	for (size_t i = 0; i < MANY; i++)
		assert_int_equal(send(other[i], "x", 1, 0), 1);
	for (size_t i = 0; i < MANY; i++)
		(void)close(other[i]);
	finish(l, MANY);
	for (size_t i = 0; i < MANY; i++)
		assert_true((probe[i].seen & (WAKE_INPUT | WAKE_HANGUP)) == (WAKE_INPUT | WAKE_HANGUP));
	assert_between(most_running, 1, 2);
}

/* All that may work hang; who has a moment is still woken once one of them is done, and input that
 * came meanwhile is not lost. */
static void
work_that_hangs_loses_nothing(void **state)
{
	struct loop *l = loop_of(2, 4);
	struct probe hung[2], timed = probe_of(-1, WAKE_TIME), reader;
	sem_t hold;
	int fd[2];

	(void)state;
	assert_int_equal(sem_init(&hold, 0, 0), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd), 0);
	for (int i = 0; i < 2; i++) {
		hung[i] = probe_of(-1, WAKE_NEWS);
		hung[i].hold = &hold;
		start(l, &hung[i], WAKE_NEWS);
	}
	while (running < 2)
		(void)usleep(100);
	timed.until_ms = clock_ms() + 1;
	start(l, &timed, 0);
	reader = probe_of(fd[0], WAKE_INPUT);
	start(l, &reader, 0);
	assert_int_equal(send(fd[1], "x", 1, 0), 1);
	assert_int_equal(timed.runs + reader.runs, 0);
	(void)sem_post(&hold);
	(void)sem_post(&hold);
	finish(l, 4);
	assert_int_equal(timed.runs, 1);
	assert_int_equal(reader.runs, 1);
	(void)close(fd[1]);
	(void)sem_destroy(&hold);
}

/* While one of two hangs, the other serves everybody. */
static void
one_that_hangs_stops_nobody(void **state)
{
	enum { MANY = 50 };
	static struct probe probe[MANY];
	struct loop *l = loop_of(2, 4);
	struct probe hung = probe_of(-1, WAKE_NEWS);
	sem_t hold;

	(void)state;
	assert_int_equal(sem_init(&hold, 0, 0), 0);
	hung.hold = &hold;
	start(l, &hung, WAKE_NEWS);
	for (size_t i = 0; i < MANY; i++) {
		probe[i] = probe_of(-1, WAKE_NEWS);
		start(l, &probe[i], WAKE_NEWS);
	}
	for (int64_t end = clock_ms() + PATIENCE_MS; ended_count < MANY && clock_ms() < end;)
		(void)usleep(100);
	assert_int_equal(ended_count, MANY);
	(void)sem_post(&hold);
	finish(l, MANY + 1);
	(void)sem_destroy(&hold);
}

/* A wake during a run is seen by the next one. */
static void
news_during_a_run(void **state)
{
	struct loop *l = loop_of(1, 1);
	struct probe p = probe_of(-1, WAKE_TURNED_AWAY);
	sem_t hold;

	(void)state;
	assert_int_equal(sem_init(&hold, 0, 0), 0);
	p.hold = &hold;
	start(l, &p, WAKE_NEWS);
	while (running < 1)
		(void)usleep(100);
	loop_lock(l);
	task_wake(l, &p.task, WAKE_TURNED_AWAY);
	loop_unlock(l);
	(void)sem_post(&hold);
	(void)sem_post(&hold);
	finish(l, 1);
	assert_int_equal(p.runs, 2);
	(void)sem_destroy(&hold);
}

static void
too_many_are_said_to_be(void **state)
{
	struct loop *l = loop_of(1, 1);
	struct probe p[2];
	int fd[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd), 0);
	for (int i = 0; i < 2; i++)
		p[i] = probe_of(fd[i], WAKE_STOP | WAKE_HANGUP);
	start(l, &p[0], 0);
	loop_lock(l);
	assert_int_equal(task_start(l, &p[1].task, TIMER_NEVER, 0), -1);
	assert_int_equal(loop_tasks(l), 1);
	task_wake(l, &p[0].task, WAKE_STOP);
	loop_unlock(l);
	finish(l, 1);
	(void)close(fd[1]);
}

/* Strangers who hang leave half of the threads to the others, and go on when that half is free. */
static void
strangers_have_half_of_the_threads(void **state)
{
	enum { MANY = 8 };
	static struct probe stranger[MANY];
	struct loop *l = loop_of(4, 4);
	struct lane others;
	struct probe p = probe_of(-1, WAKE_NEWS);
	sem_t hold;

	(void)state;
	lane_init(&others);
	assert_int_equal(sem_init(&hold, 0, 0), 0);
	for (size_t i = 0; i < MANY; i++) {
		stranger[i] = probe_of(-1, WAKE_NEWS);
		stranger[i].hold = &hold;
		stranger[i].task.rank = RANK_STRANGER;
		start(l, &stranger[i], WAKE_NEWS);
	}
	p.task.lane = &others;
	start(l, &p, WAKE_NEWS);
	for (int64_t end = clock_ms() + PATIENCE_MS; ended_count < 1 && clock_ms() < end;)
		(void)usleep(100);
	assert_int_equal(p.runs, 1);
	assert_between(most_running, 1, 3); /* two of them, and the other one */
	for (size_t i = 0; i < MANY; i++)
		(void)sem_post(&hold);
	finish(l, MANY + 1);
	(void)sem_destroy(&hold);
}

/* Goes on and on, in short pieces, until the other one has been seen. */
static _Atomic bool noticed;

static void
run_on(struct task *t, unsigned wakes)
{
	struct probe *p = (struct probe *)t;

	(void)wakes;
	p->runs++;
	if (noticed) {
		(void)close(t->fd);
		task_end(t);
		return;
	}
	(void)sched_yield(); /* valgrind runs one thread at a time */
	loop_lock(p->loop);
	task_wake(p->loop, t, WAKE_NEWS);
	loop_unlock(p->loop);
}

static void
notice(struct task *t, unsigned wakes)
{
	noticed = true;
	run(t, wakes);
}

static int
pair_new(int *ret_other)
{
	int fd[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, fd), 0);
	*ret_other = fd[1];
	return fd[0];
}

static void
say(int fd)
{
	assert_int_equal(send(fd, "x", 1, MSG_NOSIGNAL), 1);
}

/* Work without end, however short its pieces, hides nobody: not either when the thread that watched has
 * taken it, and the one that stands by has just begun to. */
static void
work_without_end_hides_nobody(void **state)
{
	enum { ROUNDS = 40 };
	struct loop *l = loop_of(1, 3);
	int ended = 0;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		int64_t end = clock_ms() + PATIENCE_MS;
		int to_first, to_endless, to_other;
		struct probe first = probe_of(pair_new(&to_first), WAKE_INPUT);
		struct probe endless = probe_of(pair_new(&to_endless), 0);
		struct probe other = probe_of(pair_new(&to_other), WAKE_INPUT);
		bool seen;

		endless.task.run = run_on;
		other.task.run = notice;
		noticed = false;
		start(l, &first, 0);
		start(l, &endless, 0);
		start(l, &other, 0);
		say(to_first);
		while (ended_count < ended + 1 && clock_ms() < end)
			(void)sched_yield(); /* whoever did it is without work now, and not quiet yet */
		say(to_endless);
		while (endless.runs == 0 && clock_ms() < end)
			(void)sched_yield();
		say(to_other);
		while (!noticed && clock_ms() < end)
			(void)usleep(100);
		seen = noticed;
		noticed = true; /* the test ends, whatever it has found */
		ended += 3;
		while (ended_count < ended)
			(void)usleep(100);
		assert_true(seen);
		(void)close(to_first);
		(void)close(to_endless);
		(void)close(to_other);
	}
	finish(l, ended);
}

static sem_t urgent_begun, urgent_over;

static void
urgent(void *ctx)
{
	eventfd_t count;

	(void)eventfd_read(*(int *)ctx, &count);
	(void)sem_post(&urgent_begun);
	(void)sem_wait(&urgent_over);
}

/* What is urgent may take seconds, and newcomers wait for it; whoever is there already does not. */
static void
what_is_urgent_stops_nobody(void **state)
{
	int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	const struct loop_config config = { .workers = 2, .tasks = 2, .listen_fd = -1,
		.urgent_fd = fd, .urgent = urgent, .ctx = &fd };
	struct probe p[2] = { probe_of(-1, WAKE_NEWS), probe_of(-1, WAKE_NEWS) };
	struct loop *l = NULL;
	struct err e = { 0 };
	sem_t hold;

	(void)state;
	(void)sem_init(&hold, 0, 0);
	(void)sem_init(&urgent_begun, 0, 0);
	(void)sem_init(&urgent_over, 0, 0);
	lane_init(&lane);
	ended_count = running = 0;
	assert_int_equal(loop_new(&config, &l, &e), 0);
	p[0].hold = &hold;
	start(l, &p[0], WAKE_NEWS);
	while (running < 1)
		(void)usleep(100);
	assert_int_equal(eventfd_write(fd, 1), 0);
	(void)sem_wait(&urgent_begun);
	(void)sem_post(&hold); /* the thread that it had is without work now */
	assert_true(loop_wait_empty(l, deadline_in(PATIENCE_MS)));
	start(l, &p[1], WAKE_NEWS);
	for (int64_t end = clock_ms() + PATIENCE_MS; ended_count < 2 && clock_ms() < end;)
		(void)usleep(100);
	assert_int_equal(p[1].runs, 1);
	(void)sem_post(&urgent_over);
	finish(l, 2);
	(void)close(fd);
	(void)sem_destroy(&hold);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_wait_for_input),
		cmocka_unit_test(work_that_hangs_loses_nothing),
		cmocka_unit_test(one_that_hangs_stops_nobody),
		cmocka_unit_test(news_during_a_run),
		cmocka_unit_test(too_many_are_said_to_be),
		cmocka_unit_test(strangers_have_half_of_the_threads),
		cmocka_unit_test(work_without_end_hides_nobody),
		cmocka_unit_test(what_is_urgent_stops_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
