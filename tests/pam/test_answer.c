/* SPDX-License-Identifier: MIT */
/* What people may type and what of it leaves the process, row by row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "pam/answer.h"

#define DIGITS_64 "1234567890123456789012345678901234567890123456789012345678901234"
#define KEY_44	  "cccccccbcjdifctrndncchkftchjlnbhvhtugdljibej"

static const struct row {
	const char *name, *typed, *password, *sent;
} rows[] = {
	{ "a passcode", "123456", NULL, "123456" },
	{ "a bypass code", "123456789", NULL, "123456789" },
	{ "a code in groups", "123 456 789", NULL, "123456789" },
	{ "a code with dashes", "123-456-789", NULL, "123456789" },
	{ "a code with blanks around it", "  123456 ", NULL, "123456" },
	{ "a menu's number", "1", NULL, "1" },
	{ "64 digits", DIGITS_64, NULL, DIGITS_64 },
	{ "65 digits", DIGITS_64 "5", NULL, "" },
	{ "the keyword", "push", NULL, "push" },
	{ "the keyword as a telephone writes it", "Push ", NULL, "push" },
	{ "more than the keyword", "pushy", NULL, "" },
	{ "less than the keyword", "pus", NULL, "" },
	{ "a security key", KEY_44, NULL, KEY_44 },
	{ "a security key under caps lock", "CCCCCCCBCJDIFCTRNDNCCHKFTCHJLNBHVHTUGDLJIBEJ", NULL,
		"" },
	{ "a word of a security key's letters", "beetle", NULL, "" },
	{ "31 modhex letters", "cccccccbcjdifctrndncchkftchjlnb", NULL, "" },
	{ "32 modhex letters", "cccccccbcjdifctrndncchkftchjlnbh", NULL,
		"cccccccbcjdifctrndncchkftchjlnbh" },
	{ "nothing", "", NULL, "" },
	{ "blanks", "   ", NULL, "" },
	{ "a dash", "-", NULL, "" },
	{ "a dash before", "-123456", NULL, "" },
	{ "a dash behind", "123456-", NULL, "" },
	{ "a password", "correct horse", NULL, "" },
	{ "a password that begins with a code", "123456sesame", NULL, "" },
	{ "a line end", "123456\n", NULL, "" },
	{ "a tabulator", "123\t456", NULL, "" },
	{ "an escape sequence", "\033[2J123456", NULL, "" },
	{ "the sentinel of sshd", "\b\n\r\177INCORRECT", NULL, "" },
	{ "digits of another script", "\xd9\xa1\xd9\xa2\xd9\xa3\xd9\xa4\xd9\xa5\xd9\xa6", NULL,
		"" },
	{ "no UTF-8",
		"\xff\xfe"
		"123456",
		NULL, "" },
	{ "the password in digits", "271828", "271828", "" },
	{ "the password in digits, and a blank", "271828 ", "271828", "" },
	{ "the password in groups of digits", "271 828", "271 828", "" },
	{ "a code beside a password", "123456", "271828", "123456" },
	{ "the password is the keyword", "push", "push", "" },
	{ "an empty password", "", "", "" },
};

static void
filter_every_row(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char sent[WIRE_ANSWER], *rest;

		memset(sent, 'x', sizeof(sent));
		(void)answer_filter(sent, rows[i].typed, rows[i].password);
		if (strcmp(sent, rows[i].sent) != 0)
			fail_msg("%s: \"%s\" became \"%s\"", rows[i].name, rows[i].typed, sent);
		/* nothing is left behind the end either */
		for (rest = sent + strlen(sent); rest < sent + sizeof(sent); rest++)
			if (*rest != '\0')
				fail_msg("%s: something is left in the buffer", rows[i].name);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(filter_every_row) };

	return cmocka_run_group_tests_name("pam: answers", tests, NULL, NULL);
}
