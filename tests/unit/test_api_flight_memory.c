/* SPDX-License-Identifier: MIT */
/* Memory that runs out in the air: each allocation of ours fails once, and the flight still lands
 * once or never starts. */
#include "tests/unit/api_remote.h"
#include "tests/unit/flight_stage.h"

#include <curl/curl.h>

#define PATIENCE_MS 60000 /* the deadline of each: none may need it, also under valgrind */

/* The linker turns our calls into these (--wrap). */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_reallocarray(void *p, size_t count, size_t size);
char *__real_strdup(const char *s);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_reallocarray(void *p, size_t count, size_t size);
char *__wrap_strdup(const char *s);

static atomic_ulong until_failure; /* 0 = never */

static bool
fails_now(void)
{
	unsigned long left = atomic_load(&until_failure);

	while (left > 0 && !atomic_compare_exchange_weak(&until_failure, &left, left - 1))
		continue;
	return left == 1;
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

/* One flight from the start of the thread to its end. Returns whether the service answered. */
static bool
attempt(struct api_client *c, unsigned long n)
{
	struct api_flights *f = NULL;
	struct landing l = { .times = 0 };
	bool started = false, fine = false;
	struct err e = { 0 };

	atomic_store(&until_failure, n);
	if (api_flights_new(c, 4, &f, &e) == 0) {
		started = stage_fly(f, "authauth", passcode_args, PATIENCE_MS, &l, &e) == 0;
		if (started)
			landing_wait(&l.down);
	}
	api_flights_free(f);
	assert_int_equal(l.times, started ? 1 : 0);
	if (started) {
		fine = l.err.code == ERR_NONE;
		e = l.err;
	}
	if (!fine && (e.msg[0] == '\0' || e.code == ERR_TIMEOUT))
		fail_msg("allocation %lu: code %d: %s", n, e.code, e.msg);
	api_answer_clear(&l.answer);
	return fine;
}

static void
each_allocation_fails_once(void **state)
{
	const struct remote *r = *state;
	struct api_config config = {
		.host = "localhost",
		.port = r->port,
		.ca_file = r->ca_file,
		.signature = 5,
		.auth = { .ikey = "DIAUTHAUTHAUTHAUTHAU" },
	};
	unsigned long failures = 0;
	struct api_client *c;
	struct err e;

	assert_int_equal(secret_set(&config.auth.skey, "auth-secret", 11, &e), 0);
	c = stage_client(&config);
	for (unsigned long n = 1;; n++) {
		bool fine = attempt(c, n);

		if (atomic_exchange(&until_failure, 0) != 0) { /* none was left to fail */
			assert_true(fine);
			break;
		}
		failures += fine ? 0 : 1;
		assert_true(n < 10000);
	}
	assert_true(failures > 5);
	api_client_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_allocation_fails_once),
	};

	/* Before the client does it, who would hand our allocator to the library: it is ours that is
	 * tested, and libcurl 7.88 frees twice when its cache of TLS sessions finds no memory. */
	if (curl_global_init(CURL_GLOBAL_ALL) != CURLE_OK)
		return 1;
	(void)alarm(300); /* a flight that never lands must fail, not hang the suite */
	return cmocka_run_group_tests(tests, start_remote, stop_remote);
}
