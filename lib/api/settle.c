/* SPDX-License-Identifier: MIT */
/* The one executor: every row of the table is checked, signed and judged here, and here is decided
 * whether it is sent again. */
#include "api/settle.h"

#include <stdio.h>
#include <string.h>

#include <curl/curl.h>

#include "api/json.h"

#define BACKOFF_FIRST 1	 /* seconds; doubled after each refusal */
#define BACKOFF_LAST  32 /* seconds */
#define OFFSET_MAX    86400 /* a clock further off than a day is a fault to be mended */

int
settle_prepare(const struct api_client *c, const struct api_call *call, bool preview,
	struct request *ret_request, struct err *e)
{
	bool relayed = c->relayed && !preview;

	if (call->op->service != c->kind)
		return err_set(e, ERR_OTHER, "%s: is no call to %s", call->op->name,
			c->service->name);
	if (api_check(call->op, call->args, call->arg_count, e) != 0 ||
		(!preview && !c->relayed && c->service->check(c, call->op, e) != 0))
		return -1;
	return request_build(ret_request, call->op, call->args, call->arg_count,
		relayed ? c->service->root : c->base_path, relayed ? BODY_JSON : service_body(c),
		preview, e);
}

int
settle_begin(struct settle *s, struct api_client *c, const struct api_call *call,
	struct api_answer *answer, struct json_list *list, struct err *e)
{
	*s = (struct settle){ .client = c,
		.call = call,
		.answer = answer,
		.list = list,
		.request.op = call->op,
		.began_us = clock_us() };
	*answer = (struct api_answer){ .next_offset = -1, .body = { .limit = API_BODY_MAX } };
	return settle_prepare(c, call, false, &s->request, e);
}

/* Wipes what the last try was sent with. */
static void
clear_try(struct settle *s)
{
	text_buf_clear(&s->headers.date);
	text_buf_clear(&s->headers.authorization);
	text_buf_clear(&s->url);
}

/* Authorizes the request for now. */
static int
write_headers(struct settle *s, struct err *e)
{
	struct api_client *c = s->client;
	int64_t now = c->world.wall_seconds(c->world.ctx) + atomic_load(&c->clock_offset);

	/* a name without a value is not sent */
	(void)snprintf(s->type, sizeof(s->type), "Content-Type:%s%s",
		s->request.content_type != NULL ? " " : "",
		s->request.content_type != NULL ? s->request.content_type : "");
	if (!c->relayed && c->service->authorize(c, &s->request, now, &s->headers, e) != 0)
		return -1;
	s->lines[0] = s->headers.date.len > 0 ? s->headers.date.data : "Date:";
	s->lines[1] = s->type;
	s->lines[2] = "Accept: application/json";
	s->lines[3] = "Expect:";
	s->lines[4] = s->headers.authorization.len > 0 ? s->headers.authorization.data
		: c->relayed			       ? API_UNTOUCHED ": yes"
						       : NULL;
	s->lines[5] = NULL;
	return 0;
}

int
settle_next(struct settle *s, struct err *e)
{
	const struct api_client *c = s->client;
	const struct api_call *call = s->call;
	const struct request *r = &s->request;
	int requests = s->answer->requests + 1;

	api_answer_clear(s->answer);
	s->answer->requests = requests;
	s->reply = (struct transport_reply){ .body = &s->answer->body };
	if (write_headers(s, e) != 0)
		return -1;
	if (c->relayed)
		text_buf_printf(&s->url, "http://localhost%s", r->path);
	else
		text_buf_printf(&s->url, "https://%s:%d%s", c->host, c->port, r->path);
	if (r->query.len > 0)
		text_buf_printf(&s->url, "?%s", r->query.data);
	if (s->url.failed || s->headers.date.failed || s->headers.authorization.failed)
		return err_set(e, ERR_OTHER, "out of memory");
	s->wire = (struct transport_request){
		.method = r->op->method,
		.url = s->url.data,
		.headers = s->lines,
		.body = r->body.data,
		.body_len = r->body.len,
		.answer_max = API_BODY_MAX,
		/* not only what consumes: whatever changes something */
		.once = call->op->risk != API_READ || (call->op->flags & API_CONSUMES) != 0,
		.deadline = call->deadline,
		.tick = call->tick,
		.tick_ctx = call->tick_ctx,
	};
	return deadline_passed(call->deadline) ? err_set(e, ERR_TIMEOUT, "no time left") : 0;
}

/* After a refusal of our clock: takes the service's own from its answer. Returns whether there
 * is anything new to try with. */
static bool
learn_clock(struct api_client *c, const struct transport_reply *reply)
{
	time_t theirs = reply->date[0] != '\0' ? curl_getdate(reply->date, NULL) : -1;
	int64_t offset = (int64_t)theirs - c->world.wall_seconds(c->world.ctx);

	if (theirs == -1 || offset < -OFFSET_MAX || offset > OFFSET_MAX)
		return false;
	atomic_store(&c->clock_offset, offset);
	return true;
}

/* How long to wait after the refusal number `refusals` (from 0); 0 = not at all. */
static int
backoff_ms(struct api_client *c, const struct api_call *call, const struct transport_reply *reply,
	int refusals)
{
	int64_t seconds = (int64_t)BACKOFF_FIRST << refusals;
	int64_t asked, ms;

	if (call->op->risk != API_READ || call->no_retry || seconds > BACKOFF_LAST)
		return 0;
	if (text_to_int(reply->retry_after, 1, BACKOFF_LAST, &asked) == 0)
		seconds = asked;
	ms = seconds * 1000 + c->world.jitter_ms(c->world.ctx);
	return ms < deadline_left(call->deadline) ? (int)ms : 0;
}

/* What doorward serve has to say itself is for us the fault that it met, not an answer. Returns
 * false when the answer is not its own. */
static bool
take_fault(const struct api_client *c, const struct transport_reply *reply, struct api_answer *a,
	struct err *e)
{
	const struct json_limits limits = { 4096, 16, 2 };
	const char *text = a->body.data != NULL ? a->body.data : "";
	struct cJSON *root = NULL;
	const char *detail;

	if (!c->relayed || reply->fault[0] == '\0')
		return false;
	if (json_parse(text, a->body.len, &limits, &root, e) != 0)
		root = NULL;
	detail = json_string(root, "message_detail");
	(void)err_set(e, err_from_word(reply->fault), "%s",
		detail != NULL ? detail : "no reason given");
	json_free(root);
	text_buf_clear(&a->body);
	return true;
}

/* Which of our credentials a refusal of the service can mean. */
static void
tell_refusal(const struct settle *s, struct err *e)
{
	const struct service *service = s->client->service;

	if (s->answer->own_words && service->refused != NULL)
		service->refused(s->client, s->call->op, s->answer, s->reply.date, e);
}

enum settle_step
settle_take(struct settle *s, int rc, int *ret_wait_ms, struct err *e)
{
	struct api_client *c = s->client;
	const struct api_call *call = s->call;
	struct api_answer *a = s->answer;

	clear_try(s);
	*ret_wait_ms = 0;
	if (rc != 0) {
		text_buf_clear(&a->body); /* half an answer is none */
		a->too_big = s->reply.too_big;
		(void)err_where(e, "%s: %s", call->op->name,
			c->relayed ? "doorward serve" : c->host);
		return SETTLE_FAILED;
	}
	a->status = s->reply.status;
	memcpy(a->retry_after, s->reply.retry_after, sizeof(a->retry_after));
	if (!take_fault(c, &s->reply, a, e) &&
		answer_read(call->op, c->host, call->bytes_only, a, s->list, e) == 0)
		return SETTLE_OK;
	if (e->code == ERR_CREDENTIALS || e->code == ERR_PERMISSION)
		tell_refusal(s, e);
	/* safe on every row: the date is looked at before the request is, so nothing
	 * has happened yet; doorward serve, which signs with its own clock, has tried */
	if (a->status == 401 && a->code != 0 && a->code == c->service->code_bad_time &&
		!c->relayed && !s->clock_learnt && learn_clock(c, &s->reply)) {
		s->clock_learnt = true;
		return SETTLE_AGAIN;
	}
	if (a->status == 429)
		*ret_wait_ms = backoff_ms(c, call, &s->reply, s->refusals++);
	if (*ret_wait_ms > 0 && c->waits != NULL)
		c->waits(c->waits_ctx, *ret_wait_ms);
	return *ret_wait_ms > 0 ? SETTLE_AGAIN : SETTLE_FAILED;
}

int
settle_give_up(const struct settle *s, struct err *e)
{
	return err_set(e, ERR_OTHER, "%s: given up", s->call->op->name);
}

void
settle_tell(const struct settle *s, int rc, const struct err *e)
{
	static const struct err fine = { .code = ERR_NONE };
	const struct api_client *c = s->client;

	if (c->watch != NULL)
		c->watch(c->watch_ctx, s->call->op, rc == 0 ? &fine : e,
			clock_us() - s->began_us);
}

void
settle_clear(struct settle *s)
{
	clear_try(s);
	request_clear(&s->request);
}
