/* SPDX-License-Identifier: MIT */
/* Permission, the call, the count of it. */
#include "helper/serve/relay.h"

#include <string.h>

#include "helper/common/audit.h"

#define LONG_POLL_MS 75000 /* the directory may take a minute; see serve.timeout */

/* How the call came, in the words of the audit lines. */
static const char *
way(const struct caller *caller, enum serve_adapter via)
{
	switch (via) {
	case ADAPTER_REST:
		return caller->local ? "socket" : "rest";
	case ADAPTER_MCP:
	case ADAPTER_STDIO:
		return "mcp";
	}
	return "-";
}

static struct audit_who
describe(const struct relay *r, const struct caller *caller, enum serve_adapter via)
{
	struct audit_who who = { .role = caller->known ? api_risk_word(caller->most) : NULL,
		.via = way(caller, via),
		.must = caller->most == API_DESTRUCTIVE,
		.silent = r->silent };

	memcpy(who.by, caller->name, sizeof(who.by));
	memcpy(who.from, caller->from, sizeof(who.from));
	return who;
}

static void
count(const struct relay *r, enum serve_adapter via, const struct api_call *call, int rc,
	const struct err *e)
{
	metrics_add(r->metrics, METRIC_CALLS, (size_t[]){ via,
		(size_t)(call->op - api_operations), rc == 0 ? ERR_NONE : e->code }, 1);
}

void
relay_refused(const struct relay *r, const struct caller *caller, enum serve_adapter via,
	const struct api_call *call, const struct err *e)
{
	const struct audit_who who = describe(r, caller, via);

	if (call->op->risk != API_READ)
		audit_refusal(&who, call, e);
	count(r, via, call, -1, e);
}

int
relay_may(const struct relay *r, const struct caller *caller, enum serve_adapter via,
	const struct api_call *call, struct err *e)
{
	if (caller_may(caller, call->op, call->op->risk, e) == 0)
		return 0;
	relay_refused(r, caller, via, call, e);
	return -1;
}

int
relay_call(const struct relay *r, const struct caller *caller, enum serve_adapter via,
	const struct api_call *call, struct api_answer *ret_answer, struct err *e)
{
	const struct relay_service *service = &r->service[call->op->service];
	struct api_call timed = *call;
	const struct audit_who who = describe(r, caller, via);
	bool patient = (call->op->flags & API_LONG_POLL) != 0 && r->timeout_ms < LONG_POLL_MS;
	int rc;

	*ret_answer = (struct api_answer){ .next_offset = -1 };
	timed.deadline = deadline_in(patient ? LONG_POLL_MS : r->timeout_ms);
	timed.no_retry = true; /* whoever asked is told, and has the patience or not */
	timed.bytes_only = call->op->risk == API_READ; /* a change is read for its line */
	rc = caller_may(caller, call->op, api_call_risk(call), e);
	if (rc == 0 && service->client == NULL)
		rc = (*e = service->why, -1);
	if (rc == 0)
		rc = audit_call(&who, service->client, &timed, NULL, ret_answer, e);
	else if (call->op->risk != API_READ)
		audit_refusal(&who, call, e);
	count(r, via, call, rc, e);
	return rc;
}

void
relay_clear(struct relay *r)
{
	for (size_t i = 0; i < API_SERVICES; i++)
		api_client_free(r->service[i].client);
	*r = (struct relay){ .timeout_ms = 0 };
}
