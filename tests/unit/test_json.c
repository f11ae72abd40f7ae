/* SPDX-License-Identifier: MIT */
/* JSON from outside: what is refused, and that the getters neither guess nor round. */
#include "tests/unit/unit.h"

#include <cjson/cJSON.h>

#include "api/json.h"

static const struct json_limits limits = { 4096, 64, 4 };

#define TEXT(literal) literal, sizeof(literal) - 1

static void
every_fault_is_named(void **state)
{
	static const struct {
		const char *name, *text;
		size_t len;
		enum json_fault fault;
	} rows[] = {
		{ "object", TEXT("{\"a\": [1, -2.5e+10, true, false, null, \"x\"]}"), JSON_FINE },
		{ "blanks around", TEXT(" \t\r\n{ }\n "), JSON_FINE },
		{ "bare string", TEXT("\"x\""), JSON_FINE },
		{ "bare number", TEXT("0"), JSON_FINE },
		{ "empty array", TEXT("[]"), JSON_FINE },
		{ "every escape", TEXT("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\""), JSON_FINE },
		{ "surrogate pair", TEXT("\"\\ud83d\\udd11\""), JSON_FINE },
		{ "raw UTF-8", TEXT("\"\xf0\x9f\x94\x91\""), JSON_FINE },
		{ "depth at the limit", TEXT("[[[[]]]]"), JSON_FINE },
		{ "two empty strings as keys", TEXT("{\"\":1,\"\":2}"), JSON_FINE },
		{ "nothing", TEXT(""), JSON_SYNTAX },
		{ "blanks alone", TEXT("  "), JSON_SYNTAX },
		{ "bytes after the end", TEXT("{} x"), JSON_SYNTAX },
		{ "two values", TEXT("1 2"), JSON_SYNTAX },
		{ "byte order mark", TEXT("\xef\xbb\xbf{}"), JSON_SYNTAX },
		{ "trailing comma in array", TEXT("[1,]"), JSON_SYNTAX },
		{ "trailing comma in object", TEXT("{\"a\":1,}"), JSON_SYNTAX },
		{ "leading comma", TEXT("[,1]"), JSON_SYNTAX },
		{ "no colon", TEXT("{\"a\" 1}"), JSON_SYNTAX },
		{ "no value", TEXT("{\"a\":}"), JSON_SYNTAX },
		{ "key without quotes", TEXT("{a:1}"), JSON_SYNTAX },
		{ "key is a number", TEXT("{1:1}"), JSON_SYNTAX },
		{ "single quotes", TEXT("{'a':1}"), JSON_SYNTAX },
		{ "comment", TEXT("/* */ 1"), JSON_SYNTAX },
		{ "wrong bracket", TEXT("[1}"), JSON_SYNTAX },
		{ "wrong brace", TEXT("{\"a\":1]"), JSON_SYNTAX },
		{ "closing alone", TEXT("]"), JSON_SYNTAX },
		{ "not closed", TEXT("[1"), JSON_SYNTAX },
		{ "string not closed", TEXT("\"abc"), JSON_SYNTAX },
		{ "escape at the end", TEXT("\"\\"), JSON_SYNTAX },
		{ "unknown escape", TEXT("\"\\x41\""), JSON_SYNTAX },
		{ "short \\u", TEXT("\"\\u12\""), JSON_SYNTAX },
		{ "no hexadecimal", TEXT("\"\\u12g4\""), JSON_SYNTAX },
		{ "raw line break in a string", TEXT("\"a\nb\""), JSON_SYNTAX },
		{ "raw tab in a string", TEXT("\"a\tb\""), JSON_SYNTAX },
		{ "control byte as blank", TEXT("{\x01\"a\":1}"), JSON_SYNTAX },
		{ "raw NUL", TEXT("[1,\0 2]"), JSON_SYNTAX },
		{ "NUL in a string", TEXT("\"a\0b\""), JSON_SYNTAX },
		{ "leading zero", TEXT("[01]"), JSON_SYNTAX },
		{ "plus sign", TEXT("[+1]"), JSON_SYNTAX },
		{ "minus alone", TEXT("[-]"), JSON_SYNTAX },
		{ "no digits after the point", TEXT("[1.]"), JSON_SYNTAX },
		{ "no digits before the point", TEXT("[.5]"), JSON_SYNTAX },
		{ "no digits in the exponent", TEXT("[1e]"), JSON_SYNTAX },
		{ "hexadecimal", TEXT("[0x10]"), JSON_SYNTAX },
		{ "NaN", TEXT("[NaN]"), JSON_SYNTAX },
		{ "word in capitals", TEXT("[True]"), JSON_SYNTAX },
		{ "half a word", TEXT("[tru"), JSON_SYNTAX },
		{ "escaped NUL", TEXT("\"a\\u0000b\""), JSON_NUL },
		{ "escaped NUL in a key", TEXT("{\"a\\u0000x\":1}"), JSON_NUL },
		{ "malformed UTF-8", TEXT("\"\xff\""), JSON_UTF8 },
		{ "overlong", TEXT("\"\xc0\xaf\""), JSON_UTF8 },
		{ "raw surrogate", TEXT("\"\xed\xa0\x80\""), JSON_UTF8 },
		{ "lone low surrogate", TEXT("\"\\udd11\""), JSON_UTF8 },
		{ "lone high surrogate", TEXT("\"\\ud83d\""), JSON_UTF8 },
		{ "high surrogate twice", TEXT("\"\\ud83d\\ud83d\""), JSON_UTF8 },
		{ "number as long as allowed", TEXT("12345678901234567890123456789012"),
			JSON_FINE },
		{ "number too long", TEXT("123456789012345678901234567890123"), JSON_NUMBER },
		{ "exponent at the limit", TEXT("1e250"), JSON_FINE },
		{ "exponent beyond", TEXT("1e251"), JSON_NUMBER },
		{ "exponent with zeros in front", TEXT("1e-0000009"), JSON_FINE },
		{ "exponent of many digits", TEXT("1e99999999999999999999"), JSON_NUMBER },
		{ "depth beyond", TEXT("[[[[[]]]]]"), JSON_DEPTH },
		{ "depth beyond, objects", TEXT("{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}"), JSON_DEPTH },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		ROW(rows[i].name, json_check(rows[i].text, rows[i].len, &limits) == rows[i].fault);
}

static void
counts_and_sizes_are_bounded(void **state)
{
	const struct json_limits three = { 100, 3, 4 }, short_text = { 5, 100, 4 };
	const struct json_limits deep = { 100000, 100000, 1000 };
	char nested[80];

	(void)state;
	assert_int_equal(json_check("[1,2]", 5, &three), JSON_FINE);
	assert_int_equal(json_check("[1,2,3]", 7, &three), JSON_COUNT);
	assert_int_equal(json_check("[1,2]", 5, &short_text), JSON_FINE);
	assert_int_equal(json_check("[1,2] ", 6, &short_text), JSON_SIZE);
	/* no caller can ask for more than the fixed depth */
	memset(nested, '[', 33);
	memset(nested + 33, ']', 33);
	assert_int_equal(json_check(nested, 66, &deep), JSON_DEPTH);
	assert_int_equal(json_check(nested + 1, 64, &deep), JSON_FINE);
}

static struct cJSON *
parse(const char *text)
{
	struct cJSON *root = NULL;
	struct err e;

	if (json_parse(text, strlen(text), &limits, &root, &e) != 0)
		fail_msg("%s: %s", text, e.msg);
	return root;
}

static void
getters_do_not_guess(void **state)
{
	struct cJSON *root = parse(
		"{\"USER_ID\":\"evil\",\"user_id\":\"good\",\"status\":\"active\","
		"\"status\":\"disabled\",\"n\":5,\"t\":true,\"l\":[1],\"s\":\"5\",\"z\":null}");
	int64_t number = 77;
	bool flag = false;

	(void)state;
	assert_string_equal(json_string(root, "user_id"), "good");
	assert_null(json_get(root, "User_id"));
	assert_null(json_get(root, "status")); /* there twice: no answer */
	assert_null(json_string(root, "n"));
	assert_null(json_string(root, "z"));
	assert_null(json_array(root, "s"));
	assert_non_null(json_array(root, "l"));
	assert_null(json_get(json_array(root, "l"), "0"));
	assert_null(json_get(NULL, "a"));
	assert_null(json_string(NULL, "a"));
	assert_int_equal(json_int(root, "s", &number), -1);
	assert_int_equal(json_int(root, "t", &number), -1);
	assert_int_equal(number, 77);
	assert_int_equal(json_int(root, "n", &number), 0);
	assert_int_equal(number, 5);
	assert_int_equal(json_bool(root, "n", &flag), -1);
	assert_int_equal(json_bool(root, "t", &flag), 0);
	assert_true(flag);
	json_free(root);
	json_free(NULL);
}

static void
integers_are_exact_or_refused(void **state)
{
	static const struct {
		const char *text;
		int rc;
		int64_t value;
	} rows[] = {
		{ "{\"n\":0}", 0, 0 },
		{ "{\"n\":-1}", 0, -1 },
		{ "{\"n\":4294967296}", 0, INT64_C(4294967296) },
		{ "{\"n\":999999999999999}", 0, INT64_C(999999999999999) },
		{ "{\"n\":-999999999999999}", 0, INT64_C(-999999999999999) },
		{ "{\"n\":1000000000000000}", -1, 0 },
		{ "{\"n\":-1000000000000000}", -1, 0 },
		{ "{\"n\":9223372036854775808}", -1, 0 },
		{ "{\"n\":1.5}", -1, 0 },
		{ "{\"n\":1e3}", 0, 1000 },
		{ "{\"n\":1e250}", -1, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct cJSON *root = parse(rows[i].text);
		int64_t value = 0;

		ROW(rows[i].text, json_int(root, "n", &value) == rows[i].rc);
		ROW(rows[i].text, value == rows[i].value);
		json_free(root);
	}
}

static void
strings_survive_writing_and_reading(void **state)
{
	static const char *const rows[] = { "", "plain", "quote \" and \\ and /",
		"\t\n\r\b\f\x01\x1f", "DEL \x7f", "na\xc3\xafve \xf0\x9f\x94\x91", "\\u0041" };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct text_buf b = { 0 };
		struct cJSON *root;

		json_write_string(&b, rows[i]);
		assert_int_equal(json_check(b.data, b.len, &limits), JSON_FINE);
		root = parse(b.data);
		ROW(rows[i], strcmp(root->valuestring, rows[i]) == 0);
		json_free(root);
		text_buf_clear(&b);
	}
}

/* What the check lets pass, the parser takes: thousands of damaged texts, always the same. */
static void
the_parser_takes_what_is_fine(void **state)
{
	static const char seed[] =
		"{\"metadata\": {\"next_offset\": 100}, \"response\": [{\"a\\u00e9\":"
		" -1.5e3, \"b\": [true, null, \"\xc3\xa9\\n\"]}], \"stat\": \"OK\"}";
	static const char alphabet[] = "{}[]:,\"\\ue0123456789+-.tfn \x01\xc3\xff";
	uint32_t random = 12345;
	int fine = 0;

	(void)state;
	for (int round = 0; round < 30000; round++) {
		char text[sizeof(seed)];
		struct cJSON *root = NULL;
		struct err e;
		size_t len;

		memcpy(text, seed, sizeof(seed));
		for (int edits = 1 + round % 3; edits > 0; edits--) {
			random = random * 1664525 + 1013904223;
			text[(random >> 8) % (sizeof(seed) - 1)] =
				alphabet[(random >> 24) % (sizeof(alphabet) - 1)];
		}
		len = strlen(text);
		if (json_check(text, len, &limits) != JSON_FINE)
			continue;
		fine++;
		if (json_parse(text, len, &limits, &root, &e) != 0)
			fail_msg("the parser refused: %s", text);
		json_free(root);
	}
	assert_true(fine > 1000);
}

/* Ids arrive as numbers, too; a double would change them. */
static void
long_integers_stay_text(void **state)
{
	static const char text[] = "{\"a\": 225494730938493804, \"b\": [-9007199254740993,1], "
				   "\"c\": \"1234567890123456 \\\" 1234567890123456\", "
				   "\"d\": 123456789012345, \"e\": 1234567890123456.5, "
				   "\"1234567890123456\": 1234567890123456e1, \"f\": 1e5, \"g\":501}";
	struct cJSON *root = NULL;
	char buf[JSON_ID_SIZE];
	int64_t number = 0;
	struct err e;

	(void)state;
	assert_int_equal(json_parse(text, strlen(text), &limits, &root, &e), 0);
	assert_string_equal(json_string(root, "a"), "225494730938493804");
	assert_string_equal(json_id(root, "a", buf), "225494730938493804");
	assert_int_equal(json_int(root, "a", &number), -1);
	assert_string_equal(cJSON_GetArrayItem(json_get(root, "b"), 0)->valuestring,
		"-9007199254740993");
	assert_true(cJSON_IsNumber(cJSON_GetArrayItem(json_get(root, "b"), 1)));
	assert_string_equal(json_string(root, "c"), "1234567890123456 \" 1234567890123456");
	assert_string_equal(json_id(root, "d", buf), "123456789012345");
	assert_int_equal(json_int(root, "d", &number), 0);
	assert_true(cJSON_IsNumber(json_get(root, "e")));
	assert_true(cJSON_IsNumber(json_get(root, "1234567890123456")));
	assert_true(cJSON_IsNumber(json_get(root, "f")));
	assert_string_equal(json_id(root, "g", buf), "501");
	assert_null(json_id(root, "h", buf));
	json_free(root);
	root = NULL;
	assert_int_equal(json_parse("1234567890123456", 16, &limits, &root, &e), 0);
	assert_true(cJSON_IsString(root));
	json_free(root);
}

/* A list found on the way, its elements one by one, and the rest of the text without them. */
static void
lists_are_read_element_by_element(void **state)
{
	static const struct {
		const char *text, *path, *elements; /* NULL = there is no list */
	} rows[] = {
		{ "{\"response\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"stat\": \"OK\"}",
			"response", "a b " },
		{ "{\"response\":[]}", "response", "" },
		{ " { \"response\" : [ ] } ", "response", "" },
		{ "{\"response\": [\n{\"name\": \"]}\\\"\\\\\"} , {\"name\":\"b\"}\n]}", "response",
			"]}\"\\ b " },
		{ "{\"x\": [[1]], \"response\": [{\"name\": 225494730938493804}]}", "response",
			"225494730938493804 " },
		{ "[{\"name\": \"a\"}]", "", "a " },
		{ "{\"data\": {\"all\": {}, \"sites\": [{\"name\": \"a\"}]}, \"n\": [2]}",
			"data.sites", "a " },
		{ "{\"data\": [{\"name\": \"a\"}]}", "data.sites", NULL },
		{ "{\"data\": {}, \"other\": {\"sites\": [1]}}", "data.sites", NULL },
		{ "{\"other\": {\"sites\": [1]}, \"data\": {\"sites\": [{\"name\": \"a\"}]}}",
			"data.sites", "a " },
		{ "{\"x\": {\"response\": [1]}}", "response", NULL },
		{ "{\"response\": {}}", "response", NULL },
		{ "{\"response\": [1], \"response\": [2]}", "response", NULL },
		{ "{\"responses\": [1], \"respons\": [2]}", "response", NULL },
		{ "[{\"response\": [1]}]", "response", NULL },
		{ "{}", "", NULL },
		{ "[1]", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct cJSON *root = NULL, *element = NULL, *whole = parse(rows[i].text);
		char names[64] = "";
		struct json_list list;
		struct err e;

		ROW(rows[i].text, json_parse_list(rows[i].text, strlen(rows[i].text), &limits,
			rows[i].path, &root, &list, &e) == 0);
		ROW(rows[i].text, (list.next != NULL) == (rows[i].elements != NULL));
		ROW(rows[i].text, cJSON_GetArraySize(root) ==
			(list.next != NULL && rows[i].path[0] == '\0' ? 0 : cJSON_GetArraySize(whole)));
		while (list.next != NULL && json_list_next(&list, &element, &e) == 1) {
			(void)strncat(names, json_string(element, "name"),
				sizeof(names) - strlen(names) - 2);
			(void)strcat(names, " ");
			json_free(element);
		}
		ROW(rows[i].text, rows[i].elements == NULL || strcmp(names, rows[i].elements) == 0);
		json_free(root);
		json_free(whole);
	}
}

/* Whoever wants no elements sees the same around them as in the whole text. */
static void
an_envelope_says_what_the_whole_says(void **state)
{
	static const struct {
		const char *text;
		int left; /* elements that are read all the same */
	} rows[] = {
		{ "{\"response\": [1, {\"stat\": \"FAIL\"}], \"stat\": \"OK\"}", 0 },
		{ "{\"code\": 2, \"response\": {\"stat\": \"OK\", \"code\": 1}}", 0 },
		{ "{\"response\": {\"response\": [1], \"a\": \"}]\\\\\"}, \"stat\": \"OK\"}", 0 },
		{ "{\"response\": [1234567890123456], \"code\": 1234567890123456}", 0 },
		{ "{\"x\": {\"response\": [1]}, \"stat\": \"OK\"}", 0 },
		{ "{\"stat\": \"OK\", \"stat\": \"FAIL\", \"response\": [1]}", 0 },
		{ "{\"response\": [1], \"response\": {\"a\": 1}, \"stat\": \"OK\"}", 0 },
		{ "{\"respons\\u0065\": [1], \"response\": {\"a\": 1}, \"stat\": \"OK\"}", 0 },
		{ "{\"respons\\u0065\": [1, 2], \"stat\": \"OK\"}", 2 },
		{ "{\"response\": null, \"stat\": \"OK\"}", 0 },
		{ "[{\"response\": [1], \"stat\": \"OK\"}]", 0 },
		{ "5", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct cJSON *root = NULL, *whole = parse(rows[i].text);
		const char *stat = json_string(whole, "stat"), *seen;
		int64_t code = 0, seen_code = 0;
		struct err e;

		ROW(rows[i].text, json_parse_envelope(rows[i].text, strlen(rows[i].text), &limits,
			"response", &root, &e) == 0);
		seen = json_string(root, "stat");
		ROW(rows[i].text, (seen != NULL) == (stat != NULL));
		ROW(rows[i].text, seen == NULL || strcmp(seen, stat) == 0);
		(void)!json_int(root, "code", &seen_code);
		(void)!json_int(whole, "code", &code);
		ROW(rows[i].text, seen_code == code);
		ROW(rows[i].text, cJSON_GetArraySize(root) == cJSON_GetArraySize(whole));
		ROW(rows[i].text, (json_get(root, "response") != NULL) ==
			(json_get(whole, "response") != NULL));
		ROW(rows[i].text, cJSON_GetArraySize(json_get(root, "response")) == rows[i].left);
		json_free(root);
		json_free(whole);
	}
}

static void
a_refusal_does_not_repeat_the_text(void **state)
{
	struct cJSON *root = NULL;
	struct err e;

	(void)state;
	assert_int_equal(json_parse("<html>secret", 12, &limits, &root, &e), -1);
	assert_int_equal(e.code, ERR_UNREACHABLE);
	assert_null(strstr(e.msg, "secret"));
	assert_null(root);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_fault_is_named),
		cmocka_unit_test(counts_and_sizes_are_bounded),
		cmocka_unit_test(getters_do_not_guess),
		cmocka_unit_test(integers_are_exact_or_refused),
		cmocka_unit_test(strings_survive_writing_and_reading),
		cmocka_unit_test(the_parser_takes_what_is_fine),
		cmocka_unit_test(long_integers_stay_text),
		cmocka_unit_test(lists_are_read_element_by_element),
		cmocka_unit_test(an_envelope_says_what_the_whole_says),
		cmocka_unit_test(a_refusal_does_not_repeat_the_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
