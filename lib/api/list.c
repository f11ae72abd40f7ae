/* SPDX-License-Identifier: MIT */
/* Walks a list page by page, so that a large directory never has to fit into memory. */
#include <inttypes.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
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
	int64_t rows, rows_max; /* 0 = all */
};

static const struct api_arg *
find_arg(const struct api_call *call, const char *name)
{
	for (size_t i = 0; i < call->arg_count; i++)
		if (strcmp(call->args[i].name, name) == 0)
			return &call->args[i];
	return NULL;
}

/* One page and what became of it. */
struct page {
	struct api_answer answer;
	struct json_list list; /* its elements */
	int64_t offset;	       /* where it begins; 0 where places are no numbers */
	int rc;		       /* 0 = it is there; -1 = why not is in err */
	int more; /* 1 = there is a page behind it, 0 = none, -1 = there is a fault: see err */
	struct err err;
};

/* Returns 0 to go on, 1 when the caller has enough, -1. */
static int
walk_page(struct walk *w, const struct api_op *op, struct page *p, struct err *e)
{
	const struct api_answer *a = &p->answer;
	const cJSON *list =
		op->list_member != NULL ? json_get(a->response, op->list_member) : a->response;
	int rc;

	if (!cJSON_IsArray(list) || p->list.next == NULL)
		return err_set(e, ERR_UNREACHABLE, "%s: the answer is not a list", op->name);
	for (;;) {
		struct cJSON *element = NULL;

		rc = json_list_next(&p->list, &element, e);
		if (rc <= 0)
			return rc;
		rc = w->row(w->ctx, element, e);
		json_free(element);
		if (rc < 0)
			return rc;
		w->rows++;
		if (rc > 0 || w->rows == w->rows_max)
			return 1;
	}
}

/* A way through the pages of one list: where it is, and whether it goes round in circles. */
struct pages {
	enum service_paging paging;
	char *at;	/* offset or cursor of the page to come; "" = the first one */
	char *mark;	/* a cursor that was met before; must not be met again */
	uint64_t steps; /* pages since the mark was set */
	uint64_t reach; /* after so many it is set anew: 1, 2, 4, …, so every circle is found */
	int patience;	/* ms for each page */
	int64_t size;	/* rows of a page at most */
	char limit[24]; /* the same as text */
};

static void
pages_clear(struct pages *p)
{
	free(p->at);
	free(p->mark);
}

static const char *
place_name(const struct pages *p)
{
	return p->paging == PAGING_CURSOR ? "cursor" : "offset";
}

static int
pages_begin(struct pages *p, const struct api_call *call, struct err *e)
{
	const struct api_arg *start, *limit = find_arg(call, "limit");
	int64_t number;

	p->reach = 1;
	p->patience = deadline_left(call->deadline);
	p->size = api_param_find(call->op, "limit")->max;
	if (limit != NULL && text_to_int(limit->value, 1, p->size, &p->size) != 0)
		return err_set(e, ERR_USAGE, "%s: limit takes a whole number", call->op->name);
	(void)snprintf(p->limit, sizeof(p->limit), "%" PRId64, p->size);
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
page_args(const struct api_call *call, const struct pages *p, bool first,
	struct api_arg args[REQUEST_ARGS_MAX])
{
	const char *place = place_name(p);
	size_t count = 0;

	for (size_t i = 0; i < call->arg_count; i++)
		if (strcmp(call->args[i].name, place) != 0 &&
			(first || strcmp(call->args[i].name, "skip") != 0))
			args[count++] = call->args[i];
	if (find_arg(call, "limit") == NULL)
		args[count++] = (struct api_arg){ "limit", p->limit };
	if (p->at[0] != '\0')
		args[count++] = (struct api_arg){ place, p->at };
	return count;
}

/* A list on its way: pages are fetched by a thread, one ahead of the page that is walked. */
struct ahead {
	struct api_client *client;
	const struct api_call *call;
	struct pages pages;  /* the thread's own once it runs */
	struct page page[2]; /* one is walked while the other one arrives */
	sem_t wanted, ready; /* how many pages may be asked for, and have arrived */
	atomic_bool stop;
};

static int
ahead_tick(void *ctx)
{
	struct ahead *a = ctx;

	if (atomic_load(&a->stop))
		return 1;
	return a->call->tick != NULL ? a->call->tick(a->call->tick_ctx) : 0;
}

/* Fetches the page where pages stands, and moves on. */
static void
fetch(struct ahead *a, struct page *p, bool first)
{
	struct api_call call = *a->call;
	struct api_arg args[REQUEST_ARGS_MAX];

	call.args = args;
	call.arg_count = page_args(a->call, &a->pages, first, args);
	call.deadline = deadline_in(a->pages.patience);
	call.tick = ahead_tick;
	call.tick_ctx = a;
	api_answer_clear(&p->answer);
	p->offset = a->pages.paging == PAGING_OFFSET ? strtoll(a->pages.at, NULL, 10) : 0;
	p->rc = call_perform(a->client, &call, &p->answer, &p->list, &p->err);
	p->more = p->rc == 0 ? pages_turn(&a->pages, call.op, &p->answer, &p->err) : 0;
}

static void
wait_for(sem_t *s)
{
	while (sem_wait(s) != 0) /* interrupted: nothing else can be wrong */
		continue;
}

static void *
fetch_all(void *ctx)
{
	struct ahead *a = ctx;
	struct page *p;

	for (size_t i = 1;; i++) {
		wait_for(&a->wanted);
		if (atomic_load(&a->stop))
			return NULL;
		p = &a->page[i % 2];
		fetch(a, p, false);
		(void)sem_post(&a->ready); /* far from its limit */
		if (p->more <= 0)
			return NULL;
	}
}

/* Hands out what a page holds and says how the list goes on: 1, or 0 when it ends here, or -1. */
static int
hand_out(struct walk *w, const struct api_call *call, struct page *p, struct err *e)
{
	int rc = p->rc;

	if (call->page != NULL)
		call->page(call->page_ctx, &p->answer, p->offset);
	if (rc == 0)
		rc = walk_page(w, call->op, p, e);
	else
		*e = p->err;
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	if (p->more < 0)
		*e = p->err;
	return p->more;
}

/* The page after the one at hand is asked for early, unless that one may be enough. */
static int
walk_ahead(struct ahead *a, struct walk *w, struct err *e)
{
	for (size_t i = 1;; i++) {
		bool early = w->rows_max == 0 || w->rows_max - w->rows > a->pages.size;
		int rc;

		if (early)
			(void)sem_post(&a->wanted);
		wait_for(&a->ready);
		rc = hand_out(w, a->call, &a->page[i % 2], e);
		if (rc <= 0)
			return rc;
		if (!early)
			(void)sem_post(&a->wanted);
	}
}

/* The first page by itself, so that its rows are seen before anything else is asked for. */
static int
walk_pages(struct ahead *a, struct walk *w, struct err *e)
{
	pthread_t thread;
	int rc;

	fetch(a, &a->page[0], true);
	rc = hand_out(w, a->call, &a->page[0], e);
	if (rc <= 0)
		return rc;
	(void)sem_post(&a->wanted);
	rc = pthread_create(&thread, NULL, fetch_all, a);
	if (rc != 0)
		return err_sys(e, ERR_OTHER, rc, "%s: the next page", a->call->op->name);
	rc = walk_ahead(a, w, e);
	atomic_store(&a->stop, true);
	(void)sem_post(&a->wanted);
	(void)pthread_join(thread, NULL); /* it is joinable, and joined once */
	return rc;
}

static int
walk_paged(struct api_client *c, const struct api_call *call, struct walk *w, struct err *e)
{
	struct ahead a = { .client = c, .call = call };
	int rc;

	(void)sem_init(&a.wanted, 0, 0); /* cannot fail with such a value */
	(void)sem_init(&a.ready, 0, 0);
	rc = pages_begin(&a.pages, call, e);
	if (rc == 0)
		rc = walk_pages(&a, w, e);
	(void)sem_destroy(&a.wanted);
	(void)sem_destroy(&a.ready);
	api_answer_clear(&a.page[0].answer);
	api_answer_clear(&a.page[1].answer);
	pages_clear(&a.pages);
	return rc;
}

static int
walk_all(struct api_client *c, const struct api_call *call, struct walk *w, struct err *e)
{
	struct page page = { .more = 0 };
	int rc;

	if (api_check(call->op, call->args, call->arg_count, e) != 0)
		return -1;
	if ((call->op->flags & API_PAGED) != 0 && call->arg_count > REQUEST_ARGS_MAX - 2)
		return err_set(e, ERR_USAGE, "%s: too many arguments", call->op->name);
	if ((call->op->flags & API_PAGED) != 0)
		return walk_paged(c, call, w, e);
	page.rc = call_perform(c, call, &page.answer, &page.list, &page.err);
	rc = hand_out(w, call, &page, e);
	api_answer_clear(&page.answer);
	return rc;
}

int
api_list(struct api_client *c, const struct api_call *call,
	int (*row)(void *ctx, const struct cJSON *element, struct err *e), void *ctx,
	int64_t *ret_rows, struct err *e)
{
	struct walk w = { .row = row, .ctx = ctx, .rows_max = call->rows_max };
	int rc = walk_all(c, call, &w, e);

	if (ret_rows != NULL)
		*ret_rows = w.rows;
	return rc;
}
