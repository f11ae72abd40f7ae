/* SPDX-License-Identifier: MIT */
/* What is signed: encoding can be undone, order is kept, and nothing raw gets through. */
#include "tests/fuzz/fuzz.h"

#include <stdbool.h>
#include <string.h>

#include "api/api.h"
#include "api/sign.h"
#include "base/text.h"

#define PAIRS 16

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Undoes the encoding in place; false when it is not one of ours. */
static bool
decode(char *s)
{
	char *to = s;

	for (; *s != '\0'; s++) {
		if (*s == '%') {
			if (hex(s[1]) < 0 || hex(s[2]) < 0)
				return false;
			*to++ = (char)(hex(s[1]) * 16 + hex(s[2]));
			s += 2;
		} else if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				  "0123456789-._~", *s) != NULL) {
			*to++ = *s;
		} else {
			return false;
		}
	}
	*to = '\0';
	return true;
}

static void
encoding_can_be_undone(const char *text)
{
	auto_text_buf encoded = { 0 };

	api_percent_encode(&encoded, text);
	if (encoded.data == NULL) {
		EXPECT(text[0] == '\0');
		return;
	}
	EXPECT(!encoded.failed && decode(encoded.data) && strcmp(encoded.data, text) == 0);
}

static void
pairs_are_ordered(const struct sign_pair *pairs, size_t count)
{
	auto_text_buf line = { 0 };
	struct err e = { 0 };
	const char *before = "";
	size_t parts = 0;

	EXPECT(sign_params(pairs, count, true, &line, &e) == 0);
	for (char *rest = line.data, *part; rest != NULL && (part = strsep(&rest, "&")) != NULL;) {
		char *equals = strchr(part, '=');

		if (count == 0)
			break;
		EXPECT(equals != NULL && strchr(equals + 1, '=') == NULL);
		*equals = '\0'; /* keys alone are in order */
		EXPECT(strcmp(before, part) <= 0);
		before = part;
		parts++;
	}
	EXPECT(parts == count);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sign_pair pairs[PAIRS];
	char *text = malloc(size + 1), *rest = text, *key;
	char clean[200], quoted[200];
	size_t count = 0;

	EXPECT(text != NULL);
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	(void)text_clean(clean, sizeof(clean), text);
	EXPECT(text_is_utf8(clean, strlen(clean)));
	EXPECT(strpbrk(clean, "\n\r\t\033\177") == NULL);
	(void)text_quote(quoted, sizeof(quoted), text);
	EXPECT(quoted[0] != '\0' && text_is_utf8(quoted, strlen(quoted)));
	encoding_can_be_undone(text);
	while (count < PAIRS && (key = strsep(&rest, "\n")) != NULL) {
		char *value = strchr(key, '=');

		if (value != NULL)
			*value++ = '\0';
		pairs[count++] = (struct sign_pair){ key, value != NULL ? value : "" };
	}
	pairs_are_ordered(pairs, count);
	free(text);
	return 0;
}
