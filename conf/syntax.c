/* SPDX-License-Identifier: MIT */
/* Says what is wrong where libconfig says "syntax error". Only such a text is looked at: what is right
 * is for libconfig alone to say. */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "conf/reading.h"

#define OPEN_MAX  16 /* brackets within each other; the scan before allows fewer */
#define SHOWN_MAX 40 /* bytes of what stands there */

/* What may come next. */
enum expected {
	EXPECT_NAME,   /* of a setting, or the end of the group */
	EXPECT_ASSIGN, /* = or : */
	EXPECT_VALUE,
	EXPECT_END, /* of a setting, or a comma in a list */
};

struct syntax {
	struct reading *reading;
	const char *p;
	unsigned line;
	enum expected expected;
	char before;	     /* the token before begins with it */
	char name[SHOWN_MAX]; /* of the setting */
	struct {
		char bracket;
		unsigned line;
	} open[OPEN_MAX];
	size_t depth;
	bool told;
};

static void __attribute__((format(printf, 2, 3)))
tell(struct syntax *s, const char *fmt, ...)
{
	char what[300];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(what, sizeof(what), fmt, ap); /* cut if too long */
	va_end(ap);
	reading_fault(s->reading, s->line, "%s; nothing after it was checked", what);
	s->told = true;
}

static bool
in_list(const struct syntax *s)
{
	return s->depth > 0 && s->open[s->depth - 1].bracket != '{';
}

/* What stands at p, up to a blank or a mark, cut to size. */
static const char *
shown(const char *p, char ret[SHOWN_MAX])
{
	size_t len = strcspn(p, " \t\r\n;,{}()[]\"'=");
	char word[SHOWN_MAX];

	(void)snprintf(word, sizeof(word), "%.*s", len < SHOWN_MAX - 1 ? (int)len : SHOWN_MAX - 1, p);
	return text_clean(ret, SHOWN_MAX, word);
}

/* Is there a value where p stands? Tells when there may be none. */
static void
take_value(struct syntax *s, const char *what)
{
	if (s->expected == EXPECT_VALUE)
		s->expected = EXPECT_END;
	else if (s->expected == EXPECT_ASSIGN)
		tell(s, "%s: = is missing behind the name", s->name);
	else if (in_list(s))
		tell(s, "a comma is missing before %s", what);
	else
		tell(s, "the name of an option is missing before %s", what);
}

static void
take_word(struct syntax *s)
{
	static const char *const as_boolean[] = { "yes", "no", "on", "off", "enabled", "disabled" };
	size_t len = strspn(s->p, LETTERS_DIGITS "*_-");
	char word[SHOWN_MAX];
	bool boolean = (len == 4 && strncasecmp(s->p, "true", len) == 0) ||
		(len == 5 && strncasecmp(s->p, "false", len) == 0);

	(void)shown(s->p, word);
	if (boolean && s->expected == EXPECT_VALUE) {
		s->expected = EXPECT_END;
	} else if (s->expected == EXPECT_NAME || (s->expected == EXPECT_END && !in_list(s))) {
		memcpy(s->name, word, sizeof(s->name));
		s->expected = EXPECT_ASSIGN;
	} else if (s->expected == EXPECT_ASSIGN) {
		tell(s, "%s: = is missing behind the name", s->name);
	} else {
		for (size_t i = 0; i < sizeof(as_boolean) / sizeof(as_boolean[0]) && !s->told; i++)
			if (strcasecmp(word, as_boolean[i]) == 0)
				tell(s, "%s: %s is no value here: write true or false", s->name, word);
		if (!s->told)
			tell(s, "%s: text stands in double quotation marks: \"%s\"", s->name, word);
	}
	s->p += len;
}

static void
take_string(struct syntax *s)
{
	const char *p = s->p + 1;

	while (*p != '\0' && *p != '"') /* the scan has seen that it ends in this line */
		p += *p == '\\' && p[1] != '\0' ? 2 : 1;
	if (s->expected == EXPECT_NAME || s->expected == EXPECT_ASSIGN)
		tell(s, "the name of an option stands without quotation marks, and = behind it");
	else if (s->expected != EXPECT_END || s->before != '"') /* two texts are put together */
		take_value(s, "a text");
	s->p = p + (*p != '\0');
}

static void
take_opening(struct syntax *s)
{
	char bracket = *s->p, word[SHOWN_MAX];

	if (s->expected == EXPECT_NAME && bracket == '[') {
		tell(s, "this is no ini file: a group is written %s: { ... };",
			shown(s->p + 1, word));
		return;
	}
	take_value(s, bracket == '{' ? "a group" : "a list");
	if (s->told || s->depth == OPEN_MAX)
		return;
	s->open[s->depth].bracket = bracket;
	s->open[s->depth++].line = s->line;
	s->expected = bracket == '{' ? EXPECT_NAME : EXPECT_VALUE;
	s->p++;
}

static void
take_closing(struct syntax *s)
{
	static const char opening[] = "{[(", closing[] = "}])";
	char wanted = s->depth > 0 ? closing[strchr(opening, s->open[s->depth - 1].bracket) - opening]
				   : '\0';

	if (wanted == '\0')
		tell(s, "a %c too many: nothing is open that it could close", *s->p);
	else if (wanted != *s->p)
		tell(s, "%c does not close the %c of line %u", *s->p, s->open[s->depth - 1].bracket,
			s->open[s->depth - 1].line);
	else if (s->expected == EXPECT_ASSIGN || (s->expected == EXPECT_VALUE && !in_list(s)))
		tell(s, "%s: a value is missing", s->name);
	if (s->told)
		return;
	s->depth--;
	s->expected = EXPECT_END;
	s->p++;
}

static void
take_mark(struct syntax *s)
{
	if (*s->p == '=' || *s->p == ':') {
		if (s->expected == EXPECT_ASSIGN)
			s->expected = EXPECT_VALUE;
		else
			tell(s, "a %c stands where none belongs: it goes between name and value", *s->p);
	} else if (s->expected == EXPECT_ASSIGN || (s->expected == EXPECT_VALUE && !in_list(s))) {
		tell(s, "%s: a value is missing", s->name);
	} else if (s->expected != EXPECT_END || (in_list(s) && *s->p == ';')) {
		tell(s, "a %c too many", *s->p);
	} else {
		s->expected = in_list(s) ? EXPECT_VALUE : EXPECT_NAME;
	}
	s->p++;
}

static void
take_other(struct syntax *s)
{
	static const char *const quotes[] = { "'", "`", "\xe2\x80\x98", "\xe2\x80\x99", "\xe2\x80\x9c",
		"\xe2\x80\x9d", "\xe2\x80\x9e", "\xc2\xab", "\xc2\xbb" };
	char word[SHOWN_MAX];

	for (size_t i = 0; i < sizeof(quotes) / sizeof(quotes[0]); i++)
		if (strncmp(s->p, quotes[i], strlen(quotes[i])) == 0) {
			tell(s, "%s is no quotation mark here: text stands in \"\"", quotes[i]);
			return;
		}
	if (s->expected == EXPECT_VALUE)
		tell(s, "%s: text stands in double quotation marks: \"%s\"", s->name,
			shown(s->p, word));
	else
		tell(s, "\"%s\" has no meaning here", shown(s->p, word));
}

/* Passes blanks and comments. Returns whether something else comes. */
static bool
skip_blanks(struct syntax *s)
{
	for (;;) {
		if (isspace((unsigned char)*s->p)) {
			s->line += *s->p++ == '\n';
		} else if (s->p[0] == '#' || (s->p[0] == '/' && s->p[1] == '/')) {
			s->p += strcspn(s->p, "\n");
		} else if (s->p[0] == '/' && s->p[1] == '*') {
			const char *end = strstr(s->p + 2, "*/");

			if (end == NULL)
				return false; /* the scan has told it */
			for (; s->p < end + 2; s->p++)
				s->line += *s->p == '\n';
		} else {
			return *s->p != '\0';
		}
	}
}

static void
take(struct syntax *s)
{
	char first = *s->p;

	if (isalpha((unsigned char)first) || first == '*') {
		take_word(s);
	} else if (isdigit((unsigned char)first) || strchr("+-.", first) != NULL) {
		take_value(s, "a number");
		s->p += strspn(s->p, LETTERS_DIGITS "+-.");
	} else if (first == '"') {
		take_string(s);
	} else if (strchr("{[(", first) != NULL) {
		take_opening(s);
	} else if (strchr("}])", first) != NULL) {
		take_closing(s);
	} else if (strchr("=:;,", first) != NULL) {
		take_mark(s);
	} else {
		take_other(s);
	}
	s->before = first;
}

bool
syntax_explain(struct reading *r, const char *text)
{
	struct syntax s = { .reading = r, .p = text, .line = 1 };

	if (strncmp(text, "\xef\xbb\xbf", 3) == 0)
		tell(&s, "begins with a byte order mark (U+FEFF): save it as UTF-8 without one");
	while (!s.told && skip_blanks(&s))
		take(&s);
	if (!s.told && s.depth > 0) {
		s.line = s.open[s.depth - 1].line;
		tell(&s, "the %c of this line is not closed", s.open[s.depth - 1].bracket);
	} else if (!s.told && (s.expected == EXPECT_ASSIGN || s.expected == EXPECT_VALUE)) {
		tell(&s, "%s: a value is missing", s.name);
	}
	return s.told;
}
