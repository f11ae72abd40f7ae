/* SPDX-License-Identifier: MIT */
/* Settles who is called what on this host, and gives numbers. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "helper/sync/run.h"

#define CLAIMS_SHOWN 3 /* of the people who want one name; the others are counted */
#define CLAIMS_TEXT  ((CLAIMS_SHOWN + 1) * 130)

enum { REFUSE, ACCOUNT, GROUP, GROUP_NAMED, CLAIMS, NOTE, DROP, STATEMENTS };

static const char *const statements[STATEMENTS] = {
	[REFUSE] = "UPDATE seen.person SET reason = ?2 WHERE seq = ?1",
	[ACCOUNT] = "UPDATE seen.person SET name = ?2, uid = ?3 WHERE seq = ?1",
	[GROUP] = "UPDATE seen.team SET gid = nullif(?2, -1), reason = ?3 WHERE seq = ?1",
	/* Rules like %admins of sudoers(5) go by name and outlive their group: the private group of an
	 * account must not become what a group is or was, unless the account was there first. ?2 =
	 * the person was not called so before. An imported user's own group is no other. */
	[GROUP_NAMED] = "SELECT 1 FROM seen.team WHERE name = ?1 AND ?2"
		" UNION ALL SELECT 1 FROM main.given g WHERE kind = 'g' AND name = ?1 AND (?2 OR EXISTS"
		"  (SELECT 1 FROM seen.team t WHERE t.key = g.key AND t.name = ?1))"
		" UNION ALL SELECT 1 FROM main.wanted g WHERE kind = 'g' AND name = ?1 AND ?2"
		"  AND NOT EXISTS (SELECT 1 FROM main.wanted u WHERE u.kind = 'u' AND u.name = ?1"
		"   AND u.gid = g.id) LIMIT 1",
	/* of a name that several want */
	[CLAIMS] = "SELECT p.seq, p.username, g.name IS NOT NULL FROM seen.want w"
		" JOIN seen.person p ON p.seq = w.person LEFT JOIN main.given g"
		" ON g.kind = 'u' AND g.key = p.key AND g.name = w.name"
		" WHERE w.name = ?1 ORDER BY 3 DESC, 1",
	[NOTE] = "UPDATE seen.person SET rival = ?2 WHERE seq = ?1",
	[DROP] = "DELETE FROM seen.want WHERE name = ?1 AND person <> ?2",
};

struct resolve {
	struct run *run;
	struct ids ids;
	sqlite3_stmt *stmt[STATEMENTS];
};

/* Those who want one name; the one who was called so before comes first. */
struct claims {
	int64_t count;
	int64_t holder; /* the person who keeps the name; -1 = nobody does */
	struct {
		int64_t person;
		char username[128];
	} first[CLAIMS_SHOWN + 1];
};

/* Who else wants what this person does: "a, b, c and 61 more". */
static void
list_others(const struct claims *c, int64_t person, char ret_text[CLAIMS_TEXT])
{
	int64_t others = c->holder >= 0 ? 1 : c->count - 1, listed = 0;
	size_t len = 0;

	for (size_t i = 0; listed < others && listed < CLAIMS_SHOWN; i++) {
		if (c->first[i].person == person)
			continue;
		len += (size_t)snprintf(ret_text + len, CLAIMS_TEXT - len, "%s%s",
			listed > 0 ? ", " : "", c->first[i].username);
		listed++;
	}
	if (others > listed)
		(void)snprintf(ret_text + len, CLAIMS_TEXT - len, " and %" PRId64 " more",
			others - listed);
}

static int
read_claims(struct resolve *v, const char *name, struct claims *c, struct err *e)
{
	int rc;

	*c = (struct claims){ .holder = -1 };
	sql_bind(v->stmt[CLAIMS], "s", name);
	while ((rc = sql_step(v->stmt[CLAIMS], e)) > 0) {
		if (c->count == 0 && sqlite3_column_int(v->stmt[CLAIMS], 2) != 0)
			c->holder = sqlite3_column_int64(v->stmt[CLAIMS], 0);
		if (c->count <= CLAIMS_SHOWN) {
			c->first[c->count].person = sqlite3_column_int64(v->stmt[CLAIMS], 0);
			(void)text_clean(c->first[c->count].username,
				sizeof(c->first[0].username), sql_text(v->stmt[CLAIMS], 1));
		}
		c->count++;
	}
	return rc;
}

/* Whose name it is already keeps it; otherwise nobody gets it, since any choice would be a guess
 * about who may enter an account. */
static int
settle_collision(struct resolve *v, const char *name, struct err *e)
{
	char others[CLAIMS_TEXT], why[CLAIMS_TEXT + 32], username[128];
	struct claims c;
	int rc;

	if (read_claims(v, name, &c, e) != 0)
		return -1;
	sql_bind(v->stmt[CLAIMS], "s", name);
	while ((rc = sql_step(v->stmt[CLAIMS], e)) > 0) {
		int64_t person = sqlite3_column_int64(v->stmt[CLAIMS], 0);

		if (person == c.holder)
			continue;
		list_others(&c, person, others);
		(void)snprintf(why, sizeof(why), "%s %s",
			c.holder >= 0 ? "is the name of" : "is also wanted by", others);
		run_tell(v->run, SYNC_REFUSED, &(struct sync_event){ .name = name,
			.title = text_clean(username, sizeof(username), sql_text(v->stmt[CLAIMS], 1)),
			.key = "", .id = -1, .why = why });
		/* kept for the reason, should no other name be left */
		sql_bind(v->stmt[NOTE], "is", person, others);
		if (sql_done(v->stmt[NOTE], e) != 0)
			return -1;
	}
	sql_bind(v->stmt[DROP], "si", name, c.holder);
	return rc == 0 ? sql_done(v->stmt[DROP], e) : -1;
}

static int
settle_collisions(struct resolve *v, struct err *e)
{
	auto_stmt stmt = NULL;
	char last[NAME_SIZE] = "";
	int rc;

	/* asked anew after each one, because settling it changes the table that is read */
	if (sql_prepare(v->run->state.db, "SELECT name FROM seen.want WHERE name > ?1"
			" GROUP BY name HAVING count(*) > 1 ORDER BY name LIMIT 1", &stmt, e) != 0)
		return -1;
	for (;;) {
		sql_bind(stmt, "s", last);
		rc = sql_step(stmt, e);
		if (rc <= 0)
			return rc;
		(void)!text_copy(last, sizeof(last), sql_text(stmt, 0));
		(void)sqlite3_reset(stmt);
		if (settle_collision(v, last, e) != 0)
			return -1;
	}
}

/* Somebody the directory lists; strings are those of the present row. */
struct candidate {
	int64_t person;
	const char *key, *username, *name, *rival, *lost;
	int64_t uid; /* that it has, -1 = none */
	bool renamed;
};

static int
give_id(struct resolve *v, const struct candidate *c, int64_t *ret_uid, struct err *e)
{
	if (c->uid < 0)
		return ids_give(&v->ids, ID_USER, c->key, c->name, ret_uid, e);
	*ret_uid = c->uid;
	return ids_keep(&v->ids, ID_USER, c->key, c->name, c->renamed, c->uid, e);
}

/* Does a group have this name, or had it one? Returns 1, 0 or -1. */
static int
group_named(struct resolve *v, const struct candidate *c, struct err *e)
{
	int rc;

	sql_bind(v->stmt[GROUP_NAMED], "si", c->name, (int64_t)(c->uid < 0 || c->renamed));
	rc = sql_step(v->stmt[GROUP_NAMED], e);
	(void)sqlite3_reset(v->stmt[GROUP_NAMED]);
	return rc;
}

static int
give_account(struct resolve *v, const struct candidate *c, struct err *e)
{
	const char *why = NULL;
	char text[CLAIMS_TEXT + 64];
	struct err own = { 0 };
	int64_t uid = -1;
	int named = group_named(v, c, e);

	if (named < 0)
		return -1;
	if (c->name[0] == '\0' && c->rival[0] != '\0') {
		(void)snprintf(text, sizeof(text), "the name is also that of, or wanted by, %s",
			c->rival);
		why = text;
	} else if (c->name[0] == '\0' && c->lost[0] != '\0') {
		why = c->lost;
	} else if (c->name[0] == '\0') {
		why = "no name makes a computer username: see sync.strip_suffix and sync.replace";
	} else if (name_is_privileged(c->name)) {
		why = "the name is privileged";
	} else if (local_has_user(&v->run->local, c->name)) {
		why = "this host has a user of this name";
	} else if (local_has_group(&v->run->local, c->name)) {
		why = "this host has a group of this name";
	} else if (named > 0) {
		why = "a group of the directory has or had this name";
	} else if (give_id(v, c, &uid, &own) != 0) {
		if (own.code != ERR_CONFLICT) {
			*e = own;
			return -1;
		}
		why = own.msg;
	} else if (uid < v->run->conf->login.min_uid) {
		(void)snprintf(text, sizeof(text), "login.min_uid trusts its number, %" PRId64, uid);
		why = text;
	}
	if (why != NULL) {
		run_tell(v->run, SYNC_REFUSED, &(struct sync_event){ .name = c->name,
			.title = c->username, .key = c->key, .id = -1, .why = why });
		sql_bind(v->stmt[REFUSE], "is", c->person, why);
		return sql_done(v->stmt[REFUSE], e);
	}
	v->run->outcome.accounts++;
	sql_bind(v->stmt[ACCOUNT], "isi", c->person, c->name, uid);
	return sql_done(v->stmt[ACCOUNT], e);
}

/* Everybody in the order in which the directory listed them: numbers follow it. The canonical name
 * is the one the person had, while there is still a claim to it. */
static int
give_accounts(struct resolve *v, struct err *e)
{
	auto_stmt stmt = NULL;
	int rc;

	if (sql_prepare(v->run->state.db, "SELECT p.seq, p.key, p.username, p.rival,"
			" (SELECT 1 FROM seen.want w WHERE w.person = p.seq AND w.name = g.name),"
			" (SELECT name FROM seen.want WHERE person = p.seq ORDER BY rank LIMIT 1),"
			" g.id, g.name, p.lost FROM seen.person p"
			" LEFT JOIN main.given g ON g.kind = 'u' AND g.key = p.key"
			" WHERE p.reason = '' ORDER BY p.seq", &stmt, e) != 0)
		return -1;
	while ((rc = sql_step(stmt, e)) > 0) {
		char username[128];
		struct candidate c = { .person = sqlite3_column_int64(stmt, 0),
			.key = sql_text(stmt, 1),
			.username = text_clean(username, sizeof(username), sql_text(stmt, 2)),
			.rival = sql_text(stmt, 3), .lost = sql_text(stmt, 8),
			.name = sql_text(stmt, sqlite3_column_int(stmt, 4) != 0 ? 7 : 5),
			.uid = -1 };

		if (sqlite3_column_type(stmt, 6) != SQLITE_NULL) {
			c.uid = sqlite3_column_int64(stmt, 6);
			c.renamed = strcmp(c.name, sql_text(stmt, 7)) != 0;
		}
		if (give_account(v, &c, e) != 0)
			return -1;
	}
	return rc;
}

struct team {
	int64_t seq;
	const char *key, *title, *name; /* of the present row */
	const char *rival; /* another group makes the same name, and it was not this one's before */
	const char *trusted; /* why the configuration keeps the name from it; "" = it does not */
	bool of_account; /* an account has this name, and with it a private group */
};

static int
give_group(struct resolve *v, const struct team *t, struct err *e)
{
	const char *why = "";
	char rival[128], text[192];
	struct err own = { 0 };
	int64_t gid = -1;

	(void)snprintf(text, sizeof(text), "the group %s makes the same name",
		text_clean(rival, sizeof(rival), t->rival));
	if (name_is_privileged(t->name))
		why = "the name is privileged";
	else if (local_has_group(&v->run->local, t->name))
		why = "this host has a group of this name";
	else if (t->trusted[0] != '\0')
		why = t->trusted;
	else if (t->rival[0] != '\0')
		why = text;
	else if (t->of_account)
		why = "an account has this name, and its private group too";
	else if (ids_give(&v->ids, ID_GROUP, t->key, t->name, &gid, &own) != 0)
		why = own.msg;
	if (own.code != ERR_NONE && own.code != ERR_CONFLICT) {
		*e = own;
		return -1;
	}
	if (why[0] != '\0')
		run_tell(v->run, SYNC_REFUSED, &(struct sync_event){ .group = true,
			.name = t->name, .title = t->title, .key = t->key, .id = -1, .why = why });
	else
		v->run->outcome.unix_groups++;
	sql_bind(v->stmt[GROUP], "iis", t->seq, gid, why);
	return sql_done(v->stmt[GROUP], e);
}

static int
give_groups(struct resolve *v, struct err *e)
{
	auto_stmt stmt = NULL;
	int rc;

	if (sql_prepare(v->run->state.db, "SELECT t.seq, t.key, t.title, t.name,"
			" (SELECT o.title FROM seen.team o WHERE o.name = t.name AND o.seq <> t.seq"
			"  AND NOT EXISTS (SELECT 1 FROM main.given g WHERE g.kind = 'g'"
			"   AND g.key = t.key AND g.name = t.name) ORDER BY o.seq LIMIT 1),"
			" EXISTS (SELECT 1 FROM seen.want w JOIN seen.person p ON p.seq = w.person"
			"  WHERE w.name = t.name AND p.name = w.name),"
			" (SELECT why FROM seen.trusted WHERE name = t.name)"
			" FROM seen.team t WHERE t.name <> '' ORDER BY t.seq", &stmt, e) != 0)
		return -1;
	while ((rc = sql_step(stmt, e)) > 0) {
		char title[128];
		const struct team t = { .seq = sqlite3_column_int64(stmt, 0),
			.key = sql_text(stmt, 1),
			.title = text_clean(title, sizeof(title), sql_text(stmt, 2)),
			.name = sql_text(stmt, 3), .rival = sql_text(stmt, 4),
			.of_account = sqlite3_column_int(stmt, 5) != 0,
			.trusted = sql_text(stmt, 6) };

		if (give_group(v, &t, e) != 0)
			return -1;
	}
	return rc;
}

int
resolve_all(struct run *r, struct err *e)
{
	struct resolve v = { .run = r };
	const struct conf *c = r->conf;
	int rc = ids_open(&v.ids, &r->state, &r->local, c->sync.uid_first, c->sync.uid_last,
		r->job->now, e);

	if (rc == 0)
		rc = sql_run(r->state.db, "CREATE INDEX seen.team_name ON team (name)", e);
	if (rc == 0)
		rc = sql_prepare_all(r->state.db, statements, STATEMENTS, v.stmt, e);
	if (rc == 0)
		rc = settle_collisions(&v, e);
	if (rc == 0)
		rc = give_accounts(&v, e);
	if (rc == 0)
		rc = give_groups(&v, e);
	if (rc == 0)
		rc = ids_save(&v.ids, e);
	sql_finalize_all(v.stmt, STATEMENTS);
	ids_close(&v.ids);
	return rc;
}
