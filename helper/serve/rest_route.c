/* SPDX-License-Identifier: MIT */
/* Matches paths against the table itself, so that a new row is a new route. */
#include "helper/serve/rest_route.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

bool
route_offers(const struct api_op *op, bool whole)
{
	return op->service == API_DUO && (whole || op - api_operations < API_PUBLISHED);
}

static int
hex_digit(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

/* Decodes one segment; the guards of the HTTP layer have seen to the escapes. Returns its length
 * in the path, or 0 when it does not fit or is empty. */
static size_t
read_segment(const char *path, char dst[ROUTE_ID_SIZE])
{
	size_t used = 0, i = 0;

	while (path[i] != '\0' && path[i] != '/') {
		if (used == ROUTE_ID_SIZE - 1)
			return 0;
		if (path[i] == '%') {
			dst[used++] = (char)(hex_digit(path[i + 1]) * 16 + hex_digit(path[i + 2]));
			i += 3;
		} else {
			dst[used++] = path[i++];
		}
	}
	dst[used] = '\0';
	return i;
}

/* Matches one template. Returns false, or true with the route filled and a rank: of two matches
 * the greater one has a literal where the other has the first parameter. */
static bool
match(const struct api_op *op, const char *path, struct route *r, unsigned *ret_rank)
{
	const char *t = op->path;

	*r = (struct route){ .op = op };
	*ret_rank = 0;
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

const struct api_op *
route_method(const struct api_op *op, const char *method, bool whole)
{
	for (const struct api_op *other = api_operations; other->name != NULL; other++)
		if (route_offers(other, whole) && strcmp(other->path, op->path) == 0 &&
			strcmp(other->method, method) == 0)
			return other;
	return NULL;
}

const char *
route_methods(const struct api_op *op, bool whole)
{
	static const char *const words[] = { NULL, "GET", "POST", "GET, POST", "DELETE",
		"GET, DELETE", "POST, DELETE", "GET, POST, DELETE" };
	unsigned which = (route_method(op, "GET", whole) != NULL ? 1u : 0u) |
		(route_method(op, "POST", whole) != NULL ? 2u : 0u) |
		(route_method(op, "DELETE", whole) != NULL ? 4u : 0u);

	return words[which];
}
