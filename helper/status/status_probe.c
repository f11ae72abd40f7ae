/* SPDX-License-Identifier: MIT */
/* What `doorward status` finds out by itself, without the broker. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "helper/cli/connect.h"
#include "helper/common/duo.h"
#include "helper/common/probe.h"
#include "helper/directory/reader.h"
#include "helper/door/held.h"
#include "helper/door/map_file.h"
#include "helper/door/mapping.h"
#include "helper/status/status.h"

static struct probe
probe(const struct cli *cli, struct api_client *client, const char *op)
{
	return probe_call(client, api_op_find(op), cli->options.timeout_ms);
}

/* That somebody else may not read the secret says nothing about those who may. */
static void
add_no_client(struct status *s, const char *part, const struct err *e)
{
	if (e->sys == EACCES)
		status_add(s, part, "unknown", ERR_NONE,
			"you may not read its secret: ask as root");
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
	users = probe(s->cli, client, "listusers");
	info = users;
	if (users.rc == 0 || users.err.code == ERR_PERMISSION)
		info = probe(s->cli, client, "infosummary");
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
	check = probe(s->cli, client, "authcheck");
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
	char words[PROBE_CLOCK_SIZE];
	struct err e = { 0 };

	if (connect_client(s->conf, API_NONE, &client, &e) != 0) {
		status_add(s, "clock", "fails", e.code, "%s", e.msg);
		return;
	}
	ping = probe(s->cli, client, "authping");
	if (ping.rc != 0 || !ping.told_time) {
		status_add(s, "clock", "fails", ping.rc != 0 ? ping.err.code : ERR_UNREACHABLE, "%s",
			ping.rc != 0 ? ping.err.msg : "the directory does not tell its time");
		return;
	}
	if (probe_clock_off(&ping))
		status_add(s, "clock", "fails", ERR_OTHER, "%s", probe_clock_say(&ping, words));
	else
		status_add(s, "clock", "ok", ERR_NONE, "%s", probe_clock_say(&ping, words));
}

void
status_probe_directory(struct status *s)
{
	check_admin(s);
	check_auth(s);
	check_clock(s);
}

/* The file that the NSS module reads, as a whole. */
/* Whom a sync could not read: what stands under their names is older than the file. */
struct kept {
	uint64_t time; /* of the file */
	int64_t count;
	char key[DIRECTORY_KEY_MAX]; /* of the last one; the names of one person are neighbours */
	char names[128];	     /* of the first few */
};

static int
see_record(void *context, char letter, const void *key, size_t key_len, const unsigned char *data,
	size_t data_len)
{
	struct kept *k = context;
	const char *id;
	char username[128];
	size_t len = strlen(k->names);
	int put;

	(void)key;
	(void)key_len;
	(void)data_len; /* the file was verified */
	if (letter != 'm' || directory_get64(data + MAP_TIME) == 0 ||
		directory_get64(data + MAP_TIME) >= k->time)
		return 0;
	id = (const char *)data + MAP_TEXT;
	if (strcmp(id, k->key) == 0)
		return 0;
	(void)!text_copy(k->key, sizeof(k->key), id);
	(void)text_clean(username, sizeof(username), id + strlen(id) + 1);
	k->count++;
	put = snprintf(k->names + len, sizeof(k->names) - len, "%s%s", len > 0 ? ", " : ": ", username);
	if (put < 0 || (size_t)put >= sizeof(k->names) - len)
		k->names[len] = '\0'; /* a name that has no room any more is left out */
	return 0;
}

struct held_people {
	unsigned count;
	char first[128];
};

static int
pass(void *ctx, const char *local, const char *directory_user)
{
	(void)ctx;
	(void)local;
	(void)directory_user;
	return 0;
}

void
status_accounts(struct status *s)
{
	struct directory_info info;
	char age[STATUS_SPAN_SIZE], older[224] = "";
	struct err e = { 0 };
	auto_str path = NULL;
	struct kept kept = { .count = 0 };

	if (asprintf(&path, "%s/directory.cdb", s->conf->sync.folder) < 0)
		return;
	if (directory_verify(path, &info, &e) == 0) {
		kept.time = info.time;
		(void)!directory_walk(path, see_record, &kept, &e); /* it was just verified */
		if (kept.count > 0)
			(void)snprintf(older, sizeof(older), "; %" PRId64 " cannot be read and stay as"
				" last seen before%s", kept.count, kept.names);
		status_add(s, "accounts", "ok", ERR_NONE,
			"%" PRIu32 " users, %" PRIu32 " groups, written %s ago%s",
			info.counts.persons, info.counts.groups,
			status_span((int64_t)time(NULL) - (int64_t)info.time, age), older);
	} else if (e.code == ERR_NOT_FOUND)
		status_add(s, "accounts", "off", ERR_NONE, "no doorward sync has run");
	else
		status_add(s, "accounts", "fails", e.code, "%s", e.msg);
}

void
status_map(struct status *s)
{
	const char *path = s->conf->map_file;
	auto_str kept = mapping_kept_file(s->conf);
	struct err e = { 0 };

	if (path[0] == '\0' || access(path, F_OK) != 0 ||
		map_file_walk(path, pass, NULL, &e) == 0)
		return;
	status_add(s, "map", "fails", ERR_CONFIG, "%s; %s", e.msg,
		kept != NULL && access(kept, F_OK) == 0 ? "the last good map stays in force"
			: "names that no readable line holds are refused");
}

static int
count_held(void *ctx, const char *user, int64_t until_s)
{
	struct held_people *h = ctx;

	if (until_s <= (int64_t)time(NULL))
		return 0;
	if (h->count++ == 0)
		(void)text_clean(h->first, sizeof(h->first), user);
	return 0;
}

void
status_pushes(struct status *s)
{
	auto_str path = held_path(s->conf->sync.folder);
	struct held_people h = { .count = 0 };
	struct err e = { 0 };

	if (path == NULL)
		return;
	if (held_walk(path, count_held, &h, &e) != 0)
		status_add(s, "pushes", "fails", e.code, "%s", e.msg);
	else if (h.count > 0)
		status_add(s, "pushes", "held", ERR_NONE, "reported as fraud: %s%s gets none; see "
			"doorward push list", h.first, h.count > 1 ? " and others" : "");
}

/* Through its socket to the directory and back. */
void
status_probe_serve(struct status *s)
{
	struct conf through = *s->conf; /* borrows everything */
	auto_client client = NULL;
	struct probe ping;
	struct err e = { 0 };

	if (through.via_socket == NULL) /* else --via-socket has named one */
		through.via_socket = through.serve.socket;
	if (through.via_socket[0] == '\0') {
		status_add(s, "serve", "off", ERR_NONE, "serve.socket is empty");
		return;
	}
	if (duo_client_new(&through, "doorward/" PACKAGE_VERSION, NULL, &client, &e) != 0) {
		status_add(s, "serve", "fails", e.code, "%s", e.msg);
		return;
	}
	ping = probe(s->cli, client, "authping");
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
