/* SPDX-License-Identifier: MIT */
/* The columns of the table of services that a file may set: each is a row here. */
#include "conf/options.h"

/* Does not compile when the member has another type. */
#define COLUMN(member, what)                                                                       \
	(offsetof(struct service_row, member) + 0 * sizeof(struct {                                    \
		_Static_assert(__builtin_types_compatible_p(                                       \
				       __typeof__(((struct service_row *)0)->member), what),           \
			"the member has another type than the column");                            \
		int unused;                                                                        \
	}))

#define CHOICE(member, what) .type = OPTION_CHOICE, .offset = COLUMN(member, what)

_Static_assert(sizeof(enum service_ask) == sizeof(int) && sizeof(enum verdict) == sizeof(int) &&
		sizeof(enum service_class) == sizeof(int) &&
		sizeof(enum service_tell) == sizeof(int) &&
		sizeof(enum service_caller) == sizeof(int),
	"choices are stored as int");

static const struct option_choice classes[] = {
	{ "interactive", CLASS_INTERACTIVE }, { "elevation", CLASS_ELEVATION },
	{ "machinery", CLASS_MACHINERY }, { "exempt", CLASS_EXEMPT }, { NULL, 0 }
};
static const struct option_choice asks[] = {
	{ "person", ASK_PERSON }, { "push", ASK_PUSH }, { "status", ASK_STATUS },
	{ "deny", ASK_DENY }, { NULL, 0 }
};
static const struct option_choice tells[] = {
	{ "text", TELL_TEXT }, { "error", TELL_ERROR }, { "nothing", TELL_NOTHING }, { NULL, 0 }
};
/* Codes of refusals alone. */
static const struct option_choice codes[] = {
	{ "acct_expired", VERDICT_EXPIRED }, { "perm_denied", VERDICT_DENY },
	{ "auth_err", VERDICT_REFUSED }, { NULL, 0 }
};
static const struct option_choice callers[] = {
	{ "never", CALLER_NEVER }, { "for_root", CALLER_FOR_ROOT }, { "always", CALLER_ALWAYS },
	{ NULL, 0 }
};

const struct option service_columns[] = {
	{ .key = "class", CHOICE(class, enum service_class), .choices = classes,
		.text = "\"interactive\"",
		.help = "What kind of door it is. Where a person waits at it, the directory is asked. "
			"Elevation raises the rights of somebody who is inside: a recent status is "
			"enough. Machinery are jobs, which only cached knowledge that a person is "
			"disabled stops. For the exempt, Doorward steps aside." },
	{ .key = "ask", CHOICE(ask, enum service_ask), .choices = asks, .text = "\"person\"",
		.help = "Whether a person can be asked for a code there. With push one push is sent "
			"and waited for, without a question, and with status the status alone "
			"decides. With deny whoever would have to show a code is refused before "
			"any question." },
	{ .key = "peers", .type = OPTION_LIST, .offset = COLUMN(peers, struct names), .min = 1,
		.max = 256, .text = "[ ]", .trusts = true,
		.help = "Local accounts other than root as which the service asks: they may ask "
			"about anybody, for this service alone. They share the requests of their "
			"origin (broker.asks). The accounts that are shown by config dump count by "
			"default, where the PAM file of the service names pam_doorward." },
	{ .key = "shared", .type = OPTION_BOOLEAN, .offset = COLUMN(shared, bool), .text = "false",
		.help = "Whether one process serves everybody, so that all wait while one person is "
			"waited for. No push is possible then." },
	{ .key = "late", .type = OPTION_BOOLEAN, .offset = COLUMN(late, bool), .text = "false",
		.help = "Whether text is shown only with the next question, or at the end. That a "
			"push was sent is told in a question then, which Enter answers once the push "
			"is approved; a passcode does as well. OpenSSH 10.3 and later show text at "
			"once, others do not." },
	{ .key = "limit", .type = OPTION_DURATION, .offset = COLUMN(limit_ms, int64_t), .min = 0,
		.max = 3600000, .text = "0",
		.help = "Seconds from the connection on within which the waiting for pushes and "
			"answers ends, with a sentence for the person; 0 = as the options of login "
			"say. At least 10. For sshd it should be 20 less than LoginGraceTime. A "
			"question that stands cannot be taken back; what comes too late is refused." },
	{ .key = "tell", CHOICE(tell, enum service_tell), .choices = tells, .text = "\"text\"",
		.help = "How a reason reaches the person: as text (in the account phase as an error "
			"message), as an error message always, or not at all. With error an outage is "
			"PAM_PERM_DENIED, because who loses text calls PAM_AUTHINFO_UNAVAIL a wrong "
			"password; a control that steps over the latter does not step over it." },
	{ .key = "disabled_code", CHOICE(disabled_code, enum verdict), .choices = codes,
		.text = "\"acct_expired\"",
		.help = "What the account phase returns for a person who is disabled: PAM_ACCT_EXPIRED, "
			"PAM_PERM_DENIED or PAM_AUTH_ERR. Some applications call the first an expired "
			"password." },
	{ .key = "caller", CHOICE(caller, enum service_caller), .choices = callers,
		.text = "\"never\"",
		.help = "Whether it is about the caller (PAM_RUSER) and not about the user who is "
			"named: always, or on the way to root." },
};

const size_t service_column_count = sizeof(service_columns) / sizeof(service_columns[0]);
