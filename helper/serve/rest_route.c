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
		bool literal = *++template != '{';

		if (*at == p->count || (literal && strncmp(template, p->part[*at].text,
			p->part[*at].len) != 0))
			return false;
		template += literal ? p->part[*at].len : strcspn(template, "/");
		if (*template != '/' && *template != '\0')
			return false;
		*rank = *rank * 2 + literal;
	}
	return true;
}

/* Matches the whole path. Sets *ret_first to the part behind the root of the service. */
static bool
match_row(const struct api_op *op, const struct parts *p, size_t *ret_first, unsigned *ret_rank)
{
	size_t at = 0;

	*ret_rank = 0;
	if (!match(api_service_root(op->service), p, &at, ret_rank))
		return false;
	*ret_first = at;
	return match(op->path, p, &at, ret_rank) && at == p->count;
}

const struct api_op *
route_find(const char *path, bool whole)
{
	const struct api_op *found = NULL;
	unsigned best = 0, rank;
	struct parts parts;
	size_t first;

	if (!take_apart(path, &parts))
		return NULL;
	for (const struct api_op *op = api_operations; op->name != NULL; op++)
		if (route_offers(op, whole) && match_row(op, &parts, &first, &rank) &&
			(found == NULL || rank > best)) {
			found = op;
			best = rank;
		}
	return found;
}

void
route_ids(const struct api_op *op, const char *path, struct route_ids *ret_ids)
{
	struct parts parts;
	unsigned rank;
	size_t at;

	ret_ids->count = 0;
	if (!take_apart(path, &parts) || !match_row(op, &parts, &at, &rank))
		return;
	for (const char *t = strchr(op->path, '/'); t != NULL; t = strchr(t, '/'), at++)
		if (*++t == '{' && ret_ids->count < ROUTE_IDS_MAX) {
			size_t i = ret_ids->count++;

			(void)snprintf(ret_ids->id[i].name, sizeof(ret_ids->id[i].name), "%.*s",
				(int)strcspn(t, "}") - 1, t + 1);
			memcpy(ret_ids->id[i].value, parts.part[at].text, parts.part[at].len + 1);
		}
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
	static const char *const methods[] = { "GET", "HEAD", "POST", "PUT", "DELETE" };
	bool taken[sizeof(methods) / sizeof(methods[0])] = { false };
	size_t used = 0;

	for (const struct api_op *other = api_operations; other->name != NULL; other++)
		if (route_offers(other, whole) && route_same(other, op))
			for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
				taken[i] = taken[i] || strcmp(methods[i], other->method) == 0 ||
					(strcmp(methods[i], "HEAD") == 0 &&
						strcmp(other->method, "GET") == 0);
	buf[0] = '\0';
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (taken[i])
			used += (size_t)snprintf(buf + used, HTTP_METHODS_SIZE - used, "%s%s",
				used > 0 ? ", " : "", methods[i]);
	return buf;
}
