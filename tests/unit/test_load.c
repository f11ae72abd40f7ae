/* SPDX-License-Identifier: MIT */
/* Configuration files as a whole: what belongs together, lines, dumps, damage, owner and mode. */
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "conf/conf.h"
#include "tests/rounds.h"
#include "tests/unit/conf_text.h"

#define MUTATIONS 3000
#define ADMIN	  "admin: { ikey = \"I\"; skey_file = \"/s\"; }; "
#define AUTH	  "auth: { ikey = \"J\"; skey_file = \"/t\"; }; "
#define GOOD	  "duo: { host = \"h\"; " ADMIN "};\n"

/* libconfig forgets a string or two when it meets a syntax error; that is not what is tested. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libconfig.so\n";
}

static struct conf_faults faults;
static char folder[] = "/tmp/doorward-load-XXXXXX";
static char path[64];
static char other[64];

static int
group_setup(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	(void)snprintf(path, sizeof(path), "%s/doorward.conf", folder);
	(void)snprintf(other, sizeof(other), "%s/other", folder);
	return 0;
}

static int
group_teardown(void **state)
{
	(void)state;
	return rmdir(folder);
}

static int
teardown(void **state)
{
	(void)state;
	(void)unlink(path);
	(void)unlink(other);
	return 0;
}

static void
write_file(const char *text, size_t len, mode_t mode)
{
	int fd;

	(void)unlink(path); /* it may be read-only */
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, len), len);
	assert_int_equal(fchmod(fd, mode), 0);
	assert_int_equal(close(fd), 0);
}

static void
what_belongs_together(void **state)
{
	static const struct {
		const char *name, *text, *fault; /* NULL = taken */
		unsigned line;
	} rows[] = {
		{ "both applications", "duo: { host = \"h\"; " ADMIN AUTH "};", NULL, 0 },
		{ "admin alone", "duo: { host = \"h\"; " ADMIN "};", NULL, 0 },
		{ "auth alone", "duo: { host = \"h\"; " AUTH "};", NULL, 0 },
		{ "neither", "duo: { host = \"h\"; };", "duo.admin or duo.auth must be set", 0 },
		{ "neither, written out", "duo: { host = \"h\"; admin: { ikey = \"\"; }; };",
			"duo.admin or duo.auth must be set", 0 },
		{ "no host", "duo: {\n" ADMIN "};", "duo.host: must be set", 0 },
		{ "empty host", "duo: {\nhost = \"\"; " ADMIN "};", "duo.host: must be set", 2 },
		{ "key without file", "duo: { host = \"h\";\n admin: { ikey = \"I\"; }; };",
			"duo.admin.ikey: is set and duo.admin.skey_file is not", 2 },
		{ "file without key", "duo: { host = \"h\";\n\n auth: { skey_file = \"/s\"; }; };",
			"duo.auth.skey_file: is set and duo.auth.ikey is not", 3 },
		{ "deadlines in order", GOOD "deadline: { broker = 1; api = 0.999; };", NULL, 0 },
		{ "deadlines alike", GOOD "deadline: { broker = 1; api = 1.0; };", "deadline.api",
			2 },
		{ "the default of the other counts", GOOD "deadline: {\n api = 4; };",
			"deadline.api", 3 },
		{ "a faulty value is not judged again", GOOD "deadline: {\n broker = 0; };",
			"deadline.broker: must be", 3 },
		{ "mapping", GOOD "map: { template = \"%u\";\nusers = [ \"x\" ]; };",
			"map.users: entry 1", 3 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_conf c = NULL;
		int rc = conf_parse(rows[i].text, "t", &c, &faults);

		ROW(rows[i].name, (rc == 0) == (rows[i].fault == NULL));
		if (rc == 0)
			continue;
		ROW(rows[i].name, faults.count == 1);
		ROW(rows[i].name, faults.fault[0].line == rows[i].line);
		ROW(rows[i].name, strstr(faults.fault[0].msg, rows[i].fault) != NULL);
	}
}

/* Lists and lines, both ways of writing them, and how far a list goes. */
static void
lists(void **state)
{
	auto_text_buf text = { 0 }, value = { 0 };
	auto_conf array = NULL;
	auto_conf list = NULL;

	(void)state;
	(void)conf_text_one(&text, "login.exempt_users", "[ \"a\", \"b\" ]");
	assert_int_equal(conf_parse(text.data, "t", &array, &faults), 0);
	assert_int_equal(array->login.exempt_users.count, 2);
	text_buf_clear(&text);
	(void)conf_text_one(&text, "login.exempt_users", "( \"a\",\n\"b\" )");
	assert_int_equal(conf_parse(text.data, "t", &list, &faults), 0);
	assert_int_equal(list->login.exempt_users.count, 2);
	text_buf_clear(&text);
	text_buf_puts(&value, "[ \"u\"");
	for (int i = 1; i < NAMES_MAX; i++)
		text_buf_puts(&value, ", \"u\"");
	text_buf_puts(&value, " ]");
	(void)conf_text_one(&text, "login.exempt_users", value.data);
	conf_free(take_ptr(list));
	assert_int_equal(conf_parse(text.data, "t", &list, &faults), 0);
	assert_int_equal(list->login.exempt_users.count, NAMES_MAX);
	text_buf_clear(&text);
	value.data[value.len - 1] = ',';
	text_buf_puts(&value, "\"u\" ]");
	(void)conf_text_one(&text, "login.exempt_users", value.data);
	conf_free(take_ptr(list));
	assert_int_equal(conf_parse(text.data, "t", &list, &faults), -1);
	assert_non_null(strstr(faults.fault[0].msg, "at most 4096 entries, not 4097"));
}

static void
faults_beyond_the_limit_are_counted(void **state)
{
	auto_text_buf text = { 0 };
	struct conf *c = NULL;

	(void)state;
	/* the host is missing (line 0), and the lines come in order */
	for (int i = 0; i < 200; i++)
		text_buf_printf(&text, "unknown%d = 1;\n", i);
	assert_int_equal(conf_parse(text.data, "t", &c, &faults), -1);
	assert_int_equal(faults.count, 202);
	assert_int_equal(faults.fault[0].line, 0);
	assert_int_equal(faults.fault[1].line, 0);
	for (unsigned i = 2; i < CONF_FAULTS_MAX; i++)
		assert_int_equal(faults.fault[i].line, i - 1);
}

static void
damage_of_numbers(void **state)
{
	static const char *const values[] = { "4294968296", "2147483648", "-2147483649",
		"0x1000003e8", "99999999999999999999", "9223372036854775808L",
		"18446744073709552616L" };

	(void)state;
	for (size_t i = 0; i < COUNT(values); i++) {
		auto_text_buf text = { 0 };
		struct conf *c = NULL;
		unsigned line = conf_text_one(&text, "login.min_uid", values[i]);

		ROW(values[i], conf_parse(text.data, "t", &c, &faults) == -1);
		ROW(values[i], faults.count == 1 && faults.fault[0].line == line);
		ROW(values[i], strstr(faults.fault[0].msg, "a number is too large") != NULL);
	}
}

/* What stands in a comment or a string is neither a number nor a directive. */
static void
comments_and_strings_are_left_alone(void **state)
{
	static const char text[] =
		"# 99999999999 @include \"x\" \\x00 { { { { { { { { { {\n"
		"// /* not a comment's beginning\n"
		"/* 99999999999\n * \" not a string's\n */\n"
		"duo: { host = \"h\"; /* \" */ ca_file = \"/99999999999/[[[[[[[[[[/#/*//\"; \n"
		"admin: { ikey = \"I\"; skey_file = \"/s\\\\\"; }; }; # end\n"
		"map: { template = \"%u\\x41\"\n\t\"@99999999999\"; };";
	auto_conf c = NULL;

	(void)state;
	if (conf_parse(text, "t", &c, &faults) != 0)
		fail_msg("%s", faults.fault[0].msg);
	assert_string_equal(c->duo.ca_file, "/99999999999/[[[[[[[[[[/#/*//");
	assert_string_equal(c->duo.admin.skey_file, "/s\\");
	assert_string_equal(c->map_template, "%uA@99999999999");
}

static char *
dump(const struct conf *c)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);

	assert_non_null(f);
	assert_int_equal(conf_dump(c, f), 0);
	assert_int_equal(fclose(f), 0);
	return text;
}

static void
a_dump_is_read_back(void **state)
{
	auto_text_buf text = { 0 };
	auto_conf first = NULL;
	auto_conf second = NULL;
	auto_str first_dump = NULL;
	auto_str second_dump = NULL;

	(void)state;
	conf_text_all(&text);
	if (conf_parse(text.data, "t", &first, &faults) != 0)
		fail_msg("%s", faults.fault[0].msg);
	for (size_t i = 0; i < conf_sample_count; i++) {
		struct text_buf value = conf_value(conf_samples[i].key, first);

		assert_string_equal(value.data, conf_samples[i].good);
		text_buf_clear(&value);
	}
	first_dump = dump(first);
	assert_null(strstr(first_dump, "; # default")); /* rows of the table may be */
	if (conf_parse(first_dump, "t", &second, &faults) != 0)
		fail_msg("%s", faults.fault[0].msg);
	second_dump = dump(second);
	assert_string_equal(first_dump, second_dump);
}

#define PROFILES                                                                                   \
	"profiles: {\nreader: {\nduo: { host = \"b.example\"; admin: { ikey = \"DIR\"; "              \
	"skey_file = \"/r\"; }; };\n};\n"                                                           \
	"helpdesk: { sentinelone: { base = \"https://t.example\"; token_file = \"/t\"; }; "          \
	"allthenticate: { base = \"https://a.example/v1\"; key_file = \"/k\"; header = \"X\"; }; "     \
	"};\n};\n"

static void
profiles_replace_connections_whole(void **state)
{
	auto_text_buf text = { 0 };
	auto_conf c = NULL;
	auto_conf again = NULL;
	auto_str before = NULL;
	auto_str after = NULL;
	struct err e = { 0 };

	(void)state;
	conf_text_all(&text);
	text_buf_puts(&text, PROFILES);
	if (conf_parse(text.data, "t", &c, &faults) != 0)
		fail_msg("%s", faults.fault[0].msg);
	assert_int_equal(c->profiles.count, 2);
	assert_null(c->profile);
	before = dump(c);
	assert_non_null(strstr(before, "\nprofiles: {\n\treader: {\n\t\tduo: {\n"));
	assert_non_null(strstr(before, "\thelpdesk: {\n\t\tallthenticate: {\n"));
	if (conf_parse(before, "t", &again, &faults) != 0)
		fail_msg("%s\n%s", faults.fault[0].msg, before);
	after = dump(again);
	assert_string_equal(before, after);

	assert_int_equal(conf_use_profile(c, "nobody", &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
	assert_non_null(strstr(e.msg, "reader, helpdesk"));
	assert_string_equal(c->duo.host, "api-12345678.example.com");

	assert_int_equal(conf_use_profile(c, "reader", &e), 0);
	assert_string_equal(c->profile, "reader");
	assert_string_equal(c->duo.host, "b.example");
	assert_string_equal(c->duo.admin.ikey, "DIR");
	assert_string_equal(c->duo.auth.ikey, "");     /* not the unnamed one's */
	assert_int_equal(c->duo.port, 443);	       /* nor its port */
	assert_string_equal(c->sentinelone.base, "");  /* not set: not configured */
	assert_string_equal(c->allthenticate.base, "");
	assert_int_equal(c->cache.fresh_ms, 125);      /* everything else stays */
}

static void
a_configuration_without_profiles_says_so(void **state)
{
	auto_text_buf text = { 0 };
	auto_conf c = NULL;
	struct err e = { 0 };

	(void)state;
	conf_text_all(&text);
	assert_int_equal(conf_parse(text.data, "t", &c, &faults), 0);
	assert_int_equal(conf_use_profile(c, "reader", &e), -1);
	assert_non_null(strstr(e.msg, "has none"));
}

static void
profiles_are_counted(void **state)
{
	(void)state;
	for (int more = 0; more <= 1; more++) {
		auto_text_buf text = { 0 };
		auto_conf c = NULL;

		conf_text_all(&text);
		text_buf_puts(&text, "profiles: {\n");
		for (int i = 0; i < CONF_PROFILES_MAX + more; i++)
			text_buf_printf(&text, "p%d: { sentinelone: { base = \"https://a\"; "
					       "token_file = \"/t\"; }; };\n", i);
		text_buf_puts(&text, "};\n");
		assert_int_equal(conf_parse(text.data, "t", &c, &faults), -more);
		assert_int_equal(faults.count, more);
	}
}

/* The example is a configuration; with every comment mark of an option taken off, still. */
static void
the_example_is_a_configuration(void **state)
{
	auto_conf as_it_is = NULL;
	auto_conf uncommented = NULL;
	auto_str example = NULL;
	auto_str first = NULL;
	auto_str second = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&example, &size);

	(void)state;
	assert_non_null(f);
	assert_int_equal(conf_example(f), 0);
	assert_int_equal(fclose(f), 0);
	if (conf_parse(example, "t", &as_it_is, &faults) != 0)
		fail_msg("%s", faults.fault[0].msg);
	for (char *p = example; (p = strchr(p, '#')) != NULL; p++)
		if (p[1] >= 'a' && p[1] <= 'z')
			*p = ' ';
	if (conf_parse(example, "t", &uncommented, &faults) != 0)
		fail_msg("%s", faults.fault[0].msg);
	first = dump(as_it_is);
	second = dump(uncommented);
	/* a profile is no option with a default: it is there or it is not */
	assert_null(strstr(first, "profiles"));
	assert_non_null(strstr(second, "\nprofiles: {\n\treader: {\n"));
	strstr(second, "\nprofiles: {")[0] = '\0';
	assert_string_equal(first, second);
}

static void
writing_that_fails_is_told(void **state)
{
	auto_conf c = conf_defaults();
	FILE *f = fopen("/dev/full", "we");

	(void)state;
	if (f == NULL)
		skip();
	assert_int_equal(conf_dump(c, f), -1);
	clearerr(f);
	assert_int_equal(conf_example(f), -1);
	(void)fclose(f);
}

/* Parses damaged text: any answer is right that keeps its promises. */
static void
parse_damaged(const char *text)
{
	struct conf *c = NULL;

	if (conf_parse(text, "t", &c, &faults) == 0) {
		assert_int_equal(faults.count, 0);
		assert_non_null(c);
		conf_free(c);
		return;
	}
	assert_null(c);
	assert_true(faults.count > 0);
	for (size_t i = 0; i < faults.count && i < CONF_FAULTS_MAX; i++) {
		const char *msg = faults.fault[i].msg;

		assert_true(strncmp(msg, "t:", 2) == 0);
		assert_true(text_is_utf8(msg, strlen(msg)));
		assert_true(i == 0 || faults.fault[i - 1].line <= faults.fault[i].line);
		for (; *msg != '\0'; msg++)
			assert_true((unsigned char)*msg >= 0x20);
	}
}

static void
every_truncation(void **state)
{
	auto_text_buf text = { 0 };

	(void)state;
	conf_text_all(&text);
	for (size_t len = text.len, step = text.len / rounds((unsigned)text.len); len >= step;) {
		len -= step;
		text.data[len] = '\0';
		parse_damaged(text.data);
	}
}

static void
random_mutations(void **state)
{
	static const char *const pieces[] = { "\"", "{", "}", "[", "]", "(", ")", ";", "=", ":",
		"/*", "*/", "//", "#", "\n", "\\", "\\x", "\\x00", "@include \"/dev/zero\"",
		"\n@include",
		"99999999999999999999", "1e999", "-", "0x", "L", ".", "\xff", "\xc3", "true", "duo",
		"duo: {", "\x01", "\r", "\f", "%", "[ [", "{ {", "\"\"", "1.", "+", "*" };
	auto_text_buf whole = { 0 };
	unsigned seed = 20261121;

	(void)state;
	conf_text_all(&whole);
	for (int round = 0; round < (int)rounds(MUTATIONS); round++) {
		auto_text_buf text = { 0 };
		size_t from = 0;

		for (int cut = rand_r(&seed) % 4; cut >= 0; cut--) {
			size_t at = from + (size_t)rand_r(&seed) % (whole.len - from + 1);
			size_t skip = (size_t)rand_r(&seed) % 8;

			text_buf_add(&text, whole.data + from, at - from);
			text_buf_puts(&text, pieces[(size_t)rand_r(&seed) % COUNT(pieces)]);
			from = at + skip < whole.len ? at + skip : whole.len;
		}
		text_buf_add(&text, whole.data + from, whole.len - from);
		if (round % 3 == 0)
			text.data[(size_t)rand_r(&seed) % text.len] =
				(char)(1 + rand_r(&seed) % 255);
		parse_damaged(text.data);
	}
}

static void
monsters(void **state)
{
	static const char *const bits[] = { "a:{", "(", "[", "a=", "\"", "/*", "1", "-", "a", "\\",
		"\n", "duo:{", "@include ", ";", "\"\" " };

	(void)state;
	for (size_t i = 0; i < COUNT(bits); i++) {
		auto_text_buf text = { 0 };

		text_buf_puts(&text, i % 2 == 0 ? "" : "x = ");
		while (text.len + strlen(bits[i]) <= CONF_SIZE_MAX)
			text_buf_puts(&text, bits[i]);
		parse_damaged(text.data);
	}
}

static void
assert_not_loaded(const char *file, const char *why)
{
	struct conf *c = NULL;

	assert_int_equal(conf_load(file, &c, &faults), -1);
	assert_null(c);
	assert_int_equal(faults.count, 1);
	assert_int_equal(faults.fault[0].line, 0);
	if (strstr(faults.fault[0].msg, why) == NULL || strstr(faults.fault[0].msg, file) == NULL)
		fail_msg("%s", faults.fault[0].msg);
}

static void
files_that_are_trusted(void **state)
{
	auto_text_buf text = { 0 };

	(void)state;
	conf_text_all(&text);
	for (mode_t mode = 0400; mode <= 0755; mode += mode == 0400 ? 0244 : 0111) {
		auto_conf c = NULL;

		if ((mode & 022) != 0)
			continue;
		write_file(text.data, text.len, mode);
		assert_int_equal(conf_load(path, &c, &faults), 0);
		assert_int_equal(faults.count, 0);
		assert_string_equal(c->duo.host, "api-12345678.example.com");
	}
	write_file("x = 1;\n", 7, 0644);
	{
		struct conf *c = NULL;

		assert_int_equal(conf_load(path, &c, &faults), -1);
		assert_true(strncmp(faults.fault[2].msg, path, strlen(path)) == 0);
		assert_non_null(strstr(faults.fault[2].msg, ":1: x: is no option"));
	}
}

static void
files_that_are_not_trusted(void **state)
{
	auto_text_buf text = { 0 };

	(void)state;
	assert_not_loaded(path, "No such file");
	conf_text_all(&text);
	write_file(text.data, text.len, 0666);
	assert_not_loaded(path, "chmod go-w");
	write_file(text.data, text.len, 0664);
	assert_not_loaded(path, "chmod go-w");
	write_file(text.data, text.len, 0644);
	assert_int_equal(symlink(path, other), 0);
	assert_not_loaded(other, "symbolic link");
	assert_not_loaded(folder, "regular file");
	if (geteuid() == 0) {
		assert_int_equal(chown(path, 1501, 1501), 0);
		assert_not_loaded(path, "chown root");
	}
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0); /* must not wait for a writer */
	assert_not_loaded(path, "regular file");
}

static void
files_are_bounded(void **state)
{
	auto_text_buf text = { 0 };
	struct conf *c = NULL;

	(void)state;
	conf_text_all(&text);
	while (text.len < CONF_SIZE_MAX)
		text_buf_puts(&text, "\n");
	write_file(text.data, text.len, 0644);
	assert_int_equal(conf_load(path, &c, &faults), 0);
	conf_free(c);
	text_buf_puts(&text, "\n");
	write_file(text.data, text.len, 0644);
	assert_not_loaded(path, "longer than 262144 bytes");
}

static void
nul_bytes_have_a_line(void **state)
{
	struct conf *c = NULL;

	(void)state;
	write_file("# a\n# b\n# c\0d\n", 14, 0644);
	assert_int_equal(conf_load(path, &c, &faults), -1);
	assert_int_equal(faults.count, 1);
	assert_int_equal(faults.fault[0].line, 3);
	assert_non_null(strstr(faults.fault[0].msg, "holds a NUL byte"));
	write_file("\xff\xfe#\0 \0a\0\n\0", 10, 0644);
	assert_int_equal(conf_load(path, &c, &faults), -1);
	assert_non_null(strstr(faults.fault[0].msg, "UTF-16"));
}

#define TEST(function) cmocka_unit_test_teardown(function, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_belongs_together),
		TEST(lists),
		TEST(faults_beyond_the_limit_are_counted),
		TEST(damage_of_numbers),
		TEST(comments_and_strings_are_left_alone),
		TEST(a_dump_is_read_back),
		TEST(profiles_replace_connections_whole),
		TEST(a_configuration_without_profiles_says_so),
		TEST(profiles_are_counted),
		TEST(the_example_is_a_configuration),
		TEST(writing_that_fails_is_told),
		TEST(every_truncation),
		TEST(random_mutations),
		TEST(monsters),
		TEST(files_that_are_trusted),
		TEST(files_that_are_not_trusted),
		TEST(files_are_bounded),
		TEST(nul_bytes_have_a_line),
	};

	return cmocka_run_group_tests_name("load", tests, group_setup, group_teardown);
}
