/* SPDX-License-Identifier: MIT */
/* Advances tasks that mostly wait: a bounded number of threads works, and nobody waits in a thread.
 *
 * A task is advanced by one thread at a time: its run() does what can be done now, says what it
 * waits for, and returns. Then it is parked: its descriptor in one epoll set, its deadline in one
 * heap. Threads take those that can go on in turns of their origins (turns.h), those of the first
 * rank before the others; strangers have the last rank and half of the threads, because what they
 * ask this host's name service is their choice, and how long it thinks as well. One thread more than
 * work at the same time watches the set. Whoever takes work has another one called to the watch, or
 * leaves it to the one that stands by and sees within a few milliseconds that nobody watches, whatever
 * the work waits for.
 *
 * The loop's lock is also the broker's: it guards what tasks share (origins, calls). It is never
 * held across I/O. */
#ifndef LOOP_LOOP_H
#define LOOP_LOOP_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/deadline.h"
#include "base/err.h"
#include "helper/loop/timers.h"
#include "helper/loop/turns.h"

/* Why a task goes on; bits. */
#define WAKE_INPUT	 0x01u /* there is something to read */
#define WAKE_HANGUP	 0x02u /* the other side has gone */
#define WAKE_TIME	 0x04u /* the moment that it named has come */
#define WAKE_NEWS	 0x08u /* what it asked for has come */
#define WAKE_TURNED_AWAY 0x10u /* its place is needed */
#define WAKE_STOP	 0x20u /* the program ends */

enum task_rank {
	RANK_NEWS,  /* ends work that is in hand */
	RANK_FIRST, /* waits for nobody */
	RANK_LAST,
	RANK_STRANGER, /* for somebody who may be many; never at work in more than half of the threads */
	TASK_RANKS
};

enum task_state { TASK_PARKED, TASK_READY, TASK_RUNNING };

struct task {
	/* the owner's; may change while it runs */
	void (*run)(struct task *t, unsigned wakes);
	void (*ended)(struct task *t); /* the loop knows it no more; with the lock held */
	int fd; /* watched while parked; -1 = none */
	struct lane *lane;
	enum task_rank rank;
	/* the loop's */
	struct turn turn;
	struct timer timer;
	enum task_state state;
	unsigned wakes;	     /* not seen by run() yet */
	bool awaits_input, watched, over;
	int64_t until_ms;
	uint32_t slot;	     /* in the table by which events find it; 0 = none */
};

struct loop;

struct loop_config {
	size_t workers;	 /* threads that work at the same time */
	size_t tasks;	 /* with a descriptor, at the same time */
	int listen_fd;	 /* -1 = none; borrowed */
	void (*come)(void *ctx); /* somebody waits at it: takes one; called by one thread at a time */
	int urgent_fd;	 /* -1 = none; borrowed */
	void (*urgent)(void *ctx); /* it can be read: returns when that has been done */
	void *ctx;
};

/* Starts the threads that are needed, later ones when they are. Returns 0 or -1. */
int loop_new(const struct loop_config *config, struct loop **ret_loop, struct err *e)
	__attribute__((warn_unused_result));

/* No task may be left, nor come. Ends the threads. NULL is allowed. */
void loop_free(struct loop *l);

void loop_lock(struct loop *l);
void loop_unlock(struct loop *l);

/* With the lock held, which is given up meanwhile: waits for something of the owner's. */
void loop_wait(struct loop *l, pthread_cond_t *cond);

/* With the lock held: enters a task, parked until input or until_ms; or, with wakes, to be run at
 * once. Returns 0, or -1 when there are too many. The task stays where it is until its run() has
 * called task_end(). */
int task_start(struct loop *l, struct task *t, int64_t until_ms, unsigned wakes)
	__attribute__((warn_unused_result));

/* With the lock held, and for a task that has not ended. */
void task_wake(struct loop *l, struct task *t, unsigned wakes);

/* From run(), before it returns: wait for that, and until then at most. Other wakes always count. */
void task_wait(struct task *t, bool input, int64_t until_ms);

/* From run(), before it returns: the task is over, and nobody will wake it. Its descriptor is closed
 * by then. ended() frees it. */
void task_end(struct task *t);

/* With the lock held: calls each for every task with a descriptor. */
void loop_each(struct loop *l, void (*each)(struct task *t, void *ctx), void *ctx);

/* With the lock held: begins, or ends, to wait for newcomers. */
void loop_listen(struct loop *l, bool listen);

/* With the lock held: do tasks wait for their turn? */
bool loop_crowded(const struct loop *l);

/* How many tasks with a descriptor there are; with the lock held. */
size_t loop_tasks(const struct loop *l);

/* Waits until no task is left, those without a descriptor included. Returns whether that is so. */
bool loop_wait_empty(struct loop *l, struct deadline d);

#endif
