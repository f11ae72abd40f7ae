/* SPDX-License-Identifier: MIT */
/* The threads of a loop: as many as there is work for, and one more that watches.
 *
 * Most work is done before another thread has woken up. Therefore, while there is work all the time,
 * one thread stands by: it looks every moment whether the watch was left for long or work lies there,
 * and nobody calls it. When it is quiet it sleeps, and the next one who goes to work calls it. */
#include "helper/loop/loop.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "helper/loop/loop_private.h"

#define STACK_SIZE (512 * 1024) /* NSS modules want more than our own frames */
#define STANDBY_MS 2		/* the watch is left for twice as long at the most */

static void *work(void *arg);

static int
thread_start(struct loop *l)
{
	pthread_attr_t attr;
	int error;

	(void)pthread_attr_init(&attr);
	(void)pthread_attr_setstacksize(&attr, STACK_SIZE);
	error = pthread_create(&l->thread[l->threads], &attr, work, l);
	(void)pthread_attr_destroy(&attr);
	if (error == 0)
		l->threads++;
	return error;
}

/* Whoever goes to work sees to it that somebody else watches, and takes the next piece of work. */
static void
hand_over(struct loop *l)
{
	l->pieces++;
	l->quiet = false;
	if (l->standing_by)
		return;
	if (l->idle == 0 && !l->watching && l->threads <= l->config.workers)
		(void)thread_start(l); /* without one the threads that are there take turns */
	else
		loop_call_thread(l);
}

static void
task_run(struct loop *l, struct task *t)
{
	unsigned wakes = t->wakes;
	bool stranger = t->rank == RANK_STRANGER;

	t->wakes = 0;
	l->busy++;
	l->strangers += stranger;
	hand_over(l);
	loop_unlock(l);
	t->run(t, wakes);
	loop_lock(l);
	l->busy--;
	l->strangers -= stranger;
	loop_settle(l, t);
}

static void
wait_a_moment(struct loop *l)
{
	struct deadline d = deadline_in(STANDBY_MS);
	const struct timespec until = { .tv_sec = d.at_ms / 1000,
		.tv_nsec = (d.at_ms % 1000) * 1000000 };

	(void)pthread_cond_timedwait(&l->work, &l->lock, &until);
}

/* Returns when there is something to do, the watch that was left included; or, with l->quiet, when
 * nobody has done anything. Work that goes on says nothing of the watch: whoever does it may have the
 * next piece at hand. */
static void
stand_by(struct loop *l)
{
	uint64_t pieces, watches;

	l->standing_by = true;
	do {
		pieces = l->pieces;
		watches = l->watches;
		wait_a_moment(l);
	} while (!l->stopping && !loop_has_work(l) &&
		(l->watching ? l->pieces != pieces : l->watches != watches));
	l->quiet = l->watching && l->pieces == pieces;
	l->standing_by = false;
}

static void
wait_for_work(struct loop *l)
{
	l->idle++;
	if (l->standing_by || l->quiet)
		(void)pthread_cond_wait(&l->work, &l->lock);
	else
		stand_by(l);
	l->idle--;
}

static void *
work(void *arg)
{
	struct loop *l = arg;

	loop_lock(l);
	while (!l->stopping) {
		struct task *t = loop_take(l);

		if (t != NULL) {
			task_run(l, t);
		} else if (!l->watching) {
			loop_watch(l);
		} else {
			wait_for_work(l);
		}
	}
	loop_unlock(l);
	return NULL;
}

static int
slots_new(struct loop *l)
{
	l->slot = calloc(l->config.tasks + 1, sizeof(*l->slot));
	if (l->slot == NULL)
		return -1;
	for (size_t i = 1; i < l->config.tasks; i++)
		l->slot[i].next_free = (uint32_t)i + 1;
	l->first_free = 1;
	return 0;
}

int
loop_new(const struct loop_config *config, struct loop **ret_loop, struct err *e)
{
	struct loop *l = calloc(1, sizeof(*l));
	pthread_condattr_t attr;

	if (l == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	l->config = *config;
	l->epoll_fd = l->wake_fd = -1;
	(void)pthread_mutex_init(&l->lock, NULL); /* these cannot fail on Linux */
	(void)pthread_condattr_init(&attr);
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&l->work, &attr);
	(void)pthread_cond_init(&l->empty, &attr);
	(void)pthread_condattr_destroy(&attr);
	for (size_t i = 0; i < TASK_RANKS; i++)
		turns_init(&l->ready[i]);
	l->thread = calloc(config->workers + 1, sizeof(*l->thread));
	if (l->thread == NULL || slots_new(l) != 0 ||
		timers_reserve(&l->timers, 1024) != 0) {
		loop_free(l);
		return err_set(e, ERR_OTHER, "no room for %zu conversations", config->tasks);
	}
	if (loop_watch_open(l, e) != 0) {
		loop_free(l);
		return -1;
	}
	errno = thread_start(l);
	if (errno != 0) {
		(void)err_sys(e, ERR_OTHER, errno, "the first thread");
		loop_free(l);
		return -1;
	}
	*ret_loop = l;
	return 0;
}

void
loop_free(struct loop *l)
{
	if (l == NULL)
		return;
	loop_lock(l);
	l->stopping = true;
	(void)pthread_cond_broadcast(&l->work);
	loop_look_up(l);
	loop_unlock(l);
	for (size_t i = 0; i < l->threads; i++)
		(void)pthread_join(l->thread[i], NULL);
	if (l->epoll_fd >= 0)
		(void)close(l->epoll_fd);
	if (l->wake_fd >= 0)
		(void)close(l->wake_fd);
	timers_clear(&l->timers);
	(void)pthread_cond_destroy(&l->empty);
	(void)pthread_cond_destroy(&l->work);
	(void)pthread_mutex_destroy(&l->lock);
	free(l->slot);
	free(l->thread);
	free(l);
}

bool
loop_wait_empty(struct loop *l, struct deadline d)
{
	struct timespec until = { .tv_sec = d.at_ms / 1000,
		.tv_nsec = (d.at_ms % 1000) * 1000000 };
	bool empty;

	loop_lock(l);
	while (l->alive > 0 &&
		pthread_cond_timedwait(&l->empty, &l->lock, &until) != ETIMEDOUT)
		continue;
	empty = l->alive == 0;
	loop_unlock(l);
	return empty;
}
