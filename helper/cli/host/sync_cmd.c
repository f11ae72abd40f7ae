/* SPDX-License-Identifier: MIT */
/* `doorward sync`: brings the accounts of this host up to date, and takes over numbers. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "helper/cli/connect.h"
#include "helper/cli/host/host.h"
#include "helper/print/rows.h"
#include "helper/sync/ids.h"
#include "helper/sync/sync.h"

#define REFUSED_SHOWN 20 /* lines; doorward people --without lists all */

struct telling {
	const struct cli *cli;
	struct printer *printer; /* NULL: changes are only counted */
	struct err err;		 /* of the printer */
	int64_t refused, kept;
	bool terminal;
	bool counting; /* the cursor stands behind a count */
};

static void
progress(void *ctx, const char *what, int64_t rows)
{
	struct telling *t = ctx;

	if (!t->terminal || t->cli->options.quiet)
		return;
	(void)fprintf(stderr, "\r%s: %" PRId64 "  ", what, rows);
	t->counting = true;
}

static void
end_progress(struct telling *t)
{
	if (t->counting)
		(void)fputc('\n', stderr);
	t->counting = false;
}

static void
tell_refused(struct telling *t, const struct sync_event *event)
{
	char title[128], why[256];
	const char *what = event->group ? "group here" : event->key[0] != '\0' ? "account" : "name";
	bool named = event->name[0] != '\0' &&
		(event->key[0] == '\0' || strcmp(event->name, event->title) != 0);

	if (++t->refused > REFUSED_SHOWN || t->cli->options.quiet)
		return;
	(void)fprintf(stderr, "doorward: note: %s %s: no %s%s%s: %s\n",
		event->group ? "group" : "user", text_clean(title, sizeof(title), event->title),
		what, !named ? "" : event->key[0] != '\0' ? " called " : " ",
		named ? event->name : "", text_clean(why, sizeof(why), event->why));
}

static void
tell_kept(struct telling *t, const struct sync_event *event)
{
	char title[128], why[256];

	if (++t->kept > REFUSED_SHOWN || t->cli->options.quiet)
		return;
	(void)fprintf(stderr, "doorward: note: %s %s: stays as last seen: %s\n",
		event->group ? "group" : "user", text_clean(title, sizeof(title), event->title),
		text_clean(why, sizeof(why), event->why));
}

static void
told(void *ctx, const struct sync_event *event)
{
	struct telling *t = ctx;
	char id[24] = "";

	end_progress(t);
	if (t->printer == NULL) {
		if (event->change == SYNC_REFUSED)
			tell_refused(t, event);
		else if (event->change == SYNC_KEPT)
			tell_kept(t, event);
		return;
	}
	if (t->err.code != ERR_NONE)
		return;
	if (event->id >= 0)
		(void)snprintf(id, sizeof(id), "%" PRId64, event->id);
	(void)!rows_print(t->printer, (struct rows_cell[]){
		{ "change", sync_change_word(event->change) },
		{ "kind", event->group ? "group" : "user" }, { "name", event->name },
		{ "id", id }, { "directory_name", event->title }, { "directory_id", event->key },
		{ "why", event->why }, { NULL, NULL } }, &t->err);
}

static void
tell_outcome(const struct telling *t, const struct sync_outcome *o, bool dry_run)
{
	if (t->cli->options.quiet)
		return;
	if (o->recovered > 0)
		(void)fprintf(stderr, "state.db was gone or an old copy; %" PRId64
			" ids came back from the directory file\n", o->recovered);
	if (o->nscd_remembers)
		(void)fprintf(stderr, "doorward: warning: nscd runs here and still has former answers;"
			" as root: nscd -i passwd; nscd -i group\n");
	if (t->printer == NULL && t->refused > REFUSED_SHOWN)
		(void)fprintf(stderr, "doorward: note: and %" PRId64
			" more, see doorward people --without all\n", t->refused - REFUSED_SHOWN);
	if (o->moved)
		(void)fprintf(stderr, "doorward: note: " SYNC_MOVED_WORDS "\n");
	if (t->printer == NULL && t->kept > REFUSED_SHOWN)
		(void)fprintf(stderr, "doorward: note: and %" PRId64 " more stay as last seen, see "
			"doorward people\n", t->kept - REFUSED_SHOWN);
	(void)fprintf(stderr, "%s%" PRId64 " accounts and %" PRId64 " groups of %" PRId64
		" users and %" PRId64 " groups; added %" PRId64 ", changed %" PRId64
		", removed %" PRId64 ", refused %" PRId64, dry_run ? "would have " : "",
		o->accounts, o->unix_groups, o->people, o->groups, o->added, o->changed,
		o->removed, o->refused);
	if (o->kept > 0)
		(void)fprintf(stderr, ", kept as last seen %" PRId64, o->kept);
	(void)fputc('\n', stderr);
}

int
sync_cmd_run(const struct cli *cli, struct err *e)
{
	auto_printer printer = { 0 };
	struct telling t = { .cli = cli, .terminal = isatty(STDERR_FILENO) == 1 };
	struct sync_outcome outcome = { 0 };
	auto_conf conf = NULL;
	auto_client client = NULL;
	struct sync_job job = { .dry_run = cli->options.dry_run, .force = cli->options.force,
		.now = time(NULL), .page_ms = cli->options.timeout_ms, .told = told,
		.progress = progress, .ctx = &t };
	int rc;

	if (connect_conf(cli, &conf, e) != 0 ||
		connect_client(conf, API_ADMIN, &client, e) != 0)
		return -1;
	if (job.dry_run) {
		if (rows_open(&cli->options.print,
			    "change,kind,name,id,directory_name,directory_id,why", &printer,
			    e) != 0)
			return -1;
		t.printer = &printer;
	}
	job.conf = conf;
	job.api = client;
	rc = sync_run(&job, &outcome, e);
	if (job.dry_run && print_close(&printer, &t.err) != 0 && rc == 0) {
		*e = t.err;
		rc = -1;
	}
	end_progress(&t);
	if (rc == 0)
		tell_outcome(&t, &outcome, job.dry_run);
	return rc;
}

int
import_ids_run(const struct cli *cli, struct err *e)
{
	struct ids_imported imported;
	auto_conf conf = NULL;
	auto_state state = { 0 };

	if (connect_conf(cli, &conf, e) != 0 ||
		state_open(conf->sync.folder,
			cli->options.dry_run ? STATE_REHEARSE : STATE_WRITE, &state, e) != 0 ||
		ids_import(&state, cli->word[0], cli->options.dry_run, &imported, e) != 0)
		return -1;
	if (!cli->options.quiet)
		(void)fprintf(stderr, "%s%zu uids and %zu gids; %zu were known with the same id\n",
			cli->options.dry_run ? "would take " : "took ", imported.users,
			imported.groups, imported.same);
	return 0;
}
