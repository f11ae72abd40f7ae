/* SPDX-License-Identifier: MIT */
/* `doorward migrate`: what pam_duo.conf says, in Doorward's terms, and what is lost on the way.
 *
 * The one rule behind the table of keys: what has no equivalent becomes stricter and never looser,
 * and is said. The peer's file is only read. */
#ifndef MIGRATE_MIGRATE_H
#define MIGRATE_MIGRATE_H

#include "base/secret.h"
#include "conf/conf.h"

#define MIGRATE_FILE_SIZE (64 * 1024) /* bytes of the peer's file */
#define MIGRATE_KEYS_MAX  32

/* What was asked for. */
struct migrate_wish {
	const char *source;	/* the peer's file */
	const char *conf_path;	/* what is to be written; absolute */
	const char *skey_path;	/* where the secret goes; NULL = beside it */
	const char *pam_folder; /* where PAM's stacks are; NULL = /etc/pam.d */
	bool dry_run;		/* show it, write nothing */
};

/* Writes both files and reports what differs on standard output. Returns 0, or -1: ERR_CONFIG when
 * the file cannot be taken over, and nothing was written. */
int migrate_run(const struct migrate_wish *wish, struct err *e) __attribute__((warn_unused_result));

/* The last value of one key; line 0 = the file does not have it. */
struct migrate_value {
	unsigned line;
	const char *text; /* in the buffer of the file */
};

struct migrate {
	const char *source;    /* the peer's file, as it was named */
	const char *conf_path; /* what will be written */
	const char *skey_path;
	struct migrate_value value[MIGRATE_KEYS_MAX]; /* by row of migrate_keys */
	struct names groups; /* pattern lists of "groups", from every line that has some */
	struct conf *conf;   /* what becomes of it; owned */
	struct secret skey;
	size_t faults; /* told on standard error, each with file and line */
};

/* What Doorward makes of one key of the peer. */
struct migrate_key {
	const char *name; /* ends the table when NULL */
	bool required, boolean;
	bool secret; /* the value is not shown */
	/* Puts the value into m->conf; NULL when nothing takes its place. NULL returned, or what is
	 * wrong with the value: static. */
	const char *(*take)(struct migrate *m, const struct migrate_value *v);
	const char *options[2]; /* of doorward.conf that came of it, for the report */
	const char *set;	/* said when the key is there; of a boolean, when it is on */
	const char *unset;	/* said when it is not */
};

extern const struct migrate_key migrate_keys[];

/* The value of a key; its line is 0 when the file does not have it. */
const struct migrate_value *migrate_value(const struct migrate *m, const char *name);

/* Is this what the peer takes for yes? Everything else is no to it. */
bool migrate_yes(const struct migrate_value *v);

/* Tells "FILE:LINE: what" on standard error and counts it; line 0 = the file as a whole. */
void migrate_fault(struct migrate *m, unsigned line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Takes the text of the peer's file apart, in place: m->value, m->groups; faults are told. Values
 * point into text. */
void migrate_parse(struct migrate *m, char *text);

/* Fills m->conf and m->skey from the values; faults are told. Returns 0, or -1 without memory. */
int migrate_take(struct migrate *m, struct err *e) __attribute__((warn_unused_result));

/* What became of each key and what else differs, on standard output. */
void migrate_report(const struct migrate *m);

/* Where PAM's files in the folder name the peer's module, and which lines would replace those, on
 * standard output; nothing is changed. Returns 0, or -1 when the folder cannot be read. */
int migrate_report_stacks(const struct migrate *m, const char *folder, struct err *e)
	__attribute__((warn_unused_result));

/* GECOS fields that the peer used as usernames, into conf->map.users: "local=field" for each
 * account from login.min_uid on whose field has a text of its own. position 0 = the whole field.
 * Returns NULL, or what is wrong: static. */
const char *migrate_gecos(struct conf *conf, char delimiter, size_t position);

/* Writes both files, or none: never over one that exists. The secret is closed to others; the group
 * of the services, where there is one, may read it. Returns 0, or -1 with the error. */
int migrate_write(const struct migrate *m, const char *text, size_t len, struct err *e)
	__attribute__((warn_unused_result));

void migrate_clear(struct migrate *m);

#endif
