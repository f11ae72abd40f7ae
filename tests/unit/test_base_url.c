/* SPDX-License-Identifier: MIT */
/* Addresses of services are taken apart, or refused whole. */
#include "tests/unit/unit.h"

#include "base/base_url.h"

static void
addresses_are_taken_apart(void **state)
{
	static const struct {
		const char *text, *host;
		int port;
		const char *path;
	} rows[] = {
		{ "https://a", "a", 443, "" },
		{ "https://Tenant.SentinelOne.net", "tenant.sentinelone.net", 443, "" },
		{ "https://a.example:8443", "a.example", 8443, "" },
		{ "https://a/", "a", 443, "" },
		{ "https://a/api", "a", 443, "/api" },
		{ "https://a:1/api/v1/", "a", 1, "/api/v1" },
		{ "https://127.0.0.1:65535/~x_y.z-0", "127.0.0.1", 65535, "/~x_y.z-0" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct base_url u;
		struct err e;

		if (base_url_parse(rows[i].text, &u, &e) != 0)
			fail_msg("row \"%s\": %s", rows[i].text, e.msg);
		assert_string_equal(u.host, rows[i].host);
		assert_int_equal(u.port, rows[i].port);
		assert_string_equal(u.path, rows[i].path);
	}
}

static void
everything_else_is_refused(void **state)
{
	static const char *const rows[] = { "", "a", "http://a", "HTTPS://a", "https://",
		"https:///a", "https://-a", "https://.a", "https://a:", "https://a:0",
		"https://a:65536", "https://a:443x", "https://a:4430000", "https://u@a",
		"https://u:p@a", "https://a?b", "https://a/?b", "https://a#b", "https://a/b c",
		"https://a/%2e", "https://a//b", "https://a/../b", "https://a/.", "https://[::1]",
		"https://a b", "https://\xc3\xa4.example", "https://a\\b", "https://a/b\n" };
	char long_host[300] = "https://", long_path[300] = "https://a/";

	(void)state;
	memset(long_host + 8, 'a', 254);
	memset(long_path + 10, 'a', BASE_URL_PATH_MAX);
	for (size_t i = 0; i < COUNT(rows) + 2; i++) {
		const char *text = i < COUNT(rows)    ? rows[i]
				   : i == COUNT(rows) ? long_host
						      : long_path;
		struct base_url u = { .port = -1 };
		struct err e = { 0 };

		ROW(text, base_url_parse(text, &u, &e) == -1);
		ROW(text, e.code == ERR_CONFIG && strstr(e.msg, "https://HOST") != NULL);
		ROW(text, u.port == -1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_taken_apart),
		cmocka_unit_test(everything_else_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
