/* SPDX-License-Identifier: MIT */
/* Looks at the text before libconfig does, for the faults that libconfig takes in silence. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "conf/reading.h"

#define DEPTH_MAX 8 /* groups and lists within each other; options need three */

struct scan {
	struct reading *reading;
	const char *p;
	unsigned line;
	unsigned depth;
	char before; /* the token before this one begins with it; blanks and comments are none */
	bool unreadable; /* a fault after which libconfig must not see the text */
};

static void
unreadable(struct scan *s, unsigned line, const char *what)
{
	reading_fault(s->reading, line, "%s", what);
	s->unreadable = true;
}

static void
step(struct scan *s)
{
	if (*s->p == '\n')
		s->line++;
	s->p++;
}

static void
skip_line(struct scan *s)
{
	while (*s->p != '\0' && *s->p != '\n')
		s->p++;
}

static void
scan_block_comment(struct scan *s)
{
	unsigned opened = s->line;

	for (s->p += 2; *s->p != '\0'; step(s))
		if (s->p[0] == '*' && s->p[1] == '/') {
			s->p += 2;
			return;
		}
	unreadable(s, opened, "a comment begins here and does not end");
}

static void
scan_string(struct scan *s)
{
	unsigned opened = s->line;

	for (s->p++; *s->p != '\0' && *s->p != '\n'; step(s)) {
		if (*s->p == '"') {
			s->p++;
			return;
		}
		if (*s->p != '\\' || s->p[1] == '\0')
			continue;
		if (strncmp(s->p, "\\x00", 4) == 0)
			unreadable(s, s->line, "a string holds \\x00, a NUL byte");
		step(s);
	}
	/* no option holds more than one line: what follows would be taken inside out */
	unreadable(s, opened, "a string begins here and does not end in this line: a quotation mark is "
		"missing");
	s->p += strlen(s->p);
}

/* Releases of libconfig differ in what they make of numbers that do not fit, begin with a zero (base
 * eight, in one of them) or go on in letters: none of these gets there. */
static void
scan_number(struct scan *s)
{
	size_t sign = *s->p == '-' || *s->p == '+' ? 1 : 0;
	size_t len = sign + strspn(s->p + sign, "0123456789abcdefABCDEFxXoO.");
	size_t whole = sign + strspn(s->p + sign, "0123456789");
	bool hex = s->p[sign] == '0' && (s->p[sign + 1] == 'x' || s->p[sign + 1] == 'X');
	bool is_long = s->p[len] == 'L';
	char digits[24];
	long long value;
	char *end;

	if (!hex && whole < len && strchr(".eE", s->p[whole]) != NULL) {
		s->p += len; /* a float: its range is checked with the option */
		return;
	}
	errno = 0;
	(void)snprintf(digits, sizeof(digits), "%.*s", (int)len, s->p);
	value = strtoll(digits, &end, hex ? 16 : 10);
	if (len >= sizeof(digits) || errno != 0 ||
		(!is_long && (value < INT32_MIN || value > INT32_MAX)))
		unreadable(s, s->line, "a number is too large");
	else if (*end != '\0')
		unreadable(s, s->line, "a number goes on in letters");
	else if (!hex && whole > sign + 1 && s->p[sign] == '0')
		unreadable(s, s->line, "a number begins with 0, which some programs read in base "
			"eight: write it without");
	s->p += len;
}

static void
scan_at_line_start(struct scan *s)
{
	const char *p = s->p + strspn(s->p, " \t\r\f\v");

	if (strncmp(p, "@include", 8) == 0)
		unreadable(s, s->line, "@include is not supported: the configuration is one file");
}

static void
scan_bracket(struct scan *s)
{
	if (strchr("{[(", *s->p) != NULL && ++s->depth == DEPTH_MAX + 1)
		unreadable(s, s->line, "groups and lists are nested too deeply");
	if (strchr("])", *s->p) != NULL && s->before == ',')
		unreadable(s, s->line, "a comma stands behind the last of a list");
	if (strchr("}])", *s->p) != NULL && s->depth > 0)
		s->depth--;
	s->p++;
}

static void
scan_token(struct scan *s)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ*";
	static const char name[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ*_-"
		"0123456789";
	char first = *s->p;

	if (*s->p == '#' || (s->p[0] == '/' && s->p[1] == '/'))
		skip_line(s);
	else if (s->p[0] == '/' && s->p[1] == '*')
		scan_block_comment(s);
	else if (*s->p == '"')
		scan_string(s);
	else if (strchr("{[()]}", *s->p) != NULL)
		scan_bracket(s);
	else if (strchr(letters, *s->p) != NULL)
		s->p += strspn(s->p, name);
	else if (strchr("0123456789+-.", *s->p) != NULL)
		scan_number(s);
	else
		step(s);
	if (strchr(" \t\r\n\f\v#/", first) == NULL)
		s->before = first;
}

static void
scan_encoding(struct scan *s, const char *text)
{
	unsigned line = 1;

	for (const char *p = text; *p != '\0'; line++) {
		size_t len = strcspn(p, "\n");

		if (!text_is_utf8(p, len))
			unreadable(s, line, "holds bytes that are not UTF-8");
		p += p[len] == '\n' ? len + 1 : len;
	}
}

int
scan_text(struct reading *r, const char *text)
{
	struct scan s = { .reading = r, .p = text, .line = 1 };
	unsigned at = 0;

	scan_encoding(&s, text);
	while (*s.p != '\0') {
		if (at != s.line) {
			at = s.line;
			scan_at_line_start(&s);
		}
		scan_token(&s);
	}
	return s.unreadable ? -1 : 0;
}
