/* SPDX-License-Identifier: MIT */
/* Walks a list page by page, so that a large directory never has to fit into memory. */
#include "api/api.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "api/request.h"

struct walk {
	int (*row)(void *ctx, const struct cJSON *element, struct err *e);
	void *ctx;
	int64_t rows;
};

static const struct api_arg *
find_arg(const struct api_call *call, const char *name)
{
	for (size_t i = 0; i < call->arg_count; i++)
		if (strcmp(call->args[i].name, name) == 0)
			return &call->args[i];
	return NULL;
}

/* Returns 0 to go on, 1 when the callback has enough, -1. */
static int
walk_page(struct walk *w, const struct api_op *op, const struct api_answer *a, struct err *e)
{
	const cJSON *element;

	if (!cJSON_IsArray(a->response))
		return err_set(e, ERR_UNREACHABLE, "%s: the answer is not a list", op->name);
	cJSON_ArrayForEach(element, a->response)
	{
		int rc = w->row(w->ctx, element, e);

		if (rc < 0)
			return rc;
		w->rows++;
		if (rc > 0)
			return rc;
	}
	return 0;
}

/* The arguments of one page: the caller's, the offset replaced, the largest limit unless the
 * caller chose one. */
static size_t
page_args(const struct api_call *call, const char *offset, const char *limit,
	struct api_arg args[REQUEST_ARGS_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < call->arg_count; i++)
		if (strcmp(call->args[i].name, "offset") != 0)
			args[count++] = call->args[i];
	if (find_arg(call, "limit") == NULL)
		args[count++] = (struct api_arg){ "limit", limit };
	args[count++] = (struct api_arg){ "offset", offset };
	return count;
}

static int
walk_pages(struct api_client *c, const struct api_call *call, int64_t start, struct walk *w,
	struct err *e)
{
	const struct api_param *limit_param = api_param_find(call->op, "limit");
	int patience = deadline_left(call->deadline);
	struct api_arg args[REQUEST_ARGS_MAX];
	char limit[24], offset[24];

	(void)snprintf(limit, sizeof(limit), "%" PRId64, limit_param->max);
	for (int64_t at = start; at >= 0;) {
		struct api_call page = *call;
		auto_api_answer answer = { .next_offset = -1 };
		int rc;

		(void)snprintf(offset, sizeof(offset), "%" PRId64, at);
		page.args = args;
		page.arg_count = page_args(call, offset, limit, args);
		page.deadline = deadline_in(patience);
		if (api_call(c, &page, &answer, e) != 0)
			return -1;
		rc = walk_page(w, call->op, &answer, e);
		if (rc != 0)
			return rc < 0 ? -1 : 0;
		if (answer.next_offset >= 0 && answer.next_offset <= at)
			return err_set(e, ERR_UNREACHABLE,
				"%s: the list does not move on from offset %" PRId64,
				call->op->name, at);
		at = answer.next_offset;
	}
	return 0;
}

static int
walk_all(struct api_client *c, const struct api_call *call, struct walk *w, struct err *e)
{
	auto_api_answer answer = { .next_offset = -1 };
	const struct api_arg *offset = find_arg(call, "offset");
	int64_t start = 0;

	if (api_check(call->op, call->args, call->arg_count, e) != 0)
		return -1;
	if ((call->op->flags & API_PAGED) == 0) {
		if (api_call(c, call, &answer, e) != 0)
			return -1;
		return walk_page(w, call->op, &answer, e) < 0 ? -1 : 0;
	}
	if (call->arg_count > REQUEST_ARGS_MAX - 2 ||
		(offset != NULL && text_to_int(offset->value, 0, INT32_MAX, &start) != 0))
		return err_set(e, ERR_USAGE, "%s: too many arguments", call->op->name);
	return walk_pages(c, call, start, w, e);
}

int
api_list(struct api_client *c, const struct api_call *call,
	int (*row)(void *ctx, const struct cJSON *element, struct err *e), void *ctx,
	int64_t *ret_rows, struct err *e)
{
	struct walk w = { .row = row, .ctx = ctx };
	int rc = walk_all(c, call, &w, e);

	if (ret_rows != NULL)
		*ret_rows = w.rows;
	return rc;
}
