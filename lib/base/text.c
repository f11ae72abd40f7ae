/* SPDX-License-Identifier: MIT */
/* Checks and cleans text that came from a network, a file or a keyboard. */
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Length of the well-formed UTF-8 sequence at s (at most len bytes), 0 if malformed. */
static size_t
utf8_length(const unsigned char *s, size_t len, uint32_t *ret_point)
{
	static const struct {
		unsigned char mask, lead;
		uint32_t least;
	} forms[] = { { 0x80, 0x00, 0 }, { 0xe0, 0xc0, 0x80 }, { 0xf0, 0xe0, 0x800 },
		{ 0xf8, 0xf0, 0x10000 } };

	for (size_t form = 0; form < sizeof(forms) / sizeof(forms[0]); form++) {
		uint32_t point;

		if ((s[0] & forms[form].mask) != forms[form].lead)
			continue;
		if (len < form + 1)
			return 0;
		point = (uint32_t)(s[0] & (unsigned char)~forms[form].mask);
		for (size_t i = 1; i <= form; i++) {
			if ((s[i] & 0xc0) != 0x80)
				return 0;
			point = point << 6 | (s[i] & 0x3f);
		}
		if (point < forms[form].least || point > 0x10ffff ||
			(point >= 0xd800 && point <= 0xdfff))
			return 0;
		*ret_point = point;
		return form + 1;
	}
	return 0;
}

/* Eight bytes at once, because most text is nothing else. */
static bool
is_ascii(const char s[sizeof(uint64_t)])
{
	uint64_t bytes;

	memcpy(&bytes, s, sizeof(bytes));
	return (bytes & UINT64_C(0x8080808080808080)) == 0;
}

bool
text_is_utf8(const char *s, size_t len)
{
	for (size_t i = 0; i < len;) {
		uint32_t point;
		size_t n;

		if (len - i >= sizeof(uint64_t) && is_ascii(s + i)) {
			i += sizeof(uint64_t);
			continue;
		}
		n = utf8_length((const unsigned char *)s + i, len - i, &point);
		if (n == 0)
			return false;
		i += n;
	}
	return true;
}

/* Characters that move the cursor, ring, colour, or reorder what a reader sees. */
static bool
is_control(uint32_t point)
{
	return point < 0x20 || (point >= 0x7f && point <= 0x9f) || point == 0x061c ||
		(point >= 0x200e && point <= 0x200f) || (point >= 0x2028 && point <= 0x202e) ||
		(point >= 0x2066 && point <= 0x2069) || point == 0xfeff;
}

char *
text_clean(char *dst, size_t size, const char *src)
{
	size_t len = strlen(src), used = 0;

	for (size_t i = 0; i < len;) {
		uint32_t point = 0;
		size_t n = utf8_length((const unsigned char *)src + i, len - i, &point);
		bool bad = n == 0 || is_control(point);
		size_t width = bad ? 1 : n;

		if (used + width >= size)
			break;
		if (bad)
			dst[used] = '?';
		else
			memcpy(dst + used, src + i, n);
		used += width;
		i += n == 0 ? 1 : n;
	}
	dst[used] = '\0';
	return dst;
}

/* Spaces that are none of the keyboard's, and what has no width at all. */
static bool
is_unseen(uint32_t point)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = { { 0x00a0, 0x00a0 }, { 0x00ad, 0x00ad }, { 0x034f, 0x034f }, { 0x115f, 0x1160 },
		{ 0x1680, 0x1680 }, { 0x17b4, 0x17b5 }, { 0x180b, 0x180f }, { 0x2000, 0x200f },
		{ 0x2028, 0x202f }, { 0x205f, 0x206f }, { 0x2800, 0x2800 }, { 0x3000, 0x3000 },
		{ 0x3164, 0x3164 }, { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 },
		{ 0xe0000, 0xe0fff } };

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (point >= ranges[i].first && point <= ranges[i].last)
			return true;
	return false;
}

bool
text_hides(const char *s, char ret_what[TEXT_HIDES_SIZE])
{
	static const char ends[] = " \t\r\n\v\f";
	size_t len = strlen(s), n;
	const char *end = NULL;

	if (len > 0 && (strchr(ends, s[0]) != NULL || strchr(ends, s[len - 1]) != NULL))
		end = strchr(ends, s[0]) != NULL ? "a blank at its begin" : "a blank at its end";
	if (end != NULL && ret_what != NULL)
		(void)snprintf(ret_what, TEXT_HIDES_SIZE, "%s", end);
	for (size_t i = 0; i < len && end == NULL; i += n > 0 ? n : 1) {
		uint32_t point = 0;

		n = utf8_length((const unsigned char *)s + i, len - i, &point);
		if (n == 0 || !is_unseen(point))
			continue;
		if (ret_what != NULL)
			(void)snprintf(ret_what, TEXT_HIDES_SIZE, "U+%04X, which nobody sees", point);
		return true;
	}
	return end != NULL;
}

char *
text_quote(char *dst, size_t size, const char *src)
{
	size_t used = 0;

	(void)text_clean(dst, size, src);
	if (dst[0] != '\0' && strpbrk(dst, " =\"") == NULL)
		return dst;
	{
		char copy[1024];
		size_t len = strlen(text_clean(copy, sizeof(copy), src));

		if (size < 3) {
			dst[0] = '\0';
			return dst;
		}
		dst[used++] = '"';
		for (size_t i = 0; i < len;) {
			bool escape = copy[i] == '"' || copy[i] == '\\';
			uint32_t point;
			size_t n = utf8_length((const unsigned char *)copy + i, len - i, &point);

			if (n == 0 || used + n + escape + 2 > size)
				break;
			if (escape)
				dst[used++] = '\\';
			memcpy(dst + used, copy + i, n);
			used += n;
			i += n;
		}
		dst[used++] = '"';
		dst[used] = '\0';
	}
	return dst;
}

int
text_copy(char *dst, size_t size, const char *src)
{
	size_t len = strlen(src);

	if (len >= size) {
		if (size > 0)
			dst[0] = '\0';
		return -1;
	}
	memcpy(dst, src, len + 1);
	return 0;
}

void
text_end_line(char *line)
{
	size_t len = strlen(line);

	if (len > 0 && line[len - 1] == '\n')
		line[--len] = '\0';
	if (len > 0 && line[len - 1] == '\r')
		line[--len] = '\0';
}

int
text_to_int(const char *s, int64_t min, int64_t max, int64_t *ret_value)
{
	char *end = NULL;
	long long value;

	if (!((s[0] >= '0' && s[0] <= '9') || (s[0] == '-' && s[1] >= '0' && s[1] <= '9')))
		return -1;
	errno = 0;
	value = strtoll(s, &end, 10);
	if (errno != 0 || *end != '\0' || value < min || value > max)
		return -1;
	*ret_value = value;
	return 0;
}

int
text_hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int
text_percent_decode(const char *s, size_t *ret_len)
{
	*ret_len = 1;
	if (s[0] != '%')
		return (unsigned char)s[0];
	if (text_hex_digit(s[1]) < 0 || text_hex_digit(s[2]) < 0)
		return -1;
	*ret_len = 3;
	return text_hex_digit(s[1]) * 16 + text_hex_digit(s[2]);
}

void
text_lower(char *s)
{
	for (; *s != '\0'; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s - 'A' + 'a');
}

size_t
text_distance(const char *a, const char *b)
{
	size_t row[65];
	size_t la = strnlen(a, 64), lb = strnlen(b, 64);

	for (size_t j = 0; j <= lb; j++)
		row[j] = j;
	for (size_t i = 1; i <= la; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			size_t above = row[j];
			size_t best = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);

			if (above + 1 < best)
				best = above + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
			diagonal = above;
		}
	}
	return row[lb];
}
