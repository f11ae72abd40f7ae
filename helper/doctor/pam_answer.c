/* SPDX-License-Identifier: MIT */
/* Modules and their likely answers: one row each. */
#include "helper/doctor/pam_answer.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define PERSON_UID 65535 /* an ordinary uid, above every limit for system users */

/* How a module comes to its answer. */
enum manner {
	PROVES,	 /* yes when the first factor is right; in the account phase yes */
	AGREES,	 /* yes: the host is as usual, nobody is locked */
	EITHER,	 /* yes to some and no to others, as a file, the hour or a program says */
	ASIDE,	 /* never decides */
	REFUSES, /* no: what it looks for is not there */
	OTHERS,	 /* it knows people of another kind only */
	ITSELF,
	FOR_ROOT,      /* yes for root */
	BY_CONDITION,  /* pam_succeed_if: its words say */
	BY_KIND,       /* pam_usertype: issystem, isregular */
	BY_ARGUMENT,   /* no with the argument of the row, else yes */
};

static const struct row {
	const char *module; /* a pattern; the first that fits counts */
	enum manner manner;
	const char *argument; /* of BY_ARGUMENT */
} rows[] = {
	{ "pam_permit.so", ITSELF, NULL },
	{ "pam_deny.so", ITSELF, NULL },
	{ "pam_succeed_if.so", BY_CONDITION, NULL },
	{ "pam_usertype.so", BY_KIND, NULL },
	{ "pam_rootok.so", FOR_ROOT, NULL },
	{ "pam_localuser.so", AGREES, NULL }, /* the worst case: E22 of local users */
	{ "pam_faillock.so", BY_ARGUMENT, "authfail" },
	{ "pam_wheel.so", BY_ARGUMENT, "trust" }, /* most people are not in that group */
	{ "pam_access.so", EITHER, NULL },
	{ "pam_exec.so", EITHER, NULL },
	{ "pam_lastlog*.so", AGREES, NULL },
	{ "pam_listfile.so", EITHER, NULL },
	{ "pam_securetty.so", AGREES, NULL },
	{ "pam_shells.so", AGREES, NULL },
	{ "pam_slurm*.so", AGREES, NULL },
	{ "pam_tally*.so", AGREES, NULL },
	{ "pam_time.so", EITHER, NULL },
	{ "pam_timestamp.so", REFUSES, NULL },
	{ "pam_rhosts.so", REFUSES, NULL },
	{ "pam_cap.so", ASIDE, NULL },
	{ "pam_echo.so", ASIDE, NULL },
	{ "pam_ecryptfs.so", ASIDE, NULL },
	{ "pam_env.so", ASIDE, NULL },
	{ "pam_faildelay.so", ASIDE, NULL },
	{ "pam_gnome_keyring.so", ASIDE, NULL },
	{ "pam_group.so", ASIDE, NULL },
	{ "pam_issue.so", ASIDE, NULL },
	{ "pam_keyinit.so", ASIDE, NULL },
	{ "pam_kwallet*.so", ASIDE, NULL },
	{ "pam_mount.so", ASIDE, NULL },
	{ "pam_nologin.so", ASIDE, NULL },
	{ "pam_selinux*.so", ASIDE, NULL },
	{ "pam_sepermit.so", ASIDE, NULL },
	{ "pam_warn.so", ASIDE, NULL },
	{ "pam_duo.so", PROVES, NULL },
	{ "pam_fprintd.so", PROVES, NULL },
	{ "pam_google_authenticator.so", PROVES, NULL },
	{ "pam_krb5*.so", PROVES, NULL },
	{ "pam_ldap*.so", PROVES, NULL },
	{ "pam_oath.so", PROVES, NULL },
	{ "pam_pkcs11.so", PROVES, NULL },
	{ "pam_radius_auth.so", PROVES, NULL },
	{ "pam_ssh_agent_auth.so", PROVES, NULL },
	{ "pam_sss*.so", PROVES, NULL },
	{ "pam_systemd_home.so", OTHERS, NULL }, /* who has a home folder that it can lock */
	{ "pam_u2f.so", PROVES, NULL },
	{ "pam_unix*.so", PROVES, NULL },
	{ "pam_userdb.so", PROVES, NULL },
	{ "pam_winbind.so", PROVES, NULL },
	{ "pam_yubico.so", PROVES, NULL },
};

static enum pam_answer
yes_if(bool condition)
{
	return condition ? PAM_ANSWER_YES : PAM_ANSWER_NO;
}

static bool
has_argument(const struct pam_entry *entry, const char *argument)
{
	for (size_t i = 0; i < entry->argument_count; i++)
		if (strcmp(entry->argument[i], argument) == 0)
			return true;
	return false;
}

/* Is word one of "a:b:c"? */
static bool
in_list(const char *word, const char *list)
{
	size_t len = strlen(word);

	for (const char *at = list;; at += strcspn(at, ":") + 1) {
		size_t n = strcspn(at, ":");

		if (n == len && strncmp(at, word, n) == 0)
			return true;
		if (at[n] == '\0')
			return false;
	}
}

/* Left is a word: PAM_USER or PAM_SERVICE. */
static bool
compare_words(const char *left, const char *operator, const char *right)
{
	if (strcmp(operator, "=") == 0)
		return strcmp(left, right) == 0;
	if (strcmp(operator, "!=") == 0)
		return strcmp(left, right) != 0;
	if (strcmp(operator, "=~") == 0)
		return fnmatch(right, left, 0) == 0;
	if (strcmp(operator, "!~") == 0)
		return fnmatch(right, left, 0) != 0;
	if (strcmp(operator, "in") == 0)
		return in_list(left, right);
	if (strcmp(operator, "notin") == 0)
		return !in_list(left, right);
	return strncmp(operator, "not", 3) == 0; /* of groups and netgroups: nobody is in any */
}

static bool
compare_numbers(int64_t left, const char *operator, const char *right)
{
	int64_t number;

	if (text_to_int(right, 0, INT32_MAX, &number) != 0)
		return false;
	if (strcmp(operator, "eq") == 0 || strcmp(operator, "=") == 0)
		return left == number;
	if (strcmp(operator, "ne") == 0 || strcmp(operator, "!=") == 0)
		return left != number;
	if (strcmp(operator, "lt") == 0 || strcmp(operator, "<") == 0)
		return left < number;
	if (strcmp(operator, "le") == 0 || strcmp(operator, "<=") == 0)
		return left <= number;
	if (strcmp(operator, "gt") == 0 || strcmp(operator, ">") == 0)
		return left > number;
	return (strcmp(operator, "ge") == 0 || strcmp(operator, ">=") == 0) && left >= number;
}

/* Every condition of three words must hold; what cannot be known here does not. */
static bool
conditions_hold(const struct pam_entry *entry, const struct pam_visitor *v)
{
	static const char *const flags[] = { "debug", "use_uid", "quiet", "quiet_fail",
		"quiet_success", "audit" };
	size_t i = 0;

	while (i < entry->argument_count) {
		const char *const *word = (const char *const *)entry->argument + i;
		bool flag = false, holds = false;

		for (size_t f = 0; f < sizeof(flags) / sizeof(flags[0]); f++)
			flag = flag || strcmp(word[0], flags[f]) == 0;
		if (flag) {
			i++;
			continue;
		}
		if (i + 3 > entry->argument_count)
			return false;
		if (strcmp(word[0], "service") == 0)
			holds = compare_words(v->service, word[1], word[2]);
		else if (strcmp(word[0], "user") == 0)
			holds = compare_words(v->root ? "root" : "a-person", word[1], word[2]);
		else if (strcmp(word[0], "uid") == 0 || strcmp(word[0], "gid") == 0)
			holds = compare_numbers(v->root ? 0 : PERSON_UID, word[1], word[2]);
		if (!holds)
			return false;
		i += 3;
	}
	return true;
}

/* NULL when the module is not known. */
static const struct row *
find_row(const struct pam_entry *entry)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (fnmatch(rows[i].module, entry->module, 0) == 0)
			return &rows[i];
	return NULL;
}

bool
pam_answers_either(const struct pam_entry *entry)
{
	const struct row *row = find_row(entry);

	return row != NULL && row->manner == EITHER;
}

bool
pam_sets_credentials(const struct pam_entry *entry)
{
	const struct row *row = find_row(entry);

	return row == NULL ||
		(row->manner != ASIDE && row->manner != BY_CONDITION && row->manner != BY_KIND);
}

enum pam_answer
pam_answer(const struct pam_entry *entry, enum pam_type type, const struct pam_visitor *v,
	bool *ret_guessed)
{
	const struct row *row = find_row(entry);

	*ret_guessed = row == NULL;
	switch (row != NULL ? row->manner : PROVES) {
	case PROVES:
		return yes_if(v->proven || type == PAM_TYPE_ACCOUNT);
	case AGREES:
		return PAM_ANSWER_YES;
	case EITHER:
		return yes_if(!v->contrary);
	case ASIDE:
		return PAM_ANSWER_ASIDE;
	case REFUSES:
		return PAM_ANSWER_NO;
	case OTHERS:
		return PAM_ANSWER_STRANGER;
	case ITSELF:
		return PAM_ANSWER_ITSELF;
	case FOR_ROOT:
		return yes_if(v->root);
	case BY_CONDITION:
		return yes_if(conditions_hold(entry, v));
	case BY_KIND:
		return yes_if(has_argument(entry, v->root ? "issystem" : "isregular"));
	case BY_ARGUMENT:
		return yes_if(!has_argument(entry, row->argument));
	}
	return PAM_ANSWER_NO;
}

/* The action behind "CODE=" in "[a=b c=d]"; NULL when it is not there. */
static const char *
action_of(const char *control, const char *code)
{
	size_t len = strlen(code);

	for (const char *at = control; *at != '\0'; at++)
		if ((at == control || strchr("[ \t", at[-1]) != NULL) &&
			strncmp(at, code, len) == 0 && at[len] == '=')
			return at + len + 1;
	return NULL;
}

const char *
pam_control_action(const char *control, const char *code, char buf[PAM_ACTION_SIZE])
{
	static const struct {
		const char *word, *means;
	} words[] = {
		{ "required", "[success=ok new_authtok_reqd=ok ignore=ignore default=bad]" },
		{ "requisite", "[success=ok new_authtok_reqd=ok ignore=ignore default=die]" },
		{ "sufficient", "[success=done new_authtok_reqd=done default=ignore]" },
		{ "optional", "[success=ok new_authtok_reqd=ok default=ignore]" },
	};
	const char *action;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasecmp(control, words[i].word) == 0)
			control = words[i].means;
	action = action_of(control, code);
	if (action == NULL)
		action = action_of(control, "default");
	if (action == NULL)
		action = "bad";
	(void)snprintf(buf, PAM_ACTION_SIZE, "%.*s", (int)strcspn(action, " \t]"), action);
	return buf;
}
