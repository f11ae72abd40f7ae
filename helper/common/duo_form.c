/* SPDX-License-Identifier: MIT */
/* The forms that Duo's own values have had so far. */
#include "helper/common/duo_form.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

#define UPPER_DIGITS "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
#define LETTERS	     UPPER_DIGITS "abcdefghijklmnopqrstuvwxyz"
#define IKEY_LEN     20
#define SKEY_LEN     40

/* Is all of it one letter that stands for others? */
static bool
is_placeholder(const char *s, size_t len)
{
	static const char letter[] = "XxYy";

	return len >= 8 && strchr(letter, s[0]) != NULL && strspn(s, (char[]){ s[0], '\0' }) >= len;
}

static const char *
odd_ikey(const char *ikey)
{
	if (strncmp(ikey, "DI", 2) != 0)
		return "does not begin with DI, as Duo's integration keys do";
	if (strlen(ikey) != IKEY_LEN || strspn(ikey, UPPER_DIGITS) != IKEY_LEN)
		return "is not DI and 18 capital letters or digits, as Duo's integration keys are";
	return NULL;
}

static const char *
odd_host(const char *host)
{
	static const char *const domains[] = { "duosecurity.com", "duofederal.com" };
	size_t len = strlen(host);

	for (size_t i = 0; i < sizeof(domains) / sizeof(domains[0]); i++) {
		size_t end = strlen(domains[i]);

		if (len >= end && strcasecmp(host + len - end, domains[i]) == 0 &&
			strncasecmp(host, "api-", 4) != 0)
			return "does not begin with api-: the API has a name of its own, beside that "
			       "of the administration page";
	}
	return NULL;
}

void
duo_judge_forms(const struct conf *c,
	void (*tell)(void *ctx, enum duo_form form, const char *option, const char *what), void *ctx)
{
	const struct {
		const char *option, *value;
		size_t fixed; /* bytes before what an example leaves to be filled in */
		const char *(*odd)(const char *value);
	} rows[] = {
		{ "duo.host", c->duo.host, 4, odd_host },
		{ "duo.admin.ikey", c->duo.admin.ikey, 2, odd_ikey },
		{ "duo.auth.ikey", c->duo.auth.ikey, 2, odd_ikey },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *value = rows[i].value, *what;

		if (value[0] == '\0')
			continue;
		if (strlen(value) > rows[i].fixed &&
			is_placeholder(value + rows[i].fixed, strcspn(value + rows[i].fixed, ".")))
			tell(ctx, DUO_FORM_EXAMPLE, rows[i].option, "is that of an example; the "
				"administration page of your tenant shows yours");
		else if ((what = rows[i].odd(value)) != NULL)
			tell(ctx, DUO_FORM_ODD, rows[i].option, what);
	}
	if (c->duo.admin.ikey[0] != '\0' && strcmp(c->duo.admin.ikey, c->duo.auth.ikey) == 0)
		tell(ctx, DUO_FORM_ODD, "duo.auth.ikey", "is that of duo.admin.ikey: Admin API and "
			"Auth API are two applications with keys of their own");
}

const char *
duo_judge_secret(const struct secret *skey)
{
	bool plain = skey->len == SKEY_LEN;

	for (size_t i = 0; i < skey->len; i++)
		plain = plain && skey->bytes[i] != '\0' && strchr(LETTERS, skey->bytes[i]) != NULL;
	return plain ? NULL : "does not hold 40 letters or digits, as Duo's secret keys are";
}
