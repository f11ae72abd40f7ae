/* SPDX-License-Identifier: MIT */
/* Paths and the rows that they lead to. */
#include "tests/unit/unit.h"

#include "helper/serve/rest_route.h"

static const struct {
	const char *path, *method;
	bool whole;
	const char *operation; /* NULL = nothing, "" = the path but not the method */
	const char *first_id;
} rows[] = {
	{ "/admin/v1/users", "GET", false, "listusers", NULL },
	{ "/admin/v1/users", "POST", false, "createuser", NULL },
	{ "/admin/v1/users", "DELETE", false, "", NULL },
	{ "/admin/v1/users/DU1", "GET", false, "getuser", "DU1" },
	{ "/admin/v1/users/DU1", "DELETE", false, "deleteuser", "DU1" },
	{ "/admin/v1/users/enroll", "POST", false, "enrolluser", NULL },
	{ "/admin/v1/users/enroll", "GET", false, "", NULL },
	{ "/admin/v1/users/bulk_create", "POST", false, "bulkcreateusers", NULL },
	{ "/admin/v1/users/directorysync", "GET", false, "listuserdirectorysyncs", NULL },
	{ "/admin/v1/users/directorysync/K/syncuser", "POST", false, "syncdirectoryuser", "K" },
	{ "/admin/v1/users/directorysync/groups", "GET", false, "listusergroups", "directorysync" },
	{ "/admin/v1/users/D%551", "GET", false, "getuser", "DU1" },
	{ "/admin/v1/users/%65nroll", "POST", false, "enrolluser", NULL },
	{ "/admin/v2/groups/DG1/users", "GET", false, "listgroupusersv2", "DG1" },
	{ "/admin/v1/users/", "GET", false, NULL, NULL },
	{ "/admin/v1/users//groups", "GET", false, NULL, NULL },
	{ "/admin/v1/users/a/b/c/d/e", "GET", false, NULL, NULL },
	{ "/admin/v1/USERS", "GET", false, NULL, NULL },
	{ "admin/v1/users", "GET", false, NULL, NULL },
	{ "/", "GET", false, NULL, NULL },
	{ "", "GET", false, NULL, NULL },
	{ "/auth/v2/check", "GET", false, NULL, NULL },
	{ "/auth/v2/check", "GET", true, "authcheck", NULL },
	{ "/allthenticate/user", "GET", true, "allthenticate_getuser", NULL },
	{ "/allthenticate/user", "DELETE", true, "allthenticate_deleteuser", NULL },
	{ "/allthenticate/user", "PUT", true, "", NULL },
	{ "/allthenticate/user", "GET", false, NULL, NULL },
	{ "/user", "GET", true, NULL, NULL },
	{ "/allthenticate", "GET", true, NULL, NULL },
	{ "/allthenticate/admin/v1/users", "GET", true, NULL, NULL },
	{ "/sentinelone/web/api/v2.1/users/1", "PUT", true, "sentinelone_updateuser", "1" },
	{ "/sentinelone/web/api/v2.1/users/1", "GET", false, NULL, NULL },
	{ "/web/api/v2.1/users/1", "GET", true, NULL, NULL },
};

static void
paths(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct api_op *row = route_find(rows[i].path, rows[i].whole), *op;
		struct route_ids ids;

		ROW(rows[i].path, (row != NULL) == (rows[i].operation != NULL));
		if (row == NULL)
			continue;
		op = route_method(row, rows[i].method, rows[i].whole);
		route_ids(row, rows[i].path, &ids);
		ROW(rows[i].path, strcmp(op != NULL ? op->name : "", rows[i].operation) == 0);
		if (rows[i].first_id != NULL)
			ROW(rows[i].path, ids.count > 0 &&
				strcmp(ids.id[0].value, rows[i].first_id) == 0);
		else if (op != NULL)
			ROW(rows[i].path, ids.count == 0);
	}
}

static void
each_row_is_reached_by_its_own_path(void **state)
{
	size_t offered = 0;

	(void)state;
	for (const struct api_op *op = api_operations; op->name != NULL; op++) {
		char path[256], methods[HTTP_METHODS_SIZE];
		char *to = stpcpy(path, api_service_root(op->service));
		const struct api_op *row;

		assert_true(route_offers(op, true));
		for (const char *s = op->path; *s != '\0'; s++)
			if (*s == '{') {
				*to++ = 'X';
				s += strcspn(s, "}");
			} else {
				*to++ = *s;
			}
		*to = '\0';
		row = route_find(path, true);
		ROW(op->name, row != NULL);
		ROW(op->name, route_method(row, op->method, true) == op);
		ROW(op->name, strstr(route_methods(row, true, methods), op->method) != NULL);
		offered += route_offers(op, false);
	}
	assert_int_equal(offered, API_PUBLISHED);
}

static void
methods_are_listed(void **state)
{
	char methods[HTTP_METHODS_SIZE];
	const struct api_op *row = route_find("/sentinelone/web/api/v2.1/users/1", true);

	(void)state;
	assert_non_null(row);
	assert_string_equal(route_methods(row, true, methods), "GET, HEAD, PUT, DELETE");
	row = route_find("/admin/v1/users/directorysync", true);
	assert_non_null(row);
	assert_string_equal(route_methods(row, true, methods), "GET, HEAD");
}

static void
long_ids_match_nothing(void **state)
{
	char path[128] = "/admin/v1/users/";

	(void)state;
	memset(path + strlen(path), 'x', ROUTE_ID_SIZE - 1);
	assert_non_null(route_find(path, false));
	strcat(path, "x");
	assert_null(route_find(path, false));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths),
		cmocka_unit_test(each_row_is_reached_by_its_own_path),
		cmocka_unit_test(methods_are_listed),
		cmocka_unit_test(long_ids_match_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
