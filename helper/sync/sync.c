/* SPDX-License-Identifier: MIT */
/* Leads one sync from the lock to the rename. */
#include "helper/sync/sync.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "helper/sync/run.h"

static const char scratch_schema[] =
	"PRAGMA seen.journal_mode = OFF;" /* it is thrown away after any fault */
	"PRAGMA seen.synchronous = OFF;"
	"PRAGMA seen.cache_size = -8192;"
	"CREATE TABLE seen.person (seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
	" username TEXT NOT NULL, email TEXT NOT NULL, realname TEXT NOT NULL,"
	" status TEXT NOT NULL, last_login INTEGER NOT NULL, shell TEXT NOT NULL,"
	" reason TEXT NOT NULL, name TEXT NOT NULL DEFAULT '', uid INTEGER, gid INTEGER,"
	" rival TEXT NOT NULL DEFAULT '', kept TEXT NOT NULL DEFAULT '', kept_since INTEGER,"
	" lost TEXT NOT NULL DEFAULT '');"
	"CREATE TABLE seen.want (name TEXT NOT NULL, person INTEGER NOT NULL, rank INTEGER NOT NULL,"
	" PRIMARY KEY (name, person)) WITHOUT ROWID;"
	"CREATE INDEX seen.want_person ON want (person, rank);"
	"CREATE TABLE seen.team (seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
	" title TEXT NOT NULL, name TEXT NOT NULL, gid INTEGER, reason TEXT NOT NULL);"
	"CREATE TABLE seen.member (person INTEGER NOT NULL, team INTEGER NOT NULL,"
	" PRIMARY KEY (person, team)) WITHOUT ROWID;"
	"CREATE TABLE seen.trusted (name TEXT PRIMARY KEY, why TEXT NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE seen.odd (kind TEXT NOT NULL, key TEXT NOT NULL, title TEXT NOT NULL,"
	" why TEXT NOT NULL, PRIMARY KEY (kind, key, title)) WITHOUT ROWID;"
	"CREATE TABLE seen.brought (who TEXT NOT NULL, rank INTEGER NOT NULL, name TEXT NOT NULL,"
	" PRIMARY KEY (who, rank)) WITHOUT ROWID;"
	"CREATE TABLE seen.found (email_id TEXT PRIMARY KEY, email TEXT NOT NULL COLLATE NOCASE,"
	" row INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE seen.known (email_id TEXT PRIMARY KEY, row INTEGER NOT NULL,"
	" fetched INTEGER NOT NULL, names TEXT NOT NULL) WITHOUT ROWID;"
	/* a copy, so that no lock on state.db is held while the network is waited for */
	"INSERT INTO seen.known SELECT email_id, row, fetched, names FROM main.known;";

/* The lock comes first: two syncs must not share the scratch database. */
static int
take_writer(struct run *r, struct err *e)
{
	const char *folder = r->conf->sync.folder;
	struct directory_writer_options options = { .path = r->directory_file,
		.time = (uint64_t)r->job->now, .enumerate = r->conf->sync.enumerate,
		.members_max = (size_t)r->conf->sync.members_shown,
		.owner = (uid_t)-1, .group = (gid_t)-1 };
	struct stat st;

	if (r->job->dry_run)
		return 0;
	if (stat(folder, &st) != 0)
		return err_sys(e, ERR_CONFIG, errno, "sync.folder: %s", folder);
	if (geteuid() == 0) { /* the broker's user goes on with it */
		options.owner = st.st_uid;
		options.group = st.st_gid;
	}
	return directory_writer_new(&options, &r->writer, e);
}

static int
open_scratch(struct run *r, struct err *e)
{
	auto_stmt attach = NULL;
	int fd;

	if (!r->job->dry_run) {
		if (asprintf(&r->scratch, "%s/sync.scratch", r->conf->sync.folder) < 0) {
			r->scratch = NULL;
			return err_set(e, ERR_OTHER, "out of memory");
		}
		if (unlink(r->scratch) != 0 && errno != ENOENT)
			return err_sys(e, ERR_OTHER, errno, "%s: cannot remove", r->scratch);
		fd = open(r->scratch, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd < 0)
			return err_sys(e, ERR_OTHER, errno, "%s", r->scratch);
		(void)close(fd); /* now: a close would drop SQLite's locks later */
	}
	if (sql_prepare(r->state.db, "ATTACH ?1 AS seen", &attach, e) != 0)
		return -1;
	sql_bind(attach, "s", r->scratch != NULL ? r->scratch : ":memory:");
	if (sql_done(attach, e) != 0)
		return -1;
	return sql_run(r->state.db, scratch_schema, e);
}

/* A file of a later generation is unknown to this state.db. */
static int
note_generation(struct run *r, struct err *e)
{
	auto_stmt stmt = NULL;

	if (sql_prepare(r->state.db, "INSERT OR REPLACE INTO main.counter (name, value)"
			" VALUES ('generation', ?1), ('synced', ?2)", &stmt, e) != 0)
		return -1;
	sql_bind(stmt, "ii", (int64_t)directory_writer_generation(r->writer), r->job->now);
	return sql_done(stmt, e);
}

/* From the judged answer to the new file. */
static int
settle(struct run *r, struct err *e)
{
	if (sql_run(r->state.db, "BEGIN IMMEDIATE", e) != 0 ||
		ids_recover(&r->state, r->directory_file, r->conf->sync.uid_first,
			r->conf->sync.uid_last, &r->outcome.recovered, e) != 0 ||
		trusted_all(r, e) != 0 || resolve_all(r, e) != 0 || primary_groups(r, e) != 0 || compare_all(r, e) != 0)
		return -1;
	if (r->job->dry_run)
		return sql_run(r->state.db, "ROLLBACK", e);
	if (store_all(r, e) != 0 || note_generation(r, e) != 0 ||
		sql_run(r->state.db, "COMMIT", e) != 0 ||
		directory_writer_finish(r->writer, &r->outcome.written, e) != 0)
		return -1;
	r->outcome.nscd_remembers = !nscd_forget();
	return 0;
}

static int
walk(struct run *r, struct err *e)
{
	const struct sync_job *job = r->job;

	if (local_read(&r->local, job->passwd != NULL ? job->passwd : "/etc/passwd",
		    job->group != NULL ? job->group : "/etc/group", e) != 0 ||
		take_writer(r, e) != 0 ||
		state_open(r->conf->sync.folder, job->dry_run ? STATE_REHEARSE : STATE_WRITE,
			&r->state, e) != 0 ||
		open_scratch(r, e) != 0)
		return -1;
	if (sql_run(r->state.db, "BEGIN", e) != 0 || usernames_read(r, e) != 0 ||
		organisation_read(r, e) != 0 || sql_run(r->state.db, "COMMIT", e) != 0 ||
		fetch_all(r, e) != 0)
		return -1;
	return settle(r, e);
}

int
sync_run(const struct sync_job *job, struct sync_outcome *ret_outcome, struct err *e)
{
	const struct conf *c = job->conf;
	struct run r = { .job = job, .conf = c,
		.rules = { .strip_suffix = &c->sync.strip_suffix, .replace = (char)c->sync.replace } };
	int rc;

	if (asprintf(&r.directory_file, "%s/directory.cdb", c->sync.folder) < 0)
		return err_set(e, ERR_OTHER, "out of memory");
	rc = walk(&r, e);
	state_close(&r.state);
	if (r.scratch != NULL)
		(void)unlink(r.scratch); /* the next sync removes it otherwise */
	directory_writer_free(r.writer);
	local_clear(&r.local);
	free(r.scratch);
	free(r.directory_file);
	*ret_outcome = r.outcome;
	return rc;
}
