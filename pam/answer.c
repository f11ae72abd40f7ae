/* SPDX-License-Identifier: MIT */
/* Decides whether typed text looks like something the broker may see. */
#include "pam/answer.h"

#include <string.h>
#include <strings.h>

/* The letters a security key types, chosen to be the same on every keyboard. */
#define MODHEX	     "cbdefghijklnrtuv"
#define MODHEX_LEAST 32 /* below that a word of these letters may well be a password */

/* Copies the digits of a code. Returns their number, 0 when there is anything else. */
static size_t
copy_digits(char *dst, const char *typed, size_t len)
{
	size_t used = 0;

	for (size_t i = 0; i < len; i++) {
		if (typed[i] >= '0' && typed[i] <= '9')
			dst[used++] = typed[i];
		else if ((typed[i] != ' ' && typed[i] != '-') || used == 0 || i == len - 1)
			return 0;
	}
	return used;
}

char *
answer_filter(char dst[static WIRE_ANSWER], const char *typed, const char *password)
{
	size_t len = strlen(typed), used = 0;

	explicit_bzero(dst, WIRE_ANSWER);
	if (len >= WIRE_ANSWER || (password != NULL && strcmp(typed, password) == 0))
		return dst;
	for (; len > 0 && typed[0] == ' '; len--)
		typed++;
	while (len > 0 && typed[len - 1] == ' ')
		len--;
	if (len == 4 && strncasecmp(typed, "push", len) == 0)
		memcpy(dst, "push", used = len);
	else if (len >= MODHEX_LEAST && strspn(typed, MODHEX) == len)
		memcpy(dst, typed, used = len);
	else
		used = copy_digits(dst, typed, len);
	/* the same test again: the password may be these very digits with a blank behind them */
	if (used == 0 || (password != NULL && strcmp(dst, password) == 0))
		explicit_bzero(dst, WIRE_ANSWER);
	return dst;
}
