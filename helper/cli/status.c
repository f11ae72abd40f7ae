/* SPDX-License-Identifier: MIT */
/* `doorward status`: is everything between a login and the directory alive? */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/json.h"
#include "base/cleanup.h"
#include "helper/cli/connect.h"
#include "helper/cli/print.h"
#include "helper/common/broker.h"
#include "helper/common/duo.h"
#include "helper/directory/reader.h"

#define SERVICE	       "doorward-status" /* how the broker logs such a conversation */
#define CLOCK_WARNING 60  /* seconds; Duo refuses signatures that are 300 s off */
#define ROWS_MAX       8

/* One thing that was looked at. */
struct row {
	const char *part;
	const char *state; /* "ok", "fails", "off" */
	char text[ERR_MSG_SIZE];
};

struct report {
	struct row row[ROWS_MAX];
	size_t count;
	enum err_code worst; /* of the first part that fails; parts are in order of weight */
};

static void __attribute__((format(printf, 5, 6)))
add(struct report *r, const char *part, const char *state, enum err_code code, const char *fmt, ...)
{
	struct row *row = &r->row[r->count < ROWS_MAX ? r->count++ : ROWS_MAX - 1];
	va_list ap;

	row->part = part;
	row->state = state;
	va_start(ap, fmt);
	(void)vsnprintf(row->text, sizeof(row->text), fmt, ap); /* cut if too long */
	va_end(ap);
	if (r->worst == ERR_NONE)
		r->worst = code;
}

static void
check_broker(const struct conf *c, struct report *r)
{
	struct broker_state broker;
	struct err e = { 0 };
	int64_t before = clock_ms();

	if (broker_ask(c, SERVICE, deadline_in(c->deadline.broker_ms + 1000), &broker, &e) != 0)
		add(r, "broker", "fails", ERR_UNREACHABLE, "%s", e.msg);
	else if (strcmp(broker.verdict, "broken") == 0)
		add(r, "broker", "fails", ERR_CONFIG,
			"runs, but with a broken configuration: see its log");
	else
		add(r, "broker", "ok", ERR_NONE, "answered in %" PRId64
			" ms; its verdict on %s: %s (%s)", clock_ms() - before, broker.user,
			broker.verdict, broker.reason);
}

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

static void
check_admin(const struct cli *cli, const struct conf *c, struct report *r)
{
	auto_client client = NULL;
	struct probe users, info;
	struct err e = { 0 };

	if (!duo_has_admin(c) && !connect_from_environment(c)) {
		add(r, "admin api", "off", ERR_NONE, "duo.admin is not configured");
		return;
	}
	if (connect_client(c, API_ADMIN, &client, &e) != 0) {
		add(r, "admin api", "fails", e.code, "%s", e.msg);
		return;
	}
	users = probe(cli, client, "listusers", "limit", "1");
	info = users;
	if (users.rc == 0 || users.err.code == ERR_PERMISSION)
		info = probe(cli, client, "infosummary", NULL, NULL);
	if (users.rc != 0)
		add(r, "admin api", "fails", users.err.code, "%s", users.err.msg);
	else
		add(r, "admin api", "ok", ERR_NONE,
			"answered in %" PRId64 " ms; may read resources%s", users.took_ms,
			info.rc == 0 ? " and information" : "");
}

static void
check_auth(const struct cli *cli, const struct conf *c, struct report *r)
{
	auto_client client = NULL;
	struct probe check;
	struct err e = { 0 };

	if (!duo_has_auth(c)) {
		add(r, "auth api", "off", ERR_NONE,
			"duo.auth is not configured: no codes, no pushes");
		return;
	}
	if (connect_client(c, API_AUTH, &client, &e) != 0) {
		add(r, "auth api", "fails", e.code, "%s", e.msg);
		return;
	}
	check = probe(cli, client, "authcheck", NULL, NULL);
	if (check.rc != 0)
		add(r, "auth api", "fails", check.err.code, "%s", check.err.msg);
	else
		add(r, "auth api", "ok", ERR_NONE, "answered in %" PRId64 " ms", check.took_ms);
}

static void
check_clock(const struct cli *cli, const struct conf *c, struct report *r)
{
	auto_client client = NULL;
	struct probe ping;
	struct err e = { 0 };
	int64_t ahead;

	if (connect_client(c, API_NONE, &client, &e) != 0) {
		add(r, "clock", "fails", e.code, "%s", e.msg);
		return;
	}
	ping = probe(cli, client, "authping", NULL, NULL);
	if (ping.rc != 0 || ping.time == 0) {
		add(r, "clock", "fails", ping.rc != 0 ? ping.err.code : ERR_UNREACHABLE, "%s",
			ping.rc != 0 ? ping.err.msg : "the directory does not tell its time");
		return;
	}
	ahead = (int64_t)time(NULL) - ping.time;
	if (ahead > CLOCK_WARNING || ahead < -CLOCK_WARNING)
		add(r, "clock", "fails", ERR_OTHER,
			"this host is %" PRId64
			" s %s the directory, which refuses more than 300 s",
			ahead < 0 ? -ahead : ahead, ahead < 0 ? "behind" : "ahead of");
	else
		add(r, "clock", "ok", ERR_NONE, "within %" PRId64 " s of the directory's",
			ahead < 0 ? -ahead : ahead);
}

/* The file that the NSS module reads, as a whole. */
static void
check_accounts(const struct conf *c, struct report *r)
{
	struct directory_info info;
	struct err e = { 0 };
	auto_str path = NULL;

	if (asprintf(&path, "%s/directory.cdb", c->sync.folder) < 0)
		return;
	if (directory_verify(path, &info, &e) == 0)
		add(r, "accounts", "ok", ERR_NONE, "%s: %" PRIu32 " users, %" PRIu32
			" groups, written %" PRId64 " s ago", path, info.counts.persons,
			info.counts.groups, (int64_t)time(NULL) - (int64_t)info.time);
	else if (e.code == ERR_NOT_FOUND)
		add(r, "accounts", "off", ERR_NONE, "%s is not there: no doorward sync has run", path);
	else
		add(r, "accounts", "fails", e.code, "%s", e.msg);
}

static void
print_text(const struct report *r)
{
	for (size_t i = 0; i < r->count; i++) {
		char clean[ERR_MSG_SIZE];

		(void)printf("%-13s  %-5s  %s\n", r->row[i].part, r->row[i].state,
			text_clean(clean, sizeof(clean), r->row[i].text));
	}
}

static int
print_rows(const struct cli *cli, const struct report *r, struct err *e)
{
	auto_printer printer = { 0 };
	struct print_options options = { .format = cli->options.output,
		.fields = cli->options.fields, .columns = "part,state,text", .file = stdout };

	if (print_open(&printer, &options, e) != 0)
		return -1;
	for (size_t i = 0; i < r->count; i++) {
		cJSON *row = cJSON_CreateObject();
		bool fine = row != NULL &&
			cJSON_AddStringToObject(row, "part", r->row[i].part) != NULL &&
			cJSON_AddStringToObject(row, "state", r->row[i].state) != NULL &&
			cJSON_AddStringToObject(row, "text", r->row[i].text) != NULL;
		int rc =
			fine ? print_row(&printer, row, e) : err_set(e, ERR_OTHER, "out of memory");

		cJSON_Delete(row);
		if (rc != 0)
			return -1;
	}
	return print_close(&printer, e);
}

int
status_run(const struct cli *cli, struct err *e)
{
	struct report r = { 0 };
	auto_conf conf = NULL;

	if (connect_conf(cli, &conf, e) != 0) {
		add(&r, "configuration", "fails", e->code, "%s", e->msg);
	} else {
		add(&r, "configuration", "ok", ERR_NONE, "%s", connect_path(cli));
		check_broker(conf, &r);
		check_admin(cli, conf, &r);
		check_auth(cli, conf, &r);
		check_clock(cli, conf, &r);
		check_accounts(conf, &r);
	}
	if (cli->options.output == NULL)
		print_text(&r);
	else if (print_rows(cli, &r, e) != 0)
		return -1;
	*e = (struct err){ .code = r.worst }; /* the rows have told it */
	return r.worst == ERR_NONE ? 0 : -1;
}
