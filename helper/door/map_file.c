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
read_all(const char *path, enum trust_kind kind, char **ret_text, struct err *e)
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
	if (trust_read_file(path, kind, text, MAP_FILE_SIZE + 1, &len, &own) != 0) {
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

/* Takes a line apart in place. Returns 1 with an entry, 0 for a comment, or -1 with what is wrong. */
static int
read_line(char *line, const char **ret_local, const char **ret_user, struct err *e)
{
	char hidden[TEXT_HIDES_SIZE];
	char *equals;

	text_end_line(line);
	if (line[0] == '\0' || line[0] == '#')
		return 0;
	equals = strchr(line, '=');
	if (equals == NULL || equals == line || equals[1] == '\0' || strchr(line, '\r') != NULL ||
		is_blank(line[0]) || is_blank(equals[-1]) || is_blank(equals[1]))
		return err_set(e, ERR_CONFIG, "must read local=directory");
	if ((size_t)(equals - line) >= MAP_USER_SIZE || strlen(equals) > MAP_USER_SIZE)
		return err_set(e, ERR_CONFIG, "a name is longer than %d bytes", MAP_USER_SIZE - 1);
	*equals = '\0';
	if (!text_is_utf8(line, strlen(line)) || !text_is_utf8(equals + 1, strlen(equals + 1)))
		return err_set(e, ERR_CONFIG, "a name is not UTF-8");
	if (text_hides(line, hidden) || text_hides(equals + 1, hidden))
		return err_set(e, ERR_CONFIG, "a name holds %s", hidden);
	*ret_local = line;
	*ret_user = equals + 1;
	return 1;
}

/* A walk through all lines, whatever they are. */
struct walk {
	int (*visit)(void *ctx, const char *local, const char *directory_user);
	void (*tell)(void *ctx, unsigned line, const char *what); /* NULL = nobody wants to know */
	void *ctx;
	unsigned bad;
	struct err first; /* of the bad lines */
};

/* Returns 1 at the end, 0 when there is no file, -1, or what visit returned. */
static int
walk_all(const char *path, enum trust_kind kind, struct walk *w, struct err *e)
{
	auto_str text = NULL;
	const char *local = NULL, *user = NULL;
	char *rest, *line;
	int rc = read_all(path, kind, &text, e);
	unsigned number = 0;

	if (rc <= 0)
		return rc;
	rest = text;
	while ((line = strsep(&rest, "\n")) != NULL) {
		struct err why = { 0 };

		number++;
		rc = read_line(line, &local, &user, &why);
		if (rc < 0 && w->tell != NULL)
			w->tell(w->ctx, number, why.msg);
		if (rc < 0 && w->bad++ == 0)
			(void)err_set(&w->first, ERR_CONFIG, "map.file: %s:%u: %s", path, number,
				why.msg);
		if (rc > 0 && w->visit != NULL && (rc = w->visit(w->ctx, local, user)) != 0)
			return rc;
	}
	return 1;
}

int
map_file_walk(const char *path,
	int (*visit)(void *ctx, const char *local, const char *directory_user), void *ctx,
	struct err *e)
{
	struct walk w = { .visit = visit, .ctx = ctx };
	int rc = walk_all(path, TRUST_POLICY, &w, e);

	if (rc == 1 && w.bad > 0 && e != NULL)
		*e = w.first;
	return rc == 1 ? (w.bad > 0 ? -1 : 0) : rc;
}

int
map_file_check(const char *path, void (*tell)(void *ctx, unsigned line, const char *what),
	void *ctx, struct err *e)
{
	struct walk w = { .tell = tell, .ctx = ctx };
	int rc = walk_all(path, TRUST_POLICY, &w, e);

	if (rc == 0)
		return err_set(e, ERR_NOT_FOUND, "%s: there is no such file", path);
	return rc < 0 ? -1 : (int)w.bad;
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

/* One table, good or not. Returns 1 when it was read whole and every line is good, else as walk_all,
 * 0 also for bad lines. */
static int
find_in(const char *path, enum trust_kind kind, struct wanted *wanted, struct walk *w,
	struct err *e)
{
	*w = (struct walk){ .visit = note_wanted, .ctx = wanted };
	wanted->count = 0;
	wanted->user[0] = '\0';
	return walk_all(path, kind, w, e);
}

int
map_file_find(const char *path, const char *kept, const char *local, char ret_user[MAP_USER_SIZE],
	struct err *e)
{
	struct wanted wanted = { .local = local, .user = ret_user };
	struct err fault = { 0 };
	struct walk w, copy;
	int rc = find_in(path, TRUST_POLICY, &wanted, &w, &fault);

	if (rc < 0 || w.bad > 0) {
		if (rc >= 0)
			fault = w.first;
		if (kept != NULL && find_in(kept, TRUST_STATE, &wanted, &copy, NULL) == 1 &&
			copy.bad == 0)
			rc = 1; /* it is the table now */
		else if (rc < 0 || find_in(path, TRUST_POLICY, &wanted, &w, NULL) < 0 ||
			wanted.count == 0) {
			if (e != NULL)
				*e = fault;
			return -1;
		}
	}
	if (wanted.count > 1)
		return err_set(e, ERR_CONFIG, "map.file: %s: maps a name twice", path);
	return wanted.count > 0;
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

	if (read_all(path, TRUST_POLICY, &text, e) < 0 ||
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

static int
keep_text(const char *kept, const char *text, struct err *e)
{
	size_t len = strlen(text);
	struct publish p;
	int rc = publish_begin(&p, kept, (uid_t)-1, (gid_t)-1, e);

	if (rc == 0)
		rc = write_all(p.fd, text, len, kept, e);
	if (rc == 0)
		rc = publish_finish(&p, (uid_t)-1, (gid_t)-1, 0644, e);
	publish_clear(&p);
	return rc;
}

int
map_file_keep(const char *path, const char *kept, struct err *e)
{
	struct walk w = { .visit = NULL };
	auto_str text = NULL;
	auto_str copy = NULL;
	int rc = walk_all(path, TRUST_POLICY, &w, e);

	if (rc < 0)
		return -1;
	if (w.bad > 0) {
		*e = w.first;
		return -1;
	}
	if (rc == 0 || read_all(path, TRUST_POLICY, &text, e) <= 0)
		return unlink(kept) == 0 || errno == ENOENT ? 0 : err_sys(e, ERR_OTHER, errno,
			"%s", kept);
	if (read_all(kept, TRUST_STATE, &copy, NULL) > 0 && strcmp(text, copy) == 0)
		return 0;
	if (keep_text(kept, text, e) == 0)
		return 0;
	if (e->code == ERR_CONFIG) /* that is for a table that is not good */
		e->code = ERR_OTHER;
	return -1;
}
