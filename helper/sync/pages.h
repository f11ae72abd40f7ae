/* SPDX-License-Identifier: MIT */
/* A walk over one list of the directory that says what a plain walk leaves out: whether the list
 * changed meanwhile, and which of its objects no client can read.
 *
 * A page that came and cannot be read, or that the directory failed to make, is asked for in halves
 * until the object at fault stands alone. A page that did not come is a silent directory. */
#ifndef HELPER_SYNC_PAGES_H
#define HELPER_SYNC_PAGES_H

#include "helper/sync/sync.h"

struct cJSON;

struct pages {
	const struct sync_job *job;
	const struct api_op *op;
	/* Each object, as row of api_list but that it cannot end the walk; and the place, from 1, of
	 * one that cannot be read, with the reason. Both return 0 or -1. */
	int (*row)(void *ctx, const struct cJSON *object, struct err *e);
	int (*odd)(void *ctx, int64_t place, const char *why, struct err *e);
	void *ctx;
	/* what was seen */
	int64_t number; /* of the page whose objects are handed out, from 1 */
	int64_t total;	/* objects of the list, as its last page counts them; -1 = it does not say */
	bool moved;	/* that was another number on an earlier page */
	/* between the functions of pages.c */
	int64_t offset;	/* of the last page asked for by the walk */
	bool odd_page;	/* it came, and cannot be used */
	bool row_failed;
	int64_t odd_count, odd_in_a_row;
};

/* Walks from the first page to the last. Returns 0, or -1: ERR_UNREACHABLE when the directory is
 * silent, or answers nothing that can be read. */
int pages_walk(struct pages *p, struct err *e) __attribute__((warn_unused_result));

/* Did an answer come that says nothing, so that the fault may lie in the object it is about? */
bool pages_answer_is_odd(const struct api_answer *a, const struct err *e);

/* With so many of these one after the other: is it still the objects, and not the whole service? */
bool pages_odd_is_single(const struct api_answer *a, int64_t in_a_row);

#endif
