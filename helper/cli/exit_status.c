/* SPDX-License-Identifier: MIT */
/* Turns kinds of errors into exit statuses; a test compares the words with doorward(1). */
#include "helper/cli/exit_status.h"

const char *const exit_meanings[EXIT_STATUS_LAST + 1] = {
	"Done, or nothing was to be done.",
	"Another fault: the configuration, a refusal, a no to the question.",
	"Wrong usage, a name that several bear, or a question that nobody can answer.",
	"Not found.",
	"The directory refuses the credentials.",
	"The application lacks a permission.",
	("Unreachable, too late, or asked too often; for a change this does not say whether it "
	 "happened."),
	"The name or number is taken.",
	"Done in part.",
};

int
exit_status(enum err_code code)
{
	switch (code) {
	case ERR_NONE:
		return 0;
	case ERR_OTHER:
	case ERR_CONFIG:
	case ERR_REFUSED:
		return 1;
	case ERR_USAGE:
		return 2;
	case ERR_NOT_FOUND:
		return 3;
	case ERR_CREDENTIALS:
		return 4;
	case ERR_PERMISSION:
		return 5;
	case ERR_UNREACHABLE:
	case ERR_RATE_LIMITED:
	case ERR_TIMEOUT:
	case ERR_UNREADABLE:
		return 6;
	case ERR_CONFLICT:
		return 7;
	case ERR_PARTLY:
		return 8;
	}
	return 1;
}
