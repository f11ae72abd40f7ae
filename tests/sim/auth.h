/* SPDX-License-Identifier: MIT */
/* Handlers of the Auth API v2 and what they share. */
#ifndef SIM_AUTH_H
#define SIM_AUTH_H

#include "tests/sim/call.h"

/* How a login ends, in the words of the API; all strings are constants. */
struct ending {
	const char *result; /* allow, deny; waiting while under way */
	const char *status;
	const char *message;
};

extern const struct ending auth_allowed;
extern const struct ending auth_incorrect;

/* The ending a status brings about by itself; NULL: the person has to authenticate. */
const struct ending *auth_ending_of_status(const struct user *user);

/*
 * The user of exactly one of user_id and username. NULL: the call has failed, or (only with
 * unknown_is_fine) the name is unknown and nothing was answered.
 */
struct user *auth_find_user(struct call *call, bool unknown_is_fine, bool *ret_failed);

/* Uses up a bypass code or passcode, counts failures, locks out. */
const struct ending *auth_check_passcode(struct call *call, struct user *user, const char *code);

/* Keeps the books of a login that ended. */
void auth_record(struct call *call, struct user *user, const struct ending *ending);

void auth_answer(struct call *call, const struct ending *ending);

/* auth.c */
void auth_ping(struct call *call);
void auth_logo(struct call *call);
void auth_preauth(struct call *call);
void auth_auth(struct call *call);
/* auth_push.c */
void auth_start_push(struct call *call, struct user *user, bool by_call, bool async);
void auth_start_decided(struct call *call, const struct user *user, const struct ending *ending);
void auth_auth_status(struct call *call);
/* auth_enroll.c */
void auth_enroll(struct call *call);
void auth_enroll_status(struct call *call);

#endif
