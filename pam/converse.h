/* SPDX-License-Identifier: MIT */
/* The conversation with the person, through whatever the application offers. */
#ifndef PAM_CONVERSE_H
#define PAM_CONVERSE_H

#include <security/pam_modules.h>

#include "base/wire.h"

/* Shows one line in a style of pam_conv(3). A failure is nobody's loss and is not reported. */
void converse_show(pam_handle_t *pamh, int style, const char *text);

/* Asks once, echoing (sshd answers every hidden prompt with the login password). Returns 0 with
 * what may be sent in ret_answer (answer.h; the caller wipes it), or -1 when the application
 * could not ask. */
int converse_ask(pam_handle_t *pamh, const char *text, char ret_answer[static WIRE_ANSWER])
	__attribute__((warn_unused_result));

#endif
