/* SPDX-License-Identifier: MIT */
/* Reads and edits the table of computer usernames, see map_file.h. */
#include "helper/door/map_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "base/trust.h"
#include "helper/directory/publish.h"

/* Reads the file into *ret_text, which the caller frees. Returns 1, 0 when there is none, -1. */
static int
read_all(const char *path, char **ret_text, struct err *e)
{
	auto_str text = NULL;
	struct err own = { 0 };
	size_t len;

	if (path[0] == '\0' || access(path, F_OK) != 0)
		return path[0] == '\0' || errno == ENOENT ? 0
			: err_sys(e, ERR_CONFIG, errno, "map.file: %s", path);
	text = malloc(MAP_FILE_SIZE + 1);
	if (text == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (trust_read_file(path, TRUST_POLICY, text, MAP_FILE_SIZE + 1, &len, &own) != 0) {
		if (own.code == ERR_NOT_FOUND) /* removed just now */
			return 0;
		if (e != NULL)
			*e = own;
		return err_where(e, "map.file");
	}
	if (strlen(text) != len)
		return err_set(e, ERR_CONFIG, "map.file: %s: holds a NUL", path);
	*ret_text = take_ptr(text);
	return 1;
}

/* At the end of a name it would be overlooked, and the name never found. */
static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Takes a line apart in place. Returns 1 with an entry, 0 for a comment, -1. */
static int
read_line(char *line, const char **ret_local, const char **ret_user)
{
	char *equals;

	text_end_line(line);
	if (line[0] == '\0' || line[0] == '#')
		return 0;
	equals = strchr(line, '=');
	if (equals == NULL || equals == line || equals[1] == '\0' || strchr(line, '\r') != NULL ||
		is_blank(line[0]) || is_blank(equals[-1]) || is_blank(equals[1]) ||
		(size_t)(equals - line) >= MAP_USER_SIZE || strlen(equals) > MAP_USER_SIZE)
		return -1;
	*equals = '\0';
	*ret_local = line;
	*ret_user = equals + 1;
	return 1;
}

int
map_file_walk(const char *path,
	int (*visit)(void *ctx, const char *local, const char *directory_user), void *ctx,
	struct err *e)
{
	auto_str text = NULL;
	const char *local = NULL, *user = NULL;
	char *rest, *line;
	int rc = read_all(path, &text, e);
	unsigned number = 0;

	if (rc <= 0)
		return rc;
	rest = text;
	while ((line = strsep(&rest, "\n")) != NULL) {
		number++;
		rc = read_line(line, &local, &user);
		if (rc < 0)
			return err_set(e, ERR_CONFIG, "map.file: %s:%u: must read local=directory",
				path, number);
		if (rc > 0)
			rc = visit(ctx, local, user);
		if (rc != 0)
			return rc;
	}
	return 0;
}

struct wanted {
	const char *local;
	char *user;
	unsigned count;
};

static int
note_wanted(void *ctx, const char *local, const char *directory_user)
{
	struct wanted *w = ctx;

	if (strcmp(local, w->local) == 0 && w->count++ == 0)
		(void)!text_copy(w->user, MAP_USER_SIZE, directory_user); /* its length is checked */
	return 0;
}

int
map_file_find(const char *path, const char *local, char ret_user[MAP_USER_SIZE], struct err *e)
{
	struct wanted w = { .local = local, .user = ret_user };

	ret_user[0] = '\0';
	if (map_file_walk(path, note_wanted, &w, e) != 0)
		return -1;
	if (w.count > 1)
		return err_set(e, ERR_CONFIG, "map.file: %s: maps a name twice", path);
	return w.count > 0;
}

static bool
name_fits(const char *name, bool local)
{
	if (name[0] == '\0' || strlen(name) >= MAP_USER_SIZE || !text_is_utf8(name, strlen(name)))
		return false;
	if (is_blank(name[0]) || is_blank(name[strlen(name) - 1]))
		return false;
	if (local && (name[0] == '#' || strchr(name, '=') != NULL))
		return false;
	for (const char *c = name; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return false;
	return true;
}

/* Copies text line by line, with the entry of local replaced, left out or added. */
static int
edit_text(char *text, const char *local, const char *user, struct text_buf *b, bool *ret_found,
	struct err *e)
{
	char *rest = text, *line;
	size_t len = strlen(local);

	*ret_found = false;
	while (rest != NULL && (line = strsep(&rest, "\n")) != NULL) {
		bool hit = strncmp(line, local, len) == 0 && line[len] == '=';

		if (rest == NULL && line[0] == '\0')
			break; /* behind the last line break */
		if (!hit)
			text_buf_printf(b, "%s\n", line);
		else if (user != NULL && !*ret_found)
			text_buf_printf(b, "%s=%s\n", local, user);
		*ret_found = *ret_found || hit;
	}
	if (user != NULL && !*ret_found)
		text_buf_printf(b, "%s=%s\n", local, user);
	return b->failed ? err_set(e, ERR_CONFIG, "map.file: would be too long") : 0;
}

static int
write_all(int fd, const char *text, size_t len, const char *path, struct err *e)
{
	while (len > 0) {
		ssize_t n = write(fd, text, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_sys(e, ERR_OTHER, errno, "map.file: %s", path);
		text += n;
		len -= (size_t)n;
	}
	return 0;
}

static int
edit_locked(struct publish *p, const char *path, const char *local, const char *directory_user,
	struct err *e)
{
	auto_str text = NULL;
	auto_text_buf b = { .limit = MAP_FILE_SIZE };
	bool found;

	if (read_all(path, &text, e) < 0 ||
		edit_text(text, local, directory_user, &b, &found, e) != 0)
		return -1;
	if (!found && directory_user == NULL)
		return err_set(e, ERR_NOT_FOUND, "map.file: %s: does not map this name", path);
	if (write_all(p->fd, b.data != NULL ? b.data : "", b.len, path, e) != 0)
		return -1;
	return publish_finish(p, (uid_t)-1, (gid_t)-1, 0644, e);
}

int
map_file_set(const char *path, const char *local, const char *directory_user, struct err *e)
{
	struct publish p;
	int rc;

	if (path[0] == '\0')
		return err_set(e, ERR_CONFIG, "map.file: is not set");
	if (!name_fits(local, true) || (directory_user != NULL && !name_fits(directory_user, false)))
		return err_set(e, ERR_USAGE, "a name is empty, too long, or holds what a line of "
			"map.file cannot");
	rc = publish_begin(&p, path, (uid_t)-1, (gid_t)-1, e);
	if (rc == 0)
		rc = edit_locked(&p, path, local, directory_user, e);
	publish_clear(&p);
	return rc;
}
