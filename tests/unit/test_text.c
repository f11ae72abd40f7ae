/* SPDX-License-Identifier: MIT */
/* Text from outside: what passes, what is replaced, and where it is cut. */
#include "tests/unit/unit.h"

#include <limits.h>

#include "base/text.h"

static void
utf8_follows_rfc_3629(void **state)
{
	static const struct {
		const char *name, *bytes;
		size_t len;
		bool good;
	} rows[] = {
		{ "empty", "", 0, true },
		{ "ascii", "abc", 3, true },
		{ "NUL is a character", "a\0b", 3, true },
		{ "two bytes", "\xc3\xa9", 2, true },
		{ "three bytes", "\xe2\x82\xac", 3, true },
		{ "four bytes", "\xf0\x9f\x98\x80", 4, true },
		{ "last code point", "\xf4\x8f\xbf\xbf", 4, true },
		{ "beyond the last", "\xf4\x90\x80\x80", 4, false },
		{ "overlong slash, two bytes", "\xc0\xaf", 2, false },
		{ "overlong slash, three bytes", "\xe0\x80\xaf", 3, false },
		{ "overlong slash, four bytes", "\xf0\x80\x80\xaf", 4, false },
		{ "overlong NUL", "\xc0\x80", 2, false },
		{ "first surrogate", "\xed\xa0\x80", 3, false },
		{ "last surrogate", "\xed\xbf\xbf", 3, false },
		{ "before the surrogates", "\xed\x9f\xbf", 3, true },
		{ "after the surrogates", "\xee\x80\x80", 3, true },
		{ "lone continuation", "\x80", 1, false },
		{ "lead without continuation", "\xc3", 1, false },
		{ "lead before ascii", "\xc3(", 2, false },
		{ "three bytes cut", "\xe2\x82", 2, false },
		{ "five byte form", "\xf8\x88\x80\x80\x80", 5, false },
		{ "0xff", "\xff", 1, false },
		{ "good, then bad", "abc\xff", 4, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		ROW(rows[i].name, text_is_utf8(rows[i].bytes, rows[i].len) == rows[i].good);
}

static void
clean_replaces_what_moves_or_hides(void **state)
{
	static const struct {
		const char *name, *src, *dst;
		size_t size;
	} rows[] = {
		{ "plain", "Duo Push", "Duo Push", 64 },
		{ "escape sequence", "a\033[31mb", "a?[31mb", 64 },
		{ "line breaks", "a\r\nb\tc", "a??b?c", 64 },
		{ "DEL", "a\177b", "a?b", 64 },
		{ "C1", "a\xc2\x9b" "31m", "a?31m", 64 },
		{ "right-to-left override", "a\xe2\x80\xae" "b", "a?b", 64 },
		{ "isolate", "a\xe2\x81\xa6" "b", "a?b", 64 },
		{ "arabic letter mark", "a\xd8\x9c" "b", "a?b", 64 },
		{ "line separator", "a\xe2\x80\xa8" "b", "a?b", 64 },
		{ "byte order mark", "\xef\xbb\xbf" "b", "?b", 64 },
		{ "accents stay", "\xc3\xa9t\xc3\xa9", "\xc3\xa9t\xc3\xa9", 64 },
		{ "each bad byte", "\xff\xfe", "??", 64 },
		{ "bad lead keeps what follows", "\xc3(", "?(", 64 },
		{ "exact fit", "abc", "abc", 4 },
		{ "cut", "abcd", "abc", 4 },
		{ "cut before a character that does not fit", "ab\xe2\x82\xac", "ab", 5 },
		{ "character that just fits", "ab\xe2\x82\xac", "ab\xe2\x82\xac", 6 },
		{ "size one", "abc", "", 1 },
		{ "empty", "", "", 8 },
	};
	char buf[64];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		memset(buf, 'X', sizeof(buf));
		ROW(rows[i].name, text_clean(buf, rows[i].size, rows[i].src) == buf);
		ROW(rows[i].name, strcmp(buf, rows[i].dst) == 0);
	}
}

static void
quote_makes_one_value(void **state)
{
	static const struct {
		const char *name, *src, *dst;
		size_t size;
	} rows[] = {
		{ "plain", "alice", "alice", 64 },
		{ "empty", "", "\"\"", 64 },
		{ "blank", "a b", "\"a b\"", 64 },
		{ "equals", "a=b", "\"a=b\"", 64 },
		{ "quote", "a\"b", "\"a\\\"b\"", 64 },
		{ "quote and backslash", "a\"\\b", "\"a\\\"\\\\b\"", 64 },
		{ "backslash alone needs nothing", "a\\b", "a\\b", 64 },
		{ "line break", "a\nreason=x", "\"a?reason=x\"", 64 },
		{ "cut", "a bcdef", "\"a b\"", 6 },
		{ "cut, unquoted", "abcdef", "abc", 4 },
		{ "no half escape", "a \"b", "\"a \"", 6 },
		{ "no half character", "a b\xe2\x82\xac", "\"a b\"", 8 },
		{ "character that just fits", "a b\xe2\x82\xac", "\"a b\xe2\x82\xac\"", 9 },
		{ "no room for quotes", "", "", 2 },
		{ "size one", "a b", "a", 2 },
	};
	char buf[64];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		memset(buf, 'X', sizeof(buf));
		ROW(rows[i].name, text_quote(buf, rows[i].size, rows[i].src) == buf);
		ROW(rows[i].name, strcmp(buf, rows[i].dst) == 0);
	}
}

/* Whatever bytes come in, at whatever size: terminated within it, UTF-8, no control characters. */
static void
random_bytes_come_out_clean(void **state)
{
	unsigned seed = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char src[40], dst[48];
		size_t len = (size_t)rand_r(&seed) % sizeof(src);
		size_t size = 1 + (size_t)rand_r(&seed) % 44;

		for (size_t i = 0; i < len; i++)
			src[i] = (char)(1 + rand_r(&seed) % 255);
		src[len] = '\0';
		memset(dst, 'X', sizeof(dst));
		if (round % 2 == 0)
			(void)text_clean(dst, size, src);
		else
			(void)text_quote(dst, size, src);
		assert_true(strlen(dst) < size);
		assert_true(text_is_utf8(dst, strlen(dst)));
		for (size_t i = 0; dst[i] != '\0'; i++)
			assert_true((unsigned char)dst[i] >= 0x20 && dst[i] != 0x7f);
		for (size_t i = size; i < sizeof(dst); i++)
			assert_int_equal(dst[i], 'X');
	}
}

static void
copy_fits_or_fails(void **state)
{
	char buf[4] = "zzz";

	(void)state;
	assert_int_equal(text_copy(buf, sizeof(buf), "abc"), 0);
	assert_string_equal(buf, "abc");
	assert_int_equal(text_copy(buf, sizeof(buf), "abcd"), -1);
	assert_string_equal(buf, "");
	assert_int_equal(text_copy(buf, 0, ""), -1);
}

static void
integers_are_whole_and_in_range(void **state)
{
	static const struct {
		const char *text;
		int64_t min, max, value;
		bool good;
	} rows[] = {
		{ "0", 0, 10, 0, true },
		{ "10", 0, 10, 10, true },
		{ "11", 0, 10, 0, false },
		{ "-1", 0, 10, 0, false },
		{ "-1", -1, 10, -1, true },
		{ "007", 0, 10, 7, true },
		{ "", 0, 10, 0, false },
		{ "-", -5, 10, 0, false },
		{ "+1", 0, 10, 0, false },
		{ " 1", 0, 10, 0, false },
		{ "1 ", 0, 10, 0, false },
		{ "0x1", 0, 10, 0, false },
		{ "1e3", 0, 10000, 0, false },
		{ "9223372036854775807", 0, INT64_MAX, INT64_MAX, true },
		{ "9223372036854775808", INT64_MIN, INT64_MAX, 0, false },
		{ "-9223372036854775808", INT64_MIN, INT64_MAX, INT64_MIN, true },
		{ "99999999999999999999999999", INT64_MIN, INT64_MAX, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t value = -77;
		int rc = text_to_int(rows[i].text, rows[i].min, rows[i].max, &value);

		ROW(rows[i].text, (rc == 0) == rows[i].good);
		ROW(rows[i].text, value == (rows[i].good ? rows[i].value : -77));
	}
}

static void
percent_signs_are_decoded(void **state)
{
	static const struct {
		const char *text;
		int byte;
		size_t len;
	} rows[] = { { "a", 'a', 1 }, { "%41", 'A', 3 }, { "%4a%", 'J', 3 }, { "%4Ab", 'J', 3 },
		{ "%00", 0, 3 }, { "%ff", 0xff, 3 }, { "\xff", 0xff, 1 }, { "%", -1, 1 },
		{ "%4", -1, 1 }, { "%4g", -1, 1 }, { "%g4", -1, 1 }, { "%%41", -1, 1 },
		{ "%-1", -1, 1 }, { "% 1", -1, 1 }, { "", 0, 1 } };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t len = 0;

		ROW(rows[i].text, text_percent_decode(rows[i].text, &len) == rows[i].byte);
		ROW(rows[i].text, len == rows[i].len);
	}
	for (int c = CHAR_MIN; c <= CHAR_MAX; c++) {
		const char digits[] = "0123456789abcdefABCDEF";
		const char *found = c != 0 ? strchr(digits, c) : NULL;
		int value = found == NULL ? -1 : (int)(found - digits);

		assert_int_equal(text_hex_digit((char)c), value > 15 ? value - 6 : value);
	}
}

static void
only_letters_become_small(void **state)
{
	char text[] = "AZ az @[`{ \xc3\x84 09";

	(void)state;
	text_lower(text);
	assert_string_equal(text, "az az @[`{ \xc3\x84 09");
}

static void
distance_counts_edits(void **state)
{
	char longer[200];

	(void)state;
	assert_int_equal(text_distance("", ""), 0);
	assert_int_equal(text_distance("abc", ""), 3);
	assert_int_equal(text_distance("", "abc"), 3);
	assert_int_equal(text_distance("min_uid", "min_uid"), 0);
	assert_int_equal(text_distance("min_uuid", "min_uid"), 1);
	assert_int_equal(text_distance("prot", "port"), 2);
	assert_int_equal(text_distance("kitten", "sitting"), 3);
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	assert_int_equal(text_distance(longer, longer), 0);
	assert_int_equal(text_distance(longer, ""), 64);
}

static void
buffer_grows_to_its_limit(void **state)
{
	struct text_buf b = { .limit = 1000 };

	(void)state;
	for (int i = 0; i < 100; i++)
		text_buf_add(&b, "0123456789", 10);
	assert_false(b.failed);
	assert_int_equal(b.len, 1000);
	assert_int_equal(strlen(b.data), 1000);
	text_buf_puts(&b, "");
	assert_false(b.failed);
	text_buf_puts(&b, "x");
	assert_true(b.failed);
	assert_int_equal(b.len, 1000);
	text_buf_clear(&b);
	assert_null(b.data);
	assert_false(b.failed);
	assert_int_equal(b.limit, 1000);
	text_buf_clear(&b);
}

static void
buffer_stays_failed(void **state)
{
	struct text_buf b = { .limit = 4 };

	(void)state;
	text_buf_printf(&b, "%s", "12345");
	assert_true(b.failed);
	text_buf_puts(&b, "1");
	text_buf_printf(&b, "%d", 1);
	assert_true(b.failed);
	assert_int_equal(b.len, 0);
	text_buf_clear(&b);
}

static void
buffer_prints(void **state)
{
	struct text_buf b = { 0 };
	char longer[3000];

	(void)state;
	memset(longer, 'y', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	text_buf_printf(&b, "%d-%s", 5, "x");
	assert_string_equal(b.data, "5-x");
	text_buf_printf(&b, "%s", longer);
	assert_int_equal(b.len, 3 + sizeof(longer) - 1);
	assert_int_equal(strlen(b.data), b.len);
	assert_int_equal(b.data[b.len - 1], 'y');
	text_buf_add(&b, "\0z", 2);
	assert_int_equal(b.len, 3 + sizeof(longer) + 1);
	text_buf_clear(&b);
}

static void
buffer_has_a_limit_of_its_own(void **state)
{
	static char block[1 << 20];
	struct text_buf b = { 0 };

	(void)state;
	memset(block, 'b', sizeof(block));
	for (int i = 0; i < 16; i++)
		text_buf_add(&b, block, sizeof(block));
	assert_false(b.failed);
	text_buf_add(&b, block, 1);
	assert_true(b.failed);
	text_buf_clear(&b);
}

static void
a_line_loses_its_end(void **state)
{
	static const char *const rows[][2] = {
		{ "", "" }, { "a", "a" }, { "a\n", "a" }, { "a\r\n", "a" }, { "a\r", "a" },
		{ "\n", "" }, { "\r\n", "" }, { "a\rb\n", "a\rb" }, { "a\n\n", "a\n" },
		{ "a\r\r\n", "a\r" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char line[8];

		assert_int_equal(text_copy(line, sizeof(line), rows[i][0]), 0);
		text_end_line(line);
		assert_string_equal(line, rows[i][1]);
	}
}

static void
names_hide_nothing(void **state)
{
	static const struct {
		const char *name, *what; /* NULL = nothing */
	} rows[] = {
		{ "", NULL },
		{ "alice", NULL },
		{ "Alice Liddell", NULL },
		{ "J\xc3\xbcrgen \xe5\xb1\xb1\xe7\x94\xb0", NULL },
		{ " alice", "a blank at its begin" },
		{ "alice ", "a blank at its end" },
		{ "alice\t", "a blank at its end" },
		{ "alice\xc2\xa0", "U+00A0, which nobody sees" },
		{ "al\xc2\xadice", "U+00AD, which nobody sees" },
		{ "\xe2\x80\x8b" "alice", "U+200B, which nobody sees" },
		{ "a\xe2\x80\xaf" "b", "U+202F, which nobody sees" },
		{ "\xe3\x80\x80", "U+3000, which nobody sees" },
		{ "\xef\xbb\xbf" "alice", "U+FEFF, which nobody sees" },
		{ "alice\xf3\xa0\x80\xa0", "U+E0020, which nobody sees" },
		{ "not \xff UTF-8", NULL }, /* which others refuse */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char what[TEXT_HIDES_SIZE] = "";

		ROW(rows[i].name, text_hides(rows[i].name, what) == (rows[i].what != NULL));
		ROW(rows[i].name, text_hides(rows[i].name, NULL) == (rows[i].what != NULL));
		ROW(rows[i].name, rows[i].what == NULL || strcmp(what, rows[i].what) == 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_loses_its_end),
		cmocka_unit_test(utf8_follows_rfc_3629),
		cmocka_unit_test(clean_replaces_what_moves_or_hides),
		cmocka_unit_test(quote_makes_one_value),
		cmocka_unit_test(random_bytes_come_out_clean),
		cmocka_unit_test(copy_fits_or_fails),
		cmocka_unit_test(integers_are_whole_and_in_range),
		cmocka_unit_test(percent_signs_are_decoded),
		cmocka_unit_test(only_letters_become_small),
		cmocka_unit_test(distance_counts_edits),
		cmocka_unit_test(names_hide_nothing),
		cmocka_unit_test(buffer_grows_to_its_limit),
		cmocka_unit_test(buffer_stays_failed),
		cmocka_unit_test(buffer_prints),
		cmocka_unit_test(buffer_has_a_limit_of_its_own),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
