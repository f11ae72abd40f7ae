/* SPDX-License-Identifier: MIT */
/* Asks a person for a code or sends a push, and has the directory judge it. */
#include "helper/broker/login.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "api/api.h"
#include "api/json.h"
#include "helper/common/duo.h"
#include "helper/common/log.h"

#define PUSH_WORD    "push"
#define POLLS_MAX    64 /* auth_status answers for one push; Duo needs two or three */
#define SEND_MS	     1000
#define PUSHINFO_MAX 8192 /* host, service and the longest command, each byte as three */
#define WORDS_MAX    400 /* bytes of the directory's words before our question */
#define CODE_WORDS   "Passcode or bypass code: "
#define CHOICE_WORDS "Passcode or bypass code, or \"push\": "

/* What one attempt came to; zero refuses. */
struct outcome {
	enum finding finding;  /* FINDING_REFUSED: the person may try again */
	char words[WIRE_TEXT]; /* the directory's, cleaned */
};

/* Only literal addresses mean anything to the directory's network rules. */
static const char *
literal_address(const char *rhost)
{
	unsigned char address[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, rhost, address) == 1 || inet_pton(AF_INET6, rhost, address) == 1
		? rhost : NULL;
}

static const char *
string_of(const struct cJSON *object, const char *key)
{
	const char *text = json_string(object, key);

	return text != NULL ? text : "";
}

static const struct {
	const char *status;
	enum finding finding;
} deny_reasons[] = {
	{ "locked_out", FINDING_LOCKED_OUT },
	{ "deny", FINDING_REFUSED },
	{ "timeout", FINDING_REFUSED },
	{ "sent", FINDING_REFUSED },
	{ "push_failed", FINDING_REFUSED },
};

/* Reads a final answer of /auth or /auth_status. Anything unforeseen proves nothing. */
static struct outcome
outcome_read(const struct api_answer *a, bool push)
{
	struct outcome o = { .finding = FINDING_UNVERIFIED };
	const char *result = string_of(a->response, "result");
	const char *status = string_of(a->response, "status");

	(void)text_clean(o.words, sizeof(o.words), string_of(a->response, "status_msg"));
	if (strcmp(result, "allow") == 0) {
		o.finding = FINDING_ACCEPTED;
	} else if (strcmp(result, "deny") == 0) {
		o.finding = FINDING_REFUSED;
		for (size_t i = 0; i < sizeof(deny_reasons) / sizeof(deny_reasons[0]); i++)
			if (strcmp(status, deny_reasons[i].status) == 0)
				o.finding = deny_reasons[i].finding;
		/* for a passcode the same word only says that it was used before */
		if (push && strcmp(status, "fraud") == 0)
			o.finding = FINDING_FRAUD;
	}
	return o;
}

static struct outcome
outcome_failed(const struct err *e, struct login *l)
{
	struct outcome o = { .finding = FINDING_UNVERIFIED };

	if (e->code == ERR_CREDENTIALS || e->code == ERR_PERMISSION)
		o.finding = FINDING_CONFIG_BROKEN;
	else if (e->code == ERR_REFUSED) /* HTTP 400: understood, and not accepted */
		o.finding = FINDING_REFUSED;
	(void)text_clean(l->c.reason, sizeof(l->c.reason), e->msg);
	return o;
}

/* One request with everything that all factors share. */
static int
auth_call(struct login *l, const char *operation, const struct api_arg *args, size_t count,
	struct deadline d, struct api_answer *ret_answer, struct err *e)
{
	const struct api_call call = {
		.op = api_op_find(operation),
		.args = args,
		.arg_count = count,
		.deadline = d,
		.tick = login_tick,
		.tick_ctx = l,
	};

	return api_call(l->door->api, &call, ret_answer, e);
}

static struct outcome
passcode_verify(struct login *l, const char *code)
{
	const char *address = literal_address(l->request.rhost);
	const struct api_arg args[] = {
		{ "username", l->c.directory_user },
		{ "factor", "passcode" },
		{ "passcode", code },
		{ "ipaddr", address },
	};
	auto_api_answer answer = { 0 };
	struct err e = { 0 };

	l->factor = "passcode";
	if (auth_call(l, "authauth", args, address != NULL ? 4 : 3,
		    deadline_in(l->door->conf->deadline.api_ms), &answer, &e) != 0)
		return outcome_failed(&e, l);
	return outcome_read(&answer, false);
}

static struct outcome
push_wait(struct login *l, const char *txid, struct deadline d)
{
	const struct api_arg args[] = { { "txid", txid } };
	struct outcome o = { .finding = FINDING_REFUSED, .words = "The push was not answered in time." };
	struct err e = { 0 };

	for (int polls = 0; polls < POLLS_MAX && !deadline_passed(d); polls++) {
		auto_api_answer answer = { 0 };

		if (auth_call(l, "authstatus", args, 1, d, &answer, &e) != 0)
			return deadline_passed(d) ? o : outcome_failed(&e, l);
		if (strcmp(string_of(answer.response, "result"), "waiting") != 0)
			return outcome_read(&answer, true);
		if (polls == 0) {
			char words[WIRE_TEXT];

			login_say(l, text_clean(words, sizeof(words),
				string_of(answer.response, "status_msg")));
		}
	}
	return o; /* a service that only ever says "waiting" has approved nothing */
}

/* "Key=value&…", percent-encoded, as the phone shows it. */
static void
pushinfo_make(const struct login *l, struct text_buf *ret_info)
{
	char host[256] = "";

	ret_info->limit = PUSHINFO_MAX;
	(void)gethostname(host, sizeof(host) - 1); /* an empty name is only less informative */
	text_buf_puts(ret_info, "Host=");
	api_percent_encode(ret_info, host);
	text_buf_puts(ret_info, "&Service=");
	api_percent_encode(ret_info, l->request.service);
	if (l->request.command[0] != '\0') {
		text_buf_puts(ret_info, "&Command=");
		api_percent_encode(ret_info, l->request.command);
	}
}

static struct outcome
push_send(struct login *l)
{
	struct deadline d = deadline_in(l->door->conf->login.push_timeout_ms);
	const char *address = literal_address(l->request.rhost);
	struct api_arg args[6] = {
		{ "username", l->c.directory_user },
		{ "factor", "push" },
		{ "device", "auto" },
		{ "async", "1" },
	};
	auto_api_answer answer = { 0 };
	auto_text_buf info = { 0 };
	struct err e = { 0 };
	char txid[128];
	size_t count = 4;

	l->factor = "push";
	if (address != NULL)
		args[count++] = (struct api_arg){ "ipaddr", address };
	if (l->door->conf->login.pushinfo) {
		pushinfo_make(l, &info);
		if (!info.failed)
			args[count++] = (struct api_arg){ "pushinfo", info.data };
	}
	if (auth_call(l, "authauth", args, count, login_step(l), &answer, &e) != 0) {
		struct outcome o = outcome_failed(&e, l);

		if (o.finding == FINDING_REFUSED)
			(void)snprintf(o.words, sizeof(o.words),
				"No phone can take a push for you.");
		return o;
	}
	if (string_of(answer.response, "txid")[0] == '\0')
		return outcome_read(&answer, true);
	if (text_copy(txid, sizeof(txid), string_of(answer.response, "txid")) != 0)
		return (struct outcome){ .finding = FINDING_UNVERIFIED };
	return push_wait(l, txid, d);
}

/* A push wakes a person's phone, so something must be proven first (facts: anybody on the network
 * can reach an ssh prompt). Somebody who raises their own rights is in a session already. */
static bool
push_offered(const struct login *l)
{
	if (l->request.proof)
		return true;
	return l->c.service_class == CLASS_ELEVATION && l->request.peer_uid == 0 &&
		strcmp(l->request.caller, l->c.subject.name) == 0;
}

static struct outcome
push_try(struct login *l)
{
	struct outcome o = { .finding = FINDING_REFUSED };

	if (!push_offered(l))
		(void)snprintf(o.words, sizeof(o.words),
			"A push is only sent after a key or a password; please type a code.");
	else if (!cache_push_permit(l->door->cache, door_whom(l->door, &l->c),
			 l->door->conf->login.push_interval_ms))
		(void)snprintf(o.words, sizeof(o.words),
			"A push was sent a moment ago; please wait, or type a code.");
	else
		o = push_send(l);
	return o;
}

/* Runs while the person types, so that only the check itself is left after Enter. */
static enum finding
preauth_ahead(struct login *l)
{
	struct log_pairs pairs = { .count = 0 };
	struct standing s = { 0 };
	struct err e = { 0 };

	if (duo_preauth(l->door->api, l->c.directory_user, literal_address(l->request.rhost),
		    deadline_in(l->door->conf->deadline.api_ms), &s, &e) != 0) {
		log_text(&pairs, "id", l->id);
		log_event(LOG_LEVEL_DEBUG, &pairs, "preauth: %s", e.msg);
		return FINDING_ACTIVE; /* the check of the code will tell */
	}
	if (s.finding == FINDING_STATUS_NOT_KNOWN)
		return FINDING_ACTIVE; /* so it will when preauth says what nobody understands */
	if (s.finding == FINDING_DENIED || s.finding == FINDING_NOT_ENROLLED)
		memcpy(l->shown, s.text, sizeof(l->shown));
	return s.finding;
}

/* One prompt. Returns 0 with the answer in *ret_answer, or -1 when none will come. */
static int
prompt(struct login *l, const char *words, enum finding *ahead, struct wire_msg *ret_answer)
{
	struct err e = { 0 };
	char text[WIRE_TEXT], cut[WORDS_MAX];

	(void)snprintf(text, sizeof(text), "%s%s%s", text_clean(cut, sizeof(cut), words),
		words[0] != '\0' ? " " : "", push_offered(l) ? CHOICE_WORDS : CODE_WORDS);
	if (wire_send(l->fd, deadline_in(SEND_MS), &e, "ask", text, NULL) != 0)
		return -1;
	if (*ahead == FINDING_UNREACHABLE)
		*ahead = preauth_ahead(l);
	if (wire_receive(l->fd, deadline_in(l->door->conf->login.prompt_timeout_ms), ret_answer,
		    &e) != 0 ||
		ret_answer->count != 2 || strcmp(ret_answer->field[0], "answer") != 0) {
		(void)snprintf(l->c.reason, sizeof(l->c.reason), "no answer: %.480s",
			e.msg[0] != '\0' ? e.msg : "not an answer");
		return -1;
	}
	return 0;
}

static struct outcome
answer_judge(struct login *l, const char *answer)
{
	if (answer[0] == '\0')
		return (struct outcome){ .finding = FINDING_REFUSED,
			.words = "That is not a code." };
	if (strcmp(answer, PUSH_WORD) == 0)
		return push_try(l);
	return passcode_verify(l, answer);
}

/* Asks once. ahead: what preauth said, FINDING_UNREACHABLE before it ran. */
static struct outcome
attempt(struct login *l, const char *words, enum finding *ahead)
{
	auto_wire_msg answer;

	answer.count = 0;
	if (prompt(l, words, ahead, &answer) != 0)
		return (struct outcome){ .finding = FINDING_NO_ANSWER };
	if (*ahead != FINDING_ACTIVE)
		return (struct outcome){ .finding = *ahead };
	return answer_judge(l, answer.field[1]);
}

enum finding
factors_ask(struct login *l)
{
	int64_t prompts = l->door->conf->login.prompts;
	/* where preauth gave the status just now, it need not run again */
	enum finding ahead = l->c.known.origin == ORIGIN_LIVE && !duo_has_admin(l->door->conf)
		? FINDING_ACTIVE : FINDING_UNREACHABLE;
	struct outcome o = { .finding = FINDING_REFUSED };

	if (!duo_has_auth(l->door->conf)) {
		(void)snprintf(l->c.reason, sizeof(l->c.reason),
			"duo.auth is not configured, and the auth phase needs it");
		return FINDING_NO_FACTORS;
	}
	if (l->door->conf->login.autopush && push_offered(l))
		o = push_try(l);
	for (int64_t i = 0; i < prompts && o.finding == FINDING_REFUSED; i++)
		o = attempt(l, o.words, &ahead);
	if (o.finding == FINDING_LOCKED_OUT)
		cache_learn(l->door->cache, door_whom(l->door, &l->c),
			&(struct standing){ .finding = FINDING_LOCKED_OUT });
	if (o.finding == FINDING_REFUSED && prompts > 1)
		return FINDING_ATTEMPTS_USED;
	return o.finding;
}
