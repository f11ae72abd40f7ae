/* SPDX-License-Identifier: MIT */
/* Services, route look-up and Duo's order of checks, see route.h. */
#include "tests/sim/route.h"
#include "tests/sim/rate.h"
#include "tests/sim/sign.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* Duo's front door: who signed, when, and whether the signature is right. */
static int
check_signature(struct call *call, const struct request *request)
{
	auto_str ikey = NULL;
	auto_str signature = NULL;
	struct param_set *query = sim_alloc(sizeof(*query));
	struct param_set *form = sim_alloc(sizeof(*form));
	const char *date = request->duo_date != NULL ? request->duo_date : request->date;
	int64_t when;
	int code = 0;
	struct sign_input input = {
		.date = date,
		.method = request->method,
		.host = request->host != NULL ? request->host : "",
		.path = request->path,
		.query = query,
		.form = form,
		.body = request->body.data != NULL ? request->body.data : "",
		.body_length = request->body.length,
		.duo_headers = request->duo_headers,
	};

	for (size_t i = 0; i < request->duo_headers; i++) {
		input.duo_header[i].name = request->duo_header[i].name;
		input.duo_header[i].value = request->duo_header[i].value;
	}
	/* What cannot be parsed cannot have been signed: the signature will not match. */
	(void)params_read_form(query, request->query, strlen(request->query));
	(void)params_read_form(form, input.body, input.body_length);

	if (sign_parse_authorization(request->authorization, &ikey, &signature) != 0)
		code = 40101;
	for (size_t i = 0; code == 0 && i < APPLICATIONS; i++)
		if (strcmp(call->sim->application[i].ikey, ikey) == 0)
			call->application = &call->sim->application[i];
	if (code == 0 && call->application == NULL)
		code = 40102;
	if (code == 0 && date == NULL)
		code = 40104;
	when = code == 0 ? sign_parse_date(date) : 0;
	if (code == 0 && (when < 0 || llabs(when - (time(NULL) + call->skew)) > SIGN_SKEW_SECONDS))
		code = 40105;
	if (code == 0 && sign_is_foreign(signature))
		code = 40112;
	if (code == 0 && !sign_matches(&input, call->application->skey, signature))
		code = 40103;
	params_free(query);
	params_free(form);
	free(query);
	free(form);
	if (code != 0)
		call_fail(call, code, NULL);
	return code == 0 ? 0 : -1;
}

static int
admit_duo(struct call *call, const struct request *request, const struct service *service,
	const struct route *route)
{
	if (route != NULL && strcmp(route->path, "/auth/v2/ping") == 0)
		return 0; /* the one call nobody has to sign */
	if (check_signature(call, request) != 0)
		return -1;
	if (service->type != APPLICATION_ANY && call->application->type != service->type) {
		call_fail(call, 40301, "Wrong integration type for this API.");
		return -1;
	}
	if (route != NULL && (route->permission & ~call->application->permissions) != 0) {
		call_fail(call, 40301, NULL);
		return -1;
	}
	return 0;
}

/* Duo's error code for an HTTP status. */
static int
code_for_status(unsigned status)
{
	switch (status) {
	case 400:
		return 40002;
	case 401:
		return 40103;
	default:
		return (int)(status >= 400 && status <= 599 ? status : 500) * 100 + 1;
	}
}

static void
refuse_duo(struct call *call, unsigned status, int64_t retry_after)
{
	call_fail(call, code_for_status(status), NULL);
	call->reply.retry_after = retry_after;
}

const struct service *
route_service(const char *path)
{
	static const size_t none = 0;
	static const struct service services[] = {
		{ "/_sim/", APPLICATION_ANY, NULL, refuse_duo, control_routes,
			&control_route_count, false },
		{ "/admin/", APPLICATION_ADMIN, admit_duo, refuse_duo, admin_routes,
			&admin_route_count, true },
		{ "/auth/", APPLICATION_AUTH, admit_duo, refuse_duo, auth_routes,
			&auth_route_count, true },
		{ "/allthenticate/", APPLICATION_ANY, allthenticate_admit, allthenticate_refuse,
			allthenticate_routes, &allthenticate_route_count, true },
		{ "/web/api/", APPLICATION_ANY, sentinelone_admit, sentinelone_refuse,
			sentinelone_routes, &sentinelone_route_count, true },
		{ "/", APPLICATION_ANY, admit_duo, refuse_duo, NULL, &none, true },
	};

	for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++)
		if (strncmp(services[i].prefix, path, strlen(services[i].prefix)) == 0)
			return &services[i];
	return NULL;
}

/* All parameters, wherever they came; a JSON body counts as such only under its content type. */
static int
read_params(struct call *call, const struct request *request)
{
	const char *type = request->content_type;
	const char *body = request->body.data;

	if (params_read_form(&call->params, request->query, strlen(request->query)) != 0)
		return -1;
	if (request->body.length == 0)
		return 0;
	if (type != NULL && strncasecmp(type, "application/json", 16) == 0)
		return params_read_json(&call->params, body, request->body.length);
	return params_read_form(&call->params, body, request->body.length);
}

void
route_answer(struct call *call, const struct request *request, const struct service *service,
	const struct route *route, bool path_known)
{
	if (service->admit != NULL && service->admit(call, request, service, route) != 0)
		return;
	if (route == NULL)
		service->refuse(call, path_known ? 405 : 404, 0);
	else if (call->application != NULL && !rate_take(call->sim, call->application, route->rate))
		call_fail(call, 42901, NULL);
	else if (service->counted && read_params(call, request) != 0)
		service->refuse(call, 400, 0);
	else
		route->handle(call);
}
