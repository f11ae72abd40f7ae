/* SPDX-License-Identifier: MIT */
/* Walks a list page by page, so that a large directory never has to fit into memory. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "api/json.h"
#include "api/service.h"
#include "base/cleanup.h"

#define CURSOR_MAX 4096 /* bytes; longer is no place in a list */

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
	const cJSON *list =
		op->list_member != NULL ? json_get(a->response, op->list_member) : a->response;
	const cJSON *element;

	if (!cJSON_IsArray(list))
		return err_set(e, ERR_UNREACHABLE, "%s: the answer is not a list", op->name);
	cJSON_ArrayForEach (element, list) {
		int rc = w->row(w->ctx, element, e);

		if (rc < 0)
			return rc;
		w->rows++;
		if (rc > 0)
			return rc;
	}
	return 0;
}

/* A way through the pages of one list: where it is, and whether it goes round in circles. */
struct pages {
	enum service_paging paging;
	char *at;	/* offset or cursor of the page to come; "" = the first one */
	char *mark;	/* a cursor that was met before; must not be met again */
	uint64_t steps; /* pages since the mark was set */
	uint64_t
		reach; /* and after how many it is set anew: 1, 2, 4, …, so every circle is found */
};

static void
pages_clear(struct pages *p)
{
	free(p->at);
	free(p->mark);
}

#define auto_pages __attribute__((cleanup(pages_clear))) struct pages

static const char *
place_name(const struct pages *p)
{
	return p->paging == PAGING_CURSOR ? "cursor" : "offset";
}

static int
pages_begin(struct pages *p, const struct api_call *call, struct err *e)
{
	const struct api_arg *start;
	int64_t number;

	p->reach = 1;
	p->paging = service_find(call->op->service)->paging;
	start = find_arg(call, place_name(p));
	if (p->paging == PAGING_OFFSET && start != NULL &&
		text_to_int(start->value, 0, INT32_MAX, &number) != 0)
		return err_set(e, ERR_USAGE, "%s: offset takes a whole number", call->op->name);
	p->at = strdup(start != NULL ? start->value : p->paging == PAGING_OFFSET ? "0" : "");
	return p->at != NULL ? 0 : err_set(e, ERR_OTHER, "out of memory");
}

/* The place of the next page as text; "" = there is none. */
static const char *
next_place(const struct pages *p, const struct api_answer *a, char buf[24])
{
	buf[0] = '\0';
	if (p->paging == PAGING_CURSOR)
		return a->next_cursor != NULL ? a->next_cursor : buf;
	if (a->next_offset >= 0)
		(void)snprintf(buf, 24, "%" PRId64, a->next_offset);
	return buf;
}

/* Offsets must grow; a cursor must not come back. */
static bool
moves_on(const struct pages *p, const char *next)
{
	if (p->paging == PAGING_OFFSET)
		return strtoll(next, NULL, 10) > strtoll(p->at, NULL, 10);
	return strlen(next) <= CURSOR_MAX && strcmp(next, p->at) != 0 &&
	       (p->mark == NULL || strcmp(next, p->mark) != 0);
}

/* Returns 1 with the next page ahead, 0 after the last one, -1. */
static int
pages_turn(struct pages *p, const struct api_op *op, const struct api_answer *a, struct err *e)
{
	char buf[24], shown[40];
	const char *next = next_place(p, a, buf);
	char *copy;

	if (next[0] == '\0')
		return 0;
	if (!moves_on(p, next))
		return err_set(e, ERR_UNREACHABLE, "%s: the list does not move on from %s %s",
			op->name, place_name(p), text_clean(shown, sizeof(shown), p->at));
	copy = strdup(next);
	if (copy == NULL)
		return err_set(e, ERR_OTHER, "out of memory");
	if (++p->steps == p->reach) {
		free(p->mark);
		p->mark = p->at;
		p->steps = 0;
		p->reach *= 2;
	} else {
		free(p->at);
	}
	p->at = copy;
	return 1;
}

/* The arguments of one page: the caller's, the place replaced, the largest limit unless the
 * caller chose one. What is skipped is skipped once. */
static size_t
page_args(const struct api_call *call, const struct pages *p, bool first, const char *limit,
	struct api_arg args[REQUEST_ARGS_MAX])
{
	const char *place = place_name(p);
	size_t count = 0;

	for (size_t i = 0; i < call->arg_count; i++)
		if (strcmp(call->args[i].name, place) != 0 &&
			(first || strcmp(call->args[i].name, "skip") != 0))
			args[count++] = call->args[i];
	if (find_arg(call, "limit") == NULL)
		args[count++] = (struct api_arg){ "limit", limit };
	if (p->at[0] != '\0')
		args[count++] = (struct api_arg){ place, p->at };
	return count;
}

static int
walk_pages(struct api_client *c, const struct api_call *call, struct walk *w, struct err *e)
{
	const struct api_param *limit_param = api_param_find(call->op, "limit");
	int patience = deadline_left(call->deadline);
	struct api_arg args[REQUEST_ARGS_MAX];
	auto_pages pages = { .at = NULL };
	char limit[24];

	if (pages_begin(&pages, call, e) != 0)
		return -1;
	(void)snprintf(limit, sizeof(limit), "%" PRId64, limit_param->max);
	for (bool first = true;; first = false) {
		struct api_call page = *call;
		auto_api_answer answer = { .next_offset = -1 };
		int rc;

		page.args = args;
		page.arg_count = page_args(call, &pages, first, limit, args);
		page.deadline = deadline_in(patience);
		if (api_call(c, &page, &answer, e) != 0)
			return -1;
		rc = walk_page(w, call->op, &answer, e);
		if (rc != 0)
			return rc < 0 ? -1 : 0;
		rc = pages_turn(&pages, call->op, &answer, e);
		if (rc <= 0)
			return rc;
	}
}

static int
walk_all(struct api_client *c, const struct api_call *call, struct walk *w, struct err *e)
{
	auto_api_answer answer = { .next_offset = -1 };

	if (api_check(call->op, call->args, call->arg_count, e) != 0)
		return -1;
	if ((call->op->flags & API_PAGED) == 0) {
		if (api_call(c, call, &answer, e) != 0)
			return -1;
		return walk_page(w, call->op, &answer, e) < 0 ? -1 : 0;
	}
	if (call->arg_count > REQUEST_ARGS_MAX - 2)
		return err_set(e, ERR_USAGE, "%s: too many arguments", call->op->name);
	return walk_pages(c, call, w, e);
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
