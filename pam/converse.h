/* SPDX-License-Identifier: MIT */
/* The conversation with the person, through whatever the application offers. */
#ifndef PAM_CONVERSE_H
#define PAM_CONVERSE_H

#include <security/pam_modules.h>

#include "base/wire.h"

/* Shows one line in a style of pam_conv(3). A failure is nobody's loss and is not reported. */
void converse_show(pam_handle_t *pamh, int style, const char *text);

enum converse_end {
	CONVERSE_FAILED = 0, /* the application could not ask */
	CONVERSE_ECHOED,     /* it gave back the user's name, or the password: nobody typed a code */
	CONVERSE_ANSWERED,
};

/* Asks once, echoing (sshd answers every hidden prompt with the login password). When answered,
 * what may be sent is in ret_answer (answer.h; the caller wipes it), else it is empty. */
enum converse_end converse_ask(pam_handle_t *pamh, const char *text,
	char ret_answer[static WIRE_ANSWER]) __attribute__((warn_unused_result));

#endif
