/* SPDX-License-Identifier: MIT */
/* Samples of every option, and the texts that are made of them. */
#include "tests/unit/conf_text.h"

#include <string.h>

#define LONG_64  "0123456789012345678901234567890123456789012345678901234567890123"
#define LONG_256 LONG_64 LONG_64 LONG_64 LONG_64

const struct conf_sample conf_samples[] = {
	{ "duo.host", "\"api-12345678.example.com\"", "5", "\"a b\"" },
	{ "duo.port", "8443", "\"443\"", "65536" },
	{ "duo.ca_file", "\"/etc/ca \\\"x\\\".pem\"", "true", "\"ca.pem\"" },
	{ "duo.proxy", "\"http://user:p\\\\w@proxy.example:3128\"", "3128",
		"\"https://proxy.example:3128\"" },
	{ "duo.signature", "2", "\"2\"", "4" },
	{ "duo.admin.ikey", "\"DIABCDEFGHIJKLMNOPQR\"", "[ ]", "\"DI!\"" },
	{ "duo.admin.skey_file", "\"/etc/doorward/a\"", "{ }", "\"a\"" },
	{ "duo.auth.ikey", "\"DIRQPONMLKJIHGFEDCBA\"", "1.5", "\"" LONG_64 "x\"" },
	{ "duo.auth.skey_file", "\"/etc/doorward/b\"", "7L", "\"./b\"" },
	{ "allthenticate.base", "\"https://api.example:8443/v1\"", "443", "\"http://api.example\"" },
	{ "allthenticate.header", "\"Authorization\"", "true", "\"a b\"" },
	{ "allthenticate.scheme", "\"Bearer\"", "{ }", "\"a:b\"" },
	{ "allthenticate.key_file", "\"/etc/doorward/key\"", "[ ]", "\"key\"" },
	{ "allthenticate.ca_file", "\"/etc/ca.pem\"", "1", "\"../ca.pem\"" },
	{ "sentinelone.base", "\"https://tenant.sentinelone.net\"", "1.5", "\"tenant\"" },
	{ "sentinelone.token_file", "\"/etc/doorward/token\"", "false", "\"~/token\"" },
	{ "sentinelone.ca_file", "\"/etc/ca2.pem\"", "{ }", "\"a\"" },
	{ "map.users", "[ \"alice=a\", \"bob=b=c\" ]", "\"alice=a\"", "[ \"alice\" ]" },
	{ "map.strip_suffix", "[ \"@corp.example\" ]", "\"@corp\"", "[ \"\" ]" },
	{ "map.template", "\"%u@caf\xc3\xa9.example\"", "false", "\"%u%u\"" },
	{ "map.identity", "false", "\"no\"", NULL },
	{ "map.file", "\"/etc/doorward/names\"", "[ ]", "\"map\"" },
	{ "login.min_uid", "500", "\"500\"", "-1" },
	{ "login.exempt_users", "[ \"backup\", \"monitor\" ]", "\"backup\"",
		"[ \"" LONG_256 "x\" ]" },
	{ "login.exempt_groups", "[ \"service-accounts\" ]", "true", "[ \"a\\nb\" ]" },
	{ "login.bypass", "\"allow\"", "true", "\"deny\"" },
	{ "login.unmapped", "\"deny\"", "0", "\"allow\"" },
	{ "login.unknown", "\"ignore\"", "0", "\"allow\"" },
	{ "login.unenrolled", "\"ignore\"", "0", "\"allow\"" },
	{ "login.unreachable", "\"ignore\"", "0", "\"allow\"" },
	{ "login.prompts", "5", "3.0", "6" },
	{ "login.autopush", "true", "1", NULL },
	{ "login.push_timeout", "45.5", "\"45\"", "601" },
	{ "login.push_interval", "0", "false", "-0.5" },
	{ "login.fraud_hold", "0", "false", "604801" },
	{ "login.prompt_timeout", "30", "[ 30 ]", "0.5" },
	{ "login.pushinfo", "false", "0", NULL },
	{ "cache.fresh", "0.125", "\"\"", "3600.001" },
	{ "cache.stale", "86400", "\"1d\"", "604801" },
	{ "cache.elevation", "0", "{ }", "3601" },
	{ "cache.negative", "0.001", "true", "1e10" },
	{ "cache.entries", "1", "1.0", "0" },
	{ "breaker.failures", "1000", "\"3\"", "0" },
	{ "breaker.pause", "0.1", "\"3\"", "0.099" },
	{ "services.table", "(\n\t\t{ name = \"a.b\"; class = \"machinery\"; ask = \"deny\"; "
		"peers = [ \"w\" ]; shared = true; late = true; limit = 12.5; "
		"tell = \"error\"; disabled_code = \"perm_denied\"; caller = \"never\"; }\n\t)",
		"[ ]", NULL },
	{ "services.interactive", "[ \"sshd\" ]", "\"sshd\"", "[ \"\" ]" },
	{ "services.elevation", "[ \"sudo*\" ]", "5", "[ \"a\\tb\" ]" },
	{ "services.machinery", "[ \"job-*\" ]", "5", "[ \"\\x7f\" ]" },
	{ "services.exempt", "[ \"chfn\", \"passwd\" ]", "1.5", "[ \"\\xff\" ]" },
	{ "services.caller", "[ \"sudo\" ]", "false", "[ \"su\", \"\" ]" },
	{ "services.caller_for_root", "[ \"su*\" ]", "false", "[ \"su\", \"\" ]" },
	{ "deadline.broker", "60", "\"4\"", "60.5" },
	{ "deadline.api", "2.999", "\"3\"", "0" },
	{ "broker.socket", "\"/tmp/login.sock\"", "{ }", "\"/" LONG_64 LONG_64 "\"" },
	{ "broker.conversations", "4096", "\"256\"", "100001" },
	{ "broker.per_origin", "1", "8.0", "-8" },
	{ "broker.asks", "100", "true", "9" },
	{ "broker.workers", "8", "\"8\"", "257" },
	{ "serve.rest", "\"127.0.0.1:80\"", "8080", "\"localhost:8080\"" },
	{ "serve.mcp", "\"[::1]:9090\"", "true", "\"127.0.0.1\"" },
	{ "serve.socket", "\"/tmp/admin.sock\"", "5", "\"admin.sock\"" },
	{ "serve.admin_groups", "[ \"wheel\" ]", "\"wheel\"", "[ \"\" ]" },
	{ "serve.read_groups", "[ \"helpdesk\", \"audit\" ]", "true", "[ \"a\\nb\" ]" },
	{ "serve.token_file", "\"/etc/tokens\"", "{ }", "\"\"" },
	{ "serve.tls_cert", "\"/etc/cert.pem\"", "1", "\"cert.pem\"" },
	{ "serve.tls_key", "\"/etc/key.pem\"", "1.5", "\"./key.pem\"" },
	{ "serve.hosts", "[ \"duo.example\" ]", "\"duo.example\"", "[ \"\" ]" },
	{ "serve.rate", "1000", "\"50\"", "0" },
	{ "serve.connections", "16384", "1.0", "16385" },
	{ "serve.workers", "1", "true", "257" },
	{ "serve.timeout", "0.05", "\"30\"", "601" },
	{ "serve.mcp_allow", "[ \"write\", \"secrets\" ]", "\"read\"", "[ \"all\" ]" },
	{ "sync.interval", "900", "\"1h\"", "604801" },
	{ "sync.folder", "\"/srv/doorward\"", "{ }", "\"\"" },
	{ "sync.groups", "[ \"linux-*\" ]", "\"linux\"", "[ \"\" ]" },
	{ "sync.statuses", "[ \"active\" ]", "true", "[ \"\" ]" },
	{ "sync.unix_groups", "[ ]", "\"*\"", "[ \"a\\nb\" ]" },
	{ "sync.usernames_file", "\"/etc/doorward/usernames.csv\"", "5", "\"names.csv\"" },
	{ "sync.allthenticate", "true", "1", NULL },
	{ "sync.allthenticate_rate", "50", "\"5\"", "0" },
	{ "sync.allthenticate_refresh", "3600", "\"1d\"", "-1" },
	{ "sync.aliases", "false", "0", NULL },
	{ "sync.strip_suffix", "[ \"@corp.example\" ]", "\"@corp\"", "[ \"\" ]" },
	{ "sync.replace", "\"_\"", "1", "\"+\"" },
	{ "sync.max_removals", "0", "\"50\"", "-1" },
	{ "sync.members_shown", "200", "\"50\"", "-1" },
	{ "sync.uid_first", "2050000000", "\"2050000000\"", "65536" },
	{ "sync.uid_last", "2060000000", "2060000000.0", "2100000000" },
	{ "sync.home", "\"/srv/home/%u\"", "1", "\"home/%u\"" },
	{ "sync.shell", "\"/bin/zsh\"", "{ }", "\"zsh\"" },
	{ "sync.shells", "[ \"ops=/bin/zsh\" ]", "\"ops=/bin/zsh\"", "[ \"ops=zsh\" ]" },
	{ "sync.enumerate", "true", "\"yes\"", NULL },
	{ "log.target", "\"stderr\"", "1", "\"journal\"" },
	{ "log.level", "\"debug\"", "3", "\"notice\"" },
	{ "log.format", "\"json\"", "true", "\"xml\"" },
};

const size_t conf_sample_count = sizeof(conf_samples) / sizeof(conf_samples[0]);

const struct conf_sample *
conf_sample_find(const char *key)
{
	for (size_t i = 0; i < conf_sample_count; i++)
		if (strcmp(conf_samples[i].key, key) == 0)
			return &conf_samples[i];
	return NULL;
}

/* Adds "a: { b: { name = value; }; };" in one line. Groups may be open already: the first skip
 * bytes of key. */
static void
add_line(struct text_buf *b, const char *key, size_t skip, const char *value)
{
	size_t depth = 0;

	for (key += skip; strchr(key, '.') != NULL; key = strchr(key, '.') + 1, depth++)
		text_buf_printf(b, "%.*s: { ", (int)strcspn(key, "."), key);
	text_buf_printf(b, "%s = %s;", key, value);
	while (depth-- > 0)
		text_buf_puts(b, " };");
	text_buf_puts(b, "\n");
}

const char *
conf_sibling(const char *key)
{
	static const char *const pairs[][2] = {
		{ "allthenticate.base", "allthenticate.key_file" },
		{ "sentinelone.base", "sentinelone.token_file" },
		{ "serve.tls_cert", "serve.tls_key" },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		for (size_t j = 0; j < 2; j++)
			if (strcmp(pairs[i][j], key) == 0)
				return pairs[i][1 - j];
	return NULL;
}

/* A key and the one that must be set with it. */
static void
add_pair(struct text_buf *b, const char *key, const char *value, const char *sibling)
{
	text_buf_printf(b, "%.*s: { %s = %s;\n%s = %s; };\n", (int)strcspn(key, "."), key,
		strchr(key, '.') + 1, value, strchr(sibling, '.') + 1,
		conf_sample_find(sibling)->good);
}

unsigned
conf_text_one(struct text_buf *b, const char *key, const char *value)
{
	static const char *const needed[] = { "duo.host", "duo.admin.ikey", "duo.admin.skey_file",
		"duo.auth.ikey", "duo.auth.skey_file" };
	unsigned line = 2, found = 0;

	text_buf_puts(b, "duo: {\n");
	if (strncmp(key, "duo.", 4) == 0 && strchr(key + 4, '.') == NULL &&
		strcmp(key, "duo.host") != 0) {
		add_line(b, key, 4, value);
		found = line++;
	}
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++, line++) {
		bool is_key = strcmp(needed[i], key) == 0;
		bool nested = i > 0, opens = i % 2 == 1;

		if (nested && opens) {
			text_buf_printf(b, "%.*s: {\n", (int)strcspn(needed[i] + 4, "."),
				needed[i] + 4);
			line++;
		}
		add_line(b, strrchr(needed[i], '.') + 1, 0,
			is_key ? value : conf_sample_find(needed[i])->good);
		found = is_key ? line : found;
		if (nested && !opens) {
			text_buf_puts(b, "};\n");
			line++;
		}
	}
	text_buf_puts(b, "};\n");
	if (found != 0)
		return found;
	if (conf_sibling(key) != NULL)
		add_pair(b, key, value, conf_sibling(key));
	else
		add_line(b, key, 0, value);
	return line + 1;
}

void
conf_text_all(struct text_buf *b)
{
	const char *group = NULL;

	for (size_t i = 0; i < conf_sample_count; i++) {
		const struct conf_sample *s = &conf_samples[i];
		size_t len = (size_t)(strrchr(s->key, '.') - s->key);

		/* every group is one brace; "duo.admin" stands in "duo" */
		if (group == NULL || strncmp(group, s->key, len + 1) != 0 ||
			strrchr(group, '.') != group + len) {
			bool nested = memchr(s->key, '.', len) != NULL;
			bool was_nested = group != NULL &&
				strchr(group, '.') != strrchr(group, '.');

			if (was_nested)
				text_buf_puts(b, "};\n");
			if (group != NULL && !nested)
				text_buf_puts(b, "};\n");
			text_buf_printf(b, "%.*s: {\n", (int)(nested ? len - 4 : len),
				s->key + (nested ? 4 : 0));
		}
		text_buf_printf(b, "%s = %s;\n", s->key + len + 1, s->good);
		group = s->key;
	}
	text_buf_puts(b, "};\n");
}

struct text_buf
conf_value(const char *key, const struct conf *c)
{
	struct text_buf b = { 0 };

	option_format(option_find(key), c, &b);
	return b;
}
