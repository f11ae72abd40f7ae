/* SPDX-License-Identifier: MIT */
/* Request signatures against the vectors of the service's own client libraries. */
#include "tests/unit/unit.h"

#include <locale.h>

#include "api/api.h"
#include "api/sign.h"

struct vector {
	const char *name;
	enum { PARAMS_LINE, REQUEST, BODY_HASH, HEADERS_HASH } kind;
	bool keep_order; /* pairs of one key stay as they are */
	int version;
	enum sign_digest digest;
	const char *method, *host, *path, *date, *body, *ikey, *skey;
	struct sign_pair pairs[8];
	size_t pair_count;
	struct sign_pair headers[4];
	size_t header_count;
	const char *line, *canonical, *signature, *authorization, *hash; /* NULL = not stated */
};

#include "tests/unit/sign_vectors.h"

static const char *
text_of(const struct text_buf *b)
{
	return b->data != NULL ? b->data : "";
}

static void
check_request(const struct vector *v, const char *line)
{
	struct sign_input in = {
		.version = v->version,
		.method = v->method,
		.host = v->host,
		.path = v->path,
		.date = v->date,
		.params = line,
		.body = v->body,
		.body_len = v->body != NULL ? strlen(v->body) : 0,
		.headers = v->headers,
		.header_count = v->header_count,
	};
	struct text_buf canonical = { 0 }, authorization = { 0 };
	char hex[SIGN_HEX_SIZE];
	struct secret key;
	struct err e;

	ROW(v->name, sign_canonical(&in, &canonical, &e) == 0);
	ROW(v->name, v->canonical == NULL || strcmp(canonical.data, v->canonical) == 0);
	if (v->skey != NULL && v->signature != NULL) {
		ROW(v->name, secret_set(&key, v->skey, strlen(v->skey), &e) == 0);
		ROW(v->name,
			sign_hmac(v->digest, &key, canonical.data, canonical.len, hex, &e) == 0);
		ROW(v->name, strcmp(hex, v->signature) == 0);
		ROW(v->name, sign_authorization(v->ikey, hex, &authorization, &e) == 0);
		ROW(v->name, v->authorization == NULL ||
				     strcmp(authorization.data, v->authorization) == 0);
	}
	text_buf_clear(&canonical);
	text_buf_clear(&authorization);
}

static void
every_vector_comes_out(void **state)
{
	int requests = 0, signatures = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++) {
		const struct vector *v = &vectors[i];
		struct text_buf line = { 0 };
		char hex[SIGN_HEX_SIZE];
		struct err e;

		ROW(v->name, sign_params(v->pairs, v->pair_count, !v->keep_order, &line, &e) == 0);
		ROW(v->name, v->line == NULL || strcmp(text_of(&line), v->line) == 0);
		if (v->kind == REQUEST)
			check_request(v, text_of(&line));
		if (v->kind == BODY_HASH)
			ROW(v->name, sign_hash(v->body, strlen(v->body), hex, &e) == 0);
		if (v->kind == HEADERS_HASH)
			ROW(v->name, sign_hash_headers(v->headers, v->header_count, hex, &e) == 0);
		ROW(v->name, v->hash == NULL || strcmp(hex, v->hash) == 0);
		requests += v->kind == REQUEST ? 1 : 0;
		signatures += v->signature != NULL ? 1 : 0;
		text_buf_clear(&line);
	}
	/* nobody thinned the list out */
	assert_int_equal(COUNT(vectors), 69);
	assert_int_equal(requests, 46);
	assert_true(signatures >= 30);
}

static void
what_cannot_be_signed_is_refused(void **state)
{
	struct sign_pair many[SIGN_PAIRS_MAX + 1];
	const struct sign_pair twice[] = { { "X-Duo-A", "1" }, { "x-duo-a", "2" } };
	const struct sign_pair stranger[] = { { "X-Other", "1" } };
	struct sign_input in = {
		.version = 3, .method = "GET", .host = "h", .path = "/", .date = "", .params = ""
	};
	struct text_buf b = { 0 };
	char hex[SIGN_HEX_SIZE];
	struct err e;

	(void)state;
	for (size_t i = 0; i < COUNT(many); i++)
		many[i] = (struct sign_pair){ "k", "v" };
	assert_int_equal(sign_params(many, COUNT(many), true, &b, &e), -1);
	assert_int_equal(sign_hash_headers(twice, 2, hex, &e), -1);
	assert_non_null(strstr(e.msg, "twice"));
	assert_int_equal(sign_hash_headers(stranger, 1, hex, &e), -1);
	assert_int_equal(sign_canonical(&in, &b, &e), -1);
	text_buf_clear(&b);
}

static void
dates_are_english_and_utc(void **state)
{
	static const struct {
		const char *name;
		int64_t seconds;
		const char *date;
	} rows[] = {
		{ "epoch", 0, "Thu, 01 Jan 1970 00:00:00 -0000" },
		{ "the documentation's example", 1345570158, "Tue, 21 Aug 2012 17:29:18 -0000" },
		{ "leap day", 1709164800, "Thu, 29 Feb 2024 00:00:00 -0000" },
		{ "last second of a year", 1798761599, "Thu, 31 Dec 2026 23:59:59 -0000" },
		{ "after 2038", 2147483648, "Tue, 19 Jan 2038 03:14:08 -0000" },
	};
	char date[SIGN_DATE_SIZE];

	(void)state;
	/* whether or not this machine has them: neither may count */
	(void)setlocale(LC_ALL, "de_DE.UTF-8");
	(void)setenv("TZ", "Asia/Kolkata", 1);
	for (size_t i = 0; i < COUNT(rows); i++) {
		sign_date(rows[i].seconds, date);
		ROW(rows[i].name, strcmp(date, rows[i].date) == 0);
	}
	(void)setlocale(LC_ALL, "C");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_vector_comes_out),
		cmocka_unit_test(what_cannot_be_signed_is_refused),
		cmocka_unit_test(dates_are_english_and_utc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
