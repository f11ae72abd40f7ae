/* SPDX-License-Identifier: MIT */
/* Goes through the places that map names, see mapping.h. */
#include "helper/door/mapping.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "helper/directory/reader.h"
#include "helper/door/map_file.h"

char *
mapping_directory_file(const struct conf *c)
{
	char *path;

	return asprintf(&path, "%s/directory.cdb", c->sync.folder) < 0 ? NULL : path;
}

char *
mapping_kept_file(const struct conf *c)
{
	char *path;

	return asprintf(&path, "%s/map.good", c->sync.folder) < 0 ? NULL : path;
}

/* Returns 1 when the directory file knows the name, 0 when not, -1. */
static int
ask_directory(const struct conf *c, const char *local, char ret_user[MAP_USER_SIZE],
	struct err *e)
{
	auto_str path = mapping_directory_file(c);
	struct directory_mapping m;
	struct err own = { 0 };

	if (path == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (directory_find_map(path, local, &m, &own) != 0) {
		if (own.code == ERR_NOT_FOUND)
			return 0;
		if (e != NULL)
			*e = own;
		return -1;
	}
	return text_copy(ret_user, MAP_USER_SIZE, m.username) == 0 ? 1
		: err_set(e, ERR_OTHER, "%s: a directory username is too long", path);
}

enum finding
mapping_last_refusal(const struct conf *c, const char *local, const char *directory_user,
	int64_t *ret_seen)
{
	auto_str path = mapping_directory_file(c);
	struct directory_mapping m;
	enum finding f;

	if (path == NULL || directory_find_map(path, local, &m, NULL) != 0 ||
		strcmp(m.username, directory_user) != 0)
		return FINDING_UNREACHABLE;
	*ret_seen = (int64_t)m.time;
	f = status_effective(m.status, NULL, 0, true);
	return f == FINDING_DISABLED || f == FINDING_PENDING_DELETION || f == FINDING_LOCKED_OUT
		? f : FINDING_UNREACHABLE;
}

int
mapping_find(const struct conf *c, const char *local, enum map_how *ret_how,
	char ret_user[MAP_USER_SIZE], struct err *e)
{
	struct map_rules table = { .users = c->map.users };
	auto_str kept = mapping_kept_file(c); /* without memory it is not known */
	int rc;

	*ret_how = map_user(&table, local, ret_user);
	if (*ret_how != MAP_NONE)
		return 0;
	rc = map_file_find(c->map_file, kept, local, ret_user, e);
	if (rc != 0) {
		*ret_how = MAP_FILE;
		return rc > 0 ? 0 : -1;
	}
	rc = ask_directory(c, local, ret_user, e);
	if (rc != 0) {
		*ret_how = MAP_DIRECTORY;
		return rc > 0 ? 0 : -1;
	}
	*ret_how = map_user(&c->map, local, ret_user);
	return 0;
}
