/* SPDX-License-Identifier: MIT */
/* Root must never hang on the directory, and somebody must get in when it is down. */
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <shadow.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "helper/common/host.h"
#include "helper/door/door.h"
#include "helper/door/map_file.h"
#include "helper/door/mapping.h"
#include "helper/doctor/doctor.h"
#include "helper/doctor/sshd_match.h"

#define KEYS "/.ssh/authorized_keys" /* in root's home */

/* How the policy takes a user of this host, without asking the directory. */
static struct door_case
identify(const struct doctor *d, const char *user)
{
	struct door door = { .conf = d->conf };
	struct door_request r = { .phase = PHASE_ACCOUNT, .service = "login", .user = user,
		.rhost = "", .tty = "", .caller = "", .command = "" };
	struct door_case c;

	if (door_identify(&door, &r, &c))
		c.finding = FINDING_UNREACHABLE; /* it takes the directory to know */
	return c;
}

static bool
root_is_exempt(const struct doctor *d)
{
	return identify(d, "root").finding == FINDING_EXEMPT;
}

static void
check_root(struct doctor *d)
{
	struct door_case c = identify(d, "root");

	if (c.finding == FINDING_EXEMPT) {
		doctor_say(d, SEVERITY_OK, "people.root", "root is exempt: %s", c.reason);
	} else if (c.directory_user[0] != '\0') {
		doctor_say(d, SEVERITY_ERROR, "people.root", "root enters as the directory's user "
			"\"%s\": it is locked out when that person is disabled, unknown, or out of "
			"reach", c.directory_user);
		doctor_write_option(d, "login.min_uid", "1000");
	} else {
		doctor_say(d, SEVERITY_WARNING, "people.root",
			"root is not exempt: login.unmapped decides");
		doctor_write_option(d, "login.min_uid", "1000");
	}
}

/* Names in the configuration that this host does not have exempt nobody. */
static void
check_exempt(struct doctor *d)
{
	const struct names *users = &d->conf->login.exempt_users;
	const struct names *groups = &d->conf->login.exempt_groups;

	for (size_t i = 0; i < users->count; i++) {
		struct host_user user;
		struct err e;

		if (host_user_find(users->name[i], &user, &e) == 1)
			continue;
		doctor_say(d, SEVERITY_WARNING, "people.exempt",
			"login.exempt_users names \"%s\", whom this host does not know",
			users->name[i]);
		doctor_write_option(d, "login.exempt_users", "[ \"NAME\" ]");
	}
	for (size_t i = 0; i < groups->count; i++) {
		if (getgrnam(groups->name[i]) != NULL)
			continue;
		doctor_say(d, SEVERITY_WARNING, "people.exempt",
			"login.exempt_groups names \"%s\", which this host does not have",
			groups->name[i]);
		doctor_write_option(d, "login.exempt_groups", "[ \"GROUP\" ]");
	}
}

static void
say_line(void *ctx, unsigned line, const char *what)
{
	struct doctor *d = ctx;

	doctor_say(d, SEVERITY_ERROR, "people.map", "%s:%u: %s", d->conf->map_file, line, what);
	doctor_write(d, d->conf->map_file, line, "local=directory, or nothing");
}

/* A table that is not good in every line is not in force. */
static void
check_map(struct doctor *d)
{
	auto_str kept = mapping_kept_file(d->conf);
	bool has_kept = kept != NULL && access(kept, F_OK) == 0;
	struct err e = { 0 };
	int bad;

	if (d->conf->map_file[0] == '\0' || access(d->conf->map_file, F_OK) != 0)
		return;
	bad = map_file_check(d->conf->map_file, say_line, d, &e);
	if (bad < 0) {
		doctor_say(d, SEVERITY_ERROR, "people.map", "%s: %s",
			has_kept ? "the last good map stays in force" : "nobody gets in", e.msg);
		doctor_run_this(d, "chown root %s && chmod 0644 %s", d->conf->map_file,
			d->conf->map_file);
	} else if (bad > 0) {
		doctor_say(d, SEVERITY_NOTICE, "people.map-kept", has_kept
			? "the last good map stays in force until then"
			: "no earlier map is known: names that no readable line holds are refused");
		doctor_run_this(d, "doorward map check");
	}
}

/* Doors of people that their class leaves open. */
static void
check_doors(struct doctor *d)
{
	const char *const doors[] = { d->sshd.service, "login", "sudo", "su" };

	for (size_t i = 0; i < sizeof(doors) / sizeof(doors[0]); i++) {
		enum service_class class = service_classify(&d->conf->services, doors[i]);
		const char *what = class == CLASS_EXEMPT
			? "Doorward steps aside for everybody" : "who is not known to be disabled gets in";
		enum service_class listed;
		char key[128];

		if (class != CLASS_EXEMPT && class != CLASS_MACHINERY)
			continue;
		if (service_is_listed(&d->conf->services, doors[i], &listed)) {
			doctor_say(d, SEVERITY_ERROR, "people.services",
				"%s is among services.%s: %s", doors[i], service_class_word(class), what);
			doctor_write_option(d, class == CLASS_EXEMPT ? "services.exempt"
								     : "services.machinery",
				"[ \"NAME\" ]");
		} else {
			doctor_say(d, SEVERITY_ERROR, "people.services",
				"services.%s.class is \"%s\": %s", doors[i],
				service_class_word(class), what);
			(void)snprintf(key, sizeof(key), "services.%.100s", doors[i]);
			doctor_write_option(d, key, "{ class = \"interactive\"; }");
		}
	}
}

void
check_people(struct doctor *d)
{
	check_root(d);
	check_map(d);
	check_doors(d);
	check_exempt(d);
}

/* Has the user a password that can be typed? Only root can tell; others are told no. */
static bool
has_password(const char *name)
{
	const struct spwd *entry = getspnam(name);

	return entry != NULL && entry->sp_pwdp != NULL && strchr("*!", entry->sp_pwdp[0]) == NULL;
}

/* Is a key of root's of use where sshd is set so? A code behind it does not matter: who is exempt
 * needs none. */
static bool
key_counts(const struct sshd_config *c)
{
	const char *methods = sshd_config_value(c, "authenticationmethods", "any");
	const char *permit = sshd_config_value(c, "permitrootlogin", "prohibit-password");

	return strcasecmp(permit, "no") != 0 &&
		strcasecmp(sshd_config_value(c, "pubkeyauthentication", "yes"), "yes") == 0 &&
		(strcmp(methods, "any") == 0 || strstr(methods, "publickey") != NULL);
}

/* With the Match blocks that are about root, when sshd can say it. */
static bool
root_by_key(const struct doctor *d)
{
	const struct passwd *pw = getpwnam("root");
	char keys[PATH_MAX], connection[SSHD_CONNECTION_SIZE];
	struct sshd_config *sshd;
	struct err e = { 0 };
	struct stat st;
	bool counts;

	(void)snprintf(keys, sizeof(keys), "%s" KEYS, pw != NULL ? pw->pw_dir : "/root");
	if (!d->sshd.installed || stat(keys, &st) != 0 || st.st_size == 0)
		return false;
	sshd = calloc(1, sizeof(*sshd));
	if (sshd == NULL)
		return false;
	counts = key_counts(sshd_match_connection("User root", connection, &e) == 0 &&
			sshd_config_ask(sshd, connection, deadline_in(DOCTOR_CHILD_MS), &e) == 0
		? sshd : &d->sshd);
	sshd_config_clear(sshd);
	free(sshd);
	return counts;
}

static bool
any_exempt(const struct conf *c)
{
	struct host_user user;
	struct err e;

	for (size_t i = 0; i < c->login.exempt_users.count; i++)
		if (host_user_find(c->login.exempt_users.name[i], &user, &e) == 1)
			return true;
	for (size_t i = 0; i < c->login.exempt_groups.count; i++) {
		const struct group *group = getgrnam(c->login.exempt_groups.name[i]);

		if (group != NULL && group->gr_mem[0] != NULL)
			return true;
	}
	return false;
}

void
check_ways_in(struct doctor *d)
{
	const struct conf *c = d->conf;
	const bool root = root_is_exempt(d), sees_all = geteuid() == 0;
	const struct {
		bool open;
		const char *id, *text;
	} ways[] = {
		{ root && d->root_enters_console && has_password("root"), "ways.console",
			"root, with its password, at the console: also while the broker is down" },
		{ root && root_by_key(d), "ways.root-key", "root, with its key for ssh" },
		{ any_exempt(c), "ways.exempt",
			"who is exempt by login.exempt_users or login.exempt_groups" },
		{ c->cache.stale_ms > 0, "ways.stale",
			"who was let in before, as long as cache.stale says" },
		{ c->policy.unreachable == STANCE_IGNORE, "ways.unreachable",
			"everybody but who is known to be disabled: login.unreachable" },
	};
	bool any = false;

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (ways[i].open) {
			any = true;
			doctor_say(d, SEVERITY_OK, ways[i].id, "while the directory is down: %s",
				ways[i].text);
		}
	if (any)
		return;
	doctor_say(d, sees_all ? SEVERITY_ERROR : SEVERITY_NOTICE, "ways.none",
		"nobody is seen to get in while the directory is down%s",
		sees_all ? "" : ", but only root can see whether root has a password");
	doctor_write_option(d, "login.exempt_users", "[ \"NAME\" ]");
}
