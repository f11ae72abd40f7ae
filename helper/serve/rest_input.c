/* SPDX-License-Identifier: MIT */
/* Decodes what clients send; nothing passes that another reader could see differently. */
#include "helper/serve/rest_input.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "api/json.h"
#include "base/cleanup.h"
#include "helper/mcp/raw.h"
#include "helper/serve/rest_route.h"

static const struct json_limits body_limits = { HTTP_BODY_MAX, 20000, 16 };

/* Takes both over, also when it fails; NULL means that there was no memory. */
static int
add(struct rest_input *in, char *name, char *value, struct err *e)
{
	auto_wipe own_name = name;
	auto_wipe own_value = value;

	if (name == NULL || value == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (in->count == REQUEST_ARGS_MAX)
		return err_set(e, ERR_USAGE, "more than %d parameters", REQUEST_ARGS_MAX);
	in->arg[in->count++] = (struct api_arg){ .name = name, .value = value };
	in->own[in->own_count++] = take_ptr(own_name);
	in->own[in->own_count++] = take_ptr(own_value);
	return 0;
}

/* A copy of len bytes, decoded. NULL without memory; sets *ret_bad for a broken escape or NUL. */
static char *
decode(const char *s, size_t len, bool *ret_bad)
{
	char *out = malloc(len + 1);
	size_t used = 0, took;

	if (out == NULL)
		return NULL;
	/* what follows the text is its terminator, '&' or '=': no digit of an escape */
	for (size_t i = 0; i < len; i += took) {
		int c = text_percent_decode(s + i, &took);

		*ret_bad = *ret_bad || c <= 0;
		out[used++] = s[i] == '+' ? ' ' : (char)c;
	}
	out[used] = '\0';
	return out;
}

/* NAME=VALUE&NAME=VALUE, of a query or a form. */
static int
read_pairs(struct rest_input *in, const char *text, size_t len, const char *where, struct err *e)
{
	const char *end = text + len;

	for (const char *pair = text, *next; pair < end; pair = next) {
		const char *stop = memchr(pair, '&', (size_t)(end - pair));
		const char *equals;
		bool bad = false;
		char *name, *value;

		stop = stop != NULL ? stop : end;
		next = stop + 1;
		if (stop == pair)
			continue;
		equals = memchr(pair, '=', (size_t)(stop - pair));
		if (equals == NULL)
			return err_set(e, ERR_USAGE, "the %s is not NAME=VALUE&NAME=VALUE", where);
		name = decode(pair, (size_t)(equals - pair), &bad);
		value = decode(equals + 1, (size_t)(stop - equals - 1), &bad);
		if (add(in, name, value, e) != 0)
			return -1;
		if (bad)
			return err_set(e, ERR_USAGE, "the %s holds a broken percent-encoding or "
				"a NUL", where);
	}
	return 0;
}

/* The text of a JSON value, as the table wants it: strings decoded, everything else as written. */
static char *
value_text(const cJSON *item, struct raw raw)
{
	bool quoted = raw.len > 0 && raw.text[0] == '"';

	return quoted && cJSON_IsString(item) ? strdup(item->valuestring)
					       : strndup(raw.text, raw.len);
}

static int
add_member(struct rest_input *in, const struct api_op *op, const cJSON *item, struct raw raw,
	struct err *e)
{
	const struct api_param *p = api_param_find(op, item->string);
	char clean[64];

	(void)text_clean(clean, sizeof(clean), item->string);
	if (cJSON_IsNull(item))
		return err_set(e, ERR_USAGE, "%s is null; leave it out instead", clean);
	if (cJSON_IsObject(item) ||
		(cJSON_IsArray(item) && p != NULL && p->type != API_JSON_LIST))
		return err_set(e, ERR_USAGE, "%s must be a string, a number or a truth value",
			clean);
	return add(in, strdup(item->string), value_text(item, raw), e);
}

static int
read_json(struct rest_input *in, const struct api_op *op, const struct http_request *request,
	struct err *e)
{
	enum json_fault fault = json_check(request->body, request->body_len, &body_limits);
	struct raw_walk walk = raw_members((struct raw){ request->body, request->body_len });
	cJSON *root = NULL, *item;
	struct raw raw;
	int rc = 0;

	if (fault != JSON_FINE)
		return err_set(e, ERR_USAGE, "the body is %s", json_fault_words(fault));
	if (json_parse(request->body, request->body_len, &body_limits, &root, e) != 0)
		return -1;
	if (!cJSON_IsObject(root))
		rc = err_set(e, ERR_USAGE, "the body is not a JSON object");
	for (item = rc == 0 ? root->child : NULL; item != NULL && rc == 0; item = item->next)
		rc = raw_next(&walk, &raw) ? add_member(in, op, item, raw, e)
					   : err_set(e, ERR_USAGE, "the body is not JSON");
	json_free(root);
	return rc;
}

int
rest_input_read(struct rest_input *in, const struct api_op *op,
	const struct http_request *request, struct err *e)
{
	struct route_ids ids;

	*in = (struct rest_input){ .count = 0 };
	route_ids(op, request->path, &ids);
	for (size_t i = 0; i < ids.count; i++)
		if (add(in, strdup(ids.id[i].name), strdup(ids.id[i].value), e) != 0)
			return -1;
	if (read_pairs(in, request->query, strlen(request->query), "query", e) != 0)
		return -1;
	if (request->body_len == 0)
		return 0;
	return strcmp(request->type, HTTP_JSON) == 0
		? read_json(in, op, request, e)
		: read_pairs(in, request->body, request->body_len, "form", e);
}

void
rest_input_clear(struct rest_input *in)
{
	for (size_t i = 0; i < in->own_count; i++)
		cleanup_wipe(&in->own[i]);
	in->count = in->own_count = 0;
}
