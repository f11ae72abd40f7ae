/* SPDX-License-Identifier: MIT */
/* The entry points of the module, as libc calls them (glibc's <nss.h> gives the signatures).
 *
 * For all: SUCCESS fills *result, whose strings lie in buffer, and leaves errno alone; NOTFOUND
 * also stands for "no directory file on this host"; TRYAGAIN comes with ERANGE when the buffer is
 * too small (nothing was consumed) or ENOMEM; UNAVAIL with EIO when the file is there but not
 * trusted or damaged. No other status is ever returned, because libc aborts the program on one. */
#ifndef NSS_ENTRY_H
#define NSS_ENTRY_H

#include <grp.h>
#include <nss.h>
#include <pwd.h>
#include <stddef.h>

#define ENTRY __attribute__((visibility("default")))

ENTRY enum nss_status _nss_doorward_getpwnam_r(const char *name, struct passwd *result,
	char *buffer, size_t size, int *errnop);
ENTRY enum nss_status _nss_doorward_getpwuid_r(uid_t uid, struct passwd *result, char *buffer,
	size_t size, int *errnop);
ENTRY enum nss_status _nss_doorward_setpwent(int stayopen);
ENTRY enum nss_status _nss_doorward_endpwent(void);
ENTRY enum nss_status _nss_doorward_getpwent_r(struct passwd *result, char *buffer, size_t size,
	int *errnop);

ENTRY enum nss_status _nss_doorward_getgrnam_r(const char *name, struct group *result,
	char *buffer, size_t size, int *errnop);
ENTRY enum nss_status _nss_doorward_getgrgid_r(gid_t gid, struct group *result, char *buffer,
	size_t size, int *errnop);
ENTRY enum nss_status _nss_doorward_setgrent(int stayopen);
ENTRY enum nss_status _nss_doorward_endgrent(void);
ENTRY enum nss_status _nss_doorward_getgrent_r(struct group *result, char *buffer, size_t size,
	int *errnop);

/* Adds the gids of user's groups but skipped to (*groups)[*start…], which grows up to limit
 * entries (<= 0: no limit) and is malloc(3)'s; *start counts them. NOTFOUND also when skipped,
 * unless it is -1, shows that the user is another one of this name. */
ENTRY enum nss_status _nss_doorward_initgroups_dyn(const char *user, gid_t skipped, long *start,
	long *size, gid_t **groups, long limit, int *errnop);

#endif
