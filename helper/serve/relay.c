/* SPDX-License-Identifier: MIT */
/* One line for each write, whatever became of it; never a secret. */
#include "helper/serve/relay.h"

#include <string.h>

#include "helper/common/log.h"

#define LONG_POLL_MS 75000 /* the directory may take a minute; see serve.timeout */

/* Whom or what it is about, as far as the arguments name one; the first of these that there is. */
static const char *
find_subject(const struct api_call *call)
{
	static const char *const names[] = { "user_id", "username", "user_id_list", "email_id",
		"admin_user_id", "email", "group_id", "name" };

	for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++)
		for (size_t i = 0; i < call->arg_count; i++)
			if (strcmp(call->args[i].name, names[n]) == 0)
				return call->args[i].value;
	for (size_t i = 0; i < call->arg_count; i++) {
		const struct api_param *p = api_param_find(call->op, call->args[i].name);

		if (p != NULL && (p->flags & API_PATH) != 0)
			return call->args[i].value;
	}
	return "-";
}

static void
tell_write(const struct caller *caller, enum serve_adapter via, const struct api_call *call,
	const struct api_answer *a, int rc, const struct err *e)
{
	struct log_pairs pairs = { .count = 0 };

	log_text(&pairs, "by", caller->name);
	log_text(&pairs, "via", serve_adapter_word(via));
	log_text(&pairs, "operation", call->op->name);
	log_text(&pairs, "about", find_subject(call));
	log_text(&pairs, "result", rc == 0 ? "ok" : err_word(e->code));
	log_number(&pairs, "http", a->status);
	log_number(&pairs, "code", a->code);
	log_event(LOG_LEVEL_INFO, &pairs, "audit:");
}

static void
note(const struct relay *r, const struct caller *caller, enum serve_adapter via,
	const struct api_call *call, const struct api_answer *a, int rc, const struct err *e)
{
	metrics_add(r->metrics, METRIC_CALLS, (size_t[]){ via,
		(size_t)(call->op - api_operations), rc == 0 ? ERR_NONE : e->code }, 1);
	if (call->op->risk != API_READ && !r->silent)
		tell_write(caller, via, call, a, rc, e);
}

int
relay_may(const struct relay *r, const struct caller *caller, enum serve_adapter via,
	const struct api_call *call, struct err *e)
{
	const struct api_answer none = { .next_offset = -1 };

	if (caller_may(caller, call->op, call->op->risk, e) == 0)
		return 0;
	note(r, caller, via, call, &none, -1, e);
	return -1;
}

int
relay_call(const struct relay *r, const struct caller *caller, enum serve_adapter via,
	const struct api_call *call, struct api_answer *ret_answer, struct err *e)
{
	const struct relay_service *service = &r->service[call->op->service];
	struct api_call timed = *call;
	bool patient = (call->op->flags & API_LONG_POLL) != 0 && r->timeout_ms < LONG_POLL_MS;
	int rc;

	*ret_answer = (struct api_answer){ .next_offset = -1 };
	timed.deadline = deadline_in(patient ? LONG_POLL_MS : r->timeout_ms);
	timed.no_retry = true; /* whoever asked is told, and has the patience or not */
	timed.bytes_only = true;
	rc = caller_may(caller, call->op, api_call_risk(call), e);
	if (rc == 0 && service->client == NULL)
		rc = (*e = service->why, -1);
	if (rc == 0)
		rc = api_call(service->client, &timed, ret_answer, e);
	note(r, caller, via, call, ret_answer, rc, e);
	return rc;
}

void
relay_clear(struct relay *r)
{
	for (size_t i = 0; i < API_SERVICES; i++)
		api_client_free(r->service[i].client);
	*r = (struct relay){ .timeout_ms = 0 };
}
