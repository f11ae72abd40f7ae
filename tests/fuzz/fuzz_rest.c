/* SPDX-License-Identifier: MIT */
/* REST requests: whatever target and body come, the guards' promises hold for the matcher, and
 * arguments are texts that the row can judge. The first byte chooses method and type of body, the
 * first line is the target, the rest the body. The rest alone is tried as a token file, too. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "base/cleanup.h"
#include "helper/serve/http_uri.h"
#include "helper/serve/rest_input.h"
#include "helper/serve/rest_route.h"
#include "helper/serve/tokens.h"

static const char *const methods[] = { "GET", "POST", "DELETE", "PUT" };
static const char *const types[] = { HTTP_JSON, "application/x-www-form-urlencoded" };

static void
try_request(unsigned choice, char *target, const char *body, size_t body_len)
{
	struct http_request request = { .method = methods[choice % 4],
		.type = types[choice / 4 % 2], .body = body, .body_len = body_len, .query = "" };
	auto_rest_input in = { .count = 0 };
	const struct api_op *op, *row;
	struct route_ids ids;
	struct err e = { 0 };
	char offered[HTTP_METHODS_SIZE], *query;

	if (http_uri_fault(target) != NULL)
		return;
	query = strchr(target, '?');
	if (query != NULL) {
		*query = '\0';
		request.query = query + 1;
	}
	EXPECT(target[0] == '/');
	request.path = target;
	row = route_find(target, true);
	if (row == NULL)
		return;
	EXPECT(route_methods(row, true, offered)[0] != '\0');
	route_ids(row, target, &ids);
	for (size_t i = 0; i < ids.count; i++) {
		EXPECT(ids.id[i].value[0] != '\0');
		EXPECT(strpbrk(ids.id[i].value, "/\\") == NULL);
		EXPECT(strcmp(ids.id[i].value, "..") != 0);
	}
	op = route_method(row, request.method, true);
	if (op == NULL)
		return;
	if (rest_input_read(&in, op, &request, &e) != 0) {
		EXPECT(e.code == ERR_USAGE && e.msg[0] != '\0');
		return;
	}
	EXPECT(in.count >= ids.count && in.count <= REQUEST_ARGS_MAX);
	if (api_check(op, in.arg, in.count, &e) != 0)
		EXPECT(e.code == ERR_USAGE);
}

static void
try_tokens(char *text)
{
	auto_token_set set = { 0 };
	struct err e = { 0 };

	if (tokens_parse(text, "f", &set, &e) != 0) {
		EXPECT(e.code == ERR_CONFIG && set.count == 0);
		return;
	}
	EXPECT(tokens_find(&set, "") == NULL);
	for (size_t i = 0; i < set.count; i++)
		EXPECT(set.token[i].name[0] != '\0' && set.token[i].caller.known);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	auto_str text = NULL;
	auto_str body = NULL;
	char *end;

	if (size == 0)
		return 0;
	text = strndup((const char *)data + 1, size - 1);
	EXPECT(text != NULL);
	end = strchr(text, '\n');
	if (end != NULL)
		*end++ = '\0';
	body = strdup(end != NULL ? end : "");
	EXPECT(body != NULL);
	try_request(data[0], text, body, strlen(body));
	try_tokens(body);
	return 0;
}
