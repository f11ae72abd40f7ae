/* SPDX-License-Identifier: MIT */
/* Reads the GECOS fields of this host's accounts, where the peer took usernames from. */
#include <pwd.h>
#include <stdio.h>
#include <string.h>

#include "helper/migrate/migrate.h"

#define ACCOUNTS_MAX 4000 /* that are looked at, and below NAMES_MAX */

/* The part of the field that is meant, in place; "" when there is none. */
static char *
gecos_part(char *gecos, char delimiter, size_t position)
{
	char *rest = gecos;

	if (position == 0)
		return gecos;
	while (--position > 0 && rest != NULL)
		(void)strsep(&rest, (char[]){ delimiter, '\0' });
	if (rest == NULL)
		return gecos + strlen(gecos);
	rest[strcspn(rest, (char[]){ delimiter, '\0' })] = '\0';
	return rest;
}

const char *
migrate_gecos(struct conf *conf, char delimiter, size_t position)
{
	const char *fault = NULL;
	struct passwd *pw;
	int seen = 0;

	setpwent();
	while (fault == NULL && (pw = getpwent()) != NULL) {
		const char *user = gecos_part(pw->pw_gecos, delimiter, position);
		char entry[2 * MAP_USER_SIZE];

		if (++seen > ACCOUNTS_MAX)
			fault = "this host has too many accounts for a table: make a map.file of "
				"LOCAL=DIRECTORY lines, and take this key out";
		if ((int64_t)pw->pw_uid < conf->login.min_uid || user[0] == '\0' ||
			strcmp(user, pw->pw_name) == 0 || strchr(pw->pw_name, '=') != NULL)
			continue;
		if (strlen(user) >= MAP_USER_SIZE || strlen(pw->pw_name) >= MAP_USER_SIZE)
			continue; /* longer than a login may be */
		(void)snprintf(entry, sizeof(entry), "%s=%s", pw->pw_name, user);
		if (names_add(&conf->map.users, entry) != 0)
			fault = "out of memory";
	}
	endpwent();
	return fault;
}
