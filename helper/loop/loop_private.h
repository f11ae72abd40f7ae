/* SPDX-License-Identifier: MIT */
/* What is inside a loop, for the files loop*.c. From below: loop_set.c has the descriptors,
 * loop_tasks.c knows what each task waits for, loop_watch.c waits for all of it, loop.c has the
 * threads. */
#ifndef LOOP_PRIVATE_H
#define LOOP_PRIVATE_H

#include "helper/loop/loop.h"

struct loop_slot {
	struct task *task;   /* NULL = free */
	uint32_t generation; /* an event of a former task is told by it */
	uint32_t next_free;
};

struct loop {
	pthread_mutex_t lock;
	pthread_cond_t work;  /* for threads that are idle */
	pthread_cond_t empty; /* for loop_wait_empty */
	struct loop_config config;
	int epoll_fd, wake_fd;
	struct turns ready[TASK_RANKS];
	unsigned favours[TASK_RANKS]; /* tasks of other ranks since one of this had its turn */
	struct timers timers;
	struct loop_slot *slot; /* from 1 */
	uint32_t first_free;
	size_t tasks, alive; /* with a descriptor; and all */
	bool listening, stopping;
	/* threads */
	pthread_t *thread;
	size_t threads, busy, idle;
	size_t strangers; /* of the busy: with tasks of RANK_STRANGER */
	uint64_t pieces, watches; /* of work and of the set, since the start */
	bool standing_by, quiet;  /* one of the idle looks by itself; it has seen nothing to do */
	bool watching;
	bool gathering; /* whoever watches has seen something and will come for it */
	int64_t watch_until_ms; /* when the watch looks up by itself */
};

/* What an event is about that is not a task's: in the place of slot and generation, where a task has
 * never so small a number. */
#define LOOP_OF_LISTEN 1u
#define LOOP_OF_WAKE   2u
#define LOOP_OF_URGENT 3u

/* All with the lock held. */

/* Is there a task that another thread could run now? */
bool loop_has_work(const struct loop *l);

/* Has a thread come for what is ready, or for the watch. */
void loop_call_thread(struct loop *l);

/* Ends a wait in the set. */
void loop_look_up(struct loop *l);

/* The next one to be run; NULL = none. It is TASK_RUNNING then. */
struct task *loop_take(struct loop *l);

/* What a task has come to when its run() has returned. */
void loop_settle(struct loop *l, struct task *t);

/* Waits once for anything, and readies whom it concerns. Gives the lock up meanwhile. */
void loop_watch(struct loop *l);

/* Makes the set. Returns 0 or -1. */
int loop_watch_open(struct loop *l, struct err *e);

/* Has the set tell of the task's descriptor once. Returns 0 or -1. */
int loop_watch_task(struct loop *l, struct task *t);

#endif
