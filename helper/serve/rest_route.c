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

/* Decodes one segment; the guards of the HTTP layer have seen to the escapes. Returns its length
 * in the path, or 0 when it does not fit or is empty. */
static size_t
read_segment(const char *path, char dst[ROUTE_ID_SIZE])
{
	size_t used = 0, i = 0, took;

	for (; path[i] != '\0' && path[i] != '/'; i += took) {
		if (used == ROUTE_ID_SIZE - 1)
			return 0;
		dst[used++] = (char)text_percent_decode(path + i, &took);
	}
	dst[used] = '\0';
	return i;
}

/* Matches one template. Returns false, or true with the route filled and a rank: of two matches
 * the greater one has a literal where the other has the first parameter. */
static bool
match(const struct api_op *op, const char *path, struct route *r, unsigned *ret_rank)
{
	const char *t = op->path, *root = api_service_root(op->service);

	*r = (struct route){ .op = op };
	*ret_rank = 0;
	if (strncmp(path, root, strlen(root)) != 0)
		return false;
	path += strlen(root);
	while (*t == '/' && *path == '/') {
		char segment[ROUTE_ID_SIZE];
		size_t template_len = strcspn(++t, "/");
		size_t len = read_segment(++path, segment);

		if (len == 0)
			return false;
		*ret_rank = *ret_rank * 2 + (*t != '{');
		if (*t != '{') {
			if (strlen(segment) != template_len ||
				memcmp(segment, t, template_len) != 0)
				return false;
		} else {
			if (r->id_count == ROUTE_IDS_MAX)
				return false;
			(void)snprintf(r->id[r->id_count].name, sizeof(r->id[0].name), "%.*s",
				(int)template_len - 2, t + 1);
			memcpy(r->id[r->id_count++].value, segment, sizeof(segment));
		}
		t += template_len;
		path += len;
	}
	return *t == '\0' && *path == '\0';
}

bool
route_find(const char *path, bool whole, struct route *ret_route)
{
	unsigned best = 0;
	bool found = false;

	for (const struct api_op *op = api_operations; op->name != NULL; op++) {
		struct route r;
		unsigned rank;

		if (!route_offers(op, whole) || !match(op, path, &r, &rank) ||
			(found && rank <= best))
			continue;
		*ret_route = r;
		best = rank;
		found = true;
	}
	return found;
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
	size_t used = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (route_method(op, methods[i], whole) != NULL)
			used += (size_t)snprintf(buf + used, HTTP_METHODS_SIZE - used, "%s%s",
				used > 0 ? ", " : "", methods[i]);
	return buf;
}
