/* SPDX-License-Identifier: MIT */
/* Calls that their caller waits for in his thread. */
#include "api/settle.h"

/* Waits in steps, so that a caller who gives up is heard. Returns 0, or -1 with the error. */
static int
pause_for(const struct settle *s, int ms, struct err *e)
{
	const struct api_client *c = s->client;
	const struct api_call *call = s->call;

	for (; ms > 0; ms -= TRANSPORT_TICK_MS) {
		c->world.pause_ms(c->world.ctx, ms < TRANSPORT_TICK_MS ? ms : TRANSPORT_TICK_MS);
		if (call->tick != NULL && call->tick(call->tick_ctx) != 0)
			return settle_give_up(s, e);
	}
	return 0;
}

static int
send_until_settled(struct settle *s, struct err *e)
{
	for (;;) {
		int rc = settle_next(s, e), wait;

		if (rc == 0)
			rc = transport_perform(s->client->transport, &s->wire, &s->reply, e);
		switch (settle_take(s, rc, &wait, e)) {
		case SETTLE_OK:
			return 0;
		case SETTLE_FAILED:
			return -1;
		case SETTLE_AGAIN:
			if (pause_for(s, wait, e) != 0)
				return -1;
		}
	}
}

int
call_perform(struct api_client *c, const struct api_call *call, struct api_answer *ret_answer,
	struct json_list *ret_list, struct err *e)
{
	auto_settle s;
	int rc = settle_begin(&s, c, call, ret_answer, ret_list, e);

	if (rc == 0)
		rc = send_until_settled(&s, e);
	settle_tell(&s, rc, e);
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

	if (settle_prepare(c, call, true, &r, e) != 0)
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
