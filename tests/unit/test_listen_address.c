/* SPDX-License-Identifier: MIT */
/* Addresses of listeners: what they may look like, and which of them stay on this host. */
#include "tests/unit/unit.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "base/listen_address.h"

static const struct {
	const char *text;
	bool valid, loopback;
} rows[] = {
	{ "127.0.0.1:8080", true, true },
	{ "127.255.0.9:1", true, true },
	{ "[::1]:8080", true, true },
	{ "0.0.0.0:8080", true, false },
	{ "192.0.2.1:65535", true, false },
	{ "126.255.255.255:80", true, false },
	{ "128.0.0.1:80", true, false },
	{ "[::]:8080", true, false },
	{ "[2001:db8::1]:443", true, false },
	{ "[::ffff:127.0.0.1]:80", true, false }, /* rather once too often than not */
	{ "", false, false },
	{ "8080", false, false },
	{ ":8080", false, false },
	{ "localhost:8080", false, false },
	{ "127.0.0.1", false, false },
	{ "127.0.0.1:", false, false },
	{ "127.0.0.1:0", true, true }, /* any port that is free */
	{ "127.0.0.1:65536", false, false },
	{ "127.0.0.1:80x", false, false },
	{ "127.0.0.1 :80", false, false },
	{ "127.1:80", false, false },
	{ "::1:8080", false, false },
	{ "[::1]", false, false },
	{ "[::1:8080", false, false },
	{ "[]:8080", false, false },
	{ "[:8080", false, false },
	{ "[127.0.0.1]:80", false, false },
	{ "[fe80::1%lo]:80", false, false },
	{ "1111:1111:1111:1111:1111:1111:1111:1111:1111:1111:80", false, false },
};

static void
addresses(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct listen_address a = { .len = 0 };

		ROW(rows[i].text, (listen_address_parse(rows[i].text, &a) == 0) == rows[i].valid);
		ROW(rows[i].text, (a.len > 0) == rows[i].valid);
		if (rows[i].valid)
			ROW(rows[i].text,
				listen_address_is_loopback(&a.address) == rows[i].loopback);
	}
}

static void
the_port_arrives(void **state)
{
	struct listen_address a;
	struct sockaddr_in four;

	(void)state;
	assert_int_equal(listen_address_parse("127.0.0.2:4660", &a), 0);
	assert_int_equal(a.len, sizeof(four));
	memcpy(&four, &a.address, sizeof(four));
	assert_int_equal(four.sin_port, htons(0x1234));
	assert_int_equal(four.sin_addr.s_addr, htonl(0x7f000002));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses),
		cmocka_unit_test(the_port_arrives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
