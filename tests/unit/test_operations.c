/* SPDX-License-Identifier: MIT */
/* Walks every row of the operation table: a broken row does not get past here. */
#include "tests/unit/unit.h"

#include "api/operation.h"

/* The names, methods, paths and titles that are published, in their order. */
#define PUBLISHED DATA_DIR "/published_operations.tsv"

static void
published_rows_come_first_and_unchanged(void **state)
{
	const struct api_op *op = api_operations;
	FILE *f = fopen(PUBLISHED, "re");
	char line[512];
	int count = 0;

	(void)state;
	assert_non_null(f);
	for (; fgets(line, sizeof(line), f) != NULL; op++, count++) {
		char row[512];

		assert_non_null(op->name);
		(void)snprintf(row, sizeof(row), "%s\t%s\t%s\t%s\n", op->name, op->method, op->path,
			op->title);
		assert_string_equal(row, line);
	}
	(void)fclose(f);
	assert_int_equal(count, API_PUBLISHED);
}

static void
further_rows_exist(void **state)
{
	static const char *const names[] = { "listbypasscodes", "getbypasscode", "deletebypasscode",
		"deletegroup", "listphones", "getphone", "createphone", "deletephone", "listtokens",
		"gettoken", "createtoken", "deletetoken", "infosummary", "authping", "authcheck",
		"authpreauth", "authauth", "authstatus",
		"allthenticate_modifyallusernames", "allthenticate_modifyrank",
		"allthenticate_getsmartcards", "allthenticate_modifysmartcard",
		"allthenticate_multipleusers", "allthenticate_promoteguest",
		"allthenticate_togglesuspension", "allthenticate_deleteuser",
		"allthenticate_getuser", "sentinelone_listusers", "sentinelone_getuser",
		"sentinelone_updateuser", "sentinelone_deleteuser", "sentinelone_getme",
		"sentinelone_listroles", "sentinelone_listaccounts", "sentinelone_listsites",
		"sentinelone_systemstatus" };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		ROW(names[i], api_op_find(names[i]) != NULL);
		ROW(names[i], api_op_find(names[i]) == &api_operations[32 + i]);
	}
	assert_null(api_operations[32 + COUNT(names)].name);
	assert_null(api_op_find("nosuchoperation"));
	assert_null(api_op_by_command("user explode"));
}

/* What holds for the rows of every service. */
static void
check_row(const struct api_op *op)
{
	bool get = strcmp(op->method, "GET") == 0;

	ROW(op->name, op->name[0] != '\0' && op->title != NULL && op->title[0] != '\0');
	ROW(op->name,
		strspn(op->name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(op->name));
	ROW(op->name, get || strcmp(op->method, "POST") == 0 || strcmp(op->method, "PUT") == 0 ||
			      strcmp(op->method, "DELETE") == 0);
	ROW(op->name, op->params != NULL);
	/* what reads is GET, apart from preauth; what deletes is destructive */
	ROW(op->name, get ? op->risk == API_READ
			  : op->risk != API_READ || strcmp(op->name, "authpreauth") == 0);
	ROW(op->name, strcmp(op->method, "DELETE") != 0 || op->risk == API_DESTRUCTIVE);
	ROW(op->name, (op->flags & API_CONSUMES) == 0 || strcmp(op->method, "POST") == 0);
	ROW(op->name, (op->flags & API_PAGED) == 0 || get);
	ROW(op->name, (op->permission == NULL) || op->application != API_NONE);
	ROW(op->name, api_op_find(op->name) == op);
	for (const struct api_op *other = op + 1; other->name != NULL; other++) {
		ROW(op->name, strcmp(op->name, other->name) != 0);
		ROW(op->name, op->service != other->service ||
				      strcmp(op->path, other->path) != 0 ||
				      strcmp(op->method, other->method) != 0);
	}
}

/* What tells the rows of one service from those of another. */
static void
check_service_of(const struct api_op *op)
{
	bool auth = strncmp(op->path, "/auth/v2/", 9) == 0;
	const char *service = api_service_name(op->service);

	if (op->service == API_DUO) {
		ROW(op->name, strchr(op->name, '_') == NULL);
		ROW(op->name, auth || strncmp(op->path, "/admin/v", 8) == 0);
		ROW(op->name, (op->application == API_ADMIN) == !auth);
		ROW(op->name, op->application != API_KEY);
		ROW(op->name, (op->permission == NULL) == (op->application == API_NONE));
		return;
	}
	ROW(op->name, strncmp(op->name, service, strlen(service)) == 0);
	ROW(op->name, op->name[strlen(service)] == '_');
	ROW(op->name, op->application == API_KEY ||
			      strcmp(op->name, "sentinelone_systemstatus") == 0);
	ROW(op->name, op->command == NULL || strncmp(op->command, service, strlen(service)) == 0);
	ROW(op->name, op->service != API_SENTINELONE ||
			      strncmp(op->path, "/web/api/v2.1/", 14) == 0);
}

static void
rows_are_complete(void **state)
{
	(void)state;
	for (const struct api_op *op = api_operations; op->name != NULL; op++) {
		check_row(op);
		check_service_of(op);
	}
}

static void
commands_are_unique_words(void **state)
{
	(void)state;
	for (const struct api_op *op = api_operations; op->name != NULL; op++) {
		if (op->command == NULL)
			continue;
		ROW(op->name, api_op_by_command(op->command) == op);
		ROW(op->name,
			strspn(op->command, "abcdefghijklmnopqrstuvwxyz ") == strlen(op->command));
	}
}

static void
judgements_stand(void **state)
{
	static const struct {
		const char *name;
		enum api_risk risk;
		unsigned flags;
	} rows[] = {
		{ "listusers", API_READ, API_PAGED },
		{ "updateuser", API_WRITE, 0 },
		{ "createuserbypasscodes", API_DESTRUCTIVE, API_SECRET_ANSWER },
		{ "enrolluser", API_WRITE, API_SECRET_ANSWER },
		{ "bulksenduserstotrash", API_DESTRUCTIVE, 0 },
		{ "bulkoperations", API_DESTRUCTIVE, 0 },
		{ "sendverificationpush", API_WRITE, 0 },
		{ "authpreauth", API_READ, 0 },
		{ "authauth", API_WRITE, API_CONSUMES },
		{ "authstatus", API_READ, API_LONG_POLL },
		{ "allthenticate_togglesuspension", API_DESTRUCTIVE, API_MAYBE_EMPTY },
		{ "allthenticate_modifyallusernames", API_DESTRUCTIVE, 0 },
		{ "allthenticate_getsmartcards", API_READ, API_SECRET_ANSWER },
		{ "allthenticate_getuser", API_READ, API_SECRET_ANSWER },
		{ "sentinelone_updateuser", API_WRITE, 0 },
		{ "sentinelone_listusers", API_READ, API_PAGED },
	};
	static const char *const secrets[][2] = { { "createuserbypasscodes", "codes" },
		{ "authauth", "passcode" }, { "createtoken", "secret" },
		{ "createtoken", "aes_key" }, { "createtoken", "private_id" },
		{ "authpreauth", "trusted_device_token" },
		{ "allthenticate_modifysmartcard", "smartcards" } };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct api_op *op = api_op_find(rows[i].name);

		ROW(rows[i].name, op->risk == rows[i].risk);
		ROW(rows[i].name, op->flags == rows[i].flags);
	}
	for (size_t i = 0; i < COUNT(secrets); i++) {
		const struct api_param *p =
			api_param_find(api_op_find(secrets[i][0]), secrets[i][1]);

		ROW(secrets[i][1], p != NULL && (p->flags & API_SECRET) != 0);
	}
}

/* Every {name} in a path is a parameter with API_PATH, and the other way round. */
static void
paths_and_parameters_agree(void **state)
{
	(void)state;
	for (const struct api_op *op = api_operations; op->name != NULL; op++) {
		size_t in_path = 0, declared = 0;

		for (const char *p = strchr(op->path, '{'); p != NULL; p = strchr(p + 1, '{')) {
			const struct api_param *param;
			char name[64];

			(void)snprintf(name, sizeof(name), "%.*s", (int)strcspn(p + 1, "}"), p + 1);
			param = api_param_find(op, name);
			ROW(op->name, param != NULL && (param->flags & API_PATH) != 0);
			in_path++;
		}
		for (const struct api_param *p = op->params; p->name != NULL; p++)
			declared += (p->flags & API_PATH) != 0 ? 1 : 0;
		ROW(op->name, in_path == declared);
	}
}

/* Does a list of names separated by '|' hold this one? */
static bool
has_word(const char *list, const char *word)
{
	char around_list[256], around_word[80];

	(void)snprintf(around_list, sizeof(around_list), "|%s|", list != NULL ? list : "");
	(void)snprintf(around_word, sizeof(around_word), "|%s|", word);
	return strstr(around_list, around_word) != NULL;
}

static void
check_excludes(const struct api_op *op, const struct api_param *p)
{
	char list[256], *save = NULL;

	(void)snprintf(list, sizeof(list), "%s", p->excludes != NULL ? p->excludes : "");
	for (char *name = strtok_r(list, "|", &save); name != NULL;
		name = strtok_r(NULL, "|", &save)) {
		const struct api_param *other = api_param_find(op, name);

		ROW(op->name, other != NULL && other != p);
		if (strcmp(other->excludes != NULL ? other->excludes : "", "") == 0 ||
			!has_word(other->excludes, p->name))
			fail_msg("%s: %s excludes %s, but not the other way round", op->name,
				p->name, name);
	}
}

static void
check_param(const struct api_op *op, const struct api_param *p)
{
	bool list = p->type == API_JSON_LIST || p->type == API_CSV;
	bool ranged = p->type == API_INTEGER || list;

	ROW(op->name, p->name[0] != '\0');
	ROW(p->name, p->help != NULL && strlen(p->help) > 5 && strlen(p->help) < 140);
	ROW(p->name, p->help[strlen(p->help) - 1] != '.');
	ROW(p->name, p->min <= p->max);
	ROW(p->name, ranged ? p->max > 0 : p->min == 0 && p->max == 0);
	/* an empty list replaces everything by nothing, which only one service offers */
	ROW(p->name, !list || p->min >= 1 || op->service == API_ALLTHENTICATE);
	ROW(p->name, (p->type == API_CHOICE) == (p->choices != NULL));
	ROW(p->name,
		p->choices == NULL || (p->choices[0] != '\0' && strstr(p->choices, "||") == NULL));
	ROW(p->name, p->choices == NULL || p->default_value == NULL ||
			     has_word(p->choices, p->default_value));
	ROW(p->name, (p->flags & API_PATH) == 0 || p->type == API_STRING || p->type == API_ID);
	ROW(p->name, op->service != API_SENTINELONE || p->type == API_ID ||
			     strcmp(p->name, "user_id") != 0);
	ROW(p->name, (p->flags & API_ARRAY) == 0 || p->type == API_JSON_LIST);
	ROW(p->name, api_param_find(op, p->name) == p);
	for (const struct api_param *other = p + 1; other->name != NULL; other++)
		ROW(p->name, strcmp(p->name, other->name) != 0);
	check_excludes(op, p);
}

static void
parameters_are_sane(void **state)
{
	size_t params = 0;

	(void)state;
	for (const struct api_op *op = api_operations; op->name != NULL; op++) {
		for (const struct api_param *p = op->params; p->name != NULL; p++, params++)
			check_param(op, p);
		ROW(op->name,
			((op->flags & API_PAGED) != 0) == (api_param_find(op, "limit") != NULL));
		ROW(op->name,
			((op->flags & API_PAGED) != 0) ==
				(api_param_find(op, op->service == API_SENTINELONE ? "cursor"
										   : "offset") !=
					NULL));
	}
	assert_true(params > 120);
}

static void
names_with_a_star_stand_for_many(void **state)
{
	const struct api_op *op = api_op_find("createuser");

	(void)state;
	assert_non_null(api_param_find(op, "custom_attributes.badge"));
	assert_null(api_param_find(op, "custom_attributes."));
	assert_null(api_param_find(op, "custom_attribute"));
	assert_null(api_param_find(op, "user"));
	assert_null(api_param_find(op, "usernames"));
}

/* What the services document, one parameter a line: method, path, name, place, 1 when required,
 * type, choices. */
#define DOCUMENTED DATA_DIR "/duo_parameters.tsv"

static const struct api_op *
find_by_path(const char *method, const char *path)
{
	for (const struct api_op *op = api_operations; op->name != NULL; op++)
		if (op->service == API_DUO && strcmp(op->method, method) == 0 &&
			strcmp(op->path, path) == 0)
			return op;
	return NULL;
}

static bool
is_type(const struct api_param *p, const char *type)
{
	if (strcmp(type, "integer") == 0)
		return p->type == API_INTEGER || p->type == API_CHOICE; /* 1|0 */
	if (strcmp(type, "boolean") == 0)
		return p->type == API_BOOLEAN;
	if (strcmp(type, "list") == 0)
		return p->type == API_JSON_LIST;
	if (strcmp(type, "csv") == 0)
		return p->type == API_CSV;
	return strcmp(type, "string") == 0 && (p->type == API_STRING || p->type == API_CHOICE ||
		p->type == API_INTEGER);
}

static void
every_documented_parameter_is_there(void **state)
{
	FILE *f = fopen(DOCUMENTED, "re");
	char line[1024];
	int count = 0;

	(void)state;
	assert_non_null(f);
	for (; fgets(line, sizeof(line), f) != NULL; count++) {
		char *rest = line, *field[7];
		const struct api_param *p;
		const struct api_op *op;
		bool required;

		line[strcspn(line, "\n")] = '\0';
		for (size_t i = 0; i < COUNT(field); i++) {
			field[i] = strsep(&rest, "\t");
			assert_non_null(field[i]);
		}
		op = find_by_path(field[0], field[1]);
		ROW(field[1], op != NULL);
		p = api_param_find(op, field[2]);
		if (p == NULL)
			fail_msg("%s has no parameter %s", op->name, field[2]);
		required = (p->flags & (API_REQUIRED | API_PATH)) != 0;
		if (((p->flags & API_PATH) != 0) != (strcmp(field[3], "path") == 0) ||
			(p->excludes == NULL && required != (field[4][0] == '1')) ||
			!is_type(p, field[5]) ||
			(field[6][0] != '-' &&
				(p->choices == NULL || strcmp(p->choices, field[6]) != 0)))
			fail_msg("%s: %s is documented differently: %s, required %s, %s, %s",
				op->name, field[2], field[3], field[4], field[5], field[6]);
	}
	(void)fclose(f);
	assert_int_equal(count, 179);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_rows_come_first_and_unchanged),
		cmocka_unit_test(further_rows_exist),
		cmocka_unit_test(rows_are_complete),
		cmocka_unit_test(commands_are_unique_words),
		cmocka_unit_test(judgements_stand),
		cmocka_unit_test(paths_and_parameters_agree),
		cmocka_unit_test(parameters_are_sane),
		cmocka_unit_test(names_with_a_star_stand_for_many),
		cmocka_unit_test(every_documented_parameter_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
