/* SPDX-License-Identifier: MIT */
/* A PAM application for tests and hands: runs phases of one service and prints all that happens. */
#include <getopt.h>
#include <security/pam_appl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ENV_MAX 16

struct run {
	pam_handle_t *pamh;
	const char *confdir, *service, *user, *phases;
	const char *tty, *rhost, *ruser, *authtok;
	const char *model;
	const char *env[ENV_MAX];
	size_t env_count;
	char *const *answers;
	int answer_count, answers_used;
	int flags, repeat;
	bool no_delay;
};

/* What sudo answers: it puts a getenv() of its own before that of libc. */
static char *sudo_command;

__attribute__((visibility("default"))) char *
getenv(const char *name)
{
	size_t len = strlen(name);

	if (sudo_command != NULL && strcmp(name, "SUDO_COMMAND") == 0)
		return sudo_command;
	for (char **entry = environ; entry != NULL && *entry != NULL; entry++)
		if (strncmp(*entry, name, len) == 0 && (*entry)[len] == '=')
			return *entry + len + 1;
	return NULL;
}

#define CODES(X)                                                                                   \
	X(PAM_SUCCESS) X(PAM_OPEN_ERR) X(PAM_SYMBOL_ERR) X(PAM_SERVICE_ERR) X(PAM_SYSTEM_ERR)      \
	X(PAM_BUF_ERR) X(PAM_PERM_DENIED) X(PAM_AUTH_ERR) X(PAM_CRED_INSUFFICIENT)                 \
	X(PAM_AUTHINFO_UNAVAIL) X(PAM_USER_UNKNOWN) X(PAM_MAXTRIES) X(PAM_NEW_AUTHTOK_REQD)        \
	X(PAM_ACCT_EXPIRED) X(PAM_SESSION_ERR) X(PAM_CRED_UNAVAIL) X(PAM_CRED_EXPIRED)             \
	X(PAM_CRED_ERR) X(PAM_NO_MODULE_DATA) X(PAM_CONV_ERR) X(PAM_AUTHTOK_ERR)                   \
	X(PAM_AUTHTOK_RECOVERY_ERR) X(PAM_AUTHTOK_LOCK_BUSY) X(PAM_AUTHTOK_DISABLE_AGING)          \
	X(PAM_TRY_AGAIN) X(PAM_IGNORE) X(PAM_ABORT) X(PAM_AUTHTOK_EXPIRED) X(PAM_MODULE_UNKNOWN)   \
	X(PAM_BAD_ITEM) X(PAM_CONV_AGAIN) X(PAM_INCOMPLETE)

static const char *
code_name(int code)
{
#define CODE_NAME(name) [name] = #name,
	static const char *const names[] = { CODES(CODE_NAME) };
#undef CODE_NAME

	if (code < 0 || (size_t)code >= sizeof(names) / sizeof(names[0]) || names[code] == NULL)
		return "?";
	return names[code];
}

static const char *
style_name(int style)
{
	switch (style) {
	case PAM_PROMPT_ECHO_OFF:
		return "ECHO_OFF";
	case PAM_PROMPT_ECHO_ON:
		return "ECHO_ON";
	case PAM_ERROR_MSG:
		return "ERROR";
	case PAM_TEXT_INFO:
		return "INFO";
	default:
		return "STYLE?";
	}
}

static void
free_responses(struct pam_response *list, int count)
{
	for (int i = 0; i < count; i++)
		free(list[i].resp);
	free(list);
}

/* How programs that cannot ask reply to a question. The answer is the password, which they do know;
 * NULL: a conversation error. */
static const char *
model_reply(const struct run *run, const struct pam_message *m)
{
	const char *password = run->answer_count > 0 ? run->answers[0] : NULL;
	bool hidden = m->msg_style == PAM_PROMPT_ECHO_OFF;

	if (strcmp(run->model, "name") == 0) /* dovecot, cupsd, proftpd, freeradius */
		return hidden ? password : run->user;
	if (strcmp(run->model, "password") == 0) /* i3lock */
		return password;
	if (strcmp(run->model, "error") == 0) /* vsftpd, PostgreSQL, Apache */
		return hidden ? password : NULL;
	if (strcmp(run->model, "known") == 0) /* openvpn with a list of words */
		return strncmp(m->msg, "Password", 8) == 0 ? password : NULL;
	fprintf(stderr, "pamrun: no model is called %s\n", run->model);
	exit(2);
}

static const char *
reply(struct run *run, const struct pam_message *m)
{
	if (run->model != NULL)
		return model_reply(run, m);
	return run->answers_used < run->answer_count ? run->answers[run->answers_used++] : NULL;
}

static int
converse(int count, const struct pam_message **messages, struct pam_response **ret, void *data)
{
	struct run *run = data;
	struct pam_response *list = calloc((size_t)count, sizeof(*list));

	if (list == NULL)
		return PAM_BUF_ERR;
	/* an application may not set this item, but during a conversation a module is calling */
	if (run->authtok != NULL)
		(void)pam_set_item(run->pamh, PAM_AUTHTOK, run->authtok);
	for (int i = 0; i < count; i++) {
		int style = messages[i]->msg_style;
		const char *text;

		printf("%s: %s\n", style_name(style), messages[i]->msg);
		if (style != PAM_PROMPT_ECHO_ON && style != PAM_PROMPT_ECHO_OFF)
			continue;
		text = reply(run, messages[i]);
		list[i].resp = text != NULL ? strdup(text) : NULL;
		if (list[i].resp == NULL) {
			free_responses(list, count);
			return PAM_CONV_ERR;
		}
	}
	*ret = list;
	return PAM_SUCCESS;
}

/* What libpam calls in place of sleeping after a failure. */
static void
do_not_wait(int status, unsigned microseconds, void *data)
{
	(void)status, (void)microseconds, (void)data;
}

static int
establish_cred(pam_handle_t *pamh, int flags)
{
	return pam_setcred(pamh, flags | (int)PAM_ESTABLISH_CRED);
}

static int
run_phase(const struct run *run, const char *name)
{
	static const struct {
		const char *name;
		int (*call)(pam_handle_t *, int);
	} phases[] = {
		{ "auth", pam_authenticate },
		{ "account", pam_acct_mgmt },
		{ "acct", pam_acct_mgmt },
		{ "setcred", establish_cred },
		{ "open", pam_open_session },
		{ "close", pam_close_session },
		{ "chauthtok", pam_chauthtok },
	};

	for (size_t i = 0; i < sizeof(phases) / sizeof(phases[0]); i++)
		if (strcmp(phases[i].name, name) == 0) {
			int rc = phases[i].call(run->pamh, run->flags);

			printf("%s: %d %s\n", name, rc, code_name(rc));
			return rc;
		}
	fprintf(stderr, "pamrun: no phase is called %s\n", name);
	exit(2);
}

static int
set_items(const struct run *run)
{
	/* libpam takes this function as an item */
	const union {
		void (*function)(int, unsigned, void *);
		const void *item;
	} fail_delay = { .function = do_not_wait };
	const struct {
		int item;
		const char *value;
	} items[] = { { PAM_TTY, run->tty }, { PAM_RHOST, run->rhost }, { PAM_RUSER, run->ruser } };

	for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++)
		if (items[i].value != NULL &&
			pam_set_item(run->pamh, items[i].item, items[i].value) != PAM_SUCCESS)
			return -1;
	if (run->no_delay && pam_set_item(run->pamh, PAM_FAIL_DELAY, fail_delay.item) != PAM_SUCCESS)
		return -1;
	for (size_t i = 0; i < run->env_count; i++)
		if (pam_putenv(run->pamh, run->env[i]) != PAM_SUCCESS)
			return -1;
	return 0;
}

/* Returns the number of phases that failed, or -1 when it did not come to that. */
static int
run_once(struct run *run)
{
	const struct pam_conv conv = { .conv = converse, .appdata_ptr = run };
	char *phases = strdup(run->phases), *rest = phases, *name;
	int rc, failed = 0;

	run->answers_used = 0;
	rc = pam_start_confdir(run->service, run->user, &conv, run->confdir, &run->pamh);
	if (rc != PAM_SUCCESS || phases == NULL) {
		printf("start: %d %s\n", rc, code_name(rc));
		free(phases);
		return -1;
	}
	if (set_items(run) != 0)
		failed++;
	while ((name = strsep(&rest, ",")) != NULL) {
		rc = run_phase(run, name);
		failed += rc != PAM_SUCCESS;
	}
	free(phases);
	return pam_end(run->pamh, rc) == PAM_SUCCESS ? failed : -1;
}

static int
usage(void)
{
	fputs("usage: pamrun [--tty T] [--rhost H] [--ruser R] [--env NAME=VALUE] [--authtok X]\n"
	      "              [--silent] [--no-delay] [--repeat N] [--model MODEL] [--command C] CONFDIR SERVICE USER PHASE[,PHASE...]\n"
	      "              [-- ANSWER...]\n"
	      "phases: auth account setcred open close chauthtok\n"
	      "models, which know one password: name password error known\n"
	      "--command: what sudo, whose part it plays, says of itself\n",
		stderr);
	return 2;
}

static int
parse_options(struct run *run, int argc, char **argv)
{
	static const struct option options[] = {
		{ "tty", required_argument, NULL, 't' },
		{ "rhost", required_argument, NULL, 'h' },
		{ "ruser", required_argument, NULL, 'u' },
		{ "env", required_argument, NULL, 'e' },
		{ "authtok", required_argument, NULL, 'a' },
		{ "silent", no_argument, NULL, 's' },
		{ "no-delay", no_argument, NULL, 'n' },
		{ "repeat", required_argument, NULL, 'r' },
		{ "model", required_argument, NULL, 'm' },
		{ "command", required_argument, NULL, 'c' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (option == 't')
			run->tty = optarg;
		else if (option == 'h')
			run->rhost = optarg;
		else if (option == 'u')
			run->ruser = optarg;
		else if (option == 'a')
			run->authtok = optarg;
		else if (option == 'm')
			run->model = optarg;
		else if (option == 'c')
			sudo_command = optarg;
		else if (option == 's')
			run->flags |= (int)PAM_SILENT;
		else if (option == 'n')
			run->no_delay = true;
		else if (option == 'r')
			run->repeat = atoi(optarg);
		else if (option == 'e' && run->env_count < ENV_MAX)
			run->env[run->env_count++] = optarg;
		else
			return -1;
	}
	return 0;
}

int
main(int argc, char **argv)
{
	struct run run = { .repeat = 1 };
	int failed = 0;

	if (parse_options(&run, argc, argv) != 0 || argc - optind < 4)
		return usage();
	run.confdir = argv[optind];
	run.service = argv[optind + 1];
	run.user = argv[optind + 2];
	run.phases = argv[optind + 3];
	if (argc - optind > 4) {
		if (strcmp(argv[optind + 4], "--") != 0)
			return usage();
		run.answers = argv + optind + 5;
		run.answer_count = argc - optind - 5;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int i = 0; i < run.repeat && failed == 0; i++)
		failed = run_once(&run);
	return failed == 0 ? 0 : 1;
}
