/* SPDX-License-Identifier: MIT */
/* From a path to a row of the operation table: one matcher, literal segments first. Rows of another
 * service than Duo stand behind its root, see api_service_root(). */
#ifndef SERVE_REST_ROUTE_H
#define SERVE_REST_ROUTE_H

#include "api/operation.h"
#include "helper/serve/http.h"

#define ROUTE_PARTS_MAX 12 /* of a path */
#define ROUTE_IDS_MAX	 4
#define ROUTE_ID_SIZE	 65 /* bytes of one id, see api_check */

struct route_ids {
	size_t count;
	struct {
		char name[32];
		char value[ROUTE_ID_SIZE]; /* decoded */
	} id[ROUTE_IDS_MAX];
};

/* Is this row offered: one of those that are published, or, to whom the whole is, any? */
bool route_offers(const struct api_op *op, bool whole);

/* Finds the best template for a path that is still percent-encoded: segment by segment, a literal
 * one beats a parameter. An id longer than any, or empty, matches nothing. Returns the first row
 * with that template, whatever its method; NULL = none. */
const struct api_op *route_find(const char *path, bool whole);

/* The ids in a path that led to this row. */
void route_ids(const struct api_op *op, const char *path, struct route_ids *ret_ids);

/* Do these two have the same path? */
bool route_same(const struct api_op *a, const struct api_op *b);

/* The row with the same path and this method; NULL when there is none. */
const struct api_op *route_method(const struct api_op *op, const char *method, bool whole);

/* The methods of the path, as the Allow header says them: "GET, HEAD, POST". Returns buf. */
const char *route_methods(const struct api_op *op, bool whole, char buf[HTTP_METHODS_SIZE]);

#endif
