/* SPDX-License-Identifier: MIT */
/* What the cache promises: ages, known refusals, one look-up at a time, the circuit breaker. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "helper/door/cache.h"

static _Atomic int64_t now;

static int64_t
test_clock(void)
{
	return now;
}

/* A directory of one answer. */
struct fake {
	_Atomic int asked;
	enum finding answer;
	enum err_code failure; /* ERR_NONE = answers */
	pthread_barrier_t *hold; /* both ends meet here while a look-up is under way */
};

static int
fake_look_up(void *ctx, const char *user, struct deadline d, struct standing *ret_standing,
	struct err *e)
{
	struct fake *f = ctx;
	pthread_barrier_t *hold = f->hold; /* the test takes it away between the two waits */

	(void)user;
	(void)d;
	f->asked++;
	if (hold != NULL) {
		(void)pthread_barrier_wait(hold);
		(void)pthread_barrier_wait(hold);
	}
	if (f->failure != ERR_NONE)
		return err_set(e, f->failure, "as the test wants it");
	*ret_standing = (struct standing){ .finding = f->answer };
	return 0;
}

struct bench {
	struct cache *cache;
	struct fake fake;
	struct source source;
};

static const struct cache_limits usual = {
	.negative_ms = 10,
	.stale_ms = 0,
	.entries = 100,
	.breaker = { .failures = 3, .pause_ms = 1000 },
};

static int
setup(void **state)
{
	static struct bench b;

	now = 1000000;
	b = (struct bench){ .cache = cache_new(test_clock), .fake = { .answer = FINDING_ACTIVE } };
	b.source = (struct source){ .look_up = fake_look_up, .ctx = &b.fake };
	cache_set_limits(b.cache, &usual);
	*state = &b;
	return b.cache == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	cache_free(((struct bench *)*state)->cache);
	return 0;
}

static struct known
look(struct bench *b, const char *user, int64_t fresh_ms)
{
	struct known k;

	cache_look_up(b->cache, &b->source, (struct whom){ .user = user }, fresh_ms,
		deadline_in(5000), &k);
	return k;
}

static struct known
look_cached(struct bench *b, const char *user)
{
	struct known k;

	cache_look_up(b->cache, NULL, (struct whom){ .user = user }, 30, deadline_in(5000), &k);
	return k;
}

static void
fresh_answers_are_not_asked_again(void **state)
{
	struct bench *b = *state;

	assert_int_equal(look(b, "alice", 30).origin, ORIGIN_LIVE);
	now += 30;
	assert_int_equal(look(b, "alice", 30).origin, ORIGIN_FRESH);
	assert_int_equal(b->fake.asked, 1);
	now += 1;
	assert_int_equal(look(b, "alice", 30).origin, ORIGIN_LIVE);
	assert_int_equal(look(b, "bob", 30).origin, ORIGIN_LIVE);
	assert_int_equal(b->fake.asked, 3);
}

static void
unknown_names_expire_early(void **state)
{
	struct bench *b = *state;

	b->fake.answer = FINDING_UNKNOWN;
	(void)look(b, "mallory", 30);
	now += 10;
	assert_int_equal(look(b, "mallory", 30).origin, ORIGIN_FRESH);
	now += 1;
	assert_int_equal(look(b, "mallory", 30).origin, ORIGIN_LIVE);
}

/* Every finding that a source can answer: does it outlive an outage, with stale off and on? */
static void
outage_serves_known_refusals_only(void **state)
{
	static const struct {
		enum finding finding;
		bool without_stale;
	} rows[] = {
		{ FINDING_ACTIVE, false },
		{ FINDING_BYPASS, false },
		{ FINDING_NOT_ENROLLED, false },
		{ FINDING_DISABLED, true },
		{ FINDING_PENDING_DELETION, true },
		{ FINDING_LOCKED_OUT, true },
		{ FINDING_DENIED, true },
		{ FINDING_STATUS_NOT_KNOWN, true },
		{ FINDING_UNKNOWN, true },
	};
	struct bench *b = *state;
	struct cache_limits with_stale = usual;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct known k;

		cache_set_limits(b->cache, &usual);
		b->fake.failure = ERR_NONE;
		b->fake.answer = rows[i].finding;
		now += 5000;
		(void)look(b, finding_word(rows[i].finding), 30);
		now += 100;
		b->fake.failure = ERR_TIMEOUT;
		k = look(b, finding_word(rows[i].finding), 30);
		assert_int_equal(k.standing.finding,
			rows[i].without_stale ? rows[i].finding : FINDING_UNREACHABLE);
		assert_int_equal(k.err.code, ERR_TIMEOUT);
		with_stale.stale_ms = 100;
		cache_set_limits(b->cache, &with_stale);
		assert_int_equal(look(b, finding_word(rows[i].finding), 30).standing.finding,
			rows[i].finding);
		now += 1;
		assert_int_equal(look(b, finding_word(rows[i].finding), 30).standing.finding,
			rows[i].without_stale ? rows[i].finding : FINDING_UNREACHABLE);
		b->fake.failure = ERR_NONE; /* so that the breaker starts anew */
		(void)look(b, "somebody-else", -1);
	}
}

/* Where the site lets unknown people pass, "unknown" is a permission and ages like one. */
static void
unknown_that_permits_is_no_refusal(void **state)
{
	static const enum err_code failures[] = { ERR_TIMEOUT, ERR_CREDENTIALS };
	static const enum finding findings[] = { FINDING_UNREACHABLE, FINDING_CONFIG_BROKEN };
	struct bench *b = *state;
	struct cache_limits permitting = usual;

	permitting.unknown_permits = true;
	cache_set_limits(b->cache, &permitting);
	b->fake.answer = FINDING_UNKNOWN;
	(void)look(b, "mallory", 30);
	now += 100;
	for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
		b->fake.failure = failures[i];
		assert_int_equal(look(b, "mallory", 30).standing.finding, findings[i]);
	}
}

/* Wrong keys and plain refusals are no outage: a known permission does not cover them. */
static void
stale_permission_serves_outages_only(void **state)
{
	static const enum err_code answers[] = { ERR_CREDENTIALS, ERR_PERMISSION, ERR_CONFIG,
		ERR_USAGE, ERR_REFUSED, ERR_NOT_FOUND, ERR_CONFLICT };
	struct cache_limits with_stale = usual;
	struct bench *b = *state;

	with_stale.stale_ms = 100;
	cache_set_limits(b->cache, &with_stale);
	(void)look(b, "alice", 30);
	b->fake.answer = FINDING_DISABLED;
	(void)look(b, "carol", 30);
	now += 50;
	b->fake.failure = ERR_TIMEOUT;
	assert_int_equal(look(b, "alice", 30).standing.finding, FINDING_ACTIVE);
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		b->fake.failure = answers[i];
		assert_true(look(b, "alice", 30).standing.finding == FINDING_CONFIG_BROKEN ||
			look(b, "alice", 30).standing.finding == FINDING_DENIED);
		assert_int_equal(look(b, "carol", 30).standing.finding, FINDING_DISABLED);
	}
}

static void
refusal_ends_when_contradicted(void **state)
{
	struct bench *b = *state;

	b->fake.answer = FINDING_DISABLED;
	assert_int_equal(look(b, "carol", 30).standing.finding, FINDING_DISABLED);
	b->fake.answer = FINDING_ACTIVE;
	now += 31;
	assert_int_equal(look(b, "carol", 30).standing.finding, FINDING_ACTIVE);
}

static void
failures_are_told_apart(void **state)
{
	static const struct {
		enum err_code code;
		enum finding finding;
	} rows[] = {
		{ ERR_OTHER, FINDING_UNREACHABLE },
		{ ERR_UNREACHABLE, FINDING_UNREACHABLE },
		{ ERR_TIMEOUT, FINDING_UNREACHABLE },
		{ ERR_RATE_LIMITED, FINDING_UNREACHABLE },
		{ ERR_PARTLY, FINDING_UNREACHABLE },
		{ ERR_CREDENTIALS, FINDING_CONFIG_BROKEN },
		{ ERR_PERMISSION, FINDING_CONFIG_BROKEN },
		{ ERR_CONFIG, FINDING_CONFIG_BROKEN },
		{ ERR_USAGE, FINDING_CONFIG_BROKEN },
		{ ERR_REFUSED, FINDING_DENIED },
		{ ERR_NOT_FOUND, FINDING_DENIED },
		{ ERR_CONFLICT, FINDING_DENIED },
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		b->fake.failure = rows[i].code;
		now += 2000; /* past any pause of the breaker */
		assert_int_equal(look(b, "alice", 30).standing.finding, rows[i].finding);
	}
}

static void
cache_alone_never_asks(void **state)
{
	struct bench *b = *state;

	assert_int_equal(look_cached(b, "carol").standing.finding, FINDING_UNREACHABLE);
	assert_int_equal(b->fake.asked, 0);
	b->fake.answer = FINDING_DISABLED;
	(void)look(b, "carol", 30);
	now += 1000000;
	assert_int_equal(look_cached(b, "carol").standing.finding, FINDING_DISABLED);
	assert_int_equal(look_cached(b, "carol").origin, ORIGIN_STALE);
	assert_int_equal(b->fake.asked, 1);
}

static void
breaker_spares_a_dead_directory(void **state)
{
	struct bench *b = *state;
	struct cache_state s;

	b->fake.failure = ERR_TIMEOUT;
	for (int i = 0; i < 10; i++)
		(void)look(b, "alice", 30);
	assert_int_equal(b->fake.asked, 3);
	cache_state(b->cache, &s);
	assert_true(s.breaker_open);
	assert_non_null(strstr(look(b, "bob", 30).err.msg, "asked again in 1 s"));
	now += 1000;
	(void)look(b, "alice", 30); /* the probe */
	(void)look(b, "alice", 30);
	assert_int_equal(b->fake.asked, 4);
	now += 1000;
	b->fake.failure = ERR_NONE;
	assert_int_equal(look(b, "alice", 30).standing.finding, FINDING_ACTIVE);
	cache_state(b->cache, &s);
	assert_false(s.breaker_open);
	assert_int_equal(look(b, "bob", 30).origin, ORIGIN_LIVE);
}

static void
wrong_keys_do_not_open_the_breaker(void **state)
{
	struct bench *b = *state;

	b->fake.failure = ERR_CREDENTIALS;
	for (int i = 0; i < 10; i++)
		(void)look(b, "alice", 30);
	assert_int_equal(b->fake.asked, 10);
}

struct crowd {
	struct bench *b;
	struct known known;
};

static void *
crowd_look(void *arg)
{
	struct crowd *c = arg;

	c->known = look(c->b, "alice", 30);
	return NULL;
}

static void
one_look_up_serves_a_crowd(void **state)
{
	struct bench *b = *state;
	pthread_barrier_t hold;
	pthread_t thread[8];
	struct crowd crowd[8];

	(void)pthread_barrier_init(&hold, NULL, 2);
	b->fake.hold = &hold;
	for (int i = 0; i < 8; i++) {
		crowd[i] = (struct crowd){ .b = b };
		assert_int_equal(pthread_create(&thread[i], NULL, crowd_look, &crowd[i]), 0);
	}
	(void)pthread_barrier_wait(&hold); /* one is inside the source */
	b->fake.hold = NULL;		   /* a second look-up would not meet anybody */
	(void)pthread_barrier_wait(&hold);
	for (int i = 0; i < 8; i++) {
		assert_int_equal(pthread_join(thread[i], NULL), 0);
		assert_int_equal(crowd[i].known.standing.finding, FINDING_ACTIVE);
	}
	(void)pthread_barrier_destroy(&hold);
	assert_int_equal(b->fake.asked, 1);
}

static void
nothing_is_fresh_for_no_time(void **state)
{
	struct bench *b = *state;

	assert_int_equal(look(b, "alice", 0).origin, ORIGIN_LIVE);
	assert_int_equal(look(b, "alice", 0).origin, ORIGIN_LIVE);
	assert_int_equal(b->fake.asked, 2);
}

static void
waiting_ends_at_the_deadline(void **state)
{
	struct bench *b = *state;
	pthread_barrier_t hold;
	pthread_t thread;
	struct crowd first = { .b = b };
	struct known k;

	(void)pthread_barrier_init(&hold, NULL, 2);
	b->fake.hold = &hold;
	assert_int_equal(pthread_create(&thread, NULL, crowd_look, &first), 0);
	(void)pthread_barrier_wait(&hold);
	cache_look_up(b->cache, &b->source, (struct whom){ .user = "alice" }, 30, deadline_in(20), &k);
	assert_int_equal(k.standing.finding, FINDING_UNREACHABLE);
	assert_int_equal(k.err.code, ERR_TIMEOUT);
	(void)pthread_barrier_wait(&hold);
	assert_int_equal(pthread_join(thread, NULL), 0);
	(void)pthread_barrier_destroy(&hold);
	assert_int_equal(first.known.standing.finding, FINDING_ACTIVE);
}

static void
entries_are_bounded_and_refusals_go_last(void **state)
{
	struct bench *b = *state;
	struct cache_state s;
	char name[32];

	b->fake.answer = FINDING_DISABLED;
	(void)look(b, "carol", 30);
	b->fake.answer = FINDING_ACTIVE;
	for (int i = 0; i < 1000; i++) {
		(void)snprintf(name, sizeof(name), "user%d", i);
		(void)look(b, name, 30);
	}
	cache_state(b->cache, &s);
	assert_int_equal(s.entries, 100);
	assert_int_equal(look_cached(b, "carol").standing.finding, FINDING_DISABLED);
	assert_int_equal(look_cached(b, "user0").standing.finding, FINDING_UNREACHABLE);
	assert_int_equal(look_cached(b, "user999").standing.finding, FINDING_ACTIVE);
}

static void
pushes_keep_their_distance(void **state)
{
	struct bench *b = *state;

	assert_true(cache_push_permit(b->cache, (struct whom){ .user = "alice" }, 10));
	assert_false(cache_push_permit(b->cache, (struct whom){ .user = "alice" }, 10));
	assert_true(cache_push_permit(b->cache, (struct whom){ .user = "bob" }, 10));
	now += 10;
	assert_true(cache_push_permit(b->cache, (struct whom){ .user = "alice" }, 10));
}

static void
what_is_learnt_in_passing(void **state)
{
	struct bench *b = *state;

	cache_learn(b->cache, (struct whom){ .user = "dave" },
		&(struct standing){ .finding = FINDING_LOCKED_OUT });
	assert_int_equal(look_cached(b, "dave").standing.finding, FINDING_LOCKED_OUT);
}

/* Another directory is configured while the former one is being asked. */
static int
switching_look_up(void *ctx, const char *directory_user, struct deadline d,
	struct standing *ret_standing, struct err *e)
{
	(void)directory_user, (void)d, (void)e;
	cache_switch(ctx, 1);
	*ret_standing = (struct standing){ .finding = FINDING_ACTIVE };
	return 0;
}

/* Nobody's knowledge of one directory counts in another, whenever it was asked for. */
static void
directories_are_kept_apart(void **state)
{
	struct bench *b = *state;
	struct source former = { .look_up = switching_look_up, .ctx = b->cache };
	const struct whom old = { .user = "alice" };
	const struct whom now_alice = { .directory = 1, .user = "alice" };
	struct cache_state s;
	struct known k;

	(void)look(b, "bob", 30);
	cache_look_up(b->cache, &former, old, 30, deadline_in(5000), &k);
	assert_int_equal(k.standing.finding, FINDING_ACTIVE);
	cache_look_up(b->cache, NULL, now_alice, 30, deadline_in(5000), &k);
	assert_int_equal(k.standing.finding, FINDING_UNREACHABLE);
	b->fake.answer = FINDING_DISABLED;
	cache_look_up(b->cache, &b->source, now_alice, 30, deadline_in(5000), &k);
	assert_int_equal(k.standing.finding, FINDING_DISABLED);
	/* a login that began before the switch asks behind it */
	b->fake.answer = FINDING_ACTIVE;
	now += 31;
	cache_look_up(b->cache, &b->source, old, 30, deadline_in(5000), &k);
	assert_int_equal(k.standing.finding, FINDING_ACTIVE);
	cache_learn(b->cache, old, &(struct standing){ .finding = FINDING_BYPASS });
	cache_look_up(b->cache, NULL, now_alice, 30, deadline_in(5000), &k);
	assert_int_equal(k.standing.finding, FINDING_DISABLED);
	for (int i = 0; i < 10; i++) { /* and that it fails is no news of this one */
		b->fake.failure = ERR_TIMEOUT;
		cache_look_up(b->cache, &b->source, old, 0, deadline_in(5000), &k);
	}
	cache_state(b->cache, &s);
	assert_false(s.breaker_open);
	assert_int_equal(s.entries, 2); /* bob is forgotten */
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(fresh_answers_are_not_asked_again),
		T(unknown_names_expire_early),
		T(outage_serves_known_refusals_only),
		T(unknown_that_permits_is_no_refusal),
		T(stale_permission_serves_outages_only),
		T(refusal_ends_when_contradicted),
		T(failures_are_told_apart),
		T(cache_alone_never_asks),
		T(breaker_spares_a_dead_directory),
		T(wrong_keys_do_not_open_the_breaker),
		T(one_look_up_serves_a_crowd),
		T(nothing_is_fresh_for_no_time),
		T(waiting_ends_at_the_deadline),
		T(entries_are_bounded_and_refusals_go_last),
		T(pushes_keep_their_distance),
		T(what_is_learnt_in_passing),
		T(directories_are_kept_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
