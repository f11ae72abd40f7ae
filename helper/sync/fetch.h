/* SPDX-License-Identifier: MIT */
/* What fetch.c, fetch_rows.c and missing.c share: where objects of the directory go. */
#ifndef HELPER_SYNC_FETCH_H
#define HELPER_SYNC_FETCH_H

#include "helper/sync/pages.h"
#include "helper/sync/run.h"

#define FETCH_STATEMENTS 8

struct fetch {
	struct run *run;
	struct pages pages;
	const char *what, *kind; /* that is read: "users", ID_USER */
	int64_t rows;	   /* objects of the list under way, each once */
	bool twice;	   /* one of them came on two pages */
	int64_t page;	   /* number of the page that the last row came from */
	int64_t first_seq; /* rows of seen.person or team before this page */
	int64_t last_seq;  /* of the last row added */
	const char *asked; /* the id that is asked about; NULL = the list tells which it is */
	const char *title; /* and whose it was */
	sqlite3_stmt *stmt[FETCH_STATEMENTS]; /* as fetch_rows.c names them */
};

/* Returns 0, or -1; fetch_close is right after both. */
int fetch_open(struct fetch *f, struct run *r, struct err *e) __attribute__((warn_unused_result));
void fetch_close(struct fetch *f);

/* Takes one object of the directory. What cannot be understood goes into seen.odd, as does what
 * fetch_odd is told: key and title may be "". All return 0, or -1 when nothing more can be done. */
int fetch_team(void *ctx, const struct cJSON *row, struct err *e)
	__attribute__((warn_unused_result));
int fetch_person(void *ctx, const struct cJSON *row, struct err *e)
	__attribute__((warn_unused_result));
int fetch_odd(struct fetch *f, const char *kind, const char *key, const char *title,
	const char *why, struct err *e) __attribute__((warn_unused_result));

/* Asks the directory, by id, for everybody of the last sync, or every group, that its list lacks.
 * Who is there is fetched; who is not stays away from seen.person, or seen.team. Too many to be
 * believed are not asked for. No lock on state.db is held meanwhile. Returns 0 or -1. */
int missing_people(struct fetch *f, struct err *e) __attribute__((warn_unused_result));
int missing_teams(struct fetch *f, struct err *e) __attribute__((warn_unused_result));

/* Puts the last good record in the place of what was odd, and tells it. Returns 0 or -1. */
int keep_people(struct run *r, struct err *e) __attribute__((warn_unused_result));
int keep_teams(struct run *r, struct err *e) __attribute__((warn_unused_result));

#endif
