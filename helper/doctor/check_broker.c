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
#include "helper/common/broker.h"
#include "helper/doctor/doctor.h"

#define SERVICE	     "doorward-doctor" /* how the broker logs such a conversation */
#define CONNECT_MODE (S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH)

static void
start_broker(struct doctor *d)
{
	doctor_run_this(d, "systemctl enable --now doorwardd.socket doorwardd.service");
}

/* Who may serve the socket, in the eyes of the module: root and the user that its lines name. */
static bool
is_expected(const struct doctor *d, uid_t uid, const char **ret_name)
{
	const struct passwd *pw;

	*ret_name = "doorward";
	for (size_t s = 0; s < d->pam.count; s++)
		for (int t = 0; t < PAM_TYPES; t++)
			for (size_t i = 0; i < d->pam.service[s].stack[t].count; i++)
				if (d->pam.service[s].stack[t].entry[i].is_ours)
					*ret_name = d->pam.service[s].stack[t].entry[i].arguments.broker;
	if (uid == 0)
		return true;
	pw = getpwnam(*ret_name);
	return pw != NULL && pw->pw_uid == uid;
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
		doctor_run_this(d, "chown doorward:doorward %s && chmod 0755 %s", folder, folder);
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

void
check_broker(struct doctor *d)
{
	const struct conf *c = d->conf;
	struct broker_state state;
	struct err e = { 0 };
	int64_t before = clock_ms();
	const char *expected;
	int rc;

	if (!check_socket(d, c->broker.socket))
		return;
	rc = broker_ask(c, SERVICE, deadline_in(c->deadline.broker_ms + 1000), &state, &e);
	if (state.uid != (uid_t)-1 && !is_expected(d, state.uid, &expected)) {
		doctor_say(d, SEVERITY_ERROR, "broker.peer", "uid %u serves %s: the module believes "
			"nobody but root and %s", (unsigned)state.uid, c->broker.socket, expected);
		start_broker(d);
	} else if (state.uid != (uid_t)-1) {
		note_user(d, state.uid);
	}
	if (rc != 0) {
		doctor_say(d, SEVERITY_ERROR, "broker.answer", "%s", e.msg);
		doctor_run_this(d, "systemctl restart doorwardd.service");
	} else if (strcmp(state.verdict, "broken") == 0) {
		doctor_say(d, SEVERITY_ERROR, "broker.configuration",
			"the broker runs, but refuses everybody: its configuration is broken");
		doctor_run_this(d, "doorward config check && systemctl reload doorwardd.service");
	} else {
		doctor_say(d, SEVERITY_OK, "broker.answer", "answered in %" PRId64
			" ms; its verdict on %s: %s (%s)", clock_ms() - before, state.user,
			state.verdict, state.reason);
	}
}
