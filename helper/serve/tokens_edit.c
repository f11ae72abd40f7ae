/* SPDX-License-Identifier: MIT */
/* Changes the token file: a new file beside it, then one rename. */
#include "helper/serve/tokens.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>

#include <openssl/evp.h>

#include "base/cleanup.h"
#include "base/deadline.h"
#include "base/text.h"
#include "base/trust.h"

#define LOCK_MS	    5000
#define TOKEN_BYTES 32

static const char heading[] =
	"# Bearer tokens of doorward serve: see doorward token in doorward(1).\n"
	"# NAME CLASS PERMISSIONS OPERATIONS SHA256\n";

/* The folder, locked against other edits, which end soon. */
static int
lock_folder(const char *path, struct err *e)
{
	auto_str folder = strdup(path);
	const struct timespec step = { .tv_nsec = 20000000 };
	struct deadline d = deadline_in(LOCK_MS);
	char *slash = folder != NULL ? strrchr(folder, '/') : NULL;
	auto_fd fd = -1;

	if (slash == NULL)
		return err_set(e, ERR_CONFIG, "%s: is not an absolute path", path);
	slash[slash == folder ? 1 : 0] = '\0';
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_sys(e, ERR_OTHER, errno, "%s", folder);
	while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return err_sys(e, ERR_OTHER, errno, "%s", folder);
		if (deadline_passed(d))
			return err_set(e, ERR_OTHER, "%s: somebody else edits there; try again",
				folder);
		(void)nanosleep(&step, NULL);
	}
	return take_fd(&fd);
}

/* What the file holds; "" when there is none. */
static int
read_text(const char *path, char **ret_text, struct err *e)
{
	auto_str text = calloc(1, TOKENS_FILE_MAX + 1);
	auto_str copy = NULL;
	auto_token_set set = { 0 };
	size_t len;

	if (text == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (trust_read_file(path, TRUST_SECRET, text, TOKENS_FILE_MAX + 1, &len, e) != 0) {
		if (e->code != ERR_NOT_FOUND)
			return -1;
		text[0] = '\0';
	}
	copy = strdup(text);
	if (copy == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (tokens_parse(copy, path, &set, e) != 0) /* nothing is built upon a broken file */
		return -1;
	*ret_text = take_ptr(text);
	return 0;
}

static int
write_all(int fd, const char *text, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, text, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		text += n;
		len -= (size_t)n;
	}
	return 0;
}

/* Owner and mode stay as they were: somebody may have given the file to a service's user. */
static int
fill(int fd, const char *path, const struct text_buf *text)
{
	struct stat st;
	bool existed = lstat(path, &st) == 0;

	if (fchmod(fd, existed ? st.st_mode & 0640 : 0600) != 0 ||
		(existed && (st.st_uid != geteuid() || st.st_gid != getegid()) &&
			fchown(fd, st.st_uid, st.st_gid) != 0))
		return -1;
	return write_all(fd, text->data, text->len) == 0 && fsync(fd) == 0 ? 0 : -1;
}

static int
replace(const char *path, int folder_fd, const struct text_buf *text, struct err *e)
{
	auto_text_buf temporary = { .limit = 0 };
	auto_fd fd = -1;

	text_buf_printf(&temporary, "%s.new", path);
	if (text->failed || temporary.failed)
		return err_set(e, ERR_OTHER, "out of memory, or more than the file may hold");
	(void)unlink(temporary.data); /* left by an edit that was killed: we hold the lock */
	fd = open(temporary.data, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 || fill(fd, path, text) != 0 || rename(temporary.data, path) != 0) {
		(void)err_sys(e, ERR_OTHER, errno, "%s", temporary.data);
		if (fd >= 0)
			(void)unlink(temporary.data);
		return -1;
	}
	return fsync(folder_fd) == 0 ? 0 : err_sys(e, ERR_OTHER, errno, "%s", path);
}

static int
make_token(char ret_token[TOKEN_SIZE], char ret_hash[2 * TOKEN_HASH_SIZE + 1], struct err *e)
{
	unsigned char bytes[TOKEN_BYTES], hash[EVP_MAX_MD_SIZE];
	char *end = stpcpy(ret_token, "dw_");

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return err_sys(e, ERR_OTHER, errno, "no randomness");
	for (size_t i = 0; i < sizeof(bytes); i++)
		end += sprintf(end, "%02x", bytes[i]);
	explicit_bzero(bytes, sizeof(bytes));
	if (EVP_Digest(ret_token, strlen(ret_token), hash, NULL, EVP_sha256(), NULL) != 1)
		return err_set(e, ERR_OTHER, "the hash of the token cannot be computed");
	for (size_t i = 0; i < TOKEN_HASH_SIZE; i++)
		(void)sprintf(ret_hash + 2 * i, "%02x", hash[i]);
	return 0;
}

/* Is the line, up to its end, that of name? */
static bool
line_has_name(const char *line, const char *name)
{
	size_t len = strlen(name);

	return strncmp(line, name, len) == 0 && line[len] == ' ';
}

/* Adds the text without the line of name. Returns whether there was one. */
static bool
add_lines(struct text_buf *b, const char *text, const char *name)
{
	bool found = false;

	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		if (line_has_name(text, name)) {
			found = true;
		} else {
			text_buf_add(b, text, len);
			text_buf_puts(b, "\n");
		}
		text += len + (text[len] == '\n' ? 1 : 0);
	}
	return found;
}

int
tokens_add(const char *path, const struct token_grant *grant, char ret_token[TOKEN_SIZE],
	struct err *e)
{
	auto_text_buf line = { .limit = 0 };
	auto_text_buf text = { .limit = TOKENS_FILE_MAX };
	auto_token_set set = { 0 };
	auto_str old = NULL;
	auto_fd folder = -1;
	char hash[2 * TOKEN_HASH_SIZE + 1];

	if (grant->name[0] == '\0' || strpbrk(grant->name, " \n#") != NULL)
		return err_set(e, ERR_USAGE,
			"a name is up to 63 letters, digits, '.', '_' and '-'");
	if (strpbrk(grant->permissions, " \n") != NULL || strpbrk(grant->operations, " \n") != NULL)
		return err_set(e, ERR_USAGE,
			"permissions and operations are words separated by commas");
	if (make_token(ret_token, hash, e) != 0)
		return -1;
	text_buf_printf(&line, "%s %s %s %s %s", grant->name, grant->risk, grant->permissions,
		grant->operations, hash);
	if (line.failed)
		return err_set(e, ERR_OTHER, "out of memory");
	text_buf_puts(&text, line.data);
	if (text.failed || tokens_parse(text.data, "the new token", &set, e) != 0) {
		e->code = ERR_USAGE;
		return -1;
	}
	text_buf_clear(&text);
	text.limit = TOKENS_FILE_MAX;
	folder = lock_folder(path, e);
	if (folder < 0 || read_text(path, &old, e) != 0)
		return -1;
	text_buf_puts(&text, old[0] == '\0' ? heading : "");
	if (add_lines(&text, old, grant->name))
		return err_set(e, ERR_CONFLICT, "there is a token %s already", grant->name);
	text_buf_puts(&text, line.data);
	text_buf_puts(&text, "\n");
	return replace(path, folder, &text, e);
}

int
tokens_revoke(const char *path, const char *name, struct err *e)
{
	auto_text_buf text = { .limit = TOKENS_FILE_MAX };
	auto_str old = NULL;
	auto_fd folder = lock_folder(path, e);

	if (folder < 0 || read_text(path, &old, e) != 0)
		return -1;
	if (name[0] == '#' || !add_lines(&text, old, name))
		return err_set(e, ERR_NOT_FOUND, "%s: there is no such token", path);
	return replace(path, folder, &text, e);
}
