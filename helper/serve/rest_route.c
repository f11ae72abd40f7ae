/* SPDX-License-Identifier: MIT */
/* Matches paths against the table itself, so that a new row is a new route. */
#include "helper/serve/rest_route.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

bool
route_offers(const struct api_op *op, bool whole)
{
	return whole || op - api_operations < API_PUBLISHED;
}

/* A path, taken apart and decoded. */
struct parts {
	size_t count;
	struct {
		size_t len;
		char text[ROUTE_ID_SIZE];
	} part[ROUTE_PARTS_MAX];
};

/* The guards of the HTTP layer have seen to the escapes. Returns false when a part is empty or too
 * long, or when there are too many. */
static bool
take_apart(const char *path, struct parts *ret_parts)
{
	struct parts *p = ret_parts;
	size_t took;

	for (p->count = 0; *path == '/'; p->count++) {
		size_t used = 0;

		if (p->count == ROUTE_PARTS_MAX)
			return false;
		for (path++; *path != '\0' && *path != '/'; path += took) {
			if (used == ROUTE_ID_SIZE - 1)
				return false;
			p->part[p->count].text[used++] = (char)text_percent_decode(path, &took);
		}
		if (used == 0)
			return false;
		p->part[p->count].text[used] = '\0';
		p->part[p->count].len = used;
	}
	return *path == '\0' && p->count > 0;
}

/* Matches a template from part *at on, and moves *at behind it. Each part is a bit of the rank: of
 * two matches the greater one has a literal where the other has the first parameter. */
static bool
match(const char *template, const struct parts *p, size_t *at, unsigned *rank)
{
	for (; *template == '/'; ++*at) {
		size_t len = strcspn(++template, "/");

		if (*at == p->count || (*template != '{' &&
			(len != p->part[*at].len ||
				memcmp(template, p->part[*at].text, len) != 0)))
			return false;
		*rank = *rank * 2 + (*template != '{');
		template += len;
	}
	return true;
}

/* Fills the ids from what matched. */
static bool
take_ids(struct route *r, const struct parts *p, size_t at)
{
	r->id_count = 0;
	for (const char *t = strchr(r->op->path, '/'); t != NULL; t = strchr(t, '/'), at++) {
		if (*++t != '{')
			continue;
		if (r->id_count == ROUTE_IDS_MAX)
			return false;
		(void)snprintf(r->id[r->id_count].name, sizeof(r->id[0].name), "%.*s",
			(int)strcspn(t, "}") - 1, t + 1);
		memcpy(r->id[r->id_count++].value, p->part[at].text, p->part[at].len + 1);
	}
	return true;
}

bool
route_find(const char *path, bool whole, struct route *ret_route)
{
	unsigned best = 0;
	size_t first = 0; /* part of the best one behind the root of its service */
	struct parts parts;

	ret_route->op = NULL;
	if (!take_apart(path, &parts))
		return false;
	for (const struct api_op *op = api_operations; op->name != NULL; op++) {
		unsigned rank = 0;
		size_t at = 0, behind_root;

		if (!route_offers(op, whole) ||
			!match(api_service_root(op->service), &parts, &at, &rank))
			continue;
		behind_root = at;
		if (!match(op->path, &parts, &at, &rank) || at != parts.count ||
			(ret_route->op != NULL && rank <= best))
			continue;
		ret_route->op = op;
		first = behind_root;
		best = rank;
	}
	return ret_route->op != NULL && take_ids(ret_route, &parts, first);
}

bool
route_same(const struct api_op *a, const struct api_op *b)
{
	return a->service == b->service && strcmp(a->path, b->path) == 0;
}

const struct api_op *
route_method(const struct api_op *op, const char *method, bool whole)
{
	for (const struct api_op *other = api_operations; other->name != NULL; other++)
		if (route_offers(other, whole) && route_same(other, op) &&
			strcmp(other->method, method) == 0)
			return other;
	return NULL;
}

const char *
route_methods(const struct api_op *op, bool whole, char buf[HTTP_METHODS_SIZE])
{
	static const char *const methods[] = { "GET", "POST", "PUT", "DELETE" };
	bool taken[sizeof(methods) / sizeof(methods[0])] = { false };
	size_t used = 0;

	for (const struct api_op *other = api_operations; other->name != NULL; other++)
		if (route_offers(other, whole) && route_same(other, op))
			for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
				taken[i] = taken[i] || strcmp(methods[i], other->method) == 0;
	buf[0] = '\0';
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (taken[i])
			used += (size_t)snprintf(buf + used, HTTP_METHODS_SIZE - used, "%s%s",
				used > 0 ? ", " : "", methods[i]);
	return buf;
}
