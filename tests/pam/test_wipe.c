/* SPDX-License-Identifier: MIT */
/* After a login no copy of what was typed is left anywhere in the process's own memory. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/pam/stage.h"

#define MASK 0x5a

/* "271 828 182" as typed, "271828182" as sent; kept masked, so that they do not find themselves. */
static const unsigned char typed[] = { '2' ^ MASK, '7' ^ MASK, '1' ^ MASK, ' ' ^ MASK, '8' ^ MASK,
	'2' ^ MASK, '8' ^ MASK, ' ' ^ MASK, '1' ^ MASK, '8' ^ MASK, '2' ^ MASK };
static const unsigned char sent[] = { '2' ^ MASK, '7' ^ MASK, '1' ^ MASK, '8' ^ MASK, '2' ^ MASK,
	'8' ^ MASK, '1' ^ MASK, '8' ^ MASK, '2' ^ MASK };

static unsigned
count_in(const unsigned char *start, const unsigned char *end, const unsigned char *masked,
	size_t len)
{
	unsigned count = 0;

	for (const unsigned char *p = start; p + len <= end; p++) {
		size_t i = 0;

		while (i < len && p[i] == (masked[i] ^ MASK))
			i++;
		count += i == len;
	}
	return count;
}

/* Copies in all writable memory, the stack included. */
static unsigned
count_copies(const unsigned char *masked, size_t len)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	unsigned count = 0;
	char line[512];

	assert_non_null(maps);
	while (fgets(line, sizeof(line), maps) != NULL) {
		uintptr_t start, end;
		char mode[5];

		if (sscanf(line, "%lx-%lx %4s", &start, &end, mode) == 3 &&
			strncmp(mode, "rw", 2) == 0 && strstr(line, "[v") == NULL)
			count += count_in((const unsigned char *)start, (const unsigned char *)end,
				masked, len);
	}
	(void)fclose(maps);
	return count;
}

/* The answer is with the application, the module waits: this is when there must be a copy. */
static void
forget_and_look(struct stage *s)
{
	char **plain = s->data;

	explicit_bzero(*plain, sizeof(typed));
	if (count_copies(typed, sizeof(typed)) != 1)
		*plain = NULL; /* the search does not find what is there */
}

static void
leave_no_copy_of_a_code(void **state)
{
	static const struct broker_step steps[] = { READ, SAY("ask\0Code: "), READ,
		SAY("verdict\0allow\0code\0id"), { 0 } };
	struct stage *s = *state;
	char plain[sizeof(typed) + 1] = "", *found = plain;
	const char *answers[] = { plain, NULL };

#ifdef __SANITIZE_ADDRESS__
	skip(); /* freed memory is kept, and the shadow is too large to search */
#endif
	for (size_t i = 0; i < sizeof(typed); i++)
		plain[i] = (char)(typed[i] ^ MASK);
	s->answers = answers;
	s->data = &found;
	s->on_ask = forget_and_look;
	assert_int_equal(stage_run_auth(s, steps), PAM_SUCCESS);
	assert_ptr_equal(found, plain);
	assert_int_equal(count_copies(typed, sizeof(typed)), 0);
	assert_int_equal(count_copies(sent, sizeof(sent)), 0);
	stage_close(s);
	assert_int_equal(count_copies(typed, sizeof(typed)), 0);
	assert_int_equal(count_copies(sent, sizeof(sent)), 0);
	assert_string_equal(broker_saw(&s->broker, 1), "answer|271828182|");
	/* and the search would have found it, for now it is there */
	assert_int_equal(count_copies(sent, sizeof(sent)), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			leave_no_copy_of_a_code, stage_setup, stage_teardown),
	};

	return cmocka_run_group_tests_name("pam: wiping", tests, NULL, NULL);
}
