/* SPDX-License-Identifier: MIT */
/* Every option: its default, its value from a file, a wrong type, a value beyond its range. */
#include "tests/unit/unit.h"

#include "base/cleanup.h"
#include "conf/options.h"
#include "tests/unit/conf_text.h"

static struct conf_faults faults;

static void
assert_value(const char *key, const struct conf *c, const char *expected)
{
	struct text_buf value = conf_value(key, c);

	if (strcmp(value.data, expected) != 0)
		fail_msg("%s is %s and not %s", key, value.data, expected);
	text_buf_clear(&value);
}

static const char *
default_of(const char *key)
{
	return option_find(key)->text;
}

static bool
is_needed(const char *key)
{
	return strcmp(key, "duo.host") == 0 || strncmp(key, "duo.admin.", 10) == 0 ||
		strncmp(key, "duo.auth.", 9) == 0;
}

static void
the_table_is_sound(void **state)
{
	(void)state;
	assert_int_equal(conf_sample_count, option_count); /* each option is tested below */
	for (size_t i = 0; i < option_count; i++) {
		const struct option *o = &options[i];
		bool ranged = o->choices == NULL && o->type != OPTION_BOOLEAN &&
			o->type != OPTION_SERVICES;
		size_t group = (size_t)(strrchr(o->key, '.') - o->key);

		ROW(o->key, conf_sample_find(o->key) != NULL);
		ROW(o->key, o->text != NULL && o->text[0] != '\0');
		ROW(o->key, o->help != NULL && strlen(o->help) < 400);
		ROW(o->key, o->help[strlen(o->help) - 1] == '.');
		ROW(o->key, !ranged || o->max > o->min);
		ROW(o->key, (o->type != OPTION_CHOICE) || o->choices != NULL);
		ROW(o->key, option_find(o->key) == o);
		ROW(o->key, !option_is_group(o->key));
		/* names of this host have rights by being listed, or the row says otherwise */
		ROW(o->key, o->trusts == (o->type == OPTION_LIST &&
			(strncmp(o->help, "Local users", 11) == 0 ||
				strncmp(o->help, "Local groups", 12) == 0)));
		for (size_t j = 0; j < i; j++)
			ROW(o->key, options[j].offset != o->offset ||
				options[j].type == OPTION_SERVICES); /* it holds the lists */
		/* rows of one group stand together, or it would be opened twice */
		for (size_t j = 0; j + 1 < i; j++)
			ROW(o->key, strncmp(options[j].key, o->key, group + 1) != 0 ||
				strncmp(options[i - 1].key, o->key, group) == 0);
	}
}

static void
defaults_are_what_the_table_says(void **state)
{
	auto_conf c = conf_defaults();

	(void)state;
	assert_non_null(c);
	for (size_t i = 0; i < option_count; i++) {
		assert_value(options[i].key, c, options[i].text);
		ROW(options[i].key, !options[i].former || !option_is_set(&options[i], c));
	}
}

/* The defaults that a site relies on, in the units of struct conf. */
static void
defaults_are_what_the_design_says(void **state)
{
	auto_conf c = conf_defaults();

	(void)state;
	assert_non_null(c);
	assert_string_equal(c->duo.host, "");
	assert_int_equal(c->duo.port, 443);
	assert_int_equal(c->duo.signature, 5);
	assert_ptr_equal(c->map.name_template, c->map_template);
	assert_true(c->map.identity);
	assert_int_equal(c->policy.bypass, STANCE_IGNORE);
	assert_int_equal(c->policy.unmapped, STANCE_IGNORE);
	assert_int_equal(c->policy.unknown, STANCE_DENY);
	assert_int_equal(c->policy.unenrolled, STANCE_DENY);
	assert_int_equal(c->policy.unreachable, STANCE_DENY);
	assert_int_equal(c->login.min_uid, 1000);
	assert_int_equal(c->login.prompts, 3);
	assert_false(c->login.autopush);
	assert_true(c->login.pushinfo);
	assert_int_equal(c->login.push_timeout_ms, 60000);
	assert_int_equal(c->login.push_interval_ms, 10000);
	assert_int_equal(c->login.prompt_timeout_ms, 120000);
	assert_int_equal(c->cache.fresh_ms, 30000);
	assert_int_equal(c->cache.stale_ms, 0);
	assert_int_equal(c->cache.elevation_ms, 60000);
	assert_int_equal(c->cache.negative_ms, 10000);
	assert_int_equal(c->cache.entries, 10000);
	assert_int_equal(c->breaker.failures, 3);
	assert_int_equal(c->breaker.pause_ms, 10000);
	assert_int_equal(c->deadline.broker_ms, 4000);
	assert_int_equal(c->deadline.api_ms, 3000);
	assert_string_equal(c->broker.socket, "/run/doorward/login.sock");
	assert_int_equal(c->broker.conversations, 10000);
	assert_int_equal(c->broker.per_origin, 64);
	assert_int_equal(c->broker.asks, 60);
	assert_int_equal(c->broker.workers, 32);
	assert_int_equal(c->log.target, LOG_TARGET_SYSLOG);
	assert_int_equal(c->log.level, LOG_LEVEL_INFO);
}

static void
services_of_the_defaults(void **state)
{
	static const struct {
		const char *service;
		enum service_class class;
	} rows[] = {
		{ "sshd", CLASS_INTERACTIVE },
		{ "login", CLASS_INTERACTIVE },
		{ "gdm-password", CLASS_INTERACTIVE },
		{ "anything", CLASS_INTERACTIVE },
		{ "sudo", CLASS_ELEVATION },
		{ "sudo-i", CLASS_ELEVATION },
		{ "su", CLASS_ELEVATION },
		{ "su-l", CLASS_ELEVATION },
		{ "polkit-1", CLASS_ELEVATION },
		{ "doas", CLASS_ELEVATION },
		{ "cron", CLASS_MACHINERY },
		{ "cronie", CLASS_MACHINERY },
		{ "crond", CLASS_MACHINERY },
		{ "atd", CLASS_MACHINERY },
		{ "systemd-user", CLASS_MACHINERY },
		{ "runuser", CLASS_MACHINERY },
		{ "runuser-l", CLASS_MACHINERY },
		{ "passwd", CLASS_EXEMPT },
		{ "chfn", CLASS_EXEMPT },
		{ "chsh", CLASS_EXEMPT },
	};
	auto_conf c = conf_defaults();

	(void)state;
	assert_non_null(c);
	for (size_t i = 0; i < COUNT(rows); i++)
		ROW(rows[i].service,
			service_classify(&c->services, rows[i].service) == rows[i].class);
	assert_int_equal(service_caller(&c->services, "su"), CALLER_FOR_ROOT);
	assert_int_equal(service_caller(&c->services, "su-l"), CALLER_FOR_ROOT);
	assert_int_equal(service_caller(&c->services, "polkit-1"), CALLER_FOR_ROOT);
	assert_int_equal(service_caller(&c->services, "sudo"), CALLER_ALWAYS);
}

static void
each_option_takes_a_good_value(void **state)
{
	(void)state;
	for (size_t i = 0; i < conf_sample_count; i++) {
		const struct conf_sample *s = &conf_samples[i];
		auto_text_buf text = { 0 };
		auto_conf c = NULL;

		(void)conf_text_one(&text, s->key, s->good);
		if (conf_parse(text.data, "t", &c, &faults) != 0)
			fail_msg("%s = %s: %s", s->key, s->good, faults.fault[0].msg);
		for (size_t j = 0; j < option_count; j++) {
			const char *key = options[j].key;
			const char *sibling = conf_sibling(s->key);
			bool set = strcmp(key, s->key) == 0 || is_needed(key) ||
				(sibling != NULL && strcmp(key, sibling) == 0);

			assert_value(key, c, set ? conf_sample_find(key)->good : default_of(key));
		}
		assert_string_not_equal(s->good, default_of(s->key)); /* or nothing was shown */
		assert_ptr_equal(c->map.name_template, c->map_template);
	}
}

static void
assert_one_fault(const struct conf_sample *s, const char *value)
{
	auto_text_buf text = { 0 };
	unsigned line = conf_text_one(&text, s->key, value);
	struct conf *c = (struct conf *)0x1; /* must stay untouched */
	char begin[80];

	ROW(s->key, conf_parse(text.data, "t", &c, &faults) == -1);
	ROW(s->key, c == (struct conf *)0x1);
	if (faults.count != 1)
		fail_msg("%s = %s: %zu faults, the first: %s", s->key, value, faults.count,
			faults.fault[0].msg);
	(void)snprintf(begin, sizeof(begin), "t:%u: %s: ", line, s->key);
	if (faults.fault[0].line != line ||
		strncmp(faults.fault[0].msg, begin, strlen(begin)) != 0)
		fail_msg("%s = %s: \"%s\" does not begin with \"%s\"", s->key, value,
			faults.fault[0].msg, begin);
}

static void
each_option_refuses_a_wrong_type(void **state)
{
	(void)state;
	for (size_t i = 0; i < conf_sample_count; i++) {
		assert_one_fault(&conf_samples[i], conf_samples[i].wrong);
		assert_non_null(strstr(faults.fault[0].msg, ": must be "));
	}
}

static void
each_option_refuses_what_is_beyond(void **state)
{
	(void)state;
	for (size_t i = 0; i < conf_sample_count; i++)
		if (conf_samples[i].beyond != NULL)
			assert_one_fault(&conf_samples[i], conf_samples[i].beyond);
}

/* The ends of each range are inside of it, one more is not. */
static void
ranges_end_where_the_table_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < option_count; i++) {
		const struct option *o = &options[i];
		int64_t unit = o->type == OPTION_DURATION ? 1000 : 1;
		int64_t tries[] = { o->min, o->max, o->min - 1, o->max + 1 };

		if ((o->type != OPTION_INTEGER && o->type != OPTION_DURATION) || o->choices != NULL)
			continue;
		if (strncmp(o->key, "deadline.", 9) == 0)
			continue; /* what belongs together is tested elsewhere */
		for (size_t t = 0; t < COUNT(tries); t++) {
			auto_text_buf text = { 0 };
			auto_conf c = NULL;
			char value[64];
			int rc;

			if (unit == 1)
				(void)snprintf(value, sizeof(value), "%lldL", (long long)tries[t]);
			else
				(void)snprintf(value, sizeof(value), "%.3f",
					(double)tries[t] / 1000);
			(void)conf_text_one(&text, o->key, value);
			rc = conf_parse(text.data, "t", &c, &faults);
			if ((rc == 0) != (t < 2))
				fail_msg("%s = %s: %d", o->key, value, rc);
		}
	}
}

/* A text of the greatest length is not too long, one byte more is. */
static void
lengths_end_where_the_table_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < option_count; i++) {
		const struct option *o = &options[i];

		if (o->type != OPTION_STRING && o->type != OPTION_HOST && o->type != OPTION_PATH &&
			o->type != OPTION_LIST)
			continue;
		for (size_t more = 0; more <= 1; more++) {
			auto_text_buf value = { 0 };
			auto_text_buf text = { 0 };
			auto_conf c = NULL;
			bool told = false;

			text_buf_puts(&value, o->type == OPTION_LIST ? "[ \"" : "\"");
			text_buf_puts(&value, o->type == OPTION_PATH ? "/" : "a");
			for (size_t n = 1; n < (size_t)o->max + more; n++)
				text_buf_puts(&value, "a");
			text_buf_puts(&value, o->type == OPTION_LIST ? "\" ]" : "\"");
			(void)conf_text_one(&text, o->key, value.data);
			if (conf_parse(text.data, "t", &c, &faults) != 0)
				told = strstr(faults.fault[0].msg, "is longer than ") != NULL;
			if (told != (more == 1))
				fail_msg("%s: %zu bytes: %s", o->key, (size_t)o->max + more,
					faults.count > 0 ? faults.fault[0].msg : "taken");
		}
	}
}

/* What a file says about services, and what it comes to. */
static void
services_of_a_file(void **state)
{
	static const struct {
		const char *what, *text, *service, *fault; /* a part of it; NULL: it is right */
		enum service_class class;
		enum service_ask ask;
	} rows[] = {
		{ "a group", "sshd: { ask = \"push\"; };", "sshd", NULL, CLASS_INTERACTIVE,
			ASK_PUSH },
		{ "a group with a star", "gdm-*: { ask = \"deny\"; };", "gdm-password", NULL,
			CLASS_INTERACTIVE, ASK_DENY },
		{ "a group with a digit", "polkit-1: { ask = \"status\"; };", "polkit-1", NULL,
			CLASS_ELEVATION, ASK_STATUS },
		{ "a row", "table = ( { name = \"a.b\"; class = \"machinery\"; } );", "a.b", NULL,
			CLASS_MACHINERY, ASK_PERSON },
		{ "both", "vlock: { ask = \"person\"; }; table = ( { name = \"x.y\"; } );", "vlock",
			NULL, CLASS_INTERACTIVE, ASK_PERSON },
		{ "everything else", "*: { ask = \"deny\"; };", "no-such", NULL,
			CLASS_INTERACTIVE, ASK_DENY },
		{ "everything else, and what has a row", "*: { ask = \"deny\"; };", "sshd", NULL,
			CLASS_INTERACTIVE, ASK_PERSON },
		{ "a list", "machinery = [ \"cron\", \"job\" ];", "job", NULL, CLASS_MACHINERY,
			ASK_PERSON },
		{ "a list takes away", "machinery = [ \"job\" ];", "cron", NULL, CLASS_INTERACTIVE,
			ASK_DENY },
		{ "a list of nothing", "exempt = [ ];", "passwd", NULL, CLASS_INTERACTIVE,
			ASK_PERSON },
		{ "a row beside a list", "machinery = [ ]; cron: { class = \"machinery\"; };", "cron",
			NULL, CLASS_MACHINERY, ASK_DENY },
		{ "a row of one mind with a list",
			"elevation = [ \"s*\" ]; su: { class = \"elevation\"; };", "su", NULL,
			CLASS_ELEVATION, ASK_PERSON },
		{ "a row against a list",
			"elevation = [ \"s*\" ]; sshd: { class = \"interactive\"; };", "",
			"services.sshd.class: is \"interactive\", and services.elevation lists it", 0,
			0 },
		{ "a column that is none", "sshd: { aks = \"push\"; };", "",
			"services.sshd.aks: is no option; did you mean ask?", 0, 0 },
		{ "a word that is none", "sshd: { ask = \"maybe\"; };", "",
			"services.sshd.ask: must be \"person\", \"push\", \"status\" or \"deny\", not "
			"\"maybe\"", 0, 0 },
		{ "a wrong type", "sshd: { peers = \"a\"; };", "",
			"services.sshd.peers: must be a list of strings, not a string", 0, 0 },
		{ "a push for everybody", "cups: { ask = \"push\"; };", "",
			"services.cups.ask: must not be \"push\": one process serves everybody", 0, 0 },
		{ "no time to type", "sshd: { limit = 9.9; };", "",
			"services.sshd.limit: must be 0 (none) or at least 10", 0, 0 },
		{ "no limit", "sshd: { limit = 0; };", "sshd", NULL, CLASS_INTERACTIVE, ASK_PERSON },
		{ "a push where each has a process", "cups: { ask = \"push\"; shared = false; };",
			"cups", NULL, CLASS_INTERACTIVE, ASK_PUSH },
		{ "twice", "su: { }; table = ( { name = \"su\"; } );", "",
			"services.su: is set twice", 0, 0 },
		{ "no name", "table = ( { ask = \"deny\"; } );", "",
			"services.table: entry 1 must be a group with a name", 0, 0 },
		{ "an empty name", "table = ( { name = \"\"; } );", "", "name: ", 0, 0 },
		{ "no group", "table = ( \"su\" );", "",
			"services.table: entry 1 must be a group with a name", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_text_buf text = { 0 };
		auto_conf c = NULL;
		int rc;

		(void)conf_text_one(&text, "login.prompts", "3");
		text_buf_printf(&text, "services: { %s };\n", rows[i].text);
		rc = conf_parse(text.data, "t", &c, &faults);
		if ((rc == 0) != (rows[i].fault == NULL))
			fail_msg("%s: %s", rows[i].what, rc == 0 ? "taken" : faults.fault[0].msg);
		if (rc != 0) {
			if (strstr(faults.fault[0].msg, rows[i].fault) == NULL || faults.count != 1)
				fail_msg("%s: %s", rows[i].what, faults.fault[0].msg);
			continue;
		}
		ROW(rows[i].what,
			service_classify(&c->services, rows[i].service) == rows[i].class);
		ROW(rows[i].what,
			service_row_find(&c->services, rows[i].service)->ask == rows[i].ask);
	}
}

static void
hosts(void **state)
{
	static const struct {
		const char *host;
		bool good;
	} rows[] = {
		{ "localhost", true }, { "api-1.duosecurity.com", true }, { "127.0.0.1", true },
		{ "A-B.c", true }, { "a..b", false }, { ".a", false }, { "a.", false },
		{ "-a.b", false }, { "a-.b", false }, { "a_b", false }, { "a b", false },
		{ "a:443", false }, { "https://a", false }, { "a/b", false }, { "[::1]", false },
		{ "user@a", false }, { "caf\xc3\xa9", false },
		{ "0123456789012345678901234567890123456789012345678901234567890123.a", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_text_buf text = { 0 };
		auto_conf c = NULL;
		char value[128];

		(void)snprintf(value, sizeof(value), "\"%s\"", rows[i].host);
		(void)conf_text_one(&text, "duo.host", value);
		ROW(rows[i].host,
			(conf_parse(text.data, "t", &c, &faults) == 0) == rows[i].good);
	}
}

static void
proxies(void **state)
{
	static const struct {
		const char *proxy;
		bool good;
	} rows[] = {
		{ "http://proxy:1", true }, { "http://proxy.example:65535", true },
		{ "http://user:pass@proxy:80", true }, { "http://user:p@ss@proxy:80", true },
		{ "proxy:80", false }, { "http://proxy", false }, { "http://proxy:", false },
		{ "http://proxy:0", false }, { "http://proxy:65536", false },
		{ "http://proxy:80/", false }, { "http://:80", false }, { "http://@p:80", false },
		{ "http://a/b@p:80", false }, { "https://proxy:80", false },
		{ "HTTP://proxy:80", false }, { "socks5://proxy:80", false },
		{ "http://[::1]:80", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		auto_text_buf text = { 0 };
		auto_conf c = NULL;
		char value[128];

		(void)snprintf(value, sizeof(value), "\"%s\"", rows[i].proxy);
		(void)conf_text_one(&text, "duo.proxy", value);
		ROW(rows[i].proxy,
			(conf_parse(text.data, "t", &c, &faults) == 0) == rows[i].good);
		if (!rows[i].good) /* a password may be in it */
			ROW(rows[i].proxy, strstr(faults.fault[0].msg, rows[i].proxy) == NULL);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_is_sound),
		cmocka_unit_test(defaults_are_what_the_table_says),
		cmocka_unit_test(defaults_are_what_the_design_says),
		cmocka_unit_test(services_of_the_defaults),
		cmocka_unit_test(services_of_a_file),
		cmocka_unit_test(each_option_takes_a_good_value),
		cmocka_unit_test(each_option_refuses_a_wrong_type),
		cmocka_unit_test(each_option_refuses_what_is_beyond),
		cmocka_unit_test(ranges_end_where_the_table_says),
		cmocka_unit_test(lengths_end_where_the_table_says),
		cmocka_unit_test(hosts),
		cmocka_unit_test(proxies),
	};

	return cmocka_run_group_tests_name("conf", tests, NULL, NULL);
}
