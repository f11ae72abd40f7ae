/* SPDX-License-Identifier: MIT */
/* One example for each Match block, so that sshd itself can say what counts in it. */
#include "helper/doctor/sshd_match.h"

#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/text.h"

#define VALUE_SIZE  64	  /* bytes of one value of a connection */
#define PRIMARY_MAX 10000 /* users who are looked at for their primary group */

/* What sshd -C must be told, and what stands there for a criterion that the line does not have:
 * addresses of documentation (RFC 5737). */
static const struct {
	const char *criterion, *key, *otherwise;
} parts[] = {
	{ "user", "user", "nobody" },
	{ "host", "host", "localhost" },
	{ "address", "addr", "192.0.2.1" },
	{ "localaddress", "laddr", "192.0.2.2" },
	{ "localport", "lport", "22" },
	{ "rdomain", "rdomain", "" },
};

#define PARTS (sizeof(parts) / sizeof(parts[0]))

/* "!root,dev-*" gives "dev-", "10.0.0.0/8" gives "10.0.0.0", and "*" what otherwise holds. */
static int
first_of(const char *list, char value[VALUE_SIZE], struct err *e)
{
	size_t len = 0;

	while (*list == '!') {
		list += strcspn(list, ",");
		list += *list == ',' ? 1 : 0;
	}
	for (; *list != '\0' && strchr(",/", *list) == NULL; list++) {
		if (len == VALUE_SIZE - 1)
			return err_set(e, ERR_OTHER, "a name of it is too long");
		if (*list != '*')
			value[len++] = *list == '?' ? 'x' : *list;
	}
	if (len > 0)
		value[len] = '\0';
	return 0;
}

static const char *
somebody_in(const struct group *group)
{
	const struct passwd *pw;
	const char *found = NULL;

	if (group->gr_mem[0] != NULL)
		return group->gr_mem[0];
	setpwent();
	for (int i = 0; found == NULL && i < PRIMARY_MAX && (pw = getpwent()) != NULL; i++)
		if (pw->pw_gid == group->gr_gid)
			found = pw->pw_name;
	endpwent();
	return found;
}

static int
member_of(const char *list, char value[VALUE_SIZE], struct err *e)
{
	char name[VALUE_SIZE] = "";
	const struct group *group;
	const char *user = NULL;

	if (first_of(list, name, e) != 0)
		return -1;
	group = strpbrk(list, "*?") == NULL ? getgrnam(name) : NULL;
	if (group != NULL)
		user = somebody_in(group);
	if (user == NULL || text_copy(value, VALUE_SIZE, user) != 0)
		return err_set(e, ERR_NOT_FOUND, "nobody is known to be in that group");
	return 0;
}

/* The words of the line, two and two; "all" alone. */
static int
read_criteria(char *cursor, char value[PARTS][VALUE_SIZE], struct err *e)
{
	static const char between[] = " \t=";
	char *criterion, *list, *state = NULL;

	criterion = strtok_r(cursor, between, &state);
	for (; criterion != NULL; criterion = strtok_r(NULL, between, &state)) {
		size_t i = 0;

		if (strcasecmp(criterion, "all") == 0)
			continue;
		list = strtok_r(NULL, between, &state);
		while (i < PARTS && strcasecmp(criterion, parts[i].criterion) != 0)
			i++;
		if (list == NULL || (i == PARTS && strcasecmp(criterion, "group") != 0))
			return err_set(e, ERR_OTHER, "\"%.40s\" is no criterion that can be tried",
				criterion);
		if ((i < PARTS ? first_of(list, value[i], e) : member_of(list, value[0], e)) != 0)
			return -1;
	}
	return 0;
}

int
sshd_match_connection(const char *criteria, char ret[SSHD_CONNECTION_SIZE], struct err *e)
{
	auto_str words = strdup(criteria);
	char value[PARTS][VALUE_SIZE];
	size_t len = 0;

	if (words == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	for (size_t i = 0; i < PARTS; i++)
		(void)strcpy(value[i], parts[i].otherwise);
	if (read_criteria(words, value, e) != 0)
		return -1;
	for (size_t i = 0; i < PARTS; i++)
		len += (size_t)snprintf(ret + len, SSHD_CONNECTION_SIZE - len, "%s%s=%s",
			i > 0 ? "," : "", parts[i].key, value[i]);
	return 0;
}
