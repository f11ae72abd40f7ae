/* SPDX-License-Identifier: MIT */
/* The table of services: what is known of each PAM application, and what a site says instead.
 *
 * The rows that are compiled in come from watching the applications themselves. A site's file changes
 * a column of a row, or adds a row: services.NAME.COLUMN (conf/service_columns.c). */
#ifndef POLICY_SERVICES_H
#define POLICY_SERVICES_H

#include <stdint.h>
#include <sys/types.h>

#include "base/names.h"
#include "policy/policy.h"

/* What becomes of a person who would be asked for a factor. Zero asks nobody and lets nobody in. */
enum service_ask {
	ASK_DENY = 0, /* refused before any question: nobody would see it */
	ASK_STATUS,   /* the status alone decides, as in the account phase: no code, no push */
	ASK_PUSH,     /* one push, and no question */
	ASK_PERSON,   /* a question, which a person sees and answers */
};

/* How a reason reaches the person. */
enum service_tell {
	TELL_TEXT = 0, /* as text while authenticating, as an error in the account phase */
	TELL_ERROR,    /* as an error in both: text is lost */
	TELL_NOTHING,  /* not at all: the application takes what it is told for a failure */
};

/* Whom a login is about where somebody becomes somebody else. */
enum service_caller {
	CALLER_NEVER = 0, /* the user who is named */
	CALLER_FOR_ROOT,  /* on the way to root, the caller */
	CALLER_ALWAYS,	  /* the caller, whomever it names: sudo with rootpw names root */
};

struct service_row {
	const char *name; /* of the PAM service; a pattern (fnmatch) where it holds one of * ? [ */
	enum service_class class;
	enum service_ask ask;
	enum service_tell tell;
	enum verdict disabled_code; /* of the account phase, for the disabled; never a yes */
	enum service_caller caller;
	bool late;   /* text is shown with the next question, or at the end: a push is told in one */
	int64_t limit_ms; /* of all waiting for the person, from the connection on; 0 = none */
	bool shared; /* one process serves everybody: while one person is waited for, all wait */
	struct names peers; /* accounts that may ask about anybody; where .set, instead of own */
	const char *own;    /* accounts of its package, separated by blanks: its peers by default */
	const char *usual;  /* accounts that it shares with others, and often runs as */
	bool class_set, caller_set; /* by the site: counts before the lists below */
};

/* What a site says. The lists are what stood here before the table: one that is set says of every
 * service whether it belongs to that class; the first that matches wins, in this order: exempt,
 * machinery, elevation; else interactive. They hold patterns. */
struct service_rules {
	struct names interactive;
	struct names elevation;
	struct names machinery;
	struct names exempt;
	struct names caller;	      /* CALLER_ALWAYS */
	struct names caller_for_root; /* CALLER_FOR_ROOT */
	size_t count;
	struct service_row *row; /* each whole: its row of the table, changed; owned */
	struct names name;   /* of the rows; theirs point here */
};

/* The rows compiled in, for what walks them all. */
extern const struct service_row service_table[];
extern const size_t service_table_count;

/* The row of a service: of its very name, else of a pattern; the site's before ours. Never NULL:
 * service_row_is_known() says whether there is one. */
const struct service_row *service_row_find(const struct service_rules *r, const char *name);

/* The row compiled in of exactly this name, or NULL. */
const struct service_row *service_row_built_in(const char *name);

/* Is this a row, and not what holds for a service that has none? */
bool service_row_is_known(const struct service_row *s);

enum service_class service_classify(const struct service_rules *r, const char *name);
enum service_caller service_caller(const struct service_rules *r, const char *name);

/* Which class a list of the site gives the service, for `doorward config check`. Returns false where
 * no list that is set names it. */
bool service_is_listed(const struct service_rules *r, const char *name,
	enum service_class *ret_class);

/* The decision at this service: decide(), a refusal in the code that the row has for it, and where
 * that is to ask, what the row says of asking. It changes *f to FINDING_CANNOT_ASK where nobody can
 * be asked who would have to be. */
enum verdict service_decide(const struct service_row *s, const struct policy *p, enum finding *f,
	enum phase phase, enum service_class c);

/* How a column of the service is written in the file: services.NAME.COLUMN, or as a row of
 * services.table where NAME may not be that of a group. Returns buf. */
const char *service_option(const char *name, const char *column, char *buf, size_t size);

/* Whom a login is about. user_uid: the uid of USER on this host; caller is PAM_RUSER and counts
 * only when the asking process is trusted (effective uid 0), else pass NULL. Returns USER or the
 * caller (borrowed), or NULL when root acts (su by root): then nobody is asked about. */
const char *subject_choose(const struct service_rules *r, const char *service, const char *user,
	uid_t user_uid, const char *caller);

const char *service_ask_word(enum service_ask a);

/* Adds a row of the site that begins as the one that held for this name. Returns it, or NULL without
 * memory; it moves when another one is added. */
struct service_row *service_row_add(struct service_rules *r, const char *name);

/* The site's row of exactly this name, or NULL. */
struct service_row *service_row_added(const struct service_rules *r, const char *name);

/* Frees the site's rows; the lists are the caller's. Can be repeated. */
void service_rules_clear(struct service_rules *r);

#endif
