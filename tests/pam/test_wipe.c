/* SPDX-License-Identifier: MIT */
/* After a login no piece of what was typed is left anywhere in the process's own memory. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/pam/stage.h"

#define LENGTH 60 /* long, because what is freed or left behind is overwritten in part by others */
#define PIECE  8

/* The code's digits, no piece of them twice; computed, so that the test's own memory holds none of
 * the pieces that it looks for. */
static unsigned char
digit(size_t i)
{
	return (unsigned char)('0' + (i * i / 3 + i * i * i / 11) % 10);
}

static bool
is_piece(const unsigned char *p, size_t start)
{
	for (size_t i = 0; i < PIECE; i++)
		if (p[i] != digit(start + i))
			return false;
	return true;
}

static unsigned
count_in(const unsigned char *begin, const unsigned char *end)
{
	unsigned count = 0;

	for (const unsigned char *p = begin; p + PIECE <= end; p++) {
		if (*p < '0' || *p > '9')
			continue;
		for (size_t start = 0; start + PIECE <= LENGTH; start += PIECE)
			count += is_piece(p, start);
	}
	return count;
}

/* Pieces in all writable memory, the stack included. */
static unsigned
count_pieces(void)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	unsigned count = 0;
	char line[512];

	assert_non_null(maps);
	while (fgets(line, sizeof(line), maps) != NULL) {
		uintptr_t begin, end;
		char mode[5];

		if (sscanf(line, "%lx-%lx %4s", &begin, &end, mode) == 3 &&
			strncmp(mode, "rw", 2) == 0 && strstr(line, "[v") == NULL)
			count += count_in((const unsigned char *)begin, (const unsigned char *)end);
	}
	(void)fclose(maps);
	return count;
}

/* The answer is with the application, the module waits: this is when there must be one copy. */
static void
forget_and_look(struct stage *s)
{
	char **plain = s->data;

	explicit_bzero(*plain, LENGTH);
	if (count_pieces() != LENGTH / PIECE)
		*plain = NULL; /* the search does not find what is there */
}

static void
leave_no_copy_of_a_code(void **state)
{
	static const struct broker_step steps[] = { READ, SAY("ask\0Code: "), READ,
		SAY("verdict\0allow\0code\0id"), { 0 } };
	struct stage *s = *state;
	char plain[LENGTH + 1] = "", *found = plain;
	const char *answers[] = { plain, NULL };

#ifdef __SANITIZE_ADDRESS__
	skip(); /* freed memory is kept, and the shadow is too large to search */
#endif
	stage_broker(s, steps);
	stage_open(s, "t", "alice");
	for (size_t i = 0; i < LENGTH; i++)
		plain[i] = (char)digit(i);
	s->answers = answers;
	s->data = &found;
	s->on_ask = forget_and_look;
	assert_int_equal(pam_authenticate(s->pamh, 0), PAM_SUCCESS);
	assert_int_equal(count_pieces(), 0);
	assert_ptr_equal(found, plain);
	stage_close(s);
	assert_int_equal(count_pieces(), 0);
	/* the code did travel; and now that the test unmasks it, the search finds it */
	assert_int_equal(strlen(broker_saw(&s->broker, 1)), strlen("answer||") + LENGTH);
	assert_int_equal(count_pieces(), LENGTH / PIECE);
}

/* What the broker says is the person's too: which telephone they have, where they enroll. */
static void
leave_no_copy_of_what_was_said(void **state)
{
	static const struct broker_step ends[][3] = {
		{ SAY("verdict\0allow\0code\0id") }, { SAY("verdict\0deny\0code\0id") },
		{ SAY("verdict\0perhaps\0code\0id") }, { SAY("sing\0loudly") }, { RAW("verdict") },
		{ { 0 } },
	};
	struct stage *s = *state;
	char plain[LENGTH + 1] = "", said[3][7 + LENGTH] = { "info", "ask", "error" };
	const size_t start[] = { sizeof("info"), sizeof("ask"), sizeof("error") };

#ifdef __SANITIZE_ADDRESS__
	skip();
#endif
	for (size_t i = 0; i < 2 * sizeof(ends) / sizeof(ends[0]); i++) {
		const struct broker_step steps[] = { READ,
			{ .action = BROKER_SEND, .bytes = said[0], .len = start[0] + LENGTH + 1 },
			{ .action = BROKER_SEND, .bytes = said[1], .len = start[1] + LENGTH + 1 }, READ,
			{ .action = BROKER_SEND, .bytes = said[2], .len = start[2] + LENGTH + 1 },
			ends[i / 2][0], ends[i / 2][1], { 0 } };
		const char *answers[] = { plain, NULL };

		for (size_t k = 0; k < LENGTH; k++)
			plain[k] = said[0][start[0] + k] = said[1][start[1] + k] =
				said[2][start[2] + k] = (char)digit(k);
		stage_broker(s, steps);
		for (size_t k = 0; k < 3; k++)
			explicit_bzero(said[k] + start[k], LENGTH);
		s->mode = i % 2 == 0 ? STAGE_ANSWER : STAGE_FAILS;
		s->answers = answers;
		stage_open(s, "t", "alice");
		(void)pam_authenticate(s->pamh, 0);
		explicit_bzero(plain, LENGTH);
		explicit_bzero(s->message, sizeof(s->message));
		assert_int_equal(count_pieces(), 0);
	}
	stage_close(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			leave_no_copy_of_a_code, stage_setup, stage_teardown),
		cmocka_unit_test_setup_teardown(
			leave_no_copy_of_what_was_said, stage_setup, stage_teardown),
	};

	return cmocka_run_group_tests_name("pam: wiping", tests, NULL, NULL);
}
