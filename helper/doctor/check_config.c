/* SPDX-License-Identifier: MIT */
/* doorward.conf, and the files with secrets that it names. */
#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/secret.h"
#include "base/trust.h"
#include "helper/common/duo_form.h"
#include "helper/doctor/doctor.h"

#define CREDENTIALS "/run/credentials/" /* where systemd shows a service what it loads for it */
#define SOURCES	    "/etc/doorward/"	/* where the units load from */
#define GROUPS_MAX  256

static void
say_form(void *ctx, enum duo_form form, const char *option, const char *what)
{
	struct doctor *d = ctx;

	doctor_say(d, form == DUO_FORM_EXAMPLE ? SEVERITY_ERROR : SEVERITY_WARNING,
		"configuration.form", "%s %s", option, what);
	doctor_write(d, d->conf_path, 0, "what the administration page shows for %s", option);
}

void
check_configuration(struct doctor *d)
{
	const struct conf_faults *f = d->faults;
	size_t kept = f->count < CONF_FAULTS_MAX ? f->count : CONF_FAULTS_MAX;

	if (geteuid() != 0) {
		doctor_say(d, SEVERITY_NOTICE, "doctor.not-root",
			"only root can see all of it: secrets, sshd, root's password");
		doctor_run_this(d, "sudo doorward doctor");
	}
	if (d->conf != NULL) {
		doctor_say(d, SEVERITY_OK, "configuration.file", "%s", d->conf_path);
		duo_judge_forms(d->conf, say_form, d);
		return;
	}
	if (geteuid() != 0 && access(d->conf_path, R_OK) != 0 && errno == EACCES) {
		doctor_say(d, SEVERITY_NOTICE, "configuration.unreadable",
			"%s: only others may read it, so what follows from it is not known",
			d->conf_path);
		doctor_run_this(d, "sudo doorward doctor");
		return;
	}
	for (size_t i = 0; i < kept; i++) {
		doctor_say(d, SEVERITY_ERROR, "configuration.fault", "%s", f->fault[i].msg);
		if (!d->failed && d->diagnosis[d->count - 1].remedy != NULL)
			continue; /* the fault names it */
		if (access(d->conf_path, F_OK) == 0)
			doctor_write(d, d->conf_path, f->fault[i].line,
				"what doorward.conf(5) says; until then every login is refused");
		else
			doctor_run_this(d, "doorward config example >%s", d->conf_path);
	}
}

/* Is the user in the group, by its number? */
static bool
in_group(uid_t uid, gid_t gid)
{
	const struct passwd *pw = getpwuid(uid);
	gid_t list[GROUPS_MAX];
	int count = GROUPS_MAX;

	if (pw == NULL || getgrouplist(pw->pw_name, pw->pw_gid, list, &count) < 0)
		return false;
	for (int i = 0; i < count; i++)
		if (list[i] == gid)
			return true;
	return false;
}

static bool
readable_for(uid_t uid, const struct stat *st)
{
	if (uid == 0 || uid == (uid_t)-1)
		return true;
	if (st->st_uid == uid)
		return (st->st_mode & S_IRUSR) != 0;
	return (st->st_mode & S_IRGRP) != 0 && in_group(uid, st->st_gid);
}

/* A file with a secret: what is in it, and who must be able to read it. */
struct secret_row {
	const char *option, *file;
	bool one_word; /* else PEM, or lines */
	bool broker;
};

static int
read_secret(const struct secret_row *row, const char *file, struct err *e)
{
	auto_secret secret = { 0 };
	auto_fd fd = -1;

	if (row->one_word)
		return secret_read_file(&secret, file, e);
	fd = trust_open(file, TRUST_SECRET, e);
	return fd < 0 ? -1 : 0;
}

/* Is it only what the file holds that is wrong? */
static bool
is_trusted(const char *file)
{
	auto_fd fd = trust_open(file, TRUST_SECRET, NULL);

	return fd >= 0;
}

static void
say_secret(struct doctor *d, const char *option, const struct secret_row *row, const char *file)
{
	bool loaded = file != row->file; /* by systemd, which may read everything */
	struct err e = { 0 };
	struct stat st;

	if (read_secret(row, file, &e) == 0 || (e.sys == EACCES && geteuid() != 0)) {
		if (row->broker && !loaded && stat(file, &st) == 0 &&
			!readable_for(d->broker_uid, &st)) {
			doctor_say(d, SEVERITY_ERROR, "secrets.broker",
				"%s: the broker's user cannot read %s", option, file);
			doctor_run_this(d, "chown root:doorward %s && chmod 0640 %s", file, file);
		} else {
			doctor_say(d, SEVERITY_OK, "secrets.file", "%s: %s%s", option, file,
				e.code != ERR_NONE ? ", as far as can be seen" : "");
		}
		return;
	}
	doctor_say(d, row->broker ? SEVERITY_ERROR : SEVERITY_WARNING, "secrets.file", "%s: %s",
		option, e.msg);
	if (e.code == ERR_NOT_FOUND)
		doctor_run_this(d, "install -o root -g doorward -m 0640 FILE %s", file);
	else if (is_trusted(file) && strstr(e.msg, "blank or control byte") != NULL)
		doctor_run_this(d, "sed -i 's/[[:space:][:cntrl:]]//g' %s", file);
	else if (is_trusted(file))
		doctor_write(d, file, 1, "the secret and nothing else");
	else
		doctor_run_this(d, "chown root:doorward %s && chmod 0640 %s", file, file);
}

static void
check_secret(struct doctor *d, const char *profile, const struct secret_row *row)
{
	char source[PATH_MAX], option[128];

	if (row->file[0] == '\0')
		return;
	(void)snprintf(option, sizeof(option), "%s%s%s%s", profile != NULL ? "profiles." : "",
		profile != NULL ? profile : "", profile != NULL ? "." : "", row->option);
	(void)snprintf(source, sizeof(source), SOURCES "%s", strrchr(row->file, '/') + 1);
	/* what systemd loads is not there for us: that is looked at which it loads from */
	say_secret(d, option, row,
		strncmp(row->file, CREDENTIALS, strlen(CREDENTIALS)) == 0 ? source : row->file);
}

static void
check_connections(struct doctor *d, const char *profile, const struct conf *c)
{
	const bool here = profile == NULL, sync = here && c->sync.allthenticate;
	const bool tokens = here && access(c->serve.token_file, F_OK) == 0; /* made when needed */
	const struct secret_row rows[] = {
		{ "duo.admin.skey_file", c->duo.admin.skey_file, true, here },
		{ "duo.auth.skey_file", c->duo.auth.skey_file, true, here },
		{ "allthenticate.key_file", c->allthenticate.key_file, true, sync },
		{ "sentinelone.token_file", c->sentinelone.token_file, true, false },
		{ "serve.tls_key", here ? c->serve.tls_key : "", false, false },
		{ "serve.token_file", tokens ? c->serve.token_file : "", false, false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_secret(d, profile, &rows[i]);
}

void
check_secrets(struct doctor *d)
{
	check_connections(d, NULL, d->conf);
	for (size_t i = 0; i < d->conf->profiles.count; i++)
		check_connections(d, d->conf->profiles.profile[i].name,
			d->conf->profiles.profile[i].connections);
}
