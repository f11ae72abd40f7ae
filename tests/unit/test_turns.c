/* SPDX-License-Identifier: MIT */
/* Origins are served in turn, and the earliest moment is always at hand. */
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "helper/loop/timers.h"
#include "helper/loop/turns.h"

/* 5,000 of one and one of another: the other waits for one at the most. */
static void
a_crowd_delays_others_by_one(void **state)
{
	static struct turn crowd[5000];
	struct lane many, one;
	struct turn last = { .lane = NULL };
	struct turns t;

	(void)state;
	turns_init(&t);
	lane_init(&many);
	lane_init(&one);
	for (size_t i = 0; i < 5000; i++)
		turns_add(&t, &many, &crowd[i]);
	assert_ptr_equal(turns_take(&t), &crowd[0]);
	turns_add(&t, &one, &last);
	assert_ptr_equal(turns_take(&t), &crowd[1]);
	assert_ptr_equal(turns_take(&t), &last);
	assert_ptr_equal(turns_first(&t), &crowd[2]);
	assert_int_equal(t.waiting, 4998);
}

static void
lanes_go_round(void **state)
{
	struct lane lane[3];
	struct turn turn[3][2];
	struct turns t;

	(void)state;
	turns_init(&t);
	for (size_t i = 0; i < 3; i++) {
		lane_init(&lane[i]);
		for (size_t k = 0; k < 2; k++)
			turns_add(&t, &lane[i], &turn[i][k]);
	}
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < 3; i++)
			assert_ptr_equal(turns_take(&t), &turn[i][k]);
	assert_null(turns_take(&t));
	assert_int_equal(t.waiting, 0);
}

static void
leaving_out_of_turn(void **state)
{
	struct turn a = { .lane = NULL }, b = { .lane = NULL };
	struct lane lane;
	struct turns t;

	(void)state;
	turns_init(&t);
	lane_init(&lane);
	turns_remove(&t, &a); /* it does not wait */
	turns_add(&t, &lane, &a);
	turns_add(&t, &lane, &b);
	turns_remove(&t, &a);
	assert_ptr_equal(turns_first(&t), &b);
	turns_remove(&t, &b);
	assert_null(turns_first(&t));
	turns_add(&t, &lane, &a);
	assert_ptr_equal(turns_take(&t), &a);
}

#define TIMERS 1000

/* Against the slow way: after each change the first is the earliest of all. */
static void
the_earliest_comes_first(void **state)
{
	static struct timer timer[TIMERS];
	struct timers t = { .heap = NULL };
	unsigned seed = 1;

	(void)state;
	assert_int_equal(timers_reserve(&t, TIMERS), 0);
	for (int round = 0; round < 20000; round++) {
		struct timer *one = &timer[(seed = seed * 1103515245u + 12345u) / 65536u % TIMERS];
		int64_t at = (seed = seed * 1103515245u + 12345u) / 65536u % 500, first = TIMER_NEVER;

		timer_set(&t, one, at < 50 ? TIMER_NEVER : at);
		assert_true((one->place == 0) == (at < 50));
		if (round % 50 != 0)
			continue;
		for (size_t i = 0; i < TIMERS; i++)
			if (timer[i].place != 0 && timer[i].at_ms < first)
				first = timer[i].at_ms;
		assert_int_equal(timers_first(&t) != NULL ? timers_first(&t)->at_ms : TIMER_NEVER, first);
	}
	for (int64_t before = 0; timers_first(&t) != NULL;) {
		assert_true(timers_first(&t)->at_ms >= before);
		before = timers_first(&t)->at_ms;
		timer_set(&t, timers_first(&t), TIMER_NEVER);
	}
	assert_int_equal(t.count, 0);
	timers_clear(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_crowd_delays_others_by_one),
		cmocka_unit_test(lanes_go_round),
		cmocka_unit_test(leaving_out_of_turn),
		cmocka_unit_test(the_earliest_comes_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
