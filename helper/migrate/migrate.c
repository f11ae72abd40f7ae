/* SPDX-License-Identifier: MIT */
/* `doorward migrate`: from pam_duo.conf to doorward.conf, with everything that changes said. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "conf/options.h"
#include "conf/wrap.h"
#include "helper/migrate/migrate.h"

#define SKEY_NAME   "duo-auth.skey"
#define PAM_FOLDER  "/etc/pam.d"
#define VALUE_SHOWN 200 /* bytes of an option, in the report */

/* What differs whatever the file says. */
static const char *const always[] = {
	"Logins with an ssh key alone never reached pam_duo. With the account line below the "
	"status counts for them too, and for each sudo, su and cron job.",
	"Accounts with a uid below login.min_uid (1000) are not asked, root neither; pam_duo asked "
	"everybody. This keeps the way in for root's console.",
	"An Auth API credential alone cannot tell somebody who is disabled from somebody who is "
	"locked out, so jobs of cron stop for both. With an Admin API application as well "
	"(duo.admin, \"Grant read resource\") statuses are read as they are.",
	"People type a passcode or a bypass code, or \"push\". The numbered menu is gone, and with "
	"it phone calls and codes by SMS.",
	"Somebody in bypass is waved on to the next line of the stack and is not counted as "
	"passed; login.bypass = \"allow\" would.",
};

static const char login_duo[] =
	"login_duo asks within the session, as a ForceCommand of sshd_config or as somebody's "
	"shell, which can go: Doorward asks in PAM, before there is a session.";

/* Reads the peer's file into memory that the caller wipes; it is only a source, so the owner does
 * not matter (login_duo.conf may belong to sshd). */
static int
read_source(const char *path, char *buf, size_t size, struct err *e)
{
	auto_fd fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	size_t len = 0;
	ssize_t n;

	if (fd < 0)
		return err_sys(e, errno == ENOENT ? ERR_NOT_FOUND : ERR_OTHER, errno, "%s", path);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return err_set(e, ERR_USAGE, "%s: is not a regular file", path);
	while ((n = read(fd, buf + len, size - len)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(e, ERR_OTHER, errno, "%s", path);
		len += (size_t)n;
		if (len == size)
			return err_set(e, ERR_USAGE, "%s: is longer than %zu bytes", path,
				size - 1);
	}
	buf[len] = '\0';
	if (strlen(buf) != len)
		return err_set(e, ERR_USAGE, "%s: holds a NUL", path);
	if ((st.st_mode & S_IRWXO) != 0)
		(void)fprintf(stderr, "%s: note: others could read the secret key; have a new one "
			"made in Duo's administration\n", path);
	return 0;
}

/* Beside the configuration, unless --skey-file says otherwise. */
static char *
skey_path(const struct migrate_wish *wish)
{
	const char *slash = strrchr(wish->conf_path, '/');
	char *path;

	if (wish->skey_path != NULL)
		return strdup(wish->skey_path);
	if (asprintf(&path, "%.*s/" SKEY_NAME, (int)(slash - wish->conf_path),
		    wish->conf_path) < 0)
		return NULL;
	return path;
}

/* The line that a fault of the new configuration comes from: that of the key which became the
 * option it names. */
static unsigned
line_behind(const struct migrate *m, const char *fault)
{
	for (size_t i = 0; migrate_keys[i].name != NULL; i++)
		for (size_t j = 0; j < 2 && migrate_keys[i].options[j] != NULL; j++)
			if (m->value[i].line != 0 &&
				strstr(fault, migrate_keys[i].options[j]) != NULL)
				return m->value[i].line;
	return 0;
}

/* The new configuration as text, tried with the loader itself. */
static int
compose(struct migrate *m, struct text_buf *ret_text, struct err *e)
{
	auto_free struct conf_faults *faults = calloc(1, sizeof(*faults));
	auto_str body = NULL;
	auto_conf tried = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&body, &len);
	int rc = f != NULL ? conf_print_changes(m->conf, f) : -1;

	if ((f != NULL && fclose(f) != 0) || rc != 0 || faults == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	ret_text->limit = CONF_SIZE_MAX;
	text_buf_printf(ret_text,
		"# Made by doorward migrate from %s; doorward.conf(5) explains all options,\n"
		"# those that are not here are at their default (doorward config dump).\n\n%s",
		m->source, body);
	if (ret_text->failed)
		return err_set(e, ERR_OTHER, "the new configuration would be too long");
	rc = conf_parse(ret_text->data, m->conf_path, &tried, faults);
	for (size_t i = 0; rc != 0 && i < faults->count && i < CONF_FAULTS_MAX; i++)
		migrate_fault(m, line_behind(m, faults->fault[i].msg), "would become %s",
			faults->fault[i].msg);
	return 0;
}

static void
report_key(const struct migrate *m, const struct migrate_key *k, const struct migrate_value *v)
{
	bool set = v->line != 0 && (!k->boolean || migrate_yes(v));
	const char *words = set ? k->set : v->line == 0 ? k->unset : NULL;

	if (v->line == 0 && words == NULL)
		return;
	if (v->line == 0)
		(void)printf("%s: %s is not set\n", m->source, k->name);
	else
		(void)printf("%s:%u: %s%s%s\n", m->source, v->line, k->name,
			k->secret ? "" : " = ", k->secret ? "" : v->text);
	for (size_t i = 0; i < 2 && k->options[i] != NULL && !(v->line != 0 && k->secret); i++) {
		auto_text_buf value = { 0 };

		option_format(option_find(k->options[i]), m->conf, &value);
		(void)printf("\t%s = %.*s%s\n", k->options[i], VALUE_SHOWN,
			value.data != NULL ? value.data : "",
			value.len > VALUE_SHOWN ? " ..." : "");
	}
	if (v->line != 0 && k->secret)
		(void)printf("\t%s\n", k->options[0]);
	if (words != NULL)
		wrap_print(stdout, 1, "", words);
}

void
migrate_report(const struct migrate *m)
{
	for (size_t i = 0; migrate_keys[i].name != NULL; i++)
		report_key(m, &migrate_keys[i], &m->value[i]);
	(void)puts("\nWhatever the file says, this differs:");
	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		wrap_print(stdout, 1, "", always[i]);
	if (strstr(m->source, "login_duo") != NULL)
		wrap_print(stdout, 1, "", login_duo);
}

void
migrate_clear(struct migrate *m)
{
	names_clear(&m->groups);
	conf_free(m->conf);
	secret_clear(&m->skey);
	*m = (struct migrate){ 0 };
}

/* A dry run tells what the other would stumble over. */
static void
print_dry(const struct migrate *m, const char *made)
{
	const char *const paths[] = { m->conf_path, m->skey_path };

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (access(paths[i], F_OK) == 0)
			(void)fprintf(stderr, "%s: note: exists already, and is not written over\n",
				paths[i]);
	(void)printf("# would become %s\n%s\n# and the secret %s\n\n", m->conf_path, made,
		m->skey_path);
}

static int
migrate(const struct migrate_wish *wish, struct migrate *m, char *text, struct err *e)
{
	const char *folder = wish->pam_folder;
	auto_text_buf made = { 0 };

	if (read_source(m->source, text, MIGRATE_FILE_SIZE, e) != 0)
		return -1;
	migrate_parse(m, text);
	if (migrate_take(m, e) != 0 || (m->faults == 0 && compose(m, &made, e) != 0))
		return -1;
	if (m->faults > 0)
		return err_set(e, ERR_CONFIG, "%s: cannot be taken over as it is; nothing was "
			"written", m->source);
	if (wish->dry_run)
		print_dry(m, made.data);
	else if (migrate_write(m, made.data, made.len, e) != 0)
		return -1;
	else
		(void)printf("Written: %s, %s\n\n", m->conf_path, m->skey_path);
	migrate_report(m);
	return migrate_report_stacks(m, folder != NULL ? folder : PAM_FOLDER, e);
}

int
migrate_run(const struct migrate_wish *wish, struct err *e)
{
	struct migrate m = { .source = wish->source, .conf_path = wish->conf_path };
	auto_str path = NULL;
	char *text;
	int rc;

	path = skey_path(wish);
	text = calloc(1, MIGRATE_FILE_SIZE);
	if (path == NULL || text == NULL) {
		free(text);
		return err_set(e, ERR_OTHER, "out of memory");
	}
	m.skey_path = path;
	rc = migrate(wish, &m, text, e);
	explicit_bzero(text, MIGRATE_FILE_SIZE);
	free(text);
	migrate_clear(&m);
	return rc;
}
