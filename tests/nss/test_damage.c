/* SPDX-License-Identifier: MIT */
/* A file that is damaged anyhow: what the module still answers is right, or it answers nothing. */
#include "tests/nss/stage.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/directory/reader.h"

static unsigned char *whole;
static size_t whole_size;

static int
open_with_sample(void **state)
{
	if (stage_open(state) != 0)
		return -1;
	stage_write_sample();
	whole = stage_read(&whole_size);
	return 0;
}

static int
close_with_sample(void **state)
{
	free(whole);
	return stage_close(state);
}

struct tally {
	unsigned right, absent, broken;
};

/* Every question; a wrong answer fails the test. */
static void
ask_all(const char *damage, size_t where, struct tally *t)
{
	static const char *const lists[] = { "next-passwd", "next-group" };

	for (const struct question *q = stage_questions; q->text != NULL; q++) {
		const struct answer *a = stage_answer(q->text);

		if (a->status == NSS_STATUS_SUCCESS) {
			if (!a->inside || q->line == NULL || strcmp(a->line, q->line) != 0)
				fail_msg("%s %zu: \"%s\" is \"%s\"", damage, where, q->text,
					a->line);
			t->right++;
		} else if (a->status == NSS_STATUS_UNAVAIL) {
			assert_int_equal(a->error, EIO);
			t->broken++;
		} else if (a->status == NSS_STATUS_TRYAGAIN) {
			assert_int_equal(a->error, ERANGE); /* a length that grew */
			t->broken++;
		} else {
			t->absent++;
		}
	}
	stage_call("setpwent");
	stage_call("setgrent");
	for (size_t i = 0; i < COUNT(lists); i++) {
		const struct answer *a;
		unsigned count = 0;

		while ((a = stage_answer(lists[i]))->status == NSS_STATUS_SUCCESS) {
			bool known = false;

			for (const struct question *q = stage_questions; q->text != NULL; q++)
				known = known || (q->line != NULL && strcmp(a->line, q->line) == 0);
			if (!known || ++count > 5)
				fail_msg("%s %zu: %s lists \"%s\"", damage, where, lists[i],
					a->line);
		}
	}
}

static void
every_bit(void **state)
{
	struct tally t = { 0 };

	(void)state;
	stage_overwrite(whole, whole_size);
	for (size_t bit = 0; bit < 8 * whole_size; bit++) {
		whole[bit / 8] ^= (unsigned char)(1u << bit % 8);
		stage_overwrite(whole, whole_size);
		ask_all("bit", bit, &t);
		whole[bit / 8] ^= (unsigned char)(1u << bit % 8);
	}
	stage_overwrite(whole, whole_size);
	print_message("%zu bits: %u right, %u absent, %u broken\n", 8 * whole_size, t.right,
		t.absent, t.broken);
	assert_true(t.right > 0 && t.broken > 0);
}

/* The header is what everything else is believed by. */
static void
every_bit_of_the_header(void **state)
{
	(void)state;
	for (size_t bit = 8 * DIRECTORY_HEADER_AT; bit < 8 * (DIRECTORY_HEADER_AT + HEADER_DIGEST);
		bit++) {
		whole[bit / 8] ^= (unsigned char)(1u << bit % 8);
		stage_overwrite(whole, whole_size);
		whole[bit / 8] ^= (unsigned char)(1u << bit % 8);
		stage_call("setpwent");
		assert_int_equal(stage_answer("passwd anna")->status, NSS_STATUS_UNAVAIL);
		assert_int_equal(stage_answer("next-passwd")->status, NSS_STATUS_UNAVAIL);
	}
	stage_overwrite(whole, whole_size);
}

/* What the programs read with: whatever bit it is, the file is found to be damaged. */
static void
every_bit_is_noticed(void **state)
{
	struct directory_info info;

	(void)state;
	stage_overwrite(whole, whole_size);
	assert_int_equal(directory_verify(STAGE_FILE, &info, NULL), 0);
	for (size_t bit = 0; bit < 8 * whole_size; bit++) {
		struct err e = { 0 };

		whole[bit / 8] ^= (unsigned char)(1u << bit % 8);
		stage_overwrite(whole, whole_size);
		whole[bit / 8] ^= (unsigned char)(1u << bit % 8);
		if (directory_verify(STAGE_FILE, &info, &e) == 0)
			fail_msg("bit %zu", bit);
		assert_int_equal(e.code, ERR_OTHER);
	}
	stage_overwrite(whole, whole_size);
	assert_int_equal(directory_verify(STAGE_FILE, &info, NULL), 0);
}

static void
every_length(void **state)
{
	struct tally t = { 0 };

	(void)state;
	for (size_t size = 0; size < whole_size; size++) {
		stage_overwrite(whole, size);
		ask_all("length", size, &t);
	}
	assert_int_equal(t.right, 0);
	assert_int_equal(t.absent, 0);
}

/* As if the disk had lost it: from each byte on, only zeros or ones. */
static void
every_lost_end(void **state)
{
	unsigned char *bytes = malloc(whole_size);
	struct tally t = { 0 };

	(void)state;
	assert_non_null(bytes);
	for (int fill = 0; fill <= 0xff; fill += 0xff)
		for (size_t size = 0; size < whole_size; size++) {
			memcpy(bytes, whole, size);
			memset(bytes + size, fill, whole_size - size);
			stage_overwrite(bytes, whole_size);
			ask_all("end from", size, &t);
		}
	free(bytes);
}

/* Two generations mixed at each byte: a file that was, against all rules, written in place. */
static void
every_mixture(void **state)
{
	struct directory_writer *w = stage_begin();
	struct tally t = { 0 };
	unsigned char *other, *mixed;
	size_t size;

	(void)state;
	/* the same shape, other people */
	stage_add_group(w, "ops", 2001000201);
	stage_add_person(w, "emma", 2001000011, (const gid_t[]){ 2001000201 }, 1);
	stage_add_person(w, "fred", 2001000012, NULL, 0);
	stage_finish(w);
	other = stage_read(&size);
	mixed = calloc(1, whole_size);
	assert_non_null(mixed);
	for (size_t at = 0; at < whole_size && at < size; at++) {
		memcpy(mixed, other, size < whole_size ? size : whole_size);
		memcpy(mixed + at, whole + at, whole_size - at);
		if (at >= DIRECTORY_DATA_START) {
			/* the header of the whole file, so that it is looked into */
			memcpy(mixed + DIRECTORY_DATA_START, whole + DIRECTORY_DATA_START,
				9 + HEADER_LENGTH);
		}
		stage_overwrite(mixed, whole_size);
		for (const struct question *q = stage_questions; q->text != NULL; q++) {
			const struct answer *a = stage_answer(q->text);

			if (a->status == NSS_STATUS_SUCCESS) {
				assert_true(a->inside);
				t.right++;
			}
		}
	}
	free(other);
	free(mixed);
	assert_true(t.right > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_bit),
		cmocka_unit_test(every_bit_of_the_header),
		cmocka_unit_test(every_bit_is_noticed),
		cmocka_unit_test(every_length),
		cmocka_unit_test(every_lost_end),
		cmocka_unit_test(every_mixture),
	};

	return cmocka_run_group_tests(tests, open_with_sample, close_with_sample);
}
