/* SPDX-License-Identifier: MIT */
/* The sink: one line whatever a value holds, as text and as JSON, and the same pairs in both. */
#include "tests/unit/unit.h"

#include <unistd.h>

#include <cjson/cJSON.h>

#include "api/json.h"
#include "helper/common/log.h"

static char said[64 * 1024];

/* Runs with standard error in a file; what was written is in said. */
static void
listen_to(void (*talk)(const void *ctx), const void *ctx)
{
	FILE *file = tmpfile();
	int kept = dup(STDERR_FILENO);
	size_t len;

	assert_non_null(file);
	assert_true(kept >= 0);
	assert_true(dup2(fileno(file), STDERR_FILENO) >= 0);
	talk(ctx);
	assert_true(dup2(kept, STDERR_FILENO) >= 0);
	(void)close(kept);
	rewind(file);
	len = fread(said, 1, sizeof(said) - 1, file);
	said[len] = '\0';
	(void)fclose(file);
}

static void
say_value(const void *value)
{
	struct log_pairs p = { .count = 0 };

	log_text(&p, "user", value);
	log_number(&p, "took_ms", -7);
	log_text(&p, "empty", "");
	log_text(&p, "id", "1a2b");
	log_event(LOG_LEVEL_WARNING, &p, "login refused");
}

/* The one line that was said, as the strict parser reads it. */
static struct cJSON *
parse_line(void)
{
	const struct json_limits limits = { 8192, 64, 2 };
	size_t len = strcspn(said, "\n");
	struct cJSON *root = NULL;
	struct err e;

	assert_int_equal(len + 1, strlen(said)); /* one line, and it is ended */
	said[len] = '\0';
	if (json_parse(said, len, &limits, &root, &e) != 0)
		fail_msg("%s: %s", e.msg, said);
	return root;
}

static void
text_is_a_sentence_and_pairs(void **state)
{
	(void)state;
	log_open("test", LOG_TARGET_STDERR, LOG_FORMAT_TEXT, LOG_LEVEL_INFO);
	listen_to(say_value, "two words");
	assert_string_equal(said,
		"test: warning: login refused user=\"two words\" took_ms=-7 id=1a2b\n");
	listen_to(say_value, "a\nb\033[2J\xff");
	assert_string_equal(said,
		"test: warning: login refused user=a?b?[2J? took_ms=-7 id=1a2b\n");
}

static void
json_has_the_same_pairs(void **state)
{
	struct cJSON *root;
	int64_t number;
	size_t members = 0;

	(void)state;
	log_open("test", LOG_TARGET_STDERR, LOG_FORMAT_JSON, LOG_LEVEL_INFO);
	listen_to(say_value, "say \"no\" \\ = {}");
	root = parse_line();
	for (const struct cJSON *m = root->child; m != NULL; m = m->next)
		members++;
	assert_int_equal(members, 7);
	assert_string_equal(json_string(root, "program"), "test");
	assert_string_equal(json_string(root, "level"), "warning");
	assert_string_equal(json_string(root, "message"), "login refused");
	assert_string_equal(json_string(root, "user"), "say \"no\" \\ = {}");
	assert_string_equal(json_string(root, "id"), "1a2b");
	assert_int_equal(json_int(root, "took_ms", &number), 0);
	assert_int_equal(number, -7);
	assert_int_equal(strlen(json_string(root, "time")), strlen("2026-11-22T09:30:00.250Z"));
	json_free(root);
}

static void
json_is_valid_for_all_bytes(void **state)
{
	unsigned seed = 1;

	(void)state;
	log_open("test", LOG_TARGET_STDERR, LOG_FORMAT_JSON, LOG_LEVEL_INFO);
	for (int round = 0; round < 600; round++) {
		char value[41] = { 0 };

		if (round < 256) {
			value[0] = value[2] = (char)round; /* each byte, also before another */
			value[1] = 'x';
		}
		for (size_t i = 0; round >= 256 && i < sizeof(value) - 1; i++) {
			seed = seed * 1103515245u + 12345u;
			value[i] = (char)(seed >> 16 & 0xff);
		}
		listen_to(say_value, value);
		json_free(parse_line());
	}
}

static void
say_much(const void *size)
{
	struct log_pairs p = { .count = 0 };
	char *value = malloc(*(const size_t *)size + 1);

	memset(value, '"', *(const size_t *)size);
	value[*(const size_t *)size] = '\0';
	for (size_t i = 0; i < LOG_PAIRS + 5; i++)
		log_text(&p, "key", i % 2 == 0 ? value : "small");
	log_event(LOG_LEVEL_INFO, &p, "%s", value);
	free(value);
}

/* A line that would be too long loses whole members and says so; it is never cut within one. */
static void
long_lines_stay_whole(void **state)
{
	static const size_t sizes[] = { 300, 600, 3000, 20000 };

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		const char *end;

		log_open("test", LOG_TARGET_STDERR, LOG_FORMAT_TEXT, LOG_LEVEL_INFO);
		listen_to(say_much, &sizes[i]);
		end = strchr(said, '\n');
		assert_true(end != NULL && end[1] == '\0' && strlen(said) < 4300);
		log_open("test", LOG_TARGET_STDERR, LOG_FORMAT_JSON, LOG_LEVEL_INFO);
		listen_to(say_much, &sizes[i]);
		assert_true(strlen(said) <= 6200);
		assert_non_null(strstr(said, ",\"cut\":1}"));
	}
}

static void
say_with_colon(const void *ctx)
{
	struct log_pairs p = { .count = 0 };

	(void)ctx;
	log_number(&p, "http", 200);
	log_event(LOG_LEVEL_INFO, &p, "audit:");
	log_line(LOG_LEVEL_DEBUG, "too fine");
}

static void
levels_and_colons(void **state)
{
	struct cJSON *root;

	(void)state;
	log_open("test", LOG_TARGET_STDERR, LOG_FORMAT_TEXT, LOG_LEVEL_INFO);
	listen_to(say_with_colon, NULL);
	assert_string_equal(said, "test: info: audit: http=200\n");
	log_open("test", LOG_TARGET_STDERR, LOG_FORMAT_JSON, LOG_LEVEL_INFO);
	listen_to(say_with_colon, NULL);
	root = parse_line();
	assert_string_equal(json_string(root, "message"), "audit");
	json_free(root);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_a_sentence_and_pairs),
		cmocka_unit_test(json_has_the_same_pairs),
		cmocka_unit_test(json_is_valid_for_all_bytes),
		cmocka_unit_test(long_lines_stay_whole),
		cmocka_unit_test(levels_and_colons),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
