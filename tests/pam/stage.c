/* SPDX-License-Identifier: MIT */
/* Builds and clears the stage on which the module's tests play. */
#include "tests/pam/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/deadline.h"

static const char *const services[] = { "t", "sudo", "sudo-i", "sshd" };

int
stage_setup(void **state)
{
	struct stage *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return -1;
	(void)snprintf(s->dir, sizeof(s->dir), "/tmp/doorward-pam-XXXXXX");
	/* open, because brokers of other users bind their socket here */
	if (mkdtemp(s->dir) == NULL || chmod(s->dir, 0777) != 0)
		return -1;
	(void)snprintf(s->socket, sizeof(s->socket), "%s/socket", s->dir);
	stage_configure(s, "", false);
	memset(&capture, 0, sizeof(capture));
	*state = s;
	return 0;
}

int
stage_teardown(void **state)
{
	struct stage *s = *state;
	char path[128];

	stage_close(s);
	if (s->has_broker)
		broker_stop(&s->broker);
	(void)unlink(s->socket);
	for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", s->dir, services[i]);
		(void)unlink(path);
	}
	(void)rmdir(s->dir);
	free(s);
	return 0;
}

static void
write_service(const char *path, const char *module)
{
	static const char *const kinds[] = { "auth", "account" };
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		fprintf(f, "%s [success=done ignore=ignore default=die] %s\n", kinds[i], module);
		fprintf(f, "%s [default=die] pam_debug.so auth=cred_expired acct=cred_expired\n",
			kinds[i]);
	}
	fprintf(f, "session required %s\npassword required %s\n", module, module);
	assert_int_equal(fclose(f), 0);
}

void
stage_configure(struct stage *s, const char *arguments, bool bare)
{
	char module[2048], path[128];

	if (bare)
		(void)snprintf(module, sizeof(module), "%s %s", MODULE_PATH, arguments);
	else
		(void)snprintf(module, sizeof(module), "%s socket=%s timeout=1 %s", MODULE_PATH,
			s->socket, arguments);
	for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", s->dir, services[i]);
		write_service(path, module);
	}
}

void
stage_broker(struct stage *s, const struct broker_step *steps)
{
	if (s->has_broker)
		broker_stop(&s->broker);
	broker_start(&s->broker, s->socket, steps, (uid_t)-1);
	s->has_broker = true;
}

static void
record(struct stage *s, const struct pam_message *m)
{
	size_t max = sizeof(s->message) / sizeof(s->message[0]);

	if (s->shown < max) {
		s->message[s->shown].style = m->msg_style;
		(void)snprintf(s->message[s->shown].text, sizeof(s->message[0].text), "%s", m->msg);
	}
	s->shown++;
}

static int
converse(int count, const struct pam_message **messages, struct pam_response **ret, void *data)
{
	struct stage *s = data;
	struct pam_response *response;

	if (count != 1)
		return PAM_CONV_ERR; /* the module promises one message for each call */
	record(s, messages[0]);
	if (s->mode == STAGE_FAILS)
		return PAM_CONV_ERR;
	if (s->mode == STAGE_NO_RESPONSE) {
		*ret = NULL;
		return PAM_SUCCESS;
	}
	response = calloc(1, sizeof(*response));
	if (response == NULL)
		return PAM_BUF_ERR;
	if (messages[0]->msg_style == PAM_PROMPT_ECHO_ON && s->mode != STAGE_NULL_ANSWER) {
		/* an application may not set this, but during a conversation a module calls */
		if (s->authtok != NULL)
			(void)pam_set_item(s->pamh, PAM_AUTHTOK, s->authtok);
		if (s->answers != NULL && *s->answers != NULL)
			response->resp = strdup(*s->answers++);
		if (s->on_ask != NULL)
			s->on_ask(s);
	}
	*ret = response;
	return PAM_SUCCESS;
}

static void
note_delay(int rc, unsigned us, void *data)
{
	struct stage *s = data;

	(void)rc;
	s->delay_us = us;
}

void
stage_open(struct stage *s, const char *service, const char *user)
{
	struct pam_conv conv = { .conv = s->mode == STAGE_NO_CONV ? NULL : converse,
		.appdata_ptr = s };
	void (*delay)(int, unsigned, void *) = note_delay;
	const void *item;

	stage_close(s);
	s->shown = 0;
	s->delay_us = 0;
	assert_int_equal(pam_start_confdir(service, user, &conv, s->dir, &s->pamh), PAM_SUCCESS);
	memcpy(&item, &delay, sizeof(item)); /* a function by way of an item: POSIX, not ISO C */
	assert_int_equal(pam_set_item(s->pamh, PAM_FAIL_DELAY, item), PAM_SUCCESS);
}

void
stage_close(struct stage *s)
{
	if (s->pamh != NULL)
		(void)pam_end(s->pamh, PAM_SUCCESS);
	s->pamh = NULL;
}

static int
run_phase(struct stage *s, int (*phase)(pam_handle_t *, int), int flags)
{
	int64_t since_ms = clock_ms();
	int rc;

	memset(&capture, 0, sizeof(capture));
	rc = phase(s->pamh, flags);
	assert_between(clock_ms() - since_ms, 0, SOON_MS);
	if (capture.count > 1)
		fail_msg("logged more than once: %s; %s", capture.line[0].text,
			capture.line[1].text);
	return rc;
}

int
stage_auth(struct stage *s, int flags)
{
	return run_phase(s, pam_authenticate, flags);
}

int
stage_account(struct stage *s, int flags)
{
	return run_phase(s, pam_acct_mgmt, flags);
}

int
stage_run_auth(struct stage *s, const struct broker_step *steps)
{
	stage_broker(s, steps);
	stage_open(s, "t", "alice");
	return stage_auth(s, 0);
}

int
stage_run_account(struct stage *s, const struct broker_step *steps)
{
	stage_broker(s, steps);
	stage_open(s, "t", "alice");
	return stage_account(s, 0);
}

void
assert_logged_at(int level, const char *text, const char *file, int line)
{
	if (capture.count == 1 && capture.line[0].level == level &&
		strstr(capture.line[0].text, text) != NULL)
		return;
	print_error(
		"expected one line at level %d with \"%s\"; there are %zu, the first is %d: %s\n",
		level, text, capture.count, capture.line[0].level, capture.line[0].text);
	_fail(file, line);
}

void
assert_not_logged(const char *text)
{
	for (size_t i = 0; i < capture.count && i < CAPTURE_LINES; i++)
		if (strstr(capture.line[i].text, text) != NULL)
			fail_msg("the log holds \"%s\": %s", text, capture.line[i].text);
}
