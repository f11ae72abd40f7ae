/* SPDX-License-Identifier: MIT */
/* What pam.d shows without trying: services that do not ask, and lines of ours that are wrong. */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "helper/doctor/check_pam.h"
#include "helper/doctor/pam_answer.h"
#include "helper/doctor/pam_walk.h"

#define ACCOUNT_LINE "account required pam_doorward.so min_uid=1000"

/* Doors that people come through. */
static const struct door_row {
	const char *service;
	enum severity severity; /* of not asking, while others do */
	const char *text;
} doors[] = {
	{ "sshd", SEVERITY_WARNING, "people whom the directory has disabled get in" },
	{ "login", SEVERITY_NOTICE, "the console asks for the password alone" },
	{ "sudo", SEVERITY_NOTICE, "who is disabled while logged in may go on as root" },
	{ "su", SEVERITY_NOTICE, "who is disabled while logged in may go on as others" },
	{ "cron", SEVERITY_NOTICE, "jobs of people who are disabled go on" },
	{ "crond", SEVERITY_NOTICE, "jobs of people who are disabled go on" },
};

static void
run_profile(struct doctor *d)
{
	if (access("/usr/sbin/pam-auth-update", X_OK) == 0)
		doctor_run_this(d, "pam-auth-update --enable doorward");
	else if (access("/usr/bin/authselect", X_OK) == 0)
		doctor_run_this(d, "authselect select doorward");
	else
		doctor_write(d, PAM_FOLDER "/sshd", 0, "%s", ACCOUNT_LINE);
}

static bool
anybody_asks(const struct doctor *d)
{
	for (size_t i = 0; i < d->pam.count; i++)
		if (pam_service_asks(&d->pam.service[i]))
			return true;
	return false;
}

static bool
has_lines(const struct pam_service *s)
{
	return s->stack[PAM_TYPE_AUTH].count + s->stack[PAM_TYPE_ACCOUNT].count > 0;
}

/* Where a new account line goes: above the first one. */
static void
write_account_line(struct doctor *d, const struct pam_service *s)
{
	const struct pam_stack *auth = &s->stack[PAM_TYPE_AUTH];
	const struct pam_stack *account = &s->stack[PAM_TYPE_ACCOUNT];

	if (account->count > 0)
		doctor_write(d, account->entry[0].file, account->entry[0].line,
			ACCOUNT_LINE ", above this line");
	else if (auth->count > 0)
		doctor_write(d, auth->entry[0].file, 0, ACCOUNT_LINE);
	else
		doctor_run_this(d, "cat " PAM_FOLDER "/other");
}

static void
check_service(struct doctor *d, const struct pam_service *s)
{
	const struct door_row *door = NULL;
	char path[PATH_MAX];

	for (size_t i = 0; i < sizeof(doors) / sizeof(doors[0]); i++)
		if (strcmp(doors[i].service, s->name) == 0)
			door = &doors[i];
	if (s->fault.sys == EACCES && geteuid() != 0) {
		doctor_say(d, SEVERITY_NOTICE, "pam.unreadable", "%s: %s", s->name, s->fault.msg);
		doctor_run_this(d, "sudo doorward doctor");
	} else if (s->fault.code != ERR_NONE) {
		doctor_say(d, door != NULL ? SEVERITY_ERROR : SEVERITY_WARNING, "pam.unreadable",
			"%s: libpam refuses everybody: %s", s->name, s->fault.msg);
		(void)snprintf(path, sizeof(path), PAM_FOLDER "/%s", s->name);
		doctor_write(d, path, 0, "lines that libpam can read");
	} else if (!s->included && s->stack[PAM_TYPE_AUTH].ours > 0 &&
		s->stack[PAM_TYPE_ACCOUNT].ours == 0) {
		doctor_say(d, SEVERITY_ERROR, "pam.no-account",
			"%s asks for a code but not for the status: %s", s->name,
			strcmp(s->name, d->sshd.service) == 0
				? "with an ssh key the disabled get in"
				: "where no code is asked for the disabled get in");
		write_account_line(d, s);
	} else if (door != NULL && !pam_service_asks(s)) {
		doctor_say(d, door->severity, "pam.not-asked", "%s does not ask Doorward: %s",
			s->name, has_lines(s) ? door->text
				: "it has no line for auth or account, so \"other\" decides");
		write_account_line(d, s);
	}
}

void
pam_services_check(struct doctor *d)
{
	if (!anybody_asks(d)) {
		doctor_say(d, SEVERITY_WARNING, "pam.nobody-asks",
			"no service asks Doorward: everybody gets in as before");
		run_profile(d);
	}
	for (size_t i = 0; i < d->pam.count; i++)
		if (anybody_asks(d) || d->pam.service[i].fault.code != ERR_NONE)
			check_service(d, &d->pam.service[i]);
}

/* Writes the line anew with one argument in place of that of the same name. */
static void
write_argument(struct doctor *d, const struct pam_entry *entry, enum pam_type type,
	const char *name, const char *value)
{
	struct pam_entry bare = *entry;
	auto_text_buf arguments = { 0 };
	auto_str text = NULL;
	size_t len = strlen(name);

	for (size_t i = 0; i < entry->argument_count; i++)
		if (strncmp(entry->argument[i], name, len) != 0 || entry->argument[i][len] != '=')
			text_buf_printf(&arguments, "%s%s", arguments.len > 0 ? " " : "",
				entry->argument[i]);
	text_buf_printf(&arguments, "%s%s=%s", arguments.len > 0 ? " " : "", name, value);
	bare.text = "";
	text = arguments.failed ? NULL : pam_line_text(&bare, type, NULL, arguments.data);
	d->failed = d->failed || text == NULL;
	doctor_write(d, entry->file, entry->line, "%s", text != NULL ? text : "");
}

static void
check_against_conf(struct doctor *d, const struct pam_entry *entry, enum pam_type type)
{
	const struct arguments *a = &entry->arguments;
	const struct conf *c = d->conf;
	char value[32];

	if (a->min_uid > c->login.min_uid) {
		doctor_say(d, SEVERITY_ERROR, "pam.min-uid", "users with a uid from %" PRId64
			" to %" PRId64 " are never asked about here: login.min_uid is %" PRId64,
			c->login.min_uid, a->min_uid - 1, c->login.min_uid);
		(void)snprintf(value, sizeof(value), "%" PRId64, c->login.min_uid);
		write_argument(d, entry, type, "min_uid", value);
	}
	if (a->timeout * 1000 <= c->deadline.broker_ms) {
		doctor_say(d, SEVERITY_WARNING, "pam.timeout", "the module gives up after %" PRId64
			" s, the broker after %" PRId64 " ms: an outage looks as if the broker were "
			"dead", a->timeout, c->deadline.broker_ms);
		(void)snprintf(value, sizeof(value), "%" PRId64, c->deadline.broker_ms / 1000 + 1);
		write_argument(d, entry, type, "timeout", value);
	}
	if (strcmp(a->socket, c->broker.socket) != 0) {
		doctor_say(d, SEVERITY_ERROR, "pam.socket",
			"the module asks at %s, the broker answers at %s", a->socket,
			c->broker.socket);
		write_argument(d, entry, type, "socket", c->broker.socket);
	}
}

/* Root is always believed; who else serves the socket must be named. */
static void
check_peer(struct doctor *d, const struct pam_entry *entry, enum pam_type type)
{
	const struct passwd *pw = getpwnam(entry->arguments.broker);

	if (d->peer_uid == 0 || d->peer_uid == (uid_t)-1 ||
		(pw != NULL && pw->pw_uid == d->peer_uid))
		return;
	pw = getpwuid(d->peer_uid);
	if (pw == NULL)
		return;
	doctor_say(d, SEVERITY_ERROR, "pam.broker", "nobody gets in here: the broker runs as %s, and "
		"the module believes only root and %s", pw->pw_name, entry->arguments.broker);
	write_argument(d, entry, type, "broker", pw->pw_name);
}

/* The line without the arguments that the module refuses. */
static void
write_sound_line(struct doctor *d, const struct pam_entry *entry, enum pam_type type)
{
	struct pam_entry bare = *entry;
	struct arguments a;
	struct err e;
	const char *kept[PAM_ARGUMENTS_MAX + 1];
	auto_text_buf arguments = { 0 };
	auto_str text = NULL;
	int count = 0;

	for (size_t i = 0; i < entry->argument_count; i++) {
		kept[count] = entry->argument[i];
		count += arguments_parse(&a, count + 1, kept, &e) == 0 ? 1 : 0;
	}
	if (arguments_parse(&a, count, kept, &e) == 0 && a.min_uid == 0)
		kept[count++] = "min_uid=1000";
	for (int i = 0; i < count; i++)
		text_buf_printf(&arguments, "%s%s", i > 0 ? " " : "", kept[i]);
	bare.text = "";
	text = arguments.failed ? NULL : pam_line_text(&bare, type, NULL, arguments.data);
	d->failed = d->failed || text == NULL;
	doctor_write(d, entry->file, entry->line, "%s", text != NULL ? text : "");
}

static void
check_line(struct doctor *d, const struct pam_entry *entry, enum pam_type type)
{
	auto_str text = NULL;

	if (entry->faulty) {
		doctor_say(d, SEVERITY_ERROR, "pam.arguments", "nobody gets in here: %s",
			entry->fault);
		write_sound_line(d, entry, type);
		return;
	}
	if (entry->may_be_missing) {
		text = pam_line_text(entry, type, NULL, "");
		doctor_say(d, SEVERITY_WARNING, "pam.may-be-missing",
			"'-' before the type: should the module be missing, nothing says so");
		doctor_write(d, entry->file, entry->line, "%s", text != NULL ? text : "");
	}
	if (d->conf != NULL)
		check_against_conf(d, entry, type);
	check_peer(d, entry, type);
}

/* Can somebody fill the list of finished methods, which our line believes? */
static void
check_environment(struct doctor *d, const struct pam_stack *stack, size_t to)
{
	for (size_t i = 0; i < to; i++) {
		const struct pam_entry *entry = &stack->entry[i];

		if (strcmp(entry->module, "pam_env.so") != 0 ||
			strstr(entry->text, "user_readenv=1") == NULL)
			continue;
		doctor_say(d, SEVERITY_ERROR, "pam.user-environment",
			"users may say themselves which ssh methods have passed, in ~/.pam_environment");
		doctor_write(d, entry->file, entry->line,
			"auth %s pam_env.so user_readenv=0", entry->control);
	}
}

static void
check_module(struct doctor *d, const struct pam_entry *entry)
{
	struct err e = { 0 };

	if (pam_walk_load(entry->path, deadline_in(DOCTOR_CHILD_MS), &e) == 0)
		return;
	doctor_say(d, SEVERITY_ERROR, "pam.module", "%s:%u: nobody gets in: %s", entry->file,
		entry->line, e.msg);
	doctor_run_this(d, access("/usr/bin/dpkg", X_OK) == 0 ? "apt-get install libpam-doorward"
							      : "dnf install pam_doorward");
}

/* Lines that services share are looked at once. */
static bool
seen_before(const struct doctor *d, const struct pam_entry *entry, bool by_path)
{
	for (size_t s = 0; s < d->pam.count; s++)
		for (int t = 0; t < PAM_TYPES; t++) {
			const struct pam_stack *stack = &d->pam.service[s].stack[t];

			for (size_t i = 0; i < stack->count; i++) {
				const struct pam_entry *other = &stack->entry[i];

				if (other == entry)
					return false;
				if (other->is_ours && (by_path
					? strcmp(other->path, entry->path) == 0
					: other->line == entry->line &&
						strcmp(other->file, entry->file) == 0))
					return true;
			}
		}
	return false;
}

static void
check_guess(struct doctor *d, const struct pam_service *s, const struct pam_entry *entry,
	enum pam_type type)
{
	const struct pam_visitor v = { .service = s->name };
	bool guessed = false;

	if (!entry->is_ours && entry->substack == 0)
		(void)pam_answer(entry, type, &v, &guessed);
	if (guessed)
		doctor_say(d, SEVERITY_NOTICE, "pam.guessed", "%s (%s): %s is not known here, and "
			"taken for a module that proves who comes", s->name, pam_type_word(type),
			entry->module);
}

void
pam_lines_check(struct doctor *d)
{
	for (size_t n = 0; n < d->pam.count; n++)
		for (int t = 0; t < PAM_TYPES; t++) {
			const struct pam_service *s = &d->pam.service[n];
			const struct pam_stack *stack = &s->stack[t];

			for (size_t i = 0; i < stack->count && stack->ours > 0; i++) {
				const struct pam_entry *entry = &stack->entry[i];

				check_guess(d, s, entry, (enum pam_type)t);
				if (!entry->is_ours)
					continue;
				if (!seen_before(d, entry, true))
					check_module(d, entry);
				if (!seen_before(d, entry, false))
					check_line(d, entry, (enum pam_type)t);
				if (entry->arguments.after_publickey)
					check_environment(d, stack, i);
			}
		}
}
