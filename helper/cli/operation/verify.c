/* SPDX-License-Identifier: MIT */
/* Who is on the phone? Sends a push to the phone of whom the caller claims to be, and waits. */
#include "helper/cli/operation/verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "api/json.h"

#define POLL_MS	     1000
#define PHONES_SHOWN 8

static bool
takes_push(const cJSON *phone)
{
	bool activated = false;
	const cJSON *capability;

	if (json_bool(phone, "activated", &activated) != 0 || !activated)
		return false;
	cJSON_ArrayForEach(capability, json_array(phone, "capabilities"))
		if (cJSON_IsString(capability) && strcmp(capability->valuestring, "push") == 0)
			return true;
	return false;
}

struct phones {
	size_t count;
	char id[RESOLVE_ID_SIZE];
	struct text_buf shown;
};

static int
phone_row(void *ctx, const cJSON *phone, struct err *e)
{
	struct phones *p = ctx;
	const char *id = json_string(phone, "phone_id"), *number = json_string(phone, "number");
	char name[64];

	(void)e; /* nothing can fail */
	if (id == NULL || !takes_push(phone))
		return 0;
	p->count++;
	if (p->count == 1)
		(void)snprintf(p->id, sizeof(p->id), "%s", id);
	if (p->count <= PHONES_SHOWN)
		text_buf_printf(&p->shown, "%s%s", p->count == 1 ? "" : ", ",
			text_clean(name, sizeof(name),
				number != NULL && number[0] != '\0' ? number : id));
	return 0;
}

int
verify_before(struct special_call *c, struct err *e)
{
	struct arguments *a = c->arguments;
	struct api_arg user = { .name = "user_id", .value = arguments_value(a, "user_id") };
	struct api_call call = { .op = api_op_find("listuserphones"), .args = &user,
		.arg_count = 1, .deadline = deadline_in(c->cli->options.timeout_ms) };
	struct phones phones = { 0 };
	int rc;

	if (arguments_value(a, "phone_id") != NULL)
		return 0;
	rc = api_list(c->client, &call, phone_row, &phones, NULL, e);
	if (rc == 0 && phones.count == 0)
		rc = err_set(e, ERR_NOT_FOUND,
			"%s has no activated phone that takes a push", a->subject.label);
	else if (rc == 0 && phones.count > 1)
		rc = err_set(e, ERR_USAGE, "%s has several phones: %s; say which",
			a->subject.label, phones.shown.data != NULL ? phones.shown.data : "");
	text_buf_clear(&phones.shown);
	return rc == 0 ? arguments_set(a, "phone_id", phones.id, e) : -1;
}

/* How long to wait; 0 = not at all. Returns 0, or -1 with ERR_USAGE. */
static int
read_seconds(const struct cli *cli, int64_t *ret_seconds, struct err *e)
{
	const char *wait = cli_param_value(cli, "wait");
	bool none = cli_param_value(cli, "no_wait") != NULL;

	*ret_seconds = none ? 0 : VERIFY_WAIT_S;
	if (wait != NULL && none)
		return err_set(e, ERR_USAGE, "--wait and --no-wait exclude each other");
	if (wait != NULL && text_to_int(wait, 1, VERIFY_WAIT_S, ret_seconds) != 0)
		return err_set(e, ERR_USAGE, "--wait: takes seconds from 1 to %d", VERIFY_WAIT_S);
	return 0;
}

int
verify_ready(const struct cli *cli, const struct arguments *a, struct err *e)
{
	int64_t seconds;

	(void)a;
	return read_seconds(cli, &seconds, e);
}

/* Asks once. Returns 0 with the word of the answer, or -1. */
static int
ask(const struct special_call *c, const char *push_id, char ret_result[32], struct err *e)
{
	struct api_arg args[] = { { "user_id", arguments_value(c->arguments, "user_id") },
		{ "push_id", push_id } };
	struct api_call call = { .op = api_op_find("getverificationpushresponse"), .args = args,
		.arg_count = 2, .deadline = deadline_in(c->cli->options.timeout_ms) };
	auto_api_answer answer = { 0 };
	const char *result;

	if (api_call(c->client, &call, &answer, e) != 0)
		return -1;
	result = json_string(answer.response, "result");
	if (result == NULL)
		return err_set(e, ERR_UNREACHABLE, "the answer to the push has no result");
	(void)text_clean(ret_result, 32, result);
	return 0;
}

int
verify_after(struct special_call *c, const cJSON *sent, cJSON **ret_result, struct err *e)
{
	const char *push_id = json_string(sent, "push_id");
	const char *code = json_string(sent, "confirmation_code");
	char result[32] = "waiting", clean[32];
	struct deadline deadline;
	int64_t seconds;

	if (read_seconds(c->cli, &seconds, e) != 0)
		return -1;
	if (seconds == 0)
		return 0;
	if (push_id == NULL)
		return err_set(e, ERR_UNREACHABLE, "the push was sent, but its answer has no id");
	if (!c->cli->options.quiet)
		(void)fprintf(stderr,
			"%s: push sent, confirmation code %s; waiting for the answer, at most "
			"%" PRId64 " s\n",
			c->arguments->about,
			text_clean(clean, sizeof(clean), code != NULL ? code : "?"),
			seconds);
	deadline = deadline_in(seconds * 1000);
	for (;;) {
		struct timespec pause = { .tv_sec = POLL_MS / 1000 };

		if (ask(c, push_id, result, e) != 0)
			return err_where(e, "the push was sent, but");
		if (strcmp(result, "waiting") != 0 || deadline_left(deadline) < POLL_MS)
			break;
		(void)nanosleep(&pause, NULL); /* woken early, it asks early */
	}
	*ret_result = cJSON_Duplicate(sent, true);
	if (*ret_result == NULL || cJSON_AddStringToObject(*ret_result, "result", result) == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	return 0;
}

int
verify_judge(const struct special_call *c, const cJSON *result, struct err *e)
{
	const char *word = json_string(result, "result"), *about = c->arguments->about;

	if (c->cli->raw || c->cli->options.raw || cli_param_value(c->cli, "no_wait") != NULL)
		return 0; /* nobody waited */
	if (word != NULL && strcmp(word, "approve") == 0)
		return 0;
	if (word != NULL && strcmp(word, "waiting") == 0)
		return err_set(e, ERR_TIMEOUT, "%s: nobody answered in time", about);
	if (word != NULL && strcmp(word, "fraud") == 0)
		return err_set(e, ERR_REFUSED, "%s: the push was reported as fraud", about);
	return err_set(e, ERR_REFUSED, "%s: the push was not approved", about);
}
