/* SPDX-License-Identifier: MIT */
/* Reads lists page by page, and around objects that spoil their page, see pages.h. */
#include "helper/sync/pages.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>

#define ODD_MAX	 1000 /* in one list; each costs some requests */
#define IN_A_ROW 32   /* bodies that came and cannot be read */
#define FAILURES 8    /* server errors in a row */

bool
pages_answer_is_odd(const struct api_answer *a, const struct err *e)
{
	return e->code == ERR_UNREACHABLE && (a->too_big || a->status == 200 || a->status >= 500);
}

bool
pages_odd_is_single(const struct api_answer *a, int64_t in_a_row)
{
	return in_a_row <= (a->status >= 500 ? FAILURES : IN_A_ROW);
}

static void
note_total(struct pages *p, const struct api_answer *a)
{
	p->number++;
	if (a->response == NULL || a->total < 0)
		return;
	p->moved = p->moved || (p->total >= 0 && p->total != a->total);
	p->total = a->total;
}

static void
see_page(void *ctx, const struct api_answer *a, int64_t offset)
{
	struct pages *p = ctx;
	const struct err unreadable = { .code = ERR_UNREACHABLE };

	p->offset = offset;
	p->odd_page = a->response == NULL && pages_answer_is_odd(a, &unreadable);
	note_total(p, a);
}

static int
hand_on(void *ctx, const struct cJSON *object, struct err *e)
{
	struct pages *p = ctx;

	if (p->row(p->ctx, object, e) == 0)
		return 0;
	p->row_failed = true;
	return -1;
}

/* One request of the walk around an odd object. */
static int
ask(struct pages *p, int64_t offset, int64_t limit, struct api_answer *ret_answer, struct err *e)
{
	char from[24], most[24];
	const struct api_arg args[] = { { "offset", from }, { "limit", most } };
	const struct api_call call = { .op = p->op, .args = args, .arg_count = 2,
		.deadline = deadline_in(p->job->page_ms), .tick = p->job->tick,
		.tick_ctx = p->job->ctx };

	(void)snprintf(from, sizeof(from), "%" PRId64, offset);
	(void)snprintf(most, sizeof(most), "%" PRId64, limit);
	if (api_call(p->job->api, &call, ret_answer, e) != 0)
		return -1;
	return cJSON_IsArray(ret_answer->response) ? 0 : err_set(e, ERR_UNREACHABLE,
		"%s: the answer is not a list", p->op->name);
}

static int
hand_out(struct pages *p, const struct api_answer *a, struct err *e)
{
	const cJSON *object;

	p->odd_in_a_row = 0;
	note_total(p, a);
	cJSON_ArrayForEach(object, a->response)
		if (p->row(p->ctx, object, e) != 0)
			return -1;
	return 0;
}

/* The object at this place is told, unless there are so many that the fault is not theirs. */
static int
leave_out(struct pages *p, const struct api_answer *a, int64_t offset, int64_t *ret_next,
	struct err *e)
{
	const struct err why = *e;

	if (++p->odd_count > ODD_MAX || !pages_odd_is_single(a, ++p->odd_in_a_row))
		return -1;
	*ret_next = p->total >= 0 && offset + 1 >= p->total ? -1 : offset + 1;
	return p->odd(p->ctx, offset + 1, why.msg, e);
}

/* The part of the list that begins at offset, as long as limit. *ret_next is where the list goes
 * on, -1 = it ends there. */
static int
read_part(struct pages *p, int64_t offset, int64_t limit, int64_t *ret_next, struct err *e)
{
	auto_api_answer a = { .next_offset = -1 };
	int64_t next;

	if (ask(p, offset, limit, &a, e) == 0) {
		*ret_next = a.next_offset > offset ? a.next_offset : -1;
		return hand_out(p, &a, e);
	}
	if (!pages_answer_is_odd(&a, e))
		return -1;
	if (limit == 1)
		return leave_out(p, &a, offset, ret_next, e);
	api_answer_clear(&a);
	if (read_part(p, offset, limit / 2, &next, e) != 0)
		return -1;
	*ret_next = next;
	return next < 0 || next >= offset + limit ? 0
		: read_part(p, next, offset + limit - next, ret_next, e);
}

int
pages_walk(struct pages *p, struct err *e)
{
	int64_t limit = api_param_find(p->op, "limit")->max, next = 0;
	char from[24];
	const struct api_arg arg = { "offset", from };

	p->total = -1;
	p->number = p->odd_count = p->odd_in_a_row = 0;
	p->moved = p->row_failed = false;
	while (next >= 0) {
		const struct api_call call = { .op = p->op, .args = &arg, .arg_count = 1,
			.deadline = deadline_in(p->job->page_ms), .tick = p->job->tick,
			.tick_ctx = p->job->ctx, .page = see_page, .page_ctx = p };

		(void)snprintf(from, sizeof(from), "%" PRId64, next);
		p->odd_page = false;
		if (api_list(p->job->api, &call, hand_on, p, NULL, e) == 0)
			return 0;
		if (p->row_failed || !p->odd_page || e->code != ERR_UNREACHABLE ||
			read_part(p, p->offset, limit, &next, e) != 0)
			return -1;
	}
	return 0;
}
