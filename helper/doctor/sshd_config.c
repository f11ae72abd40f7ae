/* SPDX-License-Identifier: MIT */
/* sshd_config(5): the first value counts, Include stands for other files, sshd -T knows it all. */
#include "helper/doctor/sshd_config.h"

#include <ctype.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "helper/common/text_file.h"
#include "helper/doctor/child.h"

#define SAID_MAX (256 * 1024) /* bytes of sshd -T */

static const char *const programs[] = { "/usr/sbin/sshd", "/usr/local/sbin/sshd",
	"/usr/bin/sshd" };

static const char *
find_program(void)
{
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		if (access(programs[i], X_OK) == 0)
			return programs[i];
	return NULL;
}

/* "Keyword value", "Keyword=value", also with quotes and a comment behind. Returns 0, 1 for an empty
 * line, or -1. */
static int
add_setting(struct sshd_config *c, char *text, const char *file, unsigned line,
	const struct sshd_setting *block)
{
	static char kbdinteractive[] = "kbdinteractiveauthentication";
	size_t at = c->count + c->said;
	char *keyword = text + strspn(text, " \t\r");
	char *value = keyword + strcspn(keyword, " \t\r=");
	size_t len;

	if (*keyword == '\0' || *keyword == '#')
		return 1;
	if (at == sizeof(c->setting) / sizeof(c->setting[0]))
		return -1;
	if (*value != '\0')
		*value++ = '\0';
	value += strspn(value, " \t\r=");
	len = strcspn(value, "#");
	while (len > 0 && strchr(" \t\r", value[len - 1]) != NULL)
		len--;
	if (len >= 2 && value[0] == '"' && value[len - 1] == '"')
		value++, len -= 2;
	for (char *s = keyword; *s != '\0'; s++)
		*s = (char)tolower((unsigned char)*s);
	if (strcmp(keyword, "challengeresponseauthentication") == 0) /* its name before 8.7 */
		keyword = kbdinteractive;
	c->setting[at] = (struct sshd_setting){ .keyword = strdup(keyword),
		.value = strndup(value, len), .file = file != NULL ? strdup(file) : NULL,
		.line = line, .block = block };
	if (c->setting[at].keyword == NULL || c->setting[at].value == NULL)
		return -1;
	return 0;
}

static int read_file(struct sshd_config *c, const char *path, int depth,
	const struct sshd_setting *block, struct err *e);

/* Patterns, relative ones to the folder of the main file. */
static int
read_includes(struct sshd_config *c, char *patterns, int depth, const struct sshd_setting *block,
	struct err *e)
{
	char *pattern;
	int rc = 0;

	while (rc == 0 && (pattern = text_word(&patterns)) != NULL) {
		auto_str path = NULL;
		glob_t found = { 0 };

		if (asprintf(&path, "%s%s", pattern[0] == '/' ? "" : "/etc/ssh/", pattern) < 0)
			return err_set(e, ERR_OTHER, "out of memory");
		if (glob(path, 0, NULL, &found) == 0)
			for (size_t i = 0; i < found.gl_pathc && rc == 0; i++)
				rc = read_file(c, found.gl_pathv[i], depth + 1, block, e);
		globfree(&found);
	}
	return rc;
}

/* A Match block reaches to the next one, or to the end of the file. */
static int
read_file(struct sshd_config *c, const char *path, int depth, const struct sshd_setting *block,
	struct err *e)
{
	auto_str text = NULL;
	char *cursor, *at;
	unsigned line = 0;

	if (depth > SSHD_DEPTH_MAX)
		return err_set(e, ERR_CONFIG, "%s: too many files include one another", path);
	if (text_file_read(path, &text, e) != 0)
		return -1;
	cursor = text;
	while ((at = text_file_line(&cursor, &line, false)) != NULL) {
		struct sshd_setting *new = &c->setting[c->count];
		int rc = add_setting(c, at, path, line, block);

		if (rc < 0 || c->count == SSHD_SETTINGS_MAX)
			return err_set(e, ERR_CONFIG, "%s: too many lines", path);
		if (rc > 0)
			continue;
		c->count++;
		if (strcmp(new->keyword, "match") == 0)
			block = new;
		if (strcmp(new->keyword, "include") == 0) {
			auto_str patterns = strdup(new->value);

			if (patterns == NULL)
				return err_set(e, ERR_OTHER, "out of memory");
			if (read_includes(c, patterns, depth, block, e) != 0)
				return -1;
		}
	}
	return 0;
}

/* How sshd is asked. */
struct question {
	const char *program;
	const char *connection; /* NULL = whatever no Match block is about */
};

static int
exec_sshd(void *ctx)
{
	const struct question *q = ctx;
	char *const argv[] = { strdup(q->program), strdup("-T"),
		q->connection != NULL ? strdup("-C") : NULL,
		q->connection != NULL ? strdup(q->connection) : NULL, NULL };
	char *const environment[] = { NULL };

	(void)execve(argv[0], argv, environment);
	return 127;
}

int
sshd_config_ask(struct sshd_config *c, const char *connection, struct deadline d, struct err *e)
{
	struct question q = { .program = find_program(), .connection = connection };
	auto_text_buf out = { .limit = SAID_MAX };
	char *cursor, *at, clean[ERR_MSG_SIZE];
	unsigned line = 0;
	int rc = child_run(exec_sshd, &q, d, &out, e);

	if (rc < 0)
		return err_where(e, "sshd -T");
	cursor = out.data;
	if (rc != 0) {
		at = cursor != NULL ? text_file_line(&cursor, &line, false) : NULL;
		if (at != NULL)
			text_end_line(at);
		return err_set(e, ERR_CONFIG, "sshd -T: %.400s",
			text_clean(clean, sizeof(clean), at != NULL ? at : ""));
	}
	while (cursor != NULL && (at = text_file_line(&cursor, &line, false)) != NULL) {
		rc = add_setting(c, at, NULL, 0, NULL);
		if (rc < 0)
			return err_set(e, ERR_OTHER, "sshd -T: said too much");
		c->said += rc == 0 ? 1 : 0;
	}
	c->exact = true;
	return 0;
}

void
sshd_config_read(struct sshd_config *ret, struct deadline d)
{
	struct err e = { 0 };

	*ret = (struct sshd_config){ .installed = find_program() != NULL, .service = "sshd" };
	if (!ret->installed)
		return;
	if (read_file(ret, SSHD_CONFIG_FILE, 0, NULL, &e) != 0)
		ret->why = e;
	if (sshd_config_ask(ret, NULL, d, &e) != 0)
		ret->why = e;
	ret->service = sshd_config_value(ret, "pamservicename", "sshd");
}

void
sshd_config_clear(struct sshd_config *c)
{
	for (size_t i = 0; i < c->count + c->said; i++) {
		free(c->setting[i].keyword);
		free(c->setting[i].value);
		free(c->setting[i].file);
	}
}

const char *
sshd_config_value(const struct sshd_config *c, const char *keyword, const char *fallback)
{
	size_t first = c->exact ? c->count : 0;
	size_t end = c->exact ? c->count + c->said : c->count;

	for (size_t i = first; i < end; i++)
		if (c->setting[i].block == NULL && strcmp(c->setting[i].keyword, keyword) == 0)
			return c->setting[i].value;
	return fallback;
}

const struct sshd_setting *
sshd_config_place(const struct sshd_config *c, const char *keyword,
	const struct sshd_setting *block)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->setting[i].block == block && strcmp(c->setting[i].keyword, keyword) == 0)
			return &c->setting[i];
	return NULL;
}
