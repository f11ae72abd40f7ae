/* SPDX-License-Identifier: MIT */
/* Names that the configuration trusts are this host's: the directory gives them to nobody, neither as
 * an account nor as an alias, nor to a group. Otherwise whoever may name people there would hand out
 * what the option gives: to be exempt, to administer, to ask about others. */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "helper/sync/run.h"

struct trusted {
	struct run *run;
	sqlite3_stmt *add;
	struct err err; /* of the first name that could not be added */
};

static void
add(void *ctx, const char *option, const char *name)
{
	struct trusted *t = ctx;
	char why[384];

	if (t->err.code != ERR_NONE)
		return;
	(void)snprintf(why, sizeof(why), "%s trusts this name", option);
	sql_bind(t->add, "ss", name, why);
	(void)!sql_done(t->add, &t->err);
}

static int
read_conf(struct run *r, struct err *e)
{
	auto_stmt stmt = NULL;
	struct trusted t = { .run = r };

	if (sql_prepare(r->state.db, "INSERT INTO seen.trusted (name, why) VALUES (?1, ?2)"
			" ON CONFLICT (name) DO NOTHING", &stmt, e) != 0)
		return -1;
	t.add = stmt;
	conf_trusted(r->conf, add, &t);
	if (t.err.code == ERR_NONE)
		return 0;
	*e = t.err;
	return -1;
}

/* One claim to such a name: told, and noted, should it have been the only one. */
static int
take_name(struct run *r, sqlite3_stmt *note, const char *name, int64_t person, const char *username,
	const char *why, struct err *e)
{
	char title[128];

	run_tell(r, SYNC_REFUSED, &(struct sync_event){ .name = name, .key = "", .id = -1,
		.title = text_clean(title, sizeof(title), username), .why = why });
	sql_bind(note, "is", person, why);
	return sql_done(note, e);
}

static int
take_names(struct run *r, struct err *e)
{
	auto_stmt stmt = NULL;
	auto_stmt note = NULL;
	int rc;

	if (sql_prepare(r->state.db, "SELECT t.name, p.seq, p.username, t.why FROM seen.trusted t"
			" CROSS JOIN seen.want w ON w.name = t.name"
			" CROSS JOIN seen.person p ON p.seq = w.person ORDER BY t.name, p.seq",
		    &stmt, e) != 0 ||
		sql_prepare(r->state.db, "UPDATE seen.person SET lost = ?2 WHERE seq = ?1", &note,
			e) != 0)
		return -1;
	while ((rc = sql_step(stmt, e)) > 0)
		if (take_name(r, note, sql_text(stmt, 0), sqlite3_column_int64(stmt, 1),
			    sql_text(stmt, 2), sql_text(stmt, 3), e) != 0)
			return -1;
	return rc < 0 ? -1 : sql_run(r->state.db,
		"DELETE FROM seen.want WHERE name IN (SELECT name FROM seen.trusted)", e);
}

enum { CLAIMS, NOTE, DROP, STATEMENTS };

static const char *const statements[STATEMENTS] = {
	/* ?2 = the name that the rules make of the mapped one: whose it is may be called by an alias */
	[CLAIMS] = ("SELECT p.seq, p.username FROM seen.want w JOIN seen.person p ON p.seq = w.person"
		" WHERE w.name = ?1 AND p.username <> ?3 COLLATE NOCASE AND p.email <> ?3 COLLATE NOCASE"
		"  AND NOT EXISTS (SELECT 1 FROM seen.want o WHERE o.person = p.seq AND o.name = ?2)"),
	[NOTE] = "UPDATE seen.person SET lost = ?2 WHERE seq = ?1",
	[DROP] = ("DELETE FROM seen.want WHERE name = ?1"
		" AND person IN (SELECT seq FROM seen.person WHERE lost = ?2)"),
};

/* One entry "local=directory". */
static int
take_entry(struct run *r, sqlite3_stmt *stmt[STATEMENTS], const char *entry, struct err *e)
{
	const char *whose = strchr(entry, '='), *ignored;
	char name[NAME_SIZE], made[NAME_SIZE], why[384], clean[128];
	int rc;

	if (whose == NULL || (size_t)(whose - entry) >= sizeof(name))
		return 0; /* no name of an account here */
	(void)snprintf(name, sizeof(name), "%.*s", (int)(whose++ - entry), entry);
	if (!name_make(&r->rules, whose, made, &ignored))
		made[0] = '\0';
	(void)snprintf(why, sizeof(why), "map.users says that %s is %s", name,
		text_clean(clean, sizeof(clean), whose));
	sql_bind(stmt[CLAIMS], "sss", name, made, whose);
	while ((rc = sql_step(stmt[CLAIMS], e)) > 0)
		if (take_name(r, stmt[NOTE], name, sqlite3_column_int64(stmt[CLAIMS], 0),
			    sql_text(stmt[CLAIMS], 1), why, e) != 0)
			return -1;
	sql_bind(stmt[DROP], "ss", name, why);
	return rc < 0 ? -1 : sql_done(stmt[DROP], e);
}

/* map.users says whose standing a local name has. Given to somebody else, it would have the one log
 * in and the other judged: it is left to whom it names. */
static int
take_mapped(struct run *r, struct err *e)
{
	const struct names *users = &r->conf->map.users;
	sqlite3_stmt *stmt[STATEMENTS] = { NULL };
	int rc = sql_prepare_all(r->state.db, statements, STATEMENTS, stmt, e);

	for (size_t i = 0; rc == 0 && i < users->count; i++)
		rc = take_entry(r, stmt, users->name[i], e);
	sql_finalize_all(stmt, STATEMENTS);
	return rc;
}

int
trusted_all(struct run *r, struct err *e)
{
	return read_conf(r, e) != 0 || take_names(r, e) != 0 ? -1 : take_mapped(r, e);
}
