/* SPDX-License-Identifier: MIT */
/* An address has one spelling. */
#include "tests/unit/unit.h"

#include "base/address.h"
#include "base/text.h"

static const struct {
	const char *text, *plain;
} rows[] = {
	{ "::ffff:192.0.2.7", "192.0.2.7" },
	{ "::FFFF:192.0.2.7", "192.0.2.7" },
	{ "::ffff:c000:207", "192.0.2.7" },
	{ "0:0:0:0:0:ffff:192.0.2.7", "192.0.2.7" },
	{ "::ffff:f:f", "0.15.0.15" }, /* the least that is saved by it */
	{ "::ffff:6464:6464", "100.100.100.100" },
	{ "::ffff:255.255.255.255", "255.255.255.255" },
	{ "::ffff:0:0", "0.0.0.0" },
	{ "192.0.2.7", "192.0.2.7" },
	{ "2001:db8::ffff:c000:207", "2001:db8::ffff:c000:207" },
	{ "::192.0.2.7", "::192.0.2.7" },
	{ "::1", "::1" },
	{ "fe80::1%eth0", "fe80::1%eth0" },
	{ "::ffff:192.0.2.256", "::ffff:192.0.2.256" },
	{ "::ffff:host", "::ffff:host" },
	{ "::ffff:192.0.2.7 ", "::ffff:192.0.2.7 " },
	{ "host.example", "host.example" },
	{ "", "" },
};

static void
an_address_has_one_spelling(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char address[64];

		assert_int_equal(text_copy(address, sizeof(address), rows[i].text), 0);
		address_plain(address);
		assert_string_equal(address, rows[i].plain);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_has_one_spelling),
	};

	return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}
