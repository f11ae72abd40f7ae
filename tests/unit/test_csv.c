/* SPDX-License-Identifier: MIT */
/* Tables as spreadsheets write them, and what must be refused with its row. */
#include "tests/unit/unit.h"

#include "base/text.h"
#include "helper/cli/operation/csv.h"

static void
tables_are_read(void **state)
{
	static const struct {
		const char *name, *text;
		const char *all; /* cells in their order, each before a '|'; a '/' before each row */
		size_t last;	 /* number of the last row */
	} rows[] = {
		{ "plain", "a,b\n1,2\n", "/a|b|/1|2|", 2 },
		{ "no line end at the end", "a,b\n1,2", "/a|b|/1|2|", 2 },
		{ "CR LF", "a,b\r\n1,2\r\n", "/a|b|/1|2|", 2 },
		{ "CR alone", "a,b\r1,2\r", "/a|b|/1|2|", 2 },
		{ "empty cells", "a,b,c\n1,,\n,,3\n", "/a|b|c|/1|||/||3|", 3 },
		{ "rows of empty cells are none", "a,b,c\n,,\n1,,\n ,\t,\n", "/a|b|c|/1|||", 3 },
		{ "its comma is said", "sep=;\r\na,b;c\r\n1,2;3\r\n", "/a,b|c|/1,2|3|", 3 },
		{ "an empty last cell", "a,b\n1,", "/a|b|/1||", 2 },
		{ "quotes", "a,b\n\"1,\"\"x\"\"\",\"2\n3\"\n", "/a|b|/1,\"x\"|2\n3|", 2 },
		{ "quoted nothing", "a,b\n\"\",\"\"\"\"\n", "/a|b|/|\"|", 2 },
		{ "a quote at the end", "a\n\"1\"", "/a|/1|", 2 },
		{ "quotes inside", "a\n1\"2\n", "/a|/1\"2|", 2 },
		{ "byte order mark", "\xef\xbb\xbf" "a,b\n1,2\n", "/a|b|/1|2|", 2 },
		{ "semicolons", "a;b\n1,5;2\n", "/a|b|/1,5|2|", 2 },
		{ "tabs", "a\tb\n1,5\t2\n", "/a|b|/1,5|2|", 2 },
		{ "one column", "a\n1\n2\n", "/a|/1|/2|", 3 },
		{ "rows of nothing count, and are left out", "a\n\n1\n\n\n2\n\n", "/a|/1|/2|", 6 },
		{ "blanks stay", "a,b\n 1 , 2\n", "/a|b|/ 1 | 2|", 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_csv csv = { 0 };
		auto_text_buf all = { 0 };
		struct err e = { 0 };

		ROW(rows[i].name,
			csv_parse(strdup(rows[i].text), strlen(rows[i].text), &csv, &e) == 0);
		for (size_t k = 0; k < (csv.rows + 1) * csv.columns; k++)
			text_buf_printf(
				&all, "%s%s|", k % csv.columns == 0 ? "/" : "", csv.cell[k]);
		ROW(rows[i].name, strcmp(all.data, rows[i].all) == 0);
		ROW(rows[i].name, csv.number[csv.rows - 1] == rows[i].last);
	}
}

static void
others_are_refused(void **state)
{
	static const struct {
		const char *name, *text, *words;
	} rows[] = {
		{ "nothing", "", "is empty" },
		{ "blank lines", "\n\n", "is empty" },
		{ "an open quote", "a\n1\n\"2\n", "row 3: a quote is not closed" },
		{ "an open quote behind two", "\"a\"\"", "row 1: a quote is not closed" },
		{ "nothing but a quote", "\"", "row 1: a quote is not closed" },
		{ "a quote that goes on", "a\n\"1\"2\n", "row 2: a quoted cell goes on" },
		{ "a cell too few", "a,b\n1,2\n1\n", "row 3: has 1 cells, the heading has 2" },
		{ "a cell too many", "a,b\n1,2,3\n", "row 2: has 3 cells" },
		{ "JSON", "[{\"username\": \"a\"}]", "looks like JSON" },
		{ "no UTF-8", "a\n\xff\n", "no text in UTF-8" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_csv csv = { 0 };
		struct err e = { 0 };

		ROW(rows[i].name,
			csv_parse(strdup(rows[i].text), strlen(rows[i].text), &csv, &e) == -1);
		ROW(rows[i].name, e.code == ERR_USAGE && strstr(e.msg, rows[i].words) != NULL);
	}
}

static void
many_rows_are_read(void **state)
{
	auto_csv csv = { 0 };
	auto_text_buf text = { 0 };
	struct err e;

	(void)state;
	text_buf_puts(&text, "name,number\n");
	for (int i = 0; i < 5000; i++)
		text_buf_printf(&text, "user%d,%d\n", i, i);
	assert_int_equal(csv_parse(strdup(text.data), text.len, &csv, &e), 0);
	assert_int_equal(csv.rows, 5000);
	for (size_t i = 0; i < 5000; i++) {
		char number[16];

		(void)snprintf(number, sizeof(number), "%zu", i);
		assert_string_equal(csv_cell(&csv, i, 1), number);
		assert_int_equal(csv.number[i], i + 2);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_are_read),
		cmocka_unit_test(others_are_refused),
		cmocka_unit_test(many_rows_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
