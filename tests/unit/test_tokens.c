/* SPDX-License-Identifier: MIT */
/* The token file: what a line may say, who is found, how it is changed; and what callers may. */
#include "tests/unit/unit.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/serve/gate.h"
#include "helper/serve/tokens.h"

#define HASH "2bd806c97f0e00af1a1fc3328fa763a9269723c8db8fac4f93af71db186d6e90" /* of "alice" */

static const struct {
	const char *name, *text;
	size_t count;
	const char *fault; /* NULL = none */
} files[] = {
	{ "nothing", "", 0, NULL },
	{ "comments", "# a\n\n#b\n", 0, NULL },
	{ "one", "ci read - * " HASH "\n", 1, NULL },
	{ "no line end", "ci read - * " HASH, 1, NULL },
	{ "all rights", "a.b_c-1 destructive mcp,secrets getuser,listusers " HASH, 1, NULL },
	{ "two", "a read - * " HASH "\nb write mcp * " HASH, 2, NULL },
	{ "same name", "a read - * " HASH "\na write - * " HASH, 0, "f:2: that name" },
	{ "a field too few", "a read - " HASH, 0, "f:1: is not" },
	{ "a field too many", "a read - * " HASH " x", 0, "f:1: is not" },
	{ "two blanks", "a  read - * " HASH, 0, "f:1: " },
	{ "a tab", "a\tread - * " HASH, 0, "f:1: " },
	{ "a class", "a root - * " HASH, 0, "f:1: the class" },
	{ "a class in capitals", "a READ - * " HASH, 0, "f:1: the class" },
	{ "a permission", "a read all * " HASH, 0, "f:1: the permissions" },
	{ "a permission twice", "a read mcp,mcp * " HASH, 0, "f:1: the permissions" },
	{ "an empty permission", "a read mcp, * " HASH, 0, "f:1: the permissions" },
	{ "an operation", "a read - frobnicate " HASH, 0, "f:1: the operations" },
	{ "an empty operation", "a read - getuser, " HASH, 0, "f:1: the operations" },
	{ "a short hash", "a read - * 00", 0, "f:1: the hash" },
	{ "a name", "a/b read - * " HASH, 0, "f:1: a name" },
	{ "line ends of others", "a read - * " HASH "\r\n", 0, "f:1: the hash" },
	{ "a good line does not save a bad one", "a read - * " HASH "\nb", 0, "f:2: is not" },
};

static void
lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		auto_token_set set = { 0 };
		struct err e = { 0 };
		char text[512];
		int rc;

		(void)snprintf(text, sizeof(text), "%s", files[i].text);
		rc = tokens_parse(text, "f", &set, &e);
		ROW(files[i].name, (rc == 0) == (files[i].fault == NULL));
		ROW(files[i].name, set.count == files[i].count);
		if (files[i].fault != NULL)
			ROW(files[i].name, strstr(e.msg, files[i].fault) == e.msg);
	}
}

static void
only_the_token_itself_is_found(void **state)
{
	static const char *const others[] = { "", "alic", "alicex", "Alice", HASH };
	char text[] = "bob read - * 00000000000000000000000000000000"
		      "00000000000000000000000000000000\n"
		      "ci write secrets * " HASH "\n";
	char longer[TOKEN_LENGTH_MAX + 2] = "";
	auto_token_set set = { 0 };
	const struct token *t;
	struct err e;

	(void)state;
	assert_int_equal(tokens_parse(text, "f", &set, &e), 0);
	t = tokens_find(&set, "alice");
	assert_non_null(t);
	assert_string_equal(t->caller.name, "token:ci");
	assert_true(t->caller.secrets && !t->caller.mcp && t->caller.most == API_WRITE);
	for (size_t i = 0; i < COUNT(others); i++)
		ROW(others[i], tokens_find(&set, others[i]) == NULL);
	memset(longer, 'a', sizeof(longer) - 1);
	assert_null(tokens_find(&set, longer));
}

static const struct {
	const char *name;
	struct caller caller;
	const char *listed, *operation;
	bool may;
} asked[] = {
	{ "nobody", { .most = API_DESTRUCTIVE }, NULL, "getuser", false },
	{ "a reader reads", { .known = true }, NULL, "getuser", true },
	{ "a reader writes", { .known = true }, NULL, "updateuser", false },
	{ "a writer writes", { .known = true, .most = API_WRITE }, NULL, "updateuser", true },
	{ "a writer destroys", { .known = true, .most = API_WRITE }, NULL, "deleteuser", false },
	{ "all may be destroyed", { .known = true, .most = API_DESTRUCTIVE }, NULL, "deleteuser",
		true },
	{ "codes are another matter", { .known = true, .most = API_DESTRUCTIVE }, NULL,
		"createuserbypasscodes", false },
	{ "with permission", { .known = true, .most = API_DESTRUCTIVE, .secrets = true }, NULL,
		"createuserbypasscodes", true },
	{ "listed", { .known = true, .listed = true }, "getuser", "getuser", true },
	{ "not listed", { .known = true, .listed = true }, "getuser", "listusers", false },
	{ "a list gives no class", { .known = true, .listed = true }, "deleteuser", "deleteuser",
		false },
};

static void
what_callers_may(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(asked); i++) {
		struct caller c = asked[i].caller;
		const struct api_op *op = api_op_find(asked[i].operation);
		struct err e = { 0 };

		if (asked[i].listed != NULL)
			assert_int_equal(caller_list(&c, asked[i].listed), 0);
		ROW(asked[i].name,
			(caller_may(&c, op, op->risk, &e) == 0) == asked[i].may);
		ROW(asked[i].name, asked[i].may || e.code == ERR_PERMISSION);
	}
}

static void
add_and_revoke(void **state)
{
	char folder[] = "/tmp/doorward-tokens.XXXXXX", path[64];
	char token[TOKEN_SIZE], second[TOKEN_SIZE];
	struct token_grant grant = { "ci", "read", "-", "*" };
	struct token_set set = { 0 };
	struct err e = { 0 };
	struct stat st;

	(void)state;
	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/tokens", folder);
	assert_int_equal(tokens_revoke(path, "ci", &e), -1);
	assert_int_equal(e.code, ERR_NOT_FOUND);
	assert_int_equal(tokens_add(path, &grant, token, &e), 0);
	assert_int_equal(strlen(token), TOKEN_SIZE - 1);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(tokens_add(path, &grant, second, &e), -1);
	assert_int_equal(e.code, ERR_CONFLICT);
	for (size_t i = 0; i < 3; i++) { /* whatever would make another line of it */
		static const char *const names[] = { "a b", "a\nb", "#a" };

		grant.name = names[i];
		ROW(names[i], tokens_add(path, &grant, second, &e) == -1 && e.code == ERR_USAGE);
	}
	grant.name = "c"; /* a beginning of the other one */
	assert_int_equal(tokens_add(path, &grant, second, &e), 0);
	assert_string_not_equal(token, second);
	assert_int_equal(tokens_read(path, &set, &e), 0);
	assert_int_equal(set.count, 2);
	assert_non_null(tokens_find(&set, token));
	tokens_clear(&set);
	assert_int_equal(tokens_revoke(path, "c", &e), 0);
	assert_int_equal(tokens_read(path, &set, &e), 0);
	assert_int_equal(set.count, 1);
	assert_non_null(tokens_find(&set, token));
	assert_null(tokens_find(&set, second));
	tokens_clear(&set);
	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(tokens_read(path, &set, &e), -1);
	assert_int_equal(tokens_revoke(path, "ci", &e), -1);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0); /* nothing else is left */
}

/* A moment without descriptors must not last until the file is touched again. */
static void
a_passing_fault(void **state)
{
	char folder[] = "/tmp/doorward-tokens.XXXXXX", path[64], header[TOKEN_SIZE + 8];
	char token[TOKEN_SIZE];
	struct token_grant grant = { "ci", "read", "-", "*" }, other = { "b", "read", "-", "*" };
	struct rlimit before, none;
	struct caller caller = { .known = false };
	struct conf *conf = conf_defaults();
	struct gate *gate = NULL;
	struct err e = { 0 };

	(void)state;
	assert_non_null(conf);
	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/tokens", folder);
	free(conf->serve.token_file);
	conf->serve.token_file = path;
	assert_int_equal(tokens_add(path, &grant, token, &e), 0);
	(void)snprintf(header, sizeof(header), "Bearer %s", token);
	assert_int_equal(gate_new(conf, &gate, &e), 0);
	assert_int_equal(gate_by_token(gate, header, &caller, &e), 0);
	assert_int_equal(tokens_add(path, &other, token, &e), 0);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = (struct rlimit){ .rlim_cur = 0, .rlim_max = before.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_int_equal(gate_by_token(gate, header, &caller, &e), -1);
	assert_int_equal(e.code, ERR_CREDENTIALS);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(gate_by_token(gate, header, &caller, &e), 0);
	gate_free(gate);
	conf->serve.token_file = NULL;
	conf_free(conf);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines),
		cmocka_unit_test(only_the_token_itself_is_found),
		cmocka_unit_test(what_callers_may),
		cmocka_unit_test(add_and_revoke),
		cmocka_unit_test(a_passing_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
