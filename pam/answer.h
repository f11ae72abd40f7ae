/* SPDX-License-Identifier: MIT */
/* Keeps what is not a passcode inside the process: people type passwords at any prompt. */
#ifndef PAM_ANSWER_H
#define PAM_ANSWER_H

#include <stddef.h>

#include "base/wire.h"

/* Turns what was typed into what may be sent. Known are the keyword "push" (in any case), a
 * code of digits (blanks around it, and blanks and '-' inside it, are dropped) and the 32 to 64
 * modhex letters of a security key. Anything else, anything longer than 64 bytes, and anything
 * equal to password (NULL when there is none) becomes "". Returns dst, which the caller wipes. */
char *answer_filter(char dst[static WIRE_ANSWER], const char *typed, const char *password);

#endif
