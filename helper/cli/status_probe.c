/* SPDX-License-Identifier: MIT */
/* What `doorward status` finds out by itself, without the broker. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "api/json.h"
#include "base/cleanup.h"
#include "helper/cli/connect.h"
#include "helper/cli/status.h"
#include "helper/common/duo.h"
#include "helper/directory/reader.h"

#define CLOCK_WARNING 60 /* seconds; Duo refuses signatures that are 300 s off */

/* What one call brought. */
struct probe {
	int rc;
	int64_t took_ms;
	int64_t time; /* the directory's clock, 0 = not told */
	struct err err;
};

static struct probe
probe(const struct cli *cli, struct api_client *client, const char *op, const char *name,
	const char *value)
{
	struct api_arg arg = { .name = name, .value = value };
	struct api_call call = { .op = api_op_find(op), .args = &arg,
		.arg_count = name != NULL ? 1 : 0,
		.deadline = deadline_in(cli->options.timeout_ms) };
	auto_api_answer answer = { 0 };
	int64_t before = clock_ms();
	struct probe p = { 0 };

	p.rc = api_call(client, &call, &answer, &p.err);
	p.took_ms = clock_ms() - before;
	if (p.rc == 0 && json_int(answer.response, "time", &p.time) != 0)
		p.time = 0;
	return p;
}

/* That somebody else may not read the secret says nothing about those who may. */
static void
add_no_client(struct status *s, const char *part, const struct err *e)
{
	if (e->sys == EACCES)
		status_add(s, part, "unknown", ERR_NONE, "you may not read its secret: ask as root");
	else
		status_add(s, part, "fails", e->code, "%s", e->msg);
}

static void
check_admin(struct status *s)
{
	auto_client client = NULL;
	struct probe users, info;
	struct err e = { 0 };

	if (!duo_has_admin(s->conf) && !connect_from_environment(s->conf)) {
		status_add(s, "admin api", "off", ERR_NONE, "duo.admin is not configured");
		return;
	}
	if (connect_client(s->conf, API_ADMIN, &client, &e) != 0) {
		add_no_client(s, "admin api", &e);
		return;
	}
	users = probe(s->cli, client, "listusers", "limit", "1");
	info = users;
	if (users.rc == 0 || users.err.code == ERR_PERMISSION)
		info = probe(s->cli, client, "infosummary", NULL, NULL);
	if (users.rc != 0) {
		status_add(s, "admin api", "fails", users.err.code, "%s", users.err.msg);
		return;
	}
	s->doors.answers = true;
	status_add(s, "admin api", "ok", ERR_NONE,
		"answered in %" PRId64 " ms; may read resources%s", users.took_ms,
		info.rc == 0 ? " and information" : "");
}

static void
check_auth(struct status *s)
{
	auto_client client = NULL;
	struct probe check;
	struct err e = { 0 };

	if (!duo_has_auth(s->conf)) {
		status_add(s, "auth api", "off", ERR_NONE,
			"duo.auth is not configured: no codes, no pushes");
		return;
	}
	if (connect_client(s->conf, API_AUTH, &client, &e) != 0) {
		add_no_client(s, "auth api", &e);
		return;
	}
	check = probe(s->cli, client, "authcheck", NULL, NULL);
	if (check.rc != 0) {
		status_add(s, "auth api", "fails", check.err.code, "%s", check.err.msg);
		return;
	}
	s->doors.answers = s->doors.answers || !duo_has_admin(s->conf);
	status_add(s, "auth api", "ok", ERR_NONE, "answered in %" PRId64 " ms", check.took_ms);
}

static void
check_clock(struct status *s)
{
	auto_client client = NULL;
	struct probe ping;
	struct err e = { 0 };
	int64_t ahead;

	if (connect_client(s->conf, API_NONE, &client, &e) != 0) {
		status_add(s, "clock", "fails", e.code, "%s", e.msg);
		return;
	}
	ping = probe(s->cli, client, "authping", NULL, NULL);
	if (ping.rc != 0 || ping.time == 0) {
		status_add(s, "clock", "fails", ping.rc != 0 ? ping.err.code : ERR_UNREACHABLE, "%s",
			ping.rc != 0 ? ping.err.msg : "the directory does not tell its time");
		return;
	}
	ahead = (int64_t)time(NULL) - ping.time;
	if (ahead > CLOCK_WARNING || ahead < -CLOCK_WARNING)
		status_add(s, "clock", "fails", ERR_OTHER,
			"this host is %" PRId64
			" s %s the directory, which refuses more than 300 s",
			ahead < 0 ? -ahead : ahead, ahead < 0 ? "behind" : "ahead of");
	else
		status_add(s, "clock", "ok", ERR_NONE, "within %" PRId64 " s of the directory's",
			ahead < 0 ? -ahead : ahead);
}

void
status_probe_directory(struct status *s)
{
	check_admin(s);
	check_auth(s);
	check_clock(s);
}

/* The file that the NSS module reads, as a whole. */
void
status_accounts(struct status *s)
{
	struct directory_info info;
	char age[STATUS_SPAN_SIZE];
	struct err e = { 0 };
	auto_str path = NULL;

	if (asprintf(&path, "%s/directory.cdb", s->conf->sync.folder) < 0)
		return;
	if (directory_verify(path, &info, &e) == 0)
		status_add(s, "accounts", "ok", ERR_NONE,
			"%" PRIu32 " users, %" PRIu32 " groups, written %s ago", info.counts.persons,
			info.counts.groups, status_span((int64_t)time(NULL) - (int64_t)info.time, age));
	else if (e.code == ERR_NOT_FOUND)
		status_add(s, "accounts", "off", ERR_NONE, "no doorward sync has run");
	else
		status_add(s, "accounts", "fails", e.code, "%s", e.msg);
}

/* Through its socket to the directory and back. */
void
status_probe_serve(struct status *s)
{
	struct conf through = *s->conf; /* borrows everything */
	auto_client client = NULL;
	struct probe ping;
	struct err e = { 0 };

	through.via_socket = through.serve.socket;
	if (through.via_socket[0] == '\0') {
		status_add(s, "serve", "off", ERR_NONE, "serve.socket is empty");
		return;
	}
	if (duo_client_new(&through, "doorward/" PACKAGE_VERSION, NULL, &client, &e) != 0) {
		status_add(s, "serve", "fails", e.code, "%s", e.msg);
		return;
	}
	ping = probe(s->cli, client, "authping", NULL, NULL);
	if (ping.rc == 0)
		status_add(s, "serve", "ok", ERR_NONE, "answered in %" PRId64 " ms over %s",
			ping.took_ms, through.via_socket);
	else if (ping.err.code == ERR_PERMISSION)
		status_add(s, "serve", "ok", ERR_NONE, "answers, but you may not ask it");
	else if (access(through.via_socket, F_OK) != 0)
		status_add(s, "serve", "off", ERR_NONE, "does not run");
	else
		status_add(s, "serve", "fails", ping.err.code, "%s", ping.err.msg);
}
