/* SPDX-License-Identifier: MIT */
/* A stage for one test: a configuration folder, a PAM application that records all, a broker. */
#ifndef TESTS_PAM_STAGE_H
#define TESTS_PAM_STAGE_H

#include <security/pam_appl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/pam/capture.h"
#include "tests/pam/fake_broker.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tests/between.h"

/* What the stack answers when the module said PAM_IGNORE: no code of the module's own. */
#define IGNORED PAM_CRED_EXPIRED

/* An upper bound for one transaction with timeout=1: far above it, far below a hang. */
#define SOON_MS 6000

enum stage_mode {
	STAGE_ANSWER = 0,  /* answer with the next of answers, fail when there is none */
	STAGE_NO_CONV,	   /* the application has no conversation function */
	STAGE_FAILS,	   /* the function fails */
	STAGE_NO_RESPONSE, /* it succeeds and hands out nothing */
	STAGE_NULL_ANSWER, /* it succeeds, and the answer in its array is NULL */
};

struct stage {
	char dir[64], socket[96];
	struct broker broker;
	bool has_broker;
	pam_handle_t *pamh;
	enum stage_mode mode;
	const char *const *answers;	/* ends with NULL; may be NULL */
	const char *authtok;		/* PAM_AUTHTOK that another module would have set */
	void (*on_ask)(struct stage *); /* called before a question is answered; may be NULL */
	void *data;			/* on_ask's */
	size_t shown;
	struct {
		int style;
		char text[600];
	} message[160];
	unsigned delay_us; /* what pam_fail_delay came to */
};

/* cmocka set-up and tear-down of a struct stage. */
int stage_setup(void **state);
int stage_teardown(void **state);

/* Writes the folder's service files "t", "sudo", "sudo-i" and "sshd": our module with these arguments (its
 * socket= and timeout=1 unless bare) in auth and account, and behind it what makes IGNORED. */
void stage_configure(struct stage *s, const char *arguments, bool bare);

/* Starts the broker; forgets the one before. */
void stage_broker(struct stage *s, const struct broker_step *steps);

/* Opens a handle for user in the service; closes the one before, forgets what was shown. */
void stage_open(struct stage *s, const char *service, const char *user);
void stage_close(struct stage *s);

/* Runs a phase on the handle. Also fails the test when it takes longer than SOON_MS, or logs
 * more than one line. */
int stage_auth(struct stage *s, int flags);
int stage_account(struct stage *s, int flags);

/* All at once, as user alice in service t. */
int stage_run_auth(struct stage *s, const struct broker_step *steps);
int stage_run_account(struct stage *s, const struct broker_step *steps);

/* Fails the test unless the log holds exactly one line, at this level, with this text in it. */
#define assert_logged(level, text) assert_logged_at((level), (text), __FILE__, __LINE__)
void assert_logged_at(int level, const char *text, const char *file, int line);

/* Fails the test when any line holds the text. */
void assert_not_logged(const char *text);

#endif
