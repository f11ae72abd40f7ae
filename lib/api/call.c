/* SPDX-License-Identifier: MIT */
/* The one executor: every row of the table is checked, signed, sent and judged here. */
#include "api/service.h"

#include <stdio.h>
#include <string.h>

#include <curl/curl.h>

#include "api/json.h"

#define BACKOFF_FIRST 1	 /* seconds; doubled after each refusal */
#define BACKOFF_LAST  32 /* seconds */
#define OFFSET_MAX    86400 /* a clock further off than a day is a fault to be mended */

static void
headers_clear(struct service_headers *h)
{
	text_buf_clear(&h->date);
	text_buf_clear(&h->authorization);
}

#define auto_headers __attribute__((cleanup(headers_clear))) struct service_headers

/* Sends the request once, authorized for now. */
static int
send_once(struct api_client *c, const struct api_call *call, const struct request *r,
	struct transport_reply *reply, struct err *e)
{
	int64_t now = c->world.wall_seconds(c->world.ctx) + atomic_load(&c->clock_offset);
	char type[64] = "Content-Type:"; /* without a value: not sent */
	const char *lines[] = { "Date:", type, "Accept: application/json", "Expect:",
		c->relayed ? API_UNTOUCHED ": yes" : NULL, NULL };
	auto_headers headers = { .date = { .limit = 0 } };
	auto_text_buf url = { .limit = 0 };
	struct transport_request request = {
		.method = r->op->method,
		.headers = lines,
		.body = r->body.data,
		.body_len = r->body.len,
		.answer_max = API_BODY_MAX,
		/* not only what consumes: whatever changes something */
		.once = call->op->risk != API_READ || (call->op->flags & API_CONSUMES) != 0,
		.deadline = call->deadline,
		.tick = call->tick,
		.tick_ctx = call->tick_ctx,
	};

	if (r->content_type != NULL)
		(void)snprintf(type, sizeof(type), "Content-Type: %s", r->content_type);
	if (!c->relayed && c->service->authorize(c, r, now, &headers, e) != 0)
		return -1;
	if (headers.date.len > 0)
		lines[0] = headers.date.data;
	if (headers.authorization.len > 0)
		lines[4] = headers.authorization.data;
	if (c->relayed)
		text_buf_printf(&url, "http://localhost%s", r->path);
	else
		text_buf_printf(&url, "https://%s:%d%s", c->host, c->port, r->path);
	if (r->query.len > 0)
		text_buf_printf(&url, "?%s", r->query.data);
	if (url.failed || headers.date.failed || headers.authorization.failed)
		return err_set(e, ERR_OTHER, "out of memory");
	request.url = url.data;
	return transport_perform(c->transport, &request, reply, e);
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

/* Waits in steps, so that a caller who gives up is heard. Returns 0, or -1 with the error. */
static int
pause_for(struct api_client *c, const struct api_call *call, int ms, struct err *e)
{
	for (; ms > 0; ms -= TRANSPORT_TICK_MS) {
		c->world.pause_ms(c->world.ctx, ms < TRANSPORT_TICK_MS ? ms : TRANSPORT_TICK_MS);
		if (call->tick != NULL && call->tick(call->tick_ctx) != 0)
			return err_set(e, ERR_OTHER, "%s: given up", call->op->name);
	}
	return 0;
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

static int
send_until_settled(struct api_client *c, const struct api_call *call, const struct request *r,
	struct api_answer *a, struct json_list *ret_list, struct err *e)
{
	bool clock_learnt = false;

	for (int refusals = 0;;) {
		struct transport_reply reply = { .body = &a->body };
		int requests = a->requests + 1, wait, rc;

		api_answer_clear(a);
		a->requests = requests;
		rc = send_once(c, call, r, &reply, e);
		if (rc != 0) {
			text_buf_clear(&a->body); /* half an answer is none */
			return err_where(e, "%s: %s", call->op->name,
				c->relayed ? "doorward serve" : c->host);
		}
		a->status = reply.status;
		memcpy(a->retry_after, reply.retry_after, sizeof(a->retry_after));
		if (!take_fault(c, &reply, a, e) &&
			answer_read(call->op, c->host, call->bytes_only, a, ret_list, e) == 0)
			return 0;
		/* safe on every row: the date is looked at before the request is, so nothing
		 * has happened yet; doorward serve, which signs with its own clock, has tried */
		if (a->status == 401 && a->code != 0 && a->code == c->service->code_bad_time &&
			!c->relayed && !clock_learnt && learn_clock(c, &reply)) {
			clock_learnt = true;
			continue;
		}
		wait = a->status == 429 ? backoff_ms(c, call, &reply, refusals++) : 0;
		if (wait == 0)
			return -1;
		if (pause_for(c, call, wait, e) != 0)
			return -1;
	}
}

/* All that can be checked before a byte leaves the host. What is shown is what the service gets in
 * the end, whoever sends it there. */
static int
prepare(const struct api_client *c, const struct api_call *call, bool preview,
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

static int
perform(struct api_client *c, const struct api_call *call, struct api_answer *ret_answer,
	struct json_list *ret_list, struct err *e)
{
	auto_request request = { .op = call->op };

	*ret_answer = (struct api_answer){ .next_offset = -1, .body = { .limit = API_BODY_MAX } };
	if (prepare(c, call, false, &request, e) != 0)
		return -1;
	return send_until_settled(c, call, &request, ret_answer, ret_list, e);
}

int
call_perform(struct api_client *c, const struct api_call *call, struct api_answer *ret_answer,
	struct json_list *ret_list, struct err *e)
{
	static const struct err fine = { .code = ERR_NONE };
	int64_t began = clock_us();
	int rc = perform(c, call, ret_answer, ret_list, e);

	if (c->watch != NULL)
		c->watch(c->watch_ctx, call->op, rc == 0 ? &fine : e, clock_us() - began);
	return rc;
}

int
api_call(struct api_client *c, const struct api_call *call, struct api_answer *ret_answer,
	struct err *e)
{
	return call_perform(c, call, ret_answer, NULL, e);
}

int
api_preview(struct api_client *c, const struct api_call *call, struct text_buf *ret_text,
	struct err *e)
{
	auto_request r = { .op = call->op };

	if (prepare(c, call, true, &r, e) != 0)
		return -1;
	text_buf_printf(ret_text, "%s https://%s", r.op->method, c->host);
	if (c->port != 443)
		text_buf_printf(ret_text, ":%d", c->port);
	text_buf_puts(ret_text, r.path);
	if (r.query.len > 0)
		text_buf_printf(ret_text, "?%s", r.query.data);
	text_buf_puts(ret_text, "\n");
	if (r.content_type != NULL)
		text_buf_printf(ret_text, "Content-Type: %s\n\n%s\n", r.content_type,
			r.body.len > 0 ? r.body.data : "");
	return ret_text->failed ? err_set(e, ERR_OTHER, "%s: out of memory", call->op->name) : 0;
}
