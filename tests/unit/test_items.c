/* SPDX-License-Identifier: MIT */
/* Lists of computer usernames and smart cards: read, changed, compared, written. */
#include "tests/unit/unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#include "helper/cli/services/allthenticate_items.h"

static void
assert_json(const struct items *items, const char *key, const char *label, const char *expected)
{
	auto_text_buf json = { .limit = 0 };

	items_to_json(items, key, label, &json);
	assert_string_equal(json.data, expected);
}

static void
answers_are_read_in_every_shape(void **state)
{
	static const struct {
		const char *json, *key, *label;
		int rc;
		const char *expected; /* written with the same key and label */
	} rows[] = {
		{ "[]", "n", NULL, 0, "[]" },
		{ "[\"a\", \"b\"]", "n", NULL, 0, "[{\"n\":\"a\"},{\"n\":\"b\"}]" },
		{ "[{\"n\": \"a\"}]", "n", NULL, 0, "[{\"n\":\"a\"}]" },
		{ "[{\"n\": \"007\", \"l\": \"x \\\"y\\\"\"}]", "n", "l", 0,
			"[{\"n\":\"007\",\"l\":\"x \\\"y\\\"\"}]" },
		{ "[{\"n\": \"1\", \"l\": null}, {\"n\": \"2\", \"l\": \"\"}]", "n", "l", 0,
			"[{\"n\":\"1\"},{\"n\":\"2\"}]" },
		{ "[{\"n\": 123456}]", "n", "l", 0, "[{\"n\":\"123456\"}]" },
		{ "[{\"m\": \"a\"}]", "n", NULL, -1, NULL },
		{ "[null]", "n", NULL, -1, NULL },
		{ "[[\"a\"]]", "n", NULL, -1, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_items items = { .item = NULL };
		cJSON *list = cJSON_Parse(rows[i].json);
		struct err e = { 0 };
		int rc = items_from_json(&items, list, rows[i].key, rows[i].label, &e);

		cJSON_Delete(list);
		ROW(rows[i].json, rc == rows[i].rc);
		if (rc == 0)
			assert_json(&items, rows[i].key, rows[i].label, rows[i].expected);
		else
			assert_int_equal(e.code, ERR_UNREACHABLE);
	}
}

static void
lists_are_changed_and_compared(void **state)
{
	auto_items a = { .item = NULL };
	auto_items b = { .item = NULL };
	struct err e;

	(void)state;
	assert_true(items_equal(&a, &b));
	assert_int_equal(items_put(&a, "1", "one", &e), 0);
	assert_int_equal(items_put(&a, "2", NULL, &e), 0);
	assert_int_equal(items_put(&b, "2", NULL, &e), 0);
	assert_false(items_equal(&a, &b));
	assert_int_equal(items_put(&b, "1", "one", &e), 0);
	assert_true(items_equal(&a, &b)); /* in whatever order */
	assert_int_equal(items_put(&b, "1", NULL, &e), 0);
	assert_true(items_equal(&a, &b)); /* no label leaves the label */
	assert_int_equal(items_put(&b, "1", "uno", &e), 0);
	assert_int_equal(b.count, 2);
	assert_false(items_equal(&a, &b)); /* another label is another card */
	items_remove(&b, "1");
	items_remove(&b, "not there");
	assert_int_equal(b.count, 1);
	assert_int_equal(items_with_label(&a, "one"), 1);
	items_remove_label(&a, "one");
	assert_true(items_equal(&a, &b));
	/* the same element twice is not the same as two */
	assert_int_equal(items_add(&a, "2", NULL, &e), 0);
	assert_int_equal(items_add(&b, "3", NULL, &e), 0);
	assert_false(items_equal(&a, &b));
	assert_false(items_equal(&b, &a));
}

static void
lists_are_bounded(void **state)
{
	auto_items items = { .item = NULL };
	struct err e;

	(void)state;
	for (int i = 0; i < ITEMS_MAX; i++)
		assert_int_equal(items_add(&items, "x", NULL, &e), 0);
	assert_int_equal(items_add(&items, "x", NULL, &e), -1);
	assert_non_null(strstr(e.msg, "at most"));
	assert_int_equal(items.count, ITEMS_MAX);
}

static void
cards_come_from_private_files(void **state)
{
	static const struct {
		const char *text;
		mode_t mode;
		const char *expected; /* NULL = refused */
		const char *words;
	} rows[] = {
		{ "007\n", 0600, "[{\"number\":\"007\"}]", NULL },
		{ "007", 0400, "[{\"number\":\"007\"}]", NULL },
		{ "\r\n 007\tSpare  badge\r\n8\r\n", 0600,
			"[{\"number\":\"007\",\"label\":\"Spare  badge\"},{\"number\":\"8\"}]",
			NULL },
		{ " [{\"number\": \"007\", \"label\": \"x\"}, {\"number\": \"8\"}] ", 0600,
			"[{\"number\":\"007\",\"label\":\"x\"},{\"number\":\"8\"}]", NULL },
		{ "1 a\n1 b\n", 0600, "[{\"number\":\"1\",\"label\":\"b\"}]", NULL },
		{ "", 0600, NULL, "no card" },
		{ "[]", 0600, NULL, "no card" },
		{ "[", 0600, NULL, "no JSON list" },
		{ "[{\"number\": 7}]", 0600, NULL, "card 1" },
		{ "[{\"label\": \"x\"}]", 0600, NULL, "card 1" },
		{ "1\n12x\n", 0600, NULL, "card 2" },
		{ "007 \xff\n", 0600, NULL, "UTF-8" },
		{ "007\n", 0644, NULL, "chmod" },
	};
	char path[] = "/tmp/doorward-items-XXXXXX", word[64];
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	(void)snprintf(word, sizeof(word), "@%s", path);
	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_items items = { .item = NULL };
		struct err e = { 0 };
		int rc;

		assert_int_equal(fchmod(fd, 0600), 0);
		assert_int_equal(ftruncate(fd, 0), 0);
		assert_int_equal(pwrite(fd, rows[i].text, strlen(rows[i].text), 0),
			(ssize_t)strlen(rows[i].text));
		assert_int_equal(fchmod(fd, rows[i].mode), 0);
		rc = items_from_file(&items, word, &e);
		ROW(rows[i].text, (rc == 0) == (rows[i].expected != NULL));
		if (rc == 0) {
			assert_json(&items, "number", "label", rows[i].expected);
			continue;
		}
		assert_int_equal(e.code, ERR_USAGE);
		ROW(rows[i].text, strstr(e.msg, rows[i].words) != NULL);
		ROW(rows[i].text, strstr(e.msg, "12x") == NULL);
	}
	assert_int_equal(close(fd), 0);
	assert_int_equal(unlink(path), 0);
}

static void
numbers_never_come_from_the_command_line(void **state)
{
	static const char *const words[] = { "123456", "", "@", "cards.txt" };

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++) {
		auto_items items = { .item = NULL };
		struct err e = { 0 };

		ROW(words[i], items_from_file(&items, words[i], &e) == -1);
		ROW(words[i], e.code == ERR_USAGE && strstr(e.msg, "123456") == NULL);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_read_in_every_shape),
		cmocka_unit_test(lists_are_changed_and_compared),
		cmocka_unit_test(lists_are_bounded),
		cmocka_unit_test(cards_come_from_private_files),
		cmocka_unit_test(numbers_never_come_from_the_command_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
