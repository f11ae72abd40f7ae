/* SPDX-License-Identifier: MIT */
/* Memory that runs out: every allocation of ours fails once, and each time somebody says so. */
#include "tests/unit/unit.h"

#include "base/cleanup.h"
#include "base/names.h"
#include "conf/conf.h"
#include "tests/unit/conf_text.h"

/* The linker turns our calls into these (--wrap); those of libraries stay as they are. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_reallocarray(void *p, size_t count, size_t size);
char *__real_strdup(const char *s);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_reallocarray(void *p, size_t count, size_t size);
char *__wrap_strdup(const char *s);

static unsigned long until_failure; /* 0 = never */

static bool
fails_now(void)
{
	return until_failure > 0 && --until_failure == 0;
}

void *
__wrap_malloc(size_t size)
{
	return fails_now() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t count, size_t size)
{
	return fails_now() ? NULL : __real_calloc(count, size);
}

void *
__wrap_reallocarray(void *p, size_t count, size_t size)
{
	return fails_now() ? NULL : __real_reallocarray(p, count, size);
}

char *
__wrap_strdup(const char *s)
{
	return fails_now() ? NULL : __real_strdup(s);
}

/* Runs the attempt with the first allocation failing, the second, … until it needs no more.
 * Returns how many attempts failed. */
static unsigned long
each_failure(bool (*attempt)(void))
{
	for (unsigned long n = 1; n < 100000; n++) {
		bool done;

		until_failure = n;
		done = attempt();
		if (until_failure != 0) { /* no allocation was left to fail */
			until_failure = 0;
			assert_true(done);
			return n - 1;
		}
		assert_false(done);
	}
	fail_msg("it never ends");
	return 0;
}

static struct text_buf conf_text;

static bool
attempt_parse(void)
{
	static struct conf_faults faults;
	struct conf *c = NULL;

	if (conf_parse(conf_text.data, "t", &c, &faults) != 0) {
		assert_null(c);
		assert_true(faults.count > 0);
		assert_true(strstr(faults.fault[0].msg, "memory") != NULL);
		return false;
	}
	conf_free(c);
	return true;
}

static void
parsing(void **state)
{
	(void)state;
	conf_text_all(&conf_text);
	text_buf_puts(&conf_text, "profiles: { a: { sentinelone: { base = \"https://a\"; "
				  "token_file = \"/t\"; }; }; };\n");
	assert_false(conf_text.failed);
	assert_true(each_failure(attempt_parse) > 40);
	text_buf_clear(&conf_text);
}

static bool
attempt_dump(void)
{
	auto_conf c = conf_defaults();
	auto_file f = fopen("/dev/null", "we");

	return c != NULL && f != NULL && conf_dump(c, f) == 0;
}

static void
dumping(void **state)
{
	(void)state;
	assert_true(each_failure(attempt_dump) > 40);
}

static bool
attempt_names(void)
{
	struct names n = { 0 };
	bool done = names_add(&n, "a") == 0 && names_add(&n, "b") == 0 && names_has(&n, "a") &&
		names_has(&n, "b");

	names_clear(&n);
	return done;
}

static void
listing(void **state)
{
	(void)state;
	assert_int_equal(each_failure(attempt_names), 4);
}

static bool
attempt_buffer(void)
{
	auto_text_buf b = { 0 };

	for (int i = 0; i < 100; i++)
		text_buf_printf(&b, "%s", "0123456789");
	return !b.failed && b.len == 1000;
}

static void
buffering(void **state)
{
	(void)state;
	assert_int_equal(each_failure(attempt_buffer), 3); /* 256, 512, 1024 bytes */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parsing),
		cmocka_unit_test(dumping),
		cmocka_unit_test(listing),
		cmocka_unit_test(buffering),
	};

	return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
