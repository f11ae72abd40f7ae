/* SPDX-License-Identifier: MIT */
/* `doorward people`: who has an account on this host, in which status, and who has none and why. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "helper/cli/connect.h"
#include "helper/cli/host/host.h"
#include "helper/print/rows.h"
#include "helper/sync/state.h"

static const char query[] =
	"SELECT name, uid, username, status, last_login, shell, aliases, email, key, reason, teams, kept"
	" FROM main.person WHERE (?1 = '' OR name = ?1 OR username = ?1 COLLATE NOCASE"
	"  OR email = ?1 COLLATE NOCASE OR key = ?1 OR instr(',' || aliases || ',',"
	"  ',' || ?1 || ',') > 0)"
	" AND (?2 = '' OR (uid IS NULL AND (?2 = 'all' OR instr(reason, ?2) > 0)))"
	" ORDER BY uid IS NULL, name, username";

/* "2026-11-21T22:30:00Z", or "" for never. */
static const char *
time_text(int64_t seconds, char ret_text[24])
{
	time_t t = (time_t)seconds;
	struct tm tm;

	ret_text[0] = '\0';
	if (seconds > 0 && gmtime_r(&t, &tm) != NULL)
		(void)strftime(ret_text, 24, "%Y-%m-%dT%H:%M:%SZ", &tm);
	return ret_text;
}

static int
print_person(struct printer *p, sqlite3_stmt *row, struct err *e)
{
	bool account = sqlite3_column_type(row, 1) != SQLITE_NULL;
	char when[24];

	return rows_print(p, (struct rows_cell[]){
		{ "name", sql_text(row, 0) }, { "uid", account ? sql_text(row, 1) : "" },
		{ "username", sql_text(row, 2) }, { "status", sql_text(row, 3) },
		{ "last_login", time_text(sqlite3_column_int64(row, 4), when) },
		{ "why_none", sql_text(row, 9) }, { "shell", sql_text(row, 5) },
		{ "names", sql_text(row, 6) }, { "email", sql_text(row, 7) },
		{ "user_id", sql_text(row, 8) }, { "groups", sql_text(row, 10) },
		{ "kept", sql_text(row, 11) },
		{ NULL, NULL } }, e);
}

int
people_run(const struct cli *cli, struct err *e)
{
	const char *who = cli->word_count > 0 ? cli->word[0] : "";
	const char *without = cli_param_value(cli, "without");
	auto_printer printer = { 0 };
	auto_conf conf = NULL;
	auto_state state = { 0 };
	auto_stmt stmt = NULL;
	char clean[128];
	size_t count = 0;
	int rc;

	if (connect_conf(cli, &conf, e) != 0)
		return -1;
	if (state_open(conf->sync.folder, STATE_READ, &state, e) != 0)
		return e->code == ERR_NOT_FOUND ? err_set(e, ERR_NOT_FOUND,
			"this host has not synced yet: see doorward sync") : -1;
	if (sql_prepare(state.db, query, &stmt, e) != 0 ||
		rows_open(&cli->options.print, "name,uid,username,status,last_login,why_none,kept",
			&printer, e) != 0)
		return -1;
	sql_bind(stmt, "ss", who, without != NULL ? without : "");
	while ((rc = sql_step(stmt, e)) > 0) {
		count++;
		if (print_person(&printer, stmt, e) != 0)
			return -1;
	}
	if (rc != 0 || print_close(&printer, e) != 0)
		return -1;
	if (count == 0 && who[0] != '\0')
		return err_set(e, ERR_NOT_FOUND, "the last sync saw nobody called \"%s\"",
			text_clean(clean, sizeof(clean), who));
	return 0;
}
