/* SPDX-License-Identifier: MIT */
/* OpenAPI 3.1 out of the operation table: see https://spec.openapis.org/oas/v3.1.0. */
#include <stdio.h>
#include <string.h>

#include "api/json.h"
#include "helper/mcp/schema.h"
#include "helper/serve/rest_documents.h"
#include "helper/serve/rest_route.h"

#define PATH_SIZE  256 /* of a template; a test walks the table */

/* A document being written, with the commas where they belong. */
struct writer {
	struct text_buf *b;
	bool whole;
};

static void
member(struct writer *w, const char *name)
{
	size_t len = w->b->len;

	if (len > 0 && strchr("{[", w->b->data[len - 1]) == NULL)
		text_buf_puts(w->b, ",");
	json_write_string(w->b, name);
	text_buf_puts(w->b, ":");
}

static void
text_member(struct writer *w, const char *name, const char *value)
{
	member(w, name);
	json_write_string(w->b, value);
}

static void
open_member(struct writer *w, const char *name)
{
	member(w, name);
	text_buf_puts(w->b, "{");
}

static void
close_member(struct writer *w)
{
	text_buf_puts(w->b, "}");
}

/* What is not in the path travels in the body of those that have one, unless the row says so. */
static bool
in_body(const struct api_op *op, const struct api_param *p)
{
	return api_op_has_body(op) && (p->flags & (API_PATH | API_QUERY)) == 0;
}

static void
write_parameters(struct writer *w, const struct api_op *op)
{
	bool first = true;

	member(w, "parameters");
	text_buf_puts(w->b, "[");
	for (const struct api_param *p = op->params; p->name != NULL; p++) {
		bool path = (p->flags & API_PATH) != 0;

		if (in_body(op, p) || !schema_offers(p))
			continue;
		text_buf_puts(w->b, first ? "{" : ",{");
		first = false;
		text_member(w, "name", p->name);
		text_member(w, "in", path ? "path" : "query");
		member(w, "required");
		text_buf_puts(w->b, schema_requires(p) ? "true" : "false");
		if (p->help != NULL)
			text_member(w, "description", p->help);
		member(w, "schema");
		schema_write(w->b, op, p, SCHEMA_TEXT);
		close_member(w);
	}
	text_buf_puts(w->b, "]");
}

static void
write_body(struct writer *w, const struct api_op *op)
{
	static const char *const types[] = {
		[SCHEMA_JSON] = HTTP_JSON,
		[SCHEMA_TEXT] = "application/x-www-form-urlencoded",
	};

	open_member(w, "requestBody");
	open_member(w, "content");
	for (enum schema_form form = SCHEMA_JSON; form <= SCHEMA_TEXT; form++) {
		open_member(w, types[form]);
		open_member(w, "schema");
		schema_write_members(w->b, op, in_body, form);
		close_member(w);
		close_member(w);
	}
	close_member(w);
	close_member(w);
}

static void
write_operation(struct writer *w, const struct api_op *op)
{
	char method[8];

	(void)snprintf(method, sizeof(method), "%s", op->method);
	text_lower(method);
	open_member(w, method);
	text_member(w, "operationId", op->name);
	text_member(w, "summary", op->title);
	text_member(w, "x-doorward-risk", api_risk_word(op->risk));
	write_parameters(w, op);
	if (api_op_has_body(op))
		write_body(w, op);
	text_buf_puts(w->b, ",\"responses\":{\"200\":{\"$ref\":\"#/components/responses/Answer\"},"
		"\"default\":{\"$ref\":\"#/components/responses/Failure\"}}");
	close_member(w);
}

/* Is op the first row that is offered with its path? */
static bool
is_first(const struct writer *w, const struct api_op *op)
{
	for (const struct api_op *other = api_operations; other != op; other++)
		if (route_offers(other, w->whole) && route_same(other, op))
			return false;
	return true;
}

static void
write_paths(struct writer *w)
{
	open_member(w, "paths");
	for (const struct api_op *op = api_operations; op->name != NULL; op++) {
		char path[PATH_SIZE];

		if (!route_offers(op, w->whole) || !is_first(w, op))
			continue;
		(void)snprintf(path, sizeof(path), "%s%s", api_service_root(op->service), op->path);
		open_member(w, path);
		for (const struct api_op *same = op; same->name != NULL; same++)
			if (route_offers(same, w->whole) && route_same(same, op))
				write_operation(w, same);
		close_member(w);
	}
	close_member(w);
}

void
openapi_write(struct text_buf *b, bool whole)
{
	struct writer w = { .b = b, .whole = whole };

	text_buf_puts(b, "{");
	text_member(&w, "openapi", "3.1.0");
	open_member(&w, "info");
	text_member(&w, "title", "Doorward REST adapter");
	text_member(&w, "version", PACKAGE_VERSION);
	text_member(&w, "description", "The Duo Admin API with bearer tokens in the place of "
		"signatures. Status and body of the directory's answers pass unchanged.");
	open_member(&w, "license");
	text_member(&w, "name", "MIT");
	text_member(&w, "identifier", "MIT");
	close_member(&w);
	close_member(&w);
	text_buf_puts(b, ",\"servers\":[{\"url\":\"/\"}],\"security\":[{\"token\":[]}]");
	write_paths(&w);
	text_buf_puts(b,
		",\"components\":{\"securitySchemes\":{\"token\":{\"type\":\"http\","
		"\"scheme\":\"bearer\"}},\"schemas\":{"
		"\"Answer\":{\"type\":\"object\",\"required\":[\"stat\"],\"properties\":{"
		"\"stat\":{\"const\":\"OK\"},\"response\":{},\"metadata\":{\"type\":\"object\"}}},"
		"\"Failure\":{\"type\":\"object\",\"required\":[\"stat\",\"code\",\"message\"],"
		"\"properties\":{\"stat\":{\"const\":\"FAIL\"},\"code\":{\"type\":\"integer\"},"
		"\"message\":{\"type\":\"string\"},\"message_detail\":{\"type\":\"string\"}}}},"
		"\"responses\":{\"Answer\":{\"description\":\"Done\",\"content\":"
		"{\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/Answer\"}}}},"
		"\"Failure\":{\"description\":\"Refused, by the directory or by this adapter\","
		"\"content\":{\"application/json\":{\"schema\":"
		"{\"$ref\":\"#/components/schemas/Failure\"}}}}}}}");
}
