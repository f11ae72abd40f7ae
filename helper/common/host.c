/* SPDX-License-Identifier: MIT */
/* Asks NSS, and keeps "no such user" apart from "could not ask". */
#include "helper/common/host.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"

#define ENTRY_SIZE_FIRST 4096
#define ENTRY_SIZE_MAX	 (1024 * 1024)
#define GROUPS_MAX	 65536

/* The C library says 0; others say ENOENT or ESRCH. Not EPERM and EBADF, which getpwnam(3) lists as
 * well: a sandbox answers an NSS module with them, and nobody was looked for then. */
static bool
means_not_found(int error)
{
	return error == 0 || error == ENOENT || error == ESRCH;
}

static int
user_fill(const struct passwd *pw, struct host_user *ret_user, struct err *e)
{
	if (text_copy(ret_user->name, sizeof(ret_user->name), pw->pw_name) != 0)
		return err_set(e, ERR_OTHER, "a user name is longer than %d bytes",
			HOST_NAME_SIZE - 1);
	ret_user->uid = pw->pw_uid;
	ret_user->gid = pw->pw_gid;
	return 1;
}

static int
user_look(const char *name, uid_t uid, struct host_user *ret_user, struct err *e)
{
	for (size_t size = ENTRY_SIZE_FIRST; size <= ENTRY_SIZE_MAX; size *= 4) {
		auto_str buf = malloc(size);
		struct passwd pw, *found = NULL;
		int error;

		if (buf == NULL)
			return err_set(e, ERR_OTHER, "out of memory");
		error = name != NULL ? getpwnam_r(name, &pw, buf, size, &found)
				     : getpwuid_r(uid, &pw, buf, size, &found);
		if (found != NULL)
			return user_fill(found, ret_user, e);
		if (error == ERANGE)
			continue;
		if (means_not_found(error))
			return 0;
		return err_sys(e, ERR_OTHER, error, "the host's list of users");
	}
	return err_set(e, ERR_OTHER, "the host's list of users: an entry is longer than %d bytes",
		ENTRY_SIZE_MAX);
}

int
host_user_find(const char *name, struct host_user *ret_user, struct err *e)
{
	return user_look(name, 0, ret_user, e);
}

int
host_user_by_uid(uid_t uid, struct host_user *ret_user, struct err *e)
{
	return user_look(NULL, uid, ret_user, e);
}

static int
group_find(const char *name, gid_t *ret_gid, struct err *e)
{
	for (size_t size = ENTRY_SIZE_FIRST; size <= 16 * ENTRY_SIZE_MAX; size *= 4) {
		auto_str buf = malloc(size);
		struct group gr, *found = NULL;
		int error;

		if (buf == NULL)
			return err_set(e, ERR_OTHER, "out of memory");
		error = getgrnam_r(name, &gr, buf, size, &found);
		if (found != NULL) {
			*ret_gid = found->gr_gid;
			return 1;
		}
		if (error == ERANGE)
			continue;
		if (means_not_found(error))
			return 0;
		return err_sys(e, ERR_OTHER, error, "the host's list of groups");
	}
	return err_set(e, ERR_OTHER, "group %s: too many members to read", name);
}

int
host_user_in_groups(const struct host_user *u, const struct names *groups, struct err *e)
{
	auto_free gid_t *member = NULL;
	int count = 64;

	if (groups->count == 0)
		return 0;
	for (;;) {
		int room = count;
		gid_t *grown = reallocarray(member, (size_t)room, sizeof(*member));

		if (grown == NULL)
			return err_set(e, ERR_OTHER, "out of memory");
		member = grown;
		if (getgrouplist(u->name, u->gid, member, &count) >= 0)
			break;
		if (count <= room || count > GROUPS_MAX)
			return err_set(e, ERR_OTHER, "%s: too many groups", u->name);
	}
	for (size_t i = 0; i < groups->count; i++) {
		gid_t gid = 0;
		int found = group_find(groups->name[i], &gid, e);

		if (found < 0)
			return -1;
		for (int k = 0; found == 1 && k < count; k++)
			if (member[k] == gid)
				return 1;
	}
	return 0;
}
