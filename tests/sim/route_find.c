/* SPDX-License-Identifier: MIT */
/* Finds the row of a service's table for a method and a path, see route.h. */
#include "tests/sim/route.h"

#include <string.h>

/* Matches path to template segment by segment. */
static bool
path_fits(const char *template, const char *path, struct call *call)
{
	size_t argument = 0;

	while (*template != '\0') {
		size_t words = strcspn(template + 1, "/");
		size_t length = strcspn(path[0] == '/' ? path + 1 : path, "/");

		if (path[0] != '/' || length == 0)
			return false;
		if (template[1] == '{') {
			auto_str text = params_decode(path + 1, length, false);

			if (text == NULL || strlen(text) >= sizeof(call->argument[0]))
				return false;
			if (call != NULL)
				strcpy(call->argument[argument], text);
			argument++;
		} else if (length != words || memcmp(template + 1, path + 1, length) != 0) {
			return false;
		}
		template += 1 + words;
		path += 1 + length;
	}
	return *path == '\0';
}

const struct route *
route_find(const struct service *service, const char *method, const char *path, struct call *call,
	bool *ret_path_known)
{
	const char *fitting = NULL;

	for (size_t i = 0; i < *service->count; i++) {
		const struct route *route = &service->routes[i];

		if (fitting == NULL && path_fits(route->path, path, call))
			fitting = route->path;
		if (fitting != NULL && strcmp(route->path, fitting) == 0 &&
			strcmp(route->method, method) == 0) {
			*ret_path_known = true;
			return route;
		}
	}
	*ret_path_known = fitting != NULL;
	return NULL;
}
