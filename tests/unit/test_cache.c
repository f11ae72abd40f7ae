/* SPDX-License-Identifier: MIT */
/* What the cache promises: ages, known refusals, one look-up at a time, the circuit breaker. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

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
};

static int
fake_look_up(void *ctx, const char *user, struct deadline d, struct standing *ret_standing,
	struct err *e)
{
	struct fake *f = ctx;

	(void)user;
	(void)d;
	f->asked++;
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

	cache_recall(b->cache, (struct whom){ .user = user }, 30, &k);
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

/* Who was never asked has not failed; whoever waits is told all the same. */
static void
what_was_given_up_does_not_open_the_breaker(void **state)
{
	struct bench *b = *state;
	const struct whom alice = { .user = "alice" };
	const struct err late = { .code = ERR_TIMEOUT, .msg = "no answer in time" };
	struct cache_state s;
	struct known k;

	for (int i = 0; i < 10; i++) {
		assert_int_equal(cache_ask(b->cache, alice, 30, NULL, &k), CACHE_ASK);
		cache_give_up(b->cache, alice, &late);
	}
	cache_state(b->cache, &s);
	assert_false(s.breaker_open);
	assert_int_equal(s.failures, 0);
	assert_int_equal(look(b, "alice", 30).origin, ORIGIN_LIVE);
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

/* Somebody who waits for a look-up. */
struct waiting {
	struct cache_waiter w;
	struct known known;
	int told;
};

static void
note_told(struct cache_waiter *w)
{
	((struct waiting *)w)->told++;
}

static enum cache_turn
wait_for(struct bench *b, struct waiting *w, const char *user, int64_t fresh_ms)
{
	*w = (struct waiting){ .w = { .told = note_told, .ret_known = &w->known } };
	return cache_ask(b->cache, (struct whom){ .user = user }, fresh_ms, &w->w, &w->known);
}

static void
tell(struct bench *b, const char *user, enum finding f, enum err_code failure)
{
	const struct standing s = { .finding = f };
	const struct err e = { .code = failure };

	cache_tell(b->cache, (struct whom){ .user = user }, failure == ERR_NONE ? &s : NULL, &e,
		NULL);
}

static void
one_look_up_serves_a_crowd(void **state)
{
	struct bench *b = *state;
	struct waiting w[8];

	assert_true(cache_would_ask(b->cache, (struct whom){ .user = "alice" }, 30));
	for (int i = 0; i < 8; i++)
		assert_int_equal(wait_for(b, &w[i], "alice", 30), i == 0 ? CACHE_ASK : CACHE_WAIT);
	assert_false(cache_would_ask(b->cache, (struct whom){ .user = "alice" }, 30));
	tell(b, "alice", FINDING_ACTIVE, ERR_NONE);
	for (int i = 0; i < 8; i++) {
		assert_int_equal(w[i].told, 1);
		assert_int_equal(w[i].known.standing.finding, FINDING_ACTIVE);
		assert_int_equal(w[i].known.origin, i == 0 ? ORIGIN_LIVE : ORIGIN_FRESH);
	}
	assert_int_equal(wait_for(b, &w[0], "alice", 30), CACHE_TOLD);
	assert_int_equal(w[0].told, 0);
}

/* A failure is everybody's, and is not the end of asking. */
static void
a_crowd_is_told_of_a_failure(void **state)
{
	struct bench *b = *state;
	struct waiting w[3];

	for (int i = 0; i < 3; i++)
		(void)!wait_for(b, &w[i], "alice", 30);
	tell(b, "alice", FINDING_ACTIVE, ERR_TIMEOUT);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(w[i].told, 1);
		assert_int_equal(w[i].known.standing.finding, FINDING_UNREACHABLE);
		assert_int_equal(w[i].known.err.code, ERR_TIMEOUT);
	}
	assert_int_equal(wait_for(b, &w[0], "alice", 30), CACHE_ASK);
	tell(b, "alice", FINDING_ACTIVE, ERR_NONE);
}

/* Whoever asks for nobody in particular does not keep others from asking, nor waits. */
static void
asking_without_waiting(void **state)
{
	struct bench *b = *state;
	struct waiting w;
	struct known k;

	assert_int_equal(cache_ask(b->cache, (struct whom){ .user = "alice" }, 30, NULL, &k),
		CACHE_ASK);
	assert_int_equal(cache_ask(b->cache, (struct whom){ .user = "alice" }, 30, NULL, &k),
		CACHE_WAIT);
	assert_int_equal(wait_for(b, &w, "alice", 30), CACHE_WAIT);
	tell(b, "alice", FINDING_DISABLED, ERR_NONE);
	assert_int_equal(w.known.standing.finding, FINDING_DISABLED);
}

static void
nothing_is_fresh_for_no_time(void **state)
{
	struct bench *b = *state;

	assert_int_equal(look(b, "alice", 0).origin, ORIGIN_LIVE);
	assert_int_equal(look(b, "alice", 0).origin, ORIGIN_LIVE);
	assert_int_equal(b->fake.asked, 2);
}

/* A known refusal stands for who stops waiting, too; the answer is for those who stayed. */
static void
waiting_ends_when_withdrawn(void **state)
{
	static const struct err late = { .code = ERR_TIMEOUT, .msg = "late" };
	struct bench *b = *state;
	struct waiting w[2], carol;

	b->fake.answer = FINDING_DISABLED;
	(void)look(b, "carol", 30);
	now += 31;
	assert_int_equal(wait_for(b, &carol, "carol", 30), CACHE_ASK);
	assert_int_equal(wait_for(b, &w[0], "alice", 30), CACHE_ASK);
	assert_int_equal(wait_for(b, &w[1], "alice", 30), CACHE_WAIT);
	cache_withdraw(b->cache, &w[0].w, &late);
	cache_withdraw(b->cache, &carol.w, &late);
	assert_int_equal(w[0].known.standing.finding, FINDING_UNREACHABLE);
	assert_int_equal(w[0].known.err.code, ERR_TIMEOUT);
	assert_int_equal(carol.known.standing.finding, FINDING_DISABLED);
	tell(b, "alice", FINDING_ACTIVE, ERR_NONE);
	tell(b, "carol", FINDING_ACTIVE, ERR_NONE);
	assert_int_equal(w[0].told, 0);
	assert_int_equal(carol.told, 0);
	assert_int_equal(w[1].known.standing.finding, FINDING_ACTIVE);
	cache_withdraw(b->cache, &w[1].w, &late); /* it has been told: nothing changes */
	assert_int_equal(w[1].known.standing.finding, FINDING_ACTIVE);
	assert_int_equal(look_cached(b, "carol").standing.finding, FINDING_ACTIVE);
}

/* Whom somebody asks or waits for is never dropped to make room. */
static void
who_is_asked_about_keeps_the_entry(void **state)
{
	struct bench *b = *state;
	struct waiting w;
	char name[32];

	assert_int_equal(wait_for(b, &w, "alice", 30), CACHE_ASK);
	for (int i = 0; i < 1000; i++) {
		(void)snprintf(name, sizeof(name), "user%d", i);
		(void)look(b, name, 30);
	}
	tell(b, "alice", FINDING_BYPASS, ERR_NONE);
	assert_int_equal(w.told, 1);
	assert_int_equal(w.known.standing.finding, FINDING_BYPASS);
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
	cache_recall(b->cache, now_alice, 30, &k);
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
	cache_recall(b->cache, now_alice, 30, &k);
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
		T(what_was_given_up_does_not_open_the_breaker),
		T(wrong_keys_do_not_open_the_breaker),
		T(one_look_up_serves_a_crowd),
		T(a_crowd_is_told_of_a_failure),
		T(asking_without_waiting),
		T(nothing_is_fresh_for_no_time),
		T(waiting_ends_when_withdrawn),
		T(who_is_asked_about_keeps_the_entry),
		T(entries_are_bounded_and_refusals_go_last),
		T(what_is_learnt_in_passing),
		T(directories_are_kept_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
