/* SPDX-License-Identifier: MIT */
/* state.db: who has which uid and gid on this host, for ever, and what the last sync saw.
 *
 * Tables (schema 4):
 *
 *	given	kind 'u' or 'g', key of the directory (DU…, DG…), id, gid, name when last seen, time.
 *		Rows are never removed and their ids never changed. uids and gids share one range;
 *		only numbers that were brought may be one user's and another's group. gid is of
 *		users: NULL = a private group, with the number of the uid
 *	wanted	kind, computer username or group name, id, gid: numbers that an administrator
 *		brought (import-ids); they move to given when the name first gets its account
 *	counter	"next": the next id of the sequence; never goes back. "generation": of the
 *		directory file that the last sync wrote. "synced": when that was
 *	person	everybody whom the last sync saw: key, names, status, account, or why there is
 *		none; kept is why somebody is still what a former sync saw (kept_since)
 *	team	the same for groups
 *	known	computer usernames of each Allthenticate user, and when they were asked for
 *
 * The file belongs to the broker's user, mode 0600. Nothing in a login process ever opens it. */
#ifndef HELPER_SYNC_STATE_H
#define HELPER_SYNC_STATE_H

#include <stdbool.h>

#include "helper/sync/sql.h"

#define STATE_NAME    "state.db"
#define STATE_BUSY_MS 5000 /* how long another process is waited for */

enum state_mode {
	STATE_READ, /* ERR_NOT_FOUND when there is none; what a sync left that died is mended */
	STATE_WRITE,  /* made when there is none */
	STATE_REHEARSE, /* as STATE_WRITE; but when there is none, one in memory */
};

struct state {
	sqlite3 *db;
	bool fresh; /* was made just now */
};

/* Opens FOLDER/state.db after checking owner and mode, and its schema. Returns 0 with a state to
 * be closed, or -1: ERR_CONFIG when the file is not to be trusted, ERR_OTHER when it is damaged or
 * of a newer version. */
int state_open(const char *folder, enum state_mode mode, struct state *ret_state, struct err *e)
	__attribute__((warn_unused_result));

/* Rolls back what was not committed. Can be repeated. */
void state_close(struct state *s);

#define auto_state __attribute__((cleanup(state_close))) struct state

#endif
