/* SPDX-License-Identifier: MIT */
/* The table of metrics row by row, and what is told of them. */
#include "tests/unit/unit.h"

#include <ctype.h>
#include <pthread.h>

#include "api/operation.h"
#include "helper/metrics/ask.h"
#include "helper/metrics/metrics.h"
#include "helper/status/status.h"
#include "policy/policy.h"

static bool
ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len > end_len && strcmp(text + len - end_len, end) == 0;
}

static void
every_row_is_sound(void **state)
{
	(void)state;
	for (size_t id = 0; id < METRIC_COUNT; id++) {
		const struct metric *m = &metric_table[id];

		ROW(m->name, m->programs != 0 && m->programs >> METRIC_PROGRAMS == 0);
		ROW(m->name, strspn(m->name, "abcdefghijklmnopqrstuvwxyz_") == strlen(m->name));
		ROW(m->name, isupper((unsigned char)m->help[0]) && ends_with(m->help, "."));
		ROW(m->name, strpbrk(m->help, "\\\n") == NULL);
		ROW(m->name, (m->type == METRIC_COUNTER) == ends_with(m->name, "_total"));
		ROW(m->name, m->type != METRIC_HISTOGRAM || ends_with(m->name, "_seconds"));
		for (size_t other = 0; other < id; other++)
			ROW(m->name, strcmp(m->name, metric_table[other].name) != 0);
	}
}

/* The values of a label are few, safe to write, and no two are the same. */
static void
every_label_is_sound(void **state)
{
	size_t operations = 0;

	(void)state;
	while (api_operations[operations].name != NULL)
		operations++;
	for (size_t id = 0; id < METRIC_COUNT; id++)
		for (size_t l = 0; l < METRIC_LABELS && metric_table[id].label[l] != NULL; l++) {
			const struct metric_label *label = metric_table[id].label[l];
			bool operation = strcmp(label->name, "operation") == 0;
			size_t count = operation ? operations : label->count;

			ROW(label->name, label->count <= 256 && label->count >= count);
			for (size_t v = 0; v < count; v++) {
				const char *word = label->word(v);

				ROW(label->name, word != NULL && word[0] != '\0');
				ROW(label->name, strpbrk(word, "\"\\\n") == NULL);
				for (size_t w = 0; w < v; w++)
					ROW(word, strcmp(word, label->word(w)) != 0);
			}
		}
}

static const char *
tell(const struct metrics *m, struct text_buf *b)
{
	text_buf_clear(b);
	metrics_write(m, b);
	assert_false(b->failed);
	return b->data != NULL ? b->data : "";
}

static void
counts_are_told(void **state)
{
	struct metrics *m = metrics_new(METRIC_BROKER);
	auto_text_buf b = { .limit = 0 };
	const size_t denied[] = { VERDICT_EXPIRED, FINDING_DISABLED, PHASE_ACCOUNT,
		CLASS_ELEVATION };

	(void)state;
	assert_null(strstr(tell(m, &b), "doorwardd_verdicts_total"));
	assert_null(strstr(b.data, "doorwardd_directory_reachable"));
	assert_null(strstr(b.data, "doorward_serve"));
	assert_non_null(strstr(b.data, "\ndoorwardd_lookups_total{source=\"live\"} 0\n"));
	metrics_add(m, METRIC_VERDICTS, denied, 1);
	metrics_add(m, METRIC_VERDICTS, denied, 2);
	metrics_set(m, METRIC_REACHABLE, NULL, 0);
	assert_non_null(strstr(tell(m, &b), "\ndoorwardd_verdicts_total{verdict=\"expired\","
		"reason=\"disabled\",phase=\"account\",class=\"elevation\"} 3\n"));
	assert_non_null(strstr(b.data, "# TYPE doorwardd_verdicts_total counter\n"));
	assert_non_null(strstr(b.data, "\ndoorwardd_directory_reachable 0\n"));
	metrics_free(m);
}

static void
durations_fall_into_buckets(void **state)
{
	struct metrics *m = metrics_new(METRIC_BROKER);
	auto_text_buf b = { .limit = 0 };
	static const int64_t us[] = { 0, 100, 101, 1000000, 500000000 };

	(void)state;
	for (size_t i = 0; i < COUNT(us); i++)
		metrics_observe(m, METRIC_LOGIN_SECONDS, (size_t[]){ PHASE_AUTH }, us[i]);
	(void)tell(m, &b);
#define SERIES "\ndoorwardd_login_seconds"
	assert_non_null(strstr(b.data, SERIES "_bucket{phase=\"auth\",le=\"0.0001\"} 2\n"));
	assert_non_null(strstr(b.data, SERIES "_bucket{phase=\"auth\",le=\"0.00025\"} 3\n"));
	assert_non_null(strstr(b.data, SERIES "_bucket{phase=\"auth\",le=\"1\"} 4\n"));
	assert_non_null(strstr(b.data, SERIES "_bucket{phase=\"auth\",le=\"120\"} 4\n"));
	assert_non_null(strstr(b.data, SERIES "_bucket{phase=\"auth\",le=\"+Inf\"} 5\n"));
	assert_non_null(strstr(b.data, SERIES "_sum{phase=\"auth\"} 501.000201\n"));
	assert_non_null(strstr(b.data, SERIES "_count{phase=\"auth\"} 5\n"));
	metrics_free(m);
}

/* What no label foresees counts for nothing: no series appears, nothing is overwritten. */
static void
strange_values_are_left_out(void **state)
{
	struct metrics *m = metrics_new(METRIC_SERVE);
	auto_text_buf before = { .limit = 0 }, after = { .limit = 0 };

	(void)state;
	(void)tell(m, &before);
	metrics_add(m, METRIC_VERDICTS, (size_t[]){ 0, 0, 0, 0 }, 1); /* not of this program */
	metrics_add(m, METRIC_REQUESTS, (size_t[]){ LISTENER_REST, ROUTE_MCP + 1, 0 }, 1);
	metrics_add(m, METRIC_REFUSALS, (size_t[]){ SIZE_MAX }, 1);
	metrics_add(NULL, METRIC_REFUSALS, (size_t[]){ 0 }, 1);
	assert_string_equal(tell(m, &after), before.data);
	metrics_add(m, METRIC_REQUESTS, (size_t[]){ 0, 1, metric_status(418) }, 1);
	assert_non_null(strstr(tell(m, &after), "route=\"document\",status=\"other\"} 1\n"));
	metrics_free(m);
}

static void *
count_much(void *m)
{
	for (int i = 0; i < 20000; i++)
		metrics_add(m, METRIC_LOOKUPS, (size_t[]){ 1 }, 1);
	return NULL;
}

static void
threads_lose_nothing(void **state)
{
	struct metrics *m = metrics_new(METRIC_BROKER);
	auto_text_buf b = { .limit = 0 };
	pthread_t thread[4];

	(void)state;
	for (size_t i = 0; i < COUNT(thread); i++)
		assert_int_equal(pthread_create(&thread[i], NULL, count_much, m), 0);
	for (size_t i = 0; i < COUNT(thread); i++)
		assert_int_equal(pthread_join(thread[i], NULL), 0);
	assert_non_null(strstr(tell(m, &b), "{source=\"live\"} 80000\n"));
	metrics_free(m);
}

static void
numbers_are_found_again(void **state)
{
	struct report r = { .metrics = { .limit = 0 } };
	double sum = 0;

	(void)state;
	assert_int_equal(report_number(&r, "a"), -1);
	text_buf_puts(&r.metrics, "# HELP a a 5\na{b=\"c d\"} 2\na{b=\"e\"} 3\nab 7\na_sum 0.5\n");
	assert_int_equal(report_sum(&r, "a", &sum), 0);
	assert_true(sum > 4.99 && sum < 5.01);
	assert_int_equal(report_number(&r, "a{b=\"e\"}"), 3);
	assert_int_equal(report_number(&r, "ab"), 7);
	assert_int_equal(report_number(&r, "abc"), -1);
	assert_int_equal(report_number(&r, "b"), -1);
	report_clear(&r);
}

static void
doors_have_their_sentence(void **state)
{
	static const struct {
		const char *name;
		struct status_doors doors;
		bool work;
		const char *begins;
	} rows[] = {
		{ "no configuration", { .answers = true }, false, "Unknown: " },
		{ "nothing answers", { .usable = true, .answers = true }, false,
			"Doors are shut: the broker does" },
		{ "broken", { .broker = true, .broken = true, .answers = true }, false,
			"Doors are shut: the configuration" },
		{ "refused", { .broker = true, .refused = true, .answers = true }, false,
			"Doors are shut: the directory refuses" },
		{ "silent", { .broker = true, .silent = true }, false, "Doors are nearly shut" },
		{ "silent, ignored", { .broker = true, .silent = true,
			.unreachable = STANCE_IGNORE }, false, "Doors stand open" },
		{ "was silent", { .broker = true, .silent = true, .answers = true }, true,
			"Doors work: " },
		{ "not asked", { .broker = true }, true, "Doors work as far as is known" },
		{ "fine", { .broker = true, .answers = true }, true, "Doors work: " },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		bool work;
		const char *sentence = status_doors_say(&rows[i].doors, &work);

		ROW(rows[i].name, strncmp(sentence, rows[i].begins, strlen(rows[i].begins)) == 0);
		ROW(rows[i].name, work == rows[i].work);
		ROW(rows[i].name, strlen(sentence) <= 80);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_sound),
		cmocka_unit_test(every_label_is_sound),
		cmocka_unit_test(counts_are_told),
		cmocka_unit_test(durations_fall_into_buckets),
		cmocka_unit_test(strange_values_are_left_out),
		cmocka_unit_test(threads_lose_nothing),
		cmocka_unit_test(numbers_are_found_again),
		cmocka_unit_test(doors_have_their_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
