/* SPDX-License-Identifier: MIT */
/* Reads and edits push.held, see held.h. */
#include "helper/door/held.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "base/trust.h"
#include "helper/directory/publish.h"

#define HELD_SIZE (512u << 10) /* bytes of the file */

char *
held_path(const char *folder)
{
	char *path;

	return asprintf(&path, "%s/push.held", folder) < 0 ? NULL : path;
}

int
held_walk(const char *path, int (*visit)(void *ctx, const char *user, int64_t until_s), void *ctx,
	struct err *e)
{
	auto_free char *text = malloc(HELD_SIZE + 1);
	struct err own = { 0 };
	char *rest = text, *line;
	unsigned number = 0;
	size_t len;

	if (text == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (trust_read_file(path, TRUST_STATE, text, HELD_SIZE + 1, &len, &own) != 0) {
		if (own.code == ERR_NOT_FOUND)
			return 0;
		if (e != NULL)
			*e = own;
		return -1;
	}
	while ((line = strsep(&rest, "\n")) != NULL) {
		char *tab = strchr(line, '\t');
		int64_t until;
		int rc;

		number++;
		if (line[0] == '\0')
			continue;
		if (tab != NULL)
			*tab = '\0';
		if (tab == NULL || tab[1] == '\0' || text_to_int(line, 0, INT64_MAX / 1000, &until) != 0)
			return err_set(e, ERR_CONFIG, "%s:%u: must read SECONDS<TAB>USER", path, number);
		rc = visit(ctx, tab + 1, until);
		if (rc != 0)
			return rc;
	}
	return 0;
}

struct edit {
	struct text_buf text;
	const char *user;
	int64_t now;
	size_t count;
	bool found;
};

static int
copy_line(void *ctx, const char *user, int64_t until_s)
{
	struct edit *d = ctx;

	if (strcasecmp(user, d->user) == 0) {
		d->found = d->found || until_s > d->now;
	} else if (until_s > d->now) {
		text_buf_printf(&d->text, "%" PRId64 "\t%s\n", until_s, user);
		d->count++;
	}
	return 0;
}

static int
write_text(struct publish *p, const struct text_buf *b, const char *path, struct err *e)
{
	for (size_t done = 0; done < b->len;) {
		ssize_t n = write(p->fd, b->data + done, b->len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_sys(e, ERR_OTHER, n < 0 ? errno : EIO, "%s", path);
		done += (size_t)n;
	}
	return 0;
}

static int
edit_locked(struct publish *p, const char *path, int64_t until_s, struct edit *d,
	const struct stat *folder, struct err *e)
{
	if (held_walk(path, copy_line, d, e) != 0)
		return -1;
	if (until_s == 0 && !d->found)
		return err_set(e, ERR_NOT_FOUND, "pushes to this user are not held back");
	if (until_s > 0 && d->count >= HELD_MAX)
		return err_set(e, ERR_OTHER, "%s: holds %d people already", path, HELD_MAX);
	if (until_s > 0)
		text_buf_printf(&d->text, "%" PRId64 "\t%s\n", until_s, d->user);
	if (d->text.failed)
		return err_set(e, ERR_OTHER, "out of memory");
	if (write_text(p, &d->text, path, e) != 0)
		return -1;
	return publish_finish(p, folder->st_uid, folder->st_gid, 0644, e);
}

int
held_set(const char *path, const char *user, int64_t until_s, struct err *e)
{
	struct edit d = { .user = user, .now = (int64_t)time(NULL),
		.text = { .limit = HELD_SIZE } };
	auto_str folder = strdup(path);
	char *slash = folder != NULL ? strrchr(folder, '/') : NULL;
	struct publish p;
	struct stat st;
	int rc;

	if (slash == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	for (const char *c = user; *c != '\0'; c++)
		if ((unsigned char)*c < ' ')
			return err_set(e, ERR_USAGE, "a name holds a control character");
	*slash = '\0';
	if (stat(folder, &st) != 0)
		return err_sys(e, ERR_OTHER, errno, "%s", folder);
	if (geteuid() != 0) /* only root gives files away */
		st.st_uid = (uid_t)-1, st.st_gid = (gid_t)-1;
	rc = publish_begin(&p, path, st.st_uid, st.st_gid, e);
	if (rc == 0)
		rc = edit_locked(&p, path, until_s, &d, &st, e);
	publish_clear(&p);
	text_buf_clear(&d.text);
	return rc;
}
