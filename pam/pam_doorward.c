/* SPDX-License-Identifier: MIT */
/* The six hooks PAM calls; here, and only here, a verdict becomes a PAM code. */
#include <security/pam_modules.h>

#include <security/pam_ext.h>
#include <string.h>
#include <syslog.h>

#include "base/err.h"
#include "base/text.h"
#include "base/verdict.h"
#include "pam/arguments.h"
#include "pam/converse.h"
#include "pam/login.h"
#include "pam/relay.h"

#define HOOK		__attribute__((visibility("default"))) int
#define REFUSED_WAIT_US 2000000 /* a guess costs this long; refusals by status cannot be guessed */

/* No default, no array: a verdict missing here does not compile, and anything else fails. */
static int
verdict_code(enum verdict v)
{
	switch (v) {
	case VERDICT_DENY:
		return PAM_PERM_DENIED;
	case VERDICT_ALLOW:
		return PAM_SUCCESS;
	case VERDICT_IGNORE:
		return PAM_IGNORE;
	case VERDICT_EXPIRED:
		return PAM_ACCT_EXPIRED;
	case VERDICT_REFUSED:
		return PAM_AUTH_ERR;
	case VERDICT_MAXTRIES:
		return PAM_MAXTRIES;
	case VERDICT_ABORT:
		return PAM_ABORT;
	case VERDICT_USER_UNKNOWN:
		return PAM_USER_UNKNOWN;
	case VERDICT_UNAVAILABLE:
		return PAM_AUTHINFO_UNAVAIL;
	case VERDICT_ASK:
	case VERDICT_BROKEN:
	case VERDICT_COUNT:
		break;
	}
	return PAM_SERVICE_ERR;
}

static int
verdict_level(const struct relay_verdict *v)
{
	if (v->verdict == VERDICT_IGNORE || strcmp(v->reason, "unmapped") == 0)
		return LOG_DEBUG;
	if (v->verdict == VERDICT_ALLOW)
		return LOG_INFO;
	if (v->verdict == VERDICT_UNAVAILABLE || v->verdict == VERDICT_BROKEN)
		return LOG_ERR;
	return LOG_WARNING;
}

/* Is the name known to be somebody's? Otherwise it stays out of the log: people type passwords where
 * a name is asked. */
static bool
is_somebody(const struct relay_verdict *v)
{
	static const char *const unasked[] = { "config-broken", "host-failed", "peer-refused",
		"unmapped" };

	for (size_t i = 0; i < sizeof(unasked) / sizeof(unasked[0]); i++)
		if (strcmp(v->reason, unasked[i]) == 0)
			return false;
	return v->verdict != VERDICT_USER_UNKNOWN;
}

static void
log_verdict(const struct login *l, const struct relay_verdict *v)
{
	char user[300], rhost[LOGIN_ITEM], quoted[300];

	pam_syslog(l->pamh, verdict_level(v), "verdict %s reason=%s user=%s rhost=%s id=%s",
		verdict_word(v->verdict), v->reason,
		is_somebody(v) ? text_quote(user, sizeof(user), l->user) : "-",
		text_quote(quoted, sizeof(quoted), login_rhost(l, rhost)), v->id);
}

static int
finish_login(const struct login *l, const struct relay_verdict *v)
{
	log_verdict(l, v);
	if (v->verdict == VERDICT_REFUSED)
		(void)pam_fail_delay(l->pamh, REFUSED_WAIT_US); /* the application may drop it */
	if (v->verdict == VERDICT_IGNORE && l->phase == LOGIN_AUTH && l->args->after_publickey &&
		login_has_publickey(l))
		return PAM_SUCCESS;
	return verdict_code(v->verdict);
}

/* Nobody else says anything to a person whom a silent broker keeps out. */
static void
show_unanswered(const struct login *l)
{
	if (!l->silent)
		converse_show(l->pamh, l->phase == LOGIN_AUTH ? PAM_TEXT_INFO : PAM_ERROR_MSG,
			"Logins are checked by Doorward, which does not answer on this host. "
			"Please tell your administrator.");
}

static int
run_login(struct login *l)
{
	struct relay_verdict v = { .verdict = VERDICT_DENY };
	struct err e = { .code = ERR_NONE };

	if (login_describe(l, &e) != 0) {
		pam_syslog(l->pamh, LOG_WARNING, "%s", e.msg);
		return PAM_USER_UNKNOWN;
	}
	if (login_below_min_uid(l)) {
		v = (struct relay_verdict){ .verdict = VERDICT_IGNORE, .reason = "min_uid" };
		return finish_login(l, &v);
	}
	switch (relay_run(l, &v, &e)) {
	case RELAY_VERDICT:
		return finish_login(l, &v);
	case RELAY_UNAVAILABLE:
		pam_syslog(l->pamh, LOG_ERR, "no verdict: %s (is doorwardd running?)", e.msg);
		show_unanswered(l);
		return PAM_AUTHINFO_UNAVAIL;
	case RELAY_STRANGER:
		pam_syslog(l->pamh, LOG_ALERT, "no verdict: %s", e.msg);
		show_unanswered(l);
		return PAM_AUTHINFO_UNAVAIL;
	case RELAY_UNASKED:
		pam_syslog(l->pamh, LOG_ERR, "no verdict: %s", e.msg);
		return PAM_CONV_ERR;
	case RELAY_BROKEN:
		pam_syslog(l->pamh, LOG_ERR, "no verdict: %s", e.msg);
		return PAM_SERVICE_ERR;
	}
	return PAM_SERVICE_ERR;
}

static int
start_login(pam_handle_t *pamh, enum login_phase phase, int flags, int argc, const char **argv)
{
	struct arguments args;
	struct login l = {
		.pamh = pamh,
		.args = &args,
		.phase = phase,
		.silent = ((unsigned)flags & PAM_SILENT) != 0,
	};
	struct err e;

	if (arguments_parse(&args, argc, argv, &e) != 0) {
		pam_syslog(pamh, LOG_ERR, "%s: correct this line in the service's file", e.msg);
		return PAM_SERVICE_ERR;
	}
	return run_login(&l);
}

HOOK
pam_sm_authenticate(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
	return start_login(pamh, LOGIN_AUTH, flags, argc, argv);
}

HOOK
pam_sm_acct_mgmt(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
	return start_login(pamh, LOGIN_ACCOUNT, flags, argc, argv);
}

/* Always success: without a login before it, this code walks the auth stack, and anything else
 * refuses key logins there. */
HOOK
pam_sm_setcred(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
	(void)pamh, (void)flags, (void)argc, (void)argv;
	return PAM_SUCCESS;
}

/* Nothing may wait in a session: no application cuts it off there. */
HOOK
pam_sm_open_session(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
	(void)pamh, (void)flags, (void)argc, (void)argv;
	return PAM_SUCCESS;
}

HOOK
pam_sm_close_session(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
	(void)pamh, (void)flags, (void)argc, (void)argv;
	return PAM_SUCCESS;
}

HOOK
pam_sm_chauthtok(pam_handle_t *pamh, int flags, int argc, const char **argv)
{
	(void)pamh, (void)flags, (void)argc, (void)argv;
	return PAM_IGNORE;
}
