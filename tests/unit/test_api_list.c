/* SPDX-License-Identifier: MIT */
/* Lists are walked to their end, and to nothing beyond, whatever the pages say. */
#include "tests/unit/api_stage.h"

#include <sched.h>

#include "api/json.h"

struct rows {
	char names[256];
	int stop_after, fail_after; /* 0 = never */
	int count;
};

static int
take_row(void *ctx, const struct cJSON *element, struct err *e)
{
	struct rows *r = ctx;
	const char *name = json_string(element, "username");
	size_t used = strlen(r->names);

	(void)snprintf(r->names + used, sizeof(r->names) - used, "%s ", name != NULL ? name : "?");
	r->count++;
	if (r->count == r->fail_after)
		return err_set(e, ERR_OTHER, "full");
	return r->count == r->stop_after ? 1 : 0;
}

#define PAGE(metadata, users)                                                                      \
	{                                                                                          \
		STEP_REPLY,                                                                        \
			HTTP("200 OK", "",                                                         \
				"{" metadata "\"response\": [" users "], \"stat\": \"OK\"}"),      \
			NULL                                                                       \
	}
#define NEXT(offset) "\"metadata\": {\"next_offset\": " offset ", \"total_objects\": 5}, "
#define USER(name)   "{\"username\": \"" name "\"}"

static void
lists_are_walked_page_by_page(void **state)
{
	static const struct api_arg args[] = { { "limit", "2" }, { "offset", "7" },
		{ NULL, NULL } };
	static const struct {
		const char *name;
		const struct api_arg *args;
		struct step steps[3];
		size_t step_count;
		int stop_after, fail_after, rc;
		int64_t rows;
		int requests;
		const char *names, *last; /* query of the last request */
	} rows[] = {
		{ "three pages", NULL,
			{ PAGE(NEXT("2"), USER("a") "," USER("b")),
				PAGE(NEXT("4"), USER("c") "," USER("d")), PAGE("", USER("e")) },
			3, 0, 0, 0, 5, 3, "a b c d e ", "?limit=300&offset=4 " },
		{ "offset as digits in a string", NULL,
			{ PAGE(NEXT("\"1\""), USER("a")), PAGE("", "") }, 2, 0, 0, 0, 1, 2, "a ",
			"offset=1 " },
		{ "the caller's window", args, { PAGE(NEXT("9"), USER("a")), PAGE("", USER("b")) },
			2, 0, 0, 0, 2, 2, "a b ", "?limit=2&offset=9 " },
		{ "stands still", NULL, { PAGE(NEXT("2"), USER("a")), PAGE(NEXT("2"), USER("b")) },
			2, 0, 0, -1, 2, 2, "a b ", "offset=2 " },
		{ "goes back", NULL, { PAGE(NEXT("2"), USER("a")), PAGE(NEXT("1"), USER("b")) }, 2,
			0, 0, -1, 2, 2, "a b ", "offset=2 " },
		{ "first page points at itself", NULL, { PAGE(NEXT("0"), USER("a")) }, 1, 0, 0, -1,
			1, 1, "a ", "offset=0 " },
		{ "enough", NULL, { PAGE(NEXT("2"), USER("a") "," USER("b")) }, 1, 1, 0, 0, 1, 1,
			"a ", "offset=0 " },
		{ "the caller fails", NULL, { PAGE(NEXT("2"), USER("a") "," USER("b")) }, 1, 0, 2,
			-1, 1, 1, "a b ", "offset=0 " },
		{ "a page fails", NULL,
			{ PAGE(NEXT("1"), USER("a")),
				{ STEP_REPLY, HTTP("500 No", "", "{}"), NULL } },
			2, 0, 0, -1, 1, 2, "a ", "offset=1 " },
		{ "not a list", NULL,
			{ { STEP_REPLY, HTTP("200 OK", "", "{\"response\": {}, \"stat\": \"OK\"}"),
				NULL } },
			1, 0, 0, -1, 0, 1, "", "offset=0 " },
		{ "strange elements", NULL, { PAGE("", "1, null, {}") }, 1, 0, 0, 0, 3, 1, "? ? ? ",
			"offset=0 " },
	};
	struct server *s = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct world w = { .now = NOW };
		struct rows seen = { .stop_after = rows[i].stop_after,
			.fail_after = rows[i].fail_after };
		struct api_client *c = world_client(s, &w, 5);
		const struct api_call call = { .op = api_op_find("listusers"),
			.args = rows[i].args,
			.arg_count = stage_count(rows[i].args),
			.deadline = deadline_in(LONG_MS) };
		int64_t count = -1;
		struct err e;

		server_script(s, rows[i].steps, rows[i].step_count);
		ROW(rows[i].name, api_list(c, &call, take_row, &seen, &count, &e) == rows[i].rc);
		ROW(rows[i].name, count == rows[i].rows);
		ROW(rows[i].name, strcmp(seen.names, rows[i].names) == 0);
		ROW(rows[i].name, server_requests(s) == rows[i].requests);
		ROW(rows[i].name,
			strstr(server_request(s, rows[i].requests - 1), rows[i].last) != NULL);
		api_client_free(c);
	}
}

static void
note_page(void *ctx, const struct api_answer *a, int64_t offset)
{
	struct rows *r = ctx;
	size_t used = strlen(r->names);

	(void)snprintf(r->names + used, sizeof(r->names) - used, "[%d: %ld, %d] ", (int)offset,
		a->status, a->response != NULL ? (int)a->total : -2);
}

/* Whoever counts the objects, or looks for the one that spoils its page, has to know of pages. */
static void
pages_are_told_before_their_rows(void **state)
{
	static const struct step steps[] = { PAGE(NEXT("2"), USER("a")),
		PAGE("\"metadata\": {\"next_offset\": 3, \"total_objects\": \"4\"}, ", USER("b")),
		PAGE(NEXT("4"), "{\"username\": \"\\u0000\"}") };
	struct world w = { .now = NOW };
	struct server *s = *state;
	struct api_client *c = world_client(s, &w, 5);
	struct rows seen = { 0 };
	const struct api_call call = { .op = api_op_find("listusers"), .page = note_page,
		.page_ctx = &seen, .deadline = deadline_in(LONG_MS) };
	struct err e;

	server_script(s, steps, COUNT(steps));
	assert_int_equal(api_list(c, &call, take_row, &seen, NULL, &e), -1);
	assert_int_equal(e.code, ERR_UNREACHABLE);
	assert_string_equal(seen.names, "[0: 200, 5] a [2: 200, 4] b [3: 200, -2] ");
	api_client_free(c);
}

static void
a_list_without_pages_is_one_call(void **state)
{
	static const struct step steps[] = { PAGE("", USER("a") "," USER("b")) };
	static const struct api_arg args[] = { { "user_id", "DU1" } };
	struct world w = { .now = NOW };
	struct server *s = *state;
	struct api_client *c = world_client(s, &w, 5);
	const struct api_call call = { .op = api_op_find("listuserwebauthncredentials"),
		.args = args,
		.arg_count = 1,
		.deadline = deadline_in(LONG_MS) };
	struct rows seen = { 0 };
	struct err e;

	server_script(s, steps, 1);
	assert_int_equal(api_list(c, &call, take_row, &seen, NULL, &e), 0);
	assert_int_equal(seen.count, 2);
	assert_int_equal(server_requests_with(s, "limit"), 0);
	api_client_free(c);
}

/* A list of three pages or more, and when each was asked for. */
struct pages_seen {
	struct server *server;
	struct rows rows;
	int requests[8]; /* when row n was handed out */
	int wait_for;	 /* requests to wait for at the second row; 0 = none */
};

static int
note_row(void *ctx, const struct cJSON *element, struct err *e)
{
	struct pages_seen *seen = ctx;
	struct deadline limit = deadline_in(LONG_MS);
	int n = seen->rows.count;

	while (n == 1 && server_requests(seen->server) < seen->wait_for && !deadline_passed(limit))
		(void)sched_yield();
	seen->requests[n] = server_requests(seen->server);
	return take_row(&seen->rows, element, e);
}

static const struct step four_pages[] = { PAGE(NEXT("1"), USER("a")), PAGE(NEXT("2"), USER("b")),
	PAGE(NEXT("3"), USER("c")), PAGE("", USER("d")) };

static int
list_pages(struct pages_seen *seen, const struct step *steps, size_t count, int64_t rows_max,
	int64_t *ret_rows, struct err *e)
{
	static const struct api_arg limit = { "limit", "1" };
	struct world w = { .now = NOW };
	struct api_client *c = world_client(seen->server, &w, 5);
	const struct api_call call = { .op = api_op_find("listusers"), .args = &limit,
		.arg_count = 1, .rows_max = rows_max, .deadline = deadline_in(LONG_MS) };
	int rc;

	server_script(seen->server, steps, count);
	rc = api_list(c, &call, note_row, seen, ret_rows, e);
	api_client_free(c);
	return rc;
}

static void
the_next_page_travels_while_one_is_walked(void **state)
{
	struct pages_seen seen = { .server = *state, .wait_for = 3 };
	int64_t rows = 0;
	struct err e;

	assert_int_equal(list_pages(&seen, four_pages, COUNT(four_pages), 0, &rows, &e), 0);
	assert_string_equal(seen.rows.names, "a b c d ");
	assert_int_equal(seen.requests[0], 1); /* the first rows come before anything else */
	assert_int_equal(seen.requests[1], 3);
	assert_int_equal(server_requests(*state), 4);
}

static void
no_page_is_asked_for_that_nobody_wants(void **state)
{
	struct pages_seen seen = { .server = *state };
	int64_t rows = 0;
	struct err e;

	assert_int_equal(list_pages(&seen, four_pages, COUNT(four_pages), 2, &rows, &e), 0);
	assert_string_equal(seen.rows.names, "a b ");
	assert_int_equal(rows, 2);
	assert_int_equal(server_requests(*state), 2);
}

static void
rows_of_a_page_come_before_the_fault_of_the_next(void **state)
{
	static const struct step steps[] = { PAGE(NEXT("1"), USER("a")),
		PAGE(NEXT("2"), USER("b")), { STEP_REPLY, HTTP("500 No", "", "{}"), NULL } };
	struct pages_seen seen = { .server = *state, .wait_for = 3 };
	int64_t rows = 0;
	struct err e;

	assert_int_equal(list_pages(&seen, steps, COUNT(steps), 0, &rows, &e), -1);
	assert_int_equal(e.code, ERR_UNREACHABLE);
	assert_string_equal(seen.rows.names, "a b ");
}

static void
who_has_enough_does_not_wait_for_the_next_page(void **state)
{
	static const struct step steps[] = { PAGE(NEXT("1"), USER("a")),
		PAGE(NEXT("2"), USER("b")), { STEP_SILENT, NULL, NULL } };
	struct pages_seen seen = { .server = *state, .wait_for = 3, .rows = { .stop_after = 2 } };
	struct deadline limit = deadline_in(LONG_MS);
	int64_t rows = 0;
	struct err e;

	assert_int_equal(list_pages(&seen, steps, COUNT(steps), 0, &rows, &e), 0);
	assert_int_equal(rows, 2);
	assert_false(deadline_passed(limit));
}

static int
start_server(void **state)
{
	*state = server_start(SERVER_TLS, false);
	return 0;
}

static int
stop_server(void **state)
{
	server_stop(*state);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_are_walked_page_by_page),
		cmocka_unit_test(pages_are_told_before_their_rows),
		cmocka_unit_test(a_list_without_pages_is_one_call),
		cmocka_unit_test(the_next_page_travels_while_one_is_walked),
		cmocka_unit_test(no_page_is_asked_for_that_nobody_wants),
		cmocka_unit_test(rows_of_a_page_come_before_the_fault_of_the_next),
		cmocka_unit_test(who_has_enough_does_not_wait_for_the_next_page),
	};

	return cmocka_run_group_tests(tests, start_server, stop_server);
}
