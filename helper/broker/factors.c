/* SPDX-License-Identifier: MIT */
/* Puts what a factor needs into requests, and what comes back into findings. */
#include "helper/broker/factors.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/json.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "helper/common/log.h"
#include "helper/door/held.h"

#define POLLS_MAX    64	  /* answers for one push; Duo needs two or three */
#define PUSHINFO_MAX 8192 /* host, service and the longest command, each byte as three */

/* Where the person is. Only literal addresses mean anything to the directory's network rules; and no
 * program of the person's own chooses a trusted network, or shows a place on the phone. */
static const char *
literal_address(const struct login *l)
{
	unsigned char address[sizeof(struct in6_addr)];
	const char *rhost = l->request.rhost;

	return l->c.vouched && (inet_pton(AF_INET, rhost, address) == 1 ||
		inet_pton(AF_INET6, rhost, address) == 1) ? rhost : NULL;
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

struct outcome
factor_outcome(struct login *l, const struct call *call, bool push)
{
	if (call->err.code != ERR_NONE)
		return outcome_failed(&call->err, l);
	return outcome_read(&call->answer, push);
}

int
factor_call(struct login *l, const struct call_order *like, struct call **ret_call,
	struct outcome *ret_outcome)
{
	struct call_order order = *like;
	struct err e = { 0 };

	order.site = l->site;
	order.origin = l->origin;
	order.owner = &l->talk.task;
	if (calls_send(l->talk.broker->calls, &order, ret_call, &e) == 0)
		return 0;
	*ret_outcome = outcome_failed(&e, l);
	return -1;
}

/* One that counts for the origin, and must be answered within one request's time. */
static int
charged_call(struct login *l, enum call_kind kind, const char *operation,
	const struct api_arg *args, size_t count, int64_t limit_ms, struct call **ret_call,
	struct outcome *ret_outcome)
{
	const struct call_order order = { .kind = kind, .operation = operation, .args = args,
		.count = count, .limit_ms = limit_ms, .until = deadline_in(limit_ms) };

	if (!login_may_ask(l)) {
		*ret_outcome = (struct outcome){ .finding = l->c.finding };
		return -1;
	}
	return factor_call(l, &order, ret_call, ret_outcome);
}

int
factor_preauth(struct login *l)
{
	const struct duo_question q = duo_preauth_question(l->c.directory_user,
		literal_address(l));
	const enum finding finding = l->c.finding;
	struct outcome ignored;

	if (charged_call(l, CALL_PREAUTH, q.operation, q.arg, q.count, l->door->conf->deadline.api_ms,
		    &l->preauth, &ignored) == 0)
		return 0;
	l->c.finding = finding; /* without it the login goes on as before */
	l->c.reason[0] = l->shown[0] = '\0';
	return -1;
}

int
factor_passcode(struct login *l, const char *code, struct outcome *ret_outcome)
{
	const char *address = literal_address(l);
	const struct api_arg args[] = {
		{ "username", l->c.directory_user },
		{ "factor", "passcode" },
		{ "passcode", code },
		{ "ipaddr", address },
	};

	l->factor = "passcode";
	return charged_call(l, CALL_CHECK, "authauth", args, address != NULL ? 4 : 3,
		l->door->conf->deadline.api_ms, &l->check, ret_outcome);
}

/* "Key=value&…", percent-encoded, as the phone shows it. A program of the person's own may say any
 * service, so the phone says that it is one. */
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
	if (!l->c.vouched) {
		text_buf_puts(ret_info, "&Program=");
		api_percent_encode(ret_info, "not of the system, but of ");
		api_percent_encode(ret_info, l->c.subject.name);
	} else if (l->request.command[0] != '\0') {
		text_buf_puts(ret_info, "&Command=");
		api_percent_encode(ret_info, l->request.command);
	}
}

int
factor_push(struct login *l, struct outcome *ret_outcome)
{
	const char *address = literal_address(l);
	struct api_arg args[CALL_ARGS] = {
		{ "username", l->c.directory_user },
		{ "factor", "push" },
		{ "device", "auto" },
		{ "async", "1" },
	};
	auto_text_buf info = { 0 };
	size_t count = 4;

	l->factor = "push";
	if (address != NULL)
		args[count++] = (struct api_arg){ "ipaddr", address };
	if (l->door->conf->login.pushinfo) {
		pushinfo_make(l, &info);
		if (!info.failed)
			args[count++] = (struct api_arg){ "pushinfo", info.data };
	}
	return charged_call(l, CALL_CHECK, "authauth", args, count, l->door->conf->deadline.broker_ms,
		&l->check, ret_outcome);
}

int
factor_poll(struct login *l, struct outcome *ret_outcome)
{
	const struct api_arg args[] = { { "txid", l->txid } };
	const struct call_order order = { .kind = CALL_POLL, .operation = "authstatus",
		.args = args, .count = 1, .until = l->push_until,
		.limit_ms = deadline_left(l->push_until) };

	l->polls++;
	return factor_call(l, &order, &l->check, ret_outcome);
}

struct outcome
factor_unanswered(void)
{
	return (struct outcome){ .finding = FINDING_REFUSED,
		.words = "The push was not answered in time." };
}

bool
factor_push_waits(struct login *l, const struct call *call, struct outcome *ret_outcome)
{
	bool failed = call->err.code != ERR_NONE, late = deadline_passed(l->push_until);
	bool waits = !failed && strcmp(string_of(call->answer.response, "result"), "waiting") == 0;

	/* who only ever says "waiting" has approved nothing */
	if (late ? waits || failed : waits && l->polls == POLLS_MAX)
		*ret_outcome = factor_unanswered();
	else if (!waits)
		*ret_outcome = factor_outcome(l, call, true);
	else if (factor_poll(l, ret_outcome) == 0)
		return true;
	return false;
}

bool
factor_push_offered(const struct login *l)
{
	if (l->request.proof)
		return true;
	return l->c.service_class == CLASS_ELEVATION && l->request.peer_uid == 0 &&
		strcmp(l->request.caller, l->c.subject.name) == 0;
}

/* What preauth makes of the person; that it failed, or that nobody understands it, is for the check
 * of the code to tell. */
static enum finding
preauth_read(struct login *l, const struct call *call)
{
	struct log_pairs pairs = { .count = 0 };
	struct standing s = { 0 };

	if (call->err.code == ERR_NONE)
		duo_preauth_read(&call->answer, &s);
	if (call->err.code != ERR_NONE || s.finding == FINDING_STATUS_NOT_KNOWN) {
		log_text(&pairs, "id", l->talk.id);
		log_event(LOG_LEVEL_DEBUG, &pairs, "preauth: %s",
			call->err.code != ERR_NONE ? call->err.msg : s.cause);
		return FINDING_ACTIVE;
	}
	if (s.finding == FINDING_DENIED || s.finding == FINDING_NOT_ENROLLED)
		memcpy(l->shown, s.text, sizeof(l->shown));
	return s.finding;
}

void
factor_take_preauth(struct login *l)
{
	if (l->preauth == NULL || !call_landed(l->preauth))
		return;
	l->ahead = preauth_read(l, l->preauth);
	call_drop(&l->preauth);
}

bool
factor_ahead_stands(const struct login *l)
{
	return l->ahead != FINDING_ACTIVE && l->ahead != FINDING_UNREACHABLE;
}

/* Is what the attempt brought news that preauth cannot have known of? */
static bool
is_last_word(enum finding f, enum finding ahead)
{
	return f == FINDING_FRAUD || (f == FINDING_LOCKED_OUT && ahead == FINDING_BYPASS);
}

/* A push that was noted has come to an end. */
static void
push_ended(struct login *l, const struct outcome *o)
{
	const struct conf *c = l->door->conf;
	auto_str held = held_path(c->sync.folder);
	struct err e = { 0 };
	enum push_end how;

	l->push_noted = false;
	if (o->finding == FINDING_ACCEPTED)
		how = PUSH_APPROVED;
	else if (o->finding == FINDING_FRAUD)
		how = PUSH_FRAUD;
	else if (l->txid == NULL)
		how = PUSH_NOT_SENT;
	else
		return; /* it counts as noted */
	if (held != NULL && pushes_end(l->talk.broker->pushes, held, l->c.directory_user,
		    l->origin->name, how, c->login.fraud_hold_ms, &e) != 0)
		log_line(LOG_LEVEL_ERR, "no push to this person until the broker ends, for it cannot "
			"be written down: %s", e.msg);
}

enum chapter
factor_settle(struct login *l, const struct outcome *o)
{
	if (l->push_noted)
		push_ended(l, o);
	if (o->finding == FINDING_LOCKED_OUT)
		cache_learn(l->door->cache, door_whom(l->door, &l->c),
			&(struct standing){ .finding = FINDING_LOCKED_OUT });
	factor_take_preauth(l);
	l->c.finding = o->finding;
	if (factor_ahead_stands(l) && !is_last_word(o->finding, l->ahead))
		l->c.finding = l->ahead;
	if (l->c.finding != FINDING_REFUSED)
		return CHAPTER_DECIDE;
	memcpy(l->words, o->words, sizeof(l->words));
	if (l->prompts_left > 0)
		return CHAPTER_ASK;
	if (l->push_alone) /* the one attempt that there is */
		memcpy(l->shown, o->words, sizeof(o->words));
	else if (l->door->conf->login.prompts > 1)
		l->c.finding = FINDING_ATTEMPTS_USED;
	return CHAPTER_DECIDE;
}
