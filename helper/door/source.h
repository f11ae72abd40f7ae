/* SPDX-License-Identifier: MIT */
/* Where the door learns about people: live Duo today; a snapshot file or etcd fit the same shape. */
#ifndef DOOR_SOURCE_H
#define DOOR_SOURCE_H

#include "api/api.h"
#include "base/deadline.h"
#include "base/err.h"
#include "base/wire.h"
#include "policy/policy.h"

/* What a source says about one directory user. */
struct standing {
	enum finding finding;	/* an effective status, or FINDING_UNKNOWN */
	char text[WIRE_TEXT];	/* the directory's own words for the person, cleaned; "" = none */
	char cause[128];	/* for logs: what the finding comes from, cleaned; "" = the person */
};

struct source {
	/* Looks one user up. Returns 0, or -1: then nothing was learnt. ctx is the source's own.
	 * Called from several threads at once. */
	int (*look_up)(void *ctx, const char *directory_user, struct deadline d,
		struct standing *ret_standing, struct err *e);
	void *ctx;
};

/* Live Duo: through the Admin API where it is configured, else through Auth API preauth. Both
 * pointers are borrowed and must outlive the source. */
struct source_duo {
	struct api_client *api;
	bool has_admin;
	int64_t limit_ms; /* of one look-up */
};

int source_duo_look_up(void *ctx, const char *directory_user, struct deadline d,
	struct standing *ret_standing, struct err *e) __attribute__((warn_unused_result));

/* Auth API preauth, for the auth phase: what the directory would ask of this person now.
 * ipaddr may be NULL. Returns as look_up. */
int duo_preauth(struct api_client *api, const char *directory_user, const char *ipaddr,
	struct deadline d, struct standing *ret_standing, struct err *e)
	__attribute__((warn_unused_result));

/* The same for who sends by other means: what is asked, and what the answer says. */

#define DUO_ARGS 4

struct duo_question {
	const char *operation;
	struct api_arg arg[DUO_ARGS]; /* values borrowed */
	size_t count;
};

struct duo_question duo_status_question(bool has_admin, const char *directory_user);
struct duo_question duo_preauth_question(const char *directory_user, const char *ipaddr);

/* For answers of a call that went well: what makes no sense is a finding about the person, too. */
void duo_status_read(bool has_admin, const struct api_answer *a, struct standing *ret_standing);
void duo_preauth_read(const struct api_answer *a, struct standing *ret_standing);

/* What is said by a question about one person that failed with *e. */
enum duo_failure {
	DUO_FAILED,  /* what e says, of everybody */
	DUO_ODD,     /* of the person alone, and *ret_standing has it: an answer that cannot be read */
	DUO_DOUBTED, /* a fault of the directory: if a question about nobody goes well, of the person */
};
enum duo_failure duo_failure_read(const struct api_answer *a, const struct err *e,
	struct standing *ret_standing);

/* About nobody, at the same API: it goes well unless there is an outage. */
struct duo_question duo_nobody_question(bool has_admin);

/* Turns a fault that was doubted into what is told of the person alone, ERR_UNREADABLE. */
void duo_blame(struct err *e);

/* Many people in one question, for the Admin API: names is the value of username_list. */

#define DUO_LIST_MAX 100 /* names; facts of the Admin API */

struct duo_question duo_statuses_question(const char *names);

/* Finds one of those who were asked about in the list that came. Returns false unless the one user
 * of exactly this name is there and can be read: then the person must be asked about alone, because
 * a list says nothing of whom it leaves out, and a name may be an alias. */
bool duo_statuses_find(const struct api_answer *a, const char *directory_user,
	struct standing *ret_standing);

#endif
