/* SPDX-License-Identifier: MIT */
/* Reads the peer's INI the way the peer does, and says with its line what cannot be taken over. */
#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#include "base/text.h"
#include "conf/options.h"
#include "helper/migrate/migrate.h"

#define LINE_MAX_PEER 199  /* bytes; the peer cuts a longer line in two */

void
migrate_fault(struct migrate *m, unsigned line, const char *fmt, ...)
{
	char what[ERR_MSG_SIZE];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(what, sizeof(what), fmt, ap); /* cut if too long */
	va_end(ap);
	m->faults++;
	if (line > 0)
		(void)fprintf(stderr, "%s:%u: %s\n", m->source, line, what);
	else
		(void)fprintf(stderr, "%s: %s\n", m->source, what);
}

/* Takes blanks off both ends, in place. */
static char *
trim(char *s)
{
	size_t len;

	s += strspn(s, " \t\r\f\v");
	len = strlen(s);
	while (len > 0 && strchr(" \t\r\f\v", s[len - 1]) != NULL)
		s[--len] = '\0';
	return s;
}

/* Blanks separate patterns; behind a backslash one belongs to the name of a group. */
static void
add_groups(struct migrate *m, unsigned line, const char *text)
{
	char pattern[LINE_MAX_PEER + 1]; /* a line that is longer was refused */
	size_t len = 0;

	for (;; text++) {
		if (text[0] == '\\' && text[1] == ' ') {
			pattern[len++] = *++text;
			continue;
		}
		if (*text != ' ' && *text != '\t' && *text != '\0') {
			pattern[len++] = *text;
			continue;
		}
		pattern[len] = '\0';
		if (len > 0 && names_add(&m->groups, pattern) != 0)
			migrate_fault(m, line, "groups: too many");
		len = 0;
		if (*text == '\0')
			return;
	}
}

static void
set_value(struct migrate *m, unsigned line, const char *name, const char *text)
{
	const char *key = strcmp(name, "group") == 0 ? "groups" : name; /* the peer takes both */
	char shown[64];

	for (size_t i = 0; migrate_keys[i].name != NULL; i++) {
		if (strcmp(migrate_keys[i].name, key) != 0)
			continue;
		m->value[i] = (struct migrate_value){ .line = line, .text = text };
		if (strcmp(key, "groups") == 0)
			add_groups(m, line, text);
		if (migrate_keys[i].boolean && !migrate_yes(&m->value[i]) &&
			strcmp(text, "no") != 0 && strcmp(text, "false") != 0 &&
			strcmp(text, "off") != 0 && strcmp(text, "0") != 0)
			(void)fprintf(stderr, "%s:%u: note: %s: pam_duo takes this for no: only "
				"yes, true, on and 1 are yes\n", m->source, line, key);
		return;
	}
	migrate_fault(m, line, "%s: pam_duo has no such key",
		text_quote(shown, sizeof(shown), name));
}

/* A section, a comment, or "key = value", where " ;" begins a comment as well. */
static void
parse_line(struct migrate *m, unsigned line, char *text)
{
	char *equals;

	if (strlen(text) > LINE_MAX_PEER) {
		migrate_fault(m, line, "is longer than the %d bytes that pam_duo reads",
			LINE_MAX_PEER);
		return;
	}
	if (isblank((unsigned char)text[0]) && strchr(";#", trim(text)[0]) != NULL) {
		if (trim(text)[0] != '\0')
			(void)fprintf(stderr, "%s:%u: note: a comment behind a blank is a further value "
				"of the key above to pam_duo; here it is a comment\n", m->source, line);
		return;
	}
	if (isblank((unsigned char)text[0])) {
		migrate_fault(m, line, "begins with a blank, so pam_duo reads it as a further value"
			" of the key above; take the blank away, or both lines into one");
		return;
	}
	text = trim(text);
	if (text[0] == '\0' || text[0] == ';' || text[0] == '#' || text[0] == '[')
		return;
	for (char *c = text; c[0] != '\0'; c++)
		if (isblank((unsigned char)c[0]) && c[1] == ';') {
			*c = '\0';
			break;
		}
	equals = strchr(text, '=');
	if (equals == NULL) {
		migrate_fault(m, line, "is no \"key = value\"");
		return;
	}
	*equals = '\0';
	set_value(m, line, trim(text), trim(equals + 1));
}

void
migrate_parse(struct migrate *m, char *text)
{
	char *rest = text, *line;
	unsigned number = 0;

	while ((line = strsep(&rest, "\n")) != NULL)
		parse_line(m, ++number, line);
}

int
migrate_take(struct migrate *m, struct err *e)
{
	m->conf = conf_defaults();
	if (m->conf == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	m->conf->policy.unreachable = STANCE_IGNORE; /* two defaults of the peer */
	m->conf->login.pushinfo = false;
	for (size_t i = 0; migrate_keys[i].name != NULL; i++) {
		const struct migrate_key *k = &migrate_keys[i];
		const struct migrate_value *v = &m->value[i];
		const char *fault = NULL;

		if (v->line == 0 || (k->required && v->text[0] == '\0'))
			fault = k->required ? "is missing, and pam_duo needs it" : NULL;
		else if (k->take != NULL)
			fault = k->take(m, v);
		if (fault != NULL)
			migrate_fault(m, v->line, "%s: %s", k->name, fault);
	}
	return 0;
}
