/* SPDX-License-Identifier: MIT */
/* Reads the handle's items and writes the one message that opens a transaction. */
#include "pam/login.h"

#include <ctype.h>
#include <security/pam_modutil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/address.h"
#include "base/text.h"
#include "base/wire.h"
#include "pam/age.h"

#define USER_SIZE    257 /* 256 bytes and the terminator */
#define COMMAND_SIZE 1025
#define WAITED_LEAST 20	  /* seconds; a younger connection is not told of, and no broker of before
			   * that refuses words it does not know is bothered by most */
#define WAITED_MOST  3600 /* it is no connection that waits */

int
login_describe(struct login *l, struct err *e)
{
	char clean[USER_SIZE];
	const void *item = NULL;
	const char *name = NULL;

	if (l->phase == LOGIN_AUTH) {
		if (pam_get_user(l->pamh, &name, NULL) != PAM_SUCCESS)
			name = NULL;
	} else if (pam_get_item(l->pamh, PAM_USER, &item) == PAM_SUCCESS) {
		name = item;
	}
	if (name == NULL || name[0] == '\0')
		return err_set(e, ERR_USAGE, "no user name was given");
	if (strlen(name) >= USER_SIZE)
		return err_set(e, ERR_USAGE, "a user name of %zu bytes is too long", strlen(name));
	if (strcmp(text_clean(clean, sizeof(clean), name), name) != 0)
		return err_set(e, ERR_USAGE, "a user name holds control characters or no UTF-8");
	if (strchr(name, '/') != NULL)
		return err_set(e, ERR_USAGE, "a user name holds '/'");
	l->user = name;
	return 0;
}

const char *
login_item(const struct login *l, int item)
{
	const void *value = NULL;

	if (pam_get_item(l->pamh, item, &value) != PAM_SUCCESS || value == NULL)
		return "";
	return value;
}

/* Who asks to become the user: PAM_RUSER. Where a set-user-id program leaves it out, as su does for
 * a uid without a name, its real user asks; a name that no host has stands for a nameless one. */
static const char *
find_caller(const struct login *l)
{
	const char *caller = login_item(l, PAM_RUSER);
	const struct passwd *pw;

	if (caller[0] != '\0' || getuid() == geteuid())
		return caller;
	pw = pam_modutil_getpwuid(l->pamh, getuid());
	return pw != NULL ? pw->pw_name : "?";
}

static bool
below_min_uid(const struct login *l, const char *name)
{
	const struct passwd *pw = pam_modutil_getpwnam(l->pamh, name);

	return pw != NULL && (int64_t)pw->pw_uid < l->args->min_uid;
}

bool
login_below_min_uid(const struct login *l)
{
	const char *caller = find_caller(l);

	return l->args->min_uid > 0 && below_min_uid(l, l->user) &&
		(caller[0] == '\0' || below_min_uid(l, caller));
}

/* What ssh lists as finished; "" when there is nothing. */
static const char *
finished_methods(const struct login *l)
{
	const char *methods = pam_getenv(l->pamh, "SSH_AUTH_INFO_0");

	return methods == NULL ? "" : methods;
}

bool
login_has_publickey(const struct login *l)
{
	static const char method[] = "publickey";
	const char *methods = finished_methods(l);

	return strncmp(methods, method, sizeof(method) - 1) == 0 &&
		!isalnum((unsigned char)methods[sizeof(method) - 1]);
}

/* Does it stand in the environment that the process was given, and is it so its caller's? The place
 * tells and not the words: a caller who guesses what sudo will answer hides nothing by that. */
static bool
is_in_environment(const char *value)
{
	for (char **entry = environ; entry != NULL && *entry != NULL; entry++)
		if (value >= *entry && value <= *entry + strlen(*entry))
			return true;
	return false;
}

/* The command sudo is about to run; NULL where only the caller says so: in any other service, and
 * under sudo-rs, which has the service's name and answers nothing itself. Plain getenv, because sudo
 * puts its own in its place, and hides its answer from secure_getenv. */
static const char *
sudo_command(const struct login *l)
{
	const char *service = login_item(l, PAM_SERVICE), *command;

	if (strcmp(service, "sudo") != 0 && strcmp(service, "sudo-i") != 0)
		return NULL;
	command = getenv("SUDO_COMMAND");
	return command == NULL || is_in_environment(command) ? NULL : command;
}

char *
login_rhost(const struct login *l, char ret_rhost[static LOGIN_ITEM])
{
	(void)text_clean(ret_rhost, LOGIN_ITEM, login_item(l, PAM_RHOST));
	address_plain(ret_rhost);
	return ret_rhost;
}

/* How old the connection is, where the application counts from there; false: young, or not known. */
static bool
describe_age(const struct login *l, char *buf, size_t size)
{
	int64_t age;

	if (l->phase != LOGIN_AUTH || strcmp(login_item(l, PAM_SERVICE), "sshd") != 0)
		return false;
	age = age_of_connection();
	(void)snprintf(buf, size, "waited=%d", (int)age);
	return age >= WAITED_LEAST && age <= WAITED_MOST;
}

int
login_send(const struct login *l, int fd, struct deadline d, struct err *e)
{
	char service[LOGIN_ITEM], rhost[LOGIN_ITEM], tty[LOGIN_ITEM], caller[LOGIN_ITEM];
	char command[sizeof("command=") + COMMAND_SIZE] = "command=";
	const char *fields[WIRE_FIELDS] = { "begin", WIRE_VERSION,
		l->phase == LOGIN_AUTH ? "auth" : "account",
		text_clean(service, sizeof(service), login_item(l, PAM_SERVICE)), l->user,
		login_rhost(l, rhost), text_clean(tty, sizeof(tty), login_item(l, PAM_TTY)),
		text_clean(caller, sizeof(caller), find_caller(l)) };
	const char *run = sudo_command(l);
	char waited[32];
	size_t count = 8;

	if (l->silent)
		fields[count++] = "silent";
	if (l->args->after_password || finished_methods(l)[0] != '\0')
		fields[count++] = "proof";
	if (run != NULL) {
		(void)text_clean(command + strlen(command), COMMAND_SIZE, run);
		fields[count++] = command;
	}
	if (describe_age(l, waited, sizeof(waited)))
		fields[count++] = waited;
	return wire_send_fields(fd, d, fields, count, e);
}
