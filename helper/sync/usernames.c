/* SPDX-License-Identifier: MIT */
/* Reads the file that gives people computer usernames, CSV or JSON. */
#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/json.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "base/trust.h"
#include "helper/sync/run.h"

#define LINES_MAX 4000000
#define JSON_MAX  (64u << 20)

struct brought {
	const char *path;
	sqlite3_stmt *add;
};

static int
add_name(struct brought *b, const char *who, int64_t rank, const char *name, struct err *e)
{
	char lower[512], hidden[TEXT_HIDES_SIZE], shown[64];
	const char *odd = text_hides(who, hidden) ? who : text_hides(name, hidden) ? name : NULL;

	if (odd != NULL)
		return err_set(e, ERR_CONFIG, "the name \"%s\" holds %s",
			text_clean(shown, sizeof(shown), odd), hidden);
	if (name_fold(who, lower, sizeof(lower)) != 0 || strlen(name) >= BROUGHT_SIZE)
		return err_set(e, ERR_CONFIG, "a name is too long");
	if (rank >= BROUGHT_MAX)
		return err_set(e, ERR_CONFIG, "more than %d names of one person", BROUGHT_MAX);
	sql_bind(b->add, "sis", lower, rank, name);
	if (sql_done(b->add, e) != 0)
		return -1;
	return sqlite3_changes(sqlite3_db_handle(b->add)) > 0 ? 0
		: err_set(e, ERR_CONFIG, "a person is named twice");
}

/* Without the blanks around it, which belong to no name. */
static char *
trim(char *cell)
{
	size_t len;

	cell += strspn(cell, " \t");
	len = strlen(cell);
	while (len > 0 && (cell[len - 1] == ' ' || cell[len - 1] == '\t'))
		cell[--len] = '\0';
	return cell;
}

/* who,name[,alias…] without quotes: names hold neither comma nor quote. */
static int
read_csv_line(struct brought *b, char *line, bool first, struct err *e)
{
	char *rest = line, *cell;
	const char *who, *name;
	int64_t rank = 0;

	text_end_line(line);
	if (line[0] == '\0' || line[0] == '#')
		return 0;
	if (first && (strncmp(line, "username,", 9) == 0 || strncmp(line, "email,", 6) == 0))
		return 0; /* a heading */
	if (strpbrk(line, "\"\r") != NULL || !text_is_utf8(line, strlen(line)))
		return err_set(e, ERR_CONFIG, "must read DIRECTORY_USER,NAME[,ALIAS...], without "
			"quotes");
	who = trim(strsep(&rest, ","));
	while ((cell = strsep(&rest, ",")) != NULL) {
		name = trim(cell);
		if (name[0] != '\0' && add_name(b, who, rank++, name, e) != 0)
			return -1;
	}
	return rank > 0 && who[0] != '\0' ? 0
		: err_set(e, ERR_CONFIG, "must read DIRECTORY_USER,NAME[,ALIAS...]");
}

static int
read_csv(struct brought *b, FILE *f, struct err *e)
{
	auto_str line = NULL;
	size_t size = 0;
	unsigned number = 0;

	while (getline(&line, &size, f) >= 0) {
		if (++number > LINES_MAX)
			return err_set(e, ERR_CONFIG, "%s: has too many lines", b->path);
		if (read_csv_line(b, line, number == 1, e) != 0)
			return err_where(e, "%s:%u", b->path, number);
	}
	return ferror(f) ? err_sys(e, ERR_OTHER, errno, "%s", b->path) : 0;
}

static int
read_json_row(struct brought *b, const cJSON *row, struct err *e)
{
	const cJSON *names = json_array(row, "computer_usernames"), *name;
	const char *who = json_string(row, "username");
	int64_t rank = 0;

	if (who == NULL)
		who = json_string(row, "email");
	if (who == NULL || names == NULL)
		return err_set(e, ERR_CONFIG, "needs \"username\" or \"email\", and a list "
			"\"computer_usernames\"");
	cJSON_ArrayForEach(name, names) {
		const char *text = cJSON_IsObject(name) ? json_string(name, "computer_username")
							: cJSON_GetStringValue(name);

		if (text == NULL)
			return err_set(e, ERR_CONFIG, "a computer username is not text");
		if (add_name(b, who, rank++, text, e) != 0)
			return -1;
	}
	return 0;
}

static int
read_json(struct brought *b, FILE *f, struct err *e)
{
	const struct json_limits limits = { .bytes = JSON_MAX, .values = 8000000, .depth = 8 };
	auto_text_buf text = { .limit = JSON_MAX };
	char part[16384];
	cJSON *root = NULL;
	const cJSON *row;
	unsigned number = 0;
	size_t len;
	int rc = 0;

	while ((len = fread(part, 1, sizeof(part), f)) > 0)
		text_buf_add(&text, part, len);
	if (ferror(f) || text.failed || text.data == NULL)
		return err_set(e, ERR_CONFIG, "%s: cannot be read, or is too large", b->path);
	if (json_parse(text.data, text.len, &limits, &root, e) != 0)
		return err_set(e, ERR_CONFIG, "%s: is %s", b->path,
			json_fault_words(json_check(text.data, text.len, &limits)));
	if (!cJSON_IsArray(root)) {
		json_free(root);
		return err_set(e, ERR_CONFIG, "%s: is no JSON list", b->path);
	}
	cJSON_ArrayForEach(row, root) {
		number++;
		if (rc == 0 && read_json_row(b, row, e) != 0)
			rc = err_where(e, "%s: entry %u", b->path, number);
	}
	json_free(root);
	return rc;
}

/* Goes behind a byte order mark. JSON? Its first character says so, blanks left aside. */
static bool
looks_like_json(FILE *f)
{
	long begin = 0;
	int c = getc(f);

	if (c == 0xef && getc(f) == 0xbb && getc(f) == 0xbf) {
		begin = 3;
		c = getc(f);
	}
	while (c == ' ' || c == '\t' || c == '\r' || c == '\n')
		c = getc(f);
	(void)fseek(f, begin, SEEK_SET); /* a regular file */
	return c == '[' || c == '{';
}

int
usernames_read(struct run *r, struct err *e)
{
	struct brought b = { .path = r->conf->sync.usernames_file };
	auto_fd fd = -1;
	auto_file f = NULL;
	int rc;

	if (b.path[0] == '\0')
		return 0;
	fd = trust_open(b.path, TRUST_POLICY, e);
	if (fd < 0)
		return err_where(e, "sync.usernames_file");
	f = fdopen(fd, "r");
	if (f == NULL)
		return err_sys(e, ERR_OTHER, errno, "%s", b.path);
	(void)take_fd(&fd);
	if (sql_prepare(r->state.db, "INSERT INTO seen.brought (who, rank, name)"
			" VALUES (?1, ?2, ?3) ON CONFLICT (who, rank) DO NOTHING", &b.add, e) != 0)
		return -1;
	rc = looks_like_json(f) ? read_json(&b, f, e) : read_csv(&b, f, e);
	cleanup_stmt(&b.add);
	return rc == 0 ? 0 : err_where(e, "sync.usernames_file");
}
