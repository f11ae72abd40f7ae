/* SPDX-License-Identifier: MIT */
/* What the steps of one sync share; for helper/sync alone.
 *
 * Tables of the scratch database, which is called "seen":
 *
 *	person	seq, key, username, email, realname, status, last_login, shell, reason, name, uid,
 *		gid, rival, lost, kept, kept_since. reason is "" for who has an account; uid is set together with name; gid
 *		where it is not the uid; rival is who else wants a name that this person lost; lost is why
 *		the configuration kept a name from this person; kept is why
 *		this is what an earlier sync saw, and kept_since when that was
 *	want	name, person (seq), rank: computer usernames somebody has a claim to. The lowest rank
 *		is the canonical one. Names that two claim are gone from it once resolve.c is done
 *	team	seq, key, title, status, name, gid, reason
 *	member	person, team (seq)
 *	found	users that Allthenticate lists: email_id, email, row (a hash of what was listed)
 *	known	email_id, row, fetched, names: of former syncs, and of this one
 *	trusted	name, why: names that the configuration gives a right, and with which option
 *	odd	kind, key, title, why: objects that cannot be read. Key or title may be ""
 *	brought	who (directory name or e-mail, lower case), name, rank: from sync.usernames_file,
 *		then from Allthenticate */
#ifndef HELPER_SYNC_RUN_H
#define HELPER_SYNC_RUN_H

#include "helper/sync/ids.h"
#include "helper/sync/local.h"
#include "helper/sync/name.h"
#include "helper/sync/state.h"
#include "helper/sync/sync.h"

#define BROUGHT_MAX  100 /* computer usernames of one person, from one source */
#define BROUGHT_SIZE 128 /* bytes of one before the rules, NUL included */

/* SQL, for the row p of seen.person: what it is called here, and the groups it is in. */
#define RUN_NAMES "(SELECT coalesce(group_concat(name, ','), '')" \
	" FROM (SELECT name FROM seen.want WHERE person = p.seq ORDER BY rank))"
#define RUN_TEAMS "(SELECT coalesce(group_concat(name, ','), '') FROM (SELECT t.name" \
	" FROM seen.member m JOIN seen.team t ON t.seq = m.team" \
	" WHERE m.person = p.seq AND t.gid IS NOT NULL ORDER BY t.name))"

struct run {
	const struct sync_job *job;
	const struct conf *conf;
	struct state state;
	struct local local;
	struct name_rules rules;
	struct directory_writer *writer; /* NULL in a rehearsal */
	char *directory_file;
	char *scratch; /* path; NULL when it is in memory */
	struct sync_outcome outcome;
};

void run_tell(struct run *r, enum sync_change change, const struct sync_event *event);

/* Reads sync.usernames_file into brought. Returns 0, also when none is configured; or -1. */
int usernames_read(struct run *r, struct err *e) __attribute__((warn_unused_result));

/* The same from Allthenticate, where sync.allthenticate says so. */
int organisation_read(struct run *r, struct err *e) __attribute__((warn_unused_result));

/* Fills person, want, team, member, odd. In no transaction; begins and ends its own. */
int fetch_all(struct run *r, struct err *e) __attribute__((warn_unused_result));

/* Fills trusted, and takes such names from everybody; in a transaction, before resolve_all. */
int trusted_all(struct run *r, struct err *e) __attribute__((warn_unused_result));

/* Settles names and gives ids; in a transaction of state.db. */
int resolve_all(struct run *r, struct err *e) __attribute__((warn_unused_result));

/* Settles the groups that are primary ones of imported accounts: those of the directory, or such
 * as the import named, which become rows of team. Whose group cannot be has no account. */
int primary_groups(struct run *r, struct err *e) __attribute__((warn_unused_result));

/* Compares with the last sync: tells changes, counts, refuses too many removals. */
int compare_all(struct run *r, struct err *e) __attribute__((warn_unused_result));

/* Puts everything into the writer, and into person and team of state.db. */
int store_all(struct run *r, struct err *e) __attribute__((warn_unused_result));

/* Lets a running nscd forget. Returns false when one runs and was not told: only root may. */
bool nscd_forget(void);

#endif
