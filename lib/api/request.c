/* SPDX-License-Identifier: MIT */
/* Places each argument where its row says: in the path, the query or the body. */
#include "api/request.h"

#include <inttypes.h>
#include <string.h>

#include "api/json.h"
#include "api/sign.h"

#define TYPE_FORM "application/x-www-form-urlencoded"
#define TYPE_JSON "application/json"

static const char *
arg_value(const struct api_arg *args, size_t count, const char *name, size_t name_len)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(args[i].name) == name_len && memcmp(args[i].name, name, name_len) == 0)
			return args[i].value;
	return NULL;
}

static int
expand_path(struct request *r, const char *base_path, const struct api_arg *args, size_t count,
	struct err *e)
{
	size_t used = strlen(base_path);

	if (used >= sizeof(r->path))
		return err_set(e, ERR_CONFIG, "%s: the base path is too long", r->op->name);
	memcpy(r->path, base_path, used);

	for (const char *p = r->op->path; *p != '\0';) {
		size_t len = strcspn(p, "{");
		const char *part = p;

		if (len == 0) {
			len = strcspn(p, "}");
			part = arg_value(args, count, p + 1, len - 1);
			p += len + 1;
			len = part != NULL ? strlen(part) : 0;
		} else {
			p += len;
		}
		if (part == NULL || used + len >= sizeof(r->path))
			return err_set(e, ERR_USAGE, "%s: its path cannot be filled", r->op->name);
		memcpy(r->path + used, part, len);
		used += len;
	}
	r->path[used] = '\0';
	return 0;
}

/* Numbers and truth values are native in a JSON body; everything else is a string, lists too,
 * unless the row asks for a real array. */
static bool
is_native(const struct api_param *p)
{
	return p->type == API_INTEGER || p->type == API_BOOLEAN ||
		(p->type == API_JSON_LIST && (p->flags & API_ARRAY) != 0);
}

static void
add_member(struct text_buf *body, bool first, const struct api_param *p,
	const struct sign_pair *pair)
{
	int64_t number;

	text_buf_puts(body, first ? "" : ",");
	json_write_string(body, pair->key);
	text_buf_puts(body, ":");
	if (p->type == API_INTEGER && text_to_int(pair->value, INT64_MIN, INT64_MAX, &number) == 0)
		text_buf_printf(body, "%" PRId64, number); /* 007 is no JSON */
	else if (is_native(p))
		text_buf_puts(body, pair->value);
	else
		json_write_string(body, pair->value);
}

int
request_build(struct request *ret_request, const struct api_op *op, const struct api_arg *args,
	size_t count, const char *base_path, enum request_body body, bool hide_secrets,
	struct err *e)
{
	struct request *r = ret_request;
	struct sign_pair query[REQUEST_ARGS_MAX], form[REQUEST_ARGS_MAX];
	size_t query_count = 0, form_count = 0, members = 0;
	bool has_body = api_op_has_body(op);
	bool json = has_body && body != BODY_FORM;
	bool wrapped = json && body == BODY_JSON_DATA;

	*r = (struct request){ .op = op };
	if (count > REQUEST_ARGS_MAX || expand_path(r, base_path, args, count, e) != 0)
		return -1;
	if (json)
		text_buf_puts(&r->body, wrapped ? "{\"data\":{" : "{");
	for (size_t i = 0; i < count; i++) {
		const struct api_param *p = api_param_find(op, args[i].name);
		bool hide = hide_secrets && (p->flags & API_SECRET) != 0;
		struct sign_pair pair = { args[i].name, hide ? REQUEST_HIDDEN : args[i].value };

		if ((p->flags & API_PATH) != 0)
			continue;
		if (!has_body || (p->flags & API_QUERY) != 0)
			query[query_count++] = pair;
		else if (json)
			add_member(&r->body, members++ == 0, p, &pair);
		else
			form[form_count++] = pair;
	}
	if (json)
		text_buf_puts(&r->body, wrapped ? "}}" : "}");
	if (has_body)
		r->content_type = json ? TYPE_JSON : TYPE_FORM;
	if (sign_params(query, query_count, true, &r->query, e) != 0 ||
		sign_params(form, form_count, true, &r->body, e) != 0)
		return -1;
	/* version 2 signs the parameters of query and form as one */
	memcpy(query + query_count, form, form_count * sizeof(form[0]));
	if (sign_params(query, query_count + form_count, true, &r->params, e) != 0)
		return -1;
	return r->body.failed ? err_set(e, ERR_USAGE, "%s: the request is too long", op->name) : 0;
}

void
request_clear(struct request *r)
{
	text_buf_clear(&r->query);
	text_buf_clear(&r->body);
	text_buf_clear(&r->params);
}
