/* SPDX-License-Identifier: MIT */
/* What the other lines of a stack are likely to answer, and what libpam makes of an answer. */
#ifndef DOCTOR_PAM_ANSWER_H
#define DOCTOR_PAM_ANSWER_H

#include "helper/doctor/pam_stack.h"

/* Who stands at the door of which service. */
struct pam_visitor {
	const char *service;
	bool root;   /* else a person of this host with an ordinary uid */
	bool proven; /* the password, or whatever the first factor is, is right */
	bool contrary; /* modules that say yes to some and no to others say no */
};

enum pam_answer {
	PAM_ANSWER_YES,
	PAM_ANSWER_NO,
	PAM_ANSWER_ASIDE, /* PAM_IGNORE */
	PAM_ANSWER_STRANGER, /* PAM_USER_UNKNOWN: it is about other people */
	PAM_ANSWER_ITSELF, /* pam_permit and pam_deny have no effect but their answer */
};

/* For a line that is not ours. A module that is not known is taken for one that proves who comes;
 * *ret_guessed says so. */
enum pam_answer pam_answer(const struct pam_entry *entry, enum pam_type type,
	const struct pam_visitor *v, bool *ret_guessed);

/* Does the module of such a line say yes to some people and no to others? */
bool pam_answers_either(const struct pam_entry *entry);

/* Does the module of such a line say yes when credentials are set, or step aside? */
bool pam_sets_credentials(const struct pam_entry *entry);

#define PAM_ACTION_SIZE 32

/* What libpam does in a line of this control when the module answers with code ("success",
 * "perm_denied"): "ok", "done", "die", "bad", "ignore", "reset", or how many lines it skips.
 * Returns buf. */
const char *pam_control_action(const char *control, const char *code, char buf[PAM_ACTION_SIZE]);

#endif
