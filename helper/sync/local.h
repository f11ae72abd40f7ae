/* SPDX-License-Identifier: MIT */
/* Names and ids that are this host's own: its files, read directly, and names with power. */
#ifndef HELPER_SYNC_LOCAL_H
#define HELPER_SYNC_LOCAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "helper/directory/seen.h"

struct local {
	struct seen seen;
};

/* Reads the two files (normally /etc/passwd and /etc/group); NSS is not asked, because it would
 * answer with what we write ourselves. Returns 0, or -1; local_clear is right after both. */
int local_read(struct local *l, const char *passwd, const char *group, struct err *e)
	__attribute__((warn_unused_result));

bool local_has_user(const struct local *l, const char *name);
bool local_has_group(const struct local *l, const char *name);
bool local_has_id(const struct local *l, int64_t id); /* as uid or gid */

void local_clear(struct local *l);

/* Does this name mean power on some Linux host, as a user or as a group? Never given away, whether
 * this host has it or not: sudoers and polkit rules go by name. */
bool name_is_privileged(const char *name);

#define auto_local __attribute__((cleanup(local_clear))) struct local

#endif
