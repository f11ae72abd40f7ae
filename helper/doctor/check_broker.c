/* SPDX-License-Identifier: MIT */
/* Is the broker there, is it the right one, may everybody ask it, and what does it say? */
#include <errno.h>
#include <inttypes.h>
#include <libgen.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "helper/doctor/doctor.h"
#include "helper/metrics/ask.h"

#define SPARE_MS     1000 /* beyond the time that a verdict may take */
#define FOLDER	     "/run/doorward" /* as tmpfiles.d makes it */
#define CONNECT_MODE (S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH)

static void
start_broker(struct doctor *d)
{
	doctor_run_this(d, "systemctl enable --now doorwardd.socket doorwardd.service");
}

static bool
is_user(const char *name, uid_t uid)
{
	const struct passwd *pw = getpwnam(name);

	return pw != NULL && pw->pw_uid == uid;
}

/* Root may serve the socket, the user of the units, and whom a PAM line names. */
static bool
is_expected(const struct doctor *d, uid_t uid)
{
	for (size_t s = 0; s < d->pam.count; s++)
		for (int t = 0; t < PAM_TYPES; t++) {
			const struct pam_stack *stack = &d->pam.service[s].stack[t];

			for (size_t i = 0; i < stack->count; i++)
				if (stack->entry[i].is_ours && !stack->entry[i].faulty &&
					is_user(stack->entry[i].arguments.broker, uid))
					return true;
		}
	return uid == 0 || is_user(DOCTOR_BROKER_USER, uid);
}

/* Whoever can write there can put another socket in its place. Returns whether it is there. */
static bool
check_socket(struct doctor *d, const char *path)
{
	auto_str copy = strdup(path);
	struct stat st;
	const char *folder;

	if (copy == NULL) {
		d->failed = true;
		return false;
	}
	if (lstat(path, &st) != 0 || !S_ISSOCK(st.st_mode)) {
		doctor_say(d, SEVERITY_ERROR, "broker.socket", "%s is not there: every login that asks "
			"Doorward is refused", path);
		start_broker(d);
		return false;
	}
	if ((st.st_mode & CONNECT_MODE) != CONNECT_MODE) {
		doctor_say(d, SEVERITY_WARNING, "broker.mode", "%s: mode %04o: programs that do not "
			"run as root, such as screen lockers, cannot ask", path,
			(unsigned)(st.st_mode & 07777));
		doctor_run_this(d, "chmod 0666 %s", path);
	}
	folder = dirname(copy);
	if (stat(folder, &st) == 0 && ((st.st_uid != 0 && st.st_uid != d->broker_uid) ||
		((st.st_mode & (S_IWGRP | S_IWOTH)) != 0 && (st.st_mode & S_ISVTX) == 0))) {
		doctor_say(d, SEVERITY_ERROR, "broker.folder",
			"%s: somebody else than root and the broker may put a socket there", folder);
		if (strcmp(folder, FOLDER) == 0)
			doctor_run_this(d, "systemd-tmpfiles --create doorward.conf");
		else
			doctor_write_option(d, "broker.socket", "\"" FOLDER "/login.sock\"");
	}
	return true;
}

/* Behind a socket that systemd holds, the kernel names systemd: root. */
static void
note_user(struct doctor *d, uid_t uid)
{
	if (uid != 0 || access("/run/systemd/system", F_OK) != 0)
		d->broker_uid = uid;
}

static void
check_peer(struct doctor *d, uid_t uid)
{
	if (is_expected(d, uid)) {
		d->peer_uid = uid;
		note_user(d, uid);
		return;
	}
	doctor_say(d, SEVERITY_ERROR, "broker.peer",
		"uid %u serves %s, and is neither root nor " DOCTOR_BROKER_USER ": no login believes it",
		(unsigned)uid, d->conf->broker.socket);
	start_broker(d);
}

/* Is it this file, as it is now, that the broker goes by? */
static void
check_file(struct doctor *d, const struct report *r)
{
	const char *theirs = report_text(r, "configuration");
	struct stat st;

	if (report_number(r, "doorwardd_configuration_broken") == 1) {
		doctor_say(d, SEVERITY_ERROR, "broker.configuration",
			"the broker has no configuration that it can use, and refuses everybody");
		doctor_run_this(d, "doorward config check && systemctl reload doorwardd.service");
	} else if (strcmp(theirs, d->conf_path) != 0) {
		doctor_say(d, SEVERITY_NOTICE, "broker.file",
			"the broker goes by %s; what is said here is about %s", theirs,
			d->conf_path);
		doctor_run_this(d, "doorward --config %s doctor", theirs);
	} else if (stat(theirs, &st) == 0 &&
		st.st_mtime > report_number(r, "doorwardd_configuration_timestamp_seconds")) {
		doctor_say(d, SEVERITY_WARNING, "broker.file",
			"%s was changed after the broker had read it", theirs);
		doctor_run_this(d, "systemctl reload doorwardd.service");
	}
}

/* What logins meet, whatever the directory answers us. */
static void
check_state(struct doctor *d, const struct report *r)
{
	const char *sync = report_text(r, "sync");

	if (report_number(r, "doorwardd_breaker_open") == 1) {
		doctor_say(d, SEVERITY_WARNING, "broker.breaker",
			"the directory was silent, and the broker leaves it alone for now: %s",
			report_text(r, "failure"));
		doctor_run_this(d, "doorward status");
	}
	if (strncmp(sync, "failed", strlen("failed")) == 0) {
		doctor_say(d, SEVERITY_WARNING, "broker.sync", "the last sync %s", sync);
		doctor_run_this(d, "doorward sync --dry-run");
	}
}

void
check_broker(struct doctor *d)
{
	const struct conf *c = d->conf;
	auto_report report = { .fact_count = 0 };
	struct err e = { 0 };
	int64_t before = clock_ms();
	int rc;

	if (!check_socket(d, c->broker.socket))
		return;
	rc = report_ask(c->broker.socket, deadline_in(c->deadline.broker_ms + SPARE_MS), &report,
		&e);
	if (report.peer_uid != (uid_t)-1)
		check_peer(d, report.peer_uid);
	if (rc != 0) {
		doctor_say(d, SEVERITY_ERROR, "broker.answer", "%s", e.msg);
		doctor_run_this(d, "systemctl restart doorwardd.service");
		return;
	}
	doctor_say(d, SEVERITY_OK, "broker.answer", "answered in %" PRId64 " ms",
		clock_ms() - before);
	check_file(d, &report);
	check_state(d, &report);
}
