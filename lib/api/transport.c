/* SPDX-License-Identifier: MIT */
/* One exchange over one connection, for a caller who waits for it in his thread. */
#include "api/transport_private.h"

/* Runs the transfer to its end. Returns 0 with the library's result, or -1 when the deadline
 * passed or the caller gave up. */
static int
drive(struct connection *c, const struct transport_request *r, CURLcode *ret_result, struct err *e)
{
	int64_t next_tick = clock_ms() + TRANSPORT_TICK_MS;
	int running = 1, queued;
	struct CURLMsg *msg;

	for (;;) {
		int left = deadline_left(r->deadline), wait = left;

		if (curl_multi_perform(c->multi, &running) != CURLM_OK)
			return err_set(e, ERR_OTHER, "out of memory");
		if (running == 0)
			break;
		if (left == 0)
			return err_set(e, ERR_TIMEOUT, "no answer in time");
		if (r->tick != NULL) {
			int64_t now = clock_ms();

			if (now >= next_tick) {
				if (r->tick(r->tick_ctx) != 0)
					return err_set(e, ERR_OTHER, "given up");
				next_tick = now + TRANSPORT_TICK_MS;
			}
			wait = wait < next_tick - now ? wait : (int)(next_tick - now);
		}
		if (curl_multi_poll(c->multi, NULL, 0, wait, NULL) != CURLM_OK)
			return err_set(e, ERR_OTHER, "out of memory");
	}
	msg = curl_multi_info_read(c->multi, &queued);
	*ret_result = CURLE_FAILED_INIT;
	if (msg != NULL && msg->msg == CURLMSG_DONE)
		*ret_result = msg->data.result;
	return 0;
}

int
transport_perform(struct transport *t, const struct transport_request *request,
	struct transport_reply *reply, struct err *e)
{
	CURLcode result = CURLE_FAILED_INIT;
	struct connection *c = pool_take(t);
	int rc;

	if (c == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (transfer_begin(c->transfer, request, reply, e) != 0) {
		connection_free(c);
		return -1;
	}
	if (curl_multi_add_handle(c->multi, c->transfer->easy) != CURLM_OK) {
		connection_free(c);
		return err_set(e, ERR_OTHER, "out of memory");
	}
	rc = drive(c, request, &result, e);
	if (rc == 0)
		rc = transfer_judge(c->transfer, result, e);
	(void)curl_multi_remove_handle(c->multi, c->transfer->easy); /* it was added above */
	/* after a failure nothing of it is worth keeping, not even the address it went to */
	if (transfer_end(c->transfer, rc, e))
		pool_give(t, c);
	else
		connection_free(c);
	return rc;
}
